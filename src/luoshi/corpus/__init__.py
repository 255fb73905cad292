"""Many files as one dataset (语料成库): build and resume, Parquet, search index, panels, attention.

Above the facts and the account; nothing here knows the command line. pyarrow and duckdb (extra ``corpus``) are
imported only inside the functions that write or ask.
"""
