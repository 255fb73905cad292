"""Passages that play a role inside a bigger part (功能段落): problems, requirements, targets, pledges, the closing words."""

from __future__ import annotations

import regex as re

from luoshi.report.paragraphs import Layout, Span
from luoshi.report.roles import Years, words

_ADMITS = re.compile(
    r"清醒[^。，,]{0,8}?(?:认识|看|意识)到|(?:认识|看|意识)到[^。]{0,40}?(?:存在|面临|有|困难|问题|不足|差距|挑战)"
    r"|(?:存在|面临)[^。]{0,24}?(?:困难|问题|矛盾|不足|差距|短板|弱项|挑战|风险)|(?:困难|问题|不足|差距|短板)[^。]{0,12}?(?:是|有|：|:|表现)|问题说透"
)
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
_AIM = re.compile(
    r"(?:预期|奋斗|发展|工作|调控|主要|总体|具体|计划|增长)(?:[^。，,；;：:]{0,10}?)(?:目标|指标)|目标(?:任务)?(?:是|为|：|:|初步|建议|确定|安排)|(?:计划|预算)?安排(?:是|为|：|:)|力争实现[：:]"
)
_FIGURE = re.compile(
    r"\d(?:[\d.,]*)\s*(?:%|％|‰|亿|万|个百分点|元|左右|以上|以内)|[一二三四五六七八九]成|百分之"
)
_OUTPUT = re.compile(
    r"(?:国内|国民|地区)?生产总值|工农业总产值|国民收入|社会总产值|GDP|城镇新增就业|居民消费价格|一般公共预算收入|财政(?:总)?收入|固定资产投资|规模以上工业"
)
_GUIDING = re.compile(
    r"(?:总体|总的|基本|工作)(?:要求|思路|部署|把握|考虑)|指导思想|总要求|以[^。]{0,40}(?:思想|理论|重要思想|发展观|精神)[^。]{0,16}?为指导|高举[^。]{0,30}旗帜"
)
_PLEDGED = re.compile(
    r"(?:民生|惠民|为民|利民|便民)[^。，,；;！!]{0,6}实事|为民[^。，,]{0,6}办[^。，,]{0,10}(?:实|好)事|(?:办好|抓好|完成|实施|办)[^。，,]{0,12}[\d一二三四五六七八九十]+[件项类个][^。，,]{0,8}(?:实事|民生工程)|热点民生|实事[：:]"
)
_DONE = re.compile(
    r"(?:全面|全部|圆满|如期|均已|顺利|提前|高质量|超额)[^。，,]{0,6}完成|已[^。，,]{0,6}完成|全部(?:办结|兑现|落实)|完成率|去年|上年|过去"
)
_ITEM = re.compile(
    r"[一二三四五六七八九十]{1,2}是|第[一二三四五六七八九十]|(?<![\d.])\d{1,2}[.、．]|[（(]\d{1,2}[)）]|[；;]|[①-⑳]"
)
_FAREWELL = re.compile(
    r"(?:各位代表|同志们|朋友们|各位委员)[、，,！!：:；;]|让我们|团结起来|(?:新的|伟大的?)(?:时代|征程|一年)"
)
_ATTACHED = re.compile(
    r"(?m)^[ \t\u3000\[【（(—\-※*]{0,4}(?:附\s*件|附\s*录|附\s*[：:]|附\s*[一二三四\d]*\s*$"
    r"|[^\n。，,]{0,20}名\s*词\s*(?:解|注|说)[^\n。]{0,6}$|注\s*释\s*[：:]?$"
    r"|\d{4}年[^\n。，,]{0,24}(?:实事|项目|清单|目标)(?:项目|表|清单|工作目标)?\s*$)"
)


_SOLVES = re.compile(r"解决|破解|面对|克服|整改|针对|直面|化解")
_ONE_OF_THEM = re.compile(
    r"[一二三四五六七八九十]{1,2}是|[（(][一二三四五六七八九十\d][)）]|第[一二三四五六]|\d[.、]|——|其[一二三四]"
)
ADDRESS = re.compile(r"^(?:各位(?:代表|委员)|同志们)[！!，,：:；;\s]*")
"""What a paragraph may begin with before it says anything."""
_ADMITTED, _LIKELY = 4, 5
"""Points that make a passage one of problems, of targets."""


def _score(text: str, lo: int, hi: int, signs: tuple[tuple[re.Pattern[str], int], ...]) -> int:
    return sum(worth for pattern, worth in signs if pattern.search(text, lo, hi))


def _opening(layout: Layout, position: int, lo: int) -> int:
    """Where the passage around ``position`` begins, not before ``lo`` (a heading may share its paragraph)."""
    start = layout.opening(position)
    return start if start >= lo else max(lo, layout.sentence(position))


def problems(layout: Layout, lo: int, hi: int) -> Span | None:
    """The passage that admits what is wrong; None where there is none. Looked for between ``lo`` and ``hi``."""
    best: tuple[int, int] | None = None
    for m in _ADMITS.finditer(layout.text, lo, hi):
        s = layout.sentence(m.start())
        start = _opening(layout, m.start(), lo)
        points = _score(layout.text, s, min(hi, m.end() + 150), _SIGNS)
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


def targets(layout: Layout, lo: int, hi: int, years: Years, least: int = _LIKELY) -> Span | None:
    """The paragraph of the year's expected targets; None where the report prints none.

    ``least`` are the points that a passage needs: its words, its figures, and what they are of.
    """
    text = layout.text
    best: tuple[int, int] | None = None
    seen = -1
    for m in _AIM.finditer(text, lo, hi):
        start = _opening(layout, m.start(), lo)
        if start == seen:
            continue
        seen = start
        b = min(hi, layout.paragraph(m.start())[1], m.end() + 420)
        after = min(hi, m.end() + 420)
        figures = len(_FIGURE.findall(text, m.end(), after))
        points = min(figures, 4) + 2 * bool(_OUTPUT.search(text, m.end(), after))
        points += 2 * ("预期" in m[0]) + ("主要" in text[max(lo, m.start() - 4) : m.end()])
        points += bool(
            re.match(r"(?:任务)?(?:是|为|：|:)", text[m.end() : m.end() + 4])
            or "：" in text[m.end() : m.end() + 12]
        )
        points += bool(years.speaks_of_work_year(text[layout.sentence(m.start()) : m.end()]))
        points -= 3 * bool(
            re.search(
                r"五年|到\d{4}年|20[2-5]0年|远景|长远|十[一二三四]?五",
                text[layout.sentence(m.start()) : m.end()],
            )
        )
        points -= 2 * (b - m.end() < 30 and figures < 2)
        if points >= least and (best is None or points > best[0]):
            best = (points, start)
    if best is None and least <= _LIKELY:
        best = _by_figures(layout, lo, hi)
    if best is None:
        return None
    return best[1], _end_of_list(layout, best[1], hi)


def split_targets(layout: Layout, start: int, whole: Span) -> Span:
    """The targets' own sentence in a paragraph that begins with the requirements; ``whole`` where nothing precedes it."""
    for m in _AIM.finditer(layout.text, start, whole[1]):
        s = layout.sentence(m.start())
        if (
            s - start > 80
            and len(_FIGURE.findall(layout.text, m.end(), min(whole[1], m.end() + 200))) >= 3
            and _GUIDING.search(layout.text, start, s)
        ):
            return s, whole[1]
    return whole


def _by_figures(layout: Layout, lo: int, hi: int) -> tuple[int, int] | None:
    """Without a word for it: an early paragraph with the output of the economy and several figures."""
    for m in _OUTPUT.finditer(layout.text, lo, min(hi, lo + 3500)):
        start = _opening(layout, m.start(), lo)
        if len(_FIGURE.findall(layout.text, m.start(), min(hi, m.start() + 300))) >= 4:
            return 0, start
    return None


def _end_of_list(layout: Layout, start: int, hi: int) -> int:
    """Where the targets end: with their paragraph and the bullets or figures that follow it."""
    text = layout.text
    a, b = layout.paragraph(start)
    if b - a > 1500:  # breaks are lost: as long as the sentences hold figures
        end = start
        for s, e in zip(
            layout.sentences(start, min(b, hi)),
            [*layout.sentences(start, min(b, hi))[1:], min(b, hi)],
            strict=True,
        ):
            if (
                end > start
                and not _FIGURE.search(text, s, e)
                and not re.search(r"同步|下达|完成国家|完成省", text[s:e])
            ):
                break
            end = e
        return end
    end = min(b, hi)
    bare = not _FIGURE.search(text, start, end)
    for c, d in layout.within(end, hi):
        line = text[c:d]
        if not (
            line.startswith(("——", "—", "●", "--"))
            or re.match(r"[一二三四五六七八九]是", line)
            or (bare and _FIGURE.search(line))
            or (len(line) < 80 and len(_FIGURE.findall(line)) >= 1)
        ):
            break
        bare = False
        end = d
    return end


def requirements(layout: Layout, lo: int, hi: int) -> Span | None:
    """The paragraph of general requirements for the year: the first that speaks of them between ``lo`` and ``hi``."""
    m = _GUIDING.search(layout.text, lo, hi)
    if m is None:
        return None
    start = layout.opening(m.start())
    if start < lo:  # the heading shares its paragraph: what follows it is the passage
        start = lo + len(layout.text[lo : m.start()]) - len(layout.text[lo : m.start()].lstrip())
    return start, min(layout.paragraph(m.start())[1], hi)


def pledges(layout: Layout, lo: int, hi: int) -> Span | None:
    """The passage that lists the year's livelihood pledges; a mention without its items is none."""
    text = layout.text
    best: tuple[int, Span] | None = None
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
            if not re.match(
                r"\s*(?:[（(]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[)）.、．是]|第[一二三四五六七八九十]|[①-⑳]|——)",
                text[c : c + 8],
            ):
                break
            listed, end = listed + 1, d
        items = len(_ITEM.findall(text, m.end(), end)) + listed
        counted = "：" in text[m.end() : m.end() + 24] or ":" in text[m.end() : m.end() + 24]
        if items + counted >= 3 and (best is None or items > best[0]):
            best = (items, (start, end))
    return best[1] if best else None


def _labelled(layout: Layout, sentence: int, lo: int) -> int:
    """A short label sentence before the one that speaks of pledges belongs to it (“抓实热点民生。”)."""
    before = layout.sentence(max(lo, sentence - 2))
    short = lo < before < sentence and sentence - before <= 24
    return before if short and re.search(r"民生|实事|惠民|为民", layout.text[before:sentence]) else sentence


def attachments(text: str) -> int:
    """Where the text after the report begins: appendices, glossary; the text's length where there is none."""
    m = _ATTACHED.search(text, int(len(text) * 0.55))
    return int(m.start()) if m else len(text)


def closing(layout: Layout, lo: int, hi: int) -> int | None:
    """Where the peroration begins between ``lo`` and ``hi`` (the end of the body); None where it has none of its own."""
    text = layout.text
    tail = max(lo, hi - 1100)
    heads = [s for s in layout.sentences(tail, hi) if _FAREWELL.match(text, s)]
    breaks = [s for s in heads if layout.starts_paragraph(s)]
    for s in reversed(breaks or heads):
        if not text.startswith(("让我们", "团结起来"), s) and hi - s > 24:
            return s
    last = [(a, b) for a, b in layout.within(tail, hi) if b - a > 40]
    if (
        last
        and re.search(r"让我们|奋斗|努力|前进|贡献", text[last[-1][0] : last[-1][1]])
        and layout.broken
        and last[-1][1] - last[-1][0] < 700
        and re.search(r"让我们|团结|奋勇|为[^。]{4,60}(?:奋斗|努力)", text[last[-1][0] : last[-1][1]])
    ):
        return last[-1][0]
    return None


def looks_back(text: str, lo: int, hi: int) -> str | None:
    """``term`` or ``year`` where a paragraph opens by looking back over five years or one; None else."""
    head = ADDRESS.sub("", text[lo : min(hi, lo + 40)])
    if words("opening", "term").match(head):
        return "term"
    if words("opening", "year").match(head):
        return "year"
    return None
