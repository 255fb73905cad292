"""Word files: paragraphs, tables, text boxes and automatic numbers in body order; bad files by name."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest
from made_report import HEAD, OPENING, PLAN, paragraphs
from test_formats_plain import leads_back

from luoshi.errors import NoReportFound, UnreadableFile
from luoshi.text.intake import take_in
from luoshi.text.traced import TracedText

docx = pytest.importorskip("docx")
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def saved(document: Any) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def made() -> Any:
    document = docx.Document()
    for p in paragraphs()[:-1]:
        document.add_paragraph("\u3000\u3000" + p)
    table = document.add_table(rows=2, cols=2)
    for cell, words in zip(table._cells, ("指标", "目标", "产值", "6.5%"), strict=True):
        cell.text = words
    document.add_paragraph(paragraphs()[-1])
    return document


def packed(parts: dict[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        for name, words in parts.items():
            z.writestr(name, words)
    return out.getvalue()


def test_paragraphs_and_tables_in_body_order() -> None:
    source = take_in("a.docx", saved(made()))[0]
    lines = source.text.split("\n")
    assert source.format == "docx"
    assert lines == [*paragraphs()[:-1], "指标\t目标", "产值\t6.5%", paragraphs()[-1]]
    leads_back(TracedText(source.text, source.raw, source.map))


def test_automatic_numbers_are_restored() -> None:
    def p(words: str, level: int | None = None) -> str:
        number = f'<w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr></w:pPr>'
        return f"<w:p>{number if level is not None else ''}<w:r><w:t>{words}</w:t></w:r></w:p>"

    body = "".join(p(line) for line in (*HEAD, "各位代表：", OPENING))
    body += p("2030年工作回顾", 0) + p("园区建设", 1) + p("乡村面貌", 1)
    body += p("2031年工作安排", 0) + p("抓项目", 1) + "".join(p(x) for x in PLAN[1:])
    levels = "".join(
        f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="{t}"/></w:lvl>'
        for n, t in enumerate(("%1、", "（%2）"))
    )
    numbering = f'<w:numbering {W}><w:abstractNum w:abstractNumId="3">{levels}</w:abstractNum>'
    numbering += '<w:num w:numId="1"><w:abstractNumId w:val="3"/></w:num></w:numbering>'
    data = packed(
        {
            "[Content_Types].xml": "<Types/>",
            "word/document.xml": f"<w:document {W}><w:body>{body}</w:body></w:document>",
            "word/numbering.xml": numbering,
        }
    )
    source = take_in("a.docx", data)[0]
    lines = source.text.split("\n")
    at = lines.index("一、2030年工作回顾")
    assert lines[at + 1 : at + 5] == [
        "（一）园区建设",
        "（二）乡村面貌",
        "二、2031年工作安排",
        "（一）抓项目",
    ]
    assert any("编号" in w for w in source.warnings)
    leads_back(TracedText(source.text, source.raw, source.map))


def test_text_boxes_and_deleted_words() -> None:
    body = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in paragraphs())
    body += f"<w:p><w:r><w:t>正文</w:t><w:pict><w:txbxContent {W}><w:p><w:r><w:t>框里的字。</w:t></w:r></w:p>"
    body += "</w:txbxContent></w:pict></w:r><w:del><w:r><w:delText>删</w:delText></w:r></w:del></w:p>"
    data = packed({"word/document.xml": f"<w:document {W}><w:body>{body}</w:body></w:document>"})
    assert take_in("a.docx", data)[0].text.endswith("正文\n框里的字。")


def test_broken_and_foreign_zips_name_the_reason() -> None:
    data = saved(made())
    for bad, words in (
        (data[: len(data) // 2], "损坏"),
        (packed({"xl/workbook.xml": "<a/>"}), "Excel"),
        (packed({"a.txt": "字"}), "压缩包"),
        (packed({"word/document.xml": "<w:document"}), "损坏"),
        (packed({"word/document.xml": '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'}), "实体"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "密码"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), "另存为 docx"),
    ):
        with pytest.raises(UnreadableFile, match=words) as caught:
            take_in("坏.docx", bad)
        assert caught.value.path == "坏.docx"


def test_zip_bomb_is_not_unpacked() -> None:
    bomb = packed({"word/document.xml": b"0" * (40 * 1024 * 1024)})
    assert len(bomb) < 100_000
    with pytest.raises(UnreadableFile, match="压缩炸弹"):
        take_in("bomb.docx", bomb)


def test_document_of_pictures_only() -> None:
    body = "<w:p><w:r><w:drawing/></w:r></w:p>"
    with pytest.raises(UnreadableFile, match="图片"):
        take_in(
            "a.docx", packed({"word/document.xml": f"<w:document {W}><w:body>{body}</w:body></w:document>"})
        )


def test_document_without_a_report() -> None:
    document = docx.Document()
    document.add_paragraph("关于召开春季植树活动的说明。请各单位准时参加。")
    with pytest.raises(NoReportFound):
        take_in("a.docx", saved(document))
