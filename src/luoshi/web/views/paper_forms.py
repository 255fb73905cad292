"""One-clerk mode (单人模式): the units' Excel forms out; filled forms and signed scans back in, tried first, written when confirmed."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET, require_http_methods

from luoshi.ledger import clock
from luoshi.ledger.actions import rounds as round_acts
from luoshi.ledger.actions import work
from luoshi.ledger.actor import Actor
from luoshi.ledger.errors import Invalid, NotThere, Refused
from luoshi.ledger.models import Attachment, Department, Item, Role, Round, RoundReport, Submission
from luoshi.ledger.visibility import visible_items, visible_rounds
from luoshi.web import kinds, uploads
from luoshi.web.forms import NON_SECRET, Form
from luoshi.web.http import actor, go, number, page, status_of
from luoshi.web.round_parts import expected
from luoshi.web.sheets import unit_form, unit_form_back
from luoshi.web.views.exchange import opened, rows_in, sealed
from luoshi.web.views.files import download

FILES_MOST = 120


class Files(forms.ClearableFileInput):
    """Several files at once."""

    allow_multiple_selected = True


class ManyFiles(forms.FileField):
    """Several uploaded files; cleaned to a list."""

    widget = Files(attrs={"multiple": True})

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        return [super(ManyFiles, self).clean(f, initial) for f in data or []]


class BackForm(Form):
    """交回的表和扫描件."""

    wide = frozenset(("files",))
    files = ManyFiles(
        label="填好的报送表（xlsx）和签字扫描件（pdf、jpg、png），可一次多选",
        required=False,
        help_text="扫描件文件名里带单位名称的会自动对上；先试运行，确认后才写入。",
    )
    non_secret = forms.BooleanField(label=NON_SECRET, required=False)


def _office(who: Actor) -> int:
    """The government whose office this person is; to everybody else the page does not exist."""
    found = next((p.government for p in who.held(Role.INSPECTOR) if p.government), None)
    if found is None:
        raise NotThere("没有这一页，或您无权查看。")
    return found


def _round(who: Actor, house: int, text: str | None) -> Round | None:
    """The open round that is asked for; None: no round, all that is in work."""
    asked = number(text)
    if not asked:
        return None
    found = visible_rounds(who).filter(pk=asked, government_id=house, closed_at=None).first()
    if found is None:
        raise NotThere("没有这个报送轮次，或已经截止。")
    return found


def _in_work(who: Actor, house: int, row: Round | None) -> Any:
    items = visible_items(who).filter(government_id=house, state="active", lead__isnull=False)
    return items.filter(pk__in=expected(row).values("pk")) if row else items


@require_GET
def paper_forms(request: HttpRequest) -> HttpResponse:
    """报送表: for which units, by round; and the way back."""
    who = actor(request)
    house = _office(who)
    row = _round(who, house, request.GET.get("round"))
    counts = dict(_in_work(who, house, row).order_by().values_list("lead").annotate(n=Count("pk")))
    units = Department.objects.filter(pk__in=counts).order_by("order", "pk")
    return page(
        request, "paper_forms", r=row, units=[(u, counts[u.pk]) for u in units], total=sum(counts.values()),
        rounds=visible_rounds(who).filter(government_id=house, closed_at=None), form=BackForm(),
    )  # fmt: skip


@require_GET
def paper_forms_out(request: HttpRequest) -> HttpResponse:
    """The forms of the chosen units: one sheet, or all in one zip."""
    who = actor(request)
    house = _office(who)
    row = _round(who, house, request.GET.get("round"))
    chosen = {n for v in request.GET.getlist("unit") if (n := number(v))}
    items: dict[int, list[Item]] = {}
    for item in _in_work(who, house, row).order_by("no"):
        items.setdefault(item.lead_id, []).append(item)
    units = list(Department.objects.filter(pk__in=items).order_by("order", "pk"))
    if chosen:
        units = [u for u in units if u.pk in chosen]
    if not units:
        raise NotThere("所选单位没有要报送的事项。")
    last = _last([i.pk for u in units for i in items[u.pk]])
    made = clock.now()
    sheets = [(unit_form.name_of(u, row), unit_form.form(u, row, items[u.pk], last, made)) for u in units]
    if len(sheets) == 1:
        return download(sheets[0][1], sheets[0][0], kinds.TYPES["xlsx"])
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        for name, data in sheets:
            z.writestr(name, data)
    return download(out.getvalue(), f"{row.title if row else '在办事项'}报送表.zip", "application/zip")


def _last(ids: list[int]) -> dict[int, str]:
    """What was reported last on each item, in a few words."""
    found: dict[int, str] = {}
    for s in Submission.objects.filter(item__in=ids).order_by("pk"):
        said = "无变化" if s.kind == "unchanged" else s.progress_text
        found[s.item_id] = f"{s.on} {said[:24]}"
    return found


@require_http_methods(["GET", "POST"])
def paper_forms_back(request: HttpRequest) -> HttpResponse:
    """回传: files are tried; the plan, sealed, comes back with who signed and which scan, and is then written whole."""
    who = actor(request)
    house = _office(who)
    if request.method == "POST" and "plan" in request.POST:
        return _confirm(request, who, house)
    form = BackForm(request.POST or None, request.FILES or None)
    if request.method != "POST":
        return page(request, "paper_forms_back", form=form)
    files = form.cleaned_data["files"] if form.is_valid() else []
    if not files:
        form.refuse("files", "请选择要交回的文件，空文件不收。")
    elif len(files) > FILES_MOST:
        form.refuse("files", f"一次最多 {FILES_MOST} 个文件。")
    elif not form.cleaned_data["non_secret"]:
        form.refuse("non_secret", "上传前请勾选“不涉密”确认，并重新选择文件。")
    if form.errors:
        return page(request, "paper_forms_back", form=form, status=422)
    plan = _tried(who, house, files)
    return _shown(request, plan, form)


def _tried(who: Actor, house: int, files: list[Any]) -> dict[str, Any]:
    """What the files would do: sheets with their entries, scans that were kept, problems by file. Reads and keeps; writes no report."""
    sheets: list[dict[str, Any]] = []
    scans: list[dict[str, Any]] = []
    problems: list[tuple[str, str]] = []
    for file in files:
        name = uploads.plain(file.name)
        try:
            if name.lower().endswith(".xlsx"):
                sheets.append(_sheet(who, house, name, file))
            else:
                kept = uploads.keep(who, file, True)
                scans.append({"id": kept.id, "name": kept.name})
                problems += [(kept.name, w) for w in kept.warnings]
        except Refused as e:
            problems.append((name, e.message))
    kept_sheets: dict[tuple[int, int], dict[str, Any]] = {}
    for sheet in sheets:
        first = kept_sheets.setdefault((sheet["unit"], sheet["round"]), sheet)
        if first is not sheet:
            told = f"与“{first['file']}”是同一个单位同一轮的表，只收第一份。"
            problems.append((sheet["file"], told))
    sheets = list(kept_sheets.values())
    for sheet in sheets:
        sheet["scan"] = _match(sheet, scans, alone=len(sheets) == 1)
    return {"sheets": sheets, "scans": scans, "problems": problems}


def _sheet(who: Actor, house: int, name: str, file: Any) -> dict[str, Any]:
    found = unit_form_back.parse(rows_in(file, True))
    unit = Department.objects.filter(pk=found.number.unit, government_id=house).first()
    if unit is None:
        raise Invalid("表号里的单位不在本级单位表里。", "file")
    row = visible_rounds(who).filter(pk=found.number.round, government_id=house).first()
    if found.number.round and row is None:
        raise Invalid("表号里的报送轮次不存在。", "file")
    if row and row.closed_at:
        raise Invalid(f"报送轮次“{row.title}”已经截止，没有写入。", "file")
    items = {i.no: i for i in visible_items(who).filter(government_id=house, lead=unit)}
    since: dict[int, list[Submission]] = {}
    for s in (
        Submission.objects.filter(
            department=unit, at__gte=found.number.made, item__in=[i.pk for i in items.values()]
        )
        .select_related("by")
        .prefetch_related("figures")
        .order_by("pk")
    ):
        since.setdefault(s.item_id, []).append(s)
    unit_form_back.compare(found, items, since)
    signed = RoundReport.objects.filter(round=row, department=unit, state="signed").exists() if row else False
    return {
        "file": name, "unit": unit.pk, "label": unit.label, "names": [unit.label, unit.name], "round": row.pk if row else 0,
        "round_title": row.title if row else "", "signer": found.signer, "signed": signed, "entries": [asdict(e) for e in found.entries],
    }  # fmt: skip


def _match(sheet: Mapping[str, Any], scans: list[dict[str, Any]], alone: bool) -> int | None:
    """The scan that bears the unit's name; the only one where there is only one form."""
    for scan in scans:
        if any(n and n in scan["name"] for n in sheet["names"]):
            return int(scan["id"])
    return int(scans[0]["id"]) if alone and len(scans) == 1 else None


def _shown(
    request: HttpRequest, plan: dict[str, Any], form: BackForm, typed: Mapping[str, Any] | None = None, error: str = "", status: int = 200
) -> HttpResponse:  # fmt: skip
    """The dry run: what each form would write, what conflicts, what is missing."""
    typed = typed or {}
    sheets = []
    for n, sheet in enumerate(plan["sheets"]):
        by = {w: [e for e in sheet["entries"] if e["what"] == w] for w in unit_form_back.WHAT}
        sheets.append(
            sheet | {
                "n": n, "by": by, "todo": bool(by["new"] or by["conflict"]), "bad": bool(by["error"]),
                "signer_now": typed.get(f"signer_{n}", sheet["signer"]), "scan_now": typed.get(f"scan_{n}", str(sheet["scan"] or "")),
                "sign_now": typed.get(f"sign_{n}", "on" if not typed else ""),
                "forced": {e["item"] for e in by["conflict"] if typed.get(f"force_{n}_{e['item']}")},
            }
        )  # fmt: skip
    todo = any(s["todo"] and not s["bad"] for s in sheets)
    return page(
        request, "paper_forms_back", status, form=form, sheets=sheets, scans=plan["scans"], problems=plan["problems"], tried=True,
        plan=sealed(plan) if todo else "", error=error,
    )  # fmt: skip


def _confirm(request: HttpRequest, who: Actor, house: int) -> HttpResponse:
    plan = opened(request.POST["plan"])
    try:
        with transaction.atomic():
            written, signed = _written(request, who, house, plan)
    except Refused as e:
        return _shown(request, plan, BackForm(), request.POST.dict(), e.message, status_of(e))
    told = f"，{signed} 个单位的签字已计入" if signed else ""
    messages.success(request, f"已写入 {written} 项报送{told}。")
    return go("paper_forms")


def _written(request: HttpRequest, who: Actor, house: int, plan: dict[str, Any]) -> tuple[int, int]:
    """Writes the plan, all of it or nothing: reports on the units' signed paper, then their signatures in the round."""
    written = signed = 0
    mine = set(
        Attachment.objects.filter(pk__in=[s["id"] for s in plan["scans"]], uploader_id=who.id).values_list(
            "pk", flat=True
        )
    )
    for n, sheet in enumerate(plan["sheets"]):
        todo = [
            e for e in sheet["entries"]
            if e["what"] == "new" or (e["what"] == "conflict" and request.POST.get(f"force_{n}_{e['item']}"))
        ]  # fmt: skip
        if not todo or any(e["what"] == "error" for e in sheet["entries"]):
            continue
        signer, scan = request.POST.get(f"signer_{n}", "").strip(), number(request.POST.get(f"scan_{n}"))
        if not signer:
            raise Invalid(f"请填写{sheet['label']}的签字人。", f"signer_{n}")
        if scan not in mine:
            raise Invalid(f"请为{sheet['label']}选择签字扫描件。", f"scan_{n}")
        if not Department.objects.filter(pk=sheet["unit"], government_id=house).exists():
            raise NotThere("单位不在本级单位表里。")
        paper = who.on_paper(sheet["unit"], signer, scan or 0)
        for e in todo:
            work.submit(
                paper,
                e["item"],
                version=e["version"],
                round_id=sheet["round"] or None,
                **unit_form_back.submission(e),
            )
            written += 1
        if sheet["round"] and not sheet["signed"] and request.POST.get(f"sign_{n}"):
            round_acts.sign_off(paper, sheet["round"], sheet["unit"])
            signed += 1
    if not written:
        raise Invalid("没有要写入的内容：有冲突的，请勾选“仍按表写入”。", "plan")
    return written, signed
