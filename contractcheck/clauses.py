"""Cuts a contract into clauses: number, heading, own text, place in the hierarchy, and what part of the document it is.

Works on the cleaned lines only. Every line belongs to exactly one clause; the clauses stand in text order.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from contractcheck.contents import find_contents
from contractcheck.definitions import DEFINES, find_attachments, find_terms, in_definitions
from contractcheck.headings import breaks_off, ends_sentence, is_title, run_in
from contractcheck.model import Clause, ClauseKind, Cleaned, Document, Outline
from contractcheck.numbering import INSIDE, START, Number, read_number
from contractcheck.rows import Row, plain_text, rows_of
from contractcheck.sequence import Entry, Sequence

# A heading line without a number is at most this long; longer ones were wrapped sentences.
_HEADING_CHARS = 80
# Run-in headings without numbers ("Confidentiality. Each party ..") count only where a document uses them as a style.
_RUN_IN_FEWEST = 3
# A line this long is a whole paragraph, so lists inside it are cut too.
_LONG_LINE = 400

_REFERENCE_END = re.compile(
    r"(?:\b(?:sections?|articles?|clauses?|paragraphs?|subsections?|sub-?clauses?|exhibits?|schedules?|annex|appendix|"
    r"attachments?|parts?|items?|nos?\.?|to|of|in|under|by|with|the|this|a|an|than|through|from|see|per|and|or|"
    r"subject|pursuant|§+),?|\([a-z]\),?|\d[,–-]?)$",
    re.IGNORECASE,
)
_SIGNATURE = re.compile(
    r"(?:IN WITNESS (?:WHEREOF|HEREOF|OF WHICH)|AS WITNESS|EXECUTED (?:BY|AS A|AND DELIVERED)|"
    r"\[?SIGNATURES? (?:PAGE|BLOCK|TO FOLLOW)|SIGNED (?:BY|FOR|AND)|AGREED (?:TO )?AND ACCEPTED|"
    r"(?:The parties|The Parties) have (?:caused|executed|signed))",
    re.IGNORECASE,
)
_PREAMBLE_HEADING = re.compile(
    r"(?:RECITALS?|WITNESS|W I T N E S|BACKGROUND|WHEREAS|PREAMBLE|PARTIES|BETWEEN|AND$|BY AND|DATED|EFFECTIVE|AGREED TERMS)|"
    r".*\bAGREEMENT\b",
    re.IGNORECASE,
)
_OWN_EXHIBIT = re.compile(r"(?:EXHIBIT|EX)[\s-]*\(?(?:10|99|4|2|1|28|13)\b[.\w()\-]*", re.IGNORECASE)
_NO_HEADING = re.compile(
    r"(?:By|Name|Title|Date|Its|Attn|Attention|Address|Tel|Telephone|Fax|Phone|E-?mail|Signature|Signed|Print(?:ed)? Name|"
    r"Facsimile|Witness|To|From|cc|Page|Source)\b\s?[.:]?",
)


@dataclass(slots=True)
class _Start:
    """Where a clause begins, before its end is known."""

    at: int
    row: int
    number: str
    heading: str
    body: int
    entry: Entry | None
    kind: ClauseKind
    level: int = 0
    parent: int = -1
    path: str = ""


def outline(document: Document, cleaned: Cleaned) -> Outline:
    """Return the structure of ``document``: clauses in order, defined terms, and the attachments it names.

    Never raises: text without any structure becomes one clause without number.
    """
    plain = plain_text(document, cleaned)
    rows = rows_of(document, cleaned, plain)
    starts = _Builder(rows, plain).build() if rows else []
    clauses = _close(starts, rows, plain, document.text)
    return Outline(clauses, find_terms(plain, clauses), find_attachments(plain, clauses))


class _Builder:
    """Walks the rows once and collects clause starts."""

    def __init__(self, rows: list[Row], plain: str) -> None:
        self.rows = rows
        self.plain = plain
        self.starts: list[_Start] = []
        self.sequence = Sequence()
        self.part = ClauseKind.PREAMBLE
        self.annex = -1
        self.annex_name = ""
        self.numbered = False
        self.run_in_style = self._uses_run_in()

    def build(self) -> list[_Start]:
        """Return the clause starts of all rows."""
        rows = self.rows
        contents = dict(find_contents(rows))
        self._add(_Start(rows[0].start, 0, "", "", rows[0].at, None, ClauseKind.PREAMBLE))
        place = 0
        while place < len(rows):
            if place in contents:
                end = contents[place]
                self._add(_Start(rows[place].start, place, "", "", rows[place].at, None, ClauseKind.CONTENTS))
                if end < len(rows):
                    kind = self.part if self.part is not ClauseKind.SIGNATURE else ClauseKind.BODY
                    self._add(_Start(rows[end].start, end, "", "", rows[end].at, None, kind))
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
        fresh = (
            before is None
            or row.blank
            or bool(row.mark)
            or ends_sentence(before.text)
            or (len(before.text) <= _HEADING_CHARS and self._just_headed(place))
        )
        match = START.match(row.text)
        if match is not None:
            if match["annex"]:
                if self._is_annex(place, match, fresh):
                    return self._annex(place, match)
            elif self._number(place, match, fresh):
                return self._inside(max(place, self.starts[-1].row))
        if fresh or row.bold:
            if _SIGNATURE.match(row.text) and place > 2 and self.part is not ClauseKind.PREAMBLE:
                self._signature(place)
                return place + 1
            if self._heading(place):
                return max(place, self.starts[-1].row) + 1
            if DEFINES.match(row.text):
                self._plain_start(place, "", row.at)
        return self._inside(place)

    # -- numbered clauses

    def _number(self, place: int, match: re.Match[str], fresh: bool) -> bool:
        row = self.rows[place]
        rest = row.text[match.end() :].lstrip(" .:-–—*_")
        before = self.rows[place - 1] if place else None
        if before is not None and not row.blank and not row.mark and _REFERENCE_END.search(before.text) and not self._just_headed(place):
            # "; and" before "(b)" ends an item; "Section" before "4.8" does not.
            if not fresh:
                return False
        if rest and (rest[0].islower() or rest[0] in ",;%") and (match["dec"] or match["one"] or match["word"]):
            return False
        if match["word"] and rest[:1] == "(":
            return False
        titled = is_title(rest.split(". ")[0], plain=True) if rest else True
        indent = row.at - row.start
        for number in read_number(match):
            entry = self.sequence.place(number, fresh=fresh, titled=titled, inside=False, indent=indent)
            if entry is not None:
                self._open(place, row.at, row.at + match.end(), match.group().strip(), number, entry)
                return True
        return False

    def _inside(self, place: int) -> int:
        """Cut the clauses that begin in the middle of a row, and return the next row."""
        row = self.rows[place]
        floor = self.starts[-1].body if self.starts else 0
        for match in INSIDE.finditer(row.text):
            if row.at + match.start() + 1 < floor:
                continue
            lead = len(match.group()) - len(match.group().lstrip())
            at = row.at + match.start() + lead
            label = bool(match["paren"])
            previous = row.text[match.start() - 1]
            if label and len(row.text) < _LONG_LINE and previous not in ".;":
                continue
            if not label and previous not in ".”\"":
                continue
            for number in read_number(match):
                entry = self.sequence.place(number, fresh=True, titled=True, inside=True, indent=0)
                if entry is not None:
                    self._open(place, at, row.at + match.end(), match.group().strip(), number, entry)
                    break
        return place + 1

    def _open(self, place: int, at: int, after: int, printed: str, number: Number, entry: Entry) -> None:
        printed = re.sub(r"^(?:and|or)\s", "", printed)
        start = self.rows[place].start if at == self.rows[place].at else at
        heading, body, last = self._heading_after(place, after, number)
        if self.part in (ClauseKind.PREAMBLE, ClauseKind.SIGNATURE):
            self.part = ClauseKind.BODY
        self.numbered = True
        new = _Start(start, last, printed, heading, body, entry, self.part)
        self._add(new)
        entry.clause = len(self.starts) - 1
        parent = self.sequence.parent_of(entry)
        new.parent = parent.clause if parent else self.annex
        new.level = self.starts[new.parent].level + 1 if new.parent >= 0 else 0
        new.path = self._path(printed, number, parent)

    def _path(self, printed: str, number: Number, parent: Entry | None) -> str:
        label = printed.strip(" .:*_")
        if number.style in ("dec", "article"):
            label = re.sub(r"^(?:SECTION|Section|CLAUSE|Clause|SEC\.|Sec\.|§)\s*", "", label).rstrip(".)")
        elif number.style.endswith((".", ")")):
            label = "(" + label.strip("().") + ")"
        if parent is not None and parent.clause >= 0 and not (number.style == "dec" and len(number.value) > 1):
            above = self.starts[parent.clause]
            if above.number and above.path and above.kind is not ClauseKind.SIGNATURE and above.entry is not None:
                if number.style == "dec":
                    return f"{above.path}.{label}" if parent.number.style == "dec" else f"{above.path}, {label}"
                return above.path + label
        return f"{self.annex_name}, {label}" if self.annex_name else label

    # -- headings

    def _heading_after(self, place: int, after: int, number: Number | None) -> tuple[str, int, int]:
        """Read the heading after a number. Returns it, the offset of the body, and the row where the body begins."""
        row = self.rows[place]
        rest = row.text[after - row.at :]
        skip = len(rest) - len(rest.lstrip(" .:-–—*_"))
        rest = rest[skip:]
        begin = after + skip
        if not rest:
            return self._heading_below(place)
        found = run_in(rest)
        if found is not None:
            heading = rest[: found[0]].strip(" *_")
            if found[1] >= len(rest):
                return heading, row.end, place
            return heading, begin + found[1], place
        follower = self.rows[place + 1] if place + 1 < len(self.rows) else None
        if number is not None and number.style[0] in "ai" and not rest[0].isupper():
            return "", begin, place
        if is_title(rest) and not rest.startswith(("“", '"')) and (follower is None or self._may_end_heading(rest, follower)):
            if follower and rest.isupper() and follower.text.isupper() and len(follower.text) < 60 and not START.match(follower.text):
                both = f"{rest} {follower.text}"
                if is_title(both) and breaks_off(rest):
                    return both, follower.end, place + 1
            return rest.strip(" *_:"), row.end, place
        return "", begin, place

    def _heading_below(self, place: int) -> tuple[str, int, int]:
        """The heading of a number that stands alone on its line."""
        row = self.rows[place]
        if place + 1 >= len(self.rows):
            return "", row.end, place
        below = self.rows[place + 1]
        if START.match(below.text):
            return "", row.end, place
        found = run_in(below.text)
        if found is not None:
            body = below.end if found[1] >= len(below.text) else below.at + found[1]
            return below.text[: found[0]].strip(" *_"), body, place + 1
        text = below.text.rstrip(" :*_")
        if is_title(text) and len(text) <= _HEADING_CHARS:
            follower = self.rows[place + 2] if place + 2 < len(self.rows) else None
            if follower is not None and breaks_off(text) and is_title(f"{text} {follower.text}"):
                return f"{text} {follower.text}", follower.end, place + 2
            if follower is None or self._may_end_heading(text, follower):
                return text, below.end, place + 1
        return "", row.end, place

    @staticmethod
    def _may_end_heading(text: str, follower: Row) -> bool:
        """Tell whether a title may end where its line ends, by how the next line begins."""
        if breaks_off(text) or text[-1] in ";,":
            return False
        begin = follower.text[0]
        return text.isupper() or begin.isupper() or not begin.isalpha() or follower.blank

    def _heading(self, place: int) -> bool:
        """Open a clause at a heading line or run-in heading without a number."""
        row = self.rows[place]
        text = row.text.rstrip(" *_")
        follower = self.rows[place + 1] if place + 1 < len(self.rows) else None
        if self.part is ClauseKind.SIGNATURE and not row.mark:
            return False
        if not text or _NO_HEADING.match(text):
            return False
        if row.mark or self._is_heading_row(place, text, follower):
            if row.mark and not is_title(text, plain=True):
                return False
            if self.part is ClauseKind.PREAMBLE and (place < 3 and row.mark == 1 or _PREAMBLE_HEADING.match(text)):
                return False
            self._plain_start(place, text.strip(" :*_"), row.end)
            return True
        if self.run_in_style or row.bold:
            found = run_in(text)
            if found is not None and (found[1] < len(text) or row.bold) and len(text[: found[0]].split()) <= 7:
                body = row.at + found[1] if found[1] < len(text) else row.end
                self._plain_start(place, text[: found[0]].strip(" *_"), body)
                return True
        return False

    def _is_heading_row(self, place: int, text: str, follower: Row | None) -> bool:
        if len(text) > _HEADING_CHARS or follower is None or text[-1] in ".;,”\"" or text[0] in "“\"[<":
            return False
        if not is_title(text) or sum(letter.isdigit() for letter in text) > 4 or breaks_off(text):
            return False
        # In the preamble only a document without numbers has headings that open clauses.
        if self.part is ClauseKind.PREAMBLE and (_PREAMBLE_HEADING.match(text) or place < 4):
            return False
        if not self._may_end_heading(text, follower):
            return False
        before = self.rows[place - 1] if place else None
        if text.isupper():
            # A line of a paragraph in capitals, or of a title page, is no heading.
            beside = [row for row in (before, follower) if row is not None and row.text.isupper() and len(row.text) > 40]
            if beside:
                return False
        after = follower.text
        return bool(START.match(after)) or len(after) >= 45 or ends_sentence(after) or bool(DEFINES.match(after))

    def _uses_run_in(self) -> bool:
        """Tell whether run-in headings without numbers are a style of this document."""
        count = 0
        before = ""
        for row in self.rows:
            if (row.blank or ends_sentence(before)) and row.text[0].isupper() and "." in row.text[2:80] and not START.match(row.text):
                found = run_in(row.text)
                if found is not None and found[1] < len(row.text) and is_title(row.text[: found[0]]):
                    count += 1
                    if count >= _RUN_IN_FEWEST:
                        return True
            before = row.text
        return False

    def _just_headed(self, place: int) -> bool:
        """Tell whether the row before ``place`` is the heading that opened the last clause, or a lone title."""
        last = self.starts[-1] if self.starts else None
        before = self.rows[place - 1]
        if last is not None and last.body >= before.end and last.at <= before.start + len(before.text):
            return True
        return is_title(before.text) and not breaks_off(before.text)

    # -- parts of the document

    def _plain_start(self, place: int, heading: str, body: int) -> None:
        row = self.rows[place]
        if heading:
            self.sequence.heading()
            if self.part in (ClauseKind.PREAMBLE, ClauseKind.SIGNATURE):
                self.part = ClauseKind.BODY
        above = None if heading else self.sequence.top()
        parent = above.clause if above is not None else self.annex
        new = _Start(row.start, place, "", heading, body, None, self.part, path=heading)
        new.parent = parent
        new.level = self.starts[parent].level + 1 if parent >= 0 else 0
        if not heading and parent >= 0:
            new.path = self.starts[parent].path
        self._add(new)
        if heading:
            self.sequence.push_heading(len(self.starts) - 1)

    def _is_annex(self, place: int, match: re.Match[str], fresh: bool) -> bool:
        rows = self.rows
        row = rows[place]
        rest = row.text[match.end() :].strip(" .:-–—*_()[]")
        if place < 4 and _OWN_EXHIBIT.match(row.text):
            return False
        before = rows[place - 1] if place else None
        new_page = before is not None and before.page != row.page
        if not fresh and not new_page and not (before is not None and len(before.text) < 60 and not _REFERENCE_END.search(before.text)):
            return False
        if before is not None and _REFERENCE_END.search(before.text) and not row.blank and not row.mark and not fresh:
            return False
        if row.text.rstrip()[-1] in ";," or (rest and not is_title(rest, plain=row.text[: match.end()].isupper())):
            return False
        if len(row.text) > 120:
            return False
        name = _annex_name(match)
        if name == self.annex_name:
            return False
        # A list of annexes has the next name on the next line.
        follower = rows[place + 1] if place + 1 < len(rows) else None
        other = START.match(follower.text) if follower is not None else None
        if other is not None and other["annex"] and _annex_name(other) != name:
            return False
        earlier = START.match(before.text) if before is not None else None
        return not (earlier is not None and earlier["annex"] and before is not None and len(before.text) > 25 and rest)

    def _annex(self, place: int, match: re.Match[str]) -> int:
        row = self.rows[place]
        self.sequence.clear()
        self.part = ClauseKind.ANNEX
        heading, body, last = self._heading_after(place, row.at + match.end(), None)
        self.annex_name = _annex_name(match)
        self._add(_Start(row.start, last, match.group().strip(), heading, body, None, ClauseKind.ANNEX, path=self.annex_name))
        self.annex = len(self.starts) - 1
        return last + 1

    def _signature(self, place: int) -> None:
        row = self.rows[place]
        if self.part is ClauseKind.SIGNATURE:
            return
        self.sequence.clear()
        self.part = ClauseKind.SIGNATURE
        self.annex_name = ""
        self.annex = -1
        self._add(_Start(row.start, place, "", "", row.at, None, ClauseKind.SIGNATURE))

    def _add(self, start: _Start) -> None:
        """Add a start; a start at the same place replaces an empty one."""
        if self.starts and self.starts[-1].at >= start.at and not self.starts[-1].number:
            start.at = self.starts[-1].at
            self.starts.pop()
        self.starts.append(start)


def _annex_name(match: re.Match[str]) -> str:
    word = match["annex"].split()[0].capitalize()
    return f"{word} {match['annex_id']}"


def _close(starts: list[_Start], rows: list[Row], plain: str, text: str) -> tuple[Clause, ...]:
    """Give every start its end, its page and its final kind."""
    clauses: list[Clause] = []
    if not starts:
        return ()
    pages = [(row.start, row.page) for row in rows]
    cursor = 0
    kinds: list[ClauseKind] = []
    for index, start in enumerate(starts):
        limit = starts[index + 1].at if index + 1 < len(starts) else rows[-1].end
        end = start.at + len(text[start.at : limit].rstrip())
        while cursor + 1 < len(pages) and pages[cursor + 1][0] <= start.at:
            cursor += 1
        body = min(max(start.body, start.at), end)
        kind = start.kind
        if kind in (ClauseKind.BODY, ClauseKind.ANNEX):
            above = kinds[start.parent] if start.parent >= 0 else None
            if in_definitions(start.heading, plain[body:end], above is ClauseKind.DEFINITION):
                kind = ClauseKind.DEFINITION
        kinds.append(kind)
        clauses.append(
            Clause(start.number, start.path, start.heading, start.level, start.at, body, max(end, start.at), pages[cursor][1], kind, start.parent)
        )
    return tuple(clauses)
