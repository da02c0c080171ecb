"""HTML pages, one document a file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from indexer.reading.decoded import texts
from indexer.reading.encodings import damage
from indexer.reading.lines import split
from indexer.reading.markup.article import paragraphs
from indexer.reading.markup.metadata import metadata
from indexer.reading.markup.parsing import NothingToRead, parsed
from indexer.reading.opened import Opened
from indexer.reading.row import Broken, Row, Stretch

LONGEST = 5_000_000
"""How many characters a page may have: the text of an article is a hundredth of that."""


def cut(source: Opened) -> Iterator[Stretch]:
    """Take the one page of a file as one stretch; of one that is too long, no more than shows it."""
    parts: list[str] = []
    size = 0
    for part in texts(source):
        parts.append(part)
        size += len(part)
        if size > LONGEST:
            break
    yield Page(1, 1, "".join(parts)[: LONGEST + 1])


@dataclass(frozen=True, slots=True)
class Page(Stretch):
    """The markup of a page, «<html><head><title>Токаев прибыл в Астану</title>…»."""

    markup: str

    def rows(self, encoding: str) -> Iterator[Row | Broken]:
        """Read what the page says of its article, and the text of that, without what stands around it.

        Bytes that are not in the encoding count where something was kept of them.
        """
        try:
            values = _values(self.markup)
        except NothingToRead as problem:
            yield Broken(0, str(problem))
            return
        spoilt = "\ufffd" in "".join(map(str, values.values()))
        yield (_damage(self.markup, encoding) if spoilt else None) or Row(0, values)


def _values(markup: str) -> dict[str, object]:
    if len(markup) > LONGEST:
        raise NothingToRead(f"longer than {LONGEST} characters: no page with an article is")
    page = parsed(markup)
    values = metadata(page)
    text = "\n\n".join(paragraphs(page, str(values.get("title", ""))))
    if not text:
        raise NothingToRead("there is no article in it: no text but that of links")
    return values | {"text": text}


def _damage(markup: str, encoding: str) -> Broken | None:
    numbered = enumerate(split(markup), 1)
    return next((Broken(number, told) for number, line in numbered if (told := damage(line, encoding))), None)
