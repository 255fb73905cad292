"""The scorer: what counts as a match, and the same figures as the gold standard's own scorer."""

from __future__ import annotations

import copy
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from luoshi.scoring.agreement import depth_of_agreement, folded, same_name, same_quantity
from luoshi.scoring.locate import Located, clusters, squeeze
from luoshi.scoring.score import score
from luoshi.scoring.table import intervals, markdown
from luoshi.scoring.tally import Tally

TEXT = "各位代表：今年的主要预期目标是：地区生产总值增长6%左右，城镇新增就业3200人以上；粮食总产量稳定在16;万吨。"


def measure(quote: str, **fields: Any) -> dict[str, Any]:
    start = TEXT.index(quote)
    base = {"indicator": None, "name": "", "kind": "level", "op": "=", "value": None, "high": None, "unit": None,
            "period": "2026", "status": "target", "ref": None}  # fmt: skip
    return {**base, "quote": quote, "start": start, "end": start + len(quote), **fields}


GDP = measure(
    "地区生产总值增长6%左右",
    indicator="地区生产总值",
    name="地区生产总值",
    kind="growth",
    op="~",
    value=6,
    unit="%",
)
JOBS = measure(
    "城镇新增就业3200人以上", indicator="城镇新增就业", name="城镇新增就业", op=">=", value=3200, unit="人"
)
GRAIN = measure("粮食总产量稳定在16;万吨", indicator="粮食产量", name="粮食总产量", value=16, unit="万吨")
HEADER = {"jurisdiction": "云泽县", "work_year": 2026, "meeting": None}


def gold(**fields: Any) -> dict[str, Any]:
    return {"id": "made-up", "header": HEADER, "targets": [GDP, JOBS, GRAIN], **fields}


def reading(**fields: Any) -> dict[str, Any]:
    return {"text": TEXT, "header": dict(HEADER), "sections": [], "measures": [GDP, JOBS, GRAIN], **fields}


def figures(g: dict[str, Any], r: dict[str, Any]) -> dict[str, tuple[int, int, int]]:
    total, missing = score([g], [r])
    assert not missing
    return {f.what: (f.right, f.gold, f.found) for f in total.figures()}


def test_squeeze_drops_width_blanks_and_half_stripped_entities() -> None:
    assert squeeze("增长 ６％；") == "增长6%;"
    assert squeeze("参保超53;万人") == "参保超53万人"
    assert squeeze("“云泽”—2026") == '"云泽"-2026'
    assert squeeze("**政府工作报告**") == "政府工作报告"


def test_located_spans_lead_into_the_normal_form() -> None:
    located = Located("增长 6 %；")
    assert located.norm == "增长6%;"
    assert located.span(0, 6) == (0, 4)
    assert located.all("6%") == [(2, 4)]


def test_sequence_takes_each_place_once_and_in_order() -> None:
    located = Located("增长5%。其中甲增长5%，乙增长7%，丙增长5%。")
    spans = located.sequence(["增长5%", "增长5%", "增长7%", "增长5%"])
    assert len({s for s in spans if s}) == 4
    assert [s[0] for s in spans if s] == sorted(s[0] for s in spans if s)


def test_clusters_break_at_long_gaps() -> None:
    assert clusters([(0, 10), (20, 30), None, (200, 210)]) == [(0, 30), (200, 210)]


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ((1.2, "万人"), (12000, "人")),
        ((5, "万千瓦"), (50000, "千瓦")),
        ((3, "个百分点"), (3, "百分点")),
        ((7, "个"), (7, None)),
    ],
)
def test_units_fold(a: tuple[float, str], b: tuple[float, str | None]) -> None:
    assert same_quantity({"value": a[0], "unit": a[1]}, {"value": b[0], "unit": b[1]})


def test_different_units_do_not_match() -> None:
    assert not same_quantity({"value": 5, "unit": "%"}, {"value": 5, "unit": "个百分点"})
    assert not same_quantity({"value": 5, "unit": "亿元"}, {"value": 5, "unit": "万元"})
    assert not same_quantity({"value": None, "unit": None}, {"value": 0, "unit": None})
    assert folded(5.8, "万亿") == (5.8e12, None)


def test_name_needs_the_indicator_where_gold_has_one() -> None:
    assert not same_name({"indicator": "固定资产投资"}, {"indicator": None, "name": "工业投资"})
    assert same_name({"indicator": None, "name": "危房改造"}, {"name": "农村危房改造"})
    assert not same_name({"indicator": None, "name": "改造危房"}, {"name": "新增停车位"})


def test_depth_counts_from_quantity_to_period() -> None:
    assert depth_of_agreement(GDP, GDP) == 4
    assert depth_of_agreement(GDP, {**GDP, "period": "2025"}) == 3
    assert depth_of_agreement(GDP, {**GDP, "indicator": None, "name": "其他"}) == 2
    assert depth_of_agreement(GDP, {**GDP, "op": "="}) == 1
    assert depth_of_agreement(GDP, {**GDP, "value": 7}) == 0


def test_perfect_reading_scores_one_everywhere() -> None:
    for right, wanted, found in figures(gold(), reading()).values():
        assert right == wanted == found


def test_a_wrong_operator_and_an_invented_measure_cost() -> None:
    extra = measure("3200", value=3200, unit=None)
    got = figures(gold(), reading(measures=[{**GDP, "op": "="}, JOBS, GRAIN, extra]))
    assert got["targets: quantity"] == (3, 3, 4)
    assert got["targets: +kind+op"] == (2, 3, 4)


def test_targets_invented_where_none_are_set_are_counted() -> None:
    zone = {"start": 0, "end": len(TEXT), "role": "targets"}
    got = figures(gold(targets=[], passages=[{"text": TEXT, "measures": []}]), reading(sections=[zone]))
    assert got["targets: quantity"] == (0, 0, 3)


def test_missing_gold_is_named() -> None:
    _, missing = score(
        [gold(header={"meeting": "云泽县第一届人民代表大会"}, targets=[{**GDP, "quote": "没有这句话"}])],
        [reading(text="另一篇文章")],
    )
    assert missing == ["made-up"]


def test_table_has_intervals_around_the_figure() -> None:
    good, bad = Tally(), Tally()
    good.add("targets: quantity", 10, 10, 10)
    bad.add("targets: quantity", 5, 10, 10)
    low, high = intervals([good, bad])["targets: quantity"]
    assert low == 0.5 and high == 1.0
    assert "| targets: quantity | 0.750 | 0.750 | **0.750** | 0.500–1.000 | 15 | 20 | 20 |" in markdown(
        {"all": [good, bad]}
    )


def _damaged(g: dict[str, Any], text: str) -> dict[str, Any]:
    """A reading made from gold with errors of every kind, so that each figure is below one."""
    located = Located(text)
    back = located._index

    def placed(quote: str) -> tuple[int, int] | None:
        found = located.all(quote)
        return (back[found[0][0]], back[found[0][1] - 1] + 1) if found else None

    facts = [m for key in ("targets", "headline") for m in g.get(key, [])]
    facts += [m for p in g.get("passages", []) for m in p["measures"]]
    measures = []
    for n, m in enumerate(facts):
        span = placed(m["quote"])
        if span and n % 11:
            m = copy.copy(m)
            m.update(start=span[0], end=span[1] + (60 if n % 7 == 0 else 0))
            m.update({"op": "="} if n % 5 == 0 else {}, **({"period": "1999"} if n % 6 == 0 else {}))
            measures.append(m)
    listed = {}
    for key, field in (
        ("sections", "starts_with"),
        ("pledges", "quote"),
        ("tasks", "quote"),
        ("projects", "quote"),
    ):
        listed[key] = [
            {**x, "start": s[0], "end": s[1]}
            for n, x in enumerate(g.get(key, []))
            if (s := placed(x[field])) and n % 4 != 1
        ]
    problems = [{"start": s[0], "end": s[1]} for q in g.get("problems", []) if (s := placed(q))]
    header = {**g["header"], "speaker": None}
    return {"source": {"path": g.get("file", "")}, "text": text, "header": header, "measures": measures,
            "problems": problems, **listed}  # fmt: skip


@pytest.mark.corpus
def test_same_figures_as_the_gold_standards_own_scorer(shared: Path, tmp_path: Path) -> None:
    golds = [json.loads(f.read_text("utf-8")) for f in sorted((shared / "gold").glob("*.json"))]
    readings = [_damaged(g, (shared / "gold" / "clean" / f"{g['id']}.txt").read_text("utf-8")) for g in golds]
    predictions = tmp_path / "readings.jsonl"
    predictions.write_text("\n".join(json.dumps(r, ensure_ascii=False) for r in readings), "utf-8")
    done = subprocess.run(
        [sys.executable, str(shared / "tools" / "score.py"), str(predictions), "--gold", str(shared / "gold"), "--json"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    theirs = {k: (v["tp"], v["gold"], v["pred"]) for k, v in json.loads(done.stdout)["scores"].items()}
    total, _ = score(golds, readings)
    ours = {f.what: (f.right, f.gold, f.found) for f in total.figures()}
    assert ours == theirs
    assert any(0 < right < wanted for right, wanted, _ in ours.values())
