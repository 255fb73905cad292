"""Files from hostile hands (恶意文件): every door that takes a file refuses the same things, in words, and keeps nothing."""

from __future__ import annotations

import io
import struct
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from luoshi.ledger.actions import proposals
from luoshi.ledger.models import Attachment, Event
from luoshi.web import uploads
from luoshi.web.kinds import Refused, inspect

TYPES = b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 64


def packed(**parts: bytes) -> bytes:
    """A packed file: ``__`` is a slash and the last ``_`` the dot of a part's name."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        z.writestr("[Content_Types].xml", parts.pop("types", TYPES))
        for name, data in parts.items():
            z.writestr(".".join(name.replace("__", "/").rsplit("_", 1)), data)
    return out.getvalue()


def word(text: str = "", **parts: bytes) -> bytes:
    return packed(word__document_xml=f"<w:t>{text}</w:t>".encode(), **parts)


def named(name: str, data: bytes = b"x") -> bytes:
    """A document with a part under a name that leads elsewhere."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as z:
        z.writestr("[Content_Types].xml", TYPES)
        z.writestr("word/document.xml", b"<w/>")
        z.writestr(name, data)
    return out.getvalue()


def locked() -> bytes:
    """A document whose parts say that they are encrypted."""
    data = bytearray(word())
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        found = data.find(mark)
        while found >= 0:
            struct.pack_into("<H", data, found + at, 1)
            found = data.find(mark, found + 4)
    return bytes(data)


def lying() -> bytes:
    """A bomb whose directory says that it unpacks to ten bytes."""
    data = bytearray(word("零" * 3_000_000))
    at = data.find(b"word/document.xml", data.find(b"PK\x01\x02")) - 46
    struct.pack_into("<I", data, at + 24, 10)
    return bytes(data)


BAD: dict[str, tuple[bytes, str]] = {
    "程序改名.docx": (b"MZ\x90\0" + b"\0" * 300, "不收压缩包和程序"),
    "压缩包.pdf": (b"Rar!\x1a\x07\x00" + b"\0" * 90, "不收压缩包和程序"),
    "普通压缩包.docx": (packed(a_txt=b"x"), "不收压缩包"),
    "半个.docx": (word("a" * 4000)[:300], "打不开"),
    "脚本.txt": (b"<script>alert(1)</script>", "不收 xml、svg 和脚本"),
    "带脚本.pdf": (b"%PDF-1.7\n<< /S /JavaScript /JS (app.alert(1)) >>", "PDF 里带有脚本"),
    "宏.docx": (word(word__vbaProject_bin=b"x"), "带有宏"),
    "宏改名.docx": (word(types=b"application/vnd.ms-word.document.macroEnabled.main+xml"), "带有宏"),
    "四点宏.xlsx": (packed(xl__workbook_xml=b"<w/>", xl__macrosheets__s_xml=b"x"), "带有宏"),
    "控件.docx": (word(word__activeX__a_xml=b"x"), "带有宏"),
    "内嵌.docx": (word(word__embeddings__a_bin=b"x"), "嵌有其他文件"),
    "外链.xlsx": (packed(xl__workbook_xml=b"<w/>", xl__externalLinks__a_xml=b"x"), "引用了别的文件"),
    "炸弹.docx": (word("0" * 9_000_000), "压缩炸弹"),
    "多件.docx": (word(**{f"word__p{n}_xml": b"" for n in range(4100)}), "压缩炸弹"),
    "出格.docx": (named("../../etc/cron.d/x"), "内部路径异常"),
    "绝对.docx": (named("/etc/passwd"), "内部路径异常"),
    "加密.docx": (locked(), "加了密码"),
    "深藏.xlsx": (packed(xl__workbook_xml=b'<sheet sheetId="1" state="veryHidden" name="b"/>'), "隐藏的工作表：b"),
    "二进制.txt": (b"abc\0\0def", "认不出"),
}  # fmt: skip
MARKED = {
    "密.txt": "机密★10年\n关于".encode(),
    "密码本.txt": "绝密 ★ 长期".encode("gb18030"),
    "密.docx": word("秘密</w:t></w:r><w:r><w:t>★6个月"),
    "眉.docx": word("正文", word__header1_xml="<w:t>机 密★</w:t>".encode()),
    "密.xlsx": packed(xl__workbook_xml=b"<w/>", xl__sharedStrings_xml="<t>机密☆1年</t>".encode()),
}
"""A mark of secrecy in each kind of file, as GB/T 9704 prints it, also split by a word processor."""


@pytest.mark.parametrize("name", BAD)
def test_what_a_file_must_not_bring_along_is_named(name: str) -> None:
    data, words = BAD[name]
    with pytest.raises(Refused, match=words):
        inspect(data, name)


def test_a_bomb_that_lies_about_its_size_costs_the_child_only() -> None:
    try:
        found = inspect(lying(), "谎.docx")
    except Refused:
        return
    assert len(found.text) <= 200_000


def test_a_file_is_what_its_bytes_say_and_a_wrong_ending_is_told() -> None:
    found = inspect(PNG, "说明.docx")
    assert found.media_type == "image/png" and "内容是 png" in found.warnings[0]


def marked_sheet() -> bytes:
    """A sheet as an office program writes it, with the mark in a cell."""
    book = openpyxl.Workbook()
    book.active.append(["机密★10年"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def doors(stage: Any) -> dict[str, tuple[str, str, str, dict[str, Any]]]:
    """Every door that takes a file: who, where, under which field, with what beside it."""
    ids, edu, health = stage.ids, stage.c.units["edu"].pk, stage.c.units["health"].pk
    proposals.add(stage.c.inspector, ids["draft"], title="校医配备", lead_id=health)
    return {
        "佐证": ("edu_clerk", reverse("item_do", args=[ids["school"], "evidence"]), "file",
               {"proves": "竣工验收", "kind": "file", "method": "self"}),
        "报送": ("edu_clerk", reverse("item_do", args=[ids["school"], "report"]), "file", {"text": "竣工验收"}),
        "立项扫描件": ("inspector", reverse("item_new"), "scan",
                  {"source": "instruction", "title": "竣工验收", "dated": "2026-03-02", "issuer": "县长", "approver": "县长", "quote": "竣工验收",
                   "register": "13710", "lead": edu, "step": "preview"}),
        "批示件": ("inspector", reverse("memo", args=[ids["school"]]), "scan",
                {"words": "竣工验收", "leader": "县长", "on": "2026-03-02", "then": "keep"}),
        "轮次签字表": ("inspector", reverse("round_unit_do", args=[ids["round"], edu, "unchanged"]), "paper_scan",
                  {"paper_signer": "竣工验收", "all": "1"}),
        "意见签字件": ("inspector", reverse("document_do", args=[ids["draft"], "opinion"]), "paper_scan",
                  {"department": health, "verdict": "no", "reason": "竣工验收", "paper_signer": "局长"}),
        "代录扫描件": ("inspector", reverse("item_do", args=[ids["school"], "apply"]), "paper_scan",
                  {"result": "竣工验收", "paper_signer": "局长"}),
        "表格回传": ("inspector", reverse("document_import", args=[ids["draft"]]), "file", {}),
    }  # fmt: skip


def test_every_door_refuses_programs_marks_and_what_is_not_declared(stage: Any, client_of: Any) -> None:
    before = Attachment.objects.count()
    wrong = []
    for door, (who, where, field, beside) in doors(stage).items():
        client = client_of(stage.c.users[who])
        marked = "密.xlsx" if door == "表格回传" else "密.txt"
        for name, data, words, declared in (
            ("程序.docx", BAD["程序改名.docx"][0], "不收压缩包和程序", True),
            (marked, marked_sheet() if marked.endswith("xlsx") else MARKED[marked], "密级标志", True),
            ("说明.txt", "说明".encode(), "不涉密", False),
        ):
            sent = (
                beside | {field: SimpleUploadedFile(name, data)} | ({"non_secret": "on"} if declared else {})
            )
            answer = client.post(where, sent)
            text = answer.content.decode()
            if not (answer.status_code == 422 and words in text and (not beside or "竣工验收" in text)):
                wrong.append((door, name, answer.status_code, words in text, "竣工验收" in text))
    assert not wrong
    assert Attachment.objects.count() == before


@pytest.mark.parametrize("name", MARKED)
def test_a_mark_of_secrecy_is_refused_with_the_rule_named(name: str) -> None:
    from luoshi.ledger.errors import Invalid

    with pytest.raises(Invalid, match=r"密级标志.*保守国家秘密法.*13710 办法第三条"):
        uploads.look(MARKED[name], name)


def test_a_mark_that_is_typed_is_refused_and_told_at_its_field(stage: Any, client_of: Any) -> None:
    """Whichever form it is typed into: one check in the frame of all actions."""
    c, ids, words = stage.c, stage.ids, "转发机密★10年文件精神"
    item, draft = ids["school"], ids["draft"]
    forms: list[tuple[str, str, dict[str, Any]]] = [
        ("edu_clerk", reverse("item_do", args=[item, "report"]), {"text": words}),
        ("edu_clerk", reverse("item_do", args=[item, "report"]), {"text": "进展", "url": "https://example.cn", "proves": words}),
        ("edu_clerk", reverse("item_do", args=[item, "extension_ask"]),
         {"new_due": "2030-01-01", "reason": words, "progress": "在办"}),
        ("inspector", reverse("item_do", args=[item, "adjust"]),
         {"title": words, "reason": "调", "approver": "县长", "document": "会议"}),
        ("inspector", reverse("memo", args=[item]), {"words": words, "leader": "县长", "on": "2026-03-02", "then": "keep"}),
        ("inspector", reverse("row_edit", args=[draft, ids["row"]]), {"title": words, "register": "annual-tasks"}),
        ("inspector", reverse("row_add", args=[draft]), {"title": words}),
        ("inspector", reverse("document_do", args=[draft, "reopen"]), {"reason": words}),
        ("inspector", reverse("document_new"), {"title": words, "kind": "decomposition", "year": 2026}),
        ("inspector", reverse("round_new"), {"register": "pledges", "title": words, "opens_on": "2026-03-02", "due_on": "2030-03-31"}),
    ]  # fmt: skip
    before = Event.objects.count()
    for who, where, form in forms:
        answer = client_of(c.users[who]).post(where, form)
        text = answer.content.decode()
        assert answer.status_code == 422, (where, form)
        assert "内容带有密级标志“机密★10年”" in text and words in text, (where, form)
    assert Event.objects.count() == before


def test_bare_words_are_warned_about_only_and_the_declaration_stands_in_the_chain(
    stage: Any, client_of: Any
) -> None:
    client = client_of(stage.c.users["edu_clerk"])
    answer = client.post(
        reverse("item_do", args=[stage.ids["school"], "evidence"]),
        {"proves": "制度", "kind": "file", "method": "self", "non_secret": "on",
         "file": SimpleUploadedFile("保密制度.txt", "做好秘密载体管理。".encode())},
        follow=True,
    )  # fmt: skip
    assert "文中有“秘密”字样" in answer.content.decode()
    kept = Attachment.objects.latest("pk")
    event = Event.objects.filter(kind="file.kept").latest("pk")
    assert kept.non_secret and event.subject == f"attachment:{kept.pk}"
    assert '"non_secret":true' in event.payload.body.replace(" ", "")


def test_a_file_over_the_cap_is_not_read(stage: Any, client_of: Any, settings_of: Any) -> None:
    settings_of(UPLOAD_MAX_BYTES=1024 * 1024)
    client = client_of(stage.c.users["edu_clerk"])
    before = Attachment.objects.count()
    answer = client.post(
        reverse("item_do", args=[stage.ids["school"], "evidence"]),
        {"proves": "照片", "kind": "photo", "method": "self", "non_secret": "on",
         "file": SimpleUploadedFile("大.png", PNG + b"\0" * 1024 * 1024)},
    )  # fmt: skip
    assert answer.status_code == 422 and "超过 1 MB" in answer.content.decode()
    assert Attachment.objects.count() == before


NAMES = ("../../../etc/passwd.txt", "..\\..\\boot.txt", "a\r\nSet-Cookie: x=1.txt", "a\0b.txt", "\u202etxt.exe.txt", '"; filename=x.html; .txt', "名" * 300 + ".txt")  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_a_name_leads_nowhere_and_breaks_no_header(stage: Any, client_of: Any, name: str) -> None:
    client = client_of(stage.c.users["edu_clerk"])
    upload = SimpleUploadedFile("x.txt", "说明".encode())
    upload._name = name  # past Django's own cleaning, as another way in might be
    kept = uploads.keep(stage.c.actor("edu_clerk"), upload, True)
    shown = kept.name
    assert not set(shown) & set("/\\\r\n\0\u202e") and 0 < len(shown) <= 150
    row = Attachment.objects.get(pk=kept.id)
    assert Path(row.name).name == row.name
    form = {"proves": "说明", "kind": "file", "method": "self", "kept_file": kept.id}
    assert client.post(reverse("item_do", args=[stage.ids["school"], "evidence"]), form).status_code == 303
    got = client.get(reverse("file", args=[kept.id]))
    assert (
        got["Content-Disposition"].startswith("attachment; filename*=UTF-8''")
        and "\n" not in got["Content-Disposition"]
    )
    assert got["Content-Type"] == "application/octet-stream" and "sandbox" in got["Content-Security-Policy"]


def test_a_jobs_name_is_no_path(stage: Any, client_of: Any) -> None:
    client = client_of(stage.c.users["inspector"])
    for name in ("..", "%2e%2e", "..%2f..%2fsecret-key", "a-b", "nothing"):
        assert client.get(f"/reports/jobs/{name}").status_code == 404


def test_a_sheet_comes_back_with_its_numbers_and_without_its_formulas(stage: Any, client_of: Any) -> None:
    client = client_of(stage.c.users["inspector"])
    for cell, words in (("=cmd|' /C calc'!A0", "公式"), ('=HYPERLINK("http://x")', "公式")):
        data = client.get(reverse("document_xlsx", args=[stage.ids["draft"]])).content
        book = openpyxl.load_workbook(io.BytesIO(data))
        book.worksheets[0]["B3"] = cell
        out = io.BytesIO()
        book.save(out)
        answer = client.post(
            reverse("document_import", args=[stage.ids["draft"]]),
            {"non_secret": "on", "file": SimpleUploadedFile("表.xlsx", out.getvalue())},
        )
        assert answer.status_code == 422 and words in answer.content.decode()
