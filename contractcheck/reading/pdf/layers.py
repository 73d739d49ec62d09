"""Whether a PDF has layers (optional content), which may be switched off."""

from __future__ import annotations

import io
from functools import cached_property


class Layers:
    """What the catalogue of a file says of layers. Only where its objects are packed does it have to be opened."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._named = b"/OCProperties" in data
        self.may_be = self._named or b"/ObjStm" in data

    @cached_property
    def are(self) -> bool:
        """Whether the file has layers."""
        if self._named or not self.may_be:
            return self._named
        from pypdf import PdfReader

        try:
            return "/OCProperties" in PdfReader(io.BytesIO(self._data)).root_object
        except Exception:  # pypdf fails in many ways on odd files; then what may be off is looked at
            return True
