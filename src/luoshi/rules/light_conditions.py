"""亮灯条件: the predicates that light tables are made of. Each returns its reason in words, or None; none raises.

Keyword-only parameters are the arguments a pack may give (thresholds with their unit in the name or docstring).
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from luoshi.rules.counting import corresponding_day
from luoshi.rules.matter import DueFact, LightFacts
from luoshi.rules.parts import part_short
from luoshi.rules.predicates import predicate
from luoshi.rules.progress import below_target, expected_share, points_behind, shown
from luoshi.rules.shapes import Pack


def _open(facts: LightFacts, purpose: str) -> list[DueFact]:
    """The unanswered deadlines of a purpose (empty: of any), by date."""
    dues = [d for d in facts.dues if d.done_on is None and purpose in ("", d.purpose)]
    return sorted(dues, key=lambda d: (d.due, d.key))


@predicate("light")
def always(pack: Pack, facts: LightFacts, today: date) -> str | None:
    """其余情形: the last row of every table."""
    nearest = _open(facts, "")
    return f"下一时限为“{nearest[0].title}”{nearest[0].due}" if nearest else "没有未完成的时限"


@predicate("light")
def not_issued(pack: Pack, facts: LightFacts, today: date) -> str | None:
    """尚未交办: no clock runs before 印发."""
    return "尚未印发交办，时限未起算" if facts.stage_kind == "before" else None


@predicate("light")
def ended(pack: Pack, facts: LightFacts, today: date) -> str | None:
    """已调整、合并或取消."""
    return "事项已按批准的调整、合并或取消出账" if facts.stage_kind == "ended" else None


@predicate("light")
def closed_late(pack: Pack, facts: LightFacts, today: date) -> str | None:
    """已销号，但结果晚于原定时限 (whatever extension was given: both dates are told)."""
    if facts.stage_kind != "done":
        return None
    late = [
        d
        for d in facts.dues
        if d.purpose == "result" and d.done_on is not None and d.done_on > d.original_due
    ]
    if not late:
        return None
    d = late[0]
    given = f"，延期至{d.due}" if d.due != d.original_due else ""
    return f"“{d.title}”原定{d.original_due}{given}，{d.done_on}完成"


@predicate("light")
def closed(pack: Pack, facts: LightFacts, today: date) -> str | None:
    """已销号."""
    if facts.stage_kind != "done":
        return None
    return f"{facts.closed_on}由交办方销号" if facts.closed_on else "已由交办方销号"


@predicate("light")
def under_review(pack: Pack, facts: LightFacts, today: date) -> str | None:
    """结论正在复核."""
    return "承办单位已申请复核，结论待复核决定" if facts.under_review else None


@predicate("light")
def overdue(pack: Pack, facts: LightFacts, today: date, *, purpose: str = "", days: int = 0) -> str | None:
    """逾期: an unanswered deadline (of that purpose, or any) more than ``days`` days past its current due date."""
    for d in _open(facts, purpose):
        late = (today - d.due).days
        if late > days:
            kept = f"（原定{d.original_due}，已延期）" if d.due != d.original_due else ""
            return f"“{d.title}”应于{d.due}前完成{kept}，已逾期{late}天"
    return None


@predicate("light")
def unreported(pack: Pack, facts: LightFacts, today: date) -> str | None:
    """未报: a reporting date has passed without a report. Nothing is said about the work itself (未报 ≠ 滞后)."""
    for d in _open(facts, "report"):
        if today > d.due:
            return f"“{d.title}”应于{d.due}前报送，尚未收到（未报不等于滞后）"
    return None


@predicate("light")
def due_soon(pack: Pack, facts: LightFacts, today: date, *, days: int, purpose: str = "") -> str | None:
    """临期: an unanswered deadline falls today or within ``days`` days."""
    for d in _open(facts, purpose):
        left = (d.due - today).days
        if 0 <= left <= days:
            return f"“{d.title}”{d.due}到期，" + (f"还有{left}天" if left else "就是今天")
    return None


@predicate("light")
def returned(pack: Pack, facts: LightFacts, today: date) -> str | None:
    """办结申请被退回."""
    return "办结申请或报送被退回，须继续办理" if facts.returned else None


@predicate("light")
def in_review(pack: Pack, facts: LightFacts, today: date) -> str | None:
    """已申请办结，审核中."""
    return "已申请办结，正在逐级核查" if facts.stage_kind == "review" else None


@predicate("light")
def plan_accepted(pack: Pack, facts: LightFacts, today: date) -> str | None:
    """持续推进: nodes and plan accepted at month 1; neither overdue nor closed."""
    return "已报节点和计划，转为持续推进，按节点反馈" if facts.plan_accepted else None


@predicate("light")
def behind_schedule(
    pack: Pack, facts: LightFacts, today: date, *, points: float, inclusive: bool = False, close_day: int = 31
) -> str | None:
    """落后序时: a cumulative amount more than (``inclusive``: at least) ``points`` percentage points behind."""
    limit = Fraction(str(points))
    for m in facts.measures:
        gap = points_behind(m, close_day)
        if gap is not None and (gap > limit or (inclusive and gap == limit)):
            expected = expected_share(m, close_day) or Fraction(0)
            sign = -1 if m.better == "higher" else 1
            share = expected * 100 + sign * gap
            return f"{m.name}截至{m.as_of}完成{shown(share)}%，序时进度{shown(expected * 100)}%，差{shown(gap)}个百分点"
    return None


@predicate("light")
def growth_below(pack: Pack, facts: LightFacts, today: date, *, points: float = 0) -> str | None:
    """增速低于目标: growth worse than its target by more than ``points`` percentage points; compared directly, never × m/12."""
    return _below(facts, "growth", points)


@predicate("light")
def ratio_below(pack: Pack, facts: LightFacts, today: date, *, points: float = 0) -> str | None:
    """比率、水平未达目标: the latest value against the target, by more than ``points`` of its own unit."""
    return _below(facts, "ratio", points)


def _below(facts: LightFacts, kind: str, points: float) -> str | None:
    limit = Fraction(str(points))
    for m in facts.measures:
        gap = below_target(m)
        if m.kind == kind and gap is not None and Fraction(gap) > limit:
            side = "低于" if m.better == "higher" else "高于"
            unit = "个百分点" if m.kind == "growth" or m.unit in ("%", "％") else m.unit
            when = f"截至{m.as_of}" if m.as_of else "最近一期"
            return (
                f"{m.name}{when}为{m.actual}{m.unit}，{side}目标{m.target}{m.unit}，差{shown(gap, 2)}{unit}"
            )
    return None


@predicate("light")
def no_figure(pack: Pack, facts: LightFacts, today: date) -> str | None:
    """有目标而没有数: a measure whose latest value has not been reported."""
    missing = [m.name for m in facts.measures if m.actual is None or m.as_of is None]
    return f"还没有最新数据：{'、'.join(missing)}" if missing else None


@predicate("light")
def start_missed(pack: Pack, facts: LightFacts, today: date, *, months: int = 0) -> str | None:
    """未按期开工: the planned start has passed by ``months`` civil months or more (0: from the next day), unexcused."""
    planned = facts.planned_start
    if planned is None or facts.started_on is not None or facts.excused or today <= planned:
        return None
    if months and today < corresponding_day(planned, months)[0]:
        return None
    return f"计划{planned}开工，至{today}尚未开工，没有被认可的理由"


@predicate("light")
def funds_short(pack: Pack, facts: LightFacts, today: date) -> str | None:
    """资金低于要求."""
    share = facts.funds_share
    if share is None or not share.is_finite() or share >= 1:
        return None
    return f"资金到位{shown(Fraction(share) * 100)}%，低于要求"


@predicate("light")
def unlisted(
    pack: Pack, facts: LightFacts, today: date, *, months: int, inclusive: bool = True
) -> str | None:
    """未入库: started, not yet in the statistics bureau's list, ``months`` civil months (or more than that) after."""
    if not facts.listing_required or facts.started_on is None or facts.listed_on is not None:
        return None
    mark = corresponding_day(facts.started_on, months)[0]
    if today < mark or (today == mark and not inclusive):
        return None
    return f"{facts.started_on}开工，至{today}尚未入库"


@predicate("light")
def month_missed(pack: Pack, facts: LightFacts, today: date) -> str | None:
    """月计划未完成且未补上."""
    open_ = [m for m in facts.months if m.met is False and m.made_up_on is None and today > m.month]
    return f"{open_[-1].month.year}年{open_[-1].month.month}月计划未完成" if open_ else None


@predicate("light")
def month_made_up(pack: Pack, facts: LightFacts, today: date) -> str | None:
    """月计划未完成，后来补上 (of the latest month that is over; the month itself never turns green)."""
    over = sorted((m for m in facts.months if m.met is not None and today > m.month), key=lambda m: m.month)
    if not over or over[-1].met or over[-1].made_up_on is None:
        return None
    return f"{over[-1].month.year}年{over[-1].month.month}月计划未按月完成，{over[-1].made_up_on}补上"


@predicate("light")
def parts_pass(pack: Pack, facts: LightFacts, today: date) -> str | None:
    """各子量全部达到 (of an item that has parts), to be applied for and checked like any other."""
    if not facts.parts or any(part_short(p, pack.due_stages) for p in facts.parts):
        return None
    return f"{len(facts.parts)}项子量全部达到，可申请办结"


@predicate("light")
def parts_short(pack: Pack, facts: LightFacts, today: date, *, days: int) -> str | None:
    """子量未达: parts are missing and the last result date is ``days`` days off or less."""
    short = [s for p in facts.parts if (s := part_short(p, pack.due_stages))]
    results = _open(facts, "result")
    if not short or not results or (results[-1].due - today).days > days:
        return None
    return f"{len(facts.parts)}项子量中{len(short)}项未达到：{'；'.join(short[:3])}"
