"""Facts as JSON and back, for what a child answers: frozen dataclasses, enums, dates, bytes, and what holds them.

A child may have been taken over by the document that it read. So nothing is loaded by a name that it gives: only the
classes that the caller lists are made, from values that are data.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from typing import Any


def pack(value: Any) -> Any:
    """Return a value as JSON can hold it. Raises TypeError where it is no fact."""
    if value is None or type(value) in (str, int, float, bool):
        return value
    if isinstance(value, tuple):
        return ["()", *map(pack, value)]
    if isinstance(value, Enum):
        return [type(value).__name__, value.value]
    if is_dataclass(value):
        return [type(value).__name__, *(pack(getattr(value, field.name)) for field in fields(value) if field.init)]
    if isinstance(value, list):
        return ["[]", *map(pack, value)]
    if isinstance(value, Mapping):
        return ["{}", *((pack(key), pack(one)) for key, one in value.items())]
    if isinstance(value, date):
        return ["date", value.isoformat()]
    if isinstance(value, bytes):
        return ["bytes", b64encode(value).decode("ascii")]
    if isinstance(value, frozenset):
        return ["frozenset", *map(pack, value)]
    raise TypeError(f"{type(value).__name__} is no fact")


class Unpacker:
    """Makes facts of some classes from what ``pack`` gave."""

    def __init__(self, classes: Iterable[type]) -> None:
        self._classes = {one.__name__: one for one in classes}
        self._fields = {
            name: [field.name for field in fields(one) if field.init]
            for name, one in self._classes.items()
            if is_dataclass(one)
        }

    def unpack(self, data: Any) -> Any:
        """Return the value. Raises ValueError, TypeError, KeyError where the data is none that ``pack`` makes."""
        if not isinstance(data, list):
            return data
        kind, *rest = data
        if kind == "()":
            return tuple(map(self.unpack, rest))
        if kind == "[]":
            return list(map(self.unpack, rest))
        if kind == "{}":
            return {self.unpack(key): self.unpack(value) for key, value in rest}
        if kind == "date":
            return date.fromisoformat(rest[0])
        if kind == "bytes":
            return b64decode(rest[0], validate=True)
        if kind == "frozenset":
            return frozenset(map(self.unpack, rest))
        made = self._classes[kind]
        names = self._fields.get(kind)
        if names is None:
            return made(*rest)
        return made(**dict(zip(names, map(self.unpack, rest), strict=True)))
