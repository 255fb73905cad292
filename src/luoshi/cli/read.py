"""``luoshi read``: files and folders in; a summary, JSON Lines, the html reader or a workbook out."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol

import click

from luoshi.cli import batch
from luoshi.cli.inputs import Inputs, gather, printable
from luoshi.errors import MissingExtra

if TYPE_CHECKING:
    from luoshi.facts.reading import Reading

# From here on a folder is listed, one report a line, and progress is shown.
_FEW_FILES = 5
_FEW_PARTS = 3


class Sink(Protocol):
    """Somewhere readings go; opened before the first file is read, so that a bad place is told at once."""

    def add(self, reading: Reading) -> None:
        """Take one report."""

    def close(self) -> str:
        """Finish and say in a line what was written."""

    def abandon(self) -> None:
        """Leave nothing half-written behind."""


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--json", "as_json", is_flag=True, help="JSON Lines，一份报告一行 · one report a line")
@click.option(
    "--html",
    metavar="OUT",
    help="对照阅读页；OUT.html 为一个文件，多份报告带目录；OUT 为文件夹则每份一页"
    " · reader: one self-contained file, or a folder with a page per report and an index",
)
@click.option(
    "--xlsx", metavar="OUT.xlsx", help="Excel/WPS 工作簿，所有报告汇总 · one workbook for all reports"
)
@click.option("--no-text", "text", flag_value=False, default=True, help="JSON 不含正文 · leave out the text")
@click.option(
    "--no-map", "map_", flag_value=False, default=True, help="JSON 不含来源映射 · leave out source.map"
)
@click.option(
    "--jobs", "-j", type=click.IntRange(1, 64), default=1, show_default=True, metavar="N",
    help="并行进程数，输出顺序不变 · worker processes; order of output stays",
)  # fmt: skip
@click.option("--debug", is_flag=True, help="内部错误时显示调用栈 · show tracebacks of internal errors")
def read(
    paths: tuple[str, ...],
    as_json: bool,
    html: str | None,
    xlsx: str | None,
    text: bool,
    map_: bool,
    jobs: int,
    debug: bool,
) -> None:
    """读取政府工作报告，给出有出处的事实 · read reports into source-anchored facts

    \b
    PATH：文件（txt md html docx pdf）、文件夹（含子文件夹）或 -（标准输入）。
    不带选项时在终端显示摘要；只写 --html 或 --xlsx 时同样显示摘要。
    PATH: file, folder or - for standard input. Without an option: a summary.

    \b
    退出码：0 全部读出；1 有文件未能读出（逐个说明原因，其余照常输出）；
    2 用法错误，或输出位置不可写。
    Exit 0 if every file was read, 1 if some could not be, 2 for wrong usage.
    """
    inputs = gather(paths)
    sinks = _Sinks(_open(html, xlsx), debug)
    failed = 0
    try:
        with _progress(inputs, as_json) as step:
            for path, why in inputs.empty:
                failed += _tell(path, why)
            if as_json and not sinks:  # the workers make the lines; here they only pass through
                for lines in batch.run(partial(json_lines, text=text, map_=map_), inputs.files, jobs):
                    failed += _told(lines, debug)
                    sys.stdout.buffer.write(b"".join(lines.results))
                    step()
            else:
                show = _show_json(text, map_) if as_json else _show_summary(len(inputs.files))
                if sinks:
                    show = _outlive_pipe(show)
                for outcome in batch.run(readings, inputs.files, jobs):
                    failed += _told(outcome, debug)
                    show(outcome.results)
                    failed += sinks.take(outcome.path, outcome.results)
                    step()
            sys.stdout.flush()
        failed += sinks.close()
    finally:
        sinks.abandon()
    _close_account(inputs, failed)
    sys.exit(1 if failed else 0)


class _Sinks:
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
                failed += _told(batch.fault(path, e), self._debug)
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
        click.echo(
            f"写入失败 {error.filename or ''}：{error.strerror or error}；这个输出文件没有写成", err=True
        )
        self._sinks.remove(sink)
        with suppress(OSError):
            sink.abandon()
        return 1


def readings(path: str) -> tuple[Reading, ...]:
    """Work of a batch: the reports of one file."""
    import msgspec

    from luoshi.facts.reading import read as read_file

    found = read_file(path)
    # A file name that is not UTF-8 cannot stand in JSON; it is shown with escapes.
    shown = path.encode("utf-8", "backslashreplace").decode()
    if shown == path:
        return found
    replace = msgspec.structs.replace
    return tuple(replace(r, source=replace(r.source, path=shown)) for r in found)


def json_lines(path: str, *, text: bool, map_: bool) -> tuple[bytes, ...]:
    """Work of a batch: the reports of one file as JSON Lines."""
    from luoshi.export.jsonl import line

    return tuple(line(r, text=text, map_=map_) for r in readings(path))


def _open(html: str | None, xlsx: str | None) -> Iterator[Sink]:
    try:
        if html is not None:
            from luoshi.export.html import open_html

            yield open_html(html)
        if xlsx is not None:
            from luoshi.export.xlsx import Workbook

            yield Workbook(xlsx)
    except MissingExtra as e:
        raise click.UsageError(e.reason) from None
    except OSError as e:
        where = e.filename or html or xlsx
        raise click.UsageError(f"写不了 {where}：{e.strerror or e}。请换一个可写的位置。") from None


def _outlive_pipe(show: Callable[[tuple[Reading, ...]], None]) -> Callable[[tuple[Reading, ...]], None]:
    """A reader of our output that leaves early must not cost the files that are being written."""

    def shown(found: tuple[Reading, ...]) -> None:
        try:
            show(found)
            sys.stdout.flush()
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

    return shown


def _show_json(text: bool, map_: bool) -> Callable[[tuple[Reading, ...]], None]:
    from luoshi.export.jsonl import line

    def show(found: tuple[Reading, ...]) -> None:
        sys.stdout.buffer.write(b"".join(line(r, text=text, map_=map_) for r in found))

    return show


def _show_summary(files: int) -> Callable[[tuple[Reading, ...]], None]:
    from luoshi.cli import summary
    from luoshi.cli.console import PlainConsole

    console = PlainConsole(highlight=False)
    shown = 0

    def show(found: tuple[Reading, ...]) -> None:
        nonlocal shown
        for r in found:
            if files > _FEW_FILES or len(found) > _FEW_PARTS:
                summary.brief(console, r)
                continue
            if shown:
                console.rule(style="dim")
            summary.whole(console, r)
            shown += 1

    return show


@contextmanager
def _progress(inputs: Inputs, as_json: bool) -> Iterator[Callable[[], object]]:
    """A bar on stderr for more than a few files, only on a terminal and never among JSON on the same terminal."""
    if len(inputs.files) <= _FEW_FILES or not sys.stderr.isatty() or (as_json and sys.stdout.isatty()):
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

    bar = Progress(
        "读取", BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(),
        console=Console(stderr=True), transient=True,
        redirect_stdout=sys.stdout.isatty(), redirect_stderr=True,
    )  # fmt: skip
    with bar:
        task = bar.add_task("", total=len(inputs.files))
        yield lambda: bar.advance(task)


def _told(outcome: batch.Outcome[Any], debug: bool) -> int:
    if outcome.error is None:
        return 0
    if debug and outcome.trace:
        click.echo(outcome.trace, err=True)
    return _tell(outcome.path, outcome.error)


def _tell(path: str, why: str) -> int:
    sys.stdout.flush()  # keeps the order of the two streams on a terminal
    name = "标准输入" if path == "-" else path
    click.echo(printable(f"未能读取 {name}：{why}"), err=True)
    return 1


def _close_account(inputs: Inputs, failed: int) -> None:
    if inputs.skipped:
        kinds = "，".join(f"{suffix} {n}" for suffix, n in inputs.skipped)
        click.echo(printable(f"文件夹中略过其他类型的文件：{kinds}"), err=True)
    if failed and len(inputs.files) > 1:
        click.echo(f"{len(inputs.files)} 个文件，{failed} 个未能读出", err=True)
