"""Turns reports into what people and programs read: text, Markdown, HTML, JSON, or a template of the user's own."""

from __future__ import annotations

from contractcheck.report.data import to_data
from contractcheck.report.pictures import illustrate
from contractcheck.report.render import FORMATS, render, user_template

__all__ = ["FORMATS", "illustrate", "render", "to_data", "user_template"]
