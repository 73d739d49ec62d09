"""One side for a finding, of the sides of its passages."""

from __future__ import annotations

from collections.abc import Sequence

from contractcheck.detection.acting import Told
from contractcheck.model import Side


def side_of_all(told: Sequence[Told], asked: str) -> Side:
    """Return the side of a finding: what the passages say, else what the kind of the rule implies.

    ``asked`` is whose duty or right the rule looks for: where a passage gives it to that side, others take nothing
    away. Duties of both sides are mutual.
    """
    for plain in (True, False):
        sides = {one.side for one in told if one.plain is plain and one.side is not Side.UNCLEAR}
        for side in sides:
            if len(sides) == 1 or side.value == asked:
                return side
        if sides:
            return Side.MUTUAL
    return Side.UNCLEAR
