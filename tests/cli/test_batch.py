"""Many files, one outcome each, in order, whatever happens."""

from __future__ import annotations

import os
import time

import pytest

from luoshi.cli.batch import Outcome, attempt, run
from luoshi.errors import NoReportFound, UnreadableFile


def work(path: str) -> tuple[str, ...]:
    """Stands in for reading; the name says what happens."""
    if path.startswith("slow"):
        time.sleep(0.3)
    if path.startswith("hang"):
        time.sleep(60)
    if path.startswith("gone"):
        raise UnreadableFile(path, "没有这个文件")
    if path.startswith("news"):
        raise NoReportFound(path, "不是政府工作报告")
    if path.startswith("bug"):
        raise KeyError("rule\n17")
    if path.startswith("big"):
        raise MemoryError
    if path.startswith("crash"):
        os._exit(11)
    return (path, path.upper())


NAMES = ["slow1", "a", "gone", "b", "bug", "news", "c", "big", "d"]


@pytest.mark.parametrize("jobs", [1, 3])
def test_order_stays_and_errors_are_rows(jobs: int) -> None:
    outcomes = list(run(work, NAMES, jobs))
    assert [o.path for o in outcomes] == NAMES
    by = {o.path: o for o in outcomes}
    assert by["slow1"].results == ("slow1", "SLOW1")
    assert (by["gone"].error, by["gone"].trace) == ("没有这个文件", None)
    assert by["news"].error == "不是政府工作报告"
    bug = by["bug"]
    assert (
        bug.error is not None
        and "内部错误" in bug.error
        and "KeyError" in bug.error
        and "\n" not in bug.error
    )
    assert bug.trace is not None and "Traceback" in bug.trace
    assert by["big"].error is not None
    assert all(by[n].error is None for n in "abcd")


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_crash_costs_one_file(jobs: int) -> None:
    names = ["a", "crash", "b", "c", "d", "e", "f", "crash2", "g"]
    outcomes = list(run(work, names, jobs))
    assert [o.path for o in outcomes] == names
    failed = {o.path: o.error for o in outcomes if o.error}
    assert set(failed) == {"crash", "crash2"}
    assert all("异常退出" in e for e in failed.values())


@pytest.mark.slow
def test_a_file_that_never_ends_costs_one_file() -> None:
    names = ["a", "hang", "b", "c", "d"]
    outcomes = list(run(work, names, 2, limit=3))
    assert [o.path for o in outcomes] == names
    assert {o.path for o in outcomes if o.error} == {"hang"}
    assert "没有读完" in (outcomes[1].error or "")


def test_one_file_is_read_in_this_process() -> None:
    assert list(run(lambda path: (os.getpid(),), ["x"])) == [Outcome("x", (os.getpid(),))]


def test_standard_input_is_read_in_this_process_in_its_turn() -> None:
    mine = os.getpid()
    outcomes = list(run(process, ["a", "-", "b"]))
    assert [o.results[0] == mine for o in outcomes] == [False, True, False]


def process(path: str) -> tuple[int, ...]:
    """The process that did the work."""
    return (os.getpid(),)


def test_only_a_few_are_in_flight() -> None:
    """A caller that stops early leaves most of the work undone: the window is bounded."""
    seen = run(stamp, [f"/proc/self/{i}" for i in range(40)], 1)
    first = next(seen)
    time.sleep(0.5)
    rest = list(seen)
    assert first.results[0] < rest[-1].results[0]
    late = sum(o.results[0] > first.results[0] + 0.4 for o in rest)
    assert late >= 30


def stamp(path: str) -> tuple[float, ...]:
    """When the work was done."""
    return (time.time(),)


def test_interrupts_are_not_swallowed() -> None:
    def stop(path: str) -> tuple[str, ...]:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        attempt(stop, "x")
