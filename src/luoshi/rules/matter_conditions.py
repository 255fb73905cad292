"""时限条件: which clocks apply to a matter. Each is registered under its own name and used in a pack's ``when``."""

from __future__ import annotations

from luoshi.rules.matter import Matter
from luoshi.rules.predicates import predicate


@predicate("matter")
def always(matter: Matter) -> str | None:
    """一律适用."""
    return "一律适用"


@predicate("matter")
def major(matter: Matter) -> str | None:
    """重大、复杂事项."""
    return "重大复杂事项" if matter.major else None


@predicate("matter")
def ordinary(matter: Matter) -> str | None:
    """一般事项."""
    return None if matter.major else "一般事项"


@predicate("matter")
def ordinary_undated(matter: Matter) -> str | None:
    """一般事项，交办方没有另定时限."""
    return None if dated(matter) else ordinary(matter)


@predicate("matter")
def urgent(matter: Matter) -> str | None:
    """紧急事项."""
    return "紧急事项" if matter.urgent else None


@predicate("matter")
def has_nodes(matter: Matter) -> str | None:
    """文件或已同意的计划列有节点."""
    return f"列有{len(matter.nodes)}个节点" if matter.nodes else None


@predicate("matter")
def no_nodes(matter: Matter) -> str | None:
    """没有节点."""
    return None if matter.nodes else "没有节点"


@predicate("matter")
def dated(matter: Matter) -> str | None:
    """文件写明了最后时限."""
    return f"时限“{matter.due.words}”" if matter.due is not None and matter.due.mode == "by" else None


@predicate("matter")
def ongoing(matter: Matter) -> str | None:
    """持续推进、长期坚持."""
    return f"“{matter.due.words}”" if matter.due is not None and matter.due.mode == "ongoing" else None


@predicate("matter")
def ending(matter: Matter) -> str | None:
    """有最后时限的（写明或按年底推定），即不是持续推进的."""
    return None if matter.due is not None and matter.due.mode == "ongoing" else "有最后时限"
