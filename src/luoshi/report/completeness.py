"""Whether a text is the whole report (完整性): whole, abridged (摘要、新闻稿), truncated (截断), excerpt (节选)."""

from __future__ import annotations

from collections.abc import Sequence

import regex as re

from luoshi.report.lead import asides
from luoshi.report.paragraphs import line_starts
from luoshi.report.report import Completeness, Header, Section
from luoshi.text.source import SourceText

# What editors write at a text's head or foot.
_ABRIDGED = re.compile(r"有(?:所)?删[减节改]|[（(\s]摘要[）)]?|摘编|摘登|[（(]要点[）)]|解读稿|图解")
_EXCERPT = re.compile(r"节选|节录|摘录|[（(]选登[）)]|(?:本书|此处|以下|后文)从?略|选自")
# News tells of the report in the third person.
_THIRD_PERSON = re.compile(
    r"(?:《报告》|《政府工作报告》|(?<![我本一])报告)(?:还|又|同时|在[\p{Han}]{2,10}时)?(?:指出|提出|说|强调|认为|要求|明确|显示|总结|回顾)"
)
_FIRST_PERSON = re.compile(r"我(?:代表|受)|各位(?:代表|委员)|我向大会|本届政府")
_TOLD = re.compile(r"[作做]了?的?《?政府工作报告|政府工作报告》?(?:系统)?(?:总结|分为|共分|提出|指出)")

# Where the body ends and what is attached begins: a short line that says so, a list of notes, a note glued to the end.
_NOTES = "名\\s*词|词语|注\\s*释|缩略语|用语|术语"
_ATTACHED = r"附\s*(?:件|注|页|录|表)?\s*[一二三四五\d]*\s*(?:[：:]|$)|资料[：:]|[^\n。]{0,16}民生实事(?:项目|清单|工作目标|事项)*\s*$|[^\n。]{0,12}修改(?:情况|说明|\d+处)|[（(]?注[：:]"
_APPENDIX = re.compile(
    rf"[ \t\u3000\[【（(—\-]{{0,6}}(?:{_ATTACHED}|[^\n。]{{0,24}}(?:{_NOTES})[^\n。]{{0,16}}$|[\[［]\^?1[\]］])",
    re.M,
)
_GLUED_APPENDIX = re.compile(r"(?<=[！。])\s*附件\s*(?:\d|一|[：:]|《?政府工作报告|$)", re.M)
# A report ends by calling on all to strive: its last sentences hold one of these words.
_CALL = re.compile(
    r"让我们|谢谢|奋斗|前进|挺进|迈进|努力|贡献|新局面|新篇章|新辉煌|辉煌|胜利|明天|春天|美好未来|答卷|篇章|华章|乐章|画卷|召开|生日|献礼|周年|信心|康庄大道|大步向前|前景|光辉|成绩|向前发展|永远"
)
_ADDRESS = re.compile(
    r"各位代表[！!，,：:]|同志们[！!，,]|让我们|(?:只要|我们|就|也)[^。！]{0,30}一定(?:能|会)"
)
_PLANS = re.compile(
    r"(?:今|明|新的一)年(?:的)?[\p{Han}]{0,6}(?:工作|任务|目标|总体要求|要求|安排|重点)|(?:今后|未来)[一二三四五几]+年|预期目标|总体要求|工作安排|主要任务|奋斗目标"
)
_FEW = 5
"""So many times a summary may still quote the first person."""
_SENTENCE_END = "。！!？?”’》）)】]…"
_NEAR_END, _LAST_PART = 160, 900
"""How far before the end of the body the call stands, and the address that opens the closing part."""
_TRIED = 40
"""So many beginnings of attachments are looked at; a list of notes has one a line."""
_SHORT = 4500
"""Below this a modern report of any level is a shortened copy; those before 1978 were short by themselves."""


def judge(source: SourceText, sections: Sequence[Section], header: Header) -> Completeness:
    """How much of the report ``source`` holds (完整性), judged by its text; the file's name has no say.

    An editor's word at head or foot (节选, 有删减, 摘要) goes first; a text that tells of the report in the third person is
    abridged; one that lacks its closing words or breaks off is truncated; one that begins in the middle is an excerpt.
    """
    text = source.text.strip()
    edges = "\n".join((*asides(source.raw), text[:400], text[-160:]))
    if _EXCERPT.search(edges):
        return "excerpt"
    if _ABRIDGED.search(edges) or _is_told(text):
        return "abridged"
    bodies = [text[:end].rstrip() for end in _body_ends(text, sections, source.text)]
    body = next((b for b in bodies if _is_closed(b)), bodies[0])
    modern = header.work_year is None or header.work_year >= 1979
    if _starts_inside(body, header):
        return "excerpt"
    plans = any(s.role in ("tasks", "targets", "plan_term") for s in sections) or bool(
        _PLANS.search(body, len(body) // 4)
    )
    if not _is_closed(body) or (modern and not plans and len(body) < 1.5 * _SHORT):
        return "truncated"
    if modern and len(body) < _SHORT:
        return "abridged"
    return "whole"


def _is_told(text: str) -> bool:
    """Whether the text tells of the report instead of being it (新闻稿)."""
    first = len(_FIRST_PERSON.findall(text))
    if first > _FEW:
        return False
    third = len(_THIRD_PERSON.findall(text))
    return (third >= 2 and third > first) or (first == 0 and _TOLD.search(text, 0, 1500) is not None)


def _body_ends(text: str, sections: Sequence[Section], whole: str) -> list[int]:
    """Where glossary, lists and other attachments may begin, in order, and the end.

    A line about 民生实事 may head an attached list as well as a part of the report, so that each place is tried.
    """
    ends = {s.start for s in sections if s.role == "glossary" and s.depth == 1 and s.start > len(whole) // 2}
    half = len(text) // 2
    ends.update(at for at in line_starts(text, half) if _APPENDIX.match(text, at))
    if text.find("附件", half) >= 0:
        ends.update(int(m.start()) for m in _GLUED_APPENDIX.finditer(text, half))
    return [*sorted(ends)[:_TRIED], len(text)]


def _is_closed(body: str) -> bool:
    """Whether the body comes to its peroration (结束语): an address, a call at the very end, and a whole sentence.

    Many a paragraph of the account ends like a peroration, but without 各位代表 or 让我们 shortly before, or a ！.
    """
    if note := _NOTE_AT_END.search(body, max(0, body.rfind("\n"))):
        body = body[: note.start()]
    call = list(_CALL.finditer(body, max(len(body) // 3, len(body) - _NEAR_END)))
    last = body.rpartition("\n")[2]
    # A last line may be a signature or a source; a peroration may have lost its last mark.
    ended = body[-1:] in _SENTENCE_END or len(last) < 40 or bool(call and len(body) - call[-1].end() < 3)
    opened = _ADDRESS.search(body, max(len(body) // 3, len(body) - _LAST_PART)) is not None
    exclaimed = body.rstrip("”）)")[-1:] in ("！", "!")
    reasons = (bool(call), opened, exclaimed)
    return ended and (sum(reasons) >= 2 or _FINAL.search(body, max(0, len(body) - 200)) is not None)


_NOTE_AT_END = re.compile(r"\n\s*[（(][^\n]*[）)]\s*$")
_FINAL = re.compile(
    r"(?:奋斗|前进|贡献|召开|新局面|新篇章|胜利|献礼|必胜的信心)[。！!]?\s*(?:[（(][^）)]{2,40}[）)]\s*)*$"
)
_NUMBERED = re.compile(
    r"(?m)^[ \t\u3000]{0,8}(?:[（(]?([一二三四五六七八九十])[)）、]|第([一二三四五六])部分)"
)


def _starts_inside(body: str, header: Header) -> bool:
    """Whether a text without any head begins with a later part (二、…)."""
    if header.meeting or header.speaker or _FIRST_PERSON.search(body, 0, 1500):
        return False
    first = _NUMBERED.search(body)
    return first is not None and (first[1] or first[2]) != "一"
