"""``luoshi review``: a page on which a person checks the doubtful figures of a report in minutes."""

from __future__ import annotations

import sys

import click

from luoshi.cli import batch
from luoshi.cli.inputs import gather
from luoshi.cli.output import Sinks, close_account, progress, tell, told
from luoshi.cli.read import readings
from luoshi.cli.words import Words
from luoshi.errors import os_words


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--html", metavar="OUT.html", required=True, help="核对页写到这里 · where the page goes")
@click.option(
    "--corrections", metavar="FILE.json",
    help="已有的更正：显示为已核，保存时一并写出 · earlier corrections: shown as decided, saved along",
)  # fmt: skip
@click.option(
    "--jobs", "-j", type=click.IntRange(1, 64), default=1, show_default=True, metavar="N",
    help="并行进程数 · worker processes",
)  # fmt: skip
@click.option("--debug", is_flag=True, help="内部错误时显示调用栈 · show tracebacks of internal errors")
def review(paths: tuple[str, ...], html: str, corrections: str | None, jobs: int, debug: bool) -> None:
    """写出核对页，先看存疑的数 · a page to check the doubtful figures first

    \b
    在浏览器里逐条判断（a 正确，e 修改，r 不是指标），保存为 luoshi-corrections.json；
    再读时用 luoshi read 文件 --corrections luoshi-corrections.json 应用。
    Judge each figure in the browser, save luoshi-corrections.json, apply it with
    luoshi read FILE --corrections luoshi-corrections.json.

    \b
    退出码同 luoshi read。Exit codes as of luoshi read.
    """
    from luoshi.export.review import ReviewPage

    inputs = gather(paths)
    words = Words(corrections)
    try:
        page = ReviewPage(html, words.all)
    except OSError as e:
        raise click.UsageError(f"写不了 {e.filename or html}：{os_words(e)}。请换一个可写的位置。") from None
    sinks = Sinks([page], debug)
    failed = 0
    try:
        with progress(inputs, None) as step:
            for path, why in inputs.empty:
                failed += tell(path, why)
            for outcome in batch.run(readings, inputs.files, jobs):
                failed += told(outcome, debug)
                failed += sinks.take(outcome.path, outcome.results)
                step()
        failed += sinks.close()
    finally:
        sinks.abandon()
    close_account(inputs, failed)
    sys.exit(1 if failed else 0)
