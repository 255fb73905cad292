"""Two samples labelled blind: sentences with a number but no measure, and the growth target of the economy.

The draws are made by tools/draw_samples.py; the labels stand beside them (tests/gold/{sentences,gdp}[-again]/LABELS.tsv). A label file that is not there yet
leaves its part out.
"""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path
from typing import Any

from luoshi.errors import LuoshiError
from luoshi.facts.reading import Reading, read

GOLD = Path(__file__).resolve().parent.parent / "tests" / "gold"


ECONOMY = ("经济增长", "经济增长率", "经济增长速度", "经济", "国民生产总值", "经济增速")
"""What stands for the product of the whole economy where a report does not say it."""


def rows(path: Path) -> list[dict[str, str]]:
    """The rows of a tab-separated file with comment lines on top."""
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as f:
        return list(
            csv.DictReader(
                (line for line in f if not line.startswith("#")), delimiter="\t", quoting=csv.QUOTE_NONE
            )
        )


def sentences(shared: Path, folder: str = "sentences") -> dict[str, Any]:
    """Of the sentences labelled to hold no measure: in how many one is read; of those that hold one: in how many one is."""
    labels = {r["id"]: r["label"] for r in rows(GOLD / folder / "LABELS.tsv")}
    wanted: dict[str, list[dict[str, str]]] = {}
    for r in rows(GOLD / folder / "DRAW.tsv"):
        if r["id"] in labels:
            wanted.setdefault(r["path"], []).append(r)
    counts: Counter[str] = Counter()
    false: list[str] = []
    for path, drawn in wanted.items():
        try:
            readings = read(shared / path)
        except LuoshiError:
            continue
        for r in drawn:
            inside = [m for x in readings for m in in_raw(x, int(r["start"]), int(r["end"]))]
            label = labels[r["id"]]
            counts[label] += 1
            counts[label + " read"] += bool(inside)
            if label == "none" and inside:
                false.append(f"{r['id']}: {inside[0].name} {inside[0].value} {inside[0].unit or ''}")
    return {"counts": counts, "false": false}


def in_raw(reading: Reading, start: int, end: int) -> list[Any]:
    """The measures whose span stands in ``[start, end)`` of the decoded file."""
    inside = [s for s in reading.source.map if s.raw_start < end and s.raw_start + s.raw_len > start]
    if not inside:
        return []
    exact = [
        (s.clean_start + max(0, start - s.raw_start), s.clean_start + min(s.clean_len, end - s.raw_start))
        if s.kind == "same"
        else (s.clean_start, s.clean_start + s.clean_len)
        for s in inside
    ]
    lo, hi = min(a for a, _ in exact), max(b for _, b in exact)
    return [m for m in reading.measures if lo <= m.start and m.end <= hi]


def growth_target(reading: Reading) -> tuple[str, float | None, float | None]:
    """(operator or ``none``, value, high) of the work year's growth target of GDP; the report's own place, not a part."""
    year = str(reading.header.work_year)
    found = [
        m
        for m in reading.measures
        if (m.indicator_id == "gdp" or m.name in ECONOMY)
        and (m.kind, m.status, m.period) == ("growth", "target", year)
        and m.value is not None
        and m.unit == "%"
        and (m.scope or "全").startswith("全")
        and m.rate != "annual"
    ]
    roles = {s.id: s.role for s in reading.sections}
    found.sort(key=lambda m: (roles.get(m.section or "") != "targets", m.start))
    if not found:
        return "none", None, None
    return found[0].op, found[0].value, found[0].high


def gdp(shared: Path, folder: str = "gdp") -> dict[str, Any]:
    """How many growth targets are read as labelled; and the differences."""
    right, wrong = 0, []
    labels = rows(GOLD / folder / "LABELS.tsv")
    for r in labels:
        try:
            reading = read(shared / r["path"])[0]
        except LuoshiError as e:
            wrong.append(f"{r['path']}: {e}")
            continue
        op, value, high = growth_target(reading)
        if op == "none" and reading.source.completeness != "whole":
            op = "abridged"
        want = ("none" if r["op"] == "qualitative" else r["op"], number(r["value"]), number(r["high"]))
        if want == (op, value, high):
            right += 1
        else:
            wrong.append(f"{r['path']}: labelled {want}, read {(op, value, high)}")
    where = Counter(r["path"].split("/")[1] for r in labels)
    return {"right": right, "all": len(labels), "wrong": wrong, "where": where}


def number(cell: str) -> float | None:
    """A label's number."""
    return float(cell) if cell.strip() else None


DRAWS = {
    "": "first draw, used since to mend rules",
    "-again": "second draw, another seed, measured on only",
}


def page(shared: Path) -> str:
    """The part of docs/accuracy.md about both samples, both draws of each."""
    out = []
    if not (shared / "corpus").is_dir():
        return ""
    for draw, said in DRAWS.items():
        if not (GOLD / f"sentences{draw}" / "LABELS.tsv").is_file():
            continue
        s = sentences(shared, f"sentences{draw}")
        c = s["counts"]
        out.append(
            f"""## Sentences with a number and no measure: {said}

Drawn by a seed over all reports and labelled blind: of {c["none"]} number-bearing sentences that hold no measure, {c["none read"]} were given one
({1000 * c["none read"] / (c["none"] or 1):.1f} in 1,000; bar: at most 5). Of {c["measure"]} that hold one, {c["measure read"]} were given at least one.

{chr(10).join("- " + line for line in s["false"])}
"""
        )
    for draw, said in DRAWS.items():
        if not (GOLD / f"gdp{draw}" / "LABELS.tsv").is_file():
            continue
        g = gdp(shared, f"gdp{draw}")
        share = g["right"] / g["all"] if g["all"] else 0.0
        out.append(
            f"""## The growth target of the economy: {said}

{g["all"]} reports drawn by a seed and read blind ({", ".join(f"{n} of {where}" for where, n in g["where"].items())}): value, operator, range,
“sets none” and “abridged” are right for {g["right"]} ({share:.3f}; bar 0.98). Every difference:

{chr(10).join("- " + line for line in g["wrong"])}
"""
        )
    return "\n".join(out)
