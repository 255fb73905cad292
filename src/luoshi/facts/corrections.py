"""Corrections (更正): what a person said of single measures, kept in a small file apart from the readings.

A correction hangs on the measure's stable id and on a selector (the quote, the characters around it, an ordinal), so
that it finds its place again under better rules and in another copy of the report. It keeps what the machine had
read and what the person says; applying it is the work of :mod:`luoshi.facts.correcting`.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import isfinite
from pathlib import Path
from typing import Literal

import msgspec

from luoshi.errors import UnreadableFile, os_words
from luoshi.facts.shapes import Kind, Measure, Op, Status

SCHEMA = "luoshi.corrections/1"
CONTEXT = 20  # characters kept either side of a quote
_MAX_BYTES = 20_000_000

Action = Literal["accept", "edit", "reject"]
State = Literal["applied", "confirmed", "restored", "recreated", "rejected", "moot", "unplaced"]


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    """What is said of one measure: the fields that a person can correct, as in the contract."""

    name: str
    indicator: str | None = None
    kind: Kind = "level"
    op: Op = "="
    value: float | None = None
    high: float | None = None
    unit: str | None = None
    period: str | None = None
    status: Status = "actual"
    ref: str | None = None


class Selector(msgspec.Struct, frozen=True):
    """Where the measure stands: its quote, up to 20 characters either side, and which of the measures there it is.

    ``ordinal`` counts the measures on the same span from 0 (分别 lists share one); ``start`` is where the quote began
    and only decides between places that are otherwise the same.
    """

    quote: str
    before: str = ""
    after: str = ""
    ordinal: int = 0
    start: int = 0


class ReportKey(msgspec.Struct, frozen=True):
    """The report that a correction belongs to: the file's hash and part, and who reported for which year."""

    sha256: str
    part: int = 1
    jurisdiction: str | None = None
    work_year: int | None = None


class Correction(msgspec.Struct, frozen=True):
    """One person's word on one measure. ``person`` is the corrected figure (edit), None for accept and reject."""

    id: str
    action: Action
    report: ReportKey
    selector: Selector
    machine: Figure
    person: Figure | None = None
    note: str = ""

    @property
    def wanted(self) -> Figure:
        """The figure that the person stands for."""
        return self.person or self.machine


class CorrectionsFile(msgspec.Struct, frozen=True):
    """The whole file, as the review page saves it."""

    schema: str
    corrections: tuple[Correction, ...] = ()


class Applied(msgspec.Struct, frozen=True):
    """What became of one correction in one reading (更正结果).

    ``fact`` is the id of the measure it was applied to. ``state``: applied (the person's figure stands), confirmed
    (machine and person agree), restored (accepted once, read otherwise since: the accepted figure stands), recreated
    (no longer read by rule: made anew from the correction), rejected (taken out), moot (rejected and no longer read),
    unplaced (its place was not found; there is a warning, too). ``machine`` is what the rules read there now, None
    where they read nothing.
    """

    id: str
    fact: str | None
    action: Action
    state: State
    machine: Figure | None
    quote: str
    note: str = ""


def figure_of(m: Measure) -> Figure:
    """The correctable fields of a measure."""
    return Figure(**{f: getattr(m, f) for f in Figure.__struct_fields__})


def load(path: str | Path) -> tuple[Correction, ...]:
    """The corrections of a file. Raises UnreadableFile that says what is wrong with which one."""
    name = str(path)
    try:
        if Path(name).stat().st_size > _MAX_BYTES:
            raise UnreadableFile(name, "更正文件超过 20 MB，不像是 luoshi review 保存的文件")
        data = Path(name).read_bytes()
    except OSError as e:
        raise UnreadableFile(name, f"更正文件读不了：{os_words(e)}") from None
    return loads(name, data)


def loads(name: str, data: bytes) -> tuple[Correction, ...]:
    """The same from bytes; ``name`` stands in messages."""
    try:
        found = msgspec.json.decode(data.removeprefix(b"\xef\xbb\xbf"), type=CorrectionsFile)
    except (msgspec.MsgspecError, UnicodeDecodeError) as e:
        raise UnreadableFile(name, f"不是有效的更正文件（{e}）；应为 luoshi review 页面保存的 JSON") from None
    if found.schema != SCHEMA:
        raise UnreadableFile(name, f"格式是 {found.schema}，这里只认 {SCHEMA}")
    for n, c in enumerate(found.corrections, 1):
        if wrong := fault(c):
            raise UnreadableFile(name, f"第 {n} 条更正（{c.id}）有误：{wrong}")
    return merge(found.corrections)


def dumps(corrections: Iterable[Correction]) -> bytes:
    """The file's bytes: one correction a line, so that two versions of it compare well."""
    rows = b",\n".join(msgspec.json.encode(c) for c in corrections)
    return b'{"schema":"%s","corrections":[\n%s\n]}\n' % (SCHEMA.encode(), rows)


def merge(*files: Iterable[Correction]) -> tuple[Correction, ...]:
    """All corrections; of several on the same measure of the same report the last one counts."""
    out: dict[tuple[str, int, str], Correction] = {}
    for corrections in files:
        for c in corrections:
            key = (c.report.sha256, c.report.part, c.id)
            out.pop(key, None)
            out[key] = c
    return tuple(out.values())


def fault(c: Correction) -> str | None:
    """What is wrong with a correction that has the right shape; None if nothing is."""
    if not c.id or not c.selector.quote.strip():
        return "缺编号或引文"
    f = c.wanted
    if not f.name.strip():
        return "名称是空的"
    if any(x is not None and not isfinite(x) for x in (f.value, f.high)):
        return "数值不是有限的数"
    if f.op == "range" and (f.value is None or f.high is None):
        return "区间要有上下两个数"
    if f.value is None and f.op in ("=", "~", ">=", "<="):
        return "缺数值"
    if c.action == "edit" and c.person is None:
        return "动作是 edit，却没有 person"
    return None
