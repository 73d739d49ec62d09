"""Turns reports into what people and programs read: the formats of the table, or a template of the user's own.

The names below are loaded when they are first asked for: the table of formats is needed where no report is rendered.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from contractcheck.report.data import to_data
    from contractcheck.report.pictures import illustrate
    from contractcheck.report.rendering import render
    from contractcheck.report.templating import user_template

__all__ = ["illustrate", "render", "to_data", "user_template"]

_HOMES = {"illustrate": "pictures", "render": "rendering", "to_data": "data", "user_template": "templating"}


def __getattr__(name: str) -> Any:
    """Load a name from the module that holds it."""
    if name not in _HOMES:
        raise AttributeError(f"module 'contractcheck.report' has no attribute {name!r}")
    return getattr(import_module(f"contractcheck.report.{_HOMES[name]}"), name)
