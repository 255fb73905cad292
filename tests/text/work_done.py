"""How much Python a call runs, counted in function calls: the same on every machine, unlike seconds."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from luoshi.errors import LuoshiError


def calls(work: Callable[[], object]) -> int:
    """The number of Python and C functions called, and generators resumed, by ``work``."""
    count = 0

    def seen(frame: Any, event: str, arg: Any) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(seen)
    try:
        with suppress(LuoshiError):
            work()
    finally:
        sys.setprofile(before)
    return count
