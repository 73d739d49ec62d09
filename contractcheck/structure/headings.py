"""Tells headings from text. A heading is a label: it never carries a duty, so in doubt the words are text."""

from __future__ import annotations

import re

from contractcheck.language.anycase import AnyCase

# Longest heading in words and characters; longer "headings" in the corpus were always sentences.
MAX_WORDS = 12
MAX_CHARS = 110
# A run-in heading in lower case ("Force majeure.") is taken only when it is this short.
_PLAIN_WORDS = 6
# Share of the longer words that begin with a capital in a title.
_TITLE_SHARE = 0.75

VERBS = AnyCase(
    r"\b(?:shall|will|must|may|agrees?|is|are|was|were|has|have|had|means?|does|do|hereby|can|cannot|should|would|"
    r"warrants|represents|acknowledges|undertakes|includes)\b"
)
# Forms of other verbs that are no plural of a noun. In lower case a few words around one are a sentence ("Dutch law
# applies to this agreement"); names of parties and things in capitals go with them, so a title in title case may.
_THIRD_PERSON = re.compile(
    r"\b(?:accepts|acts|appears|applies|appoints|arises|bears|becomes|begins|belongs|binds|ceases|complies|consists|"
    r"constitutes|continues|delivers|depends|engages|excludes|expires|gives|governs|holds|indemnifies|keeps|lapses|lasts|"
    r"makes|observes|owes|owns|pays|performs|prevails|provides|receives|refers|remains|replaces|requires|retains|sells|"
    r"serves|supersedes|survives|takes|terminates|waives)\b"
)
# In capitals a question is a heading for all its verbs ("WHAT WE WILL DO"); other words around a verb are a sentence.
_ASKS = re.compile(r"(?:WHAT|HOW|WHO|WHEN|WHERE|WHY|WHICH|IF)\b")
_CAPS_VERBS = AnyCase(r"\b(?:shall|must|agrees?|hereby|acknowledges?|whereas|disclaims?)\b")
_SMALL_WORDS = (
    "a an and as at but by de for from in into its nor of on onto or out over per re than that the their to under "
    "upon versus via vs with within without other not which where if be any all such"
)
_SMALL = frozenset(_SMALL_WORDS.split())
# A few words that begin so are the beginning of a sentence, not a heading in lower case.
_OPENERS = frozenset(
    ("if", "where", "when", "upon", "subject", "except", "unless", "provided", "in", "for", "as", "to")
)
_ABBREVIATION = re.compile(
    r"(?:\b(?:Inc|Ltd|Co|Corp|No|Mr|Mrs|Ms|Dr|St|vs|cf|etc|approx|Messrs|Nos|Art|Sec|Ser|Reg|App|Equip|Maint|Tel|Ext|"
    r"Ave|Blvd|Attn|Est|Dept|Rev|Vol|Ref|L\.P|N\.A|S\.A|N\.V|B\.V|U\.S|Pte|Pty)|\b[A-Z])$"
)
_WORD = re.compile(r"[^\W\d_][\w'’&/.-]*")
# What ends a run-in heading: a full stop, a colon or a dash, before the text or the end of the line.
_RUN_IN = re.compile(r"\s?(?:[.:](?=[\s“\"(]|$|[A-Z])|\s[-–—]{1,2}\s|—)")
# What a line of text can end in when the next line begins something new.
# The end of a line tells; looking at all of it would cost the most of all tests here.
_TAIL = 16
SENTENCE_END = re.compile(r"(?:[.;:!?\u037e；。：][”\"’')\]*_]*|[;,]\s*(?:and|or|and/or))\s*$", re.IGNORECASE)
_SHORT_END = re.compile(r"[,;\-–&/(]$|\b(?:and|or|of|the|to|for|in|by|with|a|an)$", re.IGNORECASE)


def is_title(text: str, *, plain: bool = False) -> bool:
    """Tell whether ``text`` reads as a heading: short, no verb of duty, in capitals or title case.

    ``plain`` also takes a few words in lower case after a first capital ("Force majeure").
    """
    text = text.strip(" *_[]")
    if not 2 <= len(text) <= MAX_CHARS or text[0] in "(,;.)$%" or text[-1] in ";,\u037e；":
        return False
    if len(text.split()) > MAX_WORDS:
        return False
    words = _WORD.findall(text)
    if not words or len(words) > MAX_WORDS:
        return False
    capitals = text.isupper()
    if (_CAPS_VERBS if capitals else VERBS).is_in(text):
        return False
    if capitals:
        return len(text) > 2
    first = words[0]
    if not first[0].isupper() or first in ("This", "See"):
        return False
    if plain and len(words) <= _PLAIN_WORDS and first.lower() not in _OPENERS:
        return not _THIRD_PERSON.search(text)
    long = [word for word in words if word.lower() not in _SMALL]
    return bool(long) and sum(word[0].isupper() for word in long) >= _TITLE_SHARE * len(long)


def tells_in_capitals(text: str) -> bool:
    """Tell whether words in capitals are a statement ("WE ARE NOT LIABLE FOR"), not a label."""
    return VERBS.is_in(text) and not _ASKS.match(text)


def run_in(text: str) -> tuple[int, int] | None:
    """Find a heading at the start of ``text`` that runs on into a sentence: ("Security. The Provider shall ..").

    Returns the end of the heading and the beginning of the text after it, or None.
    """
    for match in _RUN_IN.finditer(text, 0, MAX_CHARS + 5):
        head = text[: match.start()]
        if match.group().strip() == "." and _ABBREVIATION.search(head):
            continue
        if text.startswith('"', match.end()) and head.count('"') % 2:
            continue  # the quotation mark closes what it opened in the head: 'provided "as is."'
        if head.isupper() and tells_in_capitals(head):
            return None
        rest = text[match.end() :].lstrip(" *_.")
        if rest and not (rest[0].isupper() or rest[0] in "“\"(['‘[0123456789$"):
            return None
        # A full stop ends a heading or a sentence; only a heading has no verb.
        if not is_title(head, plain=True) or head.startswith(("“", '"')):
            return None
        return match.start(), len(text) - len(text[match.end() :].lstrip(" *_."))
    return None


def ends_sentence(text: str) -> bool:
    """Tell whether a line ends a sentence or an item, so that the next line can begin a clause."""
    tail = text[-_TAIL:].rstrip()
    # Most lines break off in a word; they need no look at the pattern.
    if tail[-1:].isalnum() and not tail.lower().endswith(("and", "or")):
        return False
    return bool(SENTENCE_END.search(tail))


def breaks_off(text: str) -> bool:
    """Tell whether a line ends in a word that must go on ("of", "and", a comma)."""
    return bool(_SHORT_END.search(text[-_TAIL:]))
