"""The web room (网站): Django project; settings by environment, pages and API on top of the ledger."""
