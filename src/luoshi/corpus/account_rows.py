"""The account as flat rows (对照表): one for each target, with its outcome, both sentences and both verdicts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from luoshi.account.record import Record
from luoshi.account.shapes import Figure, Pair
from luoshi.corpus.panel import Place, PlaceColumns, bounds, modifier
from luoshi.corpus.tone import tone_of


class PairRow(Place, frozen=True):
    """One target. Values and units as printed; ``absent`` says why there is no outcome; spans are of the report's text."""

    year: int
    indicator_id: str | None
    indicator: str
    kind: str
    rate: str | None
    scope: str | None
    target_value: float | None
    target_low: float | None
    target_high: float | None
    target_unit: str | None
    target_modifier: str
    target_firmness: str | None
    target_tone: str | None
    target_ref: str | None
    target_basis: str | None
    target_quote: str
    target_sentence: str
    target_start: int
    target_end: int
    target_report: str
    target_path: str
    outcome_value: float | None
    outcome_unit: str | None
    outcome_modifier: str | None
    outcome_status: str | None
    outcome_basis: str | None
    outcome_name: str | None
    outcome_quote: str | None
    outcome_sentence: str | None
    outcome_start: int | None
    outcome_end: int | None
    outcome_report: str | None
    outcome_path: str | None
    absent: str | None
    gap: float | None
    official: str
    official_rule: str
    official_why: str | None
    strict: str
    strict_rule: str
    strict_why: str | None
    comparators: str | None
    other_outcomes: str | None
    flags: str | None


def pair_rows(
    pairs: Iterable[Pair], records: Mapping[str, Record], names: Callable[[str | None], str | None]
) -> Iterator[PairRow]:
    """The rows of ``pairs``; ``records`` by id, ``names`` gives an indicator's name by its id."""
    places = PlaceColumns()
    for p in pairs:
        before = records[p.target.quote.report]
        yield PairRow(
            **places.of(before), year=p.year, indicator_id=p.indicator, indicator=names(p.indicator) or p.name, kind=p.kind,
            rate=p.rate, scope=p.scope, **_target(p.target, before), **_outcome(p.outcome, records), absent=p.absent,
            gap=p.gap, official=p.official.verdict, official_rule=p.official.rule, official_why=p.official.why or None,
            strict=p.strict.verdict, strict_rule=p.strict.rule, strict_why=p.strict.why or None,
            comparators=_quotes(p.comparators), other_outcomes=_quotes(p.others), flags=";".join(p.flags) or None,
        )  # fmt: skip


def _target(f: Figure, record: Record) -> dict[str, Any]:
    low, high = bounds(f.op, f.value, f.high)
    quote = f.quote
    return {
        "target_value": f.value, "target_low": low, "target_high": high, "target_unit": f.unit,
        "target_modifier": modifier(f.op), "target_firmness": f.firmness,
        "target_tone": tone_of(record.text, quote.start, quote.end), "target_ref": f.ref, "target_basis": f.basis,
        "target_quote": quote.text, "target_sentence": _sentence(f, record), "target_start": quote.start,
        "target_end": quote.end, "target_report": record.id, "target_path": record.path,
    }  # fmt: skip


def _outcome(f: Figure | None, records: Mapping[str, Record]) -> dict[str, Any]:
    if f is None:
        return {name: None for name in PairRow.__struct_fields__ if name.startswith("outcome_")}
    record = records[f.quote.report]
    return {
        "outcome_value": f.value, "outcome_unit": f.unit, "outcome_modifier": modifier(f.op),
        "outcome_status": f.status, "outcome_basis": f.basis, "outcome_name": f.name, "outcome_quote": f.quote.text,
        "outcome_sentence": _sentence(f, record), "outcome_start": f.quote.start, "outcome_end": f.quote.end,
        "outcome_report": record.id, "outcome_path": record.path,
    }  # fmt: skip


def _sentence(f: Figure, record: Record) -> str:
    start, end = f.quote.sentence
    return record.text[start:end]


def _quotes(figures: Iterable[Figure]) -> str | None:
    return ";".join(f.quote.text for f in figures) or None
