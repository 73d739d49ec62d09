"""Tells a party's name from other words in capitals: a heading, a sentence, an address or a defined thing."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from contractcheck.parties.mentions import edge, places
from contractcheck.parties.names import LEGAL_FORM, Named
from contractcheck.parties.roles import CUSTOMER, PROVIDER, ROLES, WE, YOU

_ENDS_IN_FORM = re.compile(rf"(?:^|[\s,]){LEGAL_FORM}\.?$")
_HAS_FORM = re.compile(rf"(?:^|[\s,]){LEGAL_FORM}(?![\w-])\.?")
# "Dragon Systems, Inc. 320 Nevada Street": the address begins with the number.
_ADDRESS = re.compile(rf"(?P<name>.*?[\s,]{LEGAL_FORM}\.?),?\s#?\d.*")
# The full stop of a sentence behind a legal form that is no abbreviation.
_STOP = re.compile(r"\b(LLC|LLP|AG|GmbH|plc|PLC|Limited|LIMITED|Corporation|Company|Incorporated|Trust|Bank)\.$")
# "We, Us: Alder Ltd": the words that it stands for.
_SPEAKER = re.compile(r"^(?:(?:We|Us|Our|You|Your)[,.:]\s)+")
# "NY 10018 and Alder, Inc.": what stands before the name is the address of the one before.
_ADDRESS_BEFORE = re.compile(r"[^,;]*\d{4,}(?:\s(?:and|AND)|[;\u037e])\s(?=[A-ZÀ-Þa-z])")
_TAIL = re.compile(r"(?:\s(?:is|are|was|and|or|of|the|by|with|at|in|to|as|has|an?|on))+$", re.IGNORECASE)
_SENTENCE_END = re.compile(r"(?<=[a-z]{2})(?<!Univ)(?<!Bros)(?<!Corp)(?<!Assoc)(?<!Intl)\.\s(?=[A-Z])")
_SMALL_START = re.compile(r"[a-z]{1,2}-|[a-z]{1,4}[A-Z\d]|[a-z]+\.[a-z]")
_LAST_OF_PAPERS = frozenset("terms agreement policy policies conditions nda addendum amendment only form act".split())
# A company may be called so, with its legal form; without one it is a thing of the company's.
_LAST_OF_THINGS = frozenset(
    "content api apis data website restrictions program shares improvements output outputs marks goods".split()
)
_LETTERS = re.compile(r"[^\W\d_]{2}")
_NUMBER = re.compile(r"(?:^|\s)\d[\d,.-]*(?=\s|$)")
# Small words that stand in names of companies and bodies.
_LINKS = frozenset("of and the for & de la le du des der die das und van von y et e i do da di del in at on a".split())
# No name begins with one of these, in capitals or not.
_FUNCTION = frozenset(
    "with without and or by such any each every this that these those between among under upon if when where whereas "
    "not no as into per said agent's company's customer's know now".split()
)
# "SHIP MANAGER®" is a mark for goods or a service.
_MARKED = re.compile(r"[®™℠]|\((?:R|TM|SM)\)")
_OPENERS = re.compile(
    r"(?:In|If|Such|Each|Upon|When|Where|As|By|To|For|From|This|These|That|Any|All|No|It|We|You|Our|Your|On|At|Under|"
    r"Exhibit|EXHIBIT|Section|SECTION|Schedule|SCHEDULE|Amendment|AMENDMENT|Article|ARTICLE|Annex|Appendix|Notice|Dear|"
    r"Page|Date|Dated|Effective|Welcome|Thank|Please|Welcome)\b"
)
# Words for things, papers and kinds of people: a name made of nothing else names nobody.
_COMMON = frozenset(
    "agreement agreements terms term conditions contract data file files tech services service products product "
    "materials material offering credentials platform site sites website account accounts software system "
    "systems party parties mutual nda dpa sla msa order orders form forms cover page policy privacy policies "
    "notice notices support effective date report reports information content documentation deliverables work "
    "works plan fees fee payment payments discloser recipient recital recitals background definitions definition "
    "project property schedule exhibit annex appendix amendment addendum attachment feature specific authorized "
    "users user end third general special confidential intellectual rights license licence use security internet "
    "business day days start open legal contracting commitment commitments credit credits collaborators "
    "collaborator visitors visitor members apps app defined below above following undersigned hereto signatory "
    "signatories co first second other sale sales entity entities organization organisation "
    "playbook setup example note version name named".split()
)
# A party can be called so; its name is another.
_CALLED = frozenset(
    "person individual individuals members professional group issuer shareholder shareholders investor investors "
    "principal board director directors designee designees".split()
)
_PRONOUNS = frozenset((*WE, *YOU))
_ROLE = re.compile(rf"(?:{ROLES})s?")
_ACTS = (
    "shall will may must agrees agree desires wishes hereby represents warrants acknowledges grants provides owns has "
    "is does engages undertakes wants can"
).split()
_BINDS = frozenset("shall agrees agree undertakes hereby warrants".split())
_DEAD_AFTER = re.compile(r" (?:shall|will|may|must|has|is|can)(?: not)? (?:be|been|mean|means|include|includes)\b")
# So much of the text is searched for a sign that a short name acts.
_ACT_CHARS = 60_000


def is_role(name: str) -> bool:
    """Tell whether what stands for a party's name is only its role ("Customer", "the Provider") or a pronoun."""
    return name in _PRONOUNS or _ROLE.fullmatch(name.removeprefix("the ").removeprefix("The ")) is not None


def tidied(named: Iterable[Named], plain: str, *, anchored: bool = True) -> list[Named]:
    """Return the parties whose names are names, each under the name that the contract gives it.

    Where no "between" stands before them (``anchored``), who is no company must bear a duty somewhere to be a party.
    """
    text = ""
    kept: list[Named] = []
    for item in named:
        aliases = [alias for alias in item.aliases if alias in _PRONOUNS or not is_thing(alias)]
        name = trimmed(item.name)
        if not is_name(name):
            name = next(
                (alias for alias in aliases if (alias not in _PRONOUNS and is_name(alias)) or _ROLE.fullmatch(alias)),
                "",
            )
        if not name or any(one.name == name for one in kept):
            continue
        if not _HAS_FORM.search(name) and not any(
            _ROLE.fullmatch(word) or word in _PRONOUNS or PROVIDER.search(word) or CUSTOMER.search(word)
            for word in (name, *aliases)
        ):
            text = text or " ".join(plain[:_ACT_CHARS].split())
            plainly = _BINDS if not anchored else _ACTS
            if len(text) > _SHORT and not any(_acts(word, text, plainly) for word in (name, *aliases)):
                continue
        kept.append(Named(_in_full(name, plain), aliases))
    return kept


def _in_full(name: str, plain: str) -> str:
    """Return the company name that a short one begins ("Alder" -> "Alder Systems, Inc."), where one line has it."""
    if _HAS_FORM.search(name) or _ROLE.fullmatch(name) or name in _PRONOUNS or " " in name.strip("."):
        return name
    for at in places(plain[:_ACT_CHARS], name):
        rest = _REST_OF_ONE.match(plain, at + len(name))
        # "Alder Systems, Inc. (“Alder”)": the bracket shows that it is the same party.
        if rest and name in plain[rest.end() : rest.end() + _BRACKET_CHARS].partition("(")[2]:
            return name + rest.group()
    return name


# Words behind a short name, on its line, that make it a company's full one.
_REST_OF_ONE = re.compile(
    r"(?: [A-Z][\w&-]+){0,2},? (?:Inc\b\.?|Corp\b\.?|LLC|Ltd\b\.?|Limited|LLP|plc|AG|GmbH|S\.A\.|N\.V\.|B\.V\.|AB|"
    r"Pty Ltd)(?![\w-])"
)
_BRACKET_CHARS = 100
_SHORT = 3000  # in a text this short a party need not act


def is_name(name: str) -> bool:
    """Tell whether words in capitals can be the name of a company, a body or a person."""
    if not name or any(mark in name for mark in '"“”{}|[]<>') or name.count("(") != name.count(")"):
        return False
    if not (name[0].isupper() or name[0].isdigit() or _SMALL_START.match(name)):
        return False
    if _OPENERS.match(name) and not _ENDS_IN_FORM.search(name):
        return False
    if _NUMBER.search(name) and not _ENDS_IN_FORM.search(name):
        return False
    words = [word.strip(".,;:()’'&-") for word in _HAS_FORM.sub(" ", name).split()] or [name]
    if words[0].lower() in _FUNCTION or _MARKED.search(name):
        return False
    small = [word for word in words if word and word[0].islower() and word not in _LINKS]
    # "i-on interactive" begins small; a sentence has several small words.
    if len(small) > (2 if _SMALL_START.match(name) else 1) or words[-1].lower() in _LAST_OF_PAPERS:
        return False
    if _HAS_FORM.fullmatch(name) or _SENTENCE_END.search(name):
        return False
    formed = _ENDS_IN_FORM.search(name) is not None or _ROLE.fullmatch(name) is not None
    if not formed and words[-1].lower() in _LAST_OF_THINGS:
        return False
    return any(
        _LETTERS.search(word)
        for word in words
        if word.lower() not in _COMMON
        and word.lower() not in _CALLED
        and word.lower() not in _LINKS
        and not _HAS_FORM.fullmatch(word)
        and (formed or not _ROLE.fullmatch(word))
    )


def trimmed(name: str) -> str:
    """Return a name without the sentence before it, the address behind it or a word that belongs to neither."""
    name = _SPEAKER.sub("", name)
    before, _, after = _SENTENCE_END.sub("\n", name).rpartition("\n")
    if before:
        # "Visit Alder. Alder Ltd" and "Alder. Our services": the company, else what stands first.
        name = after if _ENDS_IN_FORM.search(after) else before
    behind = _ADDRESS_BEFORE.match(name)
    if behind:
        name = name[behind.end() :]
    address = _ADDRESS.fullmatch(name)
    if address and not _ENDS_IN_FORM.search(name):
        name = address["name"]
    return _STOP.sub(r"\1", _TAIL.sub("", name).strip(" ,;:–—-"))


def is_thing(alias: str) -> bool:
    """Tell whether a short name in brackets is made of words for things and papers alone."""
    words = [word.lower() for word in re.findall(r"[A-Za-z]+", alias)]
    return bool(words) and all(word in _COMMON for word in words) and not _ROLE.fullmatch(alias)


def _acts(word: str, text: str, verbs: Collection[str]) -> bool:
    """Tell whether somebody of this name does anything, beyond being the matter of a sentence."""
    for at in places(text, word):
        end = at + len(word)
        if not edge(text, end):
            continue
        after = text[end : end + 40]
        if after.startswith(("’s ", "'s ")) and verbs is _ACTS:
            return True
        following = after.split(" ", 2)[1:2] if after.startswith(" ") else []
        if following and following[0].strip(",.") in verbs and not _DEAD_AFTER.match(after):
            return True
        if text[max(0, at - 14) : at].endswith((" by ", " by the ", " between ")) and verbs is _ACTS:
            return True
    return False
