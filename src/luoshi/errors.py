"""The one exception root. Every message names the thing, what was expected, and what to do."""

from __future__ import annotations

import errno

_OS_WORDS = {
    errno.ENOENT: "没有这个文件或文件夹", errno.EACCES: "没有权限", errno.EPERM: "没有权限", errno.EROFS: "所在位置只读",
    errno.ENOSPC: "磁盘已满", errno.EDQUOT: "磁盘配额已满", errno.ENOTDIR: "路径中有一段不是文件夹", errno.EISDIR: "这是文件夹",
    errno.ENAMETOOLONG: "文件名太长", errno.EIO: "磁盘读写出错", errno.EMFILE: "同时打开的文件太多",
}  # fmt: skip


def os_words(error: OSError) -> str:
    """What the operating system complains of, in Chinese where we know the words."""
    return _OS_WORDS.get(error.errno or 0) or error.strerror or str(error)


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
