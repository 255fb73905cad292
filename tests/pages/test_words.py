"""A measure in the words people read."""

from __future__ import annotations

from typing import Any

import pytest
from made_reading import made, measure

from luoshi.pages import words


def one(**fields: Any) -> Any:
    return measure(1, "增长6.4%", "某指标", "s2", **fields)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"value": 92.5, "unit": "亿元"}, "92.5 亿元"),
        ({"value": 26000000.0, "unit": "人"}, "26000000 人"),
        ({"value": 1e-05, "unit": "%"}, "0.00001 %"),
        ({"kind": "growth", "op": ">=", "value": 8, "unit": "%"}, "增长 ≥ 8 %"),
        ({"kind": "growth", "op": "~", "value": 6.0, "unit": "%"}, "增长 约 6 %"),
        ({"kind": "growth", "value": 7, "unit": "%", "rate": "annual"}, "年均增长 7 %"),
        # The operator is about the signed value; people read a fall as a size.
        ({"kind": "growth", "op": "<=", "value": -3, "unit": "%"}, "下降 ≥ 3 %"),
        ({"kind": "growth", "op": ">=", "value": -2, "unit": "%"}, "下降 ≤ 2 %"),
        ({"kind": "growth", "op": "range", "value": 5, "high": 6.5, "unit": "%"}, "增长 5–6.5 %"),
        ({"kind": "growth", "op": "range", "value": -4, "high": -3, "unit": "%"}, "下降 3–4 %"),
        ({"kind": "change", "value": 1836, "unit": "元"}, "增加 1836 元"),
        ({"kind": "change", "value": -2.6, "unit": "个百分点"}, "减少 2.6 个百分点"),
        ({"kind": "growth", "op": "sync", "ref": "经济增长"}, "增长 与经济增长同步"),
        ({"op": "sync", "ref": "全省平均水平"}, "与全省平均水平持平"),
        (
            {"kind": "change", "op": "above", "ref": "全省", "value": 1.5, "unit": "个百分点"},
            "高于全省 1.5 个百分点",
        ),
        ({"op": "assigned"}, "完成上级下达任务"),
        ({"kind": "growth", "op": "qualitative"}, "定性表述"),
        ({"kind": "rank", "value": 3, "ref": "全省"}, "全省第 3 位"),
        ({}, "—"),
    ],
)
def test_reading(fields: dict[str, Any], said: str) -> None:
    assert words.reading(one(**fields)) == said


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("2031", "2031年"), ("2030H1", "2030年上半年"), ("2030Q3", "2030年三季度"), ("2030-09", "2030年9月"),
        ("2026-2030", "2026–2030年"), ("asof-2030", "2030年末"), (None, ""), ("十四五", "十四五"),
    ],
)  # fmt: skip
def test_period(value: str | None, said: str) -> None:
    assert words.period(value) == said


def test_title_leaves_out_what_is_unknown() -> None:
    from luoshi.report.report import Header

    assert words.title(made().header) == "青禾县 2031年政府工作报告"
    assert words.title(Header()) == "（地区不明） 政府工作报告"


def test_every_role_level_and_completeness_has_a_word() -> None:
    from typing import get_args

    from luoshi.report.report import Completeness, Level, Role

    assert set(words.ROLES) == set(get_args(Role))
    assert set(words.LEVELS) == set(get_args(Level))
    assert set(words.COMPLETENESS) == set(get_args(Completeness))


def test_a_rule_is_told_in_words_with_its_name() -> None:
    assert words.rule("carried") == "名称承前文（carried）"
    assert words.rule("no-such-rule") == "no-such-rule"


def test_every_rule_that_reads_the_sample_has_words() -> None:
    from luoshi import sample
    from luoshi.facts.reading import read

    rules = {m.rule for path in sample.paths() for r in read(path) for m in r.measures}
    assert not [name for name in rules if words.rule(name) == name]
