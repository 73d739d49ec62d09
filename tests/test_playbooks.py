"""Playbooks: what they take over, when they apply, whose side is read, positions, suggestions, and every fault."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from contractcheck import contract as contract_module
from contractcheck.checker import Checker
from contractcheck.cli import main
from contractcheck.detection.detect import Detector
from contractcheck.detection.examples import passage_contract
from contractcheck.errors import RuleError
from contractcheck.model import Assessed, Finding, Found, Verdict
from contractcheck.playbooks.playbooks import Playbook, load_playbook, playbook_ids, read_playbook
from contractcheck.playbooks.suggest import suggest
from contractcheck.playbooks.wanted import Position
from contractcheck.rulebook.rules import RuleSet, load_rules
from tests.loaded import own_rules
from tests.made_rules import rule_folder, rule_text

pytestmark = pytest.mark.usefixtures("own_rules_once")

HEAD = 'id: {id}\ntitle: {id}\nversion: "1"\npurpose: For a test.\n'
CONTRACT = b"""SERVICES AGREEMENT between Alpha Ltd (the Provider) and Beta Ltd (the Customer).
1. Security. The Provider shall notify the Customer of a data breach within 48 hours.
2. Cards. The Provider handles cardholder data for the Customer.
"""


@pytest.fixture(scope="module")
def rules(tmp_path_factory: pytest.TempPathFactory) -> RuleSet:
    look_for = "  phrases:\n    - <notify> ... data breach\n"
    return load_rules(
        rule_folder(
            tmp_path_factory.mktemp("rules"),
            rule_text(look_for=look_for, measure="measure: {slot: duration, unit: hour}"),
            rule_text(id="cards", kind="statement", look_for="  phrases:\n    - cardholder data\n"),
            rule_text(id="never", look_for="  phrases:\n    - purple elephant\n"),
        )
    )


def book(folder: Path, rows: str, top: str = "", id: str = "made") -> Path:
    path = folder / f"{id}.yaml"
    path.write_text(HEAD.format(id=id) + top + "requirements:\n" + rows, encoding="utf-8")
    return path


def judged(rules: RuleSet, path: Path, text: bytes = CONTRACT, **how: object) -> dict[str, Assessed]:
    report = Checker(path, rules=rules, **how).check("contract.txt", text)  # type: ignore[arg-type]
    return {item.finding.requirement: item for item in report.assessed}


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


def row(text: str) -> str:
    return f"  made-rule: {text}\n"


HIGH = row("{severity: high}")
SIGN = "{looked_for: signs of it., any: [{words: [cardholder data]}]}"
NO_SIGN = "{looked_for: elephants in the text., any: [{words: [elephant*]}]}"

# What a row says, the verdict on the contract above, a word that the message holds, and what it proves.
ROWS = [
    ("{severity: high}", Verdict.MET, "says this", "a row uses the rule of its own name"),
    ("{severity: high, rule: never}", Verdict.MISSING, "Nothing found", "a row names another rule"),
    ("{severity: high, rule: never, or: [cards]}", Verdict.MET, "says this", "the best of several findings counts"),
    ("{severity: high, rule: never, say: {missing: None here.}}", Verdict.MISSING, "None here.", "own words"),
    ("{severity: high, at_most: 24 hours}", Verdict.WEAK, "Usual is at most 24 hours", "a limit"),
    ("{severity: high, rule: never, for_information: true}", Verdict.NOT_APPLICABLE, "not a gap", "told, not judged"),
    ("{severity: high, for_information: true}", Verdict.MET, "says this", "told where it is there"),
    ("{severity: high, rule: cards, unwanted: true}", Verdict.UNWANTED, "it should not", "presence is the fault"),
    ("{severity: high, by: other}", Verdict.MET, "says this", "the reader's counterpart is bound"),
    ("{severity: high, by: reader}", Verdict.WEAK, "Only the provider is bound", "the other side alone is bound"),
    (
        "{severity: high, for: reader}",
        Verdict.WEAK,
        "Only the provider has this right",
        "the other side alone has the right",
    ),
    (f"{{severity: high, applies_when: {SIGN}}}", Verdict.MET, "says this", "a row that applies"),
    (
        f"{{severity: high, rule: never, applies_when: {NO_SIGN}}}",
        Verdict.NOT_APPLICABLE,
        "elephants",
        "one that does not",
    ),
    ("{severity: high, rule: never, protects: provider}", Verdict.NOT_APPLICABLE, "reviewed for the customer", "side"),
    ("{severity: high, rule: never, protects: customer}", Verdict.MISSING, "Nothing found", "one's own side"),
]


@pytest.mark.parametrize(("text", "verdict", "says", "proves"), ROWS, ids=[case[3] for case in ROWS])
def test_rows(rules: RuleSet, tmp_path: Path, text: str, verdict: Verdict, says: str, proves: str) -> None:
    item = judged(rules, book(tmp_path, row(text)))["made-rule"]
    assert item.verdict is verdict, proves
    assert says in item.message


def test_a_row_cites_its_own_provision_behind_the_law(rules: RuleSet, tmp_path: Path) -> None:
    rows = "  R-1: {rule: made-rule, severity: high, source: Article 3, title: Own title, because: Own reason.}\n"
    item = judged(rules, book(tmp_path, rows, "law: Regulation 12\nfamily: breaches\n"))["R-1"]
    assert item.sources == ("Regulation 12, Article 3",)
    assert (item.title, item.why, item.family) == ("Own title", "Own reason.", "breaches")


POSITIONS = (
    "{severity: high, at_most: 96 hours, positions: {preferred: {at_most: 24 hours, wording: Within 24 hours.}, "
    "fallback: {at_most: LIMIT, wording: Later.}, walk_away: {at_most: 50 hours, wording: Last.}}}"
)


@pytest.mark.parametrize(
    ("limit", "hours", "says"),
    [
        ("48 hours", 24, "preferred"),
        ("48 hours", 48, "fallback"),
        ("30 hours", 48, "walk-away position"),
        ("48 hours", 60, "beyond the walk-away position"),
    ],
)
def test_a_value_is_told_by_position(rules: RuleSet, tmp_path: Path, limit: str, hours: int, says: str) -> None:
    path = book(tmp_path, row(POSITIONS.replace("LIMIT", limit)))
    item = judged(rules, path, CONTRACT.replace(b"48 hours", f"{hours} hours".encode()))["made-rule"]
    assert says in item.message
    assert item.suggestion == "Within 24 hours."
    assert [name for name, _ in item.positions] == ["preferred", "fallback", "walk-away"]


# What the document says of the trigger, and whether the playbook applies.
TRIGGERS = [
    ("any: [{words: [cardholder data]}]", True, "words in the text"),
    ("any: [{words: [cardholder data], times: 2}]", False, "not often enough"),
    ("any: [{words: ['cardholder*', PROVIDER, elephant]}]", True, "any ending"),
    ("any: [{words: [PROVIDER]}]", False, "capitals are meant"),
    ("any: [{words: [provider]}]", True, "small letters match in any case"),
    ("any: [{title: [services agreement]}]", True, "words in the title"),
    ("any: [{rule: cards}]", True, "a rule finds it"),
    ("any: [{rule: never}]", False, "a rule finds nothing"),
    ("all: [{rule: cards}, {words: [elephant]}]", False, "each of all"),
    ("any: [{rule: cards}], none: [{words: [cardholder]}]", False, "none of none"),
]


@pytest.mark.parametrize(("when", "applies", "proves"), TRIGGERS, ids=[case[2] for case in TRIGGERS])
def test_triggers(rules: RuleSet, tmp_path: Path, when: str, applies: bool, proves: str) -> None:
    path = book(tmp_path, row("{severity: high, rule: never}"), f"applies_when: {{looked_for: signs., {when}}}\n")
    assert (judged(rules, path)["made-rule"].verdict is Verdict.MISSING) is applies, proves


def test_a_playbook_that_does_not_apply_reports_no_gap_and_says_what_was_looked_for(
    rules: RuleSet, tmp_path: Path
) -> None:
    path = book(tmp_path, HIGH + "  never: {severity: critical}\n", f"applies_when: {NO_SIGN}\n")
    report = Checker(path, rules=rules).check("contract.txt", CONTRACT)
    assert {item.verdict for item in report.assessed} == {Verdict.NOT_APPLICABLE}
    assert report.gaps() == ()
    assert all("elephants in the text" in item.message for item in report.assessed)
    assert any("elephants in the text" in note for note in report.contract.notes)
    assert judged(rules, path, applies=True)["never"].verdict is Verdict.MISSING


@pytest.mark.parametrize(("side", "verdict"), [(None, Verdict.MET), ("provider", Verdict.UNWANTED)])
def test_a_row_may_differ_by_side(rules: RuleSet, tmp_path: Path, side: str | None, verdict: Verdict) -> None:
    path = book(tmp_path, row("{severity: high, as_provider: {unwanted: true, severity: low}}"))
    assert judged(rules, path, side=side)["made-rule"].verdict is verdict


def test_extends_merges_field_by_field_and_drops_rows(tmp_path: Path) -> None:
    book(tmp_path, "  a: {severity: high, at_most: 3 days}\n  b: {severity: low}\n", id="base")
    path = book(tmp_path, "  a: {severity: low}\n", "extends: base.yaml\nwithout: [b]\n", id="child")
    child = read_playbook(str(path))
    assert list(child.requirements) == ["a"]
    assert str(child.requirements["a"].at_most) == "3 days"
    assert child.requirements["a"].severity == "low"
    assert child.chain == ("base",)


@pytest.mark.parametrize(
    ("without", "reasons"),
    [
        ("[b, c]", {"b": "", "c": ""}),
        (
            "\n  b: Nobody needs it here.\n  c: The row a takes its place.",
            {"b": "Nobody needs it here.", "c": "The row a takes its place."},
        ),
        ("{a: It is asked again below., b: No.}", {"b": "No."}),
    ],
    ids=["a list", "each with its reason", "a row that is asked again is not dropped"],
)
def test_what_is_not_asked_for_says_why(tmp_path: Path, without: str, reasons: dict[str, str]) -> None:
    rows = "".join(f"  {key}: {{severity: low}}\n" for key in "abc")
    book(tmp_path, rows, id="base")
    path = book(tmp_path, "  a: {severity: high}\n", f"extends: base.yaml\nwithout: {without}\n", id="child")
    assert read_playbook(str(path)).dropped == reasons


def test_what_may_stand_where_nobody_read_is_not_called_inapplicable(rules: RuleSet, tmp_path: Path) -> None:
    """A row whose sign was not found, and whose answer may stand in terms that are taken in and not here."""
    taken = b"3. Terms. This Agreement is governed by the Fernhill Standard Terms and Conditions.\n"
    path = book(tmp_path, row(f"{{severity: high, rule: never, applies_when: {NO_SIGN}}}"))
    assert judged(rules, path)["made-rule"].verdict is Verdict.NOT_APPLICABLE
    assert judged(rules, path, CONTRACT + taken)["made-rule"].verdict is Verdict.UNSURE


# The file's text below its head, the line and the words of the one fault, and what it proves.
FAULTS = [
    ("requirements:\n  liability-cap: {severity: high, colour: red}\n", 6, "unknown key 'colour' (known here: ", "key"),
    ("requirements:\n  nothing-here: {severity: high}\n", 6, "no rule is called 'nothing-here'", "requirement"),
    ("requirements:\n  x: {rule: nope, severity: high}\n", 6, "no rule is called 'nope'", "rule of a row"),
    ("requirements:\n  liability-cap: {severity: high, or: [nope]}\n", 6, "no rule is called 'nope'", "other rule"),
    ("extends: made.yaml\nrequirements:\n  liability-cap: {severity: high}\n", 5, "goes round in a circle", "cycle"),
    (
        "extends: nobody\nrequirements:\n  liability-cap: {severity: high}\n",
        5,
        "no playbook is called 'nobody'",
        "parent",
    ),
    ("requirements:\n  cure-period: {severity: high, at_most: 30}\n", 6, "a number and a unit", "unit"),
    ("requirements:\n  cure-period: {severity: high, at_most: 9 %}\n", 6, "reads its value in days", "other unit"),
    ("requirements:\n  liability-cap: {severity: grave}\n", 6, "severity", "severity"),
    ("requirements:\n  liability-cap: {because: Why.}\n", 6, "severity' is missing", "no severity"),
    ("requirements: {}\n", 5, "requirements", "no rows"),
    ("side: judge\nrequirements:\n  liability-cap: {severity: high}\n", 5, "side", "side"),
    (
        "extends: outsourcing\nwithout: [nobody]\nrequirements:\n  liability-cap: {severity: high}\n",
        6,
        "'nobody' is not a row of 'outsourcing'",
        "a row dropped that is not there",
    ),
    (
        "applies_when: {looked_for: x, any: [{words: [a], rule: b}]}\nrequirements:\n  liability-cap: {severity: low}\n",
        5,
        "one of 'words', 'title' and 'rule'",
        "a trigger with two signs",
    ),
    (
        "applies_when: {looked_for: x, any: [{rule: nope}]}\nrequirements:\n  liability-cap: {severity: low}\n",
        5,
        "no rule is called 'nope'",
        "a trigger with an unknown rule",
    ),
]


@pytest.mark.parametrize(("text", "line", "says", "proves"), FAULTS, ids=[case[3] for case in FAULTS])
def test_each_fault_is_one_clear_error_with_file_and_line(
    tmp_path: Path, text: str, line: int, says: str, proves: str
) -> None:
    path = tmp_path / "made.yaml"
    path.write_text(HEAD.format(id="made") + text, encoding="utf-8")
    result = run("playbooks", "validate", path)
    assert result.exit_code == 2
    assert result.stdout == ""
    (fault,) = result.stderr.splitlines()
    assert fault.startswith(f"contractcheck: {path}:{line}: "), fault
    assert says in fault, proves


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    path = tmp_path / "made.yaml"
    path.write_text(HEAD.format(id="made") + "requirements:\n  x: {severity: high}\n  y: {severity: low}\n")
    with pytest.raises(RuleError) as caught:
        load_playbook(str(path), own_rules())
    assert [fault.rsplit(":", 1)[-1].strip() for fault in caught.value.faults] == [
        "no rule is called 'x'",
        "no rule is called 'y'",
    ]


def test_validate_tells_unknown_rules_beside_other_faults(tmp_path: Path) -> None:
    path = tmp_path / "made.yaml"
    path.write_text(HEAD.format(id="made") + "colour: red\nrequirements:\n  nothing-here: {severity: grave}\n")
    lines = run("playbooks", "validate", path).stderr.splitlines()
    assert [line.split(": ", 1)[1].split(":")[1] for line in lines] == ["7", "5", "7"]
    assert "no rule is called 'nothing-here'" in lines[-1]


def test_a_circle_of_two_is_named_with_its_way(tmp_path: Path) -> None:
    first = book(tmp_path, "  renewal: {severity: low}\n", "extends: b.yaml\n", id="a")
    second = book(tmp_path, "  renewal: {severity: low}\n", "extends: a.yaml\n", id="b")
    with pytest.raises(RuleError) as caught:
        read_playbook(str(first))
    (fault,) = caught.value.faults
    assert fault == f"{second}:5: 'extends' goes round in a circle: a -> b -> a.yaml"


def test_only_the_rules_that_a_playbook_asks_for_are_read(tmp_path: Path) -> None:
    folder = rule_folder(tmp_path, rule_text(), rule_text(id="broken").replace("title:", "tytle:"))
    assert [rule.id for rule in load_rules(folder, frozenset({"made-rule"})).rules] == ["made-rule"]
    with pytest.raises(RuleError):
        load_rules(folder)


def test_the_default_check_reads_no_rule_of_another_playbook() -> None:
    families = {rule.family for rule in Checker().rules.rules}
    assert not families & {"gdpr", "nda", "regulated", "hipaa"}


def test_several_playbooks_share_one_reading(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    reads = tmp_path / "reads"  # a file: the contract is read in a child
    opened = contract_module.open_source

    def counted(path: Path, *rest: object) -> object:
        with reads.open("a", encoding="utf-8") as file:
            file.write(f"{path}\n")
        return opened(path, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(contract_module, "open_source", counted)
    contract = tmp_path / "contract.txt"
    contract.write_bytes(CONTRACT)
    first, second = (
        book(tmp_path, "  liability-cap: {severity: low}\n"),
        book(tmp_path, "  renewal: {severity: low}\n", id="b"),
    )
    result = run("check", contract, "--playbook", first, "--playbook", second, "--format", "json")
    data = json.loads(result.stdout)
    assert [report["playbook"]["id"] for report in data] == ["made", "b"]
    assert len(reads.read_text(encoding="utf-8").splitlines()) == 1
    text = run("check", contract, "--playbook", first, "--playbook", second).stdout
    assert "2 reports" in text


SUGGESTED = [
    (b"MUTUAL NON-DISCLOSURE AGREEMENT\n1. Use. The Recipient keeps Confidential Information secret.\n", "nda"),
    (b"WEB SITE HOSTING AGREEMENT\n1. Uptime. The servers and the network have an uptime of 99 %.\n", "outsourcing-it"),
    (b"CONSULTING AGREEMENT\n1. Work. The Consultant gives advice and delivers a report.\n", "outsourcing-knowledge"),
    (b"MANUFACTURING AGREEMENT\n1. Product. Each batch meets the specifications.\n", "outsourcing-manufacturing"),
]


@pytest.mark.parametrize(("text", "first"), SUGGESTED, ids=[case[1] for case in SUGGESTED])
def test_suggestions(text: bytes, first: str) -> None:
    ranked = suggest("contract.txt", [read_playbook(id_) for id_ in playbook_ids()], text)
    assert ranked[0].playbook.id == first
    assert all(one.reasons for one in ranked)
    applies = [one.applies for one in ranked]
    assert applies == sorted(applies, reverse=True), "what does not apply stands last"


def test_suggest_prints_reasons(tmp_path: Path) -> None:
    path = tmp_path / "terms.txt"
    path.write_bytes(SUGGESTED[0][0])
    result = run("playbooks", "suggest", path)
    assert result.exit_code == 0
    assert "1  nda:" in result.stdout
    assert "non-disclosure agreement" in result.stdout


@pytest.mark.parametrize("extends", [(), ("--extends", "outsourcing")], ids=["from nothing", "from another"])
def test_a_new_playbook_is_valid_and_nothing_is_overwritten(tmp_path: Path, extends: tuple[str, ...]) -> None:
    path = tmp_path / "our-vendors.yaml"
    assert run("playbooks", "new", path, *extends).exit_code == 0
    valid = run("playbooks", "validate", path)
    assert (valid.exit_code, valid.stderr) == (0, "")
    text = path.read_text(encoding="utf-8")
    again = run("playbooks", "new", path)
    assert again.exit_code == 2
    assert path.read_text(encoding="utf-8") == text
    assert run("playbooks", "new", tmp_path / "Our Vendors.yaml").exit_code == 2


@pytest.fixture(scope="module", params=playbook_ids())
def own(request: pytest.FixtureRequest) -> Playbook:
    return load_playbook(request.param, own_rules())


@pytest.fixture(scope="module")
def detector() -> Detector:
    return Detector(own_rules())


def test_our_own_are_named_after_their_files(own: Playbook) -> None:
    assert own.id == own.files[0].path.stem


def test_every_row_that_our_own_drop_has_a_reason(own: Playbook) -> None:
    assert {key for key, reason in own.dropped.items() if not reason} == set()


def test_every_row_of_our_own_cites_a_source(own: Playbook) -> None:
    known = {rule.id: rule for rule in own_rules().rules}
    bare = [key for key, wanted in own.requirements.items() if not wanted.cites and wanted.rule not in known]
    assert bare == []


def test_every_row_of_our_own_says_whose_duty_or_right_it_asks_for(own: Playbook) -> None:
    """Or that it does not matter ("by: anyone"): a row without a word was forgotten."""
    assert [key for key, wanted in own.requirements.items() if wanted.by is None and wanted.for_ is None] == []


@pytest.mark.parametrize("side", ["customer", "provider"])
def test_every_unwanted_row_of_our_own_has_its_sentence_and_a_proposal(own: Playbook, side: str) -> None:
    mine = load_playbook(str(own.files[0].path), own_rules(), side)
    rows = {key: wanted for key, wanted in mine.requirements.items() if wanted.unwanted}
    assert [key for key, one in rows.items() if not one.say.contrary or one.positions.preferred is None] == []


def test_every_wording_of_our_own_meets_its_own_row(own: Playbook, detector: Detector) -> None:
    """What a playbook proposes must be found, and keep the limits that it is proposed for."""
    wrong = []
    # Where somebody else answers, its wordings are advice.
    for key, wanted in own.requirements.items() if own.answered_by == "rules" else ():
        for name, position in wanted.positions.named():
            finding = _said(detector, position.wording)[wanted.rule]
            if wanted.unwanted:
                # It takes the place of what should not be there.
                if name == "preferred" and finding.found is Found.YES:
                    wrong.append(f"{key}, {name}: says what is unwanted")
            elif finding.found is not Found.YES or not _within(finding, position):
                wrong.append(f"{key}, {name}: {finding.found.value}, {finding.value}")
    assert wrong == []


def test_a_cloud_subscription_is_asked_what_its_purpose_needs() -> None:
    """What people do is asked for where people work for the customer, and what is left out is told with its reason."""
    book = read_playbook("saas-vendor")
    assert {
        "acceptance",
        "non-solicitation",
        "independent-contractor",
        "performance-review",
    } <= book.requirements.keys()
    page = " ".join(run("playbooks", "show", "saas-vendor").stdout.split())
    assert "NOT ASKED FOR" in page
    assert "No named people serve one customer" in page


def test_playbook_pages_are_readable() -> None:
    page = run("playbooks", "show", "outsourcing-it").stdout
    for words in ("Outsourcing of IT", "Extends", "Preferred", "Fallback", "Walk-away", "Source", "Protects"):
        assert words in page
    assert max(len(line) for line in page.splitlines()) <= 80


_CACHE: dict[str, dict[str, Finding]] = {}


def _said(detector: Detector, wording: str) -> dict[str, Finding]:
    if wording not in _CACHE:
        _CACHE[wording] = {one.requirement: one for one in detector.detect(passage_contract(wording))}
    return _CACHE[wording]


def _within(finding: Finding, position: Position) -> bool:
    amount = finding.value.amount if finding.value else None
    if position.at_least is None and position.at_most is None:
        return True
    if amount is None:
        return False
    low = position.at_least is None or amount >= position.at_least.amount
    return low and (position.at_most is None or amount <= position.at_most.amount)
