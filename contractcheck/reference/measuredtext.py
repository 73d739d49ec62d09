"""Says in words how well a rule was measured to work. Every number comes from ``measured.yaml``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from contractcheck.rulebook.measured import ALL, Figures

UNMEASURED = "unmeasured"
MOSTLY = "Most of the contracts had been read while the rules were written."
_SETS = {
    "gold": "contracts read while the rules were written",
    "further": "further contracts, read while the rules were improved",
    "held-out": "contracts kept from everybody who writes rules",
    "gdpr": "processor agreements, read while the rules were written",
    "cuad": "filings labelled by the authors of CUAD, by their own definitions",
}


def measured_in_words(sets: Mapping[str, Figures]) -> str:
    """Return the figures of all sets together in a few words, or that there are none."""
    if ALL not in sets:
        return UNMEASURED
    one = sets[ALL]
    contracts = _count(one.contracts, "contract")
    if not one.positives:
        return f"measured on {contracts}, none of which has it"
    return f"measured: F1 {one.f1:.2f} on {contracts} ({_count(one.positives, 'positive')})"


def each_set_in_words(sets: Mapping[str, Figures]) -> Iterator[str]:
    """Yield a sentence a set, without the one that counts all together."""
    for name, one in sets.items():
        if name != ALL:
            parts = [f"it is in {one.positives} of {one.contracts}"]
            if one.positives:
                parts.append(f"precision {one.precision:.2f}, recall {one.recall:.2f}, F1 {one.f1:.2f}")
            parts.append(f'"missing" was said {_count(one.missing, "time")}, {one.wrong_missing} of them wrongly')
            yield f"{_SETS.get(name, name)}: {'; '.join(parts)}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number:,} {noun}s"
