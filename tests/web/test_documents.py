"""Documents (文件): sheets out and back in, papers in the form of GB/T 9704, a report that becomes a draft."""

from __future__ import annotations

import io
import time
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from docx import Document as Docx
from docx.oxml.ns import qn

import luoshi
from luoshi.ledger import clock
from luoshi.ledger.actions import documents
from luoshi.ledger.models import Attachment, Document, Proposal
from luoshi.web.sheets.writing import workbook

SAMPLE = Path(luoshi.__file__).parent / "sample" / "shihong-2026.txt"


def sheet_of(client: Any, document: int) -> Any:
    data = client.get(reverse("document_xlsx", args=[document])).content
    return openpyxl.load_workbook(io.BytesIO(data))


def back(client: Any, document: int, book: Any) -> Any:
    out = io.BytesIO()
    book.save(out)
    upload = SimpleUploadedFile("表.xlsx", out.getvalue())
    return client.post(reverse("document_import", args=[document]), {"non_secret": "on", "file": upload})


def confirm(client: Any, document: int, answer: Any) -> Any:
    return client.post(reverse("document_import", args=[document]), {"plan": answer.context["plan"]})


def test_a_table_goes_out_and_comes_back_unchanged(stage: Any, client_of: Any) -> None:
    client = client_of(stage.c.users["inspector"])
    answer = back(client, stage.ids["draft"], sheet_of(client, stage.ids["draft"]))
    assert answer.status_code == 200 and not answer.context["todo"] and answer.context["same"] == 1


def test_changes_are_tried_first_then_written_and_a_second_time_there_are_none(
    stage: Any, client_of: Any
) -> None:
    client, draft = client_of(stage.c.users["inspector"]), stage.ids["draft"]
    book = sheet_of(client, draft)
    sheet = book.worksheets[0]
    sheet["B3"], sheet["C3"], sheet["E3"], sheet["F3"] = (
        "新建校门口停车场2处",
        "县水利局",
        "2026-10-31",
        "副县长",
    )
    sheet.append([2, "增设护学岗", "县教育局", "县卫健局", "9月底前", "", "", None])
    answer = back(client, draft, book)
    assert len(answer.context["todo"]) == 2 and Proposal.objects.filter(title="增设护学岗").count() == 0
    assert confirm(client, draft, answer).status_code == 303
    row = Proposal.objects.get(pk=stage.ids["row"])
    assert (row.title, row.lead.name, row.due_on, row.leader) == (
        "新建校门口停车场2处",
        "县水利局",
        date(2026, 10, 31),
        "副县长",
    )
    new = Proposal.objects.get(title="增设护学岗")
    assert new.due_on == date(2026, 9, 30) and [u.name for u in new.co.all()] == ["县卫健局"]
    again = back(client, draft, sheet_of(client, draft))
    assert not again.context["todo"] and again.context["same"] == 2
    stale = confirm(client, draft, answer)
    assert stale.status_code == 409  # the plan was made on an older version of the row
    assert Proposal.objects.filter(title="增设护学岗").count() == 1


def test_errors_are_named_row_by_row_and_nothing_is_written(stage: Any, client_of: Any) -> None:
    client, draft = client_of(stage.c.users["inspector"]), stage.ids["draft"]
    book = sheet_of(client, draft)
    sheet = book.worksheets[0]
    sheet["B3"] = "改过的任务"
    sheet.append([2, "增设护学岗", "县没有局", "", "某天", "", "", 999])
    answer = back(client, draft, book)
    text = answer.content.decode()
    assert "单位表里没有“县没有局”" in text and "没有条目号“999”" in text and "看不懂的时限“某天”" in text
    assert not answer.context["plan"]


def test_a_formula_is_refused_with_its_cell(stage: Any, client_of: Any) -> None:
    client, draft = client_of(stage.c.users["inspector"]), stage.ids["draft"]
    book = sheet_of(client, draft)
    book.worksheets[0]["B3"] = "=1+1"
    answer = back(client, draft, book)
    assert answer.status_code == 422 and "B3 是公式" in answer.content.decode()


def test_text_like_a_formula_stays_text_and_numbers_stay_numbers() -> None:
    data = workbook("表", (("甲", 9), ("乙", 9)), [("=HYPERLINK(1)", -3.2), ("-3.2", None), ("@x", 5)])
    sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    assert [sheet[c].value for c in ("A2", "B2", "A3", "A4")] == ["=HYPERLINK(1)", -3.2, "-3.2", "@x"]
    assert (sheet["A2"].quotePrefix and sheet["A3"].quotePrefix and sheet["A2"].data_type == "s") or sheet[
        "A2"
    ].quotePrefix


def test_a_unit_gets_only_its_rows(stage: Any, client_of: Any) -> None:
    sheet = sheet_of(client_of(stage.c.users["water_clerk"]), stage.ids["document"]).worksheets[0]
    assert [sheet.cell(3, 2).value, sheet.cell(4, 2).value] == ["完成水库除险加固", None]


def test_a_circular_counts_itself_and_is_a_paper_only_after_its_approval(stage: Any, client_of: Any) -> None:
    client = client_of(stage.c.users["inspector"])
    with clock.fixed(date(2026, 3, 20)):
        made = client.post(
            reverse("document_new"), {"title": "关于一季度督查情况的通报", "kind": "circular", "year": 2026}
        )
    document = Document.objects.latest("pk")
    assert made.status_code == 303 and document.kind == "circular"
    assert "共分解2项：已销号1项，调整出账（合并、取消）0项，在办1项" in document.body
    where = reverse("document_docx", args=[document.pk])
    assert client.get(where).status_code == 404
    approve = {"by": "县长", "meeting": "", "on": "2026-03-20", "version": document.version}
    unfinished = client.post(reverse("document_do", args=[document.pk, "approve"]), approve)
    assert unfinished.status_code == 422 and "（请填写）" in unfinished.content.decode()
    text = {"title": document.title, "body": document.body.replace("（请填写）", "请抓紧。")}
    client.post(reverse("document_do", args=[document.pk, "edit"]), text)
    approve["version"] = Document.objects.get(pk=document.pk).version
    done = client.post(reverse("document_do", args=[document.pk, "approve"]), approve)
    assert done.status_code == 303
    paper = Docx(io.BytesIO(client.get(where).content))
    section = paper.sections[0]
    assert (round(section.top_margin.mm), round(section.left_margin.mm), round(section.page_width.mm)) == (
        37,
        28,
        210,
    )
    grid = section._sectPr.find(qn("w:docGrid"))
    assert grid.get(qn("w:type")) == "lines" and grid.get(qn("w:linePitch")) == "579"
    assert any("共分解2项" in p.text for p in paper.paragraphs)
    faces = {r._element.rPr.rFonts.get(qn("w:eastAsia")) for p in paper.paragraphs for r in p.runs}
    assert {"仿宋_GB2312", "方正小标宋简体", "黑体"} <= faces
    fonts = next(
        r.target_part.blob.decode() for r in paper.part.rels.values() if r.reltype.endswith("fontTable")
    )
    assert 'w:altName w:val="仿宋;' in fonts


def test_a_circular_is_not_approved_with_figures_that_are_not_the_ledgers(stage: Any, client_of: Any) -> None:
    client = client_of(stage.c.users["inspector"])
    client.post(reverse("document_new"), {"title": "通报", "kind": "circular", "year": 2026})
    document = Document.objects.latest("pk")

    def do(step: str, **form: Any) -> Any:
        form["version"] = Document.objects.get(pk=document.pk).version
        return client.post(reverse("document_do", args=[document.pk, step]), form)

    def approve() -> Any:
        return do("approve", by="县长", meeting="", on=str(clock.today()))

    written = document.body.replace("（请填写）", "请抓紧。")
    do("edit", title="通报", body=written.replace("已销号1项", "已销号2项"))
    wrong = approve()
    assert wrong.status_code == 422 and "加不拢：2+0+1≠2" in wrong.content.decode()
    do("edit", title="通报", body="各单位：\n请抓紧。")
    assert "没有任务分解的对账行" in approve().content.decode()
    assert do("renew").status_code == 303
    body = Document.objects.get(pk=document.pk).body
    assert "共分解2项：已销号1项" in body and body.endswith("请抓紧。")
    assert "相符" in client.get(reverse("document", args=[document.pk])).content.decode()
    assert approve().status_code == 303


@pytest.mark.slow
def test_a_report_becomes_a_draft_in_which_nothing_is_forgotten(stage: Any, client_of: Any) -> None:
    client = client_of(stage.c.users["inspector"])
    upload = SimpleUploadedFile("报告.txt", SAMPLE.read_bytes())
    job = client.post(reverse("report_new"), {"non_secret": "on", "file": upload})["Location"]
    for _ in range(120):
        answer = client.post(job)
        if answer.status_code != 200:
            break
        time.sleep(0.25)
    assert answer.status_code == 303
    document = Document.objects.latest("pk")
    assert (
        document.proposals.count() > 100
        and document.report.text
        and Attachment.objects.filter(name="报告.txt").exists()
    )
    bench = client.get(answer["Location"])
    assert (
        bench.context["tally"]["open"] == document.proposals.count() and "data-p=" in bench.content.decode()
    )
    first = document.proposals.order_by("order").first()
    done = client.post(
        reverse("row_do", args=[document.pk, first.pk, "accept"]), headers={"HX-Request": "true"}
    )
    assert done.status_code == 200 and 'id="tally"' in done.content.decode()
    refused = client.post(
        reverse("row_do", args=[document.pk, first.pk, "skip"]),
        {"reason": ""},
        headers={"HX-Request": "true"},
    )
    assert refused.status_code == 422 and "不列入的理由" in refused.content.decode()


@pytest.mark.slow
def test_who_uploads_is_told_of_words_of_secrecy_and_of_a_table_that_the_year_has(
    stage: Any, client_of: Any
) -> None:
    client = client_of(stage.c.users["inspector"])

    def upload(text: str) -> str:
        file = SimpleUploadedFile("报告.txt", text.encode())
        job = client.post(reverse("report_new"), {"non_secret": "on", "file": file})["Location"]
        for _ in range(120):
            answer = client.post(job)
            if answer.status_code != 200:
                break
            time.sleep(0.25)
        page: str = client.get(answer["Location"]).content.decode()
        return page

    Document.objects.update(year=1999)
    text = SAMPLE.read_text("utf-8")
    first = upload(text)
    assert "字样" not in first and "已有分解表" not in first
    again = upload(f"{text}\n\n会议强调，保守国家秘密。\n")
    assert "文中有“秘密”字样" in again and "2026年已有分解表" in again and "立项两次" in again


def test_an_opinion_names_rows_by_the_numbers_that_the_table_on_its_page_shows(
    stage: Any, client_of: Any
) -> None:
    draft = stage.ids["draft"]
    rows = Proposal.objects.filter(document=draft, state="accepted").order_by("order", "pk")
    for n, row in enumerate(rows):
        Proposal.objects.filter(pk=row.pk).update(order=40 + n)  # rows that were left out stood before it
    text = client_of(stage.c.users["edu_clerk"]).get(reverse("document", args=[draft])).content.decode()
    choices = text.split('name="proposal"')[1].split("</select>")[0]
    assert ">1. " in choices and ">40. " not in choices and '<td class="r">1</td>' in text


def test_a_marked_report_is_refused_and_nothing_is_kept(stage: Any, client_of: Any) -> None:
    client = client_of(stage.c.users["inspector"])
    before = Attachment.objects.count()
    text = "机密★10年\n" + SAMPLE.read_text("utf-8")
    job = client.post(
        reverse("report_new"), {"non_secret": "on", "file": SimpleUploadedFile("报告.txt", text.encode())}
    )["Location"]
    for _ in range(120):
        answer = client.post(job)
        if answer.status_code != 200:
            break
        time.sleep(0.25)
    assert answer.status_code == 422 and "密级标志" in answer.content.decode()
    assert Attachment.objects.count() == before


def test_a_table_goes_its_whole_way_through_the_forms(stage: Any, client_of: Any) -> None:
    office, unit = client_of(stage.c.users["inspector"]), client_of(stage.c.users["edu_clerk"])
    draft = stage.ids["draft"]

    def do(client: Any, step: str, **form: Any) -> int:
        form["version"] = Document.objects.get(pk=draft).version
        return int(client.post(reverse("document_do", args=[draft, step]), form).status_code)

    assert do(office, "approve", by="县长", on=str(clock.today())) == 422  # an objection is not settled
    where = reverse("opinion_settle", args=[draft, stage.ids["opinion"]])
    assert office.post(where, {"adopted": "no", "note": "另行供地"}).status_code == 303
    assert do(office, "approve", by="县长", on=str(clock.today())) == 303
    assert do(office, "issue", number="", on=str(clock.today())) == 422
    assert do(office, "issue", number="石政办发〔2026〕9号", on=str(clock.today())) == 303
    assert do(unit, "sign", department=stage.c.units["edu"].pk) == 303
    assert Document.objects.get(pk=draft).state == "signed"
    assert documents.units_of(Document.objects.get(pk=draft))


def test_a_word_on_an_opinion_stays_where_nothing_was_decided(stage: Any, client_of: Any) -> None:
    client = client_of(stage.c.users["inspector"])
    where = reverse("opinion_settle", args=[stage.ids["draft"], stage.ids["opinion"]])
    answer = client.post(where, {"adopted": "", "note": "已与自然资源局会商"})
    assert answer.status_code == 422 and 'value="已与自然资源局会商"' in answer.content.decode()
