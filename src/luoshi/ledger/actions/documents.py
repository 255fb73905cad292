"""The document's way (分解表): 拟稿 → 征求意见 → 审定 → 印发 → 签收. No clock runs before it is issued."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import Q

from luoshi.ledger import chain, clock, notices, permissions
from luoshi.ledger.actions.issuing import issue_rows
from luoshi.ledger.actions.kernel import Outcome, action, document_for, need, record
from luoshi.ledger.actor import Actor
from luoshi.ledger.errors import Invalid, NotThere, WrongState
from luoshi.ledger.leads import match_units
from luoshi.ledger.models import (
    Attachment,
    Department,
    Document,
    DocumentSigning,
    Opinion,
    Proposal,
    ReportText,
)
from luoshi.ledger.models.document import DocumentState
from luoshi.ledger.proposing_shapes import ProposalDraft


def _in(document: Document, *states: str, doing: str) -> None:
    if document.state not in states:
        wanted = "、".join(str(DocumentState(s).label) for s in states)
        raise WrongState(f"文件现为“{DocumentState(document.state).label}”，不能{doing}；应为“{wanted}”。")


def _move(document: Document, state: str, *fields: str) -> None:
    document.state = state
    document.version += 1
    document.save(update_fields=["state", "version", *fields])


@action("report.take")
def take_report(
    actor: Actor, government_id: int, *, title: str, year: int | None, text: str, reader: str,
    attachment_id: int | None = None,
) -> Outcome:  # fmt: skip
    """Keeps the text of a report as it was read; the same text read by the same version is one row."""
    permissions.in_government(actor, "report.take", government_id)
    digest = chain.sha256(need(text, "text", "报告全文"))
    file = Attachment.objects.filter(pk=attachment_id).first() if attachment_id else None
    report, made = ReportText.objects.get_or_create(
        government_id=government_id, sha256=digest, reader=reader,
        defaults={
            "title": title[:200], "year": year, "text": text, "attachment": file, "uploaded_by_id": actor.id,
            "file_sha256": file.sha256 if file else "", "uploaded_at": clock.now(),
        },
    )  # fmt: skip
    event = record(
        actor, "report.taken", report.government, ("report", report.pk),
        {"title": report.title, "sha256": digest, "new": made},
    )  # fmt: skip
    return Outcome("report", report.pk, event.pk)


@action("document.draft")
def draft(
    actor: Actor, government_id: int, *, title: str, year: int, report_id: int | None = None, kind: str = "decomposition",
    body: str = "",
) -> Outcome:  # fmt: skip
    """Opens a draft: a decomposition table of a report, a 交办单, a 通报 (with its ``body``)."""
    permissions.in_government(actor, "document.draft", government_id)
    if report_id and not ReportText.objects.filter(pk=report_id, government_id=government_id).exists():
        raise NotThere("没有这份报告。")
    document = Document.objects.create(
        government_id=government_id, title=need(title, "title", "标题"), year=year, report_id=report_id, kind=kind,
        body=body, created_by_id=actor.id, created_at=clock.now(),
    )  # fmt: skip
    event = record(
        actor, "document.drafted", document, ("document", document.pk),
        {"title": document.title, "kind": kind, "report": report_id, "body": body},
    )  # fmt: skip
    return Outcome("document", document.pk, event.pk, document.version)


@action("document.edit")
def edit_body(
    actor: Actor, document_id: int, *, title: str, body: str, version: int | None = None
) -> Outcome:
    """Changes the title and text of a draft."""
    document = document_for(actor, document_id, version)
    permissions.in_government(actor, "document.edit", document.government_id)
    _in(document, "draft", doing="修改")
    old = {"title": document.title, "body": document.body}
    document.title, document.body = need(title, "title", "标题"), body
    _move(document, "draft", "title", "body")
    event = record(
        actor, "document.edited", document, ("document", document.pk),
        {"old": old, "new": {"title": document.title, "body": body}},
    )  # fmt: skip
    return Outcome("document", document.pk, event.pk, document.version)


@action("document.propose")
def propose(actor: Actor, document_id: int, drafts: Sequence[ProposalDraft]) -> Outcome:
    """Fills a draft with proposed rows (``proposing.propose`` makes them); once only, later rows are added by hand."""
    document = document_for(actor, document_id)
    permissions.in_government(actor, "document.propose", document.government_id)
    _in(document, "draft", doing="生成拟办条目")
    if document.proposals.exists():
        raise WrongState("这份草稿已经生成过拟办条目。可以逐条增改。")
    units = match_units(document.government_id)
    rows = []
    for order, d in enumerate(drafts, 1):
        known = [
            {"department": units.find(c.name), "name": c.name, "score": c.score, "why": c.why}
            for c in d.candidates
        ]
        lead = next((c["department"] for c in known if c["department"]), None)
        rows.append(
            Proposal(
                document=document, order=order, kind=d.kind, group=d.group[:200], register=d.register, title=d.title[:400],
                requirement=d.requirement, quantity=d.quantity, high=d.high, unit=d.unit[:40], op=d.op,
                measures=[
                    {"name": m.name, "target": chain.plain(m.target) if m.target is not None else None,
                     "high": chain.plain(m.high) if m.high is not None else None, "unit": m.unit, "op": m.op,
                     "schedule": m.schedule, "start": m.start, "end": m.end}
                    for m in d.measures
                ],
                due_stage=d.due_stage, due_text=d.due_text[:60], due_form=d.due_form, due_on=d.due_on, start=d.start,
                end=d.end, covers=list(d.covers), candidates=known, not_in_source=list(d.not_in_source), why=d.why[:400],
                skip_reason=d.skip[:200], lead_id=lead,
            )
        )  # fmt: skip
    Proposal.objects.bulk_create(rows)
    made = list(document.proposals.order_by("order"))
    through = Proposal.co.through
    links = []
    for row, d in zip(made, drafts, strict=True):
        others = {u for name in d.organs if (u := units.find(name)) and u != row.lead_id}
        links += [through(proposal_id=row.pk, department_id=u) for u in sorted(others)]
    through.objects.bulk_create(links)
    event = record(actor, "document.proposed", document, ("document", document.pk), {"rows": len(rows)})
    return Outcome("document", document.pk, event.pk, document.version, ids=tuple(r.pk for r in made))


@action("document.consult")
def consult(actor: Actor, document_id: int, *, due: date, version: int | None = None) -> Outcome:
    """Sends the draft to the units that stand in it. Refused while a row is undecided or has no lead."""
    document = document_for(actor, document_id, version)
    permissions.in_government(actor, "document.consult", document.government_id)
    _in(document, "draft", doing="征求意见")
    _all_decided(document)
    if due < clock.today():
        raise Invalid("反馈截止日期不能早于今天。", "due")
    document.opinions_due = due
    _move(document, "consulting", "opinions_due")
    units = units_of(document)
    for unit in units:
        notices.tell(
            unit,
            "assigned",
            f"consult:{document.pk}:{unit.pk}:{document.version}",
            f"请对《{document.title}》提出意见，{due:%m月%d日}前反馈",
        )
    event = record(
        actor, "document.consulting", document, ("document", document.pk),
        {"due": due, "units": [u.pk for u in units]},
    )  # fmt: skip
    return Outcome("document", document.pk, event.pk, document.version)


def units_of(document: Document) -> list[Department]:
    """The units that stand in the accepted rows, in official order."""
    rows = Proposal.objects.filter(document=document, state="accepted")
    return list(
        Department.objects.filter(
            Q(pk__in=rows.values("lead_id")) | Q(pk__in=Proposal.co.through.objects.filter(proposal__in=rows).values("department_id"))
        ).order_by("order", "pk")
    )  # fmt: skip


def _all_decided(document: Document) -> None:
    if document.kind != "decomposition":
        return
    rows = document.proposals
    undecided = rows.filter(state="open").count()
    if undecided:
        raise WrongState(f"还有 {undecided} 条拟办条目待定。请逐条采用或写明不列入的理由。")
    leaderless = rows.filter(state="accepted", lead=None).count()
    if leaderless:
        raise WrongState(f"还有 {leaderless} 条没有牵头单位。请先指定。")
    if not rows.filter(state="accepted").exists():
        raise WrongState("还没有采用任何条目。")


@action("document.opinion")
def give_opinion(
    actor: Actor,
    document_id: int,
    department_id: int,
    *,
    agrees: bool,
    reason: str = "",
    proposal_id: int | None = None,
) -> Outcome:
    """A unit's word on the draft, or on one row of it: agrees, or objects with a reason. A later word replaces the first."""
    document = document_for(actor, document_id)
    unit = _unit_in(document, department_id)
    permissions.for_unit(actor, "document.opinion", unit)
    _in(document, "consulting", doing="反馈意见")
    if not agrees:
        reason = need(reason, "reason", "不同意的理由")
    if proposal_id and not document.proposals.filter(Q(lead=unit) | Q(co=unit), pk=proposal_id).exists():
        raise NotThere("文件里没有这一条，或与贵单位无关。")
    opinion, made = Opinion.objects.select_for_update().get_or_create(
        document=document, department=unit, proposal_id=proposal_id,
        defaults={"agrees": agrees, "reason": reason, "by_id": actor.id, "at": clock.now()},
    )  # fmt: skip
    if not made:
        if opinion.adopted is not None:
            raise WrongState("这条意见已经处理，不能再改。")
        opinion.agrees, opinion.reason, opinion.by_id, opinion.at = agrees, reason, actor.id, clock.now()
        opinion.save()
    event = record(
        actor, "document.opinion", document, ("opinion", opinion.pk),
        {"department": unit.pk, "agrees": agrees, "reason": reason, "proposal": proposal_id},
    )  # fmt: skip
    return Outcome("opinion", opinion.pk, event.pk)


def _unit_in(document: Document, department_id: int) -> Department:
    unit = next((u for u in units_of(document) if u.pk == department_id), None)
    if unit is None:
        raise NotThere("这份文件里没有这个单位。")
    return unit


@action("document.settle")
def settle_opinion(actor: Actor, opinion_id: int, *, adopted: bool, note: str = "") -> Outcome:
    """Adopts an objection or not; a refusal says why."""
    opinion = Opinion.objects.select_related("document").filter(pk=opinion_id).first()
    if opinion is None:
        raise NotThere("没有这条意见。")
    document = document_for(actor, opinion.document_id)
    permissions.in_government(actor, "document.settle", document.government_id)
    _in(document, "consulting", doing="处理意见")
    if not adopted:
        note = need(note, "note", "不采纳的理由")
    opinion.adopted, opinion.settled_note, opinion.settled_by_id, opinion.settled_at = (
        adopted,
        note,
        actor.id,
        clock.now(),
    )
    opinion.save()
    event = record(
        actor, "document.settled", document, ("opinion", opinion.pk), {"adopted": adopted, "note": note}
    )
    return Outcome("opinion", opinion.pk, event.pk)


@action("document.approve")
def approve(
    actor: Actor, document_id: int, *, by: str = "", meeting: str = "", on: date, version: int | None = None
) -> Outcome:
    """Records who approved the document, or which meeting (领导审定、常务会议). Objections must be settled first."""
    document = document_for(actor, document_id, version)
    permissions.in_government(actor, "document.approve", document.government_id)
    table = document.kind == "decomposition"
    _in(document, "consulting" if table else "draft", doing="审定")
    _all_decided(document)
    open_ = document.opinions.filter(agrees=False, adopted=None).count()
    if open_:
        raise WrongState(f"还有 {open_} 条不同意见没有处理。请逐条写明是否采纳。")
    if not by.strip() and not meeting.strip():
        raise Invalid("请填写审定人或审定会议。", "by")
    if on > clock.today():
        raise Invalid("审定日期不能晚于今天。", "on")
    document.approved_by, document.approved_meeting, document.approved_on = by.strip(), meeting.strip(), on
    _move(document, "approved", "approved_by", "approved_meeting", "approved_on")
    event = record(
        actor, "document.approved", document, ("document", document.pk),
        {"by": by.strip(), "meeting": meeting.strip(), "on": on, "body": document.body},
    )  # fmt: skip
    return Outcome("document", document.pk, event.pk, document.version)


@action("document.edit/reopen")
def back_to_draft(actor: Actor, document_id: int, *, reason: str, version: int | None = None) -> Outcome:
    """Takes a document that is not yet issued back to the draft; opinions stay, approval must be given anew."""
    document = document_for(actor, document_id, version)
    permissions.in_government(actor, "document.edit", document.government_id)
    _in(document, "consulting", "approved", doing="退回拟稿")
    reason = need(reason, "reason", "理由")
    document.approved_by = document.approved_meeting = ""
    document.approved_on = None
    _move(document, "draft", "approved_by", "approved_meeting", "approved_on")
    event = record(actor, "document.reopened", document, ("document", document.pk), {"reason": reason})
    return Outcome("document", document.pk, event.pk, document.version)


@action("document.issue")
def issue(actor: Actor, document_id: int, *, number: str, on: date, version: int | None = None) -> Outcome:
    """Issues the document under its 文号: every accepted row becomes an item, and its clocks start. Gives the items' ids.

    ``on`` is the date of issue: not before the approval, not in the future.
    """
    document = document_for(actor, document_id, version)
    permissions.in_government(actor, "document.issue", document.government_id)
    _in(document, "approved", doing="印发")
    number = need(number, "number", "文号")
    if document.approved_on is None or not document.approved_on <= on <= clock.today():
        raise Invalid(f"印发日期应在审定日期（{document.approved_on}）与今天之间。", "on")
    if Document.objects.filter(government_id=document.government_id, number=number).exists():
        raise Invalid(f"文号 {number} 已用过。请核对。", "number")
    document.number, document.issued_on = number, on
    _move(document, "issued", "number", "issued_on")
    event = record(
        actor, "document.issued", document, ("document", document.pk),
        {"number": number, "on": on, "approved_by": document.approved_by, "meeting": document.approved_meeting},
    )  # fmt: skip
    ids: tuple[int, ...] = ()
    if document.kind == "decomposition":
        ids = tuple(i.pk for i in issue_rows(actor, document))
        units = units_of(document)
        DocumentSigning.objects.bulk_create(DocumentSigning(document=document, department=u) for u in units)
        for unit in units:
            notices.tell(
                unit,
                "assigned",
                f"issued:{document.pk}:{unit.pk}",
                f"{document.title}（{number}）已印发，请签收",
            )
    return Outcome("document", document.pk, event.pk, document.version, ids=ids)


@action("document.sign")
def sign_for(actor: Actor, document_id: int, department_id: int) -> Outcome:
    """A unit signs for an issued table (签收): all its items in it begin. The last unit's signing completes the document."""
    from luoshi.ledger.actions.items import begin

    document = document_for(actor, document_id)
    unit = _unit_in(document, department_id)
    permissions.for_unit(actor, "document.sign", unit)
    _in(document, "issued", "signed", doing="签收")
    signing = DocumentSigning.objects.select_for_update().get(document=document, department=unit)
    if signing.at:
        raise WrongState("贵单位已经签收。")
    signing.at, signing.by_id = clock.now(), actor.id
    signing.save(update_fields=["at", "by"])
    event = record(actor, "document.signed", document, ("signing", signing.pk), {"department": unit.pk})
    for item in document.items.filter(assignments__department=unit, assignments__until=None).order_by("pk"):
        begin(actor, item.pk, unit)
    if not document.signings.filter(at=None).exists():
        _move(document, "signed")
    return Outcome("document", document.pk, event.pk, document.version)
