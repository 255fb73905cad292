"""The answers table: every quote stands in its report, and every figure agrees except the one planted slip."""

from __future__ import annotations

import csv
from collections import Counter

import pytest
import regex as re

from luoshi import sample

FORMER, LATTER = (p.read_text("utf-8") for p in sample.paths())
_LINES = [line for line in sample.answers_path().read_text("utf-8").splitlines() if not line.startswith("#")]
ROWS = list(csv.DictReader(_LINES, delimiter="\t", quoting=csv.QUOTE_NONE))


def of(kind: str) -> list[dict[str, str]]:
    return [r for r in ROWS if r["kind"] == kind]


def named(rows: list[dict[str, str]]) -> list[object]:
    return [pytest.param(r, id=r["id"]) for r in rows]


@pytest.mark.parametrize("row", named(ROWS))
def test_quotes_stand_verbatim(row: dict[str, str]) -> None:
    assert None not in row and None not in row.values(), "wrong number of cells"
    assert not row["target_quote"] or row["target_quote"] in FORMER
    assert not row["outcome_quote"] or row["outcome_quote"] in LATTER
    assert row["target_quote"] or row["outcome_quote"]


@pytest.mark.parametrize("row", named([r for r in ROWS if r["kind"] != "trap"]))
def test_values_are_printed_in_their_quotes(row: dict[str, str]) -> None:
    if row["kind"] != "term":
        assert not row["value"] or row["value"] in row["target_quote"]
    assert not row["outcome_value"] or row["outcome_value"] in row["outcome_quote"]


def test_ids_are_unique_and_every_verdict_occurs() -> None:
    assert len({r["id"] for r in ROWS}) == len(ROWS)
    verdicts = Counter(r["verdict"] for r in of("target"))
    assert {"met", "exceeded", "missed", "adjusted", "dropped", "redefined"} == set(verdicts)
    assert verdicts["adjusted"] == verdicts["dropped"] == verdicts["redefined"] == 1
    assert Counter(r["verdict"] for r in of("pledge"))["partial"] == 1
    assert {r["id"][:3] for r in of("pledge")} == {f"p{n:02}" for n in range(1, 11)}


def reached(row: dict[str, str]) -> bool | None:
    """Whether the outcome fulfils the target as a matter of arithmetic; None where there is nothing to compare."""
    if not (row["value"] and row["outcome_value"] and row["unit"] == row["outcome_unit"]):
        return None
    least, got = float(row["value"]), float(row["outcome_value"])
    return {
        ">=": got >= least,
        "<=": got <= least,
        "range": got >= least,
        "~": got >= least * 0.9,
        "=": got >= least,
    }[row["op"]]


@pytest.mark.parametrize("row", named([*of("target"), *of("task"), *of("pledge")]))
def test_verdicts_follow_from_the_figures(row: dict[str, str]) -> None:
    verdict, fulfilled = row["verdict"], reached(row)
    if verdict in ("met", "exceeded"):
        assert fulfilled is not False
    elif verdict in ("missed", "partial", "adjusted"):
        assert fulfilled is False


@pytest.mark.parametrize("row", named(of("level")))
def test_levels_agree_with_growth_except_where_planted(row: dict[str, str]) -> None:
    printed = float(re.search(r"growth=(-?[\d.]+)", row["note"])[1])  # type: ignore[index]
    assert f"{abs(printed):g}%" in row["outcome_quote"]
    computed = (float(row["outcome_value"]) / float(row["value"]) - 1) * 100
    assert (abs(computed - printed) < 0.12) == (row["verdict"] == "consistent"), (
        f"{computed:.2f} against {printed}"
    )


def test_exactly_one_level_is_inconsistent() -> None:
    assert [r["name"] for r in of("level") if r["verdict"] == "inconsistent"] == ["接待游客"]


@pytest.mark.parametrize("row", named([r for r in of("term") if "annual=" in r["note"]]))
def test_five_year_averages_agree(row: dict[str, str]) -> None:
    printed = float(re.search(r"annual=([\d.]+)", row["note"])[1])  # type: ignore[index]
    computed = ((float(row["outcome_value"]) / float(row["value"])) ** (1 / 5) - 1) * 100
    assert computed == pytest.approx(printed, abs=0.06)


def test_every_from_to_growth_of_the_latter_report_agrees_but_one() -> None:
    slips = []
    for name, low, high, growth in re.findall(
        r"(\p{Han}{2,8})由([\d.]+)万\p{Han}+增加到([\d.]+)万\p{Han}+，增长([\d.]+)%", LATTER
    ):
        if abs((float(high) / float(low) - 1) * 100 - float(growth)) > 0.1:
            slips.append(name)
    assert slips == ["全年接待游客"]


def test_what_is_dropped_is_nowhere_and_what_is_redefined_only_under_its_new_name() -> None:
    assert "进出口" not in LATTER and "外贸" not in LATTER
    assert "调查失业率" not in LATTER and "登记失业率" not in FORMER
