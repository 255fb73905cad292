"""Markdown marks taken away: front matter, heading and bold marks, links, pictures, comments (标记)."""

from __future__ import annotations

import regex

from luoshi.text.formats.marks import taken_out
from luoshi.text.traced import Edit, TracedText

_FRONT = regex.compile(r"\A\ufeff?---[ \t]*\r?\n(?P<body>(?:[^\n]*\n){0,60}?)-{3,}[ \t]*(?:\r?\n|\Z)")
_TITLE = regex.compile(r"^title:[ \t]*[\"']?(?P<title>[^\n]*?)[\"']?[ \t\r]*$", regex.M)
_HEAD = regex.compile(r"政\s*府\s*工\s*作|工\s*作\s*报\s*告|报\s*告\s*工\s*作")
_HEAD_REACH = 400  # characters below the front matter in which a report's own head stands
_LOOKS = regex.compile(
    r"\A\ufeff?---[ \t]*\r?\n[\w-]+:|^#{1,6}[ \t]+\S|^\*\*[^*\n]+\*\*[ \t]*$|\]\(https?://", regex.M
)

# One alternation, one pass. A single * or _ is left alone: reports print 2*66万千瓦 and censor names with it.
_MARK = regex.compile(
    r"(?P<comment><!--.*?(?:-->|\Z))"
    r"|(?P<image>!\[[^\[\]\n]{0,200}\]\([^)\n]{0,500}\))"
    r"|\[(?P<link>[^\[\]\n]{0,300})\]\([^)\n]{0,500}\)"
    r"|\[(?P<note>\^)[^\[\]\n]{1,12}\](?P<colon>:[ \t]*)?"
    r"|(?P<bold>\*{2,3}|__(?=\S)|(?<=\S)__|~~)"
    r"|^[ \t]*(?P<rule>(?:[-*_][ \t]*){3,})\r?$"
    r"|^[ \t]*(?P<head>\#{1,6}[ \t]+)"
    r"|^[ \t]*(?P<quote>(?:>[ \t]?)+)"
    r"|^[ \t]*(?P<bullet>[-*+][ \t]+)(?=\S)"
    r"|^[ \t]*(?P<grid>\|?(?:[ \t]*:?-{2,}:?[ \t]*\|)+[ \t]*(?::?-{2,}:?)?[ \t]*)\r?$"
    r"|(?P<pipe>[ \t]*(?<!\\)\|[ \t]*)"
    r"|\\(?P<escaped>[\\`*_{}\[\]()\#+\-.!|>~])"
    r"|(?P<tag></?[a-zA-Z][a-zA-Z0-9]{0,10}(?:[ \t][^<>\n]{0,300})?/?>)",
    regex.M | regex.S,
)
_BREAKING_TAG = regex.compile(r"</?(?:br|p|div|li|tr|h[1-6]|summary|details)\b", regex.I)


def looks_like_markdown(text: str) -> bool:
    """Whether the text opens with front matter or carries heading marks, bold lines or links."""
    return bool(_LOOKS.search(text[:20_000]))


def unmarked(text: TracedText) -> TracedText:
    """The text without its marks. Dropped words (front matter, comments, picture names) are boilerplate repairs.

    The front matter's title is what the page calls the report, not a line of the report: it stays, as the first
    line, only where the text below has no head of its own.
    """
    dropped, layout = _front_matter(text.text)
    start = max((e.end for e in dropped), default=0)
    for m in _MARK.finditer(text.text, start):
        for edit in _edits(m):
            (dropped if edit.kind == "boilerplate" else layout).append(edit)
    return taken_out(text, dropped, layout)


def _edits(m: regex.Match[str]) -> list[Edit]:
    """What one mark turns into; words that stay are never replaced, so that their map stays exact."""
    kind = m.lastgroup or ""
    start, end = m.span()
    if kind in ("comment", "image"):
        return [Edit(start, end, "", "boilerplate")]
    if m["link"] is not None:
        return [Edit(start, m.start("link"), "", "layout"), Edit(m.end("link"), end, "", "layout")]
    if m["note"] is not None:  # [^3] reads like the [3] that other copies print
        marks = [Edit(m.start("note"), m.end("note"), "", "layout")]
        return [*marks, Edit(m.start("colon"), end, "", "layout")] if m["colon"] else marks
    if m["escaped"] is not None:
        return [Edit(start, start + 1, "", "layout")]
    if kind == "pipe":
        return [Edit(start, end, _pipe(m), "layout")]
    if kind == "tag":
        return [Edit(start, end, "\n" if _BREAKING_TAG.match(m.group()) else "", "layout")]
    return [Edit(m.start(kind), m.end(kind), "", "layout")]


def _pipe(m: regex.Match[str]) -> str:
    """A pipe at either end of a line is a table's frame, inside a line a cell's border."""
    s, (start, end) = m.string, m.span()
    return "" if start == 0 or s[start - 1] == "\n" or end == len(s) or s[end] in "\r\n" else "\t"


def _front_matter(s: str) -> tuple[list[Edit], list[Edit]]:
    front = _FRONT.match(s)
    if not front:
        return [], []
    title = _TITLE.search(s, front.start("body"), front.end("body"))
    if not title or not title["title"].strip() or _HEAD.search(s, front.end(), front.end() + _HEAD_REACH):
        return [Edit(0, front.end(), "", "boilerplate")], []
    start, end = title.span("title")
    line_break = s.index("\n", end)
    edits = [Edit(0, start, "", "boilerplate"), Edit(line_break + 1, front.end(), "", "boilerplate")]
    return edits, [Edit(end, line_break, "", "layout")] if line_break > end else []
