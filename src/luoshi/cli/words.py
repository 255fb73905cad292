"""The option ``--corrections`` (更正): a person's words applied to readings as they pass, and the account of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from luoshi.cli.inputs import printable
from luoshi.errors import UnreadableFile

if TYPE_CHECKING:
    from luoshi.facts.corrections import Correction
    from luoshi.facts.reading import Reading


class Words:
    """The corrections of one file, or none; remembers which of them met their report."""

    def __init__(self, path: str | None) -> None:
        """Raises click.UsageError, before anything is read, for a file that is no corrections file."""
        self._path = path
        self._corrections: tuple[Correction, ...] = ()
        self._met: set[int] = set()
        self._states: dict[str, int] = {}
        if path is not None:
            from luoshi.facts.corrections import load

            try:
                self._corrections = load(path)
            except UnreadableFile as e:
                raise click.UsageError(printable(str(e))) from None

    def __bool__(self) -> bool:
        return self._path is not None

    @property
    def all(self) -> tuple[Correction, ...]:
        """The corrections of the file."""
        return self._corrections

    def applied(self, readings: tuple[Reading, ...]) -> tuple[Reading, ...]:
        """The readings with what belongs to them."""
        if not self._corrections:
            return readings
        from luoshi.facts.correcting import belongs, correct

        out = []
        for r in readings:
            self._met.update(i for i, c in enumerate(self._corrections) if belongs(c, r))
            done = correct(r, self._corrections)
            for a in done.corrections:
                self._states[a.state] = self._states.get(a.state, 0) + 1
            out.append(done)
        return tuple(out)

    def close_account(self) -> None:
        """Says on stderr what became of the corrections; those whose report was not among the files, too."""
        if self._path is None:
            return
        from luoshi.pages.words import STATES

        told = "，".join(f"{name} {self._states[k]}" for k, name in STATES.items() if k in self._states)
        elsewhere = len(self._corrections) - len(self._met)
        if elsewhere:
            told += f"{'，' if told else ''}{elsewhere} 条不属于这次读的报告"
        click.echo(printable(f"更正 {self._path}：{told or '没有更正'}"), err=True)
