"""``luoshi account``: what was promised and what came of it, over every place and year of a dataset."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

import click

from luoshi.cli.inputs import printable
from luoshi.cli.saving import check, save, structured

if TYPE_CHECKING:
    from luoshi.account.coverage import Coverage
    from luoshi.account.series import Step
    from luoshi.account.shapes import Pair

_VERDICTS = {
    "exceeded": "超额", "met": "完成", "missed": "未完成", "direction_only": "只有方向", "adjusted": "已调整",
    "redefined": "改报他数", "unrateable": "不判", "unreported": "未报告",
}  # fmt: skip
_ABSENT = {
    "no_report": "没有下一年的报告", "abridged": "下一年的报告是节录或不全", "silent": "下一年的报告没有这个数",
    "doubtful": "同名的数相差悬殊",
}  # fmt: skip

_SORTS = {"project": "项目", "task": "任务", "pledge": "民生实事"}
_STATUSES = {
    "done": "完成", "in_progress": "进行中", "restated": "又列为任务", "not_mentioned": "没有提到",
    "not_sought": "没有可查的下一年报告",
}  # fmt: skip
_RELATIONS = {
    "agrees": "相符", "rounded": "四舍五入后相符", "bound": "报告只说超过，公报在其上", "differs": "不符",
    "report_silent": "报告没有", "witness_silent": "公报没有",
}  # fmt: skip
_CAUSES = {
    "estimate": "报告是预计数", "about": "报告是约数或界限", "scope": "口径不同（有所不包括）", "time": "时点不同（年末、平均）",
    "basis": "一处实际一处名义", "unit": "计量单位不同", "unexplained": "文中看不出原因",
}  # fmt: skip


@click.command()
@click.argument("dataset", metavar="DATASET")
@click.option(
    "--out", "-o", required=True, metavar="FILE",
    help="写成 .csv .xlsx .dta .parquet .json，看后缀 · format by the suffix",
)  # fmt: skip
@click.option(
    "--place", "-p", "named", multiple=True, metavar="NAME",
    help="只要这个地方：名称或代码，可多次 · only this place, by name or code",
)  # fmt: skip
@click.option(
    "--indicator", "-i", "asked", multiple=True, metavar="NAME",
    help="指标的编号或名称，可多次；不写为全部 · id or name; all by default",
)  # fmt: skip
@click.option(
    "--year", "-y", "years", multiple=True, type=int, metavar="YEAR",
    help="只要这一年的目标，可多次 · only targets of this year",
)  # fmt: skip
@click.option(
    "--promises", is_flag=True,
    help="改为追踪任务、项目、实事：下一年的报告怎么说 · tasks, projects and pledges sought in the next report instead",
)  # fmt: skip
@click.option(
    "--witness", metavar="FOLDER",
    help="改为与这个文件夹里的统计公报对照（GDP、CPI、城镇新增就业、粮食产量） · held against communiqués instead",
)  # fmt: skip
def account(
    dataset: str,
    out: str,
    named: tuple[str, ...],
    asked: tuple[str, ...],
    years: tuple[int, ...],
    promises: bool,
    witness: str | None,
) -> None:
    """对照：上年说的目标，下年报的结果 · targets beside the outcomes that the next report tells

    \b
    每个目标一行：原句、下一年报告里的结果和原句、官方口径与严格口径两种判定及所依的规则。
    没有结果的在 absent 一列写明原因：no_report 没有下一年的报告，abridged 是节录，
    silent 没有提，doubtful 同名的数相差悬殊。没有提不等于没有完成。
    One row for each target with both sentences and two verdicts, each with its rule; where there
    is no outcome, the column absent says why. Not reported is not missed.

    \b
    --promises：有名称或数量的任务、项目、民生实事，在下一年的报告里按名称和数量查找：
    done 完成，in_progress 进行中，restated 又列为任务，not_mentioned 没有提（不等于没有做），附原句。
    With --promises: tasks, projects and pledges with a name or a quantity, sought in the next
    report, each with the sentence found. Not mentioned is not failure.

    \b
    --witness 公报文件夹：报告里的结果与同一年统计公报的数逐一对照，不符的写明原因。
    With --witness: what reports tell beside the communiqué of the same year, every difference
    with its cause.
    """
    from luoshi.account.coverage import coverage
    from luoshi.account.pairs import pairs
    from luoshi.account.series import usable
    from luoshi.cli.opened import opened
    from luoshi.corpus.account_rows import PairRow, pair_rows
    from luoshi.corpus.facts_of import groups, listed, places_called
    from luoshi.corpus.panel import indicators

    check(out)  # a bad suffix is told before the work
    if promises or witness is not None:
        if asked:
            raise click.UsageError("--indicator 只用于目标与结果，不能与 --promises、--witness 同用")
        if promises and witness is not None:
            raise click.UsageError("--promises 与 --witness 各写一个文件，请分两次运行")
        if witness is not None:
            _hear(dataset, out, named, years, witness)
        else:
            _follow(dataset, out, named, years)
        return
    only = frozenset(indicators(asked)) if asked and "all" not in asked else None
    names, headline = indicators(("all",)), frozenset(indicators(()))
    data = opened(dataset)
    reports = listed(data)
    places = places_called(reports, named) if named else None
    made: list[Pair] = []
    rows: list[PairRow] = []
    cut = 0
    for group in groups(data, reports, places):

        def wanted(step: Step, here: frozenset[str] = group.places) -> bool:
            return step.place in here and (not years or step.year in years)

        found = pairs(group.records, only, wanted)
        cut += sum(r.place in group.places and not usable(r) for r in group.records)
        rows += pair_rows(found, {r.id: r for r in group.records}, lambda id: names.get(id or ""))
        made += found
    counted = coverage(made)
    save(out, PairRow, rows, lambda: {"schema": "luoshi.account/1", "coverage": counted, "pairs": made})
    _tell(counted, out)
    if cut:
        click.echo(f"{cut} 份节录没有用：它们的目标和结果都不算")
    if only is None:
        _line("主要指标", coverage(p for p in made if p.indicator in headline))


def _follow(dataset: str, out: str, named: tuple[str, ...], years: tuple[int, ...]) -> None:
    """Promises sought in the next report."""
    from luoshi.account.followup import Followup, follow
    from luoshi.cli.opened import opened
    from luoshi.corpus.facts_of import groups, listed, places_called
    from luoshi.corpus.promise_rows import PromiseRow, promise_rows

    data = opened(dataset)
    reports = listed(data)
    places = places_called(reports, named) if named else None
    # One of the two only: a whole corpus has a hundred thousand promises.
    as_json = structured(out)
    found: list[Followup] = []
    rows: list[PromiseRow] = []
    counts: dict[str, Counter[str]] = {sort: Counter() for sort in _SORTS}
    for group in groups(data, reports, places, promises=True):

        def wanted(step: Step, here: frozenset[str] = group.places) -> bool:
            return step.place in here and (not years or step.year in years)

        some = follow(group.records, wanted)
        for f in some:
            counts[f.promise.sort][f.status] += 1
        if as_json:
            found += some
        else:
            rows += promise_rows(some, {r.id: r for r in group.records})
    save(out, PromiseRow, rows, lambda: {"schema": "luoshi.promises/1", "promises": found})
    click.echo(
        printable(f"已写 {out}：{sum(c.total() for c in counts.values())} 项承诺；没有提到不等于没有做")
    )
    for sort, name in _SORTS.items():
        if of_sort := counts[sort]:
            told = "，".join(f"{word} {of_sort[k]}" for k, word in _STATUSES.items() if of_sort[k])
            click.echo(f"{name} {of_sort.total()}：{told}")


def _hear(dataset: str, out: str, named: tuple[str, ...], years: tuple[int, ...], folder: str) -> None:
    """Reports beside communiqués."""
    from luoshi.account.series import by_place
    from luoshi.account.witness import hear
    from luoshi.cli.opened import opened
    from luoshi.corpus.communiques import read_communiques
    from luoshi.corpus.facts_of import groups, listed, places_called
    from luoshi.corpus.witness_rows import WitnessRow, witness_rows

    data = opened(dataset)
    reports = listed(data)
    communiques, troubles = read_communiques(folder)
    heard = frozenset(c.place for c in communiques)
    places = heard & places_called(reports, named) if named else heard
    found = []
    rows: list[WitnessRow] = []
    for group in groups(data, reports, places):
        some = [
            w
            for w in hear(by_place(group.records), (c for c in communiques if c.place in group.places))
            if not years or w.year in years
        ]
        rows += witness_rows(some, {r.id: r for r in (*group.records, *communiques)})
        found += some
    save(out, WitnessRow, rows, lambda: {"schema": "luoshi.witness/1", "witnessed": found})
    counts: Counter[str] = Counter(w.relation for w in found)
    told = "，".join(f"{name} {counts[k]}" for k, name in _RELATIONS.items() if counts[k])
    click.echo(printable(f"已写 {out}：{len(communiques)} 份公报，{len(found)} 个数：{told or '无'}"))
    for row in rows:
        if row.relation == "differs":
            why = _CAUSES[row.cause or "unexplained"]
            line = f"  {row.place} {row.year} {row.indicator_id}：报告“{row.report_quote}”，公报“{row.communique_quote}”：{why}"
            click.echo(printable(line))
    for line in troubles:
        click.echo(printable(line), err=True)


def _tell(c: Coverage, out: str) -> None:
    when = f"，{c.years[0]}—{c.years[1]} 年" if c.years else ""
    click.echo(printable(f"已写 {out}：{c.targets} 个目标，{c.places} 个地方{when}"))
    _line("有结果", c)
    if c.absent:
        click.echo(f"没有结果：{_counts(c.absent, _ABSENT)}（没有提不等于没有完成）")
    if c.unrated:
        from luoshi.account.words import rule_texts

        names = {rule: re.split("[：，]", text)[0] for rule, text in rule_texts().items()}
        click.echo(f"有结果而不判：{_counts(c.unrated, names)}")


def _line(name: str, c: Coverage) -> None:
    if not c.targets:
        return
    share = f"{c.outcome}/{c.targets}（{c.outcome / c.targets:.0%}）"
    strict, official = _counts(c.strict, _VERDICTS), _counts(c.official, _VERDICTS)
    click.echo(
        f"{name} {share}；严格口径：{strict}" + (f"；官方口径：{official}" if official != strict else "")
    )


def _counts(counts: dict[str, int], names: dict[str, str]) -> str:
    return "，".join(f"{names.get(k, k)} {n}" for k, n in counts.items()) or "无"
