"""``luoshi panel``: place × year × indicator × target or outcome, as one flat file."""

from __future__ import annotations

from collections import Counter

import click

from luoshi.cli.inputs import printable

_LEVELS = ("nation", "province", "prefecture", "county", "township")
_SHOWN = 5


@click.command()
@click.argument("dataset", metavar="DATASET")
@click.option(
    "--out",
    "-o",
    required=True,
    metavar="OUT",
    help="写成 .csv .xlsx .dta .parquet，看后缀 · format by the suffix",
)
@click.option(
    "--indicator", "-i", "asked", multiple=True, metavar="NAME",
    help="指标的编号或名称，可多次；all 为全部；默认为主要指标 · id or name, may be repeated; all; by default the headline ones",
)  # fmt: skip
@click.option(
    "--level",
    "levels",
    multiple=True,
    type=click.Choice(_LEVELS),
    help="只要这一级，可多次 · only this level, may be repeated",
)
@click.option(
    "--from", "first", type=int, metavar="YEAR", help="起始年，各地补齐 · first year, for every place"
)
@click.option("--to", "last", type=int, metavar="YEAR", help="截止年，各地补齐 · last year, for every place")
def panel(
    dataset: str,
    out: str,
    asked: tuple[str, ...],
    levels: tuple[str, ...],
    first: int | None,
    last: int | None,
) -> None:
    """地方×年份×指标×目标或结果的面板数据 · a panel of targets and outcomes

    \b
    每行一个值，附上下限、语气、原句和位置；没有值的行在 missing 一列写明是哪种缺失：
    no_report 没有报告，abridged 不是全文，no_section 没有这一部分，
    explicitly_none 明说不设，silent 没有提到。
    不写 --from/--to 时，各地从第一份报告排到最后一份。
    A row for each value with bounds, tone, sentence and span; where there is none,
    the column missing says which kind. Values are as printed: see unit.
    """
    if first is not None and last is not None and first > last:
        raise click.UsageError(f"--from {first} 晚于 --to {last}")
    from luoshi.cli.opened import opened
    from luoshi.corpus.panel import Row, indicators
    from luoshi.corpus.panel import panel as make
    from luoshi.export.flat import columns_of, write, writer

    writer(out)  # a bad suffix is told before the work
    wanted = indicators(asked)
    data = opened(dataset)
    aside = frozenset(r["report"] for r in data.rows("duplicates") if r["same_place"] and r["same_year"])
    made = make(data.readings(("sections", "measures")), wanted, aside, (first, last), frozenset(levels))
    columns = columns_of(Row)
    write(out, columns, [tuple(getattr(row, c.name) for c in columns) for row in made.rows])
    kinds = Counter(row.missing for row in made.rows)
    values = kinds.pop(None, 0)
    absent = "，".join(f"{kind} {n}" for kind, n in sorted((str(k), n) for k, n in kinds.items()))
    click.echo(f"已写 {out}：{len(made.rows)} 行，{values} 个值{'；缺失：' + absent if absent else ''}")
    if made.homeless:
        some = "，".join(made.homeless[:_SHOWN])
        more = f" 等 {len(made.homeless)} 份" if len(made.homeless) > _SHOWN else ""
        click.echo(printable(f"正文没有写明地方或年份，没有排进面板：{some}{more}"), err=True)
