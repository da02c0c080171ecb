"""Numbers for forms while an index is built: the same spelling always gets the same number."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from search.russian.tokens import Hashes, Tokens


class FormNumbers:
    """Gives every distinct spelling a number, in order of first appearance.

    A form is known again by its hash, looked up in one sorted array, and by a second, independent hash: two
    spellings that share the first are told apart, not mixed.
    """

    def __init__(self) -> None:
        self.spellings: list[str] = []
        self._hashes: Hashes = np.zeros(0, dtype=np.uint64)  # sorted
        self._numbers: NDArray[np.uint32] = np.zeros(0, dtype=np.uint32)  # the form of each hash
        self._checks: Hashes = np.zeros(0, dtype=np.uint64)  # the second hash of each of them
        self._clashes: dict[str, int] = {}

    def of(self, tokens: Tokens) -> NDArray[np.uint32]:
        """The number of the form in every slot; forms never seen get the next ones."""
        hashes, sample, inverse = np.unique(tokens.hashes, return_index=True, return_inverse=True)
        place = np.searchsorted(self._hashes, hashes)
        new = np.ones(len(hashes), dtype=bool)
        inside = place < len(self._hashes)
        new[inside] = self._hashes[place[inside]] != hashes[inside]
        self._insert(tokens, place[new], sample[new])
        place += np.cumsum(new) - new  # each new hash before it moved it up by one
        place = place[inverse.reshape(-1)]
        numbers = self._numbers[place]
        for slot in np.flatnonzero(self._checks[place] != tokens.checks):
            numbers[slot] = self._clashing(tokens.form(int(slot)))
        return numbers

    def _insert(self, tokens: Tokens, place: NDArray[np.intp], slots: NDArray[np.intp]) -> None:
        first = len(self.spellings)
        self.spellings.extend(tokens.form(int(slot)) for slot in slots)
        numbers = np.arange(first, len(self.spellings), dtype=np.uint32)
        self._hashes = np.insert(self._hashes, place, tokens.hashes[slots])
        self._numbers = np.insert(self._numbers, place, numbers)
        self._checks = np.insert(self._checks, place, tokens.checks[slots])

    def _clashing(self, form: str) -> int:
        if form not in self._clashes:
            self._clashes[form] = len(self.spellings)
            self.spellings.append(form)
        return self._clashes[form]
