"""The command as a whole: help, start-up, closed pipes, documentation."""

from __future__ import annotations

import subprocess
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import click
import pytest

from luoshi.cli.main import COMMANDS, cli

ROOT = Path(__file__).resolve().parent.parent.parent
LUOSHI = [sys.executable, "-m", "luoshi.cli.main"]


def test_every_command_has_help_and_the_list_tells_its_first_line() -> None:
    context = click.Context(cli, info_name="luoshi")
    for name, (_, line) in COMMANDS.items():
        command = cli.get_command(context, name)
        assert command is not None
        assert (command.help or "").strip().splitlines()[0].rstrip(".") == line
        for option in command.params:
            assert isinstance(option, click.Argument) or option.help, f"{name} {option.name}"  # type: ignore[attr-defined]


def test_docs_show_the_help_as_it_is() -> None:
    spec = spec_from_file_location("make_cli_docs", ROOT / "tools" / "make_cli_docs.py")
    assert spec is not None and spec.loader is not None
    tool = module_from_spec(spec)
    spec.loader.exec_module(tool)
    assert (ROOT / "docs" / "cli.md").read_text("utf-8") == tool.render(), "run python tools/make_cli_docs.py"


def test_help_loads_nothing_heavy() -> None:
    code = (
        "import sys\nfrom luoshi.cli.main import cli\n"
        "try: cli(['--help'])\nexcept SystemExit: pass\n"
        "heavy = {'rich', 'msgspec', 'regex', 'lxml', 'luoshi.facts', 'luoshi.text'} & set(sys.modules)\n"
        "assert not heavy, heavy"
    )
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)


@pytest.mark.parametrize(
    "args", [["nonsense"], ["read"], ["read", "--jobs", "0", "x"], ["read", "--nonsense", "x"]]
)
def test_wrong_usage_is_2_without_a_traceback(args: list[str]) -> None:
    done = subprocess.run([*LUOSHI, *args], capture_output=True, text=True)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_version() -> None:
    done = subprocess.run([*LUOSHI, "--version"], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("luoshi ")


def test_schema_is_printed_and_survives_a_closed_pipe() -> None:
    done = subprocess.run([*LUOSHI, "schema"], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("{")
    closed = subprocess.Popen([*LUOSHI, "schema"], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert closed.stdout is not None and closed.stderr is not None
    closed.stdout.close()
    assert closed.stderr.read() == b""
    assert closed.wait() in (0, 141)


def test_output_is_utf8_in_any_locale() -> None:
    env = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii", "PATH": "/usr/bin:/bin"}
    done = subprocess.run([*LUOSHI, "--help"], capture_output=True, env=env, check=True)
    assert "政府工作报告" in done.stdout.decode("utf-8")
