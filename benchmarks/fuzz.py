"""Reads damaged reports until something breaks: facts, a warning or a named reason, never another exception.

    python benchmarks/fuzz.py --mutations 100000      two processes; prints what broke as recipes and exits 1
    python benchmarks/fuzz.py --recipe PATH SEED      one mutation again, with its traceback

A mutation is made from a real file (or the sample, without the shared folder) and a seed, so that a crash is kept as its
recipe, not as a copy of a report: tests/corpus/crashes.tsv, which the tests replay.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import time
import traceback
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from luoshi.errors import LuoshiError
from luoshi.facts.reading import read_bytes
from luoshi.sample import paths as sample_paths

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("LUOSHI_SHARED", ROOT.parent / "shared"))
CRASHES = ROOT / "tests" / "corpus" / "crashes.tsv"
WINDOW = 2400
"""So many characters of a file are read in one mutation; whole files now and then."""
BITS = (
    "一、", "二、", "（一）", "一是", "；", ";", "。", "\n", " ", "\u3000", "1.", "2.5", "%", "个百分点", "分别", "其中", "左右", "以上", "——", "－", "～",
    "“", "”", "（", "）", "2023年", "“十四五”", "五年来", "亿元", "万", "倍", "翻一番", "三分之一", "1∶2∶3", "同步", "高于", "民生实事：", "附件", "名词解释",
    "各位代表！", "\x00", "\ufeff", "&nbsp;", "(yè)", "?", "??", "𠀀", "\u200b", "0", "9" * 40, "〇", "○",
)  # fmt: skip
ENCODINGS = ("utf-8", "utf-8", "utf-8", "gb18030", "utf-16", "utf-8-sig", "big5")


def files() -> list[Path]:
    """The files that are damaged."""
    found = [f for f in sorted((SHARED / "corpus").rglob("*")) if f.suffix in (".md", ".txt")]
    return found or list(sample_paths())


def mutated(path: Path, seed: int) -> bytes:
    """The bytes of one mutation."""
    rng = random.Random(f"{path.name}:{seed}")
    text = path.read_text("utf-8", errors="replace")
    if rng.random() > 0.02 and len(text) > WINDOW:
        cut = rng.randrange(len(text) - WINDOW)
        text = text[: rng.choice((0, 200, 600))] + text[cut : cut + WINDOW]
    chars = list(text)
    for _ in range(rng.choice((1, 3, 10, 40))):
        if not chars:
            break
        at = rng.randrange(len(chars))
        span = rng.choice((1, 1, 2, 5, 30, 200))
        how = rng.randrange(6)
        if how == 0:
            del chars[at : at + span]
        elif how == 1:
            chars[at:at] = rng.choice(BITS)
        elif how == 2:
            chars[at : at + span] = rng.choice(BITS)
        elif how == 3:
            chars[at:at] = chars[at : at + span]
        elif how == 4:
            chars[at : at + span] = reversed(chars[at : at + span])
        else:
            to = rng.randrange(len(chars))
            chars[to:to] = chars[at : at + span]
    data = bytearray("".join(chars).encode(rng.choice(ENCODINGS), errors="ignore"))
    for _ in range(rng.choice((0, 0, 0, 1, 20))):
        if data:
            data[rng.randrange(len(data))] = rng.randrange(256)
    return bytes(data)


def broken(name: str, data: bytes) -> str | None:
    """What is wrong with reading ``data``, None if all is well."""
    try:
        for r in read_bytes(name, data):
            n = len(r.text)
            for kind in ("sections", "measures", "pledges", "problems", "projects", "tasks"):
                for f in getattr(r, kind, ()):
                    if not 0 <= f.start < f.end <= n:
                        return f"{kind}: span {f.start}-{f.end} outside the text of {n}"
            if r.source.map and sum(s.clean_len for s in r.source.map) != n:
                return "the map does not cover the text"
    except LuoshiError:
        return None
    except Exception as e:
        last = traceback.extract_tb(e.__traceback__)[-1]
        return f"{type(e).__name__}: {str(e)[:80]} at {Path(last.filename).name}:{last.lineno}"
    return None


def batch(job: tuple[int, int]) -> tuple[int, list[tuple[str, int, str]], tuple[float, str, int]]:
    """Mutations ``[first, last)``: how many, what broke, the most CPU seconds of one with its recipe."""
    every = files()
    out, slowest = [], (0.0, "", 0)
    for seed in range(*job):
        path = every[random.Random(seed).randrange(len(every))]
        data = mutated(path, seed)
        name = str(path.relative_to(SHARED) if path.is_relative_to(SHARED) else path.name)
        start = time.process_time()
        why = broken(path.name, data)
        slowest = max(slowest, (time.process_time() - start, name, seed))
        if why:
            out.append((name, seed, why))
    return job[1] - job[0], out, slowest


def main() -> int:
    """Run the mutations, print what broke."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--mutations", type=int, default=2000)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--recipe", nargs=2, metavar=("PATH", "SEED"))
    args = parser.parse_args()
    if args.recipe:
        for _ in read_bytes(args.recipe[0], mutated(SHARED / args.recipe[0], int(args.recipe[1]))):
            pass
        return 0
    step = 250
    jobs = [
        (a, min(a + step, args.first + args.mutations))
        for a in range(args.first, args.first + args.mutations, step)
    ]
    done, seen, slowest = 0, set(), (0.0, "", 0)
    start = time.perf_counter()
    with ProcessPoolExecutor(args.jobs) as pool:
        for n, found, slow in pool.map(batch, jobs):
            done, slowest = done + n, max(slowest, slow)
            for path, seed, why in found:
                if why not in seen:
                    seen.add(why)
                    print(f"{path}\t{seed}\t{why}", flush=True)
    print(f"{done} mutations, {len(seen)} kinds of crash, {time.perf_counter() - start:.0f} s in all")
    print("the slowest: {:.2f} s of CPU, {} {}".format(*slowest))
    return 1 if seen else 0


if __name__ == "__main__":
    sys.exit(main())
