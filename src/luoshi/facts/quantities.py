"""The quantity scanner (数量): every number with its unit, range, hedge and rank, in one pass over the text.

A quantity is what stands in the text, before anybody asks what it is a quantity of: value and unit as printed, the
operator of the words that touch it, its span. Numbers that count nothing (dates, names, 5G) are not returned.
"""

from __future__ import annotations

from functools import cache

import msgspec
import regex

from luoshi.facts.numerals import MAGNITUDES, arabic, chinese
from luoshi.lexicon import tables

NUMBER = r"(?:\d{1,2} \d{3}(?=[元人])|\d{1,3}(?:[,，]\d{3})+(?![\d,，])|\d+)(?:[.．]\d+)?"
MAGNITUDE = r"(?:万亿|[十百千]?亿|千万|百万|十万|万|千(?![瓦克米伏])|百(?![分日年]))"
BIG = r"(?:万亿|[十百千]?亿|千万|百万|十万|万|千|百)"
DIGITS = "一二三四五六七八九十百零〇○两"
DASH = r"(?:[-—–－~～―‐﹣]{1,2}|至|到)"
AFTER = r"(?:左右|上下|以上|以内|之内|以下|之上|之下|及以上)"
PER = (
    r"(?:[/／](?:万元|立方米|平方米|千瓦时|小时|公里|[A-Za-z]+|吨|亩|人|户|年|月|日|天|次|升|公斤|元|件|千人|万人)"
    r"|[(（](?:处|次|个|家|户|条|项|座|套|所|人)[)）])"
)
OPERATOR_AFTER = {
    "左右": "~", "上下": "~", "以上": ">=", "之上": ">=", "及以上": ">=",
    "以内": "<=", "之内": "<=", "以下": "<=", "之下": "<=",
}  # fmt: skip
OPERATOR_BEFORE = {
    "超": ">=", "过": ">=", "逾": ">=", "破": ">=", "上": ">=", "达": "=", "突破": ">=", "超过": ">=", "近": "~",
    "接近": "~", "将近": "~", "不足": "<=", "逼近": "~",
}  # fmt: skip


class Quantity(msgspec.Struct):
    """A number in the text.

    ``sort`` is the unit's class (units.tsv) or rank | ratio | structure | zero | fan | bare (no unit at all).
    ``op`` comes from the words that touch the number; ``hedged`` says that such a word stands behind it.
    ``parts`` are the shares of a structure a:b:c.
    """

    start: int
    end: int
    sort: str
    value: float
    unit: str | None
    op: str = "="
    high: float | None = None
    parts: tuple[float, ...] = ()
    hedged: bool = False
    flags: tuple[str, ...] = ()


@cache
def unit_classes() -> dict[str, str]:
    """unit -> class, from units.tsv."""
    return {r["unit"]: r["class"] for r in tables.rows("units.tsv")}


def _unit_pattern() -> str:
    ordered = sorted(tables.rows("units.tsv"), key=lambda r: (-len(r["unit"]), r["unit"]))
    return "|".join(
        regex.escape(r["unit"]) + (f"(?!{r['not_before']})" if r["not_before"] else "") for r in ordered
    )


@cache
def _arabic_pattern() -> regex.Pattern[str]:
    unit = _unit_pattern()
    ratio = r"(?P<ratio>(?:\s?[:：∶]\s?\d+(?:\.\d+)?){1,3})(?![\d年月])"
    upto = (
        rf"(?P<lowmag>[多余几]?{MAGNITUDE})?(?P<lowunit>{unit})?(?P<dash>{DASH})(?P<b>{NUMBER})"
        rf"(?=[多余几]?(?:{MAGNITUDE}|{unit}))"
    )
    magnitude = rf"[;；]?(?P<infix>[多余几]?)(?P<mag>{MAGNITUDE})?(?P<infix2>[多余几]?)"
    tail = rf"[;； ]?(?P<unit>{unit})?(?P<per>{PER})?(?P<infix3>[多余](?![个种项条家户名元]))?(?P<after>\s?{AFTER})?"
    return regex.compile(rf"(?<![\d.A-Za-z])(?P<a>{NUMBER})(?:{ratio}|(?:{upto})?{magnitude}{tail})")


@cache
def _word_pattern() -> regex.Pattern[str]:
    unit = _unit_pattern()
    whole = rf"[{DIGITS}]+(?:点[{DIGITS}]+)?"
    percent = rf"(?P<base>[百千])分之(?P<pa>{whole})(?:(?:[至到—－-]|到)(?:[百千]分之)?(?P<pb>{whole}))?(?P<pafter>{AFTER})?"
    fraction = rf"(?<![百千万第])(?P<under>[二三四五六七八九十])分之(?P<over>[一二三四五六七八九])(?P<fafter>{AFTER})?"
    fan = r"(?<=翻了?)(?P<fan>[一二两三四\d])番(?P<half>半|多)?"
    zero = r"(?P<zero>(?:动态|实现|全部|持续|基本|保持|历史性|全面)*(?:清零|零发生))"
    rank = (
        r"第(?P<rank>\d{1,3}|[一二三四五六七八九十]{1,3})\s?(?:位|名)?"
        r"|前(?P<top>\d{1,3}|[一二三四五六七八九十百]{1,3})(?:位|名|强|列)?(?!年|期|往|个|季|月|所|瞻)"
        r"|(?P<strong>\d{1,4}|[十百])强(?!企|化|调|镇|民|国|农|工|园|制|优|势|劲|大|烈)"
        r"|(?P<first>首位|榜首|第一名|头名)"
    )
    bare_big = (
        r"(?P<hedge>超过|突破|接近|将近|迈上|跨上|迈入|跨入|站上|跨过|跃上|登上|跨越|不足|冲刺|逼近|超|近|过|逾|破|达|上)"
        rf"(?P<big>{BIG})(?!分之)(?P<bigunit>{unit})?(?P<stair>(?=元?(?:台阶|大关|级|规模|关口)))?"
    )
    count = (
        rf"(?<![第\d{DIGITS}星])(?P<cn>[{DIGITS}千]{{1,7}}(?:点[{DIGITS}]+)?)(?P<cmag>[多余几]?[万亿]{{0,2}}[多余几]?)"
        rf"(?P<cunit>{unit})(?P<cafter>{AFTER})?"
    )
    return regex.compile("|".join((percent, fraction, fan, zero, rank, bare_big, count)))


def scan(text: str) -> list[Quantity]:
    """All quantities of ``text`` in order; where two readings overlap, the one that begins first holds."""
    found = [q for m in _arabic_pattern().finditer(text) if (q := _arabic(m, text)) is not None]
    found += [q for m in _word_pattern().finditer(text) if (q := _words(m, text)) is not None]
    found.sort(key=lambda q: (q.start, -q.end))
    out: list[Quantity] = []
    for q in found:
        if not out or q.start >= out[-1].end:
            out.append(q)
    return out


def _arabic(m: regex.Match[str], text: str) -> Quantity | None:
    value = arabic(m["a"])
    if m["ratio"]:
        return _ratio(m, value)
    unit, mag = m["unit"], m["mag"]
    if unit is None and mag is None:
        if m["b"] is None and not m["after"] and text[m.end() : m.end() + 1] in "、和与及":
            return Quantity(m.start(), m.end("a"), "bare", value, None)
        return None
    sort = unit_classes().get(unit or "", "bare" if unit is None else "amount")
    if unit is None:
        sort = "amount"
    if sort == "duration" and (value >= 1900 or (mag is None and unit in ("日", "月"))):
        return None
    about = bool(m["infix"] or m["infix2"] or m["infix3"])
    after = (m["after"] or "").strip()
    op = OPERATOR_AFTER.get(after, "~" if about else "=")
    printed = (mag or "") + (unit or "") + (m["per"] or "")
    if printed == "％":
        printed = "%"
    q = Quantity(m.start(), m.end(), sort, value, printed, op, hedged=bool(after))
    if m["b"] is not None:
        q.high = arabic(m["b"])
        q.flags = (m["dash"],)
        low_unit = (m["lowmag"] or "") + (m["lowunit"] or "")
        if m["lowunit"] and low_unit != (mag or "") + (unit or ""):
            q.flags = (m["dash"], low_unit)
        q.op = "range"
    return q


def _ratio(m: regex.Match[str], first: float) -> Quantity | None:
    parts = (first, *(float(p) for p in regex.findall(r"\d+(?:\.\d+)?", m["ratio"])))
    if len(parts) == 3:
        return Quantity(m.start(), m.end(), "structure", first, "%", parts=parts)
    if len(parts) == 2 and parts[1] == 1:
        return Quantity(m.start(), m.end(), "ratio", first, f"{m['ratio'].strip()[0]}1")
    return None


def _words(m: regex.Match[str], text: str) -> Quantity | None:
    kind = m.lastgroup
    if m["pa"] is not None:
        return _percent(m)
    if m["under"] is not None:
        low, high = chinese(m["over"]), chinese(m["under"])
        if not low or not high:
            return None
        return Quantity(m.start(), m.end(), "percent", round(100 * low / high, 2), "%", flags=("fraction",))
    if m["fan"] is not None:
        n = float(m["fan"]) if m["fan"].isdigit() else (chinese(m["fan"]) or 0)
        if m["half"] == "半":
            n += 0.585
        return Quantity(m.start(), m.end(), "fan", round((2**n - 1) * 100), "%", "~" if m["half"] else "=")
    if m["zero"] is not None:
        return Quantity(m.start(), m.end(), "zero", 0.0, None)
    if m["cn"] is not None:
        return _count(m)
    if m["big"] is not None:
        return _bare_big(m)
    if kind is None:
        return None
    return _rank(m)


def _percent(m: regex.Match[str]) -> Quantity | None:
    low = chinese(m["pa"])
    if low is None:
        return None
    unit = "%" if m["base"] == "百" else "‰"
    after = m["pafter"] or ""
    q = Quantity(m.start(), m.end(), "percent", low, unit, OPERATOR_AFTER.get(after, "="), hedged=bool(after))
    if m["pb"] and (high := chinese(m["pb"])) is not None:
        q.high, q.op = high, "range"
    return q


def _rank(m: regex.Match[str]) -> Quantity | None:
    if m["first"]:
        return Quantity(m.start(), m.end(), "rank", 1.0, None)
    printed = m["rank"] or m["top"] or m["strong"]
    value = float(printed) if printed.isdigit() else chinese("一百" if printed == "百" else printed)
    if not value:
        return None
    return Quantity(m.start(), m.end(), "rank", value, None, "=" if m["rank"] else "<=")


def _bare_big(m: regex.Match[str]) -> Quantity | None:
    """“超千人”, “接近万亿”, “迈上千亿元台阶”: a magnitude that is itself the number."""
    unit = m["bigunit"] or ""
    if not unit and m["stair"] is None and "亿" not in m["big"]:
        return None
    op = OPERATOR_BEFORE.get(m["hedge"], ">=")
    big, base = m["big"], ""
    if "亿" in big:
        big, base = big.replace("亿", "") or "一", "亿"
    value = 1.0 if big == "一" else MAGNITUDES[big]
    start = m.start("hedge") if m["hedge"] in ("上",) else m.start("big")
    return Quantity(start, m.end(), unit_classes().get(unit, "amount"), value, base + unit, op, hedged=True)


def _count(m: regex.Match[str]) -> Quantity | None:
    """Chinese numerals: two characters or more, or a unit that is never idle (番 倍 成 个百分点, 件实事)."""
    unit, mag = m["cunit"], m["cmag"]
    printed = m["cn"]
    sort = unit_classes()[unit]
    value = chinese(printed)
    if value is None or sort in ("duration", "age", "score"):
        return None
    about = "~" if any(c in mag for c in "多余几") else "="
    mag = mag.strip("多余几")
    strong = sort in ("point", "percent") or unit == "倍" or (unit == "成" and value < 10)
    if not strong and len(printed) < 2 and not mag and not (value == 10 and unit in ("件", "项")):
        return None
    if not strong and sort in ("count", "event", "person") and len(printed) < 2 and value < 10 and not mag:
        return None
    op = OPERATOR_AFTER.get(m["cafter"] or "", about)
    if unit == "成":
        return Quantity(m.start(), m.end(), "percent", value * 10, "%", op, hedged=bool(m["cafter"]))
    return Quantity(m.start(), m.end(), sort, value, mag + unit, op, hedged=bool(m["cafter"]))
