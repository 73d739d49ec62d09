"""docs/architecture.md tells the truth about the code, and the floors in setup.cfg hold."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "contractcheck"
PAGE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
# The package itself: its public names.
DOOR = "contractcheck"


def room_of(module: str) -> str:
    """The folder or file directly in the package, such as ``reading`` for ``contractcheck.reading.pdf.pdf``."""
    return module.split(".")[1] if "." in module else DOOR


@cache
def imports() -> dict[str, set[str]]:
    """The rooms that each room imports from: inside functions and for type checking too."""
    found: dict[str, set[str]] = defaultdict(set)
    for file in PACKAGE.rglob("*.py"):
        parts = [DOOR, *file.relative_to(PACKAGE).with_suffix("").parts]
        room = room_of(".".join(parts[:-1] if parts[-1] == "__init__" else parts))
        found.setdefault(room, set())
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            names: list[str] = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                assert not node.level, f"{file}:{node.lineno}: imports are written in full"
                names = [
                    f"{node.module}.{alias.name}" if node.module == DOOR else str(node.module) for alias in node.names
                ]
            for name in names:
                if name.split(".")[0] == DOOR:
                    found[room].add(room_of(name))
    return {room: rooms - {room} for room, rooms in found.items()}


def drawn() -> dict[str, set[str]]:
    """The arrows of the picture."""
    block = re.search(r"```mermaid\nflowchart TB\n(.*?)```", PAGE, re.DOTALL)
    assert block
    arrows: dict[str, set[str]] = {}
    for line in block.group(1).splitlines():
        room, _, rooms = line.strip().partition(" --> ")
        assert rooms, line
        arrows[room] = set(rooms.split(" & "))
    return arrows


def reached(room: str, arrows: dict[str, set[str]]) -> set[str]:
    """The rooms that the arrows lead to from a room, in one step or several."""
    seen: set[str] = set()
    ahead = [room]
    while ahead:
        for following in arrows.get(ahead.pop(), ()):
            if following not in seen:
                seen.add(following)
                ahead.append(following)
    return seen


def test_every_arrow_of_the_picture_is_an_import() -> None:
    false = {(room, target) for room, targets in drawn().items() for target in targets - imports()[room]}
    assert not false


def test_every_import_between_rooms_is_drawn() -> None:
    missing = {(room, target) for room, targets in imports().items() for target in targets - reached(room, drawn())}
    assert not missing


def test_the_picture_has_no_arrow_that_others_imply() -> None:
    arrows = drawn()
    for room, targets in arrows.items():
        for target in targets:
            others = {**arrows, room: targets - {target}}
            assert target not in reached(room, others), f"{room} --> {target} is implied"


def test_the_table_has_every_room_and_every_import() -> None:
    rows = re.findall(r"^\| `(\w+)` \| .+? \| ([a-z_, ]+) \|$", PAGE, re.MULTILINE)
    table = {room: set() if names == "nothing" else set(names.split(", ")) for room, names in rows}
    assert table == imports()


def test_what_the_page_names_is_there() -> None:
    """Names in the text such as `reading.source.open_source`."""
    names = [name for name in re.findall(r"`([a-z]\w*(?:\.\w+)+)`", PAGE) if not name.endswith((".md", ".py", ".cfg", ".yaml"))]
    assert len(names) > 30
    for name in names:
        parts = name.split(".")
        cut = next(at for at in range(len(parts), -1, -1) if is_module(parts[:at]))
        thing: object = import_module(".".join([DOOR, *parts[:cut]]))
        for part in parts[cut:]:
            assert hasattr(thing, part), name
            thing = getattr(thing, part)


def is_module(parts: list[str]) -> bool:
    path = PACKAGE.joinpath(*parts)
    return path.is_dir() or path.with_suffix(".py").is_file()


def test_the_floors_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    """Runs import-linter as ``lint-imports`` does."""
    cli = pytest.importorskip("importlinter.cli")
    monkeypatch.chdir(ROOT)
    assert cli.lint_imports(no_cache=True) == cli.EXIT_STATUS_SUCCESS
