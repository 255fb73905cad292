"""Many rows at once from a sheet (导入): rows of a draft changed, an existing ledger taken over; all or nothing.

A sheet is looked at first (``compare_rows``, ``check_items``: the dry run, nothing is written) and then carried out by
the action, which looks again. What is the same as it was is left alone: the same sheet a second time changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import msgspec

from luoshi import rules
from luoshi.ledger import clock, notices, permissions, registers
from luoshi.ledger.actions.issuing import Birth, create, next_numbers
from luoshi.ledger.actions.kernel import Outcome, action, document_for, record
from luoshi.ledger.actions.proposals import FIELDS
from luoshi.ledger.actor import Actor
from luoshi.ledger.errors import RowErrors, WrongState
from luoshi.ledger.models import Department, Document, Item, ItemSource, Proposal
from luoshi.ledger.models.item import SourceKind

_BATCH = 500
Error = tuple[int, str, str]


# -- rows of a draft -----------------------------------------------------------------------------------------------


class RowChange(msgspec.Struct, frozen=True):
    """What a sheet says of one row of a draft (改动): ``row`` its line in the sheet, ``id`` the row's, fields of
    ``proposals.FIELDS`` and ``co`` (ids of units)."""

    row: int
    id: int
    fields: Mapping[str, Any]


class Compared(msgspec.Struct, frozen=True):
    """The dry run of a sheet (预演): what differs (row id → field → (old, new)), how many are the same, what is wrong."""

    changed: dict[int, dict[str, tuple[Any, Any]]]
    same: int
    errors: tuple[Error, ...]


def compare_rows(document: Document, changes: Sequence[RowChange]) -> Compared:
    """What the sheet would change in the draft; in four queries however long it is."""
    rows = {r.pk: r for r in document.proposals.prefetch_related("co")}
    units = set(
        Department.objects.filter(government_id=document.government_id, active=True).values_list(
            "pk", flat=True
        )
    )
    known = {p.id for p in registers.registers()}
    errors: list[Error] = []
    changed: dict[int, dict[str, tuple[Any, Any]]] = {}
    seen: set[int] = set()
    for c in changes:
        row = rows.get(c.id)
        if row is None or row.state in ("merged", "split"):
            errors.append((c.row, "id", "草稿里没有这一条（或已合并、拆分）"))
            continue
        if c.id in seen:
            errors.append((c.row, "id", "同一条在表里出现了两次"))
            continue
        seen.add(c.id)
        told = _wrong(c.fields, units, known)
        errors += [(c.row, field, message) for field, message in told]
        old = {f: getattr(row, f) for f in c.fields if f in FIELDS}
        if "co" in c.fields:
            old["co"] = sorted(u.pk for u in row.co.all())
        differs = {
            f: (old[f], new)
            for f, new in c.fields.items()
            if f in old and _alike(f, old[f]) != _alike(f, new)
        }
        if differs and not told:
            changed[c.id] = differs
    return Compared(changed, len(seen) - len(changed), tuple(errors))


def _alike(field: str, value: Any) -> Any:
    if field == "co":
        return sorted(set(value))
    if isinstance(value, Decimal | float | int) and not isinstance(value, bool):
        return Decimal(str(value))
    return value.strip() if isinstance(value, str) else value


def _wrong(fields: Mapping[str, Any], units: set[int], known: set[str]) -> list[tuple[str, str]]:
    out = [(f, "这一列不能导入") for f in fields if f not in FIELDS and f != "co"]
    if "title" in fields and not str(fields["title"] or "").strip():
        out.append(("title", "工作任务不能为空"))
    if fields.get("lead_id") and fields["lead_id"] not in units:
        out.append(("lead_id", "牵头单位不在单位表里"))
    if any(u not in units for u in fields.get("co") or ()):
        out.append(("co", "配合单位不在单位表里"))
    if fields.get("register") and fields["register"] not in known:
        out.append(("register", f"登记册应为：{'、'.join(sorted(known))}"))
    if fields.get("due_on") is not None and not isinstance(fields["due_on"], date):
        out.append(("due_on", "完成时限不是日期"))
    return out


@action("proposal.change/sheet")
def change_rows(
    actor: Actor, document_id: int, changes: Sequence[RowChange], *, version: int | None = None
) -> Outcome:
    """Carries out a sheet on a draft: every difference, or nothing and RowErrors. WrongState where nothing differs."""
    document = document_for(actor, document_id, version)
    permissions.in_government(actor, "proposal.change", document.government_id)
    if document.state not in ("draft", "consulting"):
        raise WrongState("文件已审定或印发，条目不能再改；印发后请用“调整”。")
    found = compare_rows(document, changes)
    if found.errors:
        raise RowErrors(found.errors)
    if not found.changed:
        raise WrongState("导入的表与现有内容相同，没有可改的。")
    rows = list(Proposal.objects.select_for_update().filter(pk__in=list(found.changed)).order_by("pk"))
    through = Proposal.co.through
    links: list[Any] = []
    for row in rows:
        for field, (_, new) in found.changed[row.pk].items():
            if field == "co":
                links += [
                    through(proposal_id=row.pk, department_id=u) for u in sorted(set(new)) if u != row.lead_id
                ]
            else:
                setattr(row, field, new)
        marks = set(row.not_in_source)
        marks |= {"lead"} if "lead_id" in found.changed[row.pk] else set()
        marks |= {"due"} if "due_on" in found.changed[row.pk] else set()
        row.not_in_source, row.version = sorted(marks), row.version + 1
    again = [pk for pk, fields in found.changed.items() if "co" in fields]
    through.objects.filter(proposal_id__in=again).delete()
    through.objects.bulk_create(links, batch_size=_BATCH)
    touched = sorted({f.removesuffix("_id") for fs in found.changed.values() for f in fs if f != "co"})
    Proposal.objects.bulk_update(rows, [*touched, "not_in_source", "version"], batch_size=200)
    event = record(
        actor, "proposal.imported", document, ("document", document.pk),
        {"changed": {str(pk): {f: [old, new] for f, (old, new) in fs.items()} for pk, fs in found.changed.items()}},
    )  # fmt: skip
    return Outcome("document", document.pk, event.pk, document.version, ids=tuple(found.changed))


# -- an existing ledger --------------------------------------------------------------------------------------------


class ItemRow(msgspec.Struct, frozen=True):
    """A line of an existing ledger (既有台账一行). ``external_id`` names it for good: a second import leaves it alone."""

    row: int
    external_id: str
    title: str
    lead_id: int | None
    source: str
    dated: date | None
    issuer: str
    co: tuple[int, ...] = ()
    register: str = "13710"
    variant: str = ""
    requirement: str = ""
    number: str = ""
    quote: str = ""
    leader: str = ""
    group: str = ""
    due_on: date | None = None
    due_text: str = ""


class Checked(msgspec.Struct, frozen=True):
    """The dry run of an import (预演): lines that are new, how many are there already, what is wrong."""

    new: tuple[ItemRow, ...]
    same: int
    errors: tuple[Error, ...]


def check_items(government_id: int, rows: Sequence[ItemRow]) -> Checked:
    """What an import would open; nothing is written."""
    there = dict(
        Item.objects.filter(government_id=government_id)
        .exclude(external_id="")
        .values_list("external_id", "title")
    )
    units = set(
        Department.objects.filter(government_id=government_id, active=True).values_list("pk", flat=True)
    )
    known = {p.id for p in registers.registers()}
    today = clock.today()
    errors: list[Error] = []
    new: list[ItemRow] = []
    seen: set[str] = set()
    same = 0
    for r in rows:
        wrong = []
        if not r.external_id.strip():
            wrong.append(("external_id", "缺编号：没有编号，再次导入会重复"))
        elif r.external_id in seen:
            wrong.append(("external_id", f"编号 {r.external_id} 在表里出现了两次"))
        seen.add(r.external_id)
        if not r.title.strip():
            wrong.append(("title", "事项不能为空"))
        if r.lead_id not in units:
            wrong.append(("lead_id", "牵头单位不在单位表里"))
        if any(u not in units for u in r.co):
            wrong.append(("co", "配合单位不在单位表里"))
        if r.source not in SourceKind.values:
            wrong.append(("source", f"来源应为：{'、'.join(str(x) for x in SourceKind.labels)}"))
        if r.dated is None or r.dated > today:
            wrong.append(("dated", "来源日期缺失或晚于今天"))
        if not r.issuer.strip():
            wrong.append(("issuer", "交办人不能为空"))
        if r.register not in known:
            wrong.append(("register", f"登记册应为：{'、'.join(sorted(known))}"))
        if r.external_id in there and not wrong:
            if there[r.external_id] != r.title.strip()[:400]:
                wrong.append(("title", f"编号 {r.external_id} 已立项，事项不同；请在台账里用“调整”"))
            else:
                same += 1
                continue
        errors += [(r.row, field, message) for field, message in wrong]
        if not wrong:
            new.append(r)
    return Checked(tuple(new), same, tuple(errors))


@action("item.open/import")
def import_items(actor: Actor, government_id: int, rows: Sequence[ItemRow], *, approver: str) -> Outcome:
    """Takes over an existing ledger: every new line becomes an item, or nothing does and RowErrors says why.

    Its clocks run from the day it was taken over (交办), not from a past that nobody can check; the old date of issue
    stays in the source. Lines whose ``external_id`` is there already are left alone.
    """
    permissions.in_government(actor, "item.open", government_id)
    checked = check_items(government_id, rows)
    if checked.errors:
        raise RowErrors(checked.errors)
    if not checked.new:
        raise WrongState("表里的事项都已在台账里，没有新的。")
    today = clock.today()
    numbers = next_numbers(government_id, today.year, len(checked.new))
    births = [
        _birth(government_id, r, no, approver, today) for r, no in zip(checked.new, numbers, strict=True)
    ]
    made = create(actor, births, "item.imported")
    house = Department.objects.get(pk=government_id)
    leads = {r.lead_id for r in checked.new}
    for unit in Department.objects.filter(pk__in=leads):
        count = sum(r.lead_id == unit.pk for r in checked.new)
        notices.tell(
            unit, "assigned", f"import:{made[0].pk}:{unit.pk}", f"导入既有台账：贵单位牵头{count}项，请签收"
        )
    event = record(
        actor,
        "items.imported",
        house,
        ("item", made[0].pk),
        {"count": len(made), "approver": approver, "same": checked.same},
    )
    return Outcome("item", made[0].pk, event.pk, ids=tuple(i.pk for i in made))


def _birth(government_id: int, r: ItemRow, no: str, approver: str, today: date) -> Birth:
    pack = registers.pack(r.register)
    item = Item(
        government_id=government_id, no=no, register=pack.id, register_version=pack.version, variant=r.variant,
        title=r.title.strip()[:400], requirement=r.requirement, group=r.group[:200], leader=r.leader[:60],
        due_text=r.due_text[:60], due_form="by" if r.due_on else "", lead_id=r.lead_id, issued_on=today,
        external_id=r.external_id[:80], updated_at=clock.now(),
    )  # fmt: skip
    source = ItemSource(
        kind=r.source,
        number=r.number[:80],
        dated=r.dated,
        issuer=r.issuer[:80],
        approver=approver[:80],
        quote=r.quote,
    )
    due = rules.DueForm(r.due_text or f"{r.due_on}前", r.due_on) if r.due_on else None
    return Birth(item, [source], list(r.co), due, rules.Anchor(today, "issued", "导入交办"))
