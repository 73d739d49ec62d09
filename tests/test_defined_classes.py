"""Defined terms that stand for data of the customer, whatever the contract calls them."""

from __future__ import annotations

import pytest

from contractcheck.contract import Contract
from contractcheck.model import Found
from contractcheck.structure.definedclasses import terms_for_customer_data
from tests.loaded import own_checker

HEAD = """SERVICES AGREEMENT

This Agreement is made on 2 June 2025 between Fenwick Hosting Ltd (the "Provider") and Tarn Bakeries plc (the "Customer").

"""

# A definition, the terms that stand for data of the customer, and what it proves.
DEFINITIONS = [
    (
        '"Oven Logs" means the records that the Customer uploads from its ovens.',
        ("Oven Logs",),
        "what the customer does",
    ),
    ('"Oven Logs" means all files uploaded by or on behalf of the Customer.', ("Oven Logs",), "what is done by it"),
    (
        '"Oven Logs" means messages which Tarn Bakeries plc sends to the Service.',
        ("Oven Logs",),
        "the customer by its name",
    ),
    ('"Oven Logs" means files sent by the Customer\'s staff or its guests.', ("Oven Logs",), "its staff"),
    ('"Oven Logs" means the records that the Provider makes of its own ovens.', (), "data of the other side"),
    ('"Oven Plates" means the steel plates that the Customer sends for repair.', (), "things that are no data"),
    ('"Customer Data" means the data that the Customer uploads.', (), "a name that says so itself"),
    ('"Deliverables" means the documents made from files sent by the Customer.', (), "a name of another class"),
    ("The Oven Logs that the Customer uploads are kept for a year.", (), "no definition"),
]


@pytest.mark.parametrize(("text", "terms", "proves"), DEFINITIONS, ids=[case[2] for case in DEFINITIONS])
def test_terms_are_classed_by_their_definition(text: str, terms: tuple[str, ...], proves: str) -> None:
    contract = Contract.of_text(f"{HEAD}1. {text}\n")
    assert terms_for_customer_data(contract.plain, contract.terms, ("Customer", "Tarn Bakeries plc")) == terms, proves


# What is said of the term, the requirement, what is found, and what it proves.
USES = [
    ("The Oven Logs remain the property of the Customer.", "data-ownership", Found.YES, "who owns them"),
    (
        "Within ten days after termination of this Agreement the Provider shall return the Oven Logs to the Customer.",
        "data-return-deletion",
        Found.YES,
        "that they come back",
    ),
    ("The Provider shall encrypt the Oven Logs at rest.", "encryption", Found.YES, "that they are encrypted"),
    ("The Oven Trays remain the property of the Customer.", "data-ownership", Found.NO, "another thing"),
]


@pytest.mark.parametrize(("text", "id_", "what", "proves"), USES, ids=[case[3] for case in USES])
def test_the_term_stands_for_its_class_where_it_is_used(text: str, id_: str, what: Found, proves: str) -> None:
    means = '"Oven Logs" means the records that the Customer uploads from its ovens.'
    report = own_checker().check_text(f"{HEAD}1. {means}\n\n2. {text}\n")
    finding = next(row.finding for row in report.assessed if row.finding.requirement == id_)
    assert finding.found is what, proves
    if what is Found.YES:
        assert finding.evidence[0].quote == text, "the words are quoted as they are printed"
