"""The reader as html: complete, linked both ways, safe and small, without a browser."""

from __future__ import annotations

import base64
import hashlib
import re
from html.parser import HTMLParser
from typing import Any

import msgspec
import pytest
from made_reading import TEXT, made

from luoshi.export.html import render
from luoshi.facts.reading import Reading
from luoshi.pages.view import view

EVIL = "\"'><script>alert(1)</script><img src=x onerror=alert(2)>&lt;"


class Tree(HTMLParser):
    """Elements with attributes, and the text of the report."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self._depth = 0
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [k for k, _ in attrs]
        assert len(names) == len(set(names)), f"attribute twice: {tag} {attrs}"
        a = dict(attrs)
        self.elements.append((tag, a))
        if self._depth or (tag == "section" and a.get("class") == "text"):
            self._depth += tag == "section"

    def handle_endtag(self, tag: str) -> None:
        if self._depth and tag == "section":
            self._depth -= 1

    def handle_data(self, data: str) -> None:
        if self._depth:
            self.text += data

    def ids(self) -> list[str]:
        return [i for _, a in self.elements if (i := a.get("id"))]


def squeeze(text: str) -> str:
    return "".join(text.split())


def test_the_text_is_whole_and_nothing_is_added_to_it() -> None:
    assert squeeze(Tree(render(made())).text) == squeeze(TEXT)


def test_every_fact_has_a_card_a_place_in_the_text_and_links_both_ways() -> None:
    r = made()
    tree = Tree(render(r))
    ids = tree.ids()
    assert len(ids) == len(set(ids))
    hrefs = {a["href"] for tag, a in tree.elements if tag == "a"}
    for fact in (*r.measures, *r.pledges, *r.inherited_pledges, *r.problems):
        assert f"f-{fact.id}" in ids
        assert f"t-{fact.id}" in ids
        assert f"#t-{fact.id}" in hrefs
    dead = [h for h in hrefs if h and h.startswith("#") and h[1:] not in ids]
    assert dead == []


def test_runs_of_a_fact_spell_its_quote() -> None:
    r = made()
    html = render(r)
    pledge = r.pledges[0]
    pieces = re.findall(rf'<a class="[^"]*"[^>]*data-f="[^"]*{pledge.id}[^"]*"[^>]*>([^<]*)</a>', html)
    assert "".join(pieces) == TEXT[pledge.start : pledge.end]


def test_repairs_say_what_stood_there() -> None:
    html = render(made())
    for raw in ("打印本页 关闭窗口", "大棚3?0座", "清(qing)醒", "產→产", "業→业"):
        assert raw in html
    tree = Tree(html)
    ids = set(tree.ids())
    described = [a["aria-describedby"] for _, a in tree.elements if "aria-describedby" in a]
    assert (
        len(described) == 4
    )  # two loud ones, one dropped stretch, one note for the paragraph's two characters
    assert set(described) <= ids


def test_a_run_of_traditional_script_is_told_character_by_character() -> None:
    from luoshi.text.traced import Repair

    r = made()
    at = TEXT.index("新建蔬菜大棚320座")
    run = Repair("script", at, at + 8, at, at + 8, "新建蔬菜大棚32")
    changed = msgspec.structs.replace(run, raw="新設蔬菜大棚32")
    source = msgspec.structs.replace(r.source, repairs=(changed,))
    (mending,) = view(msgspec.structs.replace(r, source=source)).mendings
    assert (mending.raw, mending.count, mending.grouped) == ("設→建", 1, True)


def test_a_thoroughly_traditional_text_is_told_by_paragraph() -> None:
    from luoshi.text.traced import Repair

    r = made()
    many = tuple(Repair("script", i, i + 1, i, i + 1, "繁") for i in range(len(TEXT)))
    source = msgspec.structs.replace(r.source, repairs=many)
    html = render(msgspec.structs.replace(r, source=source))
    blocks = len(view(r).blocks)
    assert 0 < html.count('class="r note"') <= blocks


def hostile() -> Reading:
    r = made()
    text = r.text.replace("过去一年", EVIL, 1)
    shift = len(EVIL) - len("过去一年")
    at = r.text.index("过去一年")

    def moved(s: Any) -> Any:
        start = s.start + shift * (s.start > at)
        return msgspec.structs.replace(s, start=start, end=s.end + shift * (s.end > at))

    def evils(rows: Any, **words: Any) -> Any:
        return tuple(msgspec.structs.replace(moved(x), **words) for x in rows)

    header = msgspec.structs.replace(
        r.header, jurisdiction=EVIL, meeting=EVIL, speaker=EVIL, speaker_title=EVIL, path=(EVIL,), code=EVIL
    )
    repairs = (*(moved(x) for x in r.source.repairs),)
    repairs = (msgspec.structs.replace(repairs[0], raw=EVIL), *repairs[1:])
    source = msgspec.structs.replace(
        r.source, path=EVIL, warnings=(EVIL,), repairs=repairs, encoding=EVIL, format=EVIL, sha256=EVIL
    )
    evil = {
        "name": EVIL,
        "unit": EVIL,
        "rule": EVIL,
        "flags": (EVIL,),
        "ref": EVIL,
        "scope": EVIL,
        "period": EVIL,
    }
    evil |= {"indicator": EVIL, "compare": EVIL}
    sections = [moved(s) for s in r.sections]
    sections[3] = msgspec.structs.replace(sections[3], heading=EVIL)
    pledges = tuple(
        msgspec.structs.replace(moved(p), title=EVIL, organs=(EVIL,), due_stage=EVIL) for p in r.pledges
    )
    return msgspec.structs.replace(
        r, text=text, header=header, source=source, sections=tuple(sections), pledges=pledges,
        measures=tuple(msgspec.structs.replace(moved(m), **evil) for m in r.measures),
        inherited_pledges=tuple(msgspec.structs.replace(moved(i), level=EVIL) for i in r.inherited_pledges),
        problems=tuple(moved(q) for q in r.problems),
        projects=evils(r.projects, name=EVIL, amount=EVIL, stage=EVIL, verb=EVIL, place=EVIL, capacity=EVIL, who=EVIL),
        tasks=evils(r.tasks, deadline=EVIL, organs=(EVIL,), commitments=evils(r.tasks[0].commitments, verb=EVIL, object=EVIL)),
        honours=evils(r.honours, title=EVIL, verb=EVIL),
        mechanisms=evils(r.mechanisms, name=EVIL, kind=EVIL),
        responsibilities=evils(r.responsibilities, role=EVIL, organs=(EVIL,), deadline=EVIL),
        glossary=evils(r.glossary, key=EVIL, definition=EVIL, uses=()),
    )  # fmt: skip


def test_nothing_in_a_report_becomes_markup() -> None:
    tree = Tree(render(hostile()))
    tags = [tag for tag, _ in tree.elements]
    assert tags.count("script") == 1
    assert "img" not in tags
    assert not [k for _, a in tree.elements for k in a if k.startswith("on") or k == "style"]
    assert squeeze(EVIL) in squeeze(tree.text)


def test_only_our_script_and_style_may_run_and_nothing_is_fetched() -> None:
    html = render(made())
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', html)
    assert policy is not None
    assert "default-src 'none'" in policy[1]
    for tag in ("style", "script"):
        body = re.search(rf"<{tag}>(.*?)</{tag}>", html, re.S)
        assert body is not None
        digest = base64.b64encode(hashlib.sha256(body[1].encode()).digest()).decode()
        assert f"'sha256-{digest}'" in policy[1]
    assert not re.search(r"""(src|href|action)\s*=\s*["']?(https?:)?//|url\(|@import""", html)


def test_header_and_warnings_are_shown_and_unknown_fields_say_so() -> None:
    html = render(made())
    for said in ("青禾县第九届人民代表大会第三次会议", "县长 方知远", "2031-02-06", "日期取自会议一行"):
        assert said in html
    from luoshi.report.report import Header

    assert render(made(header=Header())).count("文中未写明") >= 4
    source = msgspec.structs.replace(made().source, completeness="abridged")
    assert "不能当作“未设目标”" in render(made(source=source))


def test_targets_table_holds_the_stated_targets_only() -> None:
    ((title, targets),) = view(made()).targets
    assert title == "预期目标"
    assert [t.name for t in targets] == [
        "地区生产总值", "固定资产投资", "城镇调查失业率", "居民收入", "单位能耗", "节能",
    ]  # fmt: skip
    assert [f"{t.manner} {t.figure}".strip() for t in targets] == [
        "增长 约 6.5 %", "增长 ≥ 8 %", "≤ 5.5 %", "增长 与经济增长同步", "下降 ≥ 3 %", "完成市下达的节能任务",
    ]  # fmt: skip


def test_targets_of_the_year_stand_before_those_of_the_plan() -> None:
    r = made()
    sections = tuple(msgspec.structs.replace(s, role="plan_term") if s.id == "s2" else s for s in r.sections)
    measures = (msgspec.structs.replace(r.measures[0], status="target"), *r.measures[1:])
    page = view(made(sections=sections, measures=measures))
    assert [(title, len(rows)) for title, rows in page.targets] == [("年度目标", 6), ("五年目标", 1)]


@pytest.mark.parametrize(
    "changes",
    [
        {"measures": ()},
        {"sections": ()},
        {"text": "", "sections": (), "measures": (), "pledges": (), "inherited_pledges": (), "problems": ()},
    ],
)
def test_poor_readings_still_make_a_page(changes: dict[str, Any]) -> None:
    assert "</html>" in render(made(**changes))


def test_same_reading_same_bytes() -> None:
    assert render(made()) == render(made())


def test_the_page_of_a_long_report_with_many_facts_stays_small() -> None:
    r = made()
    sentence = "全年新建高标准农田3.25万亩,改造农村公路118公里,新增城镇就业2460人,帮扶困难群众1.6万人次。"
    text = sentence * (30_000 // len(sentence))
    measures = []
    for i in range(600):
        start = i * (len(text) // 600)
        measures.append(msgspec.structs.replace(r.measures[0], id=f"{i:010x}", start=start, end=start + 18))
    long = made(
        text=text, sections=(), measures=tuple(measures), pledges=(), problems=(), inherited_pledges=()
    )
    assert len(render(long).encode()) < 1_000_000
