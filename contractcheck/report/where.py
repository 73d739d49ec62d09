"""Where a passage stands, in words."""

from __future__ import annotations

from contractcheck.model import Evidence
from contractcheck.model.oneline import cut, one_line

_SHORT_CLAUSE = 12


def place(passage: Evidence) -> str:
    """Return where a passage stands: ``page 7, clause 12.3, Security incidents``; in Word files also the paragraph.

    Where an agreement came as several files, it begins with the name of the file.
    Of a table it names row and column, of a scanned page it also says how sure the recognition is of the words.
    """
    number, heading = one_line(passage.clause), one_line(passage.heading)
    clause = f"clause {number}" if number[:1].isdigit() or number.startswith("(") else number
    page = f"page {passage.page}" if passage.paged else ""
    paragraph = f"paragraph {passage.paragraph}" if passage.paragraph else ""
    if not page and not paragraph:
        paragraph = "head or foot of the pages"
    recognised = f"read by OCR, confidence {passage.ocr:.2f}" if passage.ocr is not None else ""
    file = cut(one_line(passage.file), 80)
    row = f"row {cut(one_line(passage.row), 80)}" if passage.row else ""
    column = f"column {cut(one_line(passage.column), 80)}" if passage.column else ""
    # A clause without a number of its own goes by its heading, which need not stand there twice.
    named = "" if heading.casefold() == number.casefold() else cut(heading, 80)
    return ", ".join(filter(None, [file, page, paragraph, clause, named, row, column, recognised]))


def short_place(passage: Evidence) -> str:
    """Return page and clause short enough for the end of a line: ``p. 7, 12.3``."""
    number = one_line(passage.clause)
    clause = cut(number, _SHORT_CLAUSE) if number[:1].isdigit() or number.startswith("(") else ""
    at = f"p. {passage.page}" if passage.paged else f"para. {passage.paragraph}" if passage.paragraph else ""
    return ", ".join(filter(None, [at, clause]))
