"""Words that are not agreed: options without a tick, blanks, notes to whoever drafts, in every kind of file."""

from __future__ import annotations

from functools import cache

import pytest

from contractcheck.checker import Checker
from contractcheck.language.draftnotes import find_notes
from contractcheck.language.options import find_options
from contractcheck.model import Finding, Found, Report, StateKind
from tests.made_word import p, r, table, word

LEAVE = "terminate this Agreement at any time without cause by giving 45 days' notice"
MAY = f"The Client may {LEAVE}."
NOT = "Neither party may terminate this Agreement without cause."
HEAD = (
    "MAINTENANCE AGREEMENT\n\nThis Maintenance Agreement is made on 9 June 2026 between Larch Works Limited (the "
    '"Supplier") and Fenby Town Council (the "Client").\n\n1. Work\n\n1.1 The Supplier shall maintain the pumps.\n\n'
)
TAIL = "\n\n3. Costs\n\n3.1 Each party bears its own costs.\n\nSigned by the parties.\n\nBy: ____________\n"

TICKED, UNTICKED, OPEN = StateKind.TICKED, StateKind.UNTICKED, StateKind.OPEN


@cache
def checker() -> Checker:
    return Checker(["outsourcing", "presigning"], applies=True)


def reports(data: str | bytes, name: str = "made.txt") -> tuple[Report, Report]:
    first, second = checker().check_all(name, data.encode() if isinstance(data, str) else data)
    assert first.error is None
    return first, second


def finding(report: Report, requirement: str) -> Finding:
    return next(one.finding for one in report.assessed if one.finding.requirement == requirement)


def faults(report: Report) -> set[str]:
    return {one.finding.requirement for one in report.assessed if one.finding.found is Found.YES}


OPTIONS = [
    ("☐ A\n☒ B", [UNTICKED, TICKED], "ballot boxes, one a line"),
    ("☐ A ☒ B", [UNTICKED, TICKED], "ballot boxes in one line"),
    ("☐ A\n\n☐ B", [OPEN, OPEN], "nobody has chosen"),
    ("☑ A\n☒ B", [TICKED, UNTICKED], "beside a tick a cross says no"),
    ("☑ A\n☒ B\n☐ C", [TICKED, OPEN, UNTICKED], "nobody can tell what the cross says"),
    ("- [ ] A\n- [x] B", [UNTICKED, TICKED], "a task list of Markdown"),
    ("[ ] A\n[X] B\n[ ] C", [UNTICKED, TICKED, UNTICKED], "brackets"),
    ("( ) A\n(x) B", [UNTICKED, TICKED], "round brackets"),
    ("____ A\n__X__ B", [UNTICKED, TICKED], "lines to write on"),
    ("Please tick one box:\n□ A\n✓ B", [UNTICKED, TICKED], "a square where a tick is asked for"),
    ("☐ A\nor\n☒ B", [UNTICKED, TICKED], "or between them"),
    ("☐ A\n\nMore about A, on its own.\n\n☒ B", [OPEN, TICKED], "a paragraph parts the groups"),
    ("Monthly ☐ Yearly ☒", [UNTICKED, TICKED], "boxes after their words"),
    ("Night shifts: Yes ☐ No ☒", [UNTICKED], "no says it of the words before"),
    ("Night shifts: ☒ Yes ☐ No", [TICKED], "yes says it of the words before"),
    ("Night shifts: ☐ Yes ☐ No", [OPEN], "neither yes nor no"),
    ("□ first\n□ second", [], "squares are marks of a list"),
    ("¨ live x taped", [UNTICKED, TICKED], "letters of Wingdings in plain text"),
    ("a line of 4 x taped", [], "a sign for times"),
    ("✓ first\n✓ second", [], "ticks are marks of a list"),
    ("○ first\n● second", [], "rings are marks of a list"),
    ("within [ ] days of the date", [], "a blank is no box"),
    ("clause 4(x) and clause (x)", [], "a numeral is no tick"),
]


@pytest.mark.parametrize(("text", "kinds", "proves"), OPTIONS, ids=[row[2] for row in OPTIONS])
def test_options_of_a_text(text: str, kinds: list[StateKind], proves: str) -> None:
    assert [state.kind for state in find_options(text)] == kinds, proves


def test_an_option_ends_with_its_paragraph() -> None:
    text = f"☐ {MAY}\n\n☒ {NOT}\n\n3.1 The Supplier shall insure the pumps."
    assert [text[one.start : one.end].strip() for one in find_options(text)] == [f"☐ {MAY}", f"☒ {NOT}"]


CHOICES = [
    (f"2.1 Tick one:\n\n☐ {MAY}\n\n☒ {NOT}", Found.CONTRARY, False, "the other option is ticked"),
    (f"2.1 Tick one:\n\n☒ {MAY}\n\n☐ {NOT}", Found.YES, False, "this option is ticked"),
    (f"2.1 Tick one:\n\n☐ {MAY}\n\n☐ {NOT}", Found.UNSURE, True, "no option is ticked"),
    (f"2.1 The Client may:\n\n☐ {LEAVE};\n\n☒ visit the site.", Found.NO, False, "a lead-in goes with each option"),
    (f"2.1 The Client may:\n\n☒ {LEAVE};\n\n☐ visit the site.", Found.YES, False, "a lead-in goes with each option"),
    (f"2.1 {MAY}   ☐ Applicable   ☒ Not applicable", Found.NO, False, "the answer is no"),
]


@pytest.mark.parametrize(("text", "found", "is_fault", "proves"), CHOICES, ids=[row[3] + row[0][-9:] for row in CHOICES])
def test_what_is_not_ticked_is_not_agreed(text: str, found: Found, is_fault: bool, proves: str) -> None:
    first, before_signing = reports(HEAD + "2. End\n\n" + text + TAIL)
    assert finding(first, "termination-for-convenience").found is found, proves
    assert ("open-options" in faults(before_signing)) is is_fault, proves


def test_an_option_not_ticked_is_shown_as_the_nearest_passage() -> None:
    found = finding(reports(HEAD + f"2. End\n\n☐ {MAY}\n\n☒ Nobody has thought of it." + TAIL)[0], "termination-for-convenience")
    assert (found.found, found.nearest is not None and "45 days" in found.nearest.quote) == (Found.NO, True)
    assert found.notes == ("An option says this, and its box is not ticked.",)


CAP, LAW, BREACH, UP = "liability-cap", "governing-law", "breach-notification-deadline", "availability-target"
CAPPED = "The total liability of each party under this Agreement shall not exceed"
GOVERNED = "This Agreement is governed by the laws of"
TELL = "The Supplier shall notify the Client of any personal data breach within"
BLANKS = [
    (CAP, f"{CAPPED} £________.", Found.UNSURE, "a line"),
    (CAP, f"{CAPPED}            .", Found.UNSURE, "a gap before a full stop"),
    (CAP, f"{CAPPED} .", Found.UNSURE, "a field that left nothing"),
    (CAP, f"{CAPPED} [●].", Found.UNSURE, "a bullet in brackets"),
    (CAP, f"{CAPPED} £[•].", Found.UNSURE, "another bullet"),
    (CAP, f"{CAPPED} TBD.", Found.UNSURE, "to be determined"),
    (CAP, f"{CAPPED} [amount].", Found.UNSURE, "the word of a template"),
    (CAP, f"{CAPPED} [insert the cap].", Found.UNSURE, "an order of a template"),
    (CAP, f"{CAPPED} the sum of .............. pounds.", Found.UNSURE, "a line of dots"),
    (CAP, f"{CAPPED} £400,000, and invoices go to ________.", Found.YES, "a blank that answers something else"),
    (LAW, f"{GOVERNED} ________.", Found.UNSURE, "the law is blank"),
    (LAW, f"{GOVERNED} the State of [STATE].", Found.UNSURE, "words before the blank"),
    (LAW, "Governing law: ____________", Found.UNSURE, "a label and a blank"),
    (LAW, f"{GOVERNED} Scotland, and ________ accepts service.", Found.YES, "a blank further on"),
    (BREACH, f"{TELL}         hours after it learns of it.", Found.UNSURE, "a gap before a unit"),
    (BREACH, f"{TELL} [●] hours.", Found.UNSURE, "a figure to come"),
    (BREACH, f"{TELL} [insert period].", Found.UNSURE, "a blank without a unit"),
    (BREACH, f"{TELL} XX hours.", Found.UNSURE, "letters for a figure"),
    (BREACH, f"{TELL} [36] hours.", Found.UNSURE, "a figure that is not settled"),
    (BREACH, f"{TELL} 36 hours. Its officer is ________.", Found.YES, "a blank in the next sentence"),
    (BREACH, "[Supplier] shall notify [Client] of any personal data breach within 36 hours.", Found.YES, "names to come"),
    (UP, "The portal shall be available TBC% of the time.", Found.UNSURE, "a percentage to come"),
    (
        "force-majeure",
        "A party is not in breach where a flood, a strike or a riot (whether or not proclaimed by [●]) or any other "
        "event beyond its reasonable control keeps it from performing.",
        Found.YES,
        "an example in brackets",
    ),
    (
        "performance-reporting",
        "The Supplier shall send the Client each month, beginning with [●], a report on the performance of the services.",
        Found.YES,
        "the first day of what comes again",
    ),
    (
        "initial-term",
        "This agreement begins on the date above and continues for an initial term of ________ beginning on [●].",
        Found.UNSURE,
        "a term that is open",
    ),
]


@pytest.mark.parametrize(("requirement", "text", "found", "proves"), BLANKS, ids=[row[3] for row in BLANKS])
def test_a_blank_in_the_answer_makes_it_unsure(requirement: str, text: str, found: Found, proves: str) -> None:
    first, before_signing = reports(HEAD + f"2. Terms\n\n2.1 {text}" + TAIL)
    one = finding(first, requirement)
    assert one.found is found, proves
    assert "blanks" in faults(before_signing), proves
    if found is Found.UNSURE:
        assert one.evidence[0].quote.rstrip(".").endswith(text.rstrip(".")[-6:]), "the quote shows the blank"
        assert any(note.startswith("This was left open: “") for note in one.notes), "a note names it"


@pytest.mark.parametrize("text", ["at the end of each      quarter.", "the number of      days.", "in      Year 1."])
def test_gaps_of_set_text_are_no_blanks(text: str) -> None:
    _, before_signing = reports(HEAD + f"2. Terms\n\n2.1 The Supplier shall report {text}" + TAIL)
    assert "blanks" not in faults(before_signing)


def test_a_blank_that_was_cut_out_for_a_regulator_is_none() -> None:
    legend = "Confidential treatment has been requested for the omitted portions, which were filed separately.\n\n"
    _, before_signing = reports(legend + HEAD + f"2. Terms\n\n2.1 {TELL} [●] hours." + TAIL)
    assert "blanks" not in faults(before_signing)


NOTES = [
    ("[Note to draft: the client wants more.]", True, "a note in brackets"),
    ("[NTD: check this [again].]", True, "brackets in brackets"),
    ("[Note: this is only told.]", True, "a plain note"),
    ("[Note: the Supplier shall insure.]", False, "a plain note with a duty"),
    ("[Guidance: say how.]", True, "guidance in brackets"),
    ("[Delete if not needed]", True, "an order to the drafter"),
    ("[Include if agreed: The Supplier shall insure.]", False, "a term that may come in"),
    ("Drafting note: this is for the client.", True, "a paragraph that says so"),
    ("Instructions: insert the name of the site.", True, "an order after a plain heading"),
    ("Instructions: the Supplier shall follow those of the Client.", False, "a clause on instructions"),
    ("Guidance: the Supplier shall follow the guidance of the regulator.", False, "a clause on guidance"),
    ("The Supplier may note to the Client that it is late.", False, "a verb"),
]


@pytest.mark.parametrize(("text", "is_note", "proves"), NOTES, ids=[row[2] for row in NOTES])
def test_notes_to_the_drafter(text: str, is_note: bool, proves: str) -> None:
    assert [(span.start, span.end) for span in find_notes(text)] == ([(0, len(text))] if is_note else []), proves


@pytest.mark.parametrize(
    "text", [f"[Note to draft: {CAPPED} £1.]", f"Drafting note: {CAPPED} £1.", f"Instructions: insert it. {CAPPED} £1."]
)
def test_a_note_is_no_evidence(text: str) -> None:
    assert finding(reports(HEAD + f"2. Terms\n\n{text}" + TAIL)[0], CAP).found is Found.NO


def test_a_note_inside_a_sentence_is_stepped_over() -> None:
    text = f"2.1 {TELL} [Note to draft: the client asked for less] 36 hours."
    assert finding(reports(HEAD + "2. Terms\n\n" + text + TAIL)[0], BREACH).value is not None


W14 = 'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'


def control(inside: str, settings: str = "") -> str:
    return f"<w:sdt {W14}><w:sdtPr>{settings}</w:sdtPr><w:sdtContent>{inside}</w:sdtContent></w:sdt>"


def ticked(on: bool, shown: str) -> str:
    return control(r(shown), f'<w14:checkbox><w14:checked w14:val="{int(on)}"/></w14:checkbox>')


def old_box(on: bool) -> str:
    box = f'<w:ffData><w:checkBox><w:default w:val="0"/>{"<w:checked/>" if on else ""}</w:checkBox></w:ffData>'
    return f'<w:r><w:fldChar w:fldCharType="begin">{box}</w:fldChar></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'


def text_field(result: str) -> str:
    def char(kind: str, inside: str = "") -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}">{inside}</w:fldChar></w:r>'

    return char("begin", "<w:ffData><w:textInput/></w:ffData>") + char("separate") + result + char("end")


def sign(code: str, font: str) -> str:
    return f'<w:r><w:sym w:font="{font}" w:char="{code}"/></w:r>'


BOXES = [
    (ticked(False, "☐"), ticked(True, "☒"), "content controls"),
    (ticked(False, "o"), ticked(True, "o"), "controls whose sign says nothing"),
    (old_box(False), old_box(True), "fields of an old form"),
    (sign("F06F", "Wingdings"), sign("F0FE", "Wingdings"), "signs of Wingdings"),
    (sign("F0A3", "Wingdings 2"), sign("F052", "Wingdings 2"), "signs of Wingdings 2"),
    (r("¨", '<w:rFonts w:ascii="Wingdings"/>'), r("þ", '<w:rFonts w:ascii="Wingdings"/>'), "letters in Wingdings"),
    (r("☐", '<w:rFonts w:ascii="Segoe UI Symbol"/>'), r("☑", '<w:rFonts w:ascii="Segoe UI Symbol"/>'), "characters"),
]


def opening() -> str:
    return "".join(p(line) for line in HEAD.strip().split("\n\n"))


@pytest.mark.parametrize(("off", "on", "proves"), BOXES, ids=[row[2] for row in BOXES])
def test_boxes_of_word(off: str, on: str, proves: str) -> None:
    body = opening() + p("2. End") + p("2.1 Tick one:") + "{}" + p("3. Costs") + p("3.1 Each party bears its own.")
    for boxes, found in (((off, on), Found.CONTRARY), ((on, off), Found.YES), ((off, off), Found.UNSURE)):
        data = word(body.format(p(boxes[0], " " + MAY) + p(boxes[1], " " + NOT)))
        assert finding(reports(data, "made.docx")[0], "termination-for-convenience").found is found, proves


FIELDS = [
    (text_field(r("\u2002" * 5)), Found.UNSURE, "an empty field of an old form"),
    (text_field(""), Found.UNSURE, "a field without a result"),
    (text_field(r("£70,000")), Found.YES, "a field that was filled in"),
    (control(r("Enter the cap"), "<w:showingPlcHdr/>"), Found.UNSURE, "a content control that shows its placeholder"),
    (control(r("£70,000")), Found.YES, "a content control that was filled in"),
    (r("\t\t", '<w:u w:val="single"/>').replace("\t\t</w:t>", "</w:t><w:tab/><w:tab/>"), Found.UNSURE, "underlined tabs"),
    (r("          ", '<w:u w:val="single"/>'), Found.UNSURE, "underlined spaces"),
]


@pytest.mark.parametrize(("inside", "found", "proves"), FIELDS, ids=[row[2] for row in FIELDS])
def test_empty_fields_of_word_are_blanks(inside: str, found: Found, proves: str) -> None:
    body = opening() + p("2. Terms") + p(f"2.1 {CAPPED} ", inside, " in each year.") + p("3. Costs")
    first, before_signing = reports(word(body + p("3.1 Each party bears its own.")), "made.docx")
    assert finding(first, CAP).found is found, proves
    assert ("blanks" in faults(before_signing)) is (found is Found.UNSURE), proves


def test_a_frame_of_guidance_in_word_is_no_evidence() -> None:
    frame = table((f"<w:tc>{p('Guidance for buyers')}{p(f'{CAPPED} £70,000.')}</w:tc>",))
    body = opening() + p("2. Terms") + frame + p("2.1 Other terms follow.") + p("3. Costs") + p("3.1 Each its own.")
    assert finding(reports(word(body), "made.docx")[0], CAP).found is Found.NO


PAGES = [
    (f"<p>Tick one:</p><p><input type=checkbox> {MAY}</p><p><input type=checkbox checked> {NOT}</p>", Found.CONTRARY),
    (f"<p>Tick one:</p><p><input type=radio checked> {MAY}</p><p><input type=radio> {NOT}</p>", Found.YES),
    (f"<p>Tick one:</p><p><input type=radio> {MAY}</p><p><input type=radio> {NOT}</p>", Found.UNSURE),
]


def page(inside: str) -> bytes:
    head = "".join(f"<p>{line}</p>" for line in HEAD.strip().split("\n\n"))
    return f"<!doctype html><html><body>{head}<h2>2. Terms</h2>{inside}<h2>3. Costs</h2><p>None.</p></body></html>".encode()


@pytest.mark.parametrize(("inside", "found"), PAGES)
def test_boxes_of_a_web_page(inside: str, found: Found) -> None:
    assert finding(reports(page(inside), "made.html")[0], "termination-for-convenience").found is found


@pytest.mark.parametrize(
    ("inside", "found", "proves"),
    [
        ("<input type=text>", Found.UNSURE, "an empty field"),
        ("<input value='£70,000'>", Found.YES, "a field that was filled in"),
        ("<u>" + "&nbsp;" * 9 + "</u>", Found.UNSURE, "an underlined gap"),
        ("&nbsp;" * 9, Found.UNSURE, "a gap of hard spaces"),
    ],
)
def test_blanks_of_a_web_page(inside: str, found: Found, proves: str) -> None:
    assert finding(reports(page(f"<p>2.1 {CAPPED} {inside}.</p>"), "made.html")[0], CAP).found is found, proves


TABLE = "| Priority | Response |\n| --- | --- |\n| 1 | {} |\n"


@pytest.mark.parametrize(
    ("cell", "found"), [("4h", Found.YES), ("____ hours", Found.UNSURE), ("☐ 4 hours", Found.UNSURE)]
)
def test_a_blank_in_a_table(cell: str, found: Found) -> None:
    text = "# Terms\n\n" + HEAD + "2. Support\n\n2.1 Faults are answered in these times.\n\n" + TABLE.format(cell) + TAIL
    assert finding(reports(text, "made.md")[0], "response-time").found is found
