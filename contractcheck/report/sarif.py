"""Reports as SARIF 2.1.0, which code hosts and editors show beside the files. One run a playbook.

A result is what a person must act on: gaps, and doubts that must be read. What is met is no result. Form: OASIS,
Static Analysis Results Interchange Format 2.1.0.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from pathlib import Path, PurePath
from typing import Any
from urllib.parse import quote

from contractcheck.model import GAPS, Assessed, Evidence, Report, Severity, Status, Verdict, Waiver
from contractcheck.model.oneline import amount, cut, one_line, printable
from contractcheck.model.terms import term
from contractcheck.report.coverage import NOT_READ, coverage_lines, other_notes
from contractcheck.report.coveragedata import coverage_data
from contractcheck.report.lines import Lines
from contractcheck.report.where import place
from contractcheck.version import __version__

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
# What GitHub takes of one run: it shows the first results, and refuses a larger file. Both are said, not cut.
MAX_SHOWN = 5_000
MAX_BYTES = 10_000_000
_LEVELS = {
    Severity.CRITICAL: "error",
    Severity.HIGH: "error",
    Severity.MEDIUM: "warning",
    Severity.LOW: "note",
}
_STDIN = "standard-input"
Data = dict[str, Any]


def to_sarif(reports: Sequence[Report], lines: Mapping[str, Lines] | None = None) -> str:
    """Return reports as one SARIF log.

    Args:
        reports: reports on any number of contracts.
        lines: the lines of text files, by the hash of the file: their results get lines and columns.

    Nothing in the log depends on the time. Paths under the working folder are relative to it.
    """
    playbooks: dict[tuple[str, str], list[Report]] = {}
    for report in reports:
        playbooks.setdefault((report.playbook, report.playbook_version), []).append(report)
    runs = [_run(group, lines or {}) for group in playbooks.values()]
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": runs}
    text = json.dumps(log, ensure_ascii=True, indent=2) + "\n"
    if len(text) > MAX_BYTES and runs:
        words = f"This log has {len(text):,} bytes. GitHub takes {MAX_BYTES:,}: compress it, or check fewer contracts."
        _notify(runs[0], _notification("log-size", "warning", words))
        text = json.dumps(log, ensure_ascii=True, indent=2) + "\n"
    return text


def _run(reports: Sequence[Report], lines: Mapping[str, Lines]) -> Data:
    first = reports[0]
    items = {item.finding.requirement: item for report in reports for item in report.shown}
    numbers = {requirement: at for at, requirement in enumerate(items)}
    artifacts = {_uri(report): report for report in reports}
    places = {uri: at for at, uri in enumerate(artifacts)}
    results = [
        result
        for report in reports
        for result in _results(report, numbers, places[_uri(report)], lines.get(report.contract.sha256))
    ]
    order = {"error": 0, "warning": 1, "note": 2, "none": 3}
    # Where a host shows only the first ones, they are the worst.
    results.sort(key=lambda result: (order[result["level"]], "suppressions" in result))
    run: Data = {
        "tool": {
            "driver": {
                "name": "contractcheck",
                "version": __version__,
                "semanticVersion": __version__,
                "rules": [_rule(item) for item in items.values()],
            }
        },
        "automationDetails": {"id": f"contractcheck/{first.playbook}/"},
        "invocations": [{"executionSuccessful": all(report.status is Status.CHECKED for report in reports)}],
        "artifacts": [_artifact(uri, report) for uri, report in artifacts.items()],
        "columnKind": "unicodeCodePoints",
        "results": results,
        "properties": {"playbook": {"id": first.playbook, "version": first.playbook_version}},
    }
    for report in reports:
        for notification in _notifications(report, places[_uri(report)]):
            _notify(run, notification)
    if len(results) > MAX_SHOWN:
        words = f"This run has {len(results):,} results. GitHub shows the first {MAX_SHOWN:,}, which are the worst."
        _notify(run, _notification("many-results", "warning", words))
    return run


def _rule(item: Assessed) -> Data:
    """What a requirement asks for and why: what a host shows beside each of its results."""
    help_text = [item.why]
    if item.threshold:
        help_text.append(f"Usual: {item.threshold}.")
    if item.suggestion:
        help_text.append(f"Proposed wording: {item.suggestion}")
    if item.sources:
        help_text.append(f"Sources: {'; '.join(item.sources)}.")
    plain = "\n\n".join(printable(part).strip() for part in help_text if part)
    return {
        "id": item.finding.requirement,
        "name": "".join(part.capitalize() for part in item.finding.requirement.split("-")),
        "shortDescription": {"text": _message(item.title)},
        "fullDescription": {"text": _message(item.why or item.title)},
        "help": {"text": _braces(plain) or _message(item.title)},
        "defaultConfiguration": {"level": _LEVELS[item.severity]},
        "properties": {"tags": [item.family, item.severity.value]},
    }


def _results(report: Report, numbers: Mapping[str, int], artifact: int, lines: Lines | None) -> Iterable[Data]:
    seen: Counter[str] = Counter()
    for item in report.shown:
        requirement = item.finding.requirement
        seen[requirement] += 1
        if item.verdict not in (*GAPS, Verdict.UNSURE):
            continue
        is_gap = item.verdict in GAPS
        evidence = sorted(item.finding.evidence, key=lambda passage: not _holds_value(item, passage))
        related = list(evidence[1:])
        if not evidence:
            related = list(item.finding.near)
        result: Data = {
            "ruleId": requirement,
            "ruleIndex": numbers[requirement],
            "kind": "fail" if is_gap else "review",
            # The standard asks for "none" on all that is no failure.
            "level": _LEVELS[item.severity] if is_gap else "none",
            "message": {"text": _message(_words(item, evidence))},
            "locations": [_location(report, artifact, evidence[0] if evidence else None, lines)],
            "partialFingerprints": {"contractcheck/v1": _fingerprint(report, requirement, seen[requirement])},
            "properties": _properties(item),
        }
        if related:
            words = "also here" if evidence else "the nearest words: they do not say it"
            result["relatedLocations"] = [
                {**_location(report, artifact, passage, lines), "id": at, "message": {"text": words}}
                for at, passage in enumerate(related, start=1)
            ]
        if item.waiver is not None:
            result["suppressions"] = [_suppression(item.waiver)]
        yield result


def _words(item: Assessed, evidence: Sequence[Evidence]) -> str:
    """The sentence that a host shows: what, the verdict, why, where."""
    parts = [f"{term(item.title)}: {item.verdict_name}. {item.message}"]
    if evidence:
        parts.append(f"See {place(evidence[0])}." if place(evidence[0]) else "")
    elif item.finding.nearest is not None:
        parts.append(f"The nearest words stand at {place(item.finding.nearest)}; they do not say it.")
    return " ".join(part for part in parts if part)


def _properties(item: Assessed) -> Data:
    found: Data = {
        "verdict": item.verdict.value,
        "severity": item.severity.value,
        "family": item.family,
        "found": item.finding.found.value,
    }
    if item.finding.value is not None:
        found["value"] = amount(item.finding.value)
    if item.threshold:
        found["usual"] = one_line(item.threshold)
    return found


def _location(report: Report, artifact: int, passage: Evidence | None, lines: Lines | None) -> Data:
    """Where a result stands. A text file has lines; other kinds have pages, and offsets in the text that was read."""
    physical: Data = {"artifactLocation": {"uri": _uri(report), "index": artifact}}
    if passage is None:
        return {"physicalLocation": physical}
    if _is_package(report) and passage.file not in ("", report.contract.name):
        # The words stand in an attachment, whose path a report does not know: no offset in the body is theirs.
        return {"physicalLocation": physical, "properties": {"place": place(passage)}}
    region: Data = {
        "charOffset": passage.start,
        "charLength": passage.end - passage.start,
        "snippet": {"text": passage.quote},
    }
    if lines is not None:
        (region["startLine"], region["startColumn"]) = lines.at(passage.start)
        (region["endLine"], region["endColumn"]) = lines.at(passage.end)
    physical["region"] = region
    location: Data = {"physicalLocation": physical, "properties": {"place": place(passage)}}
    names = [one_line(passage.clause)] if one_line(passage.clause) else []
    if passage.paged:
        location["properties"]["page"] = passage.page
        names.insert(0, f"page {passage.page}")
    if names:
        kind = "page" if passage.paged else "clause"
        location["logicalLocations"] = [{"fullyQualifiedName": "/".join(names), "kind": kind}]
    return location


def _suppression(waiver: Waiver) -> Data:
    found: Data = {"kind": "external", "status": "accepted", "justification": one_line(waiver.reason)}
    more = {"who": one_line(waiver.who), "until": waiver.until.isoformat() if waiver.until else ""}
    more = {key: value for key, value in more.items() if value}
    return found | ({"properties": more} if more else {})


def _fingerprint(report: Report, requirement: str, count: int) -> str:
    """The same requirement in the same file is the same alert, however the words around it move."""
    parts = [report.playbook, requirement, _uri(report), str(count)]
    return sha256("\n".join(parts).encode("utf-8", "replace")).hexdigest()


def _artifact(uri: str, report: Report) -> Data:
    found: Data = {"location": {"uri": uri}, "roles": ["analysisTarget"]}
    # The hash of a package is that of all its files together; the one here is that of the file that the path names.
    content = report.contract.files[0].sha256 if _is_package(report) else report.contract.sha256
    if content:
        found["hashes"] = {"sha-256": content}
    if report.status is Status.CHECKED:
        found["properties"] = {"coverage": coverage_data(report.contract)}
    return found


def _is_package(report: Report) -> bool:
    """Whether the agreement came as several files on disk. An e-mail is one file, whatever is attached to it."""
    files = report.contract.files
    return bool(files) and files[0].name == report.contract.name and files[0].sha256 != report.contract.sha256


def _notifications(report: Report, artifact: int) -> Iterable[Data]:
    """What a host shows about the run: files and pages that were not read, and the notes on them."""
    where = [{"physicalLocation": {"artifactLocation": {"uri": _uri(report), "index": artifact}}}]
    name = one_line(report.contract.name)
    if report.error is not None:
        yield _notification(report.error.code, "error", f"{name}: not checked: {report.error.message}", where)
    for line in coverage_lines(report.contract):
        level = "warning" if line.label == NOT_READ else "note"
        yield _notification(line.about, level, f"{name}: {line.sentence}", where)
    for note in (*other_notes(report.contract), *report.waiver_notes):
        yield _notification("note", "note", f"{name}: {note}", where)


def _notification(id_: str, level: str, words: str, locations: list[Data] | None = None) -> Data:
    found: Data = {"descriptor": {"id": id_}, "level": level, "message": {"text": _message(words)}}
    return found | ({"locations": locations} if locations else {})


def _notify(run: Data, notification: Data) -> None:
    run["invocations"][0].setdefault("toolExecutionNotifications", []).append(notification)


def _uri(report: Report) -> str:
    """The path of the file as a reference: relative to the working folder where it lies in it."""
    path = report.contract.path
    if path in ("", "-"):
        return _STDIN
    file = PurePath(path)
    if file.is_absolute():
        if not file.is_relative_to(Path.cwd()):
            return "file://" + quote(_bytes(file.as_posix()), safe="/~:")
        file = file.relative_to(Path.cwd())
    return quote(_bytes(file.as_posix()), safe="/~")


def _bytes(path: str) -> bytes:
    """The bytes of a path as the system has them: names may hold bytes that are no characters."""
    try:
        return path.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return path.encode("utf-8", "replace")


def _holds_value(item: Assessed, passage: Evidence) -> bool:
    value = item.finding.value
    return value is not None and one_line(value.text) in one_line(passage.quote)


def _message(words: str) -> str:
    """Plain text as SARIF wants it: a bracket would open a link, a brace would be filled in."""
    flat = cut(words, 1000).replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]")
    return _braces(flat)


def _braces(words: str) -> str:
    return words.replace("{", "{{").replace("}", "}}")
