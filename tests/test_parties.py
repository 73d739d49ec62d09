"""The parties: who provides and who receives, or an honest word that it cannot be told; and the kind of agreement."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contractcheck.clauses import outline
from contractcheck.clean import clean
from contractcheck.kinds import kind_of
from contractcheck.model import Document, Page, Parties, Side
from contractcheck.parties import find_parties
from contractcheck.readers import read

GOLD = Path(__file__).resolve().parents[1] / "../shared/corpus/gold"
# Right on both sides in at least so many of the 37 hand-read contracts.
FEWEST_RIGHT = 30


def parts(text: str, provider: str | None = None, customer: str | None = None) -> Parties:
    made = Document("a", "a", "", "text/plain", text, (Page(1, 0, len(text)),))
    cleaned = clean(made)
    return find_parties(made, cleaned, outline(made, cleaned), provider, customer)


def sides(found: Parties) -> tuple[str, str]:
    return (found.provider.name if found.provider else "", found.customer.name if found.customer else "")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            'This Agreement is between Alder Hosting, Inc., a Delaware corporation ("Provider"), and Birch Foods LLC, '
            'an Ohio company ("Customer").\n1. Duty. Provider shall help.\n',
            ("Alder Hosting, Inc.", "Birch Foods LLC"),
            id="role words on both sides",
        ),
        pytest.param(
            'This Agreement is between Birch Foods LLC ("Company") and Alder Hosting, Inc. ("Contractor").\n',
            ("Alder Hosting, Inc.", "Birch Foods LLC"),
            id="Company receives where the other is the contractor",
        ),
        pytest.param(
            'This Agreement is between Alder Hosting, Inc. ("Company") and Birch Foods LLC ("Customer").\n',
            ("Alder Hosting, Inc.", "Birch Foods LLC"),
            id="Company provides where the other is the customer",
        ),
        pytest.param(
            'This Agreement is between Alder Hosting, Inc. ("Alder") and Birch Foods LLC ("Birch").\n'
            "1. Work. Alder shall provide the help desk. Alder shall maintain the site. Alder will host the data.\n"
            "2. Money. Birch shall pay Alder each month. Birch shall reimburse its costs.\n",
            ("Alder Hosting, Inc.", "Birch Foods LLC"),
            id="names that say nothing: who works and who pays",
        ),
        pytest.param(
            'This Agreement is between Alder Hosting, Inc. ("Alder") and Birch Foods LLC ("Birch").\n'
            "1. Peace. Each party shall be kind to the other.\n",
            ("", ""),
            id="no sign at all stays unclear",
        ),
        pytest.param(
            "# Terms\n\nProvider will run the service. Provider will guard the data. Provider may improve it.\n"
            "Customer will pay. Customer may use it. Customer must be fair.\n",
            ("Provider", "Customer"),
            id="a standard form names no one",
        ),
        pytest.param(
            "# Promise\n\nThis is your agreement with Alder Hosting, Inc. for help. We will answer you. "
            "We provide support. You must pay. You may leave.\n",
            ("Alder Hosting, Inc.", "Customer"),
            id="we and you",
        ),
    ],
)
def test_sides(text: str, expected: tuple[str, str]) -> None:
    assert sides(parts(text)) == expected


UNCLEAR = 'This Agreement is between Alder Hosting, Inc. ("Alder") and Birch Foods LLC ("Birch").\n'


def test_unclear_says_so() -> None:
    found = parts(UNCLEAR)
    assert found.provider is None
    assert found.customer is None
    assert "--provider" in found.reason
    assert [(item.name, item.role) for item in found.all] == [
        ("Alder Hosting, Inc.", Side.UNCLEAR),
        ("Birch Foods LLC", Side.UNCLEAR),
    ]


def test_the_user_wins() -> None:
    """A name given by the user overrules the role words, and the other party takes the other side."""
    text = 'This Agreement is between Alder Inc. ("Provider") and Birch LLC ("Customer").\n'
    found = parts(text, provider="Birch")
    assert sides(found) == ("Birch LLC", "Alder Inc.")
    assert found.provider is not None
    assert found.provider.aliases == ("Customer",)


def test_a_name_that_the_contract_does_not_know() -> None:
    found = parts("Terms apply.", provider="Cedar Ltd", customer="Dogwood Ltd")
    assert sides(found) == ("Cedar Ltd", "Dogwood Ltd")


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("WEB SITE HOSTING AGREEMENT", "hosting agreement"),
        ("Network Outsourcing Agreement", "outsourcing agreement"),
        ("Mutual Non-Disclosure Agreement", "non-disclosure agreement"),
        ("DATA PROCESSING ADDENDUM", "data processing agreement"),
        ("Service Level Agreement", "service level agreement"),
        ("MANUFACTURING AND SUPPLY AGREEMENT", "manufacturing agreement"),
        ("Some Pages", ""),
    ],
)
def test_kind(title: str, expected: str) -> None:
    made = Document("a", "a", "", "text/plain", f"{title}\nThe parties agree.\n", (Page(1, 0, 0),))
    made = Document("a", "a", "", "text/plain", made.text, (Page(1, 0, len(made.text)),))
    cleaned = clean(made)
    assert kind_of(made, cleaned, outline(made, cleaned)) == expected


@given(st.text(max_size=400))
def test_nothing_raises(text: str) -> None:
    found = parts('between A Inc. ("Provider") and ' + text)
    assert found.reason


def _words(text: str) -> set[str]:
    plain = "".join(letter if letter.isalnum() else " " for letter in text.lower())
    return {word.removesuffix("s") for word in plain.split()} - set("the inc llc ltd of and l p co ag b v n".split())


def _right(found: Parties, provider: str, customer: str) -> bool:
    for party, label in ((found.provider, provider), (found.customer, customer)):
        names = [_words(name) for name in (party.name, *party.aliases)] if party else []
        if not any(name and name <= _words(label) for name in names):
            return False
    return True


@pytest.mark.skipif(not GOLD.exists(), reason="the hand-read contracts are not here")
def test_gold_parties() -> None:
    right = 0
    labels = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(GOLD.glob("*.json"))]
    assert labels
    for label in labels:
        made = read(GOLD.parent / label["file"])
        cleaned = clean(made)
        found = find_parties(made, cleaned, outline(made, cleaned))
        right += _right(found, label["provider"], label["customer"])
    assert right >= FEWEST_RIGHT
