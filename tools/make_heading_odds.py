"""Learns what tells a run-in heading from a short task, and writes src/luoshi/lexicon/data/heading_odds.tsv.

Where line breaks are kept, a short first sentence of a paragraph is its heading and a short one inside is a task. Their
lengths, first and last characters and what follows them are counted in 300 corpus reports drawn by a seed; the weights
(log odds) serve where line breaks were lost. Reports of tests/gold/DRAW.tsv are left out.

python tools/make_heading_odds.py
"""

from __future__ import annotations

import itertools
import math
import os
import random
import re
from collections import Counter
from pathlib import Path

from luoshi.errors import LuoshiError
from luoshi.facts.run_in import Candidate, features
from luoshi.facts.task_sentences import SENTENCE, paragraphs_of, pieces_of
from luoshi.report.assemble import read_report
from luoshi.text.intake import take_in

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("LUOSHI_SHARED", ROOT.parent / "shared"))
OUT = ROOT / "src/luoshi/lexicon/data/heading_odds.tsv"
HEAD = """# What tells a run-in heading from a short task where line breaks were lost (段首小标题): log odds, heading over task.
#   length  characters of the sentence · begin, end  its first and last two characters
#   next    length of the next sentence in tens · follow  the first two characters of the next sentence
# Source: made by tools/make_heading_odds.py from {heads} headings and {tasks} short tasks of corpus reports.
feature\tvalue\tweight
"""
SEED, REPORTS, LONGEST, LEAST, FLAT = 2, 300, 16, 12, 0.25


def main() -> None:
    """Counts and writes."""
    heads: list[Candidate] = []
    tasks: list[Candidate] = []
    for path in _sample():
        try:
            for source in take_in(str(path), path.read_bytes()):
                _collect(read_report(source), heads, tasks)
        except LuoshiError:
            continue
    a = Counter(f for c in heads for f in features(c))
    b = Counter(f for c in tasks for f in features(c))
    rows = []
    for key in sorted(set(a) | set(b)):
        weight = math.log((a[key] + 2) / (len(heads) + 4)) - math.log((b[key] + 2) / (len(tasks) + 4))
        if a[key] + b[key] >= LEAST and abs(weight) > FLAT:
            rows.append(f"{key[0]}\t{key[1]}\t{weight:.1f}\n")
    OUT.write_text(HEAD.format(heads=len(heads), tasks=len(tasks)) + "".join(rows), "utf-8")
    print(f"{OUT.relative_to(ROOT)}: {len(rows)} weights from {len(heads)} headings, {len(tasks)} tasks")


def _sample() -> list[Path]:
    drawn = (ROOT / "tests/gold/DRAW.tsv").read_text("utf-8")
    files = [
        p
        for level in ("province", "city", "county")
        for p in sorted((SHARED / "corpus" / level).rglob("*"))
        if p.suffix in (".md", ".txt") and str(p.relative_to(SHARED)) not in drawn
        and int((re.findall(r"(?:19|20)\d\d", p.name) or ["2000"])[0]) >= 2000
    ]  # fmt: skip
    random.Random(SEED).shuffle(files)
    return files[:REPORTS]


def _collect(report: object, heads: list[Candidate], tasks: list[Candidate]) -> None:
    text = report.text  # type: ignore[attr-defined]
    paragraphs = []
    for a, b, section in pieces_of(report):  # type: ignore[arg-type]
        if section.role == "tasks" and section.depth > 1:
            for x, y in paragraphs_of(text, a, b):
                found = [text[m.start() : m.end()].strip() for m in SENTENCE.finditer(text, x, y)]
                if 3 <= len(found) <= 14:
                    paragraphs.append(found)
    short = sum(len(p[0]) <= LONGEST - 2 for p in paragraphs)
    if len(paragraphs) < 9 or short < 0.7 * len(paragraphs):
        return
    for sentences in paragraphs:
        for i, (one, following) in enumerate(itertools.pairwise(sentences)):
            body = one.rstrip("。")
            if len(body) <= LONGEST and not re.search(r"[，,、；;“”\d]", body):
                (tasks if i else heads).append(Candidate(body, following))


if __name__ == "__main__":
    main()
