"""Measures building a dataset of the corpus: time, memory, the same bytes again, and after twenty kills; prints a table.

    python benchmarks/build.py                 all of it, on the whole corpus
    python benchmarks/build.py --kills 0       time and memory only
    python benchmarks/build.py --sample 200    on some files

Memory is the sum over the process and its workers, as the system counts it (pages in common counted in each).
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from hashlib import sha256
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("LUOSHI_SHARED", ROOT.parent / "shared"))
SEED = 20261125


def start(folder: Path, dataset: Path) -> subprocess.Popen[bytes]:
    """A build with two processes, as its own program."""
    command = [sys.executable, "-m", "luoshi.cli.main", "build", str(folder), "-o", str(dataset), "-j", "2"]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def measured(folder: Path, dataset: Path) -> tuple[float, int, float]:
    """Seconds, peak memory in MB and processor seconds of one build to its end."""
    before = os.times()
    t0 = time.perf_counter()
    process = start(folder, dataset)
    peak = 0
    while process.poll() is None:
        peak = max(peak, memory(process.pid))
        time.sleep(0.1)
    took = time.perf_counter() - t0
    if process.returncode:
        sys.exit(f"build failed with {process.returncode}")
    after = os.times()
    return (
        took,
        peak // 1024,
        after.children_user - before.children_user + after.children_system - before.children_system,
    )


def memory(pid: int) -> int:
    """Kilobytes in memory of a process and its children."""
    done = subprocess.run(
        ["ps", "-o", "rss=", "--pid", str(pid), "--ppid", str(pid)],
        capture_output=True,
        text=True,
        check=False,
    )
    return sum(int(line) for line in done.stdout.split())


def bytes_of(dataset: Path) -> dict[str, str]:
    """The hash of every Parquet file and the manifest."""
    files = [*sorted((dataset / "tables").rglob("*.parquet")), dataset / "manifest.json"]
    return {f.relative_to(dataset).as_posix(): sha256(f.read_bytes()).hexdigest() for f in files}


def killed(folder: Path, dataset: Path, times: int, whole: float) -> int:
    """A build killed (-9) at ``times`` random moments and started again after each; how often it was still at work."""
    rng = random.Random(SEED)
    met = 0
    for _ in range(times):
        process = start(folder, dataset)
        # Starting up takes its time; what is left is spread so that kills meet reading, writing and the last step.
        try:
            process.wait(0.3 + rng.random() * max(1.0, whole / times * 2))
        except subprocess.TimeoutExpired:
            met += 1
        process.kill()
        process.wait()
        if not met:
            shutil.rmtree(dataset, ignore_errors=True)
    while True:  # towards the end, with little left to read: tables, derived files, the commit
        process = start(folder, dataset)
        try:
            process.wait(whole)
            break
        except subprocess.TimeoutExpired:
            continue
    if process.returncode:
        sys.exit(f"the last build failed with {process.returncode}")
    return met


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sample", type=int, default=0)
    parser.add_argument("--kills", type=int, default=20)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as tmp:
        top = Path(tmp)
        folder = SHARED / "corpus"
        files = sorted(f for f in folder.rglob("*.*") if f.suffix in (".md", ".txt"))
        if args.sample:
            files = random.Random(SEED).sample(files, args.sample)
        for f in files:
            to = top / "corpus" / f.relative_to(folder)
            to.parent.mkdir(parents=True, exist_ok=True)
            to.write_bytes(f.read_bytes())
        took, peak, work = measured(top / "corpus", top / "a")
        again, _, _ = measured(top / "corpus", top / "a")
        print(f"files                      {len(files)}")
        print(
            f"cold, s                    {took:.1f}   (processor {work:.1f}; load {os.getloadavg()[0]:.1f})"
        )
        print(f"nothing changed, s         {again:.2f}")
        print(f"peak memory, MB            {peak}")
        if args.kills:
            measured(top / "corpus", top / "b")
            want = bytes_of(top / "a")
            print(f"two builds, same bytes     {bytes_of(top / 'b') == want}")
            met = killed(top / "corpus", top / "c", args.kills, took)
            print(f"killed at work             {met} of {args.kills}")
            print(f"then resumed, same bytes   {bytes_of(top / 'c') == want}")


if __name__ == "__main__":
    main()
