"""Documents in the worklist (待办文件): who is next on a table or a 通报 sees it there, and nobody else."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.urls import reverse

from luoshi.ledger import clock
from luoshi.ledger.actions import documents, proposals
from luoshi.web.documents_waiting import documents_waiting

DAY = date(2026, 3, 3)


def told(stage: Any, who: str, day: date = DAY) -> list[tuple[str, str, int]]:
    return [(w.document.title, str(w.words), w.n) for w in documents_waiting(stage.c.actor(who), day)]


def test_a_table_waits_for_opinions_then_for_the_office_then_for_its_issue_then_for_signing(
    stage: Any, client_of: Any
) -> None:
    c, draft = stage.c, stage.ids["draft"]
    with clock.fixed(DAY):
        assert told(stage, "edu_head") == []  # the unit has said its objection
        assert told(stage, "inspector") == [("第二批任务", "处理不同意见", 1)]
        assert told(stage, "issuer") == told(stage, "water_clerk") == told(stage, "leader") == []
        proposals.add(c.inspector, draft, title="校医配备", lead_id=c.units["health"].pk)
        assert told(stage, "health_clerk") == [("第二批任务", "反馈意见", 0)]
        page = client_of(c.users["health_clerk"]).get(reverse("worklist")).content.decode()
        assert "第二批任务" in page and "反馈意见" in page and "眼下没有轮到您办的事" not in page
        documents.settle_opinion(c.inspector, stage.ids["opinion"], adopted=False, note="另行供地")
        assert told(stage, "inspector") == []
    after = date(2026, 3, 10)
    with clock.fixed(after):
        assert told(stage, "inspector", after) == [("第二批任务", "审定", 0)]
        documents.approve(c.inspector, draft, by="县长", on=after)
        assert told(stage, "issuer", after) == [("第二批任务", "印发", 0)]
        documents.issue(c.issuer, draft, number="石政办发〔2026〕2号", on=after)
        assert told(stage, "edu_clerk", after) == [("第二批任务", "签收", 0)]
        assert told(stage, "issuer", after) == told(stage, "inspector", after) == []
        documents.sign_for(c.actor("edu_clerk"), draft, c.units["edu"].pk)
        assert told(stage, "edu_clerk", after) == [] and told(stage, "health_clerk", after)


def test_a_draft_waits_for_its_rows_and_a_circular_for_its_words(stage: Any) -> None:
    c = stage.c
    with clock.fixed(DAY):
        documents.draft(c.inspector, c.gov, title="一季度通报", year=2026, kind="circular", body="正文")
        documents.back_to_draft(c.inspector, stage.ids["draft"], reason="重拟")
        assert told(stage, "inspector") == [("一季度通报", "改定、审定", 0), ("第二批任务", "征求意见", 0)]
