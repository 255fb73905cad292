"""Clean text to Report: header (who, where, when, which congress), section tree with roles, completeness."""
