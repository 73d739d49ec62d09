"""The sample contracts are what their script builds, and what is expected of them can be found in them."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
import yaml

ROOT = Path(__file__).resolve().parents[1]
SAMPLES = ROOT / "sample_contracts"
CATALOGUE = ROOT / "../shared/catalogue/core-requirements.yaml"
NAMES = sorted(path.stem for path in (SAMPLES / "source").glob("*.txt"))
# The unit that the catalogue asks for, in the singular that a Quantity uses.
UNITS = {
    "breach-notification-deadline": "hour",
    "confidentiality-duration": "year",
    "initial-term": "month",
    "renewal-opt-out-notice": "day",
    "cure-period": "day",
    "termination-for-convenience": "day",
    "availability-target": "percent",
}
CORE_REQUIREMENTS = 62


@cache
def pages(name: str) -> tuple[str, ...]:
    """The text of each page of a sample, as PDFium reads it."""
    document = pypdfium2.PdfDocument(SAMPLES / f"{name}.pdf")
    try:
        return tuple(document[at].get_textpage().get_text_range() for at in range(len(document)))
    finally:
        document.close()


@cache
def expected(name: str) -> dict[str, Any]:
    """What must come out of a sample. The file is read once; tests do not change it."""
    loaded: dict[str, Any] = yaml.safe_load((SAMPLES / "expected" / f"{name}.yaml").read_text(encoding="utf-8"))
    return loaded


def found(name: str) -> dict[str, dict[str, Any]]:
    """The requirements of a sample about which the contract says something."""
    return {key: row for key, row in expected(name).items() if key != "planted_gaps" and row["found"] != "no"}


def squashed(text: str) -> str:
    """Letters, digits and stars only: line ends, hyphens and kinds of quotation mark make no difference."""
    return re.sub(r"[^a-z0-9*]", "", text.lower())


def plain(line: str) -> str:
    """A line of a source file without its marks."""
    return re.sub(r"(?<!\*)\*\*(?!\*)", "", line).replace("~", " ").lstrip("#>^| ")


@cache
def clauses(name: str) -> tuple[tuple[str, str], ...]:
    """(number, text) for each line of a source file; a line without a number has that of the line before it."""
    body = (SAMPLES / "source" / f"{name}.txt").read_text(encoding="utf-8").partition("\n---\n")[2]
    rows, main = [], ""
    for line in filter(None, map(plain, body.splitlines())):
        match = re.match(r"(?:Section |Article \d+\. [\w ]+\. )?((?:[A-Z]\.)?\d+(?:\.\d+)*)\.? |(\([a-z]+\)) ", line)
        if match and match[1]:
            main = match[1]
        rows.append((main + (match[2] or "") if match else main, line))
    return tuple(rows)


def test_there_are_at_least_eight_samples_each_with_pdf_and_expectations() -> None:
    assert len(NAMES) >= 8
    assert sorted(path.stem for path in SAMPLES.glob("*.pdf")) == NAMES
    assert sorted(path.stem for path in (SAMPLES / "expected").glob("*.yaml")) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_the_pdf_is_what_the_script_builds(name: str, tmp_path: Path) -> None:
    reportlab = pytest.importorskip("reportlab", reason="reportlab builds the samples and is not installed")
    from sample_contracts import build, markup

    built = build.pdf(markup.parse((SAMPLES / "source" / f"{name}.txt").read_text(encoding="utf-8")))
    if reportlab.Version != build.BUILT_WITH:
        pytest.skip(f"the samples were built with reportlab {build.BUILT_WITH}, not {reportlab.Version}")
    assert built == (SAMPLES / f"{name}.pdf").read_bytes(), "run: python -m sample_contracts.build"


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("title: T\nno line of dashes", "needs a line"),
        ("title: T\n---\n[colums]", "no such order"),
    ],
    ids=["settings without an end", "a misspelt order"],
)
def test_a_broken_source_is_refused(text: str, fault: str) -> None:
    pytest.importorskip("reportlab", reason="reportlab builds the samples and is not installed")
    from sample_contracts import build, markup

    with pytest.raises(ValueError, match=fault):
        build.pdf(markup.parse(text))


@pytest.mark.parametrize("name", NAMES)
def test_every_page_has_text_beside_its_furniture(name: str) -> None:
    assert all(len(squashed(page)) > 80 for page in pages(name))


@pytest.mark.parametrize("name", NAMES)
def test_expectations_cover_the_same_62_requirements(name: str) -> None:
    ids = set(expected(name)) - {"planted_gaps"}
    assert len(ids) == CORE_REQUIREMENTS
    assert ids == set(expected(NAMES[0])) - {"planted_gaps"}
    assert expected(name)["planted_gaps"]
    text = (SAMPLES / "expected" / f"{name}.yaml").read_text(encoding="utf-8")
    assert len(re.findall(r"^[a-z-]+: \{", text, re.MULTILINE)) == CORE_REQUIREMENTS, "no key may stand twice"


@pytest.mark.skipif(not CATALOGUE.exists(), reason="the catalogue of requirements is not beside this checkout")
def test_the_requirements_are_those_of_the_catalogue() -> None:
    catalogue = yaml.safe_load(CATALOGUE.read_text(encoding="utf-8"))
    assert set(expected(NAMES[0])) - {"planted_gaps"} == {key for family in catalogue.values() for key in family}
    valued = {key for family in catalogue.values() for key, row in family.items() if "value" in row}
    assert valued == set(UNITS)


@pytest.mark.parametrize("name", NAMES)
def test_each_expectation_is_well_formed(name: str) -> None:
    for key, row in expected(name).items():
        if key == "planted_gaps":
            continue
        if row["found"] == "no":
            assert set(row) <= {"found", "why", "known_miss"}, key
            continue
        assert row["found"] in {"yes", "contrary", "referenced", "redacted"}, key
        assert {"found", "page", "clause", "words"} <= set(row) <= {
            "found", "page", "clause", "side", "value", "words", "why", "known_miss",
        }, key  # fmt: skip
        if row["found"] != "redacted":
            assert row["side"] in {"provider", "customer", "mutual"}, key
        if "value" in row:
            assert row["value"]["unit"] == UNITS[key], key
            assert (row["value"]["amount"] is None) == ("text" in row["value"]), key
        assert ("value" in row) == (key in UNITS and row["found"] == "yes"), f"{key}: value"


@pytest.mark.parametrize("name", NAMES)
def test_the_words_stand_on_the_page_and_in_the_clause(name: str) -> None:
    for key, row in found(name).items():
        assert squashed(row["words"]) in squashed(pages(name)[row["page"] - 1]), f"{key}: not on page {row['page']}"
        numbers = [number for number, line in clauses(name) if row["words"] in line]
        assert numbers == [row["clause"]], f"{key}: words of {numbers}, expected in {row['clause']}"


@pytest.mark.parametrize("name", NAMES)
def test_the_clause_number_is_printed_at_or_before_its_page(name: str) -> None:
    for key, row in found(name).items():
        text = "\n".join(pages(name)[: row["page"]])
        for part in re.findall(r"\([a-z]\)|[A-Z]?[.\d]+", row["clause"]):
            assert re.search(rf"(?<![\d.]){re.escape(part)}(?![\d])", text), f"{key}: {part} is not printed"


def test_the_contents_page_leads_to_the_headings() -> None:
    name = "customer-support-outsourcing"
    source = (SAMPLES / "source" / f"{name}.txt").read_text(encoding="utf-8")
    headings = re.findall(r"^##+ (.+)$", source, re.MULTILINE)
    assert len(headings) == 18
    for heading in headings:
        entry = re.search(rf"{re.escape(heading)}[ .]+?(\d+)\r?\n", pages(name)[1] + "\n")
        assert entry, f"{heading} is not in the contents"
        assert heading in pages(name)[int(entry[1]) - 1].replace("\r\n", " "), f"{heading} is not on its page"


def test_the_general_terms_stand_in_two_columns() -> None:
    document = pypdfium2.PdfDocument(SAMPLES / "analytics.pdf")
    try:
        page = document[1]
        middle = page.get_width() / 2
        textpage = page.get_textpage()
        boxes = [textpage.get_charbox(at) for at in range(textpage.count_chars())]
        body = [box for box in boxes if box[2] > box[0] and 72 < box[1] < page.get_height() - 72]
    finally:
        document.close()
    assert sum(right < middle for _, _, right, _ in body) > 1000
    assert sum(left > middle for left, _, _, _ in body) > 1000
    assert not [box for box in body if box[0] < middle + 5 and box[2] > middle - 5], "the gutter must be empty"


TRAITS = [
    ("customer-support-outsourcing", r"informa(\ufffe|-\r\n)tion", "a hyphenated line end"),
    ("customer-support-outsourcing", r"thirty \(45\) days", "words and digits that differ"),
    ("customer-support-outsourcing", r"\u201cAgent\u201d", "typographer's quotation marks"),
    ("data-processing-agreement", r"Article\u00a028", "a non-breaking space"),
    ("customer-support-outsourcing", r"Provider shall:\r\n\(a\) encrypt", "list items under a lead-in"),
    ("customer-support-outsourcing", r"EXCEPT AS STATED IN SECTION 12\.3", "a paragraph in capitals"),
    ("customer-support-outsourcing", r"Commercial in Confidence\r\n- 7 -", "a running head that is no clause"),
    ("customer-support-outsourcing", r"copy those\r?\n?\f[^\f]*- 6 -\r\nbooks and records", "a clause over a page end"),
    ("contract-manufacturing", r"ARTICLE IV - QUALITY\r\nSection 4\.1 Quality System\. Man", "run-in headings"),
    ("contract-manufacturing", r"\[Intentionally omitted\.\]", "a placeholder section"),
    ("redacted-services", r"within\s+\[\*\*\*\] days", "a number cut out"),
    ("redacted-services", r"Schedule 3\b(?![^\f]*\fSCHEDULE 3)", "a schedule that is named and not there"),
    ("saas-terms", r"We are not obliged to back up", "a duty denied in its own words"),
    ("mutual-nda", r"0931 7742", "a plain-English form with party numbers"),
]


@pytest.mark.parametrize(("name", "pattern", "trait"), TRAITS, ids=[f"{name}: {trait}" for name, _, trait in TRAITS])
def test_a_planted_trait_is_there(name: str, pattern: str, trait: str) -> None:
    assert re.search(pattern, "\f".join(pages(name))), trait
