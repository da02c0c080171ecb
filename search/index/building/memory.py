"""How much memory a build may take, and what its work is cut into for that.

What is worked on at a time is bounded: texts that are cut, slots that are derived, values that are woven, records
that wait for a dictionary. What grows with the archive is counted, and refused where it would not fit: some hundred
bytes for each document and each distinct form.
"""

from __future__ import annotations

from dataclasses import dataclass

from search.errors import TooLittleMemory

DEFAULT_FOR_A_WORKER = 10**9

# Bytes, measured over 44,071 and 440,710 articles and a million short texts: the anonymous memory of all processes.
_PROCESS = 75 << 20  # that each one has, with what it needs for cutting texts or for a share of the words' analysis
_SLOT = 90  # of a stretch, while it is derived
_FORM = 450  # while forms are united
_DOCUMENT = 650  # from its being read until all are written
_CHARACTER = 80  # of a text, while it is cut

_SLOTS = (1 << 18, 1 << 20)  # at least, or too much is woven; at most, or the processor's cache is of no use
_TRAINING = (4 << 20, 64 << 20)


@dataclass(frozen=True, slots=True)
class Memory:
    """The memory that so many workers and the process that they serve may take together, in bytes.

    >>> Memory.of(None, workers=2).size
    2000000000
    """

    size: int
    workers: int

    @classmethod
    def of(cls, size: int | None, workers: int) -> Memory:
        """What was asked for, or a gigabyte a worker. Raises TooLittleMemory for less than any work needs."""
        memory = cls(DEFAULT_FOR_A_WORKER * workers if size is None else size, workers)
        least = _PROCESS * memory._processes + workers * 2 * max(_SLOTS[0] * _SLOT, _TRAINING[0])
        if memory.size < least:
            raise TooLittleMemory(f"{workers} {_plural(workers, 'worker')}", least)
        return memory

    @property
    def slots(self) -> int:
        """How many slots a worker may derive, and values it may weave, together."""
        return _between(_SLOTS, self._part // 2 // _SLOT)

    @property
    def training(self) -> int:
        """Bytes of records that a worker may keep before a dictionary is trained on them."""
        return _between(_TRAINING, self._part // 4)

    @property
    def longest_text(self) -> int:
        """Characters of the longest text that a worker may cut."""
        return max(self._part, 32 << 20) // _CHARACTER

    def check(self, documents: int, forms: int, read: float = 1.0) -> None:
        """Raise TooLittleMemory if so many documents with so many distinct forms do not fit.

        `read`: the part of the sources that they were found in; the message tells what all of them would need.
        """
        if self._needed(documents, forms) > self.size:
            whole = self._needed(round(documents / read), round(forms / read))
            raise TooLittleMemory(f"{documents:,} documents with {forms:,} distinct word forms", whole)

    @property
    def _processes(self) -> int:
        return 1 if self.workers == 1 else 1 + self.workers

    @property
    def _part(self) -> int:
        """What one worker has beside what every process needs."""
        return (self.size - _PROCESS * self._processes) // self.workers

    def _needed(self, documents: int, forms: int) -> int:
        return _PROCESS * self._processes + _DOCUMENT * documents + _FORM * forms


def _between(bounds: tuple[int, int], wanted: int) -> int:
    return min(max(wanted, bounds[0]), bounds[1])


def _plural(count: int, word: str) -> str:
    return word if count == 1 else f"{word}s"


ALONE = Memory.of(None, workers=1)
"""What a build without workers may take unless told otherwise."""
