"""Documents as they come, turned into numbers and put aside: what one process of a build does with its share."""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from functools import lru_cache
from operator import attrgetter
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from search.dates import instant
from search.documents import DOCUMENT_FIELDS, Document, DocumentField
from search.index.arrays import UNDATED
from search.index.building.forms import FormNumbers, Spelt
from search.index.building.labels import Labelling, LabelNumbers
from search.index.texts.between import between
from search.index.texts.records import WAITING_BYTES, PutAside, RecordWriter
from search.russian.tokens import cut

_BATCH_CHARACTERS = 400_000
"""Texts are cut together in batches of this size: large enough for numpy, small enough for the cache."""

_BETWEEN_TEXTS = "\0"

_instant = lru_cache(maxsize=1 << 12)(instant)  # many documents are of one day


@dataclass(frozen=True, slots=True)
class Gathered:
    """What came of a share: one entry a document, in the order in which they were added.

    `slots`: a scratch file with the number of the form in every slot, title, text, title, text…, as uint32; the
    numbers are the places of `forms`. `lengths`: of these titles and texts, two a document. `revisions`: see
    `search.documents.revision`.
    """

    slots: Path
    lengths: NDArray[np.int64]
    forms: Spelt
    ids: list[str]
    revisions: NDArray[np.uint64]
    instants: NDArray[np.int64]
    labels: dict[DocumentField, Labelling]
    records: PutAside


class Share:
    """Takes documents one after the other; `folder` is for its scratch files, `number` tells it from the others.

    `training`: bytes of records that wait for a dictionary.
    """

    def __init__(self, folder: Path, zone: ZoneInfo, number: int = 0, training: int = WAITING_BYTES) -> None:
        self._zone = zone
        self._forms = FormNumbers()
        self._slots_path = folder / f"share{number}.slots"
        self._slots = self._slots_path.open("wb")
        self._records = RecordWriter(folder / f"share{number}.records", training)
        self._ids: list[str] = []
        self._revisions = array("Q")
        self._instants = array("q")
        self._labels = {field: LabelNumbers() for field in DOCUMENT_FIELDS}
        self._waiting: list[Document] = []
        self._waiting_characters = 0
        self._lengths: list[NDArray[np.int64]] = []  # a batch each

    @property
    def forms(self) -> int:
        """How many distinct forms there are in what was cut so far."""
        return len(self._forms)

    def add(self, document: Document, its_revision: int) -> None:
        """Take one document."""
        self._revisions.append(its_revision)
        self._waiting.append(document)
        self._waiting_characters += len(document.title) + len(document.text)
        if self._waiting_characters >= _BATCH_CHARACTERS:
            self._cut_waiting()

    def close(self) -> Gathered:
        """All that was added."""
        self._cut_waiting()
        self._slots.close()
        lengths = np.concatenate(self._lengths) if self._lengths else np.zeros(0, dtype=np.int64)
        labels = {field: numbers.gathered() for field, numbers in self._labels.items()}
        instants = np.array(self._instants, dtype=np.int64)
        revisions = np.array(self._revisions, dtype=np.uint64)
        records = self._records.close()
        return Gathered(self._slots_path, lengths, self._forms.spelt, self._ids, revisions, instants, labels, records)

    def abandon(self) -> None:
        """Let go of the scratch files, whatever is missing in them."""
        self._slots.close()
        self._records.abandon()

    def _cut_waiting(self) -> None:
        if not self._waiting:
            return
        self._note_waiting()
        texts = [text for document in self._waiting for text in (document.title, document.text)]
        joined = _BETWEEN_TEXTS.join(texts)
        tokens = cut(joined)
        lengths = [len(text) for text in texts]
        for document, kept in zip(self._waiting, between(tokens, joined, lengths), strict=True):
            self._records.add(document, kept)
        ends = np.cumsum(np.array(lengths, dtype=np.int64) + len(_BETWEEN_TEXTS))
        self._lengths.append(np.diff(np.searchsorted(tokens.starts, ends), prepend=0))
        self._slots.write(self._forms.of(tokens).tobytes())
        self._waiting, self._waiting_characters = [], 0

    def _note_waiting(self) -> None:
        """Note of the waiting documents what is no text."""
        self._ids += [document.id for document in self._waiting]
        dates = [document.date for document in self._waiting]
        self._instants.extend([UNDATED if date is None else _instant(date, self._zone) for date in dates])
        for field, labels in self._labels.items():
            labels.extend(map(attrgetter(field), self._waiting))
