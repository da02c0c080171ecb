"""The codec through which plain Whoosh 2.7.4 reads our segments.

Segments remember their codec by this module's path, which therefore stays as it is. Whoosh only reads: its own
writer and merging would lose what they do not know of, and are refused.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
from whoosh.codec import base
from whoosh.codec.whoosh3 import W3Codec, W3PerDocReader, W3Segment
from whoosh.matching import ListMatcher
from whoosh.reading import TermInfo

from search.index.as_whoosh.schema import INDEXED
from search.index.derive import field_lengths
from search.index.reading.strings import Sorted
from search.index.segment import Numbers, Segment
from search.russian.spelling import key

FieldTerm = tuple[str, bytes]


class SlovoformCodec(W3Codec):  # type: ignore[misc]  # Whoosh has no types
    """Our segments as Whoosh sees them."""

    def new_segment(self, storage: Any, indexname: str) -> SlovoformSegment:
        """An empty segment with a name of its own."""
        return SlovoformSegment(self, indexname)

    def known_segment(self, name: str, documents: int, gone: set[int] | None) -> SlovoformSegment:
        """A segment that was written before, of whose documents some may be gone."""
        indexname, _, segid = name.partition("_")
        return SlovoformSegment(self, indexname, documents, segid, gone)

    def field_writer(self, storage: Any, segment: Any) -> None:
        """Refused: only the indexer writes, since Whoosh's writer knows neither our arrays nor our durability."""
        raise NotImplementedError("this index is written by `slovoform build`, not by Whoosh's writer")

    def terms_reader(self, storage: Any, segment: SlovoformSegment) -> TermsReader:
        """Terms and postings out of our arrays."""
        return TermsReader(_open(storage, segment))

    def per_document_reader(self, storage: Any, segment: SlovoformSegment) -> PerDocumentReader:
        """Documents and lengths out of our arrays; columns as Whoosh has them."""
        return PerDocumentReader(storage, segment)


class SlovoformSegment(W3Segment):  # type: ignore[misc]
    """A segment whose files stay apart, so that our arrays can be mapped."""

    def should_assemble(self) -> bool:
        """Never packed into one compound file."""
        return False


def stem(folder: Path, segment: W3Segment) -> Path:
    """What all file names of a segment start with."""
    return folder / str(segment.segment_id())


def _open(storage: Any, segment: W3Segment) -> Segment:
    return Segment(stem(Path(storage.folder), segment))


class PerDocumentReader(W3PerDocReader):  # type: ignore[misc]
    """Stored fields out of our records, lengths out of our slots."""

    def __init__(self, storage: Any, segment: SlovoformSegment) -> None:
        super().__init__(storage, segment)
        self._ours = _open(storage, segment)

    def stored_fields(self, docnum: int) -> dict[str, Any]:
        """The whole document, by field."""
        document = self._ours.document(docnum)
        return {name: getattr(document, name) for name in document.__slots__}

    def _lengths(self, fieldname: str) -> np.ndarray[Any, Any]:
        ours = self._ours.arrays
        title, text = field_lengths(ours.titles, ours.texts)
        if fieldname == "id":
            return np.ones_like(title)
        return title if fieldname == "title" else title + text

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:
        """The length of a field in tokens."""
        return int(self._lengths(fieldname)[docnum])

    def field_length(self, fieldname: str) -> int:
        """The length of a field in all documents."""
        return int(self._lengths(fieldname).sum())

    def min_field_length(self, fieldname: str) -> int:
        """The least length of a field."""
        return int(self._lengths(fieldname).min(initial=0))

    def max_field_length(self, fieldname: str) -> int:
        """The greatest length of a field."""
        return int(self._lengths(fieldname).max(initial=0))


class TermsReader(base.TermsReader):  # type: ignore[misc]
    """Terms and matchers, derived from positions at every call: right and plain, not fast."""

    def __init__(self, segment: Segment) -> None:
        self._segment = segment

    def indexed_field_names(self) -> Iterable[str]:
        """The fields that have terms."""
        return INDEXED

    def __contains__(self, term: FieldTerm) -> bool:
        return len(self._occurrences(*term)[0]) > 0

    def terms(self) -> Iterator[FieldTerm]:
        """Every term of every field, in order."""
        return (term for field in INDEXED for term in self.terms_from(field, b""))

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[FieldTerm]:
        """The terms from a prefix on: those of its field, then the next fields', as Whoosh walks them."""
        for field in INDEXED[INDEXED.index(fieldname) :]:
            start = prefix if field == fieldname else b""
            yield from ((field, text.encode()) for text in self._texts_from(field, start.decode()))

    def items(self) -> Iterator[tuple[FieldTerm, TermInfo]]:
        """Every term with its statistics."""
        return ((term, self.term_info(*term)) for term in self.terms())

    def items_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[FieldTerm, TermInfo]]:
        """Terms from a prefix on, with their statistics."""
        return ((term, self.term_info(*term)) for term in self.terms_from(fieldname, prefix))

    def term_info(self, fieldname: str, text: bytes) -> TermInfo:
        """Frequency, documents, lengths. Raises KeyError, from which Whoosh makes its own TermNotFound."""
        documents, slots = self._occurrences(fieldname, text)
        if not len(documents):
            raise KeyError(f"{fieldname}:{text.decode()}")
        distinct, counts = np.unique(documents, return_counts=True)
        ours = self._segment.arrays
        title, body = field_lengths(ours.titles, ours.texts, distinct)
        lengths = title if fieldname == "title" else title + body
        return TermInfo(
            float(len(slots)), len(distinct), int(lengths.min()), int(lengths.max()), float(counts.max()),
            int(distinct[0]), int(distinct[-1]),
        )  # fmt: skip

    def frequency(self, fieldname: str, text: bytes) -> float:
        """How often a term stands in the field."""
        return float(self.term_info(fieldname, text).weight())

    def doc_frequency(self, fieldname: str, text: bytes) -> int:
        """How many documents have a term."""
        return int(self.term_info(fieldname, text).doc_frequency())

    def matcher(self, fieldname: str, text: bytes, format_: Any, scorer: Any = None) -> ListMatcher:
        """The documents of a term with its positions in each."""
        info = self.term_info(fieldname, text)
        documents, slots = self._occurrences(fieldname, text)
        distinct, first = np.unique(documents, return_index=True)
        rows = np.split(slots - self._segment.arrays.titles[documents], first[1:])
        values = None
        if format_.supports("positions"):
            values = [format_.encode(row.tolist()) for row in rows]
        weights = [float(len(row)) for row in rows]
        return ListMatcher(distinct.tolist(), weights, values, format_, scorer, term=(fieldname, text), terminfo=info)

    def cursor(self, fieldname: str, fieldobj: Any) -> Cursor:
        """A walk through the terms of one field."""
        return Cursor(self, fieldname)

    def _texts_from(self, fieldname: str, start: str) -> Iterator[str]:
        if fieldname == "form":
            forms = self._segment.forms
            seen = (key(forms[number]) for number in range(forms.place(start), len(forms)))
            yield from _distinct(seen)
            return
        strings: Sorted = self._segment.ids if fieldname == "id" else self._segment.terms
        for number in range(strings.place(start), len(strings)):
            if fieldname != "title" or (fieldname, strings[number].encode()) in self:
                yield strings[number]

    def _occurrences(self, fieldname: str, text: bytes) -> tuple[Numbers, Numbers]:
        """The document and the slot of every occurrence of a term, ascending."""
        segment, wanted = self._segment, text.decode()
        if fieldname == "id":
            number = segment.number_of(wanted)
            documents = np.array([] if number is None else [number], dtype=np.int64)
            return documents, segment.arrays.titles[documents]
        forms = segment.forms_spelt(wanted) if fieldname == "form" else segment.forms_of_term(wanted)
        slots = segment.slots(forms)
        documents = segment.owners(slots)
        if fieldname == "title":
            inside = slots < segment.arrays.texts[documents]
            return documents[inside], slots[inside]
        return documents, slots


class Cursor(base.FieldCursor):  # type: ignore[misc]
    """A walk through the terms of one field."""

    def __init__(self, reader: TermsReader, fieldname: str) -> None:
        self._reader = reader
        self._fieldname = fieldname
        self.find(b"")

    def first(self) -> str | None:
        """To the first term."""
        return self.find(b"")

    def find(self, term: bytes | str) -> str | None:
        """To the first term that is not before this one."""
        start = term.decode() if isinstance(term, bytes) else term
        self._rest = self._reader._texts_from(self._fieldname, start)
        return self.next()

    def next(self) -> str | None:
        """To the next term; None behind the last."""
        self._text = next(self._rest, None)
        return self._text

    def text(self) -> str | None:
        """The term that the cursor stands on."""
        return self._text

    def term_info(self) -> TermInfo:
        """The statistics of that term."""
        return self._reader.term_info(self._fieldname, (self._text or "").encode())

    def is_valid(self) -> bool:
        """Does the cursor stand on a term?"""
        return self._text is not None


def _distinct(ordered: Iterable[str]) -> Iterator[str]:
    last = None
    for text in ordered:
        if text != last:
            yield text
        last = text
