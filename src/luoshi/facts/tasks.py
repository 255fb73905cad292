"""Tasks (任务): each sentence of the tasks part that commits to something, with its commitments and what can be checked."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import Generic, Protocol, TypeVar

from luoshi.facts.commitments import Clause, clauses_of
from luoshi.facts.deadlines import dates_in
from luoshi.facts.ids import Ids
from luoshi.facts.pledges import organs_in
from luoshi.facts.shapes import Commitment, Measure, Pledge, Project, Task
from luoshi.facts.specificity import elements_of, is_specific
from luoshi.facts.task_sentences import task_spans
from luoshi.report.finder import SectionFinder
from luoshi.report.report import Report


class _Placed(Protocol):
    @property
    def start(self) -> int: ...


P = TypeVar("P", bound=_Placed)


def read_tasks(
    report: Report, measures: tuple[Measure, ...], projects: tuple[Project, ...], pledges: tuple[Pledge, ...]
) -> tuple[Task, ...]:
    """All tasks of ``report`` in order; sentences that are read as ``pledges`` are not tasks, too."""
    text = report.text
    ids = Ids(report.source)
    places = SectionFinder(report.sections)
    measured, planned = _Inside(measures), _Inside(projects)
    out: list[Task] = []
    for start, end in task_spans(report, [(p.start, p.end) for p in pledges]):
        dates = dates_in(text, start, end)
        clauses = clauses_of(text, start, end, dates)
        if not clauses:
            continue
        here, there = measured.of(start, end), planned.of(start, end)
        elements = elements_of(text, start, end, here, there, dates)
        task_id = ids.of(start, end, "task")
        commitments = [
            Commitment(
                id=ids.of(c.start, c.end, "commitment"),
                start=c.start,
                end=c.end,
                verb=c.verb,
                object=c.object,
                deadline=c.deadline,
                measures=_ids(here, c) if here else (),
                projects=_ids(there, c) if there else (),
            )
            for c in clauses
        ]
        out.append(
            Task(
                id=task_id,
                start=start,
                end=end,
                section=places.id_at(start),
                specific=is_specific(elements),
                deadline=next((c.deadline for c in clauses if c.deadline), None) if dates else None,
                organs=organs_in(text, start, end) if _names_organs(text[start:end]) else (),
                measures=tuple([m.id for m in here]),
                projects=tuple([p.id for p in there]),
                commitments=tuple(commitments),
                elements=elements,
            )
        )
    return tuple(out)


def _ids(facts: Sequence[Measure] | Sequence[Project], clause: Clause) -> tuple[str, ...]:
    """The ids of those of ``facts`` that begin in ``clause``."""
    return tuple([f.id for f in facts if clause.start <= f.start < clause.end])


def _names_organs(words: str) -> bool:
    """A cheap question before the organs are looked for: without one of these words none is named as responsible."""
    return "负责" in words or "牵头" in words or "单位" in words or "部门" in words or "领导" in words


class _Inside(Generic[P]):
    """Finds the facts that begin inside a span."""

    def __init__(self, facts: Sequence[P]) -> None:
        self._facts = sorted(facts, key=lambda f: f.start)
        self._starts = [f.start for f in self._facts]

    def of(self, start: int, end: int) -> list[P]:
        """Those that begin in ``[start, end)``, in order."""
        starts = self._starts
        lo = bisect_left(starts, start)
        if lo == len(starts) or starts[lo] >= end:
            return []
        return self._facts[lo : bisect_left(starts, end, lo)]
