"""A report is handed in (上传报告): read in a child with its progress shown, then a draft with proposed rows is there."""

from __future__ import annotations

import json
import shutil
import subprocess
import time
from pathlib import Path
from typing import Any

import msgspec
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from luoshi import __version__
from luoshi.facts.reading import Reading
from luoshi.ledger import store
from luoshi.ledger.actions import documents
from luoshi.ledger.actions.files import keep_file
from luoshi.ledger.actor import Actor
from luoshi.ledger.errors import Invalid, NotThere, Refused
from luoshi.ledger.leads import memory_of
from luoshi.ledger.models import Document, Role
from luoshi.ledger.proposing import propose
from luoshi.web import uploads
from luoshi.web.document_forms import ReportForm
from luoshi.web.http import actor, new_key, page, status_of

KEEP_SECONDS = 24 * 3600


def _house(who: Actor) -> int:
    found = next((p.government for p in who.held(Role.INSPECTOR) if p.government), None)
    if found is None:
        raise NotThere("没有这一页，或您无权查看。")
    return found


def _sweep(folder: Path) -> None:
    """Forgets jobs that nobody came back for."""
    for job in folder.iterdir() if folder.exists() else ():
        if time.time() - job.stat().st_mtime > KEEP_SECONDS:
            shutil.rmtree(job, ignore_errors=True)


@require_http_methods(["GET", "POST"])
def report_new(request: HttpRequest) -> HttpResponse:
    """上传报告."""
    who = actor(request)
    _house(who)
    form = ReportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            job = _begin(who, form.cleaned_data["file"], form.cleaned_data["non_secret"])
            response = HttpResponseRedirect(reverse("report_job", args=[job]))
            response.status_code = 303
            return response
        except Refused as e:
            form.refuse(e.field, e.message)
            return page(request, "report_new", form=form, status=status_of(e))
    return page(request, "report_new", form=form, status=422 if form.errors else 200)


def _begin(who: Actor, file: Any, non_secret: bool) -> str:
    """Starts the child on the upload; the job's name. Nothing is kept before it has been read and checked."""
    if not non_secret:
        raise Invalid("上传前请勾选“不涉密”确认，并重新选择文件。", "non_secret")
    data, name = uploads.bytes_of(file), uploads.plain(file.name)
    root = Path(settings.JOBS)
    _sweep(root)
    job = new_key().replace("-", "a").replace("_", "b")
    folder = root / job
    folder.mkdir(parents=True, mode=0o700)
    (folder / "file").write_bytes(data)
    (folder / "about.json").write_text(json.dumps({"user": who.id, "name": name, "at": time.time()}), "utf-8")
    subprocess.Popen(
        uploads.command("report", folder / "file", name, folder / "out.json"), env=uploads.environment(), stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    return job


def _job(request: HttpRequest, name: str) -> tuple[Path, dict[str, Any]]:
    folder = Path(settings.JOBS) / name
    if not name.isalnum() or not (folder / "about.json").exists():
        raise NotThere("没有这项任务，可能已经完成。")
    about: dict[str, Any] = json.loads((folder / "about.json").read_text("utf-8"))
    if about["user"] != request.user.pk:
        raise NotThere("没有这项任务，可能已经完成。")
    return folder, about


@require_http_methods(["GET", "POST"])
def report_job(request: HttpRequest, name: str) -> HttpResponse:
    """The progress of the reading. The page asks every second (POST: what is ready is then kept), or by hand without scripts."""
    folder, about = _job(request, name)
    out = folder / "out.json"
    seconds = round(time.time() - about["at"])
    if request.method == "GET" or (not out.exists() and seconds <= uploads.SECONDS):
        template = (
            "web/report_wait.html" if not request.headers.get("HX-Request") else "parts/report_wait.html"
        )
        return render(
            request, template, {"seconds": seconds, "name": about["name"], "job": name, "ready": out.exists()}
        )
    try:
        document, warnings = _finish(actor(request), folder, about)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    for words in warnings:
        messages.warning(request, words)
    target = reverse("workbench", args=[document])
    if request.headers.get("HX-Request"):
        answer = HttpResponse()
        answer["HX-Redirect"] = target
        return answer
    response = HttpResponseRedirect(target)
    response.status_code = 303
    return response


def _finish(who: Actor, folder: Path, about: dict[str, Any]) -> tuple[int, list[str]]:
    """What the child read becomes a kept file, a report text, a draft with its rows: four actions of this person.

    Gives the draft and what the person should know of it.
    """
    answer = uploads.answer_of(folder / "out.json")
    found = answer["reports"]
    for one in found:
        store.refuse_secret_mark(one["raw"])
        store.refuse_secret_mark(one["reading"]["text"][:20_000])
    readings = [msgspec.convert(one["reading"], Reading, strict=False) for one in found]
    reading = max(readings, key=lambda r: (r.header.work_year or 0, len(r.text)))
    data = (folder / "file").read_bytes()
    house = _house(who)
    year = reading.header.work_year
    place = reading.header.jurisdiction or ""
    title = f"{place}{year or ''}年《政府工作报告》"
    warnings = _warnings(house, year, found, reading)
    file = keep_file(who, name=about["name"], data=data, media_type=answer["media_type"], non_secret=True)
    report = documents.take_report(
        who,
        house,
        title=title,
        year=year,
        text=reading.text,
        reader=f"luoshi/{__version__}",
        attachment_id=file.id,
    )
    draft = documents.draft(who, house, title=f"{title}任务分解表", year=year or 0, report_id=report.id)
    documents.propose(who, draft.id, propose(reading, memory_of(house)))
    return draft.id, warnings


def _warnings(house: int, year: int | None, found: list[dict[str, Any]], taken: Reading) -> list[str]:
    """Bare words of secrecy, further reports in the file, tables that the same year has already."""
    out = []
    if words := store.secret_words("\n".join(one["raw"] for one in found)):
        out.append(f"文中有“{'、'.join(words)}”字样。请再核对一遍：涉密内容严禁上传。")
    if len(found) > 1:
        name = f"{taken.header.jurisdiction or ''}{taken.header.work_year or ''}"
        out.append(f"文件里有 {len(found)} 份报告，这里只分解{name}年这一份。其余的请拆开另传。")
    others = Document.objects.filter(government_id=house, kind="decomposition", year=year or 0)
    if titles := "；".join(f"{d.title}（{d.get_state_display()}）" for d in others.order_by("pk")[:3]):
        out.append(f"{year}年已有分解表：{titles}。再印发一份，同样的任务会立项两次。")
    return out
