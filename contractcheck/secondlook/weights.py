"""The file of the second look: numbers and their names, without code. A head of JSON, then arrays.

The file begins with ``MAGIC`` and the length of the head (4 bytes, little-endian). The head names the requirements and
each array with its type, its length and where it begins after the head. Anybody can read it with a few lines of any
language; reading it runs nothing.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from contractcheck.errors import ContractcheckError

MAGIC = b"contractcheck second look 1\n"
BITS = 20
"""Features are told apart by so many bits."""

FILE = Path(__file__).resolve().parent / "second-look.model"
CARD = Path(__file__).resolve().parent / "card.md"

# Features stand in the order of their buckets: of each the file holds how far it is from the one before, and how many
# weights it has.
_ARRAYS = {
    "gaps": "<u2",
    "counts": "u1",
    "columns": "u1",
    "weights": "i1",
    "scales": "<f4",
    "biases": "<f4",
}
_MAX_HEAD = 1 << 20


@dataclass(frozen=True, slots=True)
class Weights:
    """What was learned.

    The weights of feature ``buckets[i]`` are numbers ``starts[i]`` to ``starts[i + 1]`` of ``columns`` (which
    requirement) and ``weights`` (times the requirement's ``scales``). The sum of a passage is divided by the root of
    its words and ``short`` more. A passage is near where that raises its score by ``floor``. ``doubts`` gives the score
    from which a "missing" is doubted, by requirement: one that is not there is never doubted.
    """

    requirements: tuple[str, ...]
    buckets: NDArray[np.int32]
    starts: NDArray[np.int64]
    columns: NDArray[np.uint8]
    weights: NDArray[np.int8]
    scales: NDArray[np.float32]
    biases: NDArray[np.float32]
    floor: float
    short: int
    doubts: dict[str, float]


def to_bytes(weights: Weights) -> bytes:
    """Return the file of some weights. The same weights always give the same bytes.

    Raises ValueError where a number does not fit, as where two features are further apart than 16 bits tell.
    """
    head: dict[str, Any] = {
        "requirements": list(weights.requirements),
        "floor": weights.floor,
        "short": weights.short,
        "doubts": dict(sorted(weights.doubts.items())),
        "arrays": {},
    }
    body = b""
    arrays = {
        "gaps": np.diff(weights.buckets, prepend=0),
        "counts": np.diff(weights.starts),
        "columns": weights.columns,
        "weights": weights.weights,
        "scales": weights.scales,
        "biases": weights.biases,
    }
    for name, kind in _ARRAYS.items():
        written = np.ascontiguousarray(arrays[name]).astype(kind)
        if not np.array_equal(written, arrays[name]):
            raise ValueError(f"{name} do not fit into their type")
        raw = written.tobytes()
        head["arrays"][name] = {"type": kind, "length": len(written), "at": len(body)}
        body += raw + b"\0" * (-len(raw) % 8)
    text = json.dumps(head, separators=(",", ":"), sort_keys=True).encode("utf-8")
    return MAGIC + len(text).to_bytes(4, "little") + text + body


def from_bytes(data: bytes) -> Weights:
    """Return the weights of a file. Raises ContractcheckError where it is not such a file, or is broken."""
    begins = len(MAGIC) + 4
    size = int.from_bytes(data[len(MAGIC) : begins], "little")
    if not data.startswith(MAGIC) or size > _MAX_HEAD:
        raise ContractcheckError("this is not a model of the second look")
    try:
        head = json.loads(data[begins : begins + size])
        body = memoryview(data)[begins + size :]
        arrays = {name: _array(body, head["arrays"][name], kind) for name, kind in _ARRAYS.items()}
        counts = np.cumsum(arrays.pop("counts"), dtype=np.int64)
        return _checked(
            Weights(
                requirements=tuple(head["requirements"]),
                floor=float(head["floor"]),
                short=int(head["short"]),
                doubts={str(name): float(score) for name, score in head["doubts"].items()},
                buckets=np.cumsum(arrays.pop("gaps"), dtype=np.int32),
                starts=np.concatenate([np.zeros(1, dtype=np.int64), counts]),
                **arrays,
            )
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ContractcheckError("the model of the second look is broken: reinstall contractcheck") from error


@cache
def shipped() -> Weights:
    """Return the weights that come with the program. They are read once. Raises ContractcheckError."""
    try:
        data = FILE.read_bytes()
    except OSError as error:
        raise ContractcheckError("this installation holds no model: reinstall contractcheck") from error
    return from_bytes(data)


def _array(body: memoryview, row: dict[str, Any], kind: str) -> NDArray[Any]:
    if row["type"] != kind:
        raise ValueError("an array of another type")
    return np.frombuffer(body, dtype=kind, count=int(row["length"]), offset=int(row["at"]))


def _checked(weights: Weights) -> Weights:
    """Return the weights, whose arrays fit each other: otherwise a lookup could fail in the middle of a contract."""
    features, kinds = len(weights.buckets), len(weights.requirements)
    fits = (
        len(weights.starts) == features + 1
        and len(weights.columns) == len(weights.weights) == int(weights.starts[-1])
        and len(weights.scales) == len(weights.biases) == kinds
        and bool(np.all(np.diff(weights.buckets) > 0))
        and (not features or int(weights.buckets[-1]) < 1 << BITS)
        and (not len(weights.columns) or int(weights.columns.max()) < kinds)
    )
    if not fits:
        raise ValueError("arrays that do not fit each other")
    return weights
