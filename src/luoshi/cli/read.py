"""``luoshi read``: files and folders in; a summary, JSON Lines, the html reader or a workbook out."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from functools import partial
from typing import TYPE_CHECKING

import click

from luoshi.cli import batch
from luoshi.cli.inputs import gather
from luoshi.cli.output import FEW_FILES, Sink, Sinks, close_account, progress, tell, told
from luoshi.cli.words import Words
from luoshi.errors import MissingExtra, os_words

if TYPE_CHECKING:
    from rich.console import Console

    from luoshi.facts.reading import Reading

_FEW_PARTS = 3


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
@click.option(
    "--corrections", metavar="FILE.json",
    help="应用 luoshi review 保存的更正 · apply the corrections that luoshi review saved",
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
    corrections: str | None,
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
    words = Words(corrections)
    sinks = Sinks(_open(html, xlsx), debug)
    failed = 0
    try:
        console = None if as_json else _console()
        # Never a bar among JSON on the same terminal.
        quiet = as_json and sys.stdout.isatty()
        with nullcontext(lambda: None) if quiet else progress(inputs, console) as step:
            for path, why in inputs.empty:
                failed += tell(path, why)
            if as_json and not sinks and not words:  # the workers make the lines; here they only pass through
                for lines in batch.run(partial(json_lines, text=text, map_=map_), inputs.files, jobs):
                    failed += told(lines, debug)
                    sys.stdout.buffer.write(b"".join(lines.results))
                    step()
            else:
                show = (
                    _show_json(text, map_) if console is None else _show_summary(console, len(inputs.files))
                )
                if sinks:
                    show = _outlive_pipe(show)
                for outcome in batch.run(readings, inputs.files, jobs):
                    failed += told(outcome, debug)
                    found = words.applied(outcome.results)
                    show(found)
                    failed += sinks.take(outcome.path, found)
                    step()
            sys.stdout.flush()
        failed += sinks.close()
    finally:
        sinks.abandon()
    words.close_account()
    close_account(inputs, failed)
    sys.exit(1 if failed else 0)


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
        raise click.UsageError(f"写不了 {where}：{os_words(e)}。请换一个可写的位置。") from None


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


def _console() -> Console:
    from luoshi.cli.console import PlainConsole

    return PlainConsole(highlight=False)


def _show_summary(console: Console, files: int) -> Callable[[tuple[Reading, ...]], None]:
    from luoshi.cli import summary

    shown = 0

    def show(found: tuple[Reading, ...]) -> None:
        nonlocal shown
        for r in found:
            if files > FEW_FILES or len(found) > _FEW_PARTS:
                summary.brief(console, r)
                continue
            if shown:
                console.rule(style="dim")
            summary.whole(console, r)
            shown += 1

    return show
