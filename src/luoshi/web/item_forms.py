"""The forms of an item (事项表单): one for each doing; a refusal of the action is shown at the field that it names."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms

from luoshi import rules
from luoshi.ledger.actor import Actor
from luoshi.ledger.errors import Invalid
from luoshi.ledger.models import Attachment, Department, Item
from luoshi.ledger.models.work import EvidenceKind, EvidenceMethod, FigureStatus, SelfLight
from luoshi.ledger.visibility import visible_items
from luoshi.web import uploads
from luoshi.web.forms import NON_SECRET, Day, Form, Unit, Units, Upload, Words, issue_units, this_day
from luoshi.web.sight import Sight

PLAN_ROWS = 6


class ItemForm(Form):
    """A form on an item. ``paper``: whether it asks for a signed paper, as the 督查室 enters it for the unit.

    Files are kept as soon as they have passed their checks; ``kept_*`` hidden fields carry their ids, so that a
    refusal further on does not lose them.
    """

    uploads: tuple[str, ...] = ()

    def __init__(self, s: Sight, paper: bool, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sight, self.item, self.paper = s, s.item, paper
        self.notes: list[str] = []
        if paper:
            self.fields["paper_signer"] = forms.CharField(
                label="纸质表签字人", max_length=40, help_text="单人模式：代单位录入已签字的纸质表。"
            )
            self.fields["paper_scan"] = Upload(label="签字表扫描件")
        names = (*self.uploads, "paper_scan") if paper else self.uploads
        for name in names:
            self.fields[f"kept_{name}"] = forms.IntegerField(required=False, widget=forms.HiddenInput)
        if names:
            self.fields["non_secret"] = forms.BooleanField(required=False, label=NON_SECRET)

    def keep_uploads(self, actor: Actor) -> bool:
        """Takes in the files of this form; False where one was refused (its words then stand at its field)."""
        fine = True
        self.data: Any = self.data.copy()
        for name in (*self.uploads, *(("paper_scan",) if self.paper else ())):
            file = self.files.get(self.add_prefix(name))
            if file is None:
                continue
            try:
                kept = uploads.keep(actor, file, bool(self.cleaned_data.get("non_secret")))
            except Invalid as e:
                self.refuse("non_secret" if e.field == "non_secret" else name, e.message)
                fine = False
                continue
            self.notes += [f"{kept.name}：{w}" for w in kept.warnings]
            self.cleaned_data[f"kept_{name}"] = kept.id
            self.data[self.add_prefix(f"kept_{name}")] = str(kept.id)
        return fine

    def kept(self, name: str) -> int | None:
        """The id of the file kept for this upload field."""
        found: int | None = self.cleaned_data.get(f"kept_{name}")
        return found

    def kept_files(self) -> list[Attachment]:
        """Files already taken in, to be named beside their fields when the form is shown again."""
        ids = [
            self.data.get(k) for k in self.data if k.startswith("kept_") and str(self.data.get(k)).isdigit()
        ]
        return (
            list(Attachment.objects.filter(pk__in=ids, uploader_id=self.sight.actor.id))
            if self.is_bound
            else []
        )

    def actor(self, actor: Actor) -> Actor:
        """The actor, or the same clerk on the unit's signed paper; Invalid where the paper is not whole."""
        if not self.paper:
            return actor
        scan = self.kept("paper_scan")
        if not scan:
            raise Invalid("代单位录入须上传签字表的扫描件。", "paper_scan")
        lead = self.sight.lead
        return actor.on_paper(lead.department_id if lead else 0, self.cleaned_data["paper_signer"], scan)

    def cleaned(self) -> Mapping[str, Any]:
        """What the action gets."""
        return self.cleaned_data


class PaperOnly(ItemForm):
    """No field of its own: one step (签收, 无变化, 签批)."""


class Report(ItemForm):
    """报送进展: text, difficulty, next step, self-report, a row for each quantity, proof."""

    uploads = ("file",)
    text = Words(label="进展情况", rows=4, required=False)
    difficulty = Words(label="存在问题", rows=2, required=False)
    next_step = Words(label="下一步措施", rows=2, required=False)
    self_report = forms.ChoiceField(label="自评", required=False, choices=[("", "—"), *SelfLight.choices],
                                    help_text="单位自评，与系统计算的灯、核查结论分开记录。")  # fmt: skip
    percent = forms.DecimalField(
        label="总体进度（%）", required=False, min_value=0, max_value=100, decimal_places=2
    )
    file = Upload(label="佐证文件")
    url = forms.URLField(label="佐证网址", required=False, assume_scheme="https")
    proves = forms.CharField(label="证明什么", required=False, max_length=200)

    def __init__(self, s: Sight, *args: Any, **kwargs: Any) -> None:
        super().__init__(s, *args, **kwargs)
        if len(s.deadlines) > 1:
            self.fields["deadline"] = forms.ChoiceField(
                label="对应时点", required=False,
                choices=[("", "最近一个未报时点"), *((d.key, f"{d.title}（{d.due_on}）") for d in s.deadlines[:12])],
            )  # fmt: skip
        if s.pack.due_stages:
            self.fields["stage"] = forms.ChoiceField(
                label="所处阶段", required=False, choices=[("", "—"), *((x, x) for x in s.pack.due_stages)]
            )
        for n, m in enumerate(s.item.measures):
            target = f"目标 {m.get('op') or ''}{m.get('target') or '—'}{m.get('unit') or ''}"
            self.fields[f"fig_{n}_value"] = forms.DecimalField(
                label=f"{m['name']}（{m.get('unit') or '数值'}）", required=False, help_text=target
            )
            self.fields[f"fig_{n}_as_of"] = Day(label="截至", required=False, initial=this_day)
            self.fields[f"fig_{n}_status"] = forms.ChoiceField(
                label="性质", required=False, choices=FigureStatus.choices, initial="flash"
            )

    def cleaned(self) -> Mapping[str, Any]:
        d = dict(self.cleaned_data)
        d["figures"] = [
            {"name": m["name"], "unit": m.get("unit") or "", "value": d[f"fig_{n}_value"], "as_of": d[f"fig_{n}_as_of"],
             "status": d[f"fig_{n}_status"] or "flash"}
            for n, m in enumerate(self.item.measures)
            if d.get(f"fig_{n}_value") is not None
        ]  # fmt: skip
        d["evidence"] = []
        if self.kept("file") or d["url"]:
            d["evidence"] = [
                {
                    "attachment_id": self.kept("file"),
                    "url": d["url"],
                    "proves": d["proves"],
                    "kind": "file" if self.kept("file") else "url",
                }
            ]
        return d


class Plan(ItemForm):
    """节点与计划: dated nodes, a valid answer at month 1."""

    text = Words(label="说明", rows=2, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for n in range(PLAN_ROWS):
            self.fields[f"plan_{n}_title"] = forms.CharField(
                label=f"节点{n + 1}", required=False, max_length=200
            )
            self.fields[f"plan_{n}_on"] = Day(label="完成日期", required=False)

    def cleaned(self) -> Mapping[str, Any]:
        d = dict(self.cleaned_data)
        rows = [(d[f"plan_{n}_title"], d[f"plan_{n}_on"]) for n in range(PLAN_ROWS)]
        if any(bool(t) != bool(on) for t, on in rows):
            raise Invalid("每个节点都要有内容和日期。", "plan_0_title")
        d["plan"] = [(t, on) for t, on in rows if t]
        return d


class Proof(ItemForm):
    """补充佐证: a file or an address, what it proves, how it was got."""

    uploads = ("file",)
    proves = forms.CharField(label="证明什么", max_length=200)
    file = Upload(label="文件")
    url = forms.URLField(label="或网址", required=False, assume_scheme="https")
    kind = forms.ChoiceField(label="种类", choices=EvidenceKind.choices)
    method = forms.ChoiceField(label="取得方式", choices=EvidenceMethod.choices)

    def cleaned(self) -> Mapping[str, Any]:
        d = dict(self.cleaned_data)
        return d | {"evidence": [{**d, "attachment_id": self.kept("file")}]}


class Apply(ItemForm):
    """申请办结."""

    result = Words(label="办理结果", rows=4)


class Reason(ItemForm):
    """A reason alone."""

    reason = Words(label="理由", rows=3)


class ExtensionAsk(ItemForm):
    """申请延期: before the due date."""

    deadline = forms.ChoiceField(label="哪个时点", required=False)
    new_due = Day(label="申请延至")
    reason = Words(label="延期理由", rows=2)
    progress = Words(label="目前进展", rows=2)

    def __init__(self, s: Sight, *args: Any, **kwargs: Any) -> None:
        super().__init__(s, *args, **kwargs)
        self.fields["deadline"].choices = [(d.key, f"{d.title}（{d.due_on}）") for d in s.deadlines[:12]]


VERDICTS = (("pass", "同意"), ("return", "不同意"))


class ExtensionDecide(ItemForm):
    """审定延期."""

    verdict = forms.ChoiceField(label="意见", choices=VERDICTS, widget=forms.RadioSelect)
    new_due = Day(label="延至（不填即按申请）", required=False)
    note = Words(label="说明", rows=2, required=False, help_text="不同意时必填。")
    document = forms.CharField(label="依据", required=False, max_length=120)


class WrongUnit(ItemForm):
    """申请退件."""

    reason = Words(label="理由（不属本单位职责的依据）", rows=3)
    suggested = Unit(label="建议承办单位", required=False)

    def __init__(self, s: Sight, *args: Any, **kwargs: Any) -> None:
        super().__init__(s, *args, **kwargs)
        self.fields["suggested"].queryset = issue_units(s.item.government_id)


class ReturnDecide(ItemForm):
    """处理退件: accept and name the new lead, or keep it where it is."""

    verdict = forms.ChoiceField(
        label="意见",
        choices=(("pass", "同意退件，改由他单位承办"), ("return", "不同意，仍由原单位承办")),
        widget=forms.RadioSelect,
    )
    lead = Unit(label="新的牵头单位", required=False)
    note = Words(label="说明", rows=2, required=False, help_text="不同意时必填。")

    def __init__(self, s: Sight, *args: Any, **kwargs: Any) -> None:
        super().__init__(s, *args, **kwargs)
        self.fields["lead"].queryset = issue_units(s.item.government_id)


class CheckForm(ItemForm):
    """单位审核."""

    verdict = forms.ChoiceField(
        label="结论", choices=(("pass", "通过"), ("return", "退回")), widget=forms.RadioSelect
    )
    reason = Words(label="意见", rows=3, required=False, help_text="退回时必填。")


class CheckInspector(CheckForm):
    """督查室核查, with the method."""

    # 自查 is what the unit did itself; the office verifies in one of the other ways.
    method = forms.ChoiceField(
        label="核查方式", choices=[x for x in EvidenceMethod.choices if x[0] != EvidenceMethod.SELF]
    )


class CheckIssuer(CheckForm):
    """销号, with the grades that the pack has."""

    def __init__(self, s: Sight, *args: Any, **kwargs: Any) -> None:
        super().__init__(s, *args, **kwargs)
        grades = next((x.grades for x in rules.closing_steps(s.pack) if x.role == "issuer"), ())
        if grades:
            self.fields["grade"] = forms.ChoiceField(
                label="评级", required=False, choices=[("", "—"), *((g, g) for g in grades)]
            )


class Remind(ItemForm):
    """催办: a step of the ladder."""

    rung = forms.ChoiceField(label="梯次")
    approver = forms.CharField(
        label="批准人", required=False, max_length=80, help_text="“提醒”以上的各级须写明批准人。"
    )
    reason = Words(label="缘由", rows=2)
    department = Unit(label="发给", required=False, empty_label="牵头单位")

    def __init__(self, s: Sight, *args: Any, **kwargs: Any) -> None:
        super().__init__(s, *args, **kwargs)
        self.fields["rung"].choices = [(r.id, r.title) for r in s.pack.ladder]
        ids = [a.department_id for a in s.assignments]
        self.fields["department"].queryset = Department.objects.filter(pk__in=ids)


class Reassign(ItemForm):
    """调整承办单位."""

    lead = Unit(label="牵头单位")
    co = Units(label="配合单位", required=False)
    reason = Words(label="理由", rows=2)

    def __init__(self, s: Sight, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"lead": s.item.lead_id, "co": [a.department_id for a in s.cos]})
        super().__init__(s, *args, **kwargs)
        for name in ("lead", "co"):
            self.fields[name].queryset = issue_units(s.item.government_id)


class Founded(ItemForm):
    """理由、批准人、依据文件: what every change of a promise must have."""

    reason = Words(label="理由", rows=2)
    approver = forms.CharField(label="批准人", max_length=80)
    document = forms.CharField(label="依据文件（文号或会议）", max_length=120)


class Adjust(Founded):
    """调整内容或时限; old and new are both kept."""

    title = forms.CharField(label="事项", max_length=400)
    requirement = Words(label="具体要求", rows=2, required=False)
    quantity = forms.DecimalField(label="数量", required=False)
    unit = forms.CharField(label="单位", required=False, max_length=40)
    leader = forms.CharField(label="责任领导", required=False, max_length=60)
    due_on = Day(label="完成时限", required=False)
    wide = frozenset(("title",))
    field_order = (
        "title",
        "requirement",
        "quantity",
        "unit",
        "leader",
        "due_on",
        "reason",
        "approver",
        "document",
    )

    def __init__(self, s: Sight, *args: Any, **kwargs: Any) -> None:
        item = s.item
        start = {k: getattr(item, k) for k in ("title", "requirement", "unit", "leader", "due_on")}
        quantity: Decimal | None = item.quantity
        kwargs.setdefault(
            "initial", start | {"quantity": quantity.normalize() if quantity is not None else None}
        )
        super().__init__(s, *args, **kwargs)


class Merge(Founded):
    """并入其他事项, named by its number."""

    into_no = forms.CharField(label="并入事项的编号", max_length=40)

    def cleaned(self) -> Mapping[str, Any]:
        no = self.cleaned_data["into_no"].strip()
        found: Item | None = (
            visible_items(self.sight.actor).filter(government_id=self.item.government_id, no=no).first()
        )
        if found is None:
            raise Invalid(f"没有编号为 {no} 的事项。", "into_no")
        return self.cleaned_data | {"into": found.pk}


class Publish(ItemForm):
    """公开: the text that goes out, after its own review."""

    text = Words(label="公开内容", rows=4, help_text="只公开这里写的内容；灯、自评、过程材料不公开。")
    approved_by = forms.CharField(label="批准人", max_length=80)
    on = Day(label="公开日期", initial=this_day)
