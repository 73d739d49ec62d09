"""The words of small elements: text, symbols, the fields of old forms, formulas."""

from __future__ import annotations

import re

from contractcheck.reading.word.names import VAL, W14, Element, M, W, number, switch

_WORDS = frozenset({W + "t", W + "delText"})
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_LINE_ENDS = re.compile(r"[\r\n\t]")
# Characters of the fonts Symbol and Wingdings, which say something in a contract. Others are shown as a small square.
_SYMBOLS = {
    **dict(zip((0xA3, 0xB3, 0xB1, 0xB4, 0xB0, 0xB7, 0xA7), "≤≥±×°•▪", strict=True)),
    **dict(zip((0xE2, 0xD2, 0xD3, 0xE3, 0xD4, 0xE4, 0xD7, 0xB9, 0xBB), "®®©©™™·≠≈", strict=True)),
    **dict(zip((0x6F, 0xA8, 0xFE, 0xFD, 0x78, 0xFC, 0xFB, 0xE0), "☐☐☒☒☒✓✗→", strict=True)),
}
_FONTS = {
    "wingdings": dict(
        zip((0x6F, 0x71, 0x72, 0xA8, 0xFE, 0xFD, 0x78, 0xFC, 0xFB, 0xE0, 0xA7), "☐☐☐☐☑☒☒✓✗→▪", strict=True)
    ),
    "wingdings 2": dict(zip((0xA3, 0x51, 0x52, 0x53, 0x54, 0x50, 0x4F), "☐☒☑☒☒✓✗", strict=True)),
    "webdings": {0x63: "☐", 0x61: "✓", 0x72: "✗"},
}
_PRIVATE = re.compile("[\uf020-\uf0ff]")


def words_of(parent: Element, *, deleted: bool = True) -> str:
    """Return all words inside an element, whatever state they belong to. The codes of fields are left out.

    ``deleted`` False leaves out what is marked as deleted.
    """
    tags = [W + "t", W + "tab", W + "br", *([W + "delText"] if deleted else [])]
    return "".join(text_of(found) if found.tag in _WORDS else " " for found in parent.iter(*tags))


def text_of(element: Element) -> str:
    """Return the words of one ``w:t`` as Word shows them: on one line, spaces at the ends only where they are kept."""
    text = element.text or ""
    if element.get(_SPACE) != "preserve":
        text = text.strip(" \t\r\n")
    return _PRIVATE.sub(lambda found: _shape(ord(found[0])), _LINE_ENDS.sub(" ", text))


def dingbats(text: str, font: str) -> str:
    """Return text that is typed in a font of signs as the signs that it shows: "o" in Wingdings is a box."""
    shapes = _FONTS.get(font.lower())
    if shapes is None:
        return text
    return "".join(char if char.isspace() else shapes.get(ord(char) & 0xFF, "▫") for char in text)


def symbol(element: Element) -> str:
    """Return the character that a ``w:sym`` stands for; a small square where only its font knows."""
    try:
        code = int(element.get(W + "char", ""), 16)
    except ValueError:
        return ""
    shapes = _FONTS.get(element.get(W + "font", "").lower())
    if shapes is not None and code & 0xFF in shapes:
        return shapes[code & 0xFF]
    if 0x20 <= code <= 0xFF or 0xF020 <= code <= 0xF0FF:
        return _shape(code)
    return chr(code) if 0xFF < code < 0xD800 else ""


def _shape(code: int) -> str:
    return _SYMBOLS.get(code & 0xFF, "▫")


def form_field(char: Element) -> str:
    """Return the state of an old form's field, which has no words of its own: a box to tick, a list to choose from."""
    box = char.find(f"{W}ffData/{W}checkBox")
    if box is not None:
        ticked = switch(box, "checked")
        return "☒" if (bool(switch(box, "default")) if ticked is None else ticked) else "☐"
    choice = char.find(f"{W}ffData/{W}ddList")
    if choice is not None:
        entries = [entry.get(VAL, "") for entry in choice.iterfind(W + "listEntry")]
        at = number(choice, "result") or 0
        return str(entries[at]) if 0 <= at < len(entries) else ""
    return ""


def content_box(control: Element) -> str:
    """Return the box that a content control shows, ticked or not; "" where it is not one to tick."""
    box = control.find(f"{W}sdtPr/{W14}checkbox")
    if box is None:
        return ""
    ticked = box.find(W14 + "checked")
    return "☒" if ticked is not None and ticked.get(W14 + "val", "1").lower() in ("1", "true", "on") else "☐"


def shows_placeholder(control: Element) -> bool:
    """Tell whether a content control shows what is to be filled in, and nobody has filled it in."""
    return bool(switch(control.find(W + "sdtPr"), "showingPlcHdr"))


def formula(parent: Element) -> str:
    """Return the characters of a formula in one line."""
    pieces: list[str] = []
    for child in parent:
        if child.tag == M + "t":
            pieces.append(child.text or "")
        elif child.tag == M + "f":
            parts = (child.find(M + "num"), child.find(M + "den"))
            pieces.append("/".join(f"({formula(part)})" for part in parts if part is not None))
        else:
            pieces.append(formula(child))
    return "".join(pieces)
