"""The JSON Schema of luoshi.report/1."""

from __future__ import annotations

import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from made_reading import made

from luoshi.export.jsonl import line
from luoshi.export.schema import report_schema


@pytest.fixture(scope="module")
def validator() -> Draft202012Validator:
    Draft202012Validator.check_schema(report_schema())
    return Draft202012Validator(report_schema())


@pytest.mark.parametrize("text", [True, False])
@pytest.mark.parametrize("map_", [True, False])
def test_every_form_of_output_is_valid(validator: Draft202012Validator, text: bool, map_: bool) -> None:
    validator.validate(json.loads(line(made(), text=text, map_=map_)))


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("schema",), "luoshi.report/2"),
        (("header", "level"), "village"),
        (("measures", 0, "op"), "approx"),
        (("measures", 0, "start"), "12"),
        (("source", "map", 0), [0, 1]),
        (("sections", 0, "role"), None),
    ],
)
def test_wrong_output_is_refused(validator: Draft202012Validator, path: tuple[Any, ...], value: Any) -> None:
    document = json.loads(line(made()))
    at = document
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = value
    assert not validator.is_valid(document)


def test_every_field_is_described() -> None:
    bare = [
        f"{name}.{field}"
        for name, part in report_schema()["$defs"].items()
        for field, shape in part.get("properties", {}).items()
        if not shape.get("description")
    ]
    assert bare == []
