"""台账 and 交办单 as Word files: the list in its usual columns, the slip of one item, the slip of one unit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from luoshi.ledger.models import Department, Document, Item, ItemSource
from luoshi.web.papers.paper import Paper
from luoshi.web.sight import Sight
from luoshi.web.templatetags.site import day, han_day

CLOSING = "附佐证申请办结，经本单位审核、督查室核查、交办方销号，三个环节由三人办理。"


def ledger(title: str, sights: Iterable[Sight], note: str) -> bytes:
    """The list as a table on landscape A4, in the usual columns."""
    made = Paper(landscape=True)
    made.title(title)
    made.table(
        ("序号", "编号", "工作任务", "牵头单位", "配合单位", "完成时限", "责任领导", "状态", "灯"),
        (
            (
                str(n), s.item.no, s.item.title, s.lead.department.label if s.lead else "",
                "、".join(a.department.label for a in s.cos), day(s.item.due_on) if s.item.due_on else "", s.item.leader, s.item.get_state_display(),
                f"{s.light.shape}{s.light.word}" if s.light else "",
            )
            for n, s in enumerate(sights, 1)
        ),
        (12, 26, 60, 24, 27, 26, 18, 16, 16),
    )  # fmt: skip
    made.centred(note, 10.5)
    return made.bytes()


def source_words(q: ItemSource) -> str:
    """Where an item comes from: “《2026年政府工作报告》：”, “领导批示（县长，批示〔2026〕7号）：”."""
    if q.kind == "report":
        return f"《{q.issuer}》："
    return f"{q.get_kind_display()}（{'，'.join(x for x in (q.issuer, q.number) if x)}）："


def slip(s: Sight, sources: Sequence[ItemSource], office: str) -> bytes:
    """The 交办单 of one item: what, from where, who, by when (each clock with how it was counted)."""
    item: Item = s.item
    made = Paper()
    made.title("督查事项交办单")
    made.pair(f"编号：{item.no}", f"{han_day(item.issued_on)}交办")
    said = [f"{source_words(q)}{f'“{q.quote}”' if q.quote else '见所附扫描件'}" for q in sources]
    clocks = [f"{d.title}：{han_day(d.due_on)}" for d in s.deadlines]
    made.form(
        [
            ("事　　项", item.title, 0), ("来　　源", "\n".join(said) or "经审定另加", 0),
            ("具体要求", item.requirement or "按来源所述办理。", 14),
            ("牵头单位", s.lead.department.name if s.lead else "", 0),
            ("配合单位", "、".join(a.department.name for a in s.cos) or "无", 0), ("责任领导", item.leader or "—", 0),
            ("时　　限", "\n".join(clocks) or han_day(item.due_on), 0), ("办结条件", CLOSING, 0),
            ("签　　收", "签收人：　　　　　　　　　　日期：", 16),
        ],
        (30, 126), 12,
    )  # fmt: skip
    made.blank()
    made.right(office)
    made.right(han_day(item.issued_on))
    return made.bytes()


def unit_slips(document: Document, parts: Sequence[tuple[Department, Sequence[Sight]]], office: str) -> bytes:
    """The 交办单 of units, each on pages of its own: all that the unit leads or helps with in an issued table."""
    made = Paper()
    for n, (unit, sights) in enumerate(parts):
        made.title("任务交办单", fresh=n > 0)
        _unit_slip(made, document, unit, sights, office)
    return made.bytes()


def _unit_slip(
    made: Paper, document: Document, unit: Department, sights: Sequence[Sight], office: str
) -> None:
    led = [s for s in sights if s.lead and s.lead.department_id == unit.pk]
    made.centred(document.number)
    made.blank()
    made.salutation(f"{unit.name}：")
    beside = len(sights) - len(led)
    parts = [f"牵头{len(led)}项" if led else "", f"配合{beside}项" if beside else ""]
    made.lines(
        f"{document.title}（{document.number}）已于{han_day(document.issued_on)}印发。其中由你单位"
        f"{'、'.join(p for p in parts if p)}，现交办如下。请即签收，按所列时限报送进展；办结的，{CLOSING}"
    )
    made.blank()
    made.table(
        ("序号", "编号", "工作任务", "承办", "牵头单位", "完成时限"),
        (
            (
                str(n), s.item.no, s.item.title, "牵头" if s in led else "配合",
                s.lead.department.label if s.lead else "", day(s.item.due_on),
            )
            for n, s in enumerate([*led, *(s for s in sights if s not in led)], 1)
        ),
        (12, 26, 56, 13, 23, 26),
    )  # fmt: skip
    made.blank()
    made.right(office)
    made.right(han_day(document.issued_on))
    made.lines("签收人：　　　　　　　　日期：")
