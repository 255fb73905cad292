"""A report as the account sees it (对照用的报告): what a reading holds without its map, plus the key of its place."""

from __future__ import annotations

from functools import cache
from typing import Any

import msgspec

from luoshi.errors import LuoshiError
from luoshi.facts.reading import Reading
from luoshi.facts.shapes import Measure, Pledge, Project, Task
from luoshi.lexicon.tables import rows
from luoshi.report.report import Completeness, Header, Section

SENTENCE_ENDS = "。！？!?\n"
_MOST = 400  # characters of a sentence that are shown before it is cut


class NotARecord(LuoshiError):
    """A line that is no reading of ``luoshi read --json``, or one without its text."""


class Record(msgspec.Struct, frozen=True):
    """One report: ``id`` is the first 12 hex digits of the file's sha256 and its part; spans refer to ``text``."""

    id: str
    path: str
    place: str
    header: Header
    completeness: Completeness
    text: str
    sections: tuple[Section, ...]
    measures: tuple[Measure, ...]
    pledges: tuple[Pledge, ...] = ()
    projects: tuple[Project, ...] = ()
    tasks: tuple[Task, ...] = ()

    @property
    def year(self) -> int | None:
        """The year whose work is set out."""
        return self.header.work_year


class _Origin(msgspec.Struct):
    path: str
    sha256: str
    part: int
    completeness: Completeness


class _Line(msgspec.Struct):
    source: _Origin
    header: Header
    sections: tuple[Section, ...]
    measures: tuple[Measure, ...]
    text: str | None = None
    pledges: tuple[Pledge, ...] = ()
    projects: tuple[Project, ...] = ()
    tasks: tuple[Task, ...] = ()


_DECODER = msgspec.json.Decoder(_Line)


def of_reading(reading: Reading) -> Record:
    """The record of a reading."""
    return _record(reading, reading.text)


def of_line(line: bytes) -> Record:
    """The record of one line of ``luoshi read --json``. Raises NotARecord."""
    try:
        found = _DECODER.decode(line)
    except msgspec.DecodeError as e:
        raise NotARecord(f"不是 luoshi read --json 的一行：{e}") from None
    if found.text is None:
        raise NotARecord(f"{found.source.path}：没有正文；请不要用 --no-text，对照需要引文")
    return _record(found, found.text)


def _record(found: Any, text: str) -> Record:
    source = found.source
    return Record(
        f"{source.sha256[:12]}-{source.part}", source.path, place_key(found.header), found.header,
        source.completeness, text, found.sections, found.measures, found.pledges, found.projects, found.tasks,
    )  # fmt: skip


def place_key(header: Header) -> str:
    """One key for a place across renamings and new codes: the newest code it became, else its path or its name."""
    if header.level == "nation":
        return "000000"
    if header.code:
        return _newest(header.code)
    return "/".join(header.path) or header.jurisdiction or ""


def _newest(code: str) -> str:
    seen = {code}
    while (after := _followers().get(code)) and after not in seen:
        seen.add(after)
        code = after
    return code


@cache
def _followers() -> dict[str, str]:
    """Old code -> the code of what took its place; a code still in use for another name does not move."""
    table = rows("divisions.tsv")
    living = {r["code"] for r in table if not r["to"]}
    return {r["code"]: r["next"] for r in table if r["next"] and r["code"] not in living}


def sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """The span of the sentence around ``start``..``end``; at most 400 characters, the fact always inside."""
    low = max(0, start - _MOST)
    left = max(text.rfind(mark, low, start) for mark in SENTENCE_ENDS) + 1 or low
    rights = [at for mark in SENTENCE_ENDS if (at := text.find(mark, end, end + _MOST)) >= 0]
    right = min(rights) + 1 if rights else min(len(text), end + _MOST)
    while left < start and text[left] in " 　\n":
        left += 1
    return left, right
