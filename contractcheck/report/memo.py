"""The memo: a report as a Word document in a lawyer's form, to be sent and to be worked on.

A template of the user's own gives its styles, header and footer. Fields in braces are filled in, such as
``{contract}``; the memo goes where a paragraph says ``{report}``, else to the end.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from contractcheck.model import Report
from contractcheck.model.oneline import one_line
from contractcheck.model.terms import within
from contractcheck.report.view import NOT_A_VERDICT_ON_THE_CONTRACT, Item, View, view
from contractcheck.report.wordfile import WordFile

# What stands at the head for the writer to fill in. A line drawn by hand looks like one on paper.
TO_FILL = "______________________________"
# Gaps named one by one in the summary. The table holds them all.
GRAVEST = 3
NO_ADVICE = (
    "This memo was made by contractcheck, which looks for terms by their words. It is no legal advice. A passage that"
    " it did not find may still be there."
)


def memo(reports: Sequence[Report], template: Path | None = None, *, full: bool = False) -> bytes:
    """Return the memo on some reports as the bytes of a Word document; the same reports give the same bytes.

    Args:
        reports: one report a contract and playbook, in the order in which they are to stand.
        template: a Word file of the user's own; None for the look that comes with the program.
        full: whether it also lists what is in order and what does not apply. The counts of both are always there.

    Raises:
        TemplateError: the template cannot be read, or is no Word document.
    """
    views = [view(report) for report in reports]
    names = list(dict.fromkeys(one_line(one.contract.name) for one in views))
    about = ", ".join(names)
    file = WordFile(template, title=f"Contract review: {about}")
    file.fill(
        {
            "contract": about,
            "playbook": ", ".join(dict.fromkeys(one.playbook for one in views)),
            "result": "; ".join(one.result for one in views),
            "provider": ", ".join(dict.fromkeys(one.provider for one in views)),
            "customer": ", ".join(dict.fromkeys(one.customer for one in views)),
        }
    )
    file.title(f"Contract review: {about}" if len(names) == 1 else f"Review of {len(names)} contracts")
    file.facts([("To", TO_FILL), ("From", TO_FILL), ("Date", TO_FILL), ("Re", about)])
    for one in views:
        _one(file, one, alone=len(views) == 1, full=full)
    file.rule()
    file.small(NO_ADVICE)
    return file.bytes()


def _one(file: WordFile, one: View, *, alone: bool, full: bool) -> None:
    depth = 1 if alone else 2
    if not alone:
        file.heading(one_line(one.contract.name) + f" ({one.playbook})", 1)
    file.heading("Summary", depth)
    if not one.checked:
        file.text(f"The file was not checked: {one.error}")
        file.text(NOT_A_VERDICT_ON_THE_CONTRACT)
        return
    for sentence in _summary(one):
        file.text(sentence)
    if one.coverage or one.notes:
        file.heading("What was not read, and other notes", depth)
        for note in (*(_sentence(line.sentence) for line in one.coverage), *one.notes):
            file.bullet(note)
    gaps = [item for group in one.gaps for item in group.items]
    if gaps:
        file.heading("Gaps", depth)
        head = ("No.", "Requirement", "Severity", "Finding", "Where")
        rows = [(str(item.number), item.title, item.severity, item.verdict_name, _where(item)) for item in gaps]
        file.table(head, rows, widths=(1.1, 5.9, 2.2, 2.5, 4.7), caption="The gaps, the most severe first")
        file.heading("Findings", depth)
        for item in gaps:
            _finding(file, item, f"{item.number}. {item.title}", depth + 1)
    for title, items in (("Waived", one.waived), ("Could not be told", one.unsure)):
        if items:
            file.heading(title, depth)
            for item in items:
                _finding(file, item, item.title, depth + 1)
    if not full:
        file.text(f"In order are {one.total.met} of {one.asked} requirements; this memo does not list them.")
        return
    if one.met:
        file.heading("In order", depth)
        held = [(item.title, item.value, _where(item)) for item in one.met]
        file.table(("Requirement", "Value", "Where"), held, widths=(7.6, 3.4, 5.4), caption="What the contract holds")
    if one.not_applicable:
        file.heading("Not applicable", depth)
        for item in one.not_applicable:
            file.bullet(f"{item.title}. {item.message}")


def _summary(one: View) -> Iterator[str]:
    """The first paragraph says what was read, the second what came out, the third what matters most."""
    kind = "" if one.kind.startswith("not ") else f", {_article(one.kind)}"
    between = f" between {one.provider} (provider) and {one.customer} (customer)"
    known = not one.provider.startswith("not ") and not one.customer.startswith("not ")
    yield (
        f"We read {one_line(one.contract.name)} ({one.pages}){kind}{between if known else ''}, and held it against the"
        f" playbook “{one.playbook}”."
    )
    yield f"Result: {one.result}."
    gravest = [item for group in one.gaps for item in group.items][:GRAVEST]
    if gravest:
        named = "; ".join(f"{within(item.title)} ({item.verdict_name})" for item in gravest)
        yield f"What weighs most: {named}."


def _finding(file: WordFile, item: Item, title: str, depth: int) -> None:
    file.heading(title, depth)
    file.labelled(
        [("Severity", item.severity), ("Finding", item.verdict_name), ("Says", item.value), ("Usual", item.threshold)]
    )
    if item.waived:
        file.labelled([("Waived", item.waived)])
    file.text(item.message)
    for passage in item.passages:
        file.quote(passage.quote, passage.place)
    if item.near:
        noun = "passage that was" if len(item.near) == 1 else "passages that were"
        file.text(f"Nearest {noun} looked at:", leads=True)
    for passage in item.near:
        file.quote(passage.quote, passage.place)
    if item.nothing_near:
        file.text(item.nothing_near)
    for note in item.notes:
        file.text(note)
    if item.why:
        file.labelled([("Why it matters", item.why)])
    if item.sources:
        file.labelled([("Source", "; ".join(item.sources))])
    wordings = [("Wording to propose", item.suggestion)] if item.suggestion else []
    for name, wording in [*wordings, *((name.capitalize(), wording) for name, wording in item.positions)]:
        file.wording(name, wording)


def _where(item: Item) -> str:
    if item.passages:
        return item.passages[0].place
    return "not found" if item.verdict == "missing" else ""


def _article(kind: str) -> str:
    return f"{'an' if kind[:1].lower() in 'aeiou' else 'a'} {kind}"


def _sentence(words: str) -> str:
    return words if words.endswith(".") else f"{words}."
