"""The floor: one compiled number-and-unit regex over the same text. What any reader must at least do."""

from __future__ import annotations

import re

UNITS = [
    "个百分点",
    "万亿元",
    "亿元",
    "万元",
    "元",
    "万吨标准煤",
    "亿吨",
    "万吨",
    "吨",
    "亿斤",
    "万公斤",
    "公斤",
    "万亩",
    "亩",
    "万公顷",
    "公顷",
    "平方公里",
    "万平方米",
    "平方米",
    "万立方米",
    "立方米",
    "公里",
    "千米",
    "米",
    "万千瓦时",
    "亿千瓦时",
    "千瓦时",
    "万千瓦",
    "千瓦",
    "万户",
    "户",
    "万人次",
    "人次",
    "万人",
    "人",
    "万名",
    "名",
    "万家",
    "家",
    "万个",
    "个",
    "万套",
    "套",
    "万辆",
    "辆",
    "万头",
    "头",
    "万只",
    "只",
    "万株",
    "株",
    "座",
    "处",
    "项",
    "件",
    "条",
    "所",
    "张",
    "台",
    "次",
    "位",
    "倍",
    "番",
    "成",
    "天",
    "年",
    "月",
    "日",
    "%",
    "‰",
    "％",
]

DIGIT = r"[0-9０-９]"
NUMBER = rf"(?:{DIGIT}+(?:[,，]{DIGIT}{{3}})*(?:[.．]{DIGIT}+)?|[一二三四五六七八九十百千万亿两〇○零]+)"
MAGNITUDE = r"(?:万亿|千亿|百亿|十亿|亿|千万|百万|十万|万|千|百)?"
BEFORE = r"(?:不低于|不少于|不超过|不高于|控制在|稳定在|突破|超过|达到|完成|大约|将近|至少|超|约|近|达)?"
AFTER = r"(?:以上|以下|以内|左右|上下)?"
FLOOR = re.compile(
    rf"{BEFORE}{NUMBER}(?:\s*(?:[-—–~～至到])\s*{NUMBER})?{MAGNITUDE}[多余几]?{MAGNITUDE}(?:"
    + "|".join(sorted(map(re.escape, UNITS), key=len, reverse=True))
    + rf"){AFTER}"
)


def hits(text: str) -> int:
    """How many numbers with a unit the floor sees."""
    return sum(1 for _ in FLOOR.finditer(text))
