"""What a page says of its article: in JSON-LD, in meta elements, in microdata, and as a reader sees it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, islice, zip_longest

from lxml import html

from indexer.reading.assembling.values import is_date
from indexer.reading.markup.linked_data import linked_data

_DATES = (
    "article:published_time datepublished og:article:published_time mediator_published_time dc.date.issued dc.date"
    " dcterms.created dcterms.date dc.created pubdate publishdate publish-date publication_date date"
)
_AUTHORS = "author article:author mediator_author dc.creator dcterms.creator parsely-author"
_ADDRESSES = "url mainentityofpage"
_ADDRESS = re.compile(r"https?://[^/\s]+/\S+")
"""An address of more than a host: many pages of some sites name the front page as theirs."""

_HEADINGS = ("h1",), ("h2", "h3", "b", "strong", "font", "div", "p", "span", "td")
_MOST_TITLES = 10  # some pages have a second one, of a picture in SVG
_PIECES_BEFORE, _PIECES_AFTER = 3, 8
"""How many pieces of text around a heading are looked at for a date."""

Told = Mapping[str, list[str]]
"""What a page says under each name, in its order."""


def metadata(page: html.HtmlElement) -> dict[str, object]:
    """Read «title», «date», «author», «section», «source», «url» and «keywords», as far as they are there.

    What is meant for programs goes before what is meant for readers; of dates among the text only the nearest to the
    heading counts, and few pieces of text may lie between.
    """
    linked, meta, marked = linked_data(page), _meta(page), _microdata(page)
    titles = [*islice(chain(_told(meta, "og:title"), _texts(page.iter("title"))), _MOST_TITLES)]
    heading = _heading(page, titles)
    found: dict[str, Iterable[str]] = {
        "title": [*_told(linked, "headline"), *_told(marked, "headline"), *_texts(heading), *_told(meta, "og:title"),
                  *_no_site(_texts(page.iter("h1")), titles), *titles],
        "date": [*_told(linked, "datepublished"), *_told(meta, _DATES), *_told(marked, "datepublished"),
                 *_visible_dates(page, heading)],
        "author": [", ".join(linked.get("author", [])), *_told(marked, "author"), *_names(_told(meta, _AUTHORS))],
        "section": [*_told(linked, "articlesection"), *_told(meta, "article:section")],
        "source": [*_told(linked, "publisher"), *_told(meta, "og:site_name")],
        "url": filter(_ADDRESS.fullmatch, [*_canonical(page), *_told(meta, "og:url"), *_told(linked, _ADDRESSES),
                                           *_told(marked, _ADDRESSES)]),
    }  # fmt: skip
    first = {name: next(filter(None, values), "") for name, values in found.items()}
    keywords = linked.get("keywords") or meta.get("article:tag") or meta.get("news_keywords") or []
    tags = keywords[0] if len(keywords) == 1 else keywords  # one string may hold them all
    return {name: value for name, value in (*first.items(), ("keywords", tags)) if value}


def _told(told: Told, names: str) -> Iterator[str]:
    return (value for name in names.split() for value in told.get(name, []))


def _meta(page: html.HtmlElement) -> Told:
    told: dict[str, list[str]] = {}
    for element in page.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop")
        if name and (content := " ".join(element.get("content", "").split())):
            told.setdefault(name.casefold(), []).append(content)
    return told


def _microdata(page: html.HtmlElement) -> Told:
    """What elements of the body say by `itemprop`."""
    told: dict[str, list[str]] = {}
    for element in page.xpath("//body//*[@itemprop]"):
        value = element.get("datetime") or element.get("content") or element.get("href") or _name_in(element)
        for name in element.get("itemprop").casefold().split():
            told.setdefault(name, []).append(value)
    return told


def _name_in(element: html.HtmlElement) -> str:
    return next(_texts(element.xpath(".//*[@itemprop='name']")), "") or _text(element)


def _names(authors: Iterable[str]) -> Iterator[str]:
    return (author for author in authors if "://" not in author)  # which would be the address of a profile


def _canonical(page: html.HtmlElement) -> Iterator[str]:
    return (link.get("href", "").strip() for link in page.iter("link") if link.get("rel") == "canonical")


def _heading(page: html.HtmlElement, titles: list[str]) -> list[html.HtmlElement]:
    """The element, best an <h1>, whose text a title of the page begins with or mostly is; not the name of a site."""
    longest = max(map(len, titles), default=0)
    for tags in _HEADINGS:
        for element in page.iter(*tags):
            text = _short_text(element, longest)
            if text and any(title.startswith(text) or _is_most(text, title) for title in titles):
                return [element]
    return []


def _is_most(text: str, title: str) -> bool:
    return 2 * len(text) > len(title) and text in title


def _no_site(headings: Iterable[str], titles: list[str]) -> Iterator[str]:
    """Headings without the name of the site, «Сельский сайт», which titles end with."""
    return (text for text in headings if not any(title.endswith(text) for title in titles))


def _visible_dates(page: html.HtmlElement, heading: list[html.HtmlElement]) -> Iterator[str]:
    """Dates of <time> in or behind the heading, or anywhere without one; then those around it, the nearest first."""
    times = heading[0].xpath("descendant::time|following::time") if heading else page.iter("time")
    yield from (stamp for each in times if is_date(stamp := each.get("datetime", "")))
    if heading:
        before = heading[0].xpath("preceding::text()[normalize-space()]")[: -_PIECES_BEFORE - 1 : -1]
        after = islice(heading[0].xpath("following::text()[normalize-space()]"), _PIECES_AFTER)
        nearest_first = (piece for pair in zip_longest(before, after, fillvalue="") for piece in pair)
        yield from filter(is_date, (" ".join(piece.split()) for piece in nearest_first))


def _texts(elements: Iterable[html.HtmlElement]) -> Iterator[str]:
    return map(_text, elements)


def _text(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def _short_text(element: html.HtmlElement, most: int) -> str:
    """The text of an element; "" where it is longer, of which no more is looked at than shows it."""
    parts: list[str] = []
    size = 0
    for part in element.itertext():
        parts.append(part)
        size += len(part.strip())
        if size > most:
            return ""
    return " ".join("".join(parts).split())
