"""The exit codes that every command keeps to."""

from __future__ import annotations

CLEAN, GAPS, FAILED, STOPPED = 0, 1, 2, 130
