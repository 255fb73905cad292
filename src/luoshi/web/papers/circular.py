"""督查通报: its first text from the data, and the paper once it is approved. Every figure is counted, none is typed."""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import date
from typing import NamedTuple

from django.db.models import Count, QuerySet

from luoshi.ledger import clock
from luoshi.ledger.actor import Actor
from luoshi.ledger.errors import Invalid
from luoshi.ledger.models import Document, Item, RoundReport, Seal
from luoshi.ledger.visibility import process_items, visible_rounds
from luoshi.web.filters import KINDS, OPEN
from luoshi.web.papers.paper import Paper
from luoshi.web.round_parts import parts
from luoshi.web.templatetags.site import han_day

_LINE = re.compile(
    r"任务共分解(?P<total>\d+)项：已销号(?P<closed>\d+)项，调整出账（合并、取消）(?P<ended>\d+)项，在办(?P<open>\d+)项"
    r"(?:（另经批准调整内容或时限(?P<adjusted>\d+)项）)?"
)
_COUNTED = (
    re.compile(r"^现将截至"),
    re.compile(r"任务共分解\d+项"),
    re.compile(r"事项共交办\d+项"),
    re.compile(r"^按原定时限，"),
)
"""What a counted line of the first text looks like: one is replaced by its like when the figures are renewed."""
BLANK = "（请填写）"
NAMED = 8  # late items that are named one by one for each unit


class Sum(NamedTuple):
    """对账: what a year's table holds; ``total`` = ``closed`` + ``ended`` + ``open`` by construction."""

    total: int
    closed: int
    ended: int
    open: int
    adjusted: int

    def words(self) -> str:
        """The reconciliation line: “分解305项：已销号193项，调整出账（合并、取消）1项，在办111项”."""
        line = (
            f"{self.total}项：已销号{self.closed}项，调整出账（合并、取消）{self.ended}项，在办{self.open}项"
        )
        return f"{line}（另经批准调整内容或时限{self.adjusted}项）" if self.adjusted else line


def sum_in(body: str) -> Sum | None:
    """The reconciliation that stands in a text; None where there is none."""
    found = _LINE.search(body)
    return Sum(**{k: int(v or 0) for k, v in found.groupdict().items()}) if found else None


def refuse_unfinished(body: str) -> None:
    """Refuses a 通报 whose text has no reconciliation line, one that does not add up, or a place still to be filled in."""
    if BLANK in body:
        raise Invalid(f"正文里还有“{BLANK}”。请写完或删去再审定。")
    told = sum_in(body)
    if told is None:
        raise Invalid(
            "正文里没有任务分解的对账行（共分解…项：已销号…项，调整出账…项，在办…项）。请先“更新数据”。"
        )
    if told.total != told.closed + told.ended + told.open:
        raise Invalid(
            f"对账行加不拢：{told.closed}+{told.ended}+{told.open}≠{told.total}。数据由台账生成，请勿手改；请先“更新数据”。"
        )


def renewed(actor: Actor, document: Document) -> str:
    """The draft's text with every counted line as of today; a reconciliation that was taken out is put back in front."""
    fresh = first_text(actor, document.government_id, document.year).split("\n")
    lines = document.body.split("\n")
    for form in _COUNTED:
        new = next((x for x in fresh if form.search(x)), None)
        at = next((n for n, x in enumerate(lines) if form.search(x)), None)
        if new is not None and at is not None:
            lines[at] = new
        elif new is not None and form is _COUNTED[1]:
            lines.insert(int(lines[0].endswith("：")), new)
    return "\n".join(lines)


def table_items(actor: Actor, government_id: int, year: int) -> QuerySet[Item]:
    """The items of the year's issued tables."""
    return process_items(actor).filter(
        government_id=government_id, document__kind="decomposition", document__year=year
    )


def matters(actor: Actor, government_id: int, year: int) -> QuerySet[Item]:
    """Matters handed down in the year by other doors."""
    return process_items(actor).filter(government_id=government_id, document=None, issued_on__year=year)


def summed(items: QuerySet[Item], today: date) -> Sum:
    """The reconciliation of these items, in two queries."""
    found = items.aggregate(
        total=Count("pk"),
        closed=Count("pk", filter=KINDS["closed"].holds(today)),
        ended=Count("pk", filter=KINDS["adjusted"].holds(today)),
        open=Count("pk", filter=OPEN),
    )
    adjusted = items.filter(adjustments__kind="adjust").distinct().count()
    return Sum(**found, adjusted=adjusted)


def rate(items: QuerySet[Item], which: str, today: date) -> tuple[int, int]:
    """按期办结 over 应办结, against the “original” or the “current” due date."""
    found = items.aggregate(
        part=Count("pk", filter=KINDS[f"ontime_{which}"].holds(today)),
        whole=Count("pk", filter=KINDS[f"should_{which}"].holds(today)),
    )
    return found["part"], found["whole"]


def rate_words(part: int, whole: int) -> str:
    """A rate with both its numbers: “92/102，90.2%”."""
    return f"{part}/{whole}，{part * 100 / whole:.1f}%" if whole else "无应办结事项"


def first_text(actor: Actor, government_id: int, year: int) -> str:
    """The draft's text as of today; a person edits it, an approval is recorded, then it is issued."""
    today = clock.today()
    table, handed = table_items(actor, government_id, year), matters(actor, government_id, year)
    out = ["各有关单位：", f"现将截至{han_day(today)}的督查情况通报如下。", "一、总体情况"]
    out.append(f"{year}年《政府工作报告》任务共分解{summed(table, today).words()}。")
    if handed.exists():
        out.append(f"当年领导批示、会议议定、上级交办等事项共交办{summed(handed, today).words()}。")
    both = table | handed
    out.append(
        f"按原定时限，按期办结率{rate_words(*rate(both, 'original', today))}；"
        f"按现行时限（含批准的延期），按期办结率{rate_words(*rate(both, 'current', today))}。"
    )
    out += ["二、需要加快的事项", *_late(both)]
    out += ["三、报送情况", _rounds(actor, government_id)]
    out += ["四、工作要求", BLANK]
    return "\n".join(out)


def _late(items: QuerySet[Item]) -> list[str]:
    rows: dict[str, list[str]] = defaultdict(list)
    red = items.filter(OPEN, light="red").select_related("lead").order_by("lead__order", "next_due_on", "pk")
    for item in red:
        word = item.light_reason.split("：")[0]
        rows[item.lead.label if item.lead else "未定单位"].append(f"{item.no}“{item.title}”（{word}）")
    if not rows:
        return ["截至目前没有亮红灯的事项。"]
    return [
        f"{unit}{len(found)}项：{'；'.join(found[:NAMED])}{'等' if len(found) > NAMED else ''}。"
        for unit, found in rows.items()
    ]


def _rounds(actor: Actor, government_id: int) -> str:
    last = visible_rounds(actor).filter(government_id=government_id).order_by("-due_on", "-pk").first()
    if last is None:
        return "尚未开展报送轮次。"
    found = parts(last, list(RoundReport.objects.filter(round=last).select_related("department")))
    asked = [p for p in found if not p.nothing]
    signed = sum(p.report.state == "signed" for p in asked)
    waiting = sum(p.report.state == "reported" for p in asked)
    missing = [p.report.department.label for p in asked if p.report.state == "missing"]
    line = f"{last.title}应报{len(asked)}家，已签字报送{signed}家，已报待签{waiting}家，未报{len(missing)}家"
    line = f"{line}：{'、'.join(missing)}。未报不等于工作滞后。" if missing else f"{line}。"
    late = [p.unsigned for p in asked if p.unsigned]
    return f"{line}其中{len(late)}家有{sum(late)}项事项尚未签收。" if late else line


def paper(document: Document, office: str) -> bytes:
    """The 通报 as a file: as approved; before the issue it says that it is a draft."""
    made = Paper()
    made.title(document.title)
    if document.number:
        made.centred(document.number)
    else:
        made.centred("（审定稿，未印发）")
    made.docx.add_paragraph()
    made.lines(document.body)
    made.docx.add_paragraph()
    made.right(office)
    if document.issued_on:
        made.right(han_day(document.issued_on))
    seal = Seal.objects.order_by("-pk").first()
    if seal:
        made.docx.add_paragraph()
        made.centred(f"台账封印 {seal.day} {seal.root[:16]}（截至第{seal.last_event}条记录）", 10.5)
    return made.bytes()
