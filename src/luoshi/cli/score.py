"""``luoshi score``: readings against gold, with the figures of the gold standard's own scorer."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import click

from luoshi.cli.words import Words
from luoshi.errors import LuoshiError


@click.command()
@click.argument("gold", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.argument(
    "predictions", nargs=1, type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path)
)
@click.option("--json", "as_json", is_flag=True, help="figures as JSON")
@click.option(
    "--table",
    is_flag=True,
    help="Markdown tables with bootstrap intervals: all, and by level, decade, source and section",
)
@click.option(
    "--errors", type=click.IntRange(0), default=0, metavar="N", help="also list up to N misses of each kind"
)
@click.option(
    "--corrections",
    metavar="FILE.json",
    help="score the readings with these corrections of luoshi review applied",
)
def score(
    gold: tuple[Path, ...],
    predictions: Path,
    as_json: bool,
    table: bool,
    errors: int,
    corrections: str | None,
) -> None:
    """对照人工标注计算准确率 · score readings against hand-made gold.

    GOLD: gold files or folders of them. PREDICTIONS: what `luoshi read --json` printed, or - for standard input.
    Exit 1 if a gold report has no reading.
    """
    from luoshi.scoring.breakdown import breakdown
    from luoshi.scoring.score import score as run
    from luoshi.scoring.table import markdown
    from luoshi.scoring.tally import Tally

    golds = [load(f) for g in gold for f in (sorted(g.glob("*.json")) if g.is_dir() else [g])]
    readings = corrected(load_lines(predictions), corrections)
    own: list[Tally] = []
    total, missing = run(golds, readings, lambda _, t: own.append(t))
    if as_json:
        scores = {
            f.what: {"p": round(f.precision, 4), "r": round(f.recall, 4), "f1": round(f.f1, 4),
                     "tp": f.right, "gold": f.gold, "pred": f.found}
            for f in total.figures()
        }  # fmt: skip
        click.echo(json.dumps({"missing": missing, "scores": scores}, ensure_ascii=False, indent=1))
    elif table:
        click.echo(markdown({"all": own}))
        click.echo(breakdown(golds, readings), nl=False)
    else:
        found = f"{len(golds) - len(missing)} of {len(golds)} gold reports found"
        click.echo(found + (f"; missing: {', '.join(missing)}" if missing else ""))
        click.echo(f"{'what':34}{'P':>8}{'R':>8}{'F1':>8}{'right':>8}{'gold':>7}{'found':>7}")
        for f in total.figures():
            click.echo(
                f"{f.what:34}{f.precision:8.3f}{f.recall:8.3f}{f.f1:8.3f}{f.right:8}{f.gold:7}{f.found:7}"
            )
    for what, misses in total.misses.items() if errors else ():
        click.echo(f"\n== {what}: {len(misses)} misses")
        for m in misses[:errors]:
            click.echo(f"  {m.report}: {m.why}: {json.dumps(m.detail, ensure_ascii=False)}")
    sys.exit(1 if missing else 0)


def corrected(readings: list[Any], corrections: str | None) -> list[Any]:
    """The readings with the corrections of a file, told on stderr."""
    words = Words(corrections)
    if not words:
        return readings
    import msgspec

    from luoshi.facts.reading import Reading

    try:
        # A reading without map scores as well as one with it.
        whole = [{**r, "source": {"map": (), **r["source"]}} for r in readings]
        decoded = msgspec.convert(whole, tuple[Reading, ...])
    except (msgspec.ValidationError, TypeError, KeyError) as e:
        raise LuoshiError(f"预测文件里有不合格式的一行（{e}）；应为 luoshi read --json 的输出") from None
    out = msgspec.to_builtins(words.applied(decoded))
    words.close_account()
    return list(out)


def load(path: Path) -> Any:
    """One gold file."""
    try:
        return json.loads(path.read_text("utf-8"))
    except ValueError as e:
        raise LuoshiError(f"{path}: 不是有效的 JSON（{e}）；应为 GUIDE 格式的标注文件") from None


def load_lines(path: Path) -> list[Any]:
    """The readings of a JSON Lines file."""
    lines = sys.stdin.read() if str(path) == "-" else path.read_text("utf-8")
    out = []
    for n, line in enumerate(lines.split("\n"), 1):
        if line.strip():
            try:
                out.append(json.loads(line))
            except ValueError as e:
                raise LuoshiError(
                    f"{path} 第 {n} 行不是有效的 JSON（{e}）；应为 luoshi read --json 的输出"
                ) from None
    return out
