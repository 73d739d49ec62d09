"""Images of pages, as scanners and cameras make them (PNG, JPEG, TIFF with one page or many): read by recognition."""

from __future__ import annotations

import hashlib
import io
import warnings
from typing import TYPE_CHECKING

from contractcheck.errors import UnreadableError
from contractcheck.model import Document, Page
from contractcheck.reading.options import ReadOptions
from contractcheck.reading.scan.recognise import MAX_RECOGNISED, Recognised, Scan, recognise
from contractcheck.reading.scan.scans import advice, notes
from contractcheck.reading.scan.words import EngineError

if TYPE_CHECKING:
    from PIL.Image import Image

KINDS = ("PNG", "JPEG", "TIFF")
# A page of A3 at 600 dots an inch has 70 million. A small file may claim to hold far more.
MAX_IMAGE_PIXELS = 120_000_000
# Letters of 10 points on A4 are 30 pixels high at this size, which engines read best. Photos come larger and smaller.
BEST_SIDE = 3300
MIN_SIDE, MAX_GROWTH = 1600, 2.0


def read_image(data: bytes, path: str, name: str, reading: ReadOptions) -> Document:
    """Read an image, or each page of a TIFF, as a page. Raises UnreadableError where none of them can be read."""
    from contractcheck.reading.scan.engines import recogniser

    count = _count(data, name)
    engine = recogniser(reading.ocr)
    if engine is None:
        raise UnreadableError("no-text", f"{name}: this is an image: {advice(reading)}")
    sha256 = hashlib.sha256(data).hexdigest()
    found = recognise(sha256, (Scan(number, _Frame(data, number)) for number in range(1, count + 1)), engine, reading)
    said = notes(found, engine.release)
    if not any(row.text for row in found):
        raise UnreadableError("no-text", f"{name}: {'; '.join(said)}")
    media = "image/tiff" if data[:1] in b"IM" else "image/png" if data[:1] == b"\x89" else "image/jpeg"
    return Document(path, name, sha256, media, "\n".join(row.text for row in found), _pages(found), notes=said)


def _pages(found: tuple[Recognised, ...]) -> tuple[Page, ...]:
    pages = []
    at = 0
    for row in found:
        end = at + len(row.text)
        pages.append(Page(row.number, at, end, not row.why_unread, row.confidence, row.why_unread, row.words))
        at = end + 1
    return tuple(pages)


def _count(data: bytes, name: str) -> int:
    """Return how many pages the file holds. Raises UnreadableError where it cannot be opened, or is too large."""
    from PIL import Image as Images

    broken = UnreadableError("broken-image", f"{name}: the image is broken and cannot be opened")
    try:
        with warnings.catch_warnings():
            # Size is looked at below, and oddities of the file do not matter here.
            warnings.simplefilter("ignore")
            with Images.open(io.BytesIO(data), formats=KINDS) as image:
                count, pixels = int(getattr(image, "n_frames", 1)), image.width * image.height
    except Images.DecompressionBombError:
        count, pixels = 1, MAX_IMAGE_PIXELS + 1
    except MemoryError:
        raise
    except Exception:
        raise broken from None
    if count < 1:
        raise broken
    if pixels > MAX_IMAGE_PIXELS:
        limit = MAX_IMAGE_PIXELS // 1_000_000
        raise UnreadableError(
            "too-large", f"{name}: the image has more than {limit} million pixels, the most that is read"
        )
    if count > MAX_RECOGNISED:
        raise UnreadableError("too-large", f"{name}: the file holds {count} images; at most {MAX_RECOGNISED} are read")
    return count


class _Frame:
    """Shows one page of an image file when it is asked to."""

    def __init__(self, data: bytes, number: int) -> None:
        self._data = data
        self._number = number

    def __call__(self, dpi: int) -> Image:
        from PIL import Image as Images
        from PIL import ImageOps

        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                with Images.open(io.BytesIO(self._data), formats=KINDS) as image:
                    image.seek(self._number - 1)
                    if image.width * image.height > MAX_IMAGE_PIXELS:
                        raise EngineError("the image has too many pixels")
                    # A camera notes which way up it was held.
                    upright = ImageOps.exif_transpose(image)
                    return _sized(_on_white(upright), dpi)
        except (EngineError, MemoryError):
            raise
        except Exception:
            raise EngineError("the image is broken") from None


def _on_white(image: Image) -> Image:
    """Return an image in grey. What is transparent is paper."""
    from PIL import Image as Images

    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        colours = image.convert("RGBA")
        image = Images.alpha_composite(Images.new("RGBA", colours.size, "white"), colours)
    if image.mode.startswith(("I", "F")):
        # Sixteen bits a tone, or floating point: stretched to eight.
        low, high = image.getextrema()
        scale = 255.0 / max(1.0, float(high) - float(low))  # type: ignore[arg-type]
        image = image.convert("F").point(lambda tone: tone * scale - float(low) * scale)  # type: ignore[arg-type]
    return image.convert("L")


def _sized(image: Image, dpi: int) -> Image:
    """Return a page in the size that the engine reads best. Photos say nothing true of their dots an inch."""
    from PIL import Image as Images

    longer = max(image.size)
    best = BEST_SIDE * dpi / 300
    scale = min(best / longer, MAX_GROWTH)
    if abs(scale - 1) < 0.2 or min(image.size) * scale < 1:
        return image
    size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
    return image.resize(size, Images.Resampling.LANCZOS if scale < 1 else Images.Resampling.BICUBIC)
