"""spaCy as the carrier of a contract's words: one vocabulary, one ``Language``, and what they make of a contract.

Importing this module imports parts of spaCy, a quarter of a second: only what reads a contract does so. No trained
model is used and nothing is downloaded. A token's LOWER is the word as rules see it, its NORM the base form
(``baseforms``); where it stands in the contract's text is in ``doc.user_data``.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING

from spacy.attrs import LOWER, NORM
from spacy.tokens import Doc, Span
from spacy.vocab import Vocab

from contractcheck.language.baseforms import base_form
from contractcheck.language.passages import Stream, stream_of, stream_words

if TYPE_CHECKING:
    from spacy.language import Language

STARTS, ENDS = "contractcheck.starts", "contractcheck.ends"
"""Keys of ``doc.user_data``: where each token begins and ends in the contract's text, in characters."""

_PARTS = "\u2016"  # stands in no rule

ITEMS = "items"
"""The span group of the list items, each without the words that lead into it."""

FINDINGS = "contractcheck"
"""The span group of what was found: one span for each passage of evidence, its label the id of the requirement."""


class WordTokenizer:
    """Cuts a text into the words that rules are matched on: without articles, brackets and most marks."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        """Return the words of a text that has no clauses, such as one sentence."""
        return doc_of(stream_of(text), self.vocab)


@cache
def vocabulary() -> Vocab:
    """Return the vocabulary of contracts: our words and base forms."""
    return Vocab(lex_attr_getters={LOWER: str.lower, NORM: base_form})


@cache
def language() -> Language:
    """Return the ``Language`` of contracts: our vocabulary, no trained part. Checking a contract does without it."""
    from spacy.language import Language

    return Language(vocabulary(), create_tokenizer=lambda nlp: WordTokenizer(nlp.vocab))


def doc_of(words: Stream, vocab: Vocab | None = None) -> Doc:
    """Return the words of a contract as a ``Doc``.

    Sentences are its sentences, list items lie in ``doc.spans["items"]``, and the mentions of the parties by name are
    its entities, with the label PROVIDER, CUSTOMER or PARTY.
    """
    starts: list[bool | int | None] = [False] * len(words.words)
    items: list[tuple[int, int]] = []
    reached = 0
    for passage in words.passages:
        if passage.start >= passage.end:
            continue
        if passage.start >= reached:
            starts[passage.start] = True
            reached = passage.end
        else:
            items.append((passage.start, passage.end))
    doc = Doc(vocab if vocab is not None else vocabulary(), words=words.words, sent_starts=starts)
    doc.user_data[STARTS], doc.user_data[ENDS] = words.starts, words.ends
    doc.spans[ITEMS] = [Span(doc, first, last, label="ITEM") for first, last in items]
    if words.named:
        parties = [Span(doc, at, at + 1, label=words.words[at].upper()) for at in words.named]
        doc.set_ents(parties, default="outside")
    return doc


def lay(doc: Doc, passages: Iterable[tuple[int, int, str]], key: str = FINDINGS) -> None:
    """Lay passages of a contract over its words, as a span group: start and end in the contract's text, and a label.

    A span holds the words that the passage touches. A passage without a word, such as a ruled line, has no span.
    """
    starts, ends = doc.user_data[STARTS], doc.user_data[ENDS]
    spans = []
    for start, end, label in passages:
        first, last = bisect_right(ends, start), bisect_left(starts, end)
        if first < last:
            spans.append(Span(doc, first, last, label=label))
    doc.spans[key] = spans


def doc_of_texts(texts: Iterable[str]) -> tuple[Doc, list[int]]:
    """Return the words of several short texts as one ``Doc``, and where each text begins: a mark parts them."""
    words: list[str] = []
    begins: list[int] = []
    for text in texts:
        begins.append(len(words))
        words.extend(stream_words(text))
        words.append(_PARTS)
    return Doc(vocabulary(), words=words), begins
