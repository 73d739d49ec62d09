"""Words of a label that say which side a party is on."""

from __future__ import annotations

import re

# Words of a label that say which side it is. Plain "Company" says nothing: it is either, by contract.
PROVIDER_WORDS = (
    "service provider|services provider|provider|supplier|vendor|contractor|subcontractor|consultant|licensor|"
    "processor|data processor|host|"
    "outsourcer|servicer|manufacturer|seller|administrator|adviser|advisor|sub-advisor|subadviser|business associate|"
    "transporter|carrier|operator|developer|publisher|manager|custodian|transfer agent|escrow agent|service company|"
    "franchisor|lessor|sponsee|dealer manager|executive|employee|repairer|packer|processor of data"
)
CUSTOMER_WORDS = (
    "customer|client|buyer|purchaser|licensee|controller|data controller|owner|bank|fund|funds|trust|"
    "covered entity|user|"
    "subscriber|shipper|sponsor|principal|recipient|distributor|reseller|franchisee|lessee|"
    "end user|government|employer|authority|you"
)
# The words that stand for a party that speaks, and for one that is spoken to, as they are printed.
WE = ("we", "us", "our", "We", "Us", "Our", "WE", "OUR", "we’ll", "We’ll", "we'll", "We'll")
YOU = ("you", "your", "You", "Your", "YOU", "YOUR", "you’ll", "You’ll", "you'll", "You'll")
PROVIDER = re.compile(rf"(?:^|\s)(?:{PROVIDER_WORDS})s?$", re.IGNORECASE)
CUSTOMER = re.compile(rf"(?:^|\s)(?:{CUSTOMER_WORDS})s?$", re.IGNORECASE)

# Roles that a form prints bare or before a name; the wider words above are common nouns too.
ROLES = (
    r"(?:(?:[Ss]ervices? |[Dd]ata )?(?:[Pp]rovider|[Pp]rocessor|[Cc]ontroller)|[Ss]upplier|[Vv]endor|[Cc]ontractor|"
    r"[Cc]onsultant|[Ll]icensor|[Mm]anufacturer|[Ss]eller|[Cc]ustomer|[Cc]lient|[Bb]uyer|[Pp]urchaser|[Ll]icensee|"
    r"[Ee]mployer|[Aa]uthority|[Cc]ompany|[Ss]ubscriber|[Rr]eseller|[Dd]istributor|[Ll]andlord|[Tt]enant)"
)
# What may stand between a party's name and the role that the contract says it has.
TOLD = re.compile(
    r"[”\"]?[)\]]?,?\s(?:is|acts|shall be|will be|act)?\s?(?:here\s)?(?:as\s)?(?:the|a|an|its)?\s?"
    r"(?P<role>(?i:(?:services? )?provider|supplier|vendor|contractor|data processor|processor|customer|client|buyer|"
    r"purchaser|data controller|controller))(?=[.,;)]|\sand\b|\shere)"
)
