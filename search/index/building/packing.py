"""The last look at every slot, when it is known how often each form stands: see `forward.py` for what is read.

The forward index goes from four bytes a slot to two. On the way frequent beginnings are weighed, and it is noted
where the commonest forms follow each other.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from search.index import checksums
from search.index.arrays import PAIRED, RARE, RARE_BLOCK_BITS, SKETCH, Ragged
from search.index.building.beginnings import Beginning, frequent_beginnings, frequent_from, postings_of
from search.index.building.runs import Run, write_run
from search.index.building.stretches import SLOTS, Weaving, weave_narrow
from search.index.building.vocabulary import Spread
from search.index.copies.sketches import by_form, of_stretch
from search.index.derive import Stretch
from search.index.files import array_path, fill, load_part, map_array, reserve, save
from search.index.reading import strings
from search.index.reading.forward import ranks_of
from search.index.reading.strings import Sorted
from search.russian.spelling import key

Numbers = NDArray[np.uint32]
_NONE = np.zeros(0, dtype=np.uint32)
_WOVEN = 1 << 20  # postings in memory together


@dataclass(frozen=True, slots=True)
class _Errand:
    """Some documents of the segment whose files begin with `stem`."""

    stem: Path
    documents: range
    beginnings: tuple[Beginning, ...]


@dataclass(frozen=True, slots=True)
class _Packed:
    """The slots of forms without a rank, and these forms; where pairs stand, and which; who has beginnings."""

    rare_slots: Numbers
    rare_forms: Numbers
    pair_slots: Numbers
    pairs: NDArray[np.uint16]
    begun: Run


def pack(stem: Path, stretches: Iterable[range], spread: Spread, ranks: int = RARE) -> None:
    """Write the forward index of a segment whose positions are written, and remove the scratch file of its slots.

    `ranks`: how many forms have a rank.
    """
    ends, documents = map_array(stem, "positions.offsets"), len(load_part(stem, "texts"))
    save(stem, **{"forward.common": _commonest(ends)[:ranks]})
    found = frequent_beginnings(Sorted(load_part(stem, "forms"), by=key), ends, frequent_from(documents))
    names = strings.pack(beginning.text for beginning in found)
    save(stem, beginnings=names)
    reserve(stem, "slot_sums", np.dtype(np.uint32), documents)
    reserve(stem, "sketches", np.dtype(np.uint32), documents * SKETCH)
    reserve(stem, "forward.ranks", np.dtype(np.uint16), len(map_array(stem, SLOTS)))
    packed = list(spread(_pack, (_Errand(stem, part, tuple(found)) for part in stretches)))
    _save_rare(stem, packed)
    _save_pairs(stem, packed)
    _save_begun(stem, packed)
    array_path(stem, SLOTS).unlink()


def _commonest(ends: NDArray[np.integer]) -> Numbers:
    """The forms by their ranks, the commonest first; before them the gap. `ends`: the offsets of their positions."""
    order = np.argsort(-np.diff(ends.astype(np.int64)), kind="stable")
    return np.concatenate(([len(order)], order)).astype(np.uint32)


def _pack(errand: _Errand) -> _Packed:
    stem, first, last = errand.stem, errand.documents.start, errand.documents.stop
    common, forms = map_array(stem, "forward.common"), len(load_part(stem, "forms"))
    titles, texts = load_part(stem, "titles"), load_part(stem, "texts")
    start = int(titles[first]) if first else 0
    slots = map_array(stem, SLOTS)[start : int(titles[last])]
    ranks = ranks_of(common, forms)[slots]
    fill(stem, "forward.ranks", [(start, ranks)])
    stretch = Stretch(slots, start, titles[first : last + 1], texts[first:last], first)
    fill(stem, "slot_sums", [(first, _sums(stretch))])
    sketched = of_stretch(stretch, by_form(load_part(stem, "form_terms"), load_part(stem, "term_hashes")))
    fill(stem, "sketches", [(first * SKETCH, sketched)])
    path = stem.with_name(f"{stem.name}.begun{first}")
    with path.open("wb") as file:
        begun = write_run(file, path, *postings_of(errand.beginnings, stretch, forms))
    rare, (pairs, which) = np.flatnonzero(ranks == RARE), _pairs(ranks)
    return _Packed(_numbers(rare + start), slots[rare], _numbers(pairs + start), which, begun)


def _sums(stretch: Stretch) -> Numbers:
    bounds = zip((stretch.titles - stretch.start).tolist(), (stretch.texts - stretch.start).tolist(), strict=False)
    ends = (stretch.titles[1:] - stretch.start).tolist()
    sums = [
        checksums.of_slots(stretch.forward[title:end], text - title - 1)
        for (title, text), end in zip(bounds, ends, strict=True)
    ]
    return np.array(sums, dtype=np.uint32)


def _pairs(ranks: NDArray[np.uint16]) -> tuple[NDArray[np.int64], NDArray[np.uint16]]:
    """Where one of the commonest forms follows another, and which. The gap, whose rank is 0, is none of them."""
    commonest = (ranks > 0) & (ranks <= PAIRED)
    places = np.flatnonzero(commonest[:-1] & commonest[1:])
    return places, (ranks[places] - 1) * PAIRED + ranks[places + 1] - 1


def _numbers(slots: NDArray[np.int64]) -> Numbers:
    return slots.astype(np.uint32)


def _save_rare(stem: Path, packed: list[_Packed]) -> None:
    slots = np.concatenate([_NONE, *(each.rare_slots for each in packed)])
    forms = np.concatenate([_NONE, *(each.rare_forms for each in packed)])
    blocks = np.arange((len(map_array(stem, "forward.ranks")) >> RARE_BLOCK_BITS) + 1) << RARE_BLOCK_BITS
    before = np.searchsorted(slots, _numbers(blocks))
    save(stem, **{"forward.rare_forms": forms, "forward.rare_before": _numbers(before)})


def _save_pairs(stem: Path, packed: list[_Packed]) -> None:
    slots = np.concatenate([_NONE, *(each.pair_slots for each in packed)])
    which = np.concatenate([_NONE, *(each.pairs for each in packed)])
    ends = np.cumsum(np.bincount(which, minlength=PAIRED * PAIRED))
    save(stem, pairs=Ragged(np.append(0, ends), slots[np.argsort(which, kind="stable")]))


def _save_begun(stem: Path, packed: list[_Packed]) -> None:
    """Weave the postings of beginnings, and remove what was put aside."""
    runs = [each.begun for each in packed]
    weave_narrow(Weaving(stem, "begun", "beginnings", "begun_weights", runs, _WOVEN))
    for run in runs:
        run.path.unlink()
