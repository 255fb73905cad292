"""Runs docs/tutorial.ipynb from its first cell to its last and keeps what the cells print.

    python tools/run_tutorial.py FOLDER            run it on a folder of reports and write the outputs into the notebook
    python tools/run_tutorial.py FOLDER --check    run it and only say whether every cell came through

Cells are plain Python, so that no notebook server is needed to run or test them; ``print`` is their output.
The outputs that are kept hold counts and shares, never report texts (those are not part of this repository).
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

NOTEBOOK = Path(__file__).resolve().parent.parent / "docs" / "tutorial.ipynb"


def run(notebook: dict[str, Any], folder: Path) -> dict[str, Any]:
    """The notebook's names after its last cell; each code cell keeps what it printed. Raises what a cell raises."""
    names: dict[str, Any] = {"__name__": "__tutorial__"}
    before, os.environ["REPORTS"] = os.environ.get("REPORTS"), str(folder.resolve())
    here = Path.cwd()
    try:
        with tempfile.TemporaryDirectory() as work:
            os.chdir(work)
            for n, cell in enumerate(notebook["cells"]):
                if cell["cell_type"] != "code":
                    continue
                out = io.StringIO()
                with contextlib.redirect_stdout(out):
                    exec(compile("".join(cell["source"]), f"tutorial.ipynb, cell {n}", "exec"), names)
                text = out.getvalue().splitlines(keepends=True)
                cell["outputs"] = [{"name": "stdout", "output_type": "stream", "text": text}] if text else []
    finally:
        os.chdir(here)
        if before is None:
            del os.environ["REPORTS"]
        else:
            os.environ["REPORTS"] = before
    return names


def main() -> None:
    """Run it, keep or check."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--check", action="store_true")
    args = parser.parse_args()
    if not args.folder.is_dir():
        sys.exit(f"{args.folder}: no such folder; give one with reports in it")
    notebook = json.loads(NOTEBOOK.read_text("utf-8"))
    run(notebook, args.folder)
    if args.check:
        print("every cell came through")
    else:
        NOTEBOOK.write_text(json.dumps(notebook, ensure_ascii=False, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
