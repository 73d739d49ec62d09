"""Where passages of a PDF stand on their pages: boxes, one a printed line."""

from __future__ import annotations

import ctypes
from collections.abc import Iterable

import pypdfium2
import pypdfium2.raw as pdfium_c

from contractcheck.model import Box, Document, Page, Span
from contractcheck.reading.pdf.order import stretches
from contractcheck.reading.source import Source


def boxes(source: Source, document: Document, spans: Iterable[Span]) -> tuple[tuple[Box, ...], ...]:
    """Where passages stand on their pages: for each span its boxes, one a printed line, in PDF points.

    ``source`` is the file that ``document`` was read from. Ask for evidence only: all boxes cost more than reading.
    A passage without visible characters has no boxes, nor has one on a scanned page.
    """
    pdf = source.pdf
    return tuple(
        tuple(
            box
            for page in document.own_pages
            if page.start < span.end and span.start < page.end and page.ocr is None
            for box in _page_boxes(pdf, page, max(span.start, page.start), min(span.end, page.end), document.text)
        )
        for span in spans
    )


def _page_boxes(pdf: pypdfium2.PdfDocument, page: Page, start: int, end: int, text: str) -> list[Box]:
    loaded = pdf[page.number - 1]
    textpage = loaded.get_textpage()
    found: list[Box] = []
    try:
        for first, count in stretches(page, start, end, text):
            chars = [
                pdfium_c.FPDFText_GetCharIndexFromTextIndex(textpage, index) for index in (first, first + count - 1)
            ]
            if min(chars) < 0:
                continue
            rects = pdfium_c.FPDFText_CountRects(textpage, chars[0], chars[1] - chars[0] + 1)
            found.extend(_rectangle(textpage, index, page.number) for index in range(rects))
        return _by_line(found)
    finally:
        textpage.close()
        loaded.close()


def _rectangle(textpage: pypdfium2.PdfTextPage, index: int, number: int) -> Box:
    left, top, right, bottom = (ctypes.c_double() for _ in range(4))
    pdfium_c.FPDFText_GetRect(textpage, index, left, top, right, bottom)
    return Box(number, left.value, bottom.value, right.value, top.value)


def _by_line(found: list[Box]) -> list[Box]:
    """Join neighbours that stand on one printed line: more than half of the lower one's height is shared."""
    merged: list[Box] = []
    for box in found:
        if merged:
            last = merged[-1]
            shared = min(last.top, box.top) - max(last.bottom, box.bottom)
            if shared > 0.5 * min(last.top - last.bottom, box.top - box.bottom):
                merged[-1] = Box(
                    box.page,
                    min(last.left, box.left),
                    min(last.bottom, box.bottom),
                    max(last.right, box.right),
                    max(last.top, box.top),
                )
                continue
        merged.append(box)
    return merged
