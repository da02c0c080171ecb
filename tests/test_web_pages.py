"""The pages as they are sent: what a reader sees, what a screen reader hears, and nothing that runs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from html import unescape

import pytest
from flask.testing import FlaskClient

from search.documents import Document
from tests.conftest import SiteOf
from tests.html import HOSTILE, heading, links, page, title, words

# The list.


def test_the_first_page_lists_the_archive_newest_first(client: FlaskClient) -> None:
    html = page(client, "/")
    assert heading(html) == "В архиве 56 документов"
    assert title(html) == "В архиве 56 документов — Словоформа"
    years = [int(year) for year in re.findall(r'<time datetime="(\d{4})', html)]
    assert len(years) == 20
    assert years == sorted(years, reverse=True)


def test_the_count_stands_in_title_and_heading(client: FlaskClient) -> None:
    html = page(client, "/", q="тлепов")
    assert heading(html).startswith("Найден")
    assert title(html) == f"тлепов: {heading(html).lower()} — Словоформа"


def test_a_result_shows_what_is_known_of_it(client: FlaskClient) -> None:
    html = page(client, "/", q="женева разоружение")
    assert '<a href="/documents/tlepov?q=' in html
    shown = words(html)
    assert "Тлепов не намерен возвращаться в сборную 12 января 2026 Астана ТАСС" in shown
    assert "<mark>Женеве</mark>" in html


def test_an_instant_is_shown_by_the_clock_of_the_index(site_of: SiteOf) -> None:
    client = site_of(Document("1", "Сталь", "", datetime(2026, 1, 5, 21, 30, tzinfo=UTC)))
    assert "6 января 2026, 00:30" in words(page(client, "/"))
    assert "6 января 2026, 00:30" in words(page(client, "/documents/1"))


def test_what_is_missing_is_said_or_left_out(site_of: SiteOf) -> None:
    html = page(site_of(Document("1", "", "Сталь.")), "/")
    assert links(html)["Без заголовка"] == "/documents/1"
    assert "без даты" in words(html)


def test_only_an_address_of_the_web_becomes_a_link(site_of: SiteOf) -> None:
    client = site_of(
        Document("1", "Чугун", "", url="javascript:alert(1)", source="Хитрый"),
        Document("2", "Сталь", "", url="https://example.org/?a=1&b=2", source="Честный"),
    )
    html = page(client, "/")
    assert links(html)["Честный"] == "https://example.org/?a=1&b=2"
    assert "Хитрый" not in links(html)
    document = page(client, "/documents/1")
    assert "javascript:alert(1)" in words(document)
    assert "javascript:alert(1)" not in links(document).values()


def test_order_links_keep_the_search(client: FlaskClient) -> None:
    html = page(client, "/", q="стали", to="2026", per_page=5, page=2)
    assert links(html)["сначала новые"] == "/?q=стали&to=2026&sort=newest&per_page=5"
    assert re.search(r'<a [^>]*aria-current="true">по\s+релевантности</a>', html)


def test_without_a_query_there_is_no_order_by_relevance(client: FlaskClient) -> None:
    assert set(links(page(client, "/"))) >= {"сначала новые", "сначала старые"}
    assert "по релевантности" not in links(page(client, "/"))


def test_the_form_keeps_what_was_asked(client: FlaskClient) -> None:
    html = page(client, "/", q='"новая марка" <', **{"from": "05.01.2022"}, to="2026-10", sort="newest", page=1)
    assert 'value="&#34;новая марка&#34; &lt;"' in html
    assert '<input id="from" name="from" type="date" value="2022-01-05">' in html
    assert '<input id="to" name="to" type="date" value="2026-10-31">' in html
    assert '<input type="hidden" name="sort" value="newest">' in html
    assert 'name="page"' not in html


def test_page_links_walk_the_whole_list_once(client: FlaskClient) -> None:
    seen: list[str] = []
    address: str | None = "/?q=стали&match=all&per_page=5&sort=oldest"
    pages = 0
    while address:
        html = page(client, address)
        seen += re.findall(r'<h2><a href="/documents/([^?"]+)', html)
        following = re.search(r'rel="next" href="([^"]+)"', html)
        address = unescape(following[1]) if following else None
        pages += 1
    assert pages > 1
    assert len(set(seen)) == len(seen)
    assert f"Найдено {len(seen)} " in words(page(client, "/?q=стали&match=all"))


def test_numbering_goes_on_from_page_to_page(client: FlaskClient) -> None:
    assert '<ol class="hits" start="6">' in page(client, "/?per_page=5&page=2")


def test_a_page_past_the_end_leads_back(client: FlaskClient) -> None:
    html = page(client, "/?per_page=20&page=9")
    assert "Страницы 9 нет" in words(html)
    assert links(html)["страница 3"] == "/?page=3"


# What is said of the query.


def test_relaxation_is_said_in_words(client: FlaskClient) -> None:
    shown = words(page(client, "/", q="тлепов абракадабра"))
    expected = "Документов со всеми словами нет. Показаны те, где слов больше всего; не везде есть: «абракадабра»."
    assert expected in shown
    assert "За это время документов со всеми словами нет." in words(page(client, "/?q=тлепов абракадабра&from=2026"))


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("сталь для ледоколов", "Частые слова не учтены: «для»."),
        ('сталь "ледокол', "у кавычки нет пары"),
        ("сталь |", "у знака | нет слова"),
        ("т.е.*", "звёздочка действует только внутри одного слова"),
        ("sourse:сталь", "такого поля нет, всё это ищется как слова; похожее поле — source"),
        ("(сталь", "у скобки нет пары"),
        ("сталь~9", "после ~ у слова может стоять 1 или 2"),
        ('!!"чемпион мира"', "после !! должно стоять одно целое слово"),
        ("сталь /3 -мост", "знака расстояния"),
        ("сталь date:вчера", "дата не понята"),
        ("СТАЛЬ НЕ ПОДОРОЖАЛА", "это обычное слово"),
        ("title: сталь", "здесь нет слова"),
    ],
)
def test_what_was_not_used_of_the_query_is_said(client: FlaskClient, query: str, said: str) -> None:
    assert said in words(page(client, "/", q=query))


def test_it_is_said_by_which_forms_documents_were_found(client: FlaskClient) -> None:
    assert "Найдено как: сталь 2, сталью 2 Точная форма:" in words(page(client, "/", q="сталь"))
    assert "одна 3 и ещё 130" in words(page(client, "/", q="о*"))
    assert "Найдено как" not in words(page(client, "/"))


def test_a_word_of_several_readings_may_be_narrowed_to_one(client: FlaskClient) -> None:
    html = page(client, "/", q="стали -мост", to="2026", sort="newest", page=2, per_page=5)
    assert "«стали» — искать только: стать (гл.) сталь (сущ.)" in words(html)
    narrowed = page(client, links(html)["сталь (сущ.)"])
    assert re.search(r'name="q"[^>]*value="!!сталь -мост"', narrowed)
    assert '<input type="hidden" name="sort" value="newest">' in narrowed
    assert 'value="2026-12-31"' in narrowed
    exact = page(client, links(html)["точная форма стали"])
    assert re.search(r'name="q"[^>]*value="!стали -мост"', exact)
    assert "искать только" not in words(exact)


def test_a_reading_that_no_document_has_is_not_offered(client: FlaskClient) -> None:
    assert "искать только" not in words(page(client, "/", q="тлепова"))


def test_what_else_finds_more_is_a_link(client: FlaskClient) -> None:
    html = page(client, "/", q="Ғафуров", sort="oldest")
    assert "Возможно, вы имели в виду: Гафуров документов: (3)" in words(html)
    assert heading(page(client, links(html)["Гафуров"])) == "Найдено 3 документа"
    assert "sort=oldest" in links(html)["Гафуров"]


def test_what_was_meant_is_shown_and_what_was_typed_is_a_link(client: FlaskClient) -> None:
    html = page(client, "/", q="гпфуров", sort="oldest")
    assert heading(html) == "Найдено 3 документа"
    assert "Показано по запросу гафуров ; искать «гпфуров» как набрано" in words(html)
    typed = page(client, links(html)["искать «гпфуров» как набрано"])
    assert heading(typed) == "Ничего не найдено"
    assert "Возможно, вы имели в виду: гафуров документов: (3)" in words(typed)
    assert "<mark" in page(client, next(link for link in links(html).values() if link.startswith("/documents/")))


def test_a_long_query_keeps_its_readings_folded_away(client: FlaskClient) -> None:
    assert '<details class="reading" open>' in page(client, "/", q="стали")
    assert '<details class="reading">' in page(client, "/", q="братья стали чемпионами мира")


def test_what_was_looked_for_as_well_is_said_once(client: FlaskClient) -> None:
    html = page(client, "/?q=организация объединённых наций")
    assert html.count("Также: ООН.") == 1
    assert "Также" not in page(client, links(html)["Искать только набранное"])
    assert "Также" not in page(client, "/?q=организация объединённых наций&expand=0")
    assert "Также" not in page(client, "/?q=сталь")


def test_nothing_found_comes_with_advice(client: FlaskClient) -> None:
    html = page(client, "/", q='"стали абракадаброй" -сталь', **{"from": "2020"}, match="all")
    assert heading(html) == "Ничего не найдено"
    shown = words(html)
    assert "Во всём архиве: «стали абракадаброй»: нет" in shown
    assert "убрать кавычки" in shown
    assert "минус" in shown
    assert "from" not in links(html)["искать за всё время"]
    assert "match=any" in links(html)["искать документы хотя бы с одним из слов"]


def test_nothing_found_by_a_filter_names_it(client: FlaskClient) -> None:
    shown = words(page(client, "/", q="вобла source:вестник date:2019"))
    assert "убрать условия: «source:вестник», «date:2019»" in shown
    assert "убрать кавычки" not in shown


# The document.


def test_a_document_keeps_its_paragraphs_and_marks_the_query(client: FlaskClient) -> None:
    html = page(client, "/documents/tlepov?q=женева")
    assert heading(html) == "Тлепов не намерен возвращаться в сборную"
    assert len(re.findall(r"<p>", html[html.index('<div class="text">') : html.index("<dl")])) == 5
    assert '<mark id="m1">Женеве</mark>' in html
    assert "Отмечено 1 место." in words(html)


def test_a_document_leads_back_to_the_same_results(client: FlaskClient) -> None:
    listed = page(client, "/?q=стали&from=2020&sort=newest&per_page=5&page=2")
    address = next(address for address in links(listed).values() if address.startswith("/documents/"))
    back = links(page(client, address))["← К результатам: «стали»"]
    assert page(client, back) == listed


def test_a_document_by_itself_leads_to_the_search(client: FlaskClient) -> None:
    assert links(page(client, "/documents/tlepov"))["← К поиску"] == "/"


def test_a_document_shows_all_that_is_known_of_it(site_of: SiteOf) -> None:
    known = Document(
        "id", "Заголовок", "Текст", date(2026, 1, 5), "Источник", "Рубрика", "Автор", "Омск", "ТАСС",
        "https://example.org/1", ("сталь", "чугун"),
    )  # fmt: skip
    shown = words(page(site_of(known), "/documents/id"))
    assert "5 января 2026 Источник Омск ТАСС" in shown
    assert "Рубрика Рубрика Автор Автор Ключевые слова сталь , чугун Оригинал https://example.org/1" in shown


# Safety.


@pytest.fixture
def hostile(site_of: SiteOf) -> FlaskClient:
    return site_of(
        Document(
            HOSTILE,
            HOSTILE,
            f"{HOSTILE}\n\n{HOSTILE}",
            date(2026, 1, 5),
            *(HOSTILE for _ in ("source", "section", "author", "place", "agency")),
            url=f'https://example.org/"{HOSTILE}'.replace(" ", ""),
            keywords=(HOSTILE,),
        )
    )


def addresses(client: FlaskClient) -> Iterator[tuple[str, int]]:
    listed = page(client, "/", q=HOSTILE)
    yield next(link for link in links(listed).values() if link.startswith("/documents/")), 200
    for parameter in ("from", "sort", "page", HOSTILE):
        yield f"/?q={HOSTILE}&{parameter}={HOSTILE}".replace("&amp;", "%26"), 400
    yield f"/documents/nobody{HOSTILE}", 404
    yield f"/?q={HOSTILE}%22абракадабра%22".replace("&amp;", "%26"), 200


def test_what_documents_and_readers_write_is_shown_as_text(hostile: FlaskClient) -> None:
    for address, status in (("/?q=сталь", 200), *addresses(hostile)):
        html = page(hostile, address, status)
        assert "<script>" not in html, address
        tags = re.findall(r"<[a-z][^>]*>", html)
        assert not [tag for tag in tags if re.search(r"\son\w+\s*=", re.sub(r'"[^"]*"', '""', tag))], address
    assert '<script>alert(1)</script>"onmouseover=' in words(page(hostile, "/?q=сталь"))


@pytest.mark.parametrize(
    "address", ["/", "/documents/tlepov", "/nothing", "/api/search", "/healthz", "/static/style.css"]
)
def test_every_answer_forbids_scripts_frames_and_other_hosts(client: FlaskClient, address: str) -> None:
    with client.get(address) as answer:
        headers = answer.headers
    policy = dict(rule.strip().split(" ", 1) for rule in headers["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert set(policy.values()) == {"'none'", "'self'"}
    assert {policy[name] for name in ("base-uri", "frame-ancestors")} == {"'none'"}
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "Set-Cookie" not in headers


@pytest.mark.parametrize("address", ["/?q=стали", "/documents/tlepov?q=женева", "/?sort=x", "/nothing"])
def test_a_page_has_nothing_inline_and_one_language_title_and_heading(client: FlaskClient, address: str) -> None:
    html = client.get(address).text
    assert not re.search(r"<(script(?! src=)|style)|\sstyle=|\son[a-z]+=", html)
    assert '<html lang="ru">' in html
    head = html[: html.index("</head>")]
    assert len(re.findall("<h1", html)) == len(re.findall("<title>", head)) == len(re.findall("<main>", html)) == 1
    assert links(html).keys() & {"К результатам", "К статье", "К содержанию"}
    identifiers = re.findall(r'\sid="([^"]+)"', html)
    assert len(set(identifiers)) == len(identifiers)
    assert set(re.findall(r'<label[^>]* for="([^"]+)"', html)) <= set(identifiers)


def test_a_first_visit_is_light(client: FlaskClient) -> None:
    scripts = ("search", "shortcuts", "timeline")
    parts = ("/", "/static/style.css", "/static/favicon.svg", *(f"/static/{name}.js" for name in scripts))
    size = 0
    for part in parts:
        with client.get(part) as answer:
            size += len(answer.data)
    assert size < 50_000
