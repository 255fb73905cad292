"""``luoshi demo``: the project's own sample read, summed up, and set as a page to look at."""

from __future__ import annotations

from pathlib import Path

import click

from luoshi.errors import os_words

PAGE = "luoshi-demo.html"


@click.command()
@click.option(
    "--out", type=click.Path(file_okay=False, path_type=Path), default=Path(), metavar="FOLDER",
    help="阅读页写到这个文件夹，默认当前文件夹 · folder for the page, by default the current one",
)  # fmt: skip
def demo(out: Path) -> None:
    """读自带的样例报告，显示摘要，写出对照阅读页 · read the sample reports, write the reader

    样例是一个虚构县的两份连续报告。The sample: two consecutive reports of a county that does not exist.
    """
    from luoshi.cli import summary
    from luoshi.cli.console import PlainConsole
    from luoshi.export.html import OnePage
    from luoshi.facts.reading import read
    from luoshi.sample import paths

    files = paths()[::-1]  # the latest first: it is the one that is shown
    page = out / PAGE
    try:
        out.mkdir(parents=True, exist_ok=True)
        sink = OnePage(str(page))
    except OSError as e:
        raise click.UsageError(
            f"写不了 {e.filename or page}：{os_words(e)}。请用 --out 换一个可写的文件夹。"
        ) from None
    console = PlainConsole(highlight=False)
    try:
        readings = [r for file in files for r in read(file)]
        summary.whole(console, readings[0])
        if readings[1:]:
            console.print()
            console.print("另有一份 also read", style="bold")
        for reading in readings[1:]:
            summary.brief(console, reading)
        for reading in readings:
            sink.add(reading)
        sink.close()
    finally:
        sink.abandon()
    where = page.resolve()
    console.print()
    console.print(f"阅读页 reader  {where}", soft_wrap=True)
    console.print(f"用浏览器打开 open in a browser  {where.as_uri()}", soft_wrap=True)
    console.print(f"换成自己的报告 your own report  luoshi read 报告.docx --html {PAGE}", soft_wrap=True)
