"""The review page: the doubtful first, each with its sentence and why; what is decided stays decided."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path
from typing import Any

import msgspec
from made_reading import TEXT, made
from test_reader_html import EVIL, Tree, hostile

from luoshi.export.review import ReviewPage
from luoshi.facts.correcting import key_of, selectors
from luoshi.facts.corrections import Correction, figure_of, loads
from luoshi.facts.reading import Reading
from luoshi.pages import flags
from luoshi.pages.review import review

ENERGY, GREENHOUSE = (f"{n:010x}" for n in (6, 5))


def with_flags(**marks: tuple[str, ...]) -> Reading:
    r = made()
    return msgspec.structs.replace(
        r, measures=tuple(msgspec.structs.replace(m, flags=marks.get(m.name, ())) for m in r.measures)
    )


def rendered(reading: Reading, out: Path, *words: Correction) -> str:
    page = ReviewPage(str(out), words)
    page.add(reading)
    page.close()
    return out.read_text("utf-8")


def word(r: Reading, id_: str, action: str, **changes: Any) -> Correction:
    m = next(m for m in r.measures if m.id == id_)
    person = msgspec.structs.replace(figure_of(m), **changes) if changes else None
    return Correction(id_, action, key_of(r), selectors(r)[id_], figure_of(m), person)  # type: ignore[arg-type]


def test_doubts_come_first_then_inferences_then_the_rest_and_targets_lead_each() -> None:
    r = with_flags(
        新建蔬菜大棚=("ambiguous_period",), 固定资产投资=("ambiguous_period",), 游客量=("distributed",),
        新建幼儿园=("nobody_described_this",), 新增学位=("ambiguous_period", "confirmed"),
    )  # fmt: skip
    groups = {w: [c.name for c in cs] for w, cs in review(r).groups}
    assert list(groups) == [2, 1, 0]
    assert groups[2] == ["固定资产投资", "新建蔬菜大棚", "新建幼儿园"]
    assert groups[1] == ["游客量"]
    assert sum(map(len, groups.values())) == len(r.measures)


def test_a_check_shows_its_sentence_and_why_to_look() -> None:
    ((_, (check,)), _) = review(made()).groups
    assert check.id == ENERGY
    assert "".join(check.pieces) in TEXT.replace("\n", " ")
    assert check.pieces[1] == "单位能耗下降3.2%"
    assert [d.label for d in check.doubts] == ["期间不确定"] and len(check.doubts[0].why) > 10
    assert check.where == "一、2030年工作回顾 › ——坚持产业强县,动能更加充沛"


def test_every_known_flag_says_what_and_why() -> None:
    assert all(f.label and len(f.why) > 8 and f.weight in (0, 1, 2) for f in flags.table().values())


def test_every_flag_that_rules_put_on_the_sample_is_described() -> None:
    from luoshi import sample
    from luoshi.facts.reading import read

    put = {f for path in sample.paths() for r in read(path) for m in r.measures for f in m.flags}
    assert put and put <= set(flags.table())


def test_the_page_is_whole_safe_and_self_contained(tmp_path: Path) -> None:
    page = rendered(made(), tmp_path / "r.html")
    tree = Tree(page)
    assert len(tree.ids()) == len(set(tree.ids()))
    assert page.count('class="v"') == len(made().measures)
    assert "default-src 'none'" in page
    assert not re.search(r"""(src|href|action)\s*=\s*["']?(https?:)?//|url\(|@import""", page)
    evil = rendered(hostile(), tmp_path / "evil.html", word(hostile(), ENERGY, "edit", name=EVIL))
    tags = Tree(evil).elements
    assert [t for t, _ in tags].count("script") == 1 and "img" not in [t for t, _ in tags]
    assert not [k for _, a in tags for k in a if k.startswith("on") or k == "style"]


def test_what_a_card_saves_is_what_luoshi_reads(tmp_path: Path) -> None:
    """The parts that the script puts together make a valid file."""
    r = made()
    page = rendered(r, tmp_path / "r.html")
    report = html.unescape(re.search(r'data-report="([^"]+)"', page)[1])  # type: ignore[index]
    cards = re.findall(r'data-id="([^"]+)" data-selector="([^"]+)" data-machine="([^"]+)"', page)
    rows = [
        {"id": i, "action": "accept", "report": json.loads(report), "selector": json.loads(html.unescape(s)),
         "machine": json.loads(html.unescape(m)), "person": None, "note": ""}
        for i, s, m in cards
    ]  # fmt: skip
    found = loads("x", json.dumps({"schema": "luoshi.corrections/1", "corrections": rows}).encode())
    assert {c.id: c for c in found} == {m.id: word(r, m.id, "accept") for m in r.measures}


def test_earlier_words_are_shown_as_decided_also_after_renumbering(tmp_path: Path) -> None:
    r = made()
    words = [word(r, ENERGY, "edit", value=-3.4), word(r, GREENHOUSE, "reject")]
    later = msgspec.structs.replace(
        r, measures=tuple(msgspec.structs.replace(m, id="e" + m.id[1:]) for m in r.measures)
    )
    decided = {c.name: c.decided for _, cs in review(later, words).groups for c in cs if c.decided}
    assert decided == {"单位能耗": words[0], "新建蔬菜大棚": words[1]}
    page = rendered(later, tmp_path / "r.html", *words)
    assert page.count("data-decided=") == 2 and 'class="kept"' not in page


def test_words_without_a_card_are_kept_for_the_next_file(tmp_path: Path) -> None:
    r = made()
    gone = word(r, ENERGY, "accept")
    other = msgspec.structs.replace(
        word(r, GREENHOUSE, "accept"), report=msgspec.structs.replace(key_of(r), sha256="0", work_year=1)
    )
    later = msgspec.structs.replace(r, measures=tuple(m for m in r.measures if m.id != ENERGY))
    page = rendered(later, tmp_path / "r.html", gone, other)
    kept = [json.loads(x) for x in re.findall(r'class="kept">(.*?)</script>', page, re.S)]
    assert [[k["id"] for k in ks] for ks in kept] == [[ENERGY], [GREENHOUSE]]


def test_the_same_file_twice_is_judged_once(tmp_path: Path) -> None:
    page = ReviewPage(str(tmp_path / "r.html"))
    page.add(made())
    page.add(made())
    page.close()
    assert (tmp_path / "r.html").read_text("utf-8").count("<article") == 1


def test_nothing_read_nothing_written(tmp_path: Path) -> None:
    page = ReviewPage(str(tmp_path / "r.html"))
    assert "没有读到报告" in page.close()
    assert list(tmp_path.iterdir()) == []
