"""Reports made by hand, so that what is shown can be tested without reading any contract."""

from __future__ import annotations

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

HOSTILE = (
    '<script>alert(1)</script> **bold** [click](http://evil.example) "quoted" | cell\n# Heading\n'
    "\x1b[31mred\x1b[0m \u202etxet {{ 7*7 }}"
)


def passage(quote: str = "The Provider shall keep records.", *, page: int = 7, clause: str = "12.3") -> Evidence:
    return Evidence(
        page=page, clause=clause, heading="Security incidents", quote=quote, start=100, end=100 + len(quote)
    )


def finding(
    requirement: str,
    verdict: Verdict,
    severity: Severity = Severity.HIGH,
    *,
    family: str = "data-security",
    title: str = "",
    found: Found | None = None,
    value: Value | None = None,
    evidence: tuple[Evidence, ...] = (),
    nearest: Evidence | None = None,
    message: str = "The contract does not say that the provider reports breaches.",
    threshold: str = "",
    notes: tuple[str, ...] = (),
) -> Assessed:
    facts = {Verdict.MISSING: Found.NO, Verdict.UNWANTED: Found.CONTRARY, Verdict.UNSURE: Found.UNSURE}
    return Assessed(
        finding=Finding(
            requirement=requirement,
            found=found or facts.get(verdict, Found.YES),
            side=Side.PROVIDER,
            value=value,
            evidence=evidence,
            near=(nearest,) if nearest else (),
            notes=notes,
        ),
        title=title or requirement.replace("-", " ").capitalize(),
        family=family,
        severity=severity,
        verdict=verdict,
        message=message,
        why="The customer's own legal deadlines start when it learns of a breach. It cannot meet them without news.",
        suggestion=""
        if verdict is Verdict.MET
        else "The Provider shall notify the Customer without undue delay and in any event within 48 hours after it "
        "becomes aware of a security incident that affects the Customer's data.",
        sources=("Regulation (EU) 2016/679, Article 33(2)",),
        threshold=threshold,
    )


def report(
    *items: Assessed,
    name: str = "brightline-support.pdf",
    unread: tuple[int, ...] = (),
    provider: str = "Brightline Support Ltd",
    customer: str = "Norfolk Retail plc",
    notes: tuple[str, ...] = (),
) -> Report:
    return Report(
        contract=ContractFacts(
            path=f"contracts/{name}",
            name=name,
            sha256="0123456789abcdef" * 4,
            pages=12,
            unread_pages=unread,
            kind="services agreement",
            provider=provider,
            customer=customer,
            parties_reason="the preamble names no roles",
            notes=notes,
        ),
        playbook="outsourcing",
        playbook_version="1",
        playbook_title="Outsourcing",
        status=Status.CHECKED,
        assessed=items,
    )


def full(name: str = "brightline-support.pdf") -> Report:
    """A report with every verdict, every severity, values, notes and an unread page."""
    return report(
        finding(
            "breach-notification",
            Verdict.WEAK,
            Severity.CRITICAL,
            title="The provider reports security breaches",
            value=Value(72.0, "hour", "within seventy-two (72) hours"),
            evidence=(
                passage(
                    "The Provider shall notify the Customer of any security incident that affects\nCustomer Data "
                    "within seventy-two (72) hours after the Provider has confirmed it."
                ),
            ),
            message="The provider reports breaches, but later than asked for.",
            threshold="at most 48 hours",
        ),
        finding(
            "encryption",
            Verdict.MISSING,
            title="Data is encrypted in transit and at rest, and keys are kept apart from the data that they protect",
            message="The contract does not ask for encryption.",
            nearest=passage(
                "The Provider shall apply safeguards that are appropriate to the risk.", clause="ARTICLE IX"
            ),
        ),
        finding(
            "security-audit",
            Verdict.MET,
            Severity.MEDIUM,
            evidence=(passage("The Customer may audit the Provider once a year on thirty (30) days' notice."),),
            value=Value(30, "day", "thirty (30) days"),
        ),
        finding(
            "return-of-data",
            Verdict.UNSURE,
            Severity.MEDIUM,
            message="A passage speaks of it, but it cannot be told what it asks for.",
            evidence=(passage("Data will be handled as agreed.", clause="(d)"),),
        ),
        finding(
            "confidentiality-term",
            Verdict.MISSING,
            Severity.LOW,
            family="confidentiality",
            message="The contract does not say how long confidentiality lasts.",
            threshold="at least 3 years",
        ),
        finding(
            "availability-target",
            Verdict.UNWANTED,
            Severity.HIGH,
            family="service-levels",
            evidence=(passage("The Provider gives no commitment as to availability.", clause=""),),
            message="The contract says that no availability is promised.",
        ),
        finding(
            "service-credits",
            Verdict.WEAK,
            Severity.MEDIUM,
            family="service-levels",
            found=Found.REFERENCED,
            evidence=(passage("Service credits are set out in Schedule 3."),),
            message="It is left to Schedule 3, which is not in this document.",
            notes=("Schedule 3 was not read.",),
        ),
        finding(
            "step-in",
            Verdict.NOT_APPLICABLE,
            Severity.LOW,
            family="termination",
            message="This contract is no outsourcing of a function.",
        ),
        finding(
            "cure-period",
            Verdict.MET,
            Severity.HIGH,
            family="termination",
            evidence=(
                passage(
                    "Either party may terminate if a material breach is not cured within thirty (45) days after notice."
                ),
            ),
            value=Value(30, "day", "thirty (45) days", mismatch=True),
        ),
        name=name,
        unread=(4,),
        notes=("Schedule 3 is named in the contract but is not in this file.",),
    )


def unreadable(name: str = "scan.pdf") -> Report:
    bare = ContractFacts(name, name, "", 0, (), "", "", "", "")
    error = Failure("no-text", "the pages are images: no text was found")
    return Report(bare, "outsourcing", "1", "Outsourcing", Status.UNREADABLE, error)
