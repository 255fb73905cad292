"""Finding a correction's place again (重新定位): by quote and context, whatever blanks and punctuation became.

Another copy of the report may have other line breaks, full-width or ASCII punctuation, or one more repair inside the
quote; so texts are compared without blanks and with folded punctuation, and every position leads back.
"""

from __future__ import annotations

from difflib import SequenceMatcher

from luoshi.facts.corrections import CONTEXT, Correction, Figure, Selector
from luoshi.facts.shapes import Measure

_FOLD = str.maketrans("，。；：（）！？％～—–－“”‘’．、", ",.;:()!?%~---\"\"''.,")
_ENOUGH = 8  # characters of context that single out a place
_NEAR = 0.6  # likeness of a changed quote between its unchanged surroundings


class Squeezed:
    """A text without blanks, its punctuation folded; ``at[i]`` is the place of its i-th character in the original."""

    def __init__(self, text: str) -> None:
        self.at = [i for i, c in enumerate(text) if not c.isspace()]
        self.text = fold(text)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The original span of ``[start, end)``, which must not be empty."""
        return self.at[start], self.at[end - 1] + 1


def fold(text: str) -> str:
    """``text`` without blanks and with folded punctuation."""
    return "".join(text.split()).translate(_FOLD)


def find(text: Squeezed, s: Selector) -> tuple[int, int] | None:
    """The span of the selector's quote in the original text, or None where no place is clearly meant."""
    quote, before, after = fold(s.quote), fold(s.before), fold(s.after)
    if not quote:
        return None
    places = _occurrences(text.text, quote)
    if not places:
        return _between(text, quote, before, after)

    def known(place: int) -> int:
        left = _common(text.text[:place][::-1], before[::-1])
        return left + _common(text.text[place + len(quote) :], after)

    best = max(places, key=lambda p: (known(p), -abs(text.at[p] - s.start)))
    alone = len(places) == 1 and len(quote) >= _ENOUGH
    if not alone and known(best) < min(_ENOUGH, len(before) + len(after)):
        return None
    return text.span(best, best + len(quote))


def _between(text: Squeezed, quote: str, before: str, after: str) -> tuple[int, int] | None:
    """The stretch between unchanged surroundings, if it is still like the quote."""
    left, right = before[-CONTEXT // 2 :], after[: CONTEXT // 2]
    if len(left) < _ENOUGH or len(right) < _ENOUGH:
        return None
    best: tuple[float, int, int] | None = None
    for place in _occurrences(text.text, left):
        start = place + len(left)
        end = text.text.find(right, start, start + 2 * len(quote) + CONTEXT)
        if end > start:
            like = SequenceMatcher(None, quote, text.text[start:end], autojunk=False).ratio()
            if like >= _NEAR and (best is None or like > best[0]):
                best = (like, start, end)
    return text.span(best[1], best[2]) if best else None


def likeness(c: Correction, m: Measure, ordinal: int, quote: str) -> float:
    """How surely ``m`` is what ``c`` speaks of; 0 where it is not. ``ordinal`` of ``m`` on its span, ``quote`` its text."""
    same_id = m.id == c.id
    same_quote = fold(quote) == fold(c.selector.quote)
    same_place = same_quote and ordinal == c.selector.ordinal
    values = any(_same_value(f, m) for f in (c.machine, c.wanted))
    name = max(_alike(f.name, m.name) for f in (c.machine, c.wanted))
    if not (values or same_place or (same_id and same_quote) or name == 1):
        return 0
    score = 4 * values + 2 * same_id + 2 * name + same_quote + 0.5 * same_place
    for field in ("kind", "unit", "period"):
        score += any(getattr(f, field) == getattr(m, field) for f in (c.machine, c.wanted))
    return score


def _same_value(f: Figure, m: Measure) -> bool:
    if f.value is None:
        return m.value is None and f.op == m.op
    return f.value == m.value and f.high == m.high


def _alike(a: str, b: str) -> float:
    return 1 if a == b else SequenceMatcher(None, a, b, autojunk=False).ratio()


def _occurrences(text: str, what: str) -> list[int]:
    out, at = [], text.find(what)
    while at >= 0:
        out.append(at)
        at = text.find(what, at + 1)
    return out


def _common(a: str, b: str) -> int:
    n = 0
    for x, y in zip(a, b, strict=False):
        if x != y:
            break
        n += 1
    return n
