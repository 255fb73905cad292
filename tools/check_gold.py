"""Checks hand-made readings: their format, and that every quote stands in the report that they name.

python tools/check_gold.py [FILE...]   all of tests/gold (and tests/gold/second) without an argument; exit 1 if something is wrong
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

from luoshi.scoring.locate import Located
from luoshi.scoring.passages import spelled_out

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("LUOSHI_SHARED", ROOT.parent / "shared"))
GOLD = ROOT / "tests" / "gold"
ROLES = [
    "front",
    "review",
    "review_term",
    "problems",
    "plan_term",
    "requirements",
    "targets",
    "tasks",
    "pledges",
    "self_building",
    "glossary",
    "closing",
]
KINDS, OPS = (
    ("level", "growth", "change", "rank"),
    ("=", "~", ">=", "<=", "range", "sync", "above", "assigned", "qualitative"),
)
MEASURE = {"indicator", "name", "quote", "kind", "op", "value", "high", "unit", "period", "status", "ref"}
STAGES = ["谋划", "储备", "洽谈", "签约", "落地", "前期", "开工", "在建", "续建", "竣工", "投产", "达产"]
HEADER = [
    "jurisdiction",
    "path",
    "code",
    "level",
    "work_year",
    "review_year",
    "meeting",
    "meeting_date",
    "speaker",
    "speaker_title",
]


def faults(gold: dict[str, Any], text: str) -> list[str]:
    """What is wrong with one reading, in words."""
    located, out = Located(text), []

    def need(quote: Any, what: str) -> None:
        if not isinstance(quote, str) or not located.all(quote):
            out.append(f"{what}: not in the text: {quote!r}")

    def measure(m: dict[str, Any], what: str) -> None:
        if set(m) != MEASURE:
            out.append(f"{what}: fields {sorted(set(m) ^ MEASURE)} missing or unknown in {m}")
            return
        need(m["quote"], what)
        if (
            m["kind"] not in KINDS
            or m["op"] not in OPS
            or m["status"] not in ("actual", "estimate", "target")
        ):
            out.append(f"{what}: kind, op or status unknown in {m}")

    if sorted(gold["header"]) != sorted(HEADER):
        out.append(f"header: fields are {sorted(gold['header'])}")
    for s in gold["sections"]:
        need(s["starts_with"], "sections")
        if s["role"] not in ROLES or s["depth"] not in (1, 2):
            out.append(f"sections: role or depth unknown: {s}")
    for what in ("targets", "headline"):
        for m in gold[what]:
            measure(m, what)
    for k, p in enumerate(gold["passages"]):
        if p.get("text") is None or not located.all(p["text"]):
            out.append(f"passages[{k}]: from/to do not frame a passage")
            continue
        for m in p["measures"]:
            measure(m, f"passages[{k}]")
            if m.get("quote") and not Located(p["text"]).all(m["quote"]):
                out.append(f"passages[{k}]: quote outside the passage: {m['quote']}")
    for p in gold["pledges"]:
        need(p["quote"], "pledges")
    for p in gold["projects"]:
        need(p["quote"], "projects")
        if p["stage"] is not None and p["stage"] not in STAGES:
            out.append(f"projects: stage unknown: {p}")
    for q in gold["problems"]:
        need(q, "problems")
    tasks = Located(gold.get("task_passage") or "")
    for t in gold["tasks"]:
        for quote in (t["quote"], *t.get("commitments", ())):
            if not tasks.all(quote):
                out.append(f"tasks: not in the task passage: {quote!r}")
    return out


def main() -> int:
    files = [Path(a) for a in sys.argv[1:]] or [
        f
        for d in (GOLD, GOLD / "second")
        for f in sorted(d.glob("*.json"))
        if f.name != "floor.json" and not f.name.startswith("sample-")
    ]
    bad = 0
    for f in files:
        gold = json.loads(f.read_text("utf-8"))
        text = (SHARED / gold["file"]).read_text("utf-8")
        found = faults(spelled_out(gold, text), text)
        print(f"{f.name}: {'ok' if not found else f'{len(found)} faults'}")
        for line in found:
            print("  ", line)
        bad += bool(found)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
