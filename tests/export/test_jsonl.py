"""Readings as JSON Lines."""

from __future__ import annotations

import json

import msgspec
from made_reading import TEXT, made

from luoshi.export.jsonl import line
from luoshi.facts.reading import Reading


def test_a_line_holds_the_whole_reading_in_the_contracts_order() -> None:
    data = line(made())
    assert data.endswith(b"\n") and data.count(b"\n") == 1
    assert msgspec.json.decode(data, type=Reading) == made()
    keys = list(json.loads(data))
    assert keys[:5] == ["schema", "source", "text", "header", "sections"]
    assert list(json.loads(data)["measures"][0])[:4] == ["id", "section", "start", "end"]


def test_text_and_map_can_be_left_out_without_moving_the_rest() -> None:
    whole, small = json.loads(line(made())), json.loads(line(made(), text=False, map_=False))
    assert whole.pop("text") == TEXT
    assert whole["source"].pop("map") == [[0, len(TEXT), 0, len(TEXT), "same"]]
    assert small == whole
    assert list(small) == list(whole)


def test_map_alone_can_be_left_out() -> None:
    small = json.loads(line(made(), map_=False))
    assert small["text"] == TEXT
    assert "map" not in small["source"]
