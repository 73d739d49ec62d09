"""Standard terms taken in by name: what is answered by them, and what a mention does not do."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from contractcheck.checker import Checker
from contractcheck.cli import main
from contractcheck.detection.examples import misread_terms
from contractcheck.errors import RuleError
from contractcheck.model import Assessed, Found, Verdict
from contractcheck.rulebook.rules import load_rules
from contractcheck.rulebook.standardterms import STANDARD_TERMS_FILE
from tests.loaded import own_checker, own_rules
from tests.made_rules import rule_folder, rule_text

pytestmark = pytest.mark.usefixtures("own_rules_once")

FORMS = Path(__file__).resolve().parents[1] / "../shared/corpus/standard-forms"
HEAD = """{title}

This {title} is made on 4 May 2026 between Otterburn Systems Ltd (the "Processor" and "Provider") and Calder Mills plc (the
"Controller" and "Customer").

"""
ORDER, PROCESSING = "ORDER FORM", "DATA PROCESSING AGREEMENT"


def found(text: str, title: str = ORDER, playbook: str = "outsourcing") -> dict[str, Assessed]:
    report = own_checker(playbook, applies=True).check_text(HEAD.format(title=title) + text)
    return {row.finding.requirement: row for row in report.assessed}


# What the contract says, a requirement, what is found, a word of the message, and what it proves.
CORE = [
    (
        "This Order Form incorporates the Common Paper Cloud Service Agreement Standard Terms Version 2.1.",
        "liability-cap",
        Found.REFERENCED,
        "Answered by section 8.1 of the Common Paper Cloud Service Agreement, version 2.1, which is not in this file.",
        "the paragraph is told",
    ),
    (
        "This Order Form incorporates the Common Paper Cloud Service Agreement Standard Terms Version 1.0.",
        "liability-cap",
        Found.REFERENCED,
        "Answered by the Common Paper Cloud Service Agreement, version 1.0, which is not in this file.",
        "paragraphs of another version are not told",
    ),
    (
        "This Order Form incorporates the Common Paper Cloud Service Agreement Standard Terms Version 2.1.",
        "benchmarking",
        Found.UNSURE,
        "It may stand in",
        "what the terms do not answer is unsure, as with any document that is not here",
    ),
    (
        "This Order Form incorporates the Harrowgate Trading Terms, which are available at https://terms.example.",
        "liability-cap",
        Found.UNSURE,
        "It may stand in",
        "unknown terms answer nothing",
    ),
    (
        "The following clauses are incorporated by reference:\n\n52.203-3 Gratuities (APR 1984)\n\n52.212-4 Contract Terms and "
        "Conditions (NOV 2023)\n\n52.233-4 Applicable Law for Breach of Contract Claim (OCT 2004)",
        "termination-for-convenience",
        Found.REFERENCED,
        "Answered by paragraph (l) of FAR 52.212-4",
        "a list of clauses",
    ),
    (
        "The following clauses are incorporated by reference:\n\n52.212-4 Contract Terms and Conditions (NOV 2023)\n\n"
        "52.233-4 Applicable Law for Breach of Contract Claim (OCT 2004)",
        "governing-law",
        Found.REFERENCED,
        "Answered by FAR 52.233-4",
        "another item of it",
    ),
    ("FAR 52.212-4 does not apply to this order.", "acceptance", Found.NO, "", "a mention that refuses them"),
    ("The Provider knows FAR 52.212-4 well.", "acceptance", Found.NO, "", "a mention"),
    (
        "FAR 52.212-4 applies to this order. Deliverables are accepted when the Customer has tested them and confirmed in "
        "writing that they conform to the specification.",
        "acceptance",
        Found.YES,
        "",
        "the contract's own words come first",
    ),
    (
        "FAR 52.212-4 applies to this order. Its text is attached.\n\n(a) Inspection/Acceptance. See Annex 1.\n\n(f) Excusable "
        "delays. None.\n\n(h) Patent indemnity. None.\n\n(s) Order of precedence. As agreed.",
        "termination-for-convenience",
        Found.NO,
        "",
        "terms whose text is here are read here",
    ),
]
CLAUSES = '"Model Wordings" means the standard contractual clauses annexed to Decision (EU) 2021/914, Module Two.\n\n'
GDPR = [
    (
        "The clauses of Decision (EU) 2021/915 are incorporated into this Agreement.",
        "gdpr-assist-dpia",
        Found.REFERENCED,
        "Answered by clause 8(c) of the standard contractual clauses of Decision (EU) 2021/915",
        "clauses between controllers and processors",
    ),
    (
        f"{CLAUSES}The Model Wordings form part of this Agreement.",
        "gdpr-breach-notice",
        Found.REFERENCED,
        "Answered by clause 8.6(c) of the standard contractual clauses of Decision (EU) 2021/914",
        "a defined term stands for what defines it",
    ),
    (CLAUSES, "gdpr-breach-notice", Found.NO, "", "a definition alone takes nothing in"),
    (
        f"{CLAUSES}Where personal data is transferred to a third country, the Model Wordings form part of this Agreement.",
        "gdpr-breach-notice",
        Found.NO,
        "",
        "a means of transfer answers for transfers only",
    ),
    (
        f"{CLAUSES}1. International transfers\n\nThe Model Wordings form part of this Agreement.",
        "gdpr-breach-notice",
        Found.NO,
        "",
        "so does a clause under such a heading",
    ),
    (
        f"{CLAUSES}The Model Wordings form part of this Agreement.",
        "gdpr-assist-dpia",
        Found.NO,
        "",
        "known terms do not answer what they do not say",
    ),
    (
        f"{CLAUSES}The parties may agree the Model Wordings later.",
        "gdpr-breach-notice",
        Found.NO,
        "",
        "a wish takes nothing in",
    ),
]


@pytest.mark.parametrize(("text", "id_", "what", "says", "proves"), CORE, ids=[case[4] for case in CORE])
def test_orders(text: str, id_: str, what: Found, says: str, proves: str) -> None:
    row = found(text)[id_]
    assert row.finding.found is what, proves
    assert says in row.message
    if what is Found.REFERENCED:
        assert row.verdict is Verdict.UNSURE
        assert row.finding.evidence, "the sentence that takes the terms in is quoted"


@pytest.mark.parametrize(("text", "id_", "what", "says", "proves"), GDPR, ids=[case[4] for case in GDPR])
def test_processor_agreements(text: str, id_: str, what: Found, says: str, proves: str) -> None:
    row = found(text, PROCESSING, "gdpr-dpa")[id_]
    assert row.finding.found is what, proves
    assert says in row.message


def test_every_example_of_the_catalogue_comes_out() -> None:
    assert misread_terms(own_rules()) == ()
    assert len(own_rules().standard) > 15


ENTRY = """made-terms:
  title: the Made Terms
  source: {cite: "Made up", checked: 2026-11-30}
  cited_as: [Made Terms]
  text_has: [made of terms]
  somewhere: [made-rule]
  examples:
    - {taken_in: yes, text: "The Made Terms form part of this Agreement."}
    - {taken_in: no, proves: a mention, text: "The Made Terms are long."}
"""
# What is changed in the entry above, the line of the fault and words of it.
FAULTS = [
    ("somewhere: [made-rule]", "somewhere: [nobody]", 6, "no rule is called 'nobody'"),
    ("somewhere: [made-rule]", "answers: {nobody: clause 1}", 6, "no rule is called 'nobody'"),
    ("somewhere: [made-rule]", "version: x", 1, "needs 'answers' or 'somewhere'"),
    (
        "cited_as: [Made Terms]",
        "cited_as: [Made Terms, Unseen Terms]",
        1,
        "no example that takes the terms in says 'Unseen",
    ),
    ("taken_in: no, proves", "taken_in: yes, proves", 1, "one that does not"),
    ("title: the Made Terms", "name: the Made Terms", 2, "unknown key 'name'"),
    ("cited_as: [Made Terms]", "cited_as: []", 4, "cited_as"),
]


def catalogue(folder: Path, text: str) -> Path:
    rule_folder(folder, rule_text())
    (folder / STANDARD_TERMS_FILE).write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize(("old", "new", "line", "says"), FAULTS, ids=[case[3] for case in FAULTS])
def test_a_fault_names_file_and_line(tmp_path: Path, old: str, new: str, line: int, says: str) -> None:
    with pytest.raises(RuleError) as caught:
        load_rules(catalogue(tmp_path, ENTRY.replace(old, new)))
    faults = [fault for fault in caught.value.faults if says in fault]
    assert faults, caught.value.faults
    assert faults[0].startswith(f"{tmp_path / STANDARD_TERMS_FILE}:{line}: ")


def test_faults_of_several_entries_are_told_at_once(tmp_path: Path) -> None:
    wrong = ENTRY.replace("[made-rule]", "[nobody]")
    with pytest.raises(RuleError) as caught:
        load_rules(catalogue(tmp_path, wrong + wrong.replace("made-terms", "other-terms")))
    assert len(caught.value.faults) == 2


def test_a_catalogue_of_ones_own_is_used_and_tested(tmp_path: Path) -> None:
    folder = catalogue(tmp_path, ENTRY)
    checker = Checker(str(book(tmp_path)), rules=folder)
    row = checker.check_text(HEAD.format(title=ORDER) + "The Made Terms form part of this Agreement.").assessed[0]
    assert row.finding.found is Found.REFERENCED
    assert "Answered by the Made Terms, which is not in this file." in row.message
    good = CliRunner().invoke(main, ["rules", "test", str(folder)])
    assert good.exit_code == 0
    catalogue(tmp_path, ENTRY.replace("The Made Terms are long.", "The Made Terms form part of our agreement."))
    bad = CliRunner().invoke(main, ["rules", "test", str(folder)])
    assert bad.exit_code == 1
    assert f"{STANDARD_TERMS_FILE}:9: should not be taken in: The Made Terms form part" in bad.stdout


def book(folder: Path) -> Path:
    path = folder.parent / f"{folder.name}-made.yaml"
    path.write_text(
        'id: made\ntitle: Made\nversion: "1"\npurpose: For a test.\nrequirements:\n  made-rule: {severity: low}\n',
        encoding="utf-8",
    )
    return path


# Where the text of catalogued terms lies among the public forms.
TEXTS = {
    "bonterms-cloud-terms": "bonterms-cloud-terms/Cloud-Terms.md",
    "bonterms-psa": "bonterms-psa/Professional-Services-Agreement V1.2.md",
    "bonterms-dpa": "bonterms-dpa/Data-Protection-Addendum.md",
    "bonterms-baa": "bonterms-baa/BAA.md",
    "bonterms-mutual-nda": "bonterms-mnda/Mutual-NDA.md",
    "common-paper-csa": "commonpaper-csa/CSA.md",
    "common-paper-psa": "commonpaper-psa/psa.md",
    "common-paper-dpa": "commonpaper-dpa/DPA.md",
    "common-paper-sla": "commonpaper-sla/sla.md",
    "common-paper-baa": "commonpaper-baa/BAA.md",
    "common-paper-mutual-nda": "commonpaper-mnda/Mutual-NDA.md",
}


@pytest.mark.skipif(not FORMS.is_dir(), reason="the public forms are not here")
@pytest.mark.parametrize("name", TEXTS)
def test_paragraphs_stand_in_the_text_that_they_are_of(name: str) -> None:
    """Each paragraph is a clause of the text; and the text is known where it is attached."""
    from contractcheck.contract import Contract

    text = re.sub(r"<[^>]+>", "", (FORMS / TEXTS[name]).read_text(encoding="utf-8"))
    terms = next(terms for terms in own_rules().standard if terms.id == name)
    contract = Contract.of_text(text)
    paths = {clause.path for clause in contract.clauses}
    paths |= {match[1] for match in re.finditer(r"^\W*(\d+(?:\.\d+)*)\.", text, re.MULTILINE)}
    named = {paragraph.removeprefix("section ") for paragraph in terms.answers.values()}
    assert {one for one in named if one not in paths and not any(path.startswith(f"{one}(") for path in paths)} == set()
    flat = " ".join(contract.plain.lower().split())
    assert [words for words in terms.text_has if words not in flat] == []
