"""The sheets of the workbook (工作表): which columns they have, and a report's rows in them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from luoshi.pages import flags, kinds, pick, words
from luoshi.pages.facts import clauses
from luoshi.report.finder import SectionFinder

if TYPE_CHECKING:
    from luoshi.facts.reading import Reading
    from luoshi.facts.shapes import Measure, Task

Cell = str | int | float | None
Row = tuple[str, tuple[Cell, ...]]

# Sheet -> columns with their widths in characters.
_WHO = (("地区", 14), ("工作年度", 9))
_WHERE = (("所在句", 60), ("起", 8), ("止", 8), ("编号", 15), ("文件", 30), ("第几份", 7))
_MEASURE = (
    *_WHO, ("篇章", 24), ("名称", 28), ("规范指标", 20), ("类型", 7), ("比较", 7), ("数值", 12), ("上限", 10),
    ("单位", 10), ("参照", 16), ("期间", 12), ("状态", 7), ("力度", 7), ("口径", 7), ("说法", 20), ("原文", 32),
    *_WHERE, ("规则", 18), ("说明", 20),
)  # fmt: skip
SHEETS = {
    "报告": (
        *_WHO, ("上级", 20), ("代码", 9), ("层级", 7), ("回顾年度", 9), ("会议", 34), ("日期", 12), ("报告人", 10),
        ("职务", 10), ("完整性", 8), ("字数", 9), *((shown.name, 7) for shown in kinds.KINDS.values()),
        ("注意", 50), ("文件", 30), ("第几份", 7), ("共几份", 7), ("格式", 7), ("编码", 10), ("sha256", 20),
    ),
    "目标": _MEASURE,
    "指标": _MEASURE,
    "实事": (*_WHO, ("序号", 6), ("内容", 60), ("责任单位", 20), ("应达阶段", 10), ("指标数", 7), *_WHERE),
    "任务": (
        *_WHO, ("篇章", 24), ("任务", 60), ("可核查", 7), ("事项", 40), ("动词", 10), ("对象", 36), ("期限", 12),
        ("单位", 20), ("指标数", 7), ("项目数", 7), *_WHERE,
    ),
    "项目": (
        *_WHO, ("篇章", 24), ("名称", 36), ("金额", 12), ("阶段", 8), ("动词", 10), ("地点", 14), ("规模", 20), ("主体", 20),
        *_WHERE,
    ),
    "问题": (*_WHO, ("内容", 80), *_WHERE),
    "荣誉": (*_WHO, ("名称", 36), ("级别", 8), ("动词", 10), *_WHERE),
    "机制": (*_WHO, ("名称", 20), ("类别", 12), *_WHERE),
    "分工": (*_WHO, ("角色", 12), ("单位", 36), ("期限", 14), ("事项", 60), *_WHERE),
    "名词": (*_WHO, ("名词", 20), ("释义", 80), ("文中次数", 9), *_WHERE),
    "修复": (
        *_WHO, ("类别", 12), ("原文", 40), ("现文", 40), ("把握", 7), ("起", 8), ("止", 8), ("原文起", 8),
        ("原文止", 8), ("文件", 30), ("第几份", 7),
    ),
    "更正": (
        *_WHO, ("结果", 10), ("动作", 10), ("引文", 36), ("机器名称", 24), ("机器数值", 10), ("机器单位", 10), ("机器期间", 10),
        ("备注", 30), ("编号", 15), ("文件", 30), ("第几份", 7),
    ),
}  # fmt: skip
_RATES = {"yoy": "同比", "annual": "年均", "cumulative": "累计"}


def rows(r: Reading) -> Iterator[Row]:
    """All rows of one report: (sheet, cells), the cells in the order of the sheet's columns."""
    h, s, text = r.header, r.source, r.text
    who: tuple[Cell, ...] = (h.jurisdiction, h.work_year)
    file: tuple[Cell, ...] = (s.path, s.part)

    def where(start: int, end: int, id_: str) -> tuple[Cell, ...]:
        return (pick.sentence(text, start, end), start, end, f"f-{id_}", *file)

    found = kinds.count(r)
    yield "报告", (
        *who, " › ".join(h.path), h.code, words.LEVELS.get(h.level or ""), h.review_year, h.meeting, h.meeting_date,
        h.speaker, h.speaker_title, words.COMPLETENESS[s.completeness], len(text),
        *(found.get(kind, 0) for kind in kinds.KINDS), "；".join(s.warnings), *file, s.parts, s.format, s.encoding, s.sha256,
    )  # fmt: skip
    finder = SectionFinder(r.sections)

    def part(start: int) -> str:
        x = finder.at(start)
        return (x.heading or words.ROLES[x.role]) if x else ""

    for sheet, measures in (("目标", pick.targets(r)), ("指标", pick.figures(r))):
        for m in measures:
            told = "、".join(flags.flag(f).label for f in m.flags)
            place = where(m.start, m.end, m.id)
            yield sheet, (*who, part(m.start), *_measure(m), text[m.start : m.end], *place, m.rule, told)
    for p in r.pledges:
        what = (p.no, p.title or text[p.start : p.end], "、".join(p.organs), p.due_stage, len(p.measures))
        yield "实事", (*who, *what, *where(p.start, p.end, p.id))
    for i in r.inherited_pledges:
        taken: tuple[Cell, ...] = (None, f"承接{i.level}定民生实事 {i.count} 件", "", None, 0)
        yield "实事", (*who, *taken, *where(i.start, i.end, i.id))
    for t in r.tasks:
        for cells in _task(t, text):
            yield "任务", (*who, part(t.start), *cells, *where(t.start, t.end, t.id))
    for j in r.projects:
        about = (j.name, j.amount, j.stage, j.verb, j.place, j.capacity, j.who)
        yield "项目", (*who, part(j.start), *about, *where(j.start, j.end, j.id))
    for q in r.problems:
        yield "问题", (*who, text[q.start : q.end], *where(q.start, q.end, q.id))
    for o in r.honours:
        yield "荣誉", (*who, o.title, kinds.LEVELS.get(o.level or ""), o.verb, *where(o.start, o.end, o.id))
    for n in r.mechanisms:
        kind = kinds.MECHANISMS.get(n.kind, n.kind)
        yield "机制", (*who, n.name, kind, *where(n.start, n.end, n.id))
    for d in r.responsibilities:
        task = text[d.task_start : d.task_end] if d.task_start is not None else ""
        yield "分工", (*who, d.role, "、".join(d.organs), d.deadline, task, *where(d.start, d.end, d.id))
    for g in r.glossary:
        yield "名词", (*who, g.key, g.definition, len(g.uses), *where(g.start, g.end, g.id))
    for x in s.repairs:
        span = (x.start, x.end, x.raw_start, x.raw_end)
        now = text[x.start : x.end]
        yield "修复", (*who, words.REPAIRS.get(x.kind, x.kind), x.raw, now, x.confidence, *span, *file)
    for c in r.corrections:
        machine = c.machine
        was = (machine.name, machine.value, machine.unit, machine.period) if machine else (None,) * 4
        fact = f"f-{c.fact or c.id}"
        yield (
            "更正",
            (*who, words.STATES[c.state], words.ACTIONS[c.action], c.quote, *was, c.note, fact, *file),
        )


def _task(t: Task, text: str) -> Iterator[tuple[Cell, ...]]:
    """A task's commitments, a row each: what could be handed to someone. A task without any has one row."""
    head = (text[t.start : t.end], "是" if t.specific else "")
    organs = "、".join(t.organs)
    for c, said in zip(t.commitments, clauses(t), strict=True):
        due = c.deadline or t.deadline
        yield (*head, said, c.verb, c.object, due, organs, len(c.measures), len(c.projects))
    if not t.commitments:
        yield (*head, None, None, None, t.deadline, organs, len(t.measures), len(t.projects))


def _measure(m: Measure) -> tuple[Cell, ...]:
    return (
        m.name, m.indicator, words.KINDS[m.kind], words.OPS[m.op], m.value, m.high, m.unit, m.ref, words.period(m.period),
        words.STATUSES[m.status], words.FIRMNESS.get(m.firmness or ""), _RATES.get(m.rate or ""), words.reading(m),
    )  # fmt: skip
