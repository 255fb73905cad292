"""条件: named, registered Python predicates; a pack names them, an unknown name is an error that lists the known ones.

A predicate over facts returns the reason in words where it holds, None where it does not, and never raises: that is
what makes every light explainable. Arguments come from the pack and are checked against the signature at load time.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

Subject = Literal["matter", "light", "closing"]
Predicate = Callable[..., str | None]


def known(subject: Subject) -> tuple[str, ...]:
    """The names registered for a subject, sorted."""
    raise NotImplementedError


def find(subject: Subject, name: str) -> Predicate:
    """The predicate of that name; `RulesError` lists the known ones."""
    raise NotImplementedError
