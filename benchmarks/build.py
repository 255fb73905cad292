"""Measures building a dataset of the corpus: time, memory, the same bytes again, and after twenty kills; prints a table.

    python benchmarks/build.py                 all of it, on the whole corpus
    python benchmarks/build.py --kills 0       time and memory only
    python benchmarks/build.py --sample 200    on some files
    python benchmarks/build.py --engines       also with Daft, native and on Ray (pip install 'daft[ray]')

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
ENGINES = {"daft": ("--engine", "daft"), "daft on ray": ("--engine", "daft", "--ray", "auto")}


def start(folder: Path, dataset: Path, *engine: str) -> subprocess.Popen[bytes]:
    """A build as its own program, with two processes unless an engine is named."""
    command = [sys.executable, "-m", "luoshi.cli.main", "build", str(folder), "-o", str(dataset)]
    command += engine or ("-j", "2")
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
    """A build killed (-9) while at work at ``times`` random moments, resumed after each; how often it had to begin anew.

    Moments are spread so that they meet starting, reading, writing the tables and the last step; a build that was done
    before its moment came is thrown away and begun again, and does not count.
    """
    rng = random.Random(SEED)
    met = anew = 0
    while met < times:
        process = start(folder, dataset)
        try:
            process.wait(rng.uniform(0.2, 1.6 * whole / times + 1.0))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            met += 1
            continue
        if process.returncode:
            sys.exit(f"a build failed with {process.returncode}")
        shutil.rmtree(dataset)
        anew += 1
    process = start(folder, dataset)
    if process.wait():
        sys.exit(f"the last build failed with {process.returncode}")
    return anew


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sample", type=int, default=0)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--engines", action="store_true")
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
        want = bytes_of(top / "a")
        if args.kills:
            measured(top / "corpus", top / "b")
            print(f"two builds, same bytes     {bytes_of(top / 'b') == want}")
            anew = killed(top / "corpus", top / "c", args.kills, took)
            print(f"killed at work             {args.kills} times (begun anew {anew} times)")
            print(f"then resumed, same bytes   {bytes_of(top / 'c') == want}")
        for name, options in ENGINES.items() if args.engines else ():
            t0 = time.perf_counter()
            if start(top / "corpus", top / name, *options).wait():
                sys.exit(f"{name}: the build failed")
            same = bytes_of(top / name) == want
            print(f"{name:27}{same}, {time.perf_counter() - t0:.1f} s")


if __name__ == "__main__":
    main()
