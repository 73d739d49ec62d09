"""Notes as annotations of a PDF: highlights with an appearance of their own, so that every viewer paints them alike.

Form: ISO 32000-1, 12.5.6.10. The corners of a quadrilateral stand in the order that viewers agree on (upper left, upper
right, lower left, lower right), which is not the one that the standard prints.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    FloatObject,
    IndirectObject,
    NameObject,
    NumberObject,
    PdfObject,
    StreamObject,
    TextStringObject,
)

from contractcheck.marking.notes import Note, Role
from contractcheck.marking.pagespace import PageSpace, Rectangle
from contractcheck.marking.update import Update
from contractcheck.model import Box, Verdict

AUTHOR = "contractcheck"
Colour = tuple[float, float, float]
# Light enough that black print stays readable, also where two marks lie on each other. The list in front names each
# verdict in words, and the tags in the margin lead there: nobody needs to tell the colours apart.
COLOURS: dict[Verdict, Colour] = {
    Verdict.MET: (0.76, 0.93, 0.76),
    Verdict.WEAK: (1.0, 0.87, 0.52),
    Verdict.UNWANTED: (1.0, 0.72, 0.70),
    Verdict.UNSURE: (0.75, 0.85, 1.0),
    Verdict.MISSING: (0.45, 0.45, 0.45),
    Verdict.NOT_APPLICABLE: (0.87, 0.87, 0.87),
}
# The nearest passage of what is missing is no evidence: a dashed line under it, and no highlight.
NEAREST: Colour = (0.45, 0.45, 0.45)
# Printed with the page, as reviewers expect of a marked copy.
_PRINT = 4
# Popups keep their size and stay upright, as viewers make them.
_POPUP = 28
_POPUP_SIZE = (220.0, 150.0)
# Glyph boxes are tight. This much more above and below makes even bands that do not reach the next line.
_AIR = 0.8
# The tag with the numbers of the list: its height, its print, and its distance from the edge, which printers reach.
_TAG_HEIGHT, _TAG_SIZE, _TAG_GAP = 8.0, 6.0, 14.0
_DIGIT = 0.556  # the width of a digit of Helvetica, in its size
_TAG_COLOUR: Colour = (0.25, 0.25, 0.25)


class Painter:
    """Makes the annotations of one update. What all appearances share is written once."""

    def __init__(self, update: Update) -> None:
        self._update = update
        self._states: dict[str, IndirectObject] = {}

    def annotate(self, page: IndirectObject, space: PageSpace, notes: Sequence[Note]) -> list[IndirectObject]:
        """Add the notes of one page and return the references of their annotations, popups included."""
        made: list[IndirectObject] = []
        tagged: list[tuple[float, float]] = []
        for note in notes:
            tag = self._tag(space, note, tagged) if note.boxes and note.numbers else None
            made += self._note(page, space, note, tag)
        return made

    def _note(
        self, page: IndirectObject, space: PageSpace, note: Note, tag: tuple[bytes, Rectangle] | None
    ) -> list[IndirectObject]:
        colour = NEAREST if note.role is Role.NEAREST else COLOURS[note.verdict]
        bands = [_band(box) for box in note.boxes]
        kind, content, area = _appearance(bands, note.role, colour, space)
        if tag is not None:
            content += tag[0]
            area = _around([area, tag[1]])
        annotation = self._update.reserve()
        popup = self._update.add(
            _dictionary(
                {
                    "/Type": NameObject("/Annot"),
                    "/Subtype": NameObject("/Popup"),
                    "/Rect": _numbers(_popup_place(space, area)),
                    "/Parent": annotation,
                    "/F": NumberObject(_POPUP),
                    "/P": page,
                }
            )
        )
        parts: dict[str, PdfObject] = {
            "/Type": NameObject("/Annot"),
            "/Subtype": NameObject(kind),
            "/Rect": _numbers(area),
            "/Contents": TextStringObject(note.text),
            "/T": TextStringObject(AUTHOR),
            "/Subj": TextStringObject(note.title),
            "/NM": TextStringObject(note.name),
            "/C": _numbers(colour),
            "/F": NumberObject(_PRINT),
            "/P": page,
            "/Popup": popup,
            "/AP": _dictionary({"/N": self._form(content, area, kind)}),
        }
        if bands:
            parts["/QuadPoints"] = _numbers(
                value
                for left, bottom, right, top in bands
                for value in (left, top, right, top, left, bottom, right, bottom)
            )
        else:
            parts["/Name"] = NameObject("/Note")
        self._update.put(annotation, _dictionary(parts))
        return [annotation, popup]

    def _form(self, content: bytes, area: Rectangle, kind: str) -> IndirectObject:
        blend = "/Multiply" if kind == "/Highlight" else "/Normal"
        form = StreamObject()
        form.update(
            {
                NameObject("/Type"): NameObject("/XObject"),
                NameObject("/Subtype"): NameObject("/Form"),
                NameObject("/BBox"): _numbers(area),
                NameObject("/Resources"): _dictionary(
                    {
                        "/ExtGState": _dictionary({"/G": self._state(blend)}),
                        "/Font": _dictionary({"/F": self._font()}),
                    }
                ),
            }
        )
        form.set_data(b"/G gs\n" + content)
        return self._update.add(form.flate_encode())

    def _state(self, blend: str) -> IndirectObject:
        if blend not in self._states:
            state = {"/Type": NameObject("/ExtGState"), "/BM": NameObject(blend)}
            self._states[blend] = self._update.add(_dictionary(state))
        return self._states[blend]

    def _font(self) -> IndirectObject:
        if "font" not in self._states:
            parts = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica-Bold"}
            font = _dictionary({key: NameObject(value) for key, value in parts.items()})
            self._states["font"] = self._update.add(font)
        return self._states["font"]

    def _tag(self, space: PageSpace, note: Note, taken: list[tuple[float, float]]) -> tuple[bytes, Rectangle]:
        """Draw the numbers that the list gives the passage, in the margin on the left as the reader sees the page."""
        words = ", ".join(str(number) for number in note.numbers)
        width = len(words) * _DIGIT * _TAG_SIZE + 4
        band = _band(note.boxes[0])
        bottom, top = space.along(band, space.up)
        upward = (bottom + top - _TAG_HEIGHT) / 2
        across = space.along(space.visible, space.right)[0] + _TAG_GAP
        # Passages on one line have their tags side by side.
        across = max([across, *(end + 1 for at, end in taken if abs(at - upward) < _TAG_HEIGHT)])
        taken.append((upward, across + width))
        place = space.rectangle(across, upward, width, _TAG_HEIGHT)
        matrix = " ".join(f"{value:.2f}" for value in space.matrix(across, upward))
        content = (
            f"q {matrix} cm {_rgb(_TAG_COLOUR)} rg 0 0 {width:.2f} {_TAG_HEIGHT:.2f} re f "
            f"1 1 1 rg BT /F {_TAG_SIZE} Tf 2 1.9 Td ({words}) Tj ET Q\n"
        )
        return content.encode("ascii"), place


def _appearance(
    bands: Sequence[Rectangle], role: Role, colour: Colour, space: PageSpace
) -> tuple[str, bytes, Rectangle]:
    """Return the kind of annotation, what draws it, and the area that it takes."""
    if not bands:
        # The words have no place on the page (a recognised scan): a sheet of paper in its upper left corner.
        across = space.along(space.visible, space.right)[0] + _TAG_GAP
        upward = space.along(space.visible, space.up)[1] - 24
        area = space.rectangle(across, upward, 16, 18)
        left, bottom, right, top = area
        drawn = f"{_rgb(colour)} rg 0.3 G {left:.2f} {bottom:.2f} {right - left:.2f} {top - bottom:.2f} re B\n"
        return "/Text", drawn.encode("ascii"), area
    if role is Role.EVIDENCE:
        # Filled as one: where bands touch, two fills would be darker.
        shapes = "".join(f"{x:.2f} {y:.2f} {right - x:.2f} {top - y:.2f} re\n" for x, y, right, top in bands)
        return "/Highlight", f"{_rgb(colour)} rg\n{shapes}f\n".encode("ascii"), _around(bands)
    drawn = "".join(_underline(band, space) for band in bands)
    stroke = f"{_rgb(colour)} RG 0.9 w [2 1.5] 0 d\n{drawn}"
    left, bottom, right, top = _around(bands)
    return "/Underline", stroke.encode("ascii"), (left - 1, bottom - 1, right + 1, top + 1)


def _underline(band: Rectangle, space: PageSpace) -> str:
    (first, last), (bottom, _) = space.along(band, space.right), space.along(band, space.up)
    begin, end = space.point(first, bottom), space.point(last, bottom)
    return f"{begin[0]:.2f} {begin[1]:.2f} m {end[0]:.2f} {end[1]:.2f} l S\n"


def _band(box: Box) -> Rectangle:
    return (box.left - _AIR, box.bottom - _AIR, box.right + _AIR, box.top + _AIR)


def _around(areas: Iterable[Rectangle]) -> Rectangle:
    lefts, bottoms, rights, tops = zip(*areas, strict=True)
    return min(lefts), min(bottoms), max(rights), max(tops)


def _popup_place(space: PageSpace, area: Rectangle) -> Rectangle:
    """At the right edge of the page beside the passage, where viewers put popups, and not below the page."""
    width, height = _POPUP_SIZE
    across = space.along(space.visible, space.right)[1] - width
    low, high = space.along(space.visible, space.up)
    upward = min(max(space.along(area, space.up)[1] - height, low), high - height)
    return space.rectangle(across, upward, width, height)


def _rgb(colour: Colour) -> str:
    return " ".join(f"{part:.2f}" for part in colour)


def _numbers(values: Iterable[float]) -> ArrayObject:
    return ArrayObject(FloatObject(f"{value:.2f}") for value in values)


def _dictionary(parts: dict[str, PdfObject]) -> DictionaryObject:
    return DictionaryObject({NameObject(key): value for key, value in parts.items()})
