"""The HTML report: one file that holds its style, its script and its pictures, and asks for nothing.

All of it can be read without the script, which only filters, sorts and moves about.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from contractcheck.model import Report
from contractcheck.model.oneline import printable
from contractcheck.places import templates_folder
from contractcheck.report.illustrations import Frame, Illustrations, Picture, Shot, Surroundings
from contractcheck.report.view import NOT_A_VERDICT_ON_THE_CONTRACT, Item, QuotedPassage, Score, View, view

# A sign for each verdict, so that colour is never the only mark.
SIGNS = {"met": "✓", "weak": "◐", "missing": "✕", "unwanted": "!", "unsure": "?", "not applicable": "–"}
NOTHING = Illustrations()


@dataclass(frozen=True, slots=True)
class Row:
    """A requirement in the order of the contract: where its words, or the nearest ones, begin; -1 for nowhere."""

    item: Item
    at: int
    place: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A piece of a family's bar in the scorecard: a verdict, and where it begins and how long it is in percent."""

    name: str
    start: float
    length: float


@dataclass(frozen=True)
class Sheet:
    """A report on its page. ``prefix`` sets its links apart where there are several reports: "" for a single one."""

    view: View
    number: int
    prefix: str
    rows: tuple[Row, ...]
    art: Illustrations

    def attributes(self, item: Item) -> Markup:
        """Return the attributes by which an item is linked to, filtered and sorted."""
        link, family = escape(self.prefix + item.requirement), escape(item.family)
        verdict, severity, at = escape(item.verdict), escape(item.severity), _at(item)
        waived = ' data-waived="yes"' if item.waived else ""
        return Markup(  # noqa: S704  (escaped just above)
            f'id="{link}" data-verdict="{verdict}" data-severity="{severity}" data-family="{family}" data-at="{at}"'
            + waived
        )

    def origin(self, item: Item) -> Markup:
        """Return the line that names an item, with a link to it."""
        name, family, prefix = escape(item.requirement), escape(item.family), escape(self.prefix)
        return Markup(f'<p class="id">{family} · <a href="#{prefix}{name}">{name}</a></p>')  # noqa: S704  (the same)

    def shot(self, passage: QuotedPassage) -> Shot | None:
        """Return where a passage stands on its page, if there is a picture of it."""
        found = self.art.shots.get((passage.start, passage.end))
        return found if found and found.page in self.art.pictures else None

    def around(self, passage: QuotedPassage) -> Surroundings | None:
        """Return the words around a passage."""
        return self.art.words.get((passage.start, passage.end))

    def quoted(self, page: int) -> tuple[Item, ...]:
        """Return the items that a page is quoted for."""
        return tuple({item.requirement: item for item, shot, _ in self._shots() if shot.page == page}.values())

    def marks(self, page: int) -> tuple[tuple[Frame, bool], ...]:
        """Return all marks on a page, each once, and whether it is only the nearest passage of something missing."""
        found: dict[Frame, bool] = {}
        for _, shot, near in self._shots():
            if shot.page == page:
                for mark in shot.marks:
                    found[mark] = near and found.get(mark, True)
        return tuple(found.items())

    def _shots(self) -> Iterator[tuple[Item, Shot, bool]]:
        for row in self.rows:
            passages = row.item.passages[:1] if row.item.verdict == "met" else row.item.passages
            for passage in (*passages, *row.item.near):
                shot = self.shot(passage)
                if shot:
                    yield row.item, shot, passage in row.item.near

    def bars(self, score: Score) -> tuple[Bar, ...]:
        """Return a line of the scorecard as a bar."""
        counts = {
            "missing": score.missing,
            "unwanted": score.unwanted,
            "weak": score.weak,
            "unsure": score.unsure,
            "met": score.met,
            "na": score.not_applicable,
        }
        total, begin, bars = sum(counts.values()) or 1, 0, []
        for name, count in counts.items():
            if count:
                bars.append(Bar(name, round(100 * begin / total, 2), round(100 * count / total, 2)))
            begin += count
        return tuple(bars)


class WebPage:
    """Writes HTML reports. The template, the style and the script are read and compiled once, for many reports."""

    def __init__(self) -> None:
        folder = templates_folder()
        self._style = (folder / "report.css").read_text(encoding="utf-8")
        self._script = (folder / "report.js").read_text(encoding="utf-8")
        self._template = environment(FileSystemLoader(folder)).get_template("report.html")

    def render(self, reports: Sequence[Report], art: Mapping[str, Illustrations] | None = None, home: str = "") -> str:
        """Return the page of one report or several.

        Args:
            reports: the reports.
            art: what illustrates them, by the hash of the contract.
            home: a link back to the page that this one was reached from, "" for none.
        """
        views = [view(report) for report in reports]
        several = len(views) > 1
        sheets = [
            Sheet(one, number, f"{number}." if several else "", _rows(one), _art_of(one, art or {}))
            for number, one in enumerate(views, start=1)
        ]
        return self._template.render(
            sheets=sheets,
            several=several,
            home=home,
            # A contract under several playbooks has several reports.
            noun="contracts" if len({one.playbook for one in views}) == 1 else "reports",
            waived=any(one.waived for one in views),
            families=list(dict.fromkeys(score.family for one in views for score in one.scorecard)),
            not_checked=NOT_A_VERDICT_ON_THE_CONTRACT,
            signs=SIGNS,
            source=data_url,
            style=Markup(self._style),  # noqa: S704  (our own files, not a contract's)
            style_hash=policy_hash(self._style),
            script=Markup(self._script),  # noqa: S704
            script_hash=policy_hash(self._script),
        )


def environment(loader: FileSystemLoader) -> Environment:
    """Return what renders HTML: everything escaped, and nothing that cannot be seen."""
    return Environment(
        loader=loader,
        autoescape=True,
        finalize=_harmless,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )


def policy_hash(text: str) -> str:
    """Return the hash by which a content security policy allows a style or a script."""
    return "sha256-" + b64encode(sha256(text.encode()).digest()).decode("ascii")


def data_url(picture: Picture) -> str:
    """Return a picture as an address that holds it."""
    return f"data:{picture.media};base64,{b64encode(picture.data).decode('ascii')}"


def _harmless(value: Any) -> Any:
    # Nearly all values are plain words, and an audit prints millions of them.
    if type(value) is str and value.isprintable():
        return value
    return value if hasattr(value, "__html__") else printable(value)


def _art_of(page: View, art: Mapping[str, Illustrations]) -> Illustrations:
    """What illustrates a report. One file may be read in two states: then each has a name of its own."""
    contract = page.contract
    return art.get(f"{contract.sha256} {contract.name}", art.get(contract.sha256, NOTHING))


def _at(item: Item) -> int:
    starts = [passage.start for passage in item.passages] or [passage.start for passage in item.near[:1]]
    return min(starts, default=-1)


def _rows(page: View) -> tuple[Row, ...]:
    groups = [item for group in page.gaps for item in group.items]
    rest = (*page.waived, *page.unsure, *page.met, *page.not_applicable)
    rows = [Row(item, _at(item), _place(item)) for item in (*groups, *rest)]
    return tuple(sorted(rows, key=_in_order))


def _place(item: Item) -> str:
    if item.passages:
        return min(item.passages, key=lambda passage: passage.start).place
    return f"near {item.near[0].place}" if item.near else ""


def _in_order(row: Row) -> tuple[bool, int]:
    return row.at < 0, row.at
