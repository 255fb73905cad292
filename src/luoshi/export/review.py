"""The review page as a file (核对页): all reports in one page, appearing whole or not at all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from luoshi.export.files import beside
from luoshi.facts.correcting import belongs
from luoshi.facts.indicators import names
from luoshi.pages import flags
from luoshi.pages.review import review
from luoshi.pages.review_markup import foot, head, report

if TYPE_CHECKING:
    from luoshi.facts.corrections import Correction
    from luoshi.facts.reading import Reading


class ReviewPage:
    """One self-contained page; ``corrections`` are shown as decided and saved again with the new ones."""

    def __init__(self, out: str, corrections: Sequence[Correction] = ()) -> None:
        """Raises OSError where nothing can be written."""
        self._out = Path(out)
        self._target = beside(self._out)
        self._file = self._target.open("w", encoding="utf-8", newline="\n")
        self._corrections = corrections
        self._met: set[int] = set()
        self._seen: Counter[tuple[str, int]] = Counter()
        self._found: Counter[int] = Counter()
        self._reports = 0

    def add(self, reading: Reading) -> None:
        """Write one report's checks."""
        key = (reading.source.sha256, reading.source.part)
        self._seen[key] += 1
        if self._seen[key] > 1:
            return  # the same bytes twice: one judgement is enough
        self._met.update(i for i, c in enumerate(self._corrections) if belongs(c, reading))
        page = review(reading, self._corrections)
        if not self._reports:
            self._file.write(head(f"核对：{page.title}"))
        self._file.writelines(report(page))
        for weight, checks in page.groups:
            self._found[weight] += len(checks)
        self._reports += 1

    def close(self) -> str:
        """Put the page in its place; says what was written."""
        if not self._reports:
            self.abandon()
            return f"没有读到报告，没有写 {self._out}"
        others = [c for i, c in enumerate(self._corrections) if i not in self._met]
        self._file.write(foot(names(), others))
        self._file.close()
        self._target.replace(self._out)
        n = self._found
        counts = f"存疑 {n[flags.DOUBT]} 条，推断 {n[flags.INFERENCE]} 条，其余 {n[0]} 条"
        return f"已写核对页 {self._out}（{self._reports} 份报告，{counts}）"

    def abandon(self) -> None:
        """Remove what is half-written; nothing to do after ``close``."""
        self._file.close()
        self._target.unlink(missing_ok=True)
