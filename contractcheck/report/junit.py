"""Reports as JUnit XML, which every build server shows: a suite a contract and playbook, a case a requirement.

A gap at or above the severity asked for is a failure. What does not apply, is waived, or must be read by a person is
skipped, with the reason. A contract that could not be checked is an error.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.etree import ElementTree as Xml

from contractcheck.model import GAPS, Assessed, Report, Severity, Status, Verdict
from contractcheck.model.oneline import amount, cut, one_line, printable
from contractcheck.report.coverage import NOT_READ, coverage_lines, other_notes
from contractcheck.report.failing import failing
from contractcheck.report.view import NOT_A_VERDICT_ON_THE_CONTRACT
from contractcheck.report.where import place

# What XML 1.0 cannot hold, not even escaped.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def to_junit(reports: Sequence[Report], fail_on: str = Severity.HIGH.value) -> str:
    """Return reports as one JUnit XML file. ``fail_on`` is a severity, or "never".

    Times are 0: the same reports give the same bytes.
    """
    suites = [_suite(report, failing(fail_on)) for report in reports]
    root = Xml.Element("testsuites", {"name": "contractcheck"})
    for count in ("tests", "failures", "errors"):
        root.set(count, str(sum(int(suite.get(count, "0")) for suite in suites)))
    root.set("time", "0")
    root.extend(suites)
    Xml.indent(root)
    text: str = Xml.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'


def _suite(report: Report, failing: Sequence[Severity]) -> Xml.Element:
    title = _text(report.contract.name)
    suite = Xml.Element("testsuite", {"name": f"{title}: {_text(report.playbook_title or report.playbook)}"})
    # Build servers read a dot as the border between packages.
    name = title.replace(".", "_")
    cases = [_read(report, name), *(_case(item, name, failing) for item in report.shown)]
    kinds = {"failures": "failure", "errors": "error", "skipped": "skipped"}
    suite.set("tests", str(len(cases)))
    for count, tag in kinds.items():
        suite.set(count, str(sum(case.find(tag) is not None for case in cases)))
    suite.set("time", "0")
    suite.extend(cases)
    return suite


def _read(report: Report, name: str) -> Xml.Element:
    """The first case of each suite: was the contract read? A suite of an unread file would be empty without it."""
    case = Xml.Element("testcase", {"classname": name, "name": "the contract was read", "time": "0"})
    coverage = coverage_lines(report.contract)
    unread = [line.words for line in coverage if line.label == NOT_READ]
    if report.error is not None or report.status is not Status.CHECKED:
        message = _text(report.error.message if report.error else "not checked")
        code = _text(report.error.code if report.error else "error")
        error = Xml.SubElement(case, "error", {"message": message, "type": code})
        error.text = f"{message}\n{NOT_A_VERDICT_ON_THE_CONTRACT}"
    elif unread:
        Xml.SubElement(case, "skipped", {"message": f"not read: {_text('; '.join(unread))}"})
    notes = [*(line.sentence for line in coverage), *other_notes(report.contract), *report.waiver_notes]
    if notes:
        Xml.SubElement(case, "system-out").text = "\n".join(_text(note) for note in notes)
    return case


def _case(item: Assessed, name: str, failing: Sequence[Severity]) -> Xml.Element:
    family = _text(item.family)
    title = f"{_text(item.finding.requirement)}: {_text(item.title)}"
    case = Xml.Element("testcase", {"classname": f"{name}.{family}", "name": title, "time": "0"})
    verdict = item.verdict_name
    if item.verdict in GAPS:
        message = f"{verdict}, {item.severity.value}: {_text(item.message)}"
        if item.waiver is not None:
            who = f" by {_text(item.waiver.who)}" if item.waiver.who else ""
            Xml.SubElement(case, "skipped", {"message": f"accepted{who}: {_text(item.waiver.reason)} ({message})"})
        elif item.severity in failing:
            failure = Xml.SubElement(case, "failure", {"message": message, "type": verdict})
            failure.text = _details(item)
        else:
            Xml.SubElement(case, "system-out").text = f"{message}\n{_details(item)}"
    elif item.verdict in (Verdict.UNSURE, Verdict.NOT_APPLICABLE):
        what = "unsure, read it yourself" if item.verdict is Verdict.UNSURE else verdict
        Xml.SubElement(case, "skipped", {"message": f"{what}: {_text(item.message)}"})
    return case


def _details(item: Assessed) -> str:
    """What a person needs to judge a gap: the words, the reason, a proposal."""
    finding = item.finding
    lines = [f"{place(passage)}: “{cut(passage.quote)}”" for passage in finding.evidence]
    if not finding.evidence:
        lines.extend(f"Nearest: {place(passage)}: “{cut(passage.quote)}”" for passage in finding.near)
    if finding.value is not None:
        lines.append(f"Value: {amount(finding.value)}")
    if item.threshold:
        lines.append(f"Usual: {item.threshold}")
    if item.why:
        lines.append(f"Why: {one_line(item.why)}")
    if item.suggestion:
        lines.append(f"Propose: {one_line(item.suggestion)}")
    return _NOT_XML.sub("", printable("\n".join(lines)))


def _text(words: object) -> str:
    return _NOT_XML.sub("", one_line(words))
