"""What was typed (已填内容): every form of the site that is refused comes back with every word, choice, day and number."""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import reverse

from luoshi.ledger.models import Item
from luoshi.web import document_forms, matter_forms, round_forms
from luoshi.web.doings import DOINGS
from luoshi.web.sight import sight

HANDS = ("edu_clerk", "edu_head", "inspector", "issuer")


def filled(form: forms.Form) -> dict[str, Any]:
    """A value for each field, different from what it starts with and from every other."""
    out: dict[str, Any] = {}
    for n, (name, field) in enumerate(form.fields.items()):
        match field:
            case forms.FileField():
                continue
            case forms.BooleanField():
                out[name] = "on"
            case forms.ModelMultipleChoiceField() | forms.ModelChoiceField():
                found = list(field.queryset)
                if found:
                    out[name] = str(found[-1].pk)
            case forms.ChoiceField():
                out[name] = str(list(field.choices)[-1][0])
            case forms.DateField():
                out[name] = f"2027-03-{n + 1:02d}"
            case forms.DecimalField() | forms.IntegerField() if not isinstance(
                field.widget, forms.HiddenInput
            ):
                out[name] = str(50 + n)
            case forms.URLField():
                out[name] = f"https://example.cn/{n}"
            case forms.CharField():
                out[name] = f"填写{n}号内容"
    return out


def lost(answer: Any, form: forms.Form, sent: dict[str, Any]) -> list[str]:
    """The names of fields whose value is not in the form that came back."""
    shown = next((f for f in _forms(answer) if set(sent) <= set(f.fields) | {"version", "key"}), None)
    if shown is None:
        return ["no form"]
    text = answer.content.decode()
    out = [n for n, v in sent.items() if str(shown[n].value() if not isinstance(shown[n].value(), list) else shown[n].value()[0]) != v and v != "on"]  # fmt: skip
    return out + [n for n, v in sent.items() if isinstance(form.fields[n], forms.CharField) and not isinstance(form.fields[n], forms.URLField) and v not in text]  # fmt: skip


def _forms(answer: Any) -> list[forms.Form]:
    c = answer.context
    found = [c.get("form")] + [f[2] for f in c.get("forms") or [] if len(f) == 3]
    first = c.get("first")
    found += [first[1]] if first else []
    found += [f for _, group in c.get("groups") or [] for _, f in group]
    return [f for f in found if isinstance(f, forms.Form) and f.is_bound]


def test_on_an_item(stage: Any, client_of: Any) -> None:
    """A refused form changes nothing, so that one stage serves them all."""
    wrong: dict[str, Any] = {}
    for name, doing in DOINGS.items():
        item = Item.objects.get(pk=stage.ids["school"])
        hand = next(h for h in HANDS if sight(stage.c.actor(h), item).may(doing.permission))
        form = doing.form(sight(stage.c.actor(hand), item), False)
        sent = filled(form)
        where = reverse("item_do", args=[item.pk, name])
        answer = client_of(stage.c.users[hand]).post(where, sent | {"version": 0})
        assert answer.status_code in (409, 422), name
        if sent and (gone := lost(answer, form, sent)):
            wrong[name] = gone
    assert not wrong


def other_forms(stage: Any) -> dict[str, tuple[str, forms.Form, dict[str, Any]]]:
    """Address, form, and what makes it be refused."""
    ids, c = stage.ids, stage.c
    draft = {"version": 0}

    def step(name: str) -> str:
        return reverse("document_do", args=[ids["draft"], name])

    return {
        "新立事项": (reverse("item_new"), matter_forms.MatterForm(c.gov), {"due_on": "2027-13-40"}),
        "录入批示": (reverse("memo", args=[ids["school"]]), matter_forms.InstructionForm(), {"on": "2035-01-01"}),
        "开启轮次": (reverse("round_new"), round_forms.OpenForm(), {"due_on": "2001-01-01"}),
        "新建文稿": (reverse("document_new"), document_forms.DraftForm(), {"year": "3000"}),
        "审定": (step("approve"), document_forms.ApproveForm(), draft),
        "退回拟稿": (step("reopen"), document_forms.ReasonForm(), draft),
    }  # fmt: skip


def test_on_other_pages(stage: Any, client_of: Any) -> None:
    wrong: dict[str, Any] = {}
    client = client_of(stage.c.users["inspector"])
    for name, (where, form, bad) in other_forms(stage).items():
        sent = filled(form) | {k: v for k, v in bad.items() if k in form.fields}
        answer = client.post(where, sent | bad)
        assert answer.status_code in (409, 422), name
        if gone := lost(answer, form, sent):
            wrong[name] = gone
    assert not wrong


def test_in_the_workbench(stage: Any, client_of: Any) -> None:
    client, ids = client_of(stage.c.users["inspector"]), stage.ids
    row = reverse("row_edit", args=[ids["draft"], ids["row"]])
    answer = client.post(
        row,
        {
            "version": 0,
            "title": "改后的标题",
            "register": "pledges",
            "requirement": "写明规模",
            "due_text": "9月底前",
        },
    )
    text = answer.content.decode()
    assert answer.status_code == 409 and all(w in text for w in ("改后的标题", "写明规模", "9月底前"))
    split = reverse("row_do", args=[ids["draft"], ids["row"], "split"])
    answer = client.post(split, {"version": 0, "parts": "新建停车场一处\n改造停车场一处"})
    assert answer.status_code in (409, 422) and "改造停车场一处" in answer.content.decode()
    answer = client.post(reverse("rows_do", args=[ids["draft"]]), {"what": "skip", "reason": "与上条重复"})
    assert answer.status_code == 422 and "与上条重复" in answer.content.decode()


def test_the_search_and_filters_stand_in_the_address(stage: Any, client_of: Any) -> None:
    text = (
        client_of(stage.c.users["inspector"])
        .get(reverse("board"), {"q": "幼儿园", "sort": "due"})
        .content.decode()
    )
    assert 'value="幼儿园"' in text and "sort=due" in text
