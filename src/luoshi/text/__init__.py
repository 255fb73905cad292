"""Raw bytes to clean text: decode, take out of txt/md/html/docx/pdf, drop boilerplate, split, repair, simplify.

Every step is an edit of a :class:`~luoshi.text.traced.TracedText`, which keeps the map to the raw characters.
"""
