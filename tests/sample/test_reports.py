"""The sample reports are long enough, have every part, and stand on no real place."""

from __future__ import annotations

from pathlib import Path

import pytest
import regex as re

from luoshi import sample

FORMER, LATTER = (p.read_text("utf-8") for p in sample.paths())
BOTH = pytest.mark.parametrize("text", [FORMER, LATTER], ids=["2025", "2026"])


def test_two_consecutive_reports() -> None:
    assert [p.name for p in sample.paths()] == ["shihong-2025.txt", "shihong-2026.txt"]
    assert "2025年1月14日在石泓县第十八届人民代表大会第四次会议上" in FORMER
    assert "2026年1月20日在石泓县第十八届人民代表大会第五次会议上" in LATTER


@BOTH
def test_length_of_a_real_report(text: str) -> None:
    assert 8_000 <= len(re.findall(r"\p{Han}", text)) <= 11_000
    assert len("".join(text.split())) <= 11_000


@BOTH
def test_every_part_in_order(text: str) -> None:
    marks = [
        "各位代表：",
        "一、",
        "预计",
        "清醒",
        "总体要求",
        "主要预期目标是",
        "（一）",
        "（八）",
        "民生实事",
        "政府自身建设",
        "而团结奋斗！|而不懈奋斗！",
    ]
    at = 0
    for mark in marks:
        found = re.search(mark, text, pos=at)
        assert found, mark
        at = found.end()


@BOTH
def test_ten_pledges_each_with_a_quantity_or_a_named_deliverable(text: str) -> None:
    part = text[
        text.rindex("再办好10件县级民生实事") if text is LATTER else text.rindex("办好10件县级民生实事") :
    ]
    items = re.findall(r"^(\d+)\.(.+)$", part.split("自身建设\n")[0], flags=re.M)
    assert [int(n) for n, _ in items] == list(range(1, 11))
    assert all(re.search(r"\d", body) and re.search("责任单位：|牵头单位：", body) for _, body in items)


@BOTH
def test_every_shape_of_target(text: str) -> None:
    targets = next(line for line in text.splitlines() if "主要预期目标是" in line and "年均" not in line)
    for shape in ("%—", "左右", "以上", "以内", "与经济增长基本同步", "高于全市平均水平", "完成市下达任务"):
        assert shape in targets, shape


def test_only_the_first_has_a_distributive_income_target_and_only_the_second_a_glossary_and_a_five_year_plan() -> (
    None
):
    assert "城乡居民人均可支配收入分别增长5.5%和7%左右" in FORMER
    assert "\n名词解释\n" in LATTER and "\n名词解释\n" not in FORMER
    assert "（2026—2030年）" in LATTER and "（2026—2030年）" not in FORMER


@BOTH
def test_sector_shares_and_project_counts_add_up(text: str) -> None:
    structures = re.findall(r"(\d[\d.]*)[:∶](\d[\d.]*)[:∶](\d[\d.]*)", text)
    assert structures
    assert all(sum(map(float, s)) == pytest.approx(100) for s in structures)
    counts = re.search(r"安排县级重点项目(\d+)个.+?续建项目(\d+)个、新建项目(\d+)个、前期项目(\d+)个", text)
    assert counts and int(counts[1]) == sum(int(counts[k]) for k in (2, 3, 4))


@BOTH
def test_sectors_add_up_to_the_whole_and_give_the_printed_structure(text: str) -> None:
    whole = float(re.search(r"地区生产总值(?:完成)?(\d+\.\d)亿元，增长", text)[1])  # type: ignore[index]
    parts = re.search(r"产业增加值分别完成([\d.]+)亿元、([\d.]+)亿元、([\d.]+)亿元", text)
    assert parts and sum(map(float, parts.groups())) == pytest.approx(whole)
    printed = re.search(r"优化为([\d.]+)[:∶]([\d.]+)[:∶]([\d.]+)", text)
    assert printed
    for part, share in zip(parts.groups(), printed.groups(), strict=True):
        assert float(part) / whole * 100 == pytest.approx(float(share), abs=0.051)


@pytest.mark.corpus
def test_no_such_place_exists_now_or_in_any_year(shared: Path) -> None:
    tables = [
        *shared.glob("data/divisions/*.csv"),
        *shared.glob("data/divisions/*.tsv"),
        *shared.glob("data/divisions/gb2260/*.tsv"),
    ]
    assert tables
    everything = "\n".join(t.read_text("utf-8") for t in tables)
    for name in ("石泓", "澜州", "临岳", "岚坪"):
        assert name not in everything, name


@pytest.mark.corpus
@BOTH
def test_no_sentence_is_copied_from_the_real_reports_it_was_modelled_on(shared: Path, text: str) -> None:
    def squeeze(s: str) -> str:
        return re.sub(r"[^\p{Han}\d]", "", s)

    real = "\n".join(squeeze(p.read_text("utf-8")) for p in sorted((shared / "gold" / "clean").glob("*.txt")))
    with_figures = [
        s for s in map(squeeze, re.split("[。；：\n]", text)) if re.search(r"\d{2}", s) and len(s) >= 16
    ]
    assert len(with_figures) > 100
    assert not [s for s in with_figures if s in real]
