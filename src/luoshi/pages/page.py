"""A whole html page (页面): self-contained, no network; only the style and the script written here may run in it."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from html import escape
from importlib.resources import files


@cache
def asset(name: str) -> str:
    """The text of a style sheet or script of this package."""
    return (files("luoshi.pages") / name).read_text("utf-8").strip()


@cache
def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def start(title: str, style: str, script: str) -> str:
    """A page up to the body; nothing is loaded from anywhere, and of styles and scripts only these may run, by hash."""
    policy = (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}';"
        " base-uri 'none'; form-action 'none'"
    )
    return (
        '<!doctype html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n<meta name="color-scheme" content="light dark">\n'
        f"<title>{escape(title)}</title>\n<style>{style}</style>\n</head>\n<body>\n"
    )


def head(title: str, *, home: str | None = None) -> str:
    """Everything before the articles; ``home`` links to an index of reports."""
    back = (
        f'<a class="home" href="{escape(home)}">全部报告</a>'
        if home
        else '<span class="home">落实 · 对照阅读</span>'
    )
    return start(title, asset("reader.css"), asset("reader.js")) + (
        f'<div class="top">{back}<span class="here" aria-hidden="true"></span><span class="tools">'
        '<button type="button" data-do="follow" aria-pressed="true" title="右侧事实随正文滚动">随文</button>'
        '<button type="button" data-do="print">打印</button>'
        '<button type="button" data-do="theme" aria-label="切换明暗">明暗</button></span></div>\n<main>\n'
    )


def foot() -> str:
    """Everything after the articles."""
    return (
        '</main>\n<footer class="foot">键盘：<kbd>n</kbd> <kbd>p</kbd> 下一条、上一条事实　<kbd>/</kbd> 筛选　'
        "<kbd>Enter</kbd> 在正文与事实之间跳转　<kbd>Esc</kbd> 取消<br>"
        "每个数都出自左侧原文的标记处；修复处可查看原来的字。由 luoshi read 生成，本页不联网。</footer>\n"
        '<div class="tip" role="tooltip" id="tip" hidden></div>\n'
        f"<script>{asset('reader.js')}</script>\n</body>\n</html>\n"
    )
