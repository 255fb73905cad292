"""Passages that play a role inside a bigger part (功能段落): problems, requirements, pledges, looks back."""

from __future__ import annotations

import regex as re

from luoshi.report.paragraphs import Layout, Span
from luoshi.report.roles import words

_WRONG = r"(?:困难|问题|矛盾|不足|差距|短板|弱项|挑战|风险)"
_ADMITS = re.compile(
    r"清醒[^。，,]{0,8}?(?:认识|看|意识)到?|(?:认识|看|意识)到[^。]{0,40}?(?:存在|面临|有|困难|问题|不足|差距|挑战)"
    rf"|(?:存在|面临|面对)[^。]{{0,24}}?{_WRONG}|还?有(?:着)?(?:不少|许多|一些|诸多|很多|较多)[^。，,]{{0,14}}?{_WRONG}"
    rf"|(?:困难|问题|不足|差距|短板)[^。]{{0,12}}?(?:是|有|：|:|表现)|问题说透|{_WRONG}[^。，,]{{0,8}}不(?:能|容)(?:忽视|回避)"
)
_LISTED = re.compile(
    rf"{_WRONG}[^。，,：:]{{0,14}}(?:[：:]|。(?=一是)|[。，,]?主要(?:是|有|表现|体现|集中)|。突出的(?:问题)?是)"
)
"""Behind what admits problems: the list of them begins."""
_SIGNS = (
    (re.compile(r"清醒"), 3),
    (re.compile(r"(?:认识|看|意识|感)到"), 1),
    (re.compile(r"(?:也|还|仍然?|依然|尚|同时)[^。]{0,16}?(?:存在|面临|有)"), 1),
    (re.compile(r"困难|问题|不足|差距|短板|弱项|薄弱"), 1),
    (
        re.compile(
            r"主要(?:表现|是|有|：|:|体现)|突出(?:表现|问题)|如[，,：:]|一是|不(?:够|高|强|足|快|优|平衡|充分|合理|大|多)"
        ),
        2,
    ),
    (re.compile(r"肯定成绩|总结成绩|看到成绩|差距|工作中的"), 1),
)
GUIDING = re.compile(
    r"(?:总体|总的|基本|工作)(?:要求|思路|部署|把握|考虑)|指导思想|总要求|以[^。]{0,40}(?:思想|理论|重要思想|发展观|精神)[^。]{0,16}?为指导|高举[^。]{0,30}旗帜"
)
_NAMED_GUIDING = re.compile(r"(?:总体|总的|工作)要求(?:是|：|:)|指导思想(?:是|：|:)|总要求")
_PLEDGED = re.compile(
    r"(?:民生|惠民|为民|利民|便民)[^。，,；;！!]{0,6}实事|为民[^。，,]{0,6}办[^。，,]{0,10}(?:实|好)事|(?:办好|抓好|完成|实施|办)[^。，,]{0,12}[\d一二三四五六七八九十]+[件项类个][^。，,]{0,8}(?:实事|民生工程)|热点民生|实事[：:]"
)
_DONE = re.compile(
    r"(?:全面|全部|圆满|如期|均已|顺利|提前|高质量|超额)[^。，,]{0,6}完成|已[^。，,]{0,6}完成|全部(?:办结|兑现|落实)|完成率|去年|上年|过去"
)
_ITEM = re.compile(
    r"[一二三四五六七八九十]{1,2}是|第[一二三四五六七八九十]|(?<![\d.])\d{1,2}[.、．]|[（(]\d{1,2}[)）]|[；;]|[①-⑳]"
)
_NAMED_ALL = re.compile(
    r"、[^、。；;]{2,40}等[一二三四五六七八九十\d]{1,3}(?:个?方面|[件项])的?(?:民生|实事|为民)"
)
_COUNT = re.compile(r"(?:[一二三四五六七八九十]{1,3}|\d{1,3})(?:件|项|个方面|大类|大)")
_LONGEST_ITEM = 150
"""Characters; the mean length of listed items that are believed without a count."""
_ENOUGH = 3
"""Items that make a list."""
_LISTED_LINE = re.compile(
    r"\s*(?:[（(]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[)）.、．是]|第[一二三四五六七八九十]|[①-⑳]|——)"
)
_OF_PLEDGES = re.compile(r"民生|实事|惠民|为民")
_SOLVES = re.compile(r"解决|破解|面对|克服|整改|针对|直面|化解")
_ONE_OF_THEM = re.compile(
    r"[一二三四五六七八九十]{1,2}是|[（(][一二三四五六七八九十\d][)）]|第[一二三四五六]|\d[.、]|——|其[一二三四]"
)
ADDRESS = re.compile(r"^(?:各位(?:代表|委员)|同志们)[！!，,：:；;\s]*")
"""What a paragraph may begin with before it says anything."""
_ADMITTED = 4
"""Points that make a passage one of problems."""


def _score(text: str, lo: int, hi: int, signs: tuple[tuple[re.Pattern[str], int], ...]) -> int:
    return sum(worth for pattern, worth in signs if pattern.search(text, lo, hi))


def beginning(layout: Layout, position: int, lo: int) -> int:
    """Where the passage around ``position`` begins, not before ``lo`` (a heading may share its paragraph)."""
    start = layout.opening(position)
    return start if start >= lo else max(lo, layout.sentence(position))


def problems(layout: Layout, lo: int, hi: int) -> Span | None:
    """The passage that admits what is wrong; None where there is none. Looked for between ``lo`` and ``hi``."""
    best: tuple[int, int] | None = None
    for m in _ADMITS.finditer(layout.text, lo, hi):
        s = layout.sentence(m.start())
        start = beginning(layout, m.start(), lo)
        points = _score(layout.text, s, min(hi, m.end() + 150), _SIGNS)
        points += 2 * (_LISTED.search(layout.text, m.start(), min(hi, m.end() + 40)) is not None)
        points -= _SOLVES.search(layout.text, s, m.end()) is not None
        # Of equals the last counts: the review may admit things on its way.
        if points >= _ADMITTED and (
            best is None or points > best[0] or (points == best[0] and start > best[1] + 400)
        ):
            best = (points, start)
    if best is None:
        return None
    start = best[1]
    end = min(layout.paragraph(start)[1], hi)
    for c, d in layout.within(end, hi):  # 一是…, 二是… on lines of their own
        if c - end > 2 or not _ONE_OF_THEM.match(layout.text, c, c + 6):
            break
        end = d
    return start, end


def requirements(layout: Layout, lo: int, hi: int, *, named: bool = False) -> Span | None:
    """The paragraph of general requirements for the year: the first that speaks of them between ``lo`` and ``hi``.

    ``named``: only one that calls them so, for places where they are not expected.
    """
    m = _NAMED_GUIDING.search(layout.text, lo, hi) or (None if named else GUIDING.search(layout.text, lo, hi))
    if m is None:
        return None
    start = layout.opening(m.start())
    if start < lo:  # the heading shares its paragraph: what follows it is the passage
        start = lo + len(layout.text[lo : m.start()]) - len(layout.text[lo : m.start()].lstrip())
    return start, min(layout.paragraph(m.start())[1], hi)


def pledges(layout: Layout, lo: int, hi: int) -> Span | None:
    """The passage that lists the year's livelihood pledges; a mention without its items is none."""
    text = layout.text
    best: tuple[tuple[bool, int], Span] | None = None
    for m in _PLEDGED.finditer(text, lo, hi):
        a, b = layout.paragraph(m.start())
        s = layout.sentence(m.start())
        if _DONE.search(text, s, min(hi, m.end() + 12)):
            continue
        lost = b - a > 1350
        start = a if m.start() - a < 60 and a >= lo else max(lo, _labelled(layout, s, lo))
        end = min(hi, start + 1200) if lost else min(hi, b)
        following = layout.within(b, hi) if not lost else ()
        listed = 0
        for c, d in following:
            if not _LISTED_LINE.match(text, c, c + 8):
                break
            listed, end = listed + 1, d
        items = len(_ITEM.findall(text, m.end(), end)) + listed
        counted = "：" in text[m.end() : m.end() + 24] or ":" in text[m.end() : m.end() + 24]
        chapters = listed and end - b > _LONGEST_ITEM * listed and not counted
        if chapters and not _COUNT.search(text, s, min(b, m.end() + 24)):
            continue  # the sub-parts of a chapter that only speaks of 实事 are no items
        items += _ENOUGH * (_NAMED_ALL.search(text, m.end(), end) is not None)
        rank = ("事" in m[0], items)  # “为民办好十件实事” before “继续实施民生工程”
        if items + counted >= _ENOUGH and (best is None or rank > best[0]):
            best = (rank, (start, end))
    return best[1] if best else None


def _labelled(layout: Layout, sentence: int, lo: int) -> int:
    """A short label sentence before the one that speaks of pledges belongs to it (“抓实热点民生。”)."""
    before = layout.sentence(max(lo, sentence - 2))
    short = lo < before < sentence and sentence - before <= 24
    return before if short and _OF_PLEDGES.search(layout.text, before, sentence) else sentence


def looks_back(text: str, lo: int, hi: int) -> str | None:
    """``term`` or ``year`` where a paragraph opens by looking back over five years or one; None else."""
    head = ADDRESS.sub("", text[lo : min(hi, lo + 60)])
    if words("opening", "term").match(head):
        return "term"
    if words("opening", "year").match(head):
        return "year"
    return None
