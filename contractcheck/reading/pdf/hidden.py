"""Words that nobody sees: in the colour of the paper, under a box, outside the page, on a layer that is off.

The proof is the page itself. It is rendered with the suspected words and without them; where that makes no difference,
nobody sees them. Only pages on which something is suspected are rendered.
"""

from __future__ import annotations

import ctypes
from collections.abc import Container, Iterable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pypdfium2
import pypdfium2.raw as pdfium_c

from contractcheck.model import LeftOutKind
from contractcheck.reading.pdf.letters import Letter
from contractcheck.reading.pdf.look import Frame, Look, Words

# Pixels a point, and the most pixels of a page.
SCALE, MAX_PIXELS = 2.0, 12_000_000
# A letter that changes no pixel by more than this, of 255, is not seen.
SEEN = 18
# So many of the unseen letters are drawn a second time, if any are.
AGAIN = 0.5
# Letters of a label upon a box mix with those under it: of such a word so many are left out one by one.
MIXED = 3
# So much of a word must be unseen: a letter may be as thin as a point.
MOST = 0.6
# Ink of an image is darker than the paper by this. A recognised word lies within so many points of its ink.
INK, NEAR, LEAST_INK, MOST_INK = 40, 3.0, 0.01, 0.75
# Images of a page that are looked at for what they say.
MAX_IMAGES = 200
# Where this share of the words under an image has no ink, they are not the words of the image.
FOREIGN, MIN_UPON = 0.5, 40

Image = npt.NDArray[np.int16]


def hidden(
    page: pypdfium2.PdfPage, look: Look, letters: Sequence[Letter], layers: bool
) -> tuple[dict[int, LeftOutKind], bool]:
    """The offsets of letters that are not seen, and why; and whether text upon an image is not what the image says.

    ``layers`` tells whether the file has layers that may be off.
    """
    suspects = dict(look.suspects)
    if layers:
        for words in look.on_layer or look.texts:
            suspects[words.address] = (words.handle, LeftOutKind.SWITCHED_OFF)
    unpainted = {words.address for words in look.unpainted}
    shown = bounds(page)
    found: dict[int, LeftOutKind] = {}
    for one in letters:
        if one.address in unpainted:
            found[one.offset] = LeftOutKind.HIDDEN
        elif _is_outside(one, shown):
            found[one.offset] = suspects[one.address][1] if one.address in suspects else LeftOutKind.CROPPED
    asked = [one for one in letters if one.address in suspects and one.offset not in found]
    if asked and not is_empty(page):
        spots = _Spots(page, _change(page, [handle for handle, _ in suspects.values()]))
        unseen = [one for one in asked if spots.most(one.frame) <= SEEN]
        again = _drawn_again(page, look, letters, unseen) if unseen else set()
        found.update((one.offset, suspects[one.address][1]) for one in unseen if one.offset not in again)
    upon = [one for one in letters if one.offset in found and _on_image(one, look, shown)] if found else []
    if not upon or is_empty(page):
        return found, False
    said = _said_by_image(page, look, upon)
    for one in said:
        del found[one.offset]
    return found, len(upon) >= MIN_UPON and len(upon) - len(said) > FOREIGN * len(upon)


def _drawn_again(page: pypdfium2.PdfPage, look: Look, letters: Sequence[Letter], unseen: Sequence[Letter]) -> set[int]:
    """Letters that the file draws once more at the same place, where they are seen: PDFium gives them once."""
    lost = {one.offset for one in unseen}
    others = np.array([one.frame for one in letters if one.offset not in lost] or [(0.0, 0.0, 0.0, 0.0)])
    spots = _Spots(page, np.abs(rendered(page) - without_text(page, look.texts)))
    found = set()
    for one in unseen:
        over = (others[:, 0] <= one.x) & (others[:, 2] >= one.x) & (others[:, 1] <= one.y) & (others[:, 3] >= one.y)
        same = np.abs(others - np.array(one.frame)).max(axis=1) < 0.5
        if spots.most(one.frame) > SEEN and not (over & ~same).any():
            found.add(one.offset)
    # Words of others may touch some of the letters: a passage that is drawn again is drawn again as a whole.
    return found if len(found) >= AGAIN * len(lost) else set()


def needs_looking(look: Look, page: pypdfium2.PdfPage, rects: Iterable[Frame], layers: bool) -> bool:
    """Whether anything on the page may be out of sight."""
    if look.suspects or look.unpainted or (layers and (look.on_layer or look.forms_with_text)):
        return True
    shown = bounds(page)
    return any(_outside(rect, shown) for rect in rects)


def bounds(page: pypdfium2.PdfPage) -> Frame:
    """What of the page is shown, in points of the page."""
    box = pdfium_c.FS_RECTF()
    pdfium_c.FPDF_GetPageBoundingBox(page, box)
    if box.right - box.left < 1 or box.top - box.bottom < 1:  # a crop box beside the page: viewers show the page
        left, bottom, right, top = page.get_mediabox()
        return float(left), float(bottom), float(right), float(top)
    return float(box.left), float(box.bottom), float(box.right), float(box.top)


def is_empty(page: pypdfium2.PdfPage) -> bool:
    """Whether PDFium can show nothing of the page, as its boxes are nonsense."""
    return bool(min(page.get_size()) < 1)


def _outside(frame: Frame, shown: Frame) -> bool:
    left, bottom, right, top = shown
    return frame[0] < left - 1 or frame[2] > right + 1 or frame[1] < bottom - 1 or frame[3] > top + 1


def _is_outside(one: Letter, shown: Frame) -> bool:
    left, bottom, right, top = shown
    return not (left <= one.x <= right and bottom <= one.y <= top)


def _on_image(one: Letter, look: Look, shown: Frame) -> bool:
    """Whether a letter stands where an image does: recognised words lie over the image, or under it."""
    return not _is_outside(one, shown) and any(
        left <= one.x <= right and bottom <= one.y <= top for left, bottom, right, top in look.images[:MAX_IMAGES]
    )


def rendered(page: pypdfium2.PdfPage, scale: float = SCALE) -> Image:
    """The page in grey, as a person sees it, with what annotations draw on it."""
    width, height = page.get_size()
    scale = min(scale, (MAX_PIXELS / max(1.0, width * height)) ** 0.5)
    image: Image = page.render(scale=scale, grayscale=True).to_numpy().astype(np.int16)
    return image.reshape(image.shape[0], image.shape[1])


def without_text(page: pypdfium2.PdfPage, texts: Sequence[Words], scale: float = SCALE) -> Image:
    """The page without its text."""
    return _inactive(page, [words.handle for words in texts], scale)


def _inactive(page: pypdfium2.PdfPage, handles: Sequence[Any], scale: float = SCALE) -> Image:
    for handle in handles:
        pdfium_c.FPDFPageObj_SetIsActive(handle, False)
    try:
        return rendered(page, scale)
    finally:
        for handle in handles:
            pdfium_c.FPDFPageObj_SetIsActive(handle, True)


def _change(page: pypdfium2.PdfPage, handles: Sequence[Any]) -> Image:
    """How much each pixel changes where these objects are not drawn."""
    change: Image = np.abs(rendered(page) - _inactive(page, handles))
    return change


class _Spots:
    """Asks an image of a page about places of the page."""

    def __init__(self, page: pypdfium2.PdfPage, image: Image) -> None:
        self._page = page
        self.image = image
        self._x, self._y = ctypes.c_int(), ctypes.c_int()

    def cut(self, frame: Frame, around: float = 0.0) -> Image:
        """The pixels of a place."""
        height, width = self.image.shape
        across, down = [], []
        for x, y in ((frame[0] - around, frame[1] - around), (frame[2] + around, frame[3] + around)):
            pdfium_c.FPDF_PageToDevice(self._page, 0, 0, width, height, 0, x, y, self._x, self._y)
            across.append(self._x.value)
            down.append(self._y.value)
        left, right, top, bottom = max(0, min(across)), max(across) + 1, max(0, min(down)), max(down) + 1
        part: Image = self.image[top:bottom, left:right]
        return part

    def most(self, frame: Frame) -> int:
        """The largest value in a place; 0 where it is not on the image."""
        part = self.cut(frame)
        return int(part.max()) if part.size else 0


def _said_by_image(page: pypdfium2.PdfPage, look: Look, letters: Sequence[Letter]) -> list[Letter]:
    """Letters that have ink near them where the page is shown without its text: the image says them.

    What lies under a black box has nothing but ink.
    """
    spots = _Spots(page, without_text(page, look.texts))
    dark = paper(spots.image) - INK
    found = []
    for one in letters:
        part = spots.cut(one.frame, NEAR)
        if part.size and LEAST_INK <= float((part < dark).mean()) <= MOST_INK:
            found.append(one)
    return found


def paper(image: Image) -> int:
    """The grey of the paper: that of most of the lighter pixels."""
    return int(np.percentile(image[::5, ::5], 90))


def passages(
    text: str, offsets: dict[int, LeftOutKind], *, known: Container[int] | None = None
) -> list[tuple[int, int, LeftOutKind]]:
    """Whole words of which most letters are in ``offsets``, neighbours of one kind joined.

    Where the offsets of all letters are ``known``, no others go: a stroke may end within a word. A character that has
    no place on the page of its own, such as the second one of a ligature, goes with the one before it.
    """
    found: list[tuple[int, int, LeftOutKind]] = []
    at = 0
    size = len(text)
    while at < size:
        if text[at].isspace():
            at += 1
            continue
        end = at
        while end < size and not text[end].isspace():
            end += 1
        inside = [place for place in range(at, end) if place in offsets]
        if known is None and len(inside) >= MOST * (end - at):
            _add(found, text, at, end, [offsets[place] for place in inside])
        elif inside and (known is not None or len(inside) >= MIXED):
            for place in inside:
                after = place + 1
                while known is not None and after < end and after not in known:
                    after += 1
                _add(found, text, place, after, [offsets[place]])
        at = end
    return found


def _add(
    found: list[tuple[int, int, LeftOutKind]], text: str, start: int, end: int, kinds: Sequence[LeftOutKind]
) -> None:
    kind = max(sorted(set(kinds)), key=kinds.count)
    last = found[-1] if found else None
    if last is not None and last[2] is kind and not text[last[1] : start].strip():
        found[-1] = (last[0], end, kind)
    else:
        found.append((start, end, kind))
