"""The reader as files (阅读页): one self-contained page, or a folder with a page per report and an index.

Reports are written as they come, so that memory stays flat; a page appears under its name only when it is whole.
"""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from pathlib import Path
from typing import IO, TYPE_CHECKING, Protocol

import regex

from luoshi.export.files import beside
from luoshi.pages.markup import article, index_entry
from luoshi.pages.page import foot, head
from luoshi.pages.view import view

if TYPE_CHECKING:
    from luoshi.facts.reading import Reading

_INDEX_HEAD = '<nav class="index" id="index" aria-label="报告目录">\n<h1>政府工作报告</h1>\n<ol>\n'
_INDEX_FOOT = "</ol>\n</nav>\n"
_UNSAFE = regex.compile(r"[^\p{Han}\p{Latin}\p{Nd}]+")
_MANY = 30  # reports in one page that a browser still opens gladly


class Output(Protocol):
    """Where the reader is written."""

    def add(self, reading: Reading) -> None:
        """Write one report."""

    def close(self) -> str:
        """Put everything in its place; says what was written."""

    def abandon(self) -> None:
        """Remove what is half-written; nothing to do after ``close``."""


def open_html(out: str) -> Output:
    """A page for a name that ends in .html or .htm, else a folder. Raises OSError where nothing can be written."""
    page = Path(out).suffix.lower() in (".html", ".htm") and not Path(out).is_dir()
    return OnePage(out) if page else Folder(out)


def render(reading: Reading) -> str:
    """One report as a whole page."""
    page = view(reading)
    return "".join((head(page.title), *article(page), foot()))


class OnePage:
    """All reports in one self-contained page, with an index on top if there are several."""

    def __init__(self, out: str) -> None:
        self._out = Path(out)
        self._target = beside(self._out)
        # Articles wait here until the index, which stands before them, is known.
        self._articles: IO[str] = tempfile.TemporaryFile("w+", encoding="utf-8", newline="\n")  # noqa: SIM115
        self._index: list[str] = []
        self._titles: list[str] = []
        self._seen: Counter[tuple[str, int]] = Counter()

    def add(self, reading: Reading) -> None:
        """See :class:`Output`."""
        key = (reading.source.sha256, reading.source.part)
        self._seen[key] += 1
        page = view(reading, tag=f"-{self._seen[key]}" if self._seen[key] > 1 else "")
        self._articles.write("".join(article(page)))
        self._index.append(index_entry(f"#r-{page.uid}", page))
        self._titles.append(page.title)

    def close(self) -> str:
        """See :class:`Output`."""
        count = len(self._titles)
        if not count:
            self.abandon()
            return f"没有读到报告，没有写 {self._out}"
        title = self._titles[0] if count == 1 else f"政府工作报告（{count} 份）"
        with self._target.open("w", encoding="utf-8", newline="\n") as f:
            f.write(head(title, home="#index" if count > 1 else None))
            if count > 1:
                f.writelines((_INDEX_HEAD, *self._index, _INDEX_FOOT))
            self._articles.seek(0)
            shutil.copyfileobj(self._articles, f)
            f.write(foot())
        self._target.replace(self._out)
        self.abandon()
        advice = f"；{count} 份在一页里会很慢，建议 --html 给一个文件夹" if count > _MANY else ""
        return f"已写阅读页 {self._out}（{count} 份报告）{advice}"

    def abandon(self) -> None:
        """See :class:`Output`."""
        self._articles.close()
        self._target.unlink(missing_ok=True)


class Folder:
    """A page per report and index.html in one folder; pages of earlier runs with other names stay."""

    def __init__(self, out: str) -> None:
        self._out = Path(out)
        self._out.mkdir(parents=True, exist_ok=True)
        self._target = beside(self._out / "index.html")
        self._index: list[str] = []
        self._names: Counter[str] = Counter()

    def add(self, reading: Reading) -> None:
        """See :class:`Output`."""
        page = view(reading)
        h = reading.header
        name = "-".join(
            part
            for part in (
                str(h.work_year or ""),
                _UNSAFE.sub("", h.jurisdiction or "")[:40],
                reading.source.sha256[:8],
            )
            if part
        )
        if reading.source.parts > 1:
            name += f"-{reading.source.part}"
        self._names[name] += 1
        if self._names[name] > 1:
            name += f"-{self._names[name]}"
        whole = "".join((head(page.title, home="index.html"), *article(page), foot()))
        target = beside(self._out / f"{name}.html")
        target.write_text(whole, "utf-8", newline="\n")
        target.replace(self._out / f"{name}.html")
        self._index.append(index_entry(f"{name}.html", page))

    def close(self) -> str:
        """See :class:`Output`."""
        count = len(self._index)
        if not count:
            self.abandon()
            return f"没有读到报告，没有写 {self._out / 'index.html'}"
        with self._target.open("w", encoding="utf-8", newline="\n") as f:
            f.writelines((head("政府工作报告"), _INDEX_HEAD, *self._index, _INDEX_FOOT, foot()))
        self._target.replace(self._out / "index.html")
        return f"已写阅读页 {self._out / 'index.html'}（{count} 份报告，每份一页）"

    def abandon(self) -> None:
        """See :class:`Output`."""
        self._target.unlink(missing_ok=True)
