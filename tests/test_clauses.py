"""The outline: clause starts of every style, headings, contents lists, annexes, definitions; and that no text is lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contractcheck.contract import Contract
from contractcheck.model import Clause, ClauseKind, Document, Outline, Page
from contractcheck.reading import read

CORPUS = Path(__file__).resolve().parents[1] / "../shared/corpus"


def document(text: str, media: str = "application/pdf") -> Document:
    return Document("a", "a", "", media, text, (Page(1, 0, len(text)),))


def outlined(text: str, media: str = "application/pdf") -> Outline:
    made = document(text, media)
    return Contract.of(made).outline


def numbered(text: str, media: str = "application/pdf") -> list[tuple[str, str]]:
    """Path and heading of the numbered clauses."""
    return [(clause.path, clause.heading) for clause in outlined(text, media).clauses if clause.number]


START = "This Agreement is made between Alder Ltd and Birch Ltd. The parties agree as follows:\n"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param(
            "1. Services. Alder shall help.\n2. Fees. Birch shall pay.\n",
            [("1", "Services"), ("2", "Fees")],
            id="run-in headings after simple numbers",
        ),
        pytest.param(
            "1. SERVICES\n1.1 Alder shall help.\n1.2 Alder shall report.\n2. FEES\n2.1 Birch shall pay.\n",
            [("1", "SERVICES"), ("1.1", ""), ("1.2", ""), ("2", "FEES"), ("2.1", "")],
            id="decimal levels under headings in capitals",
        ),
        pytest.param(
            "ARTICLE I\nSERVICES\nSection 1.1 Scope. Alder shall help.\nARTICLE II\nFEES\nSection 2.1 Price. Birch pays.\n",
            [("ARTICLE I", "SERVICES"), ("1.1", "Scope"), ("ARTICLE II", "FEES"), ("2.1", "Price")],
            id="articles with the heading on the next line, and sections in them",
        ),
        pytest.param(
            "2.40Subcontractor. Alder may use one.\n2.41Insurance. Alder shall insure.\n",
            [("2.40", "Subcontractor"), ("2.41", "Insurance")],
            id="numbers glued to their headings, and a part that does not begin with its first clause",
        ),
        pytest.param(
            "1. Term. It ends:\n(a) on notice;\n(b) on breach; or\n(c) on death.\n2. Law. It is local.\n",
            [("1", "Term"), ("1(a)", ""), ("1(b)", ""), ("1(c)", ""), ("2", "Law")],
            id="lettered items in small letters",
        ),
        pytest.param(
            "1. Term. It ends:\n(h) on notice;\n(i) on breach; or\n(j) on death.\n",
            [("1", "Term"), ("1(h)", ""), ("1(i)", ""), ("1(j)", "")],
            id="(i) after (h) is a letter, no Roman numeral",
        ),
        pytest.param(
            "1. Term. It ends:\n(a) where either:\n(i) notice is given; or\n(ii) a breach stays;\n(b) on death.\n",
            [("1", "Term"), ("1(a)", ""), ("1(a)(i)", ""), ("1(a)(ii)", ""), ("1(b)", "")],
            id="Roman items inside lettered ones",
        ),
        pytest.param(
            "23.0 BUSINESS CONTINUITY\nAlder shall keep a plan.\n24.0 AUDIT\nBirch may inspect.\n",
            [("23.0", "BUSINESS CONTINUITY"), ("24.0", "AUDIT")],
            id="a number with a zero is a clause of the first level",
        ),
        pytest.param(
            "1. Duties. Alder shall help as set out in Section\n4.8 of this Agreement and in Clause\n2. Fees are apart.\n",
            [("1", "Duties")],
            id="wrapped cross-references begin no clause",
        ),
        pytest.param(
            "1. Place. Alder sits at\n14 North Road, and pays\n2.5% of it within\n30 days.\n2. Law. It is local.\n",
            [("1", "Place"), ("2", "Law")],
            id="street numbers, percentages and days begin no clause",
        ),
        pytest.param(
            "1.1 Notices. They are in writing. 1.2 Both Parties shall act in good faith. See Section 9.9 Both of it. "
            "1.3 Neither Party may assign.\n",
            [("1.1", "Notices"), ("1.2", ""), ("1.3", "")],
            id="numbers inside one long line, and a cross-reference among them",
        ),
        pytest.param(
            "1. Either party may end this Agreement. Notice is in writing.\n2. Alder shall help.\n",
            [("1", ""), ("2", "")],
            id="a sentence with a modal verb is no heading",
        ),
        pytest.param(
            "1. LIMIT\nIN NO EVENT SHALL ALDER BE LIABLE FOR ANY LOSS OF PROFIT OR OF DATA, HOWEVER CAUSED,\n"
            "AND ITS LIABILITY IS LIMITED TO THE FEES PAID.\n2. LAW\nIt is local.\n",
            [("1", "LIMIT"), ("2", "LAW")],
            id="a paragraph in capitals is text",
        ),
        pytest.param(
            "1. Term. It ends:\n(a) on notice;\nand\n(b) on breach.\n2. Law. It is local.\n",
            [("1", "Term"), ("1(a)", ""), ("1(b)", ""), ("2", "Law")],
            id="an 'and' on a line of its own joins two items",
        ),
        pytest.param(
            "1. Term. It ends under Section 9 or\nor\n(b) thereof.\n2. Parties. These are\nAlder Ltd,\nAND\nBirch Ltd.\n",
            [("1", "Term"), ("2", "Parties")],
            id="an 'and' below a line that ends no item joins none",
        ),
        pytest.param(
            "1. LIMIT\n1.1 WE OWE NOTHING AND WE ARE NOT LIABLE FOR LOSS OF PROFIT OR\nOF DATA, EVEN IF WE KNEW.\n"
            "1.2 WHAT WE ARE READY TO PAY\nWE PAY FOR DIRECT LOSS.\n",
            [("1", "LIMIT"), ("1.1", ""), ("1.2", "WHAT WE ARE READY TO PAY")],
            id="a sentence in capitals is text where it goes on, and a question is a heading",
        ),
        pytest.param(
            '1. STATE\n1.1 THE GOODS ARE SOLD "AS IS." WE WARRANT NOTHING.\n1.2 NO PROMISE IS MADE. NONE SHALL BE.\n',
            [("1", "STATE"), ("1.1", ""), ("1.2", "")],
            id="a quotation mark closes, and a statement in capitals is no run-in heading",
        ),
        pytest.param(
            "1. Irish law applies here. The courts sit in Cork.\n2. The lessee keeps the keys. They are two.\n"
            "3. Return of the keys. Birch shall bring them.\n",
            [("1", ""), ("2", ""), ("3", "Return of the keys")],
            id="a few words around a verb are a sentence",
        ),
        pytest.param(
            "1. LAW\n1. 1  Irish law governs.\n1. 2  The courts are these:\n1. 2. 1  in Cork;\n1. 2. 2  in Galway.\n2. END\n",
            [("1", "LAW"), ("1.1", ""), ("1.2", ""), ("1.2.1", ""), ("1.2.2", ""), ("2", "END")],
            id="spaces after the points of a number",
        ),
        pytest.param(
            "1. Form. It is this.\nAnnex B - Prices\nB.1 Rates. Birch pays these:\nHour 40\nB.2 Rises. There are none.\n"
            "B.2.1 Save one. It comes in May.\n",
            [("1", "Form"), ("Annex B", "Prices"), ("B.1", "Rates"), ("B.2", "Rises"), ("B.2.1", "Save one")],
            id="numbers that begin with the letter of their annex, one of them below a figure",
        ),
        pytest.param(
            "1. Tools\n1. A hammer, which Alder shall bring.\n1. A saw, which Birch shall bring.\n1. A plane, which nobody shall bring.\n",
            [("1", "Tools"), ("1.1", ""), ("1.1", ""), ("1.1", "")],
            id="a list that counts nothing is no deeper at each item",
        ),
        pytest.param(
            "1. HEAD\n--------\n(a) First. It counts.\n    -----\n(b) Second. It counts too.\n",
            [("1", "HEAD"), ("1(a)", "First"), ("1(b)", "Second")],
            id="ruled lines under headings do not break lists",
        ),
        pytest.param(
            "1. security\n1.1 the Supplier shall encrypt data.\n1.2 each party shall help.\n1.2.1 the Customer shall pay.\n"
            "2. law\n2.1 this agreement is governed by local law.\n",
            [("1", "security"), ("1.1", ""), ("1.2", ""), ("1.2.1", ""), ("2", "law"), ("2.1", "")],
            id="headings and clauses that begin in small letters",
        ),
        pytest.param(
            "1. What is secret\n1.1 All plans are secret.\n2. What the Recipient must do\n2.1 The Recipient must be still.\n",
            [("1", "What is secret"), ("1.1", ""), ("2", "What the Recipient must do"), ("2.1", "")],
            id="plain-English headings with a verb",
        ),
        pytest.param(
            "1. The Supplier shall:\na. encrypt data;\nb. keep logs\n2. The Customer shall:\ni) pay;\nii) help.\n",
            [("1", ""), ("1(a)", ""), ("1(b)", ""), ("2", ""), ("2(i)", ""), ("2(ii)", "")],
            id="the next number after an item without a full stop",
        ),
        pytest.param(
            "I. Services\n1.01 Alder shall help.\n1.02 Alder shall report.\nII. Fees\n2.00 Birch shall pay.\n"
            "III.Severability\n3.00 The rest shall stand.\n",
            [
                ("(I)", "Services"),
                ("1.01", ""),
                ("1.02", ""),
                ("(II)", "Fees"),
                ("2.00", ""),
                ("(III)", "Severability"),
                ("3.00", ""),
            ],
            id="Roman parts hold decimal sections",
        ),
        pytest.param(
            "1. Pay.\n(a) Birch shall pay each bill (as defined in the Master\nAgreement). It shall pay within thirty days\n"
            "of receipt.\n1.1 This Agreement, signed by Mr. A.\nWeiler, hereinafter referred to as\nthe Signer, lasts a "
            "year.\n",
            [("1", "Pay"), ("1(a)", ""), ("1.1", "")],
            id="wrapped words are no headings",
        ),
        pytest.param(
            "1. Work. It shall include:\n(i) Sales during such Quarter;\n(ii) Costs of such Quarter; and\n(iii) Net Worth.\n",
            [("1", "Work"), ("1(i)", ""), ("1(ii)", ""), ("1(iii)", "Net Worth")],
            id="an item that ends in a semicolon is no heading",
        ),
        pytest.param(
            f"3. Use. Alder will: (a) use the data only for {'this one and no other ' * 20}purpose, and (b) keep it.\n",
            [("3", "Use")],
            id="a list that goes on in the middle of a sentence opens no clauses, however long the line",
        ),
        pytest.param(
            f"3. Use. Alder will: (a) use the data only for {'this one and no other ' * 20}purpose; (b) keep it.\n",
            [("3", "Use"), ("3(a)", ""), ("3(b)", "")],
            id="a list whose items all end in semicolons opens them",
        ),
    ],
)
def test_numbered_clauses(body: str, expected: list[tuple[str, str]]) -> None:
    assert numbered(START + body) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param(
            "# Form\n\n**1. The Service**. Alder will help.\n\n**1.1.** Security. Alder will guard it.\n\n**2. Fees**.\n",
            [("1", "The Service"), ("1.1", "Security"), ("2", "Fees")],
            id="bold numbers",
        ),
        pytest.param(
            "# Form\n\n1. Service\n    1. Access. Alder will help.\n    2. Support. Alder will answer.\n2. Limits\n"
            "    1. Use. Birch will be fair.\n",
            [("1", "Service"), ("1.1", "Access"), ("1.2", "Support"), ("2", "Limits"), ("2.1", "Use")],
            id="indented lists are the second level",
        ),
        pytest.param(
            "1. **Sharing**. Alder may share:\n\n- (a) _Staff_. With its staff.\n- (b) _Law_. Where the law asks.\n",
            [("1", "Sharing"), ("1(a)", "Staff"), ("1(b)", "Law")],
            id="a bullet before a number is none",
        ),
    ],
)
def test_markdown(body: str, expected: list[tuple[str, str]]) -> None:
    assert numbered(body, "text/markdown") == expected


def test_lines_that_no_page_could_hold_are_paragraphs() -> None:
    """In a file of plain text with an empty line below each paragraph a new one begins, whatever the line before was."""
    long = f"Alder shall help Birch {'with this and that and ' * 10}all else."
    text = "\n\n".join(
        [START.strip(), f"1. Help. {long}", "Item\tDay", "Desk\tMonday", f"2. Term. {long}", "3. Law. Irish."]
    )
    assert numbered(text, "text/plain") == [("1", "Help"), ("2", "Term"), ("3", "Law")]


def test_the_head_of_a_table_is_no_heading() -> None:
    text = (
        START
        + "Annex 1\nItem Description Unit Price\nOne desk, which is of oak and shall be sold to Birch by the day 40\n"
    )
    assert "Item Description Unit Price" not in [clause.heading for clause in outlined(text).clauses]


def test_unnumbered_headings_open_clauses() -> None:
    text = START + (
        "CONFIDENTIALITY\nEach party shall keep the secrets of the other party for five years.\n"
        "TERMINATION\nEither party may end this Agreement on thirty days of notice.\n"
    )
    headings = [clause.heading for clause in outlined(text).clauses]
    assert headings == ["", "CONFIDENTIALITY", "TERMINATION"]


CONTENTS = "TABLE OF CONTENTS\n1. Services 2\n2. Fees 3\n3. Term 4\n4. Liability 5\n5. Law 6\n"
RUN_ON = "1. Services 2. Fees and Charges 3. Term of Agreement 4. Limits of Liability 5. Governing Law 6. Notices\n"
BODY = (
    "1. Services. Alder shall help.\n2. Fees. Birch shall pay.\n3. Term. It lasts.\n"
    "4. Liability. It is limited.\n5. Law. It is local.\n"
)


@pytest.mark.parametrize(
    "contents",
    [
        pytest.param(CONTENTS, id="page numbers under a title"),
        pytest.param(
            CONTENTS.replace(" 2\n", " ........ 2\n").split("\n", 1)[1], id="no title, page numbers that rise"
        ),
        pytest.param("CONTENTS\n" + RUN_ON, id="several entries in one line"),
    ],
)
def test_contents_are_told_from_clauses(contents: str) -> None:
    text = contents + START + BODY
    clauses = outlined(text).clauses
    listed = [clause for clause in clauses if clause.kind is ClauseKind.CONTENTS]
    assert [text[clause.start : clause.end] for clause in listed] == [contents.rstrip()]
    body = [(clause.path, clause.heading) for clause in clauses if clause.kind is ClauseKind.BODY]
    assert body == [("1", "Services"), ("2", "Fees"), ("3", "Term"), ("4", "Liability"), ("5", "Law")]


def test_short_clauses_are_no_contents() -> None:
    """A list of short duties that ends in numbers is evidence, not contents."""
    text = START + "1. Alder shall answer calls within 2\n2. Alder shall send reports by day 5\n" * 4
    assert all(clause.kind is not ClauseKind.CONTENTS for clause in outlined(text).clauses)


def test_parts_of_the_document() -> None:
    text = (
        START
        + '1. Definitions.\n"Data" means what Birch sends.\n2. Duty. Alder shall help. See Exhibit A and Exhibit B.\n'
        "IN WITNESS WHEREOF, the parties have signed.\nBy: ____\nExhibit A\nService Levels\n"
        "1. Uptime. The service is up. It is measured each month.\n"
    )
    made = outlined(text)
    kinds = [(clause.path, clause.kind) for clause in made.clauses]
    assert kinds == [
        ("", ClauseKind.PREAMBLE),
        ("1", ClauseKind.DEFINITION),
        ("1", ClauseKind.DEFINITION),
        ("2", ClauseKind.BODY),
        ("", ClauseKind.SIGNATURE),
        ("Exhibit A", ClauseKind.ANNEX),
        ("Exhibit A, 1", ClauseKind.ANNEX),
    ]
    term = made.terms["Data"]
    assert text[term.start : term.end] == '"Data" means what Birch sends.'
    assert [(item.name, item.present) for item in made.attachments] == [("Exhibit A", True), ("Exhibit B", False)]


@pytest.mark.parametrize(
    ("text", "term"),
    [
        pytest.param("Alder helps Birch (the “Services”) each day.", "Services", id="curly quotes in brackets"),
        pytest.param('1. "Fee" shall mean ten dollars.', "Fee", id="straight quotes and shall mean"),
        pytest.param("“Secret Matter” has the meaning given in Clause 9.", "Secret Matter", id="has the meaning"),
        pytest.param("Alder and Birch (collectively, the “Parties” or “Both”) agree.", "Both", id="two terms at once"),
    ],
)
def test_defined_terms(text: str, term: str) -> None:
    span = outlined(text).terms[term]
    assert term in text[span.start : span.end]


def test_a_heading_never_carries_a_duty() -> None:
    text = START + "1. Alder shall indemnify Birch\nfor all loss.\n2. Security Alder will guard the data\n"
    for clause in outlined(text).clauses:
        assert "shall" not in clause.heading
        assert "will" not in clause.heading


def assert_whole(made: Document, clauses: tuple[Clause, ...]) -> None:
    """Clauses are ordered and disjoint, and every visible character that is no noise lies in one of them."""
    cleaned = Contract.of(made).cleaned
    done = 0
    covered = bytearray(len(made.text))
    for index, clause in enumerate(clauses):
        assert done <= clause.start <= clause.body <= clause.end
        assert -1 <= clause.parent < index
        covered[clause.start : clause.end] = b"\1" * (clause.end - clause.start)
        done = clause.end
    for span in cleaned.noise:
        covered[span.start : span.end] = b"\1" * (span.end - span.start)
    for line in cleaned.lines:
        lost = [at for at in range(line.start, line.end) if not covered[at] and not made.text[at].isspace()]
        assert not lost


PIECES = st.sampled_from(
    [
        "1. ",
        "2. ",
        "1.1 ",
        "(a) ",
        "(i) ",
        "ARTICLE I",
        "Section 2.1 ",
        "EXHIBIT A",
        "TABLE OF CONTENTS",
        "TERM",
        "Fees 12",
        "\n",
        "\n\n",
        "; and\n",
        "shall pay. ",
        '"Fee" means ',
        "IN WITNESS WHEREOF",
        "# ",
        "**",
        "   ",
        ". ",
    ]
)


@given(
    st.one_of(st.text(max_size=300), st.lists(PIECES, max_size=60).map("".join)),
    st.sampled_from(["application/pdf", "text/markdown"]),
)
def test_no_text_is_lost(text: str, media: str) -> None:
    made = document(text, media)
    assert_whole(made, Contract.of(made).outline.clauses)


@pytest.mark.skipif(not CORPUS.exists(), reason="the corpus of real contracts is not here")
def test_real_contracts_are_covered_and_hardly_contents() -> None:
    """On a sample of real contracts: nothing is lost, and contents lists stay the small share that they are."""
    files = sorted((CORPUS / "cuad" / "pdf").glob("*.pdf"))[::60]
    assert files
    cut = 0
    for path in files:
        made = read(path)
        clauses = Contract.of(made).outline.clauses
        assert_whole(made, clauses)
        listed = sum(clause.end - clause.start for clause in clauses if clause.kind is ClauseKind.CONTENTS)
        assert listed < 0.2 * len(made.text)
        cut += len(clauses)
    assert cut > 20 * len(files)


@pytest.mark.parametrize(
    ("line", "after"),
    [
        pytest.param(
            "Alder Holdings LLP", "999 Elm Street, Suite 14, Salem, Oregon 97301, USA", id="a company in a notice"
        ),
        pytest.param("If to Alder", "Alder Hosting, Inc., 12 Harbor Road, Suite 4, Reno, Nevada 89501", id="if to"),
        pytest.param(
            "June 2004", "and the remainder of the fee that the Customer owes is due", id="a date at a page foot"
        ),
        pytest.param(
            "• Director of Marketing", "and the other members that the Company names are there.", id="a bullet"
        ),
        pytest.param(
            "Country Status Number", "US Granted 10/459,977 12-Jun-03 7,047,697 23-May-06 active", id="a table head"
        ),
        pytest.param(
            "Schedule 3 - Support", "Schedule 4 - Service Level Commitments of the Supplier", id="a list of annexes"
        ),
        pytest.param(
            "Agreement Term: 1 Year", "The Agreement renews unless a party ends it by a notice.", id="a value"
        ),
        pytest.param(
            "Title: Vice President", "Date: the day on which the parties have signed the Agreement", id="a signature"
        ),
    ],
)
def test_no_headings(line: str, after: str) -> None:
    """Lines in title case that open no clause: their words stay in the clause around them."""
    text = f"{START}1. Notices. A notice shall be sent by post.\n{line}\n{after}\n2. Law. Local law governs.\n"
    assert [clause.heading for clause in outlined(text).clauses if clause.heading] == ["Notices", "Law"]


def test_text_after_a_list_returns_to_its_clause() -> None:
    """It has the path and heading of the clause that holds the list, and no item's lead-in."""
    text = (
        START
        + "1. Logs. The Supplier shall:\n(a) keep logs;\n(b) train staff.\nThe Customer may inspect them.\n2. Law. Local.\n"
    )
    found = outlined(text)
    tail = next(clause for clause in found.clauses if text[clause.body :].startswith("The Customer may"))
    assert (tail.path, tail.heading, tail.parent) == ("1", "Logs", -1)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        pytest.param("(a) Encryption of Customer Data", "Encryption of Customer Data", id="an item in title case"),
        pytest.param("(a) Availability target: 99.95%", "Availability target: 99.95%", id="a label and its value"),
        pytest.param(
            "(a) Availability excludes maintenance.", "Availability excludes maintenance.", id="no modal verb"
        ),
    ],
)
def test_items_keep_their_words(line: str, words: str) -> None:
    """What reads as a heading but is all that an item says can be found by the rules."""
    text = f"{START}1. Service. The Supplier shall offer:\n{line}\n(b) Reports.\n2. Law. Local law governs.\n"
    item = next(clause for clause in outlined(text).clauses if clause.number == "(a)")
    assert text[item.body : item.end] == words


def test_parts_of_a_schedule() -> None:
    """Paragraphs are numbered anew in each part of a schedule, so the part belongs to their path."""
    body = (
        "1. Services\n1.1 The Supplier shall provide the Services in paragraph 2 of Schedule 1.\nSigned by the parties\n"
        "SCHEDULE 1\nServices\nPart A\nHosting\n1. Platform\n1.1 The Supplier shall host it.\nPart B - Reports\n"
        "1. Monthly report\n1.1 The Supplier shall send it.\nSchedule 2 - The processing\n1. Data. It is stored.\n"
    )
    paths = [path for path, _ in numbered(START + body)]
    assert paths == [
        "1",
        "1.1",
        "Schedule 1",
        "Schedule 1, Part A",
        "Schedule 1, Part A, 1",
        "Schedule 1, Part A, 1.1",
        "Schedule 1, Part B",
        "Schedule 1, Part B, 1",
        "Schedule 1, Part B, 1.1",
        "Schedule 2",
        "Schedule 2, 1",
    ]


def test_an_own_exhibit_label_makes_no_annex() -> None:
    """A filing prints "EXHIBIT 1.1" above the agreement, here below a column of bare numbers."""
    text = (
        "1.\n2.\n2.1\n3.\nEXHIBIT 1.1\nAlliance Agreement\n" + START + "Term\nThe term of this Agreement is one year.\n"
    )
    assert all(clause.kind is not ClauseKind.ANNEX for clause in outlined(text).clauses)


@pytest.mark.parametrize(
    ("words", "name", "present"),
    [
        pytest.param("It is set out in Annex D.", "Annex D", False, id="an annex that is not there"),
        pytest.param("It is set out in Annex B.", "Annex B", True, id="an annex that is there"),
        pytest.param("Support follows the Support Policy.", "Support Policy", False, id="a policy"),
        pytest.param("See the Information Security Policy.", "Information Security Policy", False, id="three words"),
        pytest.param("Clause 18 of the Main Agreement applies.", "Main Agreement", False, id="another agreement"),
        pytest.param("The fee is on the Order Form.", "Order Form", True, id="an annex with that title"),
    ],
)
def test_attachments(words: str, name: str, present: bool) -> None:
    """Documents that the text leaves a matter to, and whether they are here."""
    text = f"{START}1. Work. {words}\n2. Law. Local law governs.\nANNEX A - ORDER FORM\nThe fee is low.\nANNEX B\nIt is up.\n"
    assert {(item.name, item.present) for item in outlined(text).attachments} >= {(name, present)}


def test_insurance_policies_are_no_attachments() -> None:
    found = outlined(START + "1. Cover. Alder shall keep the Liability Policy and any Insurance Policy.\n")
    assert found.attachments == ()


_MAIN = "".join(
    f"{number}. {title}\n{number}.1 Alder shall do what this part says.\n"
    for number, title in enumerate(("Meanings", "Services", "Fees", "Term", "Liability", "Notices", "Law"), start=1)
)


@pytest.mark.parametrize(
    ("text", "expected", "why"),
    [
        (
            "1. Alder Ltd, and\n2. Birch Ltd.\n(A) Alder runs centres.\n(B) Birch needs one.\n" + _MAIN,
            ["1", "2", "2(A)", "2(B)", *(f"{number}{part}" for number in range(1, 8) for part in ("", ".1"))],
            "the numbering of the contract after its recitals never returns to them",
        ),
        (
            "1. Duties\n(a) Alder shall keep these records:\n"
            + "".join(f"{number}. Books of Account\n" for number in range(1, 8))
            + "(b) Alder shall show them.\n2. Fees\nBirch shall pay.\n",
            ["1", "1(a)", *(f"1(a), {number}" for number in range(1, 8)), "1(b)", "2"],
            "a list within an item gives the word back to the next item",
        ),
    ],
)
def test_the_numbering_of_the_contract_is_told_from_a_list_in_an_item(
    text: str, expected: list[str], why: str
) -> None:
    assert [path for path, _ in numbered(START + text)] == expected, why
