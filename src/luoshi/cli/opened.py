"""A dataset opened for a command (打开数据集): as it is, with a word where another version made it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from luoshi.cli.inputs import printable

if TYPE_CHECKING:
    from luoshi.corpus.dataset import Dataset


def opened(path: str) -> Dataset:
    """The dataset. Says so on standard error where its readings are of another version. Raises NotADataset."""
    from luoshi.corpus.dataset import Dataset
    from luoshi.corpus.identity import identity

    data = Dataset(path)
    made, now = data.manifest.made_by, identity()
    if made.stamp != now.stamp:
        click.echo(
            printable(f"注意：{path} 由 {made} 建成，现在是 {now}；读数仍是旧版的，要重读请用 luoshi build … --rebuild"),
            err=True,
        )  # fmt: skip
    return data
