"""The year's expected targets (预期目标): where they are set, what leads up to them, by what means they are to be reached."""

from __future__ import annotations

import regex as re

from luoshi.report.paragraphs import Layout, Span
from luoshi.report.passages import ADDRESS, GUIDING, beginning
from luoshi.report.roles import Years, words

_AIM = re.compile(
    r"(?:预期|奋斗|发展|工作|调控|主要|总体|具体|计划|增长)(?:[^。，,；;：:]{0,10}?)(?:目标|指标)|目标(?:任务)?(?:是|为|：|:|初步|建议|确定|安排)|(?:计划|预算)?安排(?:是|为|：|:)|力争实现[：:]"
)
_FIGURE = re.compile(
    r"\d(?:[\d.,]*)\s*(?:%|％|‰|亿|万|个百分点|元|左右|以上|以内)|[一二三四五六七八九]成|百分之"
)
_OUTPUT = re.compile(
    r"(?:国内|国民|地区)?生产总值|工农业总产值|国民收入|社会总产值|GDP|城镇新增就业|居民消费价格|一般公共预算收入|财政(?:总)?收入|固定资产投资|规模以上工业"
)
_IS = re.compile(r"(?:任务)?(?:是|为|：|:)")
_FAR_AHEAD = re.compile(r"五年|到\d{4}年|20[2-5]0年|远景|长远|十[一二三四]?五")
_DIRECTS = re.compile(r"必须|我们[^。，,]{0,6}[要将]|[，。,]要|紧紧?围绕|坚持")
_WITHOUT_FIGURE = re.compile(r"同步|下达|完成国家|完成省")
_BULLET = re.compile(r"——|—|●|--|[一二三四五六七八九]是")
_LIKELY = 5
"""Points that make a passage one of targets."""
_READ, _EARLY, _NEAR = 420, 3500, 300
"""Characters: read behind the word for targets, in which they stand without one, in which their figures stand."""
_LEAD_IN, _COURSE = 60, 95
"""Characters before the targets in their paragraph: so many are none of theirs, so many are requirements."""
_BEHIND = 3
"""Paragraphs behind the targets of which one may say by what means they are to be reached."""
_LOST_BREAKS, _BRIEF = 1500, 80
"""Characters: longer paragraphs have lost their breaks; shorter ones may be items of a list."""


def targets(layout: Layout, lo: int, hi: int, years: Years, least: int = _LIKELY) -> Span | None:
    """The passage of the year's expected targets; None where the report prints none.

    ``least`` are the points that a passage needs: its words, its figures, and what they are of.
    """
    best: tuple[int, int] | None = None
    seen = -1
    for m in _AIM.finditer(layout.text, lo, hi):
        start = beginning(layout, m.start(), lo)
        if start == seen:
            continue
        seen = start
        points = _points(layout, m, lo, hi, years)
        if points >= least and (best is None or points > best[0]):
            best = (points, start)
    found = best[1] if best else _by_figures(layout, lo, hi) if least <= _LIKELY else None
    if found is None:
        return None
    end = _end_of_list(layout, found, hi)
    return _without_lead_in(layout, found, end), end


def _points(layout: Layout, m: re.Match[str], lo: int, hi: int, years: Years) -> int:
    """How much speaks for targets behind a word for them."""
    text, at = layout.text, m.end()
    paragraph_end = min(hi, layout.paragraph(m.start())[1], at + _READ)
    after = min(hi, at + _READ)
    told = text[layout.sentence(m.start()) : at]
    figures = len(_FIGURE.findall(text, at, after))
    points = min(figures, 4) + 2 * bool(_OUTPUT.search(text, at, after))
    points += 2 * ("预期" in m[0]) + ("主要" in text[max(lo, m.start() - 4) : at])
    points += bool(_IS.match(text, at, at + 4) or "：" in text[at : at + 12])
    points += years.speaks_of_work_year(told)
    points -= 3 * bool(_FAR_AHEAD.search(told))
    points -= 2 * (paragraph_end - at < 30 and figures < 2)
    return points


def _without_lead_in(layout: Layout, start: int, end: int) -> int:
    """Where the sentence begins that sets the first target; what leads up to it without a figure is not the targets'."""
    text = layout.text
    for m in _AIM.finditer(text, start, end):
        own = layout.sentence(m.start())
        stop = text.find("。", m.end(), end)
        if _FIGURE.search(text, m.end(), stop if stop >= 0 else end):
            return own if own - start > _LEAD_IN and not _FIGURE.search(text, start, own) else start
    return start


def split_targets(layout: Layout, start: int, whole: Span) -> Span:
    """The targets' own sentence in a paragraph that begins with the requirements; ``whole`` where nothing precedes it."""
    for m in _AIM.finditer(layout.text, start, whole[1]):
        s = layout.sentence(m.start())
        if (
            s - start > 80
            and len(_FIGURE.findall(layout.text, m.end(), min(whole[1], m.end() + 200))) >= 3
            and GUIDING.search(layout.text, start, s)
        ):
            return s, whole[1]
    return whole


def _by_figures(layout: Layout, lo: int, hi: int) -> int | None:
    """Without a word for it: an early paragraph with the output of the economy and several figures."""
    for m in _OUTPUT.finditer(layout.text, lo, min(hi, lo + _EARLY)):
        start = beginning(layout, m.start(), lo)
        if len(_FIGURE.findall(layout.text, m.start(), min(hi, m.start() + _NEAR))) >= 4:
            return start
    return None


def _end_of_list(layout: Layout, start: int, hi: int) -> int:
    """Where the targets end: with their paragraph and the bullets or figures that follow it."""
    text = layout.text
    a, b = layout.paragraph(start)
    end = min(b, hi)
    if b - a > _LOST_BREAKS:  # as long as the sentences hold figures
        starts = layout.sentences(start, end)
        for s, e in zip(starts[1:], [*starts[2:], end], strict=False):
            if not _FIGURE.search(text, s, e) and not _WITHOUT_FIGURE.search(text, s, e):
                return s
        return end
    bare = not _FIGURE.search(text, start, end)
    for c, d in layout.within(end, hi):
        figure = _FIGURE.search(text, c, d) is not None
        if not (_BULLET.match(text, c) or (figure and (bare or d - c < _BRIEF))):
            break
        bare = False
        end = d
    return end


def before_targets(layout: Layout, lo: int, start: int, years: Years) -> Span | None:
    """What sets the year's course before the targets begin at ``start``: in their paragraph, or in one on the work year."""
    begin = max(lo, layout.paragraph(start)[0])
    if start - begin > _COURSE:
        return begin, start
    for a, b in layout.within(lo, start):
        head = layout.text[a : min(b, a + 16)]
        if b - a > _COURSE and years.opens_work_year(head) and _DIRECTS.search(layout.text, a, b):
            return a, min(b, start)
    return None


def means(layout: Layout, lo: int, hi: int) -> Span | None:
    """The paragraph right behind the targets, which end at ``lo``, that says by what means they are to be reached."""
    for a, b in layout.within(lo, hi)[:_BEHIND]:
        leads_in = b - a < _LEAD_IN and hi - b < 3  # “…，要抓好以下工作：” right above the first of them
        if not leads_in and words("opening", "means").match(ADDRESS.sub("", layout.text[a : a + 60])):
            return a, min(b, hi)
    return None
