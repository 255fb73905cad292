"""台账 as a sheet: one row an item, a further row for each further quantity, numbers as numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation

from luoshi.ledger.models import Figure, ItemSource
from luoshi.ledger.models.work import SelfLight
from luoshi.web.sheets.writing import Cell, workbook
from luoshi.web.sight import Sight

HEAD = (
    ("序号", 6), ("编号", 12), ("登记册", 16), ("工作任务", 50), ("具体要求", 30), ("牵头单位", 16), ("配合单位", 22),
    ("责任领导", 10), ("来源", 12), ("文号", 20), ("交办日期", 12), ("原定时限", 12), ("现行时限", 12), ("最近时点", 12),
    ("状态", 10), ("灯", 10), ("灯的理由", 34), ("自评", 10), ("进度%", 8), ("数量名称", 22), ("目标", 12), ("现值", 12),
    ("数量单位", 9), ("截至", 12), ("性质", 8), ("最近报送", 12), ("销号日期", 12), ("评级", 8), ("外部平台编号", 16),
)  # fmt: skip
_COUNTED = 19  # the columns before the quantities: they stand on an item's first row only
Row = Sequence[Cell]


def sheet(
    title: str, sights: Iterable[Sight], sources: Mapping[int, ItemSource], figures: Mapping[tuple[int, str], Figure]
) -> bytes:  # fmt: skip
    """The items as a sheet. ``sources``: the first source of an item; ``figures``: the latest of (item, name)."""
    note = f"{title}　灯由系统按规则计算，自评由单位填报，两者与核查结论分开。"
    return workbook("台账", HEAD, _rows(sights, sources, figures), note)


def _rows(
    sights: Iterable[Sight], sources: Mapping[int, ItemSource], figures: Mapping[tuple[int, str], Figure]
) -> Iterator[Row]:
    for n, s in enumerate(sights, 1):
        item, source = s.item, sources.get(s.item.pk)
        head: tuple[Cell, ...] = (
            n, item.no, s.pack.title, item.title, item.requirement, s.lead.department.label if s.lead else "",
            "、".join(a.department.label for a in s.cos), item.leader, source.get_kind_display() if source else "",
            (source.number if source else "") or (item.document.number if item.document else ""), item.issued_on, item.original_due_on, item.due_on,
            s.due if item.is_open else None, item.get_state_display(), s.light.word if s.light else "",
            s.light.reason if s.light else "", str(dict(SelfLight.choices).get(item.self_report, "")), item.progress,
        )  # fmt: skip
        tail: tuple[Cell, ...] = (
            item.reported_at.date() if item.reported_at else None,
            item.closed_on,
            item.grade,
            item.external_id,
        )
        blank: tuple[Cell, ...] = (None,) * _COUNTED
        for k, m in enumerate(item.measures or [{}]):
            got = figures.get((item.pk, m.get("name", "")))
            quantity: tuple[Cell, ...] = (
                m.get("name", ""), _number(m.get("target")), got.value if got else None, m.get("unit") or "",
                got.as_of if got else None, got.get_status_display() if got else "",
            )  # fmt: skip
            yield (*head, *quantity, *tail) if k == 0 else (n, item.no, *blank[2:], *quantity, *(None,) * 4)


def _number(value: object) -> Decimal | None:
    try:
        return None if value in (None, "") else Decimal(str(value))
    except InvalidOperation:
        return None
