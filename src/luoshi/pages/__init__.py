"""View models and templates of the reader: once, for the static html and for the site."""
