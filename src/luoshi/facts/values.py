"""Values (取值): kind, sign, operator, rate and firmness of a number, from the words around it."""

from __future__ import annotations

import regex

from luoshi.facts import naming
from luoshi.facts.drafts import Draft, Run
from luoshi.facts.quantity import Quantity
from luoshi.facts.shapes import Firmness, Kind, Op, Rate
from luoshi.facts.verbs import leading_verb

RATE_POST = regex.compile(
    r"的?(?:年均)?(?:增长|增速|增幅|速度|正增长|高速增长|中高速增长|较快增长)(?!到|至|为)"
)
_CARRIED_ON = r"(?!改造|打造|建设|完成|整治|治理|扩容|升级)"
_DOWN_HEAD = regex.compile(r"(?:减少|压减|降低|压缩|削减|缩减|下降|缩短)" + _CARRIED_ON)
_UP_HEAD = regex.compile(r"(?:增加(?!值)|增产|提高|提升)" + _CARRIED_ON)
_ADDS = regex.compile(
    r"[\p{Han}]{1,8}(?:级|财政|预算|政府)(?:本级|安排)?增加(?!值|到|至)|(?:农民|居民|职工|群众|企业)增加(?=收入|投入|支出|利润)"
)
_RISE_NAMES = ("增速", "增幅", "增长速度", "涨幅", "增长率", "上涨幅度", "上升幅度")
_FALL_NAMES = ("降幅", "减幅", "下降率", "下降幅度")
_RED_LINES = ("守住", "严守", "坚守", "牢牢守住")
_STOCK_TAIL = regex.compile(
    r"(?:率|占比|比重|比例|余额|总量|总数|里程|用户|用户数|总人数|浓度|标准|拥有量|保有量|面积|装机|规模|总量达|能力|指数|密度|床位数|人口)\Z"
)
_LONG_AGO = regex.compile(r"\d{4}年|五”|[一二]九[\p{Han}]{2}年|上届|五年前|改革前")
# What is done over a period, however it is worded; and what is told of one year only.
_FLOW = regex.compile(r"惠及|受益|新增|净增|累计|发放|培训|资助|救助|减少|带动")
_YEARLY = regex.compile(
    r"(?:居民|农民|农牧民|人均)[\p{Han}]{0,8}(?:收入|生产总值)\Z|^(?:地区|国内)?生产总值\Z"
)
_SPENT = regex.compile("投资|投入|支出|贷款总?额")
_OVER_YEARS = regex.compile("(?:这|过去|今后|未来)?[三四五]年(?:间|来|内)?")
_FLIPPED: dict[Op, Op] = {">=": "<=", "<=": ">="}


def _movement(run: Run, q: Quantity, name: str) -> tuple[bool, int]:
    """Whether the value is that of a movement, and its sign (0: no word of movement)."""
    sign, reached, kept = 0, False, False
    for word in run.tail.words:
        found = naming.effects_of(word)
        if "up" in found or "down" in found:
            sign = 1 if "up" in found else -1
            kept = "keep" in found
            break
        reached = reached or "to" in found
    if kept and run.tail.kept and not name.endswith(run.tail.kept):
        return False, sign  # “失业率、价格涨幅分别控制在…”: only the last of the list is a rate
    # “增长保持在8%”: the movement is a noun and the value its rate; “收入增加达到5000元” is a level reached.
    return sign != 0 and (kept or not reached or q.sort in ("percent", "point", "times")), sign


def kind_of(
    run: Run, q: Quantity, name: str, last: Draft | None, of_rate: bool, rule: str = ""
) -> tuple[Kind, int]:
    """The kind of a value and the sign of its movement.

    ``last`` is the draft before; ``of_rate`` says that the clause carried over spoke of a rate of growth.
    """
    if q.sort == "fan":
        return "growth", 1
    if run.ref is not None and q.sort == "times":
        return "level", 1
    if run.ref is not None and q.sort not in ("ratio", "zero", "event", "person"):
        return "change", -1 if run.ref_low else 1
    moved, sign = _movement(run, q, name)
    if q.sort in ("percent", "times"):
        return _rate_kind(run, name, moved, sign, _same_growth(run, name, last, of_rate))
    if q.sort == "point":
        return "change", sign or (-1 if _DOWN_HEAD.match(name) else 1)
    if (
        (q.sort in ("count", "person", "amount") or q.unit in ("万", "亿"))
        and (rule == "value-first" or name.startswith(("提升", "提高")))
        and not _DOWN_HEAD.match(name)
    ):
        return "level", 1  # “提高9类群众的保障标准” raises the standard, not the nine
    if moved:
        return "change", sign
    if "to" not in run.tail.effects and q.sort not in ("zero", "ratio"):
        if name.endswith(("投入", "投资", "支出")) and "增加" not in name[-4:]:
            return "level", 1  # “提升诊疗环境投入7745万元”: what was spent on it
        if (m := _DOWN_HEAD.match(name)) and not name.startswith("减税") and len(name) > m.end():
            return "change", -1
        if (m := _UP_HEAD.match(name)) and len(name) > m.end():
            return "change", 1
        if q.sort == "money" and _ADDS.match(name):
            return "change", 1
    return "level", 1


def _rate_kind(run: Run, name: str, moved: bool, sign: int, same: bool) -> tuple[Kind, int]:
    """Growth or level of a value in %, 倍 or 成."""
    if moved or RATE_POST.match(run.post):
        return "growth", sign or 1
    if name.endswith(_RISE_NAMES) and not name.endswith("自然增长率"):
        return "growth", 1
    if name.endswith(_FALL_NAMES):
        return "growth", -1
    if same:
        return "growth", 1
    if "to" not in run.tail.effects:
        if _DOWN_HEAD.match(name):
            return "growth", -1
        if _UP_HEAD.match(name):
            return "growth", 1
    return "level", 1


def _same_growth(run: Run, name: str, last: Draft | None, of_rate: bool) -> bool:
    """“增长7%以上、力争达到8%”: the second value of a growth is a growth too."""
    if run.core or run.tail.kept:
        return False
    if last is None or last.kind != "growth":
        return of_rate
    return last.name.removesuffix("年均") == name and run.group[0].unit == last.unit


def op_of(run: Run, q: Quantity) -> Op:
    """The operator before the sign is applied."""
    effects = run.tail.effects
    if run.ref is not None and q.sort != "times":
        return "above"
    if q.op != "=":
        return q.op
    if "about" in effects:
        return "~"
    if "ge" in effects or "above" in effects or run.core.startswith(_RED_LINES):
        return ">="
    if "le" in effects or "cap" in effects or "below" in effects:
        return "<="
    return "="


def signed(q: Quantity, sign: int, op: Op) -> tuple[float, float | None, Op]:
    """Value, high and operator of the signed value: 下降3%以上 is -3, at most; 下降2—3% is -3..-2."""
    if sign >= 0:
        return q.value, q.high, op
    if q.high is not None:
        return -q.high, -q.value, op
    return -q.value, None, _FLIPPED.get(op, op)


def rate_of(kind: Kind, effects: frozenset[str], name: str, compare: str | None = None) -> Rate | None:
    """年均, 累计 and 同比 are not the same fact; neither is a growth over some year long ago (``compare``)."""
    if kind in ("growth", "change"):
        if "annual" in effects or ("年均" in name and not name.endswith("浓度")):
            return "annual"
        if kind == "growth" and compare and _LONG_AGO.search(compare):
            return "cumulative"
        if "cumulative" in effects:
            return "cumulative"
        return "yoy" if kind == "growth" else None
    return "cumulative" if "cumulative" in effects or name.startswith("累计") else None


def firmness_of(run: Run, effects: frozenset[str]) -> Firmness:
    """确保 over plain over 力争 over 争取."""
    if "ensure" in effects or "不低于" in run.tail.words:
        return "ensure"
    if "strive" in effects:
        return "strive"
    return "attempt" if "attempt" in effects else "plain"


def is_stock(run: Run, q: Quantity, kind: Kind, name: str, rule: str) -> bool:
    """Whether a level is a state reached (a share, a balance), not something done over the period."""
    if kind != "level":
        return False
    effects = run.tail.effects
    if _OVER_YEARS.fullmatch(run.tail.time or "") or (run.over and _SPENT.search(name)):
        return False  # “投资总额五年为8960亿元”
    if q.sort == "percent" and name.endswith(("率", "面", "度", "比重", "比例", "占比")):
        return True
    if leading_verb(name) and rule != "value-first" and "to" not in effects:
        return False
    if q.sort == "event" or _FLOW.search(name):
        return run.reaches and q.sort != "event"
    if (
        q.sort in ("percent", "ratio", "times")
        or _YEARLY.search(name)
        or run.reaches
        or _STOCK_TAIL.search(name)
    ):
        return True
    return not effects.isdisjoint(("ge", "cap")) and "did" not in effects and rule != "value-first"


def is_done(name: str) -> bool:
    """Whether a name tells of something done (新增, 建成), not of something there."""
    return bool(leading_verb(name)) or name.startswith(
        ("新增", "净增", "累计", "新建", "建成", "建设", "完成", "改造", "实现")
    )
