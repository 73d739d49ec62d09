"""Texts that are no contracts, of the kinds that lie beside contracts in a folder. All invented here."""

from __future__ import annotations

SHOPPING_LIST = """Shopping list

- 2 kg potatoes
- milk, 1 litre
- bread (the dark one)
- light bulbs, 60 W
- washing powder
- call the plumber about the kitchen tap
"""

GUIDE = """A short guide to Article 28 of the GDPR

Last updated 3 March 2026. This guide is for small charities. It is not legal advice.

1. Who is a processor?

A processor is anyone who handles personal data for somebody else. Your payroll bureau is one, and so is the company
that sends out your newsletter.

2. What must the contract say?

The contract must say what data is processed and for how long. The processor must act only on documented instructions.
The processor shall help the controller to answer requests, and shall delete or return all data at the end. You must not
use a processor who cannot show that it keeps data safe.

3. How quickly must a breach be reported?

The processor must tell the controller without undue delay. The controller must then tell the regulator within 72 hours.

4. What if there is no contract?

Both organisations may be fined. Ask the processor for its standard terms and read them before you agree to anything.
"""

NOTICE = """Notice of planned maintenance

To all residents of Alder Court

The water will be switched off on Tuesday 9 June 2026 from 09:00 to 15:00 while the main valve is replaced. You must
close all taps before 09:00. The lift will not be in use. Please keep the stairs clear.

We are sorry for the inconvenience. If you have questions, call the office on 555 0142.

The building manager
"""

JOINT_FILING = """Exhibit 99.1

JOINT FILING AGREEMENT

In accordance with Rule 13d-1(k)(1) under the Securities Exchange Act of 1934, as amended, each of the undersigned hereby
agrees to the joint filing, on behalf of each of them, of a statement on Schedule 13G (including amendments thereto) with
respect to the common stock of Marlowe Optics, Inc., and that this Agreement be included as an exhibit to such joint
filing. This Agreement may be executed in any number of counterparts, all of which together shall constitute one and the
same instrument.

IN WITNESS WHEREOF, each of the undersigned has executed this Agreement as of February 11, 2026.

BRACKEN HILL PARTNERS, L.P.

By: /s/ Ada Fenn
Name: Ada Fenn
Title: General Partner

TARN VALLEY CAPITAL LLC

By: /s/ Otto Reyes
Name: Otto Reyes
Title: Managing Member
"""

NEWSLETTER = """Fernbridge Cycling Club: spring newsletter

Dear members,

What a winter it was! We agreed a new contract with the Mill Lane workshop, so repairs are now ten per cent cheaper for
members. Bring your card.

Rides this month

1. Saturday 4 April: the reservoir loop, 40 km. Meet at 08:30 at the bridge.
2. Sunday 19 April: hills for beginners. Helmets must be worn.
3. Saturday 25 April: the long one. You will need lights.

The annual meeting will take place on 12 May. All members may vote, and all members agree that last year's was too long.

See you on the road,
the committee
"""

CV = """Curriculum vitae

Mara Lindqvist
14 Harbour Street, Port Ellery
mara.lindqvist@example.org

Experience

2021 to now    Contract manager, Vale Logistics Ltd
               Drafted and negotiated supply agreements and service level agreements with forty suppliers.
               Led the team that moved all contracts into one register.
2016 to 2021   Paralegal, Osgood & Lane LLP
               Reviewed non-disclosure agreements and leases.

Education

2015           LL.B., University of Ellery

Languages: English, Swedish, some German
References on request
"""

INVOICE = """INVOICE

Invoice number: 2026-0417                       Date: 17 April 2026

From: Brightwater Print Ltd, 3 Canal Yard, Ellery
To:   Halden Borough Council, Town Hall, Halden

Description                           Quantity      Price       Amount
Leaflets A5, two sides                   5,000      £0.04      £200.00
Delivery                                     1     £15.00       £15.00
                                                    Total      £215.00

Payment is due within 30 days of the date of this invoice. Please quote the invoice number with your payment. Interest
may be charged on late payments. Our terms and conditions apply.

Bank: Ellery Savings, account 00012345
"""

STATUTE = """CHAPTER 4

DATA BROKERS (REGISTRATION) ACT

1. Short title. This Act may be cited as the Data Brokers (Registration) Act.

2. Duty to register. (1) A data broker shall register with the Commissioner before it sells personal data.
(2) A data broker that fails to register shall pay a penalty of not more than 10,000 dollars for each day.

3. Contents of the register. The Commissioner shall publish the name and address of each data broker. A data broker must
tell the Commissioner of any change within 14 days.

4. Rules. The Commissioner may make rules under this Act. No rule shall take effect before it has been published.
"""

MINUTES = """Minutes of the supplier meeting, 5 May 2026

Present: J. Obi (chair), P. Marsh, L. Tran
Apologies: R. Hale

1. Minutes of the last meeting. Agreed.
2. Hosting contract. PM said that the supplier missed the availability target in March. LT to ask for the credit. It was
   agreed that the contract should be retendered next year.
3. Any other business. None.

Actions: LT to write to the supplier by 12 May. PM to send round the draft terms.
"""

ARTICLE = """Five things to look for in a hosting agreement

Most hosting agreements look alike, but the differences can cost you dear. Here is what our readers tell us to check.

Availability. A promise of 99.9 per cent sounds good. It still allows nearly nine hours of outage a year. Ask what
happens when the provider misses it: a credit that you must claim within five days is not worth much.

Liability. Nearly every provider limits its liability to the fees of the last twelve months. You will rarely get more, but
you may get a higher limit for lost data.

Exit. The provider should return your data at the end. If the agreement says nothing, you will have to pay for it.

Have you met a term that everyone should know of? Write to us, and we will print the best.
"""

PRESS = """Vale Logistics and Osprey Cloud sign five-year agreement

ELLERY, 2 June 2026. Vale Logistics Ltd today announced that it has signed a five-year agreement with Osprey Cloud plc.
Under the agreement Osprey will host Vale's booking system from its two data centres.

"This agreement will make our service faster and safer," said Tomas Vale, chief executive of Vale Logistics. "Both parties
have worked hard on it."

The agreement is worth 4.2 million pounds. It includes service levels and an option to renew.

About Osprey Cloud: Osprey Cloud plc provides hosting to 300 companies. Press contact: press@osprey.example
"""

MANUAL = """Operating instructions for the bench drill BD-200

1. Safety
1.1 Read these instructions before you use the drill.
1.2 You must wear eye protection. Loose clothing must not be worn.
1.3 The drill shall be connected to an earthed socket only.

2. Setting up
2.1 The drill must be bolted to a level bench.
2.2 Clamp the work. You may not hold it by hand.

3. Care
3.1 The belt shall be checked every 50 hours of use.
3.2 Repairs may only be carried out by a trained person.

The guarantee is void if the drill is used in any other way.
"""

JOB_ADVERT = """Contracts officer (full time)

Halden Borough Council is looking for a contracts officer to join its purchasing team.

You will draft agreements with our suppliers, and you will keep the register of contracts. You must have two years of
experience, and you should know the Public Contracts Regulations. We offer 28 days of leave and a pension.

To apply, send your CV to jobs@halden.example by 30 June. Interviews will take place in July.
"""

LETTER = """Dear Mr Reyes,

Thank you for your letter of 3 May. I am glad that the agreement has been signed at last. My colleague will send you the
originals, and you may keep the copies that you have.

I shall be in Ellery in July. Would you like to meet for lunch?

Yours sincerely,
Ada Fenn
"""

RECIPE = """Leek soup

Serves four. You will need: 3 leeks, 2 potatoes, 1 litre of stock, cream.

1. Wash the leeks well. They must be free of sand.
2. Fry them in butter until they are soft. They must not brown.
3. Add potatoes and stock. Cook for 20 minutes.
4. Blend, and stir in the cream. The soup should not boil again.
"""

PRIVACY_FAQ = """Questions and answers on our new privacy page

Do you sell my data? No. We will never sell it.

Can I see what you hold? Yes. You may ask us at any time, and we will answer within one month.

How long do you keep it? For as long as we must by law, and no longer.

Whom can I complain to? You may write to us or to the regulator.
"""

TENDER = """Invitation to tender: cleaning of council offices

Halden Borough Council invites tenders for the cleaning of its offices. The contract will run for three years.

Tenders must arrive by noon on 14 August 2026. Late tenders will not be opened. Tenders must be in English and must hold
a price for each building. The council may reject any tender and is not bound to accept the lowest.

Questions must be sent by e-mail. Answers will be sent to all who have asked for these papers.
"""

LOG = """2026-05-04 10:15:02 INFO  service started, version 3.2
2026-05-04 10:15:03 WARN  certificate will expire in 20 days
2026-05-04 10:17:44 ERROR connection refused: customer-db:5432
2026-05-04 10:17:45 INFO  retry 1 of 5
2026-05-04 10:17:50 INFO  connected
"""

TEXTS = {
    "shopping-list": SHOPPING_LIST,
    "guide": GUIDE,
    "notice": NOTICE,
    "joint-filing": JOINT_FILING,
    "newsletter": NEWSLETTER,
    "cv": CV,
    "invoice": INVOICE,
    "statute": STATUTE,
    "minutes": MINUTES,
    "article": ARTICLE,
    "press-release": PRESS,
    "manual": MANUAL,
    "job-advert": JOB_ADVERT,
    "letter": LETTER,
    "recipe": RECIPE,
    "questions": PRIVACY_FAQ,
    "tender": TENDER,
    "log": LOG,
}
