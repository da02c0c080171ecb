"""The page of a document: its marks, what its fields lead to, how it is cited, what changed in copies."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from html import unescape

import pytest
from flask.testing import FlaskClient

from search.documents import DOCUMENT_FIELDS, Document
from search.results import Excerpt, Span
from tests.conftest import SiteOf
from tests.html import HOSTILE, heading, links, page, title, words
from web.pages.document.marks import REACHED, places

# From mark to mark.


def test_each_marked_place_of_a_text_leads_to_its_neighbours(site_of: SiteOf) -> None:
    document = Document("1", "Сталь", "Сталь и чугун.\n\nСтали мало, сталью гордятся.")
    html = page(site_of(document), "/documents/1?q=!!сталь")
    assert re.findall(r'<mark id="(m\d)">(\w+)</mark>', html) == [("m1", "Сталь"), ("m2", "Стали"), ("m3", "сталью")]
    assert "Отмечено 4 места. К первому в тексте" in words(html)
    assert links(html)["К первому в тексте"] == "#m1"
    steps = re.findall(r'<span class="step">(.*?)</span>(.*?)</span>', html)
    assert [words(f"<body>{place}{leads}") for place, leads in steps] == [
        "Место 1 из 3 следующее",
        "Место 2 из 3 предыдущее следующее",
        "Место 3 из 3 предыдущее",
    ]
    assert [re.findall('href="(.*?)"', leads) for _, leads in steps] == [["#m2"], ["#m1", "#m3"], ["#m2"]]


def test_a_single_place_leads_nowhere_but_can_be_gone_to(client: FlaskClient) -> None:
    html = page(client, "/documents/tlepov?q=женева")
    assert links(html)["К первому в тексте"] == "#m1"
    assert 'class="step"' not in html


def test_without_a_place_in_the_text_there_is_none_to_go_to(site_of: SiteOf) -> None:
    html = page(site_of(Document("1", "Сталь", "Чугун")), "/documents/1?q=сталь")
    assert "Отмечено 1 место." in words(html)
    assert "#m1" not in html


def test_of_very_many_places_the_first_ones_lead_to_each_other() -> None:
    marks = tuple(Span(2 * place, 2 * place + 1) for place in range(REACHED + 5))
    shown = places(Excerpt("и " * (REACHED + 5), marks))
    assert (shown.marked, shown.reached) == (REACHED + 5, REACHED)
    numbers = [piece.number for (paragraph,) in [shown.paragraphs] for piece in paragraph if piece.marked]
    assert numbers == [*range(1, REACHED + 1), 0, 0, 0, 0, 0]


def test_pieces_of_a_text_make_its_paragraphs() -> None:
    shown = places(Excerpt("один два\n\nтри", (Span(5, 13),)))
    assert [[(piece.text, piece.number) for piece in paragraph] for paragraph in shown.paragraphs] == [
        [("один ", 0), ("два", 1)],
        [("три", 2)],
    ]


# What its fields lead to.


@pytest.mark.parametrize("value", ["Степные вести", "-ТАСС", 'ООО "Вести" & сын', "a,b|c"])
def test_a_field_leads_to_the_documents_that_say_the_same(site_of: SiteOf, value: str) -> None:
    said = {field: f"{value} {field}" for field in DOCUMENT_FIELDS}
    documents = [Document(name, name, "Текст") for name in ("первый", "второй", "третий")]
    client = site_of(*(replace(document, **said) for document in documents[:2]), documents[2])
    leads = links(page(client, "/documents/первый"))
    for text in said.values():
        assert {"первый", "второй", "третий"} & links(page(client, leads[text])).keys() == {"первый", "второй"}


def test_a_keyword_is_searched_for_as_a_phrase(site_of: SiteOf) -> None:
    keywords = ('чёрная "сталь"', "сталь -чугун", 'чёрная" -сталь "')
    client = site_of(
        Document("1", "Первый", "Чёрная сталь, чугун", keywords=keywords), Document("2", "", "Чугун и сталь")
    )
    leads = links(page(client, "/documents/1"))
    for keyword in keywords:
        assert heading(page(client, leads[keyword])) == "Найден 1 документ", keyword


def test_the_page_names_its_address_without_the_search_and_its_json(client: FlaskClient) -> None:
    for lang in ("", "&lang=en"):
        html = page(client, f"/documents/tlepov?q=женева&from=2020{lang}")
        assert '<link rel="canonical" href="http://localhost/documents/tlepov">' in html
    html = page(client, "/documents/tlepov?q=женева")
    assert links(html)["постоянная ссылка"] == "/documents/tlepov"
    assert client.get(links(html)["JSON"]).json["id"] == "tlepov"


def test_a_document_says_how_it_is_cited(site_of: SiteOf) -> None:
    known = Document("1", "Сталь <b> & «чугун»", "", date(2024, 3, 15), "Вести", url="https://example.org/?a=1&b=2")
    html = page(site_of(known), "/documents/1")
    cited = re.search(r'<textarea id="citation"[^>]* readonly[^>]*>(.*?)</textarea>', html)
    assert cited
    assert "<b>" not in cited[1]
    assert unescape(cited[1]).startswith(
        "Сталь <b> & «чугун» // Вести. 2024. 15 марта. URL: https://example.org/?a=1&b=2 (дата обращения: "
    )


# What changed in a copy.

_STORY = "\n\n".join(f"Абзац номер {number} о том, как завод отгрузил судостроителям сталь." for number in range(9))


def test_copies_lead_to_what_changed_from_the_earlier_to_the_later(site_of: SiteOf) -> None:
    copies = [
        Document("поздний", "Поздний", _STORY, date(2024, 3, 17)),
        Document("ранний", "Ранний", _STORY, datetime(2024, 3, 15, 10, 0, tzinfo=UTC)),
        Document("без даты", "Без даты", _STORY),
        Document("этот", "Этот", _STORY, date(2024, 3, 16)),
    ]
    client = site_of(*copies)
    found = re.findall(r'href="(/changes\?[^"]+)" aria-label="([^"]+)"', page(client, "/documents/этот"))
    names = [words(f"<body>{name}") for _, name in found]
    assert names == ["Что изменилось: Ранний", "Что изменилось: Поздний", "Что изменилось: Без даты"]
    order = [re.findall("(Было|Стало) (.+?) (?:\\d|без)", words(page(client, unescape(to)))) for to, _ in found]
    assert order == [
        [("Было", "Ранний"), ("Стало", "Этот")],
        [("Было", "Этот"), ("Стало", "Поздний")],
        [("Было", "Этот"), ("Стало", "Без даты")],
    ]


def test_what_changed_is_told_by_signs_and_in_words(client: FlaskClient) -> None:
    html = page(client, "/changes?before=stal-kombinat&after=vestnik-1004")
    assert heading(html) == "Что изменилось"
    assert title(html).startswith("Что изменилось: Для двух ледоколов")
    assert "17 слов убрано 9 слов добавлено" in words(html)
    assert "[убрано: Новая марка выдерживает ] [добавлено: Металл новой марки переносит ] мороз" in words(html)
    assert "четверть. [убрано: Половину металла купят верфи, остальное пойдёт на опоры мостов. ]" in words(html)
    assert {"Нижнекаменский комбинат выпустил сталь для ледоколов"} <= links(html).keys()
    english = page(client, "/changes?before=stal-kombinat&after=vestnik-1004&lang=en")
    assert "[removed: Новая марка выдерживает ]" in words(english)


def test_paragraphs_far_from_any_change_are_folded_away(site_of: SiteOf) -> None:
    changed = _STORY.replace("номер 4", "под номером 4")
    html = page(site_of(Document("1", "", _STORY), Document("2", "", changed)), "/changes?before=1&after=2")
    folded = re.findall(r"<details>\n<summary>(.*?)</summary>(.*?)</details>", html, re.DOTALL)
    assert [words(f"<body>{summary}") for summary, _ in folded] == ["3 абзаца без изменений"] * 2
    assert [re.findall(r"Абзац номер (\d)", inside) for _, inside in folded] == [["0", "1", "2"], ["6", "7", "8"]]
    assert html.count("Абзац") == 9


def test_a_replaced_end_of_a_paragraph_stays_in_it(site_of: SiteOf) -> None:
    before, after = (Document(name, "", f"Завод отгрузил {name}\n\nВсё.") for name in ("сталь", "чугун"))
    html = page(site_of(before, after), "/changes?before=сталь&after=чугун")
    paragraphs = re.findall(r"<p>(.*?)</p>", html[html.index('<div class="text">') :])
    shown = [words(f"<body>{paragraph}") for paragraph in paragraphs[:2]]
    assert shown == ["Завод отгрузил [убрано: сталь ] [добавлено: чугун ]", "Всё."]


def test_copies_word_for_word_are_said_to_be(site_of: SiteOf) -> None:
    html = page(site_of(Document("1", "Сталь", _STORY), Document("2", "Сталь", _STORY)), "/changes?before=1&after=2")
    assert "Тексты совпадают слово в слово." in words(html)
    assert not re.search("<(del|ins)", html)


def test_what_documents_say_is_shown_as_text_where_they_are_compared(site_of: SiteOf) -> None:
    client = site_of(Document("1", HOSTILE, HOSTILE, source=HOSTILE), Document(HOSTILE, "", f"{HOSTILE} {HOSTILE}"))
    html = page(client, "/changes", before="1", after=HOSTILE)
    assert "<script>" not in html
    assert "<script>alert(1)</script>" in words(html)
    tags = re.findall(r"<[a-z][^>]*>", html)
    assert not [tag for tag in tags if re.search(r"\son\w+\s*=", re.sub(r'"[^"]*"', '""', tag))]


def test_what_cannot_be_compared_is_refused_in_words(client: FlaskClient) -> None:
    assert heading(page(client, "/changes?before=tlepov&after=nobody", 404)) == "Такого документа в архиве нет"
    html = page(client, "/changes?before=tlepov", 400)
    assert "Параметр «after» не понят. В нём id документа." in words(html)
