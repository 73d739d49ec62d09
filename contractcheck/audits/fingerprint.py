"""What a result depends on besides the document: the program, its libraries, the rules, the playbook, recognition."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from contractcheck import places
from contractcheck.reading.options import AS_IT_IS, ReadOptions
from contractcheck.reading.scan.engines import release
from contractcheck.version import __version__

# Another release of these may read other words out of the same file. This is the one list of them. A library that a
# reader begins to use is added here; one that only shows or moves results is named in tests/test_fingerprint.py, which
# fails for a requirement of setup.cfg that is in neither.
LIBRARIES = (
    "lxml",
    "msoffcrypto-tool",
    "numpy",
    "olefile",
    "onnxruntime",
    "pdfminer.six",
    "pdfplumber",
    "pillow",
    "pypdfium2",
    "rapidocr",
    "spacy",
)
_PLAYBOOKS = "playbooks"
# What was measured of the rules is shown and changes no result.
_MEASURED = "measured.yaml"
_EXTENDS = re.compile(r"^[\"']?extends[\"']?\s*:\s*[\"']?(?P<name>[^\"'#\n]*[^\"'#\s])", re.MULTILINE)
_PACKAGE = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """Three hashes, and one of all three: results under the same ``key`` are the same."""

    program: str
    rules: str
    playbook: str

    @property
    def key(self) -> str:
        """One hash of all."""
        return sha256(f"{self.program} {self.rules} {self.playbook}".encode()).hexdigest()


def fingerprint(
    playbook: str, reading: ReadOptions = AS_IT_IS, *, applies: bool = False, second_look: bool = True
) -> Fingerprint:
    """Return the fingerprint of a playbook, given by id or path, as it stands now, with those that it extends.

    ``reading`` says what is to read scanned pages, ``applies`` whether every text is checked, contract or not,
    ``second_look`` whether the model looks at what the rules did not find. Raises ContractcheckError where what is to
    read scanned pages is not installed.
    """
    folder = places.rules_folder()
    rules = [path for path in folder.rglob("*.yaml") if not {_PLAYBOOKS, _MEASURED} & {*path.relative_to(folder).parts}]
    # The version alone would not do: in a checkout the code changes under the same version.
    code = _files([*_PACKAGE.rglob("*.py"), *_PACKAGE.rglob("*.txt"), *_PACKAGE.rglob("*.model")], _PACKAGE)
    forced = (*(("applies",) if applies else ()), *(() if second_look else ("no model",)))
    return Fingerprint(
        program=_hash(__version__, code, *(_release(name) for name in LIBRARIES), *_read_by(reading), *forced),
        rules=_files(rules, folder),
        playbook=_hash(*_chain(playbook)),
    )


def _read_by(reading: ReadOptions) -> tuple[str, ...]:
    """Say what the text of a file depends on besides the file: passwords open it, or do not, and change no word."""
    return release(reading.ocr), reading.revisions.value


def _chain(playbook: str) -> list[str]:
    """Return the playbook's file and those of the playbooks that it extends, as they are.

    Only the key ``extends`` is looked for. To load the playbook would load the rules too, which a run with nothing new
    to read does without. Whoever loads it says what is wrong with it.
    """
    path, chain = _find(playbook, Path()), []
    while path.is_file() and path not in chain:
        chain.append(path)
        found = _EXTENDS.search(path.read_text(encoding="utf-8", errors="replace"))
        if not found:
            break
        path = _find(found["name"], path.parent)
    return [path.read_bytes().hex() for path in chain]


def _find(name: str, beside: Path) -> Path:
    if name.endswith((".yaml", ".yml")):
        return beside / name
    return places.rules_folder() / _PLAYBOOKS / f"{name}.yaml"


def _files(paths: Iterable[Path], root: Path) -> str:
    return _hash(
        *(f"{path.relative_to(root).as_posix()} {sha256(path.read_bytes()).hexdigest()}" for path in sorted(paths))
    )


def _release(name: str) -> str:
    try:
        return f"{name} {version(name)}"
    except PackageNotFoundError:
        return name


def _hash(*parts: str) -> str:
    return sha256("\n".join(parts).encode()).hexdigest()
