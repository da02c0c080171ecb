"""Valid inputs, spoilt."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import TypeVar

Text = TypeVar("Text", str, bytes)

MOST = 200_000
"""How long an input may grow: what takes too long for its size is seen sooner in a small one."""


def spoilt(random: Random, text: Text, scraps: Sequence[Text]) -> Text:
    """A text with some changes: parts are cut out, doubled, moved, put elsewhere, or replaced by scraps."""
    for _ in range(random.choice((0, 1, 1, 2, 3, 8))):
        text = _changed(random, text, random.choice(scraps))[:MOST]
    return text


def _changed(random: Random, text: Text, scrap: Text) -> Text:
    start, end = sorted(random.randint(0, len(text)) for _ in range(2))
    if random.random() < 0.7:  # mostly, little is touched
        end = min(end, start + random.randint(0, 4))
    part = text[start:end]
    change = random.randrange(6)
    if change == 0:
        return text[:start] + text[end:]
    if change == 1:
        return text[:end] + part + text[end:]
    if change == 2:
        return text[:start]
    if change == 3:
        return text[end:] + part + text[:start]
    many = random.choice((1, 1, 1, 2, 50, 3000))
    return text[:start] + scrap * many + text[start if change == 4 else end :]
