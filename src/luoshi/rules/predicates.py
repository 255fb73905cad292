"""条件登记: named, registered Python predicates; a pack names them, an unknown name is an error that lists the known ones.

A predicate returns the reason in words where it holds, None where it does not, and never raises on facts: that is what
makes every light explainable. Three subjects: ``matter`` (f(matter): does this clock apply?), ``light``
(f(pack, facts, today, **args)), ``closing`` (f(pack, facts): what is asked before this step). Arguments come from the
pack and are checked against the signature when it is loaded.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from functools import cache
from typing import Literal, TypeVar

from luoshi.errors import RulesError

Subject = Literal["matter", "light", "closing"]
Predicate = Callable[..., "str | None"]
P = TypeVar("P", bound=Predicate)

_REGISTRY: dict[Subject, dict[str, Predicate]] = {"matter": {}, "light": {}, "closing": {}}
TYPES: dict[str, tuple[type, ...]] = {"int": (int,), "float": (int, float), "str": (str,), "bool": (bool,)}


def predicate(subject: Subject) -> Callable[[P], P]:
    """Registers a function under its own name; a name given twice is an error at import."""

    def register(function: P) -> P:
        name = function.__name__
        if name in _REGISTRY[subject]:
            raise RulesError(f"predicate {name!r} is registered twice for {subject}")
        _REGISTRY[subject][name] = function
        return function

    return register


def known(subject: Subject) -> tuple[str, ...]:
    """The names registered for a subject, sorted."""
    _fill()
    return tuple(sorted(_REGISTRY[subject]))


@cache
def find(subject: Subject, name: str) -> Predicate:
    """The predicate of that name; `RulesError` lists the known ones."""
    _fill()
    try:
        return _REGISTRY[subject][name]
    except KeyError:
        names = "、".join(known(subject))
        raise RulesError(f"没有名为{name!r}的{subject}条件；已登记的有：{names}") from None


def check_args(subject: Subject, name: str, args: Mapping[str, object]) -> None:
    """`RulesError` where arguments are unknown, missing or of the wrong type for that predicate."""
    parameters = {
        p.name: p
        for p in inspect.signature(find(subject, name)).parameters.values()
        if p.kind is inspect.Parameter.KEYWORD_ONLY
    }
    for key, value in args.items():
        if key not in parameters:
            raise RulesError(f"条件{name}没有参数{key!r}；可用的有：{'、'.join(parameters) or '无'}")
        wanted = TYPES[str(parameters[key].annotation)]
        if not isinstance(value, wanted) or (isinstance(value, bool) and bool not in wanted):
            raise RulesError(f"条件{name}的参数{key}应为{parameters[key].annotation}，所填为{value!r}")
    missing = [k for k, p in parameters.items() if p.default is inspect.Parameter.empty and k not in args]
    if missing:
        raise RulesError(f"条件{name}缺少参数：{'、'.join(missing)}")


def _fill() -> None:
    """Imports the modules that register; here, so that they can import this one."""
    from luoshi.rules import closing_conditions, light_conditions, matter_conditions  # noqa: F401
