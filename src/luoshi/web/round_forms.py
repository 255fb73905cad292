"""Forms of a reporting round (轮次表单): opening one, and the signed paper that the office enters for a unit."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from luoshi.ledger import clock, registers
from luoshi.ledger.actor import Actor
from luoshi.ledger.errors import Invalid
from luoshi.ledger.models import Attachment
from luoshi.web import uploads
from luoshi.web.forms import NON_SECRET, Day, Form, Upload, this_day


def this_quarter() -> str:
    """The title that a round opened today most likely has: 2026年第四季度."""
    today: date = clock.today()
    return f"{today.year}年第{'一二三四'[(today.month - 1) // 3]}季度"


class OpenForm(Form):
    """开启轮次."""

    register = forms.ChoiceField(label="登记册")
    title = forms.CharField(label="轮次名称", max_length=120, initial=this_quarter)
    opens_on = Day(label="开始日期", initial=this_day)
    due_on = Day(label="截止日期", help_text="到期未报的记为“未报”，不等于滞后。")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["register"].choices = [(r.id, r.title) for r in registers.registers()]


class PaperForm(Form):
    """代录: who signed the unit's form, and its scan; the scan is kept once it has passed its checks."""

    paper_signer = forms.CharField(label="签字人", max_length=40, help_text="单位负责人，按表上签字填写。")
    paper_scan = Upload(label="签字表扫描件")
    non_secret = forms.BooleanField(label=NON_SECRET, required=False)
    kept_scan = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def kept_files(self) -> list[Attachment]:
        """The scan already taken in, to be named when the form is shown again."""
        kept = str(self.data.get("kept_scan", "")) if self.is_bound else ""
        return list(Attachment.objects.filter(pk=kept)) if kept.isdigit() else []

    def on_paper(self, actor: Actor, unit_id: int) -> Actor:
        """The clerk on the unit's signed paper; Invalid, with the field at fault, where the paper is not whole."""
        file = self.files.get("paper_scan")
        scan = self.cleaned_data.get("kept_scan")
        if file is not None:
            kept = uploads.keep(actor, file, bool(self.cleaned_data.get("non_secret")))
            scan = kept.id
            self.data: Any = self.data.copy()
            self.data["kept_scan"] = str(scan)
        if not scan:
            raise Invalid("请上传签字表的扫描件。", "paper_scan")
        return actor.on_paper(unit_id, self.cleaned_data["paper_signer"], scan)
