"""Where the files that travel with the program lie: in a wheel, in an editable install and in a checkout."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from contractcheck.errors import ContractcheckError

# The folder for what is kept; set but empty, nothing is.
CACHE = "CONTRACTCHECK_CACHE"
_PACKAGE = Path(__file__).resolve().parent


def rules_folder() -> Path:
    """Return the folder that holds the rules and the playbooks.

    A wheel carries a copy inside the package. A checkout and an editable install have none: there it is ``rules/``
    beside the package. The packaged copy is asked for first, because beside an installed package lie the packages
    of strangers, and one of them may be called ``rules``.

    Raises:
        ContractcheckError: the installation holds no rules.
    """
    for folder in (_PACKAGE / "rules_data", _PACKAGE.parent / "rules"):
        if folder.is_dir():
            return folder
    raise ContractcheckError("this installation holds no rules: reinstall contractcheck")


def samples_folder() -> Path | None:
    """Return the folder of the invented sample contracts, or None: they come with a checkout, not with a wheel."""
    folder = _PACKAGE.parent / "sample_contracts"
    return folder if folder.is_dir() and (_PACKAGE.parent / "setup.cfg").is_file() else None


def schema_file(schema: int = 2) -> Path:
    """Return the JSON Schema (2020-12) of what ``contractcheck check --format json`` prints.

    ``schema`` is 2, or 1 for what ``--json-schema 1`` prints.
    """
    return _PACKAGE / "report" / f"schema-{schema}.json"


def templates_folder() -> Path:
    """Return the folder of the Jinja2 templates behind the reports."""
    return _PACKAGE / "report" / "templates"


def cache_folder() -> Path | None:
    """Return the user's folder for what is kept between runs, or None where the user wants none.

    Recognised pages and compiled rules lie there.
    """
    named = os.environ.get(CACHE)
    if named is not None:
        return Path(named).expanduser() if named else None
    if sys.platform == "win32":
        home = os.environ.get("LOCALAPPDATA") or "~/AppData/Local"
    elif sys.platform == "darwin":
        home = "~/Library/Caches"
    else:
        home = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    try:
        return Path(home).expanduser() / "contractcheck"
    except RuntimeError:  # a user without a home
        return None
