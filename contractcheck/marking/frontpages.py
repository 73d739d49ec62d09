"""Puts the drawn list in front of a PDF, and keeps the page numbers that viewers show those of the contract."""

from __future__ import annotations

import io
from collections.abc import Sequence

from pypdf import PageObject, PdfReader
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    FloatObject,
    IndirectObject,
    NameObject,
    NullObject,
    NumberObject,
    PdfObject,
    StreamObject,
    TextStringObject,
)

from contractcheck.marking.listing import SCHEME, Listing, draw
from contractcheck.marking.notes import Note, entries
from contractcheck.marking.pagespace import page_space
from contractcheck.marking.update import NotUpdatableError, Update
from contractcheck.model import Box, Report

# What a page may inherit. The added pages say all of it themselves.
_PLAIN = {"/Rotate": NumberObject(0)}
# Points above the passage that a link leads to, so that it does not stick to the window's edge.
_ABOVE = 36.0
# Nesting and length of a tree of page labels. Real ones have one level and a few entries.
MAX_LABELS = 5000


def add_list(update: Update, reports: Sequence[Report], notes: Sequence[Note]) -> int:
    """Add the list in front and return how many pages it has."""
    _, first = update.page(1)
    space = page_space(first)
    width, height = (
        high - low for low, high in (space.along(space.visible, space.right), space.along(space.visible, space.up))
    )
    listing = draw(reports, entries(reports), (width, height))
    root, tree = update.pages_root()
    places = {(note.passage.start, note.passage.end): note.boxes for note in notes}
    added = ArrayObject()
    for page in PdfReader(io.BytesIO(listing.data)).pages:
        added.append(_page(update, root, page, listing, places))
    kids = tree.get("/Kids")
    if not isinstance(kids, ArrayObject):
        raise NotUpdatableError("its page tree is broken")
    tree[NameObject("/Kids")] = ArrayObject([*added, *kids])
    tree[NameObject("/Count")] = NumberObject(len(update.reader.pages) + len(added))
    update.put(root, tree)
    reference, catalog = update.catalog()
    catalog[NameObject("/PageLabels")] = _labels(catalog.get("/PageLabels"), len(added))
    update.put(reference, catalog)
    return len(added)


def _page(
    update: Update,
    parent: IndirectObject,
    page: PageObject,
    listing: Listing,
    places: dict[tuple[int, int], tuple[Box, ...]],
) -> IndirectObject:
    """Copy a drawn page. It has text, fonts that every viewer has, and links: nothing else is copied."""
    content = StreamObject()
    drawn = page.get_contents()
    content.set_data(drawn.get_data() if drawn is not None else b"")
    reference = update.reserve()
    box = ArrayObject(FloatObject(value) for value in page.mediabox)
    links = ArrayObject()
    for each in _array(page.get("/Annots")):
        link = _link(update, reference, each.get_object(), listing, places)
        if link is not None:
            links.append(link)
    parts: dict[str, PdfObject] = {
        "/Type": NameObject("/Page"),
        "/Parent": parent,
        "/MediaBox": box,
        "/CropBox": box,
        "/Resources": _inlined(page["/Resources"]),
        "/Contents": update.add(content.flate_encode()),
        "/Annots": links,
        **_PLAIN,
    }
    update.put(reference, _dictionary(parts))
    return reference


def _link(
    update: Update,
    page: IndirectObject,
    drawn: DictionaryObject,
    listing: Listing,
    places: dict[tuple[int, int], tuple[Box, ...]],
) -> IndirectObject | None:
    """Turn a drawn link into one that leads to a passage."""
    target = str(drawn.get("/A", {}).get("/URI", ""))
    if not target.startswith(SCHEME):
        return None
    passage = listing.targets[int(target.removeprefix(SCHEME))]
    where, its_page = update.page(passage.page)
    boxes = places.get((passage.start, passage.end), ())
    space = page_space(its_page)
    left: PdfObject = NullObject()
    top: PdfObject = FloatObject(f"{space.visible[3]:.2f}")
    if boxes:
        top = FloatObject(f"{min(boxes[0].top + _ABOVE, space.visible[3]):.2f}")
    parts: dict[str, PdfObject] = {
        "/Type": NameObject("/Annot"),
        "/Subtype": NameObject("/Link"),
        "/Rect": ArrayObject(FloatObject(value) for value in _array(drawn.get("/Rect"))),
        "/Border": ArrayObject([NumberObject(0), NumberObject(0), NumberObject(0)]),
        "/Dest": ArrayObject([where, NameObject("/XYZ"), left, top, NullObject()]),
        "/P": page,
        "/Contents": TextStringObject(f"Page {passage.page}"),
        "/F": NumberObject(4),
    }
    return update.add(_dictionary(parts))


def _labels(found: PdfObject | None, added: int) -> DictionaryObject:
    """Return page labels that leave the numbers of the contract's pages as they were, and name the list ``list-1``.

    So page 7 of a report is page 7 in the viewer, although it is now the eighth sheet.
    """
    own = _dictionary({"/S": NameObject("/D"), "/P": TextStringObject("list-")})
    numbers = ArrayObject([NumberObject(0), own])
    kept = _leaves(found.get_object() if found is not None else None, 0)
    if not kept or kept[0][0] != 0:
        kept.insert(0, (0, _dictionary({"/S": NameObject("/D")})))
    for start, label in kept[:MAX_LABELS]:
        numbers += [NumberObject(start + added), label]
    return _dictionary({"/Nums": numbers})


def _leaves(tree: PdfObject | None, depth: int) -> list[tuple[int, PdfObject]]:
    """The entries of a number tree in order. Anything else has none."""
    if not isinstance(tree, DictionaryObject) or depth > 10:
        return []
    found: list[tuple[int, PdfObject]] = []
    numbers = tree.get("/Nums", ArrayObject())
    for at in range(0, len(numbers) - 1, 2):
        if isinstance(numbers[at], int) and numbers[at] >= 0:
            found.append((int(numbers[at]), list.__getitem__(numbers, at + 1)))
    for kid in tree.get("/Kids", ArrayObject()):
        if len(found) < MAX_LABELS:
            found += _leaves(kid.get_object(), depth + 1)
    return sorted(found, key=lambda entry: entry[0])


def _inlined(found: PdfObject) -> PdfObject:
    """A copy of an object of our own drawing, with what it refers to inside it."""
    found = found.get_object() or NullObject()
    if isinstance(found, StreamObject):
        raise TypeError("the list is drawn without streams in its resources")
    if isinstance(found, DictionaryObject):
        return _dictionary({key: _inlined(value) for key, value in found.items()})
    if isinstance(found, ArrayObject):
        return ArrayObject(_inlined(value) for value in found)
    return found


def _array(found: PdfObject | None) -> ArrayObject:
    found = found.get_object() if found is not None else None
    return found if isinstance(found, ArrayObject) else ArrayObject()


def _dictionary(parts: dict[str, PdfObject]) -> DictionaryObject:
    return DictionaryObject({NameObject(key): value for key, value in parts.items()})
