"""规则包: what is there, that a register is files only, that a broken pack is refused with file, value and expectation."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from rule_tables import CALENDAR, PACKS, hotline

from luoshi.errors import RulesError
from luoshi.rules import Anchor, LightFacts, Matter, deadlines, light, load_pack, packs
from luoshi.rules.packs import _library
from luoshi.rules.predicates import check_args, find, known, predicate

OWN = packs()
SHIPPED = Path(__file__).resolve().parents[2] / "src/luoshi/lexicon/data/packs"


def test_the_packs_at_hand() -> None:
    assert [p.ref for p in OWN] == ["13710@2026.1", "annual-tasks@2026.1", "pledges@2026.1"]
    assert load_pack("13710") == load_pack("13710", "2026.1") == load_pack("13710", on=date(2026, 11, 25))
    assert "批示" in load_pack("13710").scope and "政府工作报告" not in load_pack("13710").scope


def test_an_unknown_pack_version_or_day_lists_what_there_is() -> None:
    with pytest.raises(RulesError, match="没有规则包'137'；有：13710、annual-tasks、pledges"):
        load_pack("137")
    with pytest.raises(RulesError, match=r"没有版本'1999'；有：2026\.1"):
        load_pack("13710", "1999")
    with pytest.raises(RulesError, match="2000-01-01尚未生效"):
        load_pack("13710", on=date(2000, 1, 1))
    with pytest.raises(RulesError, match="没有这个规则包文件夹"):
        packs(folders=[Path("/nowhere")])


@pytest.mark.parametrize("pack", OWN, ids=lambda p: p.ref)
def test_every_threshold_has_a_source(pack) -> None:  # type: ignore[no-untyped-def]
    named = [c.source for c in pack.clocks] + [r.source for r in pack.ladder] + [pack.extension.source]
    named += [r.source for t in pack.lights.values() for r in t.rules if r.args]
    assert all("DOMAIN" in s or "[judg]" in s or "anchors/tracking" in s for s in named)


def test_a_fourth_register_is_files_only() -> None:
    """The hotline stands in the tests' folder; no line of code knows its name."""
    source = Path(load_pack.__code__.co_filename).parent
    assert not any("hotline" in p.read_text("utf-8") for p in source.glob("*.py"))
    found = deadlines(hotline(), Anchor(date(2026, 11, 20)), CALENDAR, Matter(2026))
    assert [d.key for d in found] == ["return", "answer"]
    assert light(hotline(), LightFacts("open"), date(2026, 11, 20)).rule == "hotline@2020.1#default/running"
    assert {p.id for p in packs(folders=[PACKS])} - {p.id for p in OWN} == {"hotline", "qinghai-710"}


def test_a_place_extends_a_pack_and_changes_only_what_differs() -> None:
    mine = load_pack("qinghai-710", folders=[PACKS])
    theirs = load_pack("13710")
    assert mine.ref == "qinghai-710@2026.1" and mine.extends == theirs.ref
    assert mine.counting.include_start and mine.stages == theirs.stages and mine.closing == theirs.closing
    (d,) = deadlines(mine, Anchor(date(2026, 11, 20), words="部署"), CALENDAR, Matter(2026))
    assert d.due == date(2026, 11, 26)
    assert d.trace == "第7天反馈：自2026-11-20起第7个自然日（首日计入），部署日起算，即2026-11-26（周四）。"


def test_the_latest_version_that_is_valid_on_the_day(tmp_path: Path) -> None:
    for version, since in (("2027.1", "2027-01-01"), ("2028.1", "2028-01-01")):
        write(tmp_path, change('version = "2026.1"', f'version = "{version}"', since), version=version)
    folders = [tmp_path]
    assert load_pack("13710", folders=folders).version == "2028.1"
    assert load_pack("13710", on=date(2027, 6, 1), folders=folders).version == "2027.1"
    assert load_pack("13710", on=date(2026, 12, 31), folders=folders).version == "2026.1"


def change(old: str, new: str, since: str = "2027-01-01") -> str:
    """The shipped 13710 pack with one thing changed, as version 2027.1."""
    text = (SHIPPED / "13710" / "2026.1.toml").read_text("utf-8")
    assert old in text
    text = text.replace(old, new)
    if 'version = "2026.1"' in text:
        text = text.replace('version = "2026.1"', 'version = "2027.1"')
    return re.sub(r"valid_from = \S+", f"valid_from = {since}", text)


def write(folder: Path, text: str, id: str = "13710", version: str = "2027.1") -> None:
    (folder / id).mkdir(exist_ok=True)
    (folder / id / f"{version}.toml").write_text(text, "utf-8")


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('title = "第3天反馈"', 'tilte = "第3天反馈"', "unknown field `tilte`"),
        ('unit = "month"', 'unit = "fortnight"', "Invalid enum value 'fortnight'"),
        ('id = "13710"', 'id = "137"', "文件在13710/2027.1，里面写的是137@2027.1"),
        ('when = "major"', 'when = "huge"', "没有名为'huge'的matter条件；已登记的有：always、dated"),
        (
            'when = "overdue"',
            'when = "too_late"',
            "没有名为'too_late'的light条件；已登记的有：always、behind_schedule",
        ),
        ("args = { days = 1 }", "args = { day = 1 }", "条件due_soon没有参数'day'；可用的有：days、purpose"),
        ("args = { days = 1 }", 'args = { days = "1" }', "参数days应为int，所填为'1'"),
        ("args = { days = 1 }", "args = { days = true }", "参数days应为int，所填为True"),
        ("args = { days = 1 }\n", "", "条件due_soon缺少参数：days"),
        ('id = "on-time"\nwhen = "always"', 'id = "on-time"\nwhen = "returned"', "最后一行须为always"),
        ('id = "overdue"\nwhen = "overdue"', 'id = "overdue"\nwhen = "always"', "其后的行永远用不到"),
        ('id = "day7"\ntitle', 'id = "day3"\ntitle', "时限'day3'出现了2次"),
        (
            'light_table = "default"',
            'light_table = "shanxi"',
            "light_table='shanxi'不在lights中；有：default",
        ),
        ('to = "merged"', 'to = "joined"', "流转merge的阶段'joined'不在阶段表中"),
        ('passed = "unit_checked"', 'passed = "inspected"', "下一环节inspector却从'unit_checked'开始"),
        ('to = "continuing"', 'to = "closed"', "流转continue绕过销号环节直接到办结"),
        ('requires = ["evidence_given"]', 'requires = ["blessing"]', "没有名为'blessing'的closing条件"),
        ("amount = 3", "amount = -3", "amount须不小于0，所填为-3"),
        ('unit = "month"\namount = 1', 'unit = "month"\namount = 0', "须不小于1个月"),
        ('unit = "month"\namount = 1', 'unit = "period"\namount = 5', "须为(1, 2, 3, 4, 6, 12)之一"),
        ('unit = "due"', 'unit = "due"\namount = 2', "日期来自文件"),
        ('at = "day3"', 'at = "day4"', "字段measures的at='day4'"),
        ('source = "DOMAIN 1.2: 3 = feed back within 3 days [P1, P2, P5]"\n', "", "时限day3没有写source"),
        ("[extension]", "[extension", "不是有效的TOML"),
        ("[[closing.steps]]", "automatic = true\n[[closing.steps]]", "closing"),
        ('kind = "flag"', 'kind = "choice"', "kind为choice时须有choices"),
    ],
)
def test_a_broken_pack_is_refused(tmp_path: Path, old: str, new: str, told: str) -> None:
    write(tmp_path, change(old, new))
    with pytest.raises(RulesError) as error:
        packs(folders=[tmp_path])
    assert str(error.value).startswith("packs/13710/2027.1.toml：") and told in str(error.value)


def test_extending_what_is_not_there_or_in_a_circle(tmp_path: Path) -> None:
    head = 'title = "x"\nsource = "x"\nvalid_from = 2026-01-01\n'
    write(tmp_path, 'id = "a"\nversion = "1"\nextends = "b@1"\n' + head, "a", "1")
    with pytest.raises(RulesError, match=r"extends的规则包'b@1'不存在；有：13710@2026\.1"):
        packs(folders=[tmp_path])
    write(tmp_path, 'id = "b"\nversion = "1"\nextends = "a@1"\n' + head, "b", "1")
    _library.cache_clear()
    with pytest.raises(RulesError, match="绕成了圈"):
        packs(folders=[tmp_path])


def test_the_same_version_twice_is_refused(tmp_path: Path) -> None:
    write(tmp_path, (SHIPPED / "13710" / "2026.1.toml").read_text("utf-8"), version="2026.1")
    with pytest.raises(RulesError, match="同一版本不能有两份"):
        packs(folders=[tmp_path])


def test_predicates_are_named_documented_and_registered_once() -> None:
    for subject in ("matter", "light", "closing"):
        for name in known(subject):
            assert (find(subject, name).__doc__ or "").strip(), name
    with pytest.raises(RulesError, match="registered twice"):

        @predicate("light")
        def overdue() -> str | None:
            return None

    check_args("light", "behind_schedule", {"points": 10, "inclusive": True})
