"""One-clerk mode (单人模式): unit forms out, filled forms and scans back; tried first, twice is no change, conflicts shown."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date, datetime
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from luoshi.ledger import clock
from luoshi.ledger.actions import items, work
from luoshi.ledger.models import Figure, Item, RoundReport, Submission
from luoshi.web.sheets import unit_form

DAY = date(2026, 3, 20)
MORNING = datetime(2026, 3, 20, 9, tzinfo=clock.SHANGHAI)


@pytest.fixture
def office(stage: Any, client_of: Any) -> Any:
    """The office's browser; the 教育局 has one measured task and two plain ones in work."""
    c = stage.c
    stage.more = []
    with clock.fixed(date(2026, 3, 3)):
        for n in range(2):
            pk = items.open_item(
                c.inspector, c.gov, source="leader", register="annual-tasks", title=f"年度任务{n}", dated=date(2026, 3, 3), issuer="县长",
                approver="县长", lead_id=c.units["edu"].pk, quote="请办。", not_duplicate=True,
            ).id  # fmt: skip
            items.sign_item(c.edu_clerk, pk)
            stage.more.append(pk)
    stage.client = client_of(c.users["inspector"])
    return stage


def form_of(stage: Any, **query: Any) -> bytes:
    with clock.fixed(MORNING):
        answer = stage.client.get(
            reverse("paper_forms_out"), {"round": stage.ids["round"], "unit": stage.ids["edu"]} | query
        )
    assert answer.status_code == 200
    data: bytes = answer.content
    return data


def filled(data: bytes, signer: str = "陈局长", **by_title: dict[str, Any]) -> bytes:
    """The form with cells filled by the item's title (a further row of the same number: “标题#2”)."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    sheet = book.active
    top = next(r for r in range(1, 9) if sheet.cell(r, 1).value == "编号")
    at = {sheet.cell(top, c).value: c for c in range(1, sheet.max_column + 1)}
    sheet.cell(2, 7).value = signer
    title = ""
    for r in range(top + 1, sheet.max_row + 1):
        title = sheet.cell(r, at["事项"]).value or title
        for words, value in by_title.get(title, {}).items():
            sheet.cell(r, at[words]).value = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def scan(name: str = "县教育局签字.txt") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, "扫描：县教育局报送表，局长已签字".encode())


def send(stage: Any, *files: Any, at: datetime = datetime(2026, 3, 21, 9, tzinfo=clock.SHANGHAI)) -> Any:
    given = [SimpleUploadedFile("县教育局.xlsx", f) if isinstance(f, bytes) else f for f in files]
    with clock.fixed(at):
        return stage.client.post(reverse("paper_forms_back"), {"files": given, "non_secret": "on"})


def confirm(stage: Any, tried: Any, **form: Any) -> Any:
    text = tried.content.decode()
    plan = re.search(r'name="plan" value="([^"]+)"', text)
    assert plan, text[-3000:]
    scans = re.search(r'<select id="scan_0".*?</select>', text, re.S)
    chosen = re.search(r'<option value="(\d+)" selected', scans[0] if scans else "")
    given = {
        "plan": plan[1],
        "signer_0": "陈局长",
        "scan_0": chosen[1] if chosen else "",
        "sign_0": "on",
    } | form
    with clock.fixed(datetime(2026, 3, 21, 10, tzinfo=clock.SHANGHAI)):
        return stage.client.post(reverse("paper_forms_back"), given)


FILL = {
    "新建幼儿园3所": {"本期情况": "有进展", "进展情况": "两所封顶", "本期数值": 1, "性质": "核定", "截至日期": date(2026, 3, 15), "自评": "达进度", "进度%": 40},
    "年度任务0": {"本期情况": "无变化"},
}  # fmt: skip


def test_a_form_names_unit_round_and_moment_and_holds_what_is_to_be_reported(office: Any) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(form_of(office))).active
    words = [[c.value for c in r] for r in sheet.iter_rows()]
    assert (
        words[1][0] == "表号" and words[1][1] == f"R{office.ids['round']}-{office.ids['edu']}-20260320090001"
    )
    titles = [r[1] for r in words[4:]]
    assert titles == ["新建幼儿园3所", "年度任务0", "年度任务1"]
    assert words[4][6:8] == ["新建幼儿园", "3所"] and "一所开工" in words[4][3]


def test_all_units_come_in_one_zip(office: Any) -> None:
    c = office.c
    with clock.fixed(date(2026, 3, 3)):
        pk = items.open_item(
            c.inspector, c.gov, source="leader", register="annual-tasks", title="水利年度任务", dated=date(2026, 3, 3), issuer="县长", approver="县长",
            lead_id=c.units["water"].pk, quote="请办。", not_duplicate=True,
        ).id  # fmt: skip
        items.sign_item(c.water_clerk, pk)
    answer = office.client.get(reverse("paper_forms_out"), {"round": office.ids["round"]})
    names = zipfile.ZipFile(io.BytesIO(answer.content)).namelist()
    assert names == ["县教育局-第一季度报送表.xlsx", "县水利局-第一季度报送表.xlsx"]


def test_a_filled_form_and_its_scan_are_tried_then_written_and_the_head_has_signed(office: Any) -> None:
    tried = send(office, filled(form_of(office), **FILL), scan())
    text = tried.content.decode()
    assert tried.status_code == 200 and "尚未写入" in text and "两所封顶" in text and 'value="陈局长"' in text
    before = Submission.objects.count()
    done = confirm(office, tried)
    assert done.status_code == 303 and Submission.objects.count() == before + 2
    made = Submission.objects.get(item=office.ids["school"], progress_text="两所封顶")
    assert (made.signer, made.round_id, made.self_report, made.percent) == (
        "陈局长",
        office.ids["round"],
        "on_track",
        40,
    )
    assert made.scan_id and Figure.objects.get(submission=made).value == 1
    report = RoundReport.objects.get(round=office.ids["round"], department=office.ids["edu"])
    assert (report.state, report.signer) == ("signed", "陈局长")


def test_the_same_form_twice_changes_nothing(office: Any) -> None:
    form = filled(form_of(office), **FILL)
    confirm(office, send(office, form, scan()))
    before = Submission.objects.count()
    again = send(office, form, scan(), at=datetime(2026, 3, 22, 9, tzinfo=clock.SHANGHAI))
    text = again.content.decode()
    assert 'name="plan"' not in text and "没有可以写入的内容" in text and "不变 <b>2</b>" in text
    assert Submission.objects.count() == before


def test_the_same_confirmation_sent_twice_is_a_conflict_and_writes_nothing_more(office: Any) -> None:
    tried = send(office, filled(form_of(office), **FILL), scan())
    assert confirm(office, tried).status_code == 303
    before = Submission.objects.count()
    again = confirm(office, tried)
    assert again.status_code == 409 and Submission.objects.count() == before


def test_what_was_reported_in_the_meantime_is_shown_and_not_written_over_by_itself(office: Any) -> None:
    form = filled(form_of(office), **FILL)
    with clock.fixed(datetime(2026, 3, 20, 15, tzinfo=clock.SHANGHAI)):
        work.submit(office.c.edu_clerk, office.ids["school"], text="三所都已开工")
    tried = send(office, form, scan())
    text = tried.content.decode()
    assert "发表之后又有报送" in text and "三所都已开工" in text
    assert confirm(office, tried).status_code == 303
    assert not Submission.objects.filter(progress_text="两所封顶").exists()


def test_a_conflict_is_written_where_the_clerk_says_so(office: Any) -> None:
    form = filled(form_of(office), **FILL)
    with clock.fixed(datetime(2026, 3, 20, 15, tzinfo=clock.SHANGHAI)):
        work.submit(office.c.edu_clerk, office.ids["school"], text="三所都已开工")
    tried = send(office, form, scan())
    assert confirm(office, tried, **{f"force_0_{office.ids['school']}": "on"}).status_code == 303
    assert Submission.objects.filter(progress_text="两所封顶").exists()


def test_a_form_with_an_error_is_not_written_at_all_and_each_error_names_its_row(office: Any) -> None:
    fill = {
        "新建幼儿园3所": {"进展情况": "封顶", "本期数值": "三所", "自评": "很好"},
        "年度任务0": {"本期情况": "无变化", "进展情况": "却写了进展"},
        "年度任务1": {"存在问题": "只写了问题"},
    }
    tried = send(office, filled(form_of(office), **fill), scan())
    text = tried.content.decode()
    for words in ("不是数字：“三所”", "“自评”应为", "请只留一样", "请填写进展情况或数据", "整张不写入"):
        assert words in text, words
    assert 'name="plan"' not in text


def test_nothing_is_written_without_signer_and_scan_and_what_was_typed_stays(office: Any) -> None:
    tried = send(office, filled(form_of(office), signer="", **FILL))
    before = Submission.objects.count()
    bare = confirm(office, tried, signer_0="")
    assert bare.status_code == 422 and "请填写县教育局的签字人" in bare.content.decode()
    half = confirm(office, bare, signer_0="陈副局长")
    text = half.content.decode()
    assert half.status_code == 422 and "请为县教育局选择签字扫描件" in text and 'value="陈副局长"' in text
    assert Submission.objects.count() == before


def test_a_scan_of_somebody_else_is_no_scan(office: Any) -> None:
    tried = send(office, filled(form_of(office), **FILL))
    other = office.c.file("edu_clerk", "别人的.pdf")
    assert confirm(office, tried, scan_0=str(other)).status_code == 422


def test_other_files_are_told_apart_from_forms_by_name(office: Any) -> None:
    book = openpyxl.Workbook()
    out = io.BytesIO()
    book.save(out)
    text = send(office, SimpleUploadedFile("别的表.xlsx", out.getvalue()), scan()).content.decode()
    assert "别的表.xlsx" in text and "不是从本系统下载的报送表" in text
    secret = SimpleUploadedFile("密件.txt", "机密★10年".encode())
    assert "密级标志" in send(office, secret).content.decode()


def test_the_same_form_handed_in_twice_at_once_is_taken_once(office: Any) -> None:
    form = filled(form_of(office), **FILL)
    tried = send(office, form, form, scan())
    assert "只收第一份" in tried.content.decode() and tried.content.decode().count('name="signer_') == 1
    before = Submission.objects.count()
    assert confirm(office, tried).status_code == 303 and Submission.objects.count() == before + 2


def test_a_form_of_a_closed_round_or_another_government_is_refused(office: Any, client_of: Any) -> None:
    form = filled(form_of(office), **FILL)
    office.client.post(reverse("round_close", args=[office.ids["round"]]))
    assert "已经截止" in send(office, form, scan()).content.decode()
    office.client = client_of(office.c.users["other_inspector"])
    assert "不在本级单位表里" in send(office, form, scan()).content.decode()


def test_an_item_that_the_unit_does_not_lead_cannot_be_reported_by_its_form(office: Any) -> None:
    form = filled(form_of(office), **FILL)
    book = openpyxl.load_workbook(io.BytesIO(form))
    book.active.cell(6, 1).value = Item.objects.get(pk=office.ids["dam"]).no
    out = io.BytesIO()
    book.save(out)
    text = send(office, out.getvalue(), scan()).content.decode()
    assert "本单位牵头的事项里没有编号" in text and 'name="plan"' not in text


def test_without_a_round_the_form_holds_all_that_is_in_work(office: Any) -> None:
    with clock.fixed(date(2026, 3, 4)):
        items.sign_item(office.c.edu_clerk, office.ids["paper"])
    data = form_of(office, round="")
    assert data[:2] == b"PK"
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    assert "整治校门口拥堵" in [c.value for c in sheet["B"]]
    tried = send(office, filled(data, 整治校门口拥堵={"进展情况": "已增设护学岗"}), scan())
    assert confirm(office, tried).status_code == 303
    assert Submission.objects.get(progress_text="已增设护学岗").signer == "陈局长"


def test_form_numbers_come_back_as_they_went_out() -> None:
    number = unit_form.FormNumber(3, 17, datetime(2026, 3, 20, 9, 0, 1, tzinfo=clock.SHANGHAI))
    assert unit_form.form_number(number.text()) == number
    assert unit_form.form_number("R1-2-20269999999999") is None and unit_form.form_number("=1+1") is None


def test_the_page_costs_the_same_queries_however_many_units(office: Any) -> None:
    def cost() -> int:
        office.client.get(reverse("paper_forms"))
        with CaptureQueriesContext(connection) as seen:
            assert office.client.get(reverse("paper_forms")).status_code == 200
        return len(seen)

    before = cost()
    c = office.c
    with clock.fixed(date(2026, 3, 5)):
        for key, who in (("water", "water_clerk"), ("health", "health_clerk")):
            pk = items.open_item(
                c.inspector, c.gov, source="leader", title=f"交给{key}的事", dated=date(2026, 3, 5), issuer="县长", approver="县长",
                lead_id=c.units[key].pk, quote="请办。", not_duplicate=True,
            ).id  # fmt: skip
            items.sign_item(c.actor(who), pk)
    assert cost() == before <= 20
