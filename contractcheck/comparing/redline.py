"""Changes as a redline: words kept, put in and taken out, in the order in which a reader meets them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from contractcheck.comparing.model import Edit, RedlinePiece
from contractcheck.comparing.pairing import Hunk
from contractcheck.comparing.words import Words

# Marks around words in text without colour, as word diffs have them.
MARKS = {Edit.KEEP: ("", ""), Edit.DELETE: ("[-", "-]"), Edit.INSERT: ("{+", "+}")}
CUT = "[...]"


def redline(old: Words, new: Words, places: range, hunks: Sequence[Hunk]) -> tuple[RedlinePiece, ...]:
    """Return the redline of a stretch of the new draft with its changes.

    The pieces kept and put in are the new words; the pieces kept and taken out are the old ones.
    """
    pieces: list[RedlinePiece] = []
    at = places.start
    for hunk in hunks:
        pieces.append(RedlinePiece(Edit.KEEP, new.text(at, hunk.new[0])))
        pieces.append(RedlinePiece(Edit.DELETE, old.text(*hunk.old)))
        pieces.append(RedlinePiece(Edit.INSERT, new.text(*hunk.new)))
        at = max(at, hunk.new[1])
    pieces.append(RedlinePiece(Edit.KEEP, new.text(at, places.stop)))
    return tuple(piece for piece in pieces if piece.text)


def whole(words: Words, clauses: Iterable[int], edit: Edit) -> tuple[RedlinePiece, ...]:
    """Return clauses that one draft has alone: all of their words under one mark."""
    texts = (words.text(places.start, places.stop) for places in map(words.at, clauses))
    return tuple(RedlinePiece(edit, text) for text in texts if text)


def shortened(pieces: Sequence[RedlinePiece], around: int) -> tuple[RedlinePiece, ...]:
    """Return a redline with long stretches of kept words cut: ``around`` words stay on either side of a change."""
    made = []
    for at, piece in enumerate(pieces):
        words = piece.text.split()
        before, after = at > 0, at + 1 < len(pieces)
        if piece.edit is not Edit.KEEP or len(words) <= around * (before + after) + around // 2:
            made.append(piece)
            continue
        head = words[:around] if before else []
        tail = words[-around:] if after else []
        made.append(RedlinePiece(Edit.KEEP, " ".join([*head, CUT, *tail])))
    return tuple(made)


def marked(pieces: Iterable[RedlinePiece]) -> str:
    """Return a redline as one line of text with marks: ``within [-thirty-] {+ten+} days``."""
    return " ".join(f"{MARKS[piece.edit][0]}{piece.text}{MARKS[piece.edit][1]}" for piece in pieces)
