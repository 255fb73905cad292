"""A second witness as flat rows (公报佐证表): what the report says, what the communiqué says, how they stand to each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec

from luoshi.account.record import Record
from luoshi.account.shapes import Figure
from luoshi.account.witness import Witnessed


class WitnessRow(msgspec.Struct, frozen=True):
    """One figure of one year; ``gap`` is communiqué minus report in the report's unit, spans are of each text."""

    place: str | None
    year: int
    indicator_id: str
    kind: str
    relation: str
    cause: str | None
    gap: float | None
    report_value: float | None
    report_unit: str | None
    report_quote: str | None
    report_sentence: str | None
    report_start: int | None
    report_end: int | None
    report: str | None
    report_path: str | None
    communique_value: float | None
    communique_unit: str | None
    communique_quote: str | None
    communique_sentence: str | None
    communique_start: int | None
    communique_end: int | None
    communique_path: str | None


def witness_rows(found: Iterable[Witnessed], records: Mapping[str, Record]) -> Iterator[WitnessRow]:
    """The rows; ``records``: reports and communiqués by id."""
    for t in found:
        report, other = (records[f.quote.report] if f else None for f in (t.report, t.witness))
        of = report or other
        yield WitnessRow(
            place=of.header.jurisdiction if of else t.place, year=t.year, indicator_id=t.indicator, kind=t.kind,
            relation=t.relation, cause=t.cause, gap=t.gap, **_columns("report", t.report, report),
            report=report.id if report else None, **_columns("communique", t.witness, other),
        )  # fmt: skip


def _columns(side: str, f: Figure | None, record: Record | None) -> dict[str, Any]:
    names = ("value", "unit", "quote", "sentence", "start", "end", "path")
    if f is None or record is None:
        return {f"{side}_{n}": None for n in names}
    start, end = f.quote.sentence
    values = (f.value, f.unit, f.quote.text, record.text[start:end], f.quote.start, f.quote.end, record.path)
    return {f"{side}_{n}": v for n, v in zip(names, values, strict=True)}
