"""GBK read one byte off: damage is found and marked, read only where one reading is clear, digits never touched."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_damage import damaged, narrow, sites, traditional
from made_report import CLOSING, PLAN, REVIEW, paragraphs
from test_formats_plain import leads_back

from luoshi.text.intake import take_in
from luoshi.text.repair import repair
from luoshi.text.shifted import restore_shifted
from luoshi.text.traced import TracedText

SENTENCES = (
    "我们大力发展现代农业，农产品质量安全保持稳定，粮食总产实现十连增。开展环境整治，城乡面貌明显改善。",
    "坚持把保障和改善民生放在首位。“一老一小”服务体系更加健全，城镇新增就业超额完成。",
    "推动产业规模化发展，培育专业合作社，建成一批农产品基地，群众收入稳步提高。",
    "优化营商环保审批，企业开办时间大幅压缩。看病难、看病贵问题得到缓解，医保基金运行平稳。",
    "加快建设沿海开放带，深化国企改革。口岸通关效率明显提升，外贸进出口增长较快。",
    "办好学校食堂，扩大普惠学前教育，高校毕业生就业保持稳定。会展经济、文化旅游加快融合。",
)
CASES = [(s, i) for sentence in SENTENCES for s in (sentence, traditional(sentence)) for i in sites(s)]


def fits(reading: str, sentence: str) -> bool:
    """Whether ``reading`` is ``sentence``, characters left open as □ apart."""
    return len(reading) == len(sentence) and all(
        a in (b, "□") for a, b in zip(reading, sentence, strict=True)
    )


def digits(s: str) -> str:
    return "".join(c for c in s if c.isdigit())


def test_forward_model_has_cases() -> None:
    assert len(CASES) >= 12


@pytest.mark.parametrize(("sentence", "site"), CASES)
def test_damage_is_read_rightly_or_left(sentence: str, site: int) -> None:
    raw = damaged(sentence, site)
    t, warnings = restore_shifted(TracedText.of(raw))
    found = [r for r in t.repairs() if r.kind == "mojibake"]
    assert found and warnings
    assert t.text == raw or fits(t.text, narrow(sentence))
    assert all(0 <= r.confidence <= 1 for r in found)


def test_clear_cases_are_read() -> None:
    read = [s for s, i in CASES if fits(restore_shifted(TracedText.of(damaged(s, i)))[0].text, narrow(s))]
    assert len(read) >= 3


def test_a_read_run_says_how_sure_it_is_and_leads_back() -> None:
    sentence = traditional(SENTENCES[2])
    site = sites(sentence)[0]
    t, _ = restore_shifted(TracedText.of(damaged(sentence, site)))
    leads_back(t)
    (repair_,) = t.repairs()
    assert repair_.raw.startswith("?") and repair_.raw in t.raw
    assert t.text[repair_.start : repair_.end] != repair_.raw and repair_.confidence >= 0.9


@pytest.mark.parametrize(
    "kept",
    [
        "面对困难怎么办?!我们必须迎难而上、攻坚克难。",
        "干什么?,怎么干?;谁来干?、干到哪?群众满意吗?!回答是肯定的。",
        "发展为了谁？！发展依靠谁？！",
        "全社会R&D?,GDP增长8%。中国?;青禾国际武术节成功举办。",
        "新年好?!a",
        "政??府??工??作??报 告\n青禾县县长??林一川??各位代表",
        "为什么?",
        "\n".join((*REVIEW, *PLAN, CLOSING)),
    ],
)
def test_text_without_damage_stays(kept: str) -> None:
    t, warnings = restore_shifted(TracedText.of(kept))
    assert t.text == kept and not t.marks and not warnings


def test_a_run_at_a_number_is_only_marked() -> None:
    for sentence in ("本科高校专科招生8.8万人，比上年增长3%", "建设规模5000亩的示范基地"):
        for site in sites(sentence):
            raw = damaged(sentence, site)
            t, _ = restore_shifted(TracedText.of(raw))
            assert digits(t.text) == digits(raw)
            if any(c.isdigit() for c in raw[site : site + 8]):
                assert t.text == raw


@settings(deadline=None, max_examples=40)
@given(st.data())
def test_reports_with_damage_keep_digits_and_map(data: st.DataObject) -> None:
    lines = [traditional(p) if data.draw(st.booleans()) else p for p in paragraphs()]
    for k in data.draw(st.lists(st.integers(0, len(lines) - 1), max_size=4, unique=True)):
        places = sites(lines[k])
        if places:
            lines[k] = damaged(lines[k], data.draw(st.sampled_from(places)))
    raw = "\n".join(lines)
    t, _ = repair(TracedText.of(raw))
    leads_back(t)
    assert digits(t.text) == digits(raw)


@given(st.text("?!,;，；？！、。的发展8aW咐胃乇罢娼鸢足\n ", max_size=60))
@settings(deadline=None, max_examples=60)
def test_odd_texts_keep_digits_and_map(raw: str) -> None:
    t, _ = restore_shifted(TracedText.of(raw))
    leads_back(t)
    assert digits(t.text) == digits(raw)


@pytest.mark.corpus
def test_runs_of_the_real_page(shared: Path) -> None:
    """Four runs: each is read so that HARD-CASES' reading comes out, or is marked as it stands."""
    (source,) = take_in("a.txt", (shared / "corpus/seeds/huguan-2024.txt").read_bytes())
    found = [r for r in source.repairs if r.kind == "mojibake"]
    assert len(found) == 4
    right = ("“真金白银", "。现", "。扛牢耕地保护", "危化品")
    read = 0
    for r, words in zip(found, right, strict=True):
        clean = source.text[r.start : r.end]
        if r.confidence >= 0.9:
            read += 1
            assert clean.lstrip("。□") == words.lstrip("。")
        else:
            assert clean[:2] == r.raw[:2]
    assert read >= 2
