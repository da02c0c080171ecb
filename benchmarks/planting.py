"""Copies of articles as other papers would print them: cut, added to, reworded, put in another order, retitled.

Every edit is drawn from a seeded generator: the same seed makes the same copies.
"""

from __future__ import annotations

import gzip
import json
import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Row = dict[str, Any]

SHARES = (0.1, 0.2, 0.3, 0.4)
"""How much of a text is edited, in words."""

_SENTENCE = re.compile(r"(?<=[.!?…])\s+(?=[«\"А-ЯЁA-Z—])")
_LEAST_WORDS = 40  # of an article that is copied
_COPIES = (1, 2, 3, 4)


def rows(folder: Path) -> Iterator[Row]:
    """All articles of a folder of `.jsonl.gz` files."""
    for path in sorted(folder.glob("*.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            yield from map(json.loads, lines)


@dataclass(frozen=True, slots=True)
class Copy:
    """A planted copy: its row, the id of its original, how it was edited and how much."""

    row: Row
    of: str
    edit: str
    share: float


def plant(articles: Sequence[Row], families: int, seed: int) -> list[Copy]:
    """Copies of so many of the articles, one to four of each."""
    rng = random.Random(seed)
    long_enough = [row for row in articles if len(row["text"].split()) >= _LEAST_WORDS]
    copies = []
    for original in rng.sample(long_enough, families):
        for number in range(rng.choice(_COPIES)):
            edit, share = rng.choice(list(_EDITS)), rng.choice(SHARES)
            text = "\n\n".join(_EDITS[edit](_paragraphs(original["text"]), share, long_enough, rng))
            title = rng.choice((original["title"], rng.choice(long_enough)["title"]))
            row = {"id": f"{original['id']}~{number}", "date": original["date"], "title": title, "text": text}
            copies.append(Copy(row | {"source": f"перепечатка {number}"}, original["id"], edit, share))
    return copies


Edit = Callable[[list[str], float, Sequence[Row], random.Random], list[str]]


def _dropped(paragraphs: list[str], share: float, others: Sequence[Row], rng: random.Random) -> list[str]:
    """Without sentences that make up a share of the words; a text of one long sentence loses its end."""
    sentences = [_sentences(paragraph) for paragraph in paragraphs]
    places = [(one, other) for one, its in enumerate(sentences) for other in range(len(its))]
    rng.shuffle(places)
    left = share * _words(paragraphs)
    for paragraph, place in places:
        words = sentences[paragraph][place].split()
        gone = min(len(words), round(left))
        sentences[paragraph][place] = " ".join(words[: len(words) - gone])
        left -= gone
    return [text for its in sentences if (text := " ".join(filter(None, its)))]


def _inserted(paragraphs: list[str], share: float, others: Sequence[Row], rng: random.Random) -> list[str]:
    """With sentences of other articles that make up a share of the words of the copy."""
    wanted = share / (1 - share) * _words(paragraphs)
    paragraphs = list(paragraphs)
    while wanted >= 1:
        words = rng.choice(_sentences(rng.choice(others)["text"])).split()[: round(wanted)]
        place = rng.randrange(len(paragraphs) + 1)
        paragraphs.insert(place, " ".join(words))
        wanted -= len(words)
    return paragraphs


def _replaced(paragraphs: list[str], share: float, others: Sequence[Row], rng: random.Random) -> list[str]:
    """With a share of the words replaced by words of other articles."""
    texts = [paragraph.split() for paragraph in paragraphs]
    places = [(one, other) for one, words in enumerate(texts) for other in range(len(words))]
    for paragraph, place in rng.sample(places, round(share * len(places))):
        texts[paragraph][place] = rng.choice(rng.choice(others)["text"].split())
    return [" ".join(words) for words in texts]


def _mixed(paragraphs: list[str], share: float, others: Sequence[Row], rng: random.Random) -> list[str]:
    """A third of the share by each of the others, and in another order."""
    for edit in (_reordered, _replaced, _inserted):
        paragraphs = edit(paragraphs, share / 3, others, rng)
    return paragraphs


def _reordered(paragraphs: list[str], share: float, others: Sequence[Row], rng: random.Random) -> list[str]:
    """In another order, and without some sentences."""
    pieces = paragraphs if len(paragraphs) > 2 else [each for its in paragraphs for each in _sentences(its)]
    rng.shuffle(pieces := list(pieces))
    return _dropped(pieces, share, others, rng)


_EDITS: dict[str, Edit] = {
    "dropped": _dropped,
    "inserted": _inserted,
    "replaced": _replaced,
    "reordered": _reordered,
    "mixed": _mixed,
}


def _paragraphs(text: str) -> list[str]:
    return [paragraph for paragraph in text.split("\n\n") if paragraph.strip()]


def _sentences(text: str) -> list[str]:
    return _SENTENCE.split(text) if text.strip() else [""]


def _words(paragraphs: Sequence[str]) -> int:
    return sum(len(paragraph.split()) for paragraph in paragraphs)
