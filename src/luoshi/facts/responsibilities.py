"""Responsibilities (责任分工): who answers for which item, as brackets, lines and tables of a report say it.

“（牵头单位：市住建局）”, “责任单位：教育局、民政局” on a line of its own, “（国务院各部门分别负责，年内持续推进）”. The report's text rarely
has them: mostly lists of pledges and the division of work that is printed with it.
"""

from __future__ import annotations

import regex

from luoshi.facts.ids import Ids
from luoshi.facts.shapes import Responsibility
from luoshi.report.report import Report

_ROLE = (
    r"(?:牵头(?:责任|负责|主办)?(?:单位|部门|领导|处室|人)?|主?(?:要)?责任(?:单位|部门|领导|主体|科室|人)|主办(?:单位|部门)?|承办(?:单位|部门)"
    r"|(?:主要)?(?:配合|协办|协同|参与|参加|协助)(?:单位|部门)?|(?:实施|建设|落实|分管|包联|督办|完成)(?:单位|部门|领导|主体|责任人)|(?:第一)?责任人|负责单位)"
)
_LABELLED = regex.compile(
    rf"(?P<role>{_ROLE})\s*[：:]\s*(?P<who>(?:[^（(）)：:。；;\n]|[（(][^（()）\n]*[)）]){{2,160}}?)(?=[；;，,、\s]*{_ROLE}\s*[：:]|[。；;\n]|\Z)"
)
_BRACKET = regex.compile(
    rf"[（(\[【](?=[^（()）\n]{{0,6}}{_ROLE}\s*[：:])[^（()）\n]*(?:[（(][^（()）\n]*[)）][^（()）\n]*)*[)）\]】]"
)
_LINE = regex.compile(rf"(?:(?<=\n)|\A)[ \t　]*(?:\d{{1,2}}\s*[.．、])?[ \t　*—-]*(?={_ROLE}\s*[：:])[^\n]+")
# “（国家发展改革委、财政部等按职责分工负责，年内持续推进）”, “（市住建局牵头，各区县配合，6月底前完成）”
_TAIL = regex.compile(
    r"[（(](?P<all>[^（()）。\n]{2,200}?(?:分别负责|分工负责|共同负责|具体负责|牵头负责|负责落实|组织实施|负责|牵头|主办|配合)"
    r"(?:[，,；;、][^（()）。\n]{2,40}){0,2})[)）]"
)
_DOES = regex.compile(
    r"(?P<who>[^，,；;]*?)(?P<role>(?:按(?:照)?(?:各自)?职责(?:分工)?)?(?:分别负责|分工负责|共同负责|具体负责|牵头负责|负责落实|组织实施|负责|牵头|主办|配合|参与|参加|协办))\Z"
)
_ORGAN = regex.compile(
    r"(?:[部委局办厅院署会行所队站]|政府|公司|集团|单位|部门|中心|法院|检察院|联合会|总工会|团委|妇联|残联|工商联|区县|县区|市县|县（?市）?|[区县镇乡旗州市])(?:（[^）]*）|\([^)]*\)|〈[^〉]*〉|[等])*\Z"
)
_DEADLINE = regex.compile(
    r"(?:\d{4}年)?(?:\d{1,2}月(?:\d{1,2}日)?(?:底|末|中旬|上旬)?|年[内底]|年[底末]|[上下]半年|[一二三四]季度|全年|长期|持续|\d{4}年底?)(?:之?前|内)?[^，,；;。）)]{0,16}"
)
_PARTS = regex.compile(r"[、，,；;\s]+|(?<=[局委办部会厅府])(?:和|及|与)(?=[一-龥]{2})")
_TRIM = regex.compile(
    r"(?:等(?:部门|单位|相关部门|有关部门|有关单位)?|按(?:照)?(?:各自)?职责(?:分工)?|分别|共同)\Z|\A(?:由|各?责任单位为|以及|及)"
)
_ITEM_MARK = regex.compile(
    r"[ \t　]*(?:\d{1,3}\s*[.．、]|[（(]\d{1,3}[)）]|[一二三四五六七八九十]+、|[①-⑳])?[ \t　]*"
)
_BREAK = regex.compile(r"[）)]|\n")


def read_responsibilities(report: Report) -> tuple[Responsibility, ...]:
    """Everything ``report`` says on who answers for what, in the order of the text; one entry a role."""
    text = report.text
    if not any(
        w in text for w in ("单位：", "单位:", "部门：", "领导：", "责任人：", "负责", "牵头", "主办")
    ):
        return ()
    made: list[tuple[int, int, str, tuple[str, ...], str | None, tuple[int, int] | None]] = []
    taken: list[tuple[int, int]] = []
    for m in _BRACKET.finditer(text):
        taken.append(m.span())
        made += _labelled(text, m.start() + 1, m.end() - 1, _before(text, m.start()))
    for m in _LINE.finditer(text):
        if not any(a <= m.start() < b for a, b in taken):
            taken.append(m.span())
            made += _labelled(text, m.start(), m.end(), _above(text, m.start()))
    for m in _TAIL.finditer(text):
        if not any(a <= m.start() < b for a, b in taken):
            made += _plain(m["all"], m.start("all"), _before(text, m.start()))
    made.sort(key=lambda r: (r[0], r[1]))
    ids = Ids(report.source)
    return tuple(
        Responsibility(
            ids.of(start, end, "responsibility"), start, end, role, organs, deadline,
            task[0] if task else None, task[1] if task else None,
        )
        for start, end, role, organs, deadline, task in made
    )  # fmt: skip


def _labelled(
    text: str, start: int, end: int, task: tuple[int, int] | None
) -> list[tuple[int, int, str, tuple[str, ...], str | None, tuple[int, int] | None]]:
    """The roles of one bracket or line with labels (“牵头单位：…；责任单位：…”)."""
    out = []
    for m in _LABELLED.finditer(text, start, end):
        organs, deadline = _organs(m["who"])
        if organs:
            out.append((m.start(), m.end(), m["role"], organs, deadline, task))
    return out


def _plain(
    words: str, at: int, task: tuple[int, int] | None
) -> list[tuple[int, int, str, tuple[str, ...], str | None, tuple[int, int] | None]]:
    """The roles of a bracket without labels: organs and what they do, then perhaps a time."""
    pieces: list[tuple[int, str]] = []
    here = 0
    for part in regex.split(r"[，,；;]", words):
        pieces.append((here, part))
        here += len(part) + 1
    times: list[str] = []
    while len(pieces) > 1 and not _DOES.match(pieces[-1][1]) and _DEADLINE.match(pieces[-1][1].strip()):
        times.insert(0, pieces.pop()[1].strip())
    deadline = "，".join(times) or None
    out = []
    pending: tuple[int, str] | None = None
    for offset, part in pieces:
        m = _DOES.match(part)
        if m is None:
            pending = (pending[0] if pending else offset, (pending[1] + "、" if pending else "") + part)
            continue
        who = (pending[1] + "、" if pending else "") + m["who"]
        begin = pending[0] if pending else offset
        pending = None
        organs, _ = _organs(who)
        if organs and all(_ORGAN.search(o) for o in organs):
            out.append((at + begin, at + offset + len(part), m["role"], organs, deadline, task))
    return out


def _organs(who: str) -> tuple[tuple[str, ...], str | None]:
    """The organs of a list, cleaned and each once, and a deadline that closes it."""
    organs: list[str] = []
    deadline = None
    for part in _PARTS.split(_masked(who)):
        name = _TRIM.sub("", part.replace("\x00", "、").strip(" 　。.")).strip()
        if not name:
            continue
        if organs and _DEADLINE.fullmatch(name):
            deadline = name
        elif name not in organs:
            organs.append(name)
    return tuple(organs), deadline


def _masked(who: str) -> str:
    """``who`` with the list marks inside its brackets hidden, so that they part nothing."""
    return regex.sub(r"[（(〈][^）)〉]*[）)〉]", lambda m: m[0].replace("、", "\x00"), who)


def _before(text: str, at: int) -> tuple[int, int] | None:
    """The item that a bracket closes: from its line's start, or the bracket before it, to the bracket."""
    start = text.rfind("\n", 0, at) + 1
    closed = max(text.rfind("）。", start, at), text.rfind("。）", start, at), text.rfind(")。", start, at))
    if closed >= 0:
        start = closed + 2
    else:
        # Brackets of the same kind on one line each close an item of their own.
        last = max(text.rfind("）", start, at), text.rfind(")", start, at))
        if last >= 0 and _BRACKET.search(text, start, last + 1):
            start = last + 1
    mark = _ITEM_MARK.match(text, start, at)
    if mark:
        start = mark.end()
    end = start + len(text[start:at].rstrip())
    return (start, end) if end > start else None


def _above(text: str, at: int) -> tuple[int, int] | None:
    """The line above a line of labels: the item it belongs to."""
    end = len(text[:at].rstrip())
    start = text.rfind("\n", 0, end) + 1
    mark = _ITEM_MARK.match(text, start, end)
    if mark:
        start = mark.end()
    return (start, end) if end > start else None
