"""Small rule folders for the tests: made in a temporary folder, one fault or one feature each."""

from __future__ import annotations

from pathlib import Path

WORDS = """
anti-duty: ["(shall|will|be) not (be|) (required|obligated) to", "(no|without) (obligation|duty) to"]
anti-right: ["(may|shall) not", "neither party may"]
anti-ban: ["nothing .. prevent"]
softener: ["reasonable effort"]
conditional: ["if"]
provider: [provider, supplier]
customer: [customer, client]
mutual: [each party, either party]
notify: [notify, inform]
"""

RULE = """
id: {id}
title: Breaches are reported
family: {family}
kind: {kind}
why: The customer must know.
source:
  - {{cite: "Common practice", checked: 2026-11-23}}
look_for:
{look_for}
duty_of: provider
{measure}
say: {{missing: "Nothing found.", weak: "Weaker than usual.", contrary: "The contract says the opposite."}}
suggest: The Provider shall notify the Customer of a data breach within 24 hours.
examples:
  - {{found: yes, text: "The Provider shall notify the Customer of a data breach."}}
  - {{found: yes, text: "The Provider shall inform the Customer of any data breach."}}
  - {{found: yes, text: "Supplier notifies the Client of data breaches."}}
  - {{found: no, text: "The Provider shall notify the Customer of the price."}}
  - {{found: no, text: "A data breach is bad."}}
  - {{found: no, text: "Nothing of the kind."}}
"""

LOOK_FOR = """  phrases:
    - <notify> ... data breach
"""


def rule_text(
    id: str = "made-rule",
    family: str = "made",
    kind: str = "duty",
    look_for: str = LOOK_FOR,
    measure: str = "",
) -> str:
    """Return the text of a rule file."""
    return RULE.format(id=id, family=family, kind=kind, look_for=look_for, measure=measure).lstrip()


def rule_folder(root: Path, *rules: str, words: str = WORDS) -> Path:
    """Write a rule folder and return it. Each rule is named after its id."""
    (root / "made").mkdir(parents=True, exist_ok=True)
    (root / "words.yaml").write_text(words, encoding="utf-8")
    for text in rules or (rule_text(),):
        name = text.split("id: ", 1)[1].splitlines()[0].strip()
        (root / "made" / f"{name}.yaml").write_text(text, encoding="utf-8")
    return root
