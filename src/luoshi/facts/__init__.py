"""Report to facts: measures, pledges, problems (quantity -> clause -> fact), each with its span and its rule."""
