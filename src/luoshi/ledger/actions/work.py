"""Working on an item (办理): reports of progress (“无变化” in one step), plans, evidence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from luoshi import rules
from luoshi.ledger import clock, clocks, permissions
from luoshi.ledger.actions.kernel import Outcome, action, expect, item_for, need, record, touch
from luoshi.ledger.actor import Actor
from luoshi.ledger.errors import Invalid, NotThere, WrongState
from luoshi.ledger.models import (
    Attachment,
    Department,
    Evidence,
    Figure,
    Item,
    Node,
    Round,
    RoundReport,
    Submission,
)
from luoshi.ledger.models.work import EvidenceKind, EvidenceMethod, FigureStatus, SelfLight


def attachment_of(actor: Actor, attachment_id: int | None, item: Item | None = None) -> Attachment | None:
    """The file, if the actor uploaded it; NotThere for anybody else's (ids of others prove nothing)."""
    if attachment_id is None:
        return None
    file = Attachment.objects.filter(pk=attachment_id, uploader_id=actor.id, removed_at=None).first()
    if file is None:
        raise NotThere("没有这个文件，请重新上传。")
    return file


def _figures(given: Sequence[Mapping[str, Any]], today: date) -> list[Figure]:
    out = []
    for row in given:
        name = need(str(row.get("name") or ""), "figures", "数据名称")
        try:
            value = Decimal(str(row.get("value")))
        except InvalidOperation:
            raise Invalid(f"“{name}”的数值不是数字：{row.get('value')!r}。", "figures") from None
        if not value.is_finite():
            raise Invalid(f"“{name}”的数值应为有限的数。", "figures")
        as_of = row.get("as_of")
        if not isinstance(as_of, date):
            raise Invalid(f"请填写“{name}”的数据截至日期。", "figures")
        if as_of > today and row.get("status") != "estimate":
            raise Invalid(f"“{name}”截至日期晚于今天，性质只能是“预计”。", "figures")
        if row.get("status") not in FigureStatus.values:
            raise Invalid(f"“{name}”应注明预计、快报或核定。", "figures")
        out.append(
            Figure(
                name=name[:120],
                value=value,
                unit=str(row.get("unit") or "")[:40],
                as_of=as_of,
                status=row["status"],
            )
        )
    return out


def _checkpoint(item: Item, key: str | None, today: date, kind: str) -> Any:
    """The deadline that a report answers: the one named, else the earliest standing and unanswered one."""
    standing = clocks.unanswered(item)
    if key is not None:
        found = next((d for d in standing if d.key == key), None)
        if found is None:
            raise WrongState("这个时点不存在，或已经报过。")
        return found
    if kind == "plan":
        return next((d for d in standing if "nodes_plan" in d.record.get("outcomes", ())), None)
    # What lies more than a quarter ahead is not answered by today's report.
    near = [d for d in standing if not d.final and (d.due_on - today).days <= 92]
    return next((d for d in near if d.due_on >= today), near[-1] if near else None)


@action("item.submit")
def submit(
    actor: Actor, item_id: int, *, kind: str = "progress", text: str = "", difficulty: str = "", next_step: str = "",
    percent: Decimal | None = None, self_report: str = "", stage: str = "", figures: Sequence[Mapping[str, Any]] = (),
    deadline: str | None = None, round_id: int | None = None, plan: Sequence[tuple[str, date]] = (),
    evidence: Sequence[Mapping[str, Any]] = (), version: int | None = None,
) -> Outcome:  # fmt: skip
    """A unit reports on an item. ``kind``: progress, unchanged (无变化: nothing else is asked), plan (dated nodes).

    ``deadline``: key of the checkpoint it answers; None: the next one, or the last that was missed. A plan at a checkpoint that takes one
    (月1: 节点＋计划) makes the item 持续推进 with nodes and deadlines of its own; it is then neither late nor closed.
    ``figures``: {"name", "value", "unit", "as_of", "status"}. The light is not touched by ``self_report``.
    """
    item = item_for(actor, item_id, version)
    unit = permissions.on_item(actor, "item.submit", item)
    expect(item, "active", doing="报送进展")
    today = clock.today()
    if kind not in ("progress", "unchanged", "plan"):
        raise Invalid("报送种类应为：进展、无变化、节点与计划。", "kind")
    if self_report and self_report not in SelfLight.values:
        raise Invalid(f"自评应为：{'、'.join(SelfLight.labels)}。", "self_report")
    if kind == "progress" and not (text.strip() or figures):
        raise Invalid("请填写进展情况或数据；没有变化的请用“无变化”。", "text")
    if percent is not None and not 0 <= percent <= 100:
        raise Invalid("进度应在 0 与 100 之间。", "percent")
    point = _checkpoint(item, deadline, today, kind)
    if kind == "unchanged":
        from luoshi.ledger import registers

        if not registers.pack(item.register, item.register_version).reporting.unchanged_allowed:
            raise WrongState("这类事项不能报“无变化”，请填写进展。")
    if kind == "plan":
        _plan_ok(item, point, plan, today)
    row = Submission.objects.create(
        item=item, department=unit, kind=kind, round=_round(item, unit, round_id), deadline=point,
        outcome={"plan": "nodes_plan", "unchanged": "unchanged"}.get(kind, "done") if point else "",
        progress_text=text.strip(), difficulty=difficulty.strip(), next_step=next_step.strip(), percent=percent,
        self_report=self_report, stage=stage, by_id=actor.id, signer=actor.paper.signer if actor.paper else "",
        scan_id=actor.paper.scan if actor.paper else None, at=clock.now(), on=today,
    )  # fmt: skip
    numbers = _figures(figures, today)
    for figure in numbers:
        figure.submission, figure.item = row, item
    Figure.objects.bulk_create(numbers)
    proofs = [_evidence(actor, item, unit, row, e) for e in evidence]
    changed = ["reported_at", "next_due_on"]
    item.reported_at = row.at
    if self_report:
        item.self_report = self_report
        changed.append("self_report")
    if percent is not None:
        item.progress = percent
        changed.append("progress")
    if kind == "plan":
        item.continuing = True
        changed += ["continuing", *_run_by_plan(item, plan, today)]
    item.next_due_on = clocks.next_due(item)
    touch(item, *changed)
    event = record(
        actor, "item.submitted", item, ("submission", row.pk),
        {
            "kind": kind, "department": unit.pk, "deadline": point.key if point else None, "text": row.progress_text,
            "difficulty": row.difficulty, "next_step": row.next_step, "percent": percent, "self_report": self_report,
            "stage": stage, "round": row.round_id, "plan": [[t, d] for t, d in plan],
            "figures": [{"name": f.name, "value": f.value, "unit": f.unit, "as_of": f.as_of, "status": f.status} for f in numbers],
            "evidence": [p.pk for p in proofs], "scan": row.scan_id,
        },
    )  # fmt: skip
    return Outcome("submission", row.pk, event.pk, item.version)


def _plan_ok(item: Item, point: Any, plan: Sequence[tuple[str, date]], today: date) -> None:
    if point is None or "nodes_plan" not in point.record.get("outcomes", ()):
        raise WrongState("这个时点不接受“节点与计划”，请报送办理结果。")
    if not plan or any(not title.strip() or on <= today for title, on in plan):
        raise Invalid("请填写每个节点的内容和日期，日期应在今天之后。", "plan")


def _run_by_plan(item: Item, plan: Sequence[tuple[str, date]], today: date) -> list[str]:
    first = item.nodes.count() + 1
    nodes = Node.objects.bulk_create(
        Node(item=item, order=i, title=title.strip()[:200], due_on=on)
        for i, (title, on) in enumerate(plan, first)
    )
    last = max(on for _, on in plan)
    clocks.start(item, rules.Anchor(today, "continued", "报送节点计划"), rules.DueForm("按计划", last), nodes)
    clocks.add_nodes(item, nodes, today)
    item.due_on = last
    return ["due_on", "original_due_on"]


def _round(item: Item, unit: Department, round_id: int | None) -> Round | None:
    """The round that this report counts in: the one named, else the open one of the register."""
    rounds = Round.objects.filter(government_id=item.government_id, register=item.register, closed_at=None)
    found = (
        rounds.filter(pk=round_id).first() if round_id else rounds.filter(opens_on__lte=clock.today()).first()
    )
    if round_id and found is None:
        raise WrongState("这个报送轮次不存在，或已经截止。")
    if found:
        report = RoundReport.objects.select_for_update().filter(round=found, department=unit).first()
        if report and report.state == "missing":
            report.state, report.reported_at = "reported", clock.now()
            report.save(update_fields=["state", "reported_at"])
    return found


def _evidence(
    actor: Actor, item: Item, unit: Department, submission: Submission | None, given: Mapping[str, Any]
) -> Evidence:
    kind, method = given.get("kind") or "file", given.get("method") or "self"
    if kind not in EvidenceKind.values or method not in EvidenceMethod.values:
        raise Invalid("佐证的种类或取得方式不正确。", "evidence")
    file = attachment_of(actor, given.get("attachment_id"), item)
    url = str(given.get("url") or "").strip()
    if file is None and not url:
        raise Invalid("请上传佐证文件或填写网址。", "evidence")
    if url and not url.startswith(("http://", "https://")):
        raise Invalid("网址应以 http:// 或 https:// 开头。", "evidence")
    return Evidence.objects.create(
        item=item, submission=submission, attachment=file, url=url[:400], kind=kind, method=method,
        proves=need(given.get("proves"), "evidence", "佐证说明（证明什么）")[:200], department=unit, by_id=actor.id, at=clock.now(),
    )  # fmt: skip


@action("item.evidence")
def add_evidence(
    actor: Actor, item_id: int, *, proves: str, attachment_id: int | None = None, url: str = "", kind: str = "file",
    method: str = "self", version: int | None = None,
) -> Outcome:  # fmt: skip
    """Adds proof to an item: a file already kept, or an address, and what it proves."""
    item = item_for(actor, item_id, version)
    unit = permissions.on_item(actor, "item.evidence", item)
    expect(item, "issued", "active", "applied", "unit_checked", "inspected", doing="补充佐证")
    row = _evidence(
        actor,
        item,
        unit,
        None,
        {"proves": proves, "attachment_id": attachment_id, "url": url, "kind": kind, "method": method},
    )
    touch(item)
    event = record(
        actor, "item.evidence", item, ("evidence", row.pk),
        {"proves": row.proves, "kind": kind, "method": method, "url": row.url, "file": row.attachment.sha256 if row.attachment else None},
    )  # fmt: skip
    return Outcome("evidence", row.pk, event.pk, item.version)
