"""The marked PDF: marks on their words, the original kept, odd files, and what is said where it could not be kept."""

from __future__ import annotations

import ctypes
import io
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium_c
import pytest
from click.testing import CliRunner

from contractcheck.checker import Checker, Examined
from contractcheck.cli import main
from contractcheck.errors import UnreadableError
from contractcheck.marking import Marked, mark_pdf
from contractcheck.marking.annotations import COLOURS
from contractcheck.marking.notes import Note, Role, entries
from contractcheck.marking.readback import bare, words_under
from contractcheck.model import Report, Verdict, Waiver
from contractcheck.model.terms import term
from contractcheck.reading.options import ReadOptions
from contractcheck.reading.pdf.added import ADDED_PAGE
from tests import made_pdfs
from tests.loaded import own_checker
from tests.made_reports import HOSTILE

pytestmark = pytest.mark.usefixtures("own_rules_once")

ROOT = Path(__file__).resolve().parents[1]
SAMPLES = ROOT / "sample_contracts"
CORPUS = ROOT / "../shared/corpus"
# The shortest labelled contracts: the others are for benchmarks/marks.py.
GOLD = (
    "cuad/pdf/QuantumGroupIncFl_20090120_8-K_EX-99.2_3672910_EX-99.2_Hosting Agreement.pdf",
    "standard-forms/numtide/GTC.pdf",
    "standard-forms/basecamp/Data_Processing_Addendum_current.pdf",
)


def checker() -> Checker:
    return own_checker()


def examined(data: bytes, *passwords: str) -> Examined:
    return checker().examine("contract.pdf", data, reading=ReadOptions(passwords=passwords))


def marked(data: bytes, **how: Any) -> Marked:
    found = examined(data)
    assert found.contract is not None, found.report.error
    return mark_pdf(found.contract, found.reports, **how)


@cache
def sample() -> tuple[bytes, Examined, Marked]:
    data = (SAMPLES / "it-hosting.pdf").read_bytes()
    found = checker().examine("it-hosting.pdf", data)
    assert found.contract is not None
    return data, found, mark_pdf(found.contract, found.reports)


def texts(data: bytes, password: str | None = None) -> list[str]:
    with pypdfium2.PdfDocument(data, password=password) as pdf:
        return [page.get_textpage().get_text_range() for page in pdf]


@dataclass(frozen=True)
class Noted:
    """What a viewer sees of an annotation: its page counts from 1."""

    page: int
    kind: str
    name: str
    contents: str
    title: str
    subject: str
    flags: int
    area: tuple[float, ...]
    corners: int
    painted: bool
    has_popup: bool


def noted(data: bytes, password: str = "") -> list[Noted]:
    """The annotations that have a name."""
    with pikepdf.open(io.BytesIO(data), password=password) as pdf:
        return [
            Noted(
                number,
                str(one.Subtype),
                str(one.NM),
                str(one.get("/Contents", "")),
                str(one.get("/T", "")),
                str(one.get("/Subj", "")),
                int(one.get("/F", 0)),
                tuple(float(part) for part in one.Rect),
                len(one.get("/QuadPoints", [])),
                "/AP" in one and one.AP.N.Subtype == "/Form",
                "/Popup" in one and one.Popup.Parent.NM == one.NM,
            )
            for number, page in enumerate(pdf.pages, start=1)
            for one in page.obj.get("/Annots", [])
            if "/NM" in one
        ]


def named(data: bytes, password: str = "") -> dict[str, Noted]:
    return {one.name: one for one in noted(data, password)}


def assert_on_words(found: Marked, password: str | None = None) -> None:
    """Every mark has the words of its quote under it, all of them and nothing else."""
    under = words_under(found.data, [note.name for note in found.notes], password)
    assert {note.name: under.get(note.name) for note in found.notes} == {
        note.name: bare(note.passage.quote) for note in found.notes
    }


def seen(data: bytes, page: int, note: Note, *, annotated: bool = True) -> set[tuple[int, int, int]]:
    """The colours that a viewer shows on the first line of a note."""
    with pypdfium2.PdfDocument(data) as pdf:
        loaded = pdf[page - 1]
        # Not to_numpy(): the width of a row may be padded.
        image = loaded.render(scale=1, may_draw_forms=False, draw_annots=annotated).to_pil().convert("RGB")
        x, y = ctypes.c_int(), ctypes.c_int()
        box = note.boxes[0]
        spots = []
        for across, upward in ((box.left, box.bottom), (box.right, box.top)):
            pdfium_c.FPDF_PageToDevice(loaded, 0, 0, *image.size, 0, across, upward, x, y)
            spots.append((x.value, y.value))
    (x1, y1), (x2, y2) = spots
    area = image.crop((min(x1, x2), min(y1, y2), max(x1, x2) + 1, max(y1, y2) + 1))
    return {colour for _, colour in area.getcolors(100_000)}


def shade(verdict: Verdict) -> tuple[int, int, int]:
    red, green, blue = (round(part * 255) for part in COLOURS[verdict])
    return red, green, blue


def near(colours: set[tuple[int, int, int]], wanted: tuple[int, int, int]) -> bool:
    return any(max(abs(a - b) for a, b in zip(one, wanted, strict=True)) <= 3 for one in colours)


def test_the_original_is_the_start_of_the_copy() -> None:
    data, _, copy = sample()
    assert copy.data.startswith(data)
    assert (copy.rewritten, copy.remarks) == ("", ())


def test_the_pages_read_as_before_behind_the_added_one() -> None:
    data, _, copy = sample()
    assert texts(copy.data)[copy.added :] == texts(data)
    assert copy.added == 1


def test_the_same_input_gives_the_same_bytes() -> None:
    _, found, copy = sample()
    assert found.contract is not None
    assert mark_pdf(found.contract, found.reports).data == copy.data


def test_every_passage_is_marked_over_its_own_words() -> None:
    _, found, copy = sample()
    assert_on_words(copy)
    wanted = {(one.start, one.end) for item in found.report.assessed for one in item.finding.evidence}
    assert wanted == {(note.passage.start, note.passage.end) for note in copy.notes if note.role is Role.EVIDENCE}
    assert len(wanted) > 40


def test_every_finding_has_its_note_on_each_of_its_passages() -> None:
    """Requirement, verdict and why: in the text of the annotation that lies over the passage."""
    _, found, copy = sample()
    by_name = named(copy.data)
    for item in found.report.assessed:
        for passage in item.finding.evidence:
            one = by_name[f"contractcheck-evidence-{passage.start}-{passage.end}"]
            words = one.contents
            assert one.page == passage.page + copy.added
            assert item.title in words
            assert item.finding.requirement in words
            assert item.verdict_name.capitalize() in words
            assert " ".join(item.why.split()) in words


def test_an_annotation_has_what_viewers_need() -> None:
    _, _, copy = sample()
    for one in noted(copy.data):
        assert one.kind == ("/Highlight" if "-evidence-" in one.name else "/Underline"), one.name
        assert one.painted
        assert one.has_popup
        assert (one.title, one.flags) == ("contractcheck", 4)
        assert one.subject
        assert one.corners
        assert one.corners % 8 == 0


def test_nearest_words_are_underlined_and_say_that_they_are_no_evidence() -> None:
    _, found, copy = sample()
    missing = [item for item in found.report.assessed if item.verdict is Verdict.MISSING and item.finding.nearest]
    assert missing
    by_name = named(copy.data)
    for item in missing:
        assert item.finding.nearest is not None
        one = by_name[f"contractcheck-nearest-{item.finding.nearest.start}-{item.finding.nearest.end}"]
        assert "They do not say it." in one.contents


@pytest.mark.parametrize("verdict", [Verdict.MET, Verdict.UNWANTED])
def test_a_viewer_shows_the_colour_of_the_verdict(verdict: Verdict) -> None:
    _, _, copy = sample()
    note = next(one for one in copy.notes if one.verdict is verdict and one.role is Role.EVIDENCE)
    page = note.passage.page + copy.added
    assert near(seen(copy.data, page, note), shade(verdict))
    assert not near(seen(copy.data, page, note, annotated=False), shade(verdict))
    assert near(seen(copy.data, page, note), (0, 0, 0)) or min(min(one) for one in seen(copy.data, page, note)) < 90


def test_the_list_names_every_gap_and_its_links_lead_to_the_words() -> None:
    _, found, copy = sample()
    listed = " ".join(" ".join(texts(copy.data)[: copy.added]).split())
    lines = entries(found.reports)
    assert [entry.number for entry in lines] == list(range(1, len(lines) + 1))
    for entry in lines:
        assert term(entry.item.title) in listed
    with pikepdf.open(io.BytesIO(copy.data)) as pdf:
        numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages, start=1)}
        links = [one for page in pdf.pages[: copy.added] for one in page.obj.Annots]
        led = sorted(numbers[one.Dest[0].objgen] - copy.added for one in links)
    assert led == sorted(place.page for entry in lines for place in entry.places[:4])


def test_the_list_can_be_left_out() -> None:
    data, _, _ = sample()
    copy = marked(data, with_list=False)
    assert copy.added == 0
    assert texts(copy.data) == texts(data)
    assert_on_words(copy)


def test_page_numbers_in_a_viewer_stay_those_of_the_contract() -> None:
    _, _, copy = sample()
    with pikepdf.open(io.BytesIO(copy.data)) as pdf:
        assert [page.label for page in pdf.pages][:3] == ["list-1", "1", "2"]


def test_a_marked_copy_that_is_checked_again_is_judged_as_the_original() -> None:
    """The list in front names every term. Taken for contract, it would turn gaps into false 'met'."""
    _, found, copy = sample()
    second = checker().examine("copy.pdf", copy.data)
    assert second.contract is not None
    assert second.contract.document.unread_pages == (1,)
    assert any("contractcheck added it" in note for note in second.report.contract.notes)
    assert [(item.finding.requirement, item.verdict) for item in second.report.assessed] == [
        (item.finding.requirement, item.verdict) for item in found.report.assessed
    ]


@pytest.mark.parametrize(
    ("title", "data"),
    [
        ("turned by 90 degrees", made_pdfs.made(rotate=90)),
        ("upside down", made_pdfs.made(rotate=180)),
        ("turned by 270 degrees", made_pdfs.made(rotate=270)),
        ("cropped, with its print near the edge", made_pdfs.made(CropBox=[40, 450, 612, 780])),
        ("a page that begins left of and below zero", made_pdfs.made(MediaBox=[-100, -50, 612, 792])),
        ("corners in the wrong order", made_pdfs.made(MediaBox=[612, 792, 0, 0])),
        ("a unit of two points", made_pdfs.made(UserUnit=2)),
        ("a crop box that is nonsense", made_pdfs.made(CropBox=[700, 800, 701, 801])),
        ("a page of odd size", made_pdfs.made(MediaBox=[0, 0, 3000, 3000])),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_odd_pages(title: str, data: bytes) -> None:
    copy = marked(data)
    assert copy.data.startswith(data)
    assert_on_words(copy)
    met = next(note for note in copy.notes if note.verdict is Verdict.MET)
    if "nonsense" not in title:
        assert near(seen(copy.data, copy.added + 1, met), shade(Verdict.MET))


def test_tags_never_lie_on_words() -> None:
    """The margin of this page is 20 points wide: long tags are cut or left out."""
    copy = marked(made_pdfs.made(CropBox=[40, 450, 612, 780]))
    assert min(one.area[0] for one in noted(copy.data)) >= 40
    with pypdfium2.PdfDocument(copy.data) as pdf:
        page = pdf[copy.added]
        shown = page.render(scale=3, draw_annots=True).to_pil().convert("L")
        plain = page.render(scale=3, draw_annots=False).to_pil().convert("L")
    # The tags are the only dark things that the annotations add.
    dark = [
        at
        for at, (new, old) in enumerate(zip(shown.tobytes(), plain.tobytes(), strict=True))
        if new < 90 and old == 255
    ]
    assert dark
    assert max(at % shown.width for at in dark) / 3 < 20 + 0.5


@pytest.mark.parametrize(
    ("title", "make"),
    [
        ("a table of references", made_pdfs.made),
        ("a stream of references", lambda: made_pdfs.again(made_pdfs.made(), object_stream_mode=pikepdf.ObjectStreamMode.generate)),
        ("linearised", lambda: made_pdfs.again(made_pdfs.made(), linearize=True)),
        ("linearised, with object streams", lambda: made_pdfs.again(made_pdfs.made(), linearize=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)),
        ("no line end at the end", lambda: made_pdfs.made().rstrip()),
        ("a tree of pages, annotations of its own, page labels", made_pdfs.nested),
        ("one page object for two pages", made_pdfs.twice),
        ("marked before", lambda: marked(made_pdfs.made()).data),
        ("locked against printing only, RC4", lambda: made_pdfs.again(made_pdfs.made(), encryption=pikepdf.Encryption(owner="o", R=3, aes=False, metadata=False, allow=pikepdf.Permissions(print_highres=False)))),
        ("locked against printing only, AES", lambda: made_pdfs.again(made_pdfs.made(), encryption=pikepdf.Encryption(owner="o", R=6, allow=pikepdf.Permissions(print_highres=False)))),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_files_of_every_form_are_updated_in_place(title: str, make: Callable[[], bytes]) -> None:
    data = make()
    copy = marked(data)
    assert copy.rewritten == ""
    assert copy.data.startswith(data)
    assert texts(copy.data)[copy.added :] == texts(data)
    assert_on_words(copy)
    assert faults(copy.data) <= faults(data)


def faults(data: bytes) -> int:
    """How many faults pikepdf (qpdf) finds in the structure."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return len(pdf.check_pdf_syntax())


def test_what_a_page_had_stays() -> None:
    copy = marked(made_pdfs.nested())
    assert "the old one" in named(copy.data)
    with pikepdf.open(io.BytesIO(copy.data)) as pdf:
        assert [page.label for page in pdf.pages][copy.added :] == ["i", "7", "8"]
        assert pdf.Root.Pages.Count == len(pdf.pages)


@pytest.mark.parametrize("revision", [3, 4, 6])
def test_a_locked_file_gives_a_locked_copy(revision: int) -> None:
    lock = pikepdf.Encryption(user="geheim", owner="o", R=revision, aes=revision > 3, metadata=revision > 3)  # type: ignore[arg-type]
    data = made_pdfs.again(made_pdfs.made(), encryption=lock)
    found = examined(data, "geheim")
    assert found.contract is not None
    copy = mark_pdf(found.contract, found.reports, passwords=("wrong", "geheim"))
    assert copy.data.startswith(data)
    assert_on_words(copy, "geheim")
    assert "Why: " in named(copy.data, "geheim")[copy.notes[0].name].contents
    assert b"Why: " not in copy.data
    with pytest.raises(UnreadableError, match="password"):
        mark_pdf(found.contract, found.reports, passwords=("wrong",))


def test_notes_that_the_owner_forbids_are_refused() -> None:
    lock = pikepdf.Encryption(owner="o", allow=pikepdf.Permissions(modify_annotation=False, modify_form=False))
    with pytest.raises(UnreadableError, match="owner does not allow notes"):
        marked(made_pdfs.again(made_pdfs.made(), encryption=lock))


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (made_pdfs.made().replace(b"xref\n0", b"xxxx\n0"), "where its objects are"),
        (b"From: a scanner\n" + made_pdfs.made(), "bytes before its first line"),
        (made_pdfs.made().replace(b"startxref\n", b"startxref\n1"), "where its objects are"),
    ],
    ids=["no table", "something before the PDF", "the end points nowhere"],
)
def test_what_cannot_be_updated_is_written_anew_and_said(data: bytes, why: str) -> None:
    copy = marked(data)
    assert why in copy.rewritten
    assert not copy.data.startswith(data)
    assert any("was rewritten" in remark for remark in copy.remarks)
    assert texts(copy.data)[copy.added :] == texts(data)
    assert_on_words(copy)
    assert faults(copy.data) == 0


@pytest.mark.parametrize(
    ("level", "with_list", "words"),
    [
        (0, True, "is signed: the added page and the notes come after the signature"),
        (0, False, "is signed: the notes come after the signature"),
        (1, True, "allows no change"),
        (2, True, "only filling in and signing"),
        (3, True, "--no-list leaves the page out"),
        (3, False, "is signed: the notes come after"),
    ],
)
def test_signatures_are_kept_and_spoken_of(level: int, with_list: bool, words: str) -> None:
    data = made_pdfs.signed(level)
    copy = marked(data, with_list=with_list)
    assert copy.data.startswith(data)
    assert any(words in remark for remark in copy.remarks), copy.remarks


def test_hostile_words_stay_words() -> None:
    """Markup, control characters and brackets from a contract or a waiver end as plain text, never as PDF syntax."""
    _, found, _ = sample()
    assert found.contract is not None
    hostile = f"{HOSTILE} ) /JS (app.alert(1)) >> endobj 語"
    items = [
        replace(item, title=hostile, message=hostile, suggestion=hostile, waiver=Waiver("x", hostile, hostile))
        for item in found.report.assessed
    ]
    facts = replace(found.report.contract, name=hostile, provider=hostile, notes=(hostile,))
    report = replace(found.report, contract=facts, assessed=tuple(items))
    copy = mark_pdf(found.contract, [report])
    assert_on_words(copy)
    assert faults(copy.data) == 0
    with pikepdf.open(io.BytesIO(copy.data)) as pdf:
        kinds = {str(one.Subtype) for page in pdf.pages for one in page.obj.get("/Annots", [])}
        assert all("/A" not in one and "/AA" not in one for page in pdf.pages for one in page.obj.get("/Annots", []))
        assert "/OpenAction" not in pdf.Root
    assert kinds == {"/Highlight", "/Underline", "/Popup", "/Link"}
    contents = named(copy.data)[copy.notes[0].name].contents
    assert "<script>alert(1)</script>" in contents
    assert "\x1b" not in contents
    assert "\u202e" not in contents


def test_a_waived_gap_says_so_and_stands_last_of_the_gaps() -> None:
    _, found, _ = sample()
    assert found.contract is not None
    first = entries(found.reports)[0].item
    accepted = replace(first, waiver=Waiver("x", "settled by letter", "A. Reviewer", date(2027, 1, 31)))
    report = replace(
        found.report, assessed=tuple(accepted if item is first else item for item in found.report.assessed)
    )
    lines = entries([report])
    gaps = [line.item for line in lines if line.item.verdict is not Verdict.UNSURE]
    assert gaps[-1] is accepted
    assert [line.item for line in lines[: len(gaps)]] == gaps, "doubts come after the gaps"
    listed = " ".join(" ".join(texts(mark_pdf(found.contract, [report]).data)[:2]).split())
    assert "Accepted by A. Reviewer until 2027-01-31: settled by letter" in listed


def test_two_playbooks_share_the_copy() -> None:
    data, _, _ = sample()
    found = Checker(["outsourcing", "outsourcing-it"]).examine("it-hosting.pdf", data)
    assert found.contract is not None
    copy = mark_pdf(found.contract, found.reports)
    assert_on_words(copy)
    titles = {report.playbook_title for report in found.reports}
    words = " ".join(one.contents for one in noted(copy.data))
    assert len(titles) == 2
    assert all(title in words for title in titles)


def test_words_without_a_place_have_a_note_in_the_corner() -> None:
    """As on a recognised scan, whose words PDFium does not know."""
    _, found, _ = sample()
    assert found.contract is not None
    pages = tuple(replace(page, ocr=0.9) for page in found.contract.document.pages)
    contract = replace(found.contract, document=replace(found.contract.document, pages=pages))
    copy = mark_pdf(contract, found.reports)
    assert {one.kind for one in noted(copy.data)} == {"/Text"}
    assert any("could not be placed" in remark for remark in copy.remarks)
    places = [(one.page, one.area) for one in noted(copy.data)]
    assert len(places) == len(set(places))


@pytest.mark.parametrize("path", GOLD)
def test_labelled_contracts_are_marked_over_their_words(path: str) -> None:
    """``benchmarks/marks.py`` does so for all of them."""
    if not CORPUS.is_dir():
        pytest.skip("the corpus of real contracts is not beside the checkout")
    data = (CORPUS / path).read_bytes()
    copy = marked(data)
    assert copy.data.startswith(data)
    assert_on_words(copy)
    assert any(note.role is Role.EVIDENCE for note in copy.notes)


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="poppler is not installed")
def test_another_reader_finds_the_pages_too(tmp_path: Path) -> None:
    _, _, copy = sample()
    file = tmp_path / "copy.pdf"
    file.write_bytes(copy.data)
    said = subprocess.run(["pdftotext", "-l", "1", str(file), "-"], capture_output=True, text=True, check=True)
    assert ADDED_PAGE in said.stdout
    assert said.stderr == ""


# The command


def run(*words: object, **how: Any) -> Any:
    return CliRunner().invoke(main, ["mark", *map(str, words)], **how)


def test_the_command_writes_the_copy_and_says_so(tmp_path: Path) -> None:
    out = tmp_path / "copy.pdf"
    done = run(SAMPLES / "it-hosting.pdf", "-o", out)
    _, _, copy = sample()
    assert done.exit_code == 0, done.output
    assert out.read_bytes() == copy.data
    assert f"{len(copy.notes)} passages marked" in done.stderr
    assert out.stat().st_mode & 0o400
    assert [file.name for file in tmp_path.iterdir()] == ["copy.pdf"]


def test_the_command_reads_standard_input(tmp_path: Path) -> None:
    out = tmp_path / "copy.pdf"
    done = run("-", "-o", out, "--no-list", "--quiet", input=made_pdfs.made())
    assert (done.exit_code, done.output) == (0, "")
    assert out.read_bytes().startswith(made_pdfs.made())


def test_the_command_opens_a_locked_file(tmp_path: Path) -> None:
    file, out = tmp_path / "locked.pdf", tmp_path / "copy.pdf"
    file.write_bytes(made_pdfs.again(made_pdfs.made(), encryption=pikepdf.Encryption(user="geheim", owner="o")))
    assert run(file, "-o", out, "--password", "geheim").exit_code == 0
    assert out.read_bytes().startswith(file.read_bytes())
    refused = run(file, "-o", tmp_path / "none.pdf", "--password", "wrong")
    assert refused.exit_code == 2
    assert not (tmp_path / "none.pdf").exists()


def test_the_command_speaks_of_a_signature(tmp_path: Path) -> None:
    file = tmp_path / "signed.pdf"
    file.write_bytes(made_pdfs.signed())
    done = run(file, "-o", tmp_path / "copy.pdf", "--quiet")
    assert done.exit_code == 0
    assert "the PDF is signed" in done.stderr


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("contract.docx", b"PK\x03\x04 word/document.xml", "contractcheck suggest"),
        ("contract.txt", b"The Provider shall notify the Customer.", "only PDF files can be marked"),
        ("broken.pdf", b"%PDF-1.7\n%nothing else", "cut short"),
        ("empty.pdf", b"", "empty"),
        ("missing.pdf", None, "no such file"),
    ],
)
def test_what_cannot_be_marked_is_one_line(name: str, content: bytes | None, words: str, tmp_path: Path) -> None:
    file, out = tmp_path / name, tmp_path / "out" / "copy.pdf"
    out.parent.mkdir()
    if content is not None:
        file.write_bytes(content)
    done = run(file, "-o", out)
    assert done.exit_code == 2
    assert words in done.stderr
    assert len(done.stderr.splitlines()) == 1, done.stderr
    assert list(out.parent.iterdir()) == []


def test_the_original_is_never_overwritten(tmp_path: Path) -> None:
    file = tmp_path / "contract.pdf"
    file.write_bytes(made_pdfs.made())
    done = run(file, "-o", file)
    assert done.exit_code == 2
    assert file.read_bytes() == made_pdfs.made()


def test_a_folder_that_does_not_exist_is_named(tmp_path: Path) -> None:
    done = run(SAMPLES / "mutual-nda.pdf", "-o", tmp_path / "nowhere" / "copy.pdf")
    assert done.exit_code == 2
    assert "cannot be written" in done.stderr


def test_reports_without_findings_still_give_a_copy() -> None:
    """A playbook that does not apply marks nothing and says so in front."""
    data, found, _ = sample()
    assert found.contract is not None
    report: Report = replace(found.report, assessed=())
    copy = mark_pdf(found.contract, [report])
    assert copy.notes == ()
    assert copy.data.startswith(data)
    assert len(texts(copy.data)) == len(texts(data)) + 1
