"""What all files that people write share: closed forms, and text on one line."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field


class Strict(BaseModel):
    """A part of a file that people write: an unknown key is an error."""

    # The checks of a form are made when the first file is read: rules that come from the cache need none.
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True, defer_build=True)


def _one_line(text: object) -> object:
    return " ".join(text.split()) if isinstance(text, str) else text


OneLine = Annotated[str, BeforeValidator(_one_line)]
Text = Annotated[OneLine, Field(min_length=1)]
Phrases = tuple[Text, ...]
