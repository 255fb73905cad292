"""The congress that a report was made to, and the day (会议名称、会议日期)."""

from __future__ import annotations

import msgspec
import regex as re

from luoshi.report import places
from luoshi.report.years import Day, days_in

_N = "[一二三四五六七八九十百〇零0-9０-９]{1,4}"
_SESSION = re.compile(
    rf"(?:第?{_N}届全国|(?P<kind>第?{_N}届))(?:人民代表大会|人代会|人大)(?:常务委员会)?(?P<session>第?{_N}次(?:全体)?会议?)?"
)
_HAN = re.compile(r"[\p{Han}·]+$")
# What the name of a congress does not begin with: the run of characters before 第N届 is cut behind the last of these.
_BEFORE = re.compile(r".*(?:[在于向日号]|会议?上|提交|召开的|关于|出席)")
_UNIT = re.compile(
    r"(?:[\p{Han}·]{1,12}?(?:自治区|自治州|自治县|自治旗|地区|[省市县区旗州盟镇乡])|街道)+$|(?:自治[区州县旗]|[省市县区旗州盟镇乡])$"
)
_NATION = "中华人民共和国"


class Meeting(msgspec.Struct, frozen=True):
    """A congress in a text whose blanks are out: its name as printed, the places named in it, its span there."""

    name: str
    places: tuple[str, ...]
    national: bool
    complete: bool
    start: int
    end: int


def find_meetings(squeezed: str) -> list[Meeting]:
    """The congresses named in a text without blanks, in order."""
    out = []
    for m in _SESSION.finditer(squeezed):
        national = m["kind"] is None
        start, chain = _beginning(squeezed, m.start(), national)
        name = squeezed[start : m.end()]
        if m["session"] and not name.endswith("会议"):
            name += "议"  # 第一次会上
        out.append(Meeting(name, chain, national, m["session"] is not None, start, m.end()))
    return out


def _beginning(text: str, at: int, national: bool) -> tuple[int, tuple[str, ...]]:
    """Where the name of the congress begins whose 第N届 stands at ``at``, and the division names in front."""
    if national:
        return (at - len(_NATION) if text[:at].endswith(_NATION) else at), ()
    run = _HAN.search(text, max(0, at - 40), at)
    if run is None:
        return at, ()
    before = run[0]
    if chain := places.chain_at_end(before):
        return at - sum(map(len, chain)), chain
    cut = _BEFORE.match(before)
    rest = before[cut.end() :] if cut else before
    unit = _UNIT.search(rest)
    if unit is None:
        return at, ()
    return at - len(unit[0]), split_names(unit[0])


_NAME = re.compile(r"[\p{Han}·]{2,12}?(?:自治区|自治州|自治县|自治旗|地区|[省市县区旗州盟镇乡]|街道)")


def split_names(run: str) -> tuple[str, ...]:
    """Names of places that no table knows, by their last words (青山市柳河区 → 青山市, 柳河区)."""
    return tuple(m[0] for m in _NAME.finditer(run))


_REPORTED = re.compile(r"[^。]{0,60}?[作做]了?的?《?政府工作报告")


def choose(meetings: list[Meeting], squeezed: str) -> Meeting | None:
    """The congress of the report among those its head names: where news tells of the report, else the last complete one."""
    whole = [m for m in meetings if m.complete] or meetings
    told = [m for m in whole if _REPORTED.match(squeezed, m.end)]
    return next(iter(told or whole[-1:]), None)


def day_of(text: str, meeting: Meeting | None) -> Day | None:
    """The day of the congress in a squeezed head: the date nearest to its name, else the last date of the head.

    A date with a year is preferred to one without, one with a day to one without.
    """
    days = list(days_in(text))
    if not days:
        return None

    def rank(d: Day) -> tuple[bool, bool, bool, int]:
        if meeting is None:
            distance = len(text) - d.end
        else:
            distance = meeting.start - d.end if d.end <= meeting.start else d.start - meeting.end
        in_sentence = text[d.end : d.end + 1] in ("，", ",")
        return (d.year is None, in_sentence, d.day is None, abs(distance))

    return min(days, key=rank)
