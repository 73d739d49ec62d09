"""Gathers what illustrates an HTML report while the contracts are checked: pictures of pages, words around quotes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from contractcheck.commands.console import tell

if TYPE_CHECKING:
    from contractcheck.checker import Examined
    from contractcheck.report.illustrations import Illustrations

# What the pictures of all contracts on one page may take together. A browser opens such a page within a second or two.
TOTAL = 12_000_000


class Gallery:
    """The illustrations of one page, by the hash and the name of each contract.

    Args:
        contracts: how many contracts the page will hold: they share the room.
        pictures: False for the words around the quotes only.
    """

    def __init__(self, contracts: int, *, pictures: bool) -> None:
        from contractcheck.report.pictures import BUDGET

        self.art: dict[str, Illustrations] = {}
        self._budget = min(BUDGET, TOTAL // max(contracts, 1))
        self._pictures = pictures

    def add(self, file: str, examined: Examined) -> None:
        """Illustrate a contract that was examined."""
        from contractcheck.report.pictures import illustrate

        contract = examined.contract
        if contract is None:
            return
        try:
            found = illustrate(contract, examined.reports, self._budget, pictures=self._pictures)
        except Exception as error:  # the report stands without pictures: they must not cost it
            tell(f"{file}: its pages could not be shown: {type(error).__name__}: {error}")
            found = illustrate(contract, examined.reports, pictures=False)
        self.art[f"{contract.document.sha256} {examined.report.contract.name}"] = found
