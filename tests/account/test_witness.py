"""A second witness: what a report tells beside the communiqué of the same year."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from luoshi.account.record import Record
from luoshi.account.witness import Witnessed, hear

Make = Callable[..., Record]

GDP = {"indicator": "国内生产总值", "indicator_id": "gdp", "status": "actual"}
LEVEL = GDP | {"kind": "level", "unit": "万亿元"}
CPI = {"indicator": "居民消费价格", "indicator_id": "cpi", "status": "actual"}


def only(report: Make, told: tuple[str, dict[str, Any]], heard: tuple[str, dict[str, Any]]) -> Witnessed:
    ours = report(2032, f"{told[0]}。", [(told[0], "国内生产总值", told[1])])
    theirs = report(2032, f"{heard[0]}。", [(heard[0], "国内生产总值", heard[1])], id="c-1")
    (found,) = hear({"990001": {2032: ours}}, [theirs])
    assert found.year == 2031
    return found


@pytest.mark.parametrize(
    ("told", "heard", "relation", "cause"),
    [
        (("增长5%", GDP | {"value": 5.0}), ("增长5.0%", GDP | {"value": 5.0}), "agrees", None),
        (("增长5%", GDP | {"value": 5.0}), ("增长5.4%", GDP | {"value": 5.4}), "rounded", None),
        (("增长5.0%", GDP | {"value": 5.0}), ("增长5.4%", GDP | {"value": 5.4}), "differs", "unexplained"),
        (
            ("预计增长5.2%", GDP | {"value": 5.2, "status": "estimate"}),
            ("增长5.0%", GDP | {"value": 5.0}), "differs", "estimate",
        ),
        (
            ("达到134.9万亿元", LEVEL | {"value": 134.9}),
            ("1349084亿元", LEVEL | {"value": 1349084.0, "unit": "亿元"}), "rounded", None,
        ),
        (
            ("超过126万亿元", LEVEL | {"value": 126.0, "op": ">="}),
            ("1270582亿元", LEVEL | {"value": 1270582.0, "unit": "亿元"}), "bound", None,
        ),
        (
            ("超过126万亿元", LEVEL | {"value": 126.0, "op": ">="}),
            ("1250582亿元", LEVEL | {"value": 1250582.0, "unit": "亿元"}), "differs", "about",
        ),
    ],
)  # fmt: skip
def test_two_figures_of_one_year(
    report: Make,
    told: tuple[str, dict[str, Any]],
    heard: tuple[str, dict[str, Any]],
    relation: str,
    cause: str,
) -> None:
    found = only(report, told, heard)
    assert (found.relation, found.cause) == (relation, cause)
    assert found.report is not None and found.witness is not None
    assert (found.report.quote.text, found.witness.quote.text) == (told[0], heard[0])


def test_one_that_is_silent_is_no_disagreement(report: Make) -> None:
    growth = ("增长5%", "国内生产总值", GDP | {"value": 5.0})
    flat = ("与上年持平", "居民消费价格", CPI | {"kind": "level", "unit": None, "value": None})
    ours = report(2032, "增长5%。", [growth])
    theirs = report(2032, "与上年持平。", [flat], id="c-1")
    found = {t.indicator: t for t in hear({"990001": {2032: ours}}, [theirs])}
    assert {i: t.relation for i, t in found.items()} == {"gdp": "witness_silent", "cpi": "report_silent"}
    assert found["cpi"].witness is not None and found["cpi"].witness.value == 0.0, (
        "prices that stood still rose by 0"
    )
    assert hear({}, [theirs]) == []
