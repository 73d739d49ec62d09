"""What contractcheck gives to spaCy: findings as spans, and a component for anybody's pipeline."""

from __future__ import annotations

import contextlib
import io
import pickle
import re
import subprocess
import sys
from configparser import ConfigParser
from importlib import import_module
from pathlib import Path

import pytest
import spacy
import spacy.matcher
from spacy.language import Language
from spacy.tokens import Doc, DocBin, Span
from spacy.training import Example

from contractcheck.checker import Checker
from contractcheck.component import NAME, ContractCheck, make, spans_of
from contractcheck.contract import Contract
from contractcheck.detection.detect import Detector
from contractcheck.errors import RuleError
from contractcheck.language.pipeline import ENDS, FINDINGS, STARTS
from contractcheck.model import Evidence, Finding, Report, Status
from contractcheck.rulebook.rules import RuleSet, load_rules

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = ROOT / "sample_contracts" / "it-hosting.pdf"
TEXT = """SERVICES AGREEMENT between Alder Ltd ("Alder", the Provider) and Birch Ltd ("Birch", the Customer).

1. Incidents. Alder shall notify Birch of each security breach within 24 hours.

2. Termination. Either party may terminate this Agreement if the other commits a material breach and fails to cure it
within thirty (30) days after written notice.

3. Liability. The total liability of either party shall not exceed the fees paid in the preceding twelve months.
"""
SOME = frozenset({"cure-period", "liability-cap", "breach-notification", "governing-law", "availability-target"})


@pytest.fixture(scope="module")
def rules() -> RuleSet:
    return load_rules(only=SOME)


@pytest.fixture(scope="module")
def checker() -> Checker:
    return Checker()


@pytest.fixture(scope="module")
def nlp() -> Language:
    made = spacy.blank("en")
    made.add_pipe("contractcheck")
    return made


# --- findings lie in spans ------------------------------------------------------------------------------------------


def evidence(findings: tuple[Finding, ...]) -> list[tuple[str, Evidence]]:
    return [(one.requirement, passage) for one in findings for passage in one.evidence]


def laid(contract: Contract) -> list[tuple[str, int, int]]:
    """Where each span lies in the text of the contract."""
    starts, ends = contract.doc.user_data[STARTS], contract.doc.user_data[ENDS]
    return [(span.label_, starts[span.start], ends[span.end - 1]) for span in contract.doc.spans[FINDINGS]]


def test_each_passage_of_evidence_is_a_span(rules: RuleSet) -> None:
    contract = Contract.read(SAMPLE)
    passages = evidence(Detector(rules).detect(contract))
    assert {requirement for requirement, _ in passages} == SOME
    for (requirement, passage), (label, start, end) in zip(passages, laid(contract), strict=True):
        assert label == requirement
        assert passage.start <= start < end <= passage.end
        left = contract.text[passage.start : start] + contract.text[end : passage.end]
        assert len(left) <= 12, f"no word of the passage is left out: {left}"


def test_spans_are_those_of_the_last_detection(rules: RuleSet) -> None:
    contract = Contract.of_text(TEXT)
    first = Detector(rules).detect(contract)
    assert laid(contract)
    assert Detector(load_rules(only=frozenset({"governing-law"}))).detect(contract)
    assert laid(contract) == []
    assert Detector(rules).detect(contract) == first
    assert len(laid(contract)) == len(evidence(first))


def test_in_an_agreement_of_several_files_the_spans_are_those_of_the_file_that_prevails(
    checker: Checker, tmp_path: Path
) -> None:
    body = TEXT + "\n4. Order. If Schedule 1 conflicts with this Agreement, Schedule 1 prevails.\n"
    schedule = "SCHEDULE 1\n\n" + TEXT[TEXT.index("2. Term") : TEXT.index("3. Liab")].replace(
        "thirty (30)", "sixty (60)"
    )
    (tmp_path / "body.txt").write_text(body, "utf-8")
    (tmp_path / "schedule.txt").write_text(schedule, "utf-8")
    examined = checker.examine_package(tmp_path / "body.txt", [tmp_path / "schedule.txt"])
    assert examined.contract is not None
    passages = evidence(examined.findings)
    cure = next(passage for requirement, passage in passages if requirement == "cure-period")
    assert cure.file == "schedule.txt"
    spans = laid(examined.contract)
    assert [label for label, _, _ in spans] == [requirement for requirement, _ in passages]
    assert next(start for label, start, _ in spans if label == "cure-period") >= len(body)


def test_a_passage_without_words_has_no_span() -> None:
    from contractcheck.language.pipeline import lay

    contract = Contract.of_text("Signed: ________ by the Provider.")
    lay(contract.doc, [(8, 16, "blank"), (0, 7, "signed"), (19, 33, "by")], "made")
    assert [(span.label_, span.text) for span in contract.doc.spans["made"]] == [
        ("signed", "signed"),
        ("by", "provider"),
    ]


def test_without_the_matcher_other_things_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """spaCy carries the results: where its matcher finds nothing, the contract says nothing."""

    class Blind(spacy.matcher.PhraseMatcher):
        def __call__(self, doclike: Doc | Span, *, as_spans: bool = False) -> list[tuple[int, int, int]]:
            return []

    found = Detector(load_rules(only=SOME)).detect(Contract.read(SAMPLE))
    monkeypatch.setattr(spacy.matcher, "PhraseMatcher", Blind)
    blind = Detector(load_rules(only=SOME)).detect(Contract.read(SAMPLE))
    assert [one.requirement for one in found] == [one.requirement for one in blind]
    assert evidence(found)
    assert not evidence(blind)
    assert all(one.found != other.found for one, other in zip(found, blind, strict=True))


# --- the component --------------------------------------------------------------------------------------------------


def test_the_spans_are_the_evidence_of_the_report(nlp: Language, checker: Checker) -> None:
    doc = nlp(TEXT)
    report = doc._.contractcheck
    assert report == checker.check_text(TEXT)
    passages = evidence(tuple(item.finding for item in report.assessed))
    assert len(passages) >= 5
    for (requirement, passage), span in zip(passages, doc.spans[NAME], strict=True):
        assert span.label_ == requirement
        assert span.start_char <= passage.start < passage.end <= span.end_char
        assert passage.quote in span.text
    assert "cure-period.1" in {span.id_ for span in doc.spans[NAME]}
    assert len({span.id_ for span in doc.spans[NAME]}) == len(passages)


def test_what_a_contract_says_does_not_hang_on_how_it_came(nlp: Language, checker: Checker, tmp_path: Path) -> None:
    path = tmp_path / "text"
    path.write_text(TEXT, "utf-8")
    from_file = checker.check(path)
    from_doc = nlp(TEXT)._.contractcheck
    assert from_doc.assessed == from_file.assessed
    assert from_doc.contract.sha256 == from_file.contract.sha256


@pytest.mark.parametrize(
    ("before", "why"),
    [
        ("\ufeff", "a mark of byte order is a character of the text"),
        ("\r\n \t\r\n", "line ends of Windows"),
        ("\U0001f4dc é ½ ", "characters of several bytes"),
        ("<!DOCTYPE html><html><body>", "what looks like a web page is text all the same"),
        ("%PDF-1.7 ", "and what looks like a PDF"),
        ("From: a@example.org\nTo: b@example.org\nSubject: x\n\n", "and what looks like a message"),
    ],
)
def test_offsets_are_those_of_the_very_text(nlp: Language, before: str, why: str) -> None:
    text = before + TEXT
    doc = nlp(text)
    passages = evidence(tuple(item.finding for item in doc._.contractcheck.assessed))
    assert passages, why
    assert all(text[one.start : one.end] == one.quote for _, one in passages)
    assert len(doc.spans[NAME]) == len(passages)
    assert all(one.quote in span.text for (_, one), span in zip(passages, doc.spans[NAME], strict=True))


def test_half_a_character_is_read_over(checker: Checker) -> None:
    """spaCy itself takes no such text."""
    assert checker.check_text("\ud800 " + TEXT).status is Status.CHECKED


def test_words_cut_otherwise_are_taken_whole() -> None:
    """A passage that begins or ends inside a token gets the whole token."""
    nlp = spacy.blank("en")
    doc = nlp.make_doc("one two three")
    (span,) = spans_of(doc, [(5, 9, "made", 2)])
    assert (span.text, span.label_, span.id_) == ("two three", "made", "made.2")


def test_a_passage_that_no_token_touches_is_named() -> None:
    doc = spacy.blank("en").make_doc("one two")
    with pytest.warns(UserWarning, match=r"no token stands at 70 to 80, the place of made\.1"):
        spans = list(spans_of(doc, [(70, 80, "made", 1), (0, 3, "made", 2)]))
    assert [span.id_ for span in spans] == ["made.2"]


@pytest.mark.parametrize("text", ["", " \n ", "... --- ..."])
def test_no_words_are_no_clean_contract(nlp: Language, text: str) -> None:
    doc = nlp(text)
    assert list(doc.spans[NAME]) == []
    report = doc._.contractcheck
    assert report.status is Status.UNREADABLE
    assert report.error.code == "no-text"
    assert report.error.message == "the text holds no words"
    assert report.assessed == ()


def test_a_text_that_is_no_contract_says_nothing(nlp: Language) -> None:
    doc = nlp("Hello! How are you today? I bought three apples.")
    assert list(doc.spans[NAME]) == []
    assert doc._.contractcheck.status is Status.CHECKED
    assert not evidence(tuple(item.finding for item in doc._.contractcheck.assessed))


def test_another_language_is_told(nlp: Language) -> None:
    text = (
        "Der Auftragnehmer ist verpflichtet, die Daten des Auftraggebers zu schützen und nicht an Dritte zu geben. " * 9
    )
    report = nlp(text)._.contractcheck
    assert report.error.code == "not-english"


def test_a_document_that_the_component_has_not_seen_has_no_report() -> None:
    assert spacy.blank("en")(TEXT)._.contractcheck is None


def test_the_checker_is_made_once(nlp: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("contractcheck.checker.load_rules", None)
    assert len(list(nlp.pipe([TEXT, TEXT]))) == 2


def test_a_pipeline_gives_what_single_calls_give(nlp: Language) -> None:
    texts = [TEXT, "", "Hello there."]
    wanted = [nlp(text) for text in texts]
    for processes in (1, 2):
        for doc, other in zip(nlp.pipe(texts, n_process=processes), wanted, strict=True):
            assert doc._.contractcheck == other._.contractcheck, processes
            assert spans(doc) == spans(other)


def spans(doc: Doc) -> list[tuple[int, int, str, str]]:
    return [(span.start, span.end, span.label_, span.id_) for span in doc.spans[NAME]]


def test_it_goes_to_disk_and_comes_back(tmp_path: Path) -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("contractcheck", config={"playbook": "nda", "side": "provider"})
    nlp.to_disk(tmp_path / "pipeline")
    again = spacy.load(tmp_path / "pipeline")
    assert again.pipe_names == ["contractcheck"]
    component = again.get_pipe("contractcheck")
    assert isinstance(component, ContractCheck)
    assert (component.playbook, component.side) == ("nda", "provider")
    assert spans(again(TEXT)) == spans(nlp(TEXT))
    assert spacy.blank("en").from_bytes(nlp.to_bytes()).pipe_names == []
    assert again.from_bytes(nlp.to_bytes())(TEXT)._.contractcheck.playbook == "nda"


def test_it_is_pickled(nlp: Language) -> None:
    data = pickle.dumps(nlp)
    again = pickle.loads(data)
    assert spans(again(TEXT)) == spans(nlp(TEXT))
    assert len(pickle.dumps(nlp.get_pipe("contractcheck"))) < 200, "the rules are not in it"


def test_documents_are_stored_with_their_report(nlp: Language) -> None:
    doc = nlp(TEXT)
    stored = DocBin(store_user_data=True, docs=[doc]).to_bytes()
    for again in (*DocBin().from_bytes(stored).get_docs(nlp.vocab), Doc(nlp.vocab).from_bytes(doc.to_bytes())):
        assert isinstance(again._.contractcheck, Report)
        assert again._.contractcheck == doc._.contractcheck
        assert spans(again) == spans(doc)


def test_it_can_be_initialised_beside_trained_parts(nlp: Language) -> None:
    made = spacy.blank("en")
    made.add_pipe("contractcheck")
    made.initialize(lambda: [Example.from_dict(made.make_doc("a"), {})])
    assert spans(made(TEXT)) == spans(nlp(TEXT))


@pytest.mark.parametrize(
    ("config", "error", "said"),
    [
        ({"playbook": "none"}, RuleError, "no playbook is called 'none'"),
        ({"side": "both"}, RuleError, "the side must be one of customer, provider"),
        ({"play": "nda"}, Exception, "unexpected argument: 'play'"),
    ],
)
def test_a_wrong_setting_is_told_when_it_is_made(config: dict[str, str], error: type[Exception], said: str) -> None:
    with pytest.raises(error, match=said):
        spacy.blank("en").add_pipe("contractcheck", config=config)


# --- how spaCy comes to know it -------------------------------------------------------------------------------------


def entry_points() -> ConfigParser:
    """The entry points of setup.cfg, as an installed package has them."""
    setup, made = ConfigParser(interpolation=None), ConfigParser()
    setup.read(ROOT / "setup.cfg", "utf-8")
    for group, rows in setup["options.entry_points"].items():
        made.read_string(f"[{group}]\n{rows}")
    return made


def test_the_entry_point_of_setup_cfg_is_the_factory() -> None:
    module, _, name = entry_points()["spacy_factories"]["contractcheck"].partition(":")
    assert getattr(import_module(module), name) is make
    assert Language.get_factory_meta("contractcheck").default_config == {
        "playbook": "outsourcing",
        "side": None,
        "second_look": True,
    }


def run(code: str, *folders: Path) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        cwd=folders[0] if folders else ROOT,
        env={"PYTHONPATH": ":".join(map(str, [*folders, ROOT]))},
        check=True,
    )
    return done.stdout.strip()


def test_installed_it_needs_no_import(tmp_path: Path) -> None:
    """The metadata is what pip would write of setup.cfg. The rules are loaded for the pipeline that asks for them."""
    info = tmp_path / "contractcheck-0.1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: contractcheck\nVersion: 0.1.0\n", "utf-8")
    with (info / "entry_points.txt").open("w", encoding="utf-8") as file:
        entry_points().write(file)
    code = """
import sys, spacy
nlp = spacy.blank("en")
print("contractcheck.component" in sys.modules, {"pydantic", "contractcheck.checker"} & set(sys.modules))
nlp.add_pipe("contractcheck")
doc = nlp("The Provider shall notify the Customer of each security breach.")
print(doc.spans["contractcheck"][0].label_)
"""
    first, second = run(code, tmp_path).splitlines()
    assert first.startswith("True"), "spaCy found it"
    assert "contractcheck.checker" not in first, "and nothing was loaded for pipelines without it"
    assert second == "breach-notification"


@pytest.mark.parametrize(
    "code",
    [
        "import contractcheck; contractcheck.load_rules(only=frozenset({'cure-period'}))",
        "from contractcheck.cli import main; main(['rules', 'show', 'cure-period'], standalone_mode=False)",
        "import contractcheck.checker; contractcheck.checker.Checker('nda')",
    ],
)
def test_spacy_is_imported_only_when_a_contract_is_read(code: str) -> None:
    assert run(f"import sys\n{code}\nprint('spacy' in sys.modules)").splitlines()[-1] == "False"


# --- docs/spacy.md --------------------------------------------------------------------------------------------------

PAGE = ROOT / "docs" / "spacy.md"


def test_every_snippet_of_the_page_prints_what_stands_below_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    blocks = re.findall(r"^```(\w*)\n(.*?)^```$", PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    assert {kind for kind, _ in blocks} == {"python", "text"}
    names: dict[str, object] = {}
    for (kind, code), (after, output) in zip(blocks, [*blocks[1:], ("", "")], strict=True):
        if kind == "python":
            with contextlib.redirect_stdout(io.StringIO()) as printed:
                exec(compile(code, str(PAGE), "exec"), names)
            assert printed.getvalue() == (output if after == "text" else ""), code
    html = (tmp_path / "passages.html").read_text("utf-8")
    words = " ".join(re.sub(r"<[^>]*>", " ", html).split())
    assert "Alder breach-notification breach-notification-deadline shall notify Birch of each security breach" in words
    assert html.count("background: #") > 40, "a line below each word of a passage"
    assert "cure-period" in words
