"""One page a contract, for the portfolio page to lead to: the report as ``check --format html`` shows it, no pictures.

Pages are written once. A page's name stands for the file, its content, its waivers, the rules and the look of the page,
and never holds a word of them: as long as the name is there, the page is current.
"""

from __future__ import annotations

import json
import os
import re
from hashlib import sha256
from pathlib import Path

from contractcheck.audits import selections
from contractcheck.audits.ledger import Ledger, Run
from contractcheck.audits.named import line
from contractcheck.audits.tasks import About
from contractcheck.audits.waived import with_waivers
from contractcheck.places import templates_folder

FOLDER = "reports"
# Names are told apart by 64 bits: among a million contracts two share one with a chance of 1 in 40 million.
_LENGTH = 16
_NAME = re.compile(rf"[0-9a-f]{{{_LENGTH}}}\.html")


class PageNames:
    """The names of the pages of a run."""

    def __init__(self, ledger: Ledger, run: Run) -> None:
        self._run = f"{_look()} {run.key}"
        self.waivers = selections.waivers(ledger, run)

    def of(self, path: str, content: str) -> str:
        """Return the name of the page of a file: ``path`` is its place in the audit, ``content`` its hash."""
        accepted = json.dumps(self.waivers[path]) if path in self.waivers else ""
        named = f"{self._run} {content} {path}{accepted}"
        return sha256(named.encode("utf-8", "replace")).hexdigest()[:_LENGTH] + ".html"


def write_pages(ledger: Ledger, run: Run, about: About, folder: Path) -> None:
    """Write the pages that are not there yet into ``folder``, and remove those of files that are gone or changed."""
    folder.mkdir(exist_ok=True)
    there = {name for name in os.listdir(folder) if _NAME.fullmatch(name)}
    page, names = None, PageNames(ledger, run)
    for path, content in selections.checked(ledger, run):
        name = names.of(path, content)
        if name in there:
            there.discard(name)
            continue
        from contractcheck.report.fromdata import from_data
        from contractcheck.report.web import WebPage

        page = page or WebPage()
        written = line(selections.packed(ledger, run, content), path)
        if path in names.waivers:
            written = with_waivers(written, names.waivers[path])
        data = json.loads(written)
        report = from_data(data, title=about.title, titles=about.titles, whys=about.whys)
        new = folder / f".{name}.new"
        new.write_text(page.render([report], home="../index.html"), encoding="utf-8", errors="replace", newline="\n")
        os.replace(new, folder / name)
    for name in there:
        (folder / name).unlink()


def _look() -> str:
    """Return a hash of what makes the page look as it does. The code is part of the run's key; templates are not."""
    digest = sha256()
    for file in sorted(templates_folder().iterdir()):
        if file.suffix in (".html", ".css", ".js"):
            digest.update(file.read_bytes())
    return digest.hexdigest()
