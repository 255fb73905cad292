"""Refusals of the ledger (拒绝): each says in Chinese what was expected and what to do."""

from __future__ import annotations

from collections.abc import Sequence

from luoshi.errors import LuoshiError


class Refused(LuoshiError):
    """An action that was not done; ``message`` is one or two sentences for the person who asked.

    ``field`` names the input that is at fault, where there is one, so that a form can show it there.
    """

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message, field)
        self.message = message
        self.field = field

    def __str__(self) -> str:
        return self.message


class NotAllowed(Refused):
    """The actor has no right to this (无权); the message names who has."""


class NotThere(Refused):
    """No such thing, or none that the actor may see (不存在或无权查看): the two are told apart to nobody."""


class WrongState(Refused):
    """The thing is not in a state in which this can be done (状态不符); the message names both."""


class NotInstalled(LuoshiError):
    """A database that cannot be used yet (未建库): unreachable, empty or of an older version; says what to do."""


class Conflict(Refused):
    """Somebody else wrote first (并发冲突): read again, then decide."""


class Invalid(Refused):
    """An input that breaks a rule (输入有误)."""


class RowErrors(Invalid):
    """Rows of an import that break a rule (逐行错误); nothing was written. ``rows``: (row number, field, message)."""

    def __init__(self, rows: Sequence[tuple[int, str, str]]) -> None:
        self.rows = tuple(rows)
        first = "；".join(f"第{row}行：{message}" for row, _, message in self.rows[:3])
        more = f"；另有{len(self.rows) - 3}处" if len(self.rows) > 3 else ""
        super().__init__(f"有{len(self.rows)}处错误，没有导入任何内容。{first}{more}", "rows")
