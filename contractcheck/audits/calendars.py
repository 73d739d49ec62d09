"""Key dates as a calendar that any calendar program reads (RFC 5545)."""

from __future__ import annotations

from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path, PurePosixPath

from contractcheck.audits import selections
from contractcheck.audits.ledger import Ledger, Run
from contractcheck.audits.tasks import About
from contractcheck.model.oneline import one_line

# The format asks for the time at which an entry was made. A fixed one keeps the file the same for the same contracts.
_STAMP = "19700101T000000Z"
# The most bytes of a line, without its end.
_WIDEST = 75
_TITLES = {"expiry": "Expires", "renewal": "Renews", "notice": "Last day to give notice"}


def write_ics(ledger: Ledger, run: Run, about: About, path: Path) -> None:
    """Write every key date that is known as an entry of a whole day. What renews for ever repeats for ever."""
    with path.open("w", encoding="utf-8", errors="replace", newline="") as file:
        for line in ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//contractcheck//audit//EN", "CALSCALE:GREGORIAN"):
            file.write(f"{line}\r\n")
        for row in selections.dates(ledger, run):
            if row.day:
                for line in _event(row):
                    file.write(_folded(line))
        file.write("END:VCALENDAR\r\n")


def _event(row: selections.DateRow) -> list[str]:
    day = date.fromisoformat(row.day)
    words = [f"page {row.page}" if row.page else "", f"clause {row.clause}" if row.clause else ""]
    place = ", ".join(filter(None, words))
    mark = sha256(f"{row.path} {row.sha256} {row.what}".encode("utf-8", "replace")).hexdigest()[:32]
    lines = [
        "BEGIN:VEVENT",
        f"UID:{mark}@contractcheck",
        f"DTSTAMP:{_STAMP}",
        f"DTSTART;VALUE=DATE:{day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{min(day, date.max - timedelta(days=1)) + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{_text(f'{_TITLES.get(row.what, row.what)}: {PurePosixPath(row.path).name}')}",
        f"DESCRIPTION:{_text(' '.join(filter(None, [row.arithmetic, place and f'({place})', row.path])))}",
        "TRANSP:TRANSPARENT",
    ]
    if row.repeats:
        lines.append(f"RRULE:FREQ=MONTHLY;INTERVAL={row.repeats}")
    return [*lines, "END:VEVENT"]


def _text(value: str) -> str:
    """Escape what has a meaning in this format. ``shown`` has made one line of it, without control characters."""
    flat = one_line(value)
    return flat.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")


def _folded(line: str) -> str:
    """Return a line, cut where it is too long: the next one then begins with a space. No character is cut in two."""
    pieces, piece, size = [], "", 0
    for char in line:
        width = len(char.encode("utf-8", "replace"))
        if size + width > _WIDEST:
            pieces.append(piece)
            piece, size = " ", 1
        piece += char
        size += width
    return "\r\n".join([*pieces, piece]) + "\r\n"
