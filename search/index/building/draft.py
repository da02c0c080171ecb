"""From shares to the files of a segment."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np

from search.documents import DOCUMENT_FIELDS, Document
from search.errors import SourceError
from search.index import arrays, derive, strings
from search.index.arrays import MOST_DOCUMENTS, Mentions, Ragged
from search.index.building.labels import united
from search.index.building.narrowing import narrow
from search.index.building.order import Kept, Order
from search.index.building.packing import pack
from search.index.building.share import Gathered, Share
from search.index.building.stretches import SLOTS, TOGETHER, Runs, derive_all, renumber, weave_rows
from search.index.building.vocabulary import Known, Spread, Vocabulary, unite
from search.index.codec import SlovoformCodec, SlovoformSegment, stem
from search.index.columns import write_columns
from search.index.derive import MOST_TERMS
from search.index.mentions import mentions
from search.index.records import write_records
from search.index.segment import records_path

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
        self._share.add(document)
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
    progress: Progress = lambda stage: None,
) -> SlovoformSegment:
    """Write all files of a segment out of shares, and remove what these had put aside.

    `known`: the analysis of an earlier index. `spread`: what shares the work out among processes. `progress` is told
    of each step. Raises SourceError for more than a segment can hold.
    """
    progress("analysing word forms")
    vocabulary = unite([share.forms for share in shares], known, spread)
    order = Order.of(shares, kept)
    _check_limits(order, vocabulary)
    segment = SlovoformCodec().new_segment(None, "MAIN")
    segment.set_doc_count(len(order))
    path = stem(folder, segment)
    progress("inverting")
    errands = zip([share.slots for share in shares], vocabulary.renumbered, strict=True)
    list(spread(renumber, errands))
    _write_small(path, shares, order, vocabulary)
    runs = derive_all(path, shares, order, spread)
    progress("writing")
    _weave(path, runs, order, vocabulary, spread)
    arrays.save(path, mentions=_mentions(path, order, vocabulary))
    pack(path, order.stretches(TOGETHER), spread)
    list(spread(narrow, [(path, "positions"), (path, "postings")]))
    places = zip(order.shares.tolist(), order.places.tolist(), strict=True)
    write_records(records_path(path), [share.records for share in shares], places)
    write_columns(folder, segment, order.instants)
    for share in shares:
        share.slots.unlink()
        share.records.path.unlink()
    return segment


def _check_limits(order: Order, vocabulary: Vocabulary) -> None:
    for count, most, what in (
        (len(order), MOST_DOCUMENTS, "documents"),
        (order.slots, MOST_SLOTS, "tokens"),
        (len(vocabulary.terms), MOST_TERMS, "distinct terms"),
    ):
        if count > most:
            raise SourceError(f"{count:,} {what} are more than one segment holds ({most:,})")


def _write_small(path: Path, shares: Sequence[Gathered], order: Order, vocabulary: Vocabulary) -> None:
    """Write all arrays but the forward index, positions and postings."""
    by_id = order.by_id()
    firsts = np.cumsum([0, *(len(share.ids) for share in shares)])
    places = firsts[order.shares] + order.places
    labels = {field: united([share.labels[field] for share in shares], places) for field in DOCUMENT_FIELDS}
    arrays.save(
        path,
        forms=strings.pack(vocabulary.forms),
        terms=strings.pack(vocabulary.terms),
        ids=strings.pack(order.ids[number] for number in by_id),
        id_documents=np.array(by_id, dtype=np.uint32),
        form_terms=vocabulary.form_terms,
        term_forms=derive.invert(vocabulary.form_terms, len(vocabulary.terms)),
        titles=order.titles,
        texts=order.texts,
        instants=order.instants,
        **labels,
    )


def _mentions(path: Path, order: Order, vocabulary: Vocabulary) -> Mentions:
    positions = Ragged(*(arrays.map_array(path, f"positions.{part}") for part in ("offsets", "values")))
    slots = arrays.map_array(path, SLOTS)
    return mentions(vocabulary.forms, positions, slots, order.titles, order.instants)


def _weave(path: Path, runs: Runs, order: Order, vocabulary: Vocabulary, spread: Spread) -> None:
    positions, postings = ([pair[kind] for pair in runs] for kind in (0, 1))
    errands = (
        (path, "positions", positions, len(vocabulary.forms), order.slots),
        (path, "postings", postings, len(vocabulary.terms), order.slots),
    )
    list(spread(weave_rows, errands))
    for run in postings:
        run.path.unlink()
