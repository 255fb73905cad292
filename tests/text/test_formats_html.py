"""Web pages: the prose block, paragraphs and table rows, offsets in the source."""

from __future__ import annotations

import html

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_report import TITLE, paragraphs
from test_formats_plain import leads_back

from luoshi.errors import LuoshiError
from luoshi.text.intake import take_in
from luoshi.text.source import SourceText
from luoshi.text.traced import TracedText

pytest.importorskip("lxml")
BODY = paragraphs(title=False)


def portal(encoding: str = "utf-8") -> bytes:
    prose = "\n".join(f'<p style="text-indent:2em">&emsp;&emsp;{html.escape(p)}</p>' for p in BODY)
    page = f"""<!DOCTYPE html><html><head><meta charset="{encoding}"><title>{TITLE} - 青禾县人民政府</title>
<script>var s = "<p>脚本里的话。脚本。脚本。</p>";</script><style>p {{ margin: 0 }}</style></head><body>
<div class="nav"><ul><li><a>首页</a></li><li><a>政务公开</a></li><li><a>走进青禾</a></li></ul></div>
<h1>{TITLE}</h1><div>发布时间：2031-01-20 来源：县政府办 浏览次数：<span>81</span></div>
<div id="zoom">{prose}<table><tr><th>指标</th><th>目标</th></tr><tr><td>产值</td><td>6.5%</td></tr></table></div>
<div>分享到：<a>微信</a></div><div><h3>相关文章</h3><ul><li>2030年赤岭县政府工作报告</li></ul></div>
<div class="footer">版权所有：青禾县人民政府 ICP备0001号</div></body></html>"""
    return page.encode(encoding)


def forum() -> bytes:
    prose = "<br />\n<br />\n".join(
        f'&nbsp; &nbsp; {p}<span style="display:none">抄袭可耻</span><font class="jammer">x8</font>'
        for p in BODY
    )
    page = f"""<html><head><title>青禾论坛</title></head><body><div id="hd"><a>立即注册</a></div>
<h1><a>{TITLE}</a></h1><table><tr><td class="plc"><table><tr><td class="t_f">\n{prose}</td></tr></table></td></tr></table>
<table><tr><td class="t_f">谢谢楼主分享！</td></tr></table><p>Powered by Discuz! X3.4</p></body></html>"""
    return page.encode()


def check(source: SourceText) -> None:
    leads_back(TracedText(source.text, source.raw, source.map))
    for r in source.repairs:
        assert source.raw[r.raw_start : r.raw_end] == r.raw


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_portal_page(encoding: str) -> None:
    source = take_in("a.html", portal(encoding))[0]
    assert source.format == "html"
    assert source.text.split("\n") == [TITLE, *BODY, "指标\t目标", "产值\t6.5%"]
    assert any("2030年赤岭县" in r.raw for r in source.repairs if r.kind == "boilerplate")
    check(source)


def test_forum_page_without_hidden_words() -> None:
    source = take_in("thread-1-1.html", forum())[0]
    assert source.text.split("\n") == [TITLE, *BODY]
    check(source)


def test_html_is_known_by_its_content() -> None:
    assert take_in("-", portal())[0].format == "html"


def test_source_line_breaks_inside_a_paragraph_go() -> None:
    page = portal().decode().replace("较好完成了", "较好\n      完成了")
    assert take_in("a.html", page.encode())[0].text.split("\n")[1:-2] == BODY


def test_deep_and_unclosed_page_ends() -> None:
    page = b"<html><body>" + b"<div><b>" * 30_000 + "政府。".encode() * 10
    with pytest.raises(LuoshiError):
        take_in("deep.html", page)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_damaged_pages_give_a_report_or_a_reason(data: st.DataObject) -> None:
    page = bytearray(portal())
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(page) - 1))
        page[at : at + data.draw(st.integers(0, 60))] = data.draw(st.binary(max_size=8))
    try:
        for source in take_in("a.html", bytes(page)):
            check(source)
    except LuoshiError as e:
        assert "a.html" in str(e)
