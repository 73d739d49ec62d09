"""Texts that quote clauses and are no contracts: guides, READMEs, articles, collections of clauses. All invented here."""

from __future__ import annotations

README = """# clausewise

A small library that fills in contracts. It reads a template and writes a document.

## Install

    pip install clausewise

## Use

```python
from clausewise import Template

clause = Template("The Supplier shall notify the Customer of a breach within {hours} hours.")
print(clause.fill(hours=24))
# The Supplier shall notify the Customer of a breach within 24 hours.
```

A template may hold choices:

```yaml
parties: {provider: "Alder Ltd", customer: "Fenn plc"}
clauses:
  - "The Provider shall keep the Customer's data secret and shall return it when this Agreement ends."
  - "Either party may terminate this Agreement on thirty days' notice."
  - "The Customer shall pay each invoice within thirty days."
```

## Licence

MIT. Your lawyer should read what comes out: this is not legal advice.
"""

GUIDE_WITH_CLAUSES = """What belongs in a support contract: a guide for buyers

You are about to buy support for a system that you cannot do without. Most contracts that sellers offer say little about
what happens on a bad day. Here is what a contract should say, with wording that you may borrow.

1. Response times

A contract often promises "reasonable efforts". Ask for hours. For example:

"The Supplier shall respond to each incident of priority 1 within thirty minutes and shall restore the Service within
four hours of the Customer's report."

2. Breaches of security

Your own deadline is 72 hours. So the clause should give the supplier less:

"The Supplier shall notify the Customer of each security incident within 24 hours after it becomes aware of it. The
Supplier shall give the Customer all information that it needs."

3. The end

Many contracts forget the exit. Ask for this:

"When this Agreement ends, the Supplier shall return all data of the Customer within thirty days and shall delete its
copies. The Supplier shall help the Customer to move to another supplier for up to six months."

Sellers will tell you that their terms are not negotiable. They usually are.
"""

ARTICLE_ON_CAPS = """Why your liability cap may be worth nothing

By Ada Fenn, partner

A customer came to us last year with a familiar clause. It read: “The Provider’s total liability under this Agreement shall
not exceed the fees paid in the twelve months before the claim.” The contract looks sound, and most lawyers would have
let it pass. Then the provider lost a year of records.

The customer had paid in advance, in the year before. In the twelve months before the claim it had paid nothing. Courts
often read such words as they stand. So did ours.

What should you do? Say “paid or payable”. Set a floor. And carve out what matters: “Nothing in this Agreement shall limit
the Provider’s liability for loss of the Customer’s data, for breach of confidentiality or for death or injury.” Many
counterparties will agree to a higher cap for data, a so-called super cap, if you ask early.

The second trap is the exclusion of indirect loss. A good clause lists what counts as direct: the cost of restoring data,
of telling customers, of a replacement. If you act for the provider you will want the opposite.

This article is not legal advice. Write to us if your contract needs a second look.
"""

CLAUSE_BANK = """MODEL CLAUSES FOR SUPPLY AND SERVICES

Edition 4

How to use this collection

Copy the clause that you need into your own contract and fill in the square brackets. Guidance notes follow each clause.

Model clause 1: Confidentiality

1.1 Each party shall keep the Confidential Information of the other secret and shall use it only for this Agreement.
1.2 The Recipient may disclose Confidential Information to its employees who need to know it.
1.3 This clause survives the end of this Agreement for [five] years.

Guidance note. Use this clause in mutual agreements. If you act for the discloser, take out 1.2. Some customers ask for
longer than five years; suppliers often resist.

Model clause 2: Limit of liability

2.1 The Supplier's total liability under this Agreement shall not exceed [150] % of the Charges paid in the Contract Year.
2.2 Nothing in this Agreement limits liability for fraud, death or personal injury.

Guidance note. This is a customer-friendly clause. The alternative wording below is for sellers.

Alternative wording for 2.1: The Supplier's total liability shall not exceed the Charges paid in the last three months.

Model clause 3: Termination

3.1 Either party may terminate this Agreement by written notice if the other commits a material breach and does not remedy
it within thirty days.
3.2 The Customer may terminate this Agreement at any time on ninety days' notice.

Guidance note. 3.2 is often left out. Consider a fee for early termination.
"""

PLAYBOOK = """| Topic | Preferred position | Fallback | Do not accept |
| --- | --- | --- | --- |
| Liability | "The Supplier's liability shall not exceed 200 % of the annual fees." | 100 % | Less than 100 % |
| Breach notice | "The Supplier shall notify the Customer within 24 hours." | 72 hours | "without undue delay" alone |
| Audit | "The Customer may audit the Supplier once a year on thirty days' notice." | A report | No right at all |
| Termination | "The Customer may terminate this Agreement for convenience on sixty days' notice." | 90 days | None |
| Governing law | England | Any of the EU | The supplier's own law |

How to use this playbook. Start from the preferred position. Offer the fallback position only after the counterparty has
refused twice. Send everything else to the legal team. Sales must not agree to anything in the last column.
"""

CASE_NOTE = """Case note: Orbit Hosting v Marlowe Bakeries

The facts

Marlowe bought hosting for its shops. Clause 14 of the agreement read: "The Provider shall not be liable for any loss of
profit or for any loss that arises from an interruption of the Services of less than eight hours." The service was down for
seven hours on the Friday before Easter.

The decision

The judge held that the clause covered what had happened. The customer had been advised, it could have gone elsewhere,
and the words were plain. The argument that the clause was unreasonable failed. The claim was dismissed with costs.

What it means

Read the exclusions before you sign. A customer that lives from a few busy days should ask for a credit that grows with the
hour, or for a right to terminate. Parties who are advised are held to what they sign. Permission to appeal was refused.
"""

REVIEW = """Review of the hosting agreement with Orbit, draft 3

To: Otto Reyes. From: Ada Fenn. Date: 4 May 2026. Privileged.

1. Summary. The draft favours the provider. Four points need to be changed before you can sign.

2. Clause 7 (liability) says: "The Provider's liability shall not exceed the fees paid in the last three months." That is too
low. Ask for twelve months.

3. Clause 9 (data) does not say when the provider must report a breach. Propose: "The Provider shall notify the Customer of any
breach within 24 hours." They agreed to this in the Fenn deal.

4. Clause 11.2 lets the provider change the service at will: "The Provider may change the Services at any time without notice."
You should ask for ninety days' notice and for a right to leave.

5. Clause 13 is missing: the contents list names "Exit", and there is no such clause.

I can speak to their lawyers on Monday.
"""

COURSE = """Unit 6: reading a non-disclosure agreement

At the end of this unit you will be able to tell a one-way agreement from a mutual one.

Read this clause: "The Recipient shall keep the Confidential Information secret and shall use it for the Purpose only."
Who owes the duty? Now compare: "Each party shall keep the other party's Confidential Information secret."

Exercise 1. Underline the words that say how long the duty lasts: "The Recipient's duties under this Agreement shall continue
for three years after its end."

Exercise 2. Your client is a start-up that wants to show its software to an investor. Which of the two clauses should it
use? Why do investors often refuse to sign at all?

Exercise 3. Draft an exception for information that a court asks for. Compare it with a typical clause: "The Recipient may
disclose Confidential Information where a court so orders, if it tells the Discloser first."

Homework: bring a contract that you have signed, and find its clause on governing law.
"""

QUESTIONS = """Contract questions, answered

Can I leave early? Look for the word "convenience". A typical clause says that either party may terminate the agreement on
some months' notice. If your contract has no such clause, you may be bound to its end.

What is an indemnity? A promise to pay for somebody else's loss. "The Supplier shall indemnify the Customer against all claims
that the Software infringes the rights of others" is one that buyers should always ask for.

Who owns what I pay for? Not always you. Unless the contract says "The Consultant hereby assigns to the Client all rights in the
Deliverables", the consultant keeps them.

What does "time is of the essence" mean? That a delay of one day is enough to end the contract. Most suppliers strike it out.

Does an e-mail bind me? It may. Courts have often held that two people who agree on all that matters have made a contract.
"""

SKILL = """---
name: contract-helper
description: Drafts and checks service agreements
---

# Contract helper

You help freelancers to draft contracts. Ask for the client's name, the fee and the dates. Then choose clauses from the library.

## Clause library

**Payment, standard:** The Client shall pay each invoice within [30] days of its date.

**Payment, strict:** The Client shall pay half of the fee before work begins. The Contractor may stop work while payment is late.

**Ownership:** The Contractor hereby assigns to the Client all rights in the Deliverables when the fee has been paid.

**Confidentiality:** Each party shall keep the other party's information secret for [3] years.

**Termination:** Either party may terminate this Agreement on [30] days' notice.

## Rules

- Never invent a name. Leave a square bracket.
- If the user asks for an employment contract, say that you cannot write one.
- End each answer with: "This is not legal advice. Ask a lawyer to read your contract."
"""

NEWS = """Council publishes its new supplier terms

Halden Borough Council has published the terms on which it will buy software from next April. Small firms had
complained that the old terms were too long.

The new terms have eleven pages. Under clause 5, "the Supplier shall host all data of the Council in the United
Kingdom and shall tell the Council of any breach within one day." Clause 8 says that "the Council may end this
contract at any time on two months' notice and shall pay for the work done until then."

"We want terms that people read," said Councillor Marsh. A lawyer who advises suppliers was less happy. "Clause 8 is
brutal," she said. "The Supplier shall bear the cost of its own staff, it says, whatever happens."

The terms apply to purchases above 25,000 pounds. The council will answer questions on 3 June.
"""

GLOSSARY = """Glossary of contract terms

Indemnity: a promise to make good a loss. "The Seller shall indemnify the Buyer against third-party claims."

Novation: a change of party with the consent of all. "The Parties agree that NewCo shall take the place of OldCo."

Force majeure: an event beyond control. "Neither Party shall be liable for a delay that is caused by flood, war or
strike."

Set-off: to subtract what is owed. "The Customer may set off any amount that the Supplier owes to it."

Step-in: to take over for a while. "The Customer may step in if the Provider fails to provide the Services for five
days."

Warranty: a statement of fact in a contract. "The Supplier warrants that the Goods are new."
"""

MAIL = """From: Priya
To: Legal

Hi, the vendor sent their paper back. They struck our clause on audits and put in this:

> The Customer may inspect the Provider's records once in each contract year on sixty days' notice. The Customer shall bear the cost.
> The Provider may refuse an auditor who competes with it.

And on breach: "Provider will notify Customer without undue delay." Can we live with that? Sales want to close on
Friday. I told them that we usually ask for 48 hours.

Also they say liability is capped at the fees for six months. Thanks, P
"""

COMMENTARY = """Commentary on the Guild Form of Service Agreement

Introduction. The Guild Form was last revised in 2024. This commentary goes through it clause by clause.

Clause 1 (Services). The Provider must perform "with the skill and care of a good professional". The words are older
than the form. They set a standard that is objective; what the Provider believed is beside the point.

Clause 2 (Fees). The Customer shall pay within thirty days. The 2019 edition had forty-five. Interest runs from the
due date at the rate in the Details. Disputed amounts may be held back, but the Customer must say why.

Clause 3 (Confidentiality). Each party must keep the other's information secret. The duty is mutual, and that
surprises many users of the form. It lasts for three years.

Clause 4 (Liability). The cap is a multiple of the fees that the parties write into the Details; if they write
nothing, it is one. Parties should not leave it blank by accident. The cap does not apply to fraud.

Clause 5 (Term and termination). Either party may terminate for a breach that is not cured. The form has no right to
terminate for convenience. Customers who need one should add it to the Details.
"""

QUESTIONNAIRE = """Questionnaire for suppliers

Please answer each question with yes or no, and add a reference to your terms.

1. Does your agreement state that the Supplier shall notify the Customer of a breach within 24 hours?
2. May the Customer terminate for convenience?
3. Do you agree that the Customer shall own all data?
4. Will the Supplier accept a cap of 200 % of the annual fees?
5. Shall the Provider return the data at the end, and in which format?
6. Do the Parties agree on the law of England?
Return the form by 1 July.
"""

SLIDES = """Data processing agreements in an hour

Why we are here
- We sign forty a year
- Nobody reads them

What Article 28 wants
- The Processor shall act on documented instructions only
- The Processor shall keep the data secret and secure
- The Processor shall help the Controller with requests
- The Processor shall delete or return data at the end
- The Controller may audit the Processor

What goes wrong
- Annexes left empty
- "Commercially reasonable" security
- Sub-processors listed on a web page that changes

Your turn: find three faults in the handout
"""

CHANGES = """Summary of changes to our standard terms, version 7

1. Clause 4.2: "The Customer shall pay within 30 days" becomes "The Customer shall pay within 14 days".
2. Clause 6 is new: the Supplier may suspend the Services if the Customer does not pay.
3. Clause 9.1: the Supplier's liability is now limited to the fees of twelve months. It was six.
4. Clause 12: either party may now terminate on sixty days' notice.
5. The governing law is now that of Ireland.

The full terms are on our web site. If you have questions, ask your account manager.
"""

TEXTS = {
    "readme": README,
    "guide-with-clauses": GUIDE_WITH_CLAUSES,
    "article-on-caps": ARTICLE_ON_CAPS,
    "clause-bank": CLAUSE_BANK,
    "negotiation-playbook": PLAYBOOK,
    "case-note": CASE_NOTE,
    "review": REVIEW,
    "course": COURSE,
    "contract-questions": QUESTIONS,
    "drafting-skill": SKILL,
    "news": NEWS,
    "contract-glossary": GLOSSARY,
    "mail-on-a-draft": MAIL,
    "commentary": COMMENTARY,
    "supplier-questionnaire": QUESTIONNAIRE,
    "training-slides": SLIDES,
    "changes-of-terms": CHANGES,
}
