"""A whole html page (页面): self-contained, no network; only the style and the script written here may run in it."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from html import escape
from importlib.resources import files


@cache
def _asset(name: str) -> str:
    return (files("luoshi.pages") / name).read_text("utf-8").strip()


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


@cache
def _policy() -> str:
    """Nothing is loaded from anywhere, and of scripts and styles only ours, by their hash."""
    style, script = _hash(_asset("reader.css")), _hash(_asset("reader.js"))
    return (
        f"default-src 'none'; style-src '{style}'; script-src '{script}'; base-uri 'none'; form-action 'none'"
    )


def head(title: str, *, home: str | None = None) -> str:
    """Everything before the articles; ``home`` links to an index of reports."""
    back = (
        f'<a class="home" href="{escape(home)}">全部报告</a>'
        if home
        else '<span class="home">落实 · 对照阅读</span>'
    )
    return (
        '<!doctype html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_policy()}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n<meta name="color-scheme" content="light dark">\n'
        f"<title>{escape(title)}</title>\n<style>{_asset('reader.css')}</style>\n</head>\n<body>\n"
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
        f"<script>{_asset('reader.js')}</script>\n</body>\n</html>\n"
    )
