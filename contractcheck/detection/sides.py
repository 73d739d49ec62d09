"""One side for a finding, of the sides of its passages."""

from __future__ import annotations

from collections.abc import Sequence

from contractcheck.detection.acting import Told
from contractcheck.model import Side


def side_of_all(told: Sequence[Told]) -> Side:
    """Return the side of a finding: what the passages say, else what the kind of the rule implies."""
    for plain in (True, False):
        sides = {one.side for one in told if one.plain is plain and one.side is not Side.UNCLEAR}
        if sides:
            return sides.pop() if len(sides) == 1 else Side.MUTUAL
    return Side.UNCLEAR
