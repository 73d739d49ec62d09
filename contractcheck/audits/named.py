"""One line of results.jsonl: a result is kept by content, and gets the path and the name of a file on the way out."""

from __future__ import annotations

import json
import zlib
from pathlib import PurePosixPath
from typing import Any

from contractcheck.audits.tasks import About, failed
from contractcheck.reading import file_label

# The fastest level: reports shrink to a fifth with it and to a seventh with the slowest.
_LEVEL = 1
# What stands between the two is path and name; what follows is the same for every file with the content.
_HEAD = '{"contractcheck_schema":2,"contract":{'
_NAMELESS = '"path":"","name":"",'


def pack(data: dict[str, Any]) -> bytes:
    """Return schema 2, without path and name, in a form that takes little room."""
    return zlib.compress(_dumped(data).encode("ascii"), _LEVEL)


def line(packed: bytes, path: str) -> str:
    """Return the JSON line of a file. Nothing is parsed: a report has a hundred thousand characters."""
    text = zlib.decompress(packed).decode("ascii")
    begin = len(_HEAD) + len(_NAMELESS)
    if text[:begin] != _HEAD + _NAMELESS:
        raise ValueError("a packed result does not begin as it should")
    name = file_label(PurePosixPath(path).name or path)
    return f'{_HEAD}"path":{json.dumps(file_label(path))},"name":{json.dumps(name)},{text[begin:]}'


def not_checked(about: About | None, playbook: str, code: str, message: str) -> bytes:
    """Return the packed result of a file that was not checked."""
    return pack(failed(about or About(), code, message, playbook).data)


def _dumped(data: dict[str, Any]) -> str:
    # Plain ASCII: no reader can take a line separator inside a quote for the end of the line.
    nameless = data["contract"] | {"path": "", "name": ""}
    return json.dumps(data | {"contract": nameless}, separators=(",", ":"))
