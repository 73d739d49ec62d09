"""Reading: bytes to a ``Document``. The reader is chosen by what the bytes are, never by the file's name.

The names below are loaded when they are first asked for, so that the options for reading come without the readers.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from contractcheck.reading.reading import read, read_bytes, read_source, read_string
    from contractcheck.reading.source import MAX_BYTES, Source, file_label, open_source

__all__ = ["MAX_BYTES", "Source", "file_label", "open_source", "read", "read_bytes", "read_source", "read_string"]

_IN = {
    "read": "reading",
    "read_bytes": "reading",
    "read_source": "reading",
    "read_string": "reading",
    "MAX_BYTES": "source",
    "Source": "source",
    "file_label": "source",
    "open_source": "source",
}


def __getattr__(name: str) -> Any:
    if name not in _IN:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_IN[name]}"), name)
    globals()[name] = value
    return value
