"""``luoshi account`` over a dataset: every target of the sample county, its outcome, why there is none, the filters."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from luoshi.account.pairs import pairs
from luoshi.corpus.build import build
from luoshi.corpus.dataset import Dataset
from luoshi.corpus.engines import Local
from luoshi.corpus.facts_of import NoSuchPlace, groups, listed, places_called


@pytest.fixture
def dataset(folder: Path, tmp_path: Path) -> Path:
    build(str(folder), str(tmp_path / "ds"), lambda: Local(1))
    return tmp_path / "ds"


def luoshi(*args: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "luoshi.cli.main", *map(str, args)]
    return subprocess.run(command, capture_output=True, text=True, check=False, encoding="utf-8")


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as f:
        return list(csv.DictReader(f))


def test_account_writes_targets_with_outcomes_quotes_and_rules(dataset: Path, tmp_path: Path) -> None:
    done = luoshi("account", dataset, "-o", tmp_path / "a.csv")
    assert done.returncode == 0, done.stderr
    rows = table(tmp_path / "a.csv")
    assert "有结果" in done.stdout and "没有提不等于没有完成" in done.stdout
    texts = dict(Dataset(dataset).texts())
    answered = [r for r in rows if r["outcome_quote"]]
    assert answered and len(answered) < len(rows)
    for row in rows:
        assert (
            texts[row["target_report"]][int(row["target_start"]) : int(row["target_end"])]
            == row["target_quote"]
        )
        assert row["target_quote"] in row["target_sentence"]
        assert row["strict_rule"] and row["official_rule"]
        assert bool(row["absent"]) != bool(row["outcome_quote"])
    for row in answered:
        assert (
            texts[row["outcome_report"]][int(row["outcome_start"]) : int(row["outcome_end"])]
            == row["outcome_quote"]
        )
    (gdp,) = (r for r in rows if r["indicator_id"] == "gdp" and r["kind"] == "growth" and r["year"] == "2025")
    assert gdp["strict"] in ("met", "exceeded", "missed")
    assert {r["absent"] for r in rows if r["year"] == "2026"} == {"no_report"}


def test_account_keeps_to_place_indicator_and_year(dataset: Path, tmp_path: Path) -> None:
    done = luoshi("account", dataset, "-o", tmp_path / "a.csv", "-p", "石泓", "-i", "gdp", "-y", "2025")
    assert done.returncode == 0, done.stderr
    rows = table(tmp_path / "a.csv")
    assert {(r["indicator_id"], r["year"]) for r in rows} == {("gdp", "2025")}
    for bad, code in ((("-p", "火星"), 1), (("-i", "幸福指数"), 1), (("-y", "去年"), 2)):
        failed = luoshi("account", dataset, "-o", tmp_path / "b.csv", *bad)
        assert failed.returncode == code and "Traceback" not in failed.stderr
    wrong = luoshi("account", dataset, "-o", tmp_path / "b.txt")
    assert wrong.returncode == 1 and ".json" in wrong.stderr


def test_account_as_json_holds_pairs_and_coverage(dataset: Path, tmp_path: Path) -> None:
    assert luoshi("account", dataset, "-o", tmp_path / "a.json").returncode == 0
    whole: dict[str, Any] = json.loads((tmp_path / "a.json").read_text("utf-8"))
    counted = whole["coverage"]
    assert counted["targets"] == len(whole["pairs"])
    assert counted["outcome"] + sum(counted["absent"].values()) == counted["targets"]


def test_records_of_a_dataset_pair_as_they_were_read(dataset: Path) -> None:
    data = Dataset(dataset)
    reports = listed(data)
    (group,) = groups(data, reports)
    assert {r.id for r in group.records} == {r.report for r in reports}
    assert pairs(group.records)
    assert places_called(reports, ["石泓县"]) == places_called(reports, ["石泓"]) == group.places
    with pytest.raises(NoSuchPlace, match="石泓"):
        places_called(reports, ["石泓市"])


def test_some_readings_are_the_same_as_in_the_whole(dataset: Path) -> None:
    data = Dataset(dataset)
    every = {r.source.sha256: r for r in data.readings()}
    one = listed(data)[0].report
    (alone,) = data.readings(only=[one])
    assert alone == every[alone.source.sha256]
    assert list(data.readings(only=[])) == []


def test_account_beside_communiques_lists_what_differs(dataset: Path, tmp_path: Path) -> None:
    folder = tmp_path / "communiques"
    folder.mkdir()
    place = next(r.header for r in listed(Dataset(dataset)) if r.header.jurisdiction == "石泓县")
    assert place.code is None, "the sample county is in no table of divisions, so no communiqué can be its"
    text = "2025年国民经济和社会发展统计公报\n\n全年国内生产总值比上年增长5%。"
    (folder / "2025.md").write_text(text, "utf-8")
    done = luoshi("account", dataset, "--witness", folder, "-o", tmp_path / "w.csv")
    assert done.returncode == 0, done.stderr
    assert "1 份公报，0 个数" in done.stdout
    assert table(tmp_path / "w.csv") == []
    bad = luoshi("account", dataset, "--witness", folder, "-i", "gdp", "-o", tmp_path / "w.csv")
    assert bad.returncode == 2
    none = luoshi("account", dataset, "--witness", tmp_path / "no", "-o", tmp_path / "w.csv")
    assert none.returncode == 1 and "没有这个文件夹" in none.stderr


def test_account_seeks_promises_in_the_next_report(dataset: Path, tmp_path: Path) -> None:
    done = luoshi("account", dataset, "--promises", "-y", "2025", "-o", tmp_path / "p.csv")
    assert done.returncode == 0, done.stderr
    assert "没有提到不等于没有做" in done.stdout
    rows = table(tmp_path / "p.csv")
    texts = dict(Dataset(dataset).texts())
    statuses = {r["status"] for r in rows}
    assert "done" in statuses and "not_mentioned" in statuses and "not_sought" not in statuses
    for row in rows:
        assert texts[row["report"]][int(row["start"]) : int(row["end"])] == row["quote"]
        assert bool(row["evidence"]) == (row["status"] in ("done", "in_progress", "restated"))
        if row["evidence"]:
            start, end = int(row["evidence_start"]), int(row["evidence_end"])
            assert texts[row["evidence_report"]][start:end] == row["evidence"]
    assert luoshi("account", dataset, "--promises", "-o", tmp_path / "p.json").returncode == 0
    assert json.loads((tmp_path / "p.json").read_text("utf-8"))["promises"]
    both = luoshi("account", dataset, "--promises", "--witness", tmp_path, "-o", tmp_path / "p.csv")
    assert both.returncode == 2


@pytest.mark.corpus
def test_provinces_held_one_by_one_give_the_same_pairs(
    shared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Groups bound memory only: with one province at a time the pairs are those of all at once, sync with the nation, too."""
    import shutil

    from luoshi.corpus import facts_of

    for name in ("山西省", "江苏省"):
        for year in (2023, 2024):
            (tmp_path / "in" / name).mkdir(parents=True, exist_ok=True)
            shutil.copy(shared / f"corpus/province/{name}/{year}.md", tmp_path / "in" / name / f"{year}.md")
    for year in (2023, 2024):
        shutil.copy(shared / f"corpus/nation/{year}.md", tmp_path / "in" / f"{year}.md")
    build(str(tmp_path / "in"), str(tmp_path / "ds"), lambda: Local(1))
    data = Dataset(tmp_path / "ds")
    reports = listed(data)
    (whole,) = groups(data, reports)
    monkeypatch.setattr(facts_of, "_AT_ONCE", 1)
    parts = list(groups(data, reports))
    assert len(parts) == 3 and whole.places == frozenset().union(*(g.places for g in parts))
    some = [p for g in parts for p in pairs(g.records) if p.place in g.places]
    assert sorted(some, key=repr) == sorted(pairs(whole.records), key=repr)
    assert any(p.comparators for p in some)
