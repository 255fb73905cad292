"""Forms of documents (文件表单): consult, opinion, settle, approve, issue."""

from __future__ import annotations

from typing import Any

from django import forms

from luoshi.web.forms import NON_SECRET, Day, Form, Unit, Upload, Words, this_day, units_of, year_now


class ReportForm(Form):
    """上传报告."""

    file = Upload(
        label="报告文件",
        required=True,
        help_text="Word（docx）、PDF、网页或文本；一个文件里有几份报告时取最近一年的。",
    )
    non_secret = forms.BooleanField(label=NON_SECRET, required=False)


class DraftForm(Form):
    """新建文稿: a circular or an empty table."""

    title = forms.CharField(label="标题", max_length=200)
    kind = forms.ChoiceField(
        label="种类", choices=(("circular", "督查通报"), ("decomposition", "任务分解表（空白）"))
    )
    year = forms.IntegerField(label="年度", min_value=1990, max_value=2100, initial=year_now)
    wide = frozenset(("title",))


class BodyForm(Form):
    """修改文稿."""

    title = forms.CharField(label="标题", max_length=200)
    body = Words(label="正文", rows=22, max_length=60000, required=False)
    wide = frozenset(("title",))


class ConsultForm(Form):
    """征求意见."""

    due = Day(label="反馈截止日期")


class OpinionForm(Form):
    """反馈意见: on the whole, or on one row."""

    department = Unit(label="单位")
    proposal = forms.ChoiceField(label="针对", required=False)
    verdict = forms.ChoiceField(
        label="意见", choices=(("yes", "同意"), ("no", "有意见")), widget=forms.RadioSelect
    )
    reason = Words(label="意见与理由", rows=3, required=False, help_text="有意见时必填。")

    def __init__(self, units: Any, rows: list[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["department"].queryset = units
        self.fields["department"].initial = next(iter(units), None)
        self.fields["department"].empty_label = None
        self.fields["proposal"].choices = [("", "整份文件"), *rows]


class PaperOpinionForm(OpinionForm):
    """代录反馈意见, from a signed paper with its scan."""

    paper_signer = forms.CharField(label="纸质件签字人", max_length=40)
    paper_scan = Upload(label="签字件扫描件", required=True)
    non_secret = forms.BooleanField(label=NON_SECRET, required=False)


class SettleForm(Form):
    """处理意见."""

    adopted = forms.ChoiceField(
        label="处理", choices=(("yes", "采纳"), ("no", "不采纳")), widget=forms.RadioSelect
    )
    note = forms.CharField(label="说明（不采纳时必填）", max_length=400, required=False)


class ApproveForm(Form):
    """审定."""

    by = forms.CharField(label="审定人", required=False, max_length=60)
    meeting = forms.CharField(
        label="审定会议", required=False, max_length=120, help_text="审定人与会议至少填一项。"
    )
    on = Day(label="审定日期", initial=this_day)


class IssueForm(Form):
    """印发."""

    number = forms.CharField(label="文号", max_length=60, help_text="如：石政办发〔2026〕1号")
    on = Day(label="印发日期", initial=this_day)


class ReasonForm(Form):
    """A reason alone."""

    reason = Words(label="理由", rows=2)


class SignForm(Form):
    """签收, for one of one's units."""

    department = Unit(label="单位")

    def __init__(self, units: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["department"].queryset = units
        self.fields["department"].initial = next(iter(units), None)
        self.fields["department"].empty_label = None


class PaperSignForm(SignForm):
    """代录签收, from a signed receipt with its scan."""

    paper_signer = forms.CharField(label="签收单签字人", max_length=40)
    paper_scan = Upload(label="签收单扫描件", required=True)
    non_secret = forms.BooleanField(label=NON_SECRET, required=False)


class SheetForm(Form):
    """表格回传: looked at first, written only when confirmed."""

    file = Upload(
        label="填好的表格（xlsx）",
        required=True,
        help_text="先试运行，逐行列出将改什么、哪里有错；确认后才写入。",
    )
    non_secret = forms.BooleanField(label=NON_SECRET, required=False)


class RowForm(Form):
    """拟办条目: one row of the table."""

    title = Words(label="工作任务", rows=2, max_length=400)
    requirement = Words(label="具体要求", rows=2, required=False)
    register = forms.ChoiceField(label="登记册")
    lead = Unit(label="牵头单位", required=False)
    co = forms.ModelMultipleChoiceField(
        label="配合单位", required=False, queryset=None, widget=forms.SelectMultiple(attrs={"size": 5})
    )
    due_on = Day(label="完成时限", required=False)
    due_text = forms.CharField(label="时限说法", required=False, max_length=60)
    leader = forms.CharField(label="责任领导", required=False, max_length=60)
    quantity = forms.DecimalField(label="数量", required=False)
    unit = forms.CharField(label="数量单位", required=False, max_length=40)

    def __init__(self, government_id: int, registers: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = units_of(government_id)
        for name in ("lead", "co"):
            self.fields[name].queryset = units
        self.fields["register"].choices = [(r.id, r.title) for r in registers]
