"""``tokens`` in rules: spaCy's token patterns, beside phrases."""

from __future__ import annotations

import pickle
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contractcheck.contract import Contract
from contractcheck.detection.detect import Detector
from contractcheck.detection.examples import passage_contract
from contractcheck.detection.index import index_phrases
from contractcheck.detection.lint import Fault, lint
from contractcheck.detection.matching import Matcher
from contractcheck.errors import RuleError
from contractcheck.language.baseforms import base_form
from contractcheck.language.passages import stream_words
from contractcheck.language.tokenfinder import TokenFinder
from contractcheck.model import Finding, Found, Side
from contractcheck.reference.ruletext import rule_page
from contractcheck.report.terminal import Terminal
from contractcheck.rulebook.forms import LookFor
from contractcheck.rulebook.phrases import PhraseBook
from contractcheck.rulebook.rules import RuleSet, load_rules
from contractcheck.rulebook.tokenforms import MOST_LENGTHS, Token, written
from contractcheck.rulebook.tokens import TokenPhrase, compile_tokens
from tests.made_rules import rule_folder, rule_text

ROOT = Path(__file__).resolve().parents[1]
BREACH = '[{NORM: notify}, {OP: "{0,6}"}, {NORM: data}, {LOWER: {IN: [breach, incident]}}]'
MEASURE = "measure: {slot: duration, unit: hour, near: 25}"


def loaded(root: Path, *patterns: str, more: str = "", **keys: str) -> RuleSet:
    rows = "".join(f"    - {pattern}\n" for pattern in patterns)
    return load_rules(rule_folder(root, rule_text(look_for=f"  tokens:\n{rows}{more}", **keys)))


def detect(rules: RuleSet, text: str) -> Finding:
    (finding,) = Detector(rules).detect(passage_contract(text))
    return finding


# --- what matches ---------------------------------------------------------------------------------------------------

MATCHES = [
    ("[{LOWER: notify}]", "It shall notify us.", "It notified us.", "the very word"),
    ("[{TEXT: notify}]", "It shall NOTIFY us.", "It notifies us.", "TEXT is the word in small letters too"),
    ("[{ORTH: notify}]", "It shall notify us.", "It notifies us.", "another name of TEXT"),
    ("[{NORM: notify}]", "It notified us.", "A notification is due.", "a base form"),
    ("[{NORM: notices}]", "It gave notice.", "It took note.", "in the pattern, too, any form stands for all"),
    ("[{LOWER: {IN: [breach, incident]}}]", "An incident is bad.", "Incidents are bad.", "one of several words"),
    ("[{NORM: {IN: [breach, incident]}}]", "Incidents are bad.", "A leak is bad.", "one of several base forms"),
    ("[{LOWER: no}, {LOWER: {NOT_IN: [data, loss]}}]", "There is no breach.", "There is no data.", "none of several"),
    ("[{LOWER: fee}, {LOWER: {REGEX: '^pay'}}]", "The fee payable is low.", "The fee repaid is low.", "an expression"),
    ("[{LOWER: {IN: [cost, fee], REGEX: '^f'}}]", "The fee is low.", "The cost is low.", "all conditions count"),
    ("[{NORM: pay}, {NORM: {REGEX: '^invoic$'}}]", "It pays invoices.", "It pays fees.", "an expression on base forms"),
    ("[{LOWER: clause}, {IS_DIGIT: true}]", "See clause 12.", "See clause twelve.", "digits"),
    ("[{LOWER: clause}, {IS_DIGIT: false}]", "See clause twelve.", "See clause 12.", "no digits"),
    ("[{LOWER: clause}, {LIKE_NUM: true}]", "See clause twelve.", "See clause below.", "a number in words"),
    ("[{LOWER: clause}, {IS_ALPHA: true}]", "See clause twelve.", "See clause 12.", "letters"),
    ("[{LOWER: clause}, {SHAPE: d.d}]", "See clause 4.2.", "See clause 42.", "a shape"),
    ("[{LOWER: clause}, {LENGTH: 3}]", "See clause 4.2.", "See clause 42.", "a length"),
    ("[{LOWER: shall}, {LOWER: not, OP: '!'}, {LOWER: it}]", "So shall pay it.", "So shall not it.", "another word"),
    ("[{LOWER: shall}, {LOWER: not, OP: '?'}, {LOWER: pay}]", "It shall not pay.", "It shall ever pay.", "or none"),
    ("[{LOWER: shall}, {}, {LOWER: pay}]", "It shall promptly pay.", "It shall pay.", "any one word"),
    ("[{LOWER: no, OP: '{2}'}]", "No no.", "No.", "twice"),
    (
        "[{LOWER: shall}, {OP: '{1,2}'}, {LOWER: pay}]",
        "It shall at once pay.",
        "It shall at once and all pay.",
        "a gap",
    ),
    ("[{LOWER: provider}, {LOWER: pay}]", "The Provider pay.", "The Customer pay.", "articles are passed over"),
    ("[{LOWER: ;}, {LOWER: it}]", "We pay; it ends.", "We pay, it ends.", "the mark that is kept"),
]


@pytest.mark.parametrize(("pattern", "yes", "no", "proves"), MATCHES, ids=[row[3] for row in MATCHES])
def test_what_a_pattern_matches(tmp_path: Path, pattern: str, yes: str, no: str, proves: str) -> None:
    rules = loaded(tmp_path, pattern, kind="statement")
    assert detect(rules, yes).found is Found.YES
    assert detect(rules, no).found is Found.NO


# --- a match of tokens is weighed as one of a phrase ----------------------------------------------------------------

WEIGHED = [
    ("The Provider shall notify the Customer of a data breach.", Found.YES, False, "a plain duty"),
    ("The Provider shall not be required to notify the Customer of a data breach.", Found.CONTRARY, False, "negated"),
    ("The Provider shall use reasonable efforts to notify the Customer of a data breach.", Found.YES, True, "softened"),
    ("The Provider shall notify the Customer of a mere data breach.", Found.NO, False, "vetoed by what it overlaps"),
    ("The Provider shall notify the Customer of a data breach unless it sleeps.", Found.NO, False, "by the sentence"),
    (
        "The Provider shall: (a) pay; (b) inform the Customer, or notify it, of a data breach.",
        Found.YES,
        False,
        "an item",
    ),
    ("The Provider shall notify the Customer of: (a) a data breach; (b) a loss.", Found.YES, False, "with its lead-in"),
    ("The Provider shall notify the Customer. A data breach is bad.", Found.NO, False, "not across sentences"),
]


@pytest.mark.parametrize(("text", "found", "soft", "proves"), WEIGHED, ids=[row[3] for row in WEIGHED])
def test_vetoes_negation_and_softening(tmp_path: Path, text: str, found: Found, soft: bool, proves: str) -> None:
    by_tokens = loaded(tmp_path / "a", BREACH, more="  not: [mere data]\n  not_with: [unless]\n")
    look = "  phrases: [notify ...6 data (breach|incident)]\n  not: [mere data]\n  not_with: [unless]\n"
    by_phrase = load_rules(rule_folder(tmp_path / "b", rule_text(look_for=look)))
    finding = detect(by_tokens, text)
    assert (finding.found, finding.soft) == (found, soft)
    same = detect(by_phrase, text)
    assert replace(finding, near=()) == replace(same, near=()), "side, evidence and all"


def test_side_value_and_evidence(tmp_path: Path) -> None:
    rules = loaded(tmp_path, BREACH, measure=MEASURE)
    text = "Words before. The Supplier shall notify the Customer of each data breach within two days. Words after."
    finding = detect(rules, text)
    assert finding.side is Side.PROVIDER
    assert finding.value is not None
    assert (finding.value.amount, finding.value.unit) == (48, "hour")
    assert [one.quote for one in finding.evidence] == [text[14:-13]]


def test_headings_and_cues_are_asked_for_as_ever(tmp_path: Path) -> None:
    rules = loaded(tmp_path, BREACH, more="  cues: [security]\n")
    text = "The Provider shall notify the Customer of a data breach."
    assert detect(rules, text).found is Found.NO
    assert detect(rules, text + " Security matters.").found is Found.YES


def test_phrases_come_before_tokens(tmp_path: Path) -> None:
    """A value is read from the strongest match, and a phrase is the stronger."""
    more = "  phrases: [data breach .. <duration>]\n"
    rules = loaded(tmp_path, "[{NORM: notify}]", more=more, measure=MEASURE)
    finding = detect(rules, "Notify me in 7 hours. A data breach takes 9 hours.")
    assert finding.value is not None
    assert finding.value.amount == 9


def test_the_nearest_passage_is_told(tmp_path: Path) -> None:
    finding = detect(loaded(tmp_path, BREACH), "Nothing. The Provider shall notify the Customer of data.")
    assert finding.nearest is not None
    assert finding.nearest.quote.endswith("of data.")


def test_a_party_counts_as_its_role(tmp_path: Path) -> None:
    rules = loaded(tmp_path, "[{LOWER: provider}, {LOWER: shall}, {OP: '{0,2}'}, {LOWER: customer}]")
    text = 'AGREEMENT between Alder Ltd ("Alder", the Provider) and Birch Ltd ("Birch", the Customer).\n1. Alder shall pay Birch.\n'
    (finding,) = Detector(rules).detect(Contract.of_text(text))
    assert finding.found is Found.YES


# --- faults ---------------------------------------------------------------------------------------------------------

FAULTS = [
    ("[{LEMMA: notify}]", "unknown key 'LEMMA' (known here: IS_ALPHA, IS_DIGIT,", "a key of a trained model"),
    ("[{POS: NOUN}, {LOWER: x}]", "unknown key 'POS'", "another"),
    ("[{LOWER: {FUZZY: notify}}]", "unknown key 'FUZZY' (known here: IN, NOT_IN, REGEX)", "a key inside"),
    ("[{TEXT: {IN: [notify]}}]", "'look_for.tokens.1.0.TEXT'", "a list where one word is asked for"),
    ("[{LOWER: fee}, {OP: '*'}, {LOWER: due}]", "'*' has no end: say how often at most, as in '{0,4}'", "an open gap"),
    ("[{LOWER: fee}, {OP: '+'}, {LOWER: due}]", "'+' has no end", "another"),
    ("[{LOWER: fee}, {OP: '{2,}'}, {LOWER: due}]", "'{2,}' has no end", "one with a beginning"),
    ("[{LOWER: fee}, {OP: '{0,13}'}, {LOWER: due}]", "at most 12 times", "a gap that is too wide"),
    ("[{LOWER: fee}, {OP: '{3,2}'}, {LOWER: due}]", "must be from low to high", "upside down"),
    ("[{LOWER: fee}, {OP: '{0}'}, {LOWER: due}]", "at least once", "never"),
    ("[{LOWER: fee}, {OP: '3'}, {LOWER: due}]", "one of '!', '?', '{n}' and '{n,m}'", "no sign at all"),
    ("[{IS_DIGIT: true}, {}]", "needs a token that must be there, with a word in LOWER, NORM or TEXT", "no word"),
    ("[{LOWER: {REGEX: x}}]", "needs a token that must be there", "an expression is no word to look up"),
    ("[{LOWER: x, OP: '!'}]", "needs a token that must be there", "a word that must not be there"),
    (
        "[{LOWER: fee}, {LOWER: due, OP: '?'}]",
        "the first and the last token must be there",
        "an end that may be absent",
    ),
    ("[]", "needs a token that must be there", "an empty pattern"),
    ("{LOWER: x}", "should be a valid tuple", "a token that is in no pattern"),
    ("[{LOWER: {}}]", "needs 'IN', 'NOT_IN' or 'REGEX', or one word", "nothing in a token"),
    ("[{LOWER: {REGEX: '('}}, {LOWER: x}]", "not a regular expression", "a broken expression"),
    ("[{LOWER: Notify}]", "write 'notify'", "capitals"),
    ("[{NORM: the}]", "'the' is passed over in contracts", "a word that is never there"),
    ("[{LOWER: {IN: [notify, third-party]}}]", "'third-party' is 2 words", "two words"),
    ("[{LOWER: sub-contractor}]", "stands in contracts as 'subcontractor'", "a word that is written otherwise"),
    ("[{LENGTH: 0}, {LOWER: x}]", "greater than or equal to 1", "a length of nothing"),
    (
        "[{LOWER: fee}, {OP: '{0,12}'}, {LOWER: due}, {OP: '{0,12}'}, {LOWER: day}, {OP: '?'}, {LOWER: law}]",
        f"can be repeated in 338 ways, more than {MOST_LENGTHS}",
        "too many gaps",
    ),
]


@pytest.mark.parametrize(("pattern", "says", "proves"), FAULTS, ids=[row[2] for row in FAULTS])
def test_a_fault_is_named_with_file_and_line(tmp_path: Path, pattern: str, says: str, proves: str) -> None:
    with pytest.raises(RuleError) as caught:
        loaded(tmp_path, "[{LOWER: fine}]", pattern)
    path = tmp_path / "made" / "made-rule.yaml"
    assert any(fault.startswith(f"{path}:11: ") and says in fault for fault in caught.value.faults), caught.value


def test_all_faults_come_at_once(tmp_path: Path) -> None:
    with pytest.raises(RuleError) as caught:
        loaded(tmp_path, "[{LOWER: The}]", "[{LEMMA: x}]", "[{OP: '*'}]")
    assert {int(fault.split(".yaml:")[1].split(":")[0]) for fault in caught.value.faults} == {10, 11, 12}


def test_a_rule_needs_something_to_look_for(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match="needs 'phrases', 'tokens' or 'under_headings'"):
        load_rules(rule_folder(tmp_path, rule_text(look_for="  cues: [x]")))


# --- quick and slow -------------------------------------------------------------------------------------------------

WORD = st.sampled_from(["pay", "pays", "fee", "due", "12"])
CONDITION = st.one_of(
    WORD.map(lambda word: {"LOWER": word}),
    WORD.map(lambda word: {"NORM": word}),
    st.just({"IS_DIGIT": "true"}),
    st.just({}),
)
TIMES = st.sampled_from(["", "", "?", "{0,3}", "{2}", "{1,2}", "!"])
MIDDLE = st.tuples(CONDITION, TIMES).map(lambda pair: {**pair[0], **({"OP": pair[1]} if pair[1] else {})})


def meets(token: Token, word: str) -> bool:
    """The conditions of these tests, word by word."""
    said = not (
        (token.LOWER and word not in token.LOWER.IN)
        or (token.NORM and base_form(word) not in map(base_form, token.NORM.IN))
        or (token.IS_DIGIT and not word.isdigit())
    )
    return said is (token.OP != "!")


def ends(pattern: tuple[Token, ...], words: list[str], at: int) -> set[int]:
    """Where a match that begins at a place may end: each way through the pattern."""
    if not pattern:
        return {at}
    token, rest = pattern[0], pattern[1:]
    low, high = token.times
    found = set()
    for count in range(high + 1):
        if count and not (at + count <= len(words) and meets(token, words[at + count - 1])):
            break
        if count >= low:
            found |= ends(rest, words, at + count)
    return found


@given(st.lists(MIDDLE, max_size=3), WORD, st.lists(WORD, max_size=14))
def test_the_matcher_finds_what_the_slow_way_finds(middle: list[dict[str, str]], last: str, words: list[str]) -> None:
    look = LookFor.model_validate({"tokens": [[{"LOWER": "fee"}, *middle, {"NORM": last}]]})
    (pattern,) = look.tokens
    finder = TokenFinder()
    made = compile_tokens(pattern, PhraseBook({}), finder)
    slow = [(at, min(until)) for at in range(len(words)) if (until := ends(pattern, words, at))]
    assert finder.found(words).get(made.key, []) == slow


def test_only_passages_with_the_literal_words_are_tried(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is tried is found everywhere else too: nothing. And the matcher sees a passage once for all patterns."""
    rules = loaded(tmp_path, BREACH, "[{NORM: notify}, {}, {LOWER: of}]")
    seen: list[str] = []
    found = TokenFinder.found

    def watched(self: TokenFinder, words: list[str]) -> dict[int, list[tuple[int, int]]]:
        seen.append(" ".join(words))
        return found(self, words)

    monkeypatch.setattr(TokenFinder, "found", watched)
    text = (
        "The Provider shall notify the Customer of a data breach. Data are good. Breaches of data are bad. Notify me."
    )
    assert detect(rules, text).found is Found.YES
    assert seen == ["provider shall notify customer of data breach"]
    matcher = Matcher(rules, index_phrases(rules), passage_contract(text))
    patterns = [phrase for _, _, _, phrase in matcher.entries if isinstance(phrase, TokenPhrase)]
    assert len(patterns) == 2
    hits = [(phrase.key, view.index) for view in matcher.views for phrase in patterns if view.find(phrase)]
    assert hits == [(0, 0), (1, 0)]


def test_wide_gaps_are_quick(tmp_path: Path) -> None:
    """In spaCy's own notation this takes five seconds and more."""
    rules = loaded(tmp_path, "[{LOWER: shall}, {OP: '{0,12}'}, {NORM: notify}, {OP: '{0,12}'}, {NORM: breach}]")
    words = "shall pay fee within 30 day of receipt and notify customer in writing of breach".split()
    rules.tokens.found(words)
    start = process_time()
    assert rules.tokens.found(words * 30)[0][:2] == [(0, 15), (15, 30)]
    assert process_time() - start < 0.5


def test_the_rules_are_pickled_without_the_matcher(tmp_path: Path) -> None:
    rules = loaded(tmp_path, BREACH)
    text = "The Provider shall notify the Customer of a data breach."
    assert detect(rules, text).found is Found.YES
    finder = pickle.loads(pickle.dumps(rules.tokens))
    assert finder.found(stream_words(text)) == {0: [(2, 7)]}


def test_spacy_is_not_imported_to_load_patterns(tmp_path: Path) -> None:
    loaded(tmp_path, BREACH)
    code = (
        "import sys; from pathlib import Path; from contractcheck.rulebook.rules import load_rules\n"
        f"assert load_rules(Path({str(tmp_path)!r})).compiled[0].tokens\nprint('spacy' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout.strip() == "False"


# --- lint and show --------------------------------------------------------------------------------------------------


def test_a_pattern_that_matches_no_example_is_named(tmp_path: Path) -> None:
    rules = loaded(tmp_path, BREACH, "[{LOWER: reckon}, {LOWER: not, OP: '!'}]")
    (remark,) = lint(rules)
    assert (remark.key, remark.line, remark.faults) == ("tokens", 11, (Fault.UNTRIED,))
    assert remark.phrase == "[{LOWER: reckon}, {LOWER: not, OP: '!'}]"


def test_a_rule_shows_its_patterns(tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    page = rule_page(loaded(tmp_path / "rules", BREACH), {}, "made-rule", Terminal(colour=False, width=200))
    assert "tokens" in page
    assert "[{NORM: notify}, {OP: '{0,6}'}, {NORM: data}, {LOWER: {IN: [breach, incident]}}]" in page


@pytest.mark.parametrize("pattern", [row[0] for row in MATCHES])
def test_what_is_shown_can_be_put_into_a_rule(tmp_path: Path, pattern: str) -> None:
    first = loaded(tmp_path / "a", pattern).rules[0].look_for.tokens
    again = loaded(tmp_path / "b", written(first[0])).rules[0].look_for.tokens
    assert again == first
