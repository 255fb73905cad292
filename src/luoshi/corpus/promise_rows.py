"""Promises as flat rows (承诺追踪表): what was promised, what the next report says of it, and the sentence that says so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from luoshi.account.followup import Followup
from luoshi.account.record import Record
from luoshi.corpus.panel import Place, PlaceColumns


class PromiseRow(Place, frozen=True):
    """One promise. ``name`` is what it was sought by, values as printed; spans are of each report's text."""

    year: int
    sort: str
    no: int | None
    name: str
    verb: str
    stage: str | None
    value: float | None
    unit: str | None
    quote: str
    sentence: str
    start: int
    end: int
    report: str
    path: str
    status: str
    rule: str
    told_stage: str | None
    told_value: float | None
    told_unit: str | None
    share: float | None
    evidence: str | None
    evidence_start: int | None
    evidence_end: int | None
    evidence_report: str | None
    evidence_path: str | None


def promise_rows(found: Iterable[Followup], records: Mapping[str, Record]) -> Iterator[PromiseRow]:
    """The rows; ``records`` by id."""
    places = PlaceColumns()
    for f in found:
        before = records[f.quote.report]
        left, right = f.quote.sentence
        e, p = f.evidence, f.promise
        yield PromiseRow(
            **places.of(before), year=f.year, sort=p.sort, no=p.no, name=p.name,
            verb=p.verb, stage=p.stage, value=p.value, unit=p.unit, quote=f.quote.text, sentence=before.text[left:right],
            start=p.start, end=p.end, report=before.id, path=before.path, status=f.status, rule=f.rule,
            told_stage=f.stage, told_value=f.value, told_unit=f.unit, share=f.share, evidence=e.text if e else None,
            evidence_start=e.start if e else None, evidence_end=e.end if e else None,
            evidence_report=e.report if e else None, evidence_path=records[e.report].path if e else None,
        )  # fmt: skip
