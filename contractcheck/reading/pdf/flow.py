"""The order in which a page is read: columns one after the other, notes beside a clause before it, stamps last."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from contractcheck.reading.pdf import margins
from contractcheck.reading.pdf.blocks import ASCENT, SHARED, downwards, labels_first, shared
from contractcheck.reading.pdf.columns import in_columns
from contractcheck.reading.pdf.pieces import Piece

# A page with more stretches of print is a drawing or a large table: it stays as it is.
MAX_PIECES = 700
# A stamp across the page ("DRAFT", "CONFIDENTIAL"): so many characters at most. More is text of its own.
MAX_STAMP = 40
# Letters this many times as high as the others, standing over two lines or more, are a stamp as well.
LARGE = 2.5

# What stamps say. Other words across a page are moved out of its sentences, and stay words of the contract.
_STAMP = re.compile(
    r"draft|confidential|privileged|proprietary|copy|copies|specimen|sample|void|cancel|superseded|version|original"
    r"|internal|do not (?:sign|distribute|use)|not for|watermark|unsigned|for (?:review|discussion|signature)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Arranged:
    """All pieces of a page in reading order, and those of them that are no words of the contract."""

    order: list[Piece]
    furniture: tuple[Piece, ...]


def arranged(pieces: Sequence[Piece], text: str) -> Arranged | None:
    """Return the pieces in reading order; None where they are in order and none of them is furniture."""
    if not 1 < len(pieces) <= MAX_PIECES:
        return None
    main = [piece for piece in pieces if not piece.turned]
    turned = [piece for piece in pieces if piece.turned]
    stamps = [piece for piece in turned if len(text[piece.start : piece.end]) <= MAX_STAMP] + _large(main)
    large = set(stamps)
    labels = [piece for piece in stamps if _STAMP.search(text, piece.start, piece.end)]
    numbers = margins.line_numbers(main, text)
    known = set(numbers)
    body = [piece for piece in main if piece not in known and piece not in large]
    body = in_columns(body, text)
    body = margins.notes_first(body, text)
    body = downwards(labels_first(body, text), text)
    order = _with_stamps(pieces, body, [piece for piece in turned if piece not in large], stamps)
    order += numbers
    furniture = (*numbers, *labels)
    if order == list(pieces) and not furniture:
        return None
    return Arranged(order, furniture)


def _large(pieces: Sequence[Piece]) -> list[Piece]:
    """Words in very large letters across other lines: the stamp of a draft."""
    usual = median(piece.height for piece in pieces) if pieces else 0.0
    found = []
    for piece in pieces:
        if piece.height < LARGE * usual or piece.end - piece.start > MAX_STAMP:
            continue
        crossed = {
            other.row
            for other in pieces
            if piece.y - ASCENT * piece.height < other.y - 0.3 * other.height < piece.y
            and shared(piece, other) > SHARED
        } - {piece.row}
        if len(crossed) > 1:
            found.append(piece)
    return found


def _with_stamps(pieces: Sequence[Piece], body: list[Piece], turned: list[Piece], stamps: list[Piece]) -> list[Piece]:
    """Put print that runs another way behind the rest; it stays where it is where it cuts nothing."""
    aside = {*turned, *stamps}
    head = []
    for piece in pieces:
        if piece not in aside:
            break
        head.append(piece)
    rest = [piece for piece in pieces if piece in aside and piece not in head]
    return [*head, *body, *rest]
