"""YAML that people write -> plain data and the line of every part, with all faults named by line.

All scalars are read as text: YAML would turn ``no`` into False and ``1.10`` into 1.1. The schema types them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from contractcheck.errors import RuleError

# libyaml's parser where it is there: rules are read at every start.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# The largest rule has some hundred parts. A file of anchors that repeat one another would have millions.
MAX_PARTS = 500_000
# libyaml's composer ends the whole program on some 30,000 parts within one another. A shorter file cannot hold so many.
SHALLOW, MAX_DEPTH = 10_000, 500
Model = TypeVar("Model", bound=BaseModel)
Place = tuple[str | int, ...]


@dataclass
class YamlFile:
    """The data of a YAML file, the line on which each part begins, and the faults found while reading."""

    path: Path
    data: Any = None
    lines: dict[Place, int] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def line(self, place: Sequence[str | int]) -> int:
        """Return the line of a part, or of the nearest part around it."""
        at = tuple(place)
        while at and at not in self.lines:
            at = at[:-1]
        return self.lines.get(at, 1)

    def fault(self, place: Sequence[str | int], message: str) -> str:
        """Word a fault as ``file:line: message``."""
        return f"{self.path}:{self.line(place)}: {message}"


def read_yaml(path: Path) -> YamlFile:
    """Read one file. Faults of syntax and duplicate keys are collected in ``faults``."""
    file = YamlFile(path)
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        file.faults.append(f"{path}:1: cannot be read: {error.strerror}")
        return file
    except UnicodeDecodeError:
        file.faults.append(f"{path}:1: is not UTF-8 text")
        return file
    try:
        if len(text) > SHALLOW:
            _limit_depth(text)
        node = yaml.compose(text, Loader=_LOADER)
        if node is not None:
            file.data = _plain(node, (), file)
    except RecursionError:
        file.data = None
        file.faults.append(f"{path}:1: a part holds itself, or parts stand too deep within one another")
        return file
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        file.faults.append(f"{path}:{line}: not valid YAML: {error.problem or 'syntax error'}")
        return file
    except yaml.YAMLError as error:
        file.faults.append(f"{path}:1: not valid YAML: {str(error).splitlines()[0]}")
        return file
    if node is None:
        file.faults.append(f"{path}:1: the file is empty")
    return file


def _limit_depth(text: str) -> None:
    depth = 0
    for event in yaml.parse(text, Loader=_LOADER):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > MAX_DEPTH:
            raise RecursionError


def _plain(node: yaml.Node, place: Place, file: YamlFile) -> Any:
    file.lines[place] = node.start_mark.line + 1
    if len(file.lines) > MAX_PARTS:
        raise yaml.YAMLError(f"more than {MAX_PARTS:,} parts")
    if isinstance(node, yaml.MappingNode):
        data: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value)
            if key in data:
                file.faults.append(f"{file.path}:{key_node.start_mark.line + 1}: the key '{key}' stands here twice")
            data[key] = _plain(value_node, (*place, key), file)
            file.lines[(*place, key)] = key_node.start_mark.line + 1
        return data
    if isinstance(node, yaml.SequenceNode):
        return [_plain(child, (*place, index), file) for index, child in enumerate(node.value)]
    if node.tag == "tag:yaml.org,2002:null" and node.value in ("", "null", "~"):
        return None
    return node.value


def validate(file: YamlFile, model: type[Model], part: Place = ()) -> Model | None:
    """Give the data its types, or a part of it. Faults go to ``file.faults``; None where there are any.

    A part is looked at even where others have faults.
    """
    if file.data is None or (file.faults and not part):
        return None
    data = file.data
    for key in part:
        data = data[key]
    try:
        return model.model_validate(data)
    except ValidationError as error:
        for problem in error.errors():
            worded = _worded(problem["loc"], problem["type"], problem["msg"], model)
            file.faults.append(file.fault((*part, *problem["loc"]), worded))
        return None


def _worded(place: Sequence[str | int], kind: str, message: str, model: type[BaseModel]) -> str:
    name = ".".join(str(part) for part in place)
    if kind in ("model_type", "dict_type") and not place:
        return "the file must hold keys with values, such as 'key: value'"
    if kind == "extra_forbidden":
        known = ", ".join(sorted(_keys(model, place[:-1])))
        return f"unknown key '{place[-1]}'" + (f" (known here: {known})" if known else "")
    if kind == "missing":
        return f"'{name}' is missing"
    return f"'{name}': {message.removeprefix('Value error, ')}"


def _keys(model: type[BaseModel], place: Sequence[str | int]) -> set[str]:
    current: Any = model
    key_of_mapping = False
    for part in place:
        if key_of_mapping:
            key_of_mapping = False
            continue
        if isinstance(part, int) or not (isinstance(current, type) and issubclass(current, BaseModel)):
            continue
        field_info = current.model_fields.get(str(part)) or next(
            (info for info in current.model_fields.values() if info.alias == part), None
        )
        if field_info is None:
            return set()
        key_of_mapping = getattr(field_info.annotation, "__origin__", None) is dict
        current = _inner_model(field_info.annotation)
    if isinstance(current, type) and issubclass(current, BaseModel):
        return {info.alias or name for name, info in current.model_fields.items()}
    return set()


def _inner_model(annotation: Any) -> Any:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for argument in getattr(annotation, "__args__", ()):
        inner = _inner_model(argument)
        if inner is not None:
            return inner
    return None


def raise_faults(files: Sequence[YamlFile], more: Sequence[str] = ()) -> None:
    """Raise one RuleError with the faults of all files, in order, if there are any."""
    faults = [fault for file in files for fault in file.faults] + list(more)
    if faults:
        raise RuleError(tuple(faults))
