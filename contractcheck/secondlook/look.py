"""The second look: which passages of a contract come nearest to requirements, by a linear model over hashed features.

All requirements that are asked for are scored at once. Nothing is loaded before the first of them is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from contractcheck.contract import Contract

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from contractcheck.secondlook.features import Features
    from contractcheck.secondlook.weights import Weights

CANDIDATES = 8
"""So many passages are named for a requirement at most: some of them overlap, and fewer are shown."""


@dataclass(frozen=True, slots=True)
class Near:
    """A passage, as its number among ``contract.words.passages``, and its score for a requirement."""

    passage: int
    score: float


class SecondLook:
    """Ranks the passages of contracts. ``weights`` are those of a model; None means those that come with the program.

    Raises ContractcheckError, when it is first asked, where the model is not there or is broken.
    """

    def __init__(self, weights: Weights | None = None) -> None:
        self._given = weights

    @cached_property
    def weights(self) -> Weights:
        """What the model learned."""
        from contractcheck.secondlook.weights import shipped

        return self._given if self._given is not None else shipped()

    def doubts(self, requirement: str, score: float) -> bool:
        """Tell whether a passage of such a score makes it doubtful that the requirement is missing."""
        limit = self.weights.doubts.get(requirement)
        return limit is not None and score >= limit

    def empty(self, requirement: str) -> float:
        """Return the score of a passage without a word that the model knows."""
        return float(self.weights.biases[self._columns[requirement]])

    def ranked(self, contract: Contract, requirements: Sequence[str]) -> dict[str, tuple[Near, ...]]:
        """Return the passages that come nearest to each of some requirements, the nearest first, above the floor.

        Requirements that the model does not know are left out.
        """
        import numpy as np

        known = [one for one in requirements if one in self._columns]
        scores = self.scores(contract, known)
        if not scores.size:
            return {}
        count = min(CANDIDATES, len(scores))
        first = np.argpartition(-scores, count - 1, axis=0)[:count]
        found = {}
        for at, requirement in enumerate(known):
            own = sorted((-float(scores[number, at]), int(number)) for number in first[:, at])
            least = self.weights.floor + self.empty(requirement)
            found[requirement] = tuple(Near(number, -low) for low, number in own if -low >= least)
        return found

    def scores(self, contract: Contract, requirements: Sequence[str]) -> NDArray[np.float32]:
        """Return the score of every passage (rows) for requirements that the model knows (columns)."""
        from contractcheck.secondlook.features import features_of

        return self.scores_of(features_of(contract), requirements)

    def scores_of(self, features: Features, requirements: Sequence[str]) -> NDArray[np.float32]:
        """Return the same for passages whose features are known already."""
        import numpy as np

        weights, count = self.weights, len(requirements)
        place = np.full(len(weights.requirements), -1, dtype=np.int32)
        own = np.array([self._columns[one] for one in requirements], dtype=np.int64)
        place[own] = np.arange(count)
        feature = self._numbers[features.buckets]
        known = feature >= 0
        feature, passages = feature[known], features.passages[known]
        # The weights of the asked requirements, for each feature that stands in the contract once.
        here = np.zeros(len(weights.buckets), dtype=bool)
        here[feature] = True
        numbers = np.flatnonzero(here)
        at, lengths = _spread(weights.starts[numbers], weights.starts[numbers + 1])
        columns = place[weights.columns[at]]
        asked = columns >= 0
        columns, values = columns[asked], weights.weights[at[asked]]
        starts = _sums(asked)[_sums(lengths)]
        # The same for each place where a feature stands.
        feature = (np.cumsum(here) - 1)[feature]
        at, lengths = _spread(starts[feature], starts[feature + 1])
        rows = len(features.words)
        sums = np.bincount(
            np.repeat(passages.astype(np.int64) * count, lengths) + columns[at],
            weights=values[at],
            minlength=rows * count,
        ).reshape(rows, count)
        # Longer passages have more of everything.
        parts = np.sqrt(features.words + weights.short)[:, None]
        scores: NDArray[np.float32] = (sums / parts * weights.scales[own] + weights.biases[own]).astype(np.float32)
        return scores

    @cached_property
    def _columns(self) -> dict[str, int]:
        return {requirement: number for number, requirement in enumerate(self.weights.requirements)}

    @cached_property
    def _numbers(self) -> NDArray[np.int32]:
        """The number of each bucket among those that the model knows, or -1."""
        import numpy as np

        from contractcheck.secondlook.weights import BITS

        numbers = np.full(1 << BITS, -1, dtype=np.int32)
        numbers[self.weights.buckets] = np.arange(len(self.weights.buckets), dtype=np.int32)
        return numbers


def _spread(begins: NDArray[np.int64], ends: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the numbers from each beginning to its end, one range after another, and how many each has."""
    import numpy as np

    lengths = ends - begins
    return np.arange(int(lengths.sum())) + np.repeat(begins - (np.cumsum(lengths) - lengths), lengths), lengths


def _sums(counts: NDArray[np.bool_] | NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the sums of all before each, and of all."""
    import numpy as np

    return np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(counts, dtype=np.int64)])
