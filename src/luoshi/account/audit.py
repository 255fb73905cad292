"""The audits (审计) of the account: questions to numbers and targets, each with its quotes; contradictions before observations."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from luoshi.account.audit_across import Years, across
from luoshi.account.audit_quiet import quiet
from luoshi.account.audit_shapes import AuditKind, Checked, Finding
from luoshi.account.audit_sheet import Sheet, Tried
from luoshi.account.audit_step_up import step_up
from luoshi.account.audit_structure import structure
from luoshi.account.audit_twice import twice
from luoshi.account.audit_within import within
from luoshi.account.record import Record
from luoshi.account.series import by_place, usable

KINDS: tuple[AuditKind, ...] = ("arithmetic", "quiet", "step_up")


def audit(
    records: Iterable[Record], kinds: Collection[AuditKind] = KINDS, places: frozenset[str] | None = None
) -> Checked:
    """The findings about ``places`` (all of them by default); other records only serve as the levels above.

    Abridged copies and excerpts are held only against themselves: what they leave out, somebody else cut.
    """
    every = by_place(records)
    found: list[Finding] = []
    bound: Tried = set()
    for place, years in every.items():
        if places is not None and place not in places:
            continue
        if "arithmetic" in kinds:
            sheets = {year: Sheet(record) for year, record in years.items()}
            for year, sheet in sheets.items():
                found += (*structure(sheet, bound), *within(sheet, bound), *twice(sheet, bound))
                before = sheets.get(year - 1)
                if usable(sheet.record):
                    found += across(Years(sheet, before if before and usable(before.record) else None), bound)
        if "quiet" in kinds:
            found += quiet(years)
    if "step_up" in kinds:
        found += step_up(every, places)
    found.sort(key=_order)
    return Checked(tuple(found), frozenset(bound))


def _order(f: Finding) -> tuple[object, ...]:
    at = f.parts[0].quote
    return (f.weight, KINDS.index(f.kind), f.place, f.year, f.rule, at.report, at.start, at.end)
