"""亮灯: the computed light of an item, from the pack's ordered threshold table. Computed on read, never stored as truth."""

from __future__ import annotations

from datetime import date

import msgspec

from luoshi.errors import RulesError
from luoshi.rules.matter import LightFacts, MonthFact
from luoshi.rules.predicates import find
from luoshi.rules.shapes import SHAPES, Colour, LightRule, Pack


class Light(msgspec.Struct, frozen=True):
    """灯: colour, shape and word together; ``rule`` is “pack@version#table/rule”, ``reason`` says in words why."""

    colour: Colour
    shape: str
    word: str
    rule: str
    reason: str


def light(pack: Pack, facts: LightFacts, today: date, *, table: str | None = None) -> Light:
    """The light under the pack's table (or the named one): the first row whose predicate holds; there is always one.

    Beside it, and never in it, stand the self-report and the verdict. Unknown table: `RulesError` lists the pack's.
    """
    name = table or pack.light_table
    if name not in pack.lights:
        raise RulesError(f"规则包{pack.ref}没有灯表{name!r}；有：{'、'.join(pack.lights)}")
    for rule in pack.lights[name].rules:
        reason = find("light", rule.when)(pack, facts, today, **rule.args)
        if reason is not None:
            return _light(pack, name, rule, reason)
    raise RulesError(f"规则包{pack.ref}的灯表{name}最后一行须为always")


def month_light(pack: Pack, month: MonthFact, today: date, *, table: str | None = None) -> Light:
    """The light of one month of the plan (瓯海): missed = red, made up later = yellow for good, never green again.

    A month that is not over, or of which nothing is known, is grey. Colours and words are those of the rows
    ``month_missed`` and ``month_made_up`` of the table, where it has them.
    """
    name = table or pack.light_table
    rows = {r.when: r for r in pack.lights[name].rules} if name in pack.lights else {}
    label = f"{month.month.year}年{month.month.month}月"
    if month.met is None or today <= month.month:
        return _light(
            pack, name, LightRule("month-open", "", "grey", "未到"), f"{label}计划尚未到期或没有数据"
        )
    if month.met:
        return _light(pack, name, LightRule("month-met", "", "green", "完成"), f"{label}计划按月完成")
    if month.made_up_on is not None and month.made_up_on <= today:
        row = rows.get("month_made_up", LightRule("month-made-up", "", "yellow", "后补"))
        return _light(pack, name, row, f"{label}计划未按月完成，{month.made_up_on}补上，当月由红转黄，不转绿")
    row = rows.get("month_missed", LightRule("month-missed", "", "red", "未完成"))
    return _light(pack, name, row, f"{label}计划未完成")


def _light(pack: Pack, table: str, rule: LightRule, reason: str) -> Light:
    return Light(rule.colour, SHAPES[rule.colour], rule.word, f"{pack.ref}#{table}/{rule.id}", reason)
