"""English of the site (英文界面): every translatable string has its English, the switch works, no page keeps Chinese in its frame."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from django.utils import translation

import luoshi.web
from luoshi.web.matter_forms import MatterForm

ROOT = Path(__file__).parent.parent.parent
TEMPLATES = Path(luoshi.web.__file__).parent / "templates"
PAPER = frozenset(("memo.html",))
"""Pages that show a Chinese paper as it will be printed."""


@pytest.fixture(scope="module")
def locale() -> Any:
    spec = importlib.util.spec_from_file_location("make_locale", ROOT / "tools/make_locale.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_translatable_string_has_an_english_entry(locale: Any) -> None:
    left = locale.missing(locale.read(locale.PO))
    assert not left, "run tools/make_locale.py and translate: " + "、".join(k[0] for k in left[:20])


def test_the_compiled_catalogue_is_that_of_the_text(locale: Any) -> None:
    assert locale.PO.with_suffix(".mo").read_bytes() == locale.compiled(locale.read(locale.PO))


def test_placeholders_survive_translation(locale: Any) -> None:
    holes = re.compile(r"%\(\w+\)s|%[ds]")
    for key, said in locale.read(locale.PO).items():
        for text in said:
            assert set(holes.findall(text)) == set(holes.findall(key[0])), key


def test_what_is_written_can_be_read_again(locale: Any, tmp_path: Path) -> None:
    there = {('引“号”\n"x"\\',): ("a\nb",), ("%(n)s 件", "%(n)s 件"): ("one", "many")}
    locale.write(tmp_path / "x.po", there)
    assert locale.read(tmp_path / "x.po") == there


def test_no_template_says_a_chinese_word_that_nobody_can_translate() -> None:
    marked = re.compile(r"{% blocktranslate.*?endblocktranslate %}|{#.*?#}|{%.*?%}|{{.*?}}", re.S)
    bare = {}
    for file in TEMPLATES.rglob("*.html"):
        words = re.findall(r"[\u4e00-\u9fff]+", marked.sub("", file.read_text("utf-8")))
        words = [
            w for w in words if w not in ("落", "中文")
        ]  # the brand's mark; the name of the other language
        if words and file.name not in PAPER:
            bare[file.name] = words
    assert not bare


def test_the_switch_turns_navigation_states_and_forms_and_turns_back(stage: Any, client_of: Any) -> None:
    client = client_of(stage.c.users["inspector"])
    board, door = reverse("board"), reverse("item_new")
    assert "台账" in client.get(board).content.decode()
    answer = client.post(reverse("set_language"), {"language": "en", "next": board})
    assert answer.status_code == 302 and answer["Location"] == board
    text = client.get(board).content.decode()
    assert '<html lang="en">' in text and "Ledger" in text and "Lead unit" in text and "In work" in text
    nav = re.search(r"<nav.*?</nav>", text, re.S)
    assert nav and not re.search(r"[\u4e00-\u9fff]", nav[0])
    form = client.get(door).content.decode()
    assert "Words of the source" in form and "Leader&#x27;s instruction" in form and "县教育局" in form
    client.post(reverse("set_language"), {"language": "zh-hans", "next": board})
    assert "牵头单位" in client.get(board).content.decode()


def test_a_forms_words_follow_the_reader_of_each_request(stage: Any) -> None:
    with translation.override("en"):
        english = MatterForm(stage.c.gov)["title"].label
    assert english == "Item" and MatterForm(stage.c.gov)["title"].label == "事项"
