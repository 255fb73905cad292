"""Coverage (覆盖面): how many targets have an outcome, and why the others have none. Verdicts are shares of the rated only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import msgspec

from luoshi.account.shapes import Pair


class Coverage(msgspec.Struct, frozen=True):
    """Counts of targets: ``outcome`` of them have one, ``absent`` gives the others by cause.

    ``strict`` and ``official`` count verdicts of those with an outcome, ``unrated`` the rules by which some of those
    are not rated; ``without_next`` counts reports whose next one is missing or abridged.
    """

    targets: int
    outcome: int
    absent: dict[str, int]
    strict: dict[str, int]
    official: dict[str, int]
    unrated: dict[str, int]
    places: int
    years: tuple[int, int] | None
    without_next: dict[str, int]


def coverage(pairs: Iterable[Pair]) -> Coverage:
    """The coverage of these pairs."""
    absent: Counter[str] = Counter()
    strict: Counter[str] = Counter()
    official: Counter[str] = Counter()
    unrated: Counter[str] = Counter()
    places: set[str] = set()
    years: set[int] = set()
    steps: dict[tuple[str, int], str] = {}
    targets = 0
    for p in pairs:
        targets += 1
        places.add(p.place)
        years.add(p.year)
        if p.absent is not None:
            absent[p.absent] += 1
            if p.absent in ("no_report", "abridged"):
                steps[p.place, p.year] = p.absent
            continue
        strict[p.strict.verdict] += 1
        official[p.official.verdict] += 1
        if p.strict.verdict == "unrateable":
            unrated[p.strict.rule] += 1
    return Coverage(
        targets, targets - absent.total(), _sorted(absent), _sorted(strict), _sorted(official), _sorted(unrated),
        len(places), (min(years), max(years)) if years else None, _sorted(Counter(steps.values())),
    )  # fmt: skip


def _sorted(counts: Counter[str]) -> dict[str, int]:
    return dict(sorted(counts.items(), key=lambda kv: (-kv[1], kv[0])))
