"""The quantity scanner: every form of number and unit that the reports use, and the numbers that are none."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.facts.numerals import arabic, chinese
from luoshi.facts.quantities import scan


def read(text: str) -> list[tuple[float, float | None, str | None, str]]:
    return [(q.value, q.high, q.unit, q.op) for q in scan(text)]


@pytest.mark.parametrize(
    ("text", "value", "unit", "op"),
    [
        ("增长6.5%左右", 6.5, "%", "~"),
        ("增长６.５％", 6.5, "%", "="),
        ("新植5300余亩", 5300, "亩", "~"),
        ("惠及4万余户", 4, "万户", "~"),
        ("发放8300多万元", 8300, "万元", "~"),
        ("不到12,300元", 12300, "元", "="),
        ("总量1.2万亿元", 1.2, "万亿元", "="),
        ("浓度49微克/立方米", 49, "微克/立方米", "="),
        ("关停95座(处)", 95, "座(处)", "="),
        ("自然增长率5.8‰以内", 5.8, "‰", "<="),
        ("提高0.6个百分点以上", 0.6, "个百分点", ">="),
        ("增长百分之七点五", 7.5, "%", "="),
        ("投入一千二百亿元", 1200, "亿元", "="),
        ("三十多个村", 30, "个", "~"),
        ("增长三倍", 3, "倍", "="),
        ("比例达三成以上", 3, "成", ">="),
        ("近一半项目", 50, "%", "~"),
        ("产值一万六千七百七十亿元", 16770, "亿元", "="),
        ("收入翻一番以上", 100, "%", ">="),
        ("控制在7％o以内", 7, "‰", "<="),
        ("项目减少一半以上", 50, "%", ">="),
        ("支出零增长", 0, "%", "="),
        ("总产值翻一番", 100, "%", "="),
        ("总产值翻两番", 300, "%", "="),
        ("规模超千人", 1000, "人", ">="),
        ("总额接近万亿", 10000, "亿", "~"),
        ("迈上千亿元台阶", 1000, "亿元", ">="),
        ("办好十件民生实事", 10, "件", "="),
        ("增长16;%", 16, "%", "="),
        ("竣工六亿三千多万平方米", 63000, "万平方米", "~"),
        ("车桩比5.2∶1", 5.2, "∶1", "="),
    ],
)
def test_one_quantity(text: str, value: float, unit: str, op: str) -> None:
    assert read(text) == [(value, None, unit, op)]


@pytest.mark.parametrize("dash", ["-", "—", "–", "－", "～", "~", "至", "到", "——", "─"])
def test_ranges_with_every_dash(dash: str) -> None:
    assert read(f"增长5{dash}6%") == [(5, 6, "%", "range")]
    assert read(f"增长5%{dash}6.5%") == [(5, 6.5, "%", "range")]


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        ("化肥九千万至九千二百万吨", 9000, 9200, "万吨"),
        ("原油一亿三千八百八十万至一亿三千九百三十万吨", 13880, 13930, "万吨"),
        ("纱四百一十三万三千吨至四百三十一万三千吨", 4133000, 4313000, "吨"),
    ],
)
def test_ranges_of_chinese_numerals(text: str, low: float, high: float, unit: str) -> None:
    assert read(text) == [(low, high, unit, "range")]


def test_structure_keeps_its_three_shares() -> None:
    (q,) = scan("调整为10.2∶43.1∶46.7")
    assert q.sort == "structure" and q.parts == (10.2, 43.1, 46.7)


def test_bare_numbers_are_kept_only_before_a_list_mark() -> None:
    assert [q.sort for q in scan("跨越60、70、80亿元大关")] == ["bare", "bare", "money"]


@pytest.mark.parametrize(
    "text",
    [
        "2031年5月8日", "加快5G应用", "P2P平台", "第一时间", "“六稳”“六保”", "三个一批", "S213线", "IGBT二期",
        "“13579”工作思路", "“1+9”模式", "一二三产业融合", "千方百计", "多措并举", "统一的市场准入", "一带一路",
    ],
)  # fmt: skip
def test_not_quantities(text: str) -> None:
    assert [q for q in scan(text) if q.sort not in ("rank", "bare", "duration")] == []


def test_the_project_list_of_set_phrases(shared) -> None:  # type: ignore[no-untyped-def]
    lines = (shared / "data" / "set-phrases.txt").read_text("utf-8").splitlines()
    phrases = [line for line in lines if line and not line.startswith("#")]
    assert phrases
    found = {p: [q for q in scan(p) if q.sort not in ("rank", "bare", "duration")] for p in phrases}
    assert {p: q for p, q in found.items() if q} == {}


@given(st.integers(0, 9999))
def test_chinese_numerals_are_read_back(n: int) -> None:
    digits = "零一二三四五六七八九"
    out, pending = "", False
    for place, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        d = n // place % 10
        if d:
            out += ("零" if pending and out else "") + digits[d] + name
            pending = False
        elif out:
            pending = True
    assert chinese(out or "零") == n


@pytest.mark.parametrize(
    ("text", "value"),
    [("二〇三五", 2035), ("七点五", 7.5), ("两千", 2000), ("百千万", None), ("三四十", None)],
)
def test_chinese_forms(text: str, value: float | None) -> None:
    assert chinese(text) == value


def test_arabic_in_full_width() -> None:
    assert arabic("１２．５") == 12.5
    assert arabic("1,234,500") == 1234500


@given(st.text(alphabet="增长0123456789.,，、%％亿万元个以上左右约第一二三十百千至—-:∶\n ", max_size=60))
def test_spans_are_ordered_and_inside(text: str) -> None:
    found = scan(text)
    assert all(0 <= q.start < q.end <= len(text) for q in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
