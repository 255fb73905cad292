"""Build the division table of the lexicon (行政区划) from yearly code lists.

    python tools/make_divisions.py ../shared/data/divisions [src/luoshi/lexicon/data/divisions.tsv]

Input: ``gb2260/mca-YYYYMM.tsv`` (code lists of the Ministry of Civil Affairs by year, from cn/GB2260) and ``provinces.csv``,
``cities.csv``, ``areas.csv`` (the present state, from modood/Administrative-divisions-of-China). Output: one row for each
pair of code and name with the first and last list that has it, so that a report of any year finds its own code.
"""

from __future__ import annotations

import csv
import sys
from collections import defaultdict
from itertools import pairwise
from pathlib import Path

import regex as re

# The present-state files carry no date; their newest entries were made in January 2023.
PRESENT = 2023

# Rows that only group others, in one list or another.
GROUPS = {
    "市辖区",
    "县",
    "省直辖县级行政区划",
    "自治区直辖县级行政区划",
    "省直辖行政单位",
    "省直辖县级行政单位",
}

# The peoples that autonomous places are named after; some names leave out 族.
ETHNIC = (
    "蒙古族|回族|藏族|维吾尔族|维吾尔|苗族|彝族|壮族|布依族|朝鲜族|满族|侗族|瑶族|白族|土家族|哈尼族|哈萨克族|哈萨克|傣族|黎族|傈僳族|佤族|"
    "畲族|高山族|拉祜族|水族|东乡族|纳西族|景颇族|柯尔克孜族|柯尔克孜|土族|达斡尔族|达斡尔|仫佬族|羌族|布朗族|撒拉族|毛南族|仡佬族|锡伯族|锡伯|阿昌族|普米族|"
    "塔吉克族|塔吉克|怒族|乌孜别克族|俄罗斯族|鄂温克族|德昂族|崩龙族|保安族|裕固族|京族|塔塔尔族|独龙族|鄂伦春族|赫哲族|门巴族|珞巴族|基诺族|蒙古|各族|毛难族|回"
)

_SUFFIX = re.compile(
    rf"(?:(?:{ETHNIC})*自治[区州县旗]|特别行政区|省|地区|林区|特区|新区|矿区|市|盟|县|区|旗|镇)$"
)


def short_name(name: str) -> str:
    """The name without what it is (运城市 → 运城); names of two characters stay whole (郊区, 蠡县)."""
    m = _SUFFIX.search(name)
    stem = name[: m.start()] if m else name
    return stem if len(stem) >= 2 else name


def read_lists(folder: Path) -> dict[int, dict[str, str]]:
    """Year of the list → code → name."""
    lists: dict[int, dict[str, str]] = {}
    for path in sorted((folder / "gb2260").glob("mca-*.tsv")):
        year = int(path.stem[4:8])
        with path.open(encoding="utf-8") as f:
            rows = csv.DictReader(f, delimiter="\t")
            lists[year] = {r["Code"]: r["Name"].strip() for r in rows if r["Name"].strip() not in GROUPS}
    now: dict[str, str] = {}
    for name, zeros in (("provinces.csv", "0000"), ("cities.csv", "00"), ("areas.csv", "")):
        with (folder / name).open(encoding="utf-8") as f:
            for r in csv.DictReader(f):
                code = r["code"] + zeros
                # Development zones are counted apart in statistics (xx71–xx79) but elect no congress.
                if r["name"] in GROUPS or (not zeros and "71" <= code[4:] <= "79"):
                    continue
                now[code] = r["name"]
    # The present-state files leave out what the ministry's code list keeps.
    now |= {c: n for c, n in lists[max(lists)].items() if c[:2] in ("71", "81", "82")}
    lists[PRESENT] = now
    return lists


def successors(old: dict[str, str], new: dict[str, str]) -> dict[tuple[str, str], str]:
    """For each division that a list lost: the code of what took its place in the next list, where that is clear."""
    fresh = {(c, n) for c, n in new.items() if old.get(c) != n}
    by_name, by_short = defaultdict(list), defaultdict(list)
    for code, name in sorted(fresh):
        by_name[name].append(code)
        by_short[short_name(name)].append(code)
    out = {}
    for code, name in old.items():
        if new.get(code) == name:
            continue
        same_level = [c for c in by_name[name] if rank(c) == rank(code)]
        stem = [c for c in by_short[short_name(name)] if rank(c) == rank(code)]
        for found in (near(same_level, code), [code] if code in new else [], near(stem, code)):
            if len(found) == 1:
                out[(code, name)] = found[0]
                break
    return out


def rank(code: str) -> int:
    """0 province, 1 prefecture, 2 county."""
    return 0 if code.endswith("0000") else 1 if code.endswith("00") else 2


def near(codes: list[str], code: str) -> list[str]:
    """Those of the same prefecture, else of the same province, else all (重庆 left 四川, 海南 left 广东)."""
    for k in (4, 2):
        if same := [c for c in codes if c[:k] == code[:k]]:
            return same
    return codes


def build(folder: Path) -> list[str]:
    """The lines of the table, header first, sorted by code and first year."""
    lists = read_lists(folder)
    years = sorted(lists)
    seen: dict[tuple[str, str], list[int]] = defaultdict(list)
    for year in years:
        for item in lists[year].items():
            seen[item].append(year)
    nexts: dict[tuple[str, str], str] = {}
    for a, b in pairwise(years):
        nexts |= successors(lists[a], lists[b])
    out = ["code\tname\tshort\tfrom\tto\tnext"]
    for (code, name), at in sorted(seen.items(), key=lambda kv: (kv[0][0], kv[1][0])):
        short = short_name(name)
        cells = [
            code,
            name,
            "" if short == name[:-1] else short,
            "" if at[0] == years[0] else str(at[0]),
            "" if at[-1] == years[-1] else str(at[-1]),
            "" if at[-1] == years[-1] else nexts.get((code, name), ""),
        ]
        out.append("\t".join(cells).rstrip("\t"))
    return out


HEAD = """\
# Administrative divisions of China (行政区划) with the codes of GB/T 2260, one row per code and name.
# from, to: the first and the last list that has the pair (lists of 1980, 1990, 2000, 2005, 2010, 2014–2017, 2019, 2023);
#   empty from: already in the list of 1980; empty to: still in the newest. A change falls between two lists.
# short: the name without what it is, where that is more than the last character. next: the code of what took its place.
# Built by tools/make_divisions.py from cn/GB2260 and modood/Administrative-divisions-of-China (see NOTICE). Do not edit.
"""


def main() -> None:
    folder = Path(sys.argv[1])
    target = Path(sys.argv[2] if len(sys.argv) > 2 else "src/luoshi/lexicon/data/divisions.tsv")
    lines = build(folder)
    target.write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8")
    print(f"{target}: {len(lines) - 1} rows, {target.stat().st_size} bytes")


if __name__ == "__main__":
    main()
