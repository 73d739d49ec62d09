"""The parties of two drafts: who is named otherwise, and which short names stand for the same party."""

from __future__ import annotations

from itertools import zip_longest

from contractcheck.comparing.model import ChangedParty
from contractcheck.comparing.words import Words
from contractcheck.language.words import keys_of, printed_words
from contractcheck.model import Parties, Party, Side


def changed_parties(old: Parties, new: Parties, old_words: Words, new_words: Words) -> tuple[ChangedParty, ...]:
    """Return the parties whose name or short name differs, each with its role.

    A name that both drafts hold was read from another place in one of them, and has not changed.
    """
    changed = []
    streams = old_words.printed(), new_words.printed()
    for before, now in _held(old, new):
        names = [keys_of(party.name) if party else () for party in (before, now)]
        short = [set(map(printed_words, party.aliases)) if party else set() for party in (before, now)]
        shown = [printed_words(party.name) if party else () for party in (before, now)]
        named = names[0] != names[1] and not (_in(shown[0], streams[1]) or _in(shown[1], streams[0]))
        called = any(not _in(words, streams[1]) for words in short[0] - short[1]) and any(
            not _in(words, streams[0]) for words in short[1] - short[0]
        )
        if named or called:
            changed.append(
                ChangedParty(
                    role=(now or before or Party("", (), Side.UNCLEAR)).role,
                    old=before.name if before else "",
                    new=now.name if now else "",
                    old_aliases=before.aliases if before else (),
                    new_aliases=now.aliases if now else (),
                )
            )
    return tuple(changed)


def renamed(
    old: Parties, new: Parties, old_words: Words, new_words: Words
) -> tuple[dict[tuple[str, ...], str], dict[tuple[str, ...], str]]:
    """Return the short names that stand for the same party in either draft, as printed, each with one word for it.

    Only names that the other draft nowhere holds are given: "the Supplier" that is "the Vendor" throughout is one
    change, not a hundred.
    """
    first: dict[tuple[str, ...], str] = {}
    second: dict[tuple[str, ...], str] = {}
    streams = old_words.printed(), new_words.printed()
    for number, (before, now) in enumerate(_held(old, new)):
        if before is None or now is None:
            continue
        gone = [words for words in map(printed_words, before.aliases) if words and not _in(words, streams[1])]
        come = [words for words in map(printed_words, now.aliases) if words and not _in(words, streams[0])]
        if gone and come:
            # Headings in capitals call the party so too.
            for names, words in ((first, gone), (second, come)):
                names |= {case: f"<party {number}>" for name in words for case in (name, _capitals(name))}
    return first, second


def _capitals(name: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(word.upper() for word in name)


def _in(name: tuple[str, ...], stream: str) -> bool:
    return bool(name) and f" {' '.join(name)} " in stream


def _held(old: Parties, new: Parties) -> list[tuple[Party | None, Party | None]]:
    """Hold the parties against each other: by role where both drafts show it, then by name, then by place."""
    pairs: list[tuple[Party | None, Party | None]] = []
    olds, news = list(old.all), list(new.all)
    for role in ("provider", "customer"):
        before, now = getattr(old, role), getattr(new, role)
        if before is not None and now is not None:
            pairs.append((before, now))
            olds = [party for party in olds if party.name != before.name]
            news = [party for party in news if party.name != now.name]
    for party in list(olds):
        same = next((one for one in news if keys_of(one.name) == keys_of(party.name)), None)
        if same is not None:
            pairs.append((party, same))
            olds.remove(party)
            news.remove(same)
    return [*pairs, *zip_longest(olds, news)]
