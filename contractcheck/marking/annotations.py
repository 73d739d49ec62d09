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
# Glyph boxes are tight. Painted this much wider, marks are even bands that do not reach the next line. The corners of
# an annotation stay at the glyphs: who asks for the words under it gets the words of the quote.
_AIR = 0.8
# The tag with the numbers of the list: its height, its print, and its distance from the edge, which printers reach.
_TAG_HEIGHT, _TAG_SIZE, _TAG_GAP = 8.0, 6.0, 14.0
_DIGIT = 0.556  # the width of a digit of Helvetica, in its size
# Sheets for words without a place, in one row.
_SHEETS = 20
_TAG_COLOUR: Colour = (0.25, 0.25, 0.25)


class Painter:
    """Makes the annotations of one update. What all appearances share is written once."""

    def __init__(self, update: Update) -> None:
        self._update = update
        self._states: dict[str, IndirectObject] = {}

    def annotate(
        self, page: IndirectObject, space: PageSpace, notes: Sequence[Note], print_begins: float
    ) -> list[IndirectObject]:
        """Add the notes of one page and return the references of their annotations, popups included.

        ``print_begins`` is where its print begins on the left: tags stand before that and never on words.
        """
        made: list[IndirectObject] = []
        margin = _Margin(space, print_begins)
        placeless = 0
        for note in notes:
            tag = margin.tag(note) if note.boxes and note.numbers else None
            made += self._note(page, space, note, tag, placeless)
            placeless += not note.boxes
        return made

    def _note(
        self, page: IndirectObject, space: PageSpace, note: Note, tag: tuple[bytes, Rectangle] | None, placeless: int
    ) -> list[IndirectObject]:
        colour = NEAREST if note.role is Role.NEAREST else COLOURS[note.verdict]
        bands = [_band(box) for box in note.boxes]
        drawn = _appearance(bands, note.role, colour, space) if bands else _sheet(colour, space, placeless)
        kind, content, area = drawn
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
                for box in note.boxes
                for value in (
                    *(box.left, box.top, box.right, box.top),
                    *(box.left, box.bottom, box.right, box.bottom),
                )
            )
        else:
            parts["/Name"] = NameObject("/Note")
        self._update.put(annotation, _dictionary(parts))
        return [annotation, popup]

    def _form(self, content: bytes, area: Rectangle, kind: str) -> IndirectObject:
        # Not multiplied: passages that lie on each other would grow darker with each mark, up to what hides the print.
        blend = "/Darken" if kind == "/Highlight" else "/Normal"
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
            parts: dict[str, PdfObject] = {"/Type": NameObject("/ExtGState"), "/BM": NameObject(blend)}
            self._states[blend] = self._update.add(_dictionary(parts))
        return self._states[blend]

    def _font(self) -> IndirectObject:
        if "font" not in self._states:
            parts = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica-Bold"}
            font = DictionaryObject({NameObject(key): NameObject(value) for key, value in parts.items()})
            self._states["font"] = self._update.add(font)
        return self._states["font"]


class _Margin:
    """The tags in the margin of one page: the numbers of the list beside the passages that they name."""

    def __init__(self, space: PageSpace, print_begins: float) -> None:
        self._space = space
        edge = space.along(space.visible, space.right)[0]
        # Printers do not reach the edge. Where the margin is narrow, a tag on the screen is better than none.
        self._first = edge + min(_TAG_GAP, max(0.0, (print_begins - edge) / 4))
        self._last = print_begins - 1
        self._taken: list[tuple[float, float]] = []

    def tag(self, note: Note) -> tuple[bytes, Rectangle] | None:
        """Draw the tag of a note beside its first line; None where the margin has no room for one."""
        bottom, top = self._space.along(_band(note.boxes[0]), self._space.up)
        upward = (bottom + top - _TAG_HEIGHT) / 2
        # Passages on one line have their tags side by side.
        beside = [end + 1 for at, end in self._taken if abs(at - upward) < _TAG_HEIGHT]
        across = max([self._first, *beside])
        words = _fitting(note.numbers, self._last - across)
        if not words:
            return None
        width = _tag_width(words)
        self._taken.append((upward, across + width))
        matrix = " ".join(f"{value:.2f}" for value in self._space.matrix(across, upward))
        content = (
            f"q {matrix} cm {_rgb(_TAG_COLOUR)} rg 0 0 {width:.2f} {_TAG_HEIGHT:.2f} re f "
            f"1 1 1 rg BT /F {_TAG_SIZE} Tf 2 1.9 Td ({words}) Tj ET Q\n"
        )
        return content.encode("ascii"), self._space.rectangle(across, upward, width, _TAG_HEIGHT)


def _fitting(numbers: Sequence[int], room: float) -> str:
    """Return as many of the numbers as fit, and how many more there are; "" where not even that fits."""
    for count in range(len(numbers), 0, -1):
        more = f" +{len(numbers) - count}" if count < len(numbers) else ""
        words = ", ".join(str(number) for number in numbers[:count]) + more
        if _tag_width(words) <= room:
            return words
    return ""


def _tag_width(words: str) -> float:
    return len(words) * _DIGIT * _TAG_SIZE + 4


def _appearance(
    bands: Sequence[Rectangle], role: Role, colour: Colour, space: PageSpace
) -> tuple[str, bytes, Rectangle]:
    """Return the kind of annotation, what draws it, and the area that it takes."""
    if role is Role.EVIDENCE:
        # Filled as one: where bands touch, two fills would be darker.
        shapes = "".join(f"{x:.2f} {y:.2f} {right - x:.2f} {top - y:.2f} re\n" for x, y, right, top in bands)
        return "/Highlight", f"{_rgb(colour)} rg\n{shapes}f\n".encode("ascii"), _around(bands)
    drawn = "".join(_underline(band, space) for band in bands)
    stroke = f"{_rgb(colour)} RG 0.9 w [2 1.5] 0 d\n{drawn}"
    left, bottom, right, top = _around(bands)
    return "/Underline", stroke.encode("ascii"), (left - 1, bottom - 1, right + 1, top + 1)


def _sheet(colour: Colour, space: PageSpace, before: int) -> tuple[str, bytes, Rectangle]:
    """A sheet of paper for words that have no place on the page (a recognised scan): in its upper left corner.

    ``before`` counts the sheets that stand there already: they are side by side, twenty in a row.
    """
    row, column = divmod(before, _SHEETS)
    across = space.along(space.visible, space.right)[0] + _TAG_GAP + column * 20
    upward = space.along(space.visible, space.up)[1] - 24 - row * 22
    left, bottom, right, top = area = space.rectangle(across, upward, 16, 18)
    inner = (left + 0.5, bottom + 0.5, right - left - 1, top - bottom - 1)
    drawn = f"{_rgb(colour)} rg 0.3 G {' '.join(f'{value:.2f}' for value in inner)} re B\n"
    return "/Text", drawn.encode("ascii"), area


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
