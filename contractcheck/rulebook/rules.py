"""Reads rules and word lists. Every fault is reported with file and line, all at once.

A rule says how to find a requirement in text. It is one short YAML file that a lawyer can read and that carries its own
proof: the examples are tests.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from contractcheck.errors import RuleError
from contractcheck.language.tokenfinder import TokenFinder
from contractcheck.places import rules_folder
from contractcheck.rulebook import cache
from contractcheck.rulebook.forms import DEFAULT_NEAR, Rule
from contractcheck.rulebook.phrases import Phrase, PhraseBook, PhraseError
from contractcheck.rulebook.standardterms import STANDARD_TERMS_FILE, StandardTerms, standard_terms
from contractcheck.rulebook.strict import Phrases
from contractcheck.rulebook.tokens import Sought, TokenPhrase, compile_tokens
from contractcheck.rulebook.yamlfile import YamlFile, raise_faults, read_yaml, validate

WORDS_FILE = "words.yaml"
MEASURED_FILE = "measured.yaml"
PLAYBOOKS = "playbooks"

# Word lists that the engine itself reads.
ANTI_DUTY = "anti-duty"
ANTI_RIGHT = "anti-right"
ANTI_BAN = "anti-ban"
SOFTENER = "softener"
CONDITION = "conditional"
PROVIDER = "provider"
CUSTOMER = "customer"
MUTUAL = "mutual"
ENGINE_LISTS = (ANTI_DUTY, ANTI_RIGHT, ANTI_BAN, SOFTENER, CONDITION, PROVIDER, CUSTOMER, MUTUAL)


# Where each of a rule's phrases and token patterns stands in its file, by its field in CompiledRule.
_PLACES = {
    "phrases": ("look_for", "phrases"),
    "tokens": ("look_for", "tokens"),
    "under_headings": ("look_for", "under_headings"),
    "unconditional": ("look_for", "unconditional"),
    "maybe": ("look_for", "maybe"),
    "contrary": ("look_for", "contrary"),
    "not_": ("look_for", "not"),
    "not_with": ("look_for", "not_with"),
    "cues": ("look_for", "cues"),
    "headings": ("look_for", "headings"),
    "topic": ("look_for", "topic"),
    "indefinite": ("measure", "indefinite"),
    "rest_of": ("measure", "rest_of"),
    "table_of": ("table", "of"),
    "table_not": ("table", "not"),
}


@dataclass(frozen=True)
class CompiledRule:
    """A rule with its phrases compiled."""

    rule: Rule
    phrases: tuple[Phrase, ...]
    tokens: tuple[TokenPhrase, ...]
    under_headings: tuple[Phrase, ...]
    unconditional: tuple[Phrase, ...]
    maybe: tuple[Phrase, ...]
    contrary: tuple[Phrase, ...]
    not_: tuple[Phrase, ...]
    not_with: tuple[Phrase, ...]
    cues: tuple[Phrase, ...]
    headings: tuple[Phrase, ...]
    topic: tuple[Phrase, ...]
    indefinite: tuple[Phrase, ...]
    rest_of: tuple[Phrase, ...]
    table_of: tuple[Phrase, ...]
    table_not: tuple[Phrase, ...]

    def placed(self) -> Iterator[tuple[tuple[str, str, int], Sought]]:
        """Yield every phrase and token pattern with its place in the rule's file: part, key and number."""
        for name, (part, key) in _PLACES.items():
            for number, phrase in enumerate(getattr(self, name)):
                yield (part, key, number), phrase


class RuleFiles(Mapping[str, YamlFile]):
    """The file of each rule, by its id. A file is read again when somebody asks for its lines."""

    def __init__(self, paths: Mapping[str, Path]) -> None:
        self._paths = dict(paths)
        self._read: dict[str, YamlFile] = {}

    def __getitem__(self, requirement: str) -> YamlFile:
        if requirement not in self._read:
            self._read[requirement] = read_yaml(self._paths[requirement])
        return self._read[requirement]

    def __iter__(self) -> Iterator[str]:
        return iter(self._paths)

    def __len__(self) -> int:
        return len(self._paths)


@dataclass(frozen=True)
class RuleSet:
    """All rules, ready to match. ``files`` gives each rule's file, for error lines and docs.

    ``standard`` are the standard terms that contracts take in by name.
    """

    rules: tuple[Rule, ...]
    compiled: tuple[CompiledRule, ...]
    engine: dict[str, tuple[Phrase, ...]]
    book: PhraseBook
    tokens: TokenFinder
    files: RuleFiles
    standard: tuple[StandardTerms, ...] = ()

    def rule(self, requirement: str) -> Rule:
        """Return a rule by its id. Raises RuleError where there is none."""
        for rule in self.rules:
            if rule.id == requirement:
                return rule
        raise RuleError((f"no rule is called '{requirement}'",))


def load_rules(folder: Path | None = None, only: frozenset[str] | None = None) -> RuleSet:
    """Read the rules of a folder (the project's own by default), with every fault at once.

    Args:
        folder: holds a folder a family and the shared word lists.
        only: ids of the rules to read; the files of others are not opened. None means all. An id without a file is
            passed over: whoever asks for it names it in its own error.

    Raises:
        RuleError: faults in the files that were read.
    """
    folder = folder or rules_folder()
    if not folder.is_dir():
        raise RuleError((f"{folder}:1: there is no such folder of rules",))
    chosen = [path for path in rule_files(folder) if only is None or path.stem in only]
    # The word lists of a family are read with its first rule; all of them, where all rules are.
    families = {path.parent.name for path in chosen}
    lists = [path for path in sorted(folder.glob(f"*/{WORDS_FILE}")) if only is None or path.parent.name in families]
    try:
        key = cache.key_of(folder, [folder / WORDS_FILE, *_catalogue(folder), *lists, *chosen])
    except OSError:  # a file that is missing or may not be read: the reader says so with its line
        return _read(folder, lists, chosen, only)
    found = cache.kept(key)
    if isinstance(found, RuleSet):
        return found
    made = _read(folder, lists, chosen, only)
    cache.keep(key, made)
    return made


def _read(folder: Path, word_lists: list[Path], chosen: list[Path], only: frozenset[str] | None) -> RuleSet:
    words = read_yaml(folder / WORDS_FILE)
    lists = _word_lists(words, {})
    for name in ENGINE_LISTS:
        if name not in lists and not words.faults:
            words.faults.append(f"{words.path}:1: the list '{name}' is missing")
    own = {path.parent.name: read_yaml(path) for path in word_lists}
    scoped = {family: _word_lists(file, lists) for family, file in own.items()}
    shared = [words, *own.values()]
    files = [read_yaml(path) for path in chosen]
    rules: list[tuple[Rule, YamlFile]] = []
    for file in files:
        rule = validate(file, Rule)
        if rule is not None:
            _check_place(rule, file)
            rules.append((rule, file))
    rules.sort(key=lambda pair: (_family_order(pair[0].family), pair[0].id))
    seen: dict[str, Path] = {}
    for rule, file in rules:
        if rule.id in seen:
            file.faults.append(file.fault(("id",), f"the id '{rule.id}' is also that of {seen[rule.id]}"))
        seen[rule.id] = file.path
    book, tokens = PhraseBook(lists, scoped), TokenFinder()
    engine = {name: _compile_list(name, lists, book, words) for name in ENGINE_LISTS}
    compiled = tuple(_compile(rule, file, book, tokens) for rule, file in rules)
    catalogues = [read_yaml(path) for path in _catalogue(folder)]
    ids = frozenset(path.stem for path in rule_files(folder)) if catalogues else frozenset()
    standard = tuple(terms for file in catalogues for terms in standard_terms(file, ids))
    more = [] if files or only is not None else [f"{folder}:1: the folder holds no rules"]
    raise_faults([*shared, *files, *catalogues], more)
    book.freeze()
    paths = RuleFiles({rule.id: file.path for rule, file in rules})
    return RuleSet(tuple(rule for rule, _ in rules), compiled, engine, book, tokens, paths, standard)


def catalogue_file(folder: Path | None = None) -> YamlFile:
    """Read the catalogue of standard terms of a folder of rules (the project's own by default), for its lines."""
    return read_yaml((folder or rules_folder()) / STANDARD_TERMS_FILE)


def _catalogue(folder: Path) -> list[Path]:
    """Return the file of standard terms; a folder of one's own rules need not have one."""
    path = folder / STANDARD_TERMS_FILE
    return [path] if path.is_file() else []


def rule_files(folder: Path | None = None) -> list[Path]:
    """Return the rule files of a folder (the project's own by default), in order. A rule's id is its file's name."""
    root = folder or rules_folder()
    others = (WORDS_FILE, MEASURED_FILE, STANDARD_TERMS_FILE)
    return [
        path
        for path in sorted(root.rglob("*.yaml"))
        if path.name not in others and PLAYBOOKS not in path.relative_to(root).parts
    ]


FAMILIES = ("data-security", "confidentiality", "termination", "service-levels", "commercial")
"""The order in which reports show the families; others follow by name."""


def _family_order(family: str) -> tuple[int, str]:
    return (FAMILIES.index(family) if family in FAMILIES else len(FAMILIES), family)


def _word_lists(file: YamlFile, shared: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Read the word lists of a file. A family's own lists may not take the name of a shared one."""
    lists: dict[str, tuple[str, ...]] = {}
    if not isinstance(file.data, dict):
        if not file.faults:
            file.faults.append(f"{file.path}:1: must be a mapping of list names to wordings")
        return lists
    for name, entries in file.data.items():
        if not isinstance(entries, list) or not entries or not all(isinstance(entry, str) for entry in entries):
            file.faults.append(file.fault((name,), f"'{name}' must be a list of wordings"))
        elif name in shared:
            file.faults.append(
                file.fault((name,), f"the list '{name}' is shared by all rules: give this one its own name")
            )
        else:
            lists[name] = tuple(entries)
    return lists


def _check_place(rule: Rule, file: YamlFile) -> None:
    if file.path.stem != rule.id:
        file.faults.append(file.fault(("id",), f"the id '{rule.id}' is not the file's name '{file.path.stem}'"))
    if file.path.parent.name != rule.family:
        file.faults.append(
            file.fault(("family",), f"the family '{rule.family}' is not the folder's name '{file.path.parent.name}'")
        )


def _compile_list(name: str, lists: dict[str, tuple[str, ...]], book: PhraseBook, file: YamlFile) -> tuple[Phrase, ...]:
    phrases = []
    for index, entry in enumerate(lists.get(name, ())):
        try:
            phrases.append(book.compile(entry, DEFAULT_NEAR))
        except PhraseError as error:
            file.faults.append(file.fault((name, index), f"'{entry}': {error}"))
    return tuple(phrases)


def _compile(rule: Rule, file: YamlFile, book: PhraseBook, tokens: TokenFinder) -> CompiledRule:
    look = rule.look_for
    # A cross-reference stands for a heading in this rule alone: its chunks are kept apart from those of other rules.
    owner = rule.id if look.follow else ""

    def compiled(part: str, key: str) -> tuple[Phrase, ...]:
        form = {"look_for": rule.look_for, "measure": rule.measure, "table": rule.table}[part]
        sources: Phrases = getattr(form, "not_" if key == "not" else key) if form else ()
        made = []
        for index, source in enumerate(sources):
            try:
                made.append(book.compile(source, look.near, rule.family, owner))
            except PhraseError as error:
                file.faults.append(file.fault((part, key, index), f"'{source}': {error}"))
        return tuple(made)

    phrases = {name: compiled(*place) for name, place in _PLACES.items() if name != "tokens"}
    patterns = tuple(compile_tokens(pattern, book, tokens) for pattern in look.tokens)
    return CompiledRule(rule, tokens=patterns, **phrases)
