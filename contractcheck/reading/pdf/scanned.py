"""Whether a page with images was read: by what the images show, not by how many characters stand on the page.

A register stamp, a certificate, a signing history may be long. Where images cover the page, and show lines of print that
no text of the page stands on, the page is a scan that was not read.
"""

from __future__ import annotations

import ctypes
from collections.abc import Sequence

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium_c

from contractcheck.reading.pdf.hidden import bounds, paper, without_text
from contractcheck.reading.pdf.look import Frame, Look

# A scan covers its page. Logos and signatures do not.
MIN_SCAN_SHARE = 0.4
# Text over so much of the images says what they show: full pages of print cover a quarter and more.
FULL = 0.22
# So many lines of print without text over them are a page that was not read.
MIN_LINES = 4
# A row of pixels with this share of ink, at least and at most, may be part of a line of print; so high is one, in
# points. A photograph has no white rows between its lines.
INK, LEAST, MOST, LOW, HIGH = 60, 0.02, 0.6, 3.0, 40.0


def is_scan(page: pypdfium2.PdfPage, look: Look) -> bool:
    """Whether images cover much of the page."""
    left, bottom, right, top = bounds(page)
    covered = sum(max(0.0, one[2] - one[0]) * max(0.0, one[3] - one[1]) for one in look.images)
    return covered >= MIN_SCAN_SHARE * (right - left) * (top - bottom)


def is_unread_scan(page: pypdfium2.PdfPage, look: Look, rects: Sequence[Frame]) -> bool:
    """Whether a page that images cover shows more lines of print than its text says."""
    left, bottom, right, top = bounds(page)
    printed = sum((rect[2] - rect[0]) * (rect[3] - rect[1]) for rect in rects)
    if printed >= FULL * (right - left) * (top - bottom):
        return False
    return _lines(page, look, rects) >= MIN_LINES


def _lines(page: pypdfium2.PdfPage, look: Look, rects: Sequence[Frame]) -> int:
    """How many lines of print the images show where the page has no text."""
    image = without_text(page, look.texts)
    ink = image < paper(image) - INK
    height, width = ink.shape
    scale = height / max(1.0, page.get_height())
    x, y = ctypes.c_int(), ctypes.c_int()
    for rect in rects:
        corners = []
        for place in ((rect[0] - 2, rect[1] - 2), (rect[2] + 2, rect[3] + 2)):
            pdfium_c.FPDF_PageToDevice(page, 0, 0, width, height, 0, *place, x, y)
            corners.append((x.value, y.value))
        (one, two), (three, four) = corners
        ink[max(0, min(two, four)) : max(0, max(two, four)), max(0, min(one, three)) : max(0, max(one, three))] = False
    # A page may lie on its side: its lines then run down.
    return max(_bands(ink.mean(axis=1), scale), _bands(ink.mean(axis=0), scale))


def _bands(share: np.ndarray, scale: float) -> int:  # type: ignore[type-arg]
    """Lines of print: rows with some ink, between rows with hardly any."""
    rows = share > LEAST
    count = 0
    start = -1
    for at, dark in enumerate([*rows.tolist(), False]):
        if dark and start < 0:
            start = at
        elif not dark and start >= 0:
            high = (at - start) / scale
            count += LOW <= high <= HIGH and float(share[start:at].mean()) <= MOST
            start = -1
    return count
