"""Pictures of the pages that a report quotes, and the words around a quote where a document has no pages to show.

One picture a page, shared by all its passages. The marks over a passage are drawn by the report, not into the picture.
"""

from __future__ import annotations

import ctypes
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from contractcheck.contract import Contract
from contractcheck.errors import UnreadableError
from contractcheck.model import Box, Document, Report, Span
from contractcheck.reading.source import Source
from contractcheck.report.illustrations import Frame, Illustrations, Picture, Shot, Surroundings
from contractcheck.report.view import QuotedPassage, shown_passages

PDF = "application/pdf"
# Base64 adds a third, the words of a report some 300 kB: with this much a report stays under 3 MB.
BUDGET = 1_900_000
# Width in pixels and shades of grey, best first. Two bits a pixel keep print legible, and pack four times as small.
STEPS = ((1150, 16), (1150, 4), (1000, 4), (850, 4), (700, 4), (580, 4), (460, 4))
# A scan has noise that does not pack: it becomes a JPEG of this quality, and this many times smaller than print.
JPEG_QUALITY, JPEG_SHRINKS = 30, 0.7
# Print packs to some 0.3 bits a pixel. A page that needs more than this is a photograph of a page.
PHOTOGRAPH = 0.8
# Pages rendered to foretell what all of them will take.
SAMPLE = 5
# No report on a contract shows more pages than this; a quote beyond them stands among its words.
MAX_PICTURES = 250
# What is shown above and below a passage, and at least in all, as shares of the page's height.
AROUND, LEAST = 0.055, 0.17
# Lighter than this is paper: ink is what the view is cut to.
_PAPER = 200
# Coordinates come from PDFium as whole numbers. A page this large keeps them exact to a thousandth.
_FINE = 10_000
# Words around a quote, in characters on either side.
WORDS = 320
_SPACE = re.compile(r"\s+")
# An empty line, or a new page: a paragraph ends there.
_GAP = re.compile(r"\n[^\S\n]*\n|\f")

def illustrate(
    contract: Contract, reports: Iterable[Report], budget: int = BUDGET, *, pictures: bool = True
) -> Illustrations:
    """Return pictures of the pages that the reports quote, and the words around each quote that has none.

    Args:
        contract: what was read, with the file that it was read from.
        reports: the reports on it: what they show is illustrated.
        budget: bytes that the pictures may take together.
        pictures: False for the words alone.
    """
    document, source = contract.document, contract.source
    passages = list({(one.start, one.end): one for report in reports for one in shown_passages(report)}.values())
    shown: dict[int, Picture] = {}
    shots: dict[tuple[int, int], Shot] = {}
    if pictures and source is not None and document.media == PDF and not document.parts:
        from pypdfium2 import PdfiumError

        try:
            shown, shots = _pictures(source, document, passages, budget)
        except (UnreadableError, PdfiumError):  # a page that does not load twice
            shown, shots = {}, {}
    words = {
        (one.start, one.end): surroundings(document.text, one.start, one.end)
        for one in passages
        if (one.start, one.end) not in shots and 0 <= one.start < one.end <= len(document.text)
    }
    return Illustrations(shown, shots, words)


def surroundings(text: str, start: int, end: int) -> Surroundings:
    """Return a passage and the words before and after it, cut at words."""
    left, right = max(0, start - WORDS), min(len(text), end + WORDS)
    while left and left < start and not text[left - 1].isspace():
        left += 1
    while right < len(text) and right > end and not text[right].isspace():
        right -= 1
    before, words, after = (_paragraphs(text[one:two]) for one, two in ((left, start), (start, end), (end, right)))
    return Surroundings(
        ("… " if left and before.strip() else "") + before,
        words.strip(),
        after + (" …" if right < len(text) and after.strip() else ""),
    )


def _paragraphs(text: str) -> str:
    """Return text with single spaces, and one line end where a paragraph ends."""
    return _SPACE.sub(lambda found: "\n" if _GAP.search(found[0]) else " ", text)


def _pictures(
    source: Source, document: Document, passages: Sequence[QuotedPassage], budget: int
) -> tuple[dict[int, Picture], dict[tuple[int, int], Shot]]:
    from contractcheck.reading.pdf.boxes import boxes

    wanted = sorted({one.page for one in passages if 1 <= one.page <= len(document.pages)})[:MAX_PICTURES]
    kept = [one for one in passages if one.page in set(wanted)]
    found = boxes(source, document, [Span(one.start, one.end) for one in kept])
    pdf = source.pdf
    pages = {number: page for number in wanted if (page := _loaded(pdf, number)) is not None}
    try:
        pictures = _within(pages, budget)
        inks = {number: _ink(pages[number]) for number in pictures}
        shots = {
            (one.start, one.end): _shot(pages[one.page], one.page, spots, inks[one.page])
            for one, spots in zip(kept, found, strict=True)
            if one.page in pictures
        }
    finally:
        for page in pages.values():
            page.close()
    return pictures, shots


def _loaded(pdf: Any, number: int) -> Any | None:
    import pypdfium2

    try:
        return pdf[number - 1]
    except pypdfium2.PdfiumError:
        return None


def _within(pages: Mapping[int, Any], budget: int) -> dict[int, Picture]:
    """Render the pages in the best quality that keeps to the budget."""
    share = budget / max(len(pages), 1)
    numbers = list(pages)
    sample = numbers[:: max(1, len(numbers) // SAMPLE)]
    made: dict[int, Picture] = {}
    for step in STEPS:
        tried = [_picture(pages[number], number, *step) for number in sample]
        if sum(len(one.data) for one in tried) > share * len(tried) and step is not STEPS[-1]:
            continue
        made = {number: _picture(page, number, *step) for number, page in pages.items()}
        if sum(len(one.data) for one in made.values()) <= budget:
            return made
    # Not even the smallest pictures fit: the first pages keep theirs.
    total = 0
    kept: dict[int, Picture] = {}
    for number, picture in made.items():
        total += len(picture.data)
        if total > budget:
            break
        kept[number] = picture
    return kept


def _picture(page: Any, number: int, width: int, shades: int) -> Picture:
    from PIL import Image

    wide, high = page.get_size()
    image = page.render(scale=_scale(wide, high, width), grayscale=True).to_pil()
    most = shades - 1
    packed = Image.frombytes("P", image.size, image.point([round(grey * most / 255) for grey in range(256)]).tobytes())
    packed.putpalette([part for shade in range(shades) for part in [round(shade * 255 / most)] * 3])
    out = io.BytesIO()
    packed.save(out, format="PNG", bits=most.bit_length(), compress_level=6)
    if 8 * out.tell() > PHOTOGRAPH * image.width * image.height:
        out = io.BytesIO()
        small = image.resize([max(1, round(side * JPEG_SHRINKS)) for side in image.size])
        small.save(out, format="JPEG", quality=JPEG_QUALITY)
        return Picture(number, wide, high, "image/jpeg", out.getvalue())
    return Picture(number, wide, high, "image/png", out.getvalue())


def _scale(wide: float, high: float, width: int) -> float:
    """Return pixels a point. A page that is far higher than wide must not make a picture of any size."""
    return min(width / max(wide, 1.0), 2.0 * width / max(high, 1.0))


def _ink(page: Any) -> Frame:
    """Return what of the page is printed on: left, top, right, bottom in points."""
    wide, high = page.get_size()
    scale = _scale(wide, high, 200)
    image = page.render(scale=scale, grayscale=True).to_pil()
    frame = image.point([255 * (grey < _PAPER) for grey in range(256)]).getbbox()
    if frame is None:
        return (0.0, 0.0, wide, high)
    left, top, right, bottom = (side / scale for side in frame)
    return (left, top, right, bottom)


def _shot(page: Any, number: int, found: Iterable[Box], ink: Frame) -> Shot:
    """Return the window around the marks, as wide as the print, or the whole page where nothing can be marked."""
    wide, high = page.get_size()
    marks = tuple(_placed(page, box, wide, high) for box in found if box.page == number)
    if not marks:
        return Shot(number, (0.0, 0.0, wide, high), ())
    top = max(0.0, min(mark[1] for mark in marks) - AROUND * high)
    bottom = min(high, max(mark[1] + mark[3] for mark in marks) + AROUND * high)
    if bottom - top < LEAST * high:
        top = max(0.0, min((top + bottom - LEAST * high) / 2, high - LEAST * high))
        bottom = min(high, top + LEAST * high)
    margin = 0.02 * wide
    left = max(0.0, min(ink[0], *(mark[0] for mark in marks)) - margin)
    right = min(wide, max(ink[2], *(mark[0] + mark[2] for mark in marks)) + margin)
    return Shot(number, _rounded(left, top, right - left, bottom - top), marks)


def _placed(page: Any, box: Box, wide: float, high: float) -> Frame:
    """Return a box of the PDF's own coordinates as it stands on the page as shown, which may be turned or cut."""
    import pypdfium2.raw as pdfium_c

    corners = []
    for x, y in ((box.left, box.top), (box.right, box.bottom)):
        across, down = ctypes.c_int(), ctypes.c_int()
        pdfium_c.FPDF_PageToDevice(page, 0, 0, _FINE, _FINE, 0, x, y, across, down)
        corners.append((across.value * wide / _FINE, down.value * high / _FINE))
    (x1, y1), (x2, y2) = corners
    return _rounded(min(x1, x2), min(y1, y2), abs(x2 - x1), abs(y2 - y1))


def _rounded(left: float, top: float, width: float, height: float) -> Frame:
    return (round(left, 1), round(top, 1), round(width, 1), round(height, 1))
