"""The one exception root. Every message names the thing, what was expected, and what to do."""

from __future__ import annotations


class LuoshiError(Exception):
    """Root of all errors that Luoshi raises on purpose."""


class UnreadableFile(LuoshiError):
    """A file that gives no text: missing, empty, binary, broken, protected, too large or image-only.

    ``path`` is the file as the caller named it, ``reason`` one sentence in Chinese for the person who gave it.
    Both survive pickling, so that a batch can carry the error as a row.
    """

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(path, reason)
        self.path = path
        self.reason = reason

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}"


class NoReportFound(UnreadableFile):
    """A readable file that holds no government work report (a communiqué, a plan, a news item): never invented."""


class MissingExtra(UnreadableFile):
    """A file whose format needs a package that is not installed; the reason names the extra to install."""


class LexiconError(LuoshiError):
    """A data file of the lexicon that breaks its own rules; the message names file, line and value."""


class RulesError(LuoshiError):
    """A rule pack or calendar file that breaks its own rules, or a question that no pack answers; names file and value."""
