"""Web pages (网页): the block that holds the prose, tables row by row, offsets in the page's source.

lxml builds the tree, but from a copy of the source in which every stretch of text is a numbered marker. So the tree
decides what belongs to the report and where paragraphs end, while every character keeps its place in the source.
"""

from __future__ import annotations

import html as entities
from typing import TYPE_CHECKING

import regex

from luoshi.errors import MissingExtra, UnreadableFile
from luoshi.text.decode import decode
from luoshi.text.formats import Extracted
from luoshi.text.formats.marks import taken_out
from luoshi.text.formats.plain import tidy
from luoshi.text.headlines import is_title
from luoshi.text.traced import Edit, TracedText

if TYPE_CHECKING:
    from lxml.etree import _Element

_TOKEN = regex.compile(
    r"<!--.*?(?:-->|\Z)"
    r"|<(script|style|noscript|textarea|template|select|svg)\b.*?(?:</\1\s*>|\Z)"
    r"|<!\[CDATA\[.*?(?:\]\]>|\Z)"
    r"|</?[a-zA-Z!?][^<>]*>"
    r"|(?P<text>(?:[^<]+|<(?![a-zA-Z/!?]))+|<)",
    regex.S | regex.I,
)
_MARKER = regex.compile("\ue000(\\d+)\ue001")
_ENTITY = regex.compile(r"&(?:[a-zA-Z][a-zA-Z0-9]{1,30}|#\d{1,7}|#[xX][0-9a-fA-F]{1,6});?")
_SPACE = regex.compile(r"[ \t\r\n\f]+")
_WIDE = regex.compile(r"[\p{Han}\u3000-\u303f\uff00-\uffef“”‘’—…]")
_SENTENCE = regex.compile(r"[。；！]")
_HIDDEN = regex.compile(r"display\s*:\s*none|font-size\s*:\s*0(?:px|pt)?\s*(?:;|$)", regex.I)
_SPLIT_TITLE = regex.compile(r"\s*[-_|—–>»]+\s*")

_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "center",
        "dd",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figure",
        "figcaption",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "html",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tbody",
        "tfoot",
        "thead",
        "tr",
        "ul",
        "caption",
        "br",
    ]
)
_CELLS = frozenset(("td", "th"))
_BLOCK_TAG = regex.compile(rf"</?(?:{'|'.join(sorted(_BLOCKS | _CELLS))})\b", regex.I)
_DROPPED = frozenset(
    [
        "head",
        "nav",
        "footer",
        "form",
        "button",
        "iframe",
        "object",
        "embed",
        "audio",
        "video",
        "map",
        "option",
        "label",
        "input",
        "aside",
    ]
)
_HEADINGS = frozenset(("h1", "h2", "h3"))
_SHARE = 0.8  # of the page's sentences that a block must hold for the search to go on inside it
_MOST_CELLS = 60  # cells of a row looked into
_SHORT_CELL = 200  # characters of the longest cell of a table that is data, not layout


def extract(path: str, data: bytes) -> Extracted:
    """The main text of a page. Raises MissingExtra without lxml, UnreadableFile for a page that cannot be parsed."""
    decoded = decode(data, path)
    source: str = decoded.text
    runs = [m.span() for m in _TOKEN.finditer(source) if m["text"] is not None and not m.group().isspace()]
    root = _tree(path, source, runs)
    if root is None or not runs:
        raise UnreadableFile(path, "网页里没有文字")
    page = _Page(source, runs)
    block = page.main_block(root)
    breaks = {**page.headline(root, block), **page.flow(block)}
    if page.lost(root):  # nested deeper than any tree is built: the text itself is all there
        breaks = page.flat()
    if not breaks:
        raise UnreadableFile(path, "网页里没有文字")
    text = _taken(source, runs, breaks)
    return Extracted(tidy(text), "html", decoded.encoding, decoded.warnings)


def _tree(path: str, source: str, runs: list[tuple[int, int]]) -> _Element | None:
    """The element tree of the source with markers for its text."""
    try:
        from lxml import etree
    except ImportError:
        raise MissingExtra(path, "读网页需要 lxml：pip install 'luoshi[html]'") from None
    pieces: list[str] = []
    at = 0
    for k, (start, end) in enumerate(runs):
        pieces += (_tags_only(source[at:start]), f"\ue000{k}\ue001")
        at = end
    pieces.append(_tags_only(source[at:]))
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, recover=True, remove_comments=True)
    try:
        root = etree.fromstring("".join(pieces).encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError):
        raise UnreadableFile(path, "网页损坏，读不出结构") from None
    return root


_NOT_TAGS = regex.compile(
    r"<!--.*?(?:-->|\Z)|<(script|style|noscript|textarea|template|select|svg)\b.*?(?:</\1\s*>|\Z)|[\ue000\ue001\x00]",
    regex.S | regex.I,
)


def _tags_only(s: str) -> str:
    return str(_NOT_TAGS.sub("", s))


class _Page:
    """The runs of a page's text and what they weigh."""

    def __init__(self, source: str, runs: list[tuple[int, int]]) -> None:
        self.source = source
        self.runs = runs
        self.sentences = [len(_SENTENCE.findall(source, a, b)) for a, b in runs]

    def words(self, element: _Element) -> str:
        """The text of an element, as the source has it."""
        return "".join(self.source[a:b] for a, b in map(self.runs.__getitem__, _runs_in(element))).strip()

    def main_block(self, root: _Element) -> _Element:
        """The innermost element that holds most of the page's sentences."""
        weight: dict[_Element, int] = {}
        for element in reversed(list(root.iter("*"))):
            own = sum(self.sentences[k] for k in _own_runs(element))
            weight[element] = own + sum(weight.get(child, 0) for child in element)
        block = root
        while True:
            inner = max(block, key=lambda child: weight.get(child, 0), default=None)
            if inner is None or weight.get(inner, 0) < max(1.0, _SHARE * weight[root]) or _tag(inner) == "p":
                return block
            block = inner

    def lost(self, root: _Element) -> bool:
        """Whether the tree holds less than half of the page's sentences."""
        return 2 * sum(self.sentences[k] for k in _runs_in(root)) < sum(self.sentences)

    def flat(self) -> dict[int, str]:
        """All runs in the order of the source, a new paragraph wherever a block begins or ends."""
        out: dict[int, str] = {}
        at = 0
        for k, (start, end) in enumerate(self.runs):
            out[k] = "\n" if _BLOCK_TAG.search(self.source, at, start) else ""
            at = end
        return out

    def headline(self, root: _Element, block: _Element) -> dict[int, str]:
        """The runs of the page's title, if it stands outside the block: a heading above it, else <title>."""
        best: dict[int, str] = {}
        inside = set(_runs_in(block))
        first = min(inside, default=0)
        for element in root.iter(*_HEADINGS, "title"):
            found = [k for k in _runs_in(element) if k not in inside]
            if not found or found[-1] > first:
                continue
            name = "".join(entities.unescape(self.words(element)).split())
            main = _SPLIT_TITLE.split(name)[0]
            if is_title(main) or (_tag(element) != "title" and len(name) >= 6 and not best):
                best = dict.fromkeys(found, "\n")
        if any(is_title("".join(self.words(h).split())) for h in block.iter(*_HEADINGS)):
            return {}
        return best

    def flow(self, block: _Element) -> dict[int, str]:
        """The runs of the block in reading order, each with what separates it from the one before."""
        out: dict[int, str] = {}
        pending = "\n"
        skip: _Element | None = None
        from lxml import etree

        for event, element in etree.iterwalk(block, events=("start", "end")):
            if skip is not None:
                if event == "end" and element is skip:
                    skip = None
                    pending = pending or "\n"
                    pending = self._texts(element.tail if element is not block else None, out, pending)
                continue
            tag = _tag(element)
            if event == "start":
                if element is not block and self._unread(element, tag):
                    skip = element
                    continue
                if tag in _BLOCKS:
                    pending = "\n"
                elif tag in _CELLS:
                    pending = self._cell_break(element) if pending != "\n" else "\n"
                pending = self._texts(element.text, out, pending)
            else:
                if tag in _BLOCKS:
                    pending = "\n"
                if element is not block:
                    pending = self._texts(element.tail, out, pending)
        return out

    def _texts(self, words: str | None, out: dict[int, str], pending: str) -> str:
        for m in _MARKER.finditer(words or ""):
            out[int(m[1])] = pending
            pending = ""
        return pending

    def _unread(self, element: _Element, tag: str) -> bool:
        """Page furniture inside the block, and words hidden from readers (forums sprinkle them against copying)."""
        if tag in _DROPPED and not sum(self.sentences[k] for k in _runs_in(element)) > 3:
            return True
        classes = element.get("class", "")
        return bool(_HIDDEN.search(element.get("style", ""))) or "jammer" in classes.split()

    def _cell_break(self, cell: _Element) -> str:
        """A tab before a cell of a data table, a line break before one of a table used for layout."""
        row = cell.getparent()
        if row is None or row.index(cell) == 0:
            return "\n"
        if len(row) > _MOST_CELLS:
            return "\t"
        return "\n" if any(map(self._is_layout, row)) else "\t"

    def _is_layout(self, cell: _Element) -> bool:
        blocks = any(_tag(e) in ("table", "p", "div") for e in cell.iterdescendants())
        return blocks and len(self.words(cell)) > _SHORT_CELL


def _tag(element: _Element) -> str:
    return element.tag.lower() if isinstance(element.tag, str) else ""


def _own_runs(element: _Element) -> list[int]:
    words = [element.text or "", *(child.tail or "" for child in element)]
    return [int(m[1]) for w in words for m in _MARKER.finditer(w)]


def _runs_in(element: _Element) -> list[int]:
    return [int(m[1]) for w in map(str, element.itertext()) for m in _MARKER.finditer(w)]


def _taken(source: str, runs: list[tuple[int, int]], breaks: dict[int, str]) -> TracedText:
    """The kept runs in source order; what readers saw and is left out is recorded, tags are not."""
    dropped: list[Edit] = []
    layout: list[Edit] = []
    at = 0
    left: list[tuple[int, int]] = []
    last = -1
    for k, (start, end) in enumerate(runs):
        if k not in breaks:
            left.append((start, end))
            continue
        separator = breaks[k] if at else ""
        _gap(dropped, layout, at, start, separator, left)
        _inside(source, start, end, layout)
        at, left, last = end, [], k
    if last >= 0:
        _gap(dropped, layout, at, len(source), "", left)
    return taken_out(TracedText.of(source), dropped, layout)


def _gap(
    dropped: list[Edit], layout: list[Edit], start: int, end: int, new: str, left: list[tuple[int, int]]
) -> None:
    """Drop ``[start, end)``, of which the stretch with the left-out runs is worth recording."""
    if not left:
        if start < end or new:
            layout.append(Edit(start, end, new, "layout"))
        return
    a, b = left[0][0], left[-1][1]
    if start < a:
        layout.append(Edit(start, a, "", "layout"))
    dropped.append(Edit(a, b, "", "boilerplate"))
    if b < end or new:
        layout.append(Edit(b, end, new or "\n", "layout"))


def _inside(source: str, start: int, end: int, layout: list[Edit]) -> None:
    """Entities become their characters; line breaks of the source are spaces, or nothing between Han characters."""
    for m in _ENTITY.finditer(source, start, end):
        new = entities.unescape(m.group()).replace("\xa0", " ")
        if new != m.group():
            layout.append(Edit(m.start(), m.end(), new, "entity"))
    for m in _SPACE.finditer(source, start, end):
        gap = m.group()
        if gap == " ":
            continue
        before, after = source[m.start() - 1 : m.start()], source[m.end() : m.end() + 1]
        broken = "\n" in gap or "\r" in gap
        wide = _WIDE.match(before) or _WIDE.match(after)
        layout.append(Edit(m.start(), m.end(), "" if broken and wide else " ", "layout"))
