"""Whether a page was read: by what it shows, not by how many characters stand on it.

A register stamp, a certificate, a signing history may be long. Where images cover the page, and show lines of print on
which no text of the page stands, the page is a scan that was not read. A page without words that shows nothing else
either is blank: there is nothing to read on it.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pypdfium2
import pypdfium2.raw as pdfium_c

from contractcheck.reading.pdf.hidden import Image, bounds, is_empty, paper, rendered, without_text
from contractcheck.reading.pdf.look import Frame, Look

# A scan covers its page. Logos and signatures do not. Where next to nothing is said, a smaller image may say it.
MIN_SCAN_SHARE, MIN_SHARE_ALONE = 0.4, 0.1
# Text over so much of the images says what they show: full pages of print cover a quarter and more, and the lines of
# print take so much of the height.
FULL, HIGH_PART = 0.22, 0.3
# So many lines of print without text over them are a page that was not read.
MIN_LINES = 4
# Beside so little text, in characters, any ink on the image is enough; so much ink, as a share of the page, is any.
LITTLE, ANY = 200, 0.002
# Lines are counted in strips of the page, as scans lie askew; so many of the strips must show them.
STRIPS, MIN_STRIPS = 10, 3
# Ink is so much darker than paper. A line of print is so high, in points, and its rows have so much of the ink of the
# blackest rows. A photograph has no white rows between its lines.
INK, ROW, LOW, HIGH = 60, 0.35, 2.5, 40.0
# So many shapes no larger than a letter, in points, may be letters.
MIN_SHAPES, LETTER = 150, 24.0
# Pixels a point: lines of print show in few.
SCALE = 1.0
# The number of a page, or nothing.
_NUMBER = re.compile(r"[\s–—-]*(?:\d[\d.-]{0,7})?[\s–—-]*")


def _share(page: pypdfium2.PdfPage, look: Look) -> float:
    """How much of the page images cover."""
    left, bottom, right, top = bounds(page)
    covered = sum(max(0.0, one[2] - one[0]) * max(0.0, one[3] - one[1]) for one in look.images)
    return covered / max(1.0, (right - left) * (top - bottom))


def _has_shapes(look: Look) -> bool:
    """Whether a page draws as many small shapes as a page of print has letters."""
    if len(look.covers) < MIN_SHAPES:
        return False
    small = sum(
        LOW <= top - bottom <= LETTER and right - left <= LETTER
        for left, bottom, right, top in (one.frame for one in look.covers if one.colour is not None)
    )
    return small >= MIN_SHAPES


def _is_little(text: str) -> bool:
    return len(text) <= 3 * LITTLE and len("".join(text.split())) <= LITTLE


def is_unread_scan(page: pypdfium2.PdfPage, look: Look, rects: Sequence[Frame], text: str) -> bool:
    """Whether a page that images cover, or whose letters are drawn as shapes, shows more print than its text says."""
    share = _share(page, look) if look.images else 0.0
    little = _is_little(text)
    if (share < (MIN_SHARE_ALONE if little else MIN_SCAN_SHARE) and not _has_shapes(look)) or is_empty(page):
        return False
    if little and share >= MIN_SCAN_SHARE:
        return True
    left, bottom, right, top = bounds(page)
    printed = sum((rect[2] - rect[0]) * (rect[3] - rect[1]) for rect in rects)
    rows = {round(rect[1] / 4): rect[3] - rect[1] for rect in rects}
    if printed >= FULL * (right - left) * (top - bottom) or sum(rows.values()) >= HIGH_PART * (top - bottom):
        return False
    ink = _ink(page, without_text(page, look.texts, SCALE), rects)
    if little and share >= MIN_SHARE_ALONE and float(ink.mean()) > ANY:
        return True
    scale = ink.shape[0] / max(1.0, page.get_height())
    # A page may lie on its side: its lines then run down.
    return max(_lines(ink, scale), _lines(ink.T, scale)) >= MIN_LINES


def shows_nothing(page: pypdfium2.PdfPage, look: Look, rects: Sequence[Frame], text: str) -> bool:
    """Whether a page without words shows nothing but its number and rules: no image, no ink beside them."""
    if look.images or not _NUMBER.fullmatch(text) or is_empty(page):
        return False
    return not _ink(page, rendered(page, SCALE), [*rects, *look.lines]).any()


def _ink(page: pypdfium2.PdfPage, image: Image, rects: Sequence[Frame]) -> npt.NDArray[np.bool_]:
    """Where an image of a page has ink, and the page has no text."""
    ink: npt.NDArray[np.bool_] = image < paper(image) - INK
    height, width = ink.shape
    x, y = ctypes.c_int(), ctypes.c_int()
    for rect in rects:
        corners = []
        for place in ((rect[0] - 2, rect[1] - 2), (rect[2] + 2, rect[3] + 2)):
            pdfium_c.FPDF_PageToDevice(page, 0, 0, width, height, 0, *place, x, y)
            corners.append((x.value, y.value))
        (one, two), (three, four) = corners
        ink[max(0, min(two, four)) : max(0, max(two, four)), max(0, min(one, three)) : max(0, max(one, three))] = False
    return ink


def _lines(ink: npt.NDArray[np.bool_], scale: float) -> int:
    """How many lines of print enough of the strips show."""
    counts = sorted(_bands(strip.mean(axis=1), scale) for strip in np.array_split(ink, STRIPS, axis=1))
    return counts[-MIN_STRIPS]


def _bands(share: npt.NDArray[np.float64], scale: float) -> int:
    """Lines of print: rows with ink, between rows with hardly any."""
    inked = share[share > 0.01]
    if not inked.size:
        return 0
    rows = share > ROW * float(np.percentile(inked, 80))
    edges = np.flatnonzero(np.diff(np.concatenate(([False], rows, [False])).astype(np.int8)))
    high = (edges[1::2] - edges[::2]) / scale
    return int(((high >= LOW) & (high <= HIGH)).sum())
