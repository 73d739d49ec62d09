"""How a web page numbers its lists: by attributes, by inline styles, and by the simple rules of its style sheets.

Only what decides the printed number of an item is looked at. Rules that hold for some media alone are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from contractcheck.reading.web.numerals import STYLES, numeral

# A page has a few dozen rules on lists. More selectors than this are not looked at.
MAX_RULES = 500
# How many of the elements around an item a selector is held against.
MAX_AROUND = 64

# A comment or a block that never ends takes the rest of the sheet with it, as in a browser.
_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_PIECE = re.compile(r"[^{}]+|[{}]")
_STEP = re.compile(r"([a-z][a-z0-9]*)?((?:\.[\w-]+)*)(::?(?:before|marker))?\Z", re.IGNORECASE)
_LIST_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([^;]*)", re.IGNORECASE)
_CONTENT = re.compile(
    r"""content\s*:\s*(?:(["'])(?P<before>[^"']{0,20})\1\s*)?
    counter(?P<all>s?)\(\s*[\w-]+\s*(?:,\s*(["'])(?P<between>[^"']{0,4})\4\s*)?(?:,\s*(?P<style>[a-z-]+)\s*)?\)
    \s*(?:(["'])(?P<after>[^"']{0,20})\7)?""",
    re.IGNORECASE | re.VERBOSE,
)
_BY_TYPE = {"1": "decimal", "a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman"}
_BULLETS = frozenset({"disc", "circle", "square", "disclosure-open", "disclosure-closed"})

Around = Sequence[tuple[str, frozenset[str]]]
"""The open elements from the outermost to the item itself: tag and classes."""


@dataclass(frozen=True, slots=True)
class Printed:
    """How the number of an item is printed: ``before`` and ``after`` stand around it. ``joined``: "2.1", not "1."."""

    style: str
    before: str = ""
    after: str = ". "
    joined: bool = False
    between: str = "."

    def text(self, values: Sequence[int]) -> str:
        """The printed number of an item. ``values`` are those of the lists around it, the innermost last."""
        if self.style == "none" or not values:
            return ""
        if self.style in _BULLETS:
            return "•"
        chosen = values if self.joined else values[-1:]
        return (self.before + self.between.join(numeral(value, self.style) for value in chosen) + self.after).strip()


@dataclass(frozen=True, slots=True)
class _Rule:
    steps: tuple[tuple[str, frozenset[str]], ...]
    printed: Printed
    weight: tuple[int, int, int, int]

    def fits(self, around: Around) -> bool:
        """Whether the last step is the last element and the others stand around it, in order."""
        if not _is(self.steps[-1], around[-1]):
            return False
        at = len(self.steps) - 2
        for element in reversed(around[:-1][-MAX_AROUND:]):
            if at < 0:
                break
            if _is(self.steps[at], element):
                at -= 1
        return at < 0


@dataclass
class Styles:
    """The rules on lists of one page."""

    rules: list[_Rule] = field(default_factory=list)

    def read(self, sheet: str) -> None:
        """Take in the text of a ``style`` element."""
        for selectors, body in _rules(_COMMENT.sub(" ", sheet)):
            if len(self.rules) >= MAX_RULES:
                return
            content, style = _CONTENT.search(body), _LIST_STYLE.search(body)
            if content is None and style is None:
                continue
            for selector in selectors.split(","):
                self._add(selector.replace(">", " ").split(), content, style)

    def _add(self, selector: list[str], content: re.Match[str] | None, style: re.Match[str] | None) -> None:
        matches = [_STEP.match(step) for step in selector]
        if not matches or not all(matches):
            return
        found = [match for match in matches if match is not None]
        made = found[-1][3] is not None
        printed = _counter(content) if made and content is not None else _listed(style)
        if printed is None:
            return
        steps = tuple(((match[1] or "").lower(), frozenset(match[2].split(".")) - {""}) for match in found)
        weight = (made, sum(len(classes) for _, classes in steps), sum(bool(tag) for tag, _ in steps), len(self.rules))
        self.rules.append(_Rule(steps, printed, weight))

    def item(self, around: Around, attributes: dict[str, str], of_list: dict[str, str], numbered: bool) -> Printed:
        """How the number of an item is printed, by its own words, those of its list, and the sheets."""
        fitting = [rule for rule in self.rules if around and (rule.fits(around) or rule.fits(around[:-1] or around))]
        best = max(fitting, key=lambda rule: rule.weight, default=None)
        if best is not None and best.weight[0]:
            return best.printed
        for own in (attributes, of_list):
            style = _listed(_LIST_STYLE.search(own.get("style", "")))
            if style is not None:
                return style
        if best is not None:
            return best.printed
        kind = attributes.get("type") or of_list.get("type") or ""
        return Printed(_BY_TYPE.get(kind, "decimal" if numbered else "disc"))


def _rules(sheet: str) -> Iterator[tuple[str, str]]:
    """Yield the selectors and the body of each simple rule. What stands in blocks of at-rules is passed over.

    The sheet is gone through once, brace by brace: a pattern over it could try each place anew.
    """
    head = body = ""
    depth = 0
    for piece in _PIECE.findall(sheet):
        if piece == "{":
            depth += 1
        elif piece == "}":
            depth = max(0, depth - 1)
            if not depth:
                selectors = head.rpartition(";")[2]
                if body and not selectors.lstrip().startswith("@"):
                    yield selectors, body
                head = body = ""
        elif not depth:
            head = piece
        elif depth == 1:
            body = piece
        else:
            body = ""


def _is(step: tuple[str, frozenset[str]], element: tuple[str, frozenset[str]]) -> bool:
    return (not step[0] or step[0] == element[0]) and step[1] <= element[1]


def _listed(found: re.Match[str] | None) -> Printed | None:
    """What ``list-style`` asks for; None where it says nothing on the number."""
    words = found[1].lower().split() if found is not None else []
    return next((Printed(word) for word in words if word in STYLES or word in _BULLETS or word == "none"), None)


def _counter(found: re.Match[str]) -> Printed:
    style = (found["style"] or "decimal").lower()
    return Printed(
        style if style in STYLES else "decimal",
        found["before"] or "",
        found["after"] or "",
        joined=bool(found["all"]),
        between=found["between"] or ".",
    )
