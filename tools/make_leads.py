"""Learns words of offices from printed responsibility lines and measures how often the right lead is proposed (牵头建议).

Learns on 成都 2018–2022 and 内蒙古 2023–2025, measures on 成都 2023 and 内蒙古 2026, where ../shared/corpus is there.
Only short words that also stand in many other places' reports are kept, so that no place is learned and no text copied.

    python tools/make_leads.py            rewrite lexicon/data/department_learned.tsv and print the measure
    python tools/make_leads.py --print    measure only, with the errors
"""

from __future__ import annotations

import math
import random
import re
import sys
from collections import Counter, defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "src"))
SHARED = ROOT.parent / "shared" / "corpus"
OUT = ROOT / "src/luoshi/lexicon/data/department_learned.tsv"
LEARN = [("city/成都市", y) for y in range(2018, 2023)] + [
    ("province/内蒙古自治区", y) for y in (2023, 2024, 2025)
]
MEASURE = [("city/成都市", 2023), ("province/内蒙古自治区", 2026)]
HEAD = """# Words that stand in tasks of an office, learned from printed responsibility lines by tools/make_leads.py (made, not written).
# Source: 成都 2018–2022, 内蒙古 2023–2025 (民生实事, 责任单位); only words that stand in many other places' reports too.
# word: 2–4 characters. weight: log odds of the office against the others.
word\toffice\tweight
"""
_HAN = re.compile(r"[\u4e00-\u9fff]+")


def lines_of(places: list[tuple[str, int]]) -> list[tuple[str, str, str]]:
    """(text of the task, first organ, file) of every responsibility line."""
    from luoshi import read

    out = []
    for place, year in places:
        for reading in read(SHARED / place / f"{year}.md"):
            for r in reading.responsibilities:
                if r.task_start is not None and r.organs:
                    out.append((reading.text[r.task_start : r.task_end], r.organs[0], f"{place}/{year}"))
    return out


def grams(text: str) -> set[str]:
    return {run[i : i + n] for run in _HAN.findall(text) for n in (2, 3, 4) for i in range(len(run) - n + 1)}


def common_words() -> set[str]:
    """Words of reports of many other places: in at least 8 of 160 drawn by a seed."""
    files = [
        p for p in sorted(SHARED.glob("*/*/20[12]*.md"))
        if "成都" not in str(p) and "内蒙古" not in str(p) and p.parts[-3] in ("city", "province", "county")
    ]  # fmt: skip
    count: Counter[str] = Counter()
    for file in random.Random(7).sample(files, min(160, len(files))):
        count.update(grams(file.read_text("utf-8", errors="ignore")))
    return {w for w, n in count.items() if n >= 8}


def learn(lines: list[tuple[str, str, str]]) -> list[tuple[str, str, float]]:
    from luoshi.ledger.offices import plain_name
    from luoshi.lexicon import tables

    common = common_words()
    known = {row["name"] for row in tables.rows("office_names.tsv")}
    by_office: dict[str, Counter[str]] = defaultdict(Counter)
    docs: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for text, organ, _ in lines:
        office = plain_name(organ)
        words = grams(text) & common
        docs[office] += 1
        by_office[office].update(words)
        total.update(words)
    n = sum(docs.values())
    out = []
    for office, words in by_office.items():
        if docs[office] < 3 or office not in known:
            continue
        kept = []
        for word, count in words.items():
            rest = total[word] - count
            weight = math.log((count + 0.1) / (docs[office] + 2)) - math.log(
                (rest + 0.3) / (n - docs[office] + 2)
            )
            if count >= 2 and weight >= 1.0:
                kept.append((weight * min(1, count / 5), word))
        kept.sort(reverse=True)
        out += [(word, office, round(weight, 2)) for weight, word in kept[:90]]
    return sorted(out, key=lambda r: (r[1], -r[2], r[0]))


def measure(lines: list[tuple[str, str, str]], show: bool) -> None:
    from luoshi.ledger.offices import plain_name
    from luoshi.ledger.suggesting import candidates

    right: Counter[str] = Counter()
    first: Counter[str] = Counter()
    count: Counter[str] = Counter()
    for text, organ, file in lines:
        want = plain_name(organ)
        got = [plain_name(c.name) for c in candidates(text)]
        count[file] += 1
        right[file] += want in got
        first[file] += bool(got) and got[0] == want
        if show and want not in got:
            print(f"{file}  应为{want}  给出{got}  {text[:60]}")
    for file, n in count.items():
        print(f"{file}: first {first[file] / n:.3f}, in first three {right[file] / n:.3f} of {n}")
    n = sum(count.values())
    print(f"all: first {sum(first.values()) / n:.3f}, in first three {sum(right.values()) / n:.3f} of {n}")


def main() -> None:
    show = "--print" in sys.argv
    if not show:
        rows = learn(lines_of(LEARN))
        OUT.write_text(HEAD + "".join(f"{w}\t{o}\t{s}\n" for w, o, s in rows), "utf-8")
        print(f"{len(rows)} words")
    measure(lines_of(LEARN if "--learned" in sys.argv else MEASURE), show)


if __name__ == "__main__":
    main()
