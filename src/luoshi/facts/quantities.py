"""The quantity scanner (数量): every number with its unit, range, hedge and rank, in one pass over the text.

A quantity is what stands in the text, before anybody asks what it is a quantity of: value and unit as printed, the
operator of the words that touch it, its span. Numbers that count nothing (dates, names, 5G) are not returned.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Any

import regex

from luoshi.facts.chinese_quantities import COUNT, counted
from luoshi.facts.numerals import MAGNITUDES, arabic, chinese
from luoshi.facts.quantity import (
    AFTER,
    BIG,
    DASH,
    DIGITS,
    MAGNITUDE,
    NUMBER,
    OPERATOR_AFTER,
    OPERATOR_BEFORE,
    PER,
    Quantity,
    unit_at,
    unit_classes,
    unit_pattern,
)
from luoshi.facts.shapes import Op

_WIDE_SIGNS = {"％": "%", "％o": "‰", "%o": "‰"}


@cache
def _arabic_pattern() -> regex.Pattern[str]:
    unit = unit_pattern()
    ratio = r"(?P<ratio>(?:\s?[:：∶]\s?\d+(?:\.\d+)?){1,3})(?![\d年月])"
    magnitude = rf"[;； ]?(?P<infix>[多余几]?)(?P<mag>{MAGNITUDE})?(?P<infix2>[多余几]?)"
    whole = rf"{magnitude}[;； ]?(?P<unit>{unit})?(?P<per>{PER})?"
    upto = rf"\s?(?P<dash>{DASH})\s?(?P<b>{NUMBER})(?P<infixb>[多余几]?)(?P<magb>{MAGNITUDE})?[多余几]?(?P<unitb>{unit})?(?P<perb>{PER})?"
    tail = rf"(?P<infix3>[多余](?![个种项条家户名元]))?(?P<after>\s?{AFTER})?"
    return regex.compile(rf"(?<![\d.A-Za-z])(?P<a>{NUMBER})(?:{ratio}|{whole}(?:{upto})?{tail})")


# Quantities in words: each kind has its own pattern with a rare beginning, which is far quicker than one for all.
_WHOLE = rf"[{DIGITS}]+(?:点[{DIGITS}]+)?"
_PERCENT = re.compile(
    rf"(?P<base>[百千])分之(?P<low>{_WHOLE})(?:(?P<dash>[至到—－-])(?:[百千]分之)?(?P<high>{_WHOLE}))?(?P<after>{AFTER})?"
)
_FRACTION = regex.compile(
    rf"(?P<under>[二三四五六七八九十])分之(?<![百千万第][二三四五六七八九十]分之)(?P<over>[一二三四五六七八九])(?P<after>{AFTER})?"
)
_HALF = re.compile(rf"一半(?P<after>{AFTER})?")
_HALF_BEFORE = regex.compile(
    "(?r)(?P<hedge>近|超过|超|过|约)\\Z|(?:占|减少|降低|压减|缩减|压缩|达到|占了|占到)\\Z"
)
_FAN = re.compile(
    r"翻(?<!个翻)了?(?P<hedge>近|约|超)?(?P<n>[一二两三四\d])?番(?P<half>半|多)?(?P<after>以上|左右)?"
)
_ZERO = re.compile(r"清零|零发生")
_NIL = re.compile("零(?=增长|上涨)")
_RANK = re.compile(
    r"第(?P<rank>\d{1,3}|[一二三四五六七八九十]{1,3})\s?(?:位|名)?"
    r"|前(?P<top>\d{1,3}|[一二三四五六七八九十百]{1,3})(?:位|名|强|列)?(?!年|期|往|个|季|月|所|瞻)"
)
_FIRST = re.compile(
    r"首位(?!度|战略|产业)|榜首|头名|最(?<=全[国省市区县州]最)[高低多少大小快好优强长](?=[，,。；;、）)]|$)"
)
_STRONG = re.compile(r"强(?!企|化|调|镇|民|国|农|工|园|制|优|势|劲|大|烈)")
_STRONG_NUMBER = regex.compile(r"(?r)(?:(?<!\d)\d{1,4}|[十百])\Z")
_BARE_BIG = re.compile(
    r"(?P<hedge>超过|突破|接近|将近|迈上|跨上|迈入|跨入|站上|跨过|跃上|登上|跨越|不足|冲刺|逼近|超|近|过|逾|破|达|上)"
    rf"(?P<big>{BIG})(?!分之)"
)
_PEOPLE = re.compile(r"[\u4e00-\u9fff]{0,8}(?:群众|人口|农民|居民|职工|学生|百姓|市民|游客|劳动力|困难)")
_STAIR = re.compile(r"元?(?:台阶|大关|级|规模|关口)")
# A number without a unit is a value only of a thing that has none: indices, coefficients, ratios of incomes.
# “收入增长-2.9%”: a fall told as a rise.
_MINUS = regex.compile(r"[长速幅为](?P<sign>\s?[-－]\s?)\Z")
_INDEX = regex.compile(
    r"(?r)(?:指数|系数|倍差|收入比|比值|总和生育率)[^，,。；;：:、\d]{0,9}?(?:[\d.]+[^，,。；;：:、\d]{0,6}?)?(?:为|达到?|至|到|由|从|是|在|低于|高于|\d\.?\d*)\s?\Z"
)
_NOT_INDEX = regex.compile(r"\s?[年月日号\d.%％:：∶—-]")


def scan(text: str) -> list[Quantity]:
    """All quantities of ``text`` in order; where two readings overlap, the one that begins first holds."""
    found = [q for m in _arabic_pattern().finditer(text) if (q := _arabic(m, text)) is not None]
    for pattern, read in _WORDS:
        found += [q for m in pattern.finditer(text) if (q := read(m)) is not None]
    found.sort(key=lambda q: (q.start, -q.end))
    out: list[Quantity] = []
    for q in found:
        if not out or q.start >= out[-1].end:
            out.append(q)
    return out


def _arabic(m: regex.Match[str], text: str) -> Quantity | None:
    a, ratio, infix, mag, infix2, unit, per, dash, b, infixb, magb, unitb, perb, infix3, after = m.groups()
    value = arabic(a)
    start = m.start()
    minus = _MINUS.search(text, max(0, start - 2), start) if text[start - 1] in "-－ " else None
    if minus:
        value = -value
    if ratio:
        return _ratio(m, value)
    flags: tuple[str, ...] = ()
    high = None
    if b is not None:
        if (
            unitb is None and magb is None
        ):  # a dash that leads nowhere (“12-某地”): only what stands before it
            return _single(m, value, text)
        high, flags = arabic(b), (dash,)
        if unit and (unit, mag) != (unitb, magb):
            flags = (dash, "range_may_be_fused")
        unit, mag, per, infix2 = unitb, magb, perb, infix2 or infixb
    if unit is None and mag is None:
        if _INDEX.search(text, max(0, m.start() - 24), m.start()) and not _NOT_INDEX.match(text, m.end("a")):
            return Quantity(
                m.start(), m.end("a"), "index", value, None, OPERATOR_AFTER.get((after or "").strip(), "=")
            )
        if not after and text[m.end() : m.end() + 1] in ("、", "和", "与", "及"):
            return Quantity(m.start(), m.end("a"), "bare", value, None)
        return None
    sort = unit_classes()[unit] if unit else "amount"
    if sort == "duration" and (value >= 1900 or (mag is None and unit in ("日", "月"))):
        return None
    if sort == "duration" and mag:
        sort = "amount"  # 2.7万分钟 of films are no time that passes
    after = after.strip() if after else ""
    op = "range" if high is not None else OPERATOR_AFTER.get(after, "~" if infix or infix2 or infix3 else "=")
    printed = (mag or "") + (unit or "") + (per or "")
    return Quantity(
        minus.start("sign") if minus else m.start(),
        m.end(),
        sort,
        value,
        _WIDE_SIGNS.get(printed, printed),
        op,
        high,
        hedged=bool(after),
        flags=flags,
    )


def _single(m: regex.Match[str], value: float, text: str) -> Quantity | None:
    """The first number of a false range."""
    unit, mag = m["unit"], m["mag"]
    if unit is None:
        return None
    end = m.end("unit")
    about = bool(m["infix"] or m["infix2"])
    return Quantity(m.start(), end, unit_classes()[unit], value, (mag or "") + unit, "~" if about else "=")


def _ratio(m: regex.Match[str], first: float) -> Quantity | None:
    parts = (first, *(float(p) for p in regex.findall(r"\d+(?:\.\d+)?", m["ratio"])))
    if len(parts) == 3 and sum(parts) == 10:
        parts = tuple(10 * p for p in parts)  # 3:3:4 of ten
    if len(parts) == 3:
        return Quantity(m.start(), m.end(), "structure", first, "%", parts=parts)
    if len(parts) == 2 and parts[1] == 1:
        return Quantity(m.start(), m.end(), "ratio", first, f"{m['ratio'].strip()[0]}1")
    return None


def _percent(m: re.Match[str]) -> Quantity | None:
    low = chinese(m["low"])
    if low is None:
        return None
    after = m["after"] or ""
    q = Quantity(
        m.start(), m.end(), "percent", low, "%" if m["base"] == "百" else "‰", OPERATOR_AFTER.get(after, "=")
    )
    q.hedged = bool(after)
    if m["high"] and (high := chinese(m["high"])) is not None:
        q.high, q.op, q.flags = high, "range", (m["dash"],)
    return q


def _fraction(m: regex.Match[str]) -> Quantity | None:
    low, high = chinese(m["over"]), chinese(m["under"])
    if not low or not high:
        return None
    after = m["after"] or ""
    share = round(100 * low / high, 2)
    return Quantity(
        m.start(),
        m.end(),
        "percent",
        share,
        "%",
        OPERATOR_AFTER.get(after, "="),
        hedged=bool(after),
        flags=("fraction",),
    )


def _half(m: re.Match[str]) -> Quantity | None:
    """“减少一半以上”, “近一半”: 50 %; half of a thing is none."""
    before = _HALF_BEFORE.search(m.string, max(0, m.start() - 2), m.start())
    after = m["after"] or ""
    if before is None and not after:
        return None
    hedge = before["hedge"] if before else None
    op = OPERATOR_AFTER[after] if after else OPERATOR_BEFORE.get(hedge, "~") if hedge else "="
    return Quantity(m.start(), m.end(), "percent", 50.0, "%", op, hedged=bool(after), flags=("fraction",))


def _fan(m: re.Match[str]) -> Quantity:
    """翻一番 is 100 % more, 翻两番 300 %."""
    printed = m["n"] or "一"
    n = float(printed) if printed.isdigit() else (chinese(printed) or 0.0)
    if m["half"] == "半":
        n += 0.585
    if m["after"]:
        return Quantity(
            m.start() + 1,
            m.end(),
            "fan",
            float(round((2**n - 1) * 100)),
            "%",
            OPERATOR_AFTER[m["after"]],
            hedged=True,
        )
    op: Op = "~" if m["half"] or m["hedge"] in ("近", "约") else ">=" if m["hedge"] else "="
    return Quantity(m.start() + 1, m.end(), "fan", float(round((2**n - 1) * 100)), "%", op)


def _zero(m: re.Match[str]) -> Quantity:
    start = m.start()
    while start > 1 and m.string[start - 2 : start] in (
        "动态",
        "实现",
        "全部",
        "持续",
        "基本",
        "保持",
        "全面",
    ):
        start -= 2
    return Quantity(start, m.end(), "zero", 0.0, None)


def _nil(m: re.Match[str]) -> Quantity:
    return Quantity(m.start(), m.end(), "percent", 0.0, "%")


def _rank(m: re.Match[str]) -> Quantity | None:
    return _place(m, m["rank"] or m["top"], "=" if m["rank"] else "<=")


def _first(m: re.Match[str]) -> Quantity:
    return Quantity(m.start(), m.end(), "rank", 1.0, None)


def _strong(m: re.Match[str]) -> Quantity | None:
    """“30强”, “十强”: the last place that still counts."""
    number = _STRONG_NUMBER.search(m.string, max(0, m.start() - 4), m.start())
    if number is None:
        return None
    q = _place(m, number[0], "<=")
    if q is not None:
        q.start = number.start()
    return q


def _place(m: re.Match[str], printed: str, op: Op) -> Quantity | None:
    value = float(printed) if printed.isdigit() else chinese("一百" if printed == "百" else printed)
    return Quantity(m.start(), m.end(), "rank", value, None, op) if value else None


def _bare_big(m: re.Match[str]) -> Quantity | None:
    """“超千人”, “接近万亿”, “迈上千亿元台阶”: a magnitude that is itself the number."""
    found = unit_at().match(m.string, m.end())
    unit = found["unit"] if found else ""
    end = found.end("unit") if found else m.end()
    big, base = m["big"], ""
    if not unit and "亿" not in big and not _STAIR.match(m.string, end):
        if (
            m["hedge"] in ("上", "超", "近", "超过")
            and big in ("十万", "百万", "千万")
            and _PEOPLE.match(m.string, end)
        ):
            return Quantity(
                m.start(),
                end,
                "person",
                MAGNITUDES[big] / 1e4,
                "万",
                OPERATOR_BEFORE[m["hedge"]],
                hedged=True,
            )
        return None
    if "亿" in big:
        big, base = big.replace("亿", "") or "一", "亿"
    value = 1.0 if big == "一" else MAGNITUDES[big]
    if m["hedge"] == "上" and m.string[m.start() - 1 : m.start()] in ("新", "以", "加", "再", "续"):
        return None  # “新上亿元以上项目”
    start = m.start() if m["hedge"] == "上" else m.start("big")
    op = OPERATOR_BEFORE.get(m["hedge"], ">=")
    return Quantity(start, end, unit_classes().get(unit, "amount"), value, base + unit, op, hedged=True)


_WORDS: tuple[tuple[Any, Callable[[Any], Quantity | None]], ...] = (
    (_PERCENT, _percent),
    (_FRACTION, _fraction),
    (_HALF, _half),
    (_FAN, _fan),
    (_ZERO, _zero),
    (_NIL, _nil),
    (_RANK, _rank),
    (_FIRST, _first),
    (_STRONG, _strong),
    (_BARE_BIG, _bare_big),
    (COUNT, counted),
)
