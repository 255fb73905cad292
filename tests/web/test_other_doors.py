"""Other doors (其他来源立项): previewed with traces, looked through for doubles, then opened; 呈阅件 and the words on it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from luoshi.ledger import clock
from luoshi.ledger.models import Item

TEXT = "会议议定：由县教育局牵头。".encode()


def filled(stage: Any, **more: Any) -> dict[str, Any]:
    return {
        "source": "minutes", "number": "县政府专题会议纪要〔2026〕3次", "dated": "2026-03-02", "issuer": "县政府专题会议", "approver": "县长",
        "quote": "会议议定：由县教育局牵头，推进校园食堂互联网公示。", "title": "校园食堂互联网公示", "register": "13710", "variant": "",
        "lead": stage.c.units["edu"].pk, "co": [stage.c.units["health"].pk], "step": "preview",
    } | more  # fmt: skip


def test_nothing_is_saved_before_its_deadlines_were_shown_with_their_traces(
    stage: Any, client_of: Any
) -> None:
    client, where = client_of(stage.c.users["inspector"]), reverse("item_new")
    with clock.fixed(date(2026, 3, 2)):
        before = Item.objects.count()
        straight = client.post(where, filled(stage, step="save"))  # without the preview's mark
        assert straight.status_code == 200 and Item.objects.count() == before
        shown = client.post(where, filled(stage))
        text = shown.content.decode()
        assert "第3天反馈：自2026-03-02起第3个自然日" in text and "尚未保存" in text
        seen = shown.context["preview"].seen
        changed = client.post(where, filled(stage, step="save", seen=seen, variant="major"))
        assert "请再看一遍" in changed.content.decode() and Item.objects.count() == before
        done = client.post(where, filled(stage, step="save", seen=seen))
        assert done.status_code == 303
    made = Item.objects.latest("pk")
    assert [d.trace for d in made.deadlines.order_by("due_on", "key")] == [
        d.trace for d in shown.context["preview"].deadlines
    ]
    source = made.sources.get()
    assert (source.kind, source.approver, source.dated) == ("minutes", "县长", date(2026, 3, 2))


def test_an_alike_item_stops_the_opening_until_somebody_has_looked(stage: Any, client_of: Any) -> None:
    client, where = client_of(stage.c.users["issuer"]), reverse("item_new")
    again = filled(
        stage, source="instruction", number="批示〔2026〕7号", title="整治小学校门口拥堵", quote="请抓紧"
    )
    shown = client.post(where, again)
    assert "可能已经立项" in shown.content.decode() and "文号同为 批示〔2026〕7号" in shown.content.decode()
    seen = shown.context["preview"].seen
    refused = client.post(where, again | {"step": "save", "seen": seen})
    assert refused.status_code == 409 and "整治小学校门口拥堵" in refused.content.decode()
    assert (
        client.post(where, again | {"step": "save", "seen": seen, "not_duplicate": "on"}).status_code == 303
    )


def test_a_scan_is_kept_over_a_refusal_and_asks_for_the_declaration(stage: Any, client_of: Any) -> None:
    client, where = client_of(stage.c.users["inspector"]), reverse("item_new")
    scan = SimpleUploadedFile("纪要.txt", TEXT)
    bare = client.post(where, filled(stage, scan=scan))
    assert bare.status_code == 422 and "不涉密" in bare.content.decode()
    scan = SimpleUploadedFile("纪要.txt", TEXT)
    wrong = client.post(where, filled(stage, scan=scan, non_secret="on", due_text="抓紧"))
    text = wrong.content.decode()
    assert wrong.status_code == 422 and "看不懂的时限" in text and "已收下文件" in text
    kept = wrong.context["form"].data["kept_scan"]
    shown = client.post(where, filled(stage, kept_scan=kept))
    done = client.post(
        where, filled(stage, kept_scan=kept, step="save", seen=shown.context["preview"].seen, key="k")
    )
    assert done.status_code == 303 and Item.objects.latest("pk").sources.get().scan_id == int(kept)


def test_a_node_needs_words_and_a_day(stage: Any, client_of: Any) -> None:
    client = client_of(stage.c.users["inspector"])
    answer = client.post(reverse("item_new"), filled(stage, node_0_title="方案报批"))
    assert answer.status_code == 422 and "每个节点都要有内容和日期" in answer.content.decode()


def test_the_memo_tells_light_self_report_and_verdict_apart_and_takes_the_leaders_words(
    stage: Any, client_of: Any
) -> None:
    client, item = client_of(stage.c.users["inspector"]), stage.ids["school"]
    where = reverse("memo", args=[item])
    text = client.get(where, {"to": "县长", "opinion": "拟请教育局专题汇报。"}).content.decode()
    for words in (
        "系统亮灯：",
        "单位自评：",
        "核查结论：",
        "一所开工",
        "呈：县长",
        "拟请教育局专题汇报。",
        "领导批示",
    ):
        assert words in text
    day = str(clock.today())
    done = client.post(where, {"words": "月底前开工。", "leader": "县长", "on": day, "then": "keep"})
    assert (
        done.status_code == 303
        and "月底前开工。" in client.get(reverse("item", args=[item])).content.decode()
    )
    next_ = client.post(where, {"words": "另行研究校车。", "leader": "县长", "on": day, "then": "open"})
    form = client.get(next_["Location"]).context["form"]
    assert (
        form.initial["quote"] == "另行研究校车。"
        and form.initial["parent_no"] == Item.objects.get(pk=item).no
    )
    for who, status in (("edu_clerk", 403), ("leader", 403), ("water_clerk", 404)):
        posted = client_of(stage.c.users[who]).post(
            where, {"words": "x", "leader": "y", "on": day, "then": "keep"}
        )
        assert posted.status_code == status
    assert "录入批示" not in client_of(stage.c.users["edu_clerk"]).get(where).content.decode()
