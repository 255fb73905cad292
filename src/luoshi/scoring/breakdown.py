"""The error table by field, section, level, decade and source quality (误差分解), on all gold that has a reading."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from luoshi.scoring.agreement import Fact
from luoshi.scoring.score import Against, figures_of, match_readings
from luoshi.scoring.table import intervals
from luoshi.scoring.tally import Tally

_FIELDS = (
    ("targets: quantity", "目标数值"),
    ("targets: +period+status", "目标全读"),
    ("headline: +period+status", "总述全读"),
    ("passages: quantity", "段落数值"),
    ("passages: +kind+op", "类型与限定"),
    ("passages: +name", "名称"),
    ("passages: +period+status", "段落全读"),
    ("passages: indicator exact (null too)", "指标"),
    ("projects: name", "项目"),
    ("tasks", "任务"),
    ("commitments", "承诺"),
    ("pledges", "实事"),
    ("problems", "问题"),
    ("sections: boundary and role", "篇章"),
    ("header: all", "报告头"),
)
_MENDED = ("mojibake", "script", "pinyin", "dash", "entity")
_FEW_PARAGRAPHS = 2000
"""A text with fewer paragraphs than one in so many characters has lost its line breaks."""


def level_of(gold: Fact, reading: Fact) -> str:
    """The level of government of the report."""
    return {"nation": "全国", "province": "省", "prefecture": "市", "county": "县", "township": "乡镇"}.get(
        str(gold["header"].get("level")), "不明"
    )


def decade_of(gold: Fact, reading: Fact) -> str:
    """The decade of the year whose work is set out."""
    year = gold["header"].get("work_year")
    return f"{int(year) // 10 * 10}年代" if year else "不明"


def quality_of(gold: Fact, reading: Fact) -> str:
    """What the file was like: damaged, without line breaks, or clean."""
    kinds = {r.get("kind") for r in (reading.get("source") or {}).get("repairs") or []}
    if kinds & set(_MENDED):
        return "有损坏"
    text = str(reading["text"])
    return "无换行" if text.count("\n") < len(text) / _FEW_PARAGRAPHS else "完好"


GROUPINGS: Mapping[str, Callable[[Fact, Fact], str]] = {
    "level 层级": level_of,
    "decade 年代": decade_of,
    "source 来源质量": quality_of,
}


def breakdown(golds: Sequence[Fact], readings: Sequence[Fact]) -> str:
    """Markdown: one table a grouping (F1 with the count of gold items), and passages by the section they stand in.

    A field that a group's gold does not have is “–”.
    """
    pairs, _ = match_readings(golds, readings)
    judged = [(g, r, Against(g, r).run()) for g, r in pairs]
    parts = []
    for title, of in GROUPINGS.items():
        groups: dict[str, list[Tally]] = {}
        for gold, reading, tally in judged:
            groups.setdefault(of(gold, reading), []).append(tally)
        parts.append(_table(title, {k: groups[k] for k in sorted(groups)}))
    parts.append(_table("section 所在篇章", _by_section(pairs)))
    return "\n\n".join(parts) + "\n"


def _by_section(pairs: Sequence[tuple[Fact, Fact]]) -> dict[str, list[Tally]]:
    """Each passage judged by itself, under the role of the main part that it stands in."""
    out: dict[str, list[Tally]] = {}
    for gold, reading in pairs:
        for passage in gold.get("passages") or []:
            alone: dict[str, Any] = {"id": gold["id"], "header": {}, "targets": None, "passages": [passage]}
            judge = Against(alone, reading)
            where = judge.located.region(passage["text"])
            role = "其他"
            if where:
                for s in reading.get("sections") or []:
                    a, b = judge.located.span(s["start"], s["end"])
                    if s.get("depth") == 1 and a <= where[0] < b:
                        role = str(s["role"])
            out.setdefault(role, []).append(judge.run())
    return {k: out[k] for k in sorted(out)}


def _table(title: str, groups: Mapping[str, Sequence[Tally]]) -> str:
    cells: dict[str, dict[str, str]] = {}
    for name, tallies in groups.items():
        reach = intervals(tallies)
        for f in figures_of(tallies).figures():
            low, high = reach.get(f.what, (f.f1, f.f1))
            cells.setdefault(f.what, {})[name] = f"**{f.f1:.3f}** ({low:.2f}–{high:.2f}; {f.gold})"
    head = [title, *(f"{k} ({len(v)})" for k, v in groups.items())]
    lines = ["| " + " | ".join(head) + " |", "|---" + "|---:" * len(groups) + "|"]
    for what, label in _FIELDS:
        if what in cells:
            row = [cells[what].get(name, "–") for name in groups]
            lines.append(f"| {label} `{what}` | " + " | ".join(row) + " |")
    return "\n".join(lines)
