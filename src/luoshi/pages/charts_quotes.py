"""The sentences that a page's numbers stand in (原句): gathered while the page is made, printed once at its end."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

import msgspec

from luoshi.account.record import Record, sentence
from luoshi.account.shapes import Quote


class Source(msgspec.Struct, frozen=True):
    """A report that is quoted."""

    id: str
    place: str
    name: str
    year: int | None
    path: str
    meeting_date: str | None


class Quotes:
    """Quoted figures by sentence; ``add`` gives the anchor that a number links to."""

    def __init__(self) -> None:
        self._sources: dict[str, Source] = {}
        self._sentences: dict[tuple[str, int, int], str] = {}
        self._spans: dict[tuple[str, int, int], set[tuple[int, int]]] = {}
        self.count = 0

    def add(self, record: Record, quote: Quote) -> str:
        """Remember a quote of ``record``; its anchor is the same each time."""
        left, right = sentence(record.text, quote.start, quote.end)
        at = (record.id, left, right)
        if record.id not in self._sources:
            header = record.header
            self._sources[record.id] = Source(
                record.id, record.place, header.jurisdiction or "", header.work_year, record.path, header.meeting_date
            )  # fmt: skip
        if at not in self._sentences:
            self._sentences[at] = record.text[left:right]
            self._spans[at] = set()
            self.count += 1
        self._spans[at].add((quote.start, quote.end))
        return anchor(record.id, quote.start, quote.end)

    def markup(self) -> Iterator[str]:
        """All sentences, by place, year and position, each figure marked under its anchor."""
        if not self._sentences:
            return
        yield '<section id="quotes" class="quotes"><h2>原句</h2>\n'
        yield '<p class="note">每个数都出自下面的句子，标记处是它在报告正文里的位置；按地方和报告年份排列。</p>\n'
        order = sorted(self._sources.values(), key=lambda s: (s.place, s.year or 0, s.id))
        for source in order:
            rows = sorted(at for at in self._sentences if at[0] == source.id)
            day = f" · {source.meeting_date}" if source.meeting_date else ""
            yield (
                f'<section class="source"><h3 id="r-{source.id}">{escape(source.name)} {source.year}年政府工作报告'
                f"<small>{escape(source.path)}{day}</small></h3>\n<ol>\n"
            )
            for at in rows:
                yield f"<li><q>{_marked(self._sentences[at], at, self._spans[at])}</q></li>\n"
            yield "</ol></section>\n"
        yield "</section>\n"


def anchor(report: str, start: int, end: int) -> str:
    """The anchor of a quote in a page."""
    return f"q-{report}-{start}-{end}"


def _marked(text: str, at: tuple[str, int, int], spans: set[tuple[int, int]]) -> str:
    """A sentence with its figures marked; of two that overlap the later one is only an anchor."""
    report, left, _ = at
    out, done = [], 0
    for start, end in sorted(spans, key=lambda s: (s[0], -s[1])):
        a, b = max(0, start - left), min(len(text), end - left)
        key = anchor(report, start, end)
        if a < done:
            out.append(f'<a id="{key}"></a>')
            continue
        out.append(escape(text[done:a]) + f'<mark id="{key}" tabindex="-1">{escape(text[a:b])}</mark>')
        done = b
    return "".join(out) + escape(text[done:])
