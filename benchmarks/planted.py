"""Planted errors (埋入的错数): one figure of a real report changed, the report read again, the audit asked whether it sees it.

    .venv/bin/python benchmarks/planted.py DATASET [--number 300] [--seed 5] [--show-missed]

A figure is drawn from those that an identity of a tight rule binds and that is in no finding yet. Its printed digits are changed: one digit
replaced, two neighbours swapped, the decimal point lost, or 亿 written for 万 and back. Only changes that break the identity beyond rounding count;
whether they do is worked out here by trying every corner of the rounding intervals, apart from the audit's own arithmetic. The clean
text of the changed report goes through the whole reading again, then through the audit with the reports of the years beside it.
Found is a plant that a finding quotes. Prints recall by rule, and the share of all figures that identities bind.
"""

from __future__ import annotations

import argparse
import itertools
import random
import re
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass

import msgspec

from luoshi.account.audit import audit
from luoshi.account.audit_shapes import Identity
from luoshi.account.audit_words import rules
from luoshi.account.record import Record, of_reading
from luoshi.account.series import by_place
from luoshi.account.units import fold
from luoshi.corpus.dataset import Dataset
from luoshi.facts.reading import read_bytes
from luoshi.facts.shapes import Measure

_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_EXACT = ("=",)


@dataclass(frozen=True)
class Plant:
    """A change: in which report, which characters become what, and which measure has which new value."""

    report: str
    measure: str
    start: int
    end: int
    text: str
    value: float
    unit: str | None


def main() -> int:
    """Draw, plant, read, audit, count."""
    args = _arguments()
    data = Dataset(args.dataset)
    records = [of_reading(r) for r in data.readings(("sections", "measures"))]
    places = by_place(records)
    standing = [r for years in places.values() for r in years.values()]
    checked = audit(standing, ["arithmetic"])
    tight = frozenset(r.rule for r in rules().values() if r.band == "tight")
    hit = {(p.quote.report, p.quote.fact) for f in checked.findings for p in f.parts}
    by_id = {r.id: r for r in standing}
    measures = {(r.id, m.id): m for r in standing for m in r.measures}
    of_figure: dict[tuple[str, str], list[Identity]] = defaultdict(list)
    for identity in sorted(checked.identities, key=lambda i: (i.rule, i.figures)):
        if identity.rule in tight:
            for figure in identity.figures:
                of_figure[figure].append(identity)
    draw = random.Random(args.seed)
    figures = sorted(f for f in of_figure if f not in hit)
    draw.shuffle(figures)
    tried: Counter[str] = Counter()
    found: Counter[str] = Counter()
    for figure in figures:
        if tried.total() >= args.number:
            break
        plant = _plant(by_id[figure[0]], measures[figure], draw)
        if plant is None:
            continue
        broken = [i for i in of_figure[figure] if _breaks(i, figure, plant, measures)]
        if not broken:
            continue
        rule = broken[0].rule
        tried[rule] += 1
        if _seen(places, by_id[figure[0]], plant):
            found[rule] += 1
        elif args.show_missed:
            record = by_id[figure[0]]
            near = record.text[max(0, plant.start - 40) : plant.end + 30].replace("\n", "/")
            print(f"missed {rule} {record.path} {record.text[plant.start : plant.end]}→{plant.text}: {near}")
    bound = len(checked.figures(tight))
    print(
        f"planted {tried.total()}, found {found.total()}, recall {found.total() / max(1, tried.total()):.3f}"
    )
    for rule, n in sorted(tried.items(), key=lambda x: (-x[1], x[0])):
        print(f"  {rule:16} {found[rule]}/{n}")
    print(f"figures bound by a tight identity: {bound} of {len(measures)} ({bound / len(measures):.1%})")
    known = [k for k, m in measures.items() if m.indicator_id is not None and m.status != "target"]
    share = sum(k in of_figure for k in known)
    print(f"of outcomes of indicators in the lexicon: {share} of {len(known)} ({share / len(known):.1%})")
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("dataset")
    parser.add_argument("--number", type=int, default=300)
    parser.add_argument("--seed", type=int, default=5)
    parser.add_argument("--show-missed", action="store_true")
    return parser.parse_args()


def _plant(record: Record, m: Measure, draw: random.Random) -> Plant | None:
    """A change of the digits of one figure; None where its number is not printed in digits just once."""
    if m.value is None or m.op not in _EXACT:
        return None
    quote = record.text[m.start : m.end]
    spots = [n for n in _NUMBER.finditer(quote) if float(n.group()) == abs(m.value)]
    if len(spots) != 1:
        return None
    printed, at = spots[0].group(), m.start + spots[0].start()
    unit = m.unit
    way = draw.choice(("digit", "digit", "swap", "point", "unit"))
    changed, end = printed, at + len(printed)
    if way == "swap" and len(printed) > 1:
        i = draw.randrange(len(printed) - 1)
        changed = printed[:i] + printed[i + 1] + printed[i] + printed[i + 2 :]
    elif way == "point" and "." in printed:
        changed = printed.replace(".", "")
    elif way == "unit" and unit and unit[0] in "万亿" and record.text[end] == unit[0]:
        other = "亿" if unit[0] == "万" else "万"
        return Plant(record.id, m.id, at, end + 1, printed + other, m.value, other + unit[1:])
    else:
        digits = [i for i, c in enumerate(printed) if c.isdigit()]
        i = draw.choice(digits)
        low = 1 if i == 0 and len(printed) > 1 else 0
        changed = (
            printed[:i] + draw.choice([c for c in "0123456789"[low:] if c != printed[i]]) + printed[i + 1 :]
        )
    if not _NUMBER.fullmatch(changed) or float(changed) == float(printed) or changed.startswith("00"):
        return None
    value = float(changed) * (-1 if m.value < 0 else 1)
    return Plant(record.id, m.id, at, end, changed, value, unit)


def _breaks(
    identity: Identity, figure: tuple[str, str], plant: Plant, measures: dict[tuple[str, str], Measure]
) -> bool:
    """Whether no values that round to the printed numbers satisfy the identity any more."""
    boxes = []
    for f in identity.figures:
        m = measures[f]
        if m.op not in _EXACT:
            return False
        value, unit = (plant.value, plant.unit) if f == figure else (m.value or 0.0, m.unit)
        printed = plant.text.rstrip("万亿") if f == figure else f"{abs(value):.10g}"
        half = 0.5 * 10.0 ** -len(printed.partition(".")[2])
        factor = fold(unit).factor
        boxes.append(((value - half) * factor, (value + half) * factor))
    rates = [
        (lo / 100, hi / 100) if measures[f].unit != "倍" else (lo, hi)
        for f, (lo, hi) in zip(identity.figures, boxes, strict=True)
    ]
    residuals = [_residual(identity.rule, corner, rate) for corner, rate in _corners(boxes, rates)]
    if any(r is None for r in residuals):
        return False
    known = [r for r in residuals if r is not None]
    return min(known) > 0 if identity.rule == "part-over-whole" else min(known) > 0 or max(known) < 0


def _corners(boxes: list[tuple[float, float]], rates: list[tuple[float, float]]):  # type: ignore[no-untyped-def]
    for ends in itertools.product((0, 1), repeat=len(boxes)):
        yield (
            [b[e] for b, e in zip(boxes, ends, strict=True)],
            [r[e] for r, e in zip(rates, ends, strict=True)],
        )


def _residual(rule: str, x: list[float], rate: list[float]) -> float | None:
    """0 where the identity holds exactly; None for one that is not checked here."""
    match rule:
        case "structure-sum":
            return sum(x) - 100
        case "from-to-growth":
            return x[1] / x[0] - 1 - rate[2] if x[0] else None
        case "level-growth" | "target-growth":
            return x[0] / x[1] - 1 - rate[2] if x[1] else None
        case "from-to-change":
            return x[1] - x[0] - x[2]
        case "level-change":
            return x[0] - x[1] - x[2]
        case "change-growth":
            return x[1] / (x[0] - x[1]) - rate[2] if x[0] != x[1] else None
        case "share":
            return x[0] / x[1] - rate[2] if x[1] else None
        case "part-over-whole" | "base-differs" | "twice":
            return x[0] - x[1]
        case "sum":
            return x[0] - sum(x[1:])
    return None


def _seen(places: dict[str, dict[int, Record]], record: Record, plant: Plant) -> bool:
    """Read the changed text, audit it with the years beside it, look for a finding that quotes the changed characters."""
    text = record.text[: plant.start] + plant.text + record.text[plant.end :]
    again = read_bytes("planted.txt", text.encode())
    if len(again) != 1:
        return False
    other = msgspec.structs.replace(
        of_reading(again[0]),
        id="planted",
        path=record.path,
        place=record.place,
        header=record.header,
        completeness=record.completeness,
    )
    years = {y: r for y, r in places[record.place].items() if abs(y - (record.year or 0)) <= 1}
    years[record.year or 0] = other
    low = plant.start - 40  # repairs may shift a text a little
    for f in audit(years.values(), ["arithmetic"]).findings:
        for p in f.parts:
            q = p.quote
            if (
                q.report == "planted"
                and q.start >= low
                and q.end <= plant.end + 60
                and plant.text.rstrip("万亿") in q.text
            ):
                return True
    return False


if __name__ == "__main__":
    sys.exit(main())
