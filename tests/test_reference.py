"""The generated reference: one page a playbook and one a rule, written by one command."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from contractcheck.cli import main
from contractcheck.playbooks.playbooks import playbook_ids
from contractcheck.reference import pages
from contractcheck.rulebook.rules import rule_files


def test_the_command_writes_one_page_a_playbook_and_one_a_rule(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["reference", str(tmp_path / "out")])
    assert result.exit_code == 0, result.output
    names = {path.relative_to(tmp_path / "out").as_posix() for path in (tmp_path / "out").rglob("*.md")}
    assert names >= {f"playbooks/{id_}.md" for id_ in playbook_ids()}
    assert names >= {f"rules/{path.parent.name}/{path.stem}.md" for path in rule_files()}
    page = (tmp_path / "out" / "rules" / "commercial" / "insurance.md").read_text(encoding="utf-8")
    assert page.startswith("# ")
    assert "contractcheck reference" in page


def test_a_folder_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file", encoding="utf-8")
    result = CliRunner().invoke(main, ["reference", str(tmp_path / "out")])
    assert result.exit_code == 2
    assert "cannot be written" in result.output


def test_what_people_wrote_is_not_read_as_markdown() -> None:
    assert pages._text("a *b* <c> [d]") == "a \\*b\\* \\<c\\> \\[d\\]"
