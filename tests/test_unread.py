"""What was not read may say what was not found: how much of it turns "no" into "unsure"."""

from __future__ import annotations

import pytest

from contractcheck.contract import Contract
from contractcheck.detection.doubt import with_doubt
from contractcheck.model import Document, Finding, Found, Page
from contractcheck.rulebook.rules import load_rules


@pytest.mark.parametrize(
    ("pages", "unread", "found"),
    [
        pytest.param(10, (), Found.NO, id="all was read"),
        pytest.param(10, (10,), Found.NO, id="the page of the signatures"),
        pytest.param(12, (3, 4, 5), Found.NO, id="a quarter"),
        pytest.param(9, (1, 2, 3), Found.UNSURE, id="a third"),
        pytest.param(4, (2, 3), Found.UNSURE, id="half"),
    ],
)
def test_unread_pages(pages: int, unread: tuple[int, ...], found: Found) -> None:
    made = tuple(Page(at, at, at + 1, read=at not in unread) for at in range(1, pages + 1))
    document = Document("a.pdf", "a.pdf", "", "application/pdf", " " * (pages + 2), made)
    rules = {rule.id: rule for rule in load_rules(None, frozenset({"insurance", "renewal"})).rules}
    findings = (Finding("insurance", Found.NO), Finding("renewal", Found.YES))
    no, yes = with_doubt(findings, Contract.of(document).coverage, rules)
    assert no.found is found
    assert bool(no.notes) == bool(unread), "the note names the pages in any case"
    assert yes == Finding("renewal", Found.YES)
