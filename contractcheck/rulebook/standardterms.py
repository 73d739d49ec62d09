"""Standard terms that contracts take in by name: how they are cited, and which requirements they answer, and where."""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from pydantic import Field, model_validator

from contractcheck.rulebook.forms import LegalSource
from contractcheck.rulebook.strict import Phrases, Strict, Text
from contractcheck.rulebook.yamlfile import Place, YamlFile, validate

STANDARD_TERMS_FILE = "standard-terms.yaml"


class Cited(Strict):
    """A passage, and whether it takes the terms in. ``proves`` says in a word why it does not."""

    taken_in: bool
    text: str = Field(min_length=1)
    proves: str = ""


class Narrow(Strict):
    """What the terms answer where the words that take them in hold one of ``by``: they are then about that alone."""

    by: Phrases = Field(min_length=1)
    answers: dict[str, Text] = Field(min_length=1)


class StandardTerms(Strict):
    """One set of standard terms. The catalogue's own head says what each key means."""

    id: Text
    title: Text
    version: str = ""
    source: LegalSource
    cited_as: Phrases = Field(min_length=1)
    text_has: Phrases = Field(min_length=1)
    only_with: Phrases = ()
    narrow: Narrow | None = None
    answers: dict[str, Text] = Field({})
    somewhere: Phrases = ()
    examples: tuple[Cited, ...] = Field(min_length=2)

    @model_validator(mode="after")
    def _answers_something(self) -> StandardTerms:
        if not (self.answers or self.somewhere):
            raise ValueError("needs 'answers' or 'somewhere'")
        if not any(example.taken_in for example in self.examples) or all(one.taken_in for one in self.examples):
            raise ValueError("'examples' needs one that takes the terms in, and one that does not")
        shown = " ".join(" ".join(example.text.lower().split()) for example in self.examples if example.taken_in)
        for form in self.cited_as:
            if form.lower() not in shown:
                raise ValueError(f"no example that takes the terms in says '{form}'")
        return self

    def requirements(self) -> dict[str, str]:
        """Return the requirements that the terms answer, each with the paragraph, or ""."""
        return dict.fromkeys(self.somewhere, "") | self.answers


def standard_terms(file: YamlFile, known: AbstractSet[str]) -> tuple[StandardTerms, ...]:
    """Return the terms of a catalogue that was read. Faults go to ``file.faults``.

    ``known`` are the ids of all requirements.
    """
    if not isinstance(file.data, dict):
        if not file.faults:
            file.faults.append(f"{file.path}:1: must be a mapping of names to standard terms")
        return ()
    made = []
    for name, data in file.data.items():
        if isinstance(data, dict):
            data["id"] = name
        terms = validate(file, StandardTerms, (name,))
        if terms is not None:
            made.append(terms)
            _check_requirements(terms, file, known)
    return tuple(made)


def _check_requirements(terms: StandardTerms, file: YamlFile, known: AbstractSet[str]) -> None:
    places: list[tuple[Place, str]] = [(("answers", one), one) for one in terms.answers]
    places += [(("somewhere", at), one) for at, one in enumerate(terms.somewhere)]
    if terms.narrow is not None:
        places += [(("narrow", "answers", one), one) for one in terms.narrow.answers]
    for place, one in places:
        if one not in known:
            file.faults.append(file.fault((terms.id, *place), f"no rule is called '{one}'"))
