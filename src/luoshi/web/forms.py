"""Fields that several forms share (表单部件): Chinese labels, dates, units, uploads, papers."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from luoshi.ledger import clock
from luoshi.ledger.models import Department


class Day(forms.DateField):
    """A day, picked in the browser's own calendar."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault(
            "error_messages", {"invalid": "日期应写成 2026-11-30 这样。", "required": "请填写日期。"}
        )
        super().__init__(**kwargs)


class Words(forms.CharField):
    """Text of several lines."""

    def __init__(self, rows: int = 3, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        kwargs.setdefault("max_length", 4000)
        super().__init__(**kwargs)


class Units(forms.ModelMultipleChoiceField):
    """Several units, as boxes."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("queryset", Department.objects.none())
        kwargs.setdefault("widget", forms.SelectMultiple(attrs={"size": 6}))
        super().__init__(**kwargs)


class Unit(forms.ModelChoiceField):
    """One unit."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("queryset", Department.objects.none())
        kwargs.setdefault("empty_label", "—")
        super().__init__(**kwargs)


def _tell(f: forms.Field) -> None:
    """Label, help and fixed choices in the reader's language; names of units are nobody's to translate."""
    f.label, f.help_text = _words(f.label), _words(f.help_text)
    if isinstance(f, forms.ModelChoiceField):
        if f.empty_label:
            f.empty_label = _words(f.empty_label)
    elif isinstance(f, forms.ChoiceField):
        f.choices = [(value, _words(label)) for value, label in f.choices]


def _words(text: Any) -> str:
    return gettext(str(text)) if text else ""


class Form(forms.Form):
    """A form of the site. ``wide`` names fields that take the whole line."""

    wide: frozenset[str] = frozenset()
    use_required_attribute = False  # a missing word is told in Chinese by the server, with all else kept

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        self._told: set[str] = set()
        super().__init__(*args, **kwargs)
        for name, f in self.fields.items():
            f.error_messages.setdefault("required", "请填写这一项。")
            if f.required and not isinstance(f.widget, forms.CheckboxInput):
                f.error_messages["required"] = f"请填写{f.label}。"
                f.widget.attrs["aria-required"] = "true"
            if isinstance(f.widget, forms.Textarea) or name in self.wide:
                f.widget.attrs["data-wide"] = "1"

    def __getitem__(self, name: str) -> forms.BoundField:
        """The field as it is shown, its words in the reader's language."""
        if name in self.fields and name not in self._told:
            self._told.add(name)
            _tell(self.fields[name])
        return super().__getitem__(name)

    def refuse(self, field: str, message: str) -> None:
        """Shows a refusal at its field, or above the form."""
        self.add_error(field if field in self.fields else None, message)


NON_SECRET = _("我确认所传文件不涉密（本系统严禁处理涉密事项）")


class Upload(forms.FileField):
    """A file; what it is gets decided by its bytes (uploads), not by its name."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        kwargs.setdefault(
            "help_text", "PDF、Word（docx）、Excel（xlsx）、图片（jpg、png）或文本，20 MB 以内。"
        )
        super().__init__(**kwargs)


class PaperForm(Form):
    """代录纸质表: who signed on paper, and the scan of it."""

    paper_signer = forms.CharField(label="纸质表签字人", max_length=40, required=False)


def year_now() -> int:
    return clock.today().year


def this_day() -> date:
    return clock.today()


def units_of(government_id: int) -> Any:
    """The units in use of a government, in official order."""
    return Department.objects.filter(government_id=government_id, active=True).exclude(kind="government")


def issue_units(government_id: int) -> Any:
    """Units that can be given an item: those of the government, and governments right under it."""
    from django.db.models import Q

    return Department.objects.filter(
        Q(government_id=government_id) | Q(parent_id=government_id), active=True
    ).exclude(pk=government_id)
