"""Items by other doors (批示、会议纪要、上级文件、领导交办), their parts, and signing for them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from django.db.models import Q

from luoshi import rules
from luoshi.ledger import clock, notices, permissions, registers, search
from luoshi.ledger.actions.issuing import Birth, create, next_numbers
from luoshi.ledger.actions.kernel import Outcome, action, expect, item_for, need, record, touch
from luoshi.ledger.actor import Actor
from luoshi.ledger.errors import Conflict, Invalid, NotThere
from luoshi.ledger.models import Attachment, Department, Item, ItemSource
from luoshi.ledger.models.item import SourceKind

_ALIKE_DAYS = 365


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


def alike(government_id: int, title: str, number: str, lead_id: int | None, quote: str = "") -> list[Item]:
    """Open or recent items that may be the same matter: same 文号 and alike words, or nearly the same title."""
    since = clock.today() - timedelta(days=_ALIKE_DAYS)
    recent = Item.objects.filter(government_id=government_id, issued_on__gte=since)
    found: dict[int, Item] = {}
    if number:
        for item in recent.filter(sources__number=number):
            if _overlap(item.title, title) >= 0.5:
                found[item.pk] = item
    key = "".join(c for c in title if c.isalnum())[:12]
    if key:
        narrowed = recent.filter(Q(title__contains=title[:8]) | Q(pk__in=search.matching(title[:12])))
        for item in narrowed[:200]:
            if _overlap(item.title, title) >= 0.8 and (lead_id is None or item.lead_id == lead_id):
                found[item.pk] = item
    return sorted(found.values(), key=lambda i: i.pk)


def _overlap(a: str, b: str) -> float:
    """Share of the shorter text's character pairs that the other has too, 0–1."""
    pairs = [{x[i : i + 2] for i in range(len(x) - 1)} for x in (a, b)]
    small = min(len(p) for p in pairs)
    return len(pairs[0] & pairs[1]) / small if small else 0.0


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
    if not not_duplicate and (like := alike(government_id, title, number.strip(), lead_id)):
        names = "；".join(f"{i.no} {i.title}" for i in like[:3])
        raise Conflict(f"可能已经立项：{names}。请核对；确非同一事项的，勾选“已核对，不重复”后再提交。")
    parent = _parent(actor, parent_id, due_on)
    today = clock.today()
    item = Item(
        government_id=government_id, no=next_numbers(government_id, today.year, 1)[0], register=pack.id,
        register_version=pack.version, variant=variant, title=title[:400], requirement=requirement, leader=leader,
        due_text=due_text[:60], due_form="by" if due_on else "", lead_id=lead_id, issued_on=today, parent=parent,
        external_id=external_id[:80], updated_at=clock.now(),
    )  # fmt: skip
    paper = ItemSource(
        kind=source, number=number.strip(), dated=dated, issuer=issuer, approver=approver, quote=quote.strip(),
        scan_id=scan_id,
    )  # fmt: skip
    due = rules.DueForm(due_text or f"{due_on}前", due_on) if due_on else None
    anchor = rules.Anchor(today, "issued", "交办")
    create(actor, [Birth(item, [paper], list(co), due, anchor, list(nodes))], "item.opened")
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
