"""The formats of a comparison, and what renders each. Their endings are those of reports.

A renderer is imported only when its format is asked for, so that help comes up without any of them.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from contractcheck.report.formats import BY_ENDING

if TYPE_CHECKING:
    from contractcheck.comparing.model import Comparison


def _text(found: Comparison, width: int, colour: bool) -> str:
    from contractcheck.comparing.printing import as_text

    return as_text(found, width, colour)


def _markdown(found: Comparison, width: int, colour: bool) -> str:
    from contractcheck.comparing.printing import as_markdown

    return as_markdown(found)


def _html(found: Comparison, width: int, colour: bool) -> str:
    from contractcheck.comparing.printing import as_html

    return as_html(found)


def _json(found: Comparison, width: int, colour: bool) -> str:
    from contractcheck.comparing.printing import as_json

    return as_json(found)


_RENDERERS: dict[str, Callable[[Comparison, int, bool], str]] = {
    "text": _text,
    "md": _markdown,
    "html": _html,
    "json": _json,
}
FORMATS = tuple(_RENDERERS)


def format_of(output: Path | None) -> str:
    """Return the format that the name of a file stands for: text where there is none, or it says nothing."""
    row = BY_ENDING.get(output.suffix.lower()) if output else None
    return row.name if row and row.name in _RENDERERS else "text"


def render(found: Comparison, format: str = "text", *, width: int = 80, colour: bool = False) -> str:
    """Return a comparison in one of ``FORMATS``. ``width`` and ``colour`` are for the text.

    Raises:
        ValueError: the format is not known.
    """
    if format not in _RENDERERS:
        raise ValueError(f"the format is one of {', '.join(FORMATS)}, not {format!r}")
    return _RENDERERS[format](found, width, colour)
