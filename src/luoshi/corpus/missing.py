"""Why a value is missing (缺失的种类): five reasons that must never be pooled.

no_report
    no report of that place and year in the dataset
abridged
    the report is there, but abridged, cut off or an excerpt: absence says nothing
no_section
    a whole report in which no such part was found (no targets paragraph; no review)
explicitly_none
    the report says that it sets no such target (没有提出全年经济增速具体目标)
silent
    a whole report with the part, and not a word of it that was read as a value
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from luoshi.facts.reading import Reading
from luoshi.lexicon import tables

KINDS = ("no_report", "abridged", "no_section", "explicitly_none", "silent")

_NOT = r"(?:(?:没有|未|暂不|不再|不)(?:具体|明确)?(?:提出|设定|设置|设立|设|提|规定|下达|安排)|(?:没有|未)(?:具体|明确)?确定)"
_NONE = re.compile(_NOT + r"(?P<what>[^。；！？，：\n]{2,24}?)(?:的)?(?:具体|预期|量化|硬性)*(?:目标|指标)")
_NEEDED = {"target": ("targets",), "outcome": ("review", "review_term")}


def why(r: Reading, side: str, said_none: bool) -> str:
    """The reason why a report that is there gives no value of an indicator on that side."""
    if said_none:
        return "explicitly_none"
    if r.source.completeness != "whole":
        return "abridged"
    if not any(s.role in _NEEDED[side] for s in r.sections):
        return "no_section"
    return "silent"


def explicitly_none(text: str, wanted: Iterable[str]) -> frozenset[str]:
    """Ids of the indicators that the text says it sets no target for."""
    found: set[str] = set()
    for m in _NONE.finditer(text):
        what = m["what"]
        found.update(id for id in wanted if any(reading in what for reading in _readings()[id]))
    return frozenset(found)


@cache
def _readings() -> dict[str, tuple[str, ...]]:
    """Id → phrases that mean the indicator; a bare 经济 means too much here."""
    return {
        r["id"]: tuple(p for p in r["readings"].split("|") if len(p) > 2)
        for r in tables.rows("indicators.tsv")
    }
