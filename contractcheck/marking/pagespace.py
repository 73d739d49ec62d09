"""A page's own space: what is visible of it, which way is up on the screen, and its margins. Units are PDF points."""

from __future__ import annotations

from dataclasses import dataclass

from pypdf.generic import ArrayObject, DictionaryObject

# US Letter, which every reader assumes where a page does not say its size.
_LETTER = (0.0, 0.0, 612.0, 792.0)
# A page smaller than this, or none at all after cropping, is taken whole.
_SMALLEST = 20.0
Point = tuple[float, float]
Rectangle = tuple[float, float, float, float]
# Rotation in degrees clockwise: which way is right on the screen, and which way is up, in the page's own space.
_AXES: dict[int, tuple[Point, Point]] = {
    0: ((1, 0), (0, 1)),
    90: ((0, 1), (-1, 0)),
    180: ((-1, 0), (0, -1)),
    270: ((0, -1), (1, 0)),
}


@dataclass(frozen=True, slots=True)
class PageSpace:
    """The visible part of a page (left, bottom, right, top), and the directions of a reader who looks at it."""

    visible: Rectangle
    right: Point
    up: Point

    def along(self, rectangle: Rectangle, axis: Point) -> tuple[float, float]:
        """Return how far a rectangle reaches along a direction: from and to."""
        left, bottom, right, top = rectangle
        ends = (left * axis[0] + bottom * axis[1], right * axis[0] + top * axis[1])
        return min(ends), max(ends)

    def point(self, across: float, upward: float) -> Point:
        """Return the point that lies so far to the right and so far up, as the reader sees it."""
        return (
            across * self.right[0] + upward * self.up[0],
            across * self.right[1] + upward * self.up[1],
        )

    def matrix(self, across: float, upward: float) -> tuple[float, float, float, float, float, float]:
        """Return the matrix that draws upright at that point."""
        return (*self.right, *self.up, *self.point(across, upward))

    def rectangle(self, across: float, upward: float, width: float, height: float) -> Rectangle:
        """Return the rectangle that has this corner at its lower left, as the reader sees it."""
        first, second = self.point(across, upward), self.point(across + width, upward + height)
        return (
            min(first[0], second[0]),
            min(first[1], second[1]),
            max(first[0], second[0]),
            max(first[1], second[1]),
        )


def page_space(page: DictionaryObject) -> PageSpace:
    """Read the space of a page from its dictionary, which holds what it inherits. Nonsense falls back to Letter."""
    media = _rectangle(page, "/MediaBox") or _LETTER
    crop = _rectangle(page, "/CropBox") or media
    cut = (max(crop[0], media[0]), max(crop[1], media[1]), min(crop[2], media[2]), min(crop[3], media[3]))
    visible = cut if cut[2] - cut[0] >= _SMALLEST and cut[3] - cut[1] >= _SMALLEST else media
    try:
        turned = int(page.get("/Rotate", 0)) % 360
    except (TypeError, ValueError):
        turned = 0
    right, up = _AXES.get(turned, _AXES[0])
    return PageSpace(visible, right, up)


def _rectangle(page: DictionaryObject, key: str) -> Rectangle | None:
    found = page.get(key)
    if not isinstance(found, ArrayObject) or len(found) != 4:
        return None
    try:
        x1, y1, x2, y2 = (float(found[at]) for at in range(4))
    except (TypeError, ValueError):
        return None
    box = (min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))
    return box if box[2] - box[0] >= 1 and box[3] - box[1] >= 1 else None
