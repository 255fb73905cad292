"""Keys and figures (口径与引文): what a value is a value of, so that only like is held against like, and its quote."""

from __future__ import annotations

import re
from typing import Literal

import msgspec

from luoshi.account.record import Record, sentence
from luoshi.account.shapes import Figure, Quote
from luoshi.account.words import says, words
from luoshi.facts.indicators import squeeze
from luoshi.facts.shapes import Kind, Measure, Rate

_INDEX = 50  # a price index stands at about 100, its growth far below
_ADDED = ("新增", "净增", "增产", "增加")
_LIST = (
    60  # how far before a value of a list (分别实际增长7.9%和8%) the word may stand that holds for all of it
)
_PRICES = 24  # how far before a value “扣除价格因素，” may stand
_LEAD = ("全年", "预计", "完成", "实现", "力争", "确保", "新", "再", "计划", "达到", "全部")


class Key(msgspec.Struct, frozen=True):
    """What a value is a value of: level, growth, change and rank apart, annual and cumulative rates apart."""

    what: str
    kind: Kind
    rate: Rate | None
    scope: str | None


def key_of(m: Measure, level: str | None) -> Key:
    """The key of a measure in a report of this level."""
    scope = None if m.scope is None or own(m.scope, level) else m.scope
    return Key(m.indicator_id or "=" + plain(m.name), kind_of(m), _rate(m), scope)


def _rate(m: Measure) -> Rate | None:
    """None for one year, also where the year before is named (比2030年增长9%)."""
    year = m.period[-4:] if m.period and m.period[-4:].isdigit() else None
    if m.rate == "cumulative" and year and m.compare == f"{int(year) - 1}年":
        return None
    return None if m.rate == "yoy" else m.rate


def kind_of(m: Measure) -> Kind:
    """The kind that is compared: 居民消费价格控制在3% is a growth, 新增粮食50万吨 and 投资净增300亿元 changes of the level."""
    if m.kind == "level" and m.indicator_id == "cpi" and (m.value is None or abs(m.value) < _INDEX):
        return "growth" if m.value is None or m.unit in ("%", "％") else "level"
    if m.kind == "level" and m.indicator and "新增" not in m.indicator:
        return "change" if m.name.startswith(_ADDED) or m.name.endswith(_ADDED) else "level"
    return m.kind


def plain(name: str) -> str:
    """A name without quotes, blanks and words of time and effort in front, as names are compared."""
    out = squeeze(name)
    while True:
        for word in _LEAD:
            if out.startswith(word) and len(out) > len(word) + 1:
                out = out[len(word) :]
                break
        else:
            return out


def own(scope: str, level: str | None) -> bool:
    """Whether a scope is the reporting place itself (全省, 我市)."""
    return not foreign(scope, level) and len(scope) <= 4 and scope[:1] in "全我本"


def foreign(scope: str, level: str | None) -> bool:
    """A scope that is not the reporting place's: the whole nation, or a higher unit (全省 in a city's report)."""
    if scope in words("not_own"):
        return level != "nation"
    unit = scope[-1:]
    return (level == "prefecture" and unit == "省") or (level == "county" and unit in "省")


def figure(record: Record, m: Measure) -> Figure:
    """A measure with its quote."""
    basis = None
    if m.kind == "growth" and m.indicator_id not in words("no_basis"):
        basis = _basis(record.text, m.start, m.end)
    quote = quote_of(record, m.start, m.end, m.id)
    if m.status != "target" and is_flat(m, quote.text):
        # 与上年持平: what did not move grew by nothing.
        return Figure(
            quote, m.name, "=", 0.0, None, "%", m.status, m.firmness, None, basis, (*m.flags, "flat")
        )
    return Figure(
        quote, m.name, m.op, m.value, m.high, m.unit, m.status, m.firmness, m.ref, basis, m.flags,
    )  # fmt: skip


def is_flat(m: Measure, words_: str) -> bool:
    """Whether a growth is told or wanted as none at all (与上年持平); with the nation or the province is another thing."""
    if m.value is not None or kind_of(m) != "growth" or not says(words_, "flat"):
        return False
    return not any(w in words_ + (m.ref or "") for w in ("全国", "全省", "全市", "平均", "国家"))


def _basis(text: str, start: int, end: int) -> Literal["real", "nominal"] | None:
    """What the words say of a growth rate: the last of 实际增长 and 名义增长 in its clause, or 扣除价格因素 before it."""
    clause = re.split("[，,；;。：]", text[max(0, start - _LIST) : start])[-1] + text[start:end]
    said = {b: max((clause.rfind(w) for w in words(b)), default=-1) for b in ("real", "nominal")}
    if max(said.values()) >= 0:
        return "real" if said["real"] > said["nominal"] else "nominal"
    before = re.split("[；;。]", text[max(0, start - _PRICES) : start])[-1]
    return "real" if says(before, "deflated") else None


def quote_of(record: Record, start: int, end: int, fact: str | None) -> Quote:
    """A quote of a report's text."""
    return Quote(record.id, fact, start, end, record.text[start:end], sentence(record.text, start, end))
