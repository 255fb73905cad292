"""Promises sought in the next report: by name, by quantity, by what its section and its words say."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from luoshi.account.followup import Followup, follow
from luoshi.account.passages import Passages, clauses_of, pairs_of
from luoshi.account.promises import promises
from luoshi.account.record import Record
from luoshi.facts.shapes import Commitment, Pledge, Project, Task
from luoshi.lexicon.tables import rows
from luoshi.report.report import Section

Make = Callable[..., Record]
RULES = {r["rule"]: r["status"] for r in rows("followup_rules.tsv")}
FILLER = "农业稳中有进。工业提质增效。城乡面貌一新。社会安定有序。改革不断深化。" * 3


def project(text: str, name: str, stage: str | None, verb: str = "") -> Project:
    start = text.index(name)
    return Project(f"p{start}", name, start, start + len(name), None, stage, verb)


def before(report: Make, text: str, **more: Any) -> Record:
    return report(2031, text, [], role="tasks", **more)


def after(report: Make, back: str, ahead: str = "", **more: Any) -> Record:
    text = f"{back}{FILLER}\n{ahead}"
    cut = len(back) + len(FILLER)
    sections = (
        Section("s1", None, 1, "review", None, 0, cut),
        Section("s2", None, 1, "tasks", None, cut, len(text)),
    )
    values = more.pop("values", [])
    return report(2032, text, values, sections=sections, **more)


def only(*records: Record) -> Followup:
    (found,) = follow(records)
    assert RULES[found.rule] == found.status
    return found


@pytest.mark.parametrize(
    ("promised", "back", "status"),
    [
        ("开工", "青柳高速公路开工建设。", "done"),
        ("竣工", "青柳高速公路开工建设。", "in_progress"),
        ("在建", "青柳高速公路加快推进。", "in_progress"),
        ("在建", "青柳高速公路建成通车。", "done"),
        ("竣工", "青柳高速公路部分建成。", "in_progress"),
        ("竣工", "青柳高速公路只用一年就建成投用。", "done"),
        ("前期", "青柳高速公路开工建设。", "done"),
        ("竣工", "青柳高速开工建设。", "in_progress"),
        ("竣工", "白水高速公路建成通车。", "not_mentioned"),
        ("竣工", "道路更畅通。", "not_mentioned"),
    ],
)
def test_a_project_is_done_when_it_reached_the_promised_stage(
    report: Make, promised: str, back: str, status: str
) -> None:
    text = "推进青柳高速公路。"
    made = before(report, text, projects=(project(text, "青柳高速公路", promised),))
    found = only(made, after(report, back))
    assert found.status == status
    if found.evidence is not None:
        assert found.evidence.text in back
        assert found.evidence.report == "2032-1"


def test_what_only_the_new_tasks_name_is_restated(report: Make) -> None:
    text = "建成青柳高速公路。"
    made = before(report, text, projects=(project(text, "青柳高速公路", "竣工"),))
    found = only(made, after(report, "", "确保青柳高速公路年内建成。"))
    assert (found.status, found.rule) == ("restated", "said-again")
    both = only(made, after(report, "青柳高速公路建成通车。", "用好青柳高速公路。"))
    assert both.status == "done", "the review is heard before the tasks"


def counted(report: Make, value: float = 15.0) -> Record:
    text = "今年新建15家便民农贸市场。"
    things = {"kind": "level", "unit": "家", "value": value}
    made = report(2031, text, [("15家便民农贸市场", "便民农贸市场", things)], role="tasks")
    c = Commitment("c", 2, len(text) - 1, "新建", "15家便民农贸市场", None, (made.measures[0].id,))
    return _with(made, tasks=(Task("t", 0, len(text), "s1", True, commitments=(c,)),))


def _with(record: Record, **fields: Any) -> Record:
    import msgspec

    return msgspec.structs.replace(record, **fields)


@pytest.mark.parametrize(
    ("back", "value", "status", "rule"),
    [
        ("新建便民农贸市场18家。", 18.0, "done", "quantity-reached"),
        ("新建便民农贸市场15家。", 15.0, "done", "quantity-reached"),
        ("新建便民农贸市场12家。", 12.0, "in_progress", "quantity-short"),
        ("五年来新建便民农贸市场80家。", 80.0, "in_progress", "said-going"),
        ("累计新建便民农贸市场80家。", 80.0, "in_progress", "said-going"),
        ("便民农贸市场达到80家。", 80.0, "in_progress", "said-going"),
    ],
)
def test_a_counted_task_is_held_against_the_number_of_one_year(
    report: Make, back: str, value: float, status: str, rule: str
) -> None:
    things = {"kind": "level", "unit": "家", "value": value, "status": "actual"}
    quote = back[back.index("便民农贸市场") : -1]
    found = only(counted(report), after(report, back, values=[(quote, "便民农贸市场", things)]))
    assert (found.status, found.rule) == (status, rule)
    assert found.value == (value if rule.startswith("quantity") else None)


def test_a_named_task_is_found_by_its_name(report: Make) -> None:
    text = "出台《青禾县营商环境条例》。"
    c = Commitment("c", 0, len(text) - 1, "出台", "《青禾县营商环境条例》")
    made = before(report, text, tasks=(Task("t", 0, len(text), "s1", True, commitments=(c,)),))
    assert only(made, after(report, "《青禾县营商环境条例》颁布施行。")).status == "done"
    assert only(made, after(report, "《青禾县营商环境条例》正在起草。")).status == "in_progress"
    assert only(made, after(report, "营商环境改善。")).status == "not_mentioned"


@pytest.mark.parametrize(
    ("back", "status"),
    [
        ("年初承诺的10件民生实事全部完成。", "done"),
        ("10件民生实事圆满兑现。", "done"),
        ("10件民生实事有8件全部完成。", "not_mentioned"),
        ("民生实事扎实推进。", "not_mentioned"),
    ],
)
def test_pledges_share_what_is_said_of_all_of_them(report: Make, back: str, status: str) -> None:
    text = "免费为老年人配助听器。"
    made = before(report, text, pledges=(Pledge("p", 1, "为老年人配助听器", 0, len(text)),))
    found = only(made, after(report, back))
    assert (found.status, found.promise.no) == (status, 1)


def test_without_a_next_report_nothing_is_sought(report: Make) -> None:
    text = "建成青柳高速公路。"
    made = before(report, text, projects=(project(text, "青柳高速公路", "竣工"),))
    assert only(made).rule == "no-report"
    cut = _with(after(report, "青柳高速公路建成通车。"), completeness="abridged")
    assert only(made, cut).rule == "abridged"
    broken = _with(after(report, "道路更畅通。"), completeness="truncated")
    assert only(made, broken).status == "not_sought", "it may have stood behind the break"


def test_what_has_neither_name_nor_number_is_no_promise_to_seek(report: Make) -> None:
    text = "推进54个重点项目。深化“放管服”改革。"
    c = Commitment("c", 10, len(text) - 1, "深化", "“放管服”改革")
    task = Task("t", 10, len(text), "s1", True, commitments=(c,))
    made = before(report, text, projects=(project(text, "54个重点项目", "在建"),), tasks=(task,))
    assert promises(made) == []


def test_a_name_is_found_where_its_rare_characters_stand(report: Make) -> None:
    text = "石流高速公路建设加快，白水铁路开工。石榴种植扩大。" + FILLER
    index = Passages(report(2032, text, []), ["石流高速公路", "白水"])
    hits = index.find("石流高速公路", 0.6)
    assert [index.all[h.passage].start for h in hits] == [0]
    share, number, _ = index.clause(index.weigh("白水"), hits[0].passage)
    assert (share, number) == (1.0, 1)
    assert index.at(text.index("石榴")) == 1
    assert pairs_of("“青禾”县、区") == ["青禾", "禾县"]
    assert clauses_of("一，二,三") == ["一", "二", "三"]
