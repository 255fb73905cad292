"""Draws 300 pairs by a committed seed, prints the sheet they are read from, and scores what a blind reader wrote.

    python tools/draw_pairs.py DATASET --write     draw, write tests/account/pairs/DRAW.tsv
    python tools/draw_pairs.py DATASET --sheet     print both sentences of each pair in context; no verdict of ours
    python tools/draw_pairs.py DATASET --score     compare tests/account/pairs/read.tsv, write the table of docs/method.md
    python tools/draw_pairs.py DATASET --score --misses    print where reader and program differ, too

The draw holds places, years and spans, no text. A pair is a target on one of twelve headline indicators with an outcome;
a near relative in its place (redefined) is no pair. Who reads sees the sheet only: read.tsv is no, right (yes | no),
verdict (met, exceeded, missed, unrateable, direction_only, adjusted), note. What was drawn stays what is scored: a pair that
the program has since given up or joined otherwise is told as changed and counted as it was drawn, verdict aside.
"""

from __future__ import annotations

import argparse
import csv
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from luoshi.account.pairs import pairs
from luoshi.account.record import Record
from luoshi.account.shapes import Figure, Pair
from luoshi.corpus.dataset import Dataset
from luoshi.corpus.facts_of import groups, listed

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "tests" / "account" / "pairs"
DRAW, READ = FOLDER / "DRAW.tsv", FOLDER / "read.tsv"
METHOD = ROOT / "docs" / "method.md"
BEGIN, END = "<!-- pairs read blind: begin -->", "<!-- pairs read blind: end -->"
SEED = 20261125
STRATA = {"nation": 45, "province": 135, "prefecture": 75, "county": 45}
HEADLINE = {
    "gdp": "GDP", "cpi": "CPI", "urban_jobs": "城镇新增就业", "unemp_survey": "失业率", "unemp_reg": "失业率",
    "budget_rev": "一般公共预算收入", "ind_va_above": "规上工业增加值", "fai": "固定资产投资", "retail_sales": "社零",
    "income_all": "居民收入", "income_urban": "城镇收入", "income_rural": "农村收入", "income_rural_net": "农村收入",
    "grain_output": "粮食产量",
}  # fmt: skip
COLUMNS = (
    "no", "level", "place", "year", "indicator", "kind", "target_report", "target_start", "target_end",
    "outcome_report", "outcome_start", "outcome_end", "comparators",
)  # fmt: skip
_LENGTH, _SHIFT = 6, 6000  # characters by which a quote and its place may differ from the draw
_BEFORE, _AFTER, _MOST = 90, 70, 420

GUIDE = """# 对照抽样阅读表

每一条：上面是某年报告里的一个目标（【】标出），下面是下一年报告里当作它的结果的数。请只看这里的文字（不够就打开文件），写两件事：

1. **right**：下面标出的数，是不是上面那个目标的结果？同一地方（不是其中一个县、一个开发区，也不是全国全省）、同一年（不是几年合计、
   年均、几个月）、同一指标、同一种数（增速对增速，总量对总量，增量对增量）才写 yes，否则 no。预计、初步核算的数算结果。
2. **verdict**（right 为 yes 才写）：照印出的数字判，不留余地：
   - 以上、不低于、突破：达到为 met，超过为 exceeded，不到为 missed
   - 以内、控制在、不超过：不高于为 met（没有超额），高于为 missed
   - 区间：不差于容易的一端为 met，好于难的一端为 exceeded，否则 missed
   - 左右、只写数字：恰好为 met，更好为 exceeded，更差为 missed（失业率低为好）
   - 物价的左右、只写数字：是上限，不高于为 met，高于为 missed
   - 同步：与 GDP 增速之差不小于零为 met；高于、快于：大于为 met；比较对象见“比较对象”或报告；没有数就是 unrateable
   - 城乡居民收入一个目标，城镇、农村分别报数：两者都达到才算，取较差的一个
   - 力争、争取的目标，数值由上级下达而文中没有的：unrateable
   - 收入、社零一处说“实际”另一处没说（没说算名义）：物价上涨的年份，实际增速达到名义目标、名义增速不到实际目标可以照判，否则 unrateable
   - 结果只是界限（“9%以上”对目标 10%）而不能定的：unrateable
   - 一边没有数：direction_only；结果那句说目标年中调整过：adjusted
"""


def population(data: Dataset) -> tuple[list[Pair], dict[str, Record]]:
    """All pairs on the headline indicators, and the reports they stand in."""
    found: list[Pair] = []
    records: dict[str, Record] = {}
    for group in groups(data, listed(data)):
        records.update((r.id, r) for r in group.records)
        every = pairs(group.records, frozenset(HEADLINE), lambda s, here=group.places: s.place in here)  # type: ignore[misc]
        found += [p for p in every if p.outcome is not None and p.strict.rule != "redefined"]
    return found, records


def draw(found: list[Pair]) -> list[Pair]:
    """As many of each level as STRATA says, by the seed."""
    dice = random.Random(SEED)
    out: list[Pair] = []
    for level, n in STRATA.items():
        out += sorted(dice.sample([p for p in found if p.level == level], n), key=_where)
    dice.shuffle(out)
    return out


def _where(p: Pair) -> tuple[Any, ...]:
    return p.place, p.year, p.indicator, p.kind, p.target.quote.start


def spans(p: Pair) -> tuple[Any, ...]:
    """What identifies a pair: report and span of its target and its outcome."""
    assert p.outcome is not None
    t, o = p.target.quote, p.outcome.quote
    return t.report, t.start, t.end, o.report, o.start, o.end


def write(drawn: list[Pair]) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with DRAW.open("w", encoding="utf-8", newline="") as f:
        out = csv.writer(f, delimiter="\t", lineterminator="\n")
        out.writerow(COLUMNS)
        for no, p in enumerate(drawn, 1):
            beside = ";".join(f"{c.quote.report}:{c.quote.start}-{c.quote.end}" for c in p.comparators)
            out.writerow((no, p.level, p.place, p.year, p.indicator, p.kind, *spans(p), beside))


def rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as f:
        yield from csv.DictReader(f, delimiter="\t")


def sheet(found: list[Pair], records: dict[str, Record]) -> Iterator[str]:
    """The sheet, from the committed draw, pairs that are no longer made left out."""
    yield GUIDE
    find = again(found)
    for row in rows(DRAW):
        pair = find(row)
        if pair is None or pair.outcome is None:
            continue
        before, after = records[row["target_report"]], records[row["outcome_report"]]
        name = before.header.jurisdiction
        yield f"## {row['no']} · {name} · {row['year']} 年 · {HEADLINE[row['indicator']]}\n"
        yield f"- 目标（{before.path}）：{_context(before, pair.target)}"
        yield f"- 结果（{after.path}）：{_context(after, pair.outcome)}"
        for c in pair.comparators:
            yield f"- 比较对象（{records[c.quote.report].path}）：{_context(records[c.quote.report], c)}"
        yield ""


def _context(record: Record, f: Figure) -> str:
    """The sentence around a value and some of what stands before it, the value marked."""
    text, start, end = record.text, f.quote.start, f.quote.end
    low = max(text.rfind("。", 0, start) + 1 - _BEFORE, start - _MOST, 0)
    high = text.find("。", end)
    high = min(high + 1 if high >= 0 else len(text), end + _MOST) + _AFTER
    return f"…{text[low:start]}【{text[start:end]}】{text[end:high]}…".replace("\n", " ⏎ ")


def score(found: list[Pair], show: bool) -> list[str]:
    """The lines of the table, from read.tsv; ``show`` prints where reader and program differ."""
    drawn = {row["no"]: row for row in rows(DRAW)}
    find = again(found)
    per: dict[str, Counter[str]] = {level: Counter() for level in (*STRATA, "all")}
    for row in rows(READ):
        at = drawn[row["no"]]
        pair = find(at)
        right = row["right"].strip() == "yes"
        told = {"read": 1, "wrong": int(not right), "changed": int(pair is None)}
        if right and pair is not None:
            same = pair.strict.verdict == row["verdict"].strip()
            told |= {"verdicts": 1, "same": int(same)}
            if show and not same:
                print(
                    f"{row['no']}: {pair.strict.verdict} ({pair.strict.rule}) / {row['verdict']} {row['note']}"
                )
        if show and not right:
            print(f"{row['no']}: wrong pair {'(given up since)' if pair is None else ''} {row['note']}")
        for level in (at["level"], "all"):
            per[level].update(told)
    names = {
        "nation": "State Council",
        "province": "province",
        "prefecture": "city",
        "county": "county",
        "all": "**all**",
    }
    lines = [
        "| | read | wrong pairs | strict verdicts as the reader's | changed since the draw |",
        "|---|---|---|---|---|",
    ]
    for level, c in per.items():
        if c["read"]:
            verdicts = f"{c['same']}/{c['verdicts']} = {c['same'] / max(1, c['verdicts']):.3f}"
            wrong = f"{c['wrong']} = {c['wrong'] / c['read']:.1%}"
            lines.append(f"| {names[level]} | {c['read']} | {wrong} | {verdicts} | {c['changed']} |")
    return lines


def again(found: list[Pair]) -> Callable[[dict[str, str]], Pair | None]:
    """Finds a drawn pair among those of today: same reports, indicator and kind, quotes of about the same length nearest to where they stood.

    Spans are of the clean text of the day; what is dropped around a report since then moves them all.
    """
    ours: dict[tuple[str, str], list[Pair]] = defaultdict(list)
    for p in found:
        key = spans(p)
        ours[key[0], key[3]].append(p)

    def find(row: dict[str, str]) -> Pair | None:
        t0, t1, o0, o1 = (int(row[c]) for c in ("target_start", "target_end", "outcome_start", "outcome_end"))
        near = []
        for p in ours.get((row["target_report"], row["outcome_report"]), ()):
            _, a, b, _, c, d = spans(p)
            alike = abs((b - a) - (t1 - t0)) <= _LENGTH and abs((d - c) - (o1 - o0)) <= _LENGTH
            if p.indicator == row["indicator"] and p.kind == row["kind"] and alike:
                near.append((abs(a - t0) + abs(c - o0), p))
        best = min(near, key=lambda x: x[0], default=None)
        return best[1] if best is not None and best[0] <= _SHIFT else None

    return find


def put(lines: list[str]) -> None:
    """The table between its marks in docs/method.md."""
    text = METHOD.read_text("utf-8")
    head, rest = text.split(BEGIN)
    tail = rest.split(END)[1]
    METHOD.write_text(f"{head}{BEGIN}\n" + "\n".join(lines) + f"\n{END}{tail}", "utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("dataset")
    for flag in ("--write", "--sheet", "--score", "--misses"):
        parser.add_argument(flag, action="store_true")
    asked = parser.parse_args()
    found, records = population(Dataset(asked.dataset))
    if asked.write:
        write(draw(found))
    if asked.sheet:
        sys.stdout.writelines(f"{line}\n" for line in sheet(found, records))
    if asked.score:
        lines = score(found, asked.misses)
        print("\n".join(lines))
        put(lines)


if __name__ == "__main__":
    main()
