"""The exit codes that every command keeps to."""

from __future__ import annotations

CLEAN, GAPS, FAILED = 0, 1, 2
# 128 and the number of the signal, as a shell has it.
STOPPED, TERMINATED = 130, 143
