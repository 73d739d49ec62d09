"""Marking: a copy of a PDF with its evidence highlighted, notes on it, and a list of the gaps in front."""

from __future__ import annotations

from contractcheck.marking.mark import Marked, mark_pdf

__all__ = ["Marked", "mark_pdf"]
