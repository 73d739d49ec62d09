"""Names of the parties as the contract gives them, or none: preambles, cover pages, tables, groups, "we" and "you"."""

from __future__ import annotations

import pytest

from contractcheck.checker import Checker
from contractcheck.contract import Contract
from contractcheck.facts import facts_of
from contractcheck.model import Document, Page, Side
from contractcheck.report import render
from tests.loaded import own_checker

_WORK = " {giver} shall provide the services. {giver} shall deliver the reports. {giver} shall support the system."
_PAY = " {taker} shall pay the fees. {taker} shall pay each invoice. {taker} shall reimburse expenses."


def deeds(giver: str, taker: str) -> str:
    """Clauses in which one party does the work and the other pays."""
    return (_WORK + _PAY).format(giver=giver, taker=taker)


def pair(text: str) -> tuple[str, str]:
    """The names of the provider and of the customer, "" for none."""
    found = Contract.of(Document("a", "a", "", "text/plain", text, (Page(1, 0, len(text)),))).parties
    return (
        found.provider.name if found.provider is not None else "",
        found.customer.name if found.customer is not None else "",
    )


GROUPS = [
    (
        "This Agreement is made by and among Tarn Mills, Inc. (“Tarn”), Fell Mills Ltd (“Fell”) and Moor Textiles plc "
        "(the “Company”). Each of Tarn and Fell is hereinafter referred to as a “Supplier” and collectively as the "
        "“Suppliers”. The Supplier shall deliver cloth. The Company shall pay.",
        ("Tarn Mills, Inc.; Fell Mills Ltd", "Moor Textiles plc"),
        "a role that two of three parties share",
    ),
    (
        "This Agreement is by and among Alder Park, LLC (“ALP”), the Alder Museum, Inc. (“AMI” and, together with ALP, the "
        "“Alder Entities”) and Volt Supply, Inc. (“Volt”). Volt desires to provide to the Alder Entities, and the Alder "
        "Entities desire to obtain from Volt, electricity." + deeds("Volt", "The Alder Entities"),
        ("Volt Supply, Inc.", "Alder Park, LLC; Alder Museum, Inc."),
        "a group named in the bracket of its last member",
    ),
    (
        "This Agreement is between Rill Ltd (“Rill”), Beck Ltd (“Beck”) and Weir Software GmbH (“Weir”). Rill and Beck "
        "(together, the “Buyers”) order the software." + deeds("Weir", "The Buyers"),
        ("Weir Software GmbH", "Rill Ltd; Beck Ltd"),
        "a group named after the parties, with a role",
    ),
]

PREAMBLES = [
    (
        "This Agreement is between Orchard Inc., formerly known as Hedge, Inc. (“Orchard”), and the organization, business "
        "or other entity that has signed an order (“Customer”). Orchard shall host the service.",
        ("Orchard Inc.", "Customer"),
        "a former name is no second party, and an entity without a name is its role",
    ),
    (
        "This Agreement is made on 4 May between Fruits of Marlow LLC (“Promoter”) and Gorse, Inc. (“Client”). The Client "
        "shall pay.",
        ("Fruits of Marlow LLC", "Gorse, Inc."),
        "an 'of' inside a name",
    ),
    (
        "This Agreement is between Mere.com, Inc. (“Mere”), located at 14 Dock Row, New York, NY 10018 and quay.com, Inc. "
        "(“quay”)." + deeds("Mere", "quay"),
        ("Mere.com, Inc.", "quay.com, Inc."),
        "the first party's address before the second's name",
    ),
    (
        "This Agreement is between Sedge Inc. together with its affiliates (“Sedge”) and Ling AG c/o Heath Ltd (“Client”). "
        "Sedge shall host.",
        ("Sedge Inc.", "Ling AG"),
        "words behind a name",
    ),
    (
        "This Agreement is between Moss Racing, Inc. (hereinafter Moss) and Peat Oils Ltd (hereinafter referred to as "
        "“Peat”)." + deeds("Moss", "Peat"),
        ("Moss Racing, Inc.", "Peat Oils Ltd"),
        "a short name without quotation marks",
    ),
    (
        "This Agreement is between iRill Systems Ltd., a Delaware corporation, and Deutsche Weir AG (“Deutsche Weir”), of "
        "Bonn." + deeds("iRill", "Deutsche Weir"),
        ("iRill Systems Ltd.", "Deutsche Weir AG"),
        "a name that begins small",
    ),
    (
        "Distribution agreement between Heron Devices Pty Ltd and Teal Medical LLC." + deeds("Heron", "Teal"),
        ("Heron Devices Pty Ltd", "Teal Medical LLC"),
        "a legal form of two words",
    ),
]

FORMS = [
    (
        "Platform Terms. These Terms are between Adder Inc. (“Adder”) and the entity named in the order. Adder may update "
        "them. Adder shall show each Ad. Adder may stop an Ad. Adder may decline it. The Advertiser shall pay. The Advertiser must supply each "
        "Ad. The Advertiser shall check it. Annex: the Processor shall keep data safe. The Processor must delete it. The "
        "Processor shall report.",
        ("Adder Inc.", "Advertiser"),
        "the company that the opening words name goes before the roles of an annex",
    ),
    (
        "Welcome to Teasel! For the purposes of these Terms, “we,” “us,” “Company” and “Teasel” refer to Bramble Labs, Inc. "
        "We will host your data. We may change the Service. We are the owner. You must pay. You may cancel. You will keep "
        "your password. The Company may stop.",
        ("Bramble Labs, Inc.", "Customer"),
        "who “we” are stands behind several words",
    ),
    (
        "The Website is operated by Better Reed, Inc., a Delaware corporation (“Better Reed”, “we” or “us”). We will host "
        "it. We may change it. You may use it. You must pay.",
        ("Better Reed, Inc.", "Customer"),
        "a name of two words",
    ),
    (
        "PLEASE READ. WHEN YOU AGREE YOU AGREE (WITH LIMITED EXCEPTION) TO ARBITRATE. Thistle runs the site. We will help. "
        "We may stop. We are here. You may write. You must pay. You will behave.",
        ("We", "Customer"),
        "words in capitals are no company",
    ),
    (
        "Cover Page. By executing this Cover Page, Customer and Provider enter into the Cloud Terms.",
        ("Provider", "Customer"),
        "a cover page that names roles alone",
    ),
    (
        "Order Form\n\nSupplier: Whin Software Ltd\nCustomer: Broom Council\nTerm: 12 months\n\nThe Supplier shall host.",
        ("Whin Software Ltd", "Broom Council"),
        "an order form",
    ),
    (
        "| Vendor | Larch Data GmbH |\n| --- | --- |\n| Customer | Spruce Foods plc |\n\nThe Vendor shall host.",
        ("Larch Data GmbH", "Spruce Foods plc"),
        "a key-value table",
    ),
]

NONE = [
    (
        "Joint venture agreement between Alder Ltd (“Alder”) and Birch Ltd (“Birch”). The Board shall meet. The Board may "
        "vote. The Board shall decide. The Company shall keep books. The Company may borrow. The Company shall report.",
        "a board is no party",
    ),
    (
        "Terms for FERN PARCEL MANAGER® (COLLECTIVELY REFERRED TO AS “PARCEL MANAGER”) AND FERN® TRADE DESK (“FTD”).",
        "marks for services are no parties",
    ),
    (
        "Home Stay organized. If a reseller sold it (subject to the “Resold Customers” section of the terms), these words "
        "apply.",
        "a bracket that points to a section gives no name",
    ),
    ("Playbook of Additional Terms. ★ You can add to the NDA. ★ These are examples.", "notes on a form name nobody"),
]


@pytest.mark.parametrize(("text", "expected", "proves"), GROUPS + PREAMBLES + FORMS)
def test_the_right_pair(text: str, expected: tuple[str, str], proves: str) -> None:
    assert pair(text) == expected, proves


@pytest.mark.parametrize(("text", "proves"), NONE)
def test_no_name_where_there_is_none(text: str, proves: str) -> None:
    assert pair(text) == ("", ""), proves


@pytest.fixture(scope="module")
def checker() -> Checker:
    return own_checker()


def test_roles_that_are_not_told_are_said_once_and_sides_stay_open(checker: Checker) -> None:
    text = (
        "SERVICES AGREEMENT\n\nThis Agreement is between Alder Ltd (“Alder”) and Birch Ltd (“Birch”).\n\n"
        "1. Alder shall encrypt the data of Birch in transit and at rest.\n\n2. Birch may audit Alder once a year.\n"
    )
    report = checker.examine("made.txt", text.encode()).report
    assert {row.finding.side for row in report.assessed} <= {Side.UNCLEAR, Side.MUTUAL}
    assert render(report, "text").count("does not show who provides and who receives") == 1


@pytest.mark.parametrize(
    ("text", "provider", "customer", "said"),
    [
        (
            'These terms are a contract between Alder Ltd ("we", "us") and whoever signs an order ("you"). '
            "We shall provide the Service to you. You shall pay us. We may suspend the Service. You must keep it secret.",
            "Alder Ltd",
            "",
            "“we” provide and “you” receive",
        ),
        (
            "SERVICES AGREEMENT\n\nThis Agreement is made between the Supplier and the Customer named in the order.\n"
            "1. The Supplier shall provide the Services.\n2. The Customer shall pay the Charges.\n",
            "",
            "",
            "",
        ),
    ],
)
def test_a_role_is_not_reported_as_a_name(text: str, provider: str, customer: str, said: str) -> None:
    facts = facts_of(Contract.of_text(text, "x.txt"))
    assert (facts.provider, facts.customer) == (provider, customer)
    assert said in facts.parties_reason
    assert facts.parties_reason, "the report says once that it does not know them"
