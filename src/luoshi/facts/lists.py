"""Lists that share their head or prefix (分别、合称、并列): one phrase for several things, several values for one phrase."""

from __future__ import annotations

from functools import cache

import regex

from luoshi.facts.indicators import resolve
from luoshi.lexicon import tables

_JOINT = regex.compile(r"、|以及|和|与|及|，|,")
_COMMAS = regex.compile(r"、|，|,")
_ANDS = regex.compile(r"以及|和|与|及|，|,")
# “用于科技、教育和卫生的支出”: the list stands inside the phrase.
_USED_FOR = regex.compile(
    r"(?P<lead>.{0,14}?(?:用于|投入|对|向|在|占))(?P<list>[^的]{4,40})(?P<end>的(?:财政)?(?:[^的]{0,6}(?:支出|投入|资金|投资|贷款|出口|进口|进出口|占比|比重|贡献率)))\Z"
)
_RATE_END = regex.compile(r"(?:年均)?(?:增速|增幅|增长速度|涨幅|降幅)$")
# “装备制造、石化业增加值占工业的比重”: the whole share belongs to each.
_SHARE_END = regex.compile(
    r"(?P<head>增加值|总产值|产值|销售收入|营业收入|收入|投资|出口额|出口|贷款|面积|产量)?(?P<share>占[^占]{2,16}(?:比重|比例|份额))\Z"
)
_OPEN, _CLOSE = "“‘（(《", "”’）)》"
_OPEN_ANY = frozenset(_OPEN)


@cache
def _stems() -> tuple[str, ...]:
    return tuple(sorted(tables.lines("stems.txt"), key=lambda s: (-len(s), s)))


@cache
def _stem_lengths() -> tuple[frozenset[str], tuple[int, ...]]:
    """The stems, and their lengths, longest first."""
    return frozenset(_stems()), tuple(sorted({len(s) for s in _stems()}, reverse=True))


@cache
def _bare() -> frozenset[str]:
    return frozenset(tables.lines("bare_parts.txt"))


@cache
def _verbs() -> frozenset[str]:
    return frozenset(tables.lines("actions.txt"))


@cache
def _fused() -> tuple[tuple[str, tuple[str, ...]], ...]:
    found = [(r["fused"], tuple(r["parts"].split("|"))) for r in tables.rows("fused.tsv")]
    return tuple(sorted(found, key=lambda r: -len(r[0])))


def split(phrase: str, n: int) -> list[str] | None:
    """The ``n`` full names that ``phrase`` stands for, None where it does not come to ``n``.

    城乡居民人均可支配收入 (2) gives 城镇… and 农村…; 仓储、邮政业营业收入 (2) gives 仓储营业收入, 邮政业营业收入.
    """
    if n > 1 and (several := _several(phrase, n)):
        return several
    if n > 1 and (m := _USED_FOR.match(phrase)):
        inner = split(m["list"], n)
        if inner:
            return [m["lead"] + part + m["end"] for part in inner]
    parts = _parts(phrase)
    if len(parts) == n:
        return _share(parts)
    if len(parts) > n > 1:
        for marks in (_COMMAS, _ANDS):  # “A和B业、C和D业增加值” has two parts, not four
            fewer = _parts(phrase, marks)
            if len(fewer) == n:
                return _share(fewer)
    if len(parts) > n > 1:
        # The front of the clause may hold other lists (“完善交通、水利…”): only the last n parts belong to the values.
        return None
    grown: list[str] = []
    for part in _share(parts) if len(parts) > 1 else parts:
        grown.extend(_several(part, 2) or [part])
    return grown if len(grown) == n else None


def done_apart(phrase: str, n: int) -> list[str] | None:
    """“高职、技工院校分别实现扩招” (2): a verb that no table knows stands behind 分别."""
    before, _, after = phrase.partition("分别")
    names = split(before, n)
    did = after.removeprefix("实现").removeprefix("完成")
    return [name + did for name in names] if names else split(phrase, n)


def parts_of(phrase: str) -> list[str]:
    """The things of a list with their shared words restored; one thing alone is a list of one."""
    parts = _parts(phrase)
    return _share(parts) if len(parts) > 1 else parts


def pair(phrase: str) -> list[str] | None:
    """The two things of a fused word (城乡, 存贷款), None where there is none."""
    return _several(phrase, 2)


def _several(phrase: str, n: int) -> list[str] | None:
    for fused, parts in _fused():
        at = phrase.find(fused) if len(parts) == n else -1
        if 0 <= at <= 12:
            before, after = phrase[:at], phrase[at + len(fused) :]
            if "、" in before or (fused == "城乡" and after.startswith(("一体", "融合", "建设", "环境"))):
                continue
            return [before + part + after for part in parts]
    return None


def _parts(phrase: str, joint: regex.Pattern[str] = _JOINT) -> list[str]:
    out: list[str] = []
    at = 0
    closed = _OPEN_ANY.isdisjoint(phrase)
    for m in joint.finditer(phrase):
        if m[0] in ("和", "与", "及") and _inside_word(phrase, m.start()):
            continue
        if closed or not _inside_brackets(phrase, m.start()):
            out.append(phrase[at : m.start()])
            at = m.end()
    out.append(phrase[at:])
    return [p.strip() for p in out if p.strip()]


def _inside_brackets(phrase: str, at: int) -> bool:
    depth = 0
    for c in phrase[:at]:
        if c in _OPEN:
            depth += 1
        elif c in _CLOSE:
            depth = max(0, depth - 1)
    return depth > 0


def _inside_word(phrase: str, i: int) -> bool:
    return phrase[i : i + 2] in ("和美", "和谐", "及以", "与会", "和平") or phrase[i - 1 : i + 1] in (
        "共和",
        "普及",
        "涉及",
        "参与",
        "以及",
        "饱和",
        "综和",
        "缓和",
    )


def _share(parts: list[str]) -> list[str]:
    last = parts[-1]
    out = list(parts)
    if all(p in _verbs() for p in parts[:-1]):
        # “新建、提升创业孵化基地”: several things done to one object
        did = next((last[:n] for n in range(6, 1, -1) if last[:n] in _verbs() and len(last) > n + 1), "")
        if did:
            return [p + last[len(did) :] for p in out[:-1]] + [last]
    if (of := _SHARE_END.search(last)) is not None and of.start() > 1:
        head, share = of["head"] or "", of["share"]
        return [
            p if "占" in p else (p if p.endswith(head or " ") else p + head) + share for p in out[:-1]
        ] + [last]
    rate = _RATE_END.search(last)
    behind = rate[0] if rate and not any(p.endswith(rate[0]) for p in parts[:-1]) else ""
    last = last[: len(last) - len(behind)]
    known, lengths = _stem_lengths()
    stem = next((last[-n:] for n in lengths if n < len(last) and last[-n:] in known), None)
    prefix = _shared_prefix(parts)
    if prefix:
        return [parts[0]] + [p if resolve(p) and p not in _bare() else prefix + p for p in parts[1:]]
    if stem is None:
        # “口岸进口、出口整体通关时间”: the first ends like the last begins (进口 / 出口)
        return [
            part + last[2:] + behind if len(part) >= 2 and part[-1:] == last[1:2] and len(last) > 3 else part
            for part in out[:-1]
        ] + out[-1:]
    kin = last[: len(last) - len(stem)][-2:]
    for i, part in enumerate(parts[:-1]):
        if part[-2:] == kin and len(kin) == 2:
            out[i] = _merged(part, stem) + behind  # “常住人口、户籍人口城镇化率”
            continue
        if resolve(part) is not None and resolve(_merged(part, stem)) is None:
            continue  # complete in itself: “失业率、农产品价格涨幅”
        if not part.endswith(_stems()) or resolve(part + stem) is not None:
            part = _merged(part, stem)
        out[i] = part + behind
    return out


def _merged(part: str, stem: str) -> str:
    """城镇居民 + 居民人均可支配收入 is 城镇居民人均可支配收入."""
    for n in range(min(len(part), len(stem)), 0, -1):
        if part.endswith(stem[:n]):
            return part + stem[n:]
    return part + stem


def _shared_prefix(parts: list[str]) -> str | None:
    """The words that later, bare parts lean on: “单位GDP用水量、能耗” gives 单位GDP."""
    first, rest = parts[0], parts[1:]
    if not any(p in _bare() for p in rest):
        return None
    for stem in sorted({*_bare(), *_stems()}, key=lambda s: (-len(s), s)):
        if first.endswith(stem) and len(first) > len(stem):
            return first[: -len(stem)]
    return None
