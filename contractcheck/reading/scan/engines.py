"""Which engine reads scanned pages: the one that the user names, or the best one that is installed."""

from __future__ import annotations

from contractcheck.errors import ContractcheckError
from contractcheck.reading.options import Engine
from contractcheck.reading.scan.rapid import rapid
from contractcheck.reading.scan.tesseract import tesseract
from contractcheck.reading.scan.words import Recogniser

MISSING = {
    Engine.TESSERACT: "the program tesseract with its English data is not here (Debian: apt install tesseract-ocr)",
    Engine.RAPIDOCR: "rapidocr is not installed: pip install 'contractcheck[ocr]'",
}


def recogniser(engine: Engine) -> Recogniser | None:
    """Return what reads scanned pages, or None where nothing does.

    Raises ContractcheckError where the user names an engine that is not installed.
    """
    if engine is Engine.NONE:
        return None
    found: Recogniser | None
    if engine is Engine.AUTO:
        # On a real scan it gets one word in 200 wrong, Tesseract one in 30, and a wrong word may hide a clause. It
        # takes three times as long (benchmarks/scans.py).
        return rapid() or tesseract()
    found = tesseract() if engine is Engine.TESSERACT else rapid()
    if found is None:
        raise ContractcheckError(f"--ocr {engine.value}: {MISSING[engine]}")
    return found


def release(engine: Engine) -> str:
    """Return the name and version of what reads scanned pages: results depend on it."""
    found = recogniser(engine)
    return found.release if found is not None else "no recognition"
