"""Words that are crossed out: by a line drawn through them, or by an annotation that strikes them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

import numpy as np

from contractcheck.reading.pdf.letters import Letter
from contractcheck.reading.pdf.look import COLOURED, Frame, Look

# A line through words lies this far above their base line, of the height of their highest letter. One below this
# underlines them, or is the line of a form that they are written on; one above is the line under the words above.
LOW, HIGH = 0.2, 0.78
# So much of the line has words: a rule across the page that a word stands on does not strike it.
MIN_WORDS = 0.5
# Lines and stretches of print that are compared on one page. A chart has thousands of lines.
MAX_LINES = 3000
# A line that underlines words lies so far below their base line at most, of the same height.
UNDER = 0.45
# Words in two colours that follow each other: so many times on a page, they look like a comparison.
MIN_PAIRS = 2
# The middle of small letters lies so far above the base line, in points.
MIDDLE = 2.5


def may_be_struck(lines: Sequence[Frame], rects: Sequence[Frame]) -> bool:
    """Whether any line lies within the height of any stretch of print. For every page: quick, and not exact."""
    if not lines or not rects or len(lines) > MAX_LINES:
        return False
    across = np.array(lines[:MAX_LINES])
    print_ = np.array(rects[:MAX_LINES])
    middle = (across[:, 1] + across[:, 3]) / 2
    order = np.argsort(middle)
    height = print_[:, 3] - print_[:, 1]
    low, high = print_[:, 1] + 0.15 * height, print_[:, 3] - 0.15 * height
    first = np.searchsorted(middle[order], low)
    last = np.searchsorted(middle[order], high)
    for at in np.flatnonzero(last > first):
        near = across[order[first[at] : last[at]]]
        if ((near[:, 0] < print_[at, 2] - 1) & (near[:, 2] > print_[at, 0] + 1)).any():
            return True
    return False


def struck_by_lines(lines: Sequence[Frame], letters: Sequence[Letter]) -> set[int]:
    """The offsets of letters with a line drawn through them."""
    found: set[int] = set()
    for line, group in _crossed(lines, letters):
        height = max(one.frame[3] for one in group) - group[0].base
        above = (line[1] + line[3]) / 2 - group[0].base
        covered = sum(one.frame[2] - one.frame[0] for one in group)
        if LOW * height <= above <= HIGH * height and covered >= MIN_WORDS * (line[2] - line[0]):
            found.update(one.offset for one in group)
    return found


def underlined(lines: Sequence[Frame], letters: Sequence[Letter]) -> set[int]:
    """The offsets of letters with a line right under them."""
    found: set[int] = set()
    for line, group in _crossed(lines, letters):
        height = max(one.frame[3] for one in group) - group[0].base
        if -UNDER * height <= (line[1] + line[3]) / 2 - group[0].base < 0.1 * height:
            found.update(one.offset for one in group)
    return found


def _crossed(lines: Sequence[Frame], letters: Sequence[Letter]) -> Iterable[tuple[Frame, list[Letter]]]:
    """Each line with the letters of one base line that stand over its length and near its height."""
    if not letters:
        return
    frames = np.array([one.frame for one in letters])
    bases = np.array([one.base for one in letters])
    middle = (frames[:, 0] + frames[:, 2]) / 2
    for line in lines[:MAX_LINES]:
        y = (line[1] + line[3]) / 2
        size = np.maximum(frames[:, 3] - bases, 3.0)
        near = (
            (middle >= line[0] - 0.5) & (middle <= line[2] + 0.5) & (bases - 0.6 * size < y) & (bases + 1.2 * size > y)
        )
        hits = np.flatnonzero(near)
        if not hits.size:
            continue
        by_base: dict[int, list[Letter]] = {}
        for at in hits:
            by_base.setdefault(round(float(bases[at])), []).append(letters[int(at)])
        for group in by_base.values():
            yield line, group


class Places:
    """The middles of letters, to ask which of them lie in a box."""

    def __init__(self, letters: Sequence[Letter]) -> None:
        self._offsets = np.array([one.offset for one in letters], dtype=np.int64)
        self._x = np.array([one.x for one in letters])
        # All letters of a line count alike, whether they reach below it or not.
        self._y = np.array([one.base + MIDDLE if one.frame[3] > one.base else one.y for one in letters])

    def within(self, frames: Iterable[Frame]) -> list[int]:
        """The offsets of letters whose middle lies in one of some boxes, in order."""
        found: set[int] = set()
        for left, bottom, right, top in frames if self._offsets.size else ():
            inside = (self._x >= left) & (self._x <= right) & (self._y >= bottom) & (self._y <= top)
            found.update(self._offsets[inside].tolist())
        return sorted(found)

    def nearest(self, x: float, y: float) -> int | None:
        """The offset of the letter nearest to a point, on the nearest line; None where there are no letters."""
        if not self._offsets.size:
            return None
        return int(self._offsets[np.argmin(1000 * (np.abs(self._y - y) // 6) + np.abs(self._x - x))])


def in_colour(look: Look) -> dict[int, str]:
    """The addresses of text objects in a colour that is no grey: "red", or "blue" for all that is blue or green."""
    found = {}
    for words in look.texts:
        red, green, blue = words.colour
        if max(words.colour) - min(words.colour) >= COLOURED:
            found[words.address] = "red" if red > max(green, blue) else "blue"
    return found


def side_by_side(text: str, letters: Sequence[Letter], colours: dict[int, str]) -> list[tuple[int, int]]:
    """Passages in which red words and words in blue or green follow each other: a comparison without strokes."""
    runs: list[tuple[str, int, int]] = []
    for one in letters:
        colour = colours.get(one.address, "")
        if runs and runs[-1][0] == colour:
            runs[-1] = (colour, runs[-1][1], one.offset + 1)
        else:
            runs.append((colour, one.offset, one.offset + 1))
    found = [
        (before[1], after[2])
        for before, after in pairwise(runs)
        if before[0] and after[0] and "\n\n" not in text[before[2] : after[1]]
    ]
    return found if len(found) >= MIN_PAIRS else []
