"""Tags of the templates (模板标签): lights, due dates, shares, addresses of lists."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from luoshi.rules.shapes import SHAPES

register = template.Library()
_SHAPES: dict[str, str] = dict(SHAPES.items())


@register.simple_tag
def light(found: Any, title: str = "") -> SafeString:
    """A light as shape, word and colour, from a rules light or from an item's copy of it."""
    if not found:
        return SafeString("")
    if isinstance(found, str):
        colour, word, reason = found, title, ""
    else:
        colour, word, reason = found.colour, found.word, found.reason
    return format_html(
        '<span class="light {}" title="{}"><span aria-hidden="true">{}</span> {}</span>',
        colour, reason, _SHAPES.get(colour, "○"), gettext(word),
    )  # fmt: skip


@register.filter
def day(value: date | None) -> str:
    """A date as tables have it: 2026-11-30."""
    return value.isoformat() if value else "—"


@register.filter
def han_day(value: date | None) -> str:
    """A date as documents have it: 2026年11月30日."""
    return f"{value.year}年{value.month}月{value.day}日" if value else "—"


@register.simple_tag
def left(due: date | None, today: date) -> SafeString:
    """How long there is still: 还有3天, 今天到期, 逾期2天, as words with a class."""
    if not due:
        return SafeString("")
    days = (due - today).days
    if days < 0:
        return format_html('<span class="left late">{}</span>', gettext("逾期%d天") % -days)
    if days == 0:
        return format_html('<span class="left soon">{}</span>', gettext("今天到期"))
    return format_html(
        '<span class="left{}">{}</span>', " soon" if days <= 7 else "", gettext("还有%d天") % days
    )


@register.filter
def num(value: Any) -> str:
    """A number without useless zeros, thousands apart."""
    if value is None or value == "":
        return "—"
    if isinstance(value, Decimal):
        value = value.normalize()
        return f"{value:,f}"
    return f"{value:,}" if isinstance(value, int) else str(value)


@register.simple_tag
def rate(part: int, whole: int) -> SafeString:
    """A share with its numerator and denominator: 92.3%（12/13）; nothing to divide by says so."""
    if not whole:
        return format_html('<span class="quiet">{}</span>', "—（0/0）")
    return format_html('{}%<span class="quiet">（{}/{}）</span>', f"{part * 100 / whole:.1f}", part, whole)


@register.filter
def get(mapping: Any, key: Any) -> Any:
    """The value of a key, None where it is missing."""
    return mapping.get(key) if mapping else None


@register.filter
def hand(row: Any) -> str:
    """Whose hand it was (经手人): the person, or who signed the paper and who entered it: “李强（纸质，沈知微代录）”."""
    if row.person.startswith("paper:"):
        return gettext("%(who)s（纸质，%(by)s代录）") % {"who": row.person.split(":", 2)[2], "by": row.by}
    return str(row.by)


@register.filter
def tr(value: Any) -> str:
    """A word of the model (状态, 角色) in the reader's language."""
    return gettext(str(value)) if value else ""


@register.filter
def size(value: int) -> str:
    """Bytes as people say them."""
    return f"{value / 1024**2:.1f} MB" if value >= 1024**2 else f"{max(value // 1024, 1)} KB"
