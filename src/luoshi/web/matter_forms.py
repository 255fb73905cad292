"""The forms of other doors (其他来源立项): a matter with its source, its unit and its dates; a leader's words from paper."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext

from luoshi.ledger import registers
from luoshi.ledger.actor import Actor
from luoshi.ledger.errors import Invalid
from luoshi.ledger.models import Attachment
from luoshi.web import uploads
from luoshi.web.forms import NON_SECRET, Day, Form, Unit, Units, Upload, Words, issue_units, this_day

NODES = 4
SOURCES = (
    ("instruction", "领导批示"),
    ("minutes", "会议纪要"),
    ("upper_document", "上级文件"),
    ("leader", "领导交办"),
    ("round", "其他交办"),
)
VARIANTS = (("", "一般事项"), ("major", "重大、复杂事项"), ("urgent", "紧急事项"))
_PARTS = (
    ("来源", ("source", "number", "dated", "issuer", "approver", "quote", "scan", "non_secret")),
    ("事项", ("title", "requirement", "parent_no", "external_id")),
    ("时限", ("register", "variant", "due_on", "due_text", *(f"node_{n}_{x}" for n in range(NODES) for x in ("title", "on")))),
    ("承办", ("lead", "co", "leader")),
)  # fmt: skip


class ScanForm(Form):
    """A form with one scan: it is kept as soon as it has passed its checks, so that a later refusal does not lose it."""

    def keep_scan(self, actor: Actor) -> bool:
        """Takes the scan in; False where it was refused (its words then stand at its field)."""
        file = self.files.get("scan")
        if file is None:
            return True
        try:
            kept = uploads.keep(actor, file, bool(self.cleaned_data.get("non_secret")))
        except Invalid as e:
            self.refuse("non_secret" if e.field == "non_secret" else "scan", e.message)
            return False
        self.data: Any = self.data.copy()
        self.data["kept_scan"] = str(kept.id)
        self.cleaned_data["kept_scan"] = kept.id
        self.cleaned_data["warnings"] = kept.warnings
        return True

    def kept_files(self) -> list[Attachment]:
        """The scan already taken in, to be named when the form is shown again."""
        kept = str(self.data.get("kept_scan", "")) if self.is_bound else ""
        return list(Attachment.objects.filter(pk=kept)) if kept.isdigit() else []


class MatterForm(ScanForm):
    """新立事项."""

    source = forms.ChoiceField(label="来源种类", choices=SOURCES, widget=forms.RadioSelect)
    number = forms.CharField(
        label="文号", required=False, max_length=80, help_text="批示、纪要、来文的编号。"
    )
    dated = Day(label="来源日期", initial=this_day)
    issuer = forms.CharField(label="交办人或来文单位", max_length=80)
    approver = forms.CharField(
        label="立项批准人", max_length=80, help_text="谁批准列入督办（督查条例第十一条）。"
    )
    quote = Words(
        label="原文摘录", rows=3, required=False, help_text="原话照录；没有原话的，须有文号或扫描件。"
    )
    scan = Upload(label="扫描件")
    non_secret = forms.BooleanField(required=False, label=NON_SECRET)
    title = forms.CharField(label="事项", max_length=400)
    requirement = Words(label="具体要求", rows=2, required=False)
    parent_no = forms.CharField(label="母事项编号", required=False, max_length=40)
    external_id = forms.CharField(
        label="外部平台编号",
        required=False,
        max_length=80,
        help_text="上级平台已有编号的照填，不必两头报。",
    )
    register = forms.ChoiceField(label="适用规则")
    variant = forms.ChoiceField(label="类别", choices=VARIANTS, required=False, widget=forms.RadioSelect)
    due_on = Day(label="交办方所定时限", required=False)
    due_text = forms.CharField(
        label="时限说法", required=False, max_length=60, help_text="如“11月底前”；与日期填一项即可。"
    )
    lead = Unit(label="牵头单位")
    co = Units(label="配合单位", required=False)
    leader = forms.CharField(label="责任领导", required=False, max_length=60)
    kept_scan = forms.IntegerField(required=False, widget=forms.HiddenInput)
    wide = frozenset(("title",))

    def __init__(self, government_id: int, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        packs = registers.registers()
        self.fields["register"].choices = [(p.id, p.title) for p in packs]
        self.fields["register"].initial = next((p.id for p in packs if "instruction" in p.scope), packs[0].id)
        for n in range(NODES):
            self.fields[f"node_{n}_title"] = forms.CharField(
                label=f"{gettext('节点')} {n + 1}", required=False, max_length=200
            )
            self.fields[f"node_{n}_on"] = Day(label="节点日期", required=False)
        for name in ("lead", "co"):
            self.fields[name].queryset = issue_units(government_id)

    def parts(self) -> Iterable[tuple[str, list[Any]]]:
        """The fields in their groups; the last nodes only where the first are filled."""
        for title, names in _PARTS:
            yield title, [self[n] for n in names if not self._spare(n)]

    def spare_nodes(self) -> list[Any]:
        """The node fields that are folded away."""
        return [self[n] for _, names in _PARTS for n in names if self._spare(n)]

    def _spare(self, name: str) -> bool:
        return name.startswith("node_") and not (
            self.is_bound and any(self.data.get(f"node_{n}_title") for n in range(NODES))
        )

    def clean(self) -> dict[str, Any]:
        d: dict[str, Any] = super().clean() or self.cleaned_data
        rows = [(d.get(f"node_{n}_title") or "", d.get(f"node_{n}_on")) for n in range(NODES)]
        for n, (title, on) in enumerate(rows):
            if bool(title) != bool(on):
                self.add_error(f"node_{n}_{'on' if title else 'title'}", "每个节点都要有内容和日期。")
        d["nodes"] = sorted(((t, on) for t, on in rows if t and on), key=_by_day)
        return d


def _by_day(node: tuple[str, date]) -> date:
    return node[1]


class InstructionForm(ScanForm):
    """录入批示: what the leader wrote on the printed 呈阅件."""

    words = Words(label="批示原文", rows=3, help_text="照纸面原话录入。")
    leader = forms.CharField(label="批示领导", max_length=60)
    on = Day(label="批示日期", initial=this_day)
    number = forms.CharField(label="批示编号", required=False, max_length=80)
    scan = Upload(label="批示件扫描件")
    non_secret = forms.BooleanField(required=False, label=NON_SECRET)
    kept_scan = forms.IntegerField(required=False, widget=forms.HiddenInput)
    then = forms.ChoiceField(
        label="录入后",
        choices=(
            ("keep", "记在本事项上，并告知承办单位"),
            ("open", "另立事项（接着填写立项表，以本事项为母事项）"),
        ),
        initial="keep",
        widget=forms.RadioSelect,
    )
