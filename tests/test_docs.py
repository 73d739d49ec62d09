"""The generated reference: current, complete, and put right by one command."""

from __future__ import annotations

from pathlib import Path

import pytest

from contractcheck import docs
from contractcheck.places import docs_folder
from contractcheck.playbooks.playbooks import playbook_ids
from contractcheck.rulebook.rules import load_rules


@pytest.fixture(scope="module")
def wanted() -> dict[str, str]:
    return docs.current()


def test_the_pages_are_current(wanted: dict[str, str]) -> None:
    assert docs.stale(docs_folder(), wanted) == set(), "run: python -m contractcheck.docs"


def test_there_is_one_page_a_playbook_and_one_a_rule(wanted: dict[str, str]) -> None:
    names = {f"playbooks/{id_}.md" for id_ in playbook_ids()}
    names |= {f"rules/{rule.family}/{rule.id}.md" for rule in load_rules().rules}
    assert names <= wanted.keys()


def test_writing_mends_what_is_missing_changed_or_left_over(tmp_path: Path, wanted: dict[str, str]) -> None:
    few = {name: wanted[name] for name in sorted(wanted)[:3]}
    assert docs.write(tmp_path, few) == 3
    changed, gone, _ = sorted(few)
    (tmp_path / changed).write_text("changed", encoding="utf-8")
    (tmp_path / gone).unlink()
    (tmp_path / "rules").mkdir(exist_ok=True)
    (tmp_path / "rules" / "old.md").write_text("old", encoding="utf-8")
    assert docs.stale(tmp_path, few) == {changed, gone, "rules/old.md"}
    assert docs.write(tmp_path, few) == 3
    assert docs.stale(tmp_path, few) == set()


def test_what_people_wrote_is_not_read_as_markdown() -> None:
    assert docs._text("a *b* <c> [d]") == "a \\*b\\* \\<c\\> \\[d\\]"
