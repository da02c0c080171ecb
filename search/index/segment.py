"""Read one segment: terms, forms, slots and documents by their numbers. Knows nothing of queries."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property, lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from search.documents import About, Document
from search.errors import IndexDamaged
from search.index import arrays, files
from search.index.arrays import PAIRED
from search.index.ascending import AscendingReader
from search.index.between import Between
from search.index.forward import ForwardReader
from search.index.owners import Owners
from search.index.records import Records
from search.index.restored import RestoredDocument, Slots, Spelt, restore
from search.index.spellings import Spellings
from search.index.strings import Sorted
from search.russian.compounds import begins
from search.russian.spelling import key

Numbers = NDArray[np.integer]

_CACHED = 1024  # answers: a page asks for the same words in every document that it shows


class Segment:
    """The mapped arrays of one segment and what is asked of them. Read-only; many threads may share it."""

    def __init__(self, stem: Path) -> None:
        self.stem = stem
        self.arrays = files.load(stem)
        self.forms = Sorted(self.arrays.forms, by=key)
        self.terms = Sorted(self.arrays.terms)
        self.ids = Sorted(self.arrays.ids)
        self.beginnings = Sorted(self.arrays.beginnings.values)
        self._owners = Owners(self.arrays.titles)
        self.positions = AscendingReader(self.arrays.positions)
        self.postings = AscendingReader(self.arrays.postings)
        self.forward = ForwardReader(self.arrays.forward, self.positions, self.gap)
        self.records = Records(records_path(stem))  # opened at once: the files may be pruned while they are read
        self.term_number = lru_cache(_CACHED)(self.terms.find)
        self.forms_of_term = lru_cache(_CACHED)(self._forms_of_term)
        self.forms_spelt = lru_cache(_CACHED)(self._forms_spelt)

    @property
    def documents(self) -> int:
        """How many documents the segment holds."""
        return len(self.arrays.texts)

    @cached_property
    def undated(self) -> int:
        """How many documents have no date; they are the first ones."""
        return int(np.searchsorted(self.arrays.instants, arrays.UNDATED, side="right"))

    @cached_property
    def spellings(self) -> Spellings:
        """The keys of all forms, to be searched by shape and by likeness."""
        return Spellings(self.arrays.forms)

    @property
    def gap(self) -> int:
        """The number that stands in gap slots: one past the last form."""
        return len(self.forms)

    @cached_property
    def spelt(self) -> Spelt:
        """The forms, as texts are restored from them."""
        return Spelt.of(self.arrays.forms)

    def document(self, number: int) -> Document:
        """The document with this number."""
        ((about, restored),) = self.restored([number])
        return about.document(str(restored.title), str(restored.text))

    def about(self, number: int) -> About:
        """What is known of the document with this number beside its title and text."""
        return self.records.read(number)[0]

    def restored(self, numbers: Sequence[int]) -> list[tuple[About, RestoredDocument]]:
        """Documents by their numbers, titles and texts still as slots. Raises IndexDamaged."""
        read = [self.records.read(number) for number in numbers]
        try:
            slots = [self._slots_of(number, kept) for number, (_, kept) in zip(numbers, read, strict=True)]
            restored = restore(self.spelt, slots)
        except (ValueError, IndexError) as problem:
            if len(numbers) > 1:
                return [one for number in numbers for one in self.restored([number])]  # this tells which is damaged
            raise IndexDamaged(f"{self.stem}, document {numbers[0]}", problem) from problem
        return [(about, document) for (about, _), document in zip(read, restored, strict=True)]

    def _slots_of(self, number: int, kept: Between) -> Slots:
        slots = self.slot_range(number)
        gap = int(self.arrays.texts[number]) - slots.start - 1
        return Slots(self.forward.row(slots.start, slots.stop + 1), gap, kept)

    def number_of(self, ident: str) -> int | None:
        """The number of the document with this id, or None."""
        place = self.ids.find(ident)
        return None if place is None else int(self.arrays.id_documents[place])

    def _forms_of_term(self, term: str) -> Numbers:
        """The numbers of the forms that a term has: «сталь» → those of «сталь», «сталью», «Стали»…"""
        number = self.term_number(term)
        return np.zeros(0, dtype=np.uint32) if number is None else self.arrays.term_forms.row(number)

    def _forms_spelt(self, folded: str) -> Numbers:
        """The numbers of the forms with this key, and of the compounds that begin with it: «вице», «вице-премьер»."""
        before_digits = range(self.forms.place(folded), self.forms.place(folded + "0"))  # all joints but @ sort there
        found = (form for form in (*before_digits, *self.forms.starting(folded + "@")))
        kept = [form for form in found if (its := key(self.forms[form])) == folded or begins(its, folded)]
        return np.array(kept, dtype=np.int64)

    def forms_starting(self, folded: str) -> Numbers:
        """The numbers of the forms whose key starts so; they stand side by side."""
        found = self.forms.starting(folded)
        return np.arange(found.start, found.stop)

    def having(self, term: str) -> int:
        """How many documents have a term."""
        number = self.term_number(term)
        return 0 if number is None else self.postings.total(range(number, number + 1))

    def weighed(self, term: str, window: range) -> tuple[NDArray[np.int64], NDArray[np.uint8]]:
        """The documents of a window that have a term, ascending, and how much each is about it."""
        number = self.term_number(term)
        if number is None:
            return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.uint8)
        start, end = self.arrays.postings.offsets[number : number + 2].tolist()
        weights = self.arrays.weights[start:end]
        if len(window) == self.documents:
            return self.postings.row(number), weights
        documents, inside = self.postings.within(number, window)
        return documents, weights[inside]

    def beginning(self, folded: str) -> NDArray[np.uint8] | None:
        """What a beginning of forms weighs in every document, 0 for none; None for one that is not frequent."""
        number = self.beginnings.find(folded)
        first = 0 if number is None else number * self.documents
        return None if number is None else self.arrays.beginnings.weights[first : first + self.documents]

    def commonest(self, forms: Numbers) -> tuple[Numbers, Numbers]:
        """Forms parted: those whose pairs are written down, and the others."""
        paired = self.forward.ranks(forms) <= PAIRED
        return forms[paired], forms[~paired]

    def pairs(self, firsts: Numbers, seconds: Numbers) -> int:
        """How often one of some of the commonest forms is followed by one of others."""
        return int(self.arrays.pairs.lengths_of(self._pair_rows(firsts, seconds)).sum())

    def pair_slots(self, firsts: Numbers, seconds: Numbers) -> NDArray[np.int64]:
        """Where this is so; in no order."""
        return self.arrays.pairs.rows(self._pair_rows(firsts, seconds)).astype(np.int64)

    def _pair_rows(self, firsts: Numbers, seconds: Numbers) -> NDArray[np.int64]:
        one, other = (self.forward.ranks(forms).astype(np.int64) - 1 for forms in (firsts, seconds))
        return (one[:, None] * PAIRED + other).reshape(-1)

    def slots(self, forms: Numbers) -> NDArray[np.int64]:
        """Where forms stand, ascending."""
        if len(forms) == 1:
            return self.positions.row(int(forms[0]))
        found = self.positions.numbers(forms)
        found.sort()
        return found

    def mentions(
        self, first: int, last: int, among: NDArray[np.int64] | None = None
    ) -> tuple[NDArray[np.int64], ...]:
        """Where dates within some days stand, ascending, and how many slots each takes; `among`: only in these."""
        found = self.arrays.mentions
        start, end = np.searchsorted(found.firsts, (first, last + 1))
        slots = found.slots[start:end]
        wanted = found.lasts[start:end] <= last
        if among is not None:
            wanted &= np.isin(slots, among)
        slots, chosen = np.unique(slots[wanted], return_index=True)
        return slots.astype(np.int64), found.lengths[start:end][wanted][chosen].astype(np.int64)

    def owners(self, slots: NDArray[np.int64]) -> NDArray[np.int64]:
        """The document of each slot."""
        return self._owners.of(slots)

    def slot_range(self, document: int) -> range:
        """The slots of a document: its title, a gap, its text."""
        titles = self.arrays.titles
        return range(int(titles[document]), int(titles[document + 1]) - 1)


def records_path(stem: Path) -> Path:
    """The file of a segment's documents."""
    return stem.with_name(f"{stem.name}.records")
