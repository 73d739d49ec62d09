"""What was filled into the fields of a form, and typed over a page, at the place where a person reads it.

The words are those that the page shows: annotations are drawn into a copy of the page, and its text is read. Boxes to
tick come as "[x]" and "[ ]", empty fields beside words as blanks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium_c

from contractcheck.reading.pdf.annotations import MAX_ON_PAGE, each, is_shown, rectangle, string, wide
from contractcheck.reading.pdf.letters import letters
from contractcheck.reading.pdf.look import Frame
from contractcheck.reading.pdf.pieces import Word, word_rows
from contractcheck.reading.pdf.rewriting import Edit
from contractcheck.runtime import quiet

BLANK, TICKED, NOT_TICKED = "____", "[x]", "[ ]"
# A field begins no further than this left of the end of the word before it, in points.
OVERLAP = 4.0
# The words that a box to tick stands before begin within so many points.
BESIDE = 60.0

_EVENTS = (
    *(pdfium_c.FPDF_ANNOT_AACTION_KEY_STROKE, pdfium_c.FPDF_ANNOT_AACTION_FORMAT),
    *(pdfium_c.FPDF_ANNOT_AACTION_VALIDATE, pdfium_c.FPDF_ANNOT_AACTION_CALCULATE),
)
_TICKS = (pdfium_c.FPDF_FORMFIELD_CHECKBOX, pdfium_c.FPDF_FORMFIELD_RADIOBUTTON)
_FILLED = (pdfium_c.FPDF_FORMFIELD_TEXTFIELD, pdfium_c.FPDF_FORMFIELD_COMBOBOX, pdfium_c.FPDF_FORMFIELD_LISTBOX)


@dataclass(slots=True)
class _Typed:
    """A field or a typed text: its place, its words, and whether it is a box to tick or may be blank."""

    frame: Frame
    words: str
    ticks: bool = False
    is_field: bool = False


class Typed:
    """Reads fields and typed words from a copy of the file, which is opened when it is first needed."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._copy: pypdfium2.PdfDocument | None = None
        self.filled = 0
        self.has_scripts = False
        self.typed = 0

    def close(self) -> None:
        """Let go of the copy."""
        if self._copy is not None:
            self._copy.close()
            self._copy = None

    def edits(self, number: int, textpage: pypdfium2.PdfTextPage, text: str) -> list[Edit]:
        """What to put into the text of a page, counted from 1."""
        if self._copy is None:
            self._copy = pypdfium2.PdfDocument(self._data)
            _start_forms(self._copy)
        try:
            found = self._found(self._copy, number, text)
        except pypdfium2.PdfiumError:
            return []
        lines = word_rows(textpage, text)
        edits: list[Edit] = []
        for one in sorted(found, key=lambda one: (-round(one.frame[3] / 4), one.frame[0])):
            edit = _placed(one, lines, text)
            if edit is not None:
                edits.append(edit)
                self.filled += one.is_field and bool(one.words)
                self.typed += not one.is_field and not one.ticks
        return _together(edits)

    def _found(self, copy: pypdfium2.PdfDocument, number: int, text: str) -> list[_Typed]:
        page = copy[number - 1]
        found: list[_Typed] = []
        drop: list[int] = []
        try:
            form = copy.formenv
            count = pdfium_c.FPDFPage_GetAnnotCount(page)
            for index, one in enumerate(each(page, min(count, MAX_ON_PAGE))):
                self.has_scripts |= form is not None and _has_script(form, one)
                typed = _typed(one, form) if is_shown(one) else None
                if typed is None or typed.ticks:
                    drop.append(index)
                if typed is not None:
                    found.append(typed)
            if not found:
                return []
            for index in reversed([*drop, *range(MAX_ON_PAGE, count)]):
                pdfium_c.FPDFPage_RemoveAnnot(page, index)
            pdfium_c.FPDFPage_Flatten(page, pdfium_c.FLAT_NORMALDISPLAY)
        finally:
            page.close()
        _as_shown(copy, number, text, [one for one in found if not one.ticks])
        return [one for one in found if one.words or one.is_field]


def _start_forms(copy: pypdfium2.PdfDocument) -> None:
    """Make the fields of a file known. That PDFium knows nothing of XFA is said in the report, not by the library."""
    with quiet("pypdfium2._helpers.document"):
        copy.init_forms()


def _typed(one: Any, form: Any) -> _Typed | None:
    """A field, a box to tick or a typed text; None for all else."""
    kind = pdfium_c.FPDFAnnot_GetSubtype(one)
    if kind == pdfium_c.FPDF_ANNOT_FREETEXT:
        return _Typed(rectangle(one), string(one, "Contents"))
    if kind != pdfium_c.FPDF_ANNOT_WIDGET or form is None:
        return None
    field = pdfium_c.FPDFAnnot_GetFormFieldType(form, one)
    if field in _TICKS:
        ticked = string(one, "AS") not in ("", "Off") or bool(pdfium_c.FPDFAnnot_IsChecked(form, one))
        return _Typed(rectangle(one), TICKED if ticked else NOT_TICKED, ticks=True)
    if field in _FILLED:
        value = wide(lambda buffer, size: pdfium_c.FPDFAnnot_GetFormFieldValue(form, one, buffer, size))
        return _Typed(rectangle(one), value, is_field=True)
    return None


def _has_script(form: Any, one: Any) -> bool:
    """Whether a field has a script that runs while it is filled in. Nothing here runs it."""
    get = pdfium_c.FPDFAnnot_GetFormAdditionalActionJavaScript
    return pdfium_c.FPDFAnnot_GetSubtype(one) == pdfium_c.FPDF_ANNOT_WIDGET and any(
        get(form, one, event, None, 0) > 2 for event in _EVENTS
    )


def _as_shown(copy: pypdfium2.PdfDocument, number: int, text: str, found: Sequence[_Typed]) -> None:
    """Take the words that the flattened page shows in each place. Without any, the value that the file holds stays."""
    page = copy[number - 1]
    textpage = page.get_textpage()
    try:
        whole = str(textpage.get_text_range())
        if not whole.startswith(text):
            return
        added = [one for one in letters(textpage, whole) if one.offset >= len(text)]
        for one in found:
            left, bottom, right, top = one.frame
            inside = [
                letter.offset
                for letter in added
                if left - 1 <= letter.x <= right + 1 and bottom - 1 <= letter.y <= top + 1
            ]
            if inside:
                words = "".join(
                    (" " if last >= 0 and whole[last + 1 : at].isspace() else "") + whole[at]
                    for last, at in zip([-1, *inside], inside, strict=False)
                )
                one.words = words
    finally:
        textpage.close()
        page.close()


def _placed(one: _Typed, lines: Sequence[Sequence[Word]], text: str) -> Edit | None:
    """Where the words go: behind the word to the left, before the word to the right, or on a line of their own."""
    left, bottom, right, top = one.frame
    level = [word for line in lines for word in line if bottom - 3 <= word.y <= top - 1]
    # A full stop may stand at the beginning of the gap that the field fills.
    left_of = [
        word
        for word in level
        if word.last[2] <= left + OVERLAP and (word.first[0] <= left or text[word.start].isalnum())
    ]
    before = max(left_of, key=lambda word: word.last[2], default=None)
    right_of = [word for word in level if word.first[0] > left and word is not before]
    after = min(right_of, key=lambda word: word.first[0], default=None)
    words = one.words
    if not words:
        blank = any(
            "_" in text[word.start : word.end] and word.last[2] > left and word.first[0] < right for word in level
        )
        if blank or (before is None and after is None):
            return None
        words = BLANK
    if one.ticks and after is not None and after.first[0] - right < BESIDE:
        return Edit(after.start, after.start, f"{words} ")
    if before is not None:
        return Edit(before.end, before.end, f" {words}")
    if after is not None:
        return Edit(after.start, after.start, f"{words} ")
    above = [line for line in lines if line[-1].y > top - 1]
    if not above:
        return Edit(0, 0, f"{words}\r\n")
    end = min(above, key=lambda line: line[-1].y)[-1].end
    return Edit(end, end, f"\r\n{words}")


def _together(edits: Sequence[Edit]) -> list[Edit]:
    """Fields that go to one place become one change, in their order."""
    found: dict[int, Edit] = {}
    for edit in edits:
        last = found.get(edit.start)
        found[edit.start] = Edit(edit.start, edit.end, last.text + edit.text if last else edit.text)
    return list(found.values())
