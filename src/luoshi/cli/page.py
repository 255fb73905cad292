"""``luoshi page place`` and ``luoshi page indicator``: one self-contained page of charts, tables and the sentences behind them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from luoshi.cli.inputs import printable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from luoshi.account.audit_shapes import Finding

_LEVELS = ("nation", "province", "prefecture", "county", "township")


@click.group()
def page() -> None:
    """一个地方或一个指标的页面：目标、结果、图、表、原句 · one page of a place or an indicator

    \b
    一个 html 文件，不联网；每个图后面有数据表，每个数连到它所在的原句。
    One self-contained html file; a table behind each chart, every number a link to its sentence.
    """


@page.command()
@click.argument("name", metavar="PLACE")
@click.option(
    "--dataset", "-d", required=True, metavar="DATASET", help="luoshi build 建成的数据集 · the dataset"
)
@click.option("--out", "-o", required=True, metavar="FILE.html", help="写到这里 · where the page goes")
def place(name: str, dataset: str, out: str) -> None:
    """一个地方历年的目标与结果 · what a place said and what came of it, year by year

    PLACE：名称（山西、长治市）或代码；同名的请写代码。A name or a code.
    """
    import msgspec

    from luoshi.account.audit import audit
    from luoshi.account.audit_step_up import around, pooled, step_up
    from luoshi.account.followup import follow
    from luoshi.account.pairs import pairs
    from luoshi.account.series import by_place, steps
    from luoshi.cli.opened import opened
    from luoshi.corpus.facts_of import groups, listed, places_called
    from luoshi.corpus.panel import indicators
    from luoshi.pages.place import Place
    from luoshi.pages.place import page as make

    data = opened(dataset)
    reports = listed(data)
    found = places_called(reports, (name,))
    if len(found) > 1:
        raise click.UsageError(f"“{name}”有 {len(found)} 个：{'、'.join(sorted(found))}；请写代码")
    (key,) = found
    stepped: list[Finding] = []
    whole: Place | None = None
    for group in groups(data, reports, around(found, (r.place for r in reports))):
        years = by_place(group.records)
        stepped += step_up(years)
        if key in group.places:
            whole = Place(
                years[key], pairs(group.records, None, lambda s: s.place == key),
                audit(group.records, ("arithmetic", "quiet"), found).findings, {r.id: r for r in group.records},
                indicators(("all",)),
            )  # fmt: skip
    assert whole is not None  # places_called found a report of it
    above = tuple(f for f in pooled(stepped) if f.place == key)
    promised = [r for g in groups(data, reports, found, promises=True) for r in g.records if r.place == key]
    told = [s.year for s in steps(by_place(promised)) if s.after is not None]
    newest = max(told, default=None)
    whole = msgspec.structs.replace(
        whole, findings=(*whole.findings, *above), promises=follow(promised, lambda s: s.year == newest)
    )
    _write(out, make(whole))
    first, last = min(whole.years), max(whole.years)
    click.echo(
        printable(
            f"已写 {out}：{name} {first}—{last} 年，{len(whole.pairs)} 个目标，{len(whole.findings)} 条线索"
        )
    )


@page.command()
@click.argument("name", metavar="INDICATOR")
@click.option(
    "--dataset", "-d", required=True, metavar="DATASET", help="luoshi build 建成的数据集 · the dataset"
)
@click.option("--out", "-o", required=True, metavar="FILE.html", help="写到这里 · where the page goes")
@click.option(
    "--level", "-l", "levels", multiple=True, type=click.Choice(_LEVELS), help="只要这一级，可多次 · only this level, may be repeated"
)  # fmt: skip
@click.option(
    "--place", "-p", "named", multiple=True, metavar="NAME", help="只要这些地方 · only these places"
)
def indicator(name: str, dataset: str, out: str, levels: tuple[str, ...], named: tuple[str, ...]) -> None:
    """一个指标在各地的目标与结果 · an indicator over all places, on one scale

    INDICATOR：编号或名称（gdp、地区生产总值）。An id or a Chinese name.
    """
    from luoshi.account.audit import audit
    from luoshi.account.audit_step_up import pooled, step_up
    from luoshi.account.pairs import pairs
    from luoshi.account.series import by_place
    from luoshi.cli.opened import opened
    from luoshi.corpus.facts_of import groups, listed, places_called
    from luoshi.corpus.panel import indicators
    from luoshi.pages.indicator import Gathered
    from luoshi.pages.indicator import page as make

    if name == "all":
        raise click.UsageError("一次一个指标")
    ((key, title),) = indicators((name,)).items()
    data = opened(dataset)
    reports = listed(data)
    asked = places_called(reports, named) if named else None
    level_of = {r.place: r.header.level for r in reports}
    made = Gathered(key, title)
    steps: list[Finding] = []
    asked_for: frozenset[str] = frozenset()
    for group in groups(data, reports):
        here = frozenset(
            p
            for p in group.places
            if (asked is None or p in asked) and (not levels or level_of.get(p) in levels)
        )
        every = by_place(group.records)
        steps += step_up(every)
        made.add(
            {p: years for p, years in every.items() if p in here},
            pairs(group.records, frozenset((key,)), lambda s, here=here: s.place in here),  # type: ignore[misc]
            audit(group.records, ["quiet"], here).findings,
            group.records,
        )
        asked_for |= here
    made.steps += [f for f in pooled(steps) if f.indicator == key and f.place in asked_for]
    if not made.lines:
        raise click.UsageError(f"数据集里没有“{title}”的目标或结果")
    _write(out, make(made))
    click.echo(printable(f"已写 {out}：{title}，{len(made.lines)} 个地方，{len(made.pairs)} 个目标"))


def _write(out: str, parts: Iterable[str]) -> None:
    from luoshi.export.files import whole

    with whole(out) as part, part.open("w", encoding="utf-8", newline="\n") as f:
        f.writelines(parts)
