"""What all tests share: how endless input is drawn, and the option that accepts new snapshots."""

from __future__ import annotations

import os

import pytest
from hypothesis import settings

from contractcheck import checker
from contractcheck.rulebook import rules
from tests.loaded import load_once

# A shared machine may be slow for a moment, which proves nothing. In CI the same input is drawn each time.
settings.register_profile("house", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("house")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-snapshots",
        action="store_true",
        help="write tests/snapshots and the outputs in README.md and docs/ anew; read the difference before you commit it",
    )


@pytest.fixture
def update_snapshots(request: pytest.FixtureRequest) -> bool:
    """Whether this run accepts what the program prints as right."""
    return bool(request.config.getoption("--update-snapshots"))


@pytest.fixture
def own_rules_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands that run inside the test's process share the project's own rules: to load them takes most of a second."""
    monkeypatch.setattr(rules, "load_rules", load_once)
    monkeypatch.setattr(checker, "load_rules", load_once)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """A worker a core, up to eight: each of them loads the rules and collects the tests."""
    return min(8, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1)
