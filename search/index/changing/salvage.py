"""What can be saved of a segment whose files are damaged: its documents, each proved whole.

A document is what its slots, the forms in them and its record say. What else there is of a segment is derived from
that, and of slots it is said twice: where the forward index is damaged they are put together from the positions, and
where titles and texts begin is told by the gaps.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from search.documents import Document, revision
from search.errors import IndexDamaged
from search.index import checksums, deletions, files
from search.index.arrays import RARE, Forward, Ragged
from search.index.mapped import records_path
from search.index.reading import strings
from search.index.reading.ascending import AscendingReader
from search.index.texts.records import Records
from search.index.texts.restored import Slots, Spelt, restore

_TOGETHER = 1 << 16  # slots, or forms


@dataclass(frozen=True, slots=True)
class Lost:
    """A document that could not be saved: its id, or what is known of it; and why."""

    ident: str
    reason: str


class Salvage:
    """The documents of one damaged segment. `damaged`: the names of its files that are not as they were written.

    Raises IndexDamaged where nothing can be saved.
    """

    def __init__(self, stem: Path, damaged: frozenset[str]) -> None:
        self._stem = stem
        self._damaged = frozenset(name.removeprefix(f"{stem.name}.") for name in damaged)
        if "deleted.documents.npy" in self._damaged:
            raise IndexDamaged(stem, "which of its documents are deleted cannot be told")
        try:
            self._forms = _within(files.load_part(stem, "forms"))
            self._slots = self._all_slots()
            self._titles, self._texts = self._starts()
            self._records = Records(records_path(stem))
            self._revisions: NDArray[np.uint64] | None = (
                None if self._is_damaged("revisions") else files.load_part(stem, "revisions")
            )
        except Exception as problem:  # over damaged bytes numpy raises whatever it comes to
            raise IndexDamaged(stem, f"nothing of it can be saved ({problem!r})") from problem
        self._spelt = Spelt.of(self._forms, checksums.of_all(self._forms))  # what is whole is told by revisions

    def documents(self) -> Iterator[Document | Lost]:
        """Those that are not deleted, in the order of their numbers, each of them saved or lost."""
        deleted = set(deletions.documents(self._stem).tolist())
        ids = self._ids()
        for number in range(len(self._texts)):
            if number not in deleted:
                yield self._document(number, ids.get(number, f"the document with the number {number} of its segment"))

    def _document(self, number: int, ident: str) -> Document | Lost:
        try:
            about, kept = self._records.read(number)
            start, end = self._titles[number : number + 2].tolist()
            slots = Slots(self._slots[start:end], int(self._texts[number]) - start - 1, kept)
            (restored,) = restore(self._spelt, [slots])
            document = about.document(str(restored.title), str(restored.text))
        except Exception as problem:  # as above
            return Lost(ident, str(problem))
        return document if self._is_whole(number, document) else Lost(ident, "its text is not as it was written")

    def _is_whole(self, number: int, document: Document) -> bool:
        if self._revisions is None:
            return not any(map(self._is_damaged, ("forms", "titles", "texts", "records")))
        return revision(document) == int(self._revisions[number])

    def _is_damaged(self, part: str) -> bool:
        """Is any of the files of one of the arrays?"""
        return any(name.partition(".")[0] == part for name in self._damaged)

    def _all_slots(self) -> NDArray[np.uint32]:
        """The form in each slot: from the forward index or, where that is damaged, from the positions."""
        twice = not self._is_damaged("positions") and not self._is_damaged("titles")
        return self._from_positions() if self._is_damaged("forward") and twice else self._from_forward()

    def _from_forward(self) -> NDArray[np.uint32]:
        forward: Forward = files.load_part(self._stem, "forward")
        slots = _scratch(len(forward.ranks))
        for first in range(0, len(slots), _TOGETHER):
            ranks = forward.ranks[first : first + _TOGETHER]
            slots[first : first + _TOGETHER] = forward.common.take(ranks, mode="clip")
        rare = np.flatnonzero(forward.ranks == RARE)
        slots[rare] = forward.rare_forms
        return slots

    def _from_positions(self) -> NDArray[np.uint32]:
        positions = AscendingReader(files.load_part(self._stem, "positions"))
        slots = _scratch(int(files.load_part(self._stem, "titles")[-1]))
        slots[:] = gap = len(self._forms)
        for first in range(0, gap, _TOGETHER):
            forms = np.arange(first, min(first + _TOGETHER, gap))
            slots[positions.rows(forms)] = np.repeat(forms, positions.lengths(forms))
        return slots

    def _starts(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Where titles and texts start, with one more title for the end."""
        if not self._is_damaged("titles") and not self._is_damaged("texts"):
            return files.load_part(self._stem, "titles"), files.load_part(self._stem, "texts")
        behind_gaps = np.flatnonzero(self._slots == len(self._forms)) + 1
        return behind_gaps[::2], behind_gaps[1::2]

    def _ids(self) -> dict[int, str]:
        """The ids of documents by their numbers, as far as they can be told without their records."""
        try:
            ids, numbers = files.load_part(self._stem, "ids"), files.load_part(self._stem, "id_documents")
            return dict(zip(numbers.tolist(), strings.unpack(ids), strict=True))
        except Exception:  # they are but told to a person
            return {}


def _within(rows: Ragged) -> Ragged:
    """Rows none of which is longer than all values are together, whatever their offsets say."""
    return Ragged(np.minimum(rows.offsets, len(rows.values)), rows.values)


def _scratch(length: int) -> NDArray[np.uint32]:
    """Numbers in a file that nobody sees, and that goes with them."""
    with tempfile.TemporaryFile() as file:
        return np.memmap(file, dtype=np.uint32, mode="w+", shape=(length,))
