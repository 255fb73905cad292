"""Pages and forms of the site (页面): the same few queries however long a list, nothing typed is lost, headers, log-in."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import zipfile
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from luoshi.ledger import clock
from luoshi.ledger.actions import items
from luoshi.ledger.models import Attachment, Item, Submission


def more_items(stage: Any, count: int) -> None:
    c = stage.c
    with clock.fixed(date(2026, 3, 3)):
        for n in range(count):
            items.open_item(
                c.inspector, c.gov, source="leader", title=f"事项{'甲乙丙丁戊己庚辛壬癸'[n % 10]}{n}", dated=date(2026, 3, 3), issuer="县长",
                approver="县长", lead_id=c.units["edu"].pk, quote="请办。", not_duplicate=True,
            )  # fmt: skip


@pytest.mark.parametrize("route", ["worklist", "board", "published", "inbox"])
@pytest.mark.parametrize("person", ["inspector", "edu_clerk"])
def test_a_list_costs_the_same_queries_however_long(
    stage: Any, client_of: Any, route: str, person: str
) -> None:
    client = client_of(stage.c.users[person])

    def cost() -> int:
        client.get(reverse(route))
        with CaptureQueriesContext(connection) as seen:
            assert client.get(reverse(route)).status_code == 200
        return len(seen)

    before = cost()
    more_items(stage, 12)
    assert cost() <= before + 1  # at most one more where there was nothing of a kind before
    assert before <= 40


def test_the_items_page_costs_the_same_queries_however_much_hangs_on_it(stage: Any, client_of: Any) -> None:
    from luoshi.ledger.actions import work

    client, where = client_of(stage.c.users["inspector"]), reverse("item", args=[stage.ids["school"]])

    def cost() -> int:
        client.get(where)
        with CaptureQueriesContext(connection) as seen:
            assert client.get(where).status_code == 200
        return len(seen)

    before = cost()
    for n in range(8):
        with clock.fixed(date(2026, 3, 4) + timedelta(days=n)):
            work.submit(stage.c.edu_clerk, stage.ids["school"], text=f"进展{n}")
    assert cost() == before


def test_a_refused_form_comes_back_as_it_was_typed(stage: Any, client_of: Any) -> None:
    client = client_of(stage.c.users["edu_clerk"])
    where = reverse("item_do", args=[stage.ids["school"], "extension_ask"])
    answer = client.post(where, {"new_due": "2020-01-01", "reason": "雨季影响施工", "progress": "主体封顶"})
    text = answer.content.decode()
    assert (
        answer.status_code == 422
        and "雨季影响施工" in text
        and "主体封顶" in text
        and "新时限应晚于现行时限" in text
    )


def test_the_second_of_two_writers_gets_a_conflict_and_keeps_the_words(stage: Any, client_of: Any) -> None:
    client = client_of(stage.c.users["edu_clerk"])
    where = reverse("item_do", args=[stage.ids["school"], "report"])
    version = Item.objects.get(pk=stage.ids["school"]).version
    assert client.post(where, {"version": version, "text": "甲写的"}).status_code == 303
    answer = client.post(where, {"version": version, "text": "乙写的"})
    assert answer.status_code == 409 and "乙写的" in answer.content.decode()
    assert not Submission.objects.filter(progress_text="乙写的").exists()


def test_the_same_form_sent_twice_is_carried_out_once(stage: Any, client_of: Any) -> None:
    client = client_of(stage.c.users["edu_clerk"])
    where = reverse("item_do", args=[stage.ids["school"], "report"])
    version = Item.objects.get(pk=stage.ids["school"]).version
    for _ in range(2):
        assert client.post(where, {"version": version, "key": "k1", "text": "同一份"}).status_code == 303
    assert Submission.objects.filter(progress_text="同一份").count() == 1


def _packed(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        for name, data in parts.items():
            z.writestr(name.replace("__", "/").replace("_xml", ".xml").replace("_bin", ".bin"), data)
    return out.getvalue()


_WORD = {"[Content_Types]_xml": b"<Types/>"}
BAD = {
    "旧.doc": (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "旧格式"),
    "程序.pdf": (b"MZ" + b"\0" * 600, "不收压缩包和程序"),
    "图.svg": (b"<svg onload='x'/>", "不收 xml"),
    "空.pdf": (b"", "空"),
    "宏.docx": (_packed(**{"[Content_Types]_xml": b"", "word__document_xml": b"<w/>", "word__vbaProject_bin": b"x"}), "宏"),
    "炸.docx": (_packed(**{"[Content_Types]_xml": b"", "word__document_xml": b"0" * 4_000_000}), "炸弹"),
    "藏.xlsx": (_packed(**{"[Content_Types]_xml": b"", "xl__workbook_xml": b'<sheet name="a" state="hidden" sheetId="1"/>'}), "隐藏的工作表"),
    "密.docx": (_packed(**{"[Content_Types]_xml": b"", "word__document_xml": "<w:t>机密</w:t><w:t>★10年</w:t>".encode()}), "密级标志"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_what_is_not_taken_is_named_and_nothing_is_kept(stage: Any, client_of: Any, name: str) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    data, words = BAD[name]
    client = client_of(stage.c.users["edu_clerk"])
    before = Attachment.objects.count()
    answer = client.post(
        reverse("item_do", args=[stage.ids["school"], "evidence"]),
        {
            "proves": "竣工验收",
            "kind": "file",
            "method": "self",
            "non_secret": "on",
            "file": SimpleUploadedFile(name, data),
        },
    )
    text = answer.content.decode()
    assert answer.status_code == 422 and words in text and "竣工验收" in text
    assert Attachment.objects.count() == before


def test_a_file_needs_the_declaration_and_comes_back_as_a_download(stage: Any, client_of: Any) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    client = client_of(stage.c.users["edu_clerk"])
    where = reverse("item_do", args=[stage.ids["school"], "evidence"])
    form = {"proves": "说明", "kind": "file", "method": "self"}
    answer = client.post(
        where, form | {"file": SimpleUploadedFile("说明.txt", "保密工作要加强，机密不可泄露。".encode())}
    )
    assert answer.status_code == 422 and "勾选" in answer.content.decode()
    answer = client.post(
        where,
        form | {"non_secret": "on", "file": SimpleUploadedFile("../说明.txt", "机密不可泄露。".encode())},
        follow=True,
    )
    assert "文中有“机密”字样" in answer.content.decode()
    kept = Attachment.objects.latest("pk")
    assert kept.name == "说明.txt" and kept.media_type == "text/plain"
    got = client.get(reverse("file", args=[kept.pk]))
    assert got["Content-Disposition"].startswith("attachment") and got["X-Content-Type-Options"] == "nosniff"


def test_five_wrong_passwords_lock(stage: Any, client_of: Any) -> None:
    client = client_of()
    user = stage.c.users["edu_clerk"]
    user.set_password("right-password-9")
    user.save()
    for _ in range(5):
        answer = client.post(reverse("login"), {"username": "edu_clerk", "password": "wrong"})
    assert answer.status_code == 429 and "锁定" in answer.content.decode()
    assert (
        client.post(reverse("login"), {"username": "edu_clerk", "password": "right-password-9"}).status_code
        == 429
    )


def test_forms_without_their_token_are_refused(stage: Any, client_of: Any) -> None:
    client = client_of(stage.c.users["edu_clerk"], enforce_csrf_checks=True)
    assert client.post(reverse("item_do", args=[stage.ids["school"], "unchanged"])).status_code == 403


def test_headers_forbid_inline_scripts_and_pages_have_none(stage: Any, client_of: Any) -> None:
    client = client_of(stage.c.users["inspector"])
    for route, args in (
        ("worklist", []),
        ("board", []),
        ("inbox", []),
        ("item", [stage.ids["school"]]),
        ("keys", []),
    ):
        answer = client.get(reverse(route, args=args))
        assert (
            "script-src 'self'" in answer["Content-Security-Policy"]
            and "unsafe" not in answer["Content-Security-Policy"]
        )
        text = answer.content.decode()
        assert (
            " style=" not in text
            and " onclick" not in text
            and "<style" not in text
            and "http://" not in text
        )


def test_a_fragment_after_the_session_has_ended_leads_to_the_log_in(stage: Any, client_of: Any) -> None:
    answer = client_of().get(
        reverse("board"), headers={"HX-Request": "true", "HX-Current-URL": "http://x/board?q=1"}
    )
    assert answer.status_code == 401 and answer["HX-Redirect"] == "/login?next=/board%3Fq%3D1"


def test_the_deployment_check_is_clean(tmp_path: Any) -> None:
    env = os.environ | {
        "LUOSHI_HOME": str(tmp_path),
        "LUOSHI_HTTPS": "1",
        "LUOSHI_HOSTS": "example.gov",
        "DJANGO_SETTINGS_MODULE": "luoshi.web.settings",
    }
    env.pop("LUOSHI_SECRET_KEY", None)
    done = subprocess.run(
        [sys.executable, "-m", "django", "check", "--deploy", "--fail-level", "WARNING"],
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
