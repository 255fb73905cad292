"""Papers (公文): 交办单, 呈阅件, 台账 as Word files and sheets, in the form of GB/T 9704, with what the ledger says."""

from __future__ import annotations

import io
import shutil
import subprocess
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.urls import reverse
from docx import Document as Docx
from docx.oxml.ns import qn

from luoshi.ledger import clock
from luoshi.ledger.actions import items, work
from luoshi.web.papers import memo
from luoshi.web.papers.paper import Paper, title_lines


def docx(client: Any, route: str, *ids: int, **query: str) -> Any:
    answer = client.get(reverse(route, args=ids), query)
    assert answer.status_code == 200 and answer["Content-Disposition"].startswith("attachment")
    return Docx(io.BytesIO(answer.content))


def words(paper: Any) -> str:
    cells = [c.text for t in paper.tables for row in t.rows for c in row.cells]
    return "\n".join([p.text for p in paper.paragraphs] + cells)


def test_the_slip_of_an_item_says_what_from_where_who_and_by_when(stage: Any, client_of: Any) -> None:
    text = words(docx(client_of(stage.c.users["edu_clerk"]), "item_slip", stage.ids["paper"]))
    for part in (
        "督查事项交办单",
        "整治校门口拥堵",
        "领导批示（县长，批示〔2026〕7号）",
        "请教育局牵头整治。",
        "县教育局",
        "2026年3月5日",
    ):
        assert part in text


def test_the_slip_of_a_unit_holds_its_items_and_no_others(stage: Any, client_of: Any) -> None:
    office, document = client_of(stage.c.users["inspector"]), stage.ids["document"]
    text = words(docx(office, "document_slip", document, stage.c.units["edu"].pk))
    assert "县教育局：" in text and "牵头1项" in text and "石政办发〔2026〕1号" in text
    assert "新建幼儿园3所" in text and "除险加固" not in text
    health = words(docx(office, "document_slip", document, stage.c.units["health"].pk))
    assert "配合1项" in health and "牵头0项" not in health
    draft = reverse("document_slip", args=[stage.ids["draft"], stage.c.units["edu"].pk])
    assert office.get(draft).status_code == 404
    other = reverse("document_slip", args=[document, stage.c.units["edu"].pk])
    assert client_of(stage.c.users["health_clerk"]).get(other).status_code == 404


def test_the_memo_is_a_form_with_room_for_the_leader(stage: Any, client_of: Any) -> None:
    paper = docx(client_of(stage.c.users["inspector"]), "memo_docx", stage.ids["school"], to="县长")
    asked = [row.cells[0].text for row in paper.tables[0].rows]
    assert asked[-2:] == ["督查室意见", "领导批示"] and "呈：县长" in words(paper)
    assert paper.tables[0].rows[-1].height.mm > 40


def test_the_ledger_goes_out_as_it_is_filtered_and_lies_across(stage: Any, client_of: Any) -> None:
    client = client_of(stage.c.users["inspector"])
    paper = docx(client, "board_docx", kind="closed")
    section = paper.sections[0]
    assert section.page_width > section.page_height
    text = words(paper)
    assert "完成水库除险加固" in text and "新建幼儿园3所" not in text and "（已销号）" in text


def test_the_ledgers_sheet_has_numbers_dates_and_no_formulas(stage: Any, client_of: Any) -> None:
    with clock.fixed(date(2026, 3, 3)):
        work.submit(
            stage.c.edu_clerk, stage.ids["school"], text="=HYPERLINK(1)",
            figures=[{"name": "新建幼儿园", "value": "1", "unit": "所", "as_of": date(2026, 3, 3), "status": "flash"}],
        )  # fmt: skip
        items.open_item(
            stage.c.inspector, stage.c.gov, source="leader", title="=1+1 的核对", dated=date(2026, 3, 3), issuer="县长",
            approver="县长", lead_id=stage.c.units["edu"].pk, quote="请核对。",
        )  # fmt: skip
    data = client_of(stage.c.users["inspector"]).get(reverse("board_xlsx")).content
    sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    head = [c.value for c in sheet[2]]
    row = next(r for r in sheet.iter_rows(min_row=3) if r[3].value == "新建幼儿园3所")
    told = dict(zip(head, [c.value for c in row], strict=True))
    assert (told["目标"], told["现值"], told["数量单位"], told["性质"]) == (3, 1, "所", "快报")
    assert told["现行时限"].date() == date(2026, 11, 30)
    formula = next(r for r in sheet.iter_rows(min_row=3) if "核对" in str(r[3].value))[3]
    assert formula.value == "=1+1 的核对" and formula.quotePrefix
    assert not any(c.data_type == "f" and not c.quotePrefix for r in sheet.iter_rows() for c in r)


def pages_of(data: bytes, folder: Path) -> Any:
    """The file as LibreOffice sets it."""
    soffice, pdfium = shutil.which("soffice"), pytest.importorskip("pypdfium2")
    if soffice is None:
        pytest.skip("no LibreOffice here: apt-get install libreoffice-writer")
    (folder / "p.docx").write_bytes(data)
    profile = f"-env:UserInstallation=file://{folder}/profile"
    subprocess.run(
        [soffice, profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(folder / "p.docx")],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    return pdfium.PdfDocument(folder / "p.pdf")


def test_a_paper_is_set_with_28_characters_a_line_and_22_lines_a_page(tmp_path: Path) -> None:
    made = Paper()
    made.lines("\n".join(["国" * (28 * 4 - 2)] * 12))
    page = pages_of(made.bytes(), tmp_path)[0].get_textpage()
    lines = [x for x in page.get_text_range().splitlines() if "国" in x]
    assert len(lines) == 22 and {x.count("国") for x in lines} == {26, 28}


def test_a_memo_is_one_page_however_much_it_tells(tmp_path: Path) -> None:
    rows = [
        ("事　项", "题" * 60 + "\n" + "要" * 110),
        ("来　源", ("源" * 190 + "\n") * 2),
        ("承　办", "局" * 80),
    ]
    rows += [("时　限", "时" * 90), ("目前情况", "灯" * 60 + "\n" + "评" * 40), ("进　展", "进" * 250)]
    rows += [("存在问题", "难" * 120), ("下一步", "步" * 120)]
    made = memo.fitted("督查事项呈阅件", None, "督查室", "县长", "意" * 120, rows)
    assert made.size == 10 and "全文见台账" in made.rows[1][1] and made.rows[0][1].startswith("题" * 60)
    assert memo.fitted("督查事项呈阅件", None, "督查室", "", "", rows[:1]).size == 12
    assert len(pages_of(memo.paper(made), tmp_path)) == 1


def test_a_long_title_is_broken_between_its_parts() -> None:
    assert title_lines("任务交办单") == ["任务交办单"]
    assert title_lines("关于《政府工作报告》重点任务落实情况的督查通报") == [
        "关于《政府工作报告》",
        "重点任务落实情况的督查通报",
    ]
    unbroken = title_lines("甲" * 50)
    assert "".join(unbroken) == "甲" * 50


def test_every_run_of_a_paper_names_its_east_asian_face(stage: Any, client_of: Any) -> None:
    paper = docx(client_of(stage.c.users["inspector"]), "item_slip", stage.ids["school"])
    runs = [r for p in paper.element.body.iter(qn("w:p")) for r in p.iter(qn("w:r")) if r.findall(qn("w:t"))]
    assert runs and all(
        r.rPr is not None and r.rPr.rFonts is not None and r.rPr.rFonts.get(qn("w:eastAsia")) for r in runs
    )


def test_the_slips_of_all_units_come_in_one_file_each_on_a_new_page(stage: Any, client_of: Any) -> None:
    paper = docx(client_of(stage.c.users["inspector"]), "document_slips", stage.ids["document"])
    titles = [p for p in paper.paragraphs if p.text == "任务交办单"]
    assert [p.paragraph_format.page_break_before for p in titles] == [False, True, True]
    assert [p.text for p in paper.paragraphs if p.text.endswith("局：")] == [
        "县教育局：",
        "县卫健局：",
        "县水利局：",
    ]
    own = words(docx(client_of(stage.c.users["water_clerk"]), "document_slips", stage.ids["document"]))
    assert "县水利局：" in own and "县教育局：" not in own


def test_the_overview_counts_itself_and_fits_its_page(stage: Any, client_of: Any) -> None:
    with clock.fixed(date(2026, 3, 20)):
        client = client_of(stage.c.users["inspector"])
        text = client.get(reverse("overview"), {"to": "县长"}).content.decode()
        paper = docx(client, "overview_docx", opinion="请阅示。")
    assert "任务2项：已销号1项，调整出账（合并、取消）0项，在办1项" in text and "呈：县长" in text
    told = words(paper)
    assert "督查情况呈阅件" in told and "请阅示。" in told and "1份文件待审定" in told
