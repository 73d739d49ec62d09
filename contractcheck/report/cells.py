"""Makes text fit for a cell of a table: a program that opens it must show it and never compute it."""

from __future__ import annotations

from contractcheck.model.oneline import one_line

# A cell that begins so is taken for a formula by the programs that open it.
FORMULA = ("=", "+", "-", "@", "\t", "\r")
# The most characters that a cell of a workbook holds.
MAX_CELL = 32_767
_CUT = " [...]"


def cell(text: object) -> str:
    """Return text on one line for a workbook, whose cells have a type of their own: it is marked as text there."""
    flat = one_line(text)
    return flat if len(flat) <= MAX_CELL else flat[: MAX_CELL - len(_CUT)] + _CUT


def csv_cell(value: object) -> str:
    """Return a value for a CSV file. Text that would be a formula gets an apostrophe, which marks it as text."""
    if isinstance(value, int | float):
        return str(value)
    flat = cell(value)
    return "'" + flat if is_formula(flat) else flat


def is_formula(text: str) -> bool:
    """Whether a program would compute the text. The full-width forms of the signs count too."""
    return text.startswith((*FORMULA, "＝", "＋", "－", "＠"))
