"""台账 and 交办单 as Word files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from luoshi.ledger.models import Item, ItemSource
from luoshi.web.papers.paper import Paper
from luoshi.web.sight import Sight
from luoshi.web.templatetags.site import day, han_day


def ledger(title: str, sights: Iterable[Sight], note: str) -> bytes:
    """The list as a table on landscape A4, in the usual columns."""
    made = Paper(landscape=True)
    made.title(title)
    made.table(
        ("序号", "编号", "工作任务", "牵头单位", "配合单位", "完成时限", "责任领导", "状态", "灯"),
        (
            (
                str(n), s.item.no, s.item.title, s.lead.department.label if s.lead else "",
                "、".join(a.department.label for a in s.cos), day(s.item.due_on), s.item.leader, s.item.get_state_display(),
                s.light.word if s.light else "",
            )
            for n, s in enumerate(sights, 1)
        ),
        (11, 21, 68, 25, 30, 22, 17, 17, 14),
    )  # fmt: skip
    made.centred(note, 10.5)
    return made.bytes()


def slip(s: Sight, sources: Sequence[ItemSource], office: str) -> bytes:
    """The 交办单 of one item: what, from where, who, by when (each clock with how it was counted)."""
    item: Item = s.item
    made = Paper()
    made.title("交 办 单")
    made.centred(f"{item.no}　{han_day(item.issued_on)}交办")
    said = [
        f"{q.get_kind_display()}{f'《{q.issuer}》' if q.kind == 'report' else f'（{q.issuer}）'}{q.number}："
        f"“{q.quote or '见所附扫描件'}”"
        for q in sources
    ]
    clocks = [f"{d.title}：{day(d.due_on)}" for d in s.deadlines]
    rows = [
        ("事项", item.title), ("来源", "\n".join(said) or "经审定另加"), ("具体要求", item.requirement or "—"),
        ("牵头单位", s.lead.department.name if s.lead else ""), ("配合单位", "、".join(a.department.name for a in s.cos) or "—"),
        ("责任领导", item.leader or "—"), ("时限", "\n".join(clocks) or day(item.due_on)),
        ("办结条件", "附佐证申请办结，经本单位审核、督查室核查、交办方销号；不得由同一人办理两个环节。"),
        ("签收", "签收人：　　　　　　　日期："),
    ]  # fmt: skip
    made.table(("项目", "内容"), rows, (30, 126), 12)
    made.docx.add_paragraph()
    made.right(office)
    return made.bytes()
