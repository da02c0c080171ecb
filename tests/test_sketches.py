"""What is kept of texts to know their copies by."""

from __future__ import annotations

import numpy as np
import pytest

from search.index.arrays import SKETCH
from search.index.copies.sketches import NOTHING, SHINGLE, of_stretch, shingles
from search.index.derive import Stretch

FORMS = 5000
LEMMAS = np.append(np.random.default_rng(5).integers(0, 1 << 32, FORMS, dtype=np.uint32), np.uint32(0))

TEXTS = {
    "short": np.arange(9),
    "long": np.random.default_rng(6).integers(0, FORMS, 3000),
    "of few words again and again": np.tile(np.arange(20), 200),
    "of more words, again and again": np.tile(np.arange(40), 50),
    "empty": np.arange(0),
}


@pytest.mark.parametrize("names", [[name] for name in TEXTS] + [list(TEXTS), list(TEXTS)[::-1]])
def test_a_sketch_are_the_smallest_shingles_of_a_text(names: list[str]) -> None:
    texts = [TEXTS[name] for name in names]
    forward = np.concatenate([[FORMS], *(np.append(text, FORMS) for text in texts)]).astype(np.uint32)
    titles = np.cumsum([1, *(len(text) + 1 for text in texts)])
    made = of_stretch(Stretch(forward, 0, titles, titles[:-1], 0), LEMMAS).reshape(-1, SKETCH)
    for text, its in zip(texts, made.tolist(), strict=True):
        found, _ = shingles(LEMMAS[text], np.ones(len(text), dtype=bool), SHINGLE)
        smallest = sorted({*found.tolist()})[:SKETCH]
        assert its == smallest + [int(NOTHING)] * (SKETCH - len(smallest))
