"""A segment while it is written: documents in, files out."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray
from whoosh.filedb.filestore import FileStorage

from search.dates import instant
from search.documents import DOCUMENT_FIELDS, Document
from search.errors import SourceError
from search.index import arrays, derive, records, strings
from search.index.arrays import MOST_DOCUMENTS, UNDATED, Arrays, Ragged, row_indices
from search.index.between import between
from search.index.codec import SlovoformCodec, SlovoformSegment, stem
from search.index.forms import FormNumbers
from search.index.labels import LabelNumbers
from search.index.records import RecordWriter
from search.index.schema import DATE_COLUMN, UNDATED_COLUMN_VALUE
from search.index.segment import records_path
from search.russian.analysis import index_terms
from search.russian.spelling import key
from search.russian.tokens import cut

_BATCH_CHARACTERS = 400_000
"""Texts are cut together in batches of this size: large enough for numpy, small enough for the cache."""

_BETWEEN_TEXTS = "\0"


class Draft:
    """Takes documents in any order and writes them as one segment, numbered by (instant, id).

    Adding an id again replaces the document: the last one stays. Used with `with`: it keeps a scratch file.
    """

    def __init__(self, folder: Path, zone: ZoneInfo) -> None:
        self._folder = folder
        self._zone = zone
        self._forms = FormNumbers()
        self._scratch = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115  # closed with the draft
        self._records = RecordWriter(self._scratch)
        self._latest: dict[str, int] = {}  # id → as how manyth it was added
        self._instants: list[int] = []
        self._labels = {field: LabelNumbers() for field in DOCUMENT_FIELDS}
        self._waiting: list[Document] = []
        self._waiting_characters = 0
        self._numbers: list[NDArray[np.uint32]] = []  # a batch each: the form in every slot
        self._lengths: list[NDArray[np.int64]] = []  # a batch each: title, text, title, text… in slots

    def __enter__(self) -> Draft:
        return self

    def __exit__(self, *failure: object) -> None:
        self._scratch.close()

    def __len__(self) -> int:
        return len(self._latest)

    def add(self, document: Document) -> None:
        """Take one document."""
        self._latest[document.id] = len(self._instants)
        self._instants.append(UNDATED if document.date is None else instant(document.date, self._zone))
        for field, labels in self._labels.items():
            labels.add(getattr(document, field))
        self._waiting.append(document)
        self._waiting_characters += len(document.title) + len(document.text)
        if self._waiting_characters >= _BATCH_CHARACTERS:
            self._cut_waiting()

    def write(self, progress: Callable[[str], None]) -> SlovoformSegment:
        """Write all files of the segment and return it for a table of contents; `progress` names each step."""
        self._cut_waiting()
        if len(self) > MOST_DOCUMENTS:
            raise SourceError(f"{len(self)} documents are more than one segment holds ({MOST_DOCUMENTS})")
        order = self._order()
        progress("analysing word forms")
        derived = self._derive(order, progress)
        progress("writing")
        segment = SlovoformCodec().new_segment(None, "MAIN")
        segment.set_doc_count(len(order))
        path = stem(self._folder, segment)
        arrays.save(derived, path)
        records.write([self._records.finish()], order, records_path(path))
        self._write_columns(segment, derived.instants)
        return segment

    def _cut_waiting(self) -> None:
        texts = [text for document in self._waiting for text in (document.title, document.text)]
        joined = _BETWEEN_TEXTS.join(texts)
        tokens = cut(joined)
        lengths = [len(text) for text in texts]
        for document, kept in zip(self._waiting, between(tokens, joined, lengths), strict=True):
            self._records.add(document, kept)
        ends = np.cumsum(np.array(lengths, dtype=np.int64) + len(_BETWEEN_TEXTS))
        self._lengths.append(np.diff(np.searchsorted(tokens.starts, ends), prepend=0))
        self._numbers.append(self._forms.of(tokens))
        self._waiting, self._waiting_characters = [], 0

    def _order(self) -> list[int]:
        """For each document number, as how manyth the document was added."""
        by_date = sorted((self._instants[added], ident, added) for ident, added in self._latest.items())
        return [added for _, _, added in by_date]

    def _derive(self, order: list[int], progress: Callable[[str], None]) -> Arrays:
        spellings = self._forms.spellings
        by_key = sorted(range(len(spellings)), key=lambda form: (key(spellings[form]), spellings[form]))
        forms = [spellings[form] for form in by_key]
        terms, form_terms = _terms_of(forms)
        progress("inverting")
        forward, titles, texts = self._forward(order, np.argsort(by_key).astype(np.uint32))
        places = derive.positions(forward, len(forms))
        ids = sorted((ident, number) for number, ident in enumerate(self._ids(order)))
        return Arrays(
            forms=strings.pack(forms),
            terms=strings.pack(terms),
            ids=strings.pack(ident for ident, _ in ids),
            id_documents=np.array([number for _, number in ids], dtype=np.uint32),
            form_terms=form_terms,
            term_forms=derive.invert(form_terms, len(terms)),
            forward=forward,
            titles=titles,
            texts=texts,
            positions=places,
            postings=derive.postings(places, titles, texts, form_terms, len(terms)),
            instants=np.array([self._instants[added] for added in order], dtype=np.int64),
            source=self._labels["source"].of(order),
            section=self._labels["section"].of(order),
            author=self._labels["author"].of(order),
            place=self._labels["place"].of(order),
            agency=self._labels["agency"].of(order),
        )

    def _ids(self, order: list[int]) -> Iterable[str]:
        by_added = {added: ident for ident, added in self._latest.items()}
        return (by_added[added] for added in order)

    def _forward(
        self, order: list[int], renumbered: NDArray[np.uint32]
    ) -> tuple[NDArray[np.uint32], NDArray[np.int64], NDArray[np.int64]]:
        """The forward index in document order, where titles start in it and where texts do.

        `renumbered`: the final number of each form.
        """
        lengths = _joined(self._lengths, np.int64)
        starts = np.cumsum(lengths) - lengths
        pairs = np.array(order, dtype=np.int64)[:, None] * 2 + np.array([0, 1])  # title, text
        chosen = pairs.reshape(-1)
        sources = row_indices(starts[chosen], starts[chosen] + lengths[chosen])
        ends = 1 + np.cumsum(lengths[chosen] + 1)  # behind the gap that follows each field
        field_starts = np.concatenate(([1], ends))
        forward = np.full(int(field_starts[-1]), len(renumbered), dtype=np.uint32)
        targets = row_indices(field_starts[:-1], field_starts[:-1] + lengths[chosen])
        forward[targets] = renumbered[_joined(self._numbers, np.uint32)[sources]]
        return forward, field_starts[::2], field_starts[1::2]

    def _write_columns(self, segment: SlovoformSegment, instants: NDArray[np.int64]) -> None:
        writer = SlovoformCodec().per_document_writer(FileStorage(str(self._folder)), segment)
        values = np.maximum(instants, UNDATED_COLUMN_VALUE)
        for number, value in enumerate(values.tolist()):
            writer.start_doc(number)
            writer.add_column_value("date", DATE_COLUMN, value)
            writer.finish_doc()
        writer.close()
        shutil.rmtree(self._folder / "MAIN.tmp")  # where Whoosh gathered the columns


def _terms_of(forms: list[str]) -> tuple[list[str], Ragged]:
    """All terms in order, and the numbers of those of each form."""
    of_form = [index_terms(form) for form in forms]
    terms = sorted({term for found in of_form for term in found})
    number = {term: place for place, term in enumerate(terms)}
    offsets = np.zeros(len(forms) + 1, dtype=np.int64)
    np.cumsum([len(found) for found in of_form], out=offsets[1:])
    values = np.array([number[term] for found in of_form for term in found], dtype=np.uint32)
    return terms, Ragged(offsets, values)


def _joined(batches: list[NDArray[Any]], kind: type) -> NDArray[Any]:
    return np.concatenate(batches) if batches else np.zeros(0, dtype=kind)
