"""From shares to the files of a segment."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np

from search.allocation import give_back
from search.documents import Document, revision
from search.errors import SourceError
from search.index import checksums, derive, files
from search.index.arrays import MOST_DOCUMENTS
from search.index.as_whoosh.codec import SlovoformCodec, SlovoformSegment, stem
from search.index.building.documents import Documents, write_documents
from search.index.building.key_lengths import key_lengths
from search.index.building.memory import ALONE, Memory
from search.index.building.order import Kept, Order
from search.index.building.packing import pack
from search.index.building.share import Gathered, Share
from search.index.building.stretches import derive_all, renumber
from search.index.building.vocabulary import Known, Spread, Vocabulary, unite
from search.index.copies import sketches
from search.index.derive import MOST_TERMS

MOST_SLOTS = 1 << 32

Progress = Callable[[str], None]


class Draft:
    """Takes documents in any order and writes them as one segment, in this process alone.

    Adding an id again replaces the document: the last one stays.
    """

    def __init__(self, folder: Path, zone: ZoneInfo) -> None:
        self._folder = folder
        self._share = Share(folder, zone)
        self._latest: dict[str, int] = {}  # id → as how manyth it was added
        self._added = 0

    def __enter__(self) -> Draft:
        return self

    def __exit__(self, *failure: object) -> None:
        self._share.abandon()

    def add(self, document: Document) -> None:
        """Take one document."""
        self._share.add(document, revision(document))
        self._latest[document.id] = self._added
        self._added += 1

    def write(self, progress: Progress = lambda stage: None) -> SlovoformSegment:
        """Write all files of the segment and return it for a table of contents; `progress` is told of each step."""
        kept = np.array(list(self._latest.values()), dtype=np.int64)
        return write_segment(self._folder, [self._share.close()], [kept], progress=progress)


def write_segment(
    folder: Path,
    shares: Sequence[Gathered],
    kept: Kept,
    known: Known | None = None,
    spread: Spread = map,
    memory: Memory = ALONE,
    progress: Progress = lambda stage: None,
) -> SlovoformSegment:
    """Write all files of a segment out of shares, and remove what these had put aside.

    `known`: the analysis of an earlier index. `spread`: what shares the work out among processes, `memory`: what
    they may take. `progress` is told of each step. Raises SourceError for more than a segment can hold,
    TooLittleMemory for more than fits.
    """
    order = Order.of(shares, kept)
    _check_limit(len(order), MOST_DOCUMENTS, "documents")
    _check_limit(order.slots, MOST_SLOTS, "tokens")
    segment = SlovoformCodec().new_segment(None, "MAIN")
    segment.set_doc_count(len(order))
    path = stem(folder, segment)
    documents = spread(write_documents, [Documents.of(folder, segment, order, shares)])  # where there are processes
    progress("analysing word forms")
    vocabulary = unite([share.forms for share in shares], known, spread, partial(memory.check, len(order)))
    _check_limit(len(vocabulary.terms), MOST_TERMS, "distinct terms")
    progress("inverting")
    list(spread(renumber, zip([share.slots for share in shares], vocabulary.renumbered, strict=True)))
    _write_vocabulary(path, order, vocabulary)
    del vocabulary
    give_back()
    derive_all(path, shares, order, spread, memory)
    progress("writing")
    pack(path, order.stretches(memory.slots), spread)
    list(documents)
    for share in shares:
        share.slots.unlink()
    return segment


def _check_limit(count: int, most: int, what: str) -> None:
    if count > most:
        raise SourceError(f"{count:,} {what} are more than one segment holds ({most:,})")


def _write_vocabulary(path: Path, order: Order, vocabulary: Vocabulary) -> None:
    """Write what slots are derived with."""
    files.save(
        path,
        forms=vocabulary.forms,
        form_sums=checksums.of_all(vocabulary.forms),
        keys=key_lengths(vocabulary.forms),
        terms=vocabulary.terms,
        term_hashes=sketches.of_terms(vocabulary.terms),
        form_terms=vocabulary.form_terms,
        term_forms=derive.invert(vocabulary.form_terms, len(vocabulary.terms)),
        titles=order.titles,
        texts=order.texts,
        instants=order.instants,
    )
