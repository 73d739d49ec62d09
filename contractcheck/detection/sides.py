"""One side for a finding, of the sides of its passages."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence

from contractcheck.detection.acting import Told
from contractcheck.model import Side

_MODE = os.environ.get("MODE", "0")


def side_of_all(told: Sequence[Told]) -> Side:
    """Return the side of a finding: what the passages say, else what the kind of the rule implies."""
    for plain in (True, False):
        sides = [one.side for one in told if one.plain is plain and one.side is not Side.UNCLEAR]
        if not sides:
            continue
        if _MODE == "0":
            return sides[0] if len(set(sides)) == 1 else Side.MUTUAL
        if _MODE == "1":
            return sides[0]
        if _MODE in ("2", "3"):
            top, count = Counter(sides).most_common(1)[0]
            if count > len(sides) * (0.5 if _MODE == "2" else 0.66):
                return top
            return Side.MUTUAL
    return Side.UNCLEAR
