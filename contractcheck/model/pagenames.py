"""Page numbers in words."""

from __future__ import annotations

from collections.abc import Iterable


def pages(numbers: Iterable[int]) -> str:
    """Return page numbers in words: ``pages 3-5 and 9``."""
    runs: list[list[int]] = []
    for page in sorted(numbers):
        if runs and page == runs[-1][-1] + 1:
            runs[-1].append(page)
        else:
            runs.append([page])
    names = [str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs]
    one = len(runs) == 1 and len(runs[0]) == 1
    return f"page {names[0]}" if one else f"pages {', '.join(names[:-1])}{' and ' if names[1:] else ''}{names[-1]}"
