"""The page of a place (地方页): what was said and what came of it, year by year, with what the audits ask."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from html import escape
from importlib.resources import files

import msgspec

from luoshi.account.audit_shapes import Finding
from luoshi.account.followup import Followup
from luoshi.account.keys import quote_of
from luoshi.account.record import Record
from luoshi.account.series import usable
from luoshi.account.shapes import Pair
from luoshi.account.told import Outcomes, Roles, targets
from luoshi.facts.shapes import Kind, Measure
from luoshi.pages import words
from luoshi.pages.charts import bullet, scale
from luoshi.pages.charts_data import Line, last_before, line, robust
from luoshi.pages.charts_markup import LEGEND, card, findings, linked, outcome, verdict
from luoshi.pages.charts_markup import targets as targets_said
from luoshi.pages.charts_page import foot, head, tally
from luoshi.pages.charts_quotes import Quotes
from luoshi.pages.place_promises import section

_MOST = 40  # findings of one kind that are shown; the command audit writes them all
_QUIET_NAME, _SUMS_NAME = "悄然变化", "数字勾稽"
_RECENT = 2  # outcomes that a year must have to be the one that is shown as the last


class Group(msgspec.Struct, frozen=True):
    """Indicators that share one scale, or are drawn each on its own."""

    title: str
    ids: tuple[str, ...]
    kind: Kind | None
    shared: bool


class Place(msgspec.Struct, frozen=True):
    """All that a place page shows: its reports by year, its pairs, what the audits found, records by id for the quotes.

    ``promises`` are those of one year, with what the next report says of them.
    """

    years: Mapping[int, Record]
    pairs: Sequence[Pair]
    findings: Sequence[Finding]
    records: Mapping[str, Record]
    names: Mapping[str, str]
    promises: Sequence[Followup] = ()


@cache
def groups() -> tuple[Group, ...]:
    """The groups of charts_groups.tsv."""
    text = (files("luoshi.pages") / "charts_groups.tsv").read_text("utf-8")
    rows = [r.split("\t") for r in text.splitlines() if r and not r.startswith("#")][1:]
    return tuple(
        Group(title, tuple(ids.split(" ")), _kind(kind), how == "shared") for _, title, ids, kind, how in rows
    )


def _kind(word: str) -> Kind | None:
    return "growth" if word == "growth" else "level" if word == "level" else None


def page(place: Place) -> Iterator[str]:
    """The whole page."""
    quotes = Quotes()
    last = place.years[max(place.years)]
    name = last.header.jurisdiction or ""
    drawn = [
        (
            g,
            [
                x
                for i in g.ids
                if (x := line(place.years, place.pairs, i, place.names.get(i, i), quotes, g.kind))
            ],
        )
        for g in groups()
    ]
    drawn = [(g, lines) for g, lines in drawn if lines]
    body = [*_lead(place, last)]
    contents = []
    for anchor, word, part in (
        ("latest", "最近一年", _latest(drawn)),
        ("years", "逐年", _by_year(drawn)),
        ("now", "今年目标", _now(last, quotes)),
        ("promises", "承诺的事", section(place.promises, place.records, quotes)),
        ("above", "与上级", _above(place, quotes)),
        ("audit", "线索", _audit(place, quotes)),
    ):
        made = "".join(part)
        if made:
            contents.append((anchor, word))
            body.append(made)
    contents.append(("quotes", "原句"))
    yield head(f"{name}：目标与结果", "地方", contents)
    yield from body
    yield from quotes.markup()
    yield foot("luoshi page place")


def _lead(place: Place, last: Record) -> Iterator[str]:
    years = sorted(place.years)
    yield f"<h1>{escape(last.header.jurisdiction or '')}：目标与结果</h1>\n"
    missing = [y for y in range(years[0], years[-1]) if y not in place.years]
    cut = [y for y in years if not usable(place.years[y])]
    said = [f"{years[0]}—{years[-1]}年，{len(years)} 份政府工作报告"]
    if missing:
        said.append(f"缺 {_runs(missing)}")
    if cut:
        said.append(f"{_runs(cut)} 是摘编或节选，不用来对照")
    above = " › ".join(last.header.path[:-1])
    yield f'<p class="lead soft">{escape(above)}{"　" if above else ""}{"；".join(said)}。</p>\n'
    mine = [p for p in place.pairs if _in_aims(place, p)]
    verdicts = Counter(p.strict.verdict for p in mine if p.absent is None)
    absent = Counter(p.absent for p in mine if p.absent)
    yield tally(
        (
            (str(len(mine)), "个年度目标（报告的目标部分）"), (str(sum(verdicts.values())), "个在下一年的报告里有结果"),
            (str(verdicts["met"] + verdicts["exceeded"]), "个完成或超额"), (str(verdicts["missed"]), "个未完成（严格口径）"),
            (str(absent["silent"] + absent["doubtful"]), "个没有再提"), (str(absent["no_report"] + absent["abridged"]), "个没有下一年的全文"),
        )
    )  # fmt: skip


def _in_aims(place: Place, p: Pair) -> bool:
    """Whether a target stands in the part of targets, not among the numbers of the tasks."""
    at = p.target.quote
    return any(s.role == "targets" and s.start <= at.start < s.end for s in place.records[at.report].sections)


def _runs(years: list[int]) -> str:
    """2003年、2005—2007年."""
    out: list[list[int]] = []
    for y in years:
        if out and out[-1][-1] == y - 1:
            out[-1].append(y)
        else:
            out.append([y])
    return "、".join(f"{r[0]}年" if len(r) == 1 else f"{r[0]}—{r[-1]}年" for r in out)


def _latest(drawn: Sequence[tuple[Group, Sequence[Line]]]) -> Iterator[str]:
    cells = [c for _, lines in drawn for x in lines for c in x.cells if c.outcome]
    told, both = Counter(c.year for c in cells), Counter(c.year for c in cells if c.target or c.stretch)
    full = [y for y, n in told.items() if n >= _RECENT and both[y]] or list(told)
    if not full:
        return
    year = max(full)
    yield f'<section id="latest"><h2>{year}年：目标与结果</h2>\n'
    yield '<p class="legend"><span>横条：结果</span><span>红线：目标</span><span>圆圈：上一年的结果</span></p>\n'
    yield (
        '<table class="full"><thead><tr><th>指标</th><th></th><th>目标</th><th>结果</th><th>上年结果</th><th>判定（严格）</th></tr></thead><tbody>\n'
    )
    for group, lines in drawn:
        rows = [(x, c) for x in lines if (c := x.cell(year)) and (c.target or c.stretch or c.outcome)]
        alike = _alike(group, [x for x, _ in rows])
        values = [
            v
            for x, c in rows
            if x in alike
            for m in (c.target, c.outcome, last_before(x, year))
            if m
            for v in (m.low, m.high)
            if v is not None
        ]
        shared = scale(values, zero=True)
        for x, c in rows:
            before = last_before(x, year)
            own = [
                v
                for m in (c.target, c.stretch, c.outcome, before)
                if m
                for v in (m.low, m.high)
                if v is not None
            ]
            s = shared if x in alike else scale(own, zero=True)
            yield (
                f'<tr><th scope="row">{escape(x.title)}<small class="soft"> {escape(x.unit)}</small></th><td class="pic">{bullet(c, before, s)}</td>'
                f'<td data-label="目标">{targets_said(c)}</td><td data-label="结果">{outcome(c)}</td>'
                f'<td data-label="上年结果">{linked(before)}</td><td data-label="判定">{verdict(c)}</td></tr>\n'
            )
    yield "</tbody></table></section>\n"


def _by_year(drawn: Sequence[tuple[Group, Sequence[Line]]]) -> Iterator[str]:
    if not drawn:
        return
    every = [c.year for _, lines in drawn for x in lines for c in x.cells]
    years = (min(every), max(every))
    yield f'<section id="years"><h2>逐年：{years[0]}—{years[1]}</h2>\n{LEGEND}'
    for group, lines in drawn:
        note = "同一尺度" if group.shared else "各用自己的尺度"
        yield f'<h3>{escape(group.title)}<small>{note}</small></h3>\n<div class="cards">\n'
        alike = _alike(group, lines)
        together = scale(robust(alike), zero=True)
        for x in lines:
            s = together if x in alike else scale(x.values(), zero=True)
            title = escape(x.title) + ("" if x in alike or not group.shared else "<small>自己的尺度</small>")
            yield card(x, years, s, title)
        yield "</div>\n"
    yield "</section>\n"


def _alike(group: Group, lines: Sequence[Line]) -> list[Line]:
    """The lines of a group that go on its common scale: those of the unit that most of them have."""
    if not group.shared or not lines:
        return []
    units = Counter(x.unit for x in lines)
    most = max(units, key=lambda u: (units[u], u))
    return [x for x in lines if x.unit == most]


def _now(last: Record, quotes: Quotes) -> Iterator[str]:
    """The targets of the newest report, beside what it tells of the year before."""
    year, roles = last.year or 0, Roles(last)
    rows = [(k, m) for k, m in targets(last, year) if roles(m) == "targets"]
    if not rows or not usable(last):
        return
    told = Outcomes(last, year - 1)
    yield f'<section id="now"><h2>{year}年目标</h2>\n<p class="note">报告的目标部分；旁边是同一份报告说的上年结果。结果要等下一份报告。</p>\n'
    yield '<table class="full"><thead><tr><th>指标</th><th>目标</th><th>上年结果</th></tr></thead><tbody>\n'
    for key, m in rows:
        before = next(iter(told.get(key)), None)
        yield (
            f'<tr><th scope="row">{escape(m.name)}</th><td data-label="目标">{_said(last, m, quotes)}</td>'
            f'<td data-label="上年结果">{_said(last, before, quotes) if before else ""}</td></tr>\n'
        )
    yield "</tbody></table></section>\n"


def _said(record: Record, m: Measure, quotes: Quotes) -> str:
    key = quotes.add(record, quote_of(record, m.start, m.end, m.id))
    firm = words.FIRMNESS.get(m.firmness or "", "")
    return f'<a class="n" href="#{key}">{escape(f"{firm} {words.reading(m)}".strip())}</a>'


def _above(place: Place, quotes: Quotes) -> Iterator[str]:
    """加码: own growth target of GDP less that of the level above, newest first."""
    rows = [f for f in place.findings if f.kind == "step_up" and f.indicator == "gdp"]
    if not rows:
        return
    yield '<section id="above"><h2>与上级目标相比</h2>\n<p class="note">生产总值增速目标，本级减上一级（区间取低端）；正数常叫“加码”。覆盖：上一级的下级中，数据集里有这个目标的有几个。</p>\n'
    yield (
        '<table class="full"><thead><tr><th>年份</th><th>本级</th><th>上级</th><th>相差（百分点）</th><th>本级开会</th><th>上级开会</th><th>覆盖</th></tr></thead><tbody>\n'
    )
    for f in sorted(rows, key=lambda f: -f.year):
        own, theirs = f.parts
        cells = [
            f'<a class="n" href="#{quotes.add(place.records[p.quote.report], p.quote)}">{escape(p.quote.text)}</a>'
            for p in (own, theirs)
        ]
        covered = f"{f.coverage[0]}/{f.coverage[1]}" if f.coverage else ""
        yield (
            f'<tr><th scope="row">{f.year}</th><td data-label="本级">{cells[0]}</td><td data-label="上级">{cells[1]}</td>'
            f'<td data-label="相差">{_signed(f.gap)}</td><td data-label="本级开会">{own.meeting_date or "—"}</td>'
            f'<td data-label="上级开会">{theirs.meeting_date or "—"}</td><td data-label="覆盖">{covered}</td></tr>\n'
        )
    yield "</tbody></table></section>\n"


def _signed(value: float | None) -> str:
    if value is None:
        return ""
    return "0" if value == 0 else f"{value:+g}".replace("-", "−")


def _audit(place: Place, quotes: Quotes) -> Iterator[str]:
    mine = [f for f in place.findings if f.kind != "step_up" and f.rule != "target-below-last"]
    if not mine:
        return
    sharp = [f for f in mine if f.weight == "contradiction"]
    yield '<section id="audit"><h2>线索</h2>\n<p class="note">线索是问题，不是结论：每条有规则和原句。矛盾是一份报告自己的数对不上；观察可能有正当的原因（口径、修订、普查）。</p>\n'
    if sharp:
        yield "<h3>矛盾</h3>\n"
        yield from findings(sorted(sharp, key=_newest), dict(place.records), quotes)
    for kind, title in (("quiet", _QUIET_NAME), ("arithmetic", _SUMS_NAME)):
        rows = sorted((f for f in mine if f.kind == kind and f.weight == "observation"), key=_newest)
        if not rows:
            continue
        shown = rows[:_MOST]
        rest = f"，列出最近的 {len(shown)} 条" if len(rows) > len(shown) else ""
        yield f"<details><summary>{title}：{len(rows)} 条观察{rest}</summary>\n"
        yield from findings(shown, dict(place.records), quotes)
        yield "</details>\n"
    yield "</section>\n"


def _newest(f: Finding) -> tuple[int, str, int]:
    return -f.year, f.rule, f.parts[0].quote.start
