"""Automatic numbers of Word paragraphs (自动编号): 一、（一）1. as the numbering part defines them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import regex

if TYPE_CHECKING:
    from lxml.etree import _Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DIGITS = "零一二三四五六七八九"
_CHINESE = frozenset(
    [
        "chineseCounting",
        "chineseCountingThousand",
        "chineseLegalSimplified",
        "ideographDigital",
        "ideographTraditional",
        "japaneseCounting",
        "japaneseDigitalTenThousand",
        "taiwaneseCounting",
        "taiwaneseCountingThousand",
        "koreanCounting",
    ]
)
_PLACE = regex.compile(r"%([1-9])")
_LEVELS = 9


class _Level:
    """One level of a list: how it counts, from where, and the text around the number."""

    def __init__(self, element: _Element) -> None:
        self.format = _value(element, "numFmt") or "decimal"
        self.text = _value(element, "lvlText") or ""
        start = _value(element, "start") or "1"
        self.start = int(start) if start.isdigit() else 1


class Numbering:
    """The lists of a document; :meth:`label` counts on with every numbered paragraph, so ask in body order."""

    def __init__(self, numbering: _Element | None, styles: _Element | None) -> None:
        self._levels: dict[str, dict[int, _Level]] = {}
        self._counts: dict[str, list[int | None]] = {}
        self._shared: dict[str, str] = {}
        self._styles: dict[str, tuple[str, int]] = {}
        if numbering is not None:
            self._read(numbering)
        if styles is not None:
            for style in styles.iter(f"{W}style"):
                found = _reference(style.find(f"{W}pPr"))
                if found:
                    self._styles[style.get(f"{W}styleId", "")] = found

    def _read(self, numbering: _Element) -> None:
        abstract = {}
        for a in numbering.iter(f"{W}abstractNum"):
            levels = {}
            for level in a.iterchildren(f"{W}lvl"):
                index = level.get(f"{W}ilvl", "")
                if index.isdigit() and int(index) < _LEVELS:
                    levels[int(index)] = _Level(level)
            abstract[a.get(f"{W}abstractNumId", "")] = levels
        for num in numbering.iterchildren(f"{W}num"):
            number = num.get(f"{W}numId", "")
            base = _value(num, "abstractNumId") or ""
            self._levels[number] = abstract.get(base, {})
            # Lists made from one definition count on together, unless one of them restarts.
            self._shared[number] = number if num.find(f"{W}lvlOverride") is not None else f"a{base}"

    def label(self, paragraph: _Element) -> str:
        """The number printed before a paragraph, 「一、」; empty for none and for bullets."""
        properties = paragraph.find(f"{W}pPr")
        found = _reference(properties)
        if found is None and properties is not None:
            found = self._styles.get(_value(properties, "pStyle") or "")
        if found is None or found[0] == "0" or found[0] not in self._levels:
            return ""
        number, depth = found
        levels = self._levels[number]
        level = levels.get(depth)
        if level is None:
            return ""
        counts = self._counts.setdefault(self._shared[number], [None] * _LEVELS)
        before = counts[depth]
        counts[depth] = level.start if before is None else before + 1
        counts[depth + 1 :] = [None] * (_LEVELS - depth - 1)
        if level.format in ("bullet", "none"):
            return ""

        def number_at(m: regex.Match[str]) -> str:
            i = int(m[1]) - 1
            shown = levels.get(i)
            count = counts[i]
            if shown is None:
                return ""
            return _shown(shown.start if count is None else count, shown.format)

        return str(_PLACE.sub(number_at, level.text))


def _reference(properties: _Element | None) -> tuple[str, int] | None:
    """(list, level) of a paragraph's or style's properties."""
    numbers = properties.find(f"{W}numPr") if properties is not None else None
    if numbers is None:
        return None
    depth = _value(numbers, "ilvl") or "0"
    number = _value(numbers, "numId")
    if number is None or not depth.isdigit() or int(depth) >= _LEVELS:
        return None
    return number, int(depth)


def _value(element: _Element, name: str) -> str | None:
    child = element.find(f"{W}{name}")
    return child.get(f"{W}val") if child is not None else None


def _shown(n: int, form: str) -> str:
    if form in _CHINESE:
        return _chinese(n)
    if form == "decimalZero":
        return f"{n:02d}"
    if form in ("decimalEnclosedCircle", "decimalEnclosedCircleChinese") and 1 <= n <= 20:
        return chr(0x2460 + n - 1)
    if form in ("upperLetter", "lowerLetter") and 1 <= n <= 26:
        return chr((65 if form == "upperLetter" else 97) + n - 1)
    return str(n)


def _chinese(n: int) -> str:
    if n < 10:
        return _DIGITS[n]
    if n < 100:
        tens, ones = divmod(n, 10)
        return ("" if tens == 1 else _DIGITS[tens]) + "十" + (_DIGITS[ones] if ones else "")
    return str(n)
