"""Reports made by hand for the account: sentences in report style, each value marked where it stands."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from luoshi.account.record import Record
from luoshi.facts.shapes import Measure
from luoshi.report.report import Header, Section

Make = Callable[..., Record]


def measure(text: str, quote: str, name: str, **more: Any) -> Measure:
    """A measure whose span is the first place of ``quote`` in ``text``."""
    start = text.index(quote)
    fields: dict[str, Any] = {
        "indicator": None, "indicator_id": None, "kind": "growth", "op": "=", "value": None, "high": None,
        "unit": "%", "period": "2031", "status": "target",
    }  # fmt: skip
    return Measure(f"{start:010x}", "s1", start, start + len(quote), name=name, **(fields | more))


@pytest.fixture
def report() -> Make:
    """Makes a report: year, text, values as (quote, name, fields), and what else of the record differs."""

    def make(
        year: int, text: str, values: list[tuple[str, str, dict[str, Any]]], role: str = "review", **more: Any
    ) -> Record:
        fields: dict[str, Any] = {
            "id": f"{year}-1", "path": f"{year}.txt", "place": "990001", "completeness": "whole",
            "header": Header("青禾县", ("云岭省", "安川市", "青禾县"), "990001", "county", year, year - 1),
            "text": text, "sections": (Section("s1", None, 1, role, None, 0, len(text)),),
            "measures": tuple(measure(text, q, n, **f) for q, n, f in values),
        }  # fmt: skip
        return Record(**(fields | more))

    return make
