"""Refusals as a reader sees them: what happened, and what to do now."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from search.config import DEFAULT_LIMITS, Limits
from search.documents import Document
from tests.conftest import Publish
from tests.html import heading, links, page, words
from web.app import create_app


@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        ("/?from=31.02.2026", 400, "День пишется так: 05.01.2026"),
        ("/?from=2026-02-01&to=2026-01-01", 400, "Первая дата должна быть не позже второй"),
        ("/?sort=best", 400, "relevance (по релевантности)"),
        ("/?page=0", 400, "Страницы нумеруются с единицы"),
        ("/?per_page=1000", 400, "от 1 до 100 документов"),
        ("/?match=some", 400, "any (любое из них)"),
        ("/?q=a&q=b", 400, "Повторять его не нужно"),
        ("/?date=2026", 400, "Параметра «date» у поиска нет"),
        ("/documents/tlepov?date=2026", 400, "Параметра «date» у поиска нет"),
        (f"/?q={'я' * (DEFAULT_LIMITS.length + 1)}", 422, "до 2 000 знаков"),
        (f"/?q={' '.join(f'ж{number}' for number in range(300))}", 422, "до 200 слов"),
        (f"/?q={'(a | ' * 30}", 422, "до 20. Упростите"),
        ("/?strict=1&q=(сталь", 400, "уберите из адреса strict=1"),
        ("/?strict=yes", 400, "включён (1) или выключен (0)"),
        ("/documents/nobody", 404, "Такого документа в архиве нет"),
        ("/nothing", 404, "Такой страницы нет"),
    ],
)
def test_a_refusal_is_a_page_that_says_what_to_do(client: FlaskClient, address: str, status: int, said: str) -> None:
    html = page(client, address, status)
    assert said in words(html)
    assert links(html)["К поиску"] == "/"


def test_a_wildcard_for_too_much_is_refused_with_advice(archive_index: Path) -> None:
    html = page(create_app(archive_index, Limits(expansions=30)).test_client(), "/?q=*о*", 422)
    assert "подходит больше 30 разных слов. Допишите в нём ещё несколько букв" in words(html)


def test_a_search_can_be_put_right_where_it_was_refused(client: FlaskClient) -> None:
    html = page(client, "/?q=сталь&from=31.02.2026&to=2026-03-01&page=2", 400)
    assert 'name="q" type="search" value="сталь"' in html
    assert '<input id="from" name="from" type="text" value="31.02.2026">' in html
    assert '<input id="to" name="to" type="date" value="2026-03-01">' in html


def test_a_page_is_only_read(client: FlaskClient) -> None:
    answer = client.post("/")
    assert answer.status_code == 405
    assert "GET" in answer.allow
    assert "обычной ссылкой" in words(answer.text)


def test_without_an_index_the_page_says_so(tmp_path: Path) -> None:
    html = page(create_app(tmp_path / "absent").test_client(), "/", 503)
    assert heading(html) == "Архив пока недоступен"
    assert str(tmp_path) not in html


@pytest.mark.parametrize(
    ("written", "said"),
    [("{", "Индекс архива повреждён"), ('{"format": 5}', "Индекс архива записан другой версией программы")],
)
def test_of_an_index_that_cannot_be_read_the_page_says_why(
    publish: Publish, tmp_path: Path, written: str, said: str
) -> None:
    (publish([[Document("1", "Сталь", "")]]).folder / "generation.json").write_text(written)
    html = page(create_app(tmp_path / "index").test_client(), "/", 503)
    assert heading(html) == said
    assert str(tmp_path) not in html


def test_an_unexpected_error_shows_no_trace(client: FlaskClient) -> None:
    def broken() -> str:
        raise ZeroDivisionError("secret")

    client.application.add_url_rule("/broken", view_func=broken)
    html = page(client, "/broken", 500)
    assert heading(html) == "На сервере случилась ошибка"
    assert "secret" not in html
