"""The review page's html (核对页的标记): cards to be judged, one form to correct with, one button to save with."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, get_args

import msgspec

from luoshi.facts.corrections import SCHEMA, Correction
from luoshi.facts.shapes import Kind, Op, Status
from luoshi.pages import flags, words
from luoshi.pages.page import asset, start
from luoshi.pages.review import GROUPS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from luoshi.facts.corrections import Figure
    from luoshi.pages.review import Check, Review

# Every field that can be corrected, with its label, in the order of the form and of what is said of a change.
FIELDS = {
    "name": "名称", "indicator": "规范指标", "kind": "类型", "op": "比较", "value": "数值", "high": "上限", "unit": "单位",
    "period": "期间", "status": "状态", "ref": "参照",
}  # fmt: skip
_CHOICES: dict[str, tuple[tuple[str, str], ...]] = {
    "kind": tuple((k, f"{words.KINDS[k]} {k}") for k in get_args(Kind)),
    "op": tuple((k, words.OPS[k]) for k in get_args(Op)),
    "status": tuple((k, words.STATUSES[k]) for k in get_args(Status)),
}
_HINTS = {
    "period": "2024、2023H1、2016-2020、asof-2023",
    "value": "下降写负数",
    "indicator": "不是规范指标就留空",
}


def head(title: str) -> str:
    """Everything before the reports."""
    style = asset("reader.css") + "\n" + asset("review.css")
    return start(title, style, asset("review.js")) + (
        '<div class="top"><span class="home">落实 · 核对</span><span class="here" aria-live="polite"></span>'
        '<span class="tools"><button type="button" data-do="open" aria-pressed="false">只看未核</button>'
        '<button type="button" data-do="save" class="save">保存更正</button>'
        '<button type="button" data-do="theme" aria-label="切换明暗">明暗</button></span></div>\n'
        '<main>\n<p class="status" role="status" hidden></p>\n'
    )


def report(r: Review) -> Iterator[str]:
    """One report: what to know of it, then its measures by how doubtful they are."""
    yield f'<article class="report" id="r-{r.uid}" data-report="{_json(r.key)}">\n<header class="card"><h1>{escape(r.title)}</h1>\n'
    yield f'<p class="file">{escape(r.path)}</p>\n'
    if r.notes:
        items = "".join(f"<li>{escape(n)}</li>" for n in r.notes)
        yield f'<div class="warn" role="note"><b>注意</b><ul>{items}</ul></div>\n'
    yield "</header>\n"
    if not r.groups:
        yield '<p class="none">没有读到数值。</p>\n'
    for weight, checks in r.groups:
        name, advice = GROUPS[weight]
        wide = " open" if weight == flags.DOUBT or len(r.groups) == 1 else ""
        yield f'<details class="pile" data-weight="{weight}"{wide}><summary><h2>{name}</h2><span class="count">{len(checks)}</span>'
        yield f'<span class="advice">{advice}</span><span class="left"></span></summary>\n<ol>\n'
        yield from (_check(c, r.uid) for c in checks)
        yield "</ol></details>\n"
    if r.kept:
        yield f'<script type="application/json" class="kept">{_data(r.kept)}</script>\n'
    yield "</article>\n"


def foot(indicators: Iterable[str], others: Iterable[Correction] = ()) -> str:
    """The form, the keys, the script; ``others`` are given corrections of reports that are not in this page."""
    listed = "".join(f'<option value="{escape(i)}">' for i in indicators)
    kept = tuple(others)
    data = f'<script type="application/json" class="kept">{_data(kept)}</script>\n' if kept else ""
    return (
        f'</main>\n<datalist id="indicators">{listed}</datalist>\n<template id="form">{_form()}</template>\n{data}'
        '<footer class="foot">键盘：<kbd>n</kbd> <kbd>p</kbd> 下一条、上一条　<kbd>a</kbd> 正确　<kbd>e</kbd> 修改　'
        "<kbd>r</kbd> 不是指标　<kbd>u</kbd> 撤销　<kbd>s</kbd> 保存<br>"
        "更正存为 luoshi-corrections.json；再读时用 luoshi read 文件 --corrections luoshi-corrections.json 应用。"
        "本页不联网；没有保存的更正留在这个浏览器里。</footer>\n"
        f'<script data-schema="{SCHEMA}">{asset("review.js")}</script>\n</body>\n</html>\n'
    )


def _check(c: Check, uid: str) -> str:
    before, quote, after = c.pieces
    lead = f'<span class="lead">{escape(c.lead)}</span>' if c.lead.strip() else ""
    doubts = "".join(
        f'<li class="w{f.weight}"><b>{escape(f.label)}</b>{escape(f.why)}</li>' for f in c.doubts
    )
    indicator = c.machine.indicator
    known = f'<span class="known">即 {escape(indicator)}</span>' if indicator and indicator != c.name else ""
    decided = f' data-decided="{_json(_decision(c.decided, c.machine))}"' if c.decided else ""
    mark = '<span class="aim">目标段</span>' if c.target else ""
    return (
        f'<li class="v" id="v-{uid}-{escape(c.id)}" tabindex="-1" data-id="{escape(c.id)}"'
        f' data-selector="{_json(c.selector)}" data-machine="{_json(c.machine)}"{decided}>\n'
        f'<p class="where">{mark}{escape(c.where)}</p>\n'
        f'<p class="said">{lead}{escape(before)}<mark>{escape(quote)}</mark>{escape(after)}</p>\n'
        f'<p class="reads"><b>{escape(c.name)}</b> <span class="value">{escape(c.value)}</span>'
        f' <span class="when">{escape(c.when)}</span>{known}</p>\n'
        + (f'<ul class="doubts">{doubts}</ul>\n' if doubts else "")
        + '<p class="verdict" aria-live="polite"></p>\n'
        '<p class="acts"><button type="button" data-act="accept">正确 <kbd>a</kbd></button>'
        '<button type="button" data-act="edit">修改 <kbd>e</kbd></button>'
        '<button type="button" data-act="reject">不是指标 <kbd>r</kbd></button>'
        '<button type="button" data-act="undo">撤销 <kbd>u</kbd></button>'
        f'<small class="rule">{escape(words.rule(c.rule))}</small></p></li>\n'
    )


def _form() -> str:
    rows = []
    for field, label in FIELDS.items():
        hint = f' placeholder="{_HINTS[field]}"' if field in _HINTS else ""
        if field in _CHOICES:
            options = "".join(f'<option value="{escape(k)}">{escape(v)}</option>' for k, v in _CHOICES[field])
            control = f'<select name="{field}">{options}</select>'
        elif field == "indicator":
            control = f'<input name="{field}" list="indicators" autocomplete="off"{hint}>'
        else:
            mode = ' inputmode="decimal"' if field in ("value", "high") else ""
            control = f'<input name="{field}" autocomplete="off"{mode}{hint}>'
        rows.append(f'<label class="f-{field}"><span>{label}</span>{control}</label>')
    return (
        f'<form class="edit" novalidate>{"".join(rows)}<label class="f-note"><span>备注</span><input name="note"></label>'
        '<p class="wrong" role="alert" hidden></p><p class="acts"><button type="submit">确定 <kbd>Enter</kbd></button>'
        '<button type="button" data-act="cancel">取消 <kbd>Esc</kbd></button></p></form>'
    )


def _decision(c: Correction, machine: Figure) -> dict[str, object]:
    """A given correction, told against what the rules read today: what was accepted once may be an edit by now."""
    if c.action == "reject":
        return {"action": "reject", "person": None, "note": c.note}
    same = c.wanted == machine
    person = None if same else msgspec.to_builtins(c.wanted)
    return {"action": "accept" if same else "edit", "person": person, "note": c.note}


def _json(value: object) -> str:
    """JSON as an attribute."""
    return escape(msgspec.json.encode(value).decode())


def _data(value: object) -> str:
    """JSON inside a script element: nothing in it may end the element."""
    return msgspec.json.encode(value).decode().replace("<", "\\u003c")
