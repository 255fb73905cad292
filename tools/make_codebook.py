"""Write docs/codebook.md from the types; ``--check`` only says whether it is up to date."""

from __future__ import annotations

import sys
from pathlib import Path

from luoshi.corpus.codebook import codebook

OUT = Path(__file__).resolve().parent.parent / "docs" / "codebook.md"

if __name__ == "__main__":
    page = codebook()
    if "--check" in sys.argv[1:]:
        if not OUT.exists() or OUT.read_text("utf-8") != page:
            sys.exit(f"{OUT} is out of date: run python tools/make_codebook.py")
    else:
        OUT.write_text(page, "utf-8")
