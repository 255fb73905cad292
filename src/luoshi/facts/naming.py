"""Names (指标名): what is left of a clause before a number once verbs, adverbs, hedges and connectives are taken off.

``tail`` reads the words before the number backwards (tails.tsv), ``head`` the words that open the clause (heads.tsv).
"""

from __future__ import annotations

from functools import cache

import msgspec
import regex

from luoshi.lexicon import tables

YEAR = r"(?:[12]\d{3}|[一二]九[〇○零一二三四五六七八九]{2}|二[〇○零][〇○零一二三四五六七八九]{2})"
TIME_WORD = (
    rf"(?:{YEAR}[、和]{YEAR}年?这?两年(?:来|中|间)?|[一二三四五十]年[后内]|提前[一二两三四五六七八九十\d]+(?:年|个月)|{YEAR}(?:[-—–－~～至到]{YEAR})?年(?:底|末|初|年底|上半年|下半年)?前?|[“\"]?(?:十[一二三四五]五|(?<=[“\"])(?:十五|[七八九]五)(?=[”\"]))[”\"]?(?:时期|期间|期末|末期|末|以来|五年)?"
    r"|本世纪末|[七八九]十年代|(?:过去|今后|未来|这|近|前|本届政府|最近)(?:的)?[三四五]年(?:来|间|里)?|(?:[三四五]|(?<!\d)[345])年(?:来|间|内)?|一年来|过去(?:的)?一年|去年底?|目前|现在|上年|今年|明年"
    r"|当年|本年|全年|年内|年底前?|年末|上半年|下半年|[一二三四]季度|前三季度|\d{1,2}月(?:份|底|末)?前?|\d{1,2}[-—–－~～至]\d{1,2}月份?|连续[\d一二三四五六七八九十]+(?:[年个月]+|次|届|季度)|本届|同期|本届政府任期内?|任期内)"
    r"(?:我国|全市|全省|全县|全区|我市|我省|我县|我区)?(?:，|,)?"
)
TIME = rf"(?:到|至|截至|截止|自|于)?{TIME_WORD}"
_LEAD_TIME = regex.compile(TIME)
_TRAIL_TIME = regex.compile(rf"(?r){TIME_WORD}的?\Z")
_COMPARE = regex.compile(
    r"(?r)(?:(?<!相|占|之)(?:比|较)(?!重|例|率|值)([^，,。；;、比较与]{2,16}?)(?:相比)?|(?:与|同)([^，,。；;、比较与]{2,16}?)相比)\Z"
)
# “《纲要（草案）》提出，单位生产总值能耗降低20%”
_CITED = regex.compile(r"《[^》]{1,30}》(?:中)?(?:提出|要求|明确|确定|规定|安排)(?:了|的)?")
_ON_BASE = regex.compile(
    rf"(?r)在?(?P<base>{YEAR}年|上年|去年|[“\"][^”\"]{{2,4}}[”\"]末?)(?:的)?基础上\Z|在[^，,。；;、]{{2,30}}?(?:基础上|前提下|情况下|条件下|形势下|背景下)\Z"
)
_INNER_TIME = regex.compile(
    rf"(?<=(?:计划|要求|提出|确定|安排|建议|预计|力争|争取|确保|全区|全市|全省|全县|我国|我省|我市|我县|我区))(?:到|至)?(?:今年|全年|明年|本年|{YEAR}年)的?(?=\p{{Han}}{{2}})"
)
# “低于预期目标0.2个百分点”: a target is what the value is compared with.
_AIMED = regex.compile(
    r"(?r)(?P<than>高于|低于|快于|慢于|优于|好于|超过|超出|高出|比|较)[^，,。；;、比较于]{0,10}目标\Z"
)
_ITEM = regex.compile(
    r"(?:[(（]?[一二三四五六七八九十\d]{1,3}[)）.．、](?![二三]、)|[一二三四五六七八九十]{1,2}[是要])\s*"
)
_BLANK = " 　\t\n"
# A cheap test before the time patterns are tried.
_TIME_OPENS = frozenset('提0123456789到至截自于一二三四五十“"本过今后未来这近前最去上明当全年下任同连八九七')
_TIME_ENDS = frozenset('年底末初间期来内里度月份的，,”"五国市省县区届')
_MOVES = frozenset(("up", "down", "fan"))


class Tail(msgspec.Struct, gc=False):
    """What the words before a number say. ``core`` is what stands before them, ``at`` its length in the text given."""

    core: str
    words: tuple[str, ...]
    effects: frozenset[str]
    kept: str
    compare: str | None = None
    time: str | None = None


class Head(msgspec.Struct, gc=False):
    """The clause without its opening words, and what these said; ``cut`` characters were taken off."""

    core: str
    cut: int
    effects: frozenset[str]
    scope: str | None = None


@cache
def _tails() -> dict[str, tuple[str, ...]]:
    return {r["word"]: tuple(r["effect"].split()) for r in tables.rows("tails.tsv")}


@cache
def _heads() -> dict[str, str]:
    return {r["word"]: r["effect"] for r in tables.rows("heads.tsv")}


@cache
def _tail_lengths() -> dict[str, tuple[int, ...]]:
    """Last character -> lengths of the tail words that end with it, longest first."""
    return _lengths(tuple(_tails()), -1)


@cache
def _head_lengths() -> dict[str, tuple[int, ...]]:
    """First character -> lengths of the head words that begin with it, longest first."""
    return _lengths(tuple(_heads()), 0)


def _lengths(words: tuple[str, ...], at: int) -> dict[str, tuple[int, ...]]:
    found: dict[str, set[int]] = {}
    for word in words:
        found.setdefault(word[at], set()).add(len(word))
    return {c: tuple(sorted(sizes, reverse=True)) for c, sizes in found.items()}


def tail(before: str) -> Tail:
    """Reads ``before`` (a clause up to its number) from the right: verbs, adverbs and hedges off, the rest is core."""
    table, lengths = _tails(), _tail_lengths()
    core = before.rstrip(_BLANK)
    words: list[str] = []
    effects: set[str] = set()
    kept = ""
    compare = time = None
    while core:
        if core.endswith(("基础上", "前提下", "情况下", "条件下", "形势下", "背景下")) and (
            c := _ON_BASE.search(core)
        ):
            compare, core = compare or c["base"], core[: c.start()].rstrip(_BLANK)
            continue
        found = None
        n = 0
        for n in lengths.get(core[-1], ()):
            found = table.get(core[-n:]) if n <= len(core) else None
            if found is not None:
                if core[-n] not in "均五四三" or not _of_each(core, n):
                    break
                found = None
        if found is not None and ("stop" in found or _is_work(core, n)):
            break
        if found is not None and core.endswith("目标") and (aimed := _AIMED.search(core)):
            if aimed["than"] in "比较" and compare is None and effects & _MOVES:
                compare, core = core[aimed.end("than") :], core[: aimed.start()].rstrip(_BLANK)
                continue
            break
        if found is not None:
            # “完成35亿元” alone is a verb of the thing after the number; “投资完成35亿元” a verb of the thing before it.
            if "keep" in found and n == len(core) and core in _leaning():
                break  # “服务业增加值…、占比达52%”: a noun that leans on what was named
            if "keep" in found and n < len(core):
                kept = core[-n:] + kept
            words.append(core[-n:])
            effects.update(found)
            core = core[:-n].rstrip(_BLANK)
            if "aim" in found:  # “增长的预期目标为8%”
                core = core.removesuffix("的")
            continue
        if compare is None and effects & _MOVES and (c := _COMPARE.search(core)):
            compare, core = c[1] or c[2], core[: c.start()].rstrip(_BLANK)
            continue
        t = _TRAIL_TIME.search(core) if core[-1] in _TIME_ENDS and time is None else None
        if t and t.end() - t.start() > 1:
            time, core = t[0], core[: t.start()].rstrip(_BLANK)
            continue
        break
    return Tail(core, tuple(words), frozenset(effects), kept, compare, time)


def _of_each(core: str, n: int) -> bool:
    """Whether a 均 is that of 人均, 户均, 亩均, or a 五年 that of 前五年 (“比前五年增长”)."""
    return core[-n - 1 : -n] in (("人", "户", "亩", "地") if core[-n] == "均" else ("前", "上", "个"))


@cache
def _leaning() -> frozenset[str]:
    return frozenset(tables.lines("elliptic_heads.txt"))


def _is_work(core: str, n: int) -> bool:
    """Whether the word only closes a longer verb of work (改造提升, 下达, 签约): then it says nothing of the number."""
    word = core[-n:]
    if word in ("提升", "提高") and core[:-n] in _verbs():
        return True  # 整治提升, 优化提升
    longer = _work().get(word)
    return longer is not None and core.endswith(longer)


@cache
def _work() -> dict[str, tuple[str, ...]]:
    """Tail word -> the verbs of work that end with it."""
    verbs = [a for a in tables.lines("actions.txt") if len(a) < 7 and a not in _tails()]
    found = {word: tuple(a for a in verbs if a.endswith(word)) for word in _tails()}
    return {word: longer for word, longer in found.items() if longer}


def head(core: str) -> Head:
    """Takes connectives, scope and time words off the front of ``core``."""
    table, lengths = _heads(), _head_lengths()
    at = 0
    effects: set[str] = set()
    scope = None
    size = len(core)
    while at < size:
        first = core[at]
        if first in " 　\t、,，）)的.．·•①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳" or (first == "了" and at):
            at += 1
            continue
        if first == "《" and (cited := _CITED.match(core, at)):
            at = cited.end()
            continue
        if first == "连" and (t := _LEAD_TIME.match(core, at)):
            at = t.end()
            continue
        for n in lengths.get(first, ()):
            found = table.get(core[at : at + n])
            if found is not None and found != "keep":
                if found == "manner" and not leading_work(core[at + n : at + n + 4]):
                    continue  # 高标准农田 is a thing, 高标准建设 a way of doing
                effects.add(found)
                if found == "scope":
                    scope = core[at : at + n]
                at += n
                break
        else:
            t = (_LEAD_TIME.match(core, at) if first in _TIME_OPENS else None) or (
                _ITEM.match(core, at) if at == 0 else None
            )
            if not t or t.end() == at:
                break
            at = t.end()
    if (
        "年" in core
        and (inner := _INNER_TIME.search(core, at))
        and not leading_work(core[at : inner.start()])
    ):
        at = inner.end()  # “国家计划要求今年的国民生产总值”
    return Head(core[at:], at, frozenset(effects), scope)


def leading_work(phrase: str) -> bool:
    """Whether a verb of work opens ``phrase``: then a time word inside belongs to the thing done."""
    return any(phrase[:n] in _verbs() for n in range(2, 5))


@cache
def _verbs() -> frozenset[str]:
    return frozenset(tables.lines("actions.txt")) - {"安排"}


def effects_of(word: str) -> tuple[str, ...]:
    """The effects of a tail word."""
    return _tails().get(word, ())
