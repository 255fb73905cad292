"""What reading many files has in common (输出): the files written, failures told, progress, the closing account."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, Protocol

import click

from luoshi.cli import batch
from luoshi.cli.inputs import Inputs, printable
from luoshi.errors import os_words

if TYPE_CHECKING:
    from rich.console import Console

    from luoshi.facts.reading import Reading

# From here on a folder is listed, one report a line, and progress is shown.
FEW_FILES = 5


class Sink(Protocol):
    """Somewhere readings go; opened before the first file is read, so that a bad place is told at once."""

    def add(self, reading: Reading) -> None:
        """Take one report."""

    def close(self) -> str:
        """Finish and say in a line what was written."""

    def abandon(self) -> None:
        """Leave nothing half-written behind."""


class Sinks:
    """The files that are written; trouble with one of them costs neither the others nor the run."""

    def __init__(self, sinks: Iterable[Sink], debug: bool) -> None:
        self._sinks = list(sinks)
        self._debug = debug

    def __bool__(self) -> bool:
        return bool(self._sinks)

    def take(self, path: str, found: tuple[Reading, ...]) -> int:
        """Hand one file's reports on; the number of failures, each told."""
        failed = 0
        for sink in list(self._sinks):
            try:
                for reading in found:
                    sink.add(reading)
            except OSError as e:  # the place is gone or full: no use trying again
                failed += self._drop(sink, e)
            except Exception as e:  # a bug in a page must not cost the other reports
                failed += told(batch.fault(path, e), self._debug)
        return failed

    def close(self) -> int:
        """Finish the files, say what was written; the number of failures, each told."""
        failed = 0
        for sink in list(self._sinks):
            try:
                click.echo(sink.close(), err=True)
            except OSError as e:
                failed += self._drop(sink, e)
        return failed

    def abandon(self) -> None:
        """Remove what is half-written."""
        for sink in self._sinks:
            with suppress(OSError):
                sink.abandon()

    def _drop(self, sink: Sink, error: OSError) -> int:
        where = f" {error.filename}" if error.filename else ""
        click.echo(f"写入失败{where}：{os_words(error)}；这个输出文件没有写成", err=True)
        self._sinks.remove(sink)
        with suppress(OSError):
            sink.abandon()
        return 1


@contextmanager
def progress(inputs: Inputs, console: Console | None) -> Iterator[Callable[[], object]]:
    """A bar for more than a few files, on a terminal only; ``console`` prints what is shown besides, None: nothing is.

    What is printed on the same terminal must go through the bar's own console, or the two overwrite each other.
    """
    if len(inputs.files) <= FEW_FILES or not sys.stderr.isatty():
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

    shared = console is not None and console.is_terminal
    bar = Progress(
        "读取", BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), transient=True,
        console=console if shared else Console(stderr=True), redirect_stdout=False, redirect_stderr=True,
    )  # fmt: skip
    with bar:
        task = bar.add_task("", total=len(inputs.files))
        yield lambda: bar.advance(task)


def told(outcome: batch.Outcome[Any], debug: bool) -> int:
    if outcome.error is None:
        return 0
    if debug and outcome.trace:
        click.echo(outcome.trace, err=True)
    return tell(outcome.path, outcome.error)


def tell(path: str, why: str) -> int:
    sys.stdout.flush()  # keeps the order of the two streams on a terminal
    name = "标准输入" if path == "-" else path
    print(printable(f"未能读取 {name}：{why}"), file=sys.stderr)  # click would write past a progress bar
    return 1


def close_account(inputs: Inputs, failed: int) -> None:
    if inputs.skipped:
        kinds = "，".join(f"{suffix} {n}" for suffix, n in inputs.skipped)
        click.echo(printable(f"文件夹中略过其他类型的文件：{kinds}"), err=True)
    if failed and len(inputs.files) > 1:
        click.echo(f"{len(inputs.files)} 个文件，{failed} 个未能读出", err=True)
