"""The page that explains the query language, and what browsers read of the search."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient

from tests.html import heading, links, page, words
from web.pages.guide import GUIDE

_OPENSEARCH = "{http://a9.com/-/spec/opensearch/1.1/}"

OPERATORS = [operator for section in GUIDE for operator in section.operators]


@pytest.mark.parametrize("language", ["ru", "en"])
def test_each_example_of_the_help_page_is_a_link_that_finds_something(client: FlaskClient, language: str) -> None:
    leads = links(page(client, f"/help?lang={language}"))
    for operator in OPERATORS:
        found = page(client, leads[operator.example])
        assert heading(found) not in ("Ничего не найдено", "Nothing found"), operator.example
        assert ("lang=en" in leads[operator.example]) == (language == "en")


def test_the_help_page_says_what_each_sign_does_in_the_language_of_the_reader(client: FlaskClient) -> None:
    russian, english = (words(page(client, f"/help?lang={language}")) for language in ("ru", "en"))
    assert "урожай /3 вино /3 не дальше трёх слов друг от друга, в любом порядке" in russian
    assert "урожай /3 вино /3 at most 3 words apart, in either order" in english
    for operator in OPERATORS:
        assert f"{' '.join((operator.example, *operator.signs))} {operator.meaning}" in english


@pytest.mark.parametrize("address", ["/", "/documents/tlepov", "/changes?before=tlepov&after=hor"])
def test_every_page_leads_to_the_help_page_and_to_the_description_of_the_search(
    client: FlaskClient, address: str
) -> None:
    html = page(client, address)
    assert heading(page(client, links(html)["Как искать"])) == "Как искать"
    assert '<link rel="search" type="application/opensearchdescription+xml"' in html


def test_a_browser_is_told_where_words_go(client: FlaskClient) -> None:
    answer = client.get("/opensearch.xml", headers={"Host": "archive.example.org"})
    assert answer.content_type == "application/opensearchdescription+xml; charset=utf-8"
    described = ElementTree.fromstring(answer.data)
    assert described.findtext(f"{_OPENSEARCH}ShortName") == "Словоформа"
    addresses = {url.get("type"): str(url.get("template")) for url in described.iter(f"{_OPENSEARCH}Url")}
    assert {address.split("/")[2] for address in addresses.values()} == {"archive.example.org"}
    found = addresses["text/html"].replace("{searchTerms}", "%D1%82%D0%BB%D0%B5%D0%BF%D0%BE%D0%B2")
    assert heading(page(client, found)) == "Найден 1 документ"


@pytest.mark.parametrize("language", ["ru", "en"])
def test_a_browser_is_told_how_words_go_on(client: FlaskClient, language: str) -> None:
    described = ElementTree.fromstring(client.get(f"/opensearch.xml?lang={language}").data)
    addresses = {url.get("type"): str(url.get("template")) for url in described.iter(f"{_OPENSEARCH}Url")}
    answer = client.get(addresses["application/x-suggestions+json"].replace("{searchTerms}", "ассам"))
    assert answer.content_type == "application/x-suggestions+json"
    assert answer.get_json(force=True) == ["ассам", ["ассамблея", "ассамблея оон"]]
