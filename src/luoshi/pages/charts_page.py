"""The frame of place and indicator pages (页框): head, contents line, foot; self-contained, nothing loaded from anywhere."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from luoshi.pages.page import asset, start


def head(title: str, mark: str, contents: Sequence[tuple[str, str]]) -> str:
    """Everything before the heading; ``contents`` are (anchor, word) of the sections."""
    links = "".join(f'<a href="#{anchor}">{escape(word)}</a>' for anchor, word in contents)
    return start(title, asset("charts.css"), asset("charts.js")) + (
        f'<div class="top"><b>落实 · {escape(mark)}</b><nav aria-label="本页各部分">{links}</nav><span class="tools">'
        '<button type="button" data-do="tables" aria-pressed="false">展开数据表</button>'
        '<button type="button" data-do="print">打印</button>'
        '<button type="button" data-do="theme" aria-label="切换明暗">明暗</button></span></div>\n<main>\n'
    )


def foot(made_by: str) -> str:
    """Everything after the sections."""
    return (
        f"</main>\n<footer>点任何一个数，到它所在的原句；<kbd>Esc</kbd> 回到原处。没有提到不等于没有完成；判定是对两句话的核算，不是对统计数据的评价。"
        f"由 {escape(made_by)} 生成，本页不联网。</footer>\n<script>{asset('charts.js')}</script>\n</body>\n</html>\n"
    )


def tally(items: Sequence[tuple[str, str]]) -> str:
    """A row of numbers with what they count."""
    return (
        '<ul class="facts">'
        + "".join(f"<li><b>{escape(n)}</b><span>{escape(w)}</span></li>" for n, w in items)
        + "</ul>\n"
    )
