"""README.md and docs/: short, whole, and every link leads somewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest

from contractcheck.cli import main
from contractcheck.report.coverage import CoverageLine
from contractcheck.report.view import Group, Item, QuotedPassage, Score, View

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted(DOCS.glob("*.md"))]
LINK = re.compile(r"(?<!!)\[[^\]]+\]\((?P<to>[^)\s]+)\)")
FENCE = re.compile(r"^```.*?^```", re.DOTALL | re.MULTILINE)


def anchors(page: Path) -> set[str]:
    """The headings of a page as links name them."""
    plain = FENCE.sub("", page.read_text(encoding="utf-8"))
    heads = re.findall(r"^#+ (.+)$", plain, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


def links(page: Path) -> Iterator[str]:
    for found in LINK.finditer(FENCE.sub("", page.read_text(encoding="utf-8"))):
        if not re.match(r"https?:|mailto:", found["to"]):
            yield found["to"]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_somewhere(page: Path) -> None:
    for to in links(page):
        name, _, anchor = to.partition("#")
        there = (page.parent / name).resolve() if name else page
        assert there.exists(), f"{page.name}: {to}"
        if anchor:
            assert anchor in anchors(there), f"{page.name}: {to}"


def test_the_readme_is_short() -> None:
    assert len((ROOT / "README.md").read_text(encoding="utf-8").splitlines()) <= 200


def test_every_page_is_in_the_index() -> None:
    listed = set(links(DOCS / "README.md"))
    assert listed == {page.name for page in DOCS.glob("*.md")} - {"README.md"}


@pytest.mark.parametrize("command", sorted(main.commands), ids=str)
def test_every_command_is_on_some_page(command: str) -> None:
    words = "".join(page.read_text(encoding="utf-8") for page in PAGES)
    assert f"contractcheck {command}" in words


@pytest.mark.parametrize("kind", [View, Item, QuotedPassage, Score, Group, CoverageLine], ids=lambda kind: kind.__name__)
def test_templates_have_every_variable_on_their_page(kind: type) -> None:
    page = (DOCS / "templates.md").read_text(encoding="utf-8")
    names = [field.name for field in fields(kind)]  # type: ignore[arg-type]
    names += [name for name, value in vars(kind).items() if isinstance(value, property) and name != "order"]
    assert not [name for name in names if f"`{name}`" not in page]
