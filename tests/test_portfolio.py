"""The portfolio page in a real browser: the heat map, and the page of each contract behind it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from contractcheck.audits.audits import audit
from contractcheck.audits.tasks import About, Result, Task
from contractcheck.model import Report, Severity, Verdict
from contractcheck.model.terms import term
from contractcheck.report import render, to_data
from contractcheck.report.fromdata import from_data
from tests import browser as browsers
from tests.browser import PHONE, Watched, opened, until
from tests.made_reports import finding, full, passage, report, unreadable
from tests.test_pages import PAYLOAD, faults, press

in_browser = pytest.mark.skipif(bool(browsers.missing()), reason=browsers.missing() or "there is a browser")

TITLES = {item.finding.requirement: item.title for item in full().assessed}
MANY = 150


def good() -> Report:
    return report(
        finding("encryption", Verdict.MET, evidence=(passage("Data is encrypted."),)),
        finding("breach-notification", Verdict.MET, Severity.CRITICAL, evidence=(passage(),)),
        provider="Zebra Hosting Ltd",
    )


def hostile() -> Report:
    made = report(finding("encryption", Verdict.WEAK, message=PAYLOAD, evidence=(passage(PAYLOAD),)))
    return replace(made, contract=replace(made.contract, kind=PAYLOAD, provider=PAYLOAD, customer=PAYLOAD))


KINDS = {"full": full, "good": good, "hostile": hostile, "lost": unreadable}


class Made:
    """Answers in place of workers: what a file holds is the name of its report."""

    def run(self, tasks: Iterator[Task]) -> Iterator[tuple[Task, Result]]:
        for task in tasks:
            data = to_data(KINDS[Path(task.location).read_text(encoding="utf-8").split()[0]]())
            yield task, Result(data | {"contract": data["contract"] | {"path": "", "name": "", "sha256": task.sha256}})

    def about(self) -> About:
        return About(
            playbook="outsourcing", version="1", title="Outsourcing", titles=TITLES, whys={"encryption": "Why."}
        )

    def close(self) -> None:
        pass


def audited(folder: Path, files: dict[str, str]) -> Path:
    """Audit made-up files, and return the folder of the results."""
    (folder / "in").mkdir(exist_ok=True)
    for name, text in files.items():
        (folder / "in" / name).write_text(text, encoding="utf-8")
    audit(folder / "in", folder / "out", runner=Made())
    return folder / "out"


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with browsers.chromium() as started:
        yield started


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of an audit of many files, one of them hostile by name and content, one not checked."""
    files = {f"contract {number:04}.txt": "full" for number in range(MANY)}
    files |= {"aaa good.txt": "good", PAYLOAD.replace("/", "\u2215")[:200] + ".txt": "hostile", "lost.txt": "lost"}
    return audited(tmp_path_factory.mktemp("audit"), files) / "index.html"


def names(seen: Watched) -> list[str]:
    return list(seen.page.locator(".heat tbody th a").all_inner_texts())


def tally(seen: Watched) -> str:
    return str(seen.page.locator(".heat_tally").inner_text())


# --- the heat map -------------------------------------------------------------------------------------------------


@in_browser
def test_only_the_rows_in_sight_are_drawn(browser: Any, index: Path) -> None:
    with opened(browser, index) as seen:
        assert tally(seen) == f"{MANY + 2} of {MANY + 2} contracts shown"
        first = names(seen)
        assert len(first) < 80
        assert seen.page.locator(".common").inner_text() == f"All files are in {index.parents[1] / 'in'}/"
        seen.page.evaluate("document.querySelector('.heat').scrollTop = 1e6")
        until(seen.page, "document.querySelector('.heat').textContent.includes('aaa good')")
        assert len(names(seen)) < 80
        assert not set(first) & set(names(seen))


@in_browser
@pytest.mark.parametrize(
    ("do", "count", "first", "why"),
    [
        ({"#heat_words": "zebra"}, 1, "aaa good.txt", "words of a party"),
        ({"#heat_words": "CONTRACT 0042"}, 1, "contract 0042.txt", "words of the file's name"),
        ({"#heat_need": "encryption", "#heat_verdict": "met"}, 1, "aaa good.txt", "a verdict on a requirement"),
        ({"#heat_verdict": "unwanted"}, MANY, "contract 0000.txt", "a verdict on any requirement"),
        ({"#heat_severity": "critical"}, MANY, "contract 0000.txt", "contracts with a critical gap"),
        ({"#heat_family": "Service levels", "#heat_verdict": "met"}, 0, "", "a verdict within a family"),
        ({"#heat_sort": "path"}, MANY + 2, "", "the order of the files"),
        ({"#heat_sort": "availability-target"}, MANY + 2, "contract 0000.txt", "those that lack it come first"),
    ],
)
def test_filters_and_order(browser: Any, index: Path, do: dict[str, str], count: int, first: str, why: str) -> None:
    with opened(browser, index) as seen:
        for place, value in do.items():
            if place == "#heat_words":
                seen.page.fill(place, value)
            elif place == "#heat_need" or value in TITLES:
                seen.page.select_option(place, label=term(TITLES[value]))
            else:
                seen.page.select_option(place, value)
        assert tally(seen) == f"{count} of {MANY + 2} contracts shown", why
        if count and first:
            assert names(seen)[0] == first, why
        if "#heat_sort" in do and do["#heat_sort"] == "path":
            assert names(seen) == sorted(names(seen))
        seen.page.get_by_role("button", name="Show all").click()
        assert tally(seen) == f"{MANY + 2} of {MANY + 2} contracts shown"


@in_browser
def test_a_click_on_a_heading_sorts_and_says_so(browser: Any, index: Path) -> None:
    with opened(browser, index) as seen:
        assert names(seen)[0] == "contract 0000.txt"
        seen.page.locator(".heat .names .file button").click()
        assert seen.page.locator(".heat .names .file").get_attribute("aria-sort") == "ascending"
        assert names(seen)[0] == min(names(seen))


@in_browser
def test_colour_is_never_the_only_mark(browser: Any, index: Path) -> None:
    with opened(browser, index) as seen:
        row = seen.page.locator(".heat tbody tr:has(a)").first
        cells = row.locator("td.cell a").evaluate_all(
            "all => all.map(one => [one.textContent, one.getAttribute('aria-label')])"
        )
        signs = {label.rsplit(": ", 1)[1].rsplit(" (", 1)[0]: sign for sign, label in cells}
        assert len(set(signs.values())) == len(signs) == 6, "a sign for each verdict"


@in_browser
def test_a_click_leads_to_the_report_and_back_without_a_network(browser: Any, index: Path) -> None:
    with opened(browser, index) as seen:
        seen.page.context.set_offline(True)
        cell = seen.page.locator(
            ".heat td.cell a[aria-label^='Encryption'], .heat td.cell a[href$='#encryption']"
        ).first
        cell.click()
        seen.page.wait_for_selector("#encryption details[open]")
        assert seen.page.locator("h1").inner_text() == "contract 0000.txt"
        assert "Why." in seen.page.locator("#encryption").inner_text(), "why it matters comes from the rules"
        seen.page.get_by_role("link", name="All contracts of this audit").click()
        seen.page.wait_for_selector(".heat tbody a")
        seen.page.locator("section:has(> h2:text('Worst gaps')) a").first.click()
        seen.page.wait_for_selector(".finding")


@in_browser
def test_keys_of_the_map(browser: Any, index: Path) -> None:
    with opened(browser, index) as seen:
        press(seen, *["j"] * 40)
        assert seen.page.evaluate("document.activeElement.textContent").endswith("contract 0039.txt")
        assert seen.page.evaluate("document.activeElement.getBoundingClientRect().top") > 0
        press(seen, "k", "/")
        seen.page.keyboard.type("zebra")
        assert tally(seen).startswith("1 of")
        press(seen, "Escape", "j", "Enter")
        seen.page.wait_for_selector(".finding")


@in_browser
def test_without_the_script_there_is_a_plain_table(browser: Any, index: Path) -> None:
    with opened(browser, index, java_script_enabled=False) as seen:
        links = seen.page.locator("noscript + *, .map a[href^='reports/']")
        assert links.count() >= MANY + 2
        assert not seen.page.locator("#heat_words").is_visible()
        assert "lost.txt" in seen.page.locator("section:has(> h2:text('Not checked'))").inner_text()


@in_browser
def test_paper_shows_every_contract(browser: Any, index: Path, tmp_path: Path) -> None:
    file = tmp_path / "page.pdf"
    with opened(browser, index) as seen:
        seen.page.pdf(path=str(file), landscape=True)
    with pypdfium2.PdfDocument(file) as pdf:
        text = "".join("".join(page.get_textpage().get_text_range().split()) for page in pdf)
    assert all(f"contract{number:04}.txt" in text for number in range(MANY))


@in_browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_serious_fault_of_accessibility(browser: Any, index: Path, scheme: str) -> None:
    with opened(browser, index, color_scheme=scheme, bypass_csp=True) as seen:
        seen.page.fill("#heat_words", "contract 000")
        assert faults(seen.page) == []


@in_browser
def test_a_phone_needs_no_sideways_scroll(browser: Any, index: Path) -> None:
    with opened(browser, index, viewport=PHONE) as seen:
        assert seen.page.evaluate("document.scrollingElement.scrollWidth") <= PHONE["width"]


@in_browser
def test_nothing_leaves_and_nothing_foreign_runs(browser: Any, index: Path) -> None:
    with opened(browser, index) as seen:
        seen.page.fill("#heat_words", "evil")
        assert tally(seen).startswith("1 of")
        assert "<script>window.hit=1<" in names(seen)[0]
        press(seen, "Escape")
        seen.page.fill("#heat_words", "onerror")
        seen.page.locator(".heat tbody th a").click()
        seen.page.wait_for_selector(".finding")
        assert seen.page.locator("#encryption blockquote").inner_text() == f"“{PAYLOAD}”"
        assert seen.page.evaluate("window.hit === undefined")
        assert (seen.left, seen.dialogs, seen.said) == ([], [], [])


# --- the pages behind it ------------------------------------------------------------------------------------------


def pages(out: Path) -> dict[str, int]:
    return {path.name: path.stat().st_mtime_ns for path in (out / "reports").iterdir()}


def test_pages_are_written_once_and_removed_with_their_file(tmp_path: Path) -> None:
    out = audited(tmp_path, {"a.txt": "full", "b.txt": "good", "c.txt": "full", "lost.txt": "lost"})
    first = pages(out)
    assert len(first) == 3, "one a file that was checked: two with the same content have one each"
    assert all(len(name) == 21 and name.endswith(".html") for name in first), "no word of a contract or of its name"
    (out / "reports" / "notes.txt").write_text("a user's own", encoding="utf-8")
    (tmp_path / "in" / "a.txt").rename(tmp_path / "in" / "renamed.txt")
    audited(tmp_path, {"b.txt": "good again"})
    second = pages(out)
    assert len(set(first) & set(second)) == 1, "the one that is as it was"
    assert all(second[name] == first[name] for name in set(first) & set(second)), "it was not written again"
    assert len(second) == 4, "what is not ours is left alone"
    titles = [path.read_text(encoding="utf-8") for path in (out / "reports").glob("*.html")]
    assert sum("<h1>renamed.txt</h1>" in text for text in titles) == 1


def test_a_page_that_was_lost_is_made_again(tmp_path: Path) -> None:
    out = audited(tmp_path, {"a.txt": "full", "b.txt": "good"})
    name = next(iter(pages(out)))
    (out / "reports" / name).unlink()
    audited(tmp_path, {})
    assert name in pages(out)


@pytest.mark.parametrize("made", [full(), unreadable(), report(), hostile()], ids=["full", "lost", "empty", "hostile"])
def test_schema_1_reads_back_as_it_was_written(made: Report) -> None:
    data = json.loads(render(made, "json"))
    assert to_data(from_data(data)) == data
