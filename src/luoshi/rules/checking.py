"""校验规则包: what msgspec cannot see: names that must exist, tables that must end, thresholds that must have a source."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise

from luoshi.errors import RulesError
from luoshi.rules.predicates import check_args, find
from luoshi.rules.shapes import Clock, LightTable, Pack

STEPS = (1, 2, 3, 4, 6, 12)


def faults(pack: Pack) -> list[str]:
    """All that is wrong with a pack, in Chinese, each with the value and what was expected; empty for a sound one."""
    return [
        *_twice("阶段", (s.id for s in pack.stages)),
        *_twice("时限", (c.id for c in pack.clocks)),
        *_twice("流转", (t.id for t in pack.transitions)),
        *_twice("销号环节", (s.id for s in pack.closing.steps)),
        *_twice("催办梯次", (r.id for r in pack.ladder)),
        *_twice("字段", (f"{f.at}.{f.id}" for f in pack.fields)),
        *_flow(pack),
        *_clocks(pack.clocks),
        *_fields(pack),
        *_lights(pack),
        *_closing(pack),
        *_sources(pack),
    ]


def _twice(what: str, ids: Iterable[str]) -> Iterator[str]:
    for id, n in Counter(ids).items():
        if n > 1:
            yield f"{what}{id!r}出现了{n}次"


def _flow(pack: Pack) -> Iterator[str]:
    """Stages named must exist; every stage but those before issue must be reachable."""
    stages = [s.id for s in pack.stages]
    named = [(f"流转{t.id}", s) for t in pack.transitions for s in (*t.start, t.to)]
    named += [(f"销号环节{c.id}", s) for c in pack.closing.steps for s in (c.start, c.passed, c.returned)]
    for where, stage in named:
        if stage not in stages:
            yield f"{where}的阶段{stage!r}不在阶段表中；有：{'、'.join(stages)}"
    reached = {t.to for t in pack.transitions} | {
        s for c in pack.closing.steps for s in (c.passed, c.returned)
    }
    for s in pack.stages[1:]:
        if s.id not in reached:
            yield f"没有流转能到达阶段{s.id!r}"
    if not any(s.kind == "done" for s in pack.stages):
        yield "没有kind为done的阶段，事项无从销号"


def _clocks(clocks: tuple[Clock, ...]) -> Iterator[str]:
    for c in clocks:
        try:
            find("matter", c.when)
        except RulesError as e:
            yield f"时限{c.id}：{e}"
        if c.unit in ("day", "workday") and c.amount < 0:
            yield f"时限{c.id}的amount须不小于0，所填为{c.amount}"
        if c.unit == "month" and c.amount < 1:
            yield f"时限{c.id}的amount须不小于1个月，所填为{c.amount}"
        if c.unit == "period" and c.amount not in STEPS:
            yield f"时限{c.id}的amount（几个月一期）须为{STEPS}之一，所填为{c.amount}"
        if c.unit in ("due", "nodes") and c.amount:
            yield f"时限{c.id}的日期来自文件，不应有amount={c.amount}"


def _fields(pack: Pack) -> Iterator[str]:
    places = {"item"} | {c.id for c in pack.clocks} | {t.id for t in pack.transitions}
    for f in pack.fields:
        if f.at not in places:
            yield f"字段{f.id}的at={f.at!r}既不是item，也不是时限或流转的id；有：{'、'.join(sorted(places))}"
        if (f.kind == "choice") != bool(f.choices):
            yield f"字段{f.id}：kind为choice时须有choices，否则不应有"


def _lights(pack: Pack) -> Iterator[str]:
    if pack.light_table not in pack.lights:
        yield f"light_table={pack.light_table!r}不在lights中；有：{'、'.join(pack.lights)}"
    for name, table in pack.lights.items():
        yield from _light_table(name, table)


def _light_table(name: str, table: LightTable) -> Iterator[str]:
    yield from _twice(f"灯表{name}的规则", (r.id for r in table.rules))
    if not table.rules or table.rules[-1].when != "always":
        yield f"灯表{name}的最后一行须为always，否则有的事项没有灯"
    for n, rule in enumerate(table.rules):
        if rule.when == "always" and n < len(table.rules) - 1:
            yield f"灯表{name}的{rule.id}是always，其后的行永远用不到"
        try:
            check_args("light", rule.when, rule.args)
        except RulesError as e:
            yield f"灯表{name}的{rule.id}：{e}"


def _closing(pack: Pack) -> Iterator[str]:
    """The chain must hang together and end in a done stage; its conditions must be registered."""
    steps = pack.closing.steps
    kinds = {s.id: s.kind for s in pack.stages}
    if not steps:
        yield "closing.steps为空：销号至少要有一个环节"
        return
    for a, b in pairwise(steps):
        if a.passed != b.start:
            yield f"销号环节{a.id}通过后到{a.passed!r}，下一环节{b.id}却从{b.start!r}开始"
    if kinds.get(steps[-1].passed) != "done":
        yield f"最后一个销号环节{steps[-1].id}通过后须到kind为done的阶段，现为{steps[-1].passed!r}"
    into_done = [t.id for t in pack.transitions if kinds.get(t.to) == "done"]
    if into_done:
        yield f"流转{'、'.join(into_done)}绕过销号环节直接到办结，不允许"
    for s in steps:
        for name in s.requires:
            try:
                find("closing", name)
            except RulesError as e:
                yield f"销号环节{s.id}：{e}"


def _sources(pack: Pack) -> Iterator[str]:
    """Every threshold says where it comes from: a clause of DOMAIN.md, a document, or [judg] for our own proposal."""
    named = [(f"时限{c.id}", c.source) for c in pack.clocks]
    named += [(f"催办梯次{r.id}", r.source) for r in pack.ladder]
    named += [("延期规则", pack.extension.source), ("公开规则", pack.publication.source)]
    named += [("销号规则", pack.closing.source)]
    named += [("退件规则", pack.returns.source)] if pack.returns else []
    named += [
        (f"灯表{name}的{r.id}", r.source or t.source)
        for name, t in pack.lights.items()
        for r in t.rules
        if r.args
    ]
    for what, source in named:
        if not source.strip():
            yield f"{what}没有写source（出处）"
