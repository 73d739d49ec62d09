"""The stream: which words enter it, where sentences end, and how list items keep their lead-in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contractcheck.language.passages import REDACTED, Names, Stream, stream, stream_words
from contractcheck.model import Clause, ClauseKind, Cleaned, Document, Outline, Page, Side, Span

WORDS = [
    ("breach of this Agreement", "breach of agreement", "determiners are left out"),
    ("the Party's notice", "party notice", "a possessive"),
    ("sub-contractors and non-disclosure", "subcontractors and nondisclosure", "prefixes are joined"),
    ("need-to-know", "need to know", "other hyphens split"),
    ("termi-\nnate it", "terminate it", "a word broken over a line end"),
    ("termi\xad\nnate it", "terminate it", "broken with a soft hyphen"),
    ("99.9% of USD 1,000", "99.9 % of usd 1,000", "numbers stay whole"),
    ("within [***] days", f"within {REDACTED} days", "a redaction is a word"),
    ("[* * *] of it", f"{REDACTED} of it", "a spaced redaction"),
    ("(a) pay; and (b) go", "pay ; and go", "item marks are no words"),
    ("fee\xa0of\xa0USD", "fee of usd", "non-breaking spaces"),
]


@pytest.mark.parametrize(("text", "words", "proves"), WORDS)
def test_which_words_enter(text: str, words: str, proves: str) -> None:
    assert " ".join(stream_words(text)) == words, proves


def made(text: str, *noise: tuple[int, int], names: Names | None = None) -> Stream:
    clause = Clause("", "", "", 0, 0, 0, len(text), 1, ClauseKind.BODY)
    document = Document("x", "x", "", "text", text, (Page(1, 0, len(text)),))
    return stream(document, Cleaned((), tuple(Span(*span) for span in noise)), Outline((clause,), {}, ()), names)


def sentences(text: str) -> list[str]:
    read = made(text)
    return [" ".join(read.words[passage.start : passage.end]) for passage in read.passages if passage.lead is None]


SENTENCES = [
    ("Pay now. Go later.", ["pay now", "go later"], "a full stop"),
    ("Acme Inc. shall pay. It may go.", ["acme inc shall pay", "it may go"], "an abbreviation ends nothing"),
    ("See Section 4.2 of it. Then go.", ["see section 4.2 of it", "then go"], "a section number ends nothing"),
    ("He wrote “pay.” Then he left.", ["he wrote pay", "then he left"], "a quotation mark after the stop"),
    ("Pay one; pay two.", ["pay one ; pay two"], "a semicolon ends nothing"),
    ("pay one\n\nNew paragraph here", ["pay one", "new paragraph here"], "a paragraph gap"),
    ("to pay:\n\n(a) one;\n\n(b) two.", ["to pay one ; two"], "but not within a list"),
]


@pytest.mark.parametrize(("text", "expected", "proves"), SENTENCES)
def test_where_sentences_end(text: str, expected: list[str], proves: str) -> None:
    assert sentences(text) == expected, proves


def test_items_are_passages_with_their_lead_in() -> None:
    read = made("Provider shall: (a) encrypt data; and (b) notify breaches.")
    items = [passage for passage in read.passages if passage.lead is not None]
    assert [" ".join(read.words[item.start : item.end]) for item in items] == ["encrypt data ; and", "notify breaches"]
    assert {item.lead for item in items} == {(0, 2)}


# A text, its list items, and what it proves. Each item is a passage of its own, read with the words that lead into it.
PLAIN = [
    (
        "The Provider shall:\n\nencrypt data;\n\nkeep logs; and\n\nreport faults.",
        ["encrypt data ;", "keep logs ; and", "report faults"],
        "in small letters",
    ),
    ("The Provider shall:\n\nEncrypt data;\n\nReport faults.", ["encrypt data ;", "report faults"], "in capitals"),
    ("The Provider shall: encrypt data; and report faults.", [], "semicolons in one paragraph"),
    ("The Provider shall encrypt data;\n\nIt may report faults.", [], "no colon leads to a list"),
    ("The Provider shall:\n\nencrypt data.\n\nThe fee is due.", [], "a full stop ends it"),
    ("Witnesseth:\n\nWHEREAS one sells; and\n\nWHEREAS one buys;\n\nNOW they agree.", [], "recitals are no list"),
]


@pytest.mark.parametrize(("text", "items", "proves"), PLAIN, ids=[case[2] for case in PLAIN])
def test_a_list_without_marks_is_read_with_its_lead_in(text: str, items: list[str], proves: str) -> None:
    read = made(text)
    listed = [passage for passage in read.passages if passage.lead is not None]
    assert [" ".join(read.words[passage.start : passage.end]) for passage in listed] == items, proves
    leads = {" ".join(read.words[slice(*passage.lead)]) for passage in listed if passage.lead}
    assert leads <= {"provider shall"}


def test_a_sub_clause_inherits_the_words_that_lead_into_it() -> None:
    text = "Provider shall:\n(a) encrypt data;"
    clauses = (
        Clause("1", "1", "", 1, 0, 0, 16, 1, ClauseKind.BODY),
        Clause("(a)", "1(a)", "", 2, 16, 20, len(text), 1, ClauseKind.BODY, parent=0),
    )
    document = Document("x", "x", "", "text", text, (Page(1, 0, len(text)),))
    read = stream(document, Cleaned((), ()), Outline(clauses, {}, ()))
    assert read.passages[1].lead == (0, 2)


def test_a_label_with_a_figure_is_read_and_a_bare_heading_is_not() -> None:
    text = "Uptime target: 99.95%."
    document = Document("x", "x", "", "text", text, (Page(1, 0, len(text)),))
    labelled = Clause("", "", "Uptime target", 1, 0, 15, len(text), 1, ClauseKind.BODY)
    assert stream(document, Cleaned((), ()), Outline((labelled,), {}, ())).words == ["uptime", "target", "99.95", "%"]
    bare = Clause("", "", "Uptime target", 1, 0, 13, 13, 1, ClauseKind.BODY)
    assert stream(document, Cleaned((), ()), Outline((bare,), {}, ())).words == []


def test_thirty_in_brackets_is_no_list_item() -> None:
    read = made("within thirty (30) days and a further ten (10) days")
    assert len(read.passages) == 1


def test_furniture_is_stepped_over() -> None:
    text = "shall Page 3 of 9 pay"
    assert made(text, (6, 18)).words == ["shall", "pay"]


def test_party_names_become_their_roles() -> None:
    names = Names.of({"Acme Widgets, Inc.": Side.PROVIDER, "Bolt": Side.CUSTOMER, "Gamma": Side.UNCLEAR})
    words = made("Acme Widgets, Inc. shall pay Bolt and Gamma; bolt it.", names=names).words
    assert words == ["provider", "shall", "pay", "customer", "and", "party", ";", "bolt", "it"]


@given(st.text(max_size=300))
def test_every_word_lies_in_the_text_and_in_one_sentence(text: str) -> None:
    read = made(text)
    assert len(read.words) == len(read.starts) == len(read.ends) == len(read.sentence_of)
    assert all(0 <= start < end <= len(text) for start, end in zip(read.starts, read.ends, strict=True))
    assert read.starts == sorted(read.starts)
    for position, number in enumerate(read.sentence_of):
        assert read.passages[number].start <= position < read.passages[number].end
