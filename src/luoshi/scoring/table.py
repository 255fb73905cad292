"""The error table (误差表): figures over many reports with intervals, by any grouping of the reports."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence

from luoshi.scoring.score import figures_of
from luoshi.scoring.tally import Figure, Tally

DRAWS = 1000
SEED = 20261124


def intervals(
    tallies: Sequence[Tally], draws: int = DRAWS, seed: int = SEED
) -> dict[str, tuple[float, float]]:
    """The 95 % bootstrap interval of each figure's F1, resampling whole reports (figures of one report hang together)."""
    counts = [{f.what: (f.right, f.gold, f.found) for f in t.figures()} for t in tallies]
    names = list(dict.fromkeys(name for c in counts for name in c))
    rng = random.Random(seed)
    picks = [[rng.randrange(len(counts)) for _ in counts] for _ in range(draws)]
    out = {}
    for name in names:
        values = []
        for pick in picks:
            right = gold = found = 0
            for k in pick:
                a, b, c = counts[k].get(name, (0, 0, 0))
                right, gold, found = right + a, gold + b, found + c
            if gold or found:
                values.append(2 * right / (gold + found))
        values.sort()
        if values:
            out[name] = (
                values[int(0.025 * len(values))],
                values[min(len(values) - 1, int(0.975 * len(values)))],
            )
    return out


def markdown(groups: Mapping[str, Sequence[Tally]]) -> str:
    """One table a group: figure, P, R, F1 with its interval, counts."""
    parts = []
    for title, tallies in groups.items():
        if not tallies:
            continue
        low_high = intervals(tallies)
        lines = [
            f"### {title} ({len(tallies)})",
            "",
            "| figure | P | R | F1 | 95 % interval | right | gold | found |",
            "|---|---:|---:|---:|---|---:|---:|---:|",
        ]
        lines += [_line(f, low_high.get(f.what)) for f in figures_of(tallies).figures()]
        parts.append("\n".join(lines))
    return "\n\n".join(parts) + "\n"


def _line(f: Figure, interval: tuple[float, float] | None) -> str:
    shown = f"{interval[0]:.3f}–{interval[1]:.3f}" if interval else "–"
    return f"| {f.what} | {f.precision:.3f} | {f.recall:.3f} | **{f.f1:.3f}** | {shown} | {f.right} | {f.gold} | {f.found} |"
