"""The text of the article on a page, without what stands around it and between its paragraphs.

What names give away is dropped first: «comments», «related», «Читайте также». Of what is left, the article is the
element that has the most text, when what stands in links is taken off.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

from lxml import etree, html

from indexer.reading.assembling.values import is_date
from indexer.reading.markup.parsing import parsed

_UNREAD = (
    "amp-ad amp-embed amp-list amp-sidebar audio button head iframe noscript object script select style svg template"
    " textarea video"
)
_BLOCK = (
    "address article blockquote body br center dd div dl dt fieldset figcaption figure h1 h2 h3 h4 h5 h6 header hr li"
    " main ol p pre section table tbody td th thead tr ul"
)
_BLOCKS = frozenset(_BLOCK.split())
_DROPPED = "dropped"
_ELSEWHERE = frozenset(["aside", "footer", "form", "nav"])
_FRAMES = frozenset(["html", "body", "main", "article"])
"""Elements that stay whatever they are called: «page-with-sidebar»."""

# Words in a class or an id, of which both newsComments and news_comments have one.
_TALK = re.compile(r"(?<![a-z])(?:b?comments?|comm|discuss\w*|respond|disqus|hypercomments)(?![a-z])")
_SURROUNDING = re.compile(
    r"(?<![a-z])(?:related\w*|relatedposts|similar|same|also|read-?(?:also|more|next)|more-?news|recommend\w*"
    r"|popular|most-?read|incut|news-?list|shar(?:e|es|ing)|social\w*|subscri\w+|newsletter|donat\w+"
    r"|ad|ads|adv|advert\w*|adfox|banners?|promo|sponsor\w*|cookies?|consent"
    r"|breadcrumbs?|pager|pagination|paginator|menu|nav|navbar|navigation|sidebar|widgets?|footer|copyright"
    r"|login|search|votes?|poll|rating|tags|skip-link|entry-meta|byline|submitted)(?![a-z])"
)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_ASIDE = re.compile(
    r"(?:читайте|смотрите) (?:также|ещё|еще|по теме)|читать также|(?:ещё |еще |материалы |новости )?по теме\s*:?$"
    r"|подписывайтесь на|подпишитесь на|нашли (?:ошибку|опечатку)|поделиться(?: ссылкой| новостью)?\s*(?::|$)"
    r"|реклама\s*[.:]?$|©|\(c\)|copyright\b|все права защищены|при перепечатке|учредител[ьи]\s*:"
    r"|(?:любое )?использование материалов (?:возможн|допуска|разреша|запреща|сайта|без)"
    r"|(?:сетевое издание|информационное агентство) «[^»]*»\W*(?:зарегистр|свидетельств)",
    re.IGNORECASE,
)
"""How lines begin that stand in no article, or between its paragraphs."""

_ASIDE_ELEMENTS = frozenset(["p", "div", "h2", "h3", "h4", "h5", "h6", "span"])
_LONGEST_ASIDE = 250  # characters

_ELEMENT = re.compile(r"<[a-zA-Z/!]")
_LEAST = 40  # characters: shorter lines without a full stop stand in articles and anywhere else
_OF_A_LINK = 10  # characters that a line with nothing but a link counts against, beside its own
_SENTENCE = re.compile(r"[.!?…:;][»\")]*(?: |$)")


def paragraphs(page: html.HtmlElement, title: str) -> list[str]:
    """The paragraphs of the article, headings and list items among them; none where there is no article.

    `title` is left out where it stands again, and so are dates and links by themselves. The page is changed.
    """
    _drop_surroundings(page)
    lines = [line for element in _marked(page) or _found(page) for line in _lines(element)]
    return [line.text for line in lines if line.text != title and not line.is_link and not is_date(line.text)]


def fragment(markup: str) -> list[str]:
    """The paragraphs of a piece of markup, as feeds have it, without «Читайте также» and links by themselves.

    Where there is no element, lines are as they are. Raises NothingToRead.
    """
    if not _ELEMENT.search(markup):
        return [line for text in unescape(markup).split("\n") if (line := " ".join(text.split()))]
    piece = parsed(markup)
    _drop_surroundings(piece)
    lines = [*_lines(piece)]
    return [line.text for line in lines if not line.is_link] or [line.text for line in lines]


def _drop_surroundings(page: html.HtmlElement) -> None:
    etree.strip_elements(page, *_UNREAD.split(), with_tail=False)
    most = len(page.text_content()) // 2
    for element in list(page.iterdescendants(etree.Element)):
        if _is_surrounding(element, most):
            element.tag = _DROPPED
    etree.strip_elements(page, _DROPPED, with_tail=False)  # drop_tree() fails on control characters


def _is_surrounding(element: html.HtmlElement, most: int) -> bool:
    """Whether an element is no part of the article; one with the heading or with `most` of the text is its frame."""
    if element.tag in _FRAMES:
        return False
    names = _CAMEL.sub("-", f"{element.get('class', '')} {element.get('id', '')}").replace("_", " ").lower()
    if element.tag in _ELSEWHERE or _SURROUNDING.search(names):
        return not element.xpath("boolean(.//h1|.//main)") and len(element.text_content()) < most
    return bool(_TALK.search(names)) or (element.tag in _ASIDE_ELEMENTS and _is_aside(element))


def _is_aside(element: html.HtmlElement) -> bool:
    beginning = "".join(text for text, _ in zip(element.itertext(), range(8), strict=False)).lstrip()
    return bool(_ASIDE.match(beginning)) and len(element.text_content()) <= _LONGEST_ASIDE


def _marked(page: html.HtmlElement) -> list[html.HtmlElement]:
    """What microdata call the body of the article; some pages mark each paragraph."""
    found, inside = [], set[html.HtmlElement]()
    for element in page.iter(etree.Element):
        within = element.getparent() in inside
        if within or "articleBody" in element.get("itemprop", "").split():
            inside.add(element)
            found += [] if within else [element]
    return [element for element in found if element.text_content().strip()]


def _found(page: html.HtmlElement) -> list[html.HtmlElement]:
    """The innermost element that is worth the most, or one around it that has more than twice as much text."""
    worth, text = Counter[html.HtmlElement](), Counter[html.HtmlElement]()
    for line in _lines(page):
        worth[line.element] += line.worth
        text[line.element] += max(line.worth, 0)
    for element in reversed([*page.iterdescendants(etree.Element)]):  # each before what it stands in
        worth[element.getparent()] += worth[element]
        text[element.getparent()] += text[element]
    highest = max(worth.values(), default=0)
    if highest <= 0:
        return []
    best = max((element for element in worth if worth[element] == highest), key=lambda it: len([*it.iterancestors()]))
    around = (element for element in best.iterancestors() if text[element] > 2 * text[best])
    return [next(around, best)]


@dataclass(frozen=True, slots=True)
class _Line:
    """A line as a reader sees it, the block that it stands in, and how many of its characters are linked."""

    element: html.HtmlElement
    text: str
    linked: int

    @property
    def is_link(self) -> bool:
        """Whether there is little in it but links."""
        return 3 * self.linked > 2 * len(self.text)

    @property
    def worth(self) -> int:
        """How much it speaks for being part of an article, or against it."""
        if self.is_link:
            return -len(self.text) - _OF_A_LINK
        if len(self.text) < _LEAST and not _SENTENCE.search(self.text):
            return 0
        return len(self.text) - self.linked


def _lines(article: html.HtmlElement) -> Iterator[_Line]:
    """Part a text where a block begins or ends, be it by <br>."""
    block, parts, links = article, list[tuple[str, bool]](), 0
    for event, element in etree.iterwalk(article, events=("start", "end")):
        begins = event == "start"
        if element.tag in _BLOCKS:
            yield from _joined(block, parts)
            parts = []
            block = element if begins or element is article else element.getparent()
        if element.tag == "a":
            links += 1 if begins else -1
        if begins or element is not article:
            parts.append(((element.text if begins else element.tail) or "", links > 0))
    yield from _joined(block, parts)


def _joined(block: html.HtmlElement, parts: list[tuple[str, bool]]) -> Iterator[_Line]:
    text = " ".join("".join(part for part, _ in parts).split())
    if text:
        linked = " ".join("".join(part for part, in_link in parts if in_link).split())
        yield _Line(block, text, len(linked))
