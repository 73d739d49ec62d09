"""Makes second drafts of the standard forms with planted changes, compares each with its first, and counts.

    python benchmarks/drafts.py [--list] [--only KIND]

For each kind it prints how many changes were planted and found, and how many were shown that nobody planted:

    renumbered   each number that is printed in full one higher, and each reference to it: no change of any clause
    references   a reference to another clause than before, though nothing was renumbered
    reworded     words that say the same, in clauses with evidence
    values       another number where a value was read
    removed, moved, added   whole clauses
    closed       the suggested wording of a missing term, put in
    together     renumbered, reworded, values, removed, moved and added in one draft
    crossed      values, reworded and removed in a draft that comes as a Word file, against the Markdown
    kinds        the same text as a PDF with heads and page numbers, and as a Word file: no difference
    published    the publisher's own PDF against its Markdown: no difference but those read and listed below

Ends with code 1 where a planted change was not found, or one was invented. Needs the corpus beside the checkout.
"""

from __future__ import annotations

import argparse
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

from contractcheck.checker import Checker, Examined
from contractcheck.comparing.comparing import compare
from contractcheck.comparing.model import ChangedClause, ClauseChange, Comparison, Edit, FindingChange
from contractcheck.comparing.redline import marked
from contractcheck.model import Assessed, ClauseKind, Verdict
from contractcheck.structure.numbering import START

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus" / "standard-forms"
# Our own pairs of words that say the same. The first one that a clause holds is used.
SYNONYMS = (
    ("in connection with", "relating to"),
    ("prior to", "ahead of"),
    ("pursuant to", "under"),
    ("with respect to", "as regards"),
    ("applicable", "relevant"),
    ("ensure", "make sure"),
    ("necessary", "needed"),
    ("obtain", "get"),
    ("additional", "further"),
    ("subject to", "under"),
    ("at all times", "always"),
    ("in the event that", "if"),
    ("shall", "must"),
)
# Our own clauses: nobody looks for what they say.
ADDED = (
    "The parties shall plant one oak for each invoice that is settled late and shall photograph it every spring.",
    "Meetings about the annual bicycle race take place in the northern lighthouse at dawn on the longest day.",
    "Letters about the choir shall be folded twice and carry a green stamp that shows a heron.",
)
# A clause of fewer words is no fair plant: half of it would change.
FEWEST_WORDS = 12
MOST = 6
# The publishers' PDFs differ from their Markdown in these places, each read beside the page: notes on the licence that
# stand in another order, titles printed twice, a logo. Nothing else may differ.
TRULY_DIFFERENT = {
    "Bonterms-Mutual-NDA-Version-1.pdf": 3,
    "Bonterms-BAA-Version-1.0.pdf": 2,
    "Bonterms-Cloud-Terms-Version-1.0.pdf": 2,
    "Bonterms-Data-Protection-Addendum-DPA-Version-1.0.pdf": 2,
    "Bonterms-Professional-Services-Agreement-PSA-Version-1.2.pdf": 1,
}
PUBLISHED = {
    "bonterms-mnda/Bonterms-Mutual-NDA-Version-1.pdf": "bonterms-mnda/Mutual-NDA.md",
    "bonterms-baa/Bonterms-BAA-Version-1.0.pdf": "bonterms-baa/BAA.md",
    "bonterms-cloud-terms/Bonterms-Cloud-Terms-Version-1.0.pdf": "bonterms-cloud-terms/Cloud-Terms.md",
    "bonterms-dpa/Bonterms-Data-Protection-Addendum-DPA-Version-1.0.pdf": "bonterms-dpa/Data-Protection-Addendum.md",
    "bonterms-psa/Bonterms-Professional-Services-Agreement-PSA-Version-1.2.pdf": (
        "bonterms-psa/Professional-Services-Agreement V1.2.md"
    ),
}


@dataclass
class Plant:
    """A change made to a text: ``start`` to ``end`` becomes ``text``. ``clause`` is its place in the outline.

    ``names`` is the number of the clause that a reference names.
    """

    kind: str
    start: int
    end: int
    text: str
    clause: int = -1
    requirement: str = ""
    amount: float | None = None
    names: str = ""


@dataclass
class Tally:
    """What was planted, found and invented, a kind."""

    planted: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    invented: Counter[str] = field(default_factory=Counter)
    lines: list[str] = field(default_factory=list)
    astray: int = 0
    read: int = 0


class Draft:
    """A form that was read, with what plants need to know about it."""

    def __init__(self, path: Path, checker: Checker, text: str | None = None) -> None:
        self.path, self.checker = path, checker
        self.data = text or path.read_bytes().decode("utf-8", errors="replace").replace("\r\n", "\n")
        self.examined = checker.examine(path, self.data.encode())
        contract = self.examined.contract
        if contract is None:
            raise ValueError(f"{path} was not read")
        self.text, self.clauses, self.lines = contract.text, contract.clauses, contract.lines
        self.plain = contract.plain

    def clause_at(self, offset: int) -> int:
        """Return the index of the clause at an offset."""
        return max(index for index, clause in enumerate(self.clauses) if clause.start <= offset or index == 0)

    def holds(self, clause: int) -> set[str]:
        """Return the requirements whose evidence stands in a clause."""
        return {
            row.finding.requirement
            for row in self.examined.report.assessed
            for passage in row.finding.evidence
            if self.clause_at(passage.start) == clause
        }

    def leaves(self) -> list[int]:
        """Return the clauses that a lawyer could take out or move: whole lines, no part of a sentence, none below."""
        parents = {clause.parent for clause in self.clauses}
        found = []
        for index, clause in enumerate(self.clauses):
            own = self.plain[clause.body : clause.end].split()
            before = self.text[self.text.rfind("\n", 0, clause.start) + 1 : clause.start]
            if (
                clause.kind is ClauseKind.BODY and clause.number and index not in parents and not before.strip(" >-*#_")
                and len(own) >= FEWEST_WORDS and self.plain[: clause.start].rstrip()[-1:] in ".:;"
                and self.plain[clause.start : clause.end].rstrip()[-1:] == "."
            ):  # fmt: skip
                found.append(index)
        return found


def renumbered(draft: Draft) -> list[Plant]:
    """Raise the first part of each number that is printed in full, and of each reference to one."""
    plants = []
    for clause in draft.clauses:
        match = START.match(draft.plain, clause.start + _skip(draft.plain[clause.start : clause.end]))
        own = clause.path.strip(". ") == clause.number.strip(". ")
        if own and match and (match["dec"] or match["one"]):
            start = match.start("dec") if match["dec"] else match.start("one")
            number = re.compile(r"\d+").match(draft.text, start)
            if number:
                plants.append(Plant("renumbered", *number.span(), str(int(number[0]) + 1)))
    # Only references to clauses of this text: others, such as "Section 19 of the Addendum", keep their numbers.
    own_numbers = {clause.path.strip(". ") for clause in draft.clauses if clause.number}
    taken = {plant.start for plant in plants}
    for match in re.finditer(r"(?:Sections?|Clauses?|clauses?|sections?)\s+(\d+)((?:\.\d+)*)(?![\d.]*\d)", draft.plain):
        number = re.compile(r"\d+").match(draft.text, match.start(1))
        foreign = re.match(r"\S*\s+of\s+the\b", draft.plain[match.end() :])
        if match[1] + match[2] in own_numbers and match.start(1) not in taken and number and not foreign:
            text = str(int(number[0]) + 1)
            plants.append(Plant("renumbered", *number.span(), text, names=match[1] + match[2]))
    return plants


def references(draft: Draft) -> list[Plant]:
    """Let a reference name another clause of the text."""
    numbers = sorted({clause.path.strip(". ") for clause in draft.clauses if clause.number[:1].isdigit()})
    plants: list[Plant] = []
    for match in re.finditer(r"\b[Ss]ection\s+(\d+(?:\.\d+)*)(?![\d.(]*[\d(])", draft.plain):
        others = [number for number in numbers if number != match[1] and not number.startswith(match[1])]
        if draft.text[match.start(1) : match.end(1)] != match[1] or match[1] not in numbers or not others:
            continue
        clause = draft.clause_at(match.start())
        if all(plant.clause != clause for plant in plants):
            plants.append(Plant("references", *match.span(1), others[len(plants) % len(others)], clause))
    return plants[:MOST]


def reworded(draft: Draft) -> list[Plant]:
    """Put a synonym into clauses with evidence."""
    plants = []
    for index, clause in enumerate(draft.clauses):
        if not draft.holds(index) or len(draft.plain[clause.body : clause.end].split()) < FEWEST_WORDS:
            continue
        for word, other in SYNONYMS:
            match = re.compile(rf"\b{word}\b").search(draft.text, clause.body, clause.end)
            if match:
                plants.append(Plant("reworded", *match.span(), other, index))
                break
    return plants[:MOST]


def values(draft: Draft) -> list[Plant]:
    """Double numbers that a finding's value was read from. Words go with their digits."""
    plants: list[Plant] = []
    for row in draft.examined.report.assessed:
        value = row.finding.value
        if value is None or not value.amount or value.unit == "percent" or row.verdict is Verdict.NOT_APPLICABLE:
            continue
        for passage in row.finding.evidence:
            at = passage.quote.find(value.text)
            number = re.search(r"\d+", value.text)
            if at < 0 or number is None or "," in value.text or value.text.count(number[0]) > 1:
                continue
            start = passage.start + at
            text = value.text.replace(number[0], str(2 * int(number[0])))
            text = re.sub(r"^[A-Za-z-]+ \(", "(", text).replace("(", "").replace(")", "") if "(" in text else text
            clause = draft.clauses[draft.clause_at(start)]
            # "Ten days' notice ... the said ten days": one of them alone would make the clause disagree with itself.
            again = len(re.findall(rf"\b{number[0]}\b", draft.plain[clause.start : clause.end])) > 1
            if again or any(abs(plant.start - start) < 400 for plant in plants):
                break
            plants.append(
                Plant(
                    "values", start, start + len(value.text), text, draft.clause_at(start), row.finding.requirement,
                    2 * value.amount,
                )
            )  # fmt: skip
            break
    return plants


def removed(draft: Draft) -> list[Plant]:
    """Take out whole clauses, those with evidence first."""
    leaves = sorted(draft.leaves(), key=lambda index: (not draft.holds(index), index))[: MOST // 2]
    return [Plant("removed", draft.clauses[at].start, draft.clauses[at].end, "", at) for at in sorted(leaves)]


def moved(draft: Draft) -> list[Plant]:
    """Move one whole clause far down. Its number goes with it, so that the words alone can find it."""
    leaves = draft.leaves()
    if len(leaves) < 4:
        return []
    index, target = leaves[0], leaves[-2]
    clause, other = draft.clauses[index], draft.clauses[target]
    if draft.clauses[index + 1 :] and other.end - clause.end < 500:
        return []
    line = draft.text.rfind("\n", 0, clause.start) + 1
    return [
        Plant("moved", line, clause.end, "", index),
        Plant("", other.end, other.end, "\n\n" + draft.text[line : clause.end], index),
    ]


def added(draft: Draft) -> list[Plant]:
    """Put in paragraphs of our own after whole clauses."""
    leaves = draft.leaves()
    step = max(len(leaves) // len(ADDED), 1)
    places = leaves[::step][: len(ADDED)]
    return [
        Plant("added", draft.clauses[at].end, draft.clauses[at].end, f"\n\n{text}\n", at)
        for at, text in zip(places, ADDED, strict=False)
    ]


def closed(draft: Draft) -> list[Plant]:
    """Put in the wording that the report suggests for a missing term, in the words of the contract's parties."""
    leaves = draft.leaves()
    rows = [row for row in draft.examined.report.assessed if row.verdict is Verdict.MISSING and row.suggestion]
    if not leaves:
        return []
    end = draft.clauses[leaves[-1]].end
    return [
        Plant("closed", end, end, f"\n\n{row.suggestion.strip()}\n", leaves[-1], row.finding.requirement)
        for row in rows[:1]
    ]


def together(draft: Draft) -> list[Plant]:
    """Make all changes in one draft, where they do not touch each other."""
    plants: list[Plant] = []
    for make in (removed, moved, values, reworded, added, renumbered):
        for group in [make(draft)] if make is moved else [[plant] for plant in make(draft)]:
            lost = {draft.clauses[plant.clause].path for plant in plants if plant.kind in ("removed", "moved")}
            # A reference to what is no longer there is a change of its own.
            named = [plant.names for plant in group if plant.names]
            if any(path.startswith(name) for path in lost for name in named):
                continue
            if all(_apart(plant, other) for plant in group for other in plants):
                plants += group
    return plants


def crossed(draft: Draft) -> list[Plant]:
    """Make changes in a draft that comes as another kind of file."""
    plants: list[Plant] = []
    for make in (removed, values, reworded):
        plants += [plant for plant in make(draft) if all(_apart(plant, other) for other in plants)]
    # The Word file has no tables: a value that was read from one is not read there, changed or not.
    data = as_docx(draft)
    if data is None:
        return []
    report = draft.checker.check(draft.path, data)
    read = {row.finding.requirement: row.finding.value for row in report.assessed}
    first = {row.finding.requirement: row.finding.value for row in draft.examined.report.assessed}
    return [plant for plant in plants if not plant.requirement or read[plant.requirement] == first[plant.requirement]]


PLANTS: dict[str, Callable[[Draft], list[Plant]]] = {
    "renumbered": renumbered,
    "references": references, "reworded": reworded, "values": values, "removed": removed, "moved": moved,
    "added": added, "closed": closed, "together": together,
    "crossed": crossed,
}  # fmt: skip


def _apart(one: Plant, other: Plant) -> bool:
    if {one.kind, other.kind} & {"renumbered"}:
        return one.end < other.start or other.end < one.start
    same = one.clause == other.clause and one.clause >= 0
    return not same and (one.end < other.start or other.end < one.start)


def _skip(text: str) -> int:
    return len(text) - len(text.lstrip(" \t\n>*_#-"))


def planted(text: str, plants: list[Plant]) -> str:
    """Return a text with its plants."""
    for plant in sorted(plants, key=lambda plant: (plant.start, plant.end), reverse=True):
        text = text[: plant.start] + plant.text + text[plant.end :]
    return text


def judge(draft: Draft, kind: str, plants: list[Plant], tally: Tally) -> None:
    """Compare a draft with its planted one, and count."""
    data: bytes | None = planted(draft.text, plants).encode()
    if kind == "crossed":
        data = as_docx(Draft(draft.path, draft.checker, planted(draft.text, plants)))
    if data is None:
        return
    new = draft.checker.examine(draft.path, data)
    found = compare(draft.examined, new, draft.checker.playbooks)
    clauses = {item for item in found.clauses if item.change is not ClauseChange.RENUMBERED}
    explained: set[str] = set()
    for plant in plants:
        if not plant.kind or plant.kind == "renumbered":
            continue
        tally.planted[kind] += 1
        hits = {item for item in clauses if _is_hit(plant, item)}
        if plant.clause >= 0:
            explained |= draft.holds(plant.clause)
        if hits and _finding_seen(plant, found):
            tally.found[kind] += 1
        else:
            tally.lines.append(
                f"NOT FOUND {kind} {draft.path.name} {plant.kind} {plant.requirement} {plant.text[:80]!r}"
            )
        clauses -= hits
        explained.add(plant.requirement)
    if kind == "renumbered":
        tally.planted[kind] += bool(plants)
        tally.found[kind] += bool(plants) and (
            bool(found.of(ClauseChange.RENUMBERED)) or all("." not in clause.number for clause in draft.clauses)
        )
    if kind in ("renumbered", "together"):
        clauses -= set(found.of(ClauseChange.REFERENCES))
    touched = {key for item in found.clauses if item.change is not ClauseChange.RENUMBERED for key in item.requirements}
    for item in clauses:
        tally.invented[kind] += 1
        tally.lines.append(f"INVENTED {kind} {draft.path.name} {item.change} {item.old} {marked(item.redline)[:300]}")
    for change in found.judged[0].findings:
        if change.change in (FindingChange.MOVED, FindingChange.READ_DIFFERENTLY):
            continue
        if change.requirement not in explained | (touched if kind in ("added", "closed", "together") else set()):
            tally.invented[kind] += 1
            tally.lines.append(
                f"INVENTED {kind} {draft.path.name} {change.change} {change.requirement} "
                f"{[passage and passage.quote[:150] for passage in (change.old_passage, change.new_passage)]}"
            )
        elif kind == "reworded" and change.change is not FindingChange.VALUE:
            # The report on the new draft alone says so too: its rule does not know the other words.
            tally.astray += 1
            tally.lines.append(f"VERDICT {kind} {draft.path.name} {change.change} {change.requirement}")


def _is_hit(plant: Plant, item: ChangedClause) -> bool:
    if plant.kind in ("added", "closed"):
        put = [_flat(piece.text) for piece in item.redline if piece.edit is Edit.INSERT]
        # A long wording may be cut into several clauses: then all of them together are what was put in.
        whole = item.change in (ClauseChange.ADDED, ClauseChange.REWORDED)
        # A reference in front of it may have been renumbered too: then both stand in one piece.
        return whole and any(text.endswith(_flat(plant.text)) for text in (*put, " ".join(put)))
    wanted = {"removed": ClauseChange.REMOVED, "moved": ClauseChange.MOVED}.get(plant.kind, ClauseChange.REWORDED)
    return item.change is wanted and item.old_index == plant.clause


def _flat(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def _finding_seen(plant: Plant, found: Comparison) -> bool:
    """Tell whether a planted value, or a gap that was closed, is told as such."""
    if not plant.requirement:
        return True
    for item in found.judged[0].findings:
        if item.requirement == plant.requirement and item.change is not FindingChange.READ_DIFFERENTLY:
            if plant.kind == "closed":
                return item.change in (FindingChange.CLOSED, FindingChange.BETTER)
            return item.value is not None and item.value.new is not None and item.value.new.amount == plant.amount
    return False


def as_pdf(draft: Draft) -> bytes:
    """Return the words of a form as a PDF with a running head, page numbers and other line breaks."""
    from xml.sax.saxutils import escape

    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import Paragraph, SimpleDocTemplate

    style = getSampleStyleSheet()["BodyText"]
    pages = 0

    def furniture(canvas: Any, _document: object) -> None:
        nonlocal pages
        pages = canvas.getPageNumber()
        if headed:
            canvas.drawString(72, 800, "Standard terms, second draft")
            canvas.drawCentredString(300, 30, f"Page {pages}")

    # What stands on one page once cannot be told from the text: a form of one page gets no head.
    for headed in (False, True):
        if headed and pages < 2:
            break
        target = BytesIO()
        story = [Paragraph(escape(line), style) for line in _paragraphs(draft)]
        SimpleDocTemplate(target, invariant=1).build(story, onFirstPage=furniture, onLaterPages=furniture)
    return target.getvalue()


def as_docx(draft: Draft) -> bytes | None:
    """Return the words of a form as a Word file, or None where python-docx is not installed."""
    try:
        from docx import Document as Word
    except ImportError:
        return None
    word = Word()
    for line in _paragraphs(draft):
        word.add_paragraph(line)
    target = BytesIO()
    word.save(target)
    return target.getvalue()


def _paragraphs(draft: Draft) -> Iterator[str]:
    """Yield the paragraphs of a form. A line that begins in small letters goes on with the one before."""
    held = ""
    for line in draft.lines:
        text = " ".join(draft.plain[line.start : line.end].split())
        if held and text[:1].islower() and not line.blank_before and not re.match(r"[a-z]{1,4}[.)]", text):
            held += " " + text
            continue
        if held:
            yield held
        held = text
    if held:
        yield held


def same(old: Examined, new: Examined, checker: Checker, allowed: int, kind: str, name: str, tally: Tally) -> None:
    """Compare two kinds of file with the same text: nothing may differ but what was read and allowed."""
    tally.planted[kind] += 1
    found = compare(old, new, checker.playbooks)
    clauses = [item for item in found.clauses if item.change is not ClauseChange.RENUMBERED]
    findings = [item for item in found.judged[0].findings if item.change is not FindingChange.READ_DIFFERENTLY]
    wrong = max(len(clauses) - allowed, 0) + len(findings)
    tally.found[kind] += not wrong
    tally.invented[kind] += wrong
    if wrong:
        tally.lines += [
            f"DIFFERS {kind} {name} {item.change} {item.old} {marked(item.redline)[:300]}" for item in clauses
        ]
        tally.lines += [f"DIFFERS {kind} {name} {item.change} {item.requirement}" for item in findings]
    read = found.judged[0].of(FindingChange.READ_DIFFERENTLY)
    tally.read += len(read)
    tally.lines += [
        f"read differently {kind} {name} {item.requirement}: {_verdicts(item.old, item.new)}" for item in read
    ]


def _verdicts(old: Assessed | None, new: Assessed | None) -> str:
    return " -> ".join(row.verdict.value if row else "" for row in (old, new))


def main(arguments: list[str] | None = None) -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description="Counts planted changes that compare finds, and changes it invents.")
    parser.add_argument("--list", action="store_true", help="print what was not found, and what was invented")
    parser.add_argument("--only", choices=[*PLANTS, "kinds", "published"])
    options = parser.parse_args(arguments)
    paths = sorted(path for path in CORPUS.rglob("*.md") if "_source" not in path.parts)
    if not paths:
        print(f"skipped: there is no folder {CORPUS}")
        return 0
    checker = Checker()
    tally = Tally()
    started = time.perf_counter()
    for path in paths:
        draft = Draft(path, checker)
        for kind, make in PLANTS.items():
            if options.only in (None, kind):
                plants = make(draft)
                if plants:
                    judge(draft, kind, plants, tally)
        if options.only in (None, "kinds"):
            for data in filter(None, (as_pdf(draft), as_docx(draft))):
                same(draft.examined, checker.examine(path, data), checker, 0, "kinds", path.name, tally)
    if options.only in (None, "published"):
        for pdf, text in PUBLISHED.items():
            old, new = checker.examine(CORPUS / pdf), checker.examine(CORPUS / text)
            name = Path(pdf).name
            same(old, new, checker, TRULY_DIFFERENT[name], "published", name, tally)
    print(f"{'kind':12}{'planted':>9}{'found':>9}{'invented':>9}")
    for kind in (*PLANTS, "kinds", "published"):
        if tally.planted[kind]:
            print(f"{kind:12}{tally.planted[kind]:9}{tally.found[kind]:9}{tally.invented[kind]:9}")
    print(f"verdicts that a synonym moved, because the rule does not know it: {tally.astray}")
    print(f"findings that two kinds of file gave otherwise from the same words (shown apart): {tally.read}")
    if options.list:
        print(*tally.lines, sep="\n")
    print(f"forms: {len(paths)}; {time.perf_counter() - started:.1f} s")
    return 1 if tally.invented.total() or tally.found != tally.planted else 0


if __name__ == "__main__":
    sys.exit(main())
