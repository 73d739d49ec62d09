"""The HTML report in a real browser: filters, links, keys, print, and all that it must not do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from contractcheck.contract import Contract
from contractcheck.model import Report, Severity, Value, Verdict, Waiver
from contractcheck.reading import Source, read
from contractcheck.report import render
from contractcheck.report.pictures import illustrate
from tests import browser as browsers
from tests.browser import DESKTOP, PHONE, Watched, opened, until
from tests.made_reports import finding, full, passage, report, unreadable

pytestmark = pytest.mark.skipif(bool(browsers.missing()), reason=browsers.missing() or "there is a browser")

SAMPLE = Path(__file__).resolve().parents[1] / "sample_contracts" / "it-hosting.pdf"
GAPS = [
    *("breach-notification", "encryption", "availability-target", "service-credits", "confidentiality-term"),
]
REST = ["return-of-data", "security-audit", "cure-period", "step-in"]
# Everything that has ever got out of an attribute, an element or a style, and says so by setting a mark.
PAYLOAD = (
    "<script>window.hit=1</script><img src=x onerror=window.hit=1><svg onload=window.hit=1>"
    "\"' onmouseover=window.hit=1 autofocus onfocus=window.hit=1 x='</script><script>window.hit=1</script>"
    "</style><style>body{display:none}</style></title><a href=javascript:window.hit=1>go</a>{{7*7}}<!--"
    "<iframe src=https://evil.example/></iframe><base href=https://evil.example/><meta http-equiv=refresh content=0>"
)


def hostile() -> Report:
    """Every text that a contract, a file name or a waiver can supply is an attack."""
    waiver = Waiver("encryption", PAYLOAD, PAYLOAD, date(2027, 3, 31))
    weak = finding(
        "encryption",
        Verdict.WEAK,
        message=PAYLOAD,
        value=Value(None, "", PAYLOAD),
        evidence=(passage(PAYLOAD, clause=PAYLOAD),),
        notes=(PAYLOAD,),
    )
    return report(
        replace(weak, waiver=waiver),
        finding("security-audit", Verdict.MET, evidence=(passage(PAYLOAD, clause=PAYLOAD),), notes=(PAYLOAD,)),
        finding("return-of-data", Verdict.MISSING, nearest=passage(PAYLOAD)),
        finding("liability-cap", Verdict.UNSURE, evidence=(passage(PAYLOAD),)),
        finding("step-in", Verdict.NOT_APPLICABLE, message=PAYLOAD),
        name=PAYLOAD,
        provider=PAYLOAD,
        customer=PAYLOAD,
        notes=(PAYLOAD,),
    )


def pictured() -> tuple[Report, str]:
    """A report on a sample contract with pictures of its pages, made without any rule."""
    document = read(SAMPLE)
    words = ("Security Breach", "reasonable", "terminate")
    found = []
    for at, word in enumerate(words):
        start = document.text.index(word, 2000 * (at + 1))
        page = next(page for page in document.pages if page.start <= start < page.end)
        found.append(
            replace(
                passage(word, page=page.number),
                start=start,
                end=start + len(word),
                quote=document.text[start : start + len(word)],
            )
        )
    made = report(
        finding("encryption", Verdict.WEAK, evidence=(found[0],)),
        finding("security-audit", Verdict.MET, evidence=(found[1],)),
        finding("return-of-data", Verdict.MISSING, nearest=found[2]),
    )
    made = replace(made, contract=replace(made.contract, sha256=document.sha256))
    art = illustrate(Contract.of(document, Source(SAMPLE.read_bytes(), "a", "a")), [made])
    return made, render(made, "html", art={document.sha256: art})


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with browsers.chromium() as started:
        yield started


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Pages by name: the ones that the tests look at."""
    folder = tmp_path_factory.mktemp("pages")
    pages = {
        "full": render(full(), "html"),
        "several": render([full(), full("two.pdf"), unreadable()], "html"),
        "hostile": render(hostile(), "html"),
        "pictured": pictured()[1],
    }
    found = {}
    for name, text in pages.items():
        found[name] = folder / f"{name}.html"
        found[name].write_text(text, encoding="utf-8")
    return found


def press(seen: Watched, *keys: str) -> None:
    for key in keys:
        seen.page.keyboard.press(key)


def focused(seen: Watched) -> str:
    """The finding that holds the focus."""
    return str(seen.page.evaluate("(document.activeElement.closest('.finding') || {}).id || ''"))


# --- reading it without a script ----------------------------------------------------------------------------------


def test_all_of_it_can_be_read_without_the_script(browser: Any, files: dict[str, Path]) -> None:
    with opened(browser, files["full"], java_script_enabled=False) as seen:
        shown = seen.page.locator("main").inner_text()
        for words in ("5 gaps", "It cannot meet them without news.", "within 48 hours"):
            assert words in shown
        for item in full().assessed:
            assert item.title in shown
        assert not seen.page.locator(".rail").is_visible(), "filters that would do nothing are not shown"
        closed = seen.page.locator("#step-in details")
        assert closed.get_attribute("open") is None
        seen.page.locator("#step-in summary").click()
        assert closed.get_attribute("open") is not None
        assert "This contract is no outsourcing of a function." in seen.page.locator("#step-in").inner_text()


def test_both_orders_are_there_without_the_script(browser: Any, files: dict[str, Path]) -> None:
    with opened(browser, files["full"], java_script_enabled=False) as seen:
        seen.page.locator(".index > summary").click()
        links = seen.page.locator(".by_clause a").evaluate_all("all => all.map(one => one.hash.slice(1))")
        assert sorted(links) == sorted(GAPS + REST)
        assert links[-2:] == ["confidentiality-term", "step-in"], "what stands nowhere comes last"


# --- filters and order --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("do", "expected", "why"),
    [
        ({"uncheck": ["missing"]}, {"encryption", "confidentiality-term"}, "a verdict"),
        ({"uncheck": ["met", "not applicable"]}, {"security-audit", "cure-period", "step-in"}, "two verdicts"),
        (
            {"uncheck": ["low"]},
            {"confidentiality-term", "security-audit", "cure-period", "step-in"},
            "a severity: what is met has none",
        ),
        ({"family": "Service levels"}, set(GAPS + REST) - {"availability-target", "service-credits"}, "a family"),
        ({"words": "SCHEDULE 3"}, set(GAPS + REST) - {"service-credits"}, "words in a quote, in any case"),
        ({"words": "audit thirty"}, set(GAPS + REST) - {"security-audit"}, "words that do not stand together"),
        ({"words": "nowhere to be found"}, set(GAPS + REST), "nothing is left, and the page says so"),
        (
            {"words": "provider", "uncheck": ["weak"], "family": "Data security"},
            set(GAPS + REST) - {"encryption", "security-audit"},
            "all of them together",
        ),
    ],
)
def test_filters(browser: Any, files: dict[str, Path], do: dict[str, Any], expected: set[str], why: str) -> None:
    with opened(browser, files["full"]) as seen:
        everything = seen.ids()
        assert set(everything) == set(GAPS + REST)
        for value in do.get("uncheck", []):
            seen.page.locator(f".controls input[value='{value}']").uncheck()
        if "family" in do:
            seen.page.select_option("#filter_family", do["family"])
        seen.page.fill("#filter_words", do.get("words", ""))
        left = set(everything) - expected
        assert set(seen.ids()) == left, why
        assert seen.page.locator(".tally").inner_text() == f"{len(left)} of 9 findings shown"
        assert seen.page.locator(".nothing").is_visible() == (not left)
        seen.page.get_by_role("button", name="Show all").click()
        assert set(seen.ids()) == set(everything)


def test_the_order_of_the_contract_and_back(browser: Any, tmp_path: Path) -> None:
    late, early = replace(passage("Late words."), start=900), replace(passage("Early words."), start=5)
    made = report(
        finding("encryption", Verdict.WEAK, Severity.CRITICAL, evidence=(late,)),
        finding("return-of-data", Verdict.MISSING, Severity.HIGH),
        finding("security-audit", Verdict.MET, evidence=(early,)),
    )
    file = tmp_path / "page.html"
    file.write_text(render(made, "html"), encoding="utf-8")
    with opened(browser, file) as seen:
        assert seen.ids() == ["encryption", "return-of-data", "security-audit"]
        seen.page.get_by_label("By clause").check()
        assert seen.ids() == ["security-audit", "encryption", "return-of-data"]
        seen.page.get_by_label("By severity").check()
        assert seen.ids() == ["encryption", "return-of-data", "security-audit"]


# --- links and keys -----------------------------------------------------------------------------------------------


def test_a_link_from_outside_opens_its_finding(browser: Any, files: dict[str, Path]) -> None:
    with opened(browser, files["full"], at="step-in") as seen:
        assert seen.page.locator("#step-in details").get_attribute("open") is not None
        assert seen.page.locator("#step-in").is_visible()
        assert focused(seen) == "step-in"
        top = seen.page.locator("#step-in").bounding_box()["y"]
        assert 0 <= top < DESKTOP["height"]


def test_a_link_shows_what_a_filter_hides(browser: Any, files: dict[str, Path]) -> None:
    with opened(browser, files["full"]) as seen:
        seen.page.locator(".controls input[value='missing']").uncheck()
        assert "encryption" not in seen.ids()
        seen.page.locator(".list a[href='#encryption']").first.click()
        until(seen.page, "Boolean(document.activeElement.closest('#encryption'))")
        assert "encryption" in seen.ids()


def test_several_reports_have_links_of_their_own(browser: Any, files: dict[str, Path]) -> None:
    with opened(browser, files["several"], at="2.cure-period") as seen:
        assert focused(seen) == "2.cure-period"
        assert len(seen.ids()) == 18


def test_keys(browser: Any, files: dict[str, Path]) -> None:
    with opened(browser, files["full"]) as seen:
        press(seen, "j")
        assert focused(seen) == GAPS[0]
        press(seen, "j", "j")
        assert focused(seen) == GAPS[2]
        press(seen, "k")
        assert focused(seen) == GAPS[1]
        outline = seen.page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline == "solid", "the focus can be seen"
        press(seen, "Enter")
        assert seen.page.locator(f"#{GAPS[1]} details").get_attribute("open") is None
        press(seen, "/")
        assert seen.page.evaluate("document.activeElement.id") == "filter_words"
        seen.page.keyboard.type("jko?/e")
        assert seen.page.input_value("#filter_words") == "jko?/e", "in a field a key is a letter"
        press(seen, "Escape")
        assert len(seen.ids()) == 9
        press(seen, "o")
        assert seen.page.get_by_label("By clause").is_checked()
        press(seen, "o", "e")
        assert seen.page.locator(".finding > details[open]").count() == 0
        press(seen, "?")
        assert seen.page.locator(".keys").get_attribute("open") is not None
        shown = seen.page.locator(".keys").inner_text()
        assert all(key in shown for key in ("j", "k", "Enter", "/", "Esc", "o", "e", "?")), "each key is written down"


def test_single_keys_can_be_turned_off(browser: Any, files: dict[str, Path]) -> None:
    """As WCAG 2.1.4 asks: who dictates must be able to stop the page from acting on each letter."""
    with opened(browser, files["full"]) as seen:
        press(seen, "?")
        seen.page.get_by_label("Single keys are on").uncheck()
        press(seen, "o")
        assert seen.page.get_by_label("By severity").is_checked()


# --- print, phone, dark -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("script", [True, False], ids=["with its script", "without"])
def test_on_paper_everything_is_there(browser: Any, files: dict[str, Path], script: bool, tmp_path: Path) -> None:
    file = tmp_path / "page.pdf"
    with opened(browser, files["full"], java_script_enabled=script) as seen:
        seen.page.pdf(path=str(file))
    with pypdfium2.PdfDocument(file) as pdf:
        text = " ".join(" ".join(page.get_textpage().get_text_range() for page in pdf).split())
    made = full()
    for item in made.assessed:
        quotes = item.finding.evidence[:1] or ([item.finding.nearest] if item.finding.nearest else [])
        words = [item.title, *(quote.quote for quote in quotes)]
        words += [item.message] if item.verdict is not Verdict.MET else []
        for piece in words:
            assert squeezed(piece) in squeezed(text), item.finding.requirement
    assert "Single keys" not in text, "what only a screen can do is not printed"


def squeezed(text: str) -> str:
    return "".join(text.replace("\ufffe", "-").replace("-", "").split())


def test_paper_says_that_it_was_filtered(browser: Any, files: dict[str, Path]) -> None:
    with opened(browser, files["full"]) as seen:
        seen.page.fill("#filter_words", "schedule")
        assert not seen.page.locator(".filtered").is_visible()
        seen.page.emulate_media(media="print")
        assert seen.page.locator(".filtered").inner_text() == "Filtered: 1 of 9 findings are shown here."


@pytest.mark.parametrize("name", ["full", "several", "hostile", "pictured"])
def test_a_phone_needs_no_sideways_scroll(browser: Any, files: dict[str, Path], name: str) -> None:
    with opened(browser, files[name], viewport=PHONE) as seen:
        seen.page.locator(".rail summary").first.click()
        assert seen.page.evaluate("document.scrollingElement.scrollWidth") <= PHONE["width"]


def test_dark_and_light(browser: Any, files: dict[str, Path]) -> None:
    colours = {}
    for scheme in ("light", "dark"):
        with opened(browser, files["full"], color_scheme=scheme) as seen:
            colours[scheme] = seen.page.evaluate("getComputedStyle(document.querySelector('.sheet')).backgroundColor")
    assert colours == {"light": "rgb(255, 255, 255)", "dark": "rgb(27, 29, 32)"}


# --- what it must not do ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["full", "several", "hostile", "pictured"])
def test_nothing_leaves_the_page_and_nothing_foreign_runs(browser: Any, files: dict[str, Path], name: str) -> None:
    with opened(browser, files[name]) as seen:
        press(seen, "j", "j", "e", "e", "o")
        seen.page.mouse.move(500, 400)
        for link in seen.page.locator("main a[href^='#']").all()[:8]:
            if link.is_visible():
                link.click()
        seen.page.emulate_media(media="print")
        assert seen.page.evaluate("window.hit === undefined")
        assert (seen.left, seen.dialogs, seen.said) == ([], [], [])
        assert [url for url in seen.requests if url.startswith("file:")] == [files[name].as_uri()]


def test_the_policy_holds(browser: Any, files: dict[str, Path]) -> None:
    """The control of the test above: what gets into the page all the same is stopped, and is heard of."""
    with opened(browser, files["full"]) as seen:
        seen.page.evaluate(
            "() => { const s = document.createElement('script'); s.textContent = 'window.hit = 1';"
            " document.body.append(s); const i = new Image(); i.src = 'https://evil.example/'; document.body.append(i);"
            " document.body.setAttribute('onclick', 'window.hit = 1'); document.body.click() }"
        )
        seen.page.wait_for_timeout(100)
        assert seen.page.evaluate("window.hit === undefined")
        assert seen.stopped == {"https://evil.example/": "csp"}
        assert sum("Content Security Policy" in line for line in seen.said) >= 3


def test_what_a_contract_says_is_shown_as_it_stands(browser: Any, files: dict[str, Path]) -> None:
    with opened(browser, files["hostile"]) as seen:
        assert seen.page.locator("h1").inner_text() == PAYLOAD
        assert PAYLOAD in seen.page.locator("#encryption .accepted").inner_text(), "a waiver's reason"
        assert seen.page.locator("#encryption blockquote").inner_text() == f"“{PAYLOAD}”"
        assert seen.page.locator("iframe, base, img, script:not(head script)").count() == 0


# --- accessibility ------------------------------------------------------------------------------------------------


def faults(page: Any) -> list[str]:
    """What axe finds and calls serious or critical: the rule and the places."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    return [
        f"{fault['id']}: {node['html'][:120]}"
        for fault in found
        if fault["impact"] in ("serious", "critical")
        for node in fault["nodes"]
    ]


@pytest.mark.parametrize(
    ("name", "scheme"), [("full", "light"), ("full", "dark"), ("pictured", "dark"), ("several", "light")]
)
def test_no_serious_fault_of_accessibility(browser: Any, files: dict[str, Path], name: str, scheme: str) -> None:
    with opened(browser, files[name], color_scheme=scheme, bypass_csp=True) as seen:
        seen.page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
        assert faults(seen.page) == []


def test_the_check_of_accessibility_finds_faults(browser: Any, files: dict[str, Path]) -> None:
    with opened(browser, files["full"], bypass_csp=True) as seen:
        seen.page.evaluate("document.querySelector('.result').style.color = '#eee'")
        assert any(fault.startswith("color-contrast") for fault in faults(seen.page))


# --- pictures -----------------------------------------------------------------------------------------------------


def test_each_quote_has_its_page_beside_it(browser: Any, files: dict[str, Path]) -> None:
    with opened(browser, files["pictured"], viewport={"width": 1280, "height": 3000}) as seen:
        seen.page.locator("#security-audit summary").click()
        for name in ("encryption", "security-audit", "return-of-data"):
            picture = seen.page.locator(f"#{name} figure svg")
            quote = seen.page.locator(f"#{name} blockquote").bounding_box()
            frame = picture.bounding_box()
            assert frame["x"] >= quote["x"] + quote["width"], "beside, not below"
            assert frame["width"] > 300
            assert "Page " in picture.get_attribute("aria-label")
        shades = seen.page.locator("#encryption figure svg").screenshot()
        assert len(set(_pixels(shades))) > 50, "print and a mark, not an empty frame"
        assert seen.page.locator("#encryption figure a").get_attribute("href").startswith("#page_1_")
        seen.page.locator("#encryption figure a").click()
        assert seen.page.locator(".plate:target").is_visible(), "the whole page"


def _pixels(image: bytes) -> list[Any]:
    import io

    from PIL import Image

    return [colour for _, colour in Image.open(io.BytesIO(image)).convert("RGB").getcolors(1 << 24) or ()]
