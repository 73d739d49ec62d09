"""Words as rules see them: base forms, so that "notified" meets "notify", and spellings made one.

Only inflection is undone (plural, -ed, -ing and a table of irregular verbs), after step 1 of M. F. Porter, "An
algorithm for suffix stripping", Program 14(3), 1980. Derivation is left alone on purpose: "termination" is not
"terminate", and "securities" must never become "security". A base form need not be a word ("notic"): the same function
is applied to rules and to contracts.

Cutting the ends of words makes some meet that have nothing in common ("noted" and "not", "lost" and "loss"). The tables
below keep those apart that matter in contracts. They were found by reading the groups of words with one base form in
the contracts of the corpus; ``tests/test_words.py`` holds pairs that must meet and pairs that must not.
"""

from __future__ import annotations

from functools import lru_cache

# Words whose base forms are kept at hand. A contract has some 2,000 different ones, a language of contracts 50,000.
_KNOWN_WORDS = 1 << 16

# Words that stay as they are: the plural, the -ed or the -ing form means something else than the plain word
# ("securities", "interested", "incoming"), or what looks like an ending is none ("during", "less", "alias").
_KEEP = frozenset(
    "securities damages goods terms proceeds premises customs holdings savings securities minutes "
    "during nothing anything something everything thing things bring string king ring spring morning evening ceiling "
    "notwithstanding outstanding standing understanding exceed proceed succeed need feed indeed speed seed deed "
    "shall will well all none there where here these those one done gone are before more since once hence whether "
    "series species news always perhaps otherwise likewise less unless business basis status thus plus bus gas this "
    "his hers its yours ours theirs was has does as is us wed red bed shed hundred sacred kindred alias bias dues "
    "interested interesting incoming clothing founded founding seconded seconding "
    # Only their final e parts these from other words: "suite" and "suit", "therefore" and "therefor".
    "suite therefore morale rationale locale finale germane humane envelope premiere quite isae lane mile male ware "
    "fore cape tube mode tile wine spine tone theme rome wales plane same severe bass parte partes".split()
)

# These would meet other words when their ends are cut ("noted" and "not", "filled" and "filed"): their forms, and no
# others, have the first word for their base form.
_WHOLE = {
    form: forms.split()[0]
    for forms in (
        "note notes noted noting",
        "unite unites united uniting",
        "loss losses",
        "fill fills filled filling",
        "site sites sited siting",
        "state states stated stating",
        "roll rolls rolled rolling",
        "poll polls polled polling",
        "call calls called calling",
        "tell tells told telling",
        "come comes came coming",
        "care cares cared caring",
        "code codes coded coding",
        "mine mines mined mining",
        "tape tapes taped taping",
        "ride rides rode riding ridden",
        "bare bares bared baring",
        "fare fares fared faring",
        "pose poses posed posing",
        "wipe wipes wiped wiping",
        "paste pastes pasted pasting",
        "write writes writing writings",
        "scrape scrapes scraped scraping",
        "secrete secretes secreted secreting",
        "heading headings",
        "ruling rulings",
        "proceeding proceedings",
    )
    for form in forms.split()
}
_IRREGULAR = {
    form: base
    for base, forms in {
        "arise": "arose arisen arises arising",
        "be": "am is are was were been being",
        "bear": "bore borne",
        "become": "became",
        "begin": "began begun",
        "bind": "bound",
        "break": "broke broken",
        "bring": "brought brings bringing",
        "buy": "bought",
        "choose": "chose chosen",
        "deal": "dealt",
        "do": "does did done doing",
        "fall": "fell fallen",
        "forbid": "forbade forbidden",
        "get": "got gotten",
        "give": "gave given gives giving",
        "go": "went gone goes",
        "have": "has had having",
        "hold": "held",
        "keep": "kept",
        "know": "knew known",
        "lend": "lent",
        "lose": "lost loses losing",
        "make": "made makes making",
        "meet": "met",
        "need": "needs needed needing",
        "exceed": "exceeds exceeded exceeding",
        "pay": "paid",
        "proceed": "proceeded",
        "run": "ran running",
        "see": "saw seen",
        "seek": "sought",
        "sell": "sold",
        "send": "sent",
        "show": "shown",
        "speak": "spoke spoken",
        "take": "took taken takes taking",
        "teach": "taught",
        "undertake": "undertook undertaken undertakes undertaking",
        "use": "uses used using",
        "withdraw": "withdrew withdrawn",
        "withhold": "withheld",
        "agree": "agrees agreed agreeing",
        "guarantee": "guarantees guaranteed guaranteeing guaranty",
        "tie": "ties tied tying",
        "criterion": "criteria",
        "analysis": "analyses",
        "license": "licence licences licenses licensed licensing",
        "program": "programme programmes programs",
        "fulfil": "fulfill fulfills fulfils fulfilled fulfilling",
        "judgment": "judgement judgements judgments",
        "center": "centre centres centers",
        "defense": "defence defences",
        "favor": "favour favours favors",
        "labor": "labour",
        "honor": "honour honours honored honoured",
        "behavior": "behaviour",
        "backup": "backups",
        "subcontractor": "subcontractors",
    }.items()
    for form in forms.split()
}

# Verbs that British drafting spells with -ise: only these, since "exercise", "advise" and "promise" keep their s.
_ISE = tuple(
    "authoris unauthoris recognis organis minimis maximis utilis anonymis pseudonymis realis finalis customis summaris "
    "categoris standardis harmonis formalis prioritis initialis optimis penalis amortis capitalis jeopardis localis "
    "centralis characteris synchronis mobilis".split()
)

_VOWELS = frozenset("aeiouy")


@lru_cache(maxsize=_KNOWN_WORDS)
def base_form(word: str) -> str:
    """Return the base form of one word (any case). Numbers and marks come back lower-cased."""
    word = word.lower()
    known = _KNOWN.get(word)
    if known is not None:
        return known
    if len(word) <= 3 or word in _KEEP or not word.isalpha():
        return word
    if "is" in word:
        word = _american(word)
    word = _singular(word)
    if word in _KEEP:
        return word
    return _shorten(_without_tense(word))


def _american(word: str) -> str:
    for stem in _ISE:
        if word.startswith(stem):
            return stem[:-1] + "z" + word[len(stem) :]
    return word


def _singular(word: str) -> str:
    if not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y" if len(word) > 4 else word[:-1]
    if word.endswith(("sses", "xes", "ches", "shes", "zzes")):
        return word[:-2]
    return word[:-1]


def _without_tense(word: str) -> str:
    if word.endswith("ied") and len(word) > 4:
        return word[:-3] + "y"
    for suffix in ("ed", "ing"):
        if word.endswith(suffix):
            stem = word[: -len(suffix)]
            if len(stem) >= 3 and any(letter in _VOWELS for letter in stem):
                return stem
    return word


def _shorten(word: str) -> str:
    """Drop a final e and a doubled final consonant, so that use/using and submit/submitted meet."""
    if len(word) <= 3:
        return word
    if word.endswith("e"):
        word = word[:-1]
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in _VOWELS:
        word = word[:-1]
    return word


_KNOWN = {form: _shorten(base) for form, base in _IRREGULAR.items()} | _WHOLE
