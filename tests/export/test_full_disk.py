"""A disk that fills up while a table is written: the error names the output, nothing half-written stays."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

# The limit on the size of a file stands for the full disk: writes fail with an OSError that names no file, as there.
SCRIPT = """
import resource, sys
from luoshi.export.flat import Column, write
rows = [(f"第{n}句，增长{n * 7919 % 1000}", n * 7919 % 10007) for n in range(20000)]
resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, resource.RLIM_INFINITY))
try:
    write(sys.argv[1], (Column("sentence", "str"), Column("n", "int")), rows)
except OSError as e:
    print(e.errno, e.filename)
"""


@pytest.mark.parametrize("suffix", ["csv", "xlsx", "dta", "parquet"])
def test_the_error_names_the_table_that_could_not_be_written(suffix: str, tmp_path: Path) -> None:
    out = tmp_path / f"t.{suffix}"
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(out)], capture_output=True, text=True, env={**os.environ}
    )
    assert done.stdout.split() == [str(errno.EFBIG), str(out)], done.stderr
    assert not list(tmp_path.iterdir())


def test_a_workbook_that_meets_a_full_disk_is_an_os_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import xlsxwriter
    from xlsxwriter.exceptions import FileCreateError

    from luoshi import read
    from luoshi.export.xlsx import Workbook
    from luoshi.sample import paths

    def full(self: object) -> None:
        raise FileCreateError(OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)))

    book = Workbook(str(tmp_path / "a.xlsx"))
    book.add(read(paths()[-1])[0])
    monkeypatch.setattr(xlsxwriter.Workbook, "close", full)
    with pytest.raises(OSError, match="No space left") as e:
        book.close()
    assert (e.value.errno, e.value.filename) == (errno.ENOSPC, str(tmp_path / "a.xlsx"))
    book.abandon()
    assert not list(tmp_path.iterdir())
