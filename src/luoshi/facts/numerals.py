"""Numbers as printed (数字): Arabic in half or full width, Chinese numerals, 百分之七点五, 二○二五."""

from __future__ import annotations

_WIDE = str.maketrans("０１２３４５６７８９．，", "0123456789.,")
_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2}
_PLACES = {"十": 10, "百": 100, "千": 1000}

# What a magnitude word between number and unit multiplies by; used where a bare magnitude is the number (“超千人”).
MAGNITUDES = {
    "十": 10.0, "百": 100.0, "千": 1e3, "万": 1e4, "十万": 1e5, "百万": 1e6, "千万": 1e7,
    "亿": 1e8, "十亿": 1e9, "百亿": 1e10, "千亿": 1e11, "万亿": 1e12,
}  # fmt: skip


def arabic(text: str) -> float:
    """The value of ``12,300.5`` or ``１２．５``."""
    if text.isascii() and text.isdigit():
        return float(text)
    return float(text.translate(_WIDE).replace(",", "").replace(" ", ""))


def chinese(text: str) -> float | None:
    """The value of a Chinese numeral, None where the characters make no number (“百千万”).

    Positional (一千二百亿), digit by digit (二〇二五) and decimal (七点五) forms.
    """
    whole, dot, part = text.partition("点")
    value = _whole(whole)
    if value is None or not dot:
        return value
    digits = [_DIGITS.get(c) for c in part]
    if not digits or None in digits:
        return None
    return value + float("0." + "".join(str(d) for d in digits))


def _whole(text: str) -> float | None:
    if not text:
        return None
    if all(c in _DIGITS for c in text):
        if len(text) == 2 and text[0] not in "零〇○":  # “二三”, “三四”: two or three, no number
            return None
        return float("".join(str(_DIGITS[c]) for c in text))
    for group, size in (("亿", 1e8), ("万", 1e4)):
        head, found, tail = text.partition(group)
        if found:
            high, low = _whole(head), _whole(tail) if tail else 0.0
            return None if high is None or low is None else high * size + low
    return _below_ten_thousand(text)


def _below_ten_thousand(text: str) -> float | None:
    total = 0.0
    digit: int | None = None
    last_place = 10_000
    for c in text:
        if c in _DIGITS:
            if digit:  # two digits in a row are no positional number (三四十)
                return None
            digit = _DIGITS[c]
            continue
        place = _PLACES.get(c)
        if place is None or place >= last_place or (digit is None and place != 10):
            return None
        total += (1 if digit is None else digit) * place
        digit, last_place = None, place
    return total + (digit or 0)
