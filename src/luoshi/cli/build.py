"""``luoshi build``: a folder of reports in, a dataset out."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from luoshi.cli.inputs import printable

if TYPE_CHECKING:
    from luoshi.corpus.build import Built, Progress
    from luoshi.corpus.engines import Engine

_SHOWN = 20  # lines of one list in the terminal; the tables hold them all
_KINDS = {
    "unreadable": "读不了",
    "not_a_report": "不是政府工作报告",
    "missing_extra": "缺少组件",
    "internal": "内部错误",
}
_COPIES = {
    "same_text": "文字相同",
    "near": "几乎相同",
    "part": "是其中一部分",
    "same_place_year": "同地同年，文字不同",
}
_SILENT = ("no_place", "no_year")


@click.command()
@click.argument("folder", metavar="FOLDER")
@click.option(
    "--out", "-o", required=True, metavar="DATASET", help="数据集所在的文件夹 · folder of the dataset"
)
@click.option(
    "--jobs", "-j", type=click.IntRange(1, 256), default=None, metavar="N",
    help="并行进程数，默认为处理器数 · worker processes, by default one for each core",
)  # fmt: skip
@click.option(
    "--engine", type=click.Choice(["local", "daft"]), default="local", show_default=True,
    help="由谁来读：本机进程池，或 Daft · who reads: a process pool, or Daft",
)  # fmt: skip
@click.option(
    "--ray", metavar="ADDRESS",
    help="daft 在 Ray 上运行：集群地址，或 auto · run daft on Ray: its address, or auto",
)  # fmt: skip
@click.option(
    "--rebuild", is_flag=True,
    help="不用已有的数据集，重新建成 · do not build on the dataset that is there",
)  # fmt: skip
def build(folder: str, out: str, jobs: int | None, engine: str, ray: str | None, rebuild: bool) -> None:
    """把一个文件夹的报告建成数据集 · build a dataset from a folder of reports

    \b
    写出 Parquet 各表、luoshi.duckdb、逐字检索和编码手册；读过的文件记在缓存里，
    中断后再运行同一命令即接着做，再次运行只读有变化的文件。
    读不了的文件列入 errors 表，不影响其余。
    Writes Parquet tables, luoshi.duckdb, a search index and the codebook. Run it again after a
    break: it goes on; run it again later: only changed files are read.

    \b
    退出码：0 数据集已建成（读不了的文件在 errors 表）；1 没有建成；2 用法错误；130 已中断。
    Exit 0: the dataset stands (files in trouble are rows of errors); 1: it could not be made.
    """
    if ray is not None and engine != "daft":
        raise click.UsageError("--ray 只用于 --engine daft")
    from luoshi.corpus.build import build as make
    from luoshi.corpus.parquet import NeedsExtra

    try:
        import duckdb  # noqa: F401
        import pyarrow  # noqa: F401
    except ModuleNotFoundError:
        raise NeedsExtra("建数据集需要 pyarrow 和 duckdb；请安装：pip install 'luoshi[corpus]'") from None
    with _progress() as progress:
        built = make(folder, out, _engine(engine, ray, jobs), rebuild=rebuild, progress=progress)
    _tell(built, out)


def _engine(name: str, ray: str | None, jobs: int | None) -> Callable[[], Engine]:
    if name == "daft":
        from luoshi.corpus.clusters import Daft

        return lambda: Daft(ray)
    from luoshi.corpus.engines import Local

    return lambda: Local(jobs or os.cpu_count() or 1)


@contextmanager
def _progress() -> Iterator[Progress]:
    """A bar on a terminal, else nothing."""
    if not sys.stderr.isatty():
        yield lambda phase, done, total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    bars: dict[str, TaskID] = {}
    with Progress(*columns, transient=True, console=Console(stderr=True)) as bar:

        def step(phase: str, done: int, total: int) -> None:
            if phase not in bars:
                bars[phase] = bar.add_task(phase, total=total)
            bar.update(bars[phase], completed=done, total=total)

        yield step


def _tell(built: Built, out: str) -> None:
    """What was done on stdout, what a person should look at on stderr."""
    rows = built.rows
    click.echo(
        f"{out}：{rows.get('reports', 0)} 份报告，{rows.get('measures', 0)} 个指标值，{rows.get('tasks', 0)} 项任务，"
        f"{rows.get('projects', 0)} 个项目，{rows.get('pledges', 0)} 件实事"
    )
    if not built.changed:
        click.echo(f"{built.files} 个文件都没有变化")
    else:
        click.echo(f"{built.files} 个文件，这次读了 {built.read} 个")
    if not built.files:
        _say("文件夹里没有能读的文件（txt、md、html、docx、pdf）")
    if built.skipped:
        kinds = "，".join(f"{suffix} {n}" for suffix, n in built.skipped)
        _say(f"略过其他类型的文件：{kinds}")
    if not built.changed:
        errors, pairs = rows.get("errors", 0), rows.get("duplicates", 0)
        if errors or pairs:
            _say(f"{errors} 个文件没有读出报告，{pairs} 处重复：见 errors、duplicates 两表")
        return
    _list("没有读出报告", _failures(built))
    of_report = {r.report: path for path, d in built.digests for r in d.reports}
    _list("文件名与正文不符（以正文为准）", _misfiled(built))
    _list(
        "重复",
        [
            f"{of_report[d.report]} ← {of_report[d.kept]}：{_COPIES[d.kind]}（相似 {d.similarity:.0%}）"
            for d in built.duplicates
        ],
    )
    silent = sum(1 for _, d in built.digests for r in d.reports if set(r.flags) & set(_SILENT))
    if silent:
        _say(f"{silent} 份报告的正文没有写明地方或年份：见 reports 表的 flags")


def _failures(built: Built) -> list[str]:
    failed = [(path, d.failure) for path, d in built.digests if d.failure]
    counts = Counter(f.kind for _, f in failed)
    lines = [f"{path}：{why}" for path, why in built.troubles]
    lines += [f"{path}：{f.reason}" for path, f in failed if f.kind != "not_a_report"]
    if counts["not_a_report"]:
        lines.append(
            f"{counts['not_a_report']} 个文件{_KINDS['not_a_report']}（公报、规划、新闻等），见 errors 表"
        )
    return lines


def _misfiled(built: Built) -> list[str]:
    lines = []
    for path, digest in built.digests:
        for r in digest.reports:
            if "file_place_differs" in r.flags:
                lines.append(f"{path}：文件名是{digest.file_place}，正文是{r.jurisdiction}")
            if "file_year_differs" in r.flags:
                lines.append(f"{path}：文件名是 {digest.file_year} 年，正文部署 {r.work_year} 年")
    return lines


def _list(title: str, lines: list[str]) -> None:
    if not lines:
        return
    _say(f"{title}：")
    for line in lines[:_SHOWN]:
        _say(f"  {line}")
    if len(lines) > _SHOWN:
        _say(f"  …另有 {len(lines) - _SHOWN} 条，见数据集中的表")


def _say(line: str) -> None:
    click.echo(printable(line), err=True)
