"""Writes one waiver into ``contractcheck.yaml``. What a person wrote there, comments and order, stays as it is."""

from __future__ import annotations

import os
import re
from pathlib import Path

import yaml

from contractcheck.errors import ContractcheckError
from contractcheck.model import Waiver
from contractcheck.rulebook.yamlfile import raise_faults, read_yaml

_KEY = re.compile(r"^waivers[ \t]*:[ \t]*(?P<rest>[^#\r\n]*)", re.MULTILINE)
_NEXT_KEY = re.compile(r"^[^\s#-]", re.MULTILINE)
_ITEM = re.compile(r"^(?P<indent>[ \t]*)-(?=\s)", re.MULTILINE)


def write_waiver(path: Path, waiver: Waiver, contract: str) -> None:
    """Add a waiver at the end of the list in ``path``. The file is made where it is missing.

    Raises:
        RuleError: the file is no valid YAML; it is left as it is.
        ContractcheckError: it cannot be read or written, or its list is in a form that nothing can be added to.
    """
    text = ""
    if path.exists():
        file = read_yaml(path)
        if file.data is not None or file.faults != [f"{path}:1: the file is empty"]:
            raise_faults([file])
        text = path.read_bytes().decode("utf-8")
    _replace(path, _added(path, text, waiver, contract))


def _added(path: Path, text: str, waiver: Waiver, contract: str) -> str:
    end = "\r\n" if "\r\n" in text else "\n"
    if text and not text.endswith("\n"):
        text += end
    key = _KEY.search(text)
    if key is None:
        return text + f"waivers:{end}" + _block(waiver, contract, "  ", end)
    rest = key["rest"].strip()
    if rest in ("[]", "~", "null"):
        opened = text[: key.start()] + "waivers:" + text[key.start("rest") + len(key["rest"].rstrip()) :]
        return _added(path, opened, waiver, contract)
    if rest:
        raise ContractcheckError(f"{path}: the list of waivers is on one line: write each waiver on lines of its own")
    following = _NEXT_KEY.search(text, key.end())
    stop = following.start() if following else len(text)
    listed = text[key.end() : stop]
    item = _ITEM.search(listed)
    # Comments and blank lines before the next key belong to that key.
    kept = key.end() + len(re.sub(r"(?:^[ \t]*(?:#[^\n]*)?\r?\n)+\Z", "", listed, flags=re.MULTILINE)) if item else stop
    if not text[:kept].endswith("\n"):
        kept = text.index("\n", kept) + 1
    return text[:kept] + _block(waiver, contract, item["indent"] if item else "  ", end) + text[kept:]


def _block(waiver: Waiver, contract: str, indent: str, end: str) -> str:
    pairs = [("requirement", waiver.requirement), ("contract", contract), ("reason", waiver.reason)]
    pairs += [("who", waiver.who)] if waiver.who else []
    lines = [f"{name}: {_scalar(words)}" for name, words in pairs]
    lines += [f"until: {waiver.until.isoformat()}"] if waiver.until else []
    return end.join([f"{indent}- {lines[0]}", *(f"{indent}  {line}" for line in lines[1:])]) + end


def _scalar(words: str) -> str:
    """Write words so that YAML reads the same words: quoted where it must be, and on one line."""
    line = " ".join(words.split())
    written: str = yaml.safe_dump(line, default_flow_style=True, width=10**9, allow_unicode=True)
    return written.removesuffix("...\n").strip()


def _replace(path: Path, text: str) -> None:
    new = path.with_name(f".{path.name}.new")
    try:
        new.write_bytes(text.encode("utf-8"))
        os.replace(new, path)
    except OSError as error:
        raise ContractcheckError(f"{path}: cannot be written: {error.strerror or error}") from error
    finally:
        new.unlink(missing_ok=True)
