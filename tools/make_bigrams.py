"""Count which characters follow each other in work reports, for the lexicon's table (相邻字频).

    python tools/make_bigrams.py ../shared/corpus [src/luoshi/lexicon/data/damage_bigrams.tsv]

Input: the report folders of the corpus, each file as ``luoshi.text`` reads it. Left out: seeds (they hold the damage
that the table is measured on) and the reports that tests/gold/DRAW.tsv holds out. Output: counts in half-octave levels,
nothing below ``LEAST``, so that no text can be read back.
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from itertools import pairwise
from math import log2
from pathlib import Path

import regex

from luoshi.errors import LuoshiError
from luoshi.text.bigrams import symbols
from luoshi.text.intake import take_in

FOLDERS = ("nation", "province", "city", "county")
LEAST = 20
COUNTED = regex.compile(r"[\p{Han}NA，。、；：！？（）“”‘’《》—…％·]")
HELD_OUT = Path(__file__).resolve().parent.parent / "tests/gold/DRAW.tsv"
HEAD = f"""\
# How often one character follows another in public government work reports (相邻字频), to choose among readings of damaged text.
# Counts only, no text: total and counts are levels, 2*log2(count) rounded; next lists the followers by falling level. N stands for
# any number, A for any run of letters; half-width punctuation counts as full-width. Pairs rarer than {LEAST} are left out.
# Source: counted over reports of the State Council, provinces, cities and counties 1954-2026 by tools/make_bigrams.py.
first\ttotal\tnext
"""


def level(count: int) -> int:
    return round(2 * log2(count))


def main(corpus: Path, out: Path) -> None:
    held_out = {line.split("\t")[0] for line in HELD_OUT.read_text("utf-8").splitlines() if "/" in line}
    singles: Counter[str] = Counter()
    pairs: Counter[str] = Counter()
    for folder in FOLDERS:
        for f in sorted((corpus / folder).rglob("*")):
            if f.suffix not in (".md", ".txt") or f"corpus/{f.relative_to(corpus)}" in held_out:
                continue
            try:
                sources = take_in(f.name, f.read_bytes())
            except LuoshiError:
                continue
            for source in sources:
                for line in source.text.split("\n"):
                    s = symbols(line)
                    singles.update(s)
                    pairs.update(map("".join, pairwise(s)))
    followers: dict[str, dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
    for pair, n in pairs.items():
        if n >= LEAST and COUNTED.match(pair[0]) and COUNTED.match(pair[1]):
            followers[pair[0]][level(n)].append(pair[1])
    rows = []
    for c, n in sorted(singles.items(), key=lambda item: (-level(item[1]), item[0])):
        if n < LEAST // 4 or not COUNTED.match(c):
            continue
        by_level = sorted(followers[c].items(), reverse=True)
        rows.append(f"{c}\t{level(n)}\t" + "".join(f"{k}{''.join(sorted(v))}" for k, v in by_level))
    out.write_text(HEAD + "\n".join(rows) + "\n", "utf-8")
    print(f"{len(rows)} characters, {sum(n >= LEAST for n in pairs.values())} pairs: {out}")


if __name__ == "__main__":
    default = Path(__file__).resolve().parent.parent / "src/luoshi/lexicon/data/damage_bigrams.tsv"
    main(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else default)
