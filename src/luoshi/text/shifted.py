"""Runs of GBK text read one byte off: 提升?!罢娼鸢足y” for 提升。“真金白銀” (错位乱码).

Some site cut the bytes at ``A3xx`` (！，；？ in GBK) where they lay across two characters. Each piece was then decoded
alone: the lead byte of the first character came out as ``?``, the two bytes of the false mark as that mark, and what
follows in pairs that are one byte off, until a byte of the ASCII range or the next cut. Pairs that stand for nothing
vanished. So the bytes in between are known but for the first lead, the last trail and the pairs that vanished: this
module lists every reading that gives the same damage and weighs them by how usual they are.

A reading is put in only where it is far likelier than all others together; where only the first character is in doubt
it becomes □. What is less sure, and every run with a digit in it, stays as it is and is marked.
"""

from __future__ import annotations

from functools import cache

import msgspec
import regex

from luoshi.text.bigrams import Bigrams, bigrams, symbols
from luoshi.text.script import simplified
from luoshi.text.traced import Edit, TracedText

SIGNS = frozenset("?\ufffd")
_SITE = regex.compile(
    r"(?<=[\p{Han}\d”’》）)%％。、，；：,;:(（])[?\ufffd][!,;?！，；？](?![?\ufffd]{2})(?=\S\S|\?)"
)
_CLAUSE = regex.compile(r"[^，。；：！？、,;:!?\s]{0,40}")  # what goes on behind a run may be damaged too
_LONGEST = 48  # characters of a run; the next cut ends it long before
_BLANKS = 3  # of ?? by which a page is known to print its blanks so
_MOST = 20  # runs of one text that are read; a text with more is beyond repair
_AFTER = 6  # characters behind the longest run that are weighed with it
_BEAM = 40  # readings kept while one is built up
_NARROW = 8  # of them where two pairs on end may have vanished
_DAMAGE = -12.0  # log2 of how seldom a question mark before another mark is damage
_LOST = -3.0  # log2 against each vanished pair: every one that is assumed leaves more to guess
_DOUBT = 1.5  # by which differences are divided: pairs know less of a sentence than a reader does
_SURE = 0.9  # share of all readings together that the best must have
_GARBLED = -15.0  # log2 a character below which a run is damaged, whatever it may have been
_NEAR = 9  # characters behind a question mark by which that is told
_UNKNOWN = "□"
_WIDE = {ord("！"): "!", ord("，"): ",", ord("；"): ";", ord("？"): "?"}


_Beam = list[tuple[str, str, float]]  # readings so far: the text, its last symbol, the weight


class _Reading(msgspec.Struct, frozen=True):
    """What a run may have been: ``text`` for ``[start, end)``, and its weight in log2."""

    text: str
    end: int
    weight: float


def restore_shifted(t: TracedText) -> tuple[TracedText, tuple[str, ...]]:
    """``t`` with shifted runs read where one reading is clearly the best; the others marked as mojibake."""
    text = t.text
    edits: list[Edit] = []
    doubtful: list[tuple[int, int, float]] = []
    at = 0
    blanks = text.count("??") >= _BLANKS
    for n, m in enumerate(_SITE.finditer(text)):
        start = m.start()
        if start < at or (blanks and text[start + 1] == "?"):
            continue
        if n >= _MOST:
            break
        edit, span = _restored(text, start)
        if edit is not None:
            edits.append(edit)
            at = edit.end
        elif span is not None:
            doubtful.append(span)
            at = span[1]
    t = t.mark_all("mojibake", doubtful)
    warnings = []
    if edits:
        warnings.append(f"原文有 {len(edits)} 处错位乱码，已按字节还原；“{_UNKNOWN}”是无法确定的字")
    if doubtful:
        warnings.append(f"原文有 {len(doubtful)} 处乱码无法还原，未改动，已标出")
    return t.edit(edits), tuple(warnings)


def _restored(text: str, start: int) -> tuple[Edit | None, tuple[int, int, float] | None]:
    """The edit for the run at ``start``; or its span and the best reading's share, if it is damage but in doubt."""
    stop = min(len(text), start + 2 + _LONGEST + _AFTER)
    readings = _readings(text, start, stop)
    asis = bigrams().score(symbols(simplified(text[start - 1 : stop])))
    near = symbols(simplified(text[start + 1 : start + _NEAR]))
    garbled = len(near) > 2 and bigrams().score(near) / len(near) < _GARBLED
    clause = _CLAUSE.match(text, start + 2)
    if not readings:
        return None, (start, clause.end() if clause else start + 2, 0.0) if garbled else None
    readings.sort(key=lambda r: (-r.weight, r.text))
    best = readings[0]
    total = sum(2 ** max(-60.0, (r.weight - best.weight) / _DOUBT) for r in readings)
    total += 2 ** min(60.0, (asis - best.weight) / _DOUBT)
    share = 1 / total
    plain = not any(c.isdigit() for c in text[start : best.end + 1] + best.text)
    if share >= _SURE and plain:
        return Edit(start, best.end, best.text, "mojibake", round(share, 3)), None
    same = [r for r in readings if r.text[1:] == best.text[1:] and r.end == best.end and len(r.text) > 1]
    share = sum(2 ** max(-60.0, (r.weight - best.weight) / _DOUBT) for r in same) / total
    if share >= _SURE and plain:
        return Edit(start, best.end, _UNKNOWN + best.text[1:], "mojibake", round(share, 3)), None
    if asis >= best.weight and not garbled:
        return None, None
    clause = _CLAUSE.match(text, best.end)
    return None, (start, clause.end() if clause else best.end, round(1 / total, 3))


def _readings(text: str, start: int, stop: int) -> list[_Reading]:
    """The likeliest readings of the run at ``start``, for every way in which it may end, weighed up to ``stop``."""
    table = bigrams()
    beam: _Beam = [("", symbols(simplified(text[start - 1 : start]))[-1:] or "。", _DAMAGE)]
    beam = _grown(table, beam, _by_trail(0xA3))
    out: list[_Reading] = []

    def end(beam: _Beam, tail: str, at: int) -> None:
        right = symbols(simplified(tail + text[at:stop]))
        out.extend(_Reading(r + tail, at, w + table.score(last + right)) for r, last, w in beam)

    lead = _wide(text[start + 1].translate(_WIDE))[1]
    at = start + 2
    while at < min(len(text), start + _LONGEST):
        c = text[at]
        code = ord(c)
        if c in SIGNS:  # a first byte left over before the next cut
            if at + 1 == len(text) or not _is_han(text[at + 1]):
                end(_with(table, beam, lead, None), "", at + 1)
            break
        if 0x40 <= code < 0x7F:
            end(_with(table, beam, lead, code), "", at + 1)
        pair = _wide(c) if 0x21 <= code < 0x7F else _encoded(c)
        if pair is None:
            break
        beam = _with(table, beam, lead, pair[0])
        lead = pair[1]
        at += 1
        if lead < 0x80:  # it was a letter of its own
            end(beam, chr(lead), at)
            break
        if not beam:
            break
    return out


def _with(table: Bigrams, beam: _Beam, lead: int, trail: int | None) -> _Beam:
    """``beam`` longer by the character (lead, trail), or by two if a pair between the two bytes vanished.

    The pair that vanished was the lead's own trail and the next character's lead. A trail of None is not known.
    """
    c = None if trail is None else _decoded(lead, trail)
    own = _by_lead(lead) if trail is None else ((c, _symbol(c)),) if c is not None else ()
    out = _grown(table, beam, own)
    seconds = None if trail is None else _by_trail(trail)
    for r, last, w in _grown(table, beam, _by_lead(lead)):
        x = _byte(r[-1], 1)
        choices = _followers(table, last) if seconds is None else seconds
        out += [(r + c, s, w + _LOST + table.step(last, s)) for c, s in choices if _vanishes(x, _byte(c, 0))]
        middle = [
            (r + c, s, w + table.step(last, s))
            for c, s in _followers(table, last)
            if _vanishes(x, _byte(c, 0))
        ]
        if seconds is not None:
            for r2, last2, w2 in _best(middle)[:_NARROW]:
                y = _byte(r2[-1], 1)
                out += [
                    (r2 + c, s, w2 + 2 * _LOST + table.step(last2, s))
                    for c, s in seconds
                    if _vanishes(y, _byte(c, 0))
                ]
    return _best(out)


def _grown(table: Bigrams, beam: _Beam, choices: tuple[tuple[str, str], ...]) -> _Beam:
    return _best([(r + c, s, w + table.step(last, s)) for r, last, w in beam for c, s in choices])


def _best(beam: _Beam) -> _Beam:
    beam.sort(key=lambda item: (-item[2], item[0]))
    return beam[:_BEAM]


def _wide(c: str) -> tuple[int, int]:
    """The bytes of the full-width form of an ASCII character."""
    return 0xA3, 0x80 + ord(c)


def _encoded(c: str) -> tuple[int, int] | None:
    try:
        pair = c.encode("gbk")
    except UnicodeEncodeError:
        return None
    return (pair[0], pair[1]) if len(pair) == 2 else None


@cache
def _byte(c: str, i: int) -> int:
    return c.encode("gbk")[i]


def _is_han(c: str) -> bool:
    return "\u3400" <= c <= "\u9fff"


@cache
def _common() -> tuple[tuple[str, str], ...]:
    """Every two-byte character of GBK that reports use in either script, with its symbol."""
    known = bigrams().alone
    out = []
    for lead in range(0x81, 0xFF):
        for trail in range(0x40, 0xFF):
            c = _decoded(lead, trail)
            if c is not None and (s := _symbol(c)) in known:
                out.append((c, s))
    return tuple(out)


@cache
def _by_trail(trail: int) -> tuple[tuple[str, str], ...]:
    return tuple(item for item in _common() if _byte(item[0], 1) == trail)


@cache
def _by_lead(lead: int) -> tuple[tuple[str, str], ...]:
    return tuple(item for item in _common() if _byte(item[0], 0) == lead)


@cache
def _by_symbol() -> dict[str, tuple[str, ...]]:
    out: dict[str, tuple[str, ...]] = {}
    for c, s in _common():
        out[s] = (*out.get(s, ()), c)
    return out


def _followers(table: Bigrams, symbol: str) -> tuple[tuple[str, str], ...]:
    """The characters that the table names after ``symbol``."""
    return tuple((c, s) for s in table.after.get(symbol, ()) for c in _by_symbol().get(s, ()))


@cache
def _vanishes(lead: int, trail: int) -> bool:
    return lead >= 0x80 and trail >= 0x40 and _decoded(lead, trail) is None


def _decoded(lead: int, trail: int) -> str | None:
    try:
        return bytes((lead, trail)).decode("gbk")
    except UnicodeDecodeError:
        return None


def _symbol(c: str) -> str:
    return symbols(simplified(c))
