"""``luoshi audit``: numbers that should agree, targets that silently changed, 加码; a list of questions with their quotes."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import click

from luoshi.cli.inputs import printable
from luoshi.cli.saving import check, save

if TYPE_CHECKING:
    from luoshi.account.audit_shapes import AuditKind, Finding

_KINDS: dict[str, AuditKind] = {"arithmetic": "arithmetic", "quiet": "quiet", "step-up": "step_up"}
_NAMES = {"arithmetic": "数字勾稽", "quiet": "悄然变化", "step_up": "加码"}


@click.command()
@click.argument("dataset", metavar="DATASET")
@click.option(
    "--out", "-o", required=True, metavar="FILE",
    help="写成 .csv .xlsx .dta .parquet .json，看后缀 · format by the suffix",
)  # fmt: skip
@click.option(
    "--kind", "-k", "asked", multiple=True, type=click.Choice(tuple(_KINDS)),
    help="只要这一种，可多次 · only this kind, may be repeated",
)  # fmt: skip
@click.option(
    "--place", "-p", "named", multiple=True, metavar="NAME",
    help="只要这个地方：名称或代码，可多次 · only this place, by name or code",
)  # fmt: skip
@click.option(
    "--rule", "-r", "wanted", multiple=True, metavar="RULE",
    help="只要这一条规则，可多次 · only findings of this rule, may be repeated",
)  # fmt: skip
def audit(
    dataset: str, out: str, asked: tuple[str, ...], named: tuple[str, ...], wanted: tuple[str, ...]
) -> None:
    """审计：数字对不上、目标悄然改变、层层加码 · questions to numbers and targets, with their quotes

    \b
    arithmetic 数字勾稽：占比、增速、两年的数、其中与全部、同一个数两处不同，都按四舍五入的区间比；
    quiet 悄然变化：连年都设的目标今年没有了、语气放松了、换了口径、推到以后；
    step-up 加码：本级增速目标减上一级的，附两级开会日期和覆盖面。
    weight 一列把矛盾（contradiction）与观察（observation）分开；每条有规则、类别和原句。
    线索是问题，不是结论。A finding is a question, not an accusation: each has its rule, its class
    and the sentences; contradictions stand before observations.
    """
    import msgspec

    from luoshi.account.audit import KINDS
    from luoshi.account.audit import audit as find
    from luoshi.account.audit_step_up import around, pooled, step_up
    from luoshi.account.audit_words import rules
    from luoshi.account.series import by_place
    from luoshi.cli.opened import opened
    from luoshi.corpus.audit_rows import AuditRow, audit_rows
    from luoshi.corpus.facts_of import groups, listed, places_called
    from luoshi.corpus.panel import indicators

    check(out)  # a bad suffix is told before the work
    unknown = [r for r in wanted if r not in rules()]
    if unknown:
        raise click.UsageError(f"没有规则 {unknown[0]!r}；有：{'、'.join(rules())}")
    kinds = [_KINDS[k] for k in asked] or list(KINDS)
    names = indicators(("all",))
    tight = frozenset(r.rule for r in rules().values() if r.band == "tight")
    data = opened(dataset)
    reports = listed(data)
    places = places_called(reports, named) if named else None
    wide = places if places is None else around(places, (r.place for r in reports))
    made: list[Finding] = []
    rows: list[AuditRow] = []
    bound = figures = 0
    # Levels are compared over all places before the asked ones are picked: how many are covered counts them all.
    for group in groups(data, reports, wide if "step_up" in kinds else places):
        here = group.places if places is None else group.places & places
        years = by_place(group.records)
        checked = find(group.records, [k for k in kinds if k != "step_up"], here)
        found = [*checked.findings, *(step_up(years) if "step_up" in kinds else ())]
        found = [f for f in found if not wanted or f.rule in wanted]
        own = {(p, y): r for p, some in years.items() for y, r in some.items()}
        rows += audit_rows(found, {r.id: r for r in group.records}, own, lambda id: names.get(id or ""))
        made += found
        bound += len(checked.figures(tight))
        figures += sum(len(r.measures) for r in group.records if r.place in here)
    steps = iter(pooled(f for f in made if f.kind == "step_up"))
    made = [next(steps) if f.kind == "step_up" else f for f in made]
    shown = [i for i, f in enumerate(made) if places is None or f.place in places]
    order = sorted(shown, key=lambda i: (made[i].weight, KINDS.index(made[i].kind)))
    rows = [
        msgspec.structs.replace(rows[i], children_with=c[0]) if (c := made[i].coverage) else rows[i]
        for i in order
    ]
    made = [made[i] for i in order]
    save(out, AuditRow, rows, lambda: {"schema": "luoshi.audit/1", "findings": made})
    _tell(made, out)
    if "arithmetic" in kinds and figures:
        click.echo(
            f"受恒等关系约束的数 {bound}/{figures}（{bound / figures:.1%}）；其余的数没有可比的，没有检查"
        )


def _tell(made: list[Finding], out: str) -> None:
    from luoshi.account.audit_words import rules

    known = rules()
    weights = Counter(f.weight for f in made)
    places = len({f.place for f in made})
    click.echo(
        printable(
            f"已写 {out}：{len(made)} 条，{places} 个地方；矛盾 {weights['contradiction']}，观察 {weights['observation']}"
        )
    )
    for kind, name in _NAMES.items():
        counts = Counter(f.rule for f in made if f.kind == kind)
        if counts:
            told = "，".join(
                f"{known[r].name} {n}" for r, n in sorted(counts.items(), key=lambda x: (-x[1], x[0]))
            )
            click.echo(f"{name} {counts.total()}：{told}")
    if any(known[f.rule].kind == "quiet" for f in made):
        click.echo("没有提到不等于取消；每条请看原句")
