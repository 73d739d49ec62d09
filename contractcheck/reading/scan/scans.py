"""Pages that are images: the PDF's pages without text, and image files. Shown here, read by ``recognition``."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import pypdfium2
import pypdfium2.raw as pdfium_c

from contractcheck.model.pagenames import pages
from contractcheck.reading.options import Engine, ReadOptions
from contractcheck.reading.scan.recognise import MAX_PIXELS, Recognised, Scan, recognise
from contractcheck.reading.scan.words import EngineError

if TYPE_CHECKING:
    from PIL.Image import Image

POINTS_AN_INCH = 72
INSTALL = "install contractcheck[ocr]"
SWITCHED_OFF = "scanned pages are not read with --no-ocr"


def read_scans(
    pdf: pypdfium2.PdfDocument, numbers: Sequence[int], sha256: str, reading: ReadOptions
) -> tuple[dict[int, Recognised], tuple[str, ...]]:
    """Recognise pages of a PDF, given by their numbers. Returns what became of each, and notes for the report's head.

    Nothing is recognised where nothing is installed that could, or none is wanted: the notes then say what to do.
    ``sha256`` is the hash of the file.
    """
    from contractcheck.reading.scan.engines import recogniser

    engine = recogniser(reading.ocr)
    if engine is None:
        images = [number for number in numbers if _has_image(pdf, number)]
        if not images:
            return {}, ()
        are = "is an image" if len(images) == 1 else "are images"
        return {}, (f"{pages(images)} {are}: {advice(reading)}",)
    scans = [Scan(number, _Shown(pdf, number), not _has_image(pdf, number)) for number in numbers]
    found = recognise(sha256, scans, engine, reading)
    return {row.number: row for row in found}, notes(found, engine.release)


def advice(reading: ReadOptions) -> str:
    """Return what to do about pages that are images, where nothing was there to read them."""
    return SWITCHED_OFF if reading.ocr is Engine.NONE else INSTALL


def notes(found: Iterable[Recognised], release: str) -> tuple[str, ...]:
    """Return sentences for the head of the report: what was recognised, and what was not, and why."""
    rows = list(found)
    read = [row for row in rows if row.confidence is not None]
    said = []
    if read:
        mean = sum(row.confidence or 0.0 for row in read) / len(read)
        words = f"Read by OCR ({release}): {pages(row.number for row in read)}, confidence {mean:.2f}."
        said.append(f"{words} Compare what matters with the image.")
    reasons = dict.fromkeys(row.why_unread for row in rows if row.why_unread)
    for reason in reasons:
        lost = pages(row.number for row in rows if row.why_unread == reason)
        said.append(f"{lost}: {reason}")
    return tuple(said)


class _Shown:
    """Shows one page of a PDF when it is asked to: an open page and its image are large."""

    def __init__(self, pdf: pypdfium2.PdfDocument, number: int) -> None:
        self._pdf = pdf
        self._number = number

    def __call__(self, dpi: int) -> Image:
        try:
            page = self._pdf[self._number - 1]
        except pypdfium2.PdfiumError:
            raise EngineError("the page cannot be opened") from None
        try:
            width, height = page.get_size()
            scale = min(dpi / POINTS_AN_INCH, math.sqrt(MAX_PIXELS / max(1.0, width * height)))
            image: Image = page.render(scale=scale, grayscale=True).to_pil()
            return image
        except (pypdfium2.PdfiumError, ValueError, OverflowError):
            raise EngineError("the page cannot be shown") from None
        finally:
            page.close()


def _has_image(pdf: pypdfium2.PdfDocument, number: int) -> bool:
    """Whether a page shows an image. Without one, and without ink, it is blank; with one, the image may be broken."""
    try:
        page = pdf[number - 1]
    except pypdfium2.PdfiumError:
        return True
    try:
        return any(True for _ in page.get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_IMAGE, pdfium_c.FPDF_PAGEOBJ_SHADING]))
    except pypdfium2.PdfiumError:
        return True
    finally:
        page.close()
