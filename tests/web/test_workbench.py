"""The workbench (分解台): groups, counters that open their lists, merging, splitting, skipping, assigning; typed words stay."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from luoshi.ledger.actions import documents, proposals
from luoshi.ledger.models import Proposal

TEXT = (
    "三、2026年工作安排\n"
    "（一）壮大县域经济\n"
    "完善园区道路3条，建成标准厂房2万平方米。新建充电站5座。引进链上企业12家。\n"
    "（二）改善人居环境\n"
    "改造老旧小区14个。群众的笑容更多、底气更足。\n"
)


@pytest.fixture
def bench(stage: Any) -> Any:
    """A draft on a text with two headings; three rows, two sentences that no row covers."""
    c = stage.c
    report = documents.take_report(c.inspector, c.gov, title="报告", year=2026, text=TEXT, reader="t").id
    stage.bench = documents.draft(c.inspector, c.gov, title="第三批任务", year=2026, report_id=report).id
    stage.rows = []
    for group, words, lead in (
        ("壮大县域经济", "完善园区道路3条", "water"), ("壮大县域经济", "建成标准厂房2万平方米", None), ("改善人居环境", "改造老旧小区14个", "edu"),
    ):  # fmt: skip
        start = TEXT.index(words)
        pk = proposals.add(
            c.inspector, stage.bench, title=words, group=group, start=start, end=start + len(words),
            lead_id=c.units[lead].pk if lead else None,
        ).id  # fmt: skip
        stage.rows.append(pk)
    Proposal.objects.filter(pk__in=stage.rows).update(state="open")
    return stage


def get(bench: Any, client_of: Any, **query: str) -> str:
    answer = client_of(bench.c.users["inspector"]).get(reverse("workbench", args=[bench.bench]), query)
    assert answer.status_code == 200
    text: str = answer.content.decode()
    return text


def post(bench: Any, client_of: Any, name: str, *ids: Any, query: str = "", **form: Any) -> Any:
    client = client_of(bench.c.users["inspector"])
    headers = {"Referer": f"http://testserver/documents/{bench.bench}/workbench{query}"}
    return client.post(reverse(name, args=[bench.bench, *ids]), form, headers=headers)


def state(bench: Any, n: int) -> str:
    return Proposal.objects.get(pk=bench.rows[n]).state


def test_rows_are_grouped_by_section_register_or_lead(bench: Any, client_of: Any) -> None:
    text = get(bench, client_of)
    assert text.index("壮大县域经济 <span") < text.index("改善人居环境 <span")
    text = get(bench, client_of, by="lead")
    assert text.index("（没有牵头单位） <span") < text.index("县教育局 <span") < text.index("县水利局 <span")
    assert "政府工作报告年度任务 <span" in get(bench, client_of, by="register")


def test_each_counter_opens_its_list(bench: Any, client_of: Any) -> None:
    text = get(bench, client_of, show="leaderless")
    assert "建成标准厂房2万平方米</a>" in text and "完善园区道路3条</a>" not in text
    text = get(bench, client_of, show="bare")
    assert "新建充电站5座。" in text and "引进链上企业12家。" in text and text.count('name="span"') == 3


def test_a_proposed_leaving_out_is_shown_listed_and_taken_as_it_was_proposed(
    bench: Any, client_of: Any
) -> None:
    first, second, _ = bench.rows
    Proposal.objects.filter(pk=first).update(skip_reason="总体要求，不单独立项")
    text = get(bench, client_of)
    assert "建议不列入</i> 总体要求，不单独立项" in text and "建议不列入 <b>1</b>" in text
    assert 'value="总体要求，不单独立项"' in text  # the reason stands in the row's own form
    text = get(bench, client_of, show="doubted")
    assert "完善园区道路3条</a>" in text and "建成标准厂房2万平方米</a>" not in text
    refused = post(bench, client_of, "rows_do", what="skip", reason="", row=[first, second])
    assert (
        refused.status_code == 422 and state(bench, 0) == "open"
    )  # the second has no reason: nothing is done
    assert post(bench, client_of, "rows_do", what="skip", reason="", row=[first]).status_code == 303
    assert (
        Proposal.objects.get(pk=first).skip_reason == "总体要求，不单独立项" and state(bench, 0) == "skipped"
    )
    assert "建议不列入" not in get(bench, client_of)


def test_uncovered_sentences_are_listed_or_left_out_with_a_reason_until_none_is_left(
    bench: Any, client_of: Any
) -> None:
    def span(words: str) -> str:
        start = TEXT.index(words)
        return f"{start}-{start + len(words)}"

    bare = post(
        bench,
        client_of,
        "bare_do",
        query="?show=bare",
        what="skip",
        span=[span("群众的笑容更多、底气更足。")],
    )
    text = bare.content.decode()
    assert (
        bare.status_code == 422 and "请填写不列入的理由" in text and "checked" in text.split('name="span"')[3]
    )
    both = [span("新建充电站5座。"), span("引进链上企业12家。")]
    assert post(bench, client_of, "bare_do", query="?show=bare", what="list", span=both).status_code == 303
    left = post(
        bench,
        client_of,
        "bare_do",
        query="?show=bare",
        what="skip",
        reason="口号",
        span=[span("群众的笑容更多、底气更足。")],
    )
    assert left.status_code == 303 and "show=bare" in left["Location"]
    assert "每一句都有条目覆盖" in get(bench, client_of, show="bare")
    made = Proposal.objects.get(document=bench.bench, title="新建充电站5座。")
    assert (TEXT[made.start : made.end], made.state) == ("新建充电站5座。", "accepted")
    assert Proposal.objects.get(document=bench.bench, state="skipped").skip_reason == "口号"
    again = post(bench, client_of, "bare_do", what="list", span=both)
    assert again.status_code == 422 and "已被条目覆盖" in again.content.decode()


def test_rows_are_merged_under_a_title_into_the_first_of_the_table(bench: Any, client_of: Any) -> None:
    done = post(
        bench, client_of, "rows_do", what="merge", title="完善园区配套", row=[bench.rows[1], bench.rows[0]]
    )
    assert done.status_code == 303 and done["Location"].endswith(f"#p{bench.rows[0]}")
    kept = Proposal.objects.get(pk=bench.rows[0])
    assert (
        kept.title == "完善园区配套"
        and "建成标准厂房2万平方米" in kept.requirement
        and state(bench, 1) == "merged"
    )


def test_a_refusal_keeps_what_was_typed_and_what_was_ticked(bench: Any, client_of: Any) -> None:
    none = post(bench, client_of, "rows_do", what="skip", reason="并入上位任务")
    assert (
        none.status_code == 422
        and 'value="并入上位任务"' in none.content.decode()
        and "请先勾选条目" in none.content.decode()
    )
    alone = post(bench, client_of, "rows_do", what="merge", title="合并后的标题", row=[bench.rows[2]])
    text = alone.content.decode()
    assert alone.status_code == 422 and 'value="合并后的标题"' in text and "请至少选两条" in text
    assert "checked" in text.split(f'name="row" value="{bench.rows[2]}"')[1].split(">")[0]
    split = post(bench, client_of, "row_do", bench.rows[0], "split", parts="只有一条")
    assert (
        split.status_code == 422
        and "只有一条</textarea>" in split.content.decode()
        and "至少拆成两条" in split.content.decode()
    )
    added = post(bench, client_of, "row_add", title="", lead=bench.c.units["water"].pk)
    assert added.status_code == 422 and "请填写工作任务" in added.content.decode()
    assert f'value="{bench.c.units["water"].pk}" selected' in added.content.decode().split('id="al"')[1]


def test_many_rows_get_lead_co_units_and_leader_at_once(bench: Any, client_of: Any) -> None:
    c = bench.c
    form = {
        "what": "assign",
        "row": bench.rows[:2],
        "lead": c.units["health"].pk,
        "co": [c.units["edu"].pk],
        "leader": "分管副县长",
    }
    assert post(bench, client_of, "rows_do", query="?by=lead", **form).status_code == 303
    for row in Proposal.objects.filter(pk__in=bench.rows[:2]):
        assert (row.lead_id, row.leader, [u.pk for u in row.co.all()]) == (
            c.units["health"].pk,
            "分管副县长",
            [c.units["edu"].pk],
        )


def test_an_action_leads_back_to_the_view_it_came_from(bench: Any, client_of: Any) -> None:
    done = post(bench, client_of, "rows_do", query="?show=open&by=lead", what="accept", row=bench.rows[:2])
    assert "show=open" in done["Location"] and "by=lead" in done["Location"]
    assert state(bench, 0) == "accepted"


def test_rows_of_another_draft_do_not_exist_here(bench: Any, client_of: Any) -> None:
    assert (
        post(bench, client_of, "rows_do", what="accept", row=[bench.rows[0], bench.ids["row"]]).status_code
        == 404
    )
    assert state(bench, 0) == "open"


def test_saving_and_taking_in_is_one_step(bench: Any, client_of: Any) -> None:
    Proposal.objects.filter(pk=bench.rows[0]).update(state="merged")
    version = Proposal.objects.get(pk=bench.rows[0]).version
    form = {"title": "改过的标题", "register": "annual-tasks", "version": version, "then": "accept"}
    answer = post(bench, client_of, "row_edit", bench.rows[0], **form)
    assert answer.status_code == 422 and "改过的标题" in answer.content.decode()
    assert Proposal.objects.get(pk=bench.rows[0]).title == "完善园区道路3条"


def test_the_proposed_lead_shows_its_reason_and_that_the_source_does_not_name_it(
    bench: Any, client_of: Any
) -> None:
    Proposal.objects.filter(pk=bench.rows[0]).update(
        candidates=[
            {"department": bench.c.units["water"].pk, "name": "水利局", "score": 0.9, "why": "“道路”属其职责"}
        ]
    )
    text = get(bench, client_of)
    assert "牵头依据：“道路”属其职责" in text and "原文没有" in text


def test_the_workbench_costs_the_same_queries_however_many_rows(bench: Any, client_of: Any) -> None:
    client, where = client_of(bench.c.users["inspector"]), reverse("workbench", args=[bench.bench])

    def cost() -> int:
        client.get(where)
        with CaptureQueriesContext(connection) as seen:
            assert client.get(where).status_code == 200
        return len(seen)

    before = cost()
    for n in range(8):
        made = proposals.add(
            bench.c.inspector,
            bench.bench,
            title=f"另加{n}",
            lead_id=bench.c.units["edu"].pk,
            co=[bench.c.units["water"].pk],
        )
        Proposal.objects.filter(pk=made.id).update(state="open")
    assert cost() == before <= 25


def test_enter_in_a_field_decides_nothing_by_itself(bench: Any, client_of: Any) -> None:
    """Without scripts Enter presses the form's first button: that one only asks what is to be done."""
    for part in (
        get(bench, client_of).split('id="bulk"')[1],
        get(bench, client_of, show="bare").split('/bare"')[1],
    ):
        first = part.split("<button")[1].split(">")[0]
        assert 'value=""' in first
    answer = post(bench, client_of, "rows_do", what="", title="合并后的标题", row=bench.rows[:2])
    assert (
        answer.status_code == 422 and "合并后的标题" in answer.content.decode() and state(bench, 0) == "open"
    )
