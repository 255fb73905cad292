"""Text and Markdown: mark-up goes, paragraphs stay, every character leads back."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from made_report import CLOSING, OPENING, REVIEW, TITLE, paragraphs

from luoshi.text.formats.markdown import unmarked
from luoshi.text.formats.plain import extract, tidy
from luoshi.text.intake import take_in
from luoshi.text.traced import TracedText

WHOLE = "\n".join(paragraphs())


def leads_back(text: TracedText) -> None:
    at = 0
    for s in text.segments:
        assert s.clean_start == at and s.clean_len > 0
        if s.kind == "same":
            assert text.raw[s.raw_start : s.raw_start + s.raw_len] == text.text[at : at + s.clean_len]
        at += s.clean_len
    assert at == len(text.text)


def test_paragraphs_are_lines_without_indentation_or_blank_lines() -> None:
    raw = "\ufeff\r\n" + "\r\n\r\n".join(f"\u3000\u3000{p}  " for p in paragraphs())
    source = take_in("a.txt", raw.encode())[0]
    assert source.text == WHOLE
    assert source.format == "txt" and source.repairs == ()


def test_markdown_marks_go_and_words_stay() -> None:
    raw = (
        f"---\nsource: https://example.org/a\ntitle: {TITLE}\n---\n\n<!-- 照片说明 -->\n\n"
        + "\n\n".join(f"**{p}**" if p.startswith("一、") else p for p in paragraphs(title=False))
        + "\n\n| 指标 | 目标 |\n|---|---|\n| 产值 | 6% |\n\n注释[^1]见下。\n\n[^1]: “三个一”：一张网、一支队、一个库。\n"
    )
    source = take_in("a.md", raw.encode())[0]
    lines = source.text.split("\n")
    assert source.format == "md"
    assert lines[:-4] == paragraphs(title=False)
    assert lines[-4:] == ["指标\t目标", "产值\t6%", "注释[1]见下。", "[1]“三个一”：一张网、一支队、一个库。"]
    dropped = [r.raw for r in source.repairs]
    assert dropped[0].startswith("---\nsource:") and any("照片说明" in d for d in dropped)
    assert all(r.kind == "boilerplate" and r.end - r.start <= 1 for r in source.repairs)


def test_front_matter_title_goes_where_the_report_has_its_own_head() -> None:
    raw = f"---\ntitle: {TITLE}\n---\n\n" + "\n\n".join(paragraphs(title=False))
    assert take_in("a.md", raw.encode())[0].text == "\n".join(paragraphs(title=False))


def test_front_matter_title_stays_above_a_text_that_does_not_say_what_it_is() -> None:
    raw = f"---\ntitle: {TITLE}\n---\n\n" + "\n\n".join(paragraphs(title=False)[5:])
    assert take_in("a.md", raw.encode())[0].text.split("\n")[0] == TITLE


def test_links_keep_their_words_and_pictures_go() -> None:
    text = unmarked(
        TracedText.of(
            "见[附件](http://e.org/a)和![图](a.png)。2*66万千瓦、“*人计划”。\n## 标题\n- 一项\n> 引文"
        )
    )
    assert tidy(text).text == "见附件和。2*66万千瓦、“*人计划”。\n标题\n一项\n引文"
    leads_back(text)


def test_text_copied_line_by_line_from_a_page_is_made_whole() -> None:
    out = []
    for p in paragraphs() + [f"（{n}）" + OPENING * 3 for n in "三四五六七八"]:
        s = "\u3000\u3000" + p
        out += [s[i : i + 24] for i in range(0, len(s), 24)]
    source = take_in("a.txt", "\n".join(out).encode())[0]
    assert any("断行" in w for w in source.warnings)
    for p in (OPENING, *REVIEW, CLOSING):
        assert p in source.text.split("\n")


@given(st.text(alphabet="一二。*#-|>[]()!\\\n\r \t:^a1<!/>~_", max_size=200))
def test_any_markdown_leads_back(raw: str) -> None:
    leads_back(tidy(unmarked(TracedText.of(raw))))


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=200))
def test_any_text_is_extracted(raw: str) -> None:
    out = extract("a.md", f"字{raw}".encode("utf-8", "replace"))
    leads_back(out.text)
    assert not out.text.text or out.text.text == out.text.text.strip("\n")
