"""Passages of hand-made readings that are named by their first and last words (节选起止), so that no report is copied."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def framed(frame: Any, text: str) -> str | None:
    """The stretch of ``text`` that ``frame`` names: ``{"from": …, "to": …}``; a plain string is the passage itself.

    None where the words do not stand in the text, or not in that order.
    """
    if frame is None or isinstance(frame, str):
        return frame
    start = text.find(frame["from"])
    end = text.find(frame["to"], start) if start >= 0 else -1
    return text[start : end + len(frame["to"])] if end >= 0 else None


def spelled_out(gold: Mapping[str, Any], text: str) -> dict[str, Any]:
    """``gold`` with its passages as texts, as the scorer wants them; ``text`` is the report's."""
    out = dict(gold)
    out["passages"] = [
        {**p, "text": p["text"] if "text" in p else framed(p, text)} for p in gold.get("passages") or []
    ]
    for key in ("projects_passage", "task_passage"):
        if key in gold:
            out[key] = framed(gold[key], text)
    return out
