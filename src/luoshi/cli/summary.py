"""The summary in the terminal (摘要): who, when, sections, targets, pledges, problems, warnings.

Chinese first and readable at 80 columns; colour and rules only where the terminal has them. Text of the report is
printed as it is: no markup is read from it, control characters are shown, not obeyed.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from rich import box
from rich.cells import cell_len, set_cell_size
from rich.table import Table
from rich.text import Text

from luoshi.cli.inputs import printable
from luoshi.cli.wrapping import wrap
from luoshi.pages import kinds, pick, words
from luoshi.report.finder import SectionFinder

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.console import Console

    from luoshi.facts.reading import Reading

_LONG = 60  # characters of a pledge or problem that are shown
_BRIEF = ("target", "measure", "pledge", "problem", "task")
_NARROW = 80  # cells under which a line of a list tells less
_WIDE = 72  # cells from which the outline has room for counts
_OUTLINE = 40  # sections that are listed; a report has about thirty


def whole(console: Console, r: Reading) -> None:
    """Everything a reader wants to know first about one report."""
    console.print(_safe(words.title(r.header)), style="bold")
    for line in _header_lines(r):
        for piece in wrap(line, console.width):
            console.print(_safe(piece), style="dim")
    _warnings(console, [*_notes(r), *r.source.warnings])
    _outline(console, r)
    _targets(console, r)
    _pledges(console, r)
    _problems(console, r)
    console.print()
    lead = Text("合计  ", style="bold")
    for line in wrap(counts(r), console.width - 6):
        console.print(lead + _safe(line))
        lead = Text(" " * 6)


def brief(console: Console, r: Reading) -> None:
    """One report on one line, for folders and pages of many; on a terminal a long path keeps its end only."""
    h, s = r.header, r.source
    found = kinds.count(r)
    narrow = console.is_terminal and console.width < _NARROW
    told = _BRIEF[:3] if narrow else _BRIEF
    numbers = "  ".join(f"{kinds.KINDS[k].name}{found.get(k, 0):>4}" for k in told)
    cells = [
        str(h.work_year or "年份不明"),
        _fit(h.jurisdiction or "（地区不明）", 14),
        *([] if narrow else [_fit(words.LEVELS.get(h.level or "", ""), 4)]),
        numbers,
        *([words.COMPLETENESS[s.completeness]] if s.completeness != "whole" else []),
        *([f"注意 {len(s.warnings)}"] if s.warnings else []),
    ]
    line = _safe("  ".join(cells) + "  ")
    path = printable(f"{s.path} [{s.part}/{s.parts}]" if s.parts > 1 else s.path)
    if console.is_terminal:
        path = _tail(path, console.width - line.cell_len)
    line.append_text(Text(path, style="dim"))
    line.rstrip()
    console.print(line, soft_wrap=True)


def counts(r: Reading) -> str:
    """How many facts of each kind: 「目标 7 · 指标 213 · 实事 12 · 问题 4 · 修复 3」."""
    return " · ".join(f"{kinds.KINDS[kind].name} {n}" for kind, n in kinds.count(r).items())


def _header_lines(r: Reading) -> list[str]:
    h, s = r.header, r.source
    where = [words.place(h), words.LEVELS.get(h.level or "", ""), h.code or ""]
    when = [h.meeting_date or "日期不明", h.meeting or "会议不明"]
    who = f"{h.speaker_title or ''} {h.speaker or '报告人不明'}".strip()
    years = f"安排 {h.work_year} 年" if h.work_year else "年份不明"
    if h.review_year:
        years += f"，回顾 {h.review_year} 年"
    repairs = Counter(x.kind for x in s.repairs)
    mended = "、".join(f"{words.REPAIRS.get(k, k)} {n}" for k, n in repairs.most_common())
    file = f"{s.path}（第 {s.part} 份，共 {s.parts} 份）" if s.parts > 1 else s.path
    lines = [
        " · ".join(x for x in where if x),
        " ".join(when) + " · " + who,
        f"{words.COMPLETENESS[s.completeness]} · {len(r.text):,} 字 · {years}",
        f"{file} · {s.format} · {s.encoding}" + (f" · 修复：{mended}" if mended else ""),
    ]
    return [x for x in lines if x]


def _notes(r: Reading) -> list[str]:
    note = words.COMPLETENESS_NOTES.get(r.source.completeness)
    return [note] if note else []


def _warnings(console: Console, told: list[str]) -> None:
    for warning in told:
        lead = Text("注意  ", style="bold yellow")
        for line in wrap(warning, console.width - 6):
            console.print(lead + _safe(line))
            lead = Text(" " * 6)


def _outline(console: Console, r: Reading) -> None:
    if not r.sections:
        return
    finder = SectionFinder(r.sections)
    found = Counter(s.id for m in r.measures if (s := finder.at(m.start)))
    _heading(console, "篇章")
    counted = console.width >= _WIDE
    table = Table(box=None, show_header=False, padding=(0, 1, 0, 0), expand=False)
    table.add_column(no_wrap=True, min_width=8, style="cyan")
    table.add_column(no_wrap=True, overflow="ellipsis", ratio=1)
    if counted:
        table.add_column(justify="right", no_wrap=True, min_width=7, style="dim")
    for s in r.sections[:_OUTLINE]:
        text = s.heading or _clip(r.text[s.start : s.end], 28)
        style = "" if s.heading else "dim"
        figures = f"{found[s.id]} 个数" if found[s.id] else ""
        cells = (words.ROLES[s.role], Text("  " * (s.depth - 1) + printable(text), style=style), figures)
        table.add_row(*cells[: 2 + counted])
    console.print(table)
    if len(r.sections) > _OUTLINE:
        console.print(f"         … 另有 {len(r.sections) - _OUTLINE} 节", style="dim")


def _targets(console: Console, r: Reading) -> None:
    groups = pick.target_groups(r)
    if not groups:
        _heading(console, "预期目标：没有读到")
    for title, stated in groups:
        _heading(console, f"{title}  {len(stated)}")
        table = Table(box=box.SIMPLE_HEAD, padding=(0, 1), show_edge=False, header_style="dim")
        table.add_column("指标", overflow="fold", ratio=3)
        table.add_column("", no_wrap=True)
        table.add_column("目标", overflow="fold", ratio=2)
        table.add_column("期间", no_wrap=True)
        firmness = [words.FIRMNESS.get(m.firmness or "", "") for m in stated]
        if any(firmness):
            table.add_column("力度", no_wrap=True)
        for m, firm in zip(stated, firmness, strict=True):
            cells = [m.name, words.manner(m), words.figure(m), words.period(m.period), firm]
            table.add_row(*(_safe(c) for c in cells[: len(table.columns)]))
        console.print(table)


def _pledges(console: Console, r: Reading) -> None:
    if r.pledges:
        _heading(console, f"民生实事  {len(r.pledges)}")
        _items(console, ((f"{p.no}.", p.title or r.text[p.start : p.end]) for p in r.pledges))
    if r.inherited_pledges:
        taken = "，".join(f"{p.level}定 {p.count} 件" for p in r.inherited_pledges)
        _heading(console, f"承接上级实事  {taken}")


def _problems(console: Console, r: Reading) -> None:
    if r.problems:
        _heading(console, f"存在问题  {len(r.problems)}")
        _items(console, (("-", r.text[p.start : p.end]) for p in r.problems))


def _heading(console: Console, text: str) -> None:
    console.print()
    console.print(_safe(text), style="bold")


def _items(console: Console, items: Iterable[tuple[str, str]]) -> None:
    """A list with hanging indent."""
    for lead, text in items:
        mark = Text(f"{lead:>3} ", style="dim")
        for line in wrap(_clip(text, _LONG), console.width - 4):
            console.print(mark + _safe(line))
            mark = Text(" " * 4)


def _clip(text: str, length: int) -> str:
    one_line = " ".join(text[: 2 * length].split())
    return one_line if len(one_line) <= length and len(text) <= 2 * length else one_line[:length] + "…"


def _tail(text: str, cells: int) -> str:
    """The end of ``text`` in so many cells, with a mark where it was cut; nothing where there is no room to speak of."""
    if cell_len(text) <= cells:
        return text
    if cells < 8:
        return ""
    start = len(text)
    used = 1
    while start and used + cell_len(text[start - 1]) <= cells:
        start -= 1
        used += cell_len(text[start])
    return "…" + text[start:]


def _fit(text: str, cells: int) -> str:
    return text if cell_len(text) > cells else set_cell_size(text, cells)


def _safe(text: str) -> Text:
    return Text(printable(text))
