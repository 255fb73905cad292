"""Who delivered the report (报告人、职务)."""

from __future__ import annotations

from functools import cache
from typing import get_args

import msgspec
import regex as re

from luoshi.lexicon import tables
from luoshi.report.report import Level

_BLANK = r"[ \t\u3000\xa0?？]"  # a broken no-break space is left as ??
_BETWEEN = r"[\s\u3000\xa0?？：:;；，,—\-]*"
_REPORTS = r"(?:同志)?(?:代表|向|在|所?作|做)"
"""What follows a name in a sentence that tells of the report."""

_ORGAN = re.compile(rf"[\p{{Han}}·、]+{_BLANK}*$")
"""What stands right before a title."""

_LEVELS: dict[str, Level] = {level: level for level in get_args(Level)}


class Speaker(msgspec.Struct, frozen=True):
    """Name and title of the speaker as printed, blanks out; ``organ`` is what stands before the title (县人民政府)."""

    name: str | None
    title: str | None
    organ: str


@cache
def titles() -> dict[str, Level | None]:
    """Title → level it belongs to; None where several levels use it."""
    return {r["title"]: _LEVELS.get(r["level"]) for r in tables.rows("titles.tsv")}


def level_of_title(title: str | None) -> Level | None:
    """The level of government that a printed title (代县长) belongs to, if it says so."""
    return titles().get(re.sub("^(?:常务副|副|代理|代)|兼.*$", "", title)) if title else None


def find_speaker(head: str) -> Speaker:
    """The speaker in a head whose congress and dates are cut out; every field may be empty.

    The last title with a name after it counts (a head tells the congress first, then the speaker); a line that is only a
    name counts where no title has one; a caption (某某作政府工作报告) is a sentence like any other.
    """
    best: Speaker | None = None
    for m in _patterns().titled.finditer(head):
        name = clean_name(m["name"]) if m["name"] else None
        if best is None or name or not best.name:
            organ = _ORGAN.search(head, max(0, m.start() - 40), m.start())
            best = Speaker(name, squeeze(m["title"]), squeeze(organ[0]) if organ else "")
    if best and best.name:
        return best
    bare, title = _bare_name(head), None
    if best is None and bare is None and (told := _patterns().reporting.search(head)):
        bare = clean_name(told["name"])
        after = _patterns().title_at_end.search(told["name"]) if bare else None
        title = after[0] if after else None
    return Speaker(bare, best.title, best.organ) if best else Speaker(bare, title, "")


def clean_name(printed: str) -> str | None:
    """A printed name without blanks; None if it cannot be one."""
    name: str = re.sub(r"[•・．‧∙]", "·", squeeze(printed))
    if (title := _patterns().title_at_end.search(name)) and title.start() >= 2:
        name = name[: title.start()]  # 某某市长作政府工作报告
    return None if len(name) < 2 or _patterns().no_name.search(name) else name


def squeeze(text: str) -> str:
    """``text`` without blanks and what is left of broken ones."""
    return "".join(text.replace("?", " ").replace("？", " ").split())


_PLACE_END = re.compile("[省市县区旗镇乡]$")


def _bare_name(head: str) -> str | None:
    """A line that is only a name: one with a known family name, or the last line before the salutation."""
    found = None
    for m in _patterns().line.finditer(head, overlapped=True):
        name = clean_name(m["name"])
        if name and ((name[0] in _patterns().surnames and len(name) <= 4) or "·" in name):
            found = None if _PLACE_END.search(name) else name
    if found is None and (last := _patterns().last_line.search(head)):
        found = clean_name(last["name"])
    return found if found and not _PLACE_END.search(found) else None


class _Patterns(msgspec.Struct, frozen=True):
    """The compiled patterns and the family names."""

    titled: re.Pattern[str]
    reporting: re.Pattern[str]
    line: re.Pattern[str]
    last_line: re.Pattern[str]
    title_at_end: re.Pattern[str]
    no_name: re.Pattern[str]
    surnames: frozenset[str]


@cache
def _patterns() -> _Patterns:
    person, title = _person(), _title()
    no_title_after = "[们会团办任职和]"  # 市长们, 主席团, 市长办公会
    titled = (
        rf"(?P<title>{title})(?!{no_title_after}){_BETWEEN}"
        rf"(?P<name>{person})?(?={_REPORTS}|\s|$|[（(）)，,。！!：:—<《|·?？])"
    )
    reporting = rf"(?P<name>{person}){_REPORTS}?[^。\n]{{0,60}}作了?《?政府工作报告"
    line = rf"(?:^|[\n（(）)\s])[—\-─ \t\u3000\xa0]*(?P<name>{person})\s*(?=$|[\n（()）<])"
    last_line = r"(?:^|\n)[—\-─\s（(]*(?P<name>\p{Han}{3,5})[\s）)]*$"
    return _Patterns(
        titled=re.compile(titled),
        reporting=re.compile(reporting),
        line=re.compile(line),
        last_line=re.compile(last_line),
        title_at_end=re.compile(rf"{title}$"),
        no_name=re.compile("|".join(tables.lines("not_names.txt"))),
        surnames=frozenset("".join(tables.lines("surnames.txt"))),
    )


def _person() -> str:
    """A name as printed: two to four characters, maybe set apart by blanks, or a longer one of a minority people."""
    apart = f"{_BLANK}{{1,6}}"
    double = "|".join(tables.lines("surnames_double.txt"))
    forms = (
        r"\p{Han}{1,8}(?:[·•・．‧∙]\p{Han}{1,8})+",
        rf"(?:{double}){apart}\p{{Han}}{{1,2}}(?!\p{{Han}})",
        rf"\p{{Han}}(?:{apart}\p{{Han}}){{1,3}}(?!\p{{Han}})",
        rf"\p{{Han}}{apart}\p{{Han}}{{2,4}}(?!\p{{Han}})",
        r"\p{Han}{2,6}",
    )
    return f"(?:{'|'.join(forms)})"


def _title() -> str:
    """A title with what goes before it (代, 代理, 副) and a second office after 兼."""
    spaced = "|".join(f"{_BLANK}*".join(t) for t in sorted(titles(), key=len, reverse=True))
    second = r"(?:兼\p{Han}{2,16}?(?:主任|部长|行长))?"
    return rf"(?:(?:常务)?副{_BLANK}*|代{_BLANK}*理?{_BLANK}*)?(?:{spaced}){second}"
