"""The read API (只读接口): what a person sees on the pages, as JSON, by a token of theirs. Nothing is written here."""
