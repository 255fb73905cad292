"""From a report to the rows of a draft table (拟办条目): every commitment, target, project and pledge is covered by a row.

Pure over a ``Reading``. What the report does not say (owner, often the date) is proposed and marked “not in source”.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from typing import Literal

from luoshi.facts.reading import Reading
from luoshi.facts.shapes import Commitment, Measure, Pledge, Project, Task
from luoshi.ledger.proposing_shapes import MeasureDraft, ProposalDraft
from luoshi.ledger.sentences import grown, guess, promising
from luoshi.ledger.sentences import uncovered as bare
from luoshi.ledger.suggesting import Memory, candidates
from luoshi.report.report import Section
from luoshi.rules import due_from_words

_ORDINAL = re.compile(r"^(?:[（(]?[一二三四五六七八九十百]+[）)、.．]|\d+[、.．]|[（(]\d+[）)])\s*")
_NOT_ORGAN = re.compile(r"\d|前$|完成|以前|年内|全年|持续")
_DUE = re.compile(
    r"(?:20\d\d年)?(?:\d{1,2}|[一二三四五六七八九十]{1,3})月(?:份|底|末|中旬|上旬|下旬|\d{1,2}日)?(?:之?前|以前)?|(?:上|下)半年|[一二三四1-4]季度[末底]?前?|年[底末]前?|年内"
)
_LED_BY = re.compile(r"由(?P<who>[\u4e00-\u9fff]{2,16}?)(?:牵头|负责)")
# What is reached once and held is looked at as it stands; what is done piece by piece goes by the share of the year.
_PIECEWISE = re.compile(
    r"新增|新建|改造|建设|建成|完成|培育|引进|发放|开展|化解|清偿|治理|更新|修缮|安置|签约|举办|盘活|培训|帮扶|实施|整治|"
    r"新开|新改建|打造|争取|到位|解决|流转|抽检|选派|放映|送戏|贯通|铺设|入驻|创建|收购|处置|种植|提升改造|接待|转移就业|开发"
)
_STANDING = re.compile(r"达到|稳定|保持|控制|占比|比重|比例|率$|率达|总量|总数|覆盖|参保")
_PLACES = frozenset(("tasks", "targets", "pledges", "requirements", "self_building", "closing"))


def propose(reading: Reading, memory: Memory | None = None) -> tuple[ProposalDraft, ...]:
    """The rows for one report, in the order of the text: targets, tasks, projects, pledges."""
    return _Proposing(reading, memory).all()


def facts_to_cover(reading: Reading) -> dict[str, tuple[str, int, int]]:
    """What no table may forget: id → (kind, start, end) of commitments, targets, pledges, and projects of the plan."""
    made = _Proposing(reading, None)
    out = {c.id: ("commitment", c.start, c.end) for t in reading.tasks for c in t.commitments}
    out |= {t.id: ("task", t.start, t.end) for t in reading.tasks}
    out |= {m.id: ("target", m.start, m.end) for m in made.targets()}
    out |= {p.id: ("pledge", p.start, p.end) for p in reading.pledges}
    out |= {p.id: ("project", p.start, p.end) for p in made.projects()}
    return out


def uncovered(reading: Reading, covers: Iterable[str]) -> list[tuple[str, str, int, int]]:
    """(id, kind, start, end) of what no row covers; ``covers``: the ids of all rows that are listed or skipped."""
    covered = set(covers)
    return [(id, *rest) for id, rest in facts_to_cover(reading).items() if id not in covered]


class _Proposing:
    """One report being turned into rows."""

    def __init__(self, reading: Reading, memory: Memory | None) -> None:
        self.reading = reading
        self.text = reading.text
        self.memory = memory
        self.year = reading.header.work_year or 0
        self.measures = {m.id: m for m in reading.measures}
        self.sections = {s.id: s for s in reading.sections}

    def all(self) -> tuple[ProposalDraft, ...]:
        rows = [*map(self.target, self.targets())]
        for task in self.reading.tasks:
            rows += self.task(task)
        rows += map(self.pledge, self.reading.pledges)
        rows += map(self.project, self.lone_projects())
        every = promising(self.text, self.reading.sections)
        rows = grown(self.text, every, rows)
        rows += self.leftovers(bare(every, [(r.start, r.end) for r in rows]))
        return tuple(sorted(rows, key=lambda r: (r.start, r.end, r.kind)))

    # -- which facts -------------------------------------------------------------------------------------------

    def targets(self) -> list[Measure]:
        """The expected targets of the work year: what stands in the targets part and in no task."""
        taken = {id for t in self.reading.tasks for id in t.measures}
        return [
            m
            for m in self.reading.measures
            if m.status == "target" and m.id not in taken and self._role(m.section, m.start) == "targets"
        ]

    def projects(self) -> list[Project]:
        """Projects that the plan of the year speaks of."""
        return [p for p in self.reading.projects if self._role(None, p.start) in _PLACES]

    def lone_projects(self) -> list[Project]:
        """Those that lie in no task and no pledge."""
        return [
            p for p in self.projects() if not self._inside_task(p) and not self._inside_pledge(p.start, p.end)
        ]

    def _inside_task(self, p: Project) -> bool:
        return any(t.start < p.end and p.start < t.end for t in self.reading.tasks)

    def _inside_pledge(self, start: int, end: int) -> bool:
        return any(p.start < end and start < p.end for p in self.reading.pledges)

    def _section(self, at: int) -> Section | None:
        inside = [s for s in self.reading.sections if s.start <= at < s.end]
        return max(inside, key=lambda s: s.depth) if inside else None

    def _role(self, id: str | None, at: int) -> str:
        section = self.sections.get(id or "") or self._section(at)
        return section.role if section else ""

    # -- rows --------------------------------------------------------------------------------------------------

    def target(self, m: Measure) -> ProposalDraft:
        """An expected target: growth is compared with itself, levels with what is reached."""
        clause_start, clause_end = self._clause(m.start, m.end)
        title = self.text[clause_start:clause_end].strip("，,、；; ")
        drafts = (self._measure(m, title),)
        return self._row(
            "target",
            title,
            title,
            clause_start,
            clause_end,
            (m.id,),
            drafts,
            None,
            (),
            group="主要预期目标",
            why="报告的主要预期目标",
        )

    def task(self, task: Task) -> list[ProposalDraft]:
        """A sentence that can be checked gives a row for each commitment; one that cannot gives one row as a whole."""
        if self._inside_pledge(task.start, task.end) or not task.commitments:
            return [self._whole(task)]
        if not task.specific:
            return [self._whole(task)]
        groups: list[list[Commitment]] = []
        for c in task.commitments:
            bare = not c.object.strip() or _BARE.match(c.object.strip())
            if groups and (bare or c.start < groups[-1][-1].end):
                groups[-1].append(c)  # “力争三季度开工”, “完成投资2亿元” belong to what stands before
            else:
                groups.append([c])
        rows = [self._commitments(task, g, first=g is groups[0]) for g in groups]
        return self._spread(task, rows)

    def _whole(self, task: Task) -> ProposalDraft:
        body = self.text[task.start : task.end].strip()
        covers = (task.id, *(c.id for c in task.commitments), *self._project_ids(task.start, task.end))
        skip = ""
        if any(p.start <= task.start and task.end <= p.end for p in self.reading.pledges):
            skip = "已列入民生实事"
        elif self._role(task.section, task.start) in ("requirements", "closing"):
            skip = "总体要求，不单独立项"
        return self._row(
            "commitment", _short(body), body, task.start, task.end, covers, self._measures(task.measures, body),
            task.deadline, self._named(task.start, task.end, task.organs), group=self._group(task),
            why="任务句整体成条：没有可以单独核验的数量、时限或名称" if not task.specific else "", skip=skip,
        )  # fmt: skip

    def _commitments(self, task: Task, group: Sequence[Commitment], first: bool) -> ProposalDraft:
        start, end = group[0].start, max(c.end for c in group)
        body = self.text[start:end].strip()
        covers = [c.id for c in group] + self._project_ids(start, end) + ([task.id] if first else [])
        ids = [m for c in group for m in c.measures]
        deadlines = [c.deadline for c in group if c.deadline]
        return self._row(
            "commitment", _short(body), body, start, end, tuple(dict.fromkeys(covers)), self._measures(ids, body),
            deadlines[-1] if deadlines else None, self._named(task.start, task.end, task.organs), group=self._group(task),
            why="可以单独核验的一项承诺",
        )  # fmt: skip

    def _spread(self, task: Task, rows: list[ProposalDraft]) -> list[ProposalDraft]:
        """Projects of the sentence that lie between its commitments go with the nearest row."""
        import msgspec

        covered = {c for r in rows for c in r.covers}
        for p in self.projects():
            if p.id in covered or not (task.start < p.end and p.start < task.end):
                continue
            near = min(
                range(len(rows)), key=lambda i: min(abs(rows[i].start - p.start), abs(rows[i].end - p.end))
            )
            rows[near] = msgspec.structs.replace(rows[near], covers=(*rows[near].covers, p.id))
        return rows

    def pledge(self, p: Pledge) -> ProposalDraft:
        """One item of the 民生实事 list, with all its quantities as parts."""
        body = self.text[p.start : p.end].strip()
        organs = tuple(o for o in p.organs if not _NOT_ORGAN.search(o))
        due = _DUE.search(self.text, p.start + len(p.title), p.end + 40) if organs else None
        due = due if due and "\n" not in self.text[p.start : due.start()] else _last(_DUE, body)
        covers = [p.id, *self._project_ids(p.start, p.end)]
        covers += [t.id for t in self.reading.tasks if p.start <= t.start and t.end <= p.end]
        covers += [
            c.id for t in self.reading.tasks for c in t.commitments if p.start <= c.start and c.end <= p.end
        ]
        return self._row(
            "pledge", _short(p.title), body, p.start, p.end, tuple(covers), self._measures(p.measures, body),
            due[0] if due else None, organs, group="民生实事", why="民生实事清单", register="pledges", due_stage=p.due_stage or "",
        )  # fmt: skip

    def project(self, p: Project) -> ProposalDraft:
        """A project that no task covers."""
        start, end = self._clause(p.start, p.end)
        body = self.text[start:end].strip("，,；; ")
        title = f"{p.verb}{p.name}" if p.verb and p.verb not in p.name else p.name
        covers = tuple(dict.fromkeys((p.id, *self._project_ids(start, end))))
        return self._row(
            "project", _short(title), body, start, end, covers, self._measures(p.measures, body), None, (),
            group="重点项目", why="报告点名的项目", due_stage=p.stage or "",
        )  # fmt: skip

    def leftovers(self, sentences: Iterable[tuple[int, int]]) -> list[ProposalDraft]:
        """Rows for sentences that no fact covers, where they have a deed or an amount: nothing is forgotten."""
        out = []
        for start, end in sentences:
            wanted, skip = guess(self.text, (start, end))
            if not wanted:
                continue
            body = self.text[start:end].strip()
            due = _last(_DUE, body)
            out.append(self._row(
                "commitment", _short(body), body, start, end, (f"sentence:{start}-{end}",), (), due[0] if due else None,
                self._named(start, end, ()), group=self._heading(self._section(start)),
                why="任务部分的句子，没有读出可以单独核验的承诺", skip=skip,
            ))  # fmt: skip
        return out

    # -- parts of a row ------------------------------------------------------------------------------------------

    def _row(
        self, kind: Literal["commitment", "target", "project", "pledge"], title: str, body: str, start: int, end: int,
        covers: tuple[str, ...], measures: tuple[MeasureDraft, ...], due_words: str | None, named: tuple[str, ...], *,
        group: str, why: str, register: str = "annual-tasks", due_stage: str = "", skip: str = "",
    ) -> ProposalDraft:  # fmt: skip
        due = due_from_words(due_words, self.year) if self.year else None
        missing = [] if named else ["lead"]
        if due is None or due.mode == "inferred":
            missing.append("due")
        one = measures[0] if len(measures) == 1 else None
        units = candidates(
            body,
            self.memory,
            named,
            context="" if kind == "target" else f"{group} {self._sentence(start, end)}",
        )
        return ProposalDraft(
            kind=kind, register=register, group=group, title=title, requirement=body if body != title else "", start=start,
            end=end, covers=covers, measures=measures, quantity=one.target if one else None, high=one.high if one else None,
            unit=one.unit if one else "", op=one.op if one else "", due_stage=due_stage, due_text=due_words or "",
            due_form=due.mode if due else "inferred", due_on=due.date if due and due.mode == "by" else None,
            candidates=units, organs=named, not_in_source=tuple(missing), why=why, skip=skip,
        )  # fmt: skip

    def _measures(self, ids: Iterable[str], body: str) -> tuple[MeasureDraft, ...]:
        found = [self.measures[i] for i in dict.fromkeys(ids) if i in self.measures]
        return tuple(
            self._measure(m, body) for m in found if m.parent is None or m.parent not in {f.id for f in found}
        )

    def _measure(self, m: Measure, body: str) -> MeasureDraft:
        around = re.split(r"[。；;，,\n]", self.text[max(0, m.start - 12) : m.end])[-1]
        schedule: Literal["cumulative", "growth", "ratio"] = "ratio"
        if m.kind == "growth":
            schedule = "growth"
        elif m.kind == "level" and m.unit not in ("%", "个百分点", "‰") and not _STANDING.search(around):
            schedule = "cumulative" if _PIECEWISE.search(f"{m.name}{around}") else "ratio"
        return MeasureDraft(
            name=m.name or body[:40], target=_decimal(m.value), high=_decimal(m.high), unit=m.unit or "", op=m.op,
            schedule=schedule, start=m.start, end=m.end,
        )  # fmt: skip

    def _named(self, start: int, end: int, organs: Sequence[str]) -> tuple[str, ...]:
        """Organs that the text itself makes responsible: in the sentence, or in a responsibility line for it."""
        out = dict.fromkeys(o for o in organs if not _NOT_ORGAN.search(o))
        for m in _LED_BY.finditer(self.text, start, end):
            out.setdefault(m["who"], None)
        for r in self.reading.responsibilities:
            if (
                r.task_start is not None
                and r.task_end is not None
                and r.task_start < end
                and start < r.task_end
            ):
                out.update(dict.fromkeys(r.organs))
        return tuple(out)

    def _project_ids(self, start: int, end: int) -> list[str]:
        return [p.id for p in self.projects() if start < p.end and p.start < end]

    def _sentence(self, start: int, end: int) -> str:
        """The sentence around a row, at most 120 characters to each side."""
        a = max(self.text.rfind(mark, max(0, start - 120), start) for mark in "。\n") + 1
        stops = [i for mark in "。\n" if (i := self.text.find(mark, end, end + 120)) >= 0]
        return self.text[a if a > 0 else max(0, start - 120) : min(stops, default=end + 120)]

    def _group(self, task: Task) -> str:
        return self._heading(self.sections.get(task.section or "") or self._section(task.start))

    def _heading(self, section: Section | None) -> str:
        return _ORDINAL.sub("", (section.heading or "").strip())[:200] if section else ""

    def _clause(self, start: int, end: int) -> tuple[int, int]:
        """The span grown to the marks around it, so that a title is a whole phrase."""
        a, b = start, end
        while a > 0 and self.text[a - 1] not in "，,；;。：:\n、" and start - a < 40:
            a -= 1
        while b < len(self.text) and self.text[b] not in "，,；;。\n、" and b - end < 40:
            b += 1
        return a, b


_BARE = re.compile(r"^(?:年度)?投资|^(?:总)?产值$")


def _short(body: str) -> str:
    return re.sub(r"\s+", "", body).rstrip("。；;，,")[:400]


def _decimal(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(int(value)) if value == int(value) else Decimal(str(value))


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    found = None
    for found in pattern.finditer(text):  # noqa: B007
        pass
    return found


Proposer = Callable[[Reading, Memory | None], tuple[ProposalDraft, ...]]
