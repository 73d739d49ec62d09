"""The version of the program. It stands on the ground floor, so that reports and ledgers can name it."""

from __future__ import annotations

__version__ = "0.1.0"
