"""Templates of the user's own, rendered in a child: one that never ends, or that prints without end, is named."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from contractcheck.commands.isolating import alone
from contractcheck.commands.progress import Progress
from contractcheck.errors import TemplateError
from contractcheck.isolation.limits import Limits
from contractcheck.model import Report

if TYPE_CHECKING:
    from contractcheck.isolation.remote import Answer, Shown


Render = Callable[[Sequence[Report]], str]


def limited_template(path: Path, limits: Limits) -> Render:
    """Return what renders reports through a template file, within the limits of one document.

    Raises:
        TemplateError: the file cannot be read or does not parse; or it fails, is forbidden or never ends.
    """
    _in_a_child(path, limits, lambda render: "")
    return lambda reports: _in_a_child(path, limits, lambda render: render(reports))


def _in_a_child(path: Path, limits: Limits, use: Callable[[Render], str]) -> str:
    """Compile the template and use it. To compile is to compute what is constant in it, so that has limits too."""
    from contractcheck.isolation.supervisor import LostError

    def load(shown: Shown) -> Callable[[], Answer]:
        from contractcheck.report import user_template

        return lambda: (None, use(user_template(path)).encode("utf-8", "surrogatepass"))

    try:
        return alone(load, limits, Progress(1))[1].decode("utf-8", "surrogatepass")
    except LostError as error:
        what = error.message.replace("reading it", "rendering it").replace("one document", "a template")
        raise TemplateError(f"{path}: {what}") from None
