"""Cross-references: what is read of them, and which clause a number in the text stands for."""

from __future__ import annotations

import pytest

from contractcheck.language.crossrefs import named_clauses, references
from contractcheck.language.labels import ANNEX, annex_key, either, label_number, plurals
from contractcheck.language.passages import stream
from contractcheck.model import Clause, ClauseKind, Cleaned, Document, Outline, Page

NUMBERS = ["1", "2", "5.02", "6", "7", "8", "ARTICLE IV", "Section 9"]

CASES = [
    ("Section 2 shall survive.", ["2"], "one section"),
    ("Sections 5.02, 6 and 8 survive.", ["5.02", "6", "8"], "a list"),
    ("Article IV survives.", ["ARTICLE IV"], "a Roman number"),
    ("Sections 1 and 6 through 8 survive.", ["1", "6", "7", "8"], "a range"),
    ("clause 9 applies", ["Section 9"], "a number printed with its name"),
    ("Section 44 applies", [], "a number that no clause has"),
    ("Section 2 lasts for 6 months", ["2"], "an amount is no reference"),
    ("within 6 days", [], "a number without a name before it"),
]


@pytest.mark.parametrize(("text", "expected", "proves"), CASES)
def test_what_a_number_stands_for(text: str, expected: list[str], proves: str) -> None:
    clauses = tuple(
        Clause(number, number, "", 1, len(text), len(text), len(text), 1, ClauseKind.BODY) for number in NUMBERS
    )
    body = Clause("99", "99", "", 1, 0, 0, len(text), 1, ClauseKind.BODY)
    outline = Outline((body, *clauses), {}, ())
    document = Document("x", "x", "", "text", text, (Page(1, 0, len(text)),))
    words = stream(document, Cleaned((), ()), outline)
    assert [outline.clauses[clause].path for _, clause in named_clauses(words, outline)] == expected, proves


READ = [
    ("Section 4.2(a) applies", [("section", ["4.2(a)"], "")], "a part of a clause is named in brackets"),
    ("clauses 8.2 and 8.3 of the Lease", [("clause", ["8.2", "8.3"], "of the Lease")], "two clauses of another paper"),
    ("Sections 5 through 7, 9", [("section", ["5", "7", "9"], "")], "a range and a list"),
    ("see § 12 in the Code.", [("section", ["12"], "in the Code.")], "the sign"),
    ("ARTICLE IV or Article IX", [("article", ["IX"], "")], "a heading in capitals is no reference to articles"),
    ("Schedule 1 and Exhibit B-1", [("schedule", ["1"], ""), ("exhibit", ["B-1"], "")], "attachments"),
    ("Annexure IV under\nthe DPA", [("annexure", ["IV"], "under the DPA")], "the tail is on one line"),
    ("the section on fees", [], "no number, no reference"),
]
OWN = [
    ("Section 12.4 (b), 13 and 14", [("section", ["12.4", "13", "14"])], "the numbers of clauses, without brackets"),
    ("Section 409A of the Code, section 1542", [], "numbers that only laws have"),
    ("Section 5 (2020)", [("section", ["5"])], "a year in brackets is no clause"),
    ("Schedule 1, § 12", [], "attachments and signs of laws name no clause here"),
]


@pytest.mark.parametrize(("text", "expected", "proves"), READ)
def test_references_of_a_text(text: str, expected: list[tuple[str, list[str], str]], proves: str) -> None:
    found = references(text)
    assert [(one.kind, [named.text for named in one.numbers], one.tail) for one in found] == expected, proves
    for one in found:
        assert text[one.start : one.end].startswith(one.word)
        assert all(text[named.start : named.end] == named.text for named in one.numbers)


@pytest.mark.parametrize(("text", "expected", "proves"), OWN)
def test_references_to_clauses_of_this_contract(text: str, expected: list[tuple[str, list[str]]], proves: str) -> None:
    found = references(text, own=True)
    assert [(one.kind, [named.number for named in one.numbers]) for one in found] == expected, proves


@pytest.mark.parametrize(
    ("printed", "number"),
    [
        ("SECTION 4.1.", "4.1."),
        ("Sec. 7", "7"),
        ("§ 7(a)", "7(a)"),
        (" Clause 3", "3"),
        ("Article IV", "IV"),
        ("2.", "2."),
    ],
)
def test_the_number_of_a_label(printed: str, number: str) -> None:
    assert label_number(printed) == number


def test_an_article_may_keep_its_word() -> None:
    assert label_number("ARTICLE IV", keep_article=True) == "ARTICLE IV"


def test_one_attachment_has_one_key() -> None:
    assert annex_key("SCHEDULE", "II") == annex_key("Schedules", "2") == "schedule 2"
    assert annex_key("Annexure", "i") == annex_key("annexes", "1")
    assert annex_key("Exhibit", "C") != annex_key("Exhibit", "100"), "a single letter is a letter"


def test_words_as_pieces_of_patterns() -> None:
    assert (
        either("section", "annex", plural=True, cases="title upper") == "Sections?|SECTIONS?|Annex(?:es)?|ANNEX(?:ES)?"
    )
    assert plurals(*ANNEX) == "schedules|exhibits|annexes|appendices"
