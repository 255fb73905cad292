"""Items by other doors (批示、会议纪要、上级文件、领导交办), their parts, and signing for them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import Q

from luoshi.ledger import clock, doors, notices, permissions, registers
from luoshi.ledger.actions.issuing import Birth, create, next_numbers
from luoshi.ledger.actions.kernel import Outcome, action, expect, item_for, need, record, touch
from luoshi.ledger.actor import Actor
from luoshi.ledger.errors import Conflict, Invalid, NotThere
from luoshi.ledger.models import Attachment, Department, Item, ItemSource
from luoshi.ledger.models.item import SourceKind


def begin(actor: Actor, item_id: int, unit: Department) -> None:
    """A unit's signing for an item: its assignment is signed, and the lead's signing sets the item to work."""
    item = Item.objects.select_for_update().get(pk=item_id)
    row = item.assignments.filter(department=unit, until=None, signed_at=None).first()
    if row is None:
        return
    row.signed_at, row.signed_by_id = clock.now(), actor.id
    row.save(update_fields=["signed_at", "signed_by"])
    if row.role == "lead" and item.state == "issued":
        item.state = "active"
        touch(item, "state")
    record(actor, "item.signed", item, ("assignment", row.pk), {"department": unit.pk, "role": row.role})


@action("item.sign")
def sign_item(actor: Actor, item_id: int, *, version: int | None = None) -> Outcome:
    """A unit signs for a single item (签收), one that did not come with a table."""
    item = item_for(actor, item_id, version)
    unit = permissions.on_item(actor, "item.sign", item)
    expect(item, "issued", "active", doing="签收")
    if not item.assignments.filter(department=unit, until=None, signed_at=None).exists():
        raise Conflict("贵单位已经签收。")
    begin(actor, item.pk, unit)
    item.refresh_from_db()
    last = item.events.order_by("-pk").values_list("pk", flat=True)[0]
    return Outcome("item", item.pk, last, item.version)


@action("item.open")
def open_item(
    actor: Actor, government_id: int, *, source: str, title: str, requirement: str = "", register: str = "13710",
    number: str = "", dated: date, issuer: str, approver: str, lead_id: int, co: Sequence[int] = (), variant: str = "",
    due_text: str = "", due_on: date | None = None, nodes: Sequence[tuple[str, date]] = (), quote: str = "",
    scan_id: int | None = None, leader: str = "", parent_id: int | None = None, external_id: str = "",
    not_duplicate: bool = False,
) -> Outcome:  # fmt: skip
    """Opens an item from a 批示, minutes, a document from above or a leader's word. Its clock runs from today (交办).

    Refused where one like it is there already, unless ``not_duplicate`` says that somebody looked. ``approver``: who
    approved that it be followed up (督查条例第十一条). Without a quote there must be a scan or a 文号.
    """
    permissions.in_government(actor, "item.open", government_id)
    pack = registers.checked(register)
    if source not in SourceKind.values or source == "report":
        raise Invalid("来源应为：领导批示、会议纪要、上级文件、领导交办、其他交办。", "source")
    title, issuer = need(title, "title", "事项"), need(issuer, "issuer", "交办人")
    approver = need(approver, "approver", "立项批准人")
    if dated > clock.today():
        raise Invalid("来源日期不能晚于今天。", "dated")
    if not (quote.strip() or scan_id or number.strip()):
        raise Invalid("请摘录原文、上传扫描件或填写文号，至少一项。", "quote")
    _known_units(government_id, [lead_id, *co])
    if scan_id and not Attachment.objects.filter(pk=scan_id, uploader_id=actor.id, removed_at=None).exists():
        raise NotThere("没有这份扫描件，请重新上传。")
    today = clock.today()
    due = doors.due_of(due_text.strip(), due_on, today.year)
    if not not_duplicate and (like := doors.alike(government_id, title, number.strip(), lead_id, quote)):
        names = "；".join(f"{a.item.no} {a.item.title}（{a.why}）" for a in like[:3])
        raise Conflict(f"可能已经立项：{names}。请核对；确非同一事项的，勾选“已核对，不是同一事项”后再提交。")
    parent = _parent(actor, parent_id, due.date if due and due.mode == "by" else None)
    item = Item(
        government_id=government_id, no=next_numbers(government_id, today.year, 1)[0], register=pack.id,
        register_version=pack.version, variant=variant, title=title[:400], requirement=requirement, leader=leader,
        due_text=due_text[:60], due_form=due.mode if due else "", lead_id=lead_id, issued_on=today, parent=parent,
        external_id=external_id[:80], updated_at=clock.now(),
    )  # fmt: skip
    paper = ItemSource(
        kind=source, number=number.strip(), dated=dated, issuer=issuer, approver=approver, quote=quote.strip(),
        scan_id=scan_id,
    )  # fmt: skip
    born = Birth(item, [paper], list(co), due, doors.anchor_of(today), list(nodes))
    create(actor, [born], "item.opened")
    for row in item.assignments.select_related("department"):
        notices.tell(
            row.department,
            "assigned",
            f"item:{item.pk}:{row.department_id}",
            f"新交办：{item.title}",
            item=item,
        )
    last = item.events.order_by("-pk").values_list("pk", flat=True)[0]
    return Outcome("item", item.pk, last, item.version)


@action("item.instruct")
def instruct(
    actor: Actor, item_id: int, *, words: str, leader: str, on: date, number: str = "", scan_id: int | None = None,
    version: int | None = None,
) -> Outcome:  # fmt: skip
    """Enters what a leader wrote on the printed 呈阅件 (录入批示): a further source of the item, told to its units."""
    item = item_for(actor, item_id, version)
    permissions.on_item(actor, "item.instruct", item)
    words, leader = need(words, "words", "批示原文"), need(leader, "leader", "批示领导")
    if on > clock.today():
        raise Invalid("批示日期不能晚于今天。", "on")
    if scan_id and not Attachment.objects.filter(pk=scan_id, uploader_id=actor.id, removed_at=None).exists():
        raise NotThere("没有这份扫描件，请重新上传。")
    row = ItemSource.objects.create(
        item=item, kind=SourceKind.INSTRUCTION, number=number.strip()[:80], dated=on, issuer=leader[:80],
        approver=leader[:80], quote=words, scan_id=scan_id,
    )  # fmt: skip
    touch(item)
    for a in item.assignments.filter(until=None).select_related("department"):
        key = f"instructed:{row.pk}:{a.department_id}"
        notices.tell(a.department, "assigned", key, f"{leader}批示：{item.title}", item=item, body=words)
    event = record(
        actor, "item.instructed", item, ("source", row.pk),
        {"text": words, "approver": leader, "on": on, "number": number.strip(), "scan": scan_id},
    )  # fmt: skip
    return Outcome("source", row.pk, event.pk, item.version)


def _known_units(government_id: int, ids: Sequence[int]) -> None:
    """The units must be of this government, or governments right under it (省→市→县→乡)."""
    units = Department.objects.filter(
        Q(government_id=government_id) | Q(parent_id=government_id), pk__in=ids, active=True
    )
    if units.count() != len(set(ids)):
        raise Invalid("承办单位不在本级单位表里，或已停用。", "lead_id")


def _parent(actor: Actor, parent_id: int | None, due_on: date | None) -> Item | None:
    if parent_id is None:
        return None
    parent = item_for(actor, parent_id)
    if due_on and parent.due_on and due_on > parent.due_on:
        raise Invalid(f"子事项的时限不能晚于母事项（{parent.due_on}）。", "due_on")
    return parent
