"""Read one segment: terms, forms, slots and documents by their numbers. Knows nothing of queries."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from search import ranking
from search.caching import own_cache
from search.documents import About, Document, DocumentField
from search.errors import IndexDamaged
from search.index import arrays, checksums, deletions
from search.index.arrays import PAIRED
from search.index.derive import merged, united
from search.index.mapped import Mapped, records_path
from search.index.reading import strings
from search.index.reading.ascending import AscendingReader
from search.index.reading.spellings import Spellings
from search.index.texts.between import Between
from search.index.texts.restored import RestoredDocument, Slots, Spelt, restore
from search.russian.compounds import begins
from search.russian.names import is_name_key
from search.russian.spelling import key

Numbers = NDArray[np.integer]

_CACHED = 1024  # answers: a page asks for the same words in every document that it shows
_TOGETHER = 64  # documents, where all are read
_NO_FORMS = np.zeros(0, dtype=np.uint32)


class Segment:
    """The mapped arrays of one segment and what is asked of them. Read-only; many threads may share it.

    `mapped`: its files, where another generation has them open already.
    """

    def __init__(self, stem: Path, mapped: Mapped | None = None) -> None:
        self.stem = stem
        self.mapped = mapped or Mapped(stem)
        self.arrays, self.records = self.mapped.arrays, self.mapped.records
        self.forms, self.terms, self.ids = self.mapped.forms, self.mapped.terms, self.mapped.ids
        self.positions, self.postings = self.mapped.positions, self.mapped.postings
        self.forward, self.beginnings, self.begun = self.mapped.forward, self.mapped.beginnings, self.mapped.begun
        self.deletions = deletions.load(stem)
        self._values: dict[DocumentField, tuple[str, ...]] = {}
        self.term_number = own_cache(self.terms.find, _CACHED)
        self.terms_starting = own_cache(self.terms.starting, _CACHED)
        self.forms_of_term = own_cache(self._forms_of_term, _CACHED)
        self._uncovered = own_cache(self._uncovered_of_several, _CACHED)
        self._forms_of_any = own_cache(self._forms_of_several, _CACHED)
        self.forms_spelt = own_cache(self._forms_spelt, _CACHED)

    def __reduce__(self) -> tuple[type[Segment], tuple[Path]]:
        """To another process it goes by its name."""
        return Segment, (self.stem,)

    @property
    def documents(self) -> int:
        """How many documents the segment was written with: they have the numbers below this one."""
        return len(self.arrays.texts)

    @property
    def live(self) -> int:
        """How many of them are not gone."""
        return self.documents - (len(self.deletions) if self.deletions else 0)

    @cached_property
    def stays(self) -> NDArray[np.bool_] | None:
        """For each document whether it is not gone; None where all are there."""
        if self.deletions is None:
            return None
        stays = np.ones(self.documents, dtype=bool)
        stays[self.deletions.documents] = False
        return stays

    def live_numbers(self) -> NDArray[np.int64]:
        """The numbers of those that are not gone, ascending."""
        return np.arange(self.documents) if self.stays is None else np.flatnonzero(self.stays)

    @property
    def live_undated(self) -> int:
        """How many documents have no date and are not gone."""
        return self.undated if self.stays is None else int(np.count_nonzero(self.stays[: self.undated]))

    @cached_property
    def dated(self) -> tuple[int, int] | None:
        """The numbers of the oldest and of the newest document that has a date and is not gone."""
        if self.stays is None:
            return (self.undated, self.documents - 1) if self.undated < self.documents else None
        left = np.flatnonzero(self.stays[self.undated :]) + self.undated
        return (int(left[0]), int(left[-1])) if len(left) else None

    @cached_property
    def undated(self) -> int:
        """How many documents have no date; they are the first ones."""
        return int(np.searchsorted(self.arrays.instants, arrays.UNDATED, side="right"))

    def norms(self, documents: NDArray[np.int64]) -> ranking.Norms:
        """What frequencies in some documents are divided by: made for all of them once."""
        titles, texts = self.mapped.norms.take(documents, axis=0).T
        return titles, texts

    @property
    def spellings(self) -> Spellings:
        """The keys of all forms, to be searched by shape and by likeness."""
        return self.mapped.spellings

    @property
    def gap(self) -> int:
        """The number that stands in gap slots: one past the last form."""
        return len(self.forms)

    @cached_property
    def spelt(self) -> Spelt:
        """The forms, as texts are restored from them."""
        return Spelt.of(self.arrays.forms, self.arrays.form_sums)

    def document(self, number: int) -> Document:
        """The document with this number."""
        ((about, restored),) = self.restored([number])
        return about.document(str(restored.title), str(restored.text))

    def about(self, number: int) -> About:
        """What is known of the document with this number beside its title and text."""
        return self._record(number)[0]

    def ident(self, number: int) -> str:
        """The id of the document with this number, without a look at its record. Raises IndexDamaged."""
        return self._checked(number, self.ids[int(self.mapped.id_places[number])])

    def restored(self, numbers: Sequence[int]) -> list[tuple[About, RestoredDocument]]:
        """Documents by their numbers, titles and texts still as slots. Raises IndexDamaged."""
        read = [self._record(number) for number in numbers]
        try:
            slots = [self._slots_of(number, kept) for number, (_, kept) in zip(numbers, read, strict=True)]
            restored = restore(self.spelt, slots)
        except (ValueError, IndexError) as problem:
            if len(numbers) > 1:
                return [one for number in numbers for one in self.restored([number])]  # this tells which is damaged
            raise IndexDamaged(f"{self.stem}, document {numbers[0]}", problem) from problem
        return [(about, document) for (about, _), document in zip(read, restored, strict=True)]

    def read_all(self) -> Iterator[Document | IndexDamaged]:
        """All documents that are not gone, in the order of their numbers; of a damaged one, what is wrong."""
        numbers = self.live_numbers().tolist()
        for first in range(0, len(numbers), _TOGETHER):
            yield from self._documents(numbers[first : first + _TOGETHER])

    def _documents(self, numbers: Sequence[int]) -> Iterator[Document | IndexDamaged]:
        try:
            restored = self.restored(numbers)
        except IndexDamaged as problem:
            if len(numbers) == 1:
                yield problem
            else:
                for number in numbers:
                    yield from self._documents([number])
            return
        yield from (about.document(str(document.title), str(document.text)) for about, document in restored)

    def _record(self, number: int) -> tuple[About, Between]:
        about, kept = self.records.read(number)
        self._checked(number, about.id)
        return about, kept

    def _checked(self, number: int, ident: str, wanted: str | None = None) -> str:
        if checksums.of_id(ident) != self.arrays.id_sums[number] or wanted not in (None, ident):
            raise IndexDamaged(f"{records_path(self.stem)}, record {number}", f"it is that of {ident!r}")
        return ident

    def _slots_of(self, number: int, kept: Between) -> Slots:
        slots = self.slot_range(number)
        gap = int(self.arrays.texts[number]) - slots.start - 1
        numbers = self.forward.row(slots.start, slots.stop + 1)
        if checksums.of_slots(numbers, gap) != self.arrays.slot_sums[number]:
            raise ValueError("the words in its slots are not those that were written")
        return Slots(numbers, gap, kept)

    def number_of(self, ident: str) -> int | None:
        """The number of the document with this id; None where there is none, or it is gone. Raises IndexDamaged."""
        place = self.ids.find(ident)
        if place is None:
            return None
        number = int(self.arrays.id_documents[place])
        if self.stays is not None and not self.stays[number]:
            return None
        self._checked(number, self.records.ident(number), ident)  # that of another is neither shown nor deleted
        return number

    def ids_by_number(self) -> list[str]:
        """The ids of all documents, those that are gone among them, in the order of their numbers."""
        ids = [""] * self.documents
        for number, ident in zip(self.arrays.id_documents.tolist(), strings.unpack(self.arrays.ids), strict=True):
            ids[number] = ident
        return ids

    def live_ids(self) -> list[str]:
        """The ids of the documents that are not gone."""
        stays = [True] * self.documents if self.stays is None else self.stays.tolist()
        return [ident for ident, there in zip(self.ids_by_number(), stays, strict=True) if there]

    def values(self, field: DocumentField) -> tuple[str, ...]:
        """The distinct values of a document field, in order; the empty one first."""
        if field not in self._values:
            self._values[field] = tuple(strings.unpack(getattr(self.arrays, field).values))
        return self._values[field]

    def revisions(self) -> NDArray[np.uint64]:
        """The revisions of the documents that are not gone."""
        return self.arrays.revisions if self.stays is None else self.arrays.revisions[self.stays]

    def _forms_of_term(self, term: str) -> Numbers:
        """The numbers of the forms that a term has: «сталь» → those of «сталь», «сталью», «Стали»…"""
        number = self.term_number(term)
        return _NO_FORMS if number is None else self.arrays.term_forms.row(number)

    def uncovered(self, terms: tuple[str, ...]) -> tuple[str, ...]:
        """The terms without those that another one covers, which has each of their forms, and weighs more.

        «#росси» has no form that «россия» has not. Of four words in five only one term is left to be looked at.
        """
        return terms if len(terms) == 1 else self._uncovered(terms)

    def _uncovered_of_several(self, terms: tuple[str, ...]) -> tuple[str, ...]:
        forms = {term: frozenset(self.forms_of_term(term).tolist()) for term in terms}
        kept: list[str] = []
        for term in sorted(terms, key=lambda term: (is_name_key(term), -len(forms[term]))):
            if not any(forms[term] <= forms[other] for other in kept):
                kept.append(term)
        return tuple(kept)

    def forms_of_any(self, terms: tuple[str, ...]) -> Numbers:
        """The numbers of the forms that have any of some terms, ascending."""
        return self.forms_of_term(terms[0]) if len(terms) == 1 else self._forms_of_any(terms)

    def _forms_of_several(self, terms: tuple[str, ...]) -> Numbers:
        found = [self.forms_of_term(term) for term in self.uncovered(terms)]
        return found[0] if len(found) == 1 else united(np.concatenate([_NO_FORMS, *found]))

    def _forms_spelt(self, folded: str) -> Numbers:
        """The numbers of the forms with this key, and of the compounds that begin with it: «вице», «вице-премьер»."""
        found: list[int] = []
        # All joints but @ sort before digits.
        for beginning, end in ((folded, folded + "0"), (folded + "@", folded + "A")):
            for form in range(self.forms.place(beginning), len(self.forms)):
                if (its := key(self.forms[form])) >= end:
                    break
                if its == folded or begins(its, folded):
                    found.append(form)
        return np.array(found, dtype=np.int64)

    def forms_starting(self, folded: str) -> Numbers:
        """The numbers of the forms whose key starts so; they stand side by side."""
        found = self.forms.starting(folded)
        return np.arange(found.start, found.stop)

    def having(self, term: str) -> int:
        """How many documents have a term, without those that are gone."""
        number = self.term_number(term)
        return 0 if number is None else self.having_all(range(number, number + 1))

    def having_all(self, terms: range) -> int:
        """How many documents have each of some terms, added up, without those that are gone."""
        gone = self.deletions.terms.within(terms) if self.deletions else 0
        return self.postings.total(terms) - gone

    def standing(self, forms: Numbers | range) -> int:
        """How often forms stand in documents that are not gone."""
        if isinstance(forms, range):
            return self.positions.total(forms) - (self.deletions.forms.within(forms) if self.deletions else 0)
        return int(self.standing_each(forms).sum())

    def standing_each(self, forms: Numbers) -> NDArray[np.int64]:
        """The same for each of them."""
        lengths = self.positions.lengths(forms)
        return lengths - self.deletions.forms.each(forms) if self.deletions else lengths

    def weighed(self, term: str, window: range) -> tuple[NDArray[np.int64], NDArray[np.uint8]]:
        """The documents of a window that have a term, ascending, and how much each is about it."""
        number = self.term_number(term)
        if number is None:
            return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.uint8)
        return self.weighed_by(number, window)

    def weighed_by(self, number: int, window: range) -> tuple[NDArray[np.int64], NDArray[np.uint8]]:
        """The same of a term by its number."""
        offsets, weights = self.arrays.postings.offsets, self.arrays.weights
        return self._weighed(self.postings, offsets, weights, number, window)

    def begin_weighed(self, folded: str, window: range) -> tuple[NDArray[np.int64], NDArray[np.uint8]] | None:
        """The same of a beginning of forms; None for one that is not frequent."""
        number = self.beginnings.find(folded)
        if number is None:
            return None
        offsets, weights = self.arrays.begun.offsets, self.arrays.begun_weights
        return self._weighed(self.begun, offsets, weights, number, window)

    def _weighed(
        self, reader: AscendingReader, offsets: Numbers, weights: NDArray[np.uint8], row: int, window: range
    ) -> tuple[NDArray[np.int64], NDArray[np.uint8]]:
        start, end = offsets[row : row + 2].tolist()
        if len(window) == self.documents:
            return reader.row(row), weights[start:end]
        documents, inside = reader.within(row, window)
        return documents, weights[start:end][inside]

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
        return merged(self.positions.numbers(forms))

    def mentions(
        self, first: int, last: int, among: NDArray[np.int64] | None = None
    ) -> tuple[NDArray[np.int64], ...]:
        """Where dates within some days stand, ascending, and how many slots each takes; `among`: only in these."""
        found = self.arrays.mentions
        start, end = np.searchsorted(found.firsts, (first, last + 1))
        slots = found.slots[start:end]
        wanted = found.lasts[start:end] <= last
        if among is not None:
            wanted &= arrays.are_among(slots, among)
        if self.stays is not None:
            wanted &= self.stays[self.owners(slots.astype(np.int64))]
        slots, chosen = np.unique(slots[wanted], return_index=True)
        return slots.astype(np.int64), found.lengths[start:end][wanted][chosen].astype(np.int64)

    def owners(self, slots: NDArray[np.int64]) -> NDArray[np.int64]:
        """The document of each slot."""
        return self.mapped.owners.of(slots)

    def slot_range(self, document: int) -> range:
        """The slots of a document: its title, a gap, its text."""
        titles = self.arrays.titles
        return range(int(titles[document]), int(titles[document + 1]) - 1)
