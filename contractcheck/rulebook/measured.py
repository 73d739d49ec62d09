"""Reads ``measured.yaml`` beside the rules: how each rule did on contracts that people had labelled by hand.

``benchmarks/measured.py`` writes the file, and nobody else does. A rule that is not in it is unmeasured.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path

from pydantic import Field, RootModel

from contractcheck.errors import RuleError
from contractcheck.places import rules_folder
from contractcheck.rulebook.rules import MEASURED_FILE
from contractcheck.rulebook.strict import Strict
from contractcheck.rulebook.yamlfile import read_yaml, validate

ALL = "all"
"""The name under which the sets labelled for these very rules stand together."""


class Figures(Strict):
    """How a rule did on one set of contracts.

    ``positives`` of the ``contracts`` hold what the rule looks for. In ``missing`` of them the rule says that it is not
    there, in ``wrong_missing`` wrongly so.
    """

    contracts: int = Field(ge=1)
    positives: int = Field(ge=0)
    precision: float = Field(ge=0, le=1)
    recall: float = Field(ge=0, le=1)
    f1: float = Field(ge=0, le=1)
    missing: int = Field(ge=0)
    wrong_missing: int = Field(ge=0)


Measured = Mapping[str, Mapping[str, Figures]]
"""By the ids of the rules, then by the names of the sets."""


class _Form(RootModel[dict[str, dict[str, Figures]]]):
    """The whole file."""


def read_measured(known: Collection[str], folder: Path | None = None) -> Measured:
    """Return what was measured of the rules of a folder (the project's own by default); nothing without a file.

    Raises:
        RuleError: faults in the file, such as the id of a rule that is not among those ``known``.
    """
    path = (folder or rules_folder()) / MEASURED_FILE
    if not path.exists():
        return {}
    file = read_yaml(path)
    form = validate(file, _Form)
    for id_ in file.data if isinstance(file.data, dict) else ():
        if id_ not in known:
            file.faults.append(file.fault((id_,), f"no rule is called '{id_}'"))
    if form is None or file.faults:
        raise RuleError(tuple(file.faults))
    return form.root
