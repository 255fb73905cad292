"""The page of an indicator (指标页): every place on one scale, who met it, who dropped it, how far levels step up."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from statistics import median

import msgspec

from luoshi.account.audit_shapes import Finding
from luoshi.account.audit_sheet import PERCENT
from luoshi.account.audit_words import rules
from luoshi.account.record import Record
from luoshi.account.shapes import Pair
from luoshi.account.words import direction
from luoshi.lexicon.tables import rows as table_rows
from luoshi.pages.charts import bars, scale
from luoshi.pages.charts_data import Line, line, robust
from luoshi.pages.charts_markup import LEGEND, card, findings
from luoshi.pages.charts_page import foot, head, tally
from luoshi.pages.charts_quotes import Quotes

_LEVELS = (
    ("nation", "国家"),
    ("province", "省级"),
    ("prefecture", "市级"),
    ("county", "县级"),
    ("township", "乡级"),
)
_PLAIN = (
    ("growth=", "增速为"),
    ("level=", "总量为"),
    ("nominal", "名义"),
    ("real", "实际"),
    ("(", "（"),
    (")", "）"),
    (",", "，"),
)
_EARLY = 2  # lines that a year must be in to open the common axis
_MOST = 60  # quiet changes that are shown; the command audit writes them all


class Gathered:
    """An indicator page while places are added to it, some at a time: it keeps lines and quotes, no reports."""

    def __init__(self, indicator: str, name: str) -> None:
        self.indicator, self.name = indicator, name
        self.quotes = Quotes()
        self.lines: list[Line] = []
        self.pairs: list[Pair] = []
        self.changed: list[tuple[Finding, dict[str, Record]]] = []
        self.steps: list[Finding] = []

    def add(
        self,
        places: Mapping[str, Mapping[int, Record]],
        pairs: Iterable[Pair],
        found: Iterable[Finding],
        records: Iterable[Record],
    ) -> None:
        """Add whole places with their pairs and quiet changes; ``steps``, with their coverage over all places, are put in at the end; ``records`` are those that are quoted."""
        of_place: dict[str, list[Pair]] = defaultdict(list)
        for p in pairs:
            of_place[p.place].append(p)
            self.pairs.append(p)
        for place, years in places.items():
            made = line(years, of_place[place], self.indicator, self.name, self.quotes)
            if made is not None:
                self.lines.append(made)
        by_id = {r.id: r for r in records}
        for f in found:
            if f.indicator != self.indicator:
                continue
            if f.kind == "quiet":
                self.changed.append((f, {p.quote.report: by_id[p.quote.report] for p in f.parts}))


class _Year(msgspec.Struct, frozen=True):
    year: int
    met: int
    missed: int
    open: int
    none: int


def page(made: Gathered) -> Iterator[str]:
    """The whole page."""
    contents, body = [], []
    for anchor, word, part in (
        ("count", "逐年", _counts(made)), ("places", "各地", _places(made)), ("above", "与上级", _steps(made)),
        ("changed", "悄然变化", _changed(made)),
    ):  # fmt: skip
        text = "".join(part)
        if text:
            contents.append((anchor, word))
            body.append(text)
    contents.append(("quotes", "原句"))
    yield head(f"{made.name}：目标与结果", "指标", contents)
    yield from _lead(made)
    yield from body
    yield from made.quotes.markup()
    yield foot("luoshi page indicator")


def _lead(made: Gathered) -> Iterator[str]:
    note = _definition(made.indicator)
    yield f"<h1>{escape(made.name)}：目标与结果</h1>\n"
    if note:
        yield f'<p class="lead soft">口径：{escape(note)}</p>\n'
    mine = [p for p in made.pairs if p.rate is None and p.scope is None]
    verdicts = Counter(p.strict.verdict for p in mine if p.absent is None)
    absent = Counter(p.absent for p in mine if p.absent)
    yield tally(
        (
            (str(len(made.lines)), "个地方"), (str(len(mine)), "个年度目标"), (str(sum(verdicts.values())), "个有结果"),
            (str(verdicts["met"] + verdicts["exceeded"]), "个完成或超额"), (str(verdicts["missed"]), "个未完成（严格口径）"),
            (str(absent["silent"] + absent["doubtful"]), "个没有再提"), (str(absent["no_report"] + absent["abridged"]), "个没有下一年的全文"),
        )
    )  # fmt: skip


def _definition(indicator: str) -> str:
    """The lexicon's note on an indicator, for people: real and nominal in words, without its counts of reports."""
    row = next((r for r in table_rows("indicators.tsv") if r["id"] == indicator), None)
    parts = [p for p in (row["note"] if row else "").split(";") if p and not p.startswith(("d26", "t26"))]
    said = "；".join(parts)
    for word, plain in _PLAIN:
        said = said.replace(word, plain)
    return said


def _counts(made: Gathered) -> Iterator[str]:
    years: dict[int, Counter[str]] = defaultdict(Counter)
    for x in made.lines:
        for c in x.cells:
            if c.target or c.stretch:
                cls = (
                    "none"
                    if c.outcome is None
                    else {"met": "met", "exceeded": "met", "missed": "missed"}.get(c.verdict or "", "open")
                )
                years[c.year][cls] += 1
    if not years:
        return
    span = range(min(years), max(years) + 1)
    rows = [_Year(y, *(years[y][k] for k in ("met", "missed", "open", "none"))) for y in span]
    yield '<section id="count"><h2>逐年：多少地方设了目标，结果如何</h2>\n'
    yield (
        '<p class="legend"><span>深蓝：完成或超额</span><span>橙：未完成</span><span>浅蓝：有结果而不判</span><span>灰：下一年没有结果或没有报告</span></p>\n'
    )
    yield bars(
        [
            (str(r.year), (("met", r.met), ("missed", r.missed), ("open", r.open), ("none", r.none)))
            for r in rows
        ]
    )
    yield '<details><summary>数据表</summary><div class="scroll"><table><thead><tr><th>年份</th><th class="num">完成或超额</th><th class="num">未完成</th><th class="num">不判</th><th class="num">没有结果</th></tr></thead><tbody>'
    for r in reversed(rows):
        yield f'<tr><th scope="row">{r.year}</th><td class="num">{r.met}</td><td class="num">{r.missed}</td><td class="num">{r.open}</td><td class="num">{r.none}</td></tr>\n'
    yield "</tbody></table></div></details></section>\n"


def _places(made: Gathered) -> Iterator[str]:
    """Small multiples by level: rates of all levels on one scale, amounts on one for each level."""
    if not made.lines:
        return
    drawn = Counter(c.year for x in made.lines for c in x.cells)
    years = (min((y for y, n in drawn.items() if n >= _EARLY), default=min(drawn)), max(drawn))
    main = _usual(made.lines)
    rates = [x for x in made.lines if (x.kind, x.unit) == main]
    how = f"各级同一尺度（{escape(main[1] or '无单位')}）" if main[1] in PERCENT else "同一级同一尺度"
    yield f'<section id="places"><h2>各地：{years[0]}—{years[1]}</h2>\n'
    yield (
        f'<p class="note">{how}；按最近一年的结果与目标之差排列，最不如目标的在前，没有差数的在后。超出尺度的画在边上，数字见数据表。</p>\n{LEGEND}'
    )
    low = direction(made.indicator, made.name, None) == "lower"
    apart: list[Line] = []
    for level, word in _LEVELS:
        here = [x for x in made.lines if x.level == level]
        if not here:
            continue
        usual = main if main[1] in PERCENT else _usual(here)
        alike = sorted((x for x in here if (x.kind, x.unit) == usual), key=lambda x: _by_gap(x, low))
        apart += [x for x in here if (x.kind, x.unit) != usual]
        s = scale(robust(rates if main[1] in PERCENT else alike), zero=True)
        if alike:
            yield f'<h3>{word}<small>{len(alike)} 个地方</small></h3>\n<div class="cards small">\n'
            yield from (card(x, years, s, escape(x.name), small=True) for x in alike)
            yield "</div>\n"
    if apart:
        yield '<h3>用别的单位或说法的<small>各用自己的尺度</small></h3>\n<div class="cards small">\n'
        for x in sorted(apart, key=lambda x: x.place):
            yield card(x, years, scale(x.values(), zero=True), escape(x.name), small=True)
        yield "</div>\n"
    yield "</section>\n"


def _usual(lines: Sequence[Line]) -> tuple[str, str]:
    """The kind and unit that most lines have."""
    kinds = Counter((x.kind, x.unit) for x in lines)
    return max(kinds, key=lambda k: (kinds[k], k))


def _by_gap(x: Line, low: bool) -> tuple[bool, int, float, str]:
    """The newest gap first, the most adverse before others: of amounts as a share of the target; ``low``: less is better."""
    found = next((c for c in reversed(x.cells) if c.gap is not None), None)
    if found is None or found.gap is None:
        return True, 0, 0.0, x.place
    aim = found.target.low if found.target and found.target.low and x.unit not in PERCENT else 1.0
    gap = found.gap / abs(aim)
    return False, -found.year, -gap if low else gap, x.place


def _steps(made: Gathered) -> Iterator[str]:
    """加码 by year and level: the median of child minus parent, how many, how many of all."""
    groups: dict[tuple[str, int], list[Finding]] = defaultdict(list)
    for f in made.steps:
        groups[f.level or "", f.year].append(f)
    if not groups:
        return
    yield '<section id="above"><h2>与上级目标相比</h2>\n<p class="note">增速目标，本级减上一级（区间取低端）。正数常叫“加码”。先于上级开会的，定目标时上级的数还没有公布。</p>\n'
    yield '<table class="full"><thead><tr><th>年份</th><th>层级</th><th class="num">中位数（百分点）</th><th class="num">高于</th><th class="num">等于</th><th class="num">低于</th><th class="num">先于上级开会</th><th class="num">覆盖</th></tr></thead><tbody>\n'
    names = dict(_LEVELS)
    for (level, year), some in sorted(
        groups.items(),
        key=lambda g: (-g[0][1], [k for k, _ in _LEVELS].index(g[0][0]) if g[0][0] in names else 9),
    ):
        gaps = [f.gap or 0.0 for f in some]
        known = {(f.parts[1].quote.report): f.coverage for f in some if f.coverage}
        covered = f"{sum(c[0] for c in known.values())}/{sum(c[1] for c in known.values())}"
        early = sum(f.cls == "before_parent" for f in some)
        yield (
            f'<tr><th scope="row">{year}</th><td data-label="层级">{names.get(level, level)}</td><td class="num" data-label="中位数">{_signed(median(gaps))}</td>'
            f'<td class="num" data-label="高于">{sum(g > 0 for g in gaps)}</td><td class="num" data-label="等于">{sum(g == 0 for g in gaps)}</td>'
            f'<td class="num" data-label="低于">{sum(g < 0 for g in gaps)}</td><td class="num" data-label="先于上级">{early}</td><td class="num" data-label="覆盖">{covered}</td></tr>\n'
        )
    yield "</tbody></table></section>\n"


def _signed(value: float) -> str:
    return "0" if value == 0 else f"{value:+.3g}".replace("-", "−")


def _changed(made: Gathered) -> Iterator[str]:
    if not made.changed:
        return
    rows = sorted(made.changed, key=lambda x: (-x[0].year, x[0].place))
    counts = Counter(f.rule for f, _ in rows)
    said = "；".join(f"{rules()[r].name} {n}" for r, n in sorted(counts.items(), key=lambda x: (-x[1], x[0])))
    yield f'<section id="changed"><h2>悄然变化</h2>\n<p class="note">{escape(said)}。没有提到不等于取消，请看原句。</p>\n'
    shown = rows[:_MOST]
    records = {id: r for _, some in shown for id, r in some.items()}
    yield from findings([f for f, _ in shown], records, made.quotes, with_place=True)
    if len(rows) > len(shown):
        yield f'<p class="note">列出最近的 {len(shown)} 条，共 {len(rows)} 条；全部见 luoshi audit。</p>\n'
    yield "</section>\n"
