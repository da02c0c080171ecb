"""The forward index, and what is derived from it: stretch by stretch, in any number of processes.

Whoever works on a stretch reads what it needs from the disk: the slots that the shares put aside, in the order that
`stretches.order` names, and the small arrays of the segment, which are written by then.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from search.index import derive
from search.index.building.forms import Numbers
from search.index.building.memory import Memory
from search.index.building.narrowing import narrow
from search.index.building.order import Order
from search.index.building.runs import Run, weave, write_run
from search.index.building.share import Gathered
from search.index.building.vocabulary import Spread
from search.index.derive import Stretch
from search.index.files import array_path, fill, load_part, reserve, save
from search.index.mentions import NONE, DateWords, Found, in_order, mentions

SLOTS = "slots"
"""The scratch file of the forward index, four bytes a slot, before `packing` makes two of them."""

_RENUMBERED = 1 << 20
_BYTES = 4  # of a slot


@dataclass(frozen=True, slots=True)
class Errand:
    """One stretch to derive: some documents of the segment whose files begin with `stem`.

    `source`: of every document of the segment its share and where in the slots of that share it starts; a `.npy`
    file. `shares`: these slots.
    """

    stem: Path
    shares: tuple[Path, ...]
    source: Path
    documents: range


@dataclass(frozen=True, slots=True)
class Parts:
    """What was derived from a stretch: positions and postings, put aside, and the dates in its texts."""

    positions: Run
    postings: Run
    mentions: Found


@dataclass(frozen=True, slots=True)
class Weaving:
    """The runs of one array.

    `alike`: the name of an array with as many rows; `weights`: of that for the weights of postings; `block`: so many
    values are in memory together.
    """

    stem: Path
    name: str
    alike: str
    weights: str
    runs: Sequence[Run]
    block: int


def renumber(errand: tuple[Path, Numbers]) -> None:
    """Give every slot of a share the final number of its form."""
    path, renumbered = errand
    slots = np.empty(_RENUMBERED, dtype=np.uint32)
    with path.open("r+b", buffering=0) as file:
        while read := file.readinto(slots.data) // _BYTES:
            file.seek(-read * _BYTES, os.SEEK_CUR)
            file.write(renumbered.take(slots[:read]).data)


def derive_all(stem: Path, shares: Sequence[Gathered], order: Order, spread: Spread, memory: Memory) -> None:
    """Write the slots of all documents, four bytes each, and all that is derived from them."""
    reserve(stem, SLOTS, np.dtype(np.uint32), order.slots)
    source = stem.with_name(f"{stem.name}.source")
    starts = [(np.cumsum(share.lengths) - share.lengths)[::2] for share in shares]
    firsts = np.cumsum([0, *map(len, starts)])
    places = np.concatenate(starts)[firsts[order.shares] + order.places]
    with source.open("wb") as file:
        np.save(file, np.column_stack((order.shares, places)))
    paths = tuple(share.slots for share in shares)
    parts = list(spread(_derive, (Errand(stem, paths, source, part) for part in order.stretches(memory.slots))))
    source.unlink()
    _weave_all(stem, parts, spread, memory)
    save(stem, mentions=in_order(np.concatenate([NONE, *(part.mentions for part in parts)])))


def _weave_all(stem: Path, parts: Sequence[Parts], spread: Spread, memory: Memory) -> None:
    """Weave positions and postings, and remove what was put aside."""
    positions = Weaving(stem, "positions", "forms", "", [part.positions for part in parts], memory.slots)
    postings = Weaving(stem, "postings", "terms", "weights", [part.postings for part in parts], memory.slots)
    list(spread(weave_narrow, [positions, postings]))
    for part in parts:
        part.positions.path.unlink()  # the postings lie in the same file


def weave_narrow(it: Weaving) -> None:
    """Weave runs into one array, and narrow it."""
    rows = len(load_part(it.stem, it.alike))
    weave(
        it.runs, rows, array_path(it.stem, f"{it.name}.offsets"), array_path(it.stem, f"{it.name}.values"), it.block
    )
    narrow(it.stem, it.name, it.weights)


def _derive(errand: Errand) -> Parts:
    form_terms = load_part(errand.stem, "form_terms")
    stretch = _read(errand, len(form_terms))
    fill(errand.stem, SLOTS, [(stretch.start, stretch.forward)])
    documents = errand.documents
    instants = load_part(errand.stem, "instants")[documents.start : documents.stop]
    dates = mentions(_date_words(errand.stem), stretch, instants)
    found = derive.derive(stretch, len(form_terms), form_terms)
    path = errand.stem.with_name(f"{errand.stem.name}.run{documents.start}")
    with path.open("wb") as file:
        positions = write_run(file, path, found.forms, found.slots)
        postings = write_run(file, path, found.terms, found.postings)
    return Parts(positions, postings, dates)


@lru_cache(maxsize=1)  # a process derives many stretches
def _date_words(stem: Path) -> DateWords:
    return DateWords.of(load_part(stem, "forms"))


def _read(errand: Errand, gap: int) -> Stretch:
    """The slots of some documents, with a gap around every field."""
    titles, texts = load_part(errand.stem, "titles"), load_part(errand.stem, "texts")
    first, last = errand.documents.start, errand.documents.stop
    start = int(titles[first]) if first else 0
    forward = np.full(int(titles[last]) - start, gap, dtype=np.uint32)
    fields = _fields(forward, (titles[first : last + 1] - start).tolist(), (texts[first:last] - start).tolist())
    sources = np.load(errand.source, mmap_mode="r")[first:last].tolist()
    with ExitStack() as opened:
        handles = [opened.enter_context(path.open("rb")).fileno() for path in errand.shares]
        for (share, place), parts in zip(sources, fields, strict=True):
            if os.preadv(handles[share], parts, place * _BYTES) != sum(map(len, parts)):
                raise OSError(f"{errand.shares[share]} is shorter than it was when it was written")
    return Stretch(forward, start, titles[first : last + 1], texts[first:last], first)


def _fields(forward: NDArray[np.uint32], titles: list[int], texts: list[int]) -> Iterable[list[memoryview]]:
    """The places of title and text of each document, to be read into."""
    view = memoryview(forward).cast("B")  # type: ignore[arg-type]
    for title, text, end in zip(titles, texts, titles[1:], strict=False):
        yield [view[title * _BYTES : (text - 1) * _BYTES], view[text * _BYTES : (end - 1) * _BYTES]]
