"""Files as downloads (附件下载): never shown in the page, never guessed at by the browser."""

from __future__ import annotations

from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from luoshi.ledger import store
from luoshi.ledger.errors import NotThere
from luoshi.ledger.visibility import visible_attachments
from luoshi.web.http import actor


def download(data: bytes, name: str, media_type: str) -> HttpResponse:
    """An answer that the browser saves and does not open."""
    response = HttpResponse(data, content_type=media_type)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


@require_GET
def file(request: HttpRequest, file_id: int) -> HttpResponse:
    """A kept file, if it hangs on something that this person sees."""
    found = visible_attachments(actor(request)).filter(pk=file_id).first()
    if found is None:
        raise NotThere("没有这个文件，或您无权查看。")
    return download(store.get(found.sha256), found.name, "application/octet-stream")
