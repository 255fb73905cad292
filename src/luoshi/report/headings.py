"""Headings (标题、序号): numbered marks and how they chain, unnumbered titles, run-in topic sentences."""

from __future__ import annotations

from typing import Literal

import msgspec
import regex as re

from luoshi.report.paragraphs import Layout

Style = Literal["divided", "comma", "bracket", "ordinal", "title", "topic"]

_DIGITS = "一二三四五六七八九十"
_NUMBER = rf"[{_DIGITS}]{{1,3}}"
_MARK = re.compile(
    rf"第(?P<divided>{_NUMBER})(?:部分|篇|章)[、：:，, \u3000]*"
    rf"|(?P<comma>[{_DIGITS}](?: ?[{_DIGITS}]){{0,2}})\s?(?:、|[．.](?!\d))"
    rf"|[（(](?P<bracket>{_NUMBER})[)）]、?"
    rf"|(?:第(?P<nth>{_NUMBER})[，,、]|(?P<ordinal>{_NUMBER})(?:是|要)|其(?P<other>{_NUMBER})[，,、])"
)
_TOLD = re.compile(r"\d{4}年[^。，,]{0,16}(?:回顾|安排|任务|重点|工作)|过去[一五]年|今后五年")
_BEFORE_MARK = "。！!？?；;：:”’）)…"
_HEADING_END = re.compile(r"[。！!？?\n；;]|(?<=[^A-Za-z0-9])[ \u3000](?=[^A-Za-z0-9]|\d{4}年)|：(?=\n)")
_LONGEST = 60
_CUT = 46


class Mark(msgspec.Struct, frozen=True):
    """A heading: where it stands, its style and number (0 for unnumbered ones), and its words without the last mark."""

    start: int
    end: int
    style: Style
    number: int
    heading: str


def value_of(numeral: str) -> int:
    """一 is 1, 十二 is 12, 二十 is 20."""
    numeral = numeral.replace(" ", "")
    tens, found, ones = numeral.partition("十")
    if not found:
        return _DIGITS.index(numeral[-1]) + 1
    return 10 * (_DIGITS.index(tens) + 1 if tens else 1) + (_DIGITS.index(ones[0]) + 1 if ones else 0)


def heading_at(text: str, start: int, past: int) -> tuple[int, str]:
    """The heading that begins at ``start`` (its number ends at ``past``): its end, and its words."""
    found = _HEADING_END.search(text, past, min(len(text), past + _LONGEST + 1))
    end = found.start() if found else min(len(text), past + _LONGEST)
    if found is None or end - past > _LONGEST - 2:
        commas = [i for i in range(past + 4, min(len(text), past + _CUT)) if text[i] in ",，、"]
        end = commas[-1] if commas else min(len(text), past + _CUT)
    return end, text[start:end].strip()


def numbered(layout: Layout) -> list[Mark]:
    """All numbered marks that may head something: at a paragraph's start, in texts without breaks after a sentence, too."""
    text, out = layout.text, []
    for m in _MARK.finditer(text):
        start, style = m.start(), m.lastgroup or ""
        numeral = m[style]
        style = "ordinal" if style in ("nth", "other") else style
        if not layout.starts_paragraph(start):
            before = text[max(0, start - 3) : start].rstrip(" \u3000")
            glued = before[-1:] in _BEFORE_MARK and before != ""
            a, b = layout.paragraph(start)
            told = style == "comma" and _TOLD.match(text, m.end()) is not None  # “！二、2019年工作安排”
            if (
                not glued
                or (b - a < 900 and layout.broken and not told)
                or (style == "ordinal" and before[-1:] in "；;：:")
            ):
                continue
        past = m.end()
        while past < len(text) and text[past] in " \u3000":  # “二、 2015年工作安排”
            past += 1
        end, heading = heading_at(text, start, past)
        if end > past:
            out.append(Mark(start, end, style, value_of(numeral), heading))  # type: ignore[arg-type]
    return out


def chains(marks: list[Mark], style: str, lo: int, hi: int) -> list[list[Mark]]:
    """The runs 1, 2, 3… of one style between two positions; a number may be lost, a 1 begins anew."""
    out: list[list[Mark]] = []
    for m in marks:
        if m.style != style or not lo <= m.start < hi:
            continue
        if m.number == 1:
            out.append([m])
        elif out and 0 < m.number - out[-1][-1].number <= 2:
            out[-1].append(m)
        elif not out and m.number == 2:
            out.append([m])
    return out


_HAN_YEAR = "[一二][九〇○零][〇○零一二三四五六七八九]{2}"
_TIME = (
    rf"(?:(?:\d{{4}}|{_HAN_YEAR})年(?=全[省市县区州]|政府|经济|主要|重点|和|及|工作|的|发展|目标|任务|总体|奋斗|预期|、)"
    r"|[“\"]十[一二三四]?五[”\"]|过去[一五]年|今后五年|未来五年|本届政府|今年|回[顾眸]\d{4}|展望\d{4})"
)
_WHAT = r"(?:回顾|安排|考虑|打算|任务|重点|要求|目标|部署|思路|工作|建议|情况|设想)"
_GLUED_TITLE = re.compile(
    rf"(?:关于)?{_TIME}[^。，,；;：:！!\n]{{0,40}}?{_WHAT}(?=[ \u3000]*(?:\d{{4}}年|各位代表|[“\"]十|过去|今年|根据|面对|按照|回顾(?:过去|一年|五年|\d{{4}})))"
)
_BEGINS_TITLE = frozenset('关12“"过今未本回展一二')
"""The first characters of what a glued title can begin with."""
_TITLE_LINE = re.compile(r"[^。！!？?；;：:\n]{4,44}")
_BARE_LINE = re.compile(r"(?![（(—\-\d]|各位|同志)[^。！!？?；;：:\n]{3,39}[^。！!？?；;：:，,、》）)\n\d]")
_BARE, _PROSE = 40, 60
_EAGERLY = "(?:切实|努力|进一步|不断|大力|着力|全面|与时俱进)?"
_BETTERS = "(?:加强|推进|改进|建设|打造|提升|提高)"
_GOVERNMENT = "政府(?:建设|自身建设|[^。]{0,8}(?:建设|能力|水平|效能))?"
_TITLE_WORDS = re.compile(
    rf"(?:{_TIME})[^。；;：:\n]*(?:{_WHAT})|^回[顾眸]\d{{4}}年?|^展望\d{{4}}年?|^(?:本届政府|过去[一五]年|一年来)[^。]{{0,10}}(?:回顾|情况)"
    r"|^(?:今后|未来)五年[^。]{0,20}(?:目标|任务|思路)|^[^。]{0,8}加强政府自身建设$|自身建设$|民生实事$"
    rf"|^{_EAGERLY}{_BETTERS}(?![^。]{{0,16}}[，,])[^。]{{0,12}}{_GOVERNMENT}$"
)


def titles(layout: Layout) -> list[Mark]:
    """Unnumbered titles of main parts: lines that say a time and what is told of it; glued ones in texts without breaks."""
    text, out = layout.text, []
    for a, b in layout.paragraphs:
        line = text[a:b].rstrip()
        if (
            4 <= len(line) <= 44
            and _TITLE_LINE.fullmatch(line)
            and _TITLE_WORDS.search(line)
            and "报告" not in line
        ):
            if not line.startswith(("——", "—", "（", "(")) and not _MARK.match(line):
                out.append(Mark(a, a + len(line), "title", 0, line))
        else:
            for s in layout.sentences(a, b):
                if text[s] in _BEGINS_TITLE and (found := _GLUED_TITLE.match(text, s)):
                    out.append(Mark(s, found.end(), "title", 0, found[0]))
    return out


def bare_titles(layout: Layout, lo: int, hi: int) -> list[Mark]:
    """Lines that can only be titles of main parts though they name no time: short, without a stop, text above and below."""
    text = layout.text
    out: list[Mark] = []
    if not layout.lined:
        return out
    spans = layout.within(lo, hi)
    for i, (a, b) in enumerate(spans[:-1]):
        line = text[a:b].rstrip()
        c, d = spans[i + 1]
        above = text[max(0, a - 4) : a].rstrip()[-1:]
        if (
            len(line) <= _BARE
            and d - c > _PROSE
            and above in _BEFORE_MARK
            and _BARE_LINE.fullmatch(line)
            and not _MARK.match(line)
        ):
            out.append(Mark(a, a + len(line), "title", 0, line))
    return out
