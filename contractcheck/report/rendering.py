"""Renders reports through Jinja2 templates: the ones that come with the program, or one of the user's own.

In every template what comes from a contract is made harmless by default: escaped in HTML and Markdown, and without
control characters elsewhere. A template author has to ask with ``|safe`` for anything else.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, cast

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateSyntaxError
from jinja2 import TemplateError as JinjaError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from contractcheck.errors import TemplateError
from contractcheck.model import Report, Severity, oneline
from contractcheck.places import templates_folder
from contractcheck.report.data import SCHEMA
from contractcheck.report.formats import BY_NAME, PLAIN_WIDTH, TEXT_FORMATS, Extras
from contractcheck.report.lines import Lines
from contractcheck.report.pictures import Illustrations
from contractcheck.report.terminal import Terminal
from contractcheck.report.view import NOT_A_VERDICT_ON_THE_CONTRACT, View, view

_HTML_NAMES = (".html", ".htm", ".xhtml", ".xml", ".html.j2", ".htm.j2", ".html.jinja", ".html.jinja2")
_MARKDOWN_NAMES = (".md", ".markdown", ".md.j2", ".md.jinja", ".md.jinja2")


def render(
    reports: Report | Sequence[Report],
    format: str = "text",
    template: Path | str | None = None,
    *,
    width: int = PLAIN_WIDTH,
    colour: bool = False,
    art: Mapping[str, Illustrations] | None = None,
    lines: Mapping[str, Lines] | None = None,
    fail_on: str = Severity.HIGH.value,
    schema: int = SCHEMA,
) -> str:
    """Return one report, or several as one document.

    Args:
        reports: one report, or several. JSON is an object for one report and an array for a sequence.
        format: one of ``TEXT_FORMATS``.
        template: a template file of the user's own, used in place of a format.
        width: columns of the text format.
        colour: whether the text format may hold colour for a terminal.
        art: pictures and words around the quotes for the HTML format, by the hash of the contract: see ``illustrate``.
        lines: the lines of text files for SARIF, by the hash of the contract: see ``lines_of``.
        fail_on: the severity from which a gap is a failure in JUnit, or "never".
        schema: the schema of JSON, 2 or 1.

    Raises:
        TemplateError: the user's template does not parse, fails, or asks for what the sandbox forbids.
        ValueError: the format is not known.
    """
    several = [reports] if isinstance(reports, Report) else list(reports)
    if template is not None:
        return user_template(template)(several)
    if format not in TEXT_FORMATS:
        raise ValueError(f"the format is one of {', '.join(TEXT_FORMATS)}, not {format!r}")
    extras = Extras(
        array=not isinstance(reports, Report),
        width=width,
        colour=colour,
        art=art,
        lines=lines,
        fail_on=fail_on,
        schema=schema,
    )
    return cast(str, BY_NAME[format].render(several, extras))


def templated(reports: Sequence[Report], format: str, *, width: int = PLAIN_WIDTH, colour: bool = False) -> str:
    """Return reports through the program's own template for a format: "text" or "md"."""
    environment = Environment(
        loader=FileSystemLoader(templates_folder()),
        autoescape=True,
        finalize=_finalizer(format),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    context = _context([view(report) for report in reports])
    if format == "text":
        context["out"] = Terminal(width, colour)
    return environment.get_template(f"report.{format}").render(context)


def user_template(path: Path | str) -> Callable[[Sequence[Report]], str]:
    """Return what renders reports through a template file of the user's own, in Jinja2's sandbox.

    The template sees ``reports`` (each a ``View``) and ``report``, the first of them. The file's name decides what is
    escaped: ``.html`` as HTML, ``.md`` as Markdown, anything else loses only control characters.

    Raises:
        TemplateError: the file cannot be read or does not parse; or, on rendering, it fails or is forbidden.
    """
    file = Path(path)
    name = file.name.lower()
    format = "html" if name.endswith(_HTML_NAMES) else "md" if name.endswith(_MARKDOWN_NAMES) else "plain"
    environment = ImmutableSandboxedEnvironment(
        autoescape=True, finalize=_finalizer(format), undefined=StrictUndefined, keep_trailing_newline=True
    )
    try:
        template = environment.from_string(file.read_text(encoding="utf-8"))
    except TemplateSyntaxError as error:
        raise TemplateError(f"{file}:{error.lineno}: {error.message}") from error
    except (OSError, UnicodeDecodeError) as error:
        raise TemplateError(f"{file}: the template cannot be read: {_reason(error)}") from error

    def run(reports: Sequence[Report]) -> str:
        try:
            return template.render(_context([view(report) for report in reports]))
        except JinjaError as error:
            raise TemplateError(f"{file}: {error.message or type(error).__name__}") from error
        except Exception as error:  # a template may divide by zero or call what it should not: the fault is its own
            raise TemplateError(f"{file}: {type(error).__name__}: {error}") from error

    return run


def _context(views: Sequence[View]) -> dict[str, Any]:
    return {
        "reports": views,
        "report": views[0] if views else None,
        "not_checked": NOT_A_VERDICT_ON_THE_CONTRACT,
        # A contract under several playbooks has several reports.
        "noun": "contracts" if len({one.playbook for one in views}) == 1 else "reports",
    }


def _finalizer(format: str) -> Callable[[Any], Any]:
    """Return what Jinja2 does to every value that a template prints. ``Markup`` is what is ready to be printed."""
    makers: dict[str, Callable[[object], str]] = {"md": oneline.markdown, "html": oneline.printable}
    make = makers.get(format, oneline.printable)

    def finalize(value: Any) -> Any:
        if hasattr(value, "__html__"):
            return value
        return make(value) if format == "html" else Markup(make(value))  # noqa: S704  (made harmless just above)

    return finalize


def _reason(error: OSError | UnicodeDecodeError) -> str:
    return error.strerror or "not found" if isinstance(error, OSError) else "it is not text in UTF-8"
