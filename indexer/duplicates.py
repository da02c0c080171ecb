"""Ids: of several documents with one id the last stays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from indexer.intake import Taken
from indexer.reading.sources import Source, where
from indexer.report import Duplicate
from search.errors import DuplicateId

OnDuplicate = Literal["error", "last"]


def staying(
    taken: Sequence[Taken], sources: Mapping[int, Source], on_duplicate: OnDuplicate
) -> tuple[list[NDArray[np.int64]], list[Duplicate]]:
    """For each share the places in it of the documents that stay; and those replaced, in the order of reading.

    Of documents that an index has as they are it is known where they stood, but they are in no share.

    Raises DuplicateId where two sources yield one id with different content, unless that was asked for.
    """
    ids = [ident for share in taken for ident in share.ledger.ids]
    latest = dict(zip(ids, range(len(ids)), strict=True))
    replaced: list[Duplicate] = []
    if len(latest) < len(ids):
        latest, replaced = _resolved(ids, _Places(taken, sources), on_duplicate)
    stays = np.zeros(len(ids), dtype=bool)
    stays[list(latest.values())] = True
    added = [np.array(share.ledger.added, dtype=bool) for share in taken]
    firsts = np.cumsum([0, *map(len, added)]).tolist()
    kept = [
        np.flatnonzero(stays[first:last][its]) for its, (first, last) in zip(added, pairwise(firsts), strict=True)
    ]
    return kept, replaced


class _Places:
    """Where the documents of all shares stood, named by their places in all shares one after the other."""

    def __init__(self, taken: Sequence[Taken], sources: Mapping[int, Source]) -> None:
        self._files = sources
        self._sources, self._lines, self._revisions = (
            np.concatenate([np.array(getattr(share.ledger, name)) for share in taken])
            for name in ("sources", "lines", "revisions")
        )

    def in_order(self) -> list[int]:
        """All of them as they were read: by source, then by line."""
        order: list[int] = np.lexsort((self._lines, self._sources)).tolist()
        return order

    def where(self, place: int) -> str:
        """Where one stood, for a person."""
        return where(self._files[int(self._sources[place])].full, int(self._lines[place]))

    def contradict(self, one: int, other: int) -> bool:
        """Rows of one source may replace each other; two sources may not."""
        return bool(self._sources[one] != self._sources[other] and self._revisions[one] != self._revisions[other])


def _resolved(
    ids: Sequence[str], places: _Places, on_duplicate: OnDuplicate
) -> tuple[dict[str, int], list[Duplicate]]:
    latest: dict[str, int] = {}
    replaced = []
    for place in places.in_order():
        ident, earlier = ids[place], latest.get(ids[place])
        if earlier is not None:
            found = Duplicate(ident, places.where(earlier), places.where(place))
            if on_duplicate == "error" and places.contradict(earlier, place):
                raise DuplicateId(_contradiction(found))
            replaced.append(found)
        latest[ident] = place
    return latest, replaced


def _contradiction(found: Duplicate) -> str:
    return (
        f"{found.at} and {found.kept} both yield the id {found.id!r} with different content: "
        "give one of them another id or name, or let the last one win with --on-duplicate=last"
    )
