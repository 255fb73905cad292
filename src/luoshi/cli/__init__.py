"""The command ``luoshi``: one file per subcommand, each a thin skin over the library."""
