"""Where the commands print (终端): rich's console, with a closed pipe told the way the command line expects."""

from __future__ import annotations

from rich.console import Console


class PlainConsole(Console):
    """A console that raises BrokenPipeError where rich would exit with 1: that code means unread files."""

    def on_broken_pipe(self) -> None:
        """See the class."""
        raise BrokenPipeError
