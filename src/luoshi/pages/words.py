"""The words in which people read facts (读数的说法): labels of roles and kinds, and a measure as 「≥ 8 %」.

Display only: nothing here is parsed back. The terminal summary, the reader and the workbook share these words.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from luoshi.facts.corrections import Figure
    from luoshi.facts.shapes import Measure
    from luoshi.report.report import Header

ROLES = {
    "front": "标题", "review": "上年回顾", "review_term": "任期回顾", "problems": "存在问题",
    "plan_term": "五年目标", "requirements": "总体要求", "targets": "预期目标", "tasks": "工作任务",
    "pledges": "民生实事", "self_building": "自身建设", "glossary": "名词解释", "closing": "结束语",
}  # fmt: skip
LEVELS = {"nation": "国家", "province": "省级", "prefecture": "市级", "county": "县级", "township": "乡级"}
COMPLETENESS = {"whole": "全文", "abridged": "摘编", "truncated": "残缺", "excerpt": "节选"}
COMPLETENESS_NOTES = {
    "abridged": "这是摘编或新闻稿：没有出现的目标可能只是被删去，不能当作“未设目标”。",
    "truncated": "文本在中途断开：断点之后的内容没有读到，不能当作“没有”。",
    "excerpt": "这是节选：只含报告的一部分，没有出现的内容不能当作“没有”。",
}
STATUSES = {"actual": "实绩", "estimate": "预计", "target": "目标"}
FIRMNESS = {"ensure": "确保", "plain": "", "strive": "力争", "attempt": "争取"}
KINDS = {"level": "水平", "growth": "增速", "change": "增减", "rank": "位次"}
OPS = {
    "=": "=", "~": "约", ">=": "≥", "<=": "≤", "range": "区间",
    "sync": "同步", "above": "高于", "assigned": "下达", "qualitative": "定性",
}  # fmt: skip
ACTIONS = {"accept": "确认", "edit": "修改", "reject": "剔除"}
STATES = {
    "applied": "已更正", "confirmed": "与人工一致", "restored": "恢复为已核读数", "recreated": "按更正补回",
    "rejected": "已剔除", "moot": "本已不读", "unplaced": "未找到位置",
}  # fmt: skip
RATES = {"yoy": "", "annual": "年均", "cumulative": "累计"}
REPAIRS = {
    "script": "繁转简", "pinyin": "去拼音", "mojibake": "乱码", "dash": "补连接号", "space": "去空格",
    "entity": "实体字符", "boilerplate": "去网页杂文", "layout": "版面",
}  # fmt: skip
# What a figure of kind k does, by its sign; a level just stands.
_MANNERS = {"growth": ("增长", "下降"), "change": ("增加", "减少")}
_SIGNS = {"=": "", "~": "约 ", ">=": "≥ ", "<=": "≤ "}
_FLIPPED = {">=": "<=", "<=": ">="}
_SPAN = re.compile(r"(asof-)?(\d{4})(?:-(\d{4})|(H[12]|Q[1-4])|-(\d\d))?\Z")
_PARTS = {"H1": "上半年", "H2": "下半年", "Q1": "一季度", "Q2": "二季度", "Q3": "三季度", "Q4": "四季度"}


@cache
def _rules() -> dict[str, str]:
    text = (files("luoshi.pages") / "rules.tsv").read_text("utf-8")
    rows = (line.split("\t") for line in text.splitlines()[1:] if line and not line.startswith("#"))
    return dict(rows)


def rule(name: str) -> str:
    """What a reading rule does, in words, with its name: 「名称承前文（carried）」."""
    said = _rules().get(name)
    return f"{said}（{name}）" if said else name


def number(value: float) -> str:
    """A value as printed: no exponent, no trailing zeros, a true minus sign."""
    plain = format(Decimal(repr(value)).normalize(), "f")
    return plain.replace("-", "−")


def manner(m: Measure) -> str:
    """What the figure says of its thing: 增长, 下降, 年均增长, 增加, 减少; empty for a level or a rank."""
    pair = _MANNERS.get(m.kind)
    if (
        pair is None
        or (m.kind == "change" and m.op == "above")
        or (m.value is None and m.op in ("assigned", "qualitative"))
    ):
        return ""
    return RATES.get(m.rate or "", "") + pair[1 if _falls(m) else 0]


def figure(m: Measure) -> str:
    """The figure with its comparison and printed unit: 「≥ 8 %」, 「约 6 %」, 「5–6 %」, 「与经济增长同步」."""
    if m.op == "sync":
        word = "持平" if m.kind == "level" else "同步"
        return f"与{m.ref}{word}" if m.ref else word
    if m.op == "assigned":
        return f"完成{m.ref}" if m.ref else "完成上级下达任务"
    if m.op == "above":
        by = f" {_amount(abs(m.value), m.unit)}" if m.value is not None else ""
        return f"{'低于' if _falls(m) else '高于'}{m.ref or '参照'}{by}"
    if m.value is None:
        return "定性表述" if m.op == "qualitative" else "—"
    if m.kind == "rank":
        return f"{m.ref or ''}第 {number(m.value)} 位"
    falls = _falls(m)
    if m.op == "range" and m.high is not None:
        low, high = sorted((abs(m.value), abs(m.high))) if falls else (m.value, m.high)
        return _amount_text(f"{number(low)}–{number(high)}", m.unit)
    op = _FLIPPED.get(m.op, m.op) if falls else m.op
    return _SIGNS.get(op, "") + _amount(abs(m.value) if falls else m.value, m.unit)


def reading(m: Measure) -> str:
    """Manner and figure in one phrase: 「增长 ≥ 8 %」."""
    return f"{manner(m)} {figure(m)}".strip()


def figure_said(f: Figure) -> str:
    """The same phrase for a figure of a correction."""
    from luoshi.facts.shapes import Measure

    fields = {name: getattr(f, name) for name in f.__struct_fields__}
    return reading(Measure(id="", section=None, start=0, end=0, indicator_id=None, **fields))


def period(value: str | None) -> str:
    """A period in words: 2024年, 2023年上半年, 2021–2025年, 2023年末; a form we do not know stays as it is."""
    if not value:
        return ""
    found = _SPAN.match(value)
    if not found:
        return value
    asof, year, last, part, month = found.groups()
    if last:
        return f"{year}–{last}年"
    if month:
        return f"{'截至' if asof else ''}{year}年{int(month)}月"
    return f"{year}年{_PARTS[part] if part else ''}{'末' if asof else ''}"


def title(h: Header) -> str:
    """What people call the report: 「壶关县 2024年政府工作报告」; unknown parts are left out."""
    year = f"{h.work_year}年" if h.work_year else ""
    return f"{h.jurisdiction or '（地区不明）'} {year}政府工作报告"


def place(h: Header) -> str:
    """The jurisdiction within its path: 「山西省 › 长治市 › 壶关县」."""
    names = list(h.path)
    if h.jurisdiction and (not names or names[-1] != h.jurisdiction):
        names.append(h.jurisdiction)
    return " › ".join(names)


def _falls(m: Measure) -> bool:
    return m.kind in _MANNERS and (m.value or 0) < 0


def _amount(value: float, unit: str | None) -> str:
    return _amount_text(number(value), unit)


def _amount_text(value: str, unit: str | None) -> str:
    return f"{value} {unit}" if unit else value
