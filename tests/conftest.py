"""What all tests share: how endless input is drawn, and the option that accepts new snapshots."""

from __future__ import annotations

import os

import pytest
from hypothesis import settings

# A shared machine may be slow for a moment, which proves nothing. In CI the same input is drawn each time.
settings.register_profile("house", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("house")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-snapshots",
        action="store_true",
        help="write tests/snapshots and the outputs in README.md anew; read the difference before you commit it",
    )


@pytest.fixture
def update_snapshots(request: pytest.FixtureRequest) -> bool:
    """Whether this run accepts what the program prints as right."""
    return bool(request.config.getoption("--update-snapshots"))
