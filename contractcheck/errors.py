"""What can go wrong, in words that a user can act on. Every error here ends a run with exit code 2."""

from __future__ import annotations


class ContractcheckError(Exception):
    """The job could not be done. ``str(error)`` is one clear line; ``code`` is stable and goes into the JSON."""

    code = "error"


class UnreadableError(ContractcheckError):
    """A document could not be read: missing, empty, not a known kind, broken, locked, or without text."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class RuleError(ContractcheckError):
    """One or more faults in rules or playbooks, each already worded as ``file:line: what is wrong``."""

    code = "broken-rule"

    def __init__(self, faults: tuple[str, ...]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


class TemplateError(ContractcheckError):
    """A user's report template does not parse or asks for something that the sandbox forbids."""

    code = "broken-template"
