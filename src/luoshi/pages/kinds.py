"""The kinds of facts that pages show (事实类别): in which order, under which name, and which are out of sight at first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, get_args

import msgspec

from luoshi.pages import pick

if TYPE_CHECKING:
    from luoshi.facts.reading import Reading

FactKind = Literal[
    "target", "pledge", "measure", "task", "project", "problem", "honour", "mechanism", "responsibility", "glossary"
]  # fmt: skip
ALL: tuple[FactKind, ...] = get_args(FactKind)


class Shown(msgspec.Struct, frozen=True):
    """How a kind is shown: its name; ``always`` also when there is none; ``open`` without being asked for."""

    name: str
    always: bool = False
    open: bool = True


KINDS: dict[str, Shown] = {
    "target": Shown("目标", always=True),
    "measure": Shown("指标", always=True),
    "pledge": Shown("实事", always=True),
    "problem": Shown("问题", always=True),
    "task": Shown("任务"),
    "project": Shown("项目"),
    "honour": Shown("荣誉"),
    "mechanism": Shown("机制", open=False),
    "responsibility": Shown("分工"),
    "glossary": Shown("名词"),
    "repair": Shown("修复", always=True),
}
# Classes of mechanisms.tsv.
MECHANISMS = {
    "assignment": "任用", "burden": "减负", "business_checks": "涉企检查", "chain": "产业链", "cultivation": "培育",
    "decisions": "决策", "evaluation": "考核", "funds": "资金", "hotline": "诉求", "investment": "招商", "kind": "分类",
    "land": "用地", "list": "清单", "monitoring": "监测帮扶", "partnership": "协作", "patrol": "巡管", "pipeline": "项目储备",
    "platform": "平台", "pledges": "实事", "proposals": "建议提案", "publishing": "公开", "rectification": "整改",
    "reform": "改革", "reporting": "报告", "requests": "助企", "services": "政务服务", "supervision": "督查", "targets": "目标管理",
    "task_force": "专班", "work_method": "工作法",
}  # fmt: skip
LEVELS = {
    "international": "国际", "nation": "国家级", "province": "省级", "prefecture": "市级", "county": "县级",
}  # fmt: skip


def count(reading: Reading) -> dict[str, int]:
    """How many facts of each kind a reading holds, repairs too; kinds in the order of KINDS.

    Pledges are those of the report itself: what is taken over by number only is shown with them, not counted.
    """
    stated = len(pick.targets(reading))
    found = {
        "target": stated,
        "measure": len(reading.measures) - stated,
        "pledge": len(reading.pledges),
        "problem": len(reading.problems),
        "task": len(reading.tasks),
        "project": len(reading.projects),
        "honour": len(reading.honours),
        "mechanism": len(reading.mechanisms),
        "responsibility": len(reading.responsibilities),
        "glossary": len(reading.glossary),
        "repair": len(reading.source.repairs),
    }
    return {kind: found[kind] for kind, shown in KINDS.items() if found[kind] or shown.always}
