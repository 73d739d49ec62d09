"""Damage sound contracts in the ways in which real files are damaged, and count what the findings lose.

    python benchmarks/damage.py [--contracts 20] [--ocr]

Each contract is typeset anew from its own text, once sound and once a kind of damage. Counted are the findings that are
met in the sound copy and "missing" in the damaged one, with nothing said of the damage: the goal is 0. "unsure" and
"said" are those that are not met, and the report says why.
"""

from __future__ import annotations

import argparse
import io
import random
import re
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import pikepdf
import pypdfium2
import reportlab
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen import canvas

from contractcheck.checker import Checker
from contractcheck.model import Status, Verdict
from contractcheck.reading.options import Engine, ReadOptions

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus" / "cuad" / "pdf"
WIDTH, HEIGHT, SIZE, STEP = 595, 842, 8.5, 11.0
FONT = "Vera"
GAP, NARROW = 0.28, 0.1
LIGATURES = ("ffi", "ffl", "ff", "fi", "fl")
STAMP = (
    "HALDEN COUNCIL / CONTRACT REGISTER No. 2026-0311 / Received 3 March 2026 / CONFIDENTIAL / Page of a scan",
    "Electronically signed by Jane Doe on 3 March 2026 09:41:22 UTC. Certificate no. 00A1B2C3D4. IP 203.0.113.7",
    "This document was signed with a qualified electronic signature under Regulation (EU) No 910/2014, article 26",
)
Pages = list[list[str]]


def contracts(corpus: Path, count: int) -> list[tuple[str, Pages]]:
    """Contracts of some pages with a text layer, as lines."""
    found = []
    paths = sorted(corpus.glob("**/*.pdf"))
    random.Random(13).shuffle(paths)  # noqa: S311
    for path in paths:
        with pypdfium2.PdfDocument(path) as pdf:
            if not 5 <= len(pdf) <= 14:
                continue
            pages = [str(page.get_textpage().get_text_range()).splitlines() for page in pdf]
        if min(len(" ".join(page)) for page in pages) > 300:
            found.append((path.stem[:40], pages))
        if len(found) == count:
            break
    return found


def typeset(
    pages: Pages, *, gap: float = GAP, scan: int = -1, stamp: bool = False, lost: Callable[[str], str] = str
) -> bytes:
    """The contract as a PDF. ``scan`` is the page that becomes an image, ``lost`` changes each word."""
    if FONT not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont(FONT, str(Path(reportlab.__file__).parent / "fonts" / "Vera.ttf")))
    out = io.BytesIO()
    sheet = canvas.Canvas(out, pagesize=(WIDTH, HEIGHT), invariant=1)
    for number, lines in enumerate(pages):
        if number == scan:
            image = _shown(lines)
            sheet.drawImage(ImageReader(image), 0, 0, WIDTH, HEIGHT)
            for row, text in enumerate(STAMP if stamp else ()):
                sheet.setFont(FONT, 6)
                sheet.drawString(40, 14 + 8 * row, text)
        else:
            _print(sheet, lines, gap, lost)
        sheet.showPage()
    sheet.save()
    return out.getvalue()


def _print(sheet: canvas.Canvas, lines: Sequence[str], gap: float, lost: Callable[[str], str]) -> None:
    step = min(STEP, (HEIGHT - 60) / max(1, len(lines)))
    for row, line in enumerate(lines):
        x, y = 40.0, HEIGHT - 40 - step * row
        size = min(SIZE, step * 0.8)
        full = pdfmetrics.stringWidth(line, FONT, size)
        size *= min(1.0, (WIDTH - 90) / max(1.0, full))
        text = sheet.beginText(x, y)
        text.setFont(FONT, size)
        for word in line.replace("\ufffe", "-").split():
            text.setTextOrigin(x, y)
            new = lost(word)
            text.textOut(new if gap != GAP else f"{new} ")
            x += pdfmetrics.stringWidth(new, FONT, size) + gap * size
        sheet.drawText(text)


def _shown(lines: Sequence[str]) -> object:
    with pypdfium2.PdfDocument(typeset([list(lines)])) as pdf:
        return pdf[0].render(scale=200 / 72, grayscale=True).to_pil()


def without_ligatures(share: float, *, whole: bool) -> Callable[[str], str]:
    """Drop so many of the ligatures: wholly, or all but the first letter."""
    chance = random.Random(7)  # noqa: S311

    def lost(word: str) -> str:
        pattern = "|".join(LIGATURES)
        return re.sub(pattern, lambda one: one[0][: 0 if whole else 1] if chance.random() < share else one[0], word)

    return lost


def shifted(data: bytes, by: int = 29) -> bytes:
    """The file with maps from signs to letters that are off by some."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for one in pdf.objects:
            if isinstance(one, pikepdf.Dictionary) and "/ToUnicode" in one:
                stream = one.ToUnicode
                text = stream.read_bytes()
                stream.write(
                    re.sub(rb"> <([0-9A-Fa-f]{4})>", lambda hit: b"> <%04X>" % _moved(int(hit[1], 16), by), text)
                )
                stream.write(re.sub(rb"(?m)^<([0-9A-Fa-f]+)> <([0-9A-Fa-f]{4})>$", _line(by), stream.read_bytes()))
        out = io.BytesIO()
        pdf.save(out, deterministic_id=True)
        return out.getvalue()


def _line(by: int) -> Callable[[re.Match[bytes]], bytes]:
    return lambda hit: b"<%s> <%04X>" % (hit[1], _moved(int(hit[2], 16), by))


def _moved(code: int, by: int) -> int:
    return code - by if code - by > 32 else code + 66


KINDS: dict[str, Callable[[Pages], bytes]] = {
    "ligatures lost whole, 1 %": lambda pages: typeset(pages, lost=without_ligatures(0.01, whole=True)),
    "ligatures lost whole, 5 %": lambda pages: typeset(pages, lost=without_ligatures(0.05, whole=True)),
    "ligatures lost whole, 20 %": lambda pages: typeset(pages, lost=without_ligatures(0.2, whole=True)),
    "ligatures lost whole, all": lambda pages: typeset(pages, lost=without_ligatures(1, whole=True)),
    "ligatures to one letter, 1 %": lambda pages: typeset(pages, lost=without_ligatures(0.01, whole=False)),
    "ligatures to one letter, 5 %": lambda pages: typeset(pages, lost=without_ligatures(0.05, whole=False)),
    "ligatures to one letter, 20 %": lambda pages: typeset(pages, lost=without_ligatures(0.2, whole=False)),
    "ligatures to one letter, all": lambda pages: typeset(pages, lost=without_ligatures(1, whole=False)),
    "ToUnicode shifted": lambda pages: shifted(typeset(pages)),
    "gaps narrowed": lambda pages: typeset(pages, gap=NARROW),
    "a scanned page in the middle": lambda pages: typeset(pages, scan=len(pages) // 2),
    "a stamp on it": lambda pages: typeset(pages, scan=len(pages) // 2, stamp=True),
}


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--contracts", type=int, default=20)
    parser.add_argument("--corpus", type=Path, default=CORPUS)
    parser.add_argument("--ocr", action="store_true")
    options = parser.parse_args()
    engine = Engine.AUTO if options.ocr else Engine.NONE
    checker = Checker("outsourcing", reading=ReadOptions(ocr=engine))
    found = contracts(options.corpus, options.contracts)
    sound = [_verdicts(checker, typeset(pages)) for _, pages in found]
    print(f"{len(found)} contracts, {sum(len(one.met) for one in sound)} findings met")
    print(
        f"{'damage':32} {'met':>5} {'missing':>8} {'said':>6} {'unsure':>7} {'unread':>7}  contracts with a silent loss"
    )
    for kind, damage in KINDS.items():
        met = missing = told = unsure = unread = 0
        silent = []
        for (name, pages), before in zip(found, sound, strict=True):
            after = _verdicts(checker, damage(pages))
            lost = before.met & after.missing
            unread += len(before.met) if after.unreadable else 0
            met += len(before.met & after.met)
            unsure += len(before.met & after.unsure)
            if lost and after.speaks:
                told += len(lost)
            elif lost:
                missing += len(lost)
                silent.append(f"{name} ({len(lost)})")
        print(f"{kind:32} {met:5} {missing:8} {told:6} {unsure:7} {unread:7}  {', '.join(silent[:3])}", flush=True)


class _Verdicts:
    def __init__(self) -> None:
        self.met: set[str] = set()
        self.missing: set[str] = set()
        self.unsure: set[str] = set()
        self.unreadable = False
        self.speaks = False


def _verdicts(checker: Checker, data: bytes) -> _Verdicts:
    found = _Verdicts()
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(data)
        file.flush()
        examined = checker.examine(file.name)
    report = examined.report
    found.unreadable = report.status is Status.UNREADABLE
    if examined.contract is not None:
        document = examined.contract.document
        found.speaks = bool(document.unread_pages or document.left_out)
    for one in report.assessed:
        kept = {Verdict.MET: found.met, Verdict.MISSING: found.missing}.get(one.verdict, found.unsure)
        kept.add(one.finding.requirement)
    return found


if __name__ == "__main__":
    main()
