"""The query language as a table: signs, what they mean, an example of each. Help page and docs show the same rows.

Texts are in English here; `locale/ru.po` has their Russian. The examples are questions to the bundled archive.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Operator:
    """One row: `/3` means «at most 3 words apart…», as in `урожай /3 вино`. Plain words have no signs."""

    signs: tuple[str, ...]
    meaning: str
    example: str


@dataclass(frozen=True, slots=True)
class Section:
    """Operators of one kind."""

    title: str
    operators: tuple[Operator, ...]


def _(text: str) -> str:
    """Only marks a text: it is translated where it is shown."""
    return text


GUIDE = (
    Section(
        _("Words"),
        (
            Operator((), _("a word, in any of its forms"), "тлеповым"),
            Operator((), _("an ambiguous form: every word that it may be"), "душ"),
            Operator((), _("several words: documents that have them all"), "белок молекула"),
        ),
    ),
    Section(
        _("Phrases and nearness"),
        (
            Operator(('"…"',), _("words side by side, each in any form"), '"генеральная ассамблея"'),
            Operator(('"…"~1',), _("in this order, with at most 1 other word among them"), '"открылся ремонта"~1'),
            Operator(("/3",), _("at most 3 words apart, in either order"), "урожай /3 вино"),
            Operator(("/3",), _("between a phrase and a word"), '"чемпион мира" /3 шашки'),
        ),
    ),
    Section(
        _("Without, or, brackets"),
        (
            Operator(("-",), _("documents without it"), "мельница -мука"),
            Operator(("-",), _("before a phrase"), 'коса -"песчаная коса"'),
            Operator(("|",), _("any of them"), "популист | популизм"),
            Operator(("|",), _("between three"), "хрен | юрта | вобла"),
            Operator(("( )",), _("what is inside is one"), "праздник -(хрен | новый)"),
            Operator(("( )",), _("all of some, or others"), "(хрен праздник) | вобла"),
            Operator(("И", "ИЛИ", "НЕ"), _("the same in words, in capitals"), "вобла ИЛИ хрен И праздник"),
            Operator(("НЕ",), _("documents without it"), "белок НЕ молекула"),
            Operator(("AND", "OR", "NOT"), _("the same in English"), "вобла OR хрен"),
            Operator((), _("everything at once"), "лук | хрен праздник -рыба"),
        ),
    ),
    Section(
        _("Forms and spellings"),
        (
            Operator(("!",), _("this very form, in any letter case"), "!послом"),
            Operator(('!"…"',), _("these very forms side by side"), '!"мёртвых душ"'),
            Operator(("!!",), _("every form that the dictionary gives to this word, rare readings too"), "!!сталь"),
            Operator(("*",), _("any form that begins so"), "разоруж*"),
            Operator(("*",), _("any form that ends so"), "*сталь"),
            Operator(("*",), _("any signs inside a word, also none"), "мед*дя"),
            Operator(("?",), _("exactly one sign inside a word"), "вит?аж"),
            Operator(("~",), _("forms spelt nearly so"), "мельнеца~"),
            Operator(("~2",), _("with up to two slips"), "тлепофф~2"),
        ),
    ),
    Section(
        _("Title and text"),
        (
            Operator(("title:",), _("in the title alone"), "title:замок"),
            Operator(("заголовок:",), _("the same in Russian"), "заголовок:витраж"),
            Operator(("title:",), _("before a phrase"), 'title:"генеральная ассамблея"'),
            Operator(("title:",), _("before an exact form"), "title:!замок"),
            Operator(("title:",), _("before a dictionary word"), "title:!!мост"),
            Operator(("title:",), _("before a beginning"), "title:стекло*"),
            Operator(("title:",), _("before a wildcard"), "title:в?траж"),
            Operator(("title:",), _("before a fuzzy word"), "title:витрож~"),
            Operator(("title:",), _("before a bracket"), "title:(замок | витраж)"),
            Operator(("-title:",), _("documents whose title lacks it"), "премьер -title:премьер"),
            Operator(("text:",), _("in the text alone"), "text:мельница"),
        ),
    ),
    Section(
        _("What else is known of a document"),
        (
            Operator(("source:",), _("where it was published"), "source:вестник"),
            Operator(("источник:",), _("the same, by a phrase"), 'источник:"степные вести"'),
            Operator(("section:",), _("the section"), "section:спорт"),
            Operator(("рубрика:",), _("either of two"), "рубрика:(спорт | политика) президент"),
            Operator(("author:",), _("who wrote it, in any case of the name"), "author:юдиной"),
            Operator(("автор:",), _("by a beginning"), "автор:приход*"),
            Operator(("place:",), _("where it happened"), "place:самара"),
            Operator(("место:",), _("the same in Russian"), "место:кубань"),
            Operator(("agency:",), _("whose news it is"), "agency:интерфакс ремонт"),
            Operator(("агентство:",), _("the same in Russian"), "агентство:риа белок"),
            Operator(("-",), _("documents that are not of it"), "source:вестник -section:общество"),
        ),
    ),
    Section(
        _("Dates"),
        (
            Operator(("date:",), _("a day"), "date:2024-03-15"),
            Operator(("date:",), _("a month"), "date:2024-03 сталь"),
            Operator(("date:",), _("from one to another, both included"), "date:2026-05..2026-06"),
            Operator(("date:",), _("with an open end"), "date:..2019-06"),
            Operator(("дата:",), _("as Russians write it"), "дата:15.03.2024"),
            Operator(("упоминает:",), _("a day that the text speaks of"), "упоминает:2024-02-29"),
            Operator(("mentions:",), _("all that lies in a month"), "mentions:2022-12"),
            Operator(("упоминает:",), _("a year"), "упоминает:1903 витраж"),
            Operator(("упоминает:",), _("from one to another, both included"), "упоминает:2024-01-10..2024-01-20"),
        ),
    ),
)
"""The operators, in the order of the docs."""
