"""Verbs of work (工作动词) at the front and end of phrases, and what a clause speaks of."""

from __future__ import annotations

from functools import cache, lru_cache

import regex

from luoshi.facts import lists
from luoshi.facts.indicators import resolve
from luoshi.lexicon import tables

# Where what is said of a subject begins, when a clause without a number names it (“地区生产总值再创新高,达到…”).
_SAID = regex.compile(
    r"(?<![人平年户亩])均|都|分别|双双|发展(?=较快|很快|迅速|加快|势头|良好)|快速(?=发展|增长|增加|推进|提升)|迅速|蓬勃|全面|持续|稳步|保持|实现|扭转|比上年|比去年|较上年|有明显|有较大|有所|高于|快于|超过|达到|位居|继续|再创|创历史|再上|迈上|突破|增长|提高"
    r"|提升|下降|稳中|明显|显著|大幅|历史性|喜获|再获|获得|夺取|顺利|全部|有序|加快|集中|成功|开工|建成|竣工|完成|投产|推进|落地"
    r"|挂牌|接入|开展|呈现|平稳|双增|跃居|首次|不断|进一步|圆满"
)


_ADVERBS = frozenset(
    (
        "重点",
        "着力",
        "全力",
        "强力",
        "大力",
        "积极",
        "努力",
        "主动",
        "深入",
        "统筹",
        "高标准",
        "高质量",
        "科学",
        "累计",
    )
)


@cache
def actions() -> frozenset[str]:
    """All verbs of work (actions.txt)."""
    return frozenset(tables.lines("actions.txt"))


@cache
def elliptic() -> frozenset[str]:
    """Nouns that lean on the subject named before (elliptic_heads.txt)."""
    return frozenset(tables.lines("elliptic_heads.txt"))


@cache
def _lengths() -> dict[str, tuple[int, ...]]:
    """First character -> lengths of the verbs that begin with it, longest first."""
    found: dict[str, set[int]] = {}
    for verb in actions():
        if len(verb) > 1:
            found.setdefault(verb[0], set()).add(len(verb))
    return {c: tuple(sorted(sizes, reverse=True)) for c, sizes in found.items()}


@lru_cache(maxsize=8192)
def leading_verb(name: str) -> str:
    """The verb of work that opens ``name``, empty where none does."""
    for n in _lengths().get(name[:1], ()):
        if name[:n] in actions():
            return name[:n]
    return ""


def ends_with_verb(phrase: str) -> bool:
    """Whether a verb of work stands at the end, so that the thing it is done to must follow the number."""
    if phrase in actions():
        return True
    return any(phrase[-n:] in actions() for n in range(min(6, len(phrase)), 1, -1))


def subject_of(clause: str) -> str:
    """What a clause speaks of: its words before the predicate; empty where it opens with a verb."""
    said = _SAID.search(clause)
    subject = clause[: said.start()] if said else ""
    if subject in _ADVERBS:
        return ""
    does = leading_verb(subject) and not (
        subject.endswith("业") and len(subject) < 6
    )  # 服务业 does not serve
    return subject if 2 <= len(subject) <= 24 and not does else ""


def joint_indicators(phrase: str) -> list[str] | None:
    """“城镇调查失业率和登记失业率”: several indicators that share one value."""
    if not any(mark in phrase for mark in ("、", "和", "与", "及")) or resolve(phrase):
        return None
    parts = lists.parts_of(phrase)
    return parts if len(parts) > 1 and all(resolve(p) for p in parts) else None
