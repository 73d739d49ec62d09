"""Looks into drawings: the text boxes in them, and what in them is not read."""

from __future__ import annotations

import re

from contractcheck.reading.word.names import MC, WP, A, Element, O, V, W, whole

# A picture of this size may hold words: a table, a page, a signed schedule. Logos are smaller. In square inches.
MIN_PICTURE = 12
_EMU = 914_400  # of Word's units in an inch


def outermost(parent: Element, tag: str) -> list[Element]:
    """Return the elements of a name that stand in no other of that name, of alternatives only those of one."""
    found: list[Element] = []
    for child in parent:
        if child.tag == tag:
            found.append(child)
        else:
            found.extend(outermost(chosen(child) if child.tag == MC + "AlternateContent" else child, tag))
    return found


def chosen(alternatives: Element) -> Element:
    """Return the first alternative that holds words or a drawing: the others show the same to older programs."""
    for choice in alternatives:
        if choice.find(f".//{W}t") is not None or choice.find(f".//{W}drawing") is not None:
            return choice
    fallback = alternatives.find(MC + "Fallback")
    return () if fallback is None else fallback


def unread_in(drawing: Element) -> str:
    """Return what a drawing holds whose words are not read: "pictures", "drawings", "embedded", or "" for nothing."""
    if drawing.find(f".//{O}OLEObject") is not None:
        return "embedded"
    kinds = [data.get("uri") or "" for data in drawing.iter(A + "graphicData")]
    if any("/chart" in kind or "/diagram" in kind for kind in kinds):
        return "drawings"
    boxed = drawing.find(f".//{W}txbxContent") is not None
    return "pictures" if not boxed and _inches(drawing) >= MIN_PICTURE else ""


def _inches(drawing: Element) -> float:
    """The size of a picture in square inches, 0 where there is none."""
    extent = drawing.find(f".//{WP}extent")
    if extent is not None and drawing.find(f".//{A}blip") is not None:
        wide, high = whole(extent.get("cx")) or 0, whole(extent.get("cy")) or 0
        return wide * high / _EMU**2
    shape = drawing.find(f".//{V}shape")
    if shape is None or drawing.find(f".//{V}imagedata") is None:
        return 0
    sizes = {
        name: float(points) for name, points in re.findall(r"(width|height):([\d.]{1,9})pt", shape.get("style", ""))
    }
    return sizes.get("width", 0) * sizes.get("height", 0) / 72**2
