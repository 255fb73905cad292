"""Bad input: a named reason for each, quickly; the format is told by content, not by name."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_report import CLOSING, paragraphs
from work_done import calls

from luoshi.errors import NoReportFound, UnreadableFile
from luoshi.text.intake import MAX_BYTES, MAX_TEXT_BYTES, take_in

WHOLE = "\n".join(paragraphs())


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "空"),
        (b"\x7fELF\x02\x01" + bytes(range(256)) * 40, "程序"),
        (bytes(range(256)) * 40, "二进制"),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 100, "图片"),
        (b"\xff\xd8\xff\xe0" + b"\x00" * 100, "图片"),
        (b"{\\rtf1 abc}", "RTF"),
        (b"Rar!\x1a\x07" + b"\x00" * 50, "压缩包"),
        (b"\x1f\x8b\x08" + b"\x00" * 50, "压缩包"),
        (b"MIME-Version: 1.0\nContent-Type: multipart/related\n\n", "mht"),
    ],
)
def test_reason_is_named(data: bytes, words: str) -> None:
    with pytest.raises(UnreadableFile, match=words) as caught:
        take_in("文件.txt", data)
    assert caught.value.path == "文件.txt" and str(caught.value).startswith("文件.txt: ")
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)


def test_too_large_files_end_at_once() -> None:
    for data in (WHOLE.encode() * (MAX_TEXT_BYTES // len(WHOLE.encode()) + 1), b"a" * (MAX_BYTES + 1)):
        with pytest.raises(UnreadableFile, match="MB"):
            assert calls(lambda data=data: take_in("大.txt", data)) < 100
            take_in("大.txt", data)


ODD = (
    *(
        "\n",
        " ",
        "增长8%，",
        "各位代表：\n",
        "政府工作报告\n",
        "*",
        "[",
        "<div>",
        "。\n\n",
        "<",
        "&amp;",
        "；;",
        "发展\n",
    ),
    *(
        "目录\n一、\n",
        "……1\n",
        "5%6%",
        "20212035年",
        "1 ",
        " 一、",
        "?? ",
        "5$1.$2",
        "8_M_",
        "著",
        "上一篇：\n",
        "發展",
    ),
)


@pytest.mark.slow
@pytest.mark.parametrize("unit", ODD)
@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html"])
def test_work_on_odd_texts_is_linear(unit: str, name: str) -> None:
    """Twice the text, about twice the work: calls counted, not seconds."""
    n = 20_000 // len(unit)
    take = [lambda k=k: take_in(name, (unit * k).encode()) for k in (n, 2 * n)]
    calls(take[0])  # tables are read once
    assert calls(take[1]) < 2.5 * calls(take[0]) + 2000


WHOLE_GBK = WHOLE.encode("gb18030")


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (WHOLE.encode("utf-16-le"), "utf-16-le"),
        (WHOLE.encode("utf-16-be"), "utf-16-be"),
        ("".join(paragraphs()).encode("utf-16-le")[:-1], "utf-16-le"),
        (WHOLE.encode("utf-16"), "utf-16-le"),
        (WHOLE.encode("utf-32"), "utf-32-le"),
        (WHOLE.replace("。", "\x00\x00。").encode(), "utf-8"),
        (WHOLE.encode() + b"\x00" * 300, "utf-8"),
        (
            WHOLE.replace("\n", "\r\n", 4).replace("\n", "\u2028", 2).replace("\n", "\x85", 2).encode(),
            "utf-8",
        ),
        (WHOLE.replace("\n", "\r").encode(), "utf-8"),
    ],
)
def test_odd_encodings_and_line_ends_are_read(data: bytes, encoding: str) -> None:
    source = take_in("a.txt", data)[0]
    assert source.encoding == encoding
    assert "".join(source.text.split()).rstrip("\ufffd") in "".join(WHOLE.split())
    assert len(source.text) > 0.95 * len("".join(paragraphs())) and "\x00" not in source.text


@pytest.mark.parametrize(
    "data",
    [
        (WHOLE[:200] + "\ud800" + WHOLE[200:]).encode("utf-8", "surrogatepass"),
        WHOLE_GBK[:1001] + b"\xff\xff" + WHOLE_GBK[1001:],
        b"\xff\xfe" + WHOLE[:100].encode("utf-16-le") + b"\x00\xd8" + WHOLE[100:].encode("utf-16-le"),
    ],
)
def test_undecodable_spots_are_told(data: bytes) -> None:
    source = take_in("a.txt", data)[0]
    assert any("损坏" in w for w in source.warnings) and "\ufffd" in source.text
    source.text.encode()  # no lone surrogate gets out


@pytest.mark.parametrize(
    "text",
    [
        WHOLE.encode().decode("latin-1"),
        WHOLE.encode().decode("gbk", "replace"),
        WHOLE.encode("gbk").decode("latin-1"),
    ],
)
def test_text_garbled_all_over_is_told(text: str) -> None:
    with pytest.raises(NoReportFound, match="乱码"):
        take_in("a.txt", text.encode())


@pytest.mark.parametrize("text", ["政府工作报告各位代表" * 300, "政府工作报告各位代表：" * 60_000])
def test_words_without_sentences_are_no_report(text: str) -> None:
    with pytest.raises(NoReportFound):
        take_in("a.txt", text.encode())


def test_deeply_nested_pages_are_read() -> None:
    pytest.importorskip("lxml")
    body = "".join(f"<p>{p}</p>" for p in paragraphs())
    for tags in ("<div>", "<b><i>", "<table><tr><td>"):
        assert take_in("a.html", (f"<html>{tags * 5000}{body}").encode())[0].text == WHOLE


def test_many_copies_are_told_once() -> None:
    (source,) = take_in("a.txt", "\n".join([WHOLE] * 5).encode())
    assert source.text == WHOLE and len(source.warnings) == 1


def test_truncated_report_is_still_read() -> None:
    half = WHOLE[: len(WHOLE) // 2]
    assert take_in("a.txt", half.encode())[0].text == half.strip()


def test_cut_inside_a_character() -> None:
    text = take_in("a.txt", WHOLE.encode()[:-1])[0].text
    assert text.startswith(WHOLE[: -len(CLOSING)])


def test_suffix_is_only_a_hint() -> None:
    for name in ("a", "-", "a.pdf", "a.docx", "a.jpg"):
        assert take_in(name, WHOLE.encode())[0].text == WHOLE


@settings(max_examples=80, deadline=None)
@given(
    st.binary(max_size=400),
    st.sampled_from([b"", b"PK\x03\x04", b"%PDF-1.4\n", b"<html>", b"---\n", WHOLE.encode()]),
)
def test_any_bytes_give_reports_or_a_named_reason(data: bytes, head: bytes) -> None:
    try:
        take_in("乱.bin", head + data)
    except (UnreadableFile, NoReportFound) as e:
        assert "乱.bin" in str(e)
