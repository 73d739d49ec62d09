"""RapidOCR: a package that brings its models. It runs in this process, by onnxruntime, and downloads nothing."""

from __future__ import annotations

from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from contractcheck.reading.scan.words import EngineError, Word

if TYPE_CHECKING:
    from PIL.Image import Image

_PACKAGES = ("rapidocr", "onnxruntime")


class Rapid:
    """The package ``rapidocr`` with the models inside it. The first page loads them."""

    dpi = 200
    poor = 0.92
    doubtful = 0.96

    def __init__(self, release: str) -> None:
        self.release = release

    def words(self, image: Image) -> tuple[Word, ...]:
        """Recognise an upright grey image."""
        import numpy as np

        try:
            read = _engine()(np.asarray(image.convert("RGB")), use_cls=False)
        except MemoryError:
            raise
        except Exception as error:  # of three libraries, each with errors of its own
            raise EngineError(f"rapidocr failed on it ({type(error).__name__})") from error
        if read.boxes is None or not read.txts:
            return ()
        found = []
        for line, (box, text, sure) in enumerate(zip(read.boxes, read.txts, read.scores, strict=True)):
            (left, top), (right, bottom) = box.min(axis=0).tolist(), box.max(axis=0).tolist()
            if text.strip():
                found.append(Word(text.strip(), float(sure), left, top, right, bottom, line))
        return tuple(found)


@cache
def rapid() -> Rapid | None:
    """Return the package, or None where it is not installed."""
    if any(find_spec(name) is None for name in _PACKAGES):
        return None
    try:
        return Rapid(", ".join(f"{name} {version(name)}" for name in _PACKAGES))
    except PackageNotFoundError:
        return None


@cache
def _engine() -> Any:
    from rapidocr import RapidOCR

    return RapidOCR(
        params={
            "Global.log_level": "critical",
            # The words that it is least sure of are kept: the reader is told how sure it is.
            "Global.text_score": 0.0,
            "Global.use_cls": False,
            # Threads make one page a little faster and many pages at once much slower.
            "EngineConfig.onnxruntime.intra_op_num_threads": 1,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        }
    )
