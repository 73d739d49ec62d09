"""The switches of the process: turned by the command line and by the children of an audit, and by nobody else."""

from __future__ import annotations

import ast
import gc
import logging
import sys
from collections.abc import Callable, Iterator
from importlib.util import find_spec, module_from_spec
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import contractcheck
from contractcheck import runtime
from contractcheck.checker import Checker
from contractcheck.cli import main
from contractcheck.commands.loading import loaded_checker
from contractcheck.comparing.comparing import compare
from contractcheck.comparing.formats import render as render_comparison
from contractcheck.errors import ContractcheckError
from contractcheck.marking import mark_pdf
from contractcheck.reading import read
from contractcheck.report import render
from contractcheck.rulebook.rules import load_rules

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = ROOT / "sample_contracts" / "mutual-nda.pdf"
ONE_RULE = frozenset({"renewal"})
LIBRARIES = ("", "pdfminer", "pypdf", "distributed", "contractcheck")


def state() -> tuple[object, ...]:
    """What the process was set to."""
    levels = tuple(logging.getLogger(name).level for name in LIBRARIES)
    return gc.isenabled(), gc.get_freeze_count(), levels, logging.root.manager.disable


@pytest.fixture(autouse=True)
def _nothing_is_passed_over() -> None:
    """What commands of earlier tests froze may end at any time, and would be counted here."""
    gc.unfreeze()


@pytest.fixture(params=[True, False], ids=["collector on", "collector off"])
def collector(request: pytest.FixtureRequest) -> Iterator[bool]:
    """The collector as the caller set it: some programs run without it."""
    was = gc.isenabled()
    (gc.enable if request.param else gc.disable)()
    yield request.param
    (gc.enable if was else gc.disable)()


@pytest.fixture
def turned(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The switches that were turned meanwhile, even if they were turned back."""
    seen: list[str] = []
    for name in ("disable", "enable", "freeze", "unfreeze", "collect"):
        monkeypatch.setattr(gc, name, lambda *_, name=name: seen.append(f"gc.{name}"))
    monkeypatch.setattr(logging, "disable", lambda *_: seen.append("logging.disable"))
    monkeypatch.setattr(logging.Logger, "setLevel", lambda self, _: seen.append(f"setLevel of {self.name}"))
    return seen


def _rules(folder: Path) -> None:
    assert load_rules(only=ONE_RULE).rules


def _check(folder: Path) -> None:
    report = Checker("nda").check(SAMPLE)
    assert render(report, "html")


def _mark(folder: Path) -> None:
    examined = Checker("nda").examine(SAMPLE)
    assert examined.contract is not None
    assert mark_pdf(examined.contract, examined.reports).data


def _compare(folder: Path) -> None:
    checker = Checker("nda")
    examined = checker.examine(SAMPLE)
    assert render_comparison(compare(examined, examined, checker.playbooks), "json")


def _broken_rules(folder: Path) -> None:
    (folder / "words.yaml").write_text("provider: 1\n", encoding="utf-8")
    load_rules(folder)


def _broken_file(folder: Path) -> None:
    read(SAMPLE.name, SAMPLE.read_bytes()[:2000])


@pytest.mark.parametrize(
    ("call", "fails"),
    [
        pytest.param(_rules, False, id="load_rules"),
        pytest.param(_check, False, id="check and render"),
        pytest.param(_mark, False, id="mark a PDF"),
        pytest.param(_compare, False, id="compare"),
        pytest.param(_broken_rules, True, id="rules with faults"),
        pytest.param(_broken_file, True, id="a broken file"),
    ],
)
def test_the_library_leaves_the_process_as_it_was(
    call: Callable[[Path], None], fails: bool, collector: bool, tmp_path: Path
) -> None:
    before = state()
    if fails:
        with pytest.raises(ContractcheckError):
            call(tmp_path)
    else:
        call(tmp_path)
    assert state() == before
    assert gc.isenabled() is collector


@pytest.mark.parametrize("call", [_rules, _check, _mark, _compare], ids=lambda call: call.__name__)
def test_the_library_turns_no_switch_even_for_a_moment(
    call: Callable[[Path], None], tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    call(tmp_path)  # libraries that are imported late may set up their own loggers
    turned = request.getfixturevalue("turned")
    call(tmp_path)
    assert turned == []


def test_the_switches_live_in_one_place() -> None:
    """No other module imports the collector, or sets the level of a logger."""
    found = set()
    for path in (ROOT / "contractcheck").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            imported = isinstance(node, ast.Import) and any(name.name == "gc" for name in node.names)
            levelled = isinstance(node, ast.Attribute) and node.attr in ("setLevel", "basicConfig")
            silenced = isinstance(node, ast.Attribute) and ast.unparse(node) == "logging.disable"
            if imported or levelled or silenced or (isinstance(node, ast.ImportFrom) and node.module == "gc"):
                found.add(path.relative_to(ROOT).as_posix())
    assert found == {"contractcheck/runtime.py"}


@pytest.mark.parametrize(
    "words",
    [
        pytest.param(["check", str(SAMPLE), "--playbook", "nda", "--fail-on", "never"], id="a report"),
        pytest.param(["check", str(SAMPLE), "-o", "."], id="refused before loading"),
        pytest.param(["check", str(SAMPLE), "--playbook", "none.yaml"], id="refused while loading"),
        pytest.param(["compare", "none.txt", str(SAMPLE), "--playbook", "nda"], id="a file that is not there"),
    ],
)
def test_a_command_leaves_the_process_as_it_was(words: list[str], collector: bool) -> None:
    before = (gc.isenabled(), *state()[2:])
    CliRunner().invoke(main, words)
    assert (gc.isenabled(), *state()[2:]) == before


def test_what_a_command_loads_is_passed_over_and_libraries_are_silent(
    monkeypatch: pytest.MonkeyPatch, collector: bool
) -> None:
    def looking(*_: object, **__: object) -> None:
        seen = (gc.isenabled(), logging.getLogger("pdfminer").isEnabledFor(logging.CRITICAL))
        raise ContractcheckError(f"seen {seen}")

    monkeypatch.setattr("contractcheck.checker.Checker", looking)
    result = CliRunner().invoke(main, ["check", str(SAMPLE)])
    assert result.exit_code == 2
    assert result.stderr == "contractcheck: seen (False, False)\n", "a child does the work, and its switches are turned"
    before = gc.get_freeze_count()
    with pytest.raises(ContractcheckError, match="seen"):
        loaded_checker(("outsourcing",))
    assert gc.get_freeze_count() > before
    gc.unfreeze()


def test_the_collector_is_back_on_after_an_error(collector: bool) -> None:
    meanwhile: list[bool] = []

    @runtime.uncollected()
    def failing() -> None:
        meanwhile.append(gc.isenabled())
        raise KeyError

    with pytest.raises(KeyError):
        failing()
    assert meanwhile == [False]
    assert gc.isenabled() is collector


def test_the_public_names_turn_no_switch(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    """An error from the public function is no exception: the report says why."""
    contractcheck.check(tmp_path / "none.pdf")
    turned = request.getfixturevalue("turned")
    assert contractcheck.check(tmp_path / "none.pdf").status is contractcheck.Status.UNREADABLE
    assert turned == []


def test_a_part_of_a_package_is_imported_without_the_package_which_runs_when_it_is_asked_for_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "made_package"
    folder.mkdir()
    (folder / "__init__.py").write_text("from made_package import part\nwhole = part.own + 1\n", "utf-8")
    (folder / "part.py").write_text("own = 1\n", "utf-8")
    (folder / "broken.py").write_text("import there_is_no_such_module\n", "utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    spec = find_spec("made_package")
    assert spec is not None
    package: Any = module_from_spec(spec)
    package.__class__ = runtime._Package
    monkeypatch.setitem(sys.modules, "made_package", package)
    assert package.part.own == 1
    assert "whole" not in vars(package)
    with pytest.raises(ModuleNotFoundError, match="there_is_no_such_module"):
        package.broken  # noqa: B018
    assert package.whole == 2
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        package.nothing  # noqa: B018
