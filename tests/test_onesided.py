"""No sentence says "only the provider" beside a quote that says otherwise."""

from __future__ import annotations

import pytest

from contractcheck.model import Evidence, Side
from contractcheck.playbooks.onesided import contradicted


@pytest.mark.parametrize(
    ("quote", "other", "right", "expected", "proves"),
    [
        ("If we fail twice, you may end this contract.", Side.CUSTOMER, True, True, "the reader may"),
        ("We may end this contract at any time.", Side.CUSTOMER, True, False, "only we may"),
        ("The Processor shall allow for audits by the Controller.", Side.CUSTOMER, True, True, "who lets it happen"),
        ("Either party may terminate for breach.", Side.CUSTOMER, True, True, "both may"),
        ("The Supplier may terminate for breach.", Side.CUSTOMER, True, False, "the supplier alone may"),
        ("You must keep our secrets.", Side.PROVIDER, False, False, "only you are bound"),
        ("Each party shall keep the other's secrets.", Side.PROVIDER, False, True, "both are bound"),
        ("You must back up your data. We will keep a copy.", Side.PROVIDER, False, True, "we are bound as well"),
    ],
)
def test_what_a_quote_shows_goes_first(quote: str, other: Side, right: bool, expected: bool, proves: str) -> None:
    evidence = (Evidence(1, "1", "", quote, 0, len(quote)),)
    assert contradicted(evidence, other, right=right) is expected, proves
