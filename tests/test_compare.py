"""Two drafts held against each other: every change that was made is told, and none that was not made."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import replace
from functools import cache
from html.parser import HTMLParser
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from markdown_it import MarkdownIt

from contractcheck.checker import Checker, Examined
from contractcheck.cli import main
from contractcheck.comparing.aligning import align, heaviest
from contractcheck.comparing.comparing import compare
from contractcheck.comparing.data import schema_file, to_data
from contractcheck.comparing.formats import FORMATS, render
from contractcheck.comparing.judging import direction
from contractcheck.comparing.model import ClauseChange, Comparison, Direction, Edit, FindingChange, RedlinePiece
from contractcheck.comparing.pairing import pair
from contractcheck.comparing.redline import marked, redline, shortened
from contractcheck.comparing.words import Words, words_of
from contractcheck.contract import Contract
from contractcheck.language.words import keys_of
from contractcheck.model import Value
from contractcheck.playbooks.wanted import Wanted
from contractcheck.reading import read
from sample_contracts.markup import parse
from tests.loaded import own_checker
from tests.made_reports import HOSTILE

pytestmark = pytest.mark.usefixtures("own_rules_once")

ROOT = Path(__file__).resolve().parents[1]
SNAPSHOTS = Path(__file__).parent / "snapshots" / "compare"
SOURCE = ROOT / "sample_contracts" / "source" / "it-hosting.txt"
VALIDATOR = Draft202012Validator(json.loads(schema_file().read_text(encoding="utf-8")))
ANSI = re.compile(r"\x1b\[[0-9;]*m")

Edits = tuple[tuple[str, str], ...]
# The fifth to the last clause of the sample move up by one where the clause on subcontractors goes.
GONE = "6.1 The Supplier shall not subcontract"
WORSE = (("keep each of them for 35 days", "keep each of them for 14 days"),)
ADDED = "13.8 The parties shall plant one oak for each invoice that is settled late.\n\n"


@cache
def text() -> str:
    """The invented hosting agreement as plain text: one block a paragraph."""
    blocks = parse(SOURCE.read_text(encoding="utf-8")).blocks
    lines = [
        re.sub(r"\(the \*\*(\w+)\*\*\)", r'(the "\1")', block.text).replace("**", "")
        for block in blocks
        if block.kind not in ("order", "row")
    ]
    return "\n\n".join(lines) + "\n"


def checker() -> Checker:
    return own_checker()


@cache
def examined(content: str | bytes, name: str = "draft.txt") -> Examined:
    return checker().examine(name, content.encode() if isinstance(content, str) else content)


def edited(edits: Edits) -> str:
    """The agreement with some of its words replaced. Words that are not there are a fault of the test."""
    made = text()
    for old, new in edits:
        assert old in made, old
        made = made.replace(old, new)
    return made


def compared(new: str | bytes, old: str | bytes | None = None) -> Comparison:
    return compare(examined(old or text(), "old.txt"), examined(new, "new.txt"), checker().playbooks)


def clause(number: str, content: str) -> str:
    """A whole clause as it is printed, with the gap behind it."""
    start = content.index(f"\n{number} ") + 1
    return content[start : content.index("\n\n", start) + 2]


def findings(found: Comparison) -> dict[str, str]:
    return {item.requirement: item.change.value for item in found.judged[0].findings}


def clauses(found: Comparison) -> dict[str, str]:
    """Clauses by number, that of the new draft or else of the old one, with what happened to them."""
    rows = {}
    for item in found.clauses:
        place = item.new or item.old
        if item.change is not ClauseChange.RENUMBERED and place is not None:
            rows[place.clause] = item.change.value
    return rows


def renumbered(content: str, from_: int) -> str:
    """The agreement with the clauses from a number on, and the references to them, one higher."""

    def higher(found: re.Match[str]) -> str:
        number = int(found[2])
        return found[1] + (str(number + 1) if number >= from_ else found[2])

    body, mark, schedules = content.partition("Schedule 1 - ")
    body = re.sub(r"(?m)^()(\d+)(?=\.(?:\d| ))", higher, body)
    body = re.sub(r"((?:[Cc]lauses?|, | to | and )(?: )?)(\d+)(?=\.\d)", higher, body)
    body = re.sub(r"((?:this )?[Cc]lause )(\d+)\b(?!\.)", higher, body)
    body = body.replace("Clauses 1, 6.4, 8, 9, 10, 12 and 13", "Clauses 1, 6.4, 9, 10, 11, 13 and 14")
    return body + mark + schedules


CASES = {
    # name: edits, what becomes of requirements, what becomes of clauses
    "nothing": ((), {}, {}),
    "a recovery time is longer: worse, though still within the limit": (
        (("recovery time objective of six hours", "recovery time objective of 48 hours"),),
        {"recovery-time": "value"},
        {"4.5": "reworded"},
    ),
    "a time to cure is shorter": (
        (("fails to remedy it within 30 days", "fails to remedy it within 10 days"),),
        {"cure-period": "value"},
        {"11.4": "reworded"},
    ),
    "a time is set where none was: a gap is closed": (
        (("without undue delay after becoming", "without undue delay and within 24 hours after becoming"),),
        {"breach-notification-deadline": "closed"},
        {"4.3": "reworded"},
    ),
    "a clause goes: a gap is opened": (
        ((GONE, "6.1 Nobody shall look at"), ("Nobody shall look at", "The Supplier shall not subcontract")),
        {},
        {},
    ),
    "other words for the same: reworded, and no gap": (
        (("shall operate a service desk", "shall run a service desk"),),
        {},
        {"2.3": "reworded"},
    ),
    "a clause that nobody asks about": (
        (("13.7 A person", ADDED + "13.9 A person"),),
        {},
        {"13.8": "added"},
    ),
    "a reference that names another clause is a change": (
        (("except as clause 8.3 permits", "except as clause 8.4 permits"),),
        {},
        {"8.2": "reworded"},
    ),
    "a figure in money": ((("£500,000", "£50,000"),), None, {"10.3": "reworded"}),
    "a sign in front of a figure": ((("£640 a day", "€640 a day"),), {}, {"Schedule 3, 1": "reworded"}),
}


@pytest.mark.parametrize(("edits", "said", "changed"), CASES.values(), ids=CASES)
def test_a_change_is_told_and_no_other(edits: Edits, said: dict[str, str] | None, changed: dict[str, str]) -> None:
    found = compared(edited(edits))
    assert clauses(found) == changed
    if said is not None:
        assert findings(found) == said


def test_a_clause_that_goes_opens_its_gap_and_is_shown_in_full() -> None:
    gone = clause("6.1", text())
    found = compared(text().replace(gone, ""))
    assert findings(found) == {"subcontracting-control": "opened"}
    (row,) = found.of(ClauseChange.REMOVED)
    assert row.requirements
    assert " ".join(piece.text for piece in row.redline if piece.edit is Edit.DELETE) in " ".join(gone.split())
    assert found.new_gaps()


LAYOUT = {
    "lines are broken elsewhere": lambda content: re.sub(r"(?<=[a-z]) (?=the )", "\n", content),
    "quotation marks are curled": lambda content: (
        content.replace("'", "’").replace('the "', "the “").replace('")', "”)")
    ),
    "spaces do not break": lambda content: content.replace(" days", "\u00a0days"),
    "letters are joined": lambda content: content.replace("fi", "ﬁ").replace("ffi", "ﬃ"),
    "a word is broken at a line end": lambda content: content.replace("without ", "with-\nout "),
    "pages begin elsewhere": lambda content: content.replace("\n\n5.3", "\f5.3").replace("\n\n9.1", "\f9.1"),
    "a head and a page number on each page": lambda content: "\f".join(
        f"Hosting Agreement, v4\n\n{page}\n\nPage {number} of 3\n"
        for number, page in enumerate(re.split(r"\n\n(?=5\.3|9\.1)", content), start=1)
    ),
    "the labels of a list": lambda content: content.replace("(a) to those", "a. to those").replace("(b) to", "b. to"),
    "two words run together": lambda content: content.replace("Platform infringes", "Platforminfringes"),
    "the numbers": lambda content: renumbered(content, 5),
}


@pytest.mark.parametrize("change", LAYOUT.values(), ids=LAYOUT)
def test_layout_and_numbers_are_no_change(change: object) -> None:
    assert callable(change)
    new = change(text())
    assert new != text(), "the row changes something"
    found = compared(new)
    assert {item.change for item in found.clauses} <= {ClauseChange.RENUMBERED, ClauseChange.REFERENCES}
    assert set(findings(found).values()) <= {"moved", "read-differently"}
    assert not found.new_gaps()


def test_references_that_follow_the_renumbering_are_told_as_such() -> None:
    found = compared(renumbered(text(), 5))
    followed = {item.new.clause for item in found.of(ClauseChange.REFERENCES) if item.new}
    assert {"9.2", "9.4", "11.2", "11.3"} <= followed
    assert len(found.of(ClauseChange.RENUMBERED)) > 30
    assert not found.of(ClauseChange.REWORDED)


def test_a_gap_whose_clause_is_renumbered_has_moved() -> None:
    assert "moved" in findings(compared(renumbered(text(), 5))).values()


def test_a_clause_that_moves_is_one_change() -> None:
    moving = clause("4.4", text())
    new = text().replace(moving, "").replace("12.3 Clauses", moving.replace("4.4 ", "12.4 ") + "12.3 Clauses")
    found = compared(new)
    assert [item.change for item in found.clauses if item.change is not ClauseChange.RENUMBERED] == [ClauseChange.MOVED]
    assert not found.new_gaps()


@pytest.mark.parametrize(
    ("sentence", "before"),
    [
        ("The Schedules form part of this agreement. ", "12.3 Clauses"),
        ("Service Credits do not count towards that limit. ", "9.1 The Supplier"),
    ],
    ids=["a short sentence", "a sentence that carries weight"],
)
def test_a_sentence_that_moves_to_another_clause_is_seen(sentence: str, before: str) -> None:
    """Every word is still there, and yet the contract is another one."""
    new = (
        text()
        .replace(sentence.strip(), "")
        .replace(before, before.split(" ")[0] + " " + sentence + before.split(" ")[1])
    )
    found = compared(new)
    assert not found.same_words
    assert len(found.of(ClauseChange.REWORDED)) == 2


def test_two_sentences_that_change_places_are_seen() -> None:
    first = "Nothing in this agreement transfers them."
    second = "The Supplier and its licensors own all intellectual property rights in the Platform."
    found = compared(text().replace(f"{second} {first}", f"{first} {second}"))
    assert not found.same_words


def test_a_party_that_is_called_otherwise_is_one_change() -> None:
    found = compared(text().replace("Supplier", "Vendor"))
    (party,) = found.parties
    assert (party.old_aliases, party.new_aliases) == (("Supplier",), ("Vendor",))
    assert not found.of(ClauseChange.REWORDED, ClauseChange.ADDED, ClauseChange.REMOVED)
    assert set(findings(found).values()) <= {"read-differently"}


def test_a_party_that_is_another_one_is_told() -> None:
    found = compared(text().replace("CAIRNLEA DATA HALLS LIMITED", "OTTERBURN RACKS LIMITED"))
    (party,) = found.parties
    assert (party.old, party.new) == ("CAIRNLEA DATA HALLS LIMITED", "OTTERBURN RACKS LIMITED")


def test_words_at_the_edge_of_a_clause_stay_with_it() -> None:
    """Of two clauses that begin alike the one that went is shown from its first word on."""
    old = "1. Data\n\n1.1 The Supplier may use the tools in the shed.\n\n1.2 The Supplier may use the boats on the lake.\n"
    found = compared(old.replace("1.1 The Supplier may use the tools in the shed.\n\n", ""), old)
    (row,) = found.of(ClauseChange.REMOVED)
    assert marked(row.redline) == "[-The Supplier may use the tools in the shed.-]"


@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_another_kind_of_file_with_the_same_words_is_no_change(kind: str) -> None:
    lines = [line for line in text().split("\n\n") if line.strip()]
    target = BytesIO()
    if kind == "docx":
        docx = pytest.importorskip("docx")
        word = docx.Document()
        for line in lines:
            word.add_paragraph(line.strip())
        word.save(target)
    else:
        from reportlab.lib.styles import getSampleStyleSheet
        from reportlab.platypus import Paragraph, SimpleDocTemplate

        style = getSampleStyleSheet()["BodyText"]

        def furniture(canvas: object, _document: object) -> None:
            canvas.drawString(72, 800, "Hosting Agreement, second draft")  # type: ignore[attr-defined]
            canvas.drawString(72, 30, f"Page {canvas.getPageNumber()}")  # type: ignore[attr-defined]

        SimpleDocTemplate(target, invariant=1).build(
            [Paragraph(line, style) for line in lines], onFirstPage=furniture, onLaterPages=furniture
        )
    found = compared(target.getvalue())
    assert found.same_words, [marked(item.redline) for item in found.clauses]
    assert set(findings(found).values()) <= {"read-differently"}


# -- values


@pytest.mark.parametrize(
    ("limits", "old", "new", "expected"),
    [
        ({"at_least": "30 days"}, 30, 10, Direction.WORSE),
        ({"at_least": "30 days"}, 10, 20, Direction.BETTER),
        ({"at_most": "72 hours"}, 24, 48, Direction.WORSE),
        ({"at_most": "72 hours"}, 96, 48, Direction.BETTER),
        ({"at_least": "10 days", "at_most": "30 days"}, 40, 5, Direction.BETTER),
        ({"at_least": "10 days", "at_most": "30 days"}, 12, 20, Direction.SAME),
        ({"positions": {"preferred": {"wording": "x", "at_least": "60 days"}}}, 60, 45, Direction.WORSE),
        ({"at_most": "72 hours"}, 24, None, Direction.UNKNOWN),
        ({"unwanted": True, "at_most": "72 hours"}, 24, 48, Direction.UNKNOWN),
        ({}, 24, 48, Direction.UNKNOWN),
    ],
    ids=[
        "shorter than before, the playbook wants long", "longer, still too short", "longer, the playbook wants short",
        "shorter", "nearer to the range", "both inside the range", "positions set limits too", "no number now",
        "what is unwanted has no good value", "no limit, no judgement",
    ],
)  # fmt: skip
def test_a_value_is_better_or_worse_under_the_playbook(
    limits: dict[str, object], old: float | None, new: float | None, expected: Direction
) -> None:
    wanted = Wanted.model_validate({"severity": "high", **limits})
    values = [Value(amount, "day", "words") for amount in (old, new)]
    assert direction(*values, wanted) is expected


# -- alignment and redline

WORD = st.sampled_from(["the", "supplier", "shall", "pay", "each", "invoice", "within", "30", "days", "Section 4.2"])


def stream(content: str) -> Words:
    document = read("draft.txt", content.encode())
    return words_of(Contract.of(document))


@given(st.lists(WORD, min_size=1, max_size=40), st.lists(WORD, min_size=1, max_size=40))
def test_the_redline_holds_both_drafts(old: list[str], new: list[str]) -> None:
    """Without what was put in it is the old draft, without what was taken out the new one, word for word."""
    before, now = (stream("All words of the draft: " + " ".join(words) + ".") for words in (old, new))
    found = pair(before, now, align(before, now))
    kept = Counter(found.found)
    assert all(count == 1 for place, count in kept.items() if place >= 0), "no word is matched twice"
    pieces = [piece for index in found.hunks for piece in redline(before, now, now.at(index), found.hunks[index])]
    if not pieces or found.added or found.removed:
        return
    sides = {
        edit: [key for piece in pieces if piece.edit in (Edit.KEEP, edit) for key in keys_of(piece.text)]
        for edit in (Edit.DELETE, Edit.INSERT)
    }
    assert sides[Edit.INSERT] == list(keys_of(now.text(0, len(now.keys))))
    assert sides[Edit.DELETE] == list(keys_of(before.text(0, len(before.keys))))


@given(st.lists(WORD, min_size=1, max_size=60))
def test_a_draft_against_itself_is_no_change(words: list[str]) -> None:
    same = stream("Words: " + ". ".join(words))
    found = pair(same, same, align(same, same))
    assert not [*found.hunks, *found.added, *found.removed, *found.moved, *found.renumbered]


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30), st.integers(1, 9)), max_size=9))
def test_the_heaviest_chain_is_the_heaviest(rows: list[tuple[int, int, int]]) -> None:
    rows = list({row[0]: row for row in rows}.values())

    def best(done: tuple[int, int], rest: list[tuple[int, int, int]]) -> int:
        return max(
            (row[2] + best((row[0], row[1]), rest) for row in rest if row[0] > done[0] and row[1] > done[1]), default=0
        )

    chain = heaviest(rows)
    assert sum(row[2] for row in chain) == best((-1, -1), rows)
    assert all(a[0] < b[0] and a[1] < b[1] for a, b in pairwise(chain))


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        (
            "within thirty (30) days after",
            "within ten (10) days after",
            "within [-thirty (30)-] {+ten (10)+} days after",
        ),
        ("pays 99.9% of the fees", "pays 99.5% of the fees", "pays [-99.9%-] {+99.5%+} of the fees"),
        ("a third-party tool", "a third-\nparty tool", "a third- party tool"),
        ("a 30-day notice", "a 10-day notice", "a [-30--] {+10-+} day notice"),
        ("as Section 4.2 says", "as Section 5.2(b) says", "as Section [-4.2-] {+5.2(b)+} says"),
        ("keep the goods", "keep “the goods”", "keep “the goods”"),
        ("the fee (if any) falls due", "the fee falls due", "the fee [-(if any)-] falls due"),
    ],
    ids=["words and digits", "a sign", "a hyphen", "a number before a hyphen", "a reference", "quotes", "brackets"],
)
def test_a_redline_reads_well(old: str, new: str, line: str) -> None:
    before, now = (stream(f"1. The Supplier {words} of this agreement in every respect.") for words in (old, new))
    found = pair(before, now, align(before, now))
    hunks = [hunk for rows in found.hunks.values() for hunk in rows]
    assert f"The Supplier {line} of this agreement" in marked(redline(before, now, range(len(now.keys)), hunks))


def test_long_stretches_of_kept_words_are_cut_and_changes_are_not() -> None:
    words = " ".join(f"w{number}" for number in range(200))
    pieces = (RedlinePiece(Edit.KEEP, words), RedlinePiece(Edit.DELETE, words), RedlinePiece(Edit.KEEP, words))
    short = shortened(pieces, 5)
    assert short[1] == pieces[1]
    assert short[0].text == "[...] w195 w196 w197 w198 w199"
    assert short[2].text == "w0 w1 w2 w3 w4 [...]"


# -- what people and programs see


@cache
def whole() -> Comparison:
    """A comparison that has something of each kind."""
    edits: Edits = (
        ("fails to remedy it within 30 days", "fails to remedy it within 10 days"),
        ("without undue delay after becoming", "without undue delay and within 24 hours after becoming"),
        ("recovery time objective of six hours", "recovery time objective of 48 hours"),
        ("shall operate a service desk", "shall run a service desk"),
        ("OTTERBURN", "OTTERBURN"),
    )
    made = edited(edits[:-1]).replace(clause("6.1", text()), "").replace("13.7 A person", ADDED + "13.9 A person")
    made = made.replace("CAIRNLEA DATA HALLS LIMITED", "OTTERBURN RACKS LIMITED")
    return compared(made)


@pytest.mark.parametrize("format", ["text", "html"])
def test_a_whole_comparison(format: str, update_snapshots: bool) -> None:
    page = render(whole(), format)
    snapshot = SNAPSHOTS / f"it-hosting.{'txt' if format == 'text' else format}"
    if update_snapshots:
        SNAPSHOTS.mkdir(exist_ok=True)
        snapshot.write_text(page, encoding="utf-8", newline="\n")
    assert page == snapshot.read_text(encoding="utf-8")


def test_text_keeps_to_its_width_and_colour_adds_nothing() -> None:
    plain = render(whole(), "text", width=80)
    assert max(map(len, plain.splitlines())) <= 80
    assert ANSI.sub("", render(whole(), "text", width=80, colour=True)) == plain
    assert "[-30-] {+10+} days" in " ".join(plain.split())


def test_json_keeps_to_its_schema() -> None:
    data = to_data(whole())
    VALIDATOR.validate(data)
    assert data["summary"]["new_gaps"] == len(whole().new_gaps()) > 0
    assert json.loads(render(whole(), "json")) == data


class Page(HTMLParser):
    """The tags of a page, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: Counter[str] = Counter()
        self.links: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        self.links += [value or "" for name, value in attrs if name in ("href", "src") or name.startswith("on")]


def test_the_page_shows_changes_as_such_and_loads_nothing() -> None:
    page = render(whole(), "html")
    seen = Page(page)
    assert seen.tags["del"] >= 4
    assert seen.tags["ins"] >= 4
    assert not seen.links
    assert seen.tags["script"] == 0
    assert "default-src 'none'" in page


@pytest.mark.parametrize("format", FORMATS)
def test_hostile_words_run_nowhere(format: str) -> None:
    """In a clause, a heading, a file's name, a party's name and a note."""
    base = whole()
    new = base.judged[0].new
    report = replace(new, contract=replace(new.contract, name=HOSTILE, path=HOSTILE, notes=(HOSTILE,)))
    rows = tuple(
        replace(
            item,
            redline=tuple(replace(piece, text=HOSTILE) for piece in item.redline),
            new=replace(item.new, heading=HOSTILE, clause=HOSTILE) if item.new else None,
        )
        for item in base.clauses
    )
    parties = tuple(replace(item, new=HOSTILE, new_aliases=(HOSTILE,)) for item in base.parties)
    changed = tuple(
        replace(item, new_passage=replace(item.new_passage, quote=HOSTILE, heading=HOSTILE))
        for item in base.judged[0].findings
        if item.new_passage
    )
    hostile = replace(
        base, clauses=rows, parties=parties, judged=(replace(base.judged[0], new=report, findings=changed),)
    )
    page = render(hostile, format)
    plain = Page(render(base, "html")).tags
    if format == "html":
        seen = Page(page)
        assert not seen.links
        assert set(seen.tags) <= set(plain)
    if format == "text":
        assert "\x1b" not in page
    if format == "md":
        seen = Page(MarkdownIt("commonmark").enable("table").render(page))
        assert not seen.links
        assert set(seen.tags) <= {*plain, "strong"}
    if format == "json":
        VALIDATOR.validate(json.loads(page))


# -- the command


SHORT = ("--playbook", "short.yaml")
PLAYBOOK = """
id: short
title: One thing asked
version: "1"
purpose: A playbook that loads at once.
requirements:
  subcontracting-control: {severity: high}
"""


@pytest.fixture
def drafts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[str, str]:
    """Two files: the agreement, and a worse one. Beside them a playbook with one requirement."""
    old, new = tmp_path / "old.txt", tmp_path / "new.txt"
    (tmp_path / "short.yaml").write_text(PLAYBOOK, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    old.write_text(text(), encoding="utf-8")
    new.write_text(text().replace(clause("6.1", text()), ""), encoding="utf-8")
    return str(old), str(new)


@pytest.mark.parametrize(
    ("order", "options", "code"),
    [
        ((0, 1), [], 0),
        ((0, 1), ["--fail-on-new-gap"], 1),
        ((1, 0), ["--fail-on-new-gap"], 0),
        ((0, 0), ["--fail-on-new-gap"], 0),
    ],
    ids=["only asked", "a gap was opened", "a gap was closed", "nothing changed"],
)
def test_exit_codes(drafts: tuple[str, str], order: tuple[int, int], options: list[str], code: int) -> None:
    result = CliRunner().invoke(main, ["compare", drafts[order[0]], drafts[order[1]], *SHORT, *options])
    assert result.exit_code == code, result.output
    assert "Result" in result.stdout


@pytest.mark.parametrize(("suffix", "start"), [(".html", "<!doctype html>"), (".md", "# "), (".json", "{")])
def test_the_name_of_the_output_decides_its_form(
    drafts: tuple[str, str], tmp_path: Path, suffix: str, start: str
) -> None:
    out = tmp_path / f"out{suffix}"
    result = CliRunner().invoke(main, ["compare", *drafts, *SHORT, "-o", str(out)])
    assert result.exit_code == 0, result.output
    assert out.read_text(encoding="utf-8").startswith(start)


@pytest.mark.parametrize(
    ("broken", "says"),
    [("missing.txt", "no such file"), ("empty.pdf", "empty"), ("noise.bin", "not a known kind")],
)
def test_a_draft_that_cannot_be_read_is_no_comparison(
    drafts: tuple[str, str], tmp_path: Path, broken: str, says: str
) -> None:
    file = tmp_path / broken
    if broken == "empty.pdf":
        file.write_bytes(b"")
    elif broken == "noise.bin":
        file.write_bytes(bytes(range(256)) * 40)
    result = CliRunner().invoke(main, ["compare", drafts[0], str(file), *SHORT, "--format", "json"])
    assert result.exit_code == 2
    assert len(result.stderr.strip().splitlines()) == 1
    assert says in result.stderr
    data = json.loads(result.stdout)
    VALIDATOR.validate(data)
    assert data["status"] == "unreadable"
    assert data["summary"] is None


def test_our_own_fault_is_one_line(drafts: tuple[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("made to fail")

    monkeypatch.setattr(Checker, "examine", fail)
    result = CliRunner().invoke(main, ["compare", *drafts, *SHORT])
    assert result.exit_code == 2
    assert [line.count("made to fail") for line in result.stderr.splitlines()] == [1, 1]
    assert not result.stdout


def test_a_page_that_was_not_read_is_said_before_anything_else(drafts: tuple[str, str], tmp_path: Path) -> None:
    pages = tmp_path / "pages.txt"
    pages.write_text(text().replace("\n\n9.1", "\f\f9.1"), encoding="utf-8")
    result = CliRunner().invoke(main, ["compare", drafts[0], str(pages), *SHORT])
    assert "Not read: page 2 has no text. Changes there are not seen." in " ".join(
        result.stdout.split("Result")[0].split()
    )


def test_the_contract_is_never_overwritten(drafts: tuple[str, str]) -> None:
    result = CliRunner().invoke(main, ["compare", *drafts, *SHORT, "-o", drafts[1]])
    assert result.exit_code == 2
    assert Path(drafts[1]).read_text(encoding="utf-8").startswith("MANAGED")


def test_one_draft_may_come_from_standard_input(drafts: tuple[str, str]) -> None:
    result = CliRunner().invoke(main, ["compare", drafts[0], "-", *SHORT], input=text())
    assert result.exit_code == 0, result.output
    assert "the words are the same" in result.stdout


def test_two_contracts_that_are_no_drafts_of_one_are_said_to_be_none() -> None:
    other = (ROOT / "sample_contracts" / "mutual-nda.pdf").read_bytes()
    found = compared(other)
    assert found.shared < 0.3
    assert "may not be two drafts of one contract" in " ".join(render(found, "text").split())
    assert "may not be" not in render(whole(), "text")


def test_several_playbooks_are_each_judged(drafts: tuple[str, str]) -> None:
    words = ["compare", *drafts, *SHORT, "--playbook", "presigning", "--format", "json"]
    data = json.loads(CliRunner().invoke(main, words).stdout)
    assert [one["id"] for one in data["playbooks"]] == ["short", "presigning"]
    VALIDATOR.validate(data)


def test_finding_changes_are_a_closed_set_in_the_schema() -> None:
    schema = VALIDATOR.schema
    assert schema["$defs"]["change"]["enum"] == [change.value for change in FindingChange]
    assert schema["$defs"]["clause_change"]["enum"] == [change.value for change in ClauseChange]
