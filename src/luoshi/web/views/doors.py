"""Other doors (其他来源立项): 批示, 会议纪要, 上级文件, 领导交办 become items; nothing is saved before it was previewed."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_GET, require_http_methods

from luoshi import rules
from luoshi.ledger import chain, clock, doors, permissions, registers
from luoshi.ledger.actions import items
from luoshi.ledger.actor import Actor
from luoshi.ledger.errors import Invalid, NotThere, Refused
from luoshi.ledger.models import Department, Item, Role
from luoshi.ledger.permissions import GRANTS
from luoshi.ledger.visibility import process_items
from luoshi.web.http import actor, go, new_key, page, status_of
from luoshi.web.matter_forms import InstructionForm, MatterForm
from luoshi.web.papers.memo import Memo, memo_of
from luoshi.web.papers.overview import overview
from luoshi.web.views.item import load


class Preview(NamedTuple):
    """What would be opened (立项预览): deadlines with their traces, alike items, and a mark of both.

    ``seen``: the mark that the form carries back; a form that was changed after its preview gets a new one first.
    """

    pack: rules.Pack
    deadlines: tuple[rules.Deadline, ...]
    alike: list[doors.Alike]
    seen: str


def house_of(who: Actor) -> int:
    """The government in which this person opens items; NotThere for who opens none."""
    posts = who.held(*GRANTS["item.open"].roles)
    found = next((p.government for p in posts if p.government), None)
    if found is None:
        raise NotThere("没有这一页，或您无权查看。")
    return found


@require_http_methods(["GET", "POST"])
def item_new(request: HttpRequest) -> HttpResponse:
    """新立事项: first the preview, then, unchanged, the opening."""
    who = actor(request)
    house = house_of(who)
    if request.method == "GET":
        return page(
            request, "item_new", form=MatterForm(house, initial=_started(who, house, request)), key=new_key()
        )
    form = MatterForm(house, request.POST, request.FILES)
    key = request.POST.get("key") or new_key()
    if not form.is_valid() or not form.keep_scan(who):
        return page(request, "item_new", 422, form=form, key=key)
    try:
        parent = _parent(who, house, form.cleaned_data["parent_no"])
        shown = preview(house, form.cleaned_data)
        if request.POST.get("step") == "save" and request.POST.get("seen") == shown.seen:
            return _open(request, who, house, form.cleaned_data, parent, key)
    except Refused as e:
        form.refuse({"lead_id": "lead", "parent_id": "parent_no"}.get(e.field, e.field), e.message)
        return page(request, "item_new", status_of(e), form=form, key=key)
    changed = request.POST.get("step") == "save"
    return page(
        request, "item_new", form=form, preview=shown, changed=changed, key=key, parent=parent, today=clock.today()
    )  # fmt: skip


def preview(house: int, d: dict[str, Any]) -> Preview:
    """Deadlines and alike items of a filled form. Who opens items of a government sees all of its items."""
    due = doors.due_of(d["due_text"], d["due_on"], clock.today().year)
    found = doors.deadlines(d["register"], d["source"], d["variant"], due, d["nodes"])
    alike = doors.alike(house, d["title"], d["number"].strip(), d["lead"].pk, d["quote"])
    mark = chain.canonical_json([[(x.key, x.due) for x in found], [a.item.pk for a in alike]])
    return Preview(
        registers.checked(d["register"]),
        found,
        alike,
        chain.sha256(mark),
    )


def _parent(who: Actor, house: int, no: str) -> Item | None:
    if not no.strip():
        return None
    found = process_items(who).filter(government_id=house, no=no.strip()).first()
    if found is None:
        raise Invalid(f"没有编号为 {no.strip()} 的事项。", "parent_no")
    return found


def _open(
    request: HttpRequest, who: Actor, house: int, d: dict[str, Any], parent: Item | None, key: str
) -> HttpResponse:
    made = items.open_item(
        who, house, source=d["source"], title=d["title"], requirement=d["requirement"], register=d["register"],
        number=d["number"], dated=d["dated"], issuer=d["issuer"], approver=d["approver"], lead_id=d["lead"].pk,
        co=[u.pk for u in d["co"]], variant=d["variant"], due_text=d["due_text"], due_on=d["due_on"], nodes=d["nodes"],
        quote=d["quote"], scan_id=d["kept_scan"], leader=d["leader"], parent_id=parent.pk if parent else None,
        external_id=d["external_id"], not_duplicate=request.POST.get("not_duplicate") == "on", key=key,
    )  # fmt: skip
    for warning in d.get("warnings", ()):
        messages.warning(request, warning)
    messages.success(request, "已立项交办，时限自今日起算。")
    return go("item", made.id)


def _started(who: Actor, house: int, request: HttpRequest) -> dict[str, Any]:
    """What the form starts with when it follows a leader's words on another item."""
    given = request.GET
    start: dict[str, Any] = {
        k: given[k][:400]
        for k in ("quote", "issuer", "approver", "number", "parent_no", "dated")
        if given.get(k)
    }
    parent = (
        process_items(who).filter(government_id=house, no=given["parent_no"]).select_related("lead").first()
        if given.get("parent_no")
        else None
    )
    if parent is not None:
        start |= {"source": "instruction", "title": parent.title, "lead": parent.lead_id}
    return start


@require_http_methods(["GET", "POST"])
def memo(request: HttpRequest, item_id: int) -> HttpResponse:
    """呈阅件: one page to print for a leader, and the place where what they wrote on it is entered afterwards."""
    who, item = actor(request), load(request, item_id)
    if not process_items(who).filter(pk=item.pk).exists():
        raise NotThere("没有这一页，或您无权查看。")
    may = who.has(*GRANTS["item.instruct"].roles, government=item.government_id)
    if request.method == "GET":
        form = InstructionForm() if may else None
        told = {k: request.GET.get(k, "").strip()[:600] for k in ("to", "opinion")}
        return _memo(request, memo_of(who, item, **told), form, 200)
    permissions.on_item(who, "item.instruct", item)
    form = InstructionForm(request.POST, request.FILES)
    if not form.is_valid() or not form.keep_scan(who):
        return _memo(request, memo_of(who, item), form, 422)
    d = form.cleaned_data
    try:
        items.instruct(
            who, item.pk, words=d["words"], leader=d["leader"], on=d["on"], number=d["number"], scan_id=d["kept_scan"],
            key=request.POST.get("key") or None,
        )  # fmt: skip
    except Refused as e:
        form.refuse(e.field, e.message)
        return _memo(request, memo_of(who, item), form, status_of(e))
    messages.success(request, "批示已录入，并已告知承办单位。")
    if d["then"] == "keep":
        return go("item", item.pk)
    told = {"quote": d["words"], "issuer": d["leader"], "approver": d["leader"], "dated": str(d["on"]), "number": d["number"],
            "parent_no": item.no}  # fmt: skip
    response = HttpResponseRedirect(f"{reverse('item_new')}?{urlencode(told)}")
    response.status_code = 303
    return response


def _memo(request: HttpRequest, m: Memo, form: InstructionForm | None, status: int) -> HttpResponse:
    return page(request, "memo", status, m=m, item=m.item, form=form, key=new_key())


def overview_memo(who: Actor, to: str, opinion: str) -> Memo:
    """督查情况呈阅件 of the government in whose office, issuing side or leadership this person is; NotThere else."""
    posts = who.held(Role.INSPECTOR, Role.ISSUER, Role.LEADER)
    house = Department.objects.filter(pk__in=[p.government for p in posts[:1] if p.government]).first()
    if house is None:
        raise NotThere("没有这一页，或您无权查看。")
    return overview(who, house, to, opinion)


@require_GET
def overview_page(request: HttpRequest) -> HttpResponse:
    """督查情况呈阅件: the whole on one page; a leader's words on it become an item by the door for new items."""
    told = {k: request.GET.get(k, "").strip()[:600] for k in ("to", "opinion")}
    return _memo(request, overview_memo(actor(request), **told), None, 200)
