"""Logistic regression in numpy: one requirement at a time, over sparse rows. The same data give the same weights.

The optimiser is L-BFGS (Nocedal and Wright, Numerical Optimization, 2nd edition, algorithm 7.4) with a backtracking
search. It stops after so many steps: weights that are rounded to 8 bits need no more.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

STEPS = 25
MEMORY = 6
ENOUGH = 1e-4  # of the first slope
RIDGE = 1.0
# The bias is not held back as the weights are.
_BIAS = 3.0
_MAX_HALVINGS = 20


@dataclass(frozen=True)
class Sparse:
    """Rows of numbers: those of row ``i`` are ``values[starts[i]:starts[i + 1]]``, in these ``columns``."""

    starts: Ints
    columns: NDArray[np.int32]
    values: NDArray[np.float32]

    def rows(self, chosen: Ints) -> tuple[Ints, NDArray[np.int32], NDArray[np.float32]]:
        """Return row number (among the chosen), column and value of each number in some rows."""
        begins = self.starts[chosen]
        lengths = self.starts[chosen + 1] - begins
        before = np.cumsum(lengths) - lengths
        at = np.arange(int(lengths.sum())) + np.repeat(begins - before, lengths)
        return np.repeat(np.arange(len(chosen)), lengths), self.columns[at], self.values[at]


def fit(data: Sparse, rows: Ints, there: NDArray[np.bool_], weighs: Floats) -> tuple[Ints, Floats, float]:
    """Return columns, their weights, and the bias that tell rows where something is there from the others."""
    row, column, value = data.rows(rows)
    used, place = np.unique(column, return_inverse=True)
    count, signs = len(used), np.where(there, 1.0, -1.0)

    def loss(now: Floats) -> tuple[float, Floats]:
        margins = signs * (np.bincount(row, value * now[:-1][place], minlength=len(rows)) + now[-1] * _BIAS)
        pulls = -signs * weighs / (1 + np.exp(np.clip(margins, -30, 30)))
        slope = np.bincount(place, value * pulls[row], minlength=count) + RIDGE * now[:-1]
        total = float((weighs * np.logaddexp(0, -margins)).sum() + 0.5 * RIDGE * (now[:-1] ** 2).sum())
        return total, np.append(slope, pulls.sum() * _BIAS)

    found = _lowest(loss, np.zeros(count + 1))
    return used.astype(np.int64), found[:-1], float(found[-1]) * _BIAS


def _lowest(loss: Callable[[Floats], tuple[float, Floats]], at: Floats) -> Floats:
    value, slope = loss(at)
    first = _length(slope)
    history: list[tuple[Floats, Floats, float]] = []
    for _ in range(STEPS):
        way = -_turned(slope, history)
        down = float((slope * way).sum())
        step = 1.0 if history else 10.0 / _length(slope)
        for _ in range(_MAX_HALVINGS):
            below, after = loss(at + step * way)
            if below <= value + 1e-4 * step * down:
                break
            step *= 0.5
        moved, bent = step * way, after - slope
        at = at + moved
        curve = float((moved * bent).sum())
        if curve > 1e-10:
            history = [*history, (moved, bent, 1 / curve)][-MEMORY:]
        value, slope = below, after
        if _length(slope) < ENOUGH * first:
            break
    return at


def _turned(slope: Floats, history: list[tuple[Floats, Floats, float]]) -> Floats:
    """Return the slope turned by what the last steps say of the curve."""
    way, pulls = slope.copy(), []
    for moved, bent, share in reversed(history):
        pull = share * float((moved * way).sum())
        way -= pull * bent
        pulls.append(pull)
    if history:
        moved, bent, _ = history[-1]
        way *= float((moved * bent).sum() / (bent * bent).sum())
    for (moved, bent, share), pull in zip(history, reversed(pulls), strict=True):
        way += moved * (pull - share * float((bent * way).sum()))
    return way


def _length(vector: Floats) -> float:
    return float(np.sqrt((vector * vector).sum()))
