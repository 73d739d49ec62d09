"""Makes tracked changes and comments: new paragraphs, words in the place of others, in the look of the text."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from itertools import pairwise

from lxml import etree

from contractcheck.reading.word.names import VAL, Element, W
from contractcheck.reading.word.signs import text_of
from contractcheck.suggesting.model import By
from contractcheck.suggesting.wordxml import MainPart

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
# What belongs to the paragraph that is copied, and not to a new one after it.
_NOT_COPIED = ("rPr", "sectPr", "pPrChange", "framePr", "pageBreakBefore", "keepNext", "divId", "cnfStyle")
_NOT_IN_RUNS = ("ins", "del", "moveFrom", "moveTo", "rPrChange", "highlight", "strike", "dstrike", "vanish", "rStyle")
# What a run may hold beside words, for its words to be cut in two.
_PLAIN = {W + "tab": "\t", W + "noBreakHyphen": "\u2011", W + "br": "\n", W + "cr": "\n"}


@dataclass
class Tracker:
    """Writes the changes of one run into one main part. Ids are unique in it. ``comments`` gathers ids and lines."""

    part: MainPart
    by: By
    next_id: int
    next_comment: int
    comments: list[tuple[int, Sequence[str]]] = field(default_factory=list)

    def paragraph(
        self, like: Element | None, text: str, comment: Sequence[str], *, number: bool, indent: int | None = None,
        bold: bool = False, hanging: bool = False,
    ) -> bytes:  # fmt: skip
        """Return a new paragraph that looks like another one.

        ``number`` keeps the automatic number of the other; ``indent`` is the indent in twentieths of a point that
        takes the place of that of its list; ``hanging`` puts a label in front of it. An empty ``comment`` adds none.
        """
        new = self.part.element(W + "p")
        ppr = etree.SubElement(new, W + "pPr")
        source = None if like is None else like.find(W + "pPr")
        for child in () if source is None else source:
            if etree.QName(child).localname not in _NOT_COPIED:
                ppr.append(deepcopy(child))
        for change in ppr.findall(f"{W}numPr/{W}ins"):
            change.getparent().remove(change)
        if not number:
            self._without_number(ppr, indent, hanging=hanging)
        mark = etree.SubElement(ppr, W + "rPr")
        self._change(mark, "ins")
        look = _look(like)
        if look is not None:
            mark.extend(deepcopy(list(look)))
        if bold:
            look = look if look is not None else self.part.element(W + "rPr")
            for old in look.findall(W + "b"):
                look.remove(old)
            _ordered(look, W + "b")
        key = self._comment(comment)
        if key is not None:
            etree.SubElement(new, W + "commentRangeStart").set(W + "id", str(key))
        inserted = self._change(new, "ins")
        inserted.append(_run(self.part, look, text))
        if key is not None:
            etree.SubElement(new, W + "commentRangeEnd").set(W + "id", str(key))
            # In a change of its own: with the change rejected nothing of the comment stays behind.
            _reference(self._change(new, "ins"), key)
        return self.part.serialised(new)

    def rewritten(self, index: int, start: int, end: int, new: str | None, comment: Sequence[str]) -> bytes | None:
        """Return a paragraph in which the characters ``start`` to ``end`` give way to ``new``.

        The characters are counted in ``plain_words`` of it. ``new`` "" takes them out; None changes nothing and only
        comments on them. Returns None where the paragraph is not made plainly enough to be cut.
        """
        paragraph = self.part.copy(self.part.paragraphs[index])
        runs = _cut(paragraph, start, end)
        if not runs:
            return None
        key = self._comment(comment)
        if key is not None:
            opening = etree.Element(W + "commentRangeStart")
            opening.set(W + "id", str(key))
            runs[0].addprevious(opening)
        last = runs[-1]
        if new is not None:
            for run in runs:
                wrapper = self._change(None, "del")
                run.addprevious(wrapper)
                wrapper.append(run)
                for words in run.findall(W + "t"):
                    words.tag = W + "delText"
                    words.set(_SPACE, "preserve")
                last = wrapper
        if new:
            wrapper = self._change(None, "ins")
            wrapper.append(_run(self.part, runs[0].find(W + "rPr"), new))
            if _ends(last):
                # LibreOffice takes what is put in at the end of a paragraph and a new paragraph after it for one
                # change, and rejects the line between them too. So here the new words stand before the old ones.
                runs[0].getparent().addprevious(wrapper)
            else:
                last.addnext(wrapper)
                last = wrapper
        if key is not None:
            closing = etree.Element(W + "commentRangeEnd")
            closing.set(W + "id", str(key))
            last.addnext(closing)
            holder = etree.Element("x")
            _reference(holder, key)
            closing.addnext(holder[0])
        return self.part.serialised(paragraph)

    def _change(self, parent: Element | None, kind: str) -> Element:
        made = etree.Element(W + kind) if parent is None else etree.SubElement(parent, W + kind)
        made.set(W + "id", str(self.next_id))
        made.set(W + "author", self.by.author)
        made.set(W + "date", self.by.stamp)
        self.next_id += 1
        return made

    def _comment(self, lines: Sequence[str]) -> int | None:
        if not lines:
            return None
        key = self.next_comment
        self.next_comment += 1
        self.comments.append((key, lines))
        return key

    def _without_number(self, ppr: Element, indent: int | None, *, hanging: bool) -> None:
        for found in ppr.findall(W + "numPr"):
            ppr.remove(found)
        if indent is None:
            return
        # The style itself may number its paragraphs: the list 0 takes that away.
        number = etree.Element(W + "numPr")
        etree.SubElement(number, W + "ilvl").set(VAL, "0")
        etree.SubElement(number, W + "numId").set(VAL, "0")
        at = sum(etree.QName(child).localname in ("pStyle", "keepLines", "widowControl") for child in ppr)
        ppr.insert(at, number)
        for found in ppr.findall(W + "ind") + (ppr.findall(W + "spacing") if hanging else []):
            ppr.remove(found)
        left = etree.Element(W + "ind")
        left.set(W + "left", str(indent))
        left.set(W + "hanging", str(indent if hanging else 0))
        after: tuple[str, ...] = (
            "contextualSpacing",
            "mirrorIndents",
            "suppressOverlap",
            "jc",
            "textDirection",
            "textAlignment",
        )
        after += ("textboxTightWrap", "outlineLvl")
        next_ = next((child for child in ppr if etree.QName(child).localname in after), None)
        if next_ is None:
            ppr.append(left)
        else:
            next_.addprevious(left)
        if hanging:
            # Some files space their paragraphs with empty ones: terms of a rider would run together.
            space = etree.Element(W + "spacing")
            space.set(W + "before", "60")
            space.set(W + "after", "120")
            left.addprevious(space)


def plain_words(paragraph: Element) -> str | None:
    """Return the words of a paragraph that is made of plain runs only, as the reader gives them; None for any other."""
    words: list[str] = []
    for child in paragraph:
        name = etree.QName(child).localname
        if name in ("pPr", "bookmarkStart", "bookmarkEnd", "proofErr", "commentRangeStart", "commentRangeEnd"):
            continue
        if child.tag != W + "r":
            return None
        for piece in child:
            if piece.tag == W + "t":
                words.append(text_of(piece))
            elif piece.tag in _PLAIN:
                words.append(_PLAIN[piece.tag])
            elif etree.QName(piece).localname not in ("rPr", "lastRenderedPageBreak", "commentReference") or (
                piece.tag == W + "rPr"
                and any(piece.find(W + off) is not None for off in ("vanish", "strike", "dstrike", "ins", "del"))
            ):
                return None
    return "".join(words)


def _ends(change: Element) -> bool:
    """Tell whether no words follow a change in its paragraph."""
    return not any(one.tag == W + "r" and list(one.iter(W + "t")) for one in change.itersiblings())


def _cut(paragraph: Element, start: int, end: int) -> list[Element]:
    """Cut the runs of a plain paragraph so that ``start`` to ``end`` are whole runs, and return these."""
    if plain_words(paragraph) is None:
        return []
    at, chosen = 0, []
    for run in list(paragraph.findall(W + "r")):
        pieces: list[tuple[bool, Element]] = []
        inside: list[bool] = []
        for piece in run:
            if piece.tag == W + "rPr":
                continue
            text = text_of(piece) if piece.tag == W + "t" else _PLAIN.get(piece.tag, "")
            if not text:
                pieces.append((bool(inside and inside[-1]), piece))
                continue
            edges = [0, max(0, min(len(text), start - at)), max(0, min(len(text), end - at)), len(text)]
            for left, right in pairwise(edges):
                if left < right:
                    within = start <= at + left and at + right <= end
                    pieces.append((within, _words(piece, text[left:right])))
                    inside.append(within)
            at += len(text)
        if not any(inside):
            continue
        place = run
        for within, group in _groups(pieces):
            new = etree.Element(W + "r", run.attrib)
            look = run.find(W + "rPr")
            if look is not None:
                new.append(deepcopy(look))
            new.extend(group)
            place.addnext(new)
            place = new
            if within:
                chosen.append(new)
        paragraph.remove(run)
    return chosen


def _groups(pieces: list[tuple[bool, Element]]) -> list[tuple[bool, list[Element]]]:
    groups: list[tuple[bool, list[Element]]] = []
    for within, piece in pieces:
        if groups and groups[-1][0] is within:
            groups[-1][1].append(piece)
        else:
            groups.append((within, [piece]))
    return groups


def _words(piece: Element, text: str) -> Element:
    if piece.tag != W + "t":
        return deepcopy(piece)
    new = etree.Element(W + "t")
    new.set(_SPACE, "preserve")
    new.text = text
    return new


def _run(part: MainPart, look: Element | None, text: str) -> Element:
    run = part.element(W + "r")
    if look is not None:
        kept = etree.SubElement(run, W + "rPr")
        kept.extend(deepcopy(one) for one in look if etree.QName(one).localname not in _NOT_IN_RUNS)
    for at, piece in enumerate(text.split("\t")):
        if at:
            etree.SubElement(run, W + "tab")
        words = etree.SubElement(run, W + "t")
        words.set(_SPACE, "preserve")
        words.text = piece
    return run


def _reference(parent: Element, key: int) -> None:
    run = etree.SubElement(parent, W + "r")
    etree.SubElement(run, W + "commentReference").set(W + "id", str(key))


def _look(like: Element | None) -> Element | None:
    """Return the settings of the last words of a paragraph: its first ones may be a heading."""
    runs = (
        []
        if like is None
        else [run for run in like.iter(W + "r") if any((t.text or "").strip() for t in run.iter(W + "t"))]
    )
    look = runs[-1].find(W + "rPr") if runs else None
    if look is None:
        return None
    kept = deepcopy(look)
    for child in list(kept):
        if etree.QName(child).localname in _NOT_IN_RUNS:
            kept.remove(child)
    return kept


def _ordered(look: Element, tag: str) -> None:
    """Put a switch where the schema wants it: after the style and the typeface."""
    at = sum(etree.QName(child).localname in ("rStyle", "rFonts") for child in look)
    look.insert(at, etree.Element(tag))
