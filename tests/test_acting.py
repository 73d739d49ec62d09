"""Who acts in a sentence, and what its negations govern: a table a matter, with a word on what each line proves."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest

from contractcheck.checker import Checker
from contractcheck.contract import Contract
from contractcheck.detection.detect import Detector
from contractcheck.model import Document, Finding, Found, Page, Side, Verdict
from contractcheck.playbooks.assess import assess
from contractcheck.playbooks.playbooks import playbook_ids, read_playbook
from contractcheck.rulebook.rules import load_rules

HEAD = (
    'This Agreement is made between Quillon Data Ltd ("Quillon") and Hartsmere Mills plc ("Hartsmere"). Quillon shall '
    "provide the Services. Quillon shall maintain the site. Quillon shall host the software. Hartsmere shall pay the fees. "
    "Hartsmere shall pay each invoice.\n\n"
)
P, C, M, U = Side.PROVIDER, Side.CUSTOMER, Side.MUTUAL, Side.UNCLEAR

SIDES = [
    ("encryption", "Quillon shall encrypt all personal data.", P, "subject before the modal"),
    ("encryption", "Hartsmere Data shall be encrypted in transit by Quillon.", P, "the agent after by, not the owner"),
    (
        "encryption",
        "Personal data that Hartsmere sends must be encrypted by Quillon.",
        P,
        "a relative has its own subject",
    ),
    ("encryption", "QUILLON SHALL ENCRYPT ALL PERSONAL DATA.", P, "a name in capitals"),
    ("encryption", "Quillon’s subcontractors shall encrypt all personal data.", P, "its people are the party"),
    (
        "encryption",
        "Quillon, at its own expense and at all times, shall encrypt personal data.",
        P,
        "words set off by commas",
    ),
    (
        "encryption",
        "If Hartsmere so asks, Quillon shall encrypt personal data.",
        P,
        "the condition has its own subject",
    ),
    ("encryption", "Hartsmere agrees that Quillon shall encrypt personal data at rest.", P, "what is agreed"),
    ("encryption", "Each party shall encrypt personal data that it sends.", M, "each party"),
    ("encryption", "Quillon and Hartsmere shall each encrypt personal data in transit.", M, "two subjects"),
    ("encryption", "Quillon undertakes that personal data shall be encrypted.", P, "who undertakes bears it"),
    ("encryption", "Personal data shall be encrypted at rest.", P, "passive: the kind of duty tells"),
    ("encryption", "Quillon shall: (a) answer calls; and (b) encrypt personal data.", P, "a list with its lead-in"),
    (
        "performance-reporting",
        "Hartsmere shall receive from Quillon a monthly performance report.",
        P,
        "who receives does not owe",
    ),
    ("termination-for-convenience", "Either party may terminate this Agreement for convenience.", M, "either party"),
    (
        "termination-for-cause",
        "A material breach of these rules may result in the termination of Hartsmere's access to the site.",
        P,
        "whose use of the service ends is not who ends it",
    ),
    (
        "termination-for-convenience",
        "Hartsmere is entitled to terminate this Agreement for convenience.",
        C,
        "entitled to",
    ),
    ("termination-for-convenience", "This Agreement may be terminated for convenience by Quillon.", P, "passive right"),
    (
        "audit-rights",
        "Quillon shall permit Hartsmere to audit its books and records.",
        C,
        "who is permitted has the right",
    ),
    (
        "audit-rights",
        "Quillon shall contribute to audits of its books and records that Hartsmere orders.",
        C,
        "who lets it happen grants the right",
    ),
    ("governing-law", "This Agreement is governed by the laws of Ruritania.", M, "a law binds both"),
    (
        "initial-term",
        "This Agreement begins on the Effective Date and continues for two years.",
        M,
        "a term binds both",
    ),
    (
        "consequential-damages-waiver",
        "In no event shall Quillon be liable for any indirect or consequential damages.",
        P,
        "the subject behind its verb",
    ),
    (
        "consequential-damages-waiver",
        "In no event shall either party be liable for any indirect or consequential damages.",
        M,
        "either, behind its verb",
    ),
    ("data-ownership", "All Hartsmere data is and remains the property of Hartsmere.", C, "who owns"),
    (
        "ip-ownership",
        "Quillon hereby assigns to Hartsmere all right, title and interest in the inventions.",
        C,
        "assigned to",
    ),
    (
        "ip-ownership",
        "All documents and other property of Hartsmere shall be returned, and Quillon retains all intellectual property "
        "rights in the software.",
        P,
        "property that is given back is not told to be somebody's",
    ),
    (
        "ip-ownership",
        "As between the parties, Quillon owns all intellectual property rights in the software and Hartsmere owns all "
        "intellectual property rights in its designs.",
        M,
        "each owns something",
    ),
    (
        "ip-ownership",
        "Hartsmere does not acquire any title to intellectual property in the software.",
        P,
        "what one does not acquire is the other's",
    ),
    (
        "ip-ownership",
        "Quillon and its licensors retain all intellectual property rights in the software.",
        P,
        "a party and its people own",
    ),
    (
        "ip-ownership",
        "All intellectual property that Quillon creates shall be and remain the sole and exclusive property of Hartsmere.",
        C,
        "what is told of the work, not who made it",
    ),
    (
        "liability-cap",
        "The total liability of Quillon is limited to the fees paid by Hartsmere in the last year.",
        P,
        "by belongs to the participle before it",
    ),
    (
        "liability-cap",
        "Quillon's total aggregate liability arising out of Hartsmere's use of the software, in contract or otherwise, "
        "shall not exceed the fees.",
        P,
        "whose liability, over words set off by commas",
    ),
    (
        "liability-cap",
        "Damages recoverable from Quillon under this Agreement are limited in the aggregate to 100,000 euros.",
        P,
        "from whom damages are got",
    ),
    (
        "consequential-damages-waiver",
        "Hartsmere waives all claims against Quillon for indirect or consequential damages.",
        P,
        "who waives protects the other",
    ),
    (
        "consequential-damages-waiver",
        "Quillon and the other Quillon Parties will not be liable for any indirect or consequential damages.",
        P,
        "the parties of a side are its people",
    ),
    ("assignment-restriction", "This Agreement is not assignable by Quillon.", P, "by behind a word in -able"),
    (
        "confidentiality-exclusions",
        "Hartsmere Confidential Information does not include information that is in the public domain or that was "
        "known to Quillon before its receipt from Hartsmere.",
        P,
        "an exclusion serves who holds the information, not who owns it",
    ),
    (
        "non-disclosure",
        "Quillon acknowledges that the Confidential Information is a valuable asset of Hartsmere and covenants that it "
        "will not disclose the Confidential Information to anyone.",
        P,
        "a verb of saying shares the subject of a verb of saying",
    ),
    (
        "use-restriction",
        "Quillon shall not disclose Confidential Information to anybody who has no need to know it, nor shall it use the "
        "Confidential Information for any other purpose.",
        P,
        "it behind its verb",
    ),
    (
        "renewal-opt-out-notice",
        "This Agreement renews automatically for one year unless Hartsmere gives notice of non-renewal at least sixty days "
        "before the end of the term.",
        C,
        "who gives the notice",
    ),
    (
        "renewal-opt-out-notice",
        "This Agreement renews automatically for one year unless Quillon or Hartsmere gives notice of non-renewal at "
        "least sixty days before the end of the term.",
        M,
        "either gives the notice",
    ),
    (
        "renewal",
        "At Hartsmere's option, this Agreement shall renew for a further term of two years.",
        C,
        "whose choice",
    ),
    (
        "termination-for-cause",
        "All licences terminate at once, and this Agreement may be terminated immediately, if Hartsmere fails to comply "
        "with a material term.",
        P,
        "who is wronged may end it",
    ),
    (
        "termination-for-cause",
        "If Quillon should fail to perform any material obligation, Hartsmere shall have the right to terminate this "
        "Agreement on notice.",
        C,
        "the verb of the right, not that of the condition",
    ),
    (
        "compliance-with-laws",
        "The parties agree as follows:\n\n(a) Hartsmere pays each invoice.\n\n(b) Quillon shall comply with all laws.",
        P,
        "an item that is a sentence has its own verb",
    ),
    (
        "compliance-with-laws",
        "Hartsmere shall comply with all applicable laws. Quillon shall store the files in accordance with applicable law.",
        C,
        "one act in accordance with the law is said in passing",
    ),
    (
        "indemnification",
        "Hartsmere shall indemnify Quillon against all claims. Except for claims under an indemnity to indemnify, both "
        "parties agree to sue in Alder Town.",
        C,
        "what is excepted",
    ),
    (
        "acceptance",
        "Quillon shall correct each deliverable that fails the acceptance tests.",
        C,
        "what one must do where the other refuses",
    ),
    ("assignment-restriction", "Neither party may assign this Agreement without consent.", M, "neither party"),
    ("assignment-restriction", "Hartsmere may not assign this Agreement without consent.", C, "one party alone"),
]

# Sentences together: what one says of a side, the other is judged by.
TOGETHER = [
    (
        "confidentiality-duration",
        "Quillon shall not disclose any Confidential Information to third parties. The obligations of confidentiality "
        "survive for five years after termination.",
        P,
        "how long lasts for whom the ban binds",
    ),
    (
        "confidentiality-duration",
        "Each party shall not disclose any Confidential Information to third parties. The obligations of confidentiality "
        "survive for five years after termination.",
        M,
        "a ban on both",
    ),
    (
        "breach-notification",
        "Hartsmere shall notify Quillon of any breach of security of its systems. Quillon shall notify Hartsmere without "
        "delay of any breach of security of personal data.",
        P,
        "the side whose duty is looked for",
    ),
]

SAID = [
    (
        "service-warranty",
        "Quillon gives no warranty that the Services will be performed in a workmanlike manner.",
        Found.CONTRARY,
        "what is not warranted, over a modal",
    ),
    (
        "service-warranty",
        "Quillon warrants that no Services will be performed in other than a workmanlike manner.",
        Found.YES,
        "no inside what is warranted denies no warranty",
    ),
    (
        "service-warranty",
        "Quillon cannot promise that all parts of the Software will be free from defects.",
        Found.CONTRARY,
        "what cannot be promised, over a modal",
    ),
    (
        "service-warranty",
        "We can't guarantee that the Software will be free from errors.",
        Found.CONTRARY,
        "the same in a short form",
    ),
    (
        "escalation",
        "If the contract managers cannot promise a remedy, the dispute shall be referred to the chief executive officers.",
        Found.YES,
        "cannot promise in a condition denies nothing",
    ),
    (
        "service-warranty",
        "Quillon cannot supply Software that will not be free from defects, and the Software shall be free from defects.",
        Found.YES,
        "cannot without a promise denies none",
    ),
    (
        "encryption",
        "Whereas Quillon shall encrypt personal data under an earlier agreement, the parties wish to go on.",
        Found.NO,
        "a recital tells what is, and binds nobody",
    ),
    (
        "chronic-failure-termination",
        "If the Platform cannot be used for three days in any month, Hartsmere may terminate this Agreement.",
        Found.YES,
        "cannot in a condition does not deny the right behind it",
    ),
    (
        "termination-for-cause",
        "Whoever is in material breach shall make good the loss, but no breach, however grave, shall entitle the other "
        "party to terminate.",
        Found.CONTRARY,
        "no is the subject of the right",
    ),
    (
        "chronic-failure-termination",
        "A repeated failure to meet the Service Levels shall in no event be a ground for termination.",
        Found.CONTRARY,
        "in no event",
    ),
    (
        "performance-reporting",
        "Quillon may from time to time make available monthly performance reports.",
        Found.NO,
        "who only may has no duty",
    ),
    (
        "access-control",
        "Quillon may grant access to personal data only to personnel who need to know it.",
        Found.YES,
        "may only is a bound",
    ),
    (
        "compelled-disclosure",
        "Quillon has made all disclosures required by law.",
        Found.NO,
        "what was done is not owed",
    ),
    (
        "need-to-know",
        "Employees who need to know how the tool works should consult the manual about confidential information.",
        Found.NO,
        "advice",
    ),
    ("breach-notification", "You should notify us at once of any breach of security.", Found.YES, "should notify"),
    (
        "data-return-deletion",
        "Hartsmere keeps copies of its customer data, should it be erased by a fire.",
        Found.NO,
        "what might be is no duty",
    ),
    (
        "liability-cap",
        "In 2021 the total liability of Quillon for duties of customs did not exceed its reserve.",
        Found.NO,
        "a past fact is no cap",
    ),
    (
        "disaster-recovery",
        "The fees do not cover other services, including training, business continuity and travel.",
        Found.NO,
        "what is left out of a list",
    ),
    (
        "disaster-recovery",
        "Quillon shall maintain a disaster recovery plan and test it every year.",
        Found.YES,
        "the same matter as a duty",
    ),
    (
        "gdpr-assist-breach-reporting",
        "Quillon shall give Hartsmere the details of the incident that it needs to meet any duty to notify the breach to "
        "the supervisory authority.",
        Found.YES,
        "any duty to: no negation",
    ),
    (
        "gdpr-assist-breach-reporting",
        "Quillon assists Hartsmere in meeting Articles 32 to 36 GDPR, as with the impact assessment.",
        Found.YES,
        "a veto in another part of the sentence",
    ),
    (
        "encryption",
        "Quillon shall have no obligation to encrypt personal data.",
        Found.CONTRARY,
        "no obligation to",
    ),
]


@pytest.fixture(scope="module")
def detector() -> Detector:
    return Detector(load_rules(only=frozenset(row[0] for row in (*SIDES, *TOGETHER, *SAID))))


def found(detector: Detector, rule: str, text: str, head: str = HEAD) -> tuple[Found, Side]:
    whole = f"{head}1. Terms\n\n{text}\n"
    contract = Contract.of(Document("a", "a", "", "text/plain", whole, (Page(1, 0, len(whole)),)))
    finding = next(one for one in detector.detect(contract) if one.requirement == rule)
    return finding.found, finding.side


@pytest.mark.parametrize(
    ("rule", "text", "side", "proves"),
    [*SIDES, *TOGETHER],
    ids=[f"{row[0]}: {row[3]}" for row in (*SIDES, *TOGETHER)],
)
def test_who_acts(detector: Detector, rule: str, text: str, side: Side, proves: str) -> None:
    assert found(detector, rule, text) == (Found.YES, side), proves


@pytest.mark.parametrize(("rule", "text", "said", "proves"), SAID, ids=[f"{row[0]}: {row[3]}" for row in SAID])
def test_what_is_said(detector: Detector, rule: str, text: str, said: Found, proves: str) -> None:
    assert found(detector, rule, text)[0] is said, proves


def test_we_and_you(detector: Detector) -> None:
    """In a form of the provider's own, "we" provide and "you" receive, whatever the case of the letters."""
    head = (
        "These terms are between Tallow Cloud Inc. (“Tallow”, “we” or “us”) and the customer (“you”). We will run the "
        "service. We may change it. You must pay. You may leave at any time.\n\n"
    )
    assert found(detector, "encryption", "We will encrypt personal data at rest.", head) == (Found.YES, P)
    assert found(detector, "audit-rights", "You may audit our books and records.", head) == (Found.YES, C)


def test_no_roles_no_side(detector: Detector) -> None:
    """Where nothing tells who provides, the side of a duty without an agent is not guessed."""
    head = 'This Agreement is between Quillon Ltd ("Quillon") and Hartsmere plc ("Hartsmere").\n\n'
    assert found(detector, "encryption", "Personal data shall be encrypted at rest.", head) == (Found.YES, U)
    assert found(detector, "encryption", "Quillon shall encrypt personal data.", head)[0] is Found.YES


ONE_SIDED = (
    HEAD
    + """1. Terms

1.1 Quillon may terminate this Agreement for convenience on 30 days' notice.

1.2 Hartsmere shall not disclose the Confidential Information of Quillon to anyone.

1.3 Quillon may audit the books and records of Hartsmere once a year.

1.4 Hartsmere may not assign this Agreement without consent.

1.5 All data entered into the Services is the property of Quillon.
"""
)


@pytest.mark.parametrize("reader", ["customer", "provider"])
def test_a_right_of_the_other_side(reader: str) -> None:
    """What only the other side has is weak for one reader, and is as it should be, or no matter, for the other."""
    checker = Checker("outsourcing", side=reader)
    judged = {row.finding.requirement: row for row in checker.check("a.txt", ONE_SIDED.encode()).assessed}
    for id_ in (
        "termination-for-convenience",
        "non-disclosure",
        "audit-rights",
        "assignment-restriction",
        "data-ownership",
    ):
        row = judged[id_]
        assert row.finding.found is Found.YES
        if reader == "customer":
            assert row.verdict is Verdict.WEAK, id_
            assert "Only the" in row.message, id_
            assert "position" not in row.message, "a position that is not the reader's does not count"
        else:
            assert "Only the" not in row.message, id_


@pytest.mark.parametrize("playbook", [one for one in playbook_ids() if one != "presigning"])
@pytest.mark.parametrize("reader", ["customer", "provider"])
def test_every_finding_has_a_sentence_of_its_own(playbook: str, reader: str) -> None:
    """By what was found, whose it is and whether it is soft: none is empty, and none says the opposite of the quote."""
    book = read_playbook(playbook, reader)
    rules = load_rules(only=frozenset(book.rules()))
    for key, wanted in book.requirements.items():
        rule = rules.rule(wanted.rule)
        for said, side, soft in product(Found, Side, (False, True)):
            finding = Finding(wanted.rule, said, side, soft=soft)
            row = assess((finding,), replace(book, requirements={key: wanted}), rules)[0]
            assert row.message, (key, said, side)
            if said is Found.YES and rule.say.contrary != wanted.say.contrary:
                assert rule.say.contrary not in row.message, (key, side)
            if row.verdict is Verdict.UNWANTED and wanted.unwanted and wanted.positions.preferred is None:
                assert not row.suggestion, (key, "what the playbook does not want is not proposed")
            if not soft and said is Found.YES:
                assert "effort" not in row.message, (key, side)
