"""A stage for the site's tests (场景): an issued table, an item in work, one closed and published, notices, files."""

from __future__ import annotations

from datetime import date
from typing import Any

import county as counties

from luoshi.ledger import clock
from luoshi.ledger.actions import closing, documents, items, proposals, rounds, tokens, upkeep, work
from luoshi.ledger.models import Item, SavedView

TEXT = "今年新建幼儿园3所。完成水库除险加固。"


class Stage:
    """The county ``c`` and ids by name."""

    def __init__(self, c: counties.County) -> None:
        self.c = c
        self.ids: dict[str, int] = {}


def set_up() -> Stage:
    """Builds the county and its things; the items are: school (教育局 leads, 卫健局 beside), dam (水利局; closed, public)."""
    c = counties.build()
    s = Stage(c)
    with clock.fixed(date(2026, 2, 3)):
        report = documents.take_report(c.inspector, c.gov, title="报告", year=2026, text=TEXT, reader="t").id
        doc = documents.draft(c.inspector, c.gov, title="2026年任务分解表", year=2026, report_id=report).id
        measures = [{"name": "新建幼儿园", "target": "3", "unit": "所", "op": "=", "schedule": "cumulative"}]
        row = proposals.add(
            c.inspector, doc, title="新建幼儿园3所", lead_id=c.units["edu"].pk, co=[c.units["health"].pk], start=0, end=9,
            due_on=date(2026, 11, 30), due_text="11月底前",
        )  # fmt: skip
        proposals.edit(c.inspector, row.id, {"measures": measures})
        proposals.add(
            c.inspector, doc, title="完成水库除险加固", lead_id=c.units["water"].pk, start=9, end=18
        )
        documents.consult(c.inspector, doc, due=date(2026, 2, 5))
        documents.approve(c.inspector, doc, meeting="第5次常务会议", on=date(2026, 2, 3))
        documents.issue(c.inspector, doc, number="石政办发〔2026〕1号", on=date(2026, 2, 3))
        for unit, who in (("edu", "edu_head"), ("health", "health_clerk"), ("water", "water_clerk")):
            documents.sign_for(c.actor(who), doc, c.units[unit].pk)
    school = Item.objects.get(title="新建幼儿园3所").pk
    dam = Item.objects.get(title="完成水库除险加固").pk
    with clock.fixed(date(2026, 3, 2)):
        file = c.file("edu_clerk")
        work.add_evidence(c.edu_clerk, school, proves="施工许可", attachment_id=file)
        work.submit(c.edu_clerk, school, text="一所开工", difficulty="用地")
        work.add_evidence(c.water_clerk, dam, proves="验收", attachment_id=c.file("water_clerk"))
        work.submit(c.water_clerk, dam, text="全部完成", self_report="done")
        closing.apply_close(c.water_clerk, dam, result="完成")
        closing.check_unit(c.water_head, dam, passed=True)
        closing.check_inspector(c.inspector, dam, passed=True, method="site")
        closing.check_issuer(c.issuer, dam, passed=True)
        upkeep.publish(c.issuer, dam, text="水库除险加固已完成。", approved_by="县长", on=date(2026, 3, 2))
        paper = items.open_item(
            c.inspector, c.gov, source="instruction", title="整治校门口拥堵", number="批示〔2026〕7号", dated=date(2026, 3, 2),
            issuer="县长", approver="县长", lead_id=c.units["edu"].pk, quote="请教育局牵头整治。",
        ).id  # fmt: skip
        draft = documents.draft(c.inspector, c.gov, title="第二批任务", year=2026, report_id=report).id
        second = proposals.add(
            c.inspector, draft, title="新建校门口停车场", lead_id=c.units["edu"].pk, start=0, end=9
        ).id
        documents.consult(c.inspector, draft, due=date(2026, 3, 9))
        round_ = rounds.open_round(
            c.inspector, c.gov, register="annual-tasks", title="第一季度", opens_on=date(2026, 3, 2), due_on=date(2026, 3, 31)
        ).id  # fmt: skip
        opinion = documents.give_opinion(
            c.edu_clerk, draft, c.units["edu"].pk, agrees=False, reason="没有用地"
        ).id
        token = tokens.create_token(
            c.edu_clerk, name="对接", sha256=tokens.digest("luoshi_stage"), expires_on=date(2027, 1, 1)
        ).id
    view = SavedView.objects.create(
        user=c.users["inspector"], page="board", name="我的", query="kind=overdue"
    ).pk
    notice = _notice(c)
    s.ids = {
        "school": school,
        "dam": dam,
        "paper": paper,
        "document": doc,
        "report": report,
        "file": file,
        "view": view,
        "draft": draft,
        "row": second,
        "opinion": opinion,
        "token": token,
        "notice": notice,
        "round": round_,
        "edu": c.units["edu"].pk,
    }
    return s


def _notice(c: counties.County) -> int:
    from luoshi.ledger.models import Notice

    found: Any = Notice.objects.filter(department=c.units["edu"]).order_by("pk").first()
    return int(found.pk)
