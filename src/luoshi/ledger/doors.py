"""What is known of a matter before it is opened (立项预览): the deadlines it would get, and the items it may repeat.

Nothing is written here: the form shows both before anybody saves, and ``actions.items.open_item`` asks the same again.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from luoshi import rules
from luoshi.ledger import clock, clocks, registers, search
from luoshi.ledger.errors import Invalid
from luoshi.ledger.models import Item, ItemSource, Node
from luoshi.ledger.models.item import OPEN_STATES

_RECENT = timedelta(days=365)
_SAME, _ALIKE, _NUMBERED = (
    0.8,
    0.65,
    0.5,
)  # shares of common character pairs; [judg]: no source gives a threshold
_QUOTE_LEAST = 10  # characters: shorter quotes (“请办。”) say nothing
_PIECE = 4  # characters of a phrase that is looked for
_LOOKED_AT = 200


class Alike(NamedTuple):
    """An item that may be the same matter (疑似重复), and in words what the two have in common."""

    item: Item
    why: str
    share: float


def due_of(text: str, on: date | None, year: int) -> rules.DueForm | None:
    """The due date as it was typed: a day, or words (“11月底前”, “持续推进”); None where nothing was typed.

    Raises:
        Invalid: the words give no date and are none of the words for work without an end.
    """
    if on:
        return rules.DueForm(text or f"{on.year}年{on.month}月{on.day}日前", on)
    if not text.strip():
        return None
    found = rules.due_from_words(text, year)
    if found.mode == "inferred":
        raise Invalid(f"看不懂的时限“{text}”。请写成“11月底前”“三季度末”，或直接选日期。", "due_text")
    return found


def anchor_of(today: date) -> rules.Anchor:
    """What starts the clocks of a matter that came by another door: its being handed over, today."""
    return rules.Anchor(today, "issued", "交办")


def deadlines(
    register: str, source: str, variant: str, due: rules.DueForm | None, nodes: Sequence[tuple[str, date]]
) -> tuple[rules.Deadline, ...]:
    """The deadlines that such a matter would get today, each with its trace."""
    today = clock.today()
    pack = registers.checked(register)
    item = Item(variant=variant, issued_on=today)
    matter = clocks.matter_of(item, due, [Node(title=t, due_on=on) for t, on in nodes], source)
    return rules.deadlines(pack, anchor_of(today), registers.calendar(), matter)


def alike(
    government_id: int, title: str, number: str = "", lead_id: int | None = None, quote: str = ""
) -> list[Alike]:
    """Items that may be the same matter, the most alike first: same 文号, same words of the source, or nearly the same title.

    Open items count whoever leads them; ended ones of the last year only under the same lead or 文号.
    """
    since = clock.today() - _RECENT
    mine = Item.objects.filter(government_id=government_id).select_related("lead")
    found: dict[int, Alike] = {}

    def add(item: Item, why: str, share: float) -> None:
        old = found.get(item.pk)
        found[item.pk] = (
            Alike(item, f"{old.why}；{why}", max(old.share, share)) if old else Alike(item, why, share)
        )

    if number:
        for item in mine.filter(issued_on__gte=since, sources__number=number).distinct()[:_LOOKED_AT]:
            share = overlap(item.title, title)
            if share >= _NUMBERED:
                add(item, f"文号同为 {number}，事项文字重合 {share:.0%}", share)
    if len(quote.strip()) >= _QUOTE_LEAST:
        same = ItemSource.objects.filter(quote=quote.strip()).values("item_id")
        for item in mine.filter(pk__in=same, issued_on__gte=since)[:_LOOKED_AT]:
            add(item, "来源原文相同", 1.0)
    for item in mine.filter(pk__in=search.any_of(pieces(title), limit=_LOOKED_AT)):
        share, still_open = overlap(item.title, title), item.state in OPEN_STATES
        same_lead = lead_id is not None and item.lead_id == lead_id
        if share >= (_ALIKE if same_lead else _SAME) and (
            still_open or (same_lead and item.issued_on >= since)
        ):
            who = "同由" if same_lead else "由"
            lead = f"，{who}{item.lead.label}牵头" if item.lead else ""
            add(item, f"事项文字重合 {share:.0%}{lead}", share)
    return sorted(found.values(), key=lambda a: (-a.share, a.item.pk))


def pieces(title: str) -> list[str]:
    """Overlapping phrases of four characters: two titles of one matter have some of them in common."""
    text = "".join(c for c in title if c.isalnum())
    return list(dict.fromkeys(text[i : i + _PIECE] for i in range(max(len(text) - _PIECE + 1, 1))))[:40]


def overlap(a: str, b: str) -> float:
    """Share of the shorter text's character pairs that the other has too, 0–1."""
    pairs = [{x[i : i + 2] for i in range(len(x) - 1)} for x in (a, b)]
    small = min(len(p) for p in pairs)
    return len(pairs[0] & pairs[1]) / small if small else 0.0
