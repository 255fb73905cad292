"""Luoshi 落实: government work reports in, source-anchored facts out.

Importing this package is cheap: the names below load their room when they are first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

__version__ = "0.1.0"
__all__ = ["LuoshiError", "Reading", "read", "read_bytes"]

if TYPE_CHECKING:
    from luoshi.errors import LuoshiError
    from luoshi.facts.reading import Reading, read, read_bytes


def __getattr__(name: str) -> object:
    if name == "LuoshiError":
        from luoshi.errors import LuoshiError

        return LuoshiError
    if name in ("Reading", "read", "read_bytes"):
        from luoshi.facts import reading

        return getattr(reading, name)
    raise AttributeError(f"module 'luoshi' has no attribute {name!r}; it has {', '.join(__all__)}")
