"""Writes src/luoshi/lexicon/data/calendar/<year>.tsv from holiday-cn's JSON (MIT): python tools/make_calendar.py FOLDER.

Run once a year, when the State Council's notice is out (usually November) and holiday-cn holds the new year. A year
without days is not written: absent means “not yet published”, and deadlines that rest on it are provisional.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

OUT = Path(__file__).resolve().parent.parent / "src/luoshi/lexicon/data/calendar"

HEAD = """\
# {year}年节假日与调休上班日 (days off and make-up workdays; an ordinary weekday or weekend is not listed).
# Source: the State Council's notice below, as kept in NateScarlet/holiday-cn (MIT); made by tools/make_calendar.py.
"""


def table(content: dict[str, object]) -> str:
    """One year's table: head, notices, rows by date."""
    lines = [HEAD.format(year=content["year"]).rstrip("\n")]
    lines += [f"# notice: {url}" for url in content["papers"]]  # type: ignore[attr-defined]
    lines.append("date\tkind\tname")
    days = sorted(content["days"], key=lambda d: d["date"])  # type: ignore[call-overload]
    lines += [f"{d['date']}\t{'off' if d['isOffDay'] else 'work'}\t{d['name']}" for d in days]
    return "\n".join(lines) + "\n"


def main(folder: Path) -> None:
    """Writes every year that has days; says which years have none."""
    for path in sorted(folder.glob("[0-9]*.json")):
        content = json.loads(path.read_text("utf-8"))
        if not content["days"]:
            print(f"{path.name}: no days, not written")
            continue
        (OUT / f"{content['year']}.tsv").write_text(table(content), "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
