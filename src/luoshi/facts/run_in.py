"""Run-in headings where line breaks were lost (连排小标题): a short sentence that names what follows, or a short task?"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from luoshi.lexicon import tables

# Two of three short sentences that could be headings are: a weight of doubt is not enough to make one a task.
_THRESHOLD = -1.2
_TEN = 10
_LONG = 9  # tens of characters; longer sentences are all alike


class Candidate(NamedTuple):
    """A short sentence without its full stop, and the sentence after it."""

    body: str
    following: str


def features(candidate: Candidate) -> tuple[tuple[str, str], ...]:
    """What is weighed, as rows of ``heading_odds.tsv`` name it."""
    body, following = candidate
    return (
        ("length", str(len(body))),
        ("begin", body[:2]),
        ("end", body[-2:]),
        ("next", str(min(len(following) // _TEN, _LONG))),
        ("follow", following[:2]),
    )


def is_heading(candidate: Candidate) -> bool:
    """Whether the sentence is more like the headings than like the short tasks of reports that keep their lines."""
    odds = _odds()
    return sum(odds.get(f, 0.0) for f in features(candidate)) > _THRESHOLD


@cache
def _odds() -> dict[tuple[str, str], float]:
    return {(row["feature"], row["value"]): float(row["weight"]) for row in tables.rows("heading_odds.tsv")}
