"""销号条件: what must be there before a step of the closing chain. They return what is missing, None where all is well."""

from __future__ import annotations

from luoshi.rules.matter import ClosingFacts
from luoshi.rules.parts import part_short
from luoshi.rules.predicates import predicate
from luoshi.rules.shapes import Pack


@predicate("closing")
def evidence_given(pack: Pack, facts: ClosingFacts) -> str | None:
    """有佐证材料."""
    return None if facts.evidence > 0 else "没有佐证材料，请先上传能证明结果的文件或照片。"


@predicate("closing")
def result_given(pack: Pack, facts: ClosingFacts) -> str | None:
    """有办理结果."""
    return None if facts.has_result else "没有填写办理结果，请先报送结果。"


@predicate("closing")
def application_signed(pack: Pack, facts: ClosingFacts) -> str | None:
    """办结申请经单位负责人签批."""
    return None if facts.signed_off else "办结申请尚未经单位负责人签批，请先签批或上传签批件。"


@predicate("closing")
def all_parts_pass(pack: Pack, facts: ClosingFacts) -> str | None:
    """各子量、各阶段全部达到."""
    short = [s for p in facts.parts if (s := part_short(p, pack.due_stages))]
    return None if not short else f"还有{len(short)}项未达到：{'；'.join(short)}。"


@predicate("closing")
def no_open_dues(pack: Pack, facts: ClosingFacts) -> str | None:
    """没有尚未答复的结果类时限."""
    dues = [d for d in facts.dues if d.done_on is None and d.purpose == "result"]
    return None if not dues else f"还有未完成的时限：{'、'.join(f'{d.title}（{d.due}）' for d in dues)}。"


@predicate("closing")
def no_open_children(pack: Pack, facts: ClosingFacts) -> str | None:
    """下级分解事项全部销号."""
    n = facts.open_children
    return None if n <= 0 else f"还有{n}个子事项没有销号；子事项销号后，本事项另行申请。"


@predicate("closing")
def figures_final(pack: Pack, facts: ClosingFacts) -> str | None:
    """数字为核定数（不是预计、快报）."""
    loose = [m for m in facts.measures if m.status not in ("", "核定")]
    return (
        None
        if not loose
        else f"以下数字还不是核定数：{'、'.join(f'{m.name}（{m.status}）' for m in loose)}。"
    )
