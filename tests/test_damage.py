"""Damaged text of PDFs is repaired where that is sure, and named and not read where it is not. Sound text stays."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks import damage
from contractcheck.errors import UnreadableError
from contractcheck.model import Document
from contractcheck.reading import read_bytes
from contractcheck.reading.options import Engine, ReadOptions
from contractcheck.reading.pdf.rewriting import Edit, left_out, rewritten
from contractcheck.reading.pdf.wordlist import LETTERS, damaged_forms, letters_of, words
from contractcheck.reading.scan.tesseract import tesseract

CLAUSES = (
    "1. Services. The Provider shall provide the Services with sufficient staff from its first office in London.",
    "2. Confidentiality. Confidential information means information that is identified as confidential in writing.",
    "3. Breach. The Provider shall notify the Customer of each personal data breach within 24 hours.",
    "4. Benefits. The Customer confirms that the benefits of the Services are difficult to define and to specify.",
    "5. Effective date. This agreement is effective from the effective date and affects the affiliates of each party.",
    "6. Law. This agreement is governed by the laws of England and the courts of England have final jurisdiction.",
    "7. Audit. The Customer may audit the records of the Provider once in each calendar year on thirty days' notice.",
    "8. Insurance. The Provider shall hold insurance of GBP 5,000,000 for each claim with a carrier of good standing.",
)
PAGES = [list(CLAUSES), ["SIGNED by the parties on the date first written above, by persons who may bind them."]]


def read(data: bytes, engine: Engine = Engine.NONE) -> Document:
    return read_bytes(data, "made.pdf", ReadOptions(ocr=engine))


def said(document: Document) -> str:
    return " ".join(document.text.split())


WHOLE = said(read(damage.typeset(PAGES)))


def test_sound_text_stays_as_it_is() -> None:
    document = read(damage.typeset(PAGES))
    assert document.notes == ()
    assert all(clause in WHOLE for clause in CLAUSES)


@pytest.mark.parametrize("share", [0.05, 0.2, 1.0])
@pytest.mark.parametrize("whole", [True, False])
def test_lost_ligatures_come_back(share: float, whole: bool) -> None:
    data = damage.typeset(PAGES, lost=damage.without_ligatures(share, whole=whole))
    document = read(data)
    assert said(document) == WHOLE
    assert any(note.startswith("Repaired:") and "lost letters" in note for note in document.notes)


def replaced(by: str) -> bytes:
    return damage.typeset(PAGES, lost=lambda word: word.replace("fi", by))


def test_a_space_or_a_sign_for_a_ligature_is_mended() -> None:
    assert "information that is identified as confidential" in said(read(replaced(" ")))


def test_a_strange_word_alone_is_no_damage() -> None:
    lines = [*CLAUSES, "9. Species. The species of the plant and Mr Acton of Efectiva SA are named in Annex A."]
    document = read(damage.typeset([lines]))
    assert "The species of the plant and Mr Acton of Efectiva SA" in said(document)
    assert document.notes == ()


@pytest.mark.parametrize("gap", [0.06, 0.1, 0.14])
def test_words_that_ran_together_are_parted_by_the_gaps_on_the_page(gap: float) -> None:
    document = read(damage.typeset(PAGES, gap=gap))
    assert said(document) == WHOLE
    assert any("ran together" in note for note in document.notes)


def test_words_without_any_gap_are_not_read() -> None:
    with pytest.raises(UnreadableError, match="run into each other"):
        read(damage.typeset([list(CLAUSES)], gap=0.0))


def test_names_of_two_words_stay_whole() -> None:
    lines = [*CLAUSES, "9. PayPoint, Allstate, MarketSite, InMode and Salesforce are subsystems of the hyperscaler."]
    assert lines[-1] in said(read(damage.typeset([lines])))


def test_letters_printed_twice_count_once() -> None:
    lines = [
        *CLAUSES,
        " ".join("".join(letter * 2 for letter in word) for word in "Cure within 30 days of notice".split()),
    ]
    document = read(damage.typeset([[*lines, "Redacted XXXXXXXX and ________ and -------- stay."]]))
    assert "Cure within 30 days of notice" in said(document)
    assert "XXXXXXXX and ________ and -------- stay" in said(document)


def test_a_cipher_is_not_read() -> None:
    with pytest.raises(UnreadableError, match="the letters in the file do not make words"):
        read(damage.shifted(damage.typeset(PAGES)))


def test_one_page_amid_others_may_be_a_cipher_that_lost_its_spaces_too() -> None:
    pages = [list(CLAUSES)] * 5
    document = read(damage.shifted(damage.typeset(pages, strange=2), only="Oblique"))
    assert document.unread_pages == (3,)
    assert any("do not make words" in note for note in document.notes)


@pytest.mark.parametrize(
    ("line", "unread"),
    [
        ("https://www.halden.example/registers/suppliers/2026/0311/index.html", False),
        ("procurementofficer@haldenboroughcouncil.example contractmanager@brackenhill.example", False),
        ("acgttgcaacgtacgttgcaacgtacgtaacc 121 ttgacgtacgtacgttgacaacgtacgt 181", False),
        ("MKTAYIAKQRQISFVKSHFSRQ LEERLGLIEVQAPILSRVGDGT QDNLSGAEKAVQVKVKALPDAQ 61", False),
        ("wklvEdjuhhphqwEvkdooEehEjryhuqhgEebEwkhEodzv rifulwodqgEdqgEwkhE", True),
    ],
)
def test_long_rows_of_letters_may_be_addresses_or_genes(line: str, unread: bool) -> None:
    document = read(damage.typeset([list(CLAUSES), [line] * 20, list(CLAUSES)]))
    assert document.unread_pages == ((2,) if unread else ())


@pytest.mark.skipif(tesseract() is None, reason="tesseract is not installed")
def test_a_cipher_is_read_from_its_image() -> None:
    document = read(damage.shifted(damage.typeset(PAGES)), Engine.TESSERACT)
    assert "within 24 hours" in said(document)
    assert any(note.startswith("Read as an image: pages 1-2") for note in document.notes)


def test_a_page_in_another_language_and_a_list_of_names_are_no_ciphers() -> None:
    german = (
        "Der Auftragnehmer meldet dem Auftraggeber jede Verletzung des Schutzes personenbezogener Daten binnen 24 Stunden",
        "und die Vertragsparteien vereinbaren, dass der Gerichtsstand Hamburg ist und dass deutsches Recht anwendbar ist.",
    )
    names = ("Kowalczyk Brzezinski Szczepanski Wojciechowski", "Hrvatska Splitska Banka Dubrovnik Zagreb", "M. Nguyen")
    document = read(damage.typeset([list(CLAUSES), list(german), list(names)]))
    assert document.unread_pages == ()


def test_known_words_are_no_damaged_forms() -> None:
    assert not damaged_forms().keys() & words()
    assert damaged_forms()["confdential"] is not None


def test_changes_keep_the_places_of_the_rest() -> None:
    text = "one two\r\nthree four\r\nfive"
    new = rewritten(text, text, (), (), [left_out(text, 4, 7), Edit(9, 14, "3"), left_out(text, 21, 25)])
    assert new.text == "one\r\n3 four\r\n"
    for at, length, source in new.moved:
        assert new.text[at : at + length] == text[source : source + length]
    assert new.text[new.place(text.index("four")) :].startswith("four")


@given(st.text(alphabet=st.sampled_from("aBz é½ß\u00a0“”’–—•09_-\ufffe\u0130\r\n\t.;"), max_size=60))
def test_words_found_the_quick_way_are_those_of_the_pattern(text: str) -> None:
    assert letters_of(text) == LETTERS.findall(text.lower())
