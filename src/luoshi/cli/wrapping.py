"""Chinese text in lines of a terminal (折行): numbers and words stay whole, no line begins with a stop.

Terminals count cells, two for a Han character, and text without blanks is cut anywhere by general wrappers: 完成3|000名
reads as another number.
"""

from __future__ import annotations

from functools import cache

import regex
from rich.cells import cell_len

# What must not be torn: a run of Latin letters, digits and what joins them; else a character with the stops behind it.
_PIECE = regex.compile(r"(?:[\p{Latin}\p{Nd}.%‰+\-–/:]+|\X)[，。、；：！？,;:!?”’》）)\]】…]*\s*")


@cache
def _cells(piece: str) -> int:
    return cell_len(piece)


def wrap(text: str, cells: int) -> list[str]:
    """``text`` as lines of at most ``cells`` cells; a piece longer than a line is cut."""
    lines, line, width = [], "", 0
    for m in _PIECE.finditer(" ".join(text.split())):
        piece = m[0]
        if line and width + _cells(piece.rstrip()) > cells:
            lines.append(line.rstrip())
            line, width = "", 0
        while _cells(piece.rstrip()) > cells and len(piece) > 1:
            cut = max(1, _fit(piece, cells))
            lines.append(piece[:cut])
            piece = piece[cut:]
        line += piece
        width += _cells(piece)
    return [*lines, line.rstrip()] if line.strip() or not lines else lines


def _fit(piece: str, cells: int) -> int:
    used = 0
    for i, c in enumerate(piece):
        used += cell_len(c)
        if used > cells:
            return i
    return len(piece)
