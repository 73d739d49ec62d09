"""What illustrates a report: pictures of pages, passages on them, the words around a quote. ``pictures`` makes them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Frame = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Picture:
    """A page as an image. ``width`` and ``height`` are those of the page as shown, in points."""

    page: int
    width: float
    height: float
    media: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Shot:
    """A passage on a picture: the window to show and the marks to draw, each left, top, width, height in points."""

    page: int
    window: Frame
    marks: tuple[Frame, ...]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """A passage among the words around it, with a line end between paragraphs."""

    before: str
    words: str
    after: str


@dataclass(frozen=True)
class Illustrations:
    """What illustrates the passages of one document, by the offsets of the passage."""

    pictures: Mapping[int, Picture] = field(default_factory=dict)
    shots: Mapping[tuple[int, int], Shot] = field(default_factory=dict)
    words: Mapping[tuple[int, int], Surroundings] = field(default_factory=dict)
