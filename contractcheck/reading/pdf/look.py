"""A look at what a PDF page draws, in the order in which it is drawn: which of its text may not be seen as it stands.

Every page of every file is looked at, so this only collects: what is found here is looked at closely elsewhere.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import pypdfium2
import pypdfium2.raw as pdfium_c

from contractcheck.model import LeftOutKind

Frame = tuple[float, float, float, float]
"""Left, bottom, right, top in points of the page."""
Matrix = tuple[float, float, float, float, float, float]

# Objects of a page that are looked at, and groups inside groups. Drawings have thousands.
MAX_OBJECTS, MAX_DEEP = 30_000, 6
# A path of more segments is a drawing or a chart.
MAX_SEGMENTS = 400
# A line is no thicker than this, and no shorter, in points. A box that hides words is larger.
MAX_THICK, MIN_LONG = 2.6, 3.0
# Boxes of a page that may cover words; a table has one a cell.
MAX_COVERS = 1500
# All channels above this are the colour of paper; below the other a colour is not seen through.
WHITE, FAINT = 232, 25
# Channels that differ by less are one colour to the eye; by more, a colour is no grey.
SAME_COLOUR, COLOURED = 40, 70

_NOT_PAINTED = (pdfium_c.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium_c.FPDF_TEXTRENDERMODE_CLIP)


@dataclass(slots=True)
class Words:
    """A text object: where in the order it is drawn, its handle, its colour, and the group that it is in."""

    order: int
    handle: Any
    colour: tuple[int, int, int]
    matrix: Matrix | None

    @property
    def address(self) -> int:
        """What tells the object from all others of the page."""
        return address(self.handle)


@dataclass(slots=True)
class Cover:
    """Something that may lie over words, or under them in their own colour."""

    order: int
    frame: Frame
    colour: tuple[int, int, int] | None


@dataclass
class Look:
    """What was found on a page. ``suspects`` are text objects, by address, that may not be seen, and why."""

    texts: list[Words] = field(default_factory=list)
    lines: list[Frame] = field(default_factory=list)
    covers: list[Cover] = field(default_factory=list)
    images: list[Frame] = field(default_factory=list)
    unpainted: list[Words] = field(default_factory=list)
    suspects: dict[int, tuple[Any, LeftOutKind]] = field(default_factory=dict)
    forms_with_text: bool = False
    on_layer: list[Words] = field(default_factory=list)


def looked(
    page: pypdfium2.PdfPage, rects: Sequence[Frame] = (), above: Sequence[Cover] = (), *, layers: bool = True
) -> Look:
    """Look at all objects of a page. ``rects`` are its stretches of print.

    ``above`` lies over all of them: what annotations draw. ``layers`` tells whether the file may have layers.
    """
    found = Look()
    walk = _Walk(found, layers)
    walk.objects(page.raw, pdfium_c.FPDFPage_CountObjects(page.raw), pdfium_c.FPDFPage_GetObject, None, 0, False)
    found.covers.extend(above)
    _covered(found, rects)
    return found


class _Walk:
    """Goes through the objects of a page and of the groups in it."""

    def __init__(self, found: Look, layers: bool = False) -> None:
        self._found = found
        self._layers = layers
        self._order = 0
        self._colour = [ctypes.c_uint() for _ in range(4)]
        self._box = [ctypes.c_float() for _ in range(4)]

    def objects(self, owner: Any, count: int, get: Any, matrix: Matrix | None, deep: int, layered: bool) -> None:
        kind_of = pdfium_c.FPDFPageObj_GetType
        for index in range(count):
            self._order += 1
            if self._order > MAX_OBJECTS:
                return
            one = get(owner, index)
            kind = kind_of(one)
            if kind == pdfium_c.FPDF_PAGEOBJ_TEXT:
                self._text(one, matrix, layered)
            elif kind == pdfium_c.FPDF_PAGEOBJ_PATH:
                self._path(one, matrix)
            elif kind == pdfium_c.FPDF_PAGEOBJ_IMAGE:
                frame = self.frame(one, matrix)
                self._found.images.append(frame)
                self._found.covers.append(Cover(self._order, frame, None))
            elif kind == pdfium_c.FPDF_PAGEOBJ_FORM and deep < MAX_DEEP:
                inner = pdfium_c.FPDFFormObj_CountObjects(one)
                before = len(self._found.texts)
                on_layer = layered or (self._layers and _is_layered(one))
                self.objects(one, inner, pdfium_c.FPDFFormObj_GetObject, _joined(one, matrix), deep + 1, on_layer)
                self._found.forms_with_text |= len(self._found.texts) > before

    def _text(self, one: Any, matrix: Matrix | None, layered: bool) -> None:
        red, green, blue, alpha = self._colour
        pdfium_c.FPDFPageObj_GetFillColor(one, red, green, blue, alpha)
        colour = (red.value, green.value, blue.value)
        words = Words(self._order, one, colour, matrix)
        self._found.texts.append(words)
        if pdfium_c.FPDFTextObj_GetTextRenderMode(one) in _NOT_PAINTED:
            self._found.unpainted.append(words)
        elif alpha.value < FAINT or min(colour) >= WHITE:
            self._found.suspects[words.address] = (one, LeftOutKind.HIDDEN)
        if layered or (self._layers and pdfium_c.FPDFPageObj_CountMarks(one) and _is_layered(one)):
            self._found.on_layer.append(words)

    def _path(self, one: Any, matrix: Matrix | None) -> None:
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        if not pdfium_c.FPDFPath_GetDrawMode(one, fill, stroke) or not (fill.value or stroke.value):
            return
        frame = self.frame(one, matrix)
        left, bottom, right, top = frame
        if right - left < MIN_LONG or (not fill.value and top - bottom > MAX_THICK and right - left <= MAX_THICK):
            return
        red, green, blue, alpha = self._colour
        colour_of = pdfium_c.FPDFPageObj_GetFillColor if fill.value else pdfium_c.FPDFPageObj_GetStrokeColor
        colour_of(one, red, green, blue, alpha)
        if alpha.value < FAINT:
            return
        colour = (red.value, green.value, blue.value)
        frames = [frame]
        if top - bottom > MAX_THICK and pdfium_c.FPDFPath_CountSegments(one) not in range(6):
            frames = list(_parts(one, matrix)) or frames
        for part in frames:
            if part[3] - part[1] <= MAX_THICK:
                if part[2] - part[0] >= MIN_LONG and min(colour) < WHITE:
                    self._found.lines.append(part)
            elif fill.value:
                self._found.covers.append(Cover(self._order, part, colour))

    def frame(self, one: Any, matrix: Matrix | None) -> Frame:
        """Where an object stands on the page."""
        left, bottom, right, top = self._box
        if not pdfium_c.FPDFPageObj_GetBounds(one, left, bottom, right, top):
            return (0.0, 0.0, 0.0, 0.0)
        return moved((left.value, bottom.value, right.value, top.value), matrix)


def moved(frame: Frame, matrix: Matrix | None) -> Frame:
    """The frame around a frame that a matrix moves, turns or stretches."""
    if matrix is None:
        return frame
    a, b, c, d, e, f = matrix
    corners = [(x, y) for x in (frame[0], frame[2]) for y in (frame[1], frame[3])]
    across = [a * x + c * y + e for x, y in corners]
    upward = [b * x + d * y + f for x, y in corners]
    return min(across), min(upward), max(across), max(upward)


def address(one: Any) -> int:
    """What tells a handle of PDFium's from all others."""
    return ctypes.cast(one, ctypes.c_void_p).value or 0


def _joined(one: Any, outer: Matrix | None) -> Matrix | None:
    own = pdfium_c.FS_MATRIX()
    if not pdfium_c.FPDFPageObj_GetMatrix(one, own):
        return outer
    a, b, c, d, e, f = (float(getattr(own, name)) for name in "abcdef")
    if outer is None:
        return (a, b, c, d, e, f)
    oa, ob, oc, od, oe, of = outer
    return (
        *(a * oa + b * oc, a * ob + b * od, c * oa + d * oc, c * ob + d * od),
        *(e * oa + f * oc + oe, e * ob + f * od + of),
    )


def _is_layered(one: Any) -> bool:
    """Whether an object carries the mark of optional content."""
    for index in range(min(8, pdfium_c.FPDFPageObj_CountMarks(one))):
        mark = pdfium_c.FPDFPageObj_GetMark(one, index)
        name, size = (ctypes.c_ushort * 4)(), ctypes.c_ulong()
        if pdfium_c.FPDFPageObjMark_GetName(mark, name, 8, size) and size.value == 6 and bytes(name)[:4] == b"O\0C\0":
            return True
    return False


def _parts(one: Any, matrix: Matrix | None) -> Iterator[Frame]:
    """The pieces of a path that is drawn in several: the lines and boxes of a table, the lines under words."""
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[tuple[float, float]] = []
    for index in range(min(MAX_SEGMENTS, pdfium_c.FPDFPath_CountSegments(one))):
        segment = pdfium_c.FPDFPath_GetPathSegment(one, index)
        if pdfium_c.FPDFPathSegment_GetType(segment) == pdfium_c.FPDF_SEGMENT_MOVETO and points:
            yield moved(_around(points), matrix)
            points = []
        pdfium_c.FPDFPathSegment_GetPoint(segment, x, y)
        points.append((x.value, y.value))
    if points:
        yield moved(_around(points), matrix)


def _around(points: list[tuple[float, float]]) -> Frame:
    across, upward = zip(*points, strict=True)
    return min(across), min(upward), max(across), max(upward)


def _covered(found: Look, rects: Sequence[Frame]) -> None:
    """Suspect text under something that is drawn later, or upon something of its own colour."""
    if not found.texts or not found.covers:
        return
    first = found.texts[0].order
    known = {words.colour for words in found.texts}
    covers = []
    for cover in found.covers:
        same = [colour for colour in known if cover.colour is not None and _is_near(colour, cover.colour)]
        if cover.order > first or (same and min(cover.colour or (0,)) < WHITE):
            covers.append((cover, same))
    if not covers:
        return
    if rects:
        # Most boxes and pictures lie beside the words: quick to see, as the places of the words are known.
        known_rects = np.array(rects)
        covers = [one for one in covers[:MAX_COVERS] if _over(known_rects, one[0].frame).any()]
        if not covers:
            return
    frame = _Walk(found).frame
    frames = np.array([frame(words.handle, words.matrix) for words in found.texts])
    orders = np.array([words.order for words in found.texts])
    for cover, same in covers[:MAX_COVERS]:
        for at in np.flatnonzero(_over(frames, cover.frame)):
            words = found.texts[int(at)]
            if orders[at] < cover.order or words.colour in same:
                found.suspects.setdefault(words.address, (words.handle, LeftOutKind.COVERED))


def _over(frames: npt.NDArray[np.float64], cover: Frame) -> npt.NDArray[np.bool_]:
    left, bottom, right, top = cover
    over: npt.NDArray[np.bool_] = (
        (frames[:, 0] < right) & (frames[:, 2] > left) & (frames[:, 1] < top) & (frames[:, 3] > bottom)
    )
    return over


def _is_near(one: Sequence[int], other: Sequence[int]) -> bool:
    return all(abs(a - b) < SAME_COLOUR for a, b in zip(one, other, strict=True))
