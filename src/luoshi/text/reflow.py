"""Lines of a page back into paragraphs (断行还原): which line goes on in the next one."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

import regex

_HEADING = regex.compile(
    r"\s*(?:第?[一二三四五六七八九十]{1,3}(?:、|章|节|部分)|[（(][一二三四五六七八九十]{1,3}[）)]|[（(]?\d{1,2}[）)]"
    r"|\d{1,2}[.．、](?!\d)|[——]{2}|[●■◆★]|[①-⑳]|各位代表|附件|名词解释|注[:：])"
)
_ENDED = regex.compile(r"[。！!？?；;：:…][”’」』）)]*\s*$")
_UNFINISHED = regex.compile(r"[，,、—（(《“‘]\s*$")
_INDENT = regex.compile(r"[\u3000 \t\xa0]{2,}\S|\u3000")
_SLACK = 2.5  # characters by which a full line may fall short: punctuation is not begun on a new line


class PageLine(NamedTuple):
    """A line of a page: its text, and whether it is set in from the margin (None: not known)."""

    text: str
    indented: bool | None = None


def width(text: str) -> float:
    """The printed width in Han characters; Latin letters and digits take half."""
    return sum(1.0 if ord(c) > 0x2E80 or c in "“”‘’—…·" else 0.5 for c in text.strip())


def full_width(lines: list[PageLine]) -> float:
    """The width of a full line of the page's column: what nine lines in ten do not exceed."""
    widths = sorted(width(line.text) for line in lines if line.text.strip())
    return widths[min(len(widths) - 1, int(len(widths) * 0.9))] if widths else 0.0


def goes_on(lines: list[PageLine]) -> list[bool]:
    """For each line, whether its paragraph goes on in the next one.

    A full line goes on unless the next one is set in or opens a numbered part; a short one ends its paragraph, unless
    it stops in the middle of a clause. Where indentation is not known, a full line that ends a sentence goes on: a
    paragraph too long is a smaller harm than a sentence cut in two.
    """
    full = full_width(lines)
    known = any(line.indented for line in lines)
    out = []
    for line, below in pairwise(lines):
        short = width(line.text) < full - _SLACK
        if not below.text.strip() or not line.text.strip() or _opens(line, below, short=short):
            out.append(False)
        elif not short:
            out.append(True)
        else:
            out.append(_breaks_off(line, full, known=known))
    return [*out, False] if lines else []


def _breaks_off(line: PageLine, full: float, *, known: bool) -> bool:
    """Whether a short line stops in mid-sentence: Latin letters and digits make lines come out short."""
    if _ENDED.search(line.text):
        return False
    if _UNFINISHED.search(line.text):
        return known or width(line.text) > full / 2
    heading = _HEADING.match(line.text) and "。" not in line.text
    return not heading and width(line.text) >= full * (0.6 if known else 0.8)


def _opens(line: PageLine, below: PageLine, *, short: bool) -> bool:
    """Whether ``below`` opens a paragraph: set in, or numbered after a line that ends."""
    if below.indented or _INDENT.match(below.text):
        return True
    return bool(_HEADING.match(below.text)) and (short or bool(_ENDED.search(line.text)))


def looks_wrapped(lines: list[str]) -> bool:
    """Whether a plain text was copied from a page line by line: many lines of one width that end in mid-sentence."""
    held = [s for s in lines if s.strip()]
    if len(held) < 40:
        return False
    full = full_width([PageLine(s) for s in held])
    if not 15 <= full <= 70:
        return False
    even = sum(full - _SLACK <= width(s) <= full + _SLACK for s in held)
    open_ended = sum(not _ENDED.search(s) for s in held)
    return even >= 0.55 * len(held) and open_ended >= 0.5 * len(held)
