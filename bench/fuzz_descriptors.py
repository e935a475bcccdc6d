"""Hostile and broken descriptor files by the million: nothing may escape the parser, nothing may take long.

    python bench/fuzz_descriptors.py                       the whole: 2,000,000 mutated and 100,000 generated files
    python bench/fuzz_descriptors.py --share 0.01          a hundredth of it
    python bench/fuzz_descriptors.py --corpus ../shared/corpus/files --processes 2 --seed 7

A mutated file is a real or a built-in descriptor with one to six edits; a generated one is made of YAML's own signs,
or is an attack with random sizes. Each is parsed and what comes out is written as JSON. The end reports how many
were read, what escaped (with seed and number, so that it can be run again), dead processes and the slowest file.
"""

from __future__ import annotations

import argparse
import itertools
import math
import os
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from pathlib import Path

import orjson

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.fuzz_cases import load_samples, make_case
from catalog.core.descriptors import parse_file

MUTATED, GENERATED = 2_000_000, 100_000
BLOCK = 500  # files a process works on before it reports
SLOW_SECONDS, SLOW_BYTES = 0.1, 256 * 1024


def read_other(path: str) -> bytes:
    """What placeholders find: mostly nothing, sometimes trouble."""
    answers = (
        b"{}",
        b"- a\n- {b: c}\n",
        b'{"a": [1, null, "\\u0000"]}',
        b"[" * 5000,
        b"a: &a [*a]",
        b"\xff",
        b"1e999",
        b"",
    )
    choice = sum(path.encode("utf-8", "replace")) % (len(answers) + 3)
    if choice >= len(answers):
        raise FileNotFoundError("there is no such file")
    return answers[choice]


def try_case(content: bytes) -> str:
    """Parse a file and use what comes out as a catalog would; raises whatever escapes. Returns the verdict."""
    parsed = parse_file("services/catalog-info.yaml", content, read_other)
    for document in parsed.documents:
        orjson.dumps([document.entity, document.error, dict(document.lines)], default=list)
        orjson.dumps([document.relations, document.warnings, document.locations], default=list)
        if (document.entity is None) != (document.error is not None and not document.is_ownerless):
            raise AssertionError("a document has an entity, or an error that rests on more than its owner")
    return "whole" if parsed.is_whole and all(document.ok for document in parsed.documents) else "refused"


@dataclass(slots=True)
class Tally:
    """What a run found; times are seconds of CPU. `slow` names files within the size that took too long."""

    verdicts: Counter[str] = field(default_factory=Counter)
    escaped: list[str] = field(default_factory=list)
    slow: list[str] = field(default_factory=list)
    dead: list[str] = field(default_factory=list)
    worst_seconds: float = 0.0
    worst_case: str = ""

    def add(self, other: Tally) -> None:
        """Take in the result of one block."""
        self.verdicts += other.verdicts
        self.escaped += other.escaped
        self.slow += other.slow
        if other.worst_seconds > self.worst_seconds:
            self.worst_seconds, self.worst_case = other.worst_seconds, other.worst_case


def run_block(seed: int, numbers: range, mutated: bool, samples: list[bytes]) -> Tally:
    """Try the cases of some numbers in this process."""
    tally = Tally()
    for number in numbers:
        content = make_case(seed, number, mutated, samples)
        name = f"--seed {seed} --only {'mutated' if mutated else 'generated'}:{number} ({len(content)} bytes)"
        start = time.process_time()
        try:
            tally.verdicts[try_case(content)] += 1
        except Exception:  # noqa: BLE001 - what escapes is what is looked for
            tally.escaped.append(f"{name}\n{traceback.format_exc(limit=-3)}")
        seconds = time.process_time() - start
        if seconds > tally.worst_seconds:
            tally.worst_seconds, tally.worst_case = seconds, name
        if seconds > SLOW_SECONDS and len(content) <= SLOW_BYTES:
            tally.slow.append(f"{seconds:.3f} s: {name}")
    return tally


@dataclass(frozen=True, slots=True)
class Block:
    """Numbers of cases that one process tries in one go."""

    seed: int
    numbers: range
    mutated: bool

    def run(self, samples: list[bytes]) -> Tally:
        """Try them in this process."""
        return run_block(self.seed, self.numbers, self.mutated, samples)


def make_blocks(seed: int, mutated: int, generated: int) -> Iterator[Block]:
    """All cases of both sorts, in blocks."""
    for count, is_mutated in ((mutated, True), (generated, False)):
        for start in range(0, count, BLOCK):
            yield Block(seed, range(start, min(start + BLOCK, count)), is_mutated)


def run(blocks: Iterable[Block], processes: int, samples: list[bytes], say: Callable[[int], None]) -> Tally:
    """Try all blocks. A process that dies does not end the run: what it held is tried again alone."""
    tally, waiting, done = Tally(), iter(blocks), 0
    while batch := list(itertools.islice(waiting, processes * 20)):
        suspects = _run_batch(batch, processes, samples, tally)
        for block in suspects:
            if _run_batch([block], 1, samples, tally):
                tally.dead.append(f"--seed {block.seed}, {'mutated' if block.mutated else 'generated'} {block.numbers}")
        done += sum(len(block.numbers) for block in batch)
        say(done)
    return tally


def _run_batch(batch: list[Block], processes: int, samples: list[bytes], tally: Tally) -> list[Block]:
    """The blocks that came to no end because a process died."""
    lost = []
    with ProcessPoolExecutor(processes) as pool:
        results = {pool.submit(block.run, samples): block for block in batch}
        for result, block in results.items():
            try:
                tally.add(result.result())
            except BrokenProcessPool:
                lost.append(block)
    return lost


def report(tally: Tally) -> int:
    """Print what was found; the exit status: 1 if anything escaped, died or took too long."""
    print(f"{sum(tally.verdicts.values()):,} files: {dict(tally.verdicts)}")
    print(f"{len(tally.escaped)} escaped, {len(tally.dead)} dead processes, {len(tally.slow)} slow")
    print(f"slowest: {tally.worst_seconds * 1000:.1f} ms CPU, {tally.worst_case}")
    for line in (*tally.escaped[:20], *tally.dead[:20], *tally.slow[:20]):
        print(line)
    return 1 if tally.escaped or tally.dead or tally.slow else 0


def read_arguments(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    """The options described above."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mutated", type=int, default=MUTATED, help=f"mutated files (default {MUTATED:,})")
    parser.add_argument("--generated", type=int, default=GENERATED, help=f"generated files (default {GENERATED:,})")
    parser.add_argument("--share", type=float, default=1.0, help="try only this share of both, as in 0.01")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--corpus", type=Path, help="a folder of real descriptors to mutate besides the built-in ones")
    parser.add_argument("--only", metavar="SORT:NUMBER", help="print and parse the one file that a report names")
    return parser.parse_args(arguments)


def main() -> int:
    """Run as the options say."""
    options = read_arguments()
    samples = load_samples(options.corpus)
    if options.only:
        sort, number = options.only.split(":")
        content = make_case(options.seed, int(number), sort == "mutated", samples)
        print(content.decode("utf-8", "backslashreplace"))
        print(try_case(content))
        return 0
    mutated, generated = (math.ceil(count * options.share) for count in (options.mutated, options.generated))
    started = time.monotonic()

    def say(done: int) -> None:
        pace = done / (time.monotonic() - started)
        print(f"\r{done:,} of {mutated + generated:,} files, {pace:,.0f}/s ", end="", file=sys.stderr, flush=True)

    tally = run(make_blocks(options.seed, mutated, generated), options.processes, samples, say)
    print(file=sys.stderr)
    return report(tally)


if __name__ == "__main__":
    sys.exit(main())
