"""The margins of a page: numbers that count its lines, and notes that stand beside its clauses."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from contractcheck.language.labels import CLAUSE, DECIMAL, SIGN, either
from contractcheck.reading.pdf.pieces import Piece

# So many numbers must count the lines of a page; fewer may be the cells of a table.
MIN_NUMBERS = 8
# Their steps may differ by this much, in points: they are printed at one distance. Clauses are not.
SAME_STEP = 1.5
# Numbers of lines count one by one, or every fifth line has one.
STEPS = (1, 5, 10)
# Lines of so many longer words stand beside this share of the numbers; some stand beside no line at all.
MIN_WORDS, MIN_BESIDE = 4, 0.4
# So many lines of running text begin in small letters, at least.
MIN_SMALL, SMALL_SHARE = 3, 0.15
# The print of a page begins at one place: so many of its lines, at least, begin there. Within so many points.
SAME_EDGE, MIN_LINES, MIN_SHARE = 3.0, 5, 0.4
# The width of a note, of the print beside it, and of the lines that it stands beside.
MAX_NOTE, MIN_BODY = 0.45, 0.5
# The space between a note and the clause, in sizes of the type.
MIN_SPACE = 0.8
# Lines of one note, and of one paragraph, are no further apart than this, in sizes of the type.
NEXT_LINE, NEXT_IN_PARAGRAPH = 1.8, 1.25
# A line that is this long, of the width of the print, is a full one: the sentence goes on.
FULL = 0.75
# One line is no note: it may be the end of a line that a wide gap has parted.
MIN_NOTES = 2
# A page has fewer notes than lines beside them.
MAX_NOTES = 0.5

_NUMBER = re.compile(r"\d{1,4}")
# The number of a clause or an item hangs in the margin as a note does.
_CLAUSE = re.compile(
    rf"\W*(?:(?:{either(*CLAUSE, 'part')}|{SIGN}+)\s*)?(?:{DECIMAL}|[a-z]{{1,2}}|[ivxlc]{{1,6}})?\W*", re.IGNORECASE
)
_LABEL = re.compile(
    rf"\(?(?:{DECIMAL}|[a-z]{{1,2}}|[ivxlc]{{1,6}})[.)]{{1,2}}"
    r"|\d{1,3}(?:\.\d{1,3})+|[•·●▪]",
    re.IGNORECASE,
)
WORD = re.compile(r"[^\W\d_]{3}")
_CLOSED = re.compile(r"(?:[.;:]|; and|; or)[\"”’)]*\s*\Z")
_OPENS = re.compile(
    rf"\W*(?:{DECIMAL}[.)]\s|\d{{1,3}}(?:\.\d{{1,3}})+\s|\([a-z]{{1,4}}\)|(?:{either(*CLAUSE)})\s)",
    re.IGNORECASE,
)


def line_numbers(pieces: Sequence[Piece], text: str) -> list[Piece]:
    """Return the numbers beside the lines of a page, which count them from the top: they are no words."""
    found = [piece for piece in pieces if _NUMBER.fullmatch(text[piece.start : piece.end])]
    if len(found) < MIN_NUMBERS:
        return []
    others = [piece for piece in pieces if WORD.search(text[piece.start : piece.end])]
    # Numbers before titles are those of a table of contents: the lines of a contract run on in small letters.
    small = sum(text[piece.start].islower() for piece in others)
    if small < max(MIN_SMALL, SMALL_SHARE * len(others)):
        return []
    best: list[Piece] = []
    # Numbers are flush at their right end or at their left.
    for edge in ("right", "left"):
        for anchor in {round(getattr(piece, edge)) for piece in found}:
            column = [piece for piece in found if abs(getattr(piece, edge) - anchor) <= SAME_EDGE]
            column = _counting(sorted(column, key=lambda piece: piece.y), text)
            if len(column) > len(best) and _is_outside(column, others) and _is_beside_text(column, others, text):
                best = column
    return best


def _counting(column: list[Piece], text: str) -> list[Piece]:
    """The longest part of a column of numbers that counts on from line to line at one distance."""
    best: list[Piece] = []
    run: list[Piece] = []
    for piece in column:
        value = int(text[piece.start : piece.end])
        if run:
            step = value - int(text[run[-1].start : run[-1].end])
            distance = piece.y - run[-1].y
            usual = median([below.y - above.y for above, below in pairwise(run)] or [distance])
            if step not in STEPS or abs(distance - usual) > SAME_STEP:
                run = []
        run.append(piece)
        best = max(best, run, key=len)
    return list(best) if len(best) >= MIN_NUMBERS else []


def _is_outside(column: Sequence[Piece], others: Sequence[Piece]) -> bool:
    """Whether nearly all words stand on one side of the numbers."""
    left, right = min(piece.left for piece in column), max(piece.right for piece in column)
    outside = max(sum(other.left >= right for other in others), sum(other.right <= left for other in others))
    return bool(column) and outside >= 0.9 * len(others)


def _is_beside_text(column: Sequence[Piece], others: Sequence[Piece], text: str) -> bool:
    """Whether lines of several words stand beside many of the numbers. The cells of a table are short."""
    full = [piece for piece in others if len(WORD.findall(text, piece.start, piece.end)) >= MIN_WORDS]
    return sum(any(_level(number, piece) for piece in full) for number in column) >= MIN_BESIDE * len(column)


def notes_first(pieces: list[Piece], text: str) -> list[Piece]:
    """Return pieces with the notes in the margin whole, each before the paragraph that it stands beside.

    Notes that cut no sentence stay where they are.
    """
    body = _body(pieces)
    if body is None:
        return pieces
    lines = sorted((piece for piece in pieces if _is_wide(piece, body)), key=lambda piece: piece.y)
    starts = _paragraphs(pieces, lines, text)
    notes = _notes(pieces, body, lines, starts, text)
    if not notes:
        return pieces
    place = {piece: at for at, piece in enumerate(pieces)}
    targets = [(note, _beside(note, lines, starts)) for note in notes]
    if not any(_cuts(note, place, pieces, starts, body) for note, _ in targets):
        return pieces
    moved = {piece for note in notes for piece in note}
    before: dict[Piece, list[Piece]] = {}
    for note, line in targets:
        before.setdefault(line, []).extend(note)
    # A paragraph's own number stands before its first line: the note goes before that.
    order: list[Piece] = []
    for piece in pieces:
        if piece in moved:
            continue
        if piece in before:
            at = len(order)
            while at and order[at - 1].row == piece.row and order[at - 1] not in before:
                at -= 1
            order[at:at] = before[piece]
        order.append(piece)
    return order


def _body(pieces: Sequence[Piece]) -> tuple[float, float] | None:
    """Where most full lines of the page begin, and where they end."""
    if len(pieces) < MIN_LINES:
        return None
    widest = max(piece.width for piece in pieces)
    wide = [piece for piece in pieces if piece.width >= MIN_BODY * widest]
    if len(wide) < MIN_LINES:
        return None
    left = max((piece.left for piece in wide), key=lambda at: sum(abs(at - one.left) <= SAME_EDGE for one in wide))
    flush = [piece for piece in wide if abs(piece.left - left) <= SAME_EDGE]
    if len(flush) < max(MIN_LINES, MIN_SHARE * len(wide)):
        return None
    return left, max(piece.right for piece in flush)


def _is_wide(piece: Piece, body: tuple[float, float]) -> bool:
    return piece.left >= body[0] - SAME_EDGE and piece.left < body[1] - 0.1 * (body[1] - body[0])


def is_label(piece: Piece, text: str) -> bool:
    """Whether a piece is the number of a clause or an item, and nothing else."""
    return bool(_LABEL.fullmatch(text, piece.start, piece.end))


def _notes(
    pieces: Sequence[Piece], body: tuple[float, float], lines: Sequence[Piece], starts: set[Piece], text: str
) -> list[list[Piece]]:
    """The notes: words wholly left or right of the print, at least one line of each beside a line of it."""
    left, right = body
    width = right - left
    beside = [
        piece
        for piece in pieces
        if (piece.right < left - MIN_SPACE * piece.height or piece.left > right + MIN_SPACE * piece.height)
        and piece.width <= MAX_NOTE * width
    ]
    # "WHEREAS:" and the like begin the sentence beside them.
    beside = [
        piece
        for piece in beside
        if not _CLAUSE.fullmatch(text, piece.start, piece.end) and not text[piece.start : piece.end].endswith(":")
    ]
    notes: list[list[Piece]] = []
    for piece in sorted(beside, key=lambda one: (one.left > right, one.y, one.left)):
        last = notes[-1][-1] if notes else None
        if (
            last is not None
            and (last.left > right) == (piece.left > right)
            and piece.y - last.y < NEXT_LINE * piece.height
            and not any(_level(piece, line) for line in starts)
        ):
            notes[-1].append(piece)
        else:
            notes.append([piece])
    notes = [note for note in notes if any(_level(piece, line) for piece in note for line in lines)]
    # More words beside the print than this are a column of a table.
    count = sum(map(len, notes))
    worded = all(WORD.search("".join(text[piece.start : piece.end] for piece in note)) for note in notes)
    # Words that come back beside one line after the other are the cells of a table.
    said = [text[piece.start : piece.end].casefold() for note in notes for piece in note]
    several = any(len(note) > 1 for note in notes) and len(set(said)) == len(said)
    return notes if worded and several and MIN_NOTES <= count <= MAX_NOTES * len(lines) else []


def _level(one: Piece, other: Piece) -> bool:
    return abs(one.y - other.y) < 0.5 * max(one.height, other.height)


def _paragraphs(pieces: Sequence[Piece], lines: Sequence[Piece], text: str) -> set[Piece]:
    """The lines of the print that begin a paragraph: after a space, with a number, or with one beside them."""
    steps = [below.y - above.y for above, below in pairwise(lines) if below.y - above.y > 0.5 * below.height]
    usual = sorted(steps)[len(steps) // 4] if steps else 0.0
    numbered = [piece for piece in pieces if _CLAUSE.fullmatch(text[piece.start : piece.end]) and piece not in lines]
    starts = set(lines[:1])
    for above, below in pairwise(lines):
        opens = bool(_OPENS.match(text, below.start, below.end)) or any(_level(one, below) for one in numbered)
        opens = opens or bool(_CLOSED.search(text, above.start, above.end))
        if opens or below.y - above.y > NEXT_IN_PARAGRAPH * usual:
            starts.add(below)
    return starts


def _beside(note: Sequence[Piece], lines: Sequence[Piece], starts: set[Piece]) -> Piece:
    """The first line of the paragraph that the note's first line stands beside."""
    first = note[0]
    above = [line for line in lines if line in starts and line.y <= first.y + 0.5 * first.height]
    return above[-1] if above else lines[0]


def _cuts(
    note: Sequence[Piece],
    place: dict[Piece, int],
    pieces: Sequence[Piece],
    starts: set[Piece],
    body: tuple[float, float],
) -> bool:
    """Whether a line of a note stands in the middle of a sentence."""
    known = set(note)
    for piece in note:
        at = place[piece]
        above = next((one for one in reversed(pieces[:at]) if one not in known), None)
        below = next((one for one in pieces[at + 1 :] if one not in known), None)
        if above is None or below is None or below in starts or not (_is_wide(above, body) and _is_wide(below, body)):
            continue
        full = above.right - body[0] >= FULL * (body[1] - body[0])
        if full and 0 < below.y - above.y < 2 * below.height:
            return True
    return False
