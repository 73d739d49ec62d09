"""contractcheck reads contracts and reports the terms that are missing, weak or unwanted under a playbook.

    import contractcheck

    report = contractcheck.check("agreement.pdf", playbook="outsourcing")
    for item in report.gaps():
        print(item.severity, item.verdict, item.title)

The names below are loaded when they are first asked for, so that ``import contractcheck`` stays quick: the rules and
PDFium are imported by the first check.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from contractcheck.version import __version__ as __version__

if TYPE_CHECKING:
    from contractcheck.audits.audits import audit
    from contractcheck.checker import Checker, check
    from contractcheck.errors import ContractcheckError, RuleError, TemplateError, UnreadableError
    from contractcheck.model import (
        Assessed,
        ContractFacts,
        Evidence,
        Failure,
        Finding,
        Found,
        Report,
        Severity,
        Side,
        Status,
        Value,
        Verdict,
    )
    from contractcheck.playbooks.playbooks import load_playbook
    from contractcheck.report.data import to_data
    from contractcheck.report.rendering import render
    from contractcheck.rulebook.rules import load_rules

__all__ = [
    "Assessed",
    "Checker",
    "ContractFacts",
    "ContractcheckError",
    "Evidence",
    "Failure",
    "Finding",
    "Found",
    "Report",
    "RuleError",
    "Severity",
    "Side",
    "Status",
    "TemplateError",
    "UnreadableError",
    "Value",
    "Verdict",
    "audit",
    "check",
    "load_playbook",
    "load_rules",
    "render",
    "to_data",
]

_HOMES = {
    "audits.audits": ("audit",),
    "checker": ("Checker", "check"),
    "errors": ("ContractcheckError", "RuleError", "TemplateError", "UnreadableError"),
    "playbooks.playbooks": ("load_playbook",),
    "report.data": ("to_data",),
    "report.rendering": ("render",),
    "rulebook.rules": ("load_rules",),
}
# Every other public name is a result type of the model.
_HOME = {name: home for home, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:
    """Load a public name from the module that holds it."""
    if name not in __all__:
        raise AttributeError(f"module 'contractcheck' has no attribute {name!r}")
    return getattr(import_module(f"contractcheck.{_HOME.get(name, 'model')}"), name)


def __dir__() -> list[str]:
    """Name what is public."""
    return sorted([*globals(), *__all__])
