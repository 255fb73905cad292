"""Indicators (指标): which row of the lexicon a phrase means exactly, or none.

The longest exact reading wins. What stands in front of it must be a qualifier that changes nothing (全市, 地方, a
place), what stands behind it a word of the value (增速, 总量, 年均); anything else makes another thing, and the
answer is None: 工业投资 is not 固定资产投资, 三市地区生产总值占全省比重 is no 地区生产总值.
"""

from __future__ import annotations

from functools import cache, lru_cache

import msgspec
import regex

from luoshi.lexicon import tables


class Indicator(msgspec.Struct, frozen=True):
    """One row of lexicon/data/indicators.tsv."""

    id: str
    zh_name: str
    units: str
    direction: str
    kind: str
    basis: str


class _Row(msgspec.Struct, frozen=True):
    indicator: Indicator
    before: tuple[str, ...]
    does: bool


_SQUEEZE = str.maketrans("", "", " 　“”\"‘’'《》的")
_DID = regex.compile(
    r"(?:企业)?(?:完成|实现)(?=工业增加值|增加值|总收入|利润|总产值|产值|主营|营业|税收|投资)"
)
_NEW_OR_MENDED = regex.compile(r"\A新[（(]改[）)]建|\A新建[（(]改建[）)]|\A新[、/]改建|\A新改[（(]扩[）)]建")
_SHARE = regex.compile(r"(?:占|相当于)(?:全市|全省|全县|全区|全州|全国|本市|我市|我省)?")
_WITHIN = regex.compile("在([^在]{2,10}?)中(?:所占|占)?(?=比)")
_OF_GDP = regex.compile("占(?:国内|地区)?(?:生产总值|GDP)(?=比|的)")
# Words of the value, not of the thing: they may follow a reading without changing it.
_BEHIND = (
    "年均增长速度", "年均增速", "年均增幅", "年均增长率", "平均每年", "年平均", "年均", "平均增速", "增长速度", "增速", "增幅",
    "增长率", "增长幅度", "上升幅度", "涨幅", "升幅", "降幅", "下降率", "降低率", "改善率", "上涨幅度", "下降幅度", "总量", "总额", "总数", "净增", "新增",
    "新开工", "基本建成", "主体建成", "开工建设", "竣工", "建成", "开工", "分配入住", "全面完成", "全部完成", "顺利完成", "年度", "两年平均增速", "两年平均",
    "名义", "实际", "同比", "累计", "增长", "目标", "规模", "工程", "任务", "建设", "人数", "改造", "总值", "降低", "下降", "提升", "数量", "均值", "平均值", "安排", "超额完成", "全部兑现", "兑现", "水平",
)  # fmt: skip
# Qualifiers that may stand in front of any reading.
_FRONT = (
    "全社会", "全市", "全省", "全县", "全区", "全州", "全旗", "全盟", "全国", "我国", "我省", "我市", "我县", "我区", "全体", "来源于", "各级", "基本建成",
    "地方", "全年", "累计", "预计", "实现", "完成", "主要", "其中", "力争", "确保", "推动", "促进", "保持", "省内", "市内", "县内",
    "区内", "境内", "本地", "年末", "今年", "去年", "全域", "全部", "提高", "新时期", "使", "县域", "市域", "本级", "县级", "市级",
    "市区", "城区", "将", "计划", "安排", "计划安排", "初步安排", "初步计划", "建议", "提出", "要求", "国家", "中央", "确定", "本市", "本省", "本县", "全地区",
    "全力", "办好", "提升", "力促", "推进", "争取", "努力", "稳定", "和", "着力", "降低", "减少", "增加", "增产",
)  # fmt: skip
# Verbs that count whom they reach, not what there is: 服务市场主体1.3万家 is no total.
_NOT_MADE = frozenset(
    (
        "服务",
        "惠及",
        "支持",
        "扶持",
        "帮助",
        "帮扶",
        "涉及",
        "带动",
        "覆盖",
        "减免",
        "受益",
        "为",
        "对",
        "给",
        "向",
        "检查",
        "资助",
        "补助",
        "补贴",
        "救助",
    )
)
_ASIDE = regex.compile(r"[（(][^（）()]{1,8}[）)]")
_PROVINCE = regex.compile(r"(?:维吾尔|壮族|回族)?(?:自治区|特别行政区|省|市)\Z")
_PLACE = regex.compile(r"[\p{Han}]{1,7}(?:省|市|县|区|州|盟|旗|镇|地区|新区|开发区|园区|港)")
_NOT_PLACE = regex.compile(r"小区|社区|园区|景区|厂区|库区|灾区|开发区|市区|棚户区|保护区|城镇|乡镇")


@cache
def _readings() -> dict[str, _Row]:
    out: dict[str, _Row] = {}
    for r in tables.rows("indicators.tsv"):
        row = _Row(
            Indicator(r["id"], r["zh_name"], r["units"], r["direction"], r["kind"], r["basis"]),
            tuple(sorted((x for x in r["before"].split("|") if x), key=lambda x: (-len(x), x))),
            r["verbs"] == "do",
        )
        for reading in r["readings"].split("|"):
            out[squeeze(reading)] = row
    return out


@cache
def _provinces() -> frozenset[str]:
    """The provinces' short names (西藏, 广东), which may stand in front of any reading."""
    names = (r["name"] for r in tables.rows("divisions.tsv") if r["code"].endswith("0000"))
    return frozenset(_PROVINCE.sub("", n) for n in names)


@cache
def _actions() -> frozenset[str]:
    return frozenset(tables.lines("actions.txt"))


@cache
def _by_name() -> dict[str, Indicator]:
    return {row.indicator.zh_name: row.indicator for row in _readings().values()}


def named(zh_name: str) -> Indicator:
    """The indicator with this canonical name. Raises KeyError for a name that the lexicon does not hold."""
    return _by_name()[zh_name]


def names() -> tuple[str, ...]:
    """The canonical names of all indicators, in the lexicon's order."""
    return tuple(_by_name())


def squeeze(phrase: str) -> str:
    """The phrase without spaces, quotes and 的, as readings are compared."""
    plain = phrase.translate(_SQUEEZE)
    if "在" in plain and "中" in plain:
        plain = _WITHIN.sub(r"占\1", plain)
        plain = plain + "重" if plain.endswith("比") else plain
    if "占" in plain or "相当于" in plain:
        plain = _OF_GDP.sub("占GDP", _SHARE.sub("占", plain))
        if plain.endswith("比例"):
            plain = plain[:-2] + "比重"
    if "完成" in plain or "实现" in plain:
        plain = _DID.sub("", plain)
    if plain[:1] == "新" and "改" in plain[:4]:
        plain = _NEW_OR_MENDED.sub("新改建", plain)
    return (
        plain.replace("盈亏相抵后", "")
        .replace("居民家庭", "居民")
        .replace("居民年人均", "居民人均")
        .replace("年末", "")
    )


@lru_cache(maxsize=8192)
def resolve(phrase: str) -> Indicator | None:
    """The indicator that ``phrase`` means exactly, None where it means none of them."""
    found = _resolve(squeeze(phrase))
    if found is None and ("（" in phrase or "(" in phrase):
        plain = _ASIDE.sub("", phrase)  # 国内生产总值（GDP）, 工业增加值（现价）
        return _resolve(squeeze(plain)) if plain != phrase else None
    return found


def resolve_value(phrase: str, kind: str, unit: str | None) -> Indicator | None:
    """As ``resolve``, for a value: the unit must fit (a road counted in 条 is no length; 优良天数 in % is a share)."""
    found = resolve(phrase)
    if found is None or kind != "level" or unit is None:
        return found
    if found.id == "air_good_days" and unit == "%":
        return named("空气质量优良天数比例")
    if found.id.startswith("income_") and unit.endswith("亿元"):
        return None  # the income of all, not of one
    if found.units in ("公里", "公里|万公里") and not unit.endswith(("公里", "千米", "米")):
        return None
    if unit == "%" and "%" not in found.units:
        return None
    if found.kind == "growth" and unit == "%" and not phrase.endswith(("增速", "增长率")):
        return None
    return found


def _resolve(phrase: str) -> Indicator | None:
    readings = _readings()
    if not phrase or len(phrase) > 60:
        return None
    while True:
        row = readings.get(phrase)
        if row is not None:
            return row.indicator
        for at in range(max(1, len(phrase) - 34), len(phrase) - 1):
            row = readings.get(phrase[at:])
            if row is not None:
                if _qualifies(phrase[:at], row):
                    return row.indicator
                break  # the longest reading is another thing, unless a word of the value stands behind it
        for word in _BEHIND:
            if phrase.endswith(word) and len(phrase) > len(word) + 1:
                phrase = phrase[: -len(word)]
                break
        else:
            return None


def _qualifies(front: str, row: _Row) -> bool:
    """Whether ``front`` is made only of qualifiers, a place, the row's own qualifiers, verbs of work if it allows."""
    while front:
        if any(word[0] == "!" and front.endswith(word[1:]) for word in row.before):
            return False
        for word in row.before:
            if front.startswith(word):
                front = front[len(word) :]
                break
        else:
            rest = _drop_front(front, row)
            if rest is None:
                return False
            front = rest
    return True


def _drop_front(front: str, row: _Row) -> str | None:
    if row.does and front[:1] == "新" and any(front[1:n] in _actions() for n in (3, 4, 5)):
        return front[1:]  # 新改造, 新转移
    for n in range(min(6, len(front)), 0, -1):
        if front[:n] in _FRONT or (row.does and front[:n] in _actions() and front[:n] not in _NOT_MADE):
            return front[n:]
    place = _PLACE.match(front)
    if place and not _NOT_PLACE.search(place[0]):
        return front[place.end() :]
    short = next((n for n in (2, 3) if front[:n] in _provinces()), 0)
    return front[short:] if short else None
