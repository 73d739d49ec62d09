"""Damage sound contracts in the ways in which real files are damaged, and count what the findings lose.

    python benchmarks/damage.py                   the table of RESULTS.md
    python benchmarks/damage.py --ocr             scanned pages are recognised, by what is installed
    python benchmarks/damage.py --seed 14         twenty other contracts
    python benchmarks/damage.py --only scanned    the kinds of damage with this word in their name

Each contract is typeset anew from its own text, once sound and once a kind of damage. Counted are the findings that are
met in the sound copy: what they are in the damaged one. A finding that turns from met to missing is a wrong answer,
whatever else the report says: then the exit code is 1. "unread" are those of files that were refused as not read.
"""

from __future__ import annotations

import argparse
import io
import random
import re
import sys
import tempfile
from collections import Counter
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
FONT, STRANGE = "Vera", "VeraItalic"
GAP, NARROW = 0.28, 0.1
LIGATURES = ("ffi", "ffl", "ff", "fi", "fl")
STAMP = (
    "HALDEN COUNCIL / CONTRACT REGISTER No. 2026-0311 / Received 3 March 2026 / CONFIDENTIAL / Page of a scan",
    "Electronically signed by Jane Doe on 3 March 2026 09:41:22 UTC. Certificate no. 00A1B2C3D4. IP 203.0.113.7",
    "This document was signed with a qualified electronic signature under Regulation (EU) No 910/2014, article 26",
)
Pages = list[list[str]]


def contracts(corpus: Path, count: int, seed: int) -> list[tuple[str, Pages]]:
    """Contracts of some pages with a text layer, as lines."""
    found = []
    paths = sorted(corpus.glob("**/*.pdf"))
    random.Random(seed).shuffle(paths)  # noqa: S311
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
    pages: Pages,
    *,
    gap: float = GAP,
    scan: int = -1,
    stamp: bool = False,
    strange: int = -1,
    lost: Callable[[str], str] = str,
) -> bytes:
    """The contract as a PDF. ``scan`` is the page that becomes an image, ``strange`` the one with a font of its own.

    ``lost`` changes each word.
    """
    for font, file in ((FONT, "Vera.ttf"), (STRANGE, "VeraIt.ttf")):
        if font not in pdfmetrics.getRegisteredFontNames():
            pdfmetrics.registerFont(TTFont(font, str(Path(reportlab.__file__).parent / "fonts" / file)))
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
            _print(sheet, lines, gap, lost, STRANGE if number == strange else FONT)
        sheet.showPage()
    sheet.save()
    return out.getvalue()


def _print(sheet: canvas.Canvas, lines: Sequence[str], gap: float, lost: Callable[[str], str], font: str) -> None:
    step = min(STEP, (HEIGHT - 60) / max(1, len(lines)))
    for row, line in enumerate(lines):
        x, y = 40.0, HEIGHT - 40 - step * row
        size = min(SIZE, step * 0.8)
        full = pdfmetrics.stringWidth(line, font, size)
        size *= min(1.0, (WIDTH - 90) / max(1.0, full))
        text = sheet.beginText(x, y)
        text.setFont(font, size)
        for word in line.replace("\ufffe", "-").split():
            text.setTextOrigin(x, y)
            new = lost(word)
            text.textOut(new if gap != GAP else f"{new} ")
            x += pdfmetrics.stringWidth(new, font, size) + gap * size
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


def with_signs(share: float) -> Callable[[str], str]:
    """Put a sign without meaning in the place of so many of the ligatures."""
    chance = random.Random(7)  # noqa: S311
    pattern = "|".join(LIGATURES)
    return lambda word: re.sub(pattern, lambda one: "\ufffd" if chance.random() < share else one[0], word)


def shifted(data: bytes, by: int = 29, only: str = "") -> bytes:
    """The file with maps from signs to letters that are off by some. ``only`` is in the names of those fonts."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for one in pdf.objects:
            if isinstance(one, pikepdf.Dictionary) and "/ToUnicode" in one and only in str(one.get("/BaseFont")):
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
    "a sign for ligatures, 20 %": lambda pages: typeset(pages, lost=with_signs(0.2)),
    "ToUnicode shifted": lambda pages: shifted(typeset(pages)),
    "ToUnicode shifted on a page": lambda pages: shifted(typeset(pages, strange=len(pages) // 2), only="Oblique"),
    "gaps narrowed": lambda pages: typeset(pages, gap=NARROW),
    "a scanned page in the middle": lambda pages: typeset(pages, scan=len(pages) // 2),
    "a stamp on it": lambda pages: typeset(pages, scan=len(pages) // 2, stamp=True),
}


def main() -> int:
    """Print the table. Returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--contracts", type=int, default=20)
    parser.add_argument("--corpus", type=Path, default=CORPUS)
    parser.add_argument("--seed", type=int, default=13)
    parser.add_argument("--only", default="")
    parser.add_argument("--ocr", action="store_true")
    options = parser.parse_args()
    checker = Checker("outsourcing", reading=ReadOptions(ocr=Engine.AUTO if options.ocr else Engine.NONE))
    found = contracts(options.corpus, options.contracts, options.seed)
    sound = [_verdicts(checker, typeset(pages)) or {} for _, pages in found]
    met = sum(verdict is Verdict.MET for one in sound for verdict in one.values())
    print(f"{len(found)} contracts, {met} findings met in the sound copies")
    print(f"{'damage':38}{'met':>5}{'unsure':>8}{'other':>7}{'unread':>8}{'missing':>9}  turned to missing in")
    lost = 0
    for kind, damage in KINDS.items():
        if options.only not in kind:
            continue
        counts = Counter[str]()
        silent = []
        for (name, pages), before in zip(found, sound, strict=True):
            after = _verdicts(checker, damage(pages))
            new = Counter(_outcome(after, one) for one, verdict in before.items() if verdict is Verdict.MET)
            counts += new
            if new["missing"]:
                silent.append(f"{name} ({new['missing']})")
        lost += counts["missing"]
        numbers = zip(("met", "unsure", "other", "unread", "missing"), (5, 8, 7, 8, 9), strict=True)
        row = f"{kind:38}" + "".join(f"{counts[name]:{width}}" for name, width in numbers)
        print(f"{row}  {', '.join(silent[:3])}".rstrip(), flush=True)
    return 1 if lost else 0


def _outcome(after: dict[str, Verdict] | None, requirement: str) -> str:
    if after is None:
        return "unread"
    verdict = after[requirement]
    return verdict.value if verdict in (Verdict.MET, Verdict.UNSURE, Verdict.MISSING) else "other"


def _verdicts(checker: Checker, data: bytes) -> dict[str, Verdict] | None:
    """The verdicts by requirement; None where the file was not read."""
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(data)
        file.flush()
        report = checker.check(file.name)
    if report.status is not Status.CHECKED:
        return None
    return {one.finding.requirement: one.verdict for one in report.assessed}


if __name__ == "__main__":
    sys.exit(main())
