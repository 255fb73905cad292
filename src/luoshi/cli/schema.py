"""``luoshi schema``: the JSON Schema of what ``luoshi read --json`` prints."""

from __future__ import annotations

import click


@click.command()
def schema() -> None:
    """输出 JSON Schema · print the JSON Schema of luoshi.report/1

    luoshi read --json 的每一行都符合它。Every line of `luoshi read --json` is valid under it.
    """
    import json

    from luoshi.export.schema import report_schema

    click.echo(json.dumps(report_schema(), ensure_ascii=False, indent=2))
