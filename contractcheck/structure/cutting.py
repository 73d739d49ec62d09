"""Walks the lines of a contract once and marks where each clause begins, and what part of the document it is in."""

from __future__ import annotations

import re

from contractcheck.model import ClauseKind
from contractcheck.structure.annexes import is_annex, refers_on
from contractcheck.structure.contents import find_contents
from contractcheck.structure.definitions import DEFINES
from contractcheck.structure.headings import breaks_off, ends_sentence, is_title, run_in
from contractcheck.structure.headlines import (
    HEADING_CHARS,
    NO_HEADING,
    PREAMBLE_HEADING,
    heading_after,
    heads_list,
    is_heading_row,
    is_value,
    uses_run_in,
)
from contractcheck.structure.numbering import INSIDE, START, Number, read_number
from contractcheck.structure.parts import Parts
from contractcheck.structure.sequence import OpenList
from contractcheck.structure.signatures import SIGNATURE, resumes
from contractcheck.structure.starts import Start, continued, label_of
from contractcheck.structure.textlines import TextLine, text_above

# After a number that is part of a sentence comes one of these.
_GOES_ON = re.compile(
    r"(?:of|and|or|to|above|below|hereof|herein|through|is|are|was|shall|will|may|percent|per|million|times|days)\b"
)
# The first sentence of an agreement.
_MADE = re.compile(
    r"(?:THIS|This)\b.{0,120}?\b(?:AGREEMENT|Agreement|CONTRACT|Contract|Addendum|ADDENDUM|LEASE|Lease)\b"
)
# The label after the first of a list.
_NEXT = {"a": "b", "i": "ii", "A": "B", "1": "2"}
# A line this long is a whole paragraph, so lists inside it are cut too.
_LONG_LINE = 400


# A line shorter than this ended before the margin: an item without a full stop.
_SHORT_LINE = 45
# An item that ends so is a part of a sentence that goes on in the next item.
_PART_END = re.compile(r"(?:[;,\u037e；]|[;,]\s?(?:and|or|and/or))$")
# After the last item of a list, words that begin so belong to the clause that holds the list.
_AFTER_LIST = re.compile(r"(?:[A-Z“\"(]|provided,? (?:that|however))")


class Cutter(Parts):
    """Walks the rows once and collects clause starts. Use ``build`` once."""

    def __init__(self, rows: list[TextLine]) -> None:
        super().__init__(rows)
        self.run_in_style = uses_run_in(rows)
        self.sure = continued(rows)

    def build(self) -> list[Start]:
        """Return the clause starts of all rows."""
        rows = self.rows
        contents = dict(find_contents(rows))
        self._add(Start(rows[0].start, 0, "", "", rows[0].at, None, ClauseKind.PREAMBLE))
        place = 0
        while place < len(rows):
            if place in contents:
                end = contents[place]
                if self.part is ClauseKind.ANNEX and not self.body_seen:
                    self._leave_annex()
                self._add(Start(rows[place].start, place, "", "", rows[place].at, None, ClauseKind.CONTENTS))
                if end < len(rows):
                    kind = self.part if self.part is not ClauseKind.SIGNATURE else ClauseKind.BODY
                    self._add(Start(rows[end].start, end, "", "", rows[end].at, None, kind))
                place = end
                if place in contents or place >= len(rows):
                    continue
            place = self._row(place)
        return self.starts

    def _row(self, place: int) -> int:
        """Read one row, and return the next row to read."""
        rows = self.rows
        row = rows[place]
        before = rows[place - 1] if place else None
        match = START.match(row.text)
        fresh = (
            before is None
            or row.blank
            or bool(row.mark)
            or ends_sentence(text_above(rows, place, numbered=match is not None))
            or (len(before.text) <= HEADING_CHARS and self._just_headed(place))
        )
        if self.part is ClauseKind.ANNEX and not self.body_seen and _MADE.match(row.text):
            # What looked like an annex stood in a list before the agreement itself.
            self._leave_annex()
            self._plain_start(place, "", row.at)
        if match is not None:
            if match["annex"]:
                if is_annex(rows, place, match, fresh=fresh, current=self.annex_name, opened=self.numbered):
                    return self._annex(place, match)
            elif self._number(place, match, fresh):
                return self._inside(max(place, self.starts[-1].row))
        if self.part is ClauseKind.ANNEX and row.text[:4].upper() == "PART" and self._annex_part(place):
            return self.starts[-1].row + 1
        if self.part is ClauseKind.SIGNATURE and resumes(row, place - self.starts[-1].row):
            self.part = ClauseKind.BODY
            self._plain_start(place, "", row.at)
            return place + 1
        if fresh or row.bold:
            if SIGNATURE.match(row.text) and place > 2 and self.part is not ClauseKind.PREAMBLE:
                self._signature(place)
                return place + 1
            if self._heading(place):
                return max(place, self.starts[-1].row) + 1
            if DEFINES.match(row.text):
                self._plain_start(place, "", row.at)
        if before is not None and self._after_list(row, before):
            self._tail(place)
        return self._inside(place)

    # -- numbered clauses

    def _number(self, place: int, match: re.Match[str], fresh: bool) -> bool:
        row = self.rows[place]
        rest = row.text[match.end() :].lstrip(" .:-–—*_")
        before = self.rows[place - 1] if place else None
        # "; and" before "(b)" ends an item; "Section" before "4.8" does not.
        # A table ends in a figure, as a reference does: below it the next number of the list stands before a heading.
        if (
            before is not None
            and not fresh
            and refers_on(before.text)
            and not self._just_headed(place)
            and (run_in(rest) is None or not self.sequence.awaits(read_number(match)[0]))
        ):
            return False
        if rest and (
            rest[0] in ",;%" or (rest[0].islower() and not (match["dec"] and fresh and not _GOES_ON.match(rest)))
        ):
            item = match["one"] and fresh and (match["one_close"] == ")" or (place, "dec") in self.sure)
            item = item or heads_list(rest, read_number(match), self.rows[place + 1 : place + 2])
            if match["dec"] or match["word"] or match["let"] or (match["one"] and not item) or rest[0] in ",;%":
                return False
        if match["word"] and rest[:1] == "(":
            return False
        titled = is_title(rest.split(". ")[0], plain=True) if rest else True
        indent = row.at - row.start
        for number in read_number(match):
            entry = self.sequence.place(
                number, fresh=fresh, titled=titled, inside=False, indent=indent, sure=(place, number.style) in self.sure
            )
            if entry is not None:
                self._open(place, row.at, row.at + match.end(), match.group().strip(), number, entry)
                return True
        if before is not None and self._next_in_list(match, rest, before):
            number = read_number(match)[0]
            entry = self.sequence.place(number, fresh=True, titled=titled, inside=False, indent=indent)
            if entry is not None:
                self._open(place, row.at, row.at + match.end(), match.group().strip(), number, entry)
                return True
        return False

    def _next_in_list(self, match: re.Match[str], rest: str, before: TextLine) -> bool:
        """Tell whether "2." begins a clause after a short line without a full stop, because "1." was the last one."""
        if not match["one"] or match["one_close"] != "." or not rest[:1].isupper() or breaks_off(before.text):
            return False
        return len(before.text) < _SHORT_LINE and self.sequence.awaits(read_number(match)[0])

    def _inside(self, place: int) -> int:
        """Cut the clauses that begin in the middle of a row, and return the next row."""
        row = self.rows[place]
        floor = self.starts[-1].body if self.starts else 0
        found = list(INSIDE.finditer(row.text))
        labels = {match["paren"] for match in found}
        for match in found:
            if row.at + match.start() + 1 < floor:
                continue
            lead = len(match.group()) - len(match.group().lstrip())
            at = row.at + match.start() + lead
            label = bool(match["paren"])
            previous = row.text[match.start() - 1]
            if label and len(row.text) < _LONG_LINE and previous not in ".;":
                continue
            if not label and previous not in '.”"':
                continue
            # Where "(b)" goes on in the middle of the sentence, "(a)" begins no clause: the words of both are one.
            after = _NEXT.get(match["paren"] or "")
            if after and after not in labels and f"({after})" in row.text[match.end() :]:
                continue
            for number in read_number(match):
                entry = self.sequence.place(number, fresh=True, titled=True, inside=True, indent=0)
                if entry is not None:
                    self._open(place, at, row.at + match.end(), match.group().strip(), number, entry)
                    break
        return place + 1

    def _open(self, place: int, at: int, after: int, printed: str, number: Number, entry: OpenList) -> None:
        printed = re.sub(r"^(?:and|or)\s", "", printed)
        start = self.rows[place].start if at == self.rows[place].at else at
        heading, body, last = heading_after(self.rows, place, after, number)
        if self.part in (ClauseKind.PREAMBLE, ClauseKind.SIGNATURE):
            self.part = ClauseKind.BODY
        # Bare numbers in a column tell nothing: only a clause with words shows that the agreement has begun.
        worded = bool(heading) or after < self.rows[place].end
        self.numbered = self.numbered or worded
        self.body_seen = self.body_seen or (worded and self.part is ClauseKind.BODY)
        new = Start(start, last, printed, heading, body, entry, self.part)
        above = text_above(self.rows, place, numbered=True)
        new.part = at == self.rows[place].at and bool(_PART_END.search(above[-8:]))
        self._add(new)
        entry.clause = len(self.starts) - 1
        parent = self.sequence.parent_of(entry)
        new.parent = parent.clause if parent else self.annex
        new.level = self.starts[new.parent].level + 1 if new.parent >= 0 else 0
        new.path = self._path(printed, number, parent)

    def _path(self, printed: str, number: Number, parent: OpenList | None) -> str:
        label = label_of(printed, number)
        if parent is not None and parent.clause >= 0 and not (number.style == "dec" and "." in label):
            above = self.starts[parent.clause]
            if above.number and above.path and above.kind is not ClauseKind.SIGNATURE and above.entry is not None:
                if number.style == "dec":
                    return f"{above.path}.{label}" if parent.number.style == "dec" else f"{above.path}, {label}"
                return above.path + label
        # "B.1" names its annex itself.
        named = self.annex_name.endswith(f" {label[:1]}") and label[1:2] == "."
        return f"{self.annex_name}, {label}" if self.annex_name and not named else label

    # -- headings

    def _heading(self, place: int) -> bool:
        """Open a clause at a heading line or run-in heading without a number."""
        row = self.rows[place]
        text = row.text.rstrip(" *_")
        if self.part is ClauseKind.SIGNATURE and not row.mark:
            return False
        if not text or NO_HEADING.match(text):
            return False
        if row.mark or is_heading_row(self.rows, place, text, preamble=self.part is ClauseKind.PREAMBLE):
            if row.mark and not is_title(text, plain=True):
                return False
            if self.part is ClauseKind.PREAMBLE and ((place < 3 and row.mark == 1) or PREAMBLE_HEADING.match(text)):
                return False
            self._plain_start(place, text.strip(" :*_"), row.end)
            return True
        if self.run_in_style or row.bold:
            found = run_in(text)
            if found is not None and (found[1] < len(text) or row.bold) and len(text[: found[0]].split()) <= 7:
                body = row.at + found[1] if found[1] < len(text) else row.end
                if is_value(text, found, self.rows[place + 1 : place + 2]):
                    body = row.at
                self._plain_start(place, text[: found[0]].strip(" *_"), body)
                return True
        return False

    def _just_headed(self, place: int) -> bool:
        """Tell whether the row before ``place`` is the heading that opened the last clause, or a lone title."""
        last = self.starts[-1] if self.starts else None
        before = self.rows[place - 1]
        if last is not None and last.body >= before.end and last.at <= before.start + len(before.text):
            return True
        return is_title(before.text) and not breaks_off(before.text)

    def _after_list(self, row: TextLine, before: TextLine) -> bool:
        """Tell whether the text at ``row`` follows a list whose items are parts of one sentence, now ended."""
        last = self.starts[-1]
        if not last.part or last.entry is None or last.entry.number.style in ("dec", "article") or last.parent < 0:
            return False
        return before.text[-1] == "." and before.end > last.body and bool(_AFTER_LIST.match(row.text))
