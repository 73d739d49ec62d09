"""The command line from outside: exit codes, streams, and what each command prints."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner, Result
from jsonschema import Draft202012Validator
from reportlab.pdfgen.canvas import Canvas

import contractcheck
from contractcheck import checker, places
from contractcheck.cli import main
from contractcheck.model import Report, Severity, Verdict
from tests.made_reports import finding, full, passage, report, unreadable

pytestmark = pytest.mark.usefixtures("own_rules_once")

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = ROOT / "sample_contracts" / "mutual-nda.pdf"
SCHEMA = Draft202012Validator(json.loads(places.schema_file().read_text(encoding="utf-8")))

TERMS = (
    "SERVICES AGREEMENT between Alpha Ltd (the Provider) and Beta Ltd (the Customer).\n"
    "1. Services. The Provider shall provide the services to the Customer.\n"
)


def run(*words: str | Path, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words], input=stdin)


@pytest.fixture
def contract(tmp_path: Path) -> Path:
    path = tmp_path / "terms.txt"
    path.write_text(TERMS, encoding="utf-8")
    return path


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> dict[str, Report | Exception]:
    """Reports made by hand, by file name: the command line is tested without reading a contract."""
    reports: dict[str, Report | Exception] = {}

    class Made:
        def __init__(self, playbooks: tuple[str, ...], **how: object) -> None:
            self.playbooks = tuple(SimpleNamespace(id=one, version="1", title=one) for one in playbooks)

        def examine_states(
            self, path: str | Path, data: bytes | None = None, **names: str | None
        ) -> tuple[checker.Examined, ...]:
            answer = reports[str(path)]
            if isinstance(answer, Exception):
                raise answer
            return (checker.Examined(answer, reports=(answer,) * len(self.playbooks)),)

    monkeypatch.setattr(checker, "Checker", Made)
    return reports


def gap(severity: Severity, verdict: Verdict = Verdict.MISSING) -> Report:
    return report(finding("encryption", verdict, severity, evidence=(passage(),)))


# --- exit codes ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answer", "fail_on", "code", "why"),
    [
        (gap(Severity.HIGH), "high", 1, "a gap at the bar"),
        (gap(Severity.CRITICAL), "high", 1, "a gap above it"),
        (gap(Severity.MEDIUM), "high", 0, "a gap below it"),
        (gap(Severity.MEDIUM), "medium", 1, "the bar can be lowered"),
        (gap(Severity.LOW), "low", 1, "down to the least"),
        (gap(Severity.CRITICAL), "never", 0, "or away"),
        (gap(Severity.HIGH, Verdict.WEAK), "high", 1, "weak is a gap"),
        (gap(Severity.HIGH, Verdict.UNWANTED), "high", 1, "unwanted is a gap"),
        (gap(Severity.HIGH, Verdict.UNSURE), "high", 0, "unsure is none"),
        (gap(Severity.HIGH, Verdict.MET), "low", 0, "met is none"),
        (gap(Severity.HIGH, Verdict.NOT_APPLICABLE), "low", 0, "not applicable is none"),
        (unreadable(), "never", 2, "a file that was not read always counts"),
    ],
)
def test_exit_codes(made: dict[str, Report], answer: Report, fail_on: str, code: int, why: str) -> None:
    made["a.pdf"] = answer
    assert run("check", "a.pdf", "--fail-on", fail_on).exit_code == code, why


def test_high_is_the_bar_unless_another_is_given(made: dict[str, Report]) -> None:
    made["a.pdf"], made["b.pdf"] = gap(Severity.HIGH), gap(Severity.MEDIUM)
    assert run("check", "a.pdf").exit_code == 1
    assert run("check", "b.pdf").exit_code == 0


def test_the_others_are_still_checked(made: dict[str, Report | Exception]) -> None:
    made |= {"a.pdf": unreadable("a.pdf"), "b.pdf": IndexError("tuple index"), "c.pdf": full("c.pdf")}
    result = run("check", "a.pdf", "b.pdf", "c.pdf", "--format", "json")
    assert result.exit_code == 2
    data = json.loads(result.stdout)
    SCHEMA.validate(data)
    assert [(item["contract"]["name"], item["status"]) for item in data] == [
        ("a.pdf", "unreadable"),
        ("b.pdf", "unreadable"),
        ("c.pdf", "checked"),
    ]
    assert data[1]["error"]["code"] == "internal-error"
    errors = result.stderr.splitlines()
    assert errors[0] == "contractcheck: a.pdf: the pages are images: no text was found"
    assert errors[1].startswith("contractcheck: b.pdf: ")
    assert "IndexError" in errors[1]
    assert len(errors) == 2


# --- bad input, through the real readers ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content", "code", "why"),
    [
        ("none.pdf", None, "missing", "a file that is not there"),
        ("empty.pdf", b"", "empty", "an empty file"),
        (
            "picture.pdf",
            b"\x89PNG\r\n\x1a\n" + bytes(200),
            "broken-image",
            "an image that is broken, whatever its name",
        ),
        ("cut.pdf", SAMPLE, "broken-pdf", "a PDF of which the end is missing"),
    ],
)
def test_a_bad_file_is_one_clear_line(
    tmp_path: Path, name: str, content: bytes | Path | None, code: str, why: str
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content.read_bytes()[:2000] if isinstance(content, Path) else content)
    result = run("check", path, "--format", "json")
    assert result.exit_code == 2
    data = json.loads(result.stdout)
    SCHEMA.validate(data)
    assert (data["status"], data["error"]["code"]) == ("unreadable", code), why
    assert result.stderr.count("\n") == 1
    assert result.stderr.startswith(f"contractcheck: {path}: ")
    assert result.stderr.count(name) == 1, "the name stands once"


@pytest.mark.parametrize(
    ("words", "encrypt", "code"),
    [("", None, "no-text"), ("1. The Provider shall provide the services.", "secret", "locked")],
    ids=["a page without text", "a password"],
)
def test_a_pdf_that_gives_no_text_is_never_a_contract_with_gaps(
    tmp_path: Path, words: str, encrypt: str | None, code: str
) -> None:
    path = tmp_path / "odd.pdf"
    page = Canvas(str(path), encrypt=encrypt)
    page.drawString(72, 720, words)
    page.save()
    result = run("check", path, "--format", "json")
    assert result.exit_code == 2
    data = json.loads(result.stdout)
    assert (data["status"], data["error"]["code"], data["findings"]) == ("unreadable", code, [])
    assert data["summary"]["gaps"] is None


def test_a_folder_is_no_contract(tmp_path: Path) -> None:
    result = run("check", tmp_path)
    assert result.exit_code == 2
    assert "folder" in result.stderr


# --- playbooks and rules that are at fault ------------------------------------------------------------------------


def test_an_unknown_playbook_is_named_on_both_streams(contract: Path) -> None:
    result = run("check", contract, "--playbook", "no-such", "--format", "json")
    assert result.exit_code == 2
    assert result.stderr.startswith("contractcheck: no playbook is called 'no-such'")
    data = json.loads(result.stdout)
    SCHEMA.validate(data)
    assert data["status"] == "unreadable"
    assert data["error"]["code"] == "broken-rule"


def test_every_fault_of_a_playbook_is_a_line_with_file_and_line(contract: Path, tmp_path: Path) -> None:
    book = tmp_path / "mine.yaml"
    book.write_text("id: mine\ntitle: Mine\nversion: 1\npurpose: x\ncolour: red\nrequirements: {}\n", encoding="utf-8")
    result = run("check", contract, "--playbook", book)
    assert result.exit_code == 2
    assert result.stdout == ""
    lines = result.stderr.splitlines()
    assert any(line.startswith(f"contractcheck: {book}:5: unknown key 'colour'") for line in lines)
    assert all(line.startswith(f"contractcheck: {book}:") for line in lines)
    assert len(lines) >= 2


def test_a_playbook_of_ones_own(contract: Path, tmp_path: Path) -> None:
    book = tmp_path / "mine.yaml"
    book.write_text(
        'id: mine\ntitle: My own\nversion: "7"\npurpose: x\nrequirements:\n  breach-notification: {severity: low}\n',
        encoding="utf-8",
    )
    result = run("check", contract, "--playbook", book, "--format", "json")
    assert result.exit_code == 0
    data = json.loads(result.stdout)
    assert data["playbook"] == {"id": "mine", "version": "7"}
    assert [(item["requirement"], item["severity"], item["verdict"]) for item in data["findings"]] == [
        ("breach-notification", "low", "missing")
    ]


# --- formats and files ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "start", "why"),
    [
        ("out.html", "<!doctype html>", "by its name"),
        ("out.md", "# Gap report", "by its name"),
        ("out.json", "{", "by its name"),
        ("out.report", "a.pdf\n", "text where the name tells nothing"),
    ],
)
def test_the_format_follows_the_name_of_the_file(
    made: dict[str, Report], tmp_path: Path, name: str, start: str, why: str
) -> None:
    made["a.pdf"] = full("a.pdf")
    result = run("check", "a.pdf", "-o", tmp_path / name)
    assert result.stdout == ""
    assert (tmp_path / name).read_text(encoding="utf-8").startswith(start), why


def test_a_format_that_is_given_wins(made: dict[str, Report], tmp_path: Path) -> None:
    made["a.pdf"] = full()
    run("check", "a.pdf", "-o", tmp_path / "out.html", "--format", "json")
    SCHEMA.validate(json.loads((tmp_path / "out.html").read_text(encoding="utf-8")))


@pytest.mark.parametrize(("words", "lines"), [((), 1), (("--quiet",), 0)])
def test_quiet(made: dict[str, Report], tmp_path: Path, words: tuple[str, ...], lines: int) -> None:
    made["a.pdf"] = full()
    result = run("check", "a.pdf", "-o", tmp_path / "out.md", *words)
    assert len(result.stderr.splitlines()) == lines


def test_quiet_does_not_hide_errors(made: dict[str, Report]) -> None:
    made["a.pdf"] = unreadable()
    assert "no text was found" in run("check", "a.pdf", "--quiet").stderr


@pytest.mark.parametrize(
    ("output", "message", "why"),
    [
        ("terms.txt", "overwrite", "a report never overwrites a contract"),
        (".", "is a folder", "a folder is no file"),
        ("no/such/folder/out.md", "cannot be written", "a place that is not there"),
    ],
)
def test_an_output_that_is_refused(contract: Path, output: str, message: str, why: str) -> None:
    before = contract.read_bytes()
    result = run("check", contract, "-o", contract.parent / output)
    assert result.exit_code == 2
    assert message in result.stderr, why
    assert contract.read_bytes() == before


def test_a_template_of_ones_own(made: dict[str, Report], tmp_path: Path) -> None:
    made["a.pdf"] = full("a.pdf")
    memo = tmp_path / "memo.txt"
    memo.write_text("{{ report.contract.name }} {{ report.total.met }}", encoding="utf-8")
    assert run("check", "a.pdf", "--template", memo).stdout == "a.pdf 2"
    memo.write_text("{{ report.__class__ }}", encoding="utf-8")
    result = run("check", "a.pdf", "--template", memo)
    assert result.exit_code == 2
    assert result.stderr.startswith(f"contractcheck: {memo}: ")
    assert result.stderr.count("\n") == 1


def test_standard_input() -> None:
    result = run("check", "-", "--format", "json", stdin=TERMS.encode())
    data = json.loads(result.stdout)
    assert data["status"] == "checked"
    assert data["contract"]["path"] == "-"
    assert data["contract"]["sha256"] == sha256(TERMS.encode()).hexdigest()


def test_standard_input_can_be_read_once() -> None:
    assert run("check", "-", "-", stdin=b"x").exit_code == 2


def test_parties_can_be_named(contract: Path) -> None:
    result = run("check", contract, "--format", "json", "--provider", "Beta Ltd", "--customer", "Alpha Ltd")
    assert json.loads(result.stdout)["contract"]["parties"] == {"provider": "Beta Ltd", "customer": "Alpha Ltd"}


# --- rules and playbooks -------------------------------------------------------------------------------------------


def test_rules_list_names_every_rule() -> None:
    result = run("rules", "list")
    assert result.exit_code == 0
    ids = {rule.id for rule in contractcheck.load_rules().rules}
    assert ids <= set(result.stdout.split())
    assert f"{len(ids)} rules" in result.stdout


def test_rules_show_says_all_about_a_rule() -> None:
    rule = contractcheck.load_rules().rules[0]
    page = "".join(run("rules", "show", rule.id).stdout.split())
    parts = [rule.title, rule.why, rule.suggest, *rule.look_for.phrases]
    parts += [source.cite for source in rule.source] + [example.text for example in rule.examples]
    assert [part for part in parts if "".join(part.split()) not in page] == []


@pytest.mark.parametrize(
    "words",
    [("rules", "show", "no-such"), ("playbooks", "show", "no-such"), ("rules", "test", "no/such/folder")],
    ids=" ".join,
)
def test_what_is_not_there_is_one_line(words: tuple[str, ...]) -> None:
    result = run(*words)
    assert result.exit_code == 2
    assert result.stderr.count("\n") == 1
    assert "Traceback" not in result.stderr


def test_rules_test_runs_the_examples_of_a_part() -> None:
    rule = contractcheck.load_rules().rules[0]
    file = places.rules_folder() / rule.family / f"{rule.id}.yaml"
    result = run("rules", "test", file)
    assert result.exit_code == 0, result.output
    assert result.stdout.startswith(f"1 rule, {len(rule.examples) + 1} examples: ")


def test_rules_test_names_an_example_that_fails(tmp_path: Path) -> None:
    rule = contractcheck.load_rules().rules[0]
    shutil.copytree(places.rules_folder(), tmp_path / "rules")
    file = tmp_path / "rules" / rule.family / f"{rule.id}.yaml"
    broken = file.read_text(encoding="utf-8") + '  - {found: yes, text: "The sky is blue on most days of the week."}\n'
    file.write_text(broken, encoding="utf-8")
    result = run("rules", "test", file)
    assert result.exit_code == 1
    assert f"{file}:{len(broken.splitlines())}: should be yes, is no: The sky is blue" in result.stdout
    assert result.stdout.rstrip().endswith("1 failed")


def test_rules_test_names_every_fault(tmp_path: Path) -> None:
    (tmp_path / "words.yaml").write_bytes((places.rules_folder() / "words.yaml").read_bytes())
    (tmp_path / "termination").mkdir()
    (tmp_path / "termination" / "x.yaml").write_text("id: y\ncolour: red\n", encoding="utf-8")
    result = run("rules", "test", tmp_path)
    assert result.exit_code == 2
    assert f"contractcheck: {tmp_path / 'termination' / 'x.yaml'}:2: unknown key 'colour'" in result.stderr
    assert len(result.stderr.splitlines()) > 2


def test_playbooks_list_and_show() -> None:
    playbook = contractcheck.load_playbook("outsourcing", contractcheck.load_rules())
    listed = run("playbooks", "list").stdout
    assert "outsourcing: " in listed
    page = run("playbooks", "show", "outsourcing").stdout
    assert set(playbook.requirements) <= set(page.split())


# --- start-up and installation --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ("from contractcheck.cli import main; main(['--help'], standalone_mode=False)", "--help"),
        *(
            (f"from contractcheck.cli import main; main(['{name}', '--help'], standalone_mode=False)", f"{name} --help")
            for name in ("check", "compare", "suggest")
        ),
        ("import contractcheck; contractcheck.Report; contractcheck.UnreadableError", "the result types"),
    ],
)
def test_start_up_is_light(code: str, why: str) -> None:
    heavy = "{'pypdfium2', 'pdfplumber', 'pydantic', 'numpy', 'jinja2', 'rich', 'docx', 'lxml', 'openpyxl', 'xlsxwriter', 'spacy'}"
    done = subprocess.run(
        [sys.executable, "-c", f"import sys\n{code}\nprint('loaded:', sorted({heavy} & set(sys.modules)))"],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=True,
    )
    assert done.stdout.splitlines()[-1] == "loaded: []", why


def test_a_check_imports_no_more_of_spacy_than_it_needs_and_whoever_needs_more_gets_it(contract: Path) -> None:
    # What the child of a check does: the command itself never imports spaCy.
    code = f"""
import sys
from contractcheck.commands.loading import loaded_checker
assert loaded_checker(("outsourcing",)).check({str(contract)!r}).error is None
print([name for name in ('spacy.language', 'spacy.pipeline', 'spacy.cli') if name in sys.modules])
print('spacy.matcher' in sys.modules)
import spacy
print([word.text for word in spacy.blank('en')('two words')], spacy.tokens.Doc is sys.modules['spacy.tokens'].Doc)
from spacy import Language
print(Language is spacy.language.Language)
try:
    spacy.nothing
except AttributeError as error:
    print(error)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout.splitlines() == [
        "[]",
        "True",
        "['two', 'words'] True",
        "True",
        "module 'spacy' has no attribute 'nothing'",
    ]


def test_the_public_names_are_all_there() -> None:
    assert all(getattr(contractcheck, name) for name in contractcheck.__all__)
    assert callable(contractcheck.check), "the function, not a module of that name"
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        contractcheck.nothing  # noqa: B018


def test_check_from_python(contract: Path) -> None:
    found = contractcheck.check(contract)
    assert found.status is contractcheck.Status.CHECKED
    assert found.gaps()
    missing = contractcheck.check(contract.with_name("none.pdf"))
    assert missing.status is contractcheck.Status.UNREADABLE
    assert missing.error is not None
    assert missing.assessed == ()


def test_the_places_of_a_checkout() -> None:
    assert places.rules_folder() == ROOT / "rules"
    assert places.samples_folder() == ROOT / "sample_contracts"
    assert places.schema_file().is_file()


def test_a_wheel_reads_its_own_rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "contractcheck"
    (package / "rules_data").mkdir(parents=True)
    (tmp_path / "rules").mkdir()
    monkeypatch.setattr(places, "_PACKAGE", package)
    assert places.rules_folder() == package / "rules_data", "not those of a stranger beside it"
    assert places.samples_folder() is None
    (package / "rules_data").rmdir()
    (tmp_path / "rules").rmdir()
    with pytest.raises(contractcheck.ContractcheckError, match="holds no rules"):
        places.rules_folder()


def test_output_survives_a_console_without_unicode(contract: Path) -> None:
    contract.write_text(TERMS + "2. Näme – “quote” 契約.\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", "from contractcheck.cli import main; main()", "check", str(contract)],
        capture_output=True,
        cwd=ROOT,
        env=os.environ | {"PYTHONIOENCODING": "ascii", "PYTHONPATH": str(ROOT)},
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr == b""


def on_a_terminal(*words: str, **variables: str) -> str:
    """Run the program with a terminal for its output, and return what arrives there."""
    pty = pytest.importorskip("pty", reason="this system has no pseudo-terminals")
    reader, writer = pty.openpty()
    kept = {
        name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE")
    }
    process = subprocess.Popen(
        [sys.executable, "-c", "from contractcheck.cli import main; main()", *words],
        stdout=writer,
        stderr=writer,
        cwd=ROOT,
        env=kept | {"TERM": "xterm-256color", "PYTHONPATH": str(ROOT)} | variables,
    )
    os.close(writer)
    seen = b""
    # Linux ends a terminal that nobody writes to any more with an error instead of an empty read.
    with os.fdopen(reader, "rb", buffering=0) as terminal, contextlib.suppress(OSError):
        while part := terminal.read(4096):
            seen += part
    process.wait()
    return seen.decode()


@pytest.mark.parametrize(
    ("variables", "coloured", "why"),
    [
        ({}, True, "a terminal shows colour"),
        ({"NO_COLOR": "1"}, False, "unless the reader wants none"),
        ({"TERM": "dumb"}, False, "or the terminal has none"),
    ],
)
def test_colour_on_a_terminal(variables: dict[str, str], coloured: bool, why: str) -> None:
    page = on_a_terminal("playbooks", "list", **variables)
    assert "outsourcing" in page
    assert ("\x1b[1m" in page) is coloured, why


def test_progress_on_a_terminal_names_the_file_and_can_be_silenced(contract: Path) -> None:
    loud = on_a_terminal("check", str(contract), "-o", str(contract.with_name("out.md")))
    quiet = on_a_terminal("check", str(contract), "-o", str(contract.with_name("out.md")), "--quiet")
    assert "terms.txt" in loud
    assert quiet == ""


# --- writing --------------------------------------------------------------------------------------------------------


def test_a_report_is_written_whole_or_not_at_all(
    made: dict[str, Report], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made["a.pdf"] = full()
    output = tmp_path / "report.html"
    output.write_text("of yesterday", encoding="utf-8")

    def full_disk(self: Path, target: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full_disk)
    result = run("check", "a.pdf", "-o", output, "--no-pictures")
    assert result.exit_code == 2
    assert "report.html: cannot be written: No space left on device" in result.stderr
    assert output.read_text(encoding="utf-8") == "of yesterday"
    assert [path.name for path in tmp_path.iterdir()] == ["report.html"], "nothing is left beside it"


def test_no_report_is_written_where_one_of_them_fails(
    made: dict[str, Report], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made["a.pdf"] = full()

    def fails(*_: object, **__: object) -> bytes:
        raise contractcheck.TemplateError("the memo fails")

    monkeypatch.setattr("contractcheck.report.memo.memo", fails)
    result = run("check", "a.pdf", "--format", "json", "--format", "docx", "-o", tmp_path / "r")
    assert result.exit_code == 2
    assert "the memo fails" in result.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.name == "nt", reason="links and modes are those of POSIX")
def test_a_link_stays_a_link_and_a_mode_stays_a_mode(made: dict[str, Report], tmp_path: Path) -> None:
    made["a.pdf"] = full()
    target, link = tmp_path / "kept" / "report.json", tmp_path / "report.json"
    target.parent.mkdir()
    target.write_text("old", encoding="utf-8")
    target.chmod(0o640)
    link.symlink_to(target)
    run("check", "a.pdf", "-o", link)
    assert link.is_symlink()
    assert json.loads(target.read_text(encoding="utf-8"))["status"] == "checked"
    assert target.stat().st_mode & 0o777 == 0o640


@pytest.mark.skipif(os.name == "nt", reason="/dev is of POSIX")
def test_a_device_is_written_to_and_not_replaced(made: dict[str, Report]) -> None:
    made["a.pdf"] = full()
    assert run("check", "a.pdf", "--format", "json", "-o", os.devnull).exit_code == 1
    assert Path(os.devnull).is_char_device()
