"""HTML pages, one document a file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from indexer.reading.markup.article import paragraphs
from indexer.reading.markup.metadata import metadata
from indexer.reading.markup.parsing import LONGEST, TOO_LONG, NothingToRead, parsed
from indexer.reading.opening.decoded import whole
from indexer.reading.opening.encodings import damage
from indexer.reading.opening.lines import split
from indexer.reading.opening.opened import Opened
from indexer.reading.row import Broken, Row, Stretch, Unread


def cut(source: Opened) -> Iterator[Stretch]:
    """Take the one page of a file as one stretch; of one that is too long, no more is read than shows it."""
    markup = whole(source, LONGEST)
    yield Unread(0, 0, f"{TOO_LONG}: no page with an article is") if markup is None else Page(1, 1, markup)


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
    page = parsed(markup)
    values = metadata(page)
    text = "\n\n".join(paragraphs(page, str(values.get("title", ""))))
    if not text:
        raise NothingToRead("there is no article in it: no text but that of links")
    return values | {"text": text}


def _damage(markup: str, encoding: str) -> Broken | None:
    numbered = enumerate(split(markup), 1)
    return next((Broken(number, told) for number, line in numbered if (told := damage(line, encoding))), None)
