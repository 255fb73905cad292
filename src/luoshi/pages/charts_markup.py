"""Cards and tables around the charts (图与表): every chart has its table, every number links to its sentence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from luoshi.account.audit_shapes import Finding
from luoshi.account.audit_words import rules
from luoshi.account.record import Record
from luoshi.pages.charts import Scale, years_chart
from luoshi.pages.charts_data import ABSENT, VERDICTS, Cell, Line, Mark, within
from luoshi.pages.charts_quotes import Quotes

LEGEND = (
    '<p class="legend"><span><svg viewBox="0 0 20 12" aria-hidden="true"><path class="target" d="M3 8H17M10 8v-5"/></svg>目标'
    "（竖线向上：以上；向下：以内）</span>"
    '<span><svg viewBox="0 0 20 12" aria-hidden="true"><rect class="band" x="3" y="2" width="14" height="8"/></svg>目标区间</span>'
    '<span><svg viewBox="0 0 20 12" aria-hidden="true"><path class="stretch" d="M3 6H17"/></svg>争取目标</span>'
    '<span><svg viewBox="0 0 20 12" aria-hidden="true"><circle class="dot met" cx="10" cy="6" r="3"/></svg>完成或超额</span>'
    '<span><svg viewBox="0 0 20 12" aria-hidden="true"><path class="dot missed" d="M6.4 3.4h7.2l-3.6 6z"/></svg>未完成</span>'
    '<span><svg viewBox="0 0 20 12" aria-hidden="true"><circle class="dot open" cx="10" cy="6" r="2.6"/></svg>有结果，没有目标或不判</span><span>淡色：超出尺度，画在边上</span></p>\n'
)


def linked(m: Mark | None) -> str:
    """A figure in words, linked to its sentence."""
    if m is None:
        return ""
    guess = "<small>预计</small> " if m.estimate else ""
    return f'<a class="n" href="#{m.key}">{guess}{escape(m.said)}</a>'


def verdict(c: Cell) -> str:
    """The strict verdict with its shape, and the official one where it differs."""
    if c.verdict is None:
        return f'<span class="soft">{c.why or "没有目标"}</span>' if c.outcome else ""
    shape, word = VERDICTS[c.verdict]
    why = f' title="{escape(c.why, quote=True)}"' if c.why else ""
    out = f'<span class="v-{c.verdict}"{why}>{shape} {word}</span>'
    if c.official and c.official != c.verdict:
        out += f' <small class="soft">官方口径：{VERDICTS[c.official][1]}</small>'
    return out


def outcome(c: Cell) -> str:
    """The outcome, or why there is none."""
    if c.outcome is not None:
        return linked(c.outcome)
    return f'<span class="soft">{ABSENT[c.absent]}</span>' if c.absent else ""


def targets(c: Cell) -> str:
    """The target, and the stretch beside it."""
    both = [linked(c.target)] if c.target else []
    if c.stretch:
        both.append(f'<small class="soft">{"争取 " if c.target else "力争 "}</small>{linked(c.stretch)}')
    return "，".join(both)


def card(line: Line, years: tuple[int, int], s: Scale, title: str, small: bool = False) -> str:
    """A chart with its table folded away behind it."""
    shown = within(line, s.low, s.high, years[0])
    size = (230, 110) if small else (320, 150)
    rows = "".join(
        f'<tr><th scope="row">{c.year}</th><td>{targets(c)}</td><td>{outcome(c)}</td><td>{verdict(c)}</td></tr>\n'
        for c in reversed(line.cells) if c.target or c.stretch or c.outcome
    )  # fmt: skip
    unit = f"<small>{escape(line.unit)}</small>" if line.unit else ""
    return (
        f'<figure class="card"><figcaption>{title}{unit}</figcaption>{years_chart(shown, years, s, *size)}'
        '<details><summary>数据表</summary><div class="scroll"><table><thead><tr><th>年份</th><th>目标</th><th>结果</th><th>判定（严格）</th></tr></thead>'
        f"<tbody>{rows}</tbody></table></div></details></figure>\n"
    )


def findings(
    found: Iterable[Finding], records: dict[str, Record], quotes: Quotes, with_place: bool = False
) -> Iterator[str]:
    """Findings as a list: the year, the question, the rule, each figure linked to its sentence."""
    yield '<ul class="findings">\n'
    for f in found:
        parts = []
        for p in f.parts:
            key = quotes.add(records[p.quote.report], p.quote)
            parts.append(f'<a class="n" href="#{key}">{escape(p.role)}：{escape(p.quote.text)}</a>')
        place = f"<b>{escape(f.jurisdiction or '')}</b> " if with_place else ""
        yield (
            f'<li class="{f.weight}">{place}<b>{f.year}年 {escape(f.name)}</b> {escape(f.why)}'
            f'<span class="parts">{"　".join(parts)}</span><small class="soft">{escape(rules()[f.rule].name)}：{escape(rules()[f.rule].text)}（{f.rule}，{f.cls}）</small></li>\n'
        )
    yield "</ul>\n"
