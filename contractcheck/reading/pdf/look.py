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
from contractcheck.reading.pdf.quick import AT, INT, address, places, quick

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
    """A text object: where in the order it is drawn, its address, its colour, and the group that it is in."""

    order: int
    address: int
    colour: tuple[int, int, int]
    matrix: Matrix | None

    @property
    def handle(self) -> Any:
        """The object as PDFium's functions take it."""
        return ctypes.cast(self.address, pdfium_c.FPDF_PAGEOBJECT)


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
    walk.objects(address(page.raw), pdfium_c.FPDFPage_CountObjects(page.raw), _object_of_page, None, 0, False)
    found.covers.extend(above)
    _covered(found, rects)
    return found


_AT, _TO, _INT = AT, AT, INT
_object_of_page = quick(pdfium_c.FPDFPage_GetObject, _AT, _AT, _INT)
_object_of_form = quick(pdfium_c.FPDFFormObj_GetObject, _AT, _AT, ctypes.c_ulong)
_count_of_form = quick(pdfium_c.FPDFFormObj_CountObjects, _INT, _AT)
_kind_of = quick(pdfium_c.FPDFPageObj_GetType, _INT, _AT)
_fill_of = quick(pdfium_c.FPDFPageObj_GetFillColor, _INT, _AT, _TO, _TO, _TO, _TO)
_stroke_of = quick(pdfium_c.FPDFPageObj_GetStrokeColor, _INT, _AT, _TO, _TO, _TO, _TO)
_bounds_of = quick(pdfium_c.FPDFPageObj_GetBounds, _INT, _AT, _TO, _TO, _TO, _TO)
_mode_of = quick(pdfium_c.FPDFTextObj_GetTextRenderMode, _INT, _AT)
_marks_of = quick(pdfium_c.FPDFPageObj_CountMarks, _INT, _AT)
_drawn_as = quick(pdfium_c.FPDFPath_GetDrawMode, _INT, _AT, _TO, _TO)
_segments_of = quick(pdfium_c.FPDFPath_CountSegments, _INT, _AT)


_TEXT, _PATH = pdfium_c.FPDF_PAGEOBJ_TEXT, pdfium_c.FPDF_PAGEOBJ_PATH


class _Walk:
    """Goes through the objects of a page and of the groups in it."""

    def __init__(self, found: Look, layers: bool = False) -> None:
        self._found = found
        self._layers = layers
        self._order = 0
        self._colour = (ctypes.c_uint * 4)()
        self._box = (ctypes.c_float * 4)()
        self._modes = (ctypes.c_int * 2)()
        self._to_colour, self._to_box = places(self._colour), places(self._box)
        self._to_modes = places(self._modes)

    def objects(self, owner: int, count: int, get: Any, matrix: Matrix | None, deep: int, layered: bool) -> None:
        text = self._text
        for index in range(count):
            self._order += 1
            if self._order > MAX_OBJECTS:
                return
            one = get(owner, index)
            kind = _kind_of(one)
            if kind == _TEXT:
                text(one, matrix, layered)
            elif kind == _PATH:
                self._path(one, matrix)
            elif kind == pdfium_c.FPDF_PAGEOBJ_IMAGE:
                frame = self.frame(one, matrix)
                self._found.images.append(frame)
                self._found.covers.append(Cover(self._order, frame, None))
            elif kind == pdfium_c.FPDF_PAGEOBJ_FORM and deep < MAX_DEEP:
                before = len(self._found.texts)
                on_layer = layered or (self._layers and _is_layered(one))
                self.objects(one, _count_of_form(one), _object_of_form, _joined(one, matrix), deep + 1, on_layer)
                self._found.forms_with_text |= len(self._found.texts) > before

    def _text(self, one: int, matrix: Matrix | None, layered: bool) -> None:
        red_at, green_at, blue_at, alpha_at = self._to_colour
        _fill_of(one, red_at, green_at, blue_at, alpha_at)
        red, green, blue, alpha = self._colour
        words = Words(self._order, one, (red, green, blue), matrix)
        self._found.texts.append(words)
        if _mode_of(one) in _NOT_PAINTED:
            self._found.unpainted.append(words)
        elif alpha < FAINT or (red >= WHITE and green >= WHITE and blue >= WHITE):
            self._found.suspects[one] = (words.handle, LeftOutKind.HIDDEN)
        if layered or (self._layers and _marks_of(one) and _is_layered(one)):
            self._found.on_layer.append(words)

    def _path(self, one: int, matrix: Matrix | None) -> None:
        drawn = _drawn_as(one, *self._to_modes)
        fill, stroke = self._modes
        if not drawn or not (fill or stroke):
            return
        frame = self.frame(one, matrix)
        left, bottom, right, top = frame
        if right - left < MIN_LONG or (not fill and top - bottom > MAX_THICK and right - left <= MAX_THICK):
            return
        (_fill_of if fill else _stroke_of)(one, *self._to_colour)
        red, green, blue, alpha = self._colour
        if alpha < FAINT:
            return
        colour = (red, green, blue)
        frames = [frame]
        if top - bottom > MAX_THICK and _segments_of(one) not in range(6):
            frames = list(_parts(one, matrix)) or frames
        for part in frames:
            if part[3] - part[1] <= MAX_THICK:
                if part[2] - part[0] >= MIN_LONG and min(colour) < WHITE:
                    self._found.lines.append(part)
            elif fill:
                self._found.covers.append(Cover(self._order, part, colour))

    def frame(self, one: int, matrix: Matrix | None) -> Frame:
        """Where an object stands on the page."""
        if not _bounds_of(one, *self._to_box):
            return (0.0, 0.0, 0.0, 0.0)
        left, bottom, right, top = self._box
        return moved((left, bottom, right, top), matrix)


def moved(frame: Frame, matrix: Matrix | None) -> Frame:
    """The frame around a frame that a matrix moves, turns or stretches."""
    if matrix is None:
        return frame
    a, b, c, d, e, f = matrix
    corners = [(x, y) for x in (frame[0], frame[2]) for y in (frame[1], frame[3])]
    across = [a * x + c * y + e for x, y in corners]
    upward = [b * x + d * y + f for x, y in corners]
    return min(across), min(upward), max(across), max(upward)


def _joined(one: int, outer: Matrix | None) -> Matrix | None:
    own = pdfium_c.FS_MATRIX()
    if not pdfium_c.FPDFPageObj_GetMatrix(ctypes.cast(one, pdfium_c.FPDF_PAGEOBJECT), own):
        return outer
    a, b, c, d, e, f = (float(getattr(own, name)) for name in "abcdef")
    if outer is None:
        return (a, b, c, d, e, f)
    oa, ob, oc, od, oe, of = outer
    return (
        *(a * oa + b * oc, a * ob + b * od, c * oa + d * oc, c * ob + d * od),
        *(e * oa + f * oc + oe, e * ob + f * od + of),
    )


def _is_layered(one: int) -> bool:
    """Whether an object carries the mark of optional content."""
    for index in range(min(8, _marks_of(one))):
        mark = pdfium_c.FPDFPageObj_GetMark(ctypes.cast(one, pdfium_c.FPDF_PAGEOBJECT), index)
        name, size = (ctypes.c_ushort * 4)(), ctypes.c_ulong()
        if pdfium_c.FPDFPageObjMark_GetName(mark, name, 8, size) and size.value == 6 and bytes(name)[:4] == b"O\0C\0":
            return True
    return False


def _parts(one: int, matrix: Matrix | None) -> Iterator[Frame]:
    """The pieces of a path that is drawn in several: the lines and boxes of a table, the lines under words."""
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[tuple[float, float]] = []
    path = ctypes.cast(one, pdfium_c.FPDF_PAGEOBJECT)
    for index in range(min(MAX_SEGMENTS, _segments_of(one))):
        segment = pdfium_c.FPDFPath_GetPathSegment(path, index)
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
    frames = np.array([frame(words.address, words.matrix) for words in found.texts])
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
