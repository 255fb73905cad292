"""The audits as flat rows (审计线索表): one for each finding, with up to five figures, their sentences and where they stand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

import msgspec

from luoshi.account.audit_shapes import Finding, Part
from luoshi.account.audit_words import rules
from luoshi.account.record import Record
from luoshi.corpus.panel import PlaceColumns

FIGURES = 5  # a target of each of four years and this year's


class AuditRow(msgspec.Struct, frozen=True):
    """One finding. ``printed`` is the figure in question, ``low`` and ``high`` what the others allow, in ``unit``.

    ``children_with`` of ``children_known`` places below the parent have such a target (加码 only).
    """

    weight: str
    kind: str
    rule: str
    rule_name: str
    rule_text: str
    cls: str
    province_code: str | None
    province: str | None
    city_code: str | None
    city: str | None
    county_code: str | None
    county: str | None
    level: str | None
    code: str | None
    place: str | None
    year: int
    indicator_id: str | None
    indicator: str
    name: str
    why: str
    printed: float | None
    low: float | None
    high: float | None
    gap: float | None
    unit: str | None
    children_with: int | None
    children_known: int | None
    role_1: str | None = None
    quote_1: str | None = None
    sentence_1: str | None = None
    start_1: int | None = None
    end_1: int | None = None
    report_1: str | None = None
    path_1: str | None = None
    meeting_1: str | None = None
    role_2: str | None = None
    quote_2: str | None = None
    sentence_2: str | None = None
    start_2: int | None = None
    end_2: int | None = None
    report_2: str | None = None
    path_2: str | None = None
    meeting_2: str | None = None
    role_3: str | None = None
    quote_3: str | None = None
    sentence_3: str | None = None
    start_3: int | None = None
    end_3: int | None = None
    report_3: str | None = None
    path_3: str | None = None
    meeting_3: str | None = None
    role_4: str | None = None
    quote_4: str | None = None
    sentence_4: str | None = None
    start_4: int | None = None
    end_4: int | None = None
    report_4: str | None = None
    path_4: str | None = None
    meeting_4: str | None = None
    role_5: str | None = None
    quote_5: str | None = None
    sentence_5: str | None = None
    start_5: int | None = None
    end_5: int | None = None
    report_5: str | None = None
    path_5: str | None = None
    meeting_5: str | None = None


def audit_rows(
    findings: Iterable[Finding],
    records: Mapping[str, Record],
    own: Mapping[tuple[str, int], Record],
    names: Callable[[str | None], str | None],
) -> Iterator[AuditRow]:
    """The rows of ``findings``; ``records`` by id, ``own`` by place and year, ``names`` gives an indicator's name by its id."""
    places = PlaceColumns()
    for f in findings:
        where = places.of(own[f.place, f.year])
        figures: dict[str, str | int | None] = {}
        for n, part in enumerate(f.parts[:FIGURES], 1):
            figures |= _figure(n, part, records[part.quote.report])
        yield AuditRow(
            weight=f.weight, kind=f.kind, rule=f.rule, rule_name=rules()[f.rule].name, rule_text=rules()[f.rule].text, cls=f.cls, **where, year=f.year,
            indicator_id=f.indicator, indicator=names(f.indicator) or f.name, name=f.name, why=f.why, printed=f.printed,
            low=f.low, high=f.high, gap=f.gap, unit=f.unit, children_with=f.coverage[0] if f.coverage else None,
            children_known=f.coverage[1] if f.coverage else None, **figures,  # type: ignore[arg-type]
        )  # fmt: skip


def _figure(n: int, part: Part, record: Record) -> dict[str, str | int | None]:
    quote = part.quote
    left, right = quote.sentence
    return {
        f"role_{n}": part.role, f"quote_{n}": quote.text, f"sentence_{n}": record.text[left:right],
        f"start_{n}": quote.start, f"end_{n}": quote.end, f"report_{n}": record.id, f"path_{n}": record.path,
        f"meeting_{n}": part.meeting_date,
    }  # fmt: skip
