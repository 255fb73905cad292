"""The light of an item (灯): computed from its rows by the rule pack, for one item or for a page of them at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any, Literal, cast

from luoshi import rules
from luoshi.account.words import direction
from luoshi.facts.indicators import resolve
from luoshi.ledger import clock, clocks, registers
from luoshi.ledger.models import Deadline, Figure, Item, Return
from luoshi.rules.shapes import Purpose, StageKind

STAGE_KINDS: dict[str, StageKind] = {
    "issued": "open", "active": "open", "applied": "review", "unit_checked": "review", "inspected": "review",
    "closed": "done", "merged": "ended", "cancelled": "ended",
}  # fmt: skip
"""The ledger's states as the packs' stage kinds."""


def lights_for(
    items: Sequence[Item],
    today: date | None = None,
    standing: Iterable[Deadline] | None = None,
    answers: clocks.Answers | None = None,
) -> dict[int, rules.Light]:
    """The lights of these items today, in five queries however many there are.

    ``standing`` and ``answers``: the items' deadlines and what answered them, where the caller has read them already.
    """
    day = today or clock.today()
    ids = [i.pk for i in items]
    dues: dict[int, list[Deadline]] = defaultdict(list)
    for d in clocks.standing(ids) if standing is None else standing:
        dues[d.item_id].append(d)
    answers = answers or clocks.Answers(ids)
    figures: dict[int, dict[str, Figure]] = defaultdict(dict)
    for f in Figure.objects.filter(item__in=ids).order_by("as_of", "id"):
        figures[f.item_id][f.name] = f
    returned = set(
        Return.objects.filter(item__in=ids, kind="work", closing__isnull=False).values_list(
            "item_id", flat=True
        )
    )
    return {
        i.pk: rules.light(
            registers.pack(i.register, i.register_version),
            _facts(i, dues[i.pk], answers, figures[i.pk], i.pk in returned),
            day,
        )
        for i in items
    }


def set_first(item: Item, dues: Iterable[Deadline]) -> None:
    """Sets the light of an item that was just made and has no reports yet (unsaved, no query)."""
    pack = registers.pack(item.register, item.register_version)
    facts = _facts(item, dues, clocks.Answers.none(), {}, returned=False)
    _copy(item, rules.light(pack, facts, clock.today()))


def refresh(item: Item) -> tuple[str, ...]:
    """Sets the item's copy of today's light (unsaved); gives the names of the fields that it set."""
    _copy(item, lights_for([item])[item.pk])
    return ("light", "light_rule", "light_reason", "light_on")


def _copy(item: Item, found: rules.Light) -> None:
    item.light, item.light_rule = found.colour, found.rule[:80]
    item.light_reason, item.light_on = f"{found.word}：{found.reason}"[:400], clock.today()


def _facts(
    item: Item,
    dues: Iterable[Deadline],
    answers: clocks.Answers,
    figures: dict[str, Figure],
    returned: bool,
) -> rules.LightFacts:
    facts = []
    for d in dues:
        done = answers.of(d)
        facts.append(
            rules.DueFact(
                d.key,
                d.title,
                cast(Purpose, d.purpose or "report"),
                d.due_on,
                d.original_on,
                done[0] if done else None,
                done[1] if done else None,
            )
        )
    return rules.LightFacts(
        stage_kind=STAGE_KINDS[item.state],
        dues=tuple(facts),
        measures=tuple(_measures(item, figures)) if item.register != "pledges" else (),
        parts=tuple(_parts(item, figures, answers.stages.get(item.pk))) if item.register == "pledges" else (),
        issued_on=item.issued_on,
        closed_on=item.closed_on,
        returned=returned and item.state == "active",
        plan_accepted=item.continuing,
        under_review=item.under_review,
    )


def _number(value: Any) -> Decimal | None:
    """A stored number without the zeros that the database adds."""
    try:
        number = None if value in (None, "") else Decimal(str(value))
    except InvalidOperation:
        return None
    if number is None:
        return None
    return number.quantize(Decimal(1)) if number == number.to_integral() else number.normalize()


@cache
def _less_is_better(name: str, op: str, kind: str) -> bool:
    """Whether staying under the target is good: a ceiling, consumer prices (2%左右 is a cap), what the lexicon wants low.

    An amount to be done in the year is more, the better, whatever it is an amount of.
    """
    if op in ("<=", ">="):
        return op == "<="
    if kind == "cumulative":
        return False
    known = resolve(name)
    return known is not None and (known.id == "cpi" or direction(known.id, name, None) == "lower")


def _measures(item: Item, figures: dict[str, Figure]) -> Iterable[rules.MeasureFact]:
    for m in item.measures:
        target = _number(m.get("target"))
        if target is None:
            continue
        got = figures.get(m["name"])
        kind = m.get("schedule", "ratio")
        lower = _less_is_better(m["name"], m.get("op") or "", kind)
        if lower and m.get("op") == "range":
            target = (
                _number(m.get("high")) or target
            )  # of a range whose height is a cap, the upper end counts
        yield rules.MeasureFact(
            name=m["name"],
            kind=cast(Literal["cumulative", "growth", "ratio"], kind),
            target=target,
            year=(item.due_on or item.issued_on).year,
            actual=_number(got.value) if got else None,
            as_of=got.as_of if got else None,
            unit=m.get("unit") or "",
            better="lower" if lower else "higher",
            status=got.get_status_display() if got else "",
        )


def _parts(item: Item, figures: dict[str, Figure], stage: str | None) -> Iterable[rules.PartFact]:
    for m in item.measures:
        got = figures.get(m["name"])
        yield rules.PartFact(
            title=m["name"],
            target=_number(m.get("target")),
            actual=_number(got.value) if got else None,
            unit=m.get("unit") or "",
            due_stage=item.due_stage or None,
            stage=stage,
        )
