"""What became of the things promised (承诺的下落): pledges, projects and tasks of a year beside the next report's sentence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from html import escape

from luoshi.account.followup import Followup, Status
from luoshi.account.record import Record
from luoshi.pages.charts_quotes import Quotes
from luoshi.pages.facts import clip

STATUSES: dict[Status, tuple[str, str]] = {
    "done": ("●", "完成"), "in_progress": ("◐", "进行中"), "restated": ("↻", "又列为任务"), "not_mentioned": ("○", "没有提"),
    "not_sought": ("–", "没有去找"),
}  # fmt: skip
_SORTS = (("pledge", "民生实事"), ("project", "项目"), ("task", "任务"))
_MOST = 80  # rows of one sort; the command account --promises writes them all


def section(found: Sequence[Followup], records: Mapping[str, Record], quotes: Quotes) -> Iterator[str]:
    """The section of a place page; nothing where there is no next report to look in."""
    if not found:
        return
    year = found[0].year
    yield f'<section id="promises"><h2>{year}年承诺的事，下一年的报告怎么说</h2>\n'
    yield (
        '<p class="note">按名称和数量在下一年的报告里查找，附找到的原句。没有提不等于没有做：报告只说它要说的。</p>\n'
    )
    for sort, word in _SORTS:
        rows = [f for f in found if f.promise.sort == sort]
        if not rows:
            continue
        counts = Counter(f.status for f in rows)
        said = "，".join(f"{STATUSES[s][1]} {counts[s]}" for s in STATUSES if counts[s])
        opened = " open" if sort == "pledge" else ""
        yield f"<details{opened}><summary>{word} {len(rows)} 件：{said}</summary>\n"
        yield '<table class="full"><thead><tr><th>承诺</th><th>下落</th><th>下一年的报告</th></tr></thead><tbody>\n'
        order = list(STATUSES)
        shown = rows if sort == "pledge" else sorted(rows, key=lambda f: order.index(f.status))[:_MOST]
        for f in shown:
            yield _row(f, records, quotes)
        yield "</tbody></table>\n"
        if len(rows) > len(shown):
            yield f'<p class="note">列出 {len(shown)} 件，其余见 luoshi account --promises。</p>\n'
        yield "</details>\n"
    yield "</section>\n"


def _row(f: Followup, records: Mapping[str, Record], quotes: Quotes) -> str:
    shape, word = STATUSES[f.status]
    key = quotes.add(records[f.quote.report], f.quote)
    evidence = ""
    if f.evidence is not None:
        there = quotes.add(records[f.evidence.report], f.evidence)
        evidence = f'<a class="n" href="#{there}">{escape(clip(f.evidence.text))}</a>'
    done = "met" if f.status == "done" else "unreported"
    return (
        f'<tr><th scope="row" class="text"><a class="n" href="#{key}">{escape(clip(f.quote.text))}</a></th>'
        f'<td class="v-{done}" data-label="下落" title="{escape(f.rule, quote=True)}">{shape} {word}</td>'
        f'<td class="whole" data-label="下一年的报告">{evidence}</td></tr>\n'
    )
