"""Promises sought in the next report (承诺追踪): done, in progress, restated or not mentioned, with the sentence that says so.

Not mentioned is not failure: a report chooses what it tells. Found is what most of a name's rare characters say, and a quantity
of the same thing in the same kind of unit; each result names its rule (followup_rules.tsv).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import Literal

import msgspec

from luoshi.account.keys import quote_of
from luoshi.account.passages import Hit, Passages, clauses_of, pairs_of, share
from luoshi.account.promises import Promise, promises
from luoshi.account.record import Record
from luoshi.account.series import Step, by_place, steps
from luoshi.account.shapes import Quote
from luoshi.account.units import clean, fold, in_base
from luoshi.account.words import follow_words, says
from luoshi.facts import stages
from luoshi.facts.shapes import Measure, Project

Status = Literal["done", "in_progress", "restated", "not_mentioned", "not_sought"]
_BACK = ("review", "review_term", "front", "problems")
_AHEAD = ("targets", "requirements", "tasks", "pledges", "self_building")
_LEAST = 0.68  # of a name's weight in a clause that speaks of it
_LEAST_PROJECT = 0.73  # 京沪高速铁路天津段 is not 京沪高速公路天津段
_LIKE = 0.7  # of a name's weight in another name for the same thing
_ADDED = ("新", "净增", "再")
_SHORT = 4  # a name of so few characters (技改项目) says little without its verb
_NEAR = 0.12  # passages that hold almost as much of a name as the best speak of it, too
_BUILT = stages.ORDER.index("竣工")
_ORDER: tuple[Status, ...] = ("done", "in_progress")
_QUOTED = re.compile(r"“[^”]*”|《[^》]*》")
_SOME = re.compile(r"[有中]\d+[件项]|\d+[件项]已|除")  # 30件实事有27件完成: not all of them
_PLEDGES = re.compile(r"(?:实事|民生工程|民心工程)")


class Followup(msgspec.Struct, frozen=True):
    """What the next report says of a promise.

    ``evidence`` is the passage it says it in; ``stage`` and ``value`` what it tells there, ``share`` how much of the name's
    weight the passage holds.
    """

    place: str
    jurisdiction: str | None
    level: str | None
    year: int
    promise: Promise
    quote: Quote
    status: Status
    rule: str
    evidence: Quote | None = None
    stage: str | None = None
    value: float | None = None
    unit: str | None = None
    share: float | None = None


class _Told(msgspec.Struct, frozen=True):
    """One passage's answer."""

    status: Status
    rule: str
    hit: Hit
    stage: str | None = None
    value: float | None = None
    unit: str | None = None


def follow(records: Iterable[Record], wanted: Callable[[Step], bool] = lambda _: True) -> list[Followup]:
    """All promises of all places with what the next report says of them, by place, year and position."""
    return [f for step in steps(by_place(records)) if wanted(step) for f in follow_step(step)]


def follow_step(step: Step) -> Iterator[Followup]:
    """The promises of one report, sought in its next."""
    promised = promises(step.before)
    later = _Later(step.after, [p.name for p in promised]) if step.after is not None else None
    for p in promised:
        told = later.of(p) if later is not None else None
        header = step.before.header
        base = (
            step.place,
            header.jurisdiction,
            header.level,
            step.year,
            p,
            quote_of(step.before, p.start, p.end, None),
        )
        if later is None:
            yield Followup(*base, "not_sought", (step.missing or "no_report").replace("_", "-"))
        elif told is None and later.index.record.completeness != "whole":
            yield Followup(*base, "not_sought", "abridged")
        elif told is None:
            yield Followup(*base, "not_mentioned", "not-found")
        else:
            passage = later.index.all[told.hit.passage]
            yield Followup(
                *base, told.status, told.rule, quote_of(later.index.record, passage.start, passage.end, None), told.stage,
                told.value, told.unit, round(told.hit.share, 3),
            )  # fmt: skip


class _Later:
    """The next report, ready to be asked for names."""

    def __init__(self, record: Record, names: list[str]) -> None:
        self.index = Passages(record, names)
        self.measures: dict[int, list[Measure]] = defaultdict(list)
        self.aims: set[int] = set()
        for m in record.measures:
            at = self.index.at(m.start)
            if at is None:
                continue
            if m.status == "target":
                self.aims.add(at)
            elif m.value is not None:
                self.measures[at].append(m)
        self.projects: dict[int, list[Project]] = defaultdict(list)
        for p in record.projects:
            at = self.index.at(p.start)
            if at is not None:
                self.projects[at].append(p)
        self._every = self._all_pledges()

    def of(self, p: Promise) -> _Told | None:
        """What the report says of a promise; None for nothing."""
        project = p.sort == "project"
        hits = self.index.find(p.name, _LEAST_PROJECT if project else _LEAST, head=project)
        if p.sort == "task" and (len(p.name) <= _SHORT or p.verb in follow_words("exact")):
            hits = [h for h in hits if p.verb.lstrip("新再") in self._clause(p, h)]
        back = [h for h in hits if self._looks_back(h)]
        if back:
            near = [h for h in back if h.share >= back[0].share - _NEAR]
            return min((self._told(p, h) for h in near), key=lambda t: (_ORDER.index(t.status), -t.hit.share))
        if p.sort == "pledge" and self._every is not None:
            return _Told("done", "every-pledge", Hit(self._every, 1.0))
        ahead = [h for h in hits if self.index.all[h.passage].role in _AHEAD and not self._looks_back(h)]
        return _Told("restated", "said-again", ahead[0]) if ahead else None

    def _looks_back(self, hit: Hit) -> bool:
        """Whether a passage tells of what was done: by its section, or because all its figures do."""
        if self.index.all[hit.passage].role in _BACK:
            return True
        return bool(self.measures.get(hit.passage)) and hit.passage not in self.aims

    def _told(self, p: Promise, hit: Hit) -> _Told:
        if p.value is not None and (m := self._same(p, hit)) is not None:
            assert m.value is not None
            reached = clean(in_base(m.value, m.unit) - in_base(p.value, p.unit)) >= 0
            rule = "quantity-reached" if reached else "quantity-short"
            return _Told("done" if reached else "in_progress", rule, hit, None, m.value, m.unit)
        clause = self._clause(p, hit)
        if p.sort == "project":
            stage = self._stage(p, hit, clause)
            reached = _reached(p.stage, stage)
            return _Told(
                "done" if reached else "in_progress",
                "stage-reached" if reached else "stage-below",
                hit,
                stage,
            )
        done, short = (any(w in clause for w in follow_words(cls)) for cls in ("done", "short"))
        said = done and not short and not _counts_all(p, clause)
        return _Told("done" if said else "in_progress", "said-done" if said else "said-going", hit)

    def _same(self, p: Promise, hit: Hit) -> Measure | None:
        """The quantity of the promised thing in the passage, if it is of the one year."""
        passage = self.index.all[hit.passage]
        text = self.index.record.text[passage.start : passage.end]
        clause = self._clause(p, hit)
        if "累计" in clause or says(text, "many_years"):
            return None
        if (
            p.verb.startswith(_ADDED)
            and any(w in clause for w in follow_words("stock"))
            and "新" not in clause
        ):
            return None  # 新增100家 is not answered by how many there are
        if passage.role == "review_term" and not says(text, "last_year"):
            return None
        name, dimension = self.index.weigh(p.name), fold(p.unit).dimension
        like = [
            (share(name, frozenset(pairs_of(m.name))), m)
            for m in self.measures.get(hit.passage, ())
            if m.rate != "cumulative" and fold(m.unit).dimension == dimension
        ]
        best = max(like, key=lambda x: x[0], default=None)
        return best[1] if best is not None and best[0] >= _LIKE else None

    def _clause(self, p: Promise, hit: Hit) -> str:
        """The clause of the passage that holds most of the name, and the next one if it goes on with it (…项目，已建成)."""
        passage = self.index.all[hit.passage]
        clauses = clauses_of(self.index.record.text[passage.start : passage.end])
        _, best, _ = self.index.clause(self.index.weigh(p.name), hit.passage)
        return "，".join(clauses[best : best + 2]) if clauses[best].endswith(p.name[-2:]) else clauses[best]

    def _stage(self, p: Promise, hit: Hit, clause: str) -> str | None:
        """How far a project is: as read where it was read as one, else by the words of its clause."""
        name = self.index.weigh(p.name)
        partly = any(w in clause for w in follow_words("partly"))
        for q in self.projects.get(hit.passage, ()):
            if q.stage and not partly and share(name, frozenset(pairs_of(q.name))) >= _LIKE:
                return q.stage
        masked = _QUOTED.sub(lambda m: "□" * len(m.group()), clause)
        end = max((clause.rfind(g) + 2 for g, _ in name if g in clause), default=0)
        stage, _ = stages.settle(stages.lead(clause), stages.said(masked, end), None, True)
        if stage is None and any(w in clause for w in follow_words("built")):
            stage = "竣工"
        return "在建" if partly and stage is not None and stages.ORDER.index(stage) >= _BUILT else stage

    def _all_pledges(self) -> int | None:
        """The passage of the review that says of all the year's pledges together that they were kept."""
        for i, passage in enumerate(self.index.all):
            if passage.role not in _BACK:
                continue
            for clause in clauses_of(self.index.record.text[passage.start : passage.end]):
                m = _PLEDGES.search(clause)
                tail = clause[m.start() :] if m else ""
                if _SOME.search(tail):
                    continue
                if any(w in tail for w in follow_words("all")) and any(
                    w in tail for w in follow_words("every")
                ):
                    return i
        return None


def _counts_all(p: Promise, clause: str) -> bool:
    """Whether a clause tells how many there are, where so many were to be added (新增100家, 达到1300家)."""
    return (
        p.verb.startswith(_ADDED) and any(w in clause for w in follow_words("stock")) and "新" not in clause
    )


def _reached(promised: str | None, told: str | None) -> bool:
    """Whether a stage is the promised one or beyond; what was to be pushed on, or names none, is reached when built."""
    if told is None:
        return False
    goal = _BUILT if promised in (None, "在建", "续建") else stages.ORDER.index(promised)
    return stages.ORDER.index(told) >= goal
