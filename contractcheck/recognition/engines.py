"""Which engine reads scanned pages: the one that the user names, or the best one that is installed."""

from __future__ import annotations

from contractcheck.errors import ContractcheckError
from contractcheck.readers.options import Engine
from contractcheck.recognition.rapid import rapid
from contractcheck.recognition.tesseract import tesseract
from contractcheck.recognition.words import Recogniser

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
        # Tesseract first: as accurate on clean scans, and several times faster (benchmarks/scans.py).
        return tesseract() or rapid()
    found = tesseract() if engine is Engine.TESSERACT else rapid()
    if found is None:
        raise ContractcheckError(f"--ocr {engine.value}: {MISSING[engine]}")
    return found


def release(engine: Engine) -> str:
    """Return the name and version of what reads scanned pages: results depend on it."""
    found = recogniser(engine)
    return found.release if found is not None else "no recognition"
