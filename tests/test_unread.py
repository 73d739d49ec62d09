"""What was not read may say what was not found: how much of it turns "no" into "unsure"."""

from __future__ import annotations

import pytest

from contractcheck.contract import Contract
from contractcheck.detection.doubt import with_doubt
from contractcheck.model import Document, Finding, Found, Page
from contractcheck.rulebook.rules import load_rules

SERVICE = "The Supplier shall serve the Customer with care.\n"
SIGNED = "IN WITNESS WHEREOF, the parties have executed this Agreement on the date first written above.\n"
ADDED = "contractcheck added it"


@pytest.mark.parametrize(
    ("pages", "unread", "found"),
    [
        pytest.param((SERVICE,) * 10, (), Found.NO, id="all was read"),
        pytest.param((SERVICE,) * 10, (5,), Found.UNSURE, id="one page amid others"),
        pytest.param((SERVICE,) * 10, (1,), Found.UNSURE, id="the first page"),
        pytest.param((SERVICE,) * 10, (10,), Found.UNSURE, id="the last page: an annex may be scanned"),
        pytest.param((*(SERVICE,) * 8, SIGNED, ""), (10,), Found.NO, id="the page of the signatures"),
        pytest.param((*(SERVICE,) * 7, SIGNED, "", ""), (9, 10), Found.UNSURE, id="a second page after them"),
        pytest.param((*(SERVICE,) * 8, SIGNED + SERVICE * 20, ""), (10,), Found.UNSURE, id="text after the signatures"),
        pytest.param((*(SERVICE,) * 8, SIGNED + "By: /s/ Ada Fenn\n", ""), (10,), Found.UNSURE, id="they were read before"),
        pytest.param((*(SERVICE,) * 8, "It may be changed in writing\nsigned by each party.\n", ""), (10,), Found.UNSURE, id="a clause"),
        pytest.param((*(SERVICE,) * 8, "[Signature page follows]\n", ""), (10,), Found.NO, id="announced in brackets"),
        pytest.param((SIGNED, ""), (2,), Found.UNSURE, id="the signatures are half of what there is"),
        pytest.param((*(SERVICE,) * 9, ADDED), (10,), Found.NO, id="a page that contractcheck added"),
        pytest.param((SERVICE, ADDED), (2,), Found.UNSURE, id="half the file says so of itself"),
        pytest.param((SERVICE,) * 4, (2, 3), Found.UNSURE, id="half"),
    ],
)
def test_unread_pages(pages: tuple[str, ...], unread: tuple[int, ...], found: Found) -> None:
    made, at = [], 0
    for number, text in enumerate(pages, start=1):
        end = at + (0 if number in unread else len(text))
        made.append(Page(number, at, end, read=number not in unread, foreign_to_it=text == ADDED))
        at = end + 1
    text = "\n".join("" if number in unread else page for number, page in enumerate(pages, start=1))
    document = Document("a.pdf", "a.pdf", "", "application/pdf", text, tuple(made))
    rules = {rule.id: rule for rule in load_rules(None, frozenset({"insurance", "renewal"})).rules}
    findings = (Finding("insurance", Found.NO), Finding("renewal", Found.YES))
    no, yes = with_doubt(findings, Contract.of(document).coverage, rules)
    assert no.found is found
    assert bool(no.notes) == bool(unread), "the note names the pages in any case"
    assert yes == Finding("renewal", Found.YES)
