"""What a clause gives while it is read: the run of quantities with its words (数量串), and the draft of a measure."""

from __future__ import annotations

import msgspec

from luoshi.facts.naming import Head, Tail
from luoshi.facts.quantity import Quantity
from luoshi.facts.shapes import Firmness, Kind, Op, Rate


class Draft(msgspec.Struct, gc=False):
    """A measure before period, status, section and indicator are known. ``at`` is where its number stands.

    ``stock``: a state reached (share, balance), not something done in the period. ``base``: the first half of a
    from-to pair, whose own time words are in ``time``. ``cap``: 控制在 without 以内 or 左右, in the past just what was reached. ``done``: 已, so already. ``indicator`` is set only where the form says it.
    """

    start: int
    end: int
    at: int
    name: str
    kind: Kind
    op: Op
    value: float | None
    unit: str | None
    rule: str
    high: float | None = None
    ref: str | None = None
    rate: Rate | None = None
    firmness: Firmness = "plain"
    scope: str | None = None
    compare: str | None = None
    estimate: bool = False
    done: bool = False
    stock: bool = False
    base: bool = False
    time: str | None = None
    part: bool = False
    cap: bool = False
    flags: tuple[str, ...] = ()
    indicator: str | None = None


class Run(msgspec.Struct, gc=False):
    """Quantities with nothing but list marks between them, and the words around them.

    ``at`` is where the clause begins, ``tail`` its words right before the numbers, ``head`` its opening words,
    ``core`` what is left (at ``core_at``), ``post`` the words behind. ``fresh``: a new clause, not the next item of a
    list. ``ref``: what the values are compared with (``ref_low``: they are lower); ``share_of``: what they are a
    part of (达到全国平均的80%), ``over``: told of several years at once, ``share_name``: the words of a share (占财政支出的比重).
    """

    group: list[Quantity]
    tail: Tail
    head: Head
    core: str
    core_at: int
    at: int
    post: str
    fresh: bool
    base: bool = False
    part: bool = False
    time: str | None = None
    ref: str | None = None
    ref_low: bool = False
    share_of: str | None = None
    share_name: str = ""
    over: bool = False

    @property
    def moves(self) -> bool:
        """Whether a word of movement (增长, 下降) stands before the numbers."""
        return not self.tail.effects.isdisjoint(("up", "down"))

    @property
    def reaches(self) -> bool:
        """Whether a word of reaching (达到, 为) stands there that is no verb of work (完成, 实现)."""
        return "to" in self.tail.effects and "did" not in self.tail.effects
