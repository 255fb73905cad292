"""The JSON Schema (格式说明) of ``luoshi.report/1``, made from the shapes themselves so that it cannot drift."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

import msgspec

from luoshi.facts.reading import SCHEMA, Reading

# `luoshi read --no-text --no-map` leaves these out.
_OPTIONAL = {"Reading": "text", "Source": "map"}


def report_schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of one line of ``luoshi read --json``, fields described as in ``schema.tsv``."""
    (top,), parts = msgspec.json.schema_components((Reading,), ref_template="#/$defs/{name}")
    assert top == {"$ref": "#/$defs/Reading"}
    words = _descriptions()
    for name, part in parts.items():
        part["description"] = _first_paragraph(part.get("description", ""))
        for field, shape in part.get("properties", {}).items():
            described = words.get((name, field)) or words.get(("*", field))
            if described:
                # Beside a $ref too: 2020-12 allows it.
                shape["description"] = described
        if name in _OPTIONAL and "required" in part:
            part["required"] = [f for f in part["required"] if f != _OPTIONAL[name]]
    parts["Reading"]["properties"]["schema"]["const"] = SCHEMA
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:luoshi:{SCHEMA}",
        "title": SCHEMA,
        "$ref": "#/$defs/Reading",
        "$defs": parts,
    }


def _descriptions() -> dict[tuple[str, str], str]:
    text = (files("luoshi.export") / "schema.tsv").read_text("utf-8")
    rows = (line.split("\t") for line in text.splitlines()[1:] if line and not line.startswith("#"))
    return {(shape, field): described for shape, field, described in rows}


def _first_paragraph(text: str) -> str:
    return " ".join(text.split("\n\n")[0].split())
