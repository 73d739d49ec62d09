"""contractcheck in anybody's spaCy pipeline: ``nlp.add_pipe("contractcheck")``.

spaCy imports this module for every ``Language`` that is made where contractcheck is installed, so it must stay light:
the rules are loaded when a pipeline takes the component in.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING, Any

from spacy.language import Language
from spacy.tokens import Doc, Span

if TYPE_CHECKING:
    from pydantic import TypeAdapter

    from contractcheck.model import Evidence, Report

NEAR = "contractcheck-near"
"""The span group of the passages that come nearest to what was not found: they are no evidence."""

NAME = "contractcheck"
"""The name of the factory, of the span group, of ``doc._.contractcheck``, and of its place in ``doc.user_data``."""


class ContractCheck:
    """Checks each ``Doc`` as a contract, under one playbook.

    ``doc.spans["contractcheck"]`` holds a span for each passage of evidence. Its label is the id of the requirement,
    its id the label and the number of the passage, from 1: "liability-cap.1". ``doc.spans["contractcheck-near"]`` holds
    the same for the passages that come nearest to what was not found. ``doc._.contractcheck`` is the report.
    """

    def __init__(self, playbook: str, side: str | None = None, second_look: bool = True) -> None:
        """Load the rules that the playbook asks for. Raises RuleError where they or the playbook hold faults."""
        from contractcheck.checker import Checker

        self.playbook = playbook
        self.side = side
        self.second_look = second_look
        self._checker = Checker(playbook, side=side, second_look=second_look)

    def __call__(self, doc: Doc) -> Doc:
        """Check one document. A text without words yields a report with the status ``unreadable``, and no spans."""
        report = self._checker.check_text(doc.text)
        findings = [item.finding for item in report.assessed]
        doc.spans[NAME] = list(spans_of(doc, _numbered((one.requirement, one.evidence) for one in findings)))
        near = ((one.requirement, one.near) for one in findings if not one.evidence)
        doc.spans[NEAR] = list(spans_of(doc, _numbered(near)))
        # As text, since a Doc goes to other processes and to disk with what user_data holds.
        doc.user_data[NAME] = _as_json().dump_json(report).decode()
        return doc

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle how it was made: the rules are loaded anew."""
        return type(self), (self.playbook, self.side, self.second_look)


def _numbered(passages: Iterable[tuple[str, tuple[Evidence, ...]]]) -> Iterable[tuple[int, int, str, int]]:
    for requirement, own in passages:
        for number, one in enumerate(own, start=1):
            yield one.start, one.end, requirement, number


def spans_of(doc: Doc, passages: Iterable[tuple[int, int, str, int]]) -> Iterable[Span]:
    """Yield the tokens that each passage touches: start and end in the text, requirement, number of the passage.

    A passage that no token touches is named in a warning.
    """
    for start, end, requirement, number in passages:
        name = f"{requirement}.{number}"
        span = doc.char_span(start, end, label=requirement, alignment_mode="expand", span_id=name)
        if span is None:
            warnings.warn(f"contractcheck: no token stands at {start} to {end}, the place of {name}", stacklevel=2)
        else:
            yield span


@Language.factory(
    NAME,
    default_config={"playbook": "outsourcing", "side": None, "second_look": True},
    assigns=["doc.spans", f"doc._.{NAME}"],
)
def make(nlp: Language, name: str, playbook: str, side: str | None, second_look: bool) -> ContractCheck:
    """Make the component for a pipeline.

    Args:
        nlp: the pipeline. It is not changed.
        name: what the pipeline calls the component.
        playbook: the id of a playbook that comes with contractcheck, or the path of a playbook file.
        side: "customer" or "provider", for whom the contracts are read; None for the side that the playbook names.
        second_look: False to leave what the rules did not find to the rules alone.
    """
    return ContractCheck(playbook, side, second_look)


def report_of(doc: Doc) -> Report | None:
    """Return the report on a document, or None where the component has not seen it: ``doc._.contractcheck``."""
    data = doc.user_data.get(NAME)
    return None if data is None else _as_json().validate_json(data)


@cache
def _as_json() -> TypeAdapter[Report]:
    from pydantic import TypeAdapter

    from contractcheck.model import Report

    return TypeAdapter(Report)


if not Doc.has_extension(NAME):
    Doc.set_extension(NAME, getter=report_of)
