"""From which severity on a gap is a failure: for exit codes and for JUnit."""

from __future__ import annotations

from contractcheck.model import Severity

# No gap is a failure.
NEVER = "never"


def failing(fail_on: str) -> tuple[Severity, ...]:
    """Return the severities that are failures: ``fail_on`` and those above it, or none for "never"."""
    return () if fail_on == NEVER else Severity(fail_on).or_worse()
