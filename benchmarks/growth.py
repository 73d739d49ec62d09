"""How the time of a check grows with the length of the text: ``python benchmarks/growth.py``.

Each piece of ``growing`` is repeated to texts of 40 kB to 2.5 MB, and the exponent of the growth is fitted: 1 is
linear, 2 quadratic. Whatever is above the bar, or takes longer than its limit, is named, and the exit code is 1.
"""

from __future__ import annotations

import argparse
import math
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from growing import PIECES, grown

from contractcheck.checker import Checker
from contractcheck.commands.loading import loaded_checker

SIZES = (40_000, 160_000, 640_000, 2_500_000)
BAR = 1.15
# What takes less is noise: a time below this tells nothing of growth.
NOISE = 0.02
SAMPLES = Path(__file__).resolve().parents[1] / "sample_contracts"


class OverError(Exception):
    """A check took longer than its limit."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Print a table of seconds and exponents. Returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="only these pieces, or samples; default: all")
    parser.add_argument("--up-to", type=int, default=SIZES[-1], help="leave out longer texts")
    parser.add_argument("--limit", type=float, default=180.0, help="seconds of processor time for one text")
    chosen = parser.parse_args(arguments)
    sizes = [size for size in SIZES if size <= chosen.up_to]
    checker = loaded_checker(("outsourcing",), applies=True)
    seconds(checker, grown(PIECES["sentences"], 5000), chosen.limit)
    print("| text | " + " | ".join(f"{size // 1000} kB" for size in sizes) + " | exponent |")
    print("| --- |" + " ---: |" * (len(sizes) + 1))
    worst, over = 0.0, []
    for name, make in _texts():
        if chosen.names and name not in chosen.names:
            continue
        times = []
        for size in sizes:
            times.append(seconds(checker, make(size), chosen.limit))
            if math.isinf(times[-1]):
                break
        slope = exponent(sizes, times)
        worst = max(worst, slope)
        if slope > BAR:
            over.append(name)
        cells = [f"{one:.2f} s" if not math.isinf(one) else f"over {chosen.limit:g} s" for one in times]
        cells += ["-"] * (len(sizes) - len(cells))
        print(f"| {name} | " + " | ".join(cells) + f" | {slope:.2f} |", flush=True)
    print(f"\nThe largest exponent is {worst:.2f}; wanted at most {BAR}: {len(over)} above it. {', '.join(over)}")
    return 1 if over else 0


def _texts() -> Iterator[tuple[str, Callable[[int], str]]]:
    for name, piece in PIECES.items():
        yield name, lambda size, piece=piece: grown(piece, size)
    for path in sorted(SAMPLES.glob("*.pdf")):
        from contractcheck.reading import read

        text = read(path).text
        yield path.stem, lambda size, text=text: (text + "\n") * max(1, size // len(text))


def seconds(checker: Checker, text: str, limit: float) -> float:
    """Return the processor time of one check; infinity where it is over the limit."""
    began = time.process_time()
    try:
        with _within(limit):
            checker.examine("growing.txt", text.encode())
    except OverError:
        return math.inf
    return time.process_time() - began


@contextmanager
def _within(limit: float) -> Iterator[None]:
    def stop(number: int, frame: FrameType | None) -> None:
        raise OverError

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, limit)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def exponent(sizes: Sequence[int], times: Sequence[float]) -> float:
    """Fit the exponent of the growth by least squares of logarithms. Infinity where a text did not end."""
    if any(math.isinf(one) for one in times):
        return math.inf
    points = [(math.log(size), math.log(one)) for size, one in zip(sizes, times, strict=True) if one >= NOISE]
    if len(points) < 2:
        return 0.0
    across = sum(x for x, _ in points) / len(points)
    upward = sum(y for _, y in points) / len(points)
    return sum((x - across) * (y - upward) for x, y in points) / sum((x - across) ** 2 for x, _ in points)


if __name__ == "__main__":
    sys.exit(main())
