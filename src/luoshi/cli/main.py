"""The command ``luoshi`` (落实): subcommands load only when they are called, so that ``--help`` is quick."""

from __future__ import annotations

import importlib
import os
import sys
from typing import NoReturn

import click

from luoshi import __version__

# name -> (module of luoshi.cli, one line of help). The help stands here too, so that listing loads nothing;
# tests/cli checks that it is the first line of the command's own.
COMMANDS: dict[str, tuple[str, str]] = {
    "read": ("read", "读取政府工作报告，给出有出处的事实 · read reports into source-anchored facts"),
    "review": ("review", "写出核对页，先看存疑的数 · a page to check the doubtful figures first"),
    "schema": ("schema", "输出 JSON Schema · print the JSON Schema of luoshi.report/1"),
    "demo": (
        "demo",
        "读自带的样例报告，显示摘要，写出对照阅读页 · read the sample reports, write the reader",
    ),
    "score": ("score", "对照人工标注计算准确率 · score readings against hand-made gold"),
    "build": ("build", "把一个文件夹的报告建成数据集 · build a dataset from a folder of reports"),
    "panel": ("panel", "地方×年份×指标×目标或结果的面板数据 · a panel of targets and outcomes"),
    "account": (
        "account",
        "对照：上年说的目标，下年报的结果 · targets beside the outcomes that the next report tells",
    ),
    "audit": (
        "audit",
        "审计：数字对不上、目标悄然改变、层层加码 · questions to numbers and targets, with their quotes",
    ),
    "page": (
        "page",
        "一个地方或一个指标的页面：目标、结果、图、表、原句 · one page of a place or an indicator",
    ),
    "attention": (
        "attention",
        "按词典计算注意力：各篇章占比与命中 · shares of text by dictionary and section",
    ),
    "search": ("search", "在数据集里逐字检索 · search a dataset, character for character"),
    "serve": ("serve", "启动台账网站 · serve the ledger"),
    "ledger": ("ledger", "台账运维：建库、核验、备份 · set up, verify, back up the ledger"),
}
PIPE_CLOSED = 141  # what a Unix shell gives for SIGPIPE


class LazyGroup(click.Group):
    """A group whose commands live in modules of their own, imported on first use."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        known = COMMANDS.get(cmd_name)
        if known is None:
            return None
        module = importlib.import_module(f"luoshi.cli.{known[0]}")
        command: click.Command = getattr(module, cmd_name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("命令 Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])


@click.group(
    cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(__version__, "-V", "--version", message="luoshi %(version)s", help="版本 · version")
def cli() -> None:
    """落实 Luoshi：从政府工作报告到事实，每个数都指回原文。

    Government work reports in, source-anchored facts out.
    """


def main(args: list[str] | None = None) -> NoReturn:
    """The entry point: errors of ours become one line, a closed pipe ends quietly."""
    from luoshi.errors import LuoshiError, os_words

    _utf8()
    code: object = 0
    try:
        if "_LUOSHI_COMPLETE" in os.environ:  # a shell asks for completions
            cli.main(args, prog_name="luoshi")
        try:
            # Not cli.main: it would answer a closed pipe with exit code 1, which here means unread files.
            with cli.make_context("luoshi", sys.argv[1:] if args is None else args) as context:
                cli.invoke(context)
        except SystemExit as e:
            code = e.code
        sys.stdout.flush()
    except click.exceptions.Exit as e:
        code = e.exit_code
    except click.ClickException as e:
        e.show()
        code = e.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo("已中断", err=True)
        code = 130
    except LuoshiError as e:
        click.echo(f"错误：{e}", err=True)
        code = 1
    except BrokenPipeError:
        # The interpreter would flush stdout once more on its way out and complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = PIPE_CLOSED
    except OSError as e:
        click.echo(f"错误：{e.filename or '标准输出'}：{os_words(e)}", err=True)
        code = 1
    sys.exit(code if isinstance(code, int) else 0)


def _utf8() -> None:
    """UTF-8 always, also under LANG=C and on a Windows console; file names that are not UTF-8 print as escapes."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")


if __name__ == "__main__":
    main()
