"""Draws two samples that are labelled blind, by committed seeds (tests/gold/sentences/, tests/gold/gdp/).

    python tools/draw_samples.py sentences --write     number-bearing sentences, two a report: does each hold a measure?
    python tools/draw_samples.py gdp --write           reports: which growth target of the economy does each set?
    python tools/draw_samples.py sentences --show 0 300    print drawn sentences for whoever labels them
    … sentences-again, gdp-again                           a second draw with another seed, nothing of the first in it

The first draws were labelled, measured on and then used to mend rules; the second ones are only measured on.

A drawn sentence is kept as file, offsets in the decoded file and a hash, never as text.
"""

from __future__ import annotations

import argparse
import csv
import os
import random
import re
import sys
from hashlib import blake2b
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("LUOSHI_SHARED", ROOT.parent / "shared"))
GOLD = ROOT / "tests" / "gold"
SEED = 20261127
AGAIN = 20261130
PER_REPORT = 2
SENTENCE = re.compile(r"[^。！!？?\n]{8,160}[。！!？?]")
NUMBER = re.compile(r"[0-9０-９一二三四五六七八九十百千万亿两〇○零]")
Fold = tuple[str, int, int]  # folder, how many reports, first year
GDP_DRAW: tuple[Fold, ...] = (("nation", 20, 1990), ("province", 80, 1990), ("city", 50, 1990))
GDP_AGAIN: tuple[Fold, ...] = (("nation", 15, 1990), ("province", 135, 2003))
"""The panel's ground: the State Council since 1990, province-years since 2003."""


def reports() -> list[tuple[str, int]]:
    """(path under shared, report year) of the report files, sorted."""
    out = []
    for name in ("index.tsv", "index-county.tsv"):
        with (SHARED / "corpus" / name).open(encoding="utf-8", newline="") as f:
            for row in csv.DictReader(f, delimiter="\t"):
                path = f"corpus/{row.get('path') or row.get('file')}"
                year = row.get("report_year") or row.get("year") or ""
                if (SHARED / path).is_file() and year.isdigit():
                    out.append((path, int(year)))
    return sorted(set(out))


def stamp(text: str) -> str:
    """A short hash that tells whether the file still holds the drawn sentence."""
    return blake2b(text.encode(), digest_size=6).hexdigest()


def sentences(seed: int = SEED, drawn: frozenset[tuple[str, str]] = frozenset()) -> list[tuple[str, ...]]:
    """(id, path, start, end, hash), in a mixed order; none of ``drawn`` (path, start)."""
    rng = random.Random(seed)
    out = []
    for path, _ in reports():
        text = (SHARED / path).read_text("utf-8")
        found = [m for m in SENTENCE.finditer(text) if NUMBER.search(m[0])]
        found = [m for m in found if (path, str(m.start())) not in drawn]
        for m in rng.sample(found, min(PER_REPORT, len(found))):
            out.append((path, str(m.start()), str(m.end()), stamp(m[0])))
    rng.shuffle(out)
    return [(str(i), *row) for i, row in enumerate(out)]


def sentences_again() -> list[tuple[str, ...]]:
    """As ``sentences``, other ones."""
    return sentences(AGAIN, frozenset((row[1], row[2]) for row in sentences()))


def gdp(
    seed: int = SEED, draw: tuple[Fold, ...] = GDP_DRAW, drawn: frozenset[str] = frozenset()
) -> list[tuple[str, ...]]:
    """(path,) of the reports whose growth target is read; none of ``drawn``."""
    rng = random.Random(seed)
    out = []
    for folder, n, first in draw:
        fits = [p for p, y in reports() if p.split("/")[1] == folder and y >= first and p not in drawn]
        out += sorted(rng.sample(fits, n))
    return [(p,) for p in out]


def gdp_again() -> list[tuple[str, ...]]:
    """As ``gdp``, other reports."""
    return gdp(AGAIN, GDP_AGAIN, frozenset(row[0] for row in gdp()))


_SENTENCE = ("id", "path", "start", "end", "hash")
KINDS = {
    "sentences": (sentences, _SENTENCE),
    "sentences-again": (sentences_again, _SENTENCE),
    "gdp": (gdp, ("path",)),
    "gdp-again": (gdp_again, ("path",)),
}


def main() -> int:
    """Draw, or show what is drawn."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("what", choices=KINDS)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--show", nargs=2, type=int, metavar=("FROM", "TO"))
    args = parser.parse_args()
    draw, head = KINDS[args.what]
    rows = draw()
    if args.show:
        for i, path, start, end, mark in rows[args.show[0] : args.show[1]]:
            text = (SHARED / path).read_text("utf-8")[int(start) : int(end)]
            assert stamp(text) == mark
            print(f"{i}\t{' '.join(text.split())}")
        return 0
    lines = [
        f"# Drawn by tools/draw_samples.py {args.what}, seed {AGAIN if args.what.endswith('again') else SEED}, committed before anybody labelled it.",
        "\t".join(head),
    ]
    lines += ["\t".join(row) for row in rows]
    if args.write:
        folder = GOLD / args.what
        folder.mkdir(exist_ok=True)
        (folder / "DRAW.tsv").write_text("\n".join(lines) + "\n", "utf-8")
    else:
        print("\n".join(lines))
    return 0


if __name__ == "__main__":
    sys.exit(main())
