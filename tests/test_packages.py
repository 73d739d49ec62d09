"""Packages: an agreement in several files says what it says, wherever it says it, and each quote names its file."""

from __future__ import annotations

import hashlib
import json
from hashlib import sha256
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner, Result

from contractcheck.agreements.agreements import join_files
from contractcheck.agreements.naming import label_key, names_in, titles_for
from contractcheck.agreements.precedence import find_ranking
from contractcheck.checker import Checker, Examined
from contractcheck.cli import main
from contractcheck.contract import Contract
from contractcheck.model import Finding, Found, Verdict
from contractcheck.places import schema_file
from contractcheck.reading import read_bytes

BODY = """MASTER SERVICES AGREEMENT

This Master Services Agreement is made on 1 March 2027 between Harrow Vale Retail Limited (the "Customer") and
Tindle Support Services Limited (the "Provider").

1. Services
1.1 The Provider shall provide the services described in Schedule 1 (Services).
1.2 The Provider shall meet the service levels set out in Schedule 2 (Service Levels).
1.3 The support hours are as described in Schedule 2.

2. Security
2.1 The measures that protect the Customer's data, and the time within which the Provider reports a security breach, are
set out in the Data Processing Addendum.
2.2 The Provider's business continuity and disaster recovery plan is described in Schedule 3 (Continuity).

3. Termination
3.1 Either party may terminate this Agreement if the other party commits a material breach and fails to cure it within
thirty (30) days after written notice of the breach.

4. General
4.1 {precedence}
4.2 This Agreement is governed by the laws of England and Wales.

Signed for the Customer: ______________________   Signed for the Provider: ______________________
"""
SLA = """SCHEDULE 2

SERVICE LEVELS

1. Availability
1.1 The Provider shall ensure that the Platform is available at least 99.9% of the time in each calendar month.
2. Service credits
2.1 If availability falls below the service level in a calendar month, the Provider shall credit the Customer with 5% of
the monthly charges.
{more}
"""
DPA = """DATA PROCESSING ADDENDUM

1. Security
1.1 The Provider shall maintain appropriate technical and organisational measures to protect the personal data.
1.2 The Provider shall notify the Customer of each personal data breach within 24 hours after becoming aware of it.
{more}
"""
NO_ORDER = "No variation of this Agreement is effective unless it is in writing."
CURE_60 = """3. Breach of a service level
3.1 Either party may terminate this Agreement if the other party commits a material breach and fails to cure it within
sixty (60) days after written notice of the breach.
"""


@pytest.fixture(scope="module")
def checker() -> Checker:
    return Checker("outsourcing")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return written(tmp_path)


def written(folder: Path, precedence: str = NO_ORDER, sla: str = "", dpa: str = "") -> Path:
    (folder / "agreement.txt").write_text(BODY.format(precedence=precedence), "utf-8")
    (folder / "levels.txt").write_text(SLA.format(more=sla), "utf-8")
    (folder / "privacy.txt").write_text(DPA.format(more=dpa), "utf-8")
    return folder


def examined(checker: Checker, folder: Path, *names: str) -> Examined:
    return checker.examine_package(folder / "agreement.txt", [folder / name for name in names])


def found(examined: Examined) -> dict[str, Finding]:
    return {one.requirement: one for one in examined.findings}


def test_what_is_left_to_an_attachment_is_found_there(checker: Checker, folder: Path) -> None:
    alone = found(checker.examine(folder / "agreement.txt"))
    whole = found(examined(checker, folder, "levels.txt", "privacy.txt"))
    for id_, file, value in (
        ("availability-target", "levels.txt", 99.9),
        ("breach-notification-deadline", "privacy.txt", 24),
    ):
        assert alone[id_].found is not Found.YES, id_
        assert whole[id_].found is Found.YES, id_
        assert whole[id_].value is not None
        assert whole[id_].value.amount == value
        assert {one.file for one in whole[id_].evidence} == {file}
    assert alone["service-credits"].found is Found.NO
    assert {one.file for one in whole["service-credits"].evidence} == {"levels.txt"}
    assert alone["support-hours"].found is Found.REFERENCED
    assert whole["recovery-time"].found is Found.REFERENCED, "Schedule 3 was not given"
    assert {one.file for one in whole["cure-period"].evidence} == {"agreement.txt"}


def test_quotes_stand_in_their_files(checker: Checker, folder: Path) -> None:
    done = examined(checker, folder, "levels.txt", "privacy.txt")
    texts = {path.name: path.read_text("utf-8") for path in folder.iterdir()}
    quotes = [passage for one in done.findings for passage in one.evidence]
    assert len(quotes) > 8
    assert all(passage.quote in texts[passage.file] for passage in quotes)
    assert {passage.page for passage in quotes} == {1}
    assert all(done.contract and done.contract.text[one.start : one.end] == one.quote for one in quotes)


def test_an_attachment_that_does_not_say_it_resolves_the_reference_too(checker: Checker, folder: Path) -> None:
    """Schedule 2 is there and names no hours: that is "no", not "left to a document that is not here"."""
    assert found(examined(checker, folder, "levels.txt"))["support-hours"].found is Found.NO
    assert found(examined(checker, folder, "privacy.txt"))["support-hours"].found is Found.REFERENCED


@pytest.mark.parametrize(
    ("precedence", "cure", "note"),
    [
        pytest.param(NO_ORDER, 30, "No order of precedence was found", id="nothing is said: both are named"),
        pytest.param(
            "If there is a conflict between this Agreement and a Schedule, this Agreement shall prevail.",
            30,
            "agreement.txt prevails (agreement.txt, clause 4.1)",
            id="the body prevails",
        ),
        pytest.param(
            "If there is a conflict between this Agreement and the Schedules, the Schedules shall prevail.",
            60,
            "levels.txt prevails",
            id="the attachments prevail",
        ),
        pytest.param(
            "In the event of any inconsistency, Schedule 2 takes precedence over this Agreement.",
            60,
            "levels.txt prevails",
            id="one attachment prevails",
        ),
        pytest.param(
            "The documents apply in the following order of precedence: (a) the Data Processing Addendum; (b) the Schedules; "
            "(c) this Agreement.",
            60,
            "levels.txt prevails",
            id="a list, best first",
        ),
        pytest.param(
            "In a conflict the following order applies, in descending order: (i) this Agreement, (ii) the Schedules.",
            30,
            "agreement.txt prevails",
            id="a list that begins with the body",
        ),
    ],
)
def test_order_of_precedence(checker: Checker, tmp_path: Path, precedence: str, cure: int, note: str) -> None:
    written(tmp_path, precedence, sla=CURE_60)
    finding = found(examined(checker, tmp_path, "levels.txt", "privacy.txt"))["cure-period"]
    assert finding.value is not None
    assert finding.value.amount == cure
    assert any("The documents differ" in one and note in one for one in finding.notes), finding.notes
    prevailing = "agreement.txt" if cure == 30 else "levels.txt"
    assert finding.evidence[0].file == prevailing or "No order" in note


def test_an_attachment_may_say_that_it_prevails(checker: Checker, tmp_path: Path) -> None:
    written(tmp_path, sla=CURE_60 + "4. If this Schedule conflicts with the Agreement, this Schedule prevails.\n")
    finding = found(examined(checker, tmp_path, "levels.txt"))["cure-period"]
    assert finding.value is not None
    assert finding.value.amount == 60


def test_files_that_agree_are_not_said_to_differ(checker: Checker, tmp_path: Path) -> None:
    written(tmp_path, sla=CURE_60.replace("sixty (60)", "thirty (30)"))
    finding = found(examined(checker, tmp_path, "levels.txt"))["cure-period"]
    assert not any("differ" in note for note in finding.notes)
    assert {one.file for one in finding.evidence} == {"agreement.txt", "levels.txt"}


def test_one_file_or_three_is_the_same_agreement(checker: Checker, folder: Path) -> None:
    names = ["agreement.txt", "levels.txt", "privacy.txt"]
    (folder / "whole.txt").write_text("\n\n".join((folder / name).read_text("utf-8") for name in names), "utf-8")
    whole = found(checker.examine(folder / "whole.txt"))
    parts = found(examined(checker, folder, *names[1:]))
    differing = {id_ for id_ in whole if whole[id_].found is not parts[id_].found}
    assert differing == set()


@pytest.mark.parametrize(
    ("name", "text", "title"),
    [
        ("x.txt", "SCHEDULE 2\n\nAnything", "Schedule 2"),
        ("x.txt", "Schedule II - Service Levels", "Schedule 2"),
        ("schedule-2.txt", "Anything at all", "Schedule 2"),
        ("Sched2_final.txt", "Anything at all", "Schedule 2"),
        ("x.txt", "Service Levels\n\nThe levels are these.", "Schedule 2"),
        ("service_levels.txt", "The levels are these.", "Schedule 2"),
        ("x.txt", "DATA PROCESSING ADDENDUM\n\nText", "Data Processing Addendum"),
        ("DPA.txt", "Between the parties it is agreed as follows.", "Data Processing Addendum"),
        ("x.txt", "SCHEDULE 9\n\nService Levels", ""),
        ("x.txt", "A letter that mentions Schedule 2 somewhere.", ""),
        ("notes.txt", "Minutes of a meeting", ""),
    ],
)
def test_attachments_get_the_name_that_the_body_uses(name: str, text: str, title: str) -> None:
    body = Contract.read("agreement.txt", BODY.format(precedence=NO_ORDER).encode())
    assert titles_for(names_in(body.outline, body.text), [read_bytes(text.encode(), name)]) == (title,)


def test_labels_have_one_spelling() -> None:
    keys = ["SCHEDULE II", "Schedule 2", "Schedule  2", "schedule 2"]
    assert {label_key(name) for name in keys} == {"schedule 2"}
    assert label_key("Exhibit C") != label_key("Exhibit 100")


def test_nothing_is_said_of_precedence_where_nothing_is_said() -> None:
    texts = (BODY.format(precedence=NO_ORDER), SLA.format(more=""))
    agreement = join_files(Contract.read("a.txt", texts[0].encode()), [Contract.read("b.txt", texts[1].encode())])
    assert find_ranking(agreement) is None


# The command line, for real.


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


def test_check_with_attachments(folder: Path) -> None:
    more = ["--with", folder / "levels.txt", "--with", folder / "privacy.txt", "--fail-on", "never"]
    data = json.loads(run("check", folder / "agreement.txt", *more, "--format", "json").stdout)
    jsonschema.validate(data, json.loads(schema_file().read_text("utf-8")))
    assert [(one["name"], one["title"]) for one in data["contract"]["files"]] == [
        ("agreement.txt", ""),
        ("levels.txt", "Schedule 2"),
        ("privacy.txt", "Data Processing Addendum"),
    ]
    files = {one["requirement"]: {passage["file"] for passage in one["evidence"]} for one in data["findings"]}
    assert files["service-credits"] == {"levels.txt"}
    for format_ in ("text", "md", "html", "csv"):
        shown = run("check", folder / "agreement.txt", *more, "--format", format_).stdout
        assert "levels.txt" in shown.replace("levels\\.txt", "levels.txt"), format_
    shown = run("check", folder / "agreement.txt", *more).stdout
    assert "levels.txt is Schedule 2" in " ".join(shown.split())


def test_a_folder_as_package(folder: Path) -> None:
    """The body is told by its content: it names the others."""
    (folder / "contractcheck.yaml").write_text("waivers: []\n", "utf-8")
    done = run("check", folder, "--as-package", "--format", "json", "--fail-on", "never")
    assert done.exit_code == 0, done.stderr
    assert [one["name"] for one in json.loads(done.stdout)["contract"]["files"]] == [
        "agreement.txt",
        "levels.txt",
        "privacy.txt",
    ]


def test_an_attachment_that_cannot_be_read(folder: Path) -> None:
    """It is named, nothing that it could hold is called missing, and the job was not done whole."""
    (folder / "levels.txt").write_bytes(b"%PDF-1.7 cut short")
    done = run(
        "check", folder / "agreement.txt", "--with", folder / "levels.txt", "--format", "json", "--fail-on", "never"
    )
    assert done.exit_code == 2
    assert "attachment not read: levels.txt" in done.stderr
    data = json.loads(done.stdout)
    assert data["contract"]["sha256"] == hashlib.sha256((folder / "agreement.txt").read_bytes()).hexdigest()
    findings = data["findings"]
    assert findings
    assert not any(one["verdict"] == Verdict.MISSING.value for one in findings)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["{}/agreement.txt", "--with", "{}/none.txt"], "none.txt: there is no such file"),
        (["{}/agreement.txt", "--with", "{}/agreement.txt"], "cannot be attached to itself"),
        (["{}/agreement.txt", "{}/levels.txt", "--with", "{}/privacy.txt"], "a package is one agreement"),
        (["{}/agreement.txt", "--as-package"], "is not a folder"),
        (["{}/agreement.txt", "--with", "{}/levels.txt", "--with", "{}/./levels.txt"], "is attached twice"),
        (["{}", "--as-package", "--main", "agreement.txt", "--with", "{}/levels.txt"], "is attached twice"),
        (["{}", "--as-package", "--main", "agreement.txt", "--with", "{}/lost.txt"], "there is no such file"),
        (["{}", "--as-package", "--main", "agreement.txt", "-o", "{}/agreement.txt"], "would overwrite it"),
        (["{}", "--as-package", "--main", "agreement.txt", "-o", "{}/levels.txt"], "would overwrite it"),
        (["{}", "--as-package", "--main", "none.txt"], "contains no file 'none.txt'"),
        (["{}/agreement.txt", "--main", "a.txt"], "--main goes with --as-package"),
        (["-", "--with", "{}/levels.txt"], "standard input"),
        (["{}/agreement.txt", "--with", "{}/levels.txt", "--revisions", "both"], "--revisions both"),
        (["{}/agreement.txt", "--with", "{}/levels.txt", "-o", "{}/levels.txt"], "would overwrite it"),
    ],
)
def test_bad_input_is_one_line(folder: Path, words: list[str], said: str) -> None:
    done = run("check", *[word.format(folder) for word in words])
    assert done.exit_code == 2
    assert said in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_two_bodies_in_a_folder(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("The parties agree on nothing in particular here.", "utf-8")
    done = run("check", tmp_path, "--as-package")
    assert done.exit_code == 2
    assert "the body may be a.txt or b.txt: name it with --main" in done.stderr


def test_the_checklist_reads_packages_too(folder: Path) -> None:
    """What is named and not given is a fault before signing; what was given is none."""
    more = ["--with", folder / "levels.txt", "--with", folder / "privacy.txt"]
    alone = run("checklist", folder / "agreement.txt").stdout
    whole = run("checklist", folder / "agreement.txt", *more).stdout
    assert "Schedule 2 is named and is not in this document" in " ".join(alone.split())
    assert "Schedule 2 is named" not in " ".join(whole.split())
    assert "Schedule 3 is named and is not in this document" in " ".join(whole.split())


def test_the_checklist_is_not_ready_where_an_attachment_was_not_read(tmp_path: Path) -> None:
    """Not read is never clean: the verdict says so too, not only the exit code."""
    (tmp_path / "bad.pdf").write_bytes(b"no PDF at all \x00\xff")
    body = Path(__file__).resolve().parents[1] / "sample_contracts" / "it-hosting.pdf"
    alone = run("checklist", body, "--format", "json")
    assert json.loads(alone.stdout)["verdict"] == "ready"
    done = run("checklist", body, "--with", tmp_path / "bad.pdf", "--format", "json")
    assert done.exit_code == 2
    assert json.loads(done.stdout)["verdict"] == "could not tell"
    assert "bad.pdf" in json.loads(done.stdout)["reason"]


def test_sarif_names_the_content_of_the_body_and_no_place_in_it_for_words_elsewhere(folder: Path) -> None:
    body = folder / "agreement.txt"
    done = run("check", body, "--with", folder / "levels.txt", "--with", folder / "privacy.txt", "--format", "sarif")
    (sarif,) = json.loads(done.stdout)["runs"]
    assert sarif["artifacts"][0]["hashes"]["sha-256"] == sha256(body.read_bytes()).hexdigest()
    found = [
        place for result in sarif["results"] for place in (*result["locations"], *result.get("relatedLocations", ()))
    ]
    away = [place for place in found if not place.get("properties", {}).get("place", "agreement.txt").startswith("agr")]
    assert away
    assert not any("region" in place["physicalLocation"] for place in away)
