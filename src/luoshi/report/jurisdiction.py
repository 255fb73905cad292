"""Whose report it is (行政区): the clues of the lead weighed, the name found in the division table of the report's year."""

from __future__ import annotations

from collections import Counter
from pathlib import PurePath

import msgspec
import regex as re

from luoshi.report import places
from luoshi.report.lead import Lead
from luoshi.report.meeting import Meeting, split_names
from luoshi.report.places import Division
from luoshi.report.report import Level
from luoshi.report.speaker import Speaker, level_of_title
from luoshi.report.spoken import spoken_of, whole_of

# What a name's last word says of its level. 市 stands at three levels and says nothing alone.
_LEVEL_OF_UNIT: dict[str, Level] = {
    "国": "nation", "省": "province", "自治区": "province", "自治州": "prefecture", "州": "prefecture", "盟": "prefecture",
    "地区": "prefecture", "县": "county", "区": "county", "旗": "county", "自治县": "county", "自治旗": "county",
    "镇": "township", "乡": "township", "街道": "township",
}  # fmt: skip
_UNITS = r"自治[区州县旗]|地区|街道|[省市县区旗州盟镇乡]"
_UNIT_AT_END = re.compile(rf"({_UNITS})$")
_GOVERNMENT = re.compile(
    r"代表\s*(?:(?:本届|上届|上一届|第[一二三四五六七八九十百\d]+届)\s*)?(?P<who>[\p{Han}·\s]{0,24}?)(?:第[一二三四五六七八九十百\d]+届)?\s*"
    r"(?P<organ>人民政府|政府|国务院|革命委员会|革委会|行政公署|行署|人民委员会|管理委员会|管委会)"
)
_TITLE_LINE = re.compile(
    r"(?P<who>[\p{Han}·]{0,24}?)(?:人民)?(?:政府)?\s*(?:(?:关于)?[0-9〇○零一二三四五六七八九]{4}年度?\s*(?:的)?)?\s*《?(?:人民)?政\s*府\s*工\s*作\s*报\s*告|(?P<who2>[\p{Han}·]{2,24}?)(?:人民)?政府[0-9]{4}年(?:政府)?工作报告"
)
_SELF = re.compile(r"(?:[全我本]|我们)(省|市|县|自治[区州县旗]|区|州|盟|旗|镇|乡|国)(?!际|家|内外)")


class Clue(msgspec.Struct, frozen=True):
    """Places that the lead names one under the other, the last being the jurisdiction, and how much that weighs."""

    names: tuple[str, ...]
    weight: int


class Place(msgspec.Struct, frozen=True):
    """The jurisdiction found: short official name, path from the province, code, level; and what to warn of."""

    name: str | None
    path: tuple[str, ...]
    code: str | None
    level: Level | None
    warnings: tuple[str, ...] = ()


NATION = Place("国务院", (), None, "nation")


def find_place(
    text: str, path: str, lead: Lead, meeting: Meeting | None, speaker: Speaker, year: int | None
) -> Place:
    """The jurisdiction of a report. ``year`` chooses among names and codes; ``path`` only breaks ties, with a warning."""
    clues, units = _clues(lead, meeting, speaker)
    unit = units[0] if units else _unit_of_text(text)
    if "国" in (*units, unit) or (meeting and meeting.national and not clues):
        return NATION
    level = level_of_title(speaker.title) or _LEVEL_OF_UNIT.get(unit or "")
    scores: Counter[str] = Counter()
    for clue in clues:
        agrees = unit is not None and clue.names[-1].endswith(unit[-1])
        scores[_official(clue.names[-1])] += clue.weight + 2 * agrees
    for name, _ in scores.most_common():
        around = {n for c in clues for n in c.names if _official(n) != name}
        if found := _resolve(name, around, text, path, year, level):
            return found
    inferred = _infer(text, path, unit, year) if not scores or _is_doubtful(scores, text) else None
    if inferred:
        return inferred
    return _unknown(clues, scores, level, year)


def _is_doubtful(scores: Counter[str], text: str) -> bool:
    """Whether the best name that no table has is only a title's last words (建设美丽城市 is no city)."""
    name, score = scores.most_common(1)[0]
    return len(name) > 5 and score < 6 and text.count(name) < 3


def differs_from_file(place: Place, work_year: int | None, path: str) -> tuple[str, ...]:
    """Warnings where the file's name or folder tells of another place or year than its text."""
    file = PurePath(path)
    out = []
    names = [n for part in (file.parent.name, file.stem) for _, n in places.mentions(part)]
    if names and place.name and not any(n == place.name or n in place.path for n in names):
        out.append(f"文件名写的是{names[-1]}，正文是{place.name}，以正文为准")
    years = {int(y) for y in re.findall(r"(?<!\d)(?:19[4-9]\d|20\d\d)(?!\d)", file.stem)}
    if work_year and years and work_year not in years:
        out.append(f"文件名写的是{min(years)}年，正文部署的是{work_year}年，以正文为准")
    return tuple(out)


def _official(name: str) -> str:
    """The full name of a clipped one that stands for a single division (凉山州), else the name itself."""
    full = {d.name for d in places.named(name)}
    return full.pop() if len(full) == 1 else name


def _clues(lead: Lead, meeting: Meeting | None, speaker: Speaker) -> tuple[list[Clue], list[str]]:
    """Named places with weights, and the bare units (省, 县) of phrases that leave the name out."""
    clues: list[Clue] = []
    units: list[str] = []

    def add(run: str, weight: int) -> None:
        run = "".join(run.split())
        if names := names_at_end(run):
            clues.append(Clue(names, weight))
        if unit := _UNIT_AT_END.search(run):
            units.append(unit[1])

    if m := _GOVERNMENT.search(lead.opening):
        if m["organ"] == "国务院" or "中央" in m["who"]:
            units.append("国")
        add(m["who"], 5)
    if meeting:
        if meeting.places:
            clues.append(Clue(meeting.places, 5))
        if (unit := _UNIT_AT_END.search(meeting.name.split("第")[0])) and not meeting.national:
            units.append(unit[1])
    if speaker.organ:
        if speaker.organ.endswith("国务院"):
            units.append("国")
        add(re.sub(r"(?:人民政府|政府|革命委员会|革委会|行署)?(?:党组书记)?[、,，]?$", "", speaker.organ), 4)
    if speaker.title and (own := _UNIT_AT_END.search(speaker.title[:-1])) and not names_at_end(speaker.organ):
        # 「柳河区长」: the unit is the name's last character and the title's first.
        add(speaker.organ + own[1], 2)
    for text, weight in ((lead.head, 3), *((a, 2) for a in lead.aside)):
        for m in _TITLE_LINE.finditer("".join(text.split())):
            add(m["who"] or m["who2"] or "", weight)
            weight = 1
    return clues, units


_NOISE = re.compile(r".*(?:[在于向日号【】]|会议?上|关于|年度?|查阅|更多)")


def names_at_end(run: str) -> tuple[str, ...]:
    """The places that ``run`` ends with, known or only shaped like one; empty for a bare unit (省, 全市)."""
    if known := places.chain_at_end(run):
        return known
    cut = _NOISE.match(run)
    rest = run[cut.end() :] if cut else run
    if (
        _UNIT_AT_END.fullmatch(rest)
        or not _UNIT_AT_END.search(rest)
        or re.search(r"[全我本各]|人民|大会|工作|报告|政府|地方", rest)
    ):
        return ()
    return split_names(rest)


def _unit_of_text(text: str) -> str | None:
    """The unit that the text calls its own (全县, 我省), by the most frequent one."""
    counts = Counter(m[1] for m in _SELF.finditer(text))
    nation = counts.pop("国", 0)
    if nation > 2 * sum(counts.values()) and text.count("我国") > 20:
        return "国"
    if not counts:
        return None
    unit: str = counts.most_common(1)[0][0]
    if unit == "区" and text.count("自治区") > 10 and counts["市"] < counts["区"]:
        return "自治区"
    return unit


def _resolve(
    name: str, around: set[str], text: str, path: str, year: int | None, level: Level | None
) -> Place | None:
    """The division of that name; of several the one whose upper place the lead, then the text, then the path names."""
    known = list(places.named(name))
    if not known:
        return None
    at_level = [d for d in known if d.rank == level]
    known = at_level or known
    in_time = min(d.away(year) for d in known)
    near = [d for d in known if d.away(year) == in_time] or known
    rank = {"province": 0, "prefecture": 1, "county": 2}
    top = min(rank[d.rank] for d in near)
    near = [d for d in near if rank[d.rank] == top]
    if len({d.code for d in near}) > 1:
        near = _by_parent(near, lambda p: p.name in around or p.short in around)
    if len({d.code for d in near}) > 1:
        counts = {d.code: sum(text.count(p.short) for p in places.parents(d, year)) for d in near}
        most = max(counts.values())
        if most:
            near = [d for d in near if counts[d.code] == most]
    warnings: tuple[str, ...] = ()
    if len({d.code for d in near}) > 1:
        by_path = _by_parent(near, lambda p: p.short in path)
        if len({d.code for d in by_path}) > 1:
            warnings = (f"同名的{name}不止一处，正文没有写明上级，行政区划代码留空",)
            return Place(name, (name,), None, near[0].rank, warnings)
        near, warnings = by_path, (f"同名的{name}不止一处，按文件名取{places.path_of(by_path[0], year)[-2]}",)
    d = places.nearest(near, year)
    assert d is not None
    return Place(d.name, places.path_of(d, year), d.code, d.rank, warnings)


def _by_parent(divisions: list[Division], good) -> list[Division]:  # type: ignore[no-untyped-def]
    """Those with an upper division that is good; all if none is."""
    return [d for d in divisions if any(good(p) for p in places.parents(d, None))] or divisions


def _unknown(clues: list[Clue], scores: Counter[str], level: Level | None, year: int | None) -> Place:
    """A place that the table does not have: the name as printed, the path as far as it is printed or known."""
    name = scores.most_common(1)[0][0]
    chain = max((c.names for c in clues if c.names[-1] == name), key=len)
    if upper := next((d for n in chain[:-1] if (d := places.nearest(places.named(n), year))), None):
        chain = (*places.path_of(upper, year), *chain[chain.index(upper.name) + 1 :])
    unit = _UNIT_AT_END.search(name)
    own = _LEVEL_OF_UNIT.get(unit[1]) if unit else None
    warning = f"行政区划表中没有{name}，代码留空" if own != "township" else "行政区划表不到乡镇，代码留空"
    return Place(
        name, chain, None, own or level or ("prefecture" if len(chain) == 1 else "county"), (warning,)
    )


def _infer(text: str, path: str, unit: str | None, year: int | None) -> Place:
    """A lead without a name: the place of the right unit that the text speaks of most, if it stands out."""
    level = _LEVEL_OF_UNIT.get(unit or "")
    ranked = spoken_of(text, unit, level, year)
    unknown = Place(None, (), None, level, ("正文没有写明是哪里的政府工作报告",))
    if not ranked:
        return unknown
    best, score = ranked[0]
    rival = next((s for d, s in ranked[1:] if d.short != best.short), 0.0)
    if score >= 3 and score >= 1.5 * rival:
        if best.rank == "county" and level is None:
            best = whole_of(best, text, year) or best
        warning = f"开头没有写明地方，由正文所提地名判断为{best.name}"
    else:
        in_path = [d for d, s in ranked if d.name in PurePath(path).parts and s > 0]
        if not in_path:
            return unknown
        best = in_path[0]
        warning = f"开头没有写明地方，正文提到几处，按文件名取{best.name}"
    return Place(best.name, places.path_of(best, year), best.code, best.rank, (warning,))
