"""Shows playbooks as text, for ``contractcheck playbooks``: a list, a page that a lawyer can read, suggestions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from contractcheck.playbooks.playbooks import Playbook
from contractcheck.playbooks.suggest import Suggestion
from contractcheck.playbooks.wanted import Applies, Threshold, Wanted
from contractcheck.report.terminal import Terminal
from contractcheck.report.view import family_title
from contractcheck.rulebook.forms import Rule
from contractcheck.rulebook.rules import RuleSet

NOT_ASKED = "Not asked for"
SIDES = {
    "provider": "the provider",
    "customer": "the customer",
    "mutual": "both parties",
    "reader": "the side that reads",
    "other": "the other side",
}


def playbook_list(playbooks: Iterable[Playbook], out: Terminal) -> str:
    """Return the playbooks, each with its purpose."""
    parts = []
    for playbook in playbooks:
        count = len(playbook.requirements)
        parts.append(
            out.item(0, f"{playbook.id}: {playbook.title}", f"{count} requirement{'s'[: count != 1]}", "quiet")
        )
        parts.append(out.paragraph(playbook.purpose))
    return "\n".join(parts)


def playbook_page(playbook: Playbook, rules: RuleSet, out: Terminal) -> str:
    """Return what a playbook asks for, by family: severity, provision, threshold, positions and the reason of each."""
    known = {rule.id: rule for rule in rules.rules}
    parts: list[str] = [
        out.title(playbook.title),
        out.field("Id", playbook.id),
        out.field("Version", playbook.version),
        out.field("Purpose", playbook.purpose),
        out.field("Read for", SIDES[playbook.side]),
    ]
    if playbook.chain:
        parts.append(out.field("Extends", ", ".join(playbook.chain)))
    if playbook.applies_when:
        parts.append(out.field("Applies", applies_in_words(playbook.applies_when)))
    rows = [(key, wanted, known.get(wanted.rule)) for key, wanted in playbook.requirements.items()]
    order = list(dict.fromkeys(family_of(wanted, rule) for _, wanted, rule in rows))
    rows.sort(key=lambda row: order.index(family_of(row[1], row[2])))
    for family, members in groupby(rows, key=lambda row: family_of(row[1], row[2])):
        parts += ["", out.heading(family_title(family))]
        for key, wanted, rule in members:
            parts += ["", *_row(key, wanted, rule, playbook, out)]
    if playbook.dropped:
        parts += ["", out.heading(NOT_ASKED)]
        for title, key, reason in not_asked(playbook, known):
            parts += ["", out.item(0, title, "", "quiet"), out.paragraph(" ".join(filter(None, [f"{key}.", reason])))]
    return "\n".join(parts)


def suggestion_list(name: str, suggestions: Sequence[Suggestion], out: Terminal) -> str:
    """Return the playbooks that suit a contract, best first, each with its reasons, and those that do not apply."""
    parts: list[str] = [out.title(f"Playbooks for {name}")]
    suited = [one for one in suggestions if one.applies and one.score > 0]
    if not suited:
        parts.append(out.paragraph("Nothing in the text points to any playbook."))
    for number, one in enumerate(suited, start=1):
        parts.append(out.item(number, f"{one.playbook.id}: {one.playbook.title}", "", "quiet"))
        parts += [out.paragraph(reason) for reason in one.reasons]
    rest = [one for one in suggestions if not one.applies]
    if rest:
        parts += ["", out.heading("Do not apply")]
        for one in rest:
            parts.append(out.item(0, f"{one.playbook.id}: {one.playbook.title}", "", "quiet"))
            parts += [out.paragraph(reason) for reason in one.reasons]
    return "\n".join(parts)


def applies_in_words(when: Applies) -> str:
    """Return when something applies, as a sentence."""
    return f"Only where this is found: {when.looked_for}"


def not_asked(playbook: Playbook, known: dict[str, Rule]) -> Iterator[tuple[str, str, str]]:
    """Yield title, id and reason of the rows that a playbook drops from the one that it extends."""
    for key, reason in playbook.dropped.items():
        yield (known[key].title if key in known else key), key, reason


def family_of(wanted: Wanted, rule: Rule | None) -> str:
    """Return the family under which a row is shown."""
    return wanted.family or (rule.family if rule else "")


def limits_in_words(at_least: Threshold | None, at_most: Threshold | None) -> str:
    """Return limits as words: ``at least 30 days, at most 90 days``."""
    named = (("at least", at_least), ("at most", at_most))
    return ", ".join(f"{word} {limit}" for word, limit in named if limit is not None)


def _row(key: str, wanted: Wanted, rule: Rule | None, playbook: Playbook, out: Terminal) -> list[str]:
    title = wanted.title or (rule.title if rule else key)
    severity = "for information" if wanted.for_information else wanted.severity.value
    parts: list[str] = [out.item(0, title, severity, wanted.severity.value), out.paragraph(key)]
    cites = wanted.cites or (tuple(source.cite for source in rule.source) if rule else ())
    parts += [out.field("Source" if place == 0 else "", cite, "", "    ") for place, cite in enumerate(cites)]
    limits = limits_in_words(wanted.at_least, wanted.at_most)
    if limits:
        parts.append(out.field("Usual", limits, "", "    "))
    if wanted.unwanted:
        parts.append(out.paragraph("The contract should not say this."))
    if wanted.by and wanted.by != "anyone":
        parts.append(out.field("Duty of", SIDES[wanted.by], "", "    "))
    if wanted.for_:
        parts.append(out.field("Right of", SIDES[wanted.for_], "", "    "))
    if wanted.protects != "both":
        parts.append(out.field("Protects", SIDES[wanted.protects], "", "    "))
    if wanted.applies_when:
        parts.append(out.field("Applies", applies_in_words(wanted.applies_when), "", "    "))
    because = wanted.because or (rule.why if rule else "")
    if because:
        parts.append(out.field("Why", because, "", "    "))
    for name, position in wanted.positions.named():
        limits = limits_in_words(position.at_least, position.at_most)
        what = " ".join(filter(None, [position.when, f"({limits})" if limits else ""]))
        if what:
            parts.append(out.field(name.capitalize(), what, "", "    "))
        parts.append(out.field("" if what else name.capitalize(), position.wording, "", "    "))
    return parts
