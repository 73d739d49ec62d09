"""The parties: who provides and who receives, or an honest word that it cannot be told; and the kind of agreement."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contractcheck.contract import Contract
from contractcheck.facts import facts_of
from contractcheck.model import Document, Page, Parties, Side
from contractcheck.parties.plausible import is_name
from contractcheck.reading import read

GOLD = Path(__file__).resolve().parents[1] / "../shared/corpus/gold"
# Right on both sides in at least so many of the 37 hand-read contracts; in the others no side is named.
FEWEST_RIGHT = 34


def parts(text: str, provider: str | None = None, customer: str | None = None) -> Parties:
    made = Document("a", "a", "", "text/plain", text, (Page(1, 0, len(text)),))
    return Contract.of(made, named=(provider, customer)).parties


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


PREAMBLES = [
    pytest.param(
        "This Agreement is made by and between Quillfern Systems, Inc., a Nevada corporation with offices at 12 Harbor "
        "Road, Suite 4, Reno, Nevada 89501 (“Vendor”) and Doverlane Retail Corp., 88 Main Street, Dayton, Ohio "
        "(“Client”).",
        ("Quillfern Systems, Inc.", "Doverlane Retail Corp."),
        id="US: addresses follow the names",
    ),
    pytest.param(
        'THIS AGREEMENT is entered into by and between DOVERLANE RETAIL CORP., hereinafter referred to as "Owner", and '
        'QUILLFERN SYSTEMS, INC., hereinafter referred to as "Contractor".',
        ("QUILLFERN SYSTEMS, INC.", "DOVERLANE RETAIL CORP."),
        id="US: hereinafter referred to as",
    ),
    pytest.param(
        "This Contract is between the City of Marlow Bend, a municipal corporation (the “City”), and Tarnhill Waste "
        "Services, LLC, a Texas limited liability company (the “Contractor”).",
        ("Tarnhill Waste Services, LLC", "City of Marlow Bend"),
        id="US: a city has no legal form",
    ),
    pytest.param(
        'This Agreement is between Tarnhill Waste Services, LLC ("Tarnhill" or "Supplier") and Doverlane Retail Corp. '
        '("Doverlane" or "Buyer").',
        ("Tarnhill Waste Services, LLC", "Doverlane Retail Corp."),
        id="US: a short name and a role in one bracket",
    ),
    pytest.param(
        "This Consulting Agreement is made between Doverlane Retail Corp. (the “Company”) and Jane Q. Holloway, an "
        "individual residing at 9 Elm Court, Salem, Oregon (the “Consultant”).",
        ("Jane Q. Holloway", "Doverlane Retail Corp."),
        id="US: a person",
    ),
    pytest.param(
        "This Services Agreement (this “Agreement”) is made on March 18, 2026 by Doverlane Dental Partners, P.C., a New "
        "Jersey professional corporation (“Customer”), and Tarnhill Device Service Co., a Pennsylvania corporation "
        "(“Provider”).",
        ("Tarnhill Device Service Co.", "Doverlane Dental Partners, P.C."),
        id="US: made on a date by",
    ),
    pytest.param(
        "This Agreement, effective as of May 1, 2026, is by and among Doverlane Retail Corp., an Ohio corporation "
        "(“Doverlane”), Doverlane Foods LLC, an Ohio company (together with Doverlane, the “Customer”), and Quillfern "
        "Systems, Inc. (“Service Provider”).",
        ("Quillfern Systems, Inc.", "Doverlane Foods LLC"),
        id="US: three parties",
    ),
    pytest.param(
        "This Agreement is between Quillfern Bank, N.A., a national banking association (the “Custodian”), and "
        "Marlow Growth Trust, a Delaware statutory trust (the “Fund”).",
        ("Quillfern Bank, N.A.", "Marlow Growth Trust"),
        id="US: a bank serves a fund",
    ),
    pytest.param(
        "This Agreement is between Doverlane Retail Corp. (f/k/a Dover Stores, Inc.), an Ohio corporation "
        "(“Licensee”), and Quillfern Systems, Inc., a Nevada corporation (NASDAQ: QFRN) (“Licensor”).",
        ("Quillfern Systems, Inc.", "Doverlane Retail Corp."),
        id="US: other brackets between",
    ),
    pytest.param(
        "PARTIES\n(1) MARLOW BEND COUNCIL LIMITED, incorporated in England and Wales with company number 1180 5524, "
        "whose registered office is at Guild Yard, Marlow MB1 4AA (the Customer); and\n(2) TARNHILL DATA LIMITED, "
        "incorporated in Scotland with company number SC 774 090 (the Supplier).",
        ("TARNHILL DATA LIMITED", "MARLOW BEND COUNCIL LIMITED"),
        id="UK: roles in brackets without quotation marks",
    ),
    pytest.param(
        "BETWEEN:\n(1) Marlow Bend Council of Town Hall, High Street, Marlow Bend (“the Council” or “the Client”); and"
        "\n(2) Tarnhill Facilities plc (registered number 0456789) whose registered office is at 4 Mill Lane, Leeds "
        "(“the Contractor”).",
        ("Tarnhill Facilities plc", "Marlow Bend Council"),
        id="UK: the article stands within the quotation marks",
    ),
    pytest.param(
        "THIS AGREEMENT is dated 1 May 2026\nPARTIES\n(1) Tarnhill Facilities plc incorporated and registered in England "
        "and Wales with company number 456789 whose registered office is at 4 Mill Lane, Leeds (Supplier)\n(2) Marlow "
        "Homes LLP incorporated and registered in England and Wales with company number OC31 (Customer)\nBACKGROUND",
        ("Tarnhill Facilities plc", "Marlow Homes LLP"),
        id="UK: bare roles, no full stops",
    ),
    pytest.param(
        "THIS DEED is made BETWEEN Marlow Homes LLP (Company No. OC31) (hereinafter called the Employer) of the one part "
        "and Tarnhill Facilities plc (Company No. 0456) (hereinafter called the Contractor) of the other part.",
        ("Tarnhill Facilities plc", "Marlow Homes LLP"),
        id="UK: of the one part",
    ),
    pytest.param(
        "between\nMarlow Bend NHS Trust, Castle Street, Marlow Bend (the Authority, or Customer); and\n"
        "Tarnhill Care Ltd, 4 Mill Lane, Leeds (the Provider).",
        ("Tarnhill Care Ltd", "Marlow Bend NHS Trust"),
        id="UK: a public body with two names",
    ),
    pytest.param(
        "between\nFjordal Sparebank A/S, Havnegade 12, 8000 Aarhus C, Denmark\n(the “Controller”)\nand\nTaillis Paylines "
        "SAS, 30 quai des Tanneurs, 44000 Nantes, France\n(the “Processor”)",
        ("Taillis Paylines SAS", "Fjordal Sparebank A/S"),
        id="EU: name, address, country",
    ),
    pytest.param(
        "This agreement is concluded between Lindenau Werke GmbH, Hauptstraße 4, 04177 Leipzig, Germany, registered with "
        "the Local Court of Leipzig under HRB 3211, represented by its managing director Dr. Eva Kern – hereinafter "
        "“Customer” – and Taillis Paylines SARL, 2 rue Haute, 67000 Strasbourg, France – hereinafter “Supplier” –.",
        ("Taillis Paylines SARL", "Lindenau Werke GmbH"),
        id="EU: hereinafter between dashes",
    ),
    pytest.param(
        "Between Ferrolana S.p.A., with registered office in Via Roma 3, Turin, Italy, VAT no. IT0123 (hereinafter, the "
        "“Principal”), on the one side, and Taillis Logistics Sp. z o.o., with its seat in Poznań, Poland, entered under "
        "KRS 0000123 (hereinafter, the “Carrier”), on the other side.",
        ("Taillis Logistics Sp. z o.o.", "Ferrolana S.p.A."),
        id="EU: on the one side, and on the other",
    ),
    pytest.param(
        "This agreement is made between Zonnerand Mobiel B.V., having its registered seat in Utrecht, the Netherlands "
        "(the “Client”), and Taillis Inzicht N.V., having its registered seat in Ghent, Belgium (the “Consultant”).",
        ("Taillis Inzicht N.V.", "Zonnerand Mobiel B.V."),
        id="EU: registered seats",
    ),
    pytest.param(
        "The controller: Universität Neustein, Schlossplatz 1, 12345 Neustein, Germany (“Controller”), and the processor: "
        "Taillis Cloud AB, Kungsgatan 2, Lund, Sweden (“Processor”), have agreed on these clauses.",
        ("Taillis Cloud AB", "Universität Neustein"),
        id="EU: the role stands before the name too",
    ),
    pytest.param(
        "entered into by Taillis Cloud Oy, a company under the laws of Finland (“Processor”), and Stiftung Neustein, a "
        "foundation under German law, Schlossplatz 2, Neustein (“Data Controller”).",
        ("Taillis Cloud Oy", "Stiftung Neustein"),
        id="EU: a foundation",
    ),
    pytest.param(
        "These terms are a contract between Petalbook Software, Inc. (“Petalbook,” “we,” “us” or “our”) and the company "
        "or person that clicks “I agree” (“you” or “your”). We will run the service. We may change it. You must pay. "
        "You may leave.",
        ("Petalbook Software, Inc.", "Customer"),
        id="plain: we and you in brackets",
    ),
    pytest.param(
        "In this contract, “we”, “us” and “our” mean Petalbook Software Ltd, and “you” means the customer who signs the "
        "order. We will run the service. We may change it. You must pay. You may leave.",
        ("Petalbook Software Ltd", "Customer"),
        id="plain: we means",
    ),
    pytest.param(
        "SERVICE CONTRACT\nSupplier: Petalbook Software Ltd\nCustomer: Marlow Homes LLP\nStart date: 1 May 2026\n"
        "1. The Supplier shall run the service.\n2. The Customer shall pay.\n",
        ("Petalbook Software Ltd", "Marlow Homes LLP"),
        id="plain: a table of particulars",
    ),
    pytest.param(
        "Who we are\nThis agreement is between Petalbook Software Ltd (the supplier) and Marlow Homes LLP (the customer)."
        "\n1. The supplier will run the service.\n2. The customer will pay.\n",
        ("Petalbook Software Ltd", "Marlow Homes LLP"),
        id="plain: roles in small letters",
    ),
    pytest.param(
        "We, Petalbook Software Ltd, will look after your books. You are the person named in the order. We will answer "
        "you. We may change prices. You must pay us. You can stop.",
        ("Petalbook Software Ltd", "Customer"),
        id="plain: we, by name",
    ),
    pytest.param(
        'This Agreement is between Doverlane Retail Corp. ("Doverlane"), as customer, and Quillfern Systems, Inc. '
        '("Quillfern"), as service provider.',
        ("Quillfern Systems, Inc.", "Doverlane Retail Corp."),
        id="US: as customer, as service provider",
    ),
    pytest.param(
        'This Agreement is between Doverlane Retail Corp. ("Doverlane") and Quillfern Systems, Inc. ("Quillfern"). In '
        "this Agreement Doverlane is the customer and Quillfern is the service provider.",
        ("Quillfern Systems, Inc.", "Doverlane Retail Corp."),
        id="US: a sentence tells the roles",
    ),
    pytest.param(
        "This agreement is between Tollmark Acoustics Limited of 18 Pennant Row, Bristol (“Tollmark”), and Fenridge "
        "GmbH of Kranichweg 5, Hamburg (“Fenridge”). The party that gets information is the “Recipient”.",
        ("", ""),
        id="a mutual agreement has no sides",
    ),
]


@pytest.mark.parametrize(("text", "expected"), PREAMBLES)
def test_preambles(text: str, expected: tuple[str, str]) -> None:
    """The name, the whole name and nothing but the name, in the opening words of many lands."""
    assert sides(parts(text)) == expected


def test_we_keeps_the_short_name() -> None:
    """The company that calls itself "we" is known by its short name too."""
    found = parts(
        "These terms are between Petalbook Software, Inc. (“Petalbook,” “we,” “us” or “our”) and the person that signs "
        "(“you”). We will run it. We may change it. You must pay. You may leave."
    )
    assert found.provider is not None
    assert {"Petalbook", "we", "us", "our", "We"} <= set(found.provider.aliases)


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
    assert Contract.of(made).kind == expected


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
        found = Contract.of(made).parties
        if found.provider is None and found.customer is None:
            continue
        assert _right(found, label["provider"], label["customer"]), (label["file"], found)
        right += 1
    assert right >= FEWEST_RIGHT


NAMES = [
    pytest.param(
        'CONSULTING AGREEMENT Wrenfield Labs, Inc., with a seat at 9 Mill Lane ("Wrenfield") and Ivo Sand, an individual '
        '("Consultant") agree to these terms.',
        ("Ivo Sand", "Wrenfield Labs, Inc."),
        id="the title before the name is no part of it",
    ),
    pytest.param(
        'BETWEEN: ORMSKIRK PRESS, INC. 12 STATION STREET LEEDS (HEREAFTER "ORMSKIRK") AND: VALE PAPER LTD (HEREAFTER '
        '"VALE"). ORMSKIRK shall print. ORMSKIRK shall deliver. ORMSKIRK shall supply. VALE shall pay. VALE shall pay more.',
        ("ORMSKIRK PRESS, INC.", "VALE PAPER LTD"),
        id="an address behind the name",
    ),
    pytest.param(
        "These Terms are between you (“Customer” or “User”) and Larkspur. Our Services are run by Larkspur AG, having its "
        "seat in Chur (“Larkspur”).",
        ("Larkspur AG", "Customer"),
        id="you, called Customer, and a name without a bracket",
    ),
    pytest.param(
        'Between Amberley Bank plc ("Bank"), Rowan Host Ltd ("Supplier") and the data that users send ("Data"). '
        "This Agreement covers reports (the “Reports”).",
        ("Rowan Host Ltd", "Amberley Bank plc"),
        id="a defined thing is no party",
    ),
    pytest.param(
        "THIS AGREEMENT is made on 2 May 2023 BETWEEN: (1) MERE 9 LIMITED whose office is at Hull (the Company) "
        "(2) JANE POOLE (the Executive).",
        ("JANE POOLE", "MERE 9 LIMITED"),
        id="short names in bare brackets",
    ),
]


@pytest.mark.parametrize(("text", "expected"), NAMES)
def test_names_or_none(text: str, expected: tuple[str, str]) -> None:
    assert sides(parts(text)) == expected


@pytest.mark.parametrize(
    ("name", "good"),
    [
        ("Alder Hosting, Inc.", True),
        ("i-on interactive", True),
        ("Jane Poole", True),
        ("Bank of the West", True),
        ("Exhibit 10.1 Sales", False),
        ("In such cases", False),
        ("Contractor. The CO", False),
        ("Customer Data", False),
        ("Terms of Service", False),
        ("Parties", False),
        ("Contracting Party defined below", False),
        ("U.S.A., Inc.", False),
        ("12 Station Street", False),
    ],
)
def test_what_a_name_is(name: str, good: bool) -> None:
    """Headings, sentences, addresses and things are no names."""
    assert is_name(name) is good


def test_a_strange_name_is_a_warning() -> None:
    made = Document("a", "a", "", "text/plain", "Alder Ltd shall help.", (Page(1, 0, 21),))
    assert not facts_of(Contract.of(made, named=("Alder Ltd", None))).notes
    notes = facts_of(Contract.of(made, named=("Cedar Ltd", None))).notes
    assert "Cedar Ltd" in notes[0]
