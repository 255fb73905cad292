"""Traditional text becomes simplified where it is traditional; names and idioms keep their characters."""

from __future__ import annotations

import pytest

from luoshi.text.repair import repair
from luoshi.text.traced import TracedText

OLD = "過去一年，我們堅持穩中求進，經濟運行總體平穩，農業發展態勢良好，各項任務順利完成。"


def simplified(raw: str) -> str:
    return repair(TracedText.of(raw))[0].text


@pytest.mark.parametrize(
    "kept",
    [
        "我们要见微知著，防患于未然。",
        "善于见微而知著，发展成效显著，著名景区、著作权、卓著功勋、臭名昭著。",
        "乾务镇、於潜镇、甪直镇的建设走在全县前列。",
        "朱镕基同志、阿里山的干部、皇后大道、松花江畔的一只鸟。",
    ],
)
def test_simplified_text_stays(kept: str) -> None:
    assert simplified(kept) == kept


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("着眼长远，著力抓好盐堿地治理", "着眼长远，着力抓好盐碱地治理"),
        ("沿著大路前进，围绕著目标，有著重要意义", "沿着大路前进，围绕着目标，有着重要意义"),
        (
            "工业増加值、龙头企业対基地，生态保护圏，债劵，产需銜接，勤儉节约",
            "工业增加值、龙头企业对基地，生态保护圈，债券，产需衔接，勤俭节约",
        ),
        ("增速高於全省，勇於创新，属於国家级", "增速高于全省，勇于创新，属于国家级"),
        (OLD, "过去一年，我们坚持稳中求进，经济运行总体平稳，农业发展态势良好，各项任务顺利完成。"),
        (OLD + "著力改善民生，成效顯著，後備幹部乾淨擔當。", None),
    ],
)
def test_traditional_and_leftovers(raw: str, clean: str | None) -> None:
    got = simplified(raw)
    if clean is None:
        assert got.endswith("着力改善民生，成效显著，后备干部干净担当。")
    else:
        assert got == clean
    assert len(got) == len(raw)


def test_a_traditional_line_in_a_simplified_text() -> None:
    line = "全县经济社会发展取得新的成绩，各项目标任务圆满完成。"
    assert simplified(f"{line}\n{OLD}\n{line}") == f"{line}\n{simplified(OLD)}\n{line}"
