"""Where a page stands in columns: engines that take a page for one block are given one column at a time.

Only what an engine sees at once is decided here. The order in which columns are read is decided in ``layout``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    from PIL.Image import Image

# Columns show in a small image as well, in pixels of its height.
PROBE_HEIGHT = 1000
# The space between columns, of the width of the page, and where it may lie.
MIN_WIDTH, FROM, TO = 0.012, 0.25, 0.75
# It is free of ink over this much of the height: less is a gap between words that happen to stand below each other.
MIN_HEIGHT = 0.12
# On either side of it most rows hold ink this close, of the width of the page: an indent or a margin has none.
NEAR, MIN_FILLED = 0.2, 0.3

Region = tuple[int, int, int, int]


def regions(image: Image) -> tuple[Region, ...]:
    """Cut a level grey image into regions of one column each: left, top, right and bottom in pixels.

    They cover the page. A page in one column is one region.
    """
    import numpy as np

    from contractcheck.reading.scan.upright import ink

    scale = image.height / PROBE_HEIGHT
    small = image.resize((max(1, round(image.width / scale)), PROBE_HEIGHT))
    dark = ink(small)
    width = dark.shape[1]
    gutter = max(3, round(MIN_WIDTH * width))
    # Rows of which the window from a column on is free of ink.
    sums = np.cumsum(np.pad(dark.astype(np.int32), ((0, 0), (1, 0))), axis=1)
    free = (sums[:, gutter:] - sums[:, :-gutter]) == 0
    best = (0, 0, 0)
    for at in range(round(FROM * width), min(round(TO * width), free.shape[1]), 2):
        for top, bottom in _runs(free[:, at]):
            if bottom - top > best[0] and _has_sides(dark[top:bottom], at, at + gutter):
                best = (bottom - top, top, at + gutter // 2)
    length, top, middle = best
    if length < MIN_HEIGHT * PROBE_HEIGHT:
        return ((0, 0, image.width, image.height),)
    first, last, cut = round(top * scale), round((top + length) * scale), round(middle * scale)
    found = [(0, 0, image.width, first), (0, first, cut, last), (cut, first, image.width, last)]
    # There may be columns again below: headings over two columns cut a page in several.
    rest = image.crop((0, last, image.width, image.height))
    if rest.height > MIN_HEIGHT * image.height:
        found += [(left, above + last, right, below + last) for left, above, right, below in regions(rest)]
    elif rest.height:
        found.append((0, last, image.width, image.height))
    return tuple(region for region in found if region[2] > region[0] and region[3] > region[1])


def _runs(free: npt.NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Return the stretches of rows that are free, of the least height at least."""
    import numpy as np

    edges = np.flatnonzero(np.diff(np.concatenate(([0], free.astype(np.int8), [0]))))
    pairs = zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)
    return [(top, bottom) for top, bottom in pairs if bottom - top >= MIN_HEIGHT * PROBE_HEIGHT]


def _has_sides(dark: npt.NDArray[np.bool_], left: int, right: int) -> bool:
    near = round(NEAR * dark.shape[1])
    sides = (dark[:, max(0, left - near) : left], dark[:, right : right + near])
    return all(float(side.any(axis=1).mean()) >= MIN_FILLED for side in sides)
