"""The page in two languages: every text has its Russian, every link keeps the language."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po
from flask.testing import FlaskClient

import web
from tests.html import heading, links, page, words
from web.language import CATALOGUE, bound, ngettext
from web.words import figures

_METHODS = [("**.py", "python"), ("**.html", "jinja2")]
_OPTIONS = {"**.html": {"trimmed": "true"}}
_HELD = re.compile(r"%\(\w+\)s")


@cache
def catalogue() -> dict[str, Message]:
    with CATALOGUE.open("rb") as file:
        return {_first(message.id): message for message in read_po(file, abort_invalid=True) if message.id}


@cache
def in_use() -> dict[str, tuple[str, ...]]:
    """Every text of the page: one form, or two that follow a number."""
    keywords: dict[str, tuple[int, ...] | None] = {"_": None, "gettext": None, "ngettext": (1, 2)}
    found = extract_from_dir(Path(web.__file__).parent, _METHODS, _OPTIONS, keywords=keywords)
    texts = (text for _, _, text, _, _ in found)
    return {_first(text): (text,) if isinstance(text, str) else tuple(text) for text in texts}


def _first(text: str | tuple[str, ...]) -> str:
    return text if isinstance(text, str) else text[0]


def test_every_text_has_its_russian_and_no_russian_is_left_over() -> None:
    assert in_use().keys() - catalogue().keys() == set()
    assert catalogue().keys() - in_use().keys() == set()


def test_a_text_and_its_russian_hold_the_same_values() -> None:
    for text, message in catalogue().items():
        forms = message.string if message.pluralizable else (message.string,)
        assert len(forms) == (3 if message.pluralizable else 1), text
        for form in forms:
            assert form, text
            assert Counter(_HELD.findall(form)) == Counter(_HELD.findall(text)), text


@pytest.mark.parametrize(
    ("plain", "printed"),
    [
        ("К поиску", "К_поиску"),
        ("поиск по архиву и в нём", "поиск по_архиву и_в_нём"),
        ("хотя бы с одним", "хотя_бы с_одним"),
        ("Страницы нет: последняя —", "Страницы нет: последняя_—"),
        ("Найдено %(count)s документа", "Найдено %(count)s_документа"),
        ("бывший без него женился", "бывший без_него женился"),
    ],
)
def test_what_belongs_together_stays_on_a_line(plain: str, printed: str) -> None:
    assert bound(plain) == printed.replace("_", "\N{NO-BREAK SPACE}")


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (1, "Найден 1 документ"),
        (2, "Найдено 2 документа"),
        (4, "Найдено 4 документа"),
        (5, "Найдено 5 документов"),
        (11, "Найдено 11 документов"),
        (12, "Найдено 12 документов"),
        (14, "Найдено 14 документов"),
        (21, "Найден 21 документ"),
        (22, "Найдено 22 документа"),
        (25, "Найдено 25 документов"),
        (101, "Найден 101 документ"),
        (111, "Найдено 111 документов"),
        (1_022, "Найдено 1 022 документа"),
        (44_071, "Найден 44 071 документ"),
        (1_000_000, "Найдено 1 000 000 документов"),
    ],
)
def test_what_was_found_agrees_with_its_number(number: int, words: str) -> None:
    told = ngettext("%(count)s document found", "%(count)s documents found", number, count=figures(number))
    assert told == "\N{NO-BREAK SPACE}".join(words.split()).replace("\N{NO-BREAK SPACE}", " ", 1)


def test_the_heading_says_how_many_in_both_languages(client: FlaskClient) -> None:
    assert heading(page(client, "/?q=сталь")) == "Найдено 2 документа"
    assert heading(page(client, "/?q=сталь&lang=en")) == "2 documents found"
    assert heading(page(client, "/?q=абракадабра&lang=en")) == "Nothing found"


@pytest.mark.parametrize("address", ["/?q=стали", "/?q=абракадабра&from=2020", "/documents/tlepov?q=женева"])
def test_a_page_in_english_has_no_russian_of_its_own_and_leads_to_english_pages(
    client: FlaskClient, address: str
) -> None:
    html = page(client, f"{address}&lang=en")
    assert '<html lang="en">' in html
    russian = page(client, address)
    for text in catalogue().values():
        if isinstance(text.string, str) and len(text.string) > 8 and "%" not in text.string:
            assert text.string not in words(html)
    own = [to for to in links(html).values() if to.startswith(("/?", "/documents/"))]
    assert own
    assert [to for to in own if "lang=en" not in to] == [links(html)["Русский"]]
    assert page(client, links(russian)["English"]) == html


def test_a_refusal_is_told_in_english_too(client: FlaskClient) -> None:
    assert heading(page(client, "/?sort=best&lang=en", 400)) == "The address has a mistake"
    assert heading(page(client, "/nothing?lang=en", 404)) == "There is no such page"
    assert heading(page(client, "/?lang=de", 400)) == "В адресе ошибка"
