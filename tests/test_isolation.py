"""A document that is poison costs itself and nothing else, in every command; what a child says is data."""

from __future__ import annotations

import io
import itertools
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from click.testing import CliRunner, Result
from reportlab.pdfgen.canvas import Canvas

from contractcheck import model
from contractcheck.cli import main
from contractcheck.errors import ContractcheckError, RuleError, UnreadableError
from contractcheck.isolation.limits import CRASHED, OUT_OF_MEMORY, STALLED, TIMED_OUT, Limits
from contractcheck.isolation.plain import Unpacker, pack
from contractcheck.isolation.remote import Answer, Shown, Work
from contractcheck.isolation.supervisor import FaultError, Here, Isolated, LostError
from contractcheck.model import Severity, Waiver
from tests.made_reports import full, report

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = ROOT / "sample_contracts" / "mutual-nda.pdf"
MEMORY = 400
# A child of the tests is forked from a process that holds much already.
ROOMY = 900


class Silent:
    """Shows nothing and remembers what it was told."""

    def __init__(self) -> None:
        self.told: list[tuple[object, ...]] = []

    def step(self, file: str) -> None:
        self.told.append(("step", file))

    def page(self, done: int, total: int) -> None:
        self.told.append(("page", done, total))

    def ask(self, name: str, again: bool) -> str | None:
        self.told.append(("ask", name, again))
        return None if again else "open sesame"


def begin(shown: Shown) -> Work:
    """Work that does to its process what documents do."""

    def work(order: dict[str, Any], body: bytes) -> Answer:
        what = order["do"]
        shown.step(what)
        if what == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        if what == "abort":
            os.abort()
        if what == "spin":
            sum(itertools.repeat(0))  # never comes back from C
        if what == "hoard":
            bytearray(3 << 30)
        if what == "wait":
            time.sleep(600)
        if what == "refuse":
            raise UnreadableError("empty", "a.pdf: the file is empty")
        if what == "rule":
            raise RuleError(("a.yaml:1: wrong", "a.yaml:2: wrong"))
        if what == "fail":
            raise ZeroDivisionError("by nothing")
        if what == "deep":
            deep: Callable[[int], int] = lambda at: deep(at + 1)  # noqa: E731
            deep(0)
        if what == "say":
            print("aside \x1b[31m", file=sys.stderr)
            shown.page(3, 7)
            return [shown.ask("a.pdf", False), shown.ask("a.pdf", True)], body
        return what, body

    return work


@pytest.fixture
def shown() -> Silent:
    return Silent()


@pytest.fixture
def child(shown: Silent) -> Iterator[Isolated]:
    with Isolated(begin, Limits(0.5, MEMORY), shown) as child:
        yield child


@pytest.mark.parametrize(
    ("what", "code", "says"),
    [
        ("kill", CRASHED, "died (SIGKILL), twice in a row"),
        ("abort", CRASHED, "died (SIGABRT), twice in a row"),
        ("spin", TIMED_OUT, "longer than 0.5 s"),
        ("hoard", OUT_OF_MEMORY, f"more than {MEMORY} MB"),
    ],
)
def test_what_kills_a_child_is_named_and_the_next_is_read(child: Isolated, what: str, code: str, says: str) -> None:
    with pytest.raises(LostError, match=r".") as caught:
        child.ask({"do": what})
    assert (caught.value.code, caught.value.file) == (code, what)
    assert says in caught.value.message
    assert child.ask({"do": "next"}, b"body") == ("next", b"body")


def test_a_child_that_waits_for_ever_is_ended_by_the_clock(monkeypatch: pytest.MonkeyPatch, shown: Silent) -> None:
    monkeypatch.setattr("contractcheck.isolation.limits.WALL_LEAST", 1.0)
    with Isolated(begin, Limits(0.1, MEMORY), shown) as child:
        with pytest.raises(LostError, match="did not end within 1 s") as caught:
            child.ask({"do": "wait"})
        assert caught.value.code == STALLED
        assert child.ask({"do": "next"})[0] == "next"


@pytest.mark.parametrize(
    ("what", "kind", "says"),
    [
        ("refuse", UnreadableError, "a.pdf: the file is empty"),
        ("rule", RuleError, "a.yaml:1: wrong\na.yaml:2: wrong"),
        ("fail", FaultError, "contractcheck itself failed: ZeroDivisionError: by nothing"),
        ("deep", FaultError, "contractcheck itself failed: RecursionError"),
    ],
)
def test_an_error_of_the_work_is_raised_here_and_the_child_lives(
    child: Isolated, what: str, kind: type[ContractcheckError], says: str
) -> None:
    child.begin()
    before = child._pid
    with pytest.raises(kind) as caught:
        child.ask({"do": what})
    assert str(caught.value).startswith(says)
    assert child.ask({"do": "next"})[0] == "next"
    assert child._pid == before


def test_a_child_shows_asks_and_says_through_its_parent(
    child: Isolated, shown: Silent, capsys: pytest.CaptureFixture[str]
) -> None:
    assert child.ask({"do": "say"})[0] == ["open sesame", None]
    assert shown.told == [("step", "say"), ("page", 3, 7), ("ask", "a.pdf", False), ("ask", "a.pdf", True)]
    assert capsys.readouterr().err == "aside [31m\n", "controls of a terminal are left out"


def test_the_work_can_be_done_here_where_nothing_forks(shown: Silent) -> None:
    with Here(begin, shown) as here:
        assert here.ask({"do": "next"}, b"body") == ("next", b"body")
        with pytest.raises(FaultError, match="ZeroDivisionError"):
            here.ask({"do": "fail"})


def test_a_child_ends_with_its_parent_at_once(tmp_path: Path) -> None:
    code = (
        "import os, sys, time\n"
        "from contractcheck.isolation.limits import Limits\n"
        "from contractcheck.isolation.supervisor import Isolated\n"
        "from tests.test_isolation import Silent\n"
        "def begin(shown):\n"
        "    print(os.getpid(), flush=True)\n"
        "    return lambda order, body: time.sleep(600)\n"
        "Isolated(begin, Limits(), Silent()).ask({})\n"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, cwd=ROOT) as parent:
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        parent.kill()
    until = time.monotonic() + 10
    while _lives(pid) and time.monotonic() < until:
        time.sleep(0.02)
    assert not _lives(pid)


def _lives(pid: int) -> bool:
    try:
        return "Z" not in Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()[0]
    except FileNotFoundError:
        return False


# --- what a child says is data --------------------------------------------------------------------------------------

FACTS = Unpacker(one for one in vars(model).values() if isinstance(one, type) and one.__module__.startswith("contractcheck"))


@pytest.mark.parametrize(
    "value",
    [
        full(),
        replace(report(), waiver_notes=("a", "b")),
        Waiver("encryption", "why", "who", date(2027, 3, 31)),
        (Severity.HIGH, None, 1.5, True, "\ud800 \x00", b"\xff", [1, (2,)], {(1, 2): "x"}, frozenset({3})),
    ],
    ids=["report", "small report", "waiver", "others"],
)
def test_facts_come_through_as_they_were(value: object) -> None:
    assert FACTS.unpack(json.loads(json.dumps(pack(value)))) == value


@pytest.mark.parametrize(
    "data",
    [["Popen", "id"], ["os.system", "id"], ["Waiver", "a"], ["Severity", "worst"], ["bytes", "?"], [], [["()"]]],
    ids=str,
)
def test_nothing_else_is_made_of_what_a_child_says(data: object) -> None:
    with pytest.raises((KeyError, ValueError, TypeError)):
        FACTS.unpack(data)


def test_what_is_no_fact_does_not_travel() -> None:
    with pytest.raises(TypeError, match="object is no fact"):
        pack(object())


# --- the commands ---------------------------------------------------------------------------------------------------


def bomb() -> bytes:
    """A small PDF whose page draws ten forms that draw ten forms, and so on: no memory holds its text."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer)
    canvas.drawString(72, 760, "SERVICES AGREEMENT between Alder Ltd (the Provider) and Birch Ltd (the Customer).")
    canvas.save()
    pdf = pikepdf.open(io.BytesIO(buffer.getvalue()))
    inner = None
    for _ in range(30):
        form = pikepdf.Stream(pdf, b"/X Do " * 10 if inner is not None else b"BT /F1 9 Tf (word) Tj ET")
        form.Type, form.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
        form.BBox = pikepdf.Array([0, 0, 600, 800])
        if inner is not None:
            form.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(X=inner))
        inner = pdf.make_indirect(form)
    page = pdf.pages[0].obj
    page.Resources.XObject = pikepdf.Dictionary(X=inner)
    page.Contents = pikepdf.Array([page.Contents, pikepdf.Stream(pdf, b"/X Do ")])
    made = io.BytesIO()
    pdf.save(made)
    return made.getvalue()


@pytest.fixture(scope="module")
def poison(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("poison") / "bomb.pdf"
    path.write_bytes(bomb())
    return path


def run(*words: str | Path, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words], input=stdin)


pytest_command = pytest.mark.usefixtures("own_rules_once")


@pytest_command
def test_the_report_on_the_good_file_is_the_same_beside_a_poisonous_one(poison: Path) -> None:
    alone = json.loads(run("check", SAMPLE, "--format", "json").stdout)
    beside = run("check", poison, SAMPLE, "--format", "json", "--memory-limit", ROOMY)
    lost, good = json.loads(beside.stdout)
    assert beside.exit_code == 2
    assert good == alone
    assert (lost["status"], lost["error"]["code"]) == ("unreadable", OUT_OF_MEMORY)
    assert beside.stderr == f"contractcheck: {poison}: reading it took more than {ROOMY} MB of memory\n"


@pytest_command
@pytest.mark.parametrize(
    "words",
    [
        ("checklist", "{}"),
        ("mark", "{}", "-o", "{}.out.pdf"),
        ("suggest", "{}", "-o", "{}.docx"),
        ("compare", str(SAMPLE), "{}"),
        ("check", "{}", "--with", str(SAMPLE)),
    ],
    ids=lambda words: words[0],
)
def test_every_command_survives_it_with_one_line(poison: Path, words: tuple[str, ...]) -> None:
    done = run(*(word.format(poison) for word in words), "--memory-limit", ROOMY)
    assert done.exit_code == 2
    assert done.stderr == f"contractcheck: {poison}: reading it took more than {ROOMY} MB of memory\n"
    assert not list(poison.parent.glob("*.out.pdf"))


@pytest_command
@pytest.mark.parametrize(
    ("template", "says"),
    [
        ("{% for a in range(9999) %}{% for b in range(9999) %}{% endfor %}{% endfor %}", "rendering it took longer than 1 s"),
        ("{% for a in range(99999) %}{{ 'x' * 9999 }}{% endfor %}", "the template prints more than 100,000,000"),
        ("{% set a = 'x' * 3000000000 %}", f"rendering it took more than {ROOMY} MB of memory"),
        ("{{ report.contract.name }}", ""),
    ],
    ids=["time", "output", "memory", "a good one"],
)
def test_a_template_of_a_user_ends(tmp_path: Path, template: str, says: str) -> None:
    path = tmp_path / "mine.txt"
    path.write_text(template, encoding="utf-8")
    done = run("check", SAMPLE, "--template", path, "--time-limit", "1" if "longer" in says else "60", "--memory-limit", ROOMY)
    if not says:
        assert (done.stdout, done.stderr) == (SAMPLE.name, "")
        return
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.startswith(f"contractcheck: {path}: {says}")
    assert len(done.stderr.splitlines()) == 1


@pytest_command
def test_standard_input_is_read_in_a_child_too(poison: Path) -> None:
    done = run("check", "-", "--memory-limit", ROOMY, stdin=poison.read_bytes())
    assert done.exit_code == 2
    assert f"more than {ROOMY} MB" in done.stderr


@pytest_command
@pytest.mark.parametrize("command", ["check", "checklist", "mark", "suggest"])
def test_a_pipe_is_named_and_not_opened(tmp_path: Path, command: str) -> None:
    pipe = tmp_path / "pipe.pdf"
    os.mkfifo(pipe)
    more = ("-o", tmp_path / "out.docx") if command == "suggest" else ("-o", tmp_path / "out.pdf")
    done = run(command, pipe, *(more if command in ("mark", "suggest") else ()))
    assert done.exit_code == 2
    assert "this is a device or a pipe, not a file" in done.stderr
