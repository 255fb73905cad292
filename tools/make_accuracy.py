"""Reads every gold report there is, scores it, and writes docs/accuracy.md (or checks the floor with --check).

python tools/make_accuracy.py              measure, rewrite docs/accuracy.md
python tools/make_accuracy.py --print      measure and print
python tools/make_accuracy.py --errors 20  print the misses, too
python tools/make_accuracy.py --raise-floor   set tests/gold/floor.json to what is measured now, never lower
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path
from typing import Any

import msgspec

from luoshi.facts.reading import read
from luoshi.sample import paths as sample_paths
from luoshi.scoring.passages import spelled_out
from luoshi.scoring.score import score
from luoshi.scoring.table import markdown
from luoshi.scoring.tally import Tally

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("LUOSHI_SHARED", ROOT.parent / "shared"))
OWN = ROOT / "tests" / "gold"
FLOOR = OWN / "floor.json"
SLACK = 0.005
"""A floor is this much under what was measured, so that one doubtful reading does not stop a better rule."""

BARS = {
    "header: all": 0.97, "sections: boundaries": 0.93, "sections: boundary and role": 0.90, "targets: +period+status": 0.94,
    "targets: indicator exact (null too)": 0.95, "targets: span tight": 0.95, "headline: +period+status": 0.92,
    "pledges": 0.97, "problems": 0.90,
}  # fmt: skip


def gold_groups(held_out: bool = True) -> dict[str, list[dict[str, Any]]]:
    """The gold there is, by where it comes from."""

    def load(folder: Path, prefix: str = "") -> list[dict[str, Any]]:
        files = [
            f for f in sorted(folder.glob("*.json")) if f.name != FLOOR.name and f.name.startswith(prefix)
        ]
        golds = [json.loads(f.read_text("utf-8")) for f in files]
        return [
            spelled_out(g, (SHARED / g["file"]).read_text("utf-8")) if g.get("file") else g for g in golds
        ]

    groups = {"the project's own sample": load(OWN, "sample-")}
    if (SHARED / "gold").is_dir():
        names = [
            f.name for f in OWN.glob("*.json") if f.name != FLOOR.name and not f.name.startswith("sample-")
        ]
        drawn = [g for n in sorted(names) for g in load(OWN, n)] if held_out else []
        groups = {
            "six reports read whole": load(SHARED / "gold"),
            "target paragraphs of a dozen reports": load(SHARED / "gold" / "targets"),
            "held out: drawn by a seed, read by fresh eyes": drawn,
            **groups,
        }
    return {title: golds for title, golds in groups.items() if golds}


def files_of(golds: list[dict[str, Any]], title: str) -> list[Path]:
    """The files in which the gold reports stand."""
    if title == "the project's own sample":
        return list(sample_paths())
    named = [SHARED / g["file"] for g in golds if g.get("file")]
    return sorted(
        {*named, *(sorted((SHARED / "corpus" / "seeds").glob("*")) if len(named) < len(golds) else [])}
    )


def measure(held_out: bool = True) -> dict[str, list[tuple[dict[str, Any], Tally]]]:
    """Each group's gold reports with their own tallies."""
    out = {}
    for title, golds in gold_groups(held_out).items():
        readings = [
            msgspec.json.decode(msgspec.json.encode(r)) for f in files_of(golds, title) for r in read(f)
        ]
        own: list[tuple[dict[str, Any], Tally]] = []
        _, missing = score(golds, readings, lambda g, t, own=own: own.append((g, t)))  # type: ignore[misc]
        if missing:
            sys.exit(f"no reading found for gold {', '.join(missing)}")
        out[title] = own
    return out


def floors(measured: dict[str, list[tuple[dict[str, Any], Tally]]]) -> dict[str, dict[str, float]]:
    """F1 of the figures that have a bar, by group."""
    out: dict[str, dict[str, float]] = {}
    for title, own in measured.items():
        total = Tally()
        for _, t in own:
            total.merge(t)
        out[title] = {f.what: round(f.f1, 4) for f in total.figures() if f.what in BARS}
    return out


def main() -> None:
    """Measure, then write, print or raise the floor."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--print", action="store_true")
    parser.add_argument("--raise-floor", action="store_true")
    parser.add_argument("--errors", type=int, default=0, metavar="N")
    parser.add_argument(
        "--no-held-out", action="store_true", help="leave out the readings that rules must not be tuned on"
    )
    args = parser.parse_args()
    # Whoever looks at single misses is about to write a rule: the held-out readings stay out of sight.
    measured = measure(held_out=not (args.errors or args.no_held_out))
    by_title = {title: [t for _, t in own] for title, own in measured.items()}
    real = [t for title, ts in by_title.items() if "sample" not in title for t in ts]
    bars = "\n".join(f"| {k} | {v:.2f} |" for k, v in BARS.items())
    page = f"""# Accuracy

Generated by `make accuracy` (tools/make_accuracy.py); run it again to repeat it. The real reports and two of the gold sets are not part of this
repository; without them only the sample is measured. What counts as a match is defined by the gold guide: a full reading needs quantity and unit,
kind and operator, name (the indicator where the gold names one), period and status. Intervals resample whole reports (1,000 draws).

| figure (F1) | bar |
|---|---:|
{bars}

{markdown({"all real reports": real, **by_title} if real else by_title)}"""
    if args.raise_floor:
        now = floors(measured)
        old = json.loads(FLOOR.read_text("utf-8")) if FLOOR.exists() else {}
        raised = {
            title: {k: max(round(v - SLACK, 4), old.get(title, {}).get(k, 0.0)) for k, v in values.items()}
            for title, values in now.items()
        }
        FLOOR.write_text(json.dumps({**old, **raised}, ensure_ascii=False, indent=1) + "\n", "utf-8")
    elif args.print or args.errors:
        print(page)
    else:
        (ROOT / "docs" / "accuracy.md").write_text(page, "utf-8")
        print("docs/accuracy.md written")
    if args.errors:
        for title, own in measured.items():
            total = Tally()
            for _, t in own:
                total.merge(t)
            for what, misses in total.misses.items():
                print(f"\n== {title}: {what}: {len(misses)} misses")
                for m in misses[: args.errors]:
                    print(f"  {m.report}: {m.why}: {json.dumps(m.detail, ensure_ascii=False)}")


if __name__ == "__main__":
    main()
