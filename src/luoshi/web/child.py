"""The child that opens what strangers hand in (子进程): under limits, so that a broken or hostile file costs the child only.

python -m luoshi.web.child look FILE NAME OUT      what the file is, its head text, what to refuse or warn about
python -m luoshi.web.child sheet FILE NAME OUT     the rows of the first sheet, as text
python -m luoshi.web.child report FILE NAME OUT    the reports in it (luoshi.report/1)
Each writes JSON to OUT: {"ok": …} or {"error": "words"}. Nothing here knows Django or the database.
"""

from __future__ import annotations

import json
import resource
import sys
from pathlib import Path
from typing import Any

MEMORY = 2 * 1024**3
CPU_SECONDS = 120
HEAD = 200_000  # characters looked at for a secrecy mark


def limit() -> None:
    """Caps memory, processor time, files written."""
    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, 256 * 1024**2),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


def look(file: Path, name: str) -> dict[str, Any]:
    """Type by bytes, refusals, warnings and the text in which a secrecy mark would stand."""
    from luoshi.web.kinds import inspect

    found = inspect(file.read_bytes(), name)
    return {"media_type": found.media_type, "text": found.text[:HEAD], "warnings": list(found.warnings)}


def sheet(file: Path, name: str) -> dict[str, Any]:
    """The rows of the first sheet: text of each cell; formulas, hidden sheets and macros are refused."""
    from luoshi.web.kinds import inspect
    from luoshi.web.sheets.reading import rows_of

    inspect(file.read_bytes(), name, allow=("xlsx",))
    return {"rows": rows_of(file)}


def report(file: Path, name: str) -> dict[str, Any]:
    """The reports of the file, read."""
    import msgspec

    from luoshi.facts.reading import read_facts
    from luoshi.text.intake import take_in
    from luoshi.web.kinds import inspect

    data = file.read_bytes()
    kind = inspect(data, name, allow=("docx", "pdf", "txt", "html"))
    sources = take_in(name, data)
    out = []
    for source in sources:
        reading = read_facts(source)
        out.append({"reading": msgspec.to_builtins(reading), "raw": source.raw[:HEAD]})
    return {"reports": out, "media_type": kind.media_type, "warnings": kind.warnings}


def main(argv: list[str]) -> int:
    """Runs one job; 0 with the answer written, also where it is a refusal."""
    limit()
    from luoshi.errors import LuoshiError, UnreadableFile

    what, file, name, out = argv
    work = {"look": look, "sheet": sheet, "report": report}[what]
    try:
        answer: dict[str, Any] = {"ok": work(Path(file), name)}
    except UnreadableFile as e:
        answer = {"error": e.reason}
    except LuoshiError as e:
        answer = {"error": str(e)}
    except MemoryError:
        answer = {"error": "文件太大或太复杂，超出了读取的内存上限。请拆分后再传。"}
    except Exception as e:  # whatever a parser does to itself stays here
        answer = {"error": f"文件读不开（{type(e).__name__}），可能已损坏。请另存一份再传。"}
    temporary = Path(f"{out}.part")
    temporary.write_text(json.dumps(answer, ensure_ascii=False, default=str), "utf-8")
    temporary.replace(out)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
