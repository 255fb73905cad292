"""报送表回传: what a filled form would do, line by line, beside what stands in the ledger by now; then all of it or nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from luoshi.ledger import clock, registers
from luoshi.ledger.errors import Invalid
from luoshi.ledger.models import Item, Submission
from luoshi.ledger.models.work import FigureStatus, SelfLight
from luoshi.web.sheets.unit_form import NUMBER, SIGNER, SITUATIONS, FormNumber, form_number

WHAT = ("new", "conflict", "same", "blank", "error")


@dataclass
class Entry:
    """What a form says about one item (表中一项), as plain values; ``what`` is one of WHAT.

    ``told``: what it would write, in words; ``stands``: what was reported in the meantime, where that is something else.
    """

    row: int
    no: str
    title: str = ""
    item: int | None = None
    version: int | None = None
    kind: str = ""
    text: str = ""
    difficulty: str = ""
    next_step: str = ""
    self_report: str = ""
    percent: str | None = None
    figures: list[dict[str, str]] = field(default_factory=list)
    what: str = "blank"
    told: str = ""
    stands: str = ""
    errors: list[str] = field(default_factory=list)


@dataclass
class Sheet:
    """A filled form (已填报送表): its number, who is said to have signed it, its entries in order."""

    number: FormNumber
    signer: str
    entries: list[Entry]


def parse(rows: Sequence[Sequence[str]]) -> Sheet:
    """The form in these rows of text; Invalid where it is no such form."""
    number, signer = _head(rows)
    at = next((n for n, r in enumerate(rows) if {"编号", "本期情况"} <= {c.strip() for c in r}), None)
    if number is None or at is None:
        raise Invalid("不是从本系统下载的报送表：没有“表号”或表头。请用下载的表格填写。", "file")
    columns = {words.strip(): c for c, words in enumerate(rows[at]) if words.strip()}
    entries: dict[str, Entry] = {}
    for n, cells in enumerate(rows[at + 1 :], at + 2):
        found = {k: cells[c].strip() if c < len(cells) else "" for k, c in columns.items()}
        no = found.get("编号", "")
        if not no:
            if any(found.values()):
                entries[f"?{n}"] = Entry(n, "", found.get("事项", ""), errors=["没有编号，不知道是哪一项"])
            continue
        entry = entries.setdefault(no, Entry(n, no))
        if entry.row == n:
            _words(entry, found)
        _figure(entry, found, n)
    for entry in entries.values():
        _kind(entry)
    return Sheet(number, signer, list(entries.values()))


def _head(rows: Sequence[Sequence[str]]) -> tuple[FormNumber | None, str]:
    number, signer = None, ""
    for row in rows[:6]:
        for c, words in enumerate(row):
            after = row[c + 1].strip() if c + 1 < len(row) else ""
            if words.strip() == NUMBER:
                number = form_number(after)
            elif words.strip() == SIGNER:
                signer = after[:40]
    return number, signer


def _words(entry: Entry, cell: Mapping[str, str]) -> None:
    entry.title = cell.get("事项", "")
    entry.text, entry.difficulty, entry.next_step = (
        cell.get(k, "")[:4000] for k in ("进展情况", "存在问题", "下一步措施")
    )
    situation = cell.get("本期情况", "")
    if situation and situation not in SITUATIONS:
        entry.errors.append(f"“本期情况”应为有进展或无变化，表里是“{situation}”")
    entry.kind = {"有进展": "progress", "无变化": "unchanged"}.get(situation, "")
    word = cell.get("自评", "")
    if word:
        codes = {str(label): str(value) for value, label in SelfLight.choices}
        entry.self_report = codes.get(word, "")
        if not entry.self_report:
            entry.errors.append(f"“自评”应为{'、'.join(codes)}，表里是“{word}”")
    share = cell.get("进度%", "").rstrip("%％")
    if share:
        value = _number(share)
        if value is None or not 0 <= value <= 100:
            entry.errors.append(f"“进度%”应是 0 到 100 的数，表里是“{share}”")
        else:
            entry.percent = str(value)


def _figure(entry: Entry, cell: Mapping[str, str], row: int) -> None:
    given = cell.get("本期数值", "")
    if not given:
        return
    name = cell.get("数据名称", "")
    value = _number(given.replace(",", "").replace("，", ""))
    if value is None:
        entry.errors.append(f"第 {row} 行“本期数值”不是数字：“{given}”")
        return
    if not name:
        entry.errors.append(f"第 {row} 行有数值，没有数据名称")
        return
    try:
        as_of = date.fromisoformat(cell.get("截至日期", ""))
    except ValueError:
        entry.errors.append(f"第 {row} 行“截至日期”应写成 2026-11-30：“{cell.get('截至日期', '')}”")
        return
    codes = {str(label): str(v) for v, label in FigureStatus.choices}
    status = codes.get(cell.get("性质", ""), "")
    if not status:
        entry.errors.append(f"第 {row} 行“性质”应为{'、'.join(codes)}")
        return
    if as_of > clock.today() and status != "estimate":
        entry.errors.append(f"第 {row} 行截至日期晚于今天，性质只能是“预计”")
        return
    entry.figures.append({"name": name, "value": str(value), "as_of": as_of.isoformat(), "status": status})


def _kind(entry: Entry) -> None:
    filled = bool(entry.text or entry.figures)
    rest = bool(entry.difficulty or entry.next_step or entry.self_report or entry.percent)
    if entry.kind == "unchanged" and (filled or rest):
        entry.errors.append("填了“无变化”，又填了进展或数据，请只留一样")
    elif (entry.kind == "progress" or rest) and not filled:
        entry.errors.append("有进展的，请填写进展情况或数据")
    elif filled:
        entry.kind = "progress"


def _number(text: str) -> Decimal | None:
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    return value if value.is_finite() else None


def compare(sheet: Sheet, items: Mapping[str, Item], since: Mapping[int, Sequence[Submission]]) -> None:
    """Sets what each entry would do. ``items``: those of the unit, by number; ``since``: its reports after the form was made."""
    for e in sheet.entries:
        item = items.get(e.no)
        if item is None and e.no:
            e.errors.append(f"本单位牵头的事项里没有编号 {e.no}")
        if item is not None:
            e.item, e.version, e.title = item.pk, item.version, item.title
            _units(e, item)
        later = list(since.get(item.pk, ())) if item else []
        if e.kind and item is not None and not e.errors:
            _against(e, item, later)
        if e.errors:
            e.what = "error"
        e.told = words_of(e)


def _units(e: Entry, item: Item) -> None:
    units = {m["name"]: m.get("unit") or "" for m in item.measures}
    for figure in e.figures:
        if figure["name"] not in units:
            e.errors.append(f"这一项没有名为“{figure['name']}”的数据，灰色格请勿改动")
        figure["unit"] = units.get(figure["name"], "")


def _against(e: Entry, item: Item, later: Sequence[Submission]) -> None:
    if any(_alike(e, s) for s in later):
        e.what = "same"
        return
    if item.state != "active":
        e.errors.append(f"事项现为“{item.get_state_display()}”，不能报送")
        return
    if (
        e.kind == "unchanged"
        and not registers.pack(item.register, item.register_version).reporting.unchanged_allowed
    ):
        e.errors.append("这类事项不能报“无变化”，请填写进展")
        return
    e.what = "conflict" if later else "new"
    if later:
        e.stands = "；".join(_told(s) for s in later[-2:])


def _alike(e: Entry, s: Submission) -> bool:
    if e.kind != s.kind:
        return False
    if e.kind == "unchanged":
        return True
    mine = {(f["name"], Decimal(f["value"]), f["as_of"], f["status"]) for f in e.figures}
    theirs = {(f.name, f.value, f.as_of.isoformat(), f.status) for f in s.figures.all()}
    percent = Decimal(e.percent) if e.percent is not None else None
    return (e.text, e.difficulty, e.next_step, e.self_report, percent) == (
        s.progress_text, s.difficulty, s.next_step, s.self_report, s.percent,
    ) and mine == theirs  # fmt: skip


def _told(s: Submission) -> str:
    who = f"{s.signer}（纸质）" if s.signer else str(s.by)
    said = "无变化" if s.kind == "unchanged" else s.progress_text or "、".join(f"{f.name} {f.value.normalize():f}" for f in s.figures.all())  # fmt: skip
    return f"{s.on} {who}已报：{said[:80]}"


def words_of(e: Entry) -> str:
    """What the entry would write, in words."""
    if e.kind == "unchanged":
        return "无变化"
    labels = {str(v): str(w) for v, w in SelfLight.choices}
    parts = [e.text, *(f"{f['name']} {f['value']}{f.get('unit', '')}（{f['as_of']}）" for f in e.figures)]
    parts += [
        f"自评{labels[e.self_report]}" if e.self_report else "",
        f"进度{e.percent}%" if e.percent is not None else "",
    ]
    return "；".join(p.rstrip("。；") for p in parts if p)


def submission(e: Mapping[str, Any]) -> dict[str, Any]:
    """The keyword arguments of ``work.submit`` for an entry as it was confirmed (plain values)."""
    if e["kind"] == "unchanged":
        return {"kind": "unchanged"}
    return {
        "kind": "progress", "text": e["text"], "difficulty": e["difficulty"], "next_step": e["next_step"], "self_report": e["self_report"],
        "percent": Decimal(e["percent"]) if e["percent"] is not None else None,
        "figures": [
            {"name": f["name"], "unit": f.get("unit", ""), "value": f["value"], "as_of": date.fromisoformat(f["as_of"]), "status": f["status"]}
            for f in e["figures"]
        ],
    }  # fmt: skip
