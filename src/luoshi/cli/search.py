"""``luoshi search``: where a phrase stands in a dataset, character for character."""

from __future__ import annotations

import click

from luoshi.cli.inputs import printable


@click.command()
@click.argument("dataset", metavar="DATASET")
@click.argument("phrase", metavar="PHRASE")
@click.option(
    "--limit", "-n", type=click.IntRange(1), default=50, show_default=True, metavar="N",
    help="最多列出几处 · list at most N",
)  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="JSON Lines，一处一行 · one hit a line")
def search(dataset: str, phrase: str, limit: int, as_json: bool) -> None:
    """在数据集里逐字检索 · search a dataset, character for character

    \b
    不分词，所以不会漏；词中间的空格和换行不影响。每处给出文件、起止位置和原句。
    No segmentation, so nothing is missed; blanks inside a hit do not matter.
    """
    import msgspec

    from luoshi.cli.opened import opened

    data = opened(dataset)
    hits = data.search(phrase, limit + 1)
    names = {r["report"]: r["path"] for r in data.rows("reports", ("report", "path"))} if hits else {}
    for hit in hits[:limit]:
        if as_json:
            click.echo(msgspec.json.encode({"path": names[hit.report], **msgspec.structs.asdict(hit)}))
        else:
            sentence = " ".join(printable(hit.sentence.replace("\n", " ")).split())
            click.echo(f"{printable(names[hit.report])}[{hit.start}:{hit.end}] {sentence}")
    if not hits:
        click.echo(f"没有找到“{printable(phrase)}”", err=True)
    elif len(hits) > limit:
        click.echo(f"只列出前 {limit} 处；用 --limit 多列一些", err=True)
