"""Pages of one document, and of what is another in its copy."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from flask import request, url_for

from search.dates import instant
from search.documents import Document, DocumentField
from search.request import SIMILAR_DEFAULT, Narrowed, SearchRequest
from search.results import Hit
from web.archive import archive
from web.models import ChangesParameters
from web.pages.document.changes import parts, words
from web.pages.document.citation import citation
from web.pages.document.marks import places
from web.pages.layout import rendered
from web.params import page_request, read


def document(ident: str) -> str:
    """One document, with the words of the query marked and the way back to its results."""
    asked = page_request(request.args)
    shown, similar, stats = archive().ask(
        lambda live: (live.document(ident, asked.q, asked.expand), live.similar(ident, SIMILAR_DEFAULT), live.stats())
    )
    zone = ZoneInfo(stats.zone)
    return rendered(
        "document.html",
        asked,
        stats,
        document=shown.document,
        title=shown.title,
        text=places(shown.text),
        similar=similar.hits,
        copies=tuple(_copies(shown.document, similar.reprints, zone)),
        citation=citation(shown.document, zone, datetime.now(zone).date()),
    )


def changes() -> str:
    """What is another in a copy of a document: `/changes?before=astana-1&after=astana-2`."""
    asked = read(request.args, ChangesParameters)
    compared, stats = archive().ask(lambda live: (live.compare(asked.before, asked.after), live.stats()))
    both = (*compared.title, *compared.text)
    return rendered(
        "changes.html",
        SearchRequest(),
        stats,
        before=compared.before,
        after=compared.after,
        title=compared.title,
        text=parts(compared.text),
        removed=words(both, "removed"),
        added=words(both, "added"),
    )


def _copies(document: Document, reprints: Iterable[Hit], zone: ZoneInfo) -> Iterator[tuple[Hit, str]]:
    """Each copy with the address of what changed, from the earlier of the two to the later."""
    for copy in reprints:
        before, after = (document, copy) if _time(document, zone) <= _time(copy, zone) else (copy, document)
        yield copy, url_for("pages.changes", before=before.id, after=after.id)


def _time(found: Document | Hit, zone: ZoneInfo) -> tuple[bool, int]:
    """What is earlier; without a date, the last."""
    return found.date is None, instant(found.date, zone) if found.date else 0


def same(value: str, field: DocumentField) -> SearchRequest:
    """The search for all documents whose field says the same: `document.source | same("source")`."""
    if value.startswith("-"):  # a parameter would leave these out
        return SearchRequest(f"{field}:{_phrase(value)}")
    return SearchRequest(narrowed=(Narrowed(field, (value,)),))


def phrase(words: str) -> SearchRequest:
    """The search for words side by side, whatever signs stand in them."""
    return SearchRequest(_phrase(words))


def _phrase(words: str) -> str:
    quotes = str.maketrans('"“”„', "    ")
    return f'"{" ".join(words.translate(quotes).split())}"'
