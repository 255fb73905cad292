"""督查情况呈阅件: all that a government has in hand on one page, for a leader who reads paper. Every figure is counted."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Count, Q, QuerySet

from luoshi.ledger import clock
from luoshi.ledger.actor import Actor
from luoshi.ledger.models import Department, Extension, Item
from luoshi.ledger.visibility import process_items, visible_documents
from luoshi.web.filters import KINDS, LIGHTS, OPEN
from luoshi.web.papers.circular import matters, rate, rate_words, summed, table_items
from luoshi.web.papers.memo import Memo, fitted
from luoshi.web.templatetags.site import day

_UNDECIDED = Q(kind="decomposition", state="consulting") | Q(kind="circular", state="draft")
_NAMED, _SOON, _TITLE = 7, 4, 26


def overview(who: Actor, house: Department, to: str = "", opinion: str = "") -> Memo:
    """The page as of today."""
    today = clock.today()
    mine = process_items(who).filter(government=house)
    rows = (
        ("总　体", _sums(who, house)),
        ("在办亮灯", _lights(mine)),
        ("需要加快", _late(mine)),
        ("七日内到期", _soon(mine)),
        (
            "逾期未报",
            f"{mine.filter(KINDS['overdue'].holds(today)).count()}项。未报只说明没有报送，不等于滞后。",
        ),
        ("等待办理", _waiting(who, house, mine)),
    )
    return fitted("督查情况呈阅件", None, f"{house.name}督查室", to, opinion, rows)


def _sums(who: Actor, house: Department) -> str:
    today = clock.today()
    table, handed = table_items(who, house.pk, today.year), matters(who, house.pk, today.year)
    part, whole = rate(table | handed, "current", today)
    return (
        f"{today.year}年《政府工作报告》任务{summed(table, today).words()}。\n"
        f"批示等交办事项{summed(handed, today).words()}。\n按现行时限，按期办结率{rate_words(part, whole)}。"
    )


def _lights(mine: QuerySet[Item]) -> str:
    found = dict(mine.filter(OPEN).values_list("light").annotate(n=Count("pk")).order_by())
    told = "　".join(f"{shape}{words}{found.get(name, 0)}项" for name, shape, words in LIGHTS)
    return f"共{sum(found.values())}项：{told}"


def _late(mine: QuerySet[Item]) -> str:
    red = mine.filter(OPEN, light="red").select_related("lead").order_by("next_due_on", "pk")
    count = red.count()
    lines = [
        f"{i.no} {_cut(i.title)}（{i.lead.label if i.lead else '—'}，{i.light_reason.split('：')[0]}）"
        for i in red[:_NAMED]
    ]
    if count > _NAMED:
        lines.append(f"……共{count}项，全表见台账")
    return "\n".join(lines) or "没有亮红灯的事项。"


def _soon(mine: QuerySet[Item]) -> str:
    today = clock.today()
    soon = mine.filter(OPEN, due_on__gte=today, due_on__lte=today + timedelta(days=7)).order_by(
        "due_on", "pk"
    )
    count = soon.count()
    named = "；".join(
        f"{_cut(i.title)}（{i.lead.label if i.lead else '—'}，{day(i.due_on)}）"
        for i in soon.select_related("lead")[:_SOON]
    )
    return f"{count}项：{named}{'等' if count > _SOON else ''}。" if count else "没有。"


def _waiting(who: Actor, house: Department, mine: QuerySet[Item]) -> str:
    drafts = visible_documents(who).filter(government=house)
    counts = (
        (drafts.filter(_UNDECIDED).count(), "份文件待审定"),
        (mine.filter(state="unit_checked").count(), "项待督查室核查"),
        (mine.filter(state="inspected").count(), "项待交办方销号"),
        (Extension.objects.filter(item__in=mine, state="signed").count(), "份延期申请待审定"),
    )
    return (
        "，".join(f"{n}{words}" for n, words in counts if n) + "。" if any(n for n, _ in counts) else "没有。"
    )


def _cut(title: str) -> str:
    return title if len(title) <= _TITLE else f"{title[:_TITLE]}…"
