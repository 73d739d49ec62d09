"""Reads the images of a document's pages: made ready, recognised, judged, laid out, and kept for the next time."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from contractcheck.reading.options import ReadOptions
from contractcheck.reading.scan import cache
from contractcheck.reading.scan.judging import TOO_POOR, confidence, is_read
from contractcheck.reading.scan.layout import lines
from contractcheck.reading.scan.mending import mended
from contractcheck.reading.scan.upright import has_ink, level, lies_sideways, ready, turned
from contractcheck.reading.scan.words import EngineError, Recogniser, Word

if TYPE_CHECKING:
    from PIL.Image import Image

# Pages of one file that are recognised, at seconds each. The rest is said to be unread.
MAX_RECOGNISED = 1000
# Pixels of a page: A3 at 300 dots an inch has 17 million. A larger page is shown smaller.
MAX_PIXELS = 20_000_000


@dataclass(frozen=True, slots=True)
class Scan:
    """A page that is an image: its number, and what shows it.

    ``show`` takes dots an inch and returns the page; it may raise ``EngineError``. A page that ``may_be_blank`` holds
    no image: without ink there is nothing on it.
    """

    number: int
    show: Callable[[int], Image]
    may_be_blank: bool = False


@dataclass(frozen=True, slots=True)
class Recognised:
    """What became of a page: its text with "\\n" at line ends, or in a few words why it was not read.

    ``words`` holds where each word begins in ``text``, and its confidence. A blank page is read and has no text.
    """

    number: int
    text: str = ""
    confidence: float | None = None
    words: tuple[tuple[int, float], ...] = ()
    why_unread: str = ""


def recognise(document: str, scans: Iterable[Scan], engine: Recogniser, reading: ReadOptions) -> tuple[Recognised, ...]:
    """Recognise pages. ``document`` is the hash of the file that they come from.

    A page that the engine fails on is said to be unread; the others are read all the same.
    """
    wanted = list(scans)
    found = []
    for at, scan in enumerate(wanted):
        reading.on_page(at, len(wanted))
        if at < MAX_RECOGNISED:
            found.append(_page(document, scan, engine, reading))
        else:
            found.append(Recognised(scan.number, why_unread=f"no more than {MAX_RECOGNISED} images of a file are read"))
    reading.on_page(len(wanted), len(wanted))
    return tuple(found)


def _page(document: str, scan: Scan, engine: Recogniser, reading: ReadOptions) -> Recognised:
    name = cache.key(document, scan.number, engine.release, engine.dpi)
    words = cache.load(reading.ocr_cache, name) if reading.ocr_cache else None
    if words is None:
        try:
            image = ready(scan.show(engine.dpi))
            if scan.may_be_blank and not has_ink(image):
                return Recognised(scan.number)
            words = recognise_words(image, engine)
        except EngineError as error:
            return Recognised(scan.number, why_unread=str(error))
        if reading.ocr_cache:
            cache.store(reading.ocr_cache, name, words)
    if not words:
        return Recognised(scan.number, why_unread="nothing on the image could be read")
    if not is_read(words, engine):
        return Recognised(scan.number, why_unread=TOO_POOR)
    text, starts = _text(words)
    return Recognised(scan.number, text, confidence(words), starts)


def recognise_words(image: Image, engine: Recogniser) -> tuple[Word, ...]:
    """Read an image made ready; where that goes badly, read it the other way up, and keep the better reading."""
    quarter = 1 if lies_sideways(image) else 0
    best = engine.words(level(turned(image, quarter)))
    if is_read(best, engine):
        return best
    other = engine.words(level(turned(image, quarter + 2)))
    return max(best, other, key=lambda words: (is_read(words, engine), confidence(words)))


def _text(words: tuple[Word, ...]) -> tuple[str, tuple[tuple[int, float], ...]]:
    """Write words as lines. An empty line stands where a paragraph begins."""
    pieces: list[str] = []
    starts: list[tuple[int, float]] = []
    at = 0
    for number, line in enumerate(lines(words)):
        lead = "" if not number else "\n\n" if line.gap else "\n"
        for word in mended(line.words):
            pieces.append(lead + word.text)
            starts.append((at + len(lead), word.confidence))
            at += len(pieces[-1])
            lead = " "
    return "".join(pieces), tuple(starts)
