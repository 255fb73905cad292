"""Draws the reports that are read by hand, by a committed seed, before anybody looks at them (tests/gold/DRAW.tsv).

    python tools/draw_gold.py            print the draw
    python tools/draw_gold.py --write    write tests/gold/DRAW.tsv

Rounds 1, 3 and 4 were read and then used to sort misses and write rules; round 2 is only measured on, and
round 5 (targets and headline only), drawn when rules had been written on the others.

The strata are where the gold of the shared folder is thin: State Council, older reports, counties of several places.
Reports that already have gold, copies that are not whole, and other reports of one place are left out.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import random
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("LUOSHI_SHARED", ROOT.parent / "shared"))
DRAW = ROOT / "tests" / "gold" / "DRAW.tsv"
SEEDS = {1: 20261125, 2: 20261126, 3: 20261128, 4: 20261129, 5: 20261201}
Stratum = tuple[str, int, tuple[str, ...], int, int]
# stratum, how many, folders, first and last year
STRATA = (
    ("nation, older", 1, ("nation",), 1979, 2002),
    ("nation, newer", 1, ("nation",), 2004, 2026),
    ("province, 1980s-1990s", 1, ("province",), 1980, 1999),
    ("province, 2000s", 1, ("province",), 2000, 2009),
    ("province, 2010s", 1, ("province",), 2010, 2019),
    ("province, 2020s", 1, ("province",), 2020, 2026),
    ("city, to 2019", 1, ("city",), 1990, 2019),
    ("city, 2020s", 1, ("city",), 2020, 2026),
    ("county outside the largest group", 2, ("county",), 2000, 2026),
    ("county of the largest group", 2, ("county",), 2000, 2026),
)  # fmt: skip
TWICE = 3
THIRD = (
    ("nation, older", 1, ("nation",), 1979, 2002),
    ("nation, newer", 2, ("nation",), 2004, 2026),
    ("province, opening a term or a plan", 3, ("province",), 2003, 2026),
    ("city", 3, ("city",), 1990, 2026),
    ("county of the largest group", 1, ("county",), 2000, 2026),
)  # fmt: skip
"""The third round is drawn where the first two were read worst: reports that speak of five years, cities, the State Council."""
FOURTH = (
    ("nation, older", 2, ("nation",), 1979, 2002),
    ("nation, newer", 2, ("nation",), 2003, 2026),
    ("province, 1980s-1990s", 2, ("province",), 1980, 1999),
    ("province, 2000s", 1, ("province",), 2000, 2009),
    ("province, 2020s", 1, ("province",), 2020, 2026),
)  # fmt: skip
"""The fourth: State Council and the 1990s, where rounds 1 to 3 were read worst."""
FIFTH = (
    ("nation", 2, ("nation",), 1990, 2026),
    ("province", 10, ("province",), 1994, 2026),
    ("city", 4, ("city",), 1994, 2026),
    ("county outside the largest group", 2, ("county",), 2000, 2026),
    ("county of the largest group", 2, ("county",), 2000, 2026),
)  # fmt: skip
"""The fifth: what the corpus is made of, for an honest figure of targets and headline."""
OPENERS = frozenset((2003, 2006, 2008, 2011, 2013, 2016, 2018, 2021, 2023, 2026))


def candidates() -> list[tuple[str, str, int]]:
    """(path under shared, place, year) of whole reports without gold, sorted."""
    corpus = SHARED / "corpus"
    have = set()
    for f in sorted((SHARED / "gold" / "targets").glob("*.json")):
        have.add(json.loads(f.read_text("utf-8")).get("file"))
    out = []
    for name in ("index.tsv", "index-county.tsv"):
        with (corpus / name).open(encoding="utf-8", newline="") as f:
            for row in csv.DictReader(f, delimiter="\t"):
                path = f"corpus/{row.get('path') or row.get('file')}"
                year = row.get("report_year") or row.get("year") or ""
                parts = {".part", ".abridged", ".truncated"}
                if path in have or not year.isdigit() or parts & set(Path(path).suffixes):
                    continue
                if int(row["chars"]) >= 6000 and (SHARED / path).is_file():
                    out.append((path, row["jurisdiction"], int(year)))
    return sorted(out)


def draw() -> list[tuple[str, str, str, str]]:
    """(path, stratum, times read, round), the same on every run."""
    first = [(*row, "1") for row in one_round(SEEDS[1], TWICE, set())]
    paths = {row[0] for row in first}
    second = [(*row, "2") for row in one_round(SEEDS[2], 0, paths)]
    paths |= {row[0] for row in second}
    third = [(*row, "3") for row in one_round(SEEDS[3], 0, paths, THIRD)]
    paths |= {row[0] for row in third}
    fourth = [(*row, "4") for row in one_round(SEEDS[4], 0, paths, FOURTH)]
    paths |= {row[0] for row in fourth}
    fifth = [(*row, "5") for row in one_round(SEEDS[5], 0, paths, FIFTH)]
    return [*first, *second, *third, *fourth, *fifth]


def one_round(
    seed: int, twice: int, drawn: set[str], strata: tuple[Stratum, ...] = STRATA
) -> list[tuple[str, str, str]]:
    """(path, stratum, times read) of one round, without the reports already drawn."""
    rng = random.Random(seed)
    pool = [c for c in candidates() if c[0] not in drawn]
    county = [p for p, _, _ in pool if "/county/" in p]
    heads = [Path(p).name.split("-")[0] for p in county]
    largest = max(sorted(set(heads)), key=heads.count)
    taken: set[str] = set()
    out = []
    for stratum, n, folders, first, last in strata:
        fits = [c for c in pool if c[0].split("/")[1] in folders and first <= c[2] <= last and (c[1] not in taken or "nation" in folders)]  # fmt: skip
        if "opening a term" in stratum:
            fits = [c for c in fits if c[2] in OPENERS]
        if folders == ("county",):
            inside = stratum.endswith("of the largest group")
            fits = [c for c in fits if (Path(c[0]).name.split("-")[0] == largest) == inside]
        for _ in range(n):
            path, place, _year = rng.choice(
                [
                    c
                    for c in fits
                    if (c[1] not in taken or "nation" in folders) and c[0] not in {p for p, _ in out}
                ]
            )
            taken.add(place)
            out.append((path, stratum))
    again = set(rng.sample(range(len(out)), twice))
    return [(p, s, "2" if i in again else "1") for i, (p, s) in enumerate(out)]


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    lines = [
        f"# Drawn by tools/draw_gold.py, seeds {SEEDS}, and committed before anybody read them.",
        "path\tstratum\ttimes_read\tround",
    ]
    lines += ["\t".join(row) for row in draw()]
    if args.write:
        DRAW.write_text("\n".join(lines) + "\n", "utf-8")
    else:
        print("\n".join(lines))
    return 0


if __name__ == "__main__":
    sys.exit(main())
