"""The good direction of a target (好坏方向): a light blames nobody for prices, unemployment or emissions under their target."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

from luoshi.ledger import lights
from luoshi.rules.progress import below_target


def gap(name: str, op: str, target: str, actual: str, kind: str = "growth", high: str | None = None) -> Any:
    measure = {"name": name, "op": op, "target": target, "high": high, "unit": "%", "schedule": kind}
    item = SimpleNamespace(measures=[measure], due_on=date(2026, 12, 31), issued_on=date(2026, 2, 1))
    figure = SimpleNamespace(value=actual, as_of=date(2026, 9, 30), get_status_display=lambda: "")
    (fact,) = lights._measures(item, {name: figure})  # type: ignore[arg-type, dict-item]
    return below_target(fact)


@pytest.mark.parametrize(
    ("name", "op", "target", "actual", "kind", "behind"),
    [
        ("居民消费价格涨幅", "~", "2", "1.4", "growth", None),
        ("居民消费价格涨幅", "~", "2", "2.6", "growth", "0.6"),
        ("城镇调查失业率", "~", "5.5", "5.1", "ratio", None),
        ("PM2.5平均浓度", "=", "35", "38", "ratio", "3"),
        ("地区生产总值", "~", "5.5", "5.1", "growth", "0.4"),
        ("脱贫人口人均纯收入", ">=", "9", "8.5", "growth", "0.5"),
        ("研发投入强度", "<=", "3", "2.5", "ratio", None),
    ],
)
def test_whether_a_figure_is_behind_goes_by_its_good_direction(
    name: str, op: str, target: str, actual: str, kind: str, behind: str | None
) -> None:
    assert gap(name, op, target, actual, kind) == (Decimal(behind) if behind else None)


def test_of_a_range_of_prices_the_upper_end_is_the_cap() -> None:
    assert gap("居民消费价格涨幅", "range", "2", "2.8", high="3") is None
    assert gap("居民消费价格涨幅", "range", "2", "3.2", high="3") == Decimal("0.2")
