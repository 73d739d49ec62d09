"""What an engine gives back: words with their places, and how sure it is of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from PIL.Image import Image


@dataclass(frozen=True, slots=True)
class Word:
    """A word, or a few on one line: pixels from the top left, and the engine's confidence from 0 to 1.

    Words with the same ``line`` stand on one line, as the engine sees it.
    """

    text: str
    confidence: float
    left: float
    top: float
    right: float
    bottom: float
    line: int

    @property
    def height(self) -> float:
        """Pixels from top to bottom."""
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        """Where the word stands from the top."""
        return (self.top + self.bottom) / 2


class Recogniser(Protocol):
    """An engine. ``release`` names it with its version: another release may read other words.

    ``dpi`` is the resolution that it reads best at. ``poor`` is the mean confidence below which a page was not read,
    ``doubtful`` the one below which the words themselves must look like English.
    """

    release: str
    dpi: int
    poor: float
    doubtful: float

    def words(self, image: Image) -> tuple[Word, ...]:
        """Recognise an upright grey image. Raises EngineError."""


class EngineError(Exception):
    """The engine failed on this page. ``str`` says why, in a few words."""
