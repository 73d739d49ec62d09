"""Options with boxes to tick: "☐ A ☒ B", "[ ] A [x] B", "( ) A (x) B", "Yes ☐ No ☒" -> which of them are agreed.

The box says of the words beside it whether they count. It stands before them, or after them where a line ends in one.
Boxes that stand together are a group: where one of them is ticked, the others were not chosen; where none is, nobody
has chosen yet. A square that may as well be the mark of a list is a box only where the text asks for a tick, or shows
one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum

from contractcheck.model import State, StateKind

# Private characters are those of Wingdings, as PDFs and old web pages have them.
_EMPTY = "☐⬜\U0001f78e\U0001f791"
_MAYBE_EMPTY = "□▢❏❐❑❒◻◽\uf06f\uf071\uf072\uf0a8\uf0a3"
_RINGS = "○◯"
_FILLED = "■◼●⬤"
_TICKED = "☑☒⊠✅\U0001f5f9\U0001f5f7\U0001f5f5◉⦿\uf0fe\uf052\uf078"
_CROSSED = "☒✗✘✕✖\uf0fd\uf0fb"
_MARKS = "✓✔\uf0fc"
# Each kind with characters of which a text must hold one: most texts hold none.
_SIGNS = re.compile(
    rf"(?P<empty>[{_EMPTY}])|(?P<ticked>[{_TICKED}])|(?P<maybe>[{_MAYBE_EMPTY}])|(?P<mark>[{_MARKS}])"
    rf"|(?P<crossed>[{_CROSSED}])|(?P<ring>[{_RINGS}])|(?P<solid>[{_FILLED}])"
)
_ALL_SIGNS = re.compile(f"[{_EMPTY}{_TICKED}{_MAYBE_EMPTY}{_MARKS}{_CROSSED}{_RINGS}{_FILLED}]")
_TICK = "[xX✓✔√]"
_SQUARE = re.compile(rf"\[(?:(?P<filled> ?{_TICK} ?)|(?P<open>[ _]{{0,4}}))\](?!\()")
_ROUND = re.compile(rf"\((?:(?P<filled> ?{_TICK} ?)|(?P<open> {{0,4}}))\)")
_RULE = re.compile(
    rf"(?:^|(?<=\s))(?:(?P<filled>_{{1,6}} ?{_TICK} ?_{{1,6}}(?=\s))|(?P<open>_{{2,10}}(?=\s?[A-Za-z(])))", re.MULTILINE
)
_LETTERS = re.compile(
    r"(?:^|(?<=\s))(?:(?P<letter>[þý])|(?P<diaeresis>¨))(?=\s)|(?:^|(?<=[^\d\s]\s)|(?<=\n))(?P<ex>x)(?=\s[^\W\d])",
    re.MULTILINE,
)
_ASKED = re.compile(
    r"\btick(?:ed|ing)?\b|\b(?:check|mark|select|choose)\s+(?:only\s+)?(?:one|all|any|either|below|which(?:ever)?|an?\s+option"
    r"|(?:the|an?)\s+(?:appropriate|applicable|relevant|box)|as\s+(?:applicable|appropriate)|\(?[Xx✓]\)?\s)|\b(?:check|mark)\w*\s+(?:\w+\s+){0,3}box(?:es)?\b",
    re.IGNORECASE,
)
_ASKED_BEFORE = 300
# Before the first box of a line that is a list or a form: marks of items, numbers, the words that name the choice.
_ITEM = re.compile(r"[\s>|]*(?:[-+*•]\s+|\(?(?:\d{1,2}(?:\.\d{1,2}){0,3}|[A-Za-z]|[ivx]{1,5})[.)]\s+)?\Z")
_PARAGRAPH_END = re.compile(r"\n[ \t\r]*\n|[.;:]\s*\n(?=\s*[A-Z(\d])|\f")
_JOINS = re.compile(r"\s*(?:(?:and/?)?or|/|,|;)?\s*", re.IGNORECASE)
_YES = re.compile(
    r"\W*(?:yes|applicable|appl(?:y|ies)|included|required|agreed|selected|accepted|opt(?:ed)?[ -]in)\W*", re.IGNORECASE
)
_NO = re.compile(
    r"\W*(?:no|n/?a|none|not (?:applicable|included|required|agreed|selected|accepted)|does not apply|do not apply"
    r"|excluded|declined?|opt(?:ed)?[ -]out)\W*",
    re.IGNORECASE,
)
_NOT_FILLED = ("empty", "maybe", "open", "diaeresis", "ring")
_MAX_OPTION = 3000
# Where "(x)" stands beside "( )": the boxes before and after, so many characters away.
_NEIGHBOURS, _NEAR = 3, 400
_LABEL = 60  # characters before a box that may be the label of its item


class _Says(IntEnum):
    """What a box shows."""

    EMPTY = 0
    TICKED = 1
    CROSSED = 2


@dataclass(frozen=True, slots=True)
class _Box:
    """A box: its characters, what it shows, and whether it is one beyond doubt. ``form`` is how it is drawn."""

    start: int
    end: int
    says: _Says
    sure: bool
    form: str


@dataclass(frozen=True, slots=True)
class _Line:
    """A printed line with boxes, and the words of each of them. ``lead`` is what stands before the first."""

    boxes: tuple[_Box, ...]
    words: tuple[tuple[int, int], ...]
    lead: tuple[int, int]
    end: int


def find_options(text: str) -> tuple[State, ...]:
    """Return the options of a text in order: ticked, not ticked, or open where nobody has chosen.

    A span begins with its box, or ends with it, and never overlaps another.
    """
    boxes = [_box(match) for match in _matches(text)]
    if not boxes:
        return ()
    lines = [_read(text, own, after) for own, after in _by_line(text, _believed(text, boxes))]
    found: list[State] = []
    done = 0
    for group in _groups(text, lines):
        for state in sorted(_judged(text, group), key=lambda one: one.start):
            state = replace(state, start=max(state.start, done))
            if state.start < state.end:
                found.append(state)
                done = state.end
    return tuple(found)


def _matches(text: str) -> list[re.Match[str]]:
    """Return all that may be a box, in order."""
    found = [*_SQUARE.finditer(text), *_ROUND.finditer(text)]
    if not text.isascii() and _ALL_SIGNS.search(text):
        found += _SIGNS.finditer(text)
    if "__" in text or "_x" in text.lower():
        found += _RULE.finditer(text)
    if any(letter in text for letter in "þý¨"):
        found += _LETTERS.finditer(text)
    return sorted(found, key=re.Match.start)


def _box(match: re.Match[str]) -> _Box:
    kind = match.lastgroup or ""
    char = match.group()[0]
    form = char if char in "[(_x" else "ring" if kind in ("ring", "solid") else "box"
    crossed = kind == "crossed" or char in "☒ý"
    says = _Says.EMPTY if kind in _NOT_FILLED else _Says.CROSSED if crossed else _Says.TICKED
    return _Box(match.start(), match.end(), says, kind in ("empty", "ticked"), form)


def _believed(text: str, boxes: Sequence[_Box]) -> list[_Box]:
    """Leave out what may be a mark of a list, a blank or the label of an item."""
    shown = {box.form for box in boxes if box.says is not _Says.EMPTY}
    empty = {box.form for box in boxes if box.says is _Says.EMPTY}
    ticked = any(box.sure and box.says is not _Says.EMPTY for box in boxes)
    kept: list[_Box] = []
    for at, box in enumerate(boxes):
        if box.sure:
            kept.append(box)
            continue
        char = text[box.start]
        beside_it = boxes[max(0, at - _NEIGHBOURS) : at + _NEIGHBOURS + 1]
        near = [one for one in beside_it if abs(one.start - box.start) < _NEAR]
        _, line_end, before = text[max(0, box.start - _LABEL) : box.start].rpartition("\n")
        first = bool(line_end or box.start <= _LABEL) and _ITEM.fullmatch(before) is not None
        beside = bool(re.match(r"[ \t]*[^\W_]", text[box.end : box.end + 8]))
        if box.form in ("box", "ring"):
            # Squares, rings and ticks are marks of lists far more often.
            follows = kept and box.start - kept[-1].end < _ASKED_BEFORE and kept[-1].form == box.form
            fits = _ASKED.search(text, max(0, box.start - _ASKED_BEFORE), box.start) is not None or bool(follows)
            fits = fits or (char == "¨" and any(other.form == "x" for other in near))
            fits = fits or (box.form == "box" and box.says is _Says.EMPTY and ticked)
        elif box.form == "[":
            # "- [ ] The Customer ...", and "[ ]" in a text that shows "[x]" as well.
            fits = (first and beside) or (box.form in shown and box.form in empty)
        elif box.form == "x":
            fits = any(other.form == "box" and not other.sure for other in near)
        else:
            # "( )" and "(x)", "___" and "_x_": only where both stand close by.
            fits = beside and any(other.form == box.form and other.says is not box.says for other in near)
        if fits:
            kept.append(box)
    return kept


def _by_line(text: str, boxes: Sequence[_Box]) -> Iterator[tuple[list[_Box], int]]:
    """Yield the boxes of each printed line, and where the next line with boxes has its first one."""
    own: list[_Box] = []
    for box in boxes:
        if own and "\n" in text[own[-1].end : box.start]:
            yield own, box.start
            own = []
        own.append(box)
    if own:
        yield own, len(text)


def _read(text: str, boxes: list[_Box], after: int) -> _Line:
    """Tell which words each box of a line stands beside."""
    start = text.rfind("\n", 0, boxes[0].start) + 1
    last = boxes[-1]
    line_end = text.find("\n", last.end)
    line_end = len(text) if line_end < 0 else line_end
    before = text[start : boxes[0].start]
    cut = max(before.rfind(":"), before.rfind("\t"), before.rfind("|"))
    own = before[cut + 1 :].strip(" \t*_-–•")
    if own and _ITEM.fullmatch(before) is None and not text[last.end : line_end].strip(" \t.;,|\r"):
        # "Yes ☐ No ☒": the boxes stand after their words.
        edges = [start + cut + 1, *(box.end for box in boxes)]
        words = tuple((left, box.end) for left, box in zip(edges, boxes, strict=False))
        return _Line(tuple(boxes), words, (start, edges[0]), last.end)
    stop = _PARAGRAPH_END.search(text, last.end, min(after, last.end + _MAX_OPTION))
    end = min(stop.start() + 1 if stop else after, last.end + _MAX_OPTION)
    if end == after < len(text):
        end = text.rfind("\n", last.end, after) + 1 or after
    starts = [box.start for box in boxes]
    words = tuple(zip(starts, [*starts[1:], end], strict=True))
    return _Line(tuple(boxes), words, (start, boxes[0].start), end)


def _groups(text: str, lines: Sequence[_Line]) -> Iterator[list[_Line]]:
    """Yield the lines whose boxes stand together: nothing but "or" lies between them."""
    group: list[_Line] = []
    for line in lines:
        if group and not _follows(text, group[-1], line):
            yield group
            group = []
        group.append(line)
    if group:
        yield group


def _follows(text: str, above: _Line, line: _Line) -> bool:
    between = text[above.end : line.words[0][0]]
    if _choice(text, above) or _choice(text, line):
        return False  # each line is a question of its own: "Insurance: ☐ Yes ☒ No"
    begin = between[: -len(text[line.lead[0] : line.words[0][0]]) or None]
    item = text[line.lead[0] : line.words[0][0]]
    return _JOINS.fullmatch(begin) is not None and _ITEM.fullmatch(item) is not None


def _choice(text: str, line: _Line) -> bool:
    """Tell whether the options of a line are "yes" and "no"."""
    return all(_YES.fullmatch(words) or _NO.fullmatch(words) for words in _said(text, line))


def _said(text: str, line: _Line) -> list[str]:
    """The words of the options of a line without their boxes."""
    return [
        (text[left : box.start] + text[box.end : right]).strip()
        for (left, right), box in zip(line.words, line.boxes, strict=True)
    ]


def _judged(text: str, group: Sequence[_Line]) -> Iterator[State]:
    shown = {box.says for line in group for box in line.boxes}
    # Beside a tick a cross says no, unless there is an empty box as well: then nobody can tell.
    crossed = StateKind.TICKED
    if _Says.TICKED in shown:
        crossed = StateKind.OPEN if _Says.EMPTY in shown else StateKind.UNTICKED
    chosen = shown != {_Says.EMPTY}
    kinds = {
        _Says.EMPTY: StateKind.UNTICKED if chosen else StateKind.OPEN,
        _Says.TICKED: StateKind.TICKED,
        _Says.CROSSED: crossed,
    }
    for line in group:
        said = _said(text, line)
        if _choice(text, line) and text[slice(*line.lead)].strip():
            yield State(_answer(said, [kinds[box.says] for box in line.boxes]), line.lead[0], line.end)
            continue
        for box, (start, end) in zip(line.boxes, line.words, strict=True):
            yield State(kinds[box.says], start, end)


def _answer(said: Sequence[str], kinds: Sequence[StateKind]) -> StateKind:
    """What "yes" and "no" say of the words before them: "24-hour support: ☐ Yes ☒ No" is not agreed."""
    ticked = {bool(_YES.fullmatch(words)) for words, kind in zip(said, kinds, strict=True) if kind is StateKind.TICKED}
    if len(ticked) != 1:
        return StateKind.OPEN
    return StateKind.TICKED if ticked.pop() else StateKind.UNTICKED
