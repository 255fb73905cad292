"""Who delivered the report (报告人、职务)."""

from __future__ import annotations

from functools import cache

import msgspec
import regex as re

from luoshi.lexicon import tables

_GAP = r"[ \t\u3000\xa0]*"
_SEP = r"[\s\u3000\xa0?？：:;；，,—\-]*"
# A name as printed: two to four characters, maybe set apart by blanks, or a longer one of a minority people (with · or not).
_PERSON = r"(?:\p{Han}{1,8}(?:[·•・．‧∙]\p{Han}{1,8})+|\p{Han}(?:[ \t\u3000\xa0]{1,6}\p{Han}){1,3}(?!\p{Han})|\p{Han}{2,6})"


class Speaker(msgspec.Struct, frozen=True):
    """Name and title of the speaker as printed, blanks out; ``organ`` is what stands before the title (县人民政府)."""

    name: str | None
    title: str | None
    organ: str


@cache
def titles() -> dict[str, str]:
    """Title → level it belongs to, or the empty string."""
    return {r["title"]: r["level"] for r in tables.rows("titles.tsv")}


@cache
def _surnames() -> frozenset[str]:
    return frozenset("".join(tables.lines("surnames.txt")))


@cache
def _title_pattern() -> str:
    spaced = "|".join(_GAP.join(t) for t in sorted(titles(), key=len, reverse=True))
    joint = r"(?:兼[\p{Han}]{2,16}?(?:主任|部长|行长))?"
    return rf"(?:(?:常务)?副{_GAP}|代{_GAP}理?{_GAP})?(?:{spaced}){joint}"


@cache
def _titled() -> re.Pattern[str]:
    """Title, then name, at a head's end or before a verb of reporting."""
    return re.compile(
        rf"(?P<organ>(?:[\p{{Han}}·、]{{0,40}}?)){_GAP}(?P<title>{_title_pattern()})(?![们会团办任职和])"
        rf"{_SEP}(?P<name>{_PERSON})?(?=(?:同志)?(?:代表|向|在|所?作|做|\s|$|[（(）)，,。！!：:—<《|·?？]))"
    )


_REPORTING = re.compile(
    rf"(?P<name>{_PERSON})(?:同志)?(?:代表|向大会|在[^。\n]{{0,40}}|所)?[^。\n]{{0,30}}作了?《?政府工作报告"
)
_NOT_A_NAME = re.compile(
    r"报告|政府|工作|会议|人民|代表|大会|目录|全文|摘要|回顾|主持|来源|发布|作者|编辑|关于|一[、是]|时间|记者|主任|通过|审议|草案|目标|发展|原标题|标题"
)


def find_speaker(head: str) -> Speaker:
    """The speaker in a head whose congress names and dates are blanked out; every field may be empty.

    The last title with a name after it counts (a head tells the congress first, then the speaker); a line that is only a
    name counts where no title stands; a caption (某某作政府工作报告) is a sentence like any other.
    """
    best: Speaker | None = None
    for m in _titled().finditer(head):
        name = clean_name(m["name"]) if m["name"] else None
        title = squeeze(m["title"])
        found = Speaker(name, title, squeeze(m["organ"] or ""))
        if best is None or name or not best.name:
            best = found
    if best and best.name:
        return best
    bare = _bare_name(head)
    if best:
        return Speaker(bare, best.title, best.organ)
    if bare is None and (m := _REPORTING.search(head)):
        bare = clean_name(m["name"])
        if bare and (title := _title_at_end().search(m["name"])):
            return Speaker(bare, title[0], "")
    return Speaker(bare, None, "")


@cache
def _title_at_end() -> re.Pattern[str]:
    return re.compile(rf"{_title_pattern()}$")


def clean_name(printed: str) -> str | None:
    """A printed name without blanks; None if it cannot be one."""
    name = re.sub(r"[•・．‧∙]", "·", squeeze(printed))
    if (title := _title_at_end().search(name)) and title.start() >= 2:
        name = name[: title.start()]  # 某某市长作政府工作报告
    if len(name) < 2 or _NOT_A_NAME.search(name):
        return None
    return name


def squeeze(text: str) -> str:
    """``text`` without blanks."""
    return "".join(text.split())


_LINE = re.compile(rf"(?:^|[\n（(）)\s])[—\-─ \t\u3000\xa0]*(?P<name>{_PERSON})\s*(?=$|[\n（()）<])")
_LAST_LINE = re.compile(r"(?:^|\n)[—\-─\s（(]*(?P<name>\p{Han}{3,5})[\s）)]*$")


def _bare_name(head: str) -> str | None:
    """A line that is only a name: one with a known family name, or the last line before the salutation."""
    found = None
    for m in _LINE.finditer(head, overlapped=True):
        name = clean_name(m["name"])
        if name and ((name[0] in _surnames() and len(name) <= 4) or "·" in name):
            found = name
    if found is None and (m := _LAST_LINE.search(head)):
        found = clean_name(m["name"])
    return found
