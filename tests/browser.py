"""A headless Chromium for the tests and benchmarks of pages: where it is, how it is started, what it must not do."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# As in a container: no sandbox within the sandbox, and nothing that the browser does of its own accord.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-dev-shm-usage",
    "--disable-sync",
    "--no-first-run",
]
DESKTOP, PHONE = {"width": 1280, "height": 900}, {"width": 360, "height": 740}


def missing() -> str:
    """Return what is missing for a browser, or "" where there is one."""
    if not _found():
        return f"no browser: install one of {', '.join(NAMES)}"
    try:
        import playwright.sync_api  # noqa: F401
    except ImportError:
        return "no playwright: pip install 'contractcheck[test]'"
    return ""


def _found() -> str | None:
    return next((found for name in NAMES if (found := shutil.which(name))), None)


@contextmanager
def chromium() -> Iterator[Any]:
    """Start the browser, and end it."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=_found(), args=ARGUMENTS)
        try:
            yield browser
        finally:
            browser.close()


@dataclass
class Watched:
    """A page and all that it did: what it asked for, what it said, what it popped up."""

    page: Any
    requests: list[str] = field(default_factory=list)
    stopped: dict[str, str] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)

    def ids(self) -> list[str]:
        """The findings in sight, in the order in which they stand."""
        return list(self.page.eval_on_selector_all(".finding", _IDS))

    @property
    def left(self) -> list[str]:
        """What it asked for that is no file of ours and not in the page itself."""
        return [url for url in self.requests if not url.startswith(("file://", "data:"))]


def until(page: Any, what: str) -> None:
    """Wait until an expression is true. The browser's own way to wait evaluates text, which the pages' policy forbids."""
    for _ in range(_TRIES):
        if page.evaluate(what):
            return
        page.wait_for_timeout(_PAUSE)
    raise TimeoutError(what)


_TRIES, _PAUSE = 400, 25
_IDS = "all => all.filter(one => one.offsetParent !== null).map(one => one.id)"


@contextmanager
def opened(browser: Any, file: Path, at: str = "", **how: Any) -> Iterator[Watched]:
    """Open a file in a window of its own. ``at`` is what follows "#"; ``how`` goes to the browser's context."""
    context = browser.new_context(**{"viewport": DESKTOP, **how})
    try:
        page = context.new_page()
        seen = Watched(page)
        page.on("request", lambda request: seen.requests.append(request.url))
        page.on("requestfailed", lambda request: seen.stopped.update({request.url: request.failure}))
        page.on("console", lambda message: seen.said.append(message.text))
        page.on("pageerror", lambda error: seen.said.append(str(error)))
        page.on("dialog", lambda dialog: (seen.dialogs.append(dialog.message), dialog.dismiss()))
        page.goto(file.as_uri() + (f"#{at}" if at else ""))
        yield seen
    finally:
        context.close()
