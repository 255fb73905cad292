"""``--corrections`` and ``luoshi review`` from the outside: what is said, what is written, exit codes."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import msgspec
import pytest
from made_reading import LONG

from luoshi.facts.correcting import key_of, selectors
from luoshi.facts.corrections import Correction, dumps, figure_of
from luoshi.facts.reading import Reading
from luoshi.facts.reading import read as read_file

LUOSHI = [sys.executable, "-m", "luoshi.cli.main"]


def run(*args: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*LUOSHI, *map(str, args)], capture_output=True, text=True, encoding="utf-8")


@pytest.fixture
def report(tmp_path: Path) -> Path:
    file = tmp_path / "a.txt"
    file.write_text(LONG, "utf-8")
    return file


def word(r: Reading, name: str, action: str, **changes: Any) -> Correction:
    m = next(m for m in r.measures if name in m.name)
    person = msgspec.structs.replace(figure_of(m), **changes) if changes else None
    return Correction(m.id, action, key_of(r), selectors(r)[m.id], figure_of(m), person)  # type: ignore[arg-type]


@pytest.fixture
def corrections(report: Path, tmp_path: Path) -> Path:
    (r,) = read_file(report)
    lost = word(r, "老旧小区", "edit", value=19)
    where = msgspec.structs.replace(lost.selector, quote="没有的话8个", before="", after="")
    elsewhere = msgspec.structs.replace(key_of(r), sha256="0" * 64, work_year=1990)
    words = (
        word(r, "蔬菜大棚", "edit", value=330),
        word(r, "标准化厂房", "reject"),
        msgspec.structs.replace(lost, id="0" * 10, selector=where),
        msgspec.structs.replace(word(r, "幼儿园", "accept"), report=elsewhere),
    )
    out = tmp_path / "c.json"
    out.write_bytes(dumps(words))
    return out


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_read_applies_them_and_gives_an_account(report: Path, corrections: Path, jobs: str) -> None:
    done = run("read", report, "--json", "--corrections", corrections, "-j", jobs)
    assert done.returncode == 0
    (document,) = map(json.loads, done.stdout.splitlines())
    assert [m["value"] for m in document["measures"] if "蔬菜大棚" in m["name"]] == [330]
    assert not [m for m in document["measures"] if "标准化厂房" in m["name"]]
    assert [c["state"] for c in document["corrections"]] == ["applied", "rejected", "unplaced"]
    assert any("没有找到位置" in w for w in document["source"]["warnings"])
    for said in ("已更正 1", "已剔除 1", "未找到位置 1", "1 条不属于这次读的报告"):
        assert said in done.stderr
    from jsonschema import Draft202012Validator

    from luoshi.export.schema import report_schema

    Draft202012Validator(report_schema()).validate(document)


def test_summary_page_and_workbook_show_the_corrected_figure(
    report: Path, corrections: Path, tmp_path: Path
) -> None:
    page, book = tmp_path / "p.html", tmp_path / "b.xlsx"
    assert run("read", report, "--corrections", corrections, "--html", page, "--xlsx", book).returncode == 0
    assert "330 座" in page.read_text("utf-8") and "人工更正" in page.read_text("utf-8")
    assert "机器读作 新建蔬菜大棚 320 座" in page.read_text("utf-8")
    import openpyxl

    rows = list(openpyxl.load_workbook(book)["指标"].iter_rows(values_only=True))
    (row,) = [r for r in rows if "蔬菜大棚" in str(r[3])]
    assert 330 in row and "人工更正" in row


def test_a_file_that_is_no_corrections_file_is_wrong_usage(report: Path, tmp_path: Path) -> None:
    for command in (["read", report], ["review", report, "--html", tmp_path / "r.html"]):
        for bad in (report, tmp_path / "none.json"):
            done = run(*command, "--corrections", bad)
            assert done.returncode == 2
            assert done.stdout == "" and "更正文件" in done.stderr and "Traceback" not in done.stderr
    assert not (tmp_path / "r.html").exists()


def test_score_counts_the_corrected_reading(report: Path, corrections: Path, tmp_path: Path) -> None:
    gold = tmp_path / "gold.json"
    text = LONG[LONG.index("——坚持产业强县") :].split("\n")[0]
    figure = {
        "indicator": None, "name": "新建蔬菜大棚", "quote": "新建蔬菜大棚320座", "kind": "level", "op": "=", "value": 330,
        "high": None, "unit": "座", "period": "2030", "status": "actual", "ref": None,
    }  # fmt: skip
    (r,) = read_file(report)
    header = json.loads(msgspec.json.encode(r.header))
    gold.write_text(
        json.dumps({"id": "made", "file": "a.txt", "header": header, "targets": [], "headline": [],
                    "passages": [{"text": text, "measures": [figure]}]}),
        "utf-8",
    )  # fmt: skip
    read = run("read", report, "--json", "--no-map")
    predictions = tmp_path / "p.jsonl"
    predictions.write_text(read.stdout, "utf-8")

    def hits(*options: object) -> int:
        done = run("score", gold, predictions, "--json", *options)
        assert done.returncode == 0, done.stderr
        scores = json.loads(done.stdout)["scores"]
        return int(next(s["tp"] for what, s in scores.items() if what.startswith("passages: quantity")))

    assert (hits(), hits("--corrections", corrections)) == (0, 1)


def test_review_writes_a_page_and_says_what_is_in_it(report: Path, tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_bytes(b"")
    out = tmp_path / "r.html"
    done = run("review", report, tmp_path / "b.txt", "--html", out)
    assert done.returncode == 1
    assert done.stdout == ""
    assert "b.txt" in done.stderr and "已写核对页" in done.stderr and "存疑" in done.stderr
    assert "</html>" in out.read_text("utf-8")
    assert run("review", report).returncode == 2
    nowhere = run("review", report, "--html", tmp_path / "no" / "r.html")
    assert nowhere.returncode == 2 and "写不了" in nowhere.stderr
