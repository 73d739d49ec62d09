"""Reports through Jinja2 templates: the ones that come with the program, or one of the user's own.

In every template what comes from a contract is made harmless by default: escaped in HTML and Markdown, and without
control characters elsewhere. A template author has to ask with ``|safe`` for anything else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateSyntaxError
from jinja2 import TemplateError as JinjaError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from contractcheck.errors import TemplateError
from contractcheck.model import Report, oneline
from contractcheck.places import templates_folder
from contractcheck.report.brief import brief, totals
from contractcheck.report.terminal import Terminal
from contractcheck.report.view import NOT_A_VERDICT_ON_THE_CONTRACT, View, view

# A report on a thousand contracts has some 100 million characters.
MAX_OUTPUT = 100_000_000
_HTML_NAMES = (".html", ".htm", ".xhtml", ".xml", ".html.j2", ".htm.j2", ".html.jinja", ".html.jinja2")
_MARKDOWN_NAMES = (".md", ".markdown", ".md.j2", ".md.jinja", ".md.jinja2")


def templated(reports: Sequence[Report], name: str, out: Terminal | None = None) -> str:
    """Return reports through a template of the program's own: "report.md", or one in text, which ``out`` lays out."""
    format = name.rpartition(".")[2]
    environment = Environment(
        loader=FileSystemLoader(templates_folder()),
        autoescape=True,
        finalize=_finalizer(format),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    views = [view(report) for report in reports]
    context = _context(views)
    if out is not None:
        context |= {"out": out, "briefs": [brief(one) for one in views], "totals": totals(views)}
    return environment.get_template(name).render(context)


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
    if file.exists() and not file.is_file():
        raise TemplateError(f"{file}: the template cannot be read: it is not a regular file")
    try:
        template = environment.from_string(file.read_text(encoding="utf-8"))
    except TemplateSyntaxError as error:
        raise TemplateError(f"{file}:{error.lineno}: {error.message}") from error
    except (OSError, UnicodeDecodeError) as error:
        raise TemplateError(f"{file}: the template cannot be read: {_reason(error)}") from error
    except MemoryError:
        raise
    except Exception as error:  # Python compiles what Jinja2 makes of a template, and gives up on brackets in brackets
        raise TemplateError(f"{file}: the template cannot be used: {type(error).__name__}: {error}") from error

    def run(reports: Sequence[Report]) -> str:
        try:
            return _bounded(template.generate(_context([view(report) for report in reports])))
        except JinjaError as error:
            raise TemplateError(f"{file}: {error.message or type(error).__name__}") from error
        except MemoryError:
            raise
        except Exception as error:  # a template may divide by zero or call what it should not: the fault is its own
            raise TemplateError(f"{file}: {type(error).__name__}: {error}") from error

    return run


def _bounded(pieces: Iterable[str]) -> str:
    """Put the output of a template together, as long as it is one that a person could read."""
    kept, length = [], 0
    for piece in pieces:
        kept.append(piece)
        length += len(piece)
        if length > MAX_OUTPUT:
            raise JinjaError(f"the template prints more than {MAX_OUTPUT:,} characters")
    return "".join(kept)


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
