"""The work of a check grows with the length of the text and no faster, whatever is repeated in it.

Steps are counted, not seconds: calls of functions, those of C included. ``benchmarks/growth.py`` takes the time.
"""

from __future__ import annotations

import math
import sys
from types import FrameType
from typing import Any

import pytest

from contractcheck.checker import Checker
from contractcheck.reading.web.styles import Styles
from tests.benched import benchmark

growing = benchmark("growing")
growth = benchmark("growth")
SHORT, LONG = 6_000, 24_000
# Work that comes once whatever the length lowers the exponent, so that a square shows as less than 2.
BAR = 1.25


@pytest.fixture(scope="module")
def checker() -> Checker:
    made = Checker(applies=True)
    made.examine("warm.txt", growing.grown("It is. ", 3000).encode())
    return made


def steps(checker: Checker, text: str) -> int:
    """The calls that a check makes."""
    count = 0

    def counting(frame: FrameType, event: str, argument: Any) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    data = text.encode()
    sys.setprofile(counting)
    try:
        checker.examine("growing.txt", data)
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("name", growing.PIECES)
def test_steps_grow_with_the_text(checker: Checker, name: str) -> None:
    piece = growing.PIECES[name]
    few, many = (steps(checker, growing.grown(piece, size)) for size in (SHORT, LONG))
    slope = math.log(many / few) / math.log(LONG / SHORT)
    assert slope <= BAR, f"{few} steps for {SHORT} characters, {many} for {LONG}"


def test_the_bar_is_one_that_a_square_does_not_pass() -> None:
    """The same measure on work that is known to grow with the square, beside as much as a check does anyway."""

    class Square:
        def examine(self, name: str, data: bytes) -> None:
            for _ in range(SHORT):
                len(data)
            for _ in range(len(data) ** 2 // SHORT):
                len(data)

    few, many = (steps(Square(), "x" * size) for size in (SHORT, LONG))  # type: ignore[arg-type]
    assert math.log(many / few) / math.log(LONG / SHORT) > BAR


@pytest.mark.parametrize(
    ("times", "wanted"),
    [((1.0, 4.0, 16.0), 1.0), ((1.0, 16.0, 256.0), 2.0), ((0.001, 0.002, 0.003), 0.0), ((1.0, math.inf), math.inf)],
)
def test_the_exponent_is_fitted(times: tuple[float, ...], wanted: float) -> None:
    sizes = (10_000, 40_000, 160_000)[: len(times)]
    assert growth.exponent(sizes, times) == pytest.approx(wanted)


@pytest.mark.parametrize(
    "sheet", ["@media a{", "@a", "a{b{", "/* ", "a", "{", "}", "@m{a{}", "a,", "li{content:"], ids=repr
)
def test_a_style_sheet_that_never_ends_is_gone_through_once(sheet: str) -> None:
    """Half a megabyte of it would take minutes where a pattern tried each place anew."""
    Styles().read(sheet * (500_000 // len(sheet)))


@pytest.mark.parametrize(
    ("sheet", "rules"),
    [
        ("ol { list-style: lower-alpha }", 1),
        ("@import 'x'; ol { list-style: lower-alpha }", 1),
        ("@media print { ol { list-style: lower-alpha } } ul { list-style: square }", 1),
        ("/* ol { list-style: square } */ ol, ul { list-style: square }", 2),
        ("@media print { ol { list-style: square }", 0),
        ("ol { list-style: square", 0),
        ("} ol { list-style: square }", 1),
    ],
)
def test_rules_of_a_sheet(sheet: str, rules: int) -> None:
    styles = Styles()
    styles.read(sheet)
    assert len(styles.rules) == rules
