"""Readings as JSON Lines (每行一份报告): the contract ``luoshi.report/1``, keys in the contract's order."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from luoshi.facts.reading import Reading

_encoder = msgspec.json.Encoder()


def line(reading: Reading, *, text: bool = True, map_: bool = True) -> bytes:
    """One report as one UTF-8 line with its line feed; ``text`` and ``map_`` False leave these keys out."""
    if text and map_:
        return _encoder.encode(reading) + b"\n"
    whole = {f: getattr(reading, f) for f in reading.__struct_fields__ if text or f != "text"}
    if not map_:
        source = reading.source
        whole["source"] = {f: getattr(source, f) for f in source.__struct_fields__ if f != "map"}
    return _encoder.encode(whole) + b"\n"
