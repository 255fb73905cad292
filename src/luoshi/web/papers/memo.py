"""呈阅件: one page about an item for a leader who reads paper, with the place for the leader's own words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil

from luoshi.ledger import clock
from luoshi.ledger.actor import Actor
from luoshi.ledger.models import Check, Item, ItemSource, Submission
from luoshi.web.papers.ledger import source_words
from luoshi.web.papers.paper import Paper
from luoshi.web.sight import Sight, sight, whose_turn
from luoshi.web.templatetags.site import day, han_day

_QUOTE, _PROGRESS, _SHORT = 160, 220, 110  # characters, so that it stays one page
_BOX = 44.0  # mm for the leader's words
_WIDTH = 130  # mm of the form's right column
_ROOM = 137  # mm for the rest of the form: 225 less title, head and foot, and the box
_SIZES = (12.0, 11.5, 11.0, 10.5, 10.0)
_MORE = "……（全文见台账）"
_POINTS = 72 / 25.4


@dataclass(frozen=True)
class Memo:
    """What stands on the page (呈阅内容), each part cut to its length; ``opinion`` is the office's own, typed for this print.

    ``item`` None: the page is about all that the government has in hand.
    """

    title: str
    item: Item | None
    office: str
    on: date
    to: str
    opinion: str
    rows: tuple[tuple[str, str], ...]
    size: float


def fitted(
    title: str, item: Item | None, office: str, to: str, opinion: str, rows: Sequence[tuple[str, str]]
) -> Memo:
    """The page at the largest size that leaves room for the leader's words; at the smallest, the longest parts are cut."""
    kept = list(rows)
    size = next((s for s in _SIZES if _height(kept, opinion, s) <= _ROOM), _SIZES[-1])
    while _height(kept, opinion, size) > _ROOM:
        n = max(range(len(kept)), key=lambda k: len(kept[k][1]))
        told = kept[n][1].removesuffix(_MORE)
        lines = told.split("\n")
        less = "\n".join(lines[:-1]) if len(lines) > 3 else told[: len(told) * 4 // 5]
        kept[n] = (kept[n][0], less + _MORE)
    return Memo(title, item, office, clock.today(), to, opinion, tuple(kept), size)


def _height(rows: Sequence[tuple[str, str]], opinion: str, size: float) -> float:
    """How high the form is at this size, in mm, without the leader's box; Latin letters and digits count as half."""
    room = (_WIDTH - 4) * _POINTS / size
    height = max(size * 3, 14 * _POINTS) if not opinion else 0.0
    for text in (*(told for _, told in rows), opinion):
        for line in text.split("\n"):
            wide = sum(0.62 if c.isascii() else 1.0 for c in line)
            height += max(ceil(wide / room * 1.02), 1) * size * 1.35 + size * 0.4
    return height / _POINTS


def memo_of(who: Actor, item: Item, to: str = "", opinion: str = "") -> Memo:
    """The page as of today, for who may see the item's process."""
    s = sight(who, item)
    last = item.submissions.select_related("department").order_by("-pk").first()
    check = Check.objects.filter(item=item).order_by("-pk").first()
    rows = [
        (
            "事　项",
            item.title if not item.requirement else f"{item.title}\n要求：{_cut(item.requirement, _SHORT)}",
        ),
        ("来　源", "\n".join(_source(q) for q in item.sources.all()[:2]) or "经审定另加"),
        ("承　办", _units(s)),
        ("时　限", _dates(s)),
        ("目前情况", _standing(s, last, check)),
        ("进　展", _progress(last)),
    ]
    if last is not None and last.difficulty:
        rows.append(("存在问题", _cut(last.difficulty, _SHORT)))
    if last is not None and last.next_step:
        rows.append(("下一步", _cut(last.next_step, _SHORT)))
    office = f"{item.government.name}督查室"
    return fitted("督查事项呈阅件", item, office, to, opinion, rows)


def _cut(text: str, most: int) -> str:
    flat = "".join(text.split("\n")).strip()
    return flat if len(flat) <= most else flat[:most] + _MORE


def _source(q: ItemSource) -> str:
    return f"{source_words(q)}{f'“{_cut(q.quote, _QUOTE)}”' if q.quote else '见扫描件'}"


def _units(s: Sight) -> str:
    lead = f"{s.lead.department.name}牵头" if s.lead else "牵头单位未定"
    beside = f"，{'、'.join(a.department.label for a in s.cos)}配合" if s.cos else ""
    return f"{lead}{beside}{f'；责任领导：{s.item.leader}' if s.item.leader else ''}"


def _dates(s: Sight) -> str:
    item = s.item
    told = f"{han_day(item.issued_on)}交办"
    if item.due_on:
        told += f"，{han_day(item.due_on)}前办结"
    if item.original_due_on and item.original_due_on != item.due_on:
        told += f"（原定{han_day(item.original_due_on)}）"
    if item.continuing:
        told += "，已转为持续推进"
    if s.deadlines and s.deadlines[0].due_on != item.due_on:
        told += f"；最近时点：{s.deadlines[0].title}，{han_day(s.deadlines[0].due_on)}"
    return told


def _standing(s: Sight, last: Submission | None, check: Check | None) -> str:
    """Light, self-report and verdict: three things, each under its own name."""
    light = f"{s.light.shape}{s.light.word}（{s.light.reason}）" if s.light else "—"
    said = last.get_self_report_display() if last and last.self_report else "未填"
    verdict = (
        f"{check.get_level_display()}{check.get_verdict_display()}（{day(check.at.date())}）"
        if check
        else "尚未核查"
    )
    turn = whose_turn(s)
    return f"系统亮灯：{light}\n单位自评：{said}　核查结论：{verdict}" + (f"　现{turn}" if turn else "")


def _progress(last: Submission | None) -> str:
    if last is None:
        return "尚未报送。"
    words = _cut(last.progress_text, _PROGRESS) or last.get_kind_display()
    if last.kind == "plan":
        nodes = "；".join(f"{n.title}（{day(n.due_on)}）" for n in last.item.nodes.all()[:4])
        words = f"{words}：{nodes}" if nodes else words
    figures = "；".join(
        f"{f.name}{f.value.normalize():f}{f.unit}（截至{f.as_of}，{f.get_status_display()}）"
        for f in last.figures.all()[:4]
    )
    return f"{last.department.label}{han_day(last.on)}报：{words}" + (f"\n{figures}" if figures else "")


def paper(m: Memo) -> bytes:
    """The page as a Word file, with an empty box for the leader's words."""
    made = Paper()
    made.title(m.title)
    made.pair(f"编号：{m.item.no}" if m.item else "", f"{f'呈：{m.to}　' if m.to else ''}{han_day(m.on)}")
    rows = [(asked, told, 0.0) for asked, told in m.rows]
    rows.append(("督查室意见", m.opinion, 0.0 if m.opinion else 14.0))
    rows.append(("领导批示", "", _BOX))
    made.form(rows, (26, _WIDTH), m.size)
    made.pair(m.office, "批示后请退督查室录入台账", 12)
    return made.bytes()
