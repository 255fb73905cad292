"""The copies in other formats: the same bytes every time, and other libraries read back what was written."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest
import regex as re

from luoshi import sample

pytest.importorskip("reportlab", reason="reportlab not installed (extra dev)")
pytest.importorskip("docx", reason="python-docx not installed (extra docx)")
pytest.importorskip("opencc", reason="opencc not installed (extra trad)")

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tools"))

import make_sample_copies as copies

TEXT = sample.paths()[-1].read_text("utf-8")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return copies.write_copies(tmp_path_factory.mktemp("copies"))


def squeeze(s: str) -> str:
    return "".join(s.split())


def test_same_bytes_on_every_run(made: dict[str, Path], tmp_path: Path) -> None:
    again = copies.write_copies(tmp_path / "again")
    assert set(again) == {"docx", "pdf", "html"}
    assert all(again[k].read_bytes() == made[k].read_bytes() for k in again)


def test_docx_reads_back(made: dict[str, Path]) -> None:
    from docx import Document

    document = Document(io.BytesIO(made["docx"].read_bytes()))
    lines = [p.text for p in document.paragraphs]
    assert [p.text for p in document.paragraphs if p.style.name == "Heading 1"][2] == "三、2026年工作安排"
    rows = [[c.text for c in r.cells] for r in document.tables[0].rows]
    assert (
        len(rows) == 11
        and rows[1][0].startswith("1.新增公共停车泊位600个")
        and rows[1][1].startswith("牵头单位：县城管局")
    )
    items = {squeeze(a + b) for a, b in rows[1:]}
    assert {squeeze(line) for line in copies.paragraphs(TEXT)} == {squeeze(line) for line in lines} | items


def test_pdf_text_layer_reads_back(made: dict[str, Path]) -> None:
    pdfium = pytest.importorskip("pypdfium2", reason="pypdfium2 not installed (extra pdf)")
    document = pdfium.PdfDocument(made["pdf"].read_bytes())
    body = ""
    for number, page in enumerate(document, 1):
        head, foot, *rows = page.get_textpage().get_text_bounded().splitlines()
        assert "会议文件" in head and squeeze(foot) == f"—{number}—"
        body += "".join(rows)
    assert len(document) > 10
    assert squeeze(body) == squeeze(TEXT)


def test_html_is_damaged_as_reposts_are(made: dict[str, Path]) -> None:
    page = made["html"].read_text("utf-8")
    for mark in (
        "政府工作報告",
        "各位代表:",
        "(20262030年)",
        "產(chǎn)業(yè)",
        ", 一、 二、三產",
        "首頁",
        "版權所有",
        "嵐坪縣2026年政府工作報告",
    ):
        assert mark in page, mark
    assert "—" not in page and "，" not in page
    assert re.search(r"\d;%", page) and "。;" in page


def test_damage_never_touches_a_digit() -> None:
    assert re.findall(r"\d", copies.damage(TEXT)) == re.findall(r"\d", TEXT)


def test_shifted_run_is_what_the_forward_model_says() -> None:
    # The bytes of 。“ end and begin with A3 A1: the cut finds ！ there; 骨 is read from the halves of its neighbours.
    out, end = copies.shift_run("。“硬骨頭”改革", 0) or ("", 0)
    assert out[:2] == "?！" and end == 5
    lost = ("。“硬骨頭".encode("gbk")[0:1] + out[1:].encode("gbk")).decode("gbk")
    assert lost == "。“硬骨頭", "put the lost byte back and the characters return"
    assert copies.shift_run("全縣人民", 0) is None
    assert copies.shift_run("。“12345”", 0) is None, "no digit is ever in a run"
    assert out.translate(copies._ASCII) in copies.damage(TEXT)


def test_stepwise_damage_can_be_undone() -> None:
    import opencc

    glossed = copies.gloss(copies.to_traditional(TEXT))
    plain = re.sub(r"\([a-zü]*[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ][a-zü]*\)", "", glossed)
    back = opencc.OpenCC("t2s").convert(plain)
    differ = {(a, b) for a, b in zip(TEXT, back, strict=True) if a != b}
    assert differ <= {("着", "著")}
