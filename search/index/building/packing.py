"""The forward index in two bytes a slot, out of four: see `forward.py` for what is read."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from search.index.arrays import RARE, NpyWriter, array_path, load_part, map_array, save
from search.index.building.stretches import SLOTS

_PIECE = 1 << 20  # slots


def pack_forward(stem: Path, most: int = RARE) -> None:
    """Write the forward index of a segment whose positions are written, and remove the scratch file of its slots.

    `most`: how many forms have a rank.
    """
    slots, lengths = map_array(stem, SLOTS), load_part(stem, "positions").lengths()
    common = _commonest(lengths, len(slots))[:most]
    rank_of = np.full(len(lengths) + 1, RARE, dtype=np.uint16)
    rank_of[common] = np.arange(len(common), dtype=np.uint16)
    with NpyWriter(array_path(stem, "forward.ranks"), rank_of.dtype, len(slots)) as to:
        found = [_pack(slots[start : start + _PIECE], start, rank_of, to) for start in range(0, len(slots), _PIECE)]
    rare_slots, rare_forms = (np.concatenate(part) for part in zip(*found, strict=True))
    save(stem, **{"forward.common": common, "forward.rare_slots": rare_slots, "forward.rare_forms": rare_forms})
    array_path(stem, SLOTS).unlink()


def _commonest(lengths: NDArray[np.int64], slots: int) -> NDArray[np.uint32]:
    """The forms that have a rank, the commonest first; before them the gap."""
    counts = np.append(lengths, slots)
    return np.argsort(-counts, kind="stable").astype(np.uint32)


def _pack(
    forms: NDArray[np.uint32], start: int, rank_of: NDArray[np.uint16], to: NpyWriter
) -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
    """Write the ranks of some slots; returned are the slots of forms without one, and these forms."""
    ranks = rank_of[forms]
    to.write(ranks)
    rare = np.flatnonzero(ranks == RARE)
    return (rare + start).astype(np.uint32), forms[rare]
