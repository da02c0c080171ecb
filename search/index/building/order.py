"""Which document gets which number: they are numbered by (instant, id), undated ones first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from search.index.building.share import Gathered
from search.index.derive import stretches

Kept = Sequence[NDArray[np.int64]]
"""For each share the places of the documents that are to be in the segment."""


@dataclass(frozen=True, slots=True)
class Order:
    """The documents of a segment, by number.

    `shares`, `places`: where each one was put aside. `titles`, `texts`: the slots at which these fields start, with
    one more title for the end; a gap follows each field.
    """

    shares: NDArray[np.int64]
    places: NDArray[np.int64]
    instants: NDArray[np.int64]
    ids: list[str]
    titles: NDArray[np.int64]
    texts: NDArray[np.int64]

    @classmethod
    def of(cls, shares: Sequence[Gathered], kept: Kept) -> Order:
        """Number the documents that are kept."""
        pairs = list(zip(shares, kept, strict=True))
        instants = np.concatenate([share.instants[chosen] for share, chosen in pairs])
        lengths = np.concatenate([share.lengths.reshape(-1, 2)[chosen] for share, chosen in pairs])
        ids = [share.ids[place] for share, chosen in pairs for place in chosen.tolist()]
        by_id = np.array(sorted(range(len(ids)), key=ids.__getitem__), dtype=np.int64)
        order = by_id[np.argsort(instants[by_id], kind="stable")]
        starts = np.concatenate(([1], 1 + np.cumsum(lengths[order].reshape(-1) + 1)))
        return cls(
            shares=np.repeat(np.arange(len(shares)), [len(chosen) for chosen in kept])[order],
            places=np.concatenate(kept)[order],
            instants=instants[order],
            ids=[ids[place] for place in order.tolist()],
            titles=starts[::2],
            texts=starts[1::2],
        )

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def slots(self) -> int:
        """How many slots the segment has."""
        return int(self.titles[-1])

    def by_id(self) -> list[int]:
        """The numbers of the documents in the order of their ids."""
        return sorted(range(len(self)), key=self.ids.__getitem__)

    def stretches(self, slots: int) -> Iterator[range]:
        """The documents, cut into stretches of so many slots, or of one document that is longer."""
        return stretches(self.titles, slots)
