"""What the reports show, and what they must never let through."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from markdown_it import MarkdownIt

from contractcheck.errors import TemplateError
from contractcheck.model import Report, Severity, Value, Verdict, oneline
from contractcheck.places import schema_file
from contractcheck.report import render, to_data, user_template
from contractcheck.report.formats import TEXT_FORMATS
from contractcheck.report.view import unread, view
from contractcheck.report.web import policy_hash
from contractcheck.report.where import place
from tests.made_reports import HOSTILE, finding, full, passage, report, unreadable

VALIDATOR = Draft202012Validator(json.loads(schema_file().read_text(encoding="utf-8")))
ANSI = re.compile(r"\x1b\[[0-9;]*m")


def hostile() -> Report:
    """A report in which every text that a contract or a file name can supply is hostile."""
    return report(
        finding(
            "encryption",
            Verdict.WEAK,
            message=HOSTILE,
            value=Value(None, "", HOSTILE),
            evidence=(passage(HOSTILE, clause=HOSTILE),),
            notes=(HOSTILE,),
        ),
        finding("security-audit", Verdict.MET, evidence=(passage(HOSTILE, clause=HOSTILE),), notes=(HOSTILE,)),
        finding("return-of-data", Verdict.MISSING, nearest=passage(HOSTILE)),
        finding("liability-cap", Verdict.UNSURE, evidence=(passage(HOSTILE),)),
        finding("step-in", Verdict.NOT_APPLICABLE, message=HOSTILE),
        name=HOSTILE,
        provider=HOSTILE,
        customer=HOSTILE,
        notes=(HOSTILE,),
    )


class Tags(HTMLParser):
    """The tags and attributes of a page, as a browser would see them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs


# --- JSON ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("made", "why"),
    [
        (full(), "every verdict, severity, value and note"),
        (unreadable(), "a file that was not read"),
        (report(), "a playbook that asks for nothing"),
        (report(provider="", customer=""), "parties that cannot be told"),
        (hostile(), "odd characters"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_json_obeys_its_schema(made: Report, why: str) -> None:
    VALIDATOR.validate(json.loads(render(made, "json")))
    VALIDATOR.validate(json.loads(render([made, made], "json")))


def test_the_schema_itself_is_sound() -> None:
    Draft202012Validator.check_schema(VALIDATOR.schema)


@pytest.mark.parametrize(
    ("key", "value", "why"),
    [
        ("contractcheck_schema", 1, "another schema"),
        ("status", "ok", "a word that is not in the closed set"),
        ("error", {"code": "x", "message": "y"}, "a checked file has no error"),
        ("summary", {}, "counts are not optional"),
        ("made_at", "today", "no timestamps, nor any other key"),
    ],
)
def test_the_schema_refuses(key: str, value: object, why: str) -> None:
    assert not VALIDATOR.is_valid(to_data(full()) | {key: value}), why


def test_json_is_one_object_for_one_report_and_an_array_for_a_list() -> None:
    assert isinstance(json.loads(render(full(), "json")), dict)
    assert [data["status"] for data in json.loads(render([full(), unreadable()], "json"))] == ["checked", "unreadable"]


def test_json_keys_stand_in_the_order_of_the_schema() -> None:
    data = json.loads(render(full(), "json"))
    assert list(data) == ["contractcheck_schema", "contract", "coverage", "playbook", "status", "error", "findings", "summary"]
    finding = VALIDATOR.schema["$defs"]["finding"]
    # A report of before the second look has no near and no found_by, and is of the same schema.
    assert set(finding["properties"]) - set(finding["required"]) == {"found_by", "near", "waiver"}
    finding_keys = [key for key in finding["properties"] if key != "waiver"]
    assert all(list(item) == finding_keys for item in data["findings"])
    assert [item["requirement"] for item in data["findings"]] == [a.finding.requirement for a in full().assessed]


def test_json_quotes_are_verbatim() -> None:
    quote = "within seventy-two\n(72)\u00a0hours \u201cof\u201d it"
    data = json.loads(render(report(finding("x", Verdict.WEAK, evidence=(passage(quote),))), "json"))
    assert data["findings"][0]["evidence"][0]["quote"] == quote


def test_json_counts() -> None:
    summary = to_data(full())["summary"]
    assert summary["requirements"] == 9
    assert summary["gaps"] == 5
    assert summary["gaps_by_severity"] == {"critical": 1, "high": 2, "medium": 1, "low": 1}
    assert summary["families"]["termination"]["met"] == 1
    assert sum(summary["verdicts"].values()) == 9


def test_a_file_that_was_not_read_has_no_counts() -> None:
    data = to_data(unreadable())
    assert data["summary"]["gaps"] is None, "0 would read as a clean contract"
    assert data["error"] == {"code": "no-text", "message": "the pages are images: no text was found"}


@pytest.mark.parametrize(("amount", "expected"), [(30.0, "30"), (99.95, "99.95"), (None, "null"), (1e6, "1000000")])
def test_json_amounts(amount: float | None, expected: str) -> None:
    made = report(finding("x", Verdict.MET, value=Value(amount, "day", "words")))
    assert f'"amount": {expected},' in render(made, "json")


# --- what every format shows --------------------------------------------------------------------------------------


@pytest.mark.parametrize("format", ["text", "md", "html"])
@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("brightline-support.pdf", "the file"),
        ("12 pages", "how much was read"),
        ("page 4 has no text", "what was not read"),
        ("Brightline Support Ltd", "the provider"),
        ("Norfolk Retail plc", "the customer"),
        ("services agreement", "the kind of agreement"),
        ("Outsourcing, version 1", "the playbook"),
        ("5 gaps: 1 critical, 2 high, 1 medium, 1 low; 1 unsure", "the result"),
        ("The provider reports security breaches", "a gap by its title"),
        ("page 7, clause 12.3, Security incidents", "where a passage stands"),
        ("page 7, ARTICLE IX, Security incidents", "a clause number that is words already"),
        ("72 hours", "the value"),
        ("at most 48 hours", "the threshold"),
        ("It cannot meet them without news.", "why it matters"),
        ("Regulation (EU) 2016/679, Article 33(2)", "the source"),
        ("becomes aware of a security incident", "suggested wording"),
        ("The Provider shall apply safeguards", "the nearest passage of a missing term"),
        ("No passage in the contract comes near it.", "a missing term without any near passage"),
        ("Schedule 3 is named in the contract but is not in this file.", "a note on the contract"),
        ("words and digits differ", "a value that contradicts itself"),
        ("This contract is no outsourcing of a function.", "why a requirement does not apply"),
    ],
)
def test_every_format_shows(format: str, words: str, why: str) -> None:
    flat = " ".join(render(full(), format, full=True).replace("\\", "").split())
    assert words in flat, why


@pytest.mark.parametrize("format", ["text", "md", "html"])
def test_gaps_come_worst_first_and_what_is_met_last(format: str) -> None:
    page = render(full(), format, full=True).lower()
    page = page[page.index("critical gaps") :]
    order = ["critical gaps", "high gaps", "medium gaps", "low gaps", "could not be told", "cure period"]
    places = [page.index(words) for words in order]
    assert places == sorted(places)


@pytest.mark.parametrize("format", TEXT_FORMATS)
def test_a_file_that_was_not_read_is_neither_clean_nor_at_fault(format: str) -> None:
    page = render(unreadable(), format)
    assert "the pages are images: no text was found" in page
    assert "no gaps" not in page
    if format not in ("json", "sarif", "csv"):
        assert "Scorecard" not in page
        assert "Nothing was checked." in page


@pytest.mark.parametrize("format", ["text", "md", "html"])
def test_no_gaps_is_said_with_what_was_not_read(format: str) -> None:
    met = finding("encryption", Verdict.MET, evidence=(passage(),))
    assert "no gaps under this playbook; 2 pages not read" in render(report(met, unread=(2, 3)), format)


@pytest.mark.parametrize("format", ["text", "md", "html"])
def test_several_contracts_are_listed_first(format: str) -> None:
    page = render([full("one.pdf"), unreadable("two.pdf"), report(name="three.pdf")], format)
    head = page[: page.lower().index("scorecard" if format != "text" else "data security")]
    assert all(name in head for name in ("3 contracts", "one.pdf", "two.pdf", "three.pdf"))


@pytest.mark.parametrize("format", TEXT_FORMATS)
def test_the_same_report_renders_the_same(format: str) -> None:
    assert render(full(), format) == render(full(), format)


def test_a_note_stands_once() -> None:
    made = report(
        finding("x", Verdict.WEAK, message="Short. Schedule 3 was not read.", notes=("Schedule 3 was not read.",))
    )
    assert render(made, "text").count("Schedule 3 was not read.") == 1


@pytest.mark.parametrize("format", ["text", "md", "html"])
def test_the_passage_that_holds_the_value_comes_first(format: str) -> None:
    quotes = (passage("The Customer may end it at any time."), passage("It gives thirty (30) days' notice."))
    value = Value(30, "day", "thirty (30) days")
    page = render(report(finding("x", Verdict.MET, value=value, evidence=quotes)), format, full=True)
    assert "It gives thirty" in page.replace("\\", "")
    assert "at any time" not in page, "a met term shows one passage: the one that proves the value"


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(ValueError, match="text, md, html, json"):
        render(full(), "docx")


# --- text ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [72, 80, 100])
def test_text_keeps_to_its_width(width: int) -> None:
    lines = render([full(), hostile(), unreadable()], "text", width=width).splitlines()
    assert max(map(len, lines)) <= width
    assert not [line for line in lines if line != line.rstrip()]


def test_colour_changes_nothing_but_colour() -> None:
    plain, coloured = render(full(), "text"), render(full(), "text", colour=True)
    assert "\x1b[" not in plain
    assert "\x1b[" in coloured
    assert ANSI.sub("", coloured) == plain


def test_text_lets_nothing_drive_the_terminal() -> None:
    page = render(hostile(), "text")
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]", page)


# --- HTML ---------------------------------------------------------------------------------------------------------


def test_html_from_a_hostile_contract_has_the_tags_of_a_tame_one() -> None:
    tame = hostile()
    page = Tags(render(tame, "html"))
    assert page.tags.count("script") == 1, "the page's own"
    assert set(page.tags) <= set(Tags(render(full(), "html")).tags)
    assert not [name for name, _ in page.attributes if name.startswith("on") or name in ("src", "style")]
    assert all(value and value.startswith("#") for name, value in page.attributes if name == "href")


def test_html_allows_its_own_script_and_no_request() -> None:
    page = render(full(), "html")
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)
    assert policy
    assert "default-src 'none'" in policy[1]
    assert "unsafe" not in policy[1]
    for tag in ("script", "style"):
        own = re.search(rf"<{tag}>(.*?)</{tag}>", page, re.DOTALL)
        assert own
        assert f"{tag}-src '{policy_hash(own[1])}'" in policy[1], "what the page itself holds, and nothing else"
    assert "http" not in page.replace("http-equiv", ""), "the page is one file and asks for nothing"


def test_html_links_lead_somewhere_and_ids_are_single() -> None:
    page = Tags(render([full(), full("two.pdf"), unreadable()], "html"))
    ids = [value for name, value in page.attributes if name == "id"]
    assert len(ids) == len(set(ids))
    assert {(value or "")[1:] for name, value in page.attributes if name == "href"} <= set(ids)


# --- Markdown -----------------------------------------------------------------------------------------------------


def blocks(text: str) -> list[tuple[str, str]]:
    return [(token.type, token.tag) for token in MarkdownIt("commonmark").enable("table").parse(text)]


def test_sources_stand_apart_in_markdown() -> None:
    made = report(replace(finding("x", Verdict.MISSING), sources=("Article 32", "Article 33")))
    assert "**Source:** Article 32; Article 33\n" in render(made, "md")


def test_markdown_from_a_hostile_contract_keeps_its_layout() -> None:
    calm = render(hostile(), "md").replace(oneline.markdown(HOSTILE), "calm")
    assert blocks(render(hostile(), "md")) == blocks(calm)
    html = MarkdownIt("commonmark", {"html": True}).enable("table").render(render(hostile(), "md"))
    assert "<script" not in html
    assert "<a " not in html


@given(st.text(alphabet=st.sampled_from("ab1 <>&*_`~#|[]()!\\-+.=:/@$\n\t\"'w\x1b\u202e"), max_size=40))
def test_any_text_stands_as_it_is_in_markdown(text: str) -> None:
    page = MarkdownIt("commonmark", {"html": True}).enable("table").render(oneline.markdown(text))
    seen = oneline.one_line(text)
    assert Tags(page).tags in ([], ["p"]), "no markup arises"
    parts: list[str] = []
    reader = HTMLParser()
    reader.handle_data = parts.append  # type: ignore[method-assign]
    reader.feed(page)
    assert "".join(parts).strip() == seen


# --- oneline ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pages", "words"),
    [
        ((), ""),
        ((4,), "page 4 has no text: not read"),
        ((4, 5, 6), "pages 4-6 have no text: not read"),
        ((9, 1, 2, 3), "pages 1-3 and 9 have no text: not read"),
        ((1, 3, 5), "pages 1, 3 and 5 have no text: not read"),
    ],
)
def test_unread_pages_are_named(pages: tuple[int, ...], words: str) -> None:
    assert unread(pages) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (Value(72.0, "hour", ""), "72 hours"),
        (Value(1.0, "day", ""), "1 day"),
        (Value(99.95, "percent", ""), "99.95 percent"),
        (Value(5.0, "business-day", ""), "5 business days"),
        (Value(1_000_000.0, "USD", ""), "USD 1,000,000"),
        (Value(737_000.0, "date", "1 March 2026"), "1 March 2026"),
        (Value(None, "day", "in perpetuity"), "in perpetuity"),
        (Value(3.0, "", "three"), "3"),
    ],
)
def test_amounts_read_as_people_write_them(value: Value, words: str) -> None:
    assert oneline.amount(value) == words


@pytest.mark.parametrize(
    ("clause", "words"),
    [
        ("12.3", "page 7, clause 12.3"),
        ("(a)", "page 7, clause (a)"),
        ("ARTICLE IV", "page 7, ARTICLE IV"),
        ("", "page 7"),
    ],
)
def test_a_place_reads_well(clause: str, words: str) -> None:
    assert place(passage(clause=clause)) == f"{words}, Security incidents"


def test_a_very_long_quote_is_cut_and_says_so() -> None:
    quote = "word " * 400
    shown = view(report(finding("x", Verdict.WEAK, evidence=(passage(quote),)))).gaps[0].items[0].passages[0]
    assert len(shown.quote) <= oneline.QUOTE_LENGTH
    assert shown.quote.endswith("word [...]")


@given(st.text())
def test_shown_text_is_one_line_that_nothing_can_drive(text: str) -> None:
    assert oneline.one_line(text).isprintable()
    assert oneline.one_line(oneline.one_line(text)) == oneline.one_line(text)


# --- a user's own template ----------------------------------------------------------------------------------------


def own(tmp_path: Path, text: str, name: str = "memo.txt") -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_template_of_the_users_own(tmp_path: Path) -> None:
    text = "{% for r in reports %}{{ r.contract.name }}: {{ r.total.missing }} missing\n{% endfor %}"
    page = render([full("a.pdf"), full("b.pdf")], template=own(tmp_path, text))
    assert page == "a.pdf: 2 missing\nb.pdf: 2 missing\n"


def test_a_template_reaches_the_schema(tmp_path: Path) -> None:
    text = "{{ report.data.findings[0].requirement }}"
    assert render(full(), template=own(tmp_path, text)) == "breach-notification"


@pytest.mark.parametrize(
    ("name", "expected", "why"),
    [
        ("memo.html", "&lt;b&gt; *x*", "HTML escapes markup"),
        ("memo.html.j2", "&lt;b&gt; *x*", "so does its usual other name"),
        ("memo.md", r"&lt;b&gt; \*x\*", "Markdown escapes its own marks too"),
        ("memo.txt", "<b> *x*", "text has no markup"),
    ],
)
def test_the_templates_name_decides_what_is_escaped(tmp_path: Path, name: str, expected: str, why: str) -> None:
    assert render(report(name="<b> *x*"), template=own(tmp_path, "{{ report.contract.name }}", name)) == expected, why


@pytest.mark.parametrize(
    ("text", "message", "why"),
    [
        ("a\n{% if %}", r"memo\.txt:2: ", "a syntax error names its line"),
        ("{{ repot.total }}", r"'repot' is undefined", "a misspelt name is an error, not an empty space"),
        ("{{ report.totl }}", r"no attribute 'totl'", "so is a misspelt field"),
        ("{{ report.__class__.__mro__ }}", "unsafe", "the sandbox keeps Python's insides shut"),
        ("{{ ''.__class__.__base__.__subclasses__() }}", "unsafe", "by any way"),
        ("{% include '/etc/passwd' %}", "memo.txt", "no other file is read"),
        ("{{ 1 // 0 }}", "ZeroDivisionError", "a template's own fault is named as such"),
        ("{% for i in range(10000000) %}{% endfor %}", "Range too big", "nor is it a way to hang"),
    ],
)
def test_a_template_that_fails(tmp_path: Path, text: str, message: str, why: str) -> None:
    with pytest.raises(TemplateError, match=message):
        render(full(), template=own(tmp_path, text))


def test_a_template_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(TemplateError, match="cannot be read"):
        user_template(tmp_path / "none.txt")


def test_every_severity_has_a_colour_of_its_own() -> None:
    pages = {
        severity: render(report(finding("x", Verdict.WEAK, severity)), "text", colour=True) for severity in Severity
    }
    assert len(set(pages.values())) == len(Severity)
