"""Waivers in an audit: which gaps of which files a person accepted, kept in the ledger beside the run.

Results are kept by content and know of no waiver: what is accepted may change while no contract does. So waivers are
held against them anew in every run, and put into the outputs on the way out.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from contractcheck.audits import selections
from contractcheck.audits.ledger import Ledger, Run
from contractcheck.model import Verdict
from contractcheck.report.data import waiver_data
from contractcheck.waivers.applying import decide

if TYPE_CHECKING:
    from contractcheck.waivers.entries import WaiverEntry


@dataclass
class Waiving:
    """The waivers of an audit: ``entries`` returns those that may be for a place on disk, ``today`` is their day.

    ``contracts`` collects pairs of place and content of what was checked, ``notes`` the sentences on waivers that do
    nothing, each with the file that it is about.
    """

    entries: Callable[[str], tuple[WaiverEntry, ...]]
    today: date
    contracts: list[tuple[str, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def waive(ledger: Ledger, run: Run, waiving: Waiving) -> None:
    """Hold the waivers against the results of a run, and record what they do."""
    rows: list[tuple[str, str, str]] = []
    verdicts = selections.verdicts(ledger, run)
    path, found = next(verdicts, ("", {}))
    for at, location, content in selections.places(ledger, run):
        while path and path < at:
            path, found = next(verdicts, ("", {}))
        waiving.contracts.append((location, content))
        entries = waiving.entries(location)
        if entries and path == at:
            rows += _decided(at, location, content, found, entries, waiving)
    ledger.keep_waivers(run, rows)


def _decided(
    at: str,
    location: str,
    content: str,
    found: dict[str, tuple[str, str]],
    entries: Sequence[WaiverEntry],
    waiving: Waiving,
) -> list[tuple[str, str, str]]:
    verdicts = {id_: Verdict(verdict) for id_, (verdict, _) in found.items()}
    done = decide(verdicts, entries, location, content, waiving.today)
    waiving.notes += [f"{at}: {note}" for note in done.notes]
    rows = [(at, id_, json.dumps(waiver_data(waiver))) for id_, waiver in done.waived.items()]
    # A row without a requirement holds the notes of a file.
    return rows + ([(at, "", json.dumps(done.notes))] if done.notes else [])


def with_waivers(line: str, waivers: dict[str, Any]) -> str:
    """Put the waivers of a file into its line of results.jsonl. Only such lines are parsed at all."""
    data = json.loads(line)
    counts = data["summary"]["gaps_by_severity"]
    waived = 0
    for finding in data["findings"]:
        waiver = waivers.get(finding["requirement"])
        if waiver:
            finding["waiver"] = waiver
            counts[finding["severity"]] -= 1
            waived += 1
    if waived:
        summary = {}
        for key, value in data["summary"].items():
            summary[key] = value - waived if key == "gaps" else value
            if key == "gaps":
                summary["waived"] = waived
        data["summary"] = summary
    if waivers.get(""):
        data["waiver_notes"] = waivers[""]
    return json.dumps(data, separators=(",", ":"))
