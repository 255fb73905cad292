"""分解表 as a sheet, out in the usual columns and back in: first what it would do, row by row, then all or nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction

from luoshi import rules
from luoshi.ledger import registers
from luoshi.ledger.actions import proposals as acts
from luoshi.ledger.actor import Actor
from luoshi.ledger.errors import Invalid
from luoshi.ledger.leads import Units, match_units
from luoshi.ledger.models import Document, Proposal
from luoshi.web.sheets.writing import Cell, workbook

HEAD = (
    ("序号", 6),
    ("工作任务", 60),
    ("牵头单位", 16),
    ("配合单位", 24),
    ("完成时限", 14),
    ("责任领导", 12),
    ("登记册", 14),
    ("条目号", 9),
)
NOTE = "可改：工作任务、牵头单位、配合单位、完成时限、责任领导、登记册。“条目号”请勿改动；新增的行留空。表里没有的条目不会被删除。"
_SPLIT = re.compile(r"[、,，;；/\n]+")


@dataclass
class Line:
    """What a row of the sheet would do (回传行): ``what`` is “same”, “change”, “new” or “error”."""

    row: int
    title: str
    what: str = "same"
    proposal: int | None = None
    version: int | None = None
    changes: dict[str, Any] = field(default_factory=dict)
    told: list[tuple[str, str, str]] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


def names() -> dict[str, str]:
    """Registers by id, as the sheet names them."""
    return {p.id: p.title for p in registers.registers()}


def sheet(document: Document, rows: Sequence[Proposal]) -> bytes:
    """The accepted rows (with ``lead`` and ``co`` loaded) as a sheet."""
    title = names()
    lines: list[Sequence[Cell]] = [
        (
            n, p.title, p.lead.label if p.lead else "", "、".join(u.label for u in p.co.all()), p.due_on or p.due_text, p.leader,
            title.get(p.register, p.register), p.pk,
        )
        for n, p in enumerate(rows, 1)
    ]  # fmt: skip
    return workbook("任务分解表", HEAD, lines, f"{document.title}　{NOTE}")


def read(document: Document, rows: list[list[str]]) -> list[Line]:
    """What the sheet would do to the document, row by row; nothing is written. Invalid where it is no such table."""
    at, columns = _head(rows)
    known = {p.pk: p for p in document.proposals.select_related("lead").prefetch_related("co")}
    units = match_units(document.government_id)
    packs = {p.title: p.id for p in registers.registers()} | {p.id: p.id for p in registers.registers()}
    out, seen = [], set()
    for n, row in enumerate(rows[at + 1 :], at + 2):
        if not any(row):
            continue
        cell = {k: row[c].strip() if c < len(row) else "" for k, c in columns.items()}
        line = Line(n, cell.get("工作任务", ""))
        out.append(line)
        if not line.title:
            line.errors.append("工作任务是空的")
        found = _row(line, cell.get("条目号", ""), known)
        if found and found.pk in seen:
            line.errors.append(f"条目号 {found.pk} 在表里出现了两次")
        if found:
            seen.add(found.pk)
            line.proposal, line.version = found.pk, found.version
        _compare(line, cell, found, units, packs, document.year)
        line.what = (
            "error" if line.errors else "new" if found is None else "change" if line.changes else "same"
        )
    return out


def _head(rows: list[list[str]]) -> tuple[int, dict[str, int]]:
    for n, row in enumerate(rows[:15]):
        columns = {text.strip(): c for c, text in enumerate(row) if text.strip()}
        if {"工作任务", "牵头单位"} <= set(columns):
            return n, columns
    raise Invalid("没有找到表头：应有“工作任务”和“牵头单位”两列。请用导出的表格填写。", "file")


def _row(line: Line, text: str, known: dict[int, Proposal]) -> Proposal | None:
    if not text:
        return None
    found = known.get(int(text)) if text.isdigit() and len(text) < 12 else None
    if found is None:
        line.errors.append(f"这份文件里没有条目号“{text}”")
    elif found.state in ("merged", "split"):
        line.errors.append(f"条目 {text} 已{found.get_state_display()}")
    return found


def _compare(
    line: Line, cell: dict[str, str], found: Proposal | None, units: Units, packs: dict[str, str], year: int
) -> None:
    now: dict[str, Any] = {"title": line.title, "leader": cell.get("责任领导", "")}
    lead = cell.get("牵头单位", "")
    now["lead_id"] = _unit(line, lead, units) if lead else None
    co = [_unit(line, name, units) for name in _SPLIT.split(cell.get("配合单位", "")) if name.strip()]
    now["co"] = sorted({c for c in co if c})
    if cell.get("登记册"):
        if cell["登记册"] not in packs:
            line.errors.append(f"没有“{cell['登记册']}”这种登记册")
        else:
            now["register"] = packs[cell["登记册"]]
    due = cell.get("完成时限", "")
    if due and not (found and due == found.due_text and found.due_on is None):
        now |= _due(line, due, year, found)
    old = _old(found)
    labels = {
        "title": "工作任务",
        "leader": "责任领导",
        "lead_id": "牵头单位",
        "co": "配合单位",
        "due_on": "完成时限",
        "due_text": "时限说法",
        "register": "登记册",
    }
    for k, v in now.items():
        if found is None or old[k] != v:
            line.changes[k] = v
            if found is not None:
                was = {
                    "lead_id": str(found.lead or "—"),
                    "co": "、".join(u.label for u in found.co.all()) or "—",
                }.get(k, str(old[k] or "—"))
                new = {"lead_id": lead or "—", "co": cell.get("配合单位") or "—"}.get(k, str(v or "—"))
                line.told.append((labels[k], was, new))


def _old(found: Proposal | None) -> dict[str, Any]:
    if found is None:
        return {}
    return {
        "title": found.title, "leader": found.leader, "lead_id": found.lead_id, "co": sorted(u.pk for u in found.co.all()),
        "due_on": found.due_on, "due_text": found.due_text, "register": found.register,
    }  # fmt: skip


def _unit(line: Line, name: str, units: Units) -> int | None:
    found = units.find(name.strip())
    if found is None:
        line.errors.append(f"单位表里没有“{name.strip()}”")
    return found


def _due(line: Line, text: str, year: int, found: Proposal | None) -> dict[str, Any]:
    try:
        return {"due_on": date.fromisoformat(text)}
    except ValueError:
        form = rules.due_from_words(text, year)
    if (
        form.mode == "ongoing"
        or "年底" in text
        or form.date != date(year, 12, 31)
        or "12月" in text
        or text in ("年内", "全年")
    ):
        return {"due_text": text, "due_on": None if form.mode == "ongoing" else form.date}
    line.errors.append(f"看不懂的时限“{text}”，请写成 2026-11-30 或“11月底前”")
    return {}


def carry_out(actor: Actor, document: Document, lines: Sequence[dict[str, Any]]) -> tuple[int, int]:
    """Writes what ``read`` found (plain values, as they were confirmed): all or nothing; gives (changed, new)."""
    changed = new = 0
    with transaction.atomic():
        for line in lines:
            changes = dict(line["changes"])
            if isinstance(changes.get("due_on"), str):
                changes["due_on"] = date.fromisoformat(changes["due_on"])
            if line["what"] == "change":
                acts.edit(actor, line["proposal"], changes, version=line["version"])
                changed += 1
            elif line["what"] == "new":
                acts.add(
                    actor, document.pk, title=changes["title"], lead_id=changes.get("lead_id"), co=changes.get("co", ()),
                    due_on=changes.get("due_on"), due_text=changes.get("due_text", ""), leader=changes.get("leader", ""),
                    register=changes.get("register") or "annual-tasks",
                )  # fmt: skip
                new += 1
    return changed, new
