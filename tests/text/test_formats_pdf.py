"""PDF: lines into paragraphs over page ends, page numbers and running heads gone; bad files by name."""

from __future__ import annotations

import io

import pytest
from made_report import OPENING, PLAN, REVIEW, TITLE, paragraphs
from test_formats_plain import leads_back

from luoshi.errors import UnreadableFile
from luoshi.text.intake import take_in
from luoshi.text.traced import TracedText

pytest.importorskip("pypdfium2")
pytest.importorskip("reportlab")
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

FONT = "STSong-Light"
STOPS = tuple("。，；、：”）")
RUNNING = "青禾县第九届人民代表大会第三次会议秘书处"
LONG = "（三）惠民生。" + "扩大普惠托育供给，健全分层分类的社会救助体系，" * 9 + "让群众更有盼头。"


def made(*, indent: bool = True, password: str | None = None, lines_a_page: int = 14) -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(420, 460), encrypt=StandardEncryption(password) if password else None)
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    page = n = 0

    def furniture() -> None:
        nonlocal page, n
        page, n = page + 1, 0
        canvas.setFont(FONT, 9)
        canvas.drawString(40, 440, RUNNING)
        canvas.drawCentredString(210, 20, f"— {page} —")
        canvas.setFont(FONT, 14)

    furniture()
    for p in [*paragraphs()[:-1], LONG, paragraphs()[-1]]:
        centred = len(p) < 24 and p in paragraphs()[:4]
        while p:
            first = p in paragraphs() or p == LONG
            room, cut = 24 - (2 if indent and first else 0), 0
            while p[cut : cut + 1] and room >= (step := 1 if ord(p[cut]) > 0x2000 else 0.5):
                room -= step
                cut += 1
            cut += p[cut : cut + 1] in STOPS  # no line begins with a stop
            if n == lines_a_page:
                canvas.showPage()
                furniture()
            canvas.drawString(150 if centred else 40 + (28 if indent and first else 0), 400 - 25 * n, p[:cut])
            p, n = p[cut:], n + 1
    canvas.save()
    return out.getvalue()


def test_lines_become_paragraphs_and_furniture_goes() -> None:
    source = take_in("a.pdf", made())[0]
    lines = source.text.split("\n")
    assert source.format == "pdf"
    assert lines[0] == TITLE
    for p in (OPENING, *REVIEW, *PLAN, LONG):
        assert p in lines
    assert RUNNING not in source.text and "— 2 —" not in source.text
    assert sum(RUNNING in r.raw for r in source.repairs) >= 3
    leads_back(TracedText(source.text, source.raw, source.map))


def test_without_indentation_no_sentence_is_cut() -> None:
    text = take_in("a.pdf", made(indent=False))[0].text
    for p in (OPENING, *REVIEW, *PLAN, LONG):
        assert p in text


def test_password_pictures_and_broken_files_name_the_reason() -> None:
    blank = io.BytesIO()
    canvas = Canvas(blank)
    canvas.rect(10, 10, 90, 90, fill=1)
    canvas.showPage()
    canvas.save()
    for bad, words in (
        (made(password="x1"), "密码"),
        (blank.getvalue(), "图片"),
        (made()[:900], "损坏"),
        (b"%PDF-1.7\n", "损坏"),
    ):
        with pytest.raises(UnreadableFile, match=words) as caught:
            take_in("坏.pdf", bad)
        assert caught.value.path == "坏.pdf"
