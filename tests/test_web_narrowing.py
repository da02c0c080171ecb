"""What a list is narrowed by on the page: facets, chips, periods, the spread over time, and pages that stay put."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from search.dates import period
from search.documents import Document
from search.request import INTERVALS, Interval, SearchRequest
from search.results import Bucket, Histogram
from tests.conftest import MOSCOW, Publish, SiteOf
from tests.html import heading, links, page, words
from web.pages.results.periods import presets
from web.pages.results.timeline import NARROW, WIDE, timeline


@pytest.fixture
def client(site_of: SiteOf) -> FlaskClient:
    told = [
        ("1", "Сталь дорожает", "ТАСС", "Экономика", date(2024, 1, 5)),
        ("2", "Сталь дешевеет", "ТАСС", "Экономика", date(2024, 3, 8)),
        ("3", "Сталь и чугун", "Вестник", "Экономика", date(2025, 6, 1)),
        ("4", "Хоккей", "Вестник", "Спорт", date(2026, 2, 1)),
        ("5", "Театр", "", "Культура", None),
    ]
    return site_of(
        *(Document(ident, title, "", when, source, section) for ident, title, source, section, when in told)
    )


def facet(html: str, name: str) -> str:
    found = re.search(rf'<section aria-labelledby="facet-{name}">.*?</section>', html, re.DOTALL)
    return found[0] if found else ""


def test_a_value_narrows_the_list_and_its_chip_widens_it_again(client: FlaskClient) -> None:
    html = page(client, "/?q=сталь")
    assert words(f"<body>{facet(html, 'source')}") == "Источник ТАСС 2 Вестник 1"
    narrowed = page(client, links(html)["ТАСС 2"])
    assert heading(narrowed) == "Найдено 2 документа"
    assert words(f"<body>{facet(narrowed, 'source')}") == "Источник ТАСС 2 Вестник 1"
    both = page(client, links(facet(narrowed, "source"))["Вестник 1"])
    assert heading(both) == "Найдено 3 документа"
    assert heading(page(client, links(both)["Убрать: Источник: ТАСС ×"])) == "Найден 1 документ"
    assert heading(page(client, links(facet(both, "source"))["ТАСС 2"])) == "Найден 1 документ"


def test_a_facet_that_narrows_nothing_is_not_shown(client: FlaskClient) -> None:
    html = page(client, "/?q=сталь")
    assert not facet(html, "section")
    assert not facet(html, "author")
    assert "не указано 1" in words(page(client, "/"))


def test_values_that_have_no_room_beside_the_list_have_a_page_of_their_own(
    site_of: SiteOf,
) -> None:
    client = site_of(*(Document(str(each), "Сталь", "", source=f"Вестник {each:02}") for each in range(30)))
    html = page(client, "/?q=сталь&source=Вестник 07")
    beside = [name for name in links(facet(html, "source")) if name.startswith("Вестник")]
    assert beside == ["Вестник 07 1", *(f"Вестник {each:02} 1" for each in range(5))]
    every = page(client, links(html)["ещё 24 : Источник"])
    assert len([name for name in links(every) if name.startswith("Вестник")]) == 30
    assert heading(page(client, links(every)["Вестник 29 1"])) == "Найдено 2 документа"
    assert heading(page(client, "/values/colour", 404)) == "Такой страницы нет"


def test_what_is_left_out_has_a_chip_too(client: FlaskClient) -> None:
    html = page(client, "/?source=-ТАСС&source=-")
    assert heading(html) == "Найдено 2 документа"
    assert heading(page(client, links(html)["Убрать: Источник, кроме: ТАСС ×"])) == "Найдено 4 документа"


def test_a_value_that_no_document_has_is_said_and_the_nearest_is_a_link(client: FlaskClient) -> None:
    html = page(client, "/?source=тасс")
    assert "В поле «Источник» ни у одного документа нет такого: «тасс»; похожее — ТАСС ." in words(html)
    assert heading(page(client, links(html)["ТАСС"])) == "Найдено 2 документа"


def test_titles_only_is_a_box_of_the_form_and_a_chip(site_of: SiteOf) -> None:
    client = site_of(Document("1", "Сталь", ""), Document("2", "Чугун", "Дороже, чем сталь."))
    html = page(client, "/?q=сталь&in=title")
    assert heading(html) == "Найден 1 документ"
    assert '<input type="checkbox" name="in" value="title" checked>' in html
    assert heading(page(client, links(html)["Убрать: только в заголовках ×"])) == "Найдено 2 документа"


def test_the_form_keeps_the_filters(client: FlaskClient) -> None:
    html = page(client, "/?q=сталь&source=ТАСС&source=-Вестник&lang=en")
    for name, value in (("source", "ТАСС"), ("source", "-Вестник"), ("lang", "en")):
        assert f'<input type="hidden" name="{name}" value="{value}">' in html


# Time.


def test_presets_are_counted_back_from_today_and_keep_the_rest() -> None:
    asked = SearchRequest("сталь", since="2020", page=3)
    found = {preset.name: preset.request for preset in presets(asked, date(2026, 11, 30))}
    assert {name.replace("\N{NO-BREAK SPACE}", " "): (e.since, e.until, e.day) for name, e in found.items()} == {
        "Сегодня": ("2026-11-30", "2026-11-30", ""),
        "7 дней": ("2026-11-24", "2026-11-30", ""),
        "Месяц": ("2026-11-01", "2026-11-30", ""),
        "Год": ("2025-12-01", "2026-11-30", ""),
        "В этот день": ("", "", "11-30"),
        "Всё время": ("", "", ""),
    }
    assert {(each.q, each.page) for each in found.values()} == {("сталь", 1)}


def test_a_preset_that_is_chosen_says_so(site_of: SiteOf) -> None:
    client = site_of(Document("1", "Свежее", "", datetime.now(UTC)), Document("2", "Давнее", "", date(2020, 1, 1)))
    html = page(client, links(page(client, "/"))["Сегодня"])
    assert heading(html) == "Найден 1 документ"
    assert re.search(r'<a [^>]*aria-current="true">Сегодня</a>', html)


def test_a_day_of_any_year_has_a_chip(client: FlaskClient) -> None:
    html = page(client, "/?q=сталь&day=03-08")
    assert heading(html) == "Найден 1 документ"
    assert heading(page(client, links(html)["Убрать: 8 марта любого года ×"])) == "Найдено 3 документа"
    assert "11-30, месяц и день" in words(page(client, "/?day=30.11", 400))


def test_the_bars_and_the_lines_of_the_table_narrow_to_the_same_days(client: FlaskClient) -> None:
    html = page(client, "/?q=сталь")
    wide = re.search(r'<svg class="wide".*?</svg>', html, re.DOTALL)
    table = links(html[html.index("<table>") : html.index("</table>")])
    assert wide
    assert list(table.values()) == [unescape(address) for address in re.findall(r'<a href="([^"]+)"', wide[0])]
    assert len(table) == 3
    for address in table.values():
        assert heading(page(client, address)) == "Найден 1 документ"
    assert "Без даты: 1" in words(page(client, "/"))


def test_the_bars_are_outside_of_the_tab_order_and_of_what_is_read_aloud(client: FlaskClient) -> None:
    for picture in re.findall(r"<svg.*?</svg>", page(client, "/"), re.DOTALL):
        assert 'aria-hidden="true"' in picture
        assert picture.count("<a ") == picture.count('tabindex="-1"')


def test_one_day_has_no_spread(client: FlaskClient) -> None:
    assert "<svg" not in page(client, "/?from=2024-01-05&to=2024-01-05")


def starts(day: date, interval: Interval, number: int) -> Iterator[date]:
    """The first days of stretches of time that follow each other."""
    if interval in ("day", "week"):
        monday = day - timedelta(days=day.weekday())
        yield from (monday + timedelta(days=each * (7 if interval == "week" else 1)) for each in range(number))
        return
    months = {"month": 1, "quarter": 3, "year": 12}[interval]
    first = (12 * day.year + day.month - 1) // months
    for each in range(first, first + number):
        year, month = divmod(each * months, 12)
        yield date(year, month + 1, 1)


@given(
    st.sampled_from(INTERVALS),
    st.lists(st.integers(0, 10**6), min_size=2, max_size=100),
    st.dates(date(1900, 1, 1), date(2030, 1, 1)),
)
def test_few_bars_hold_all_documents_and_every_day_once(interval: Interval, counts: list[int], start: date) -> None:
    days = list(starts(start, interval, len(counts) + 1))
    buckets = tuple(
        Bucket(one, other - timedelta(days=1), count)
        for one, other, count in zip(days, days[1:], counts, strict=False)
    )
    made = timeline(Histogram(interval, buckets, 0), SearchRequest("сталь", page=2))
    assert made
    for bars, most in ((made.wide, WIDE), (made.narrow, NARROW)):
        assert len(bars) <= most
        assert sum(bar.count for bar in bars) == sum(counts)
        assert [bar.request.since for bar in bars] == sorted(bar.request.since for bar in bars)
        periods = [(period(bar.request.since, MOSCOW), period(bar.request.until, MOSCOW)) for bar in bars]
        assert [last.end for _, last in periods[:-1]] == [first.start for first, _ in periods[1:]]
        assert all(bar.request.page == 1 for bar in bars)


# Pages.


def test_the_step_forward_stays_in_the_state_of_the_index_in_which_the_list_began(
    site_of: SiteOf, publish: Publish
) -> None:
    documents = [Document(str(number), f"Сталь {number}", "", date(2026, 1, number)) for number in range(1, 8)]
    client = site_of(*documents)
    first = page(client, "/?q=сталь&sort=newest&per_page=3")
    publish([[*documents, Document("new", "Сталь новая", "", date(2026, 2, 1))]])
    second = page(client, links(first)["Дальше →"])
    third = page(client, links(second)["Дальше →"])
    seen = [re.findall(r"<h2><a [^>]*>(?:<mark>)?Сталь(?:</mark>)? (\w+)", html) for html in (first, second, third)]
    assert seen == [["7", "6", "5"], ["4", "3", "2"], ["1"]]
    assert 'aria-current="page" aria-label="Страница 2"' in second
    assert heading(page(client, "/?q=сталь")) == "Найдено 8 документов"


def test_where_that_state_is_gone_the_live_list_goes_on_and_says_so(site_of: SiteOf) -> None:
    documents = [Document(str(number), f"Сталь {number}", "") for number in range(7)]
    client = site_of(*documents)
    further = links(page(client, "/?q=сталь&per_page=3"))["Дальше →"]
    cursor = parse_qs(urlsplit(further).query)["cursor"][0]
    state = cursor.split("-")[0]
    gone = further.replace(cursor, cursor.replace(state, "009999"))
    html = page(client, gone)
    assert "Архив с тех пор обновился, и список мог сдвинуться." in words(html)
    assert '<ol class="hits" start="4">' in html


def test_a_cursor_of_another_search_is_refused(client: FlaskClient) -> None:
    further = links(page(client, "/?q=сталь&per_page=1"))["Дальше →"]
    html = page(client, further.replace("per_page=1", "per_page=1&sort=newest"), 400)
    assert "Его составляет ссылка на следующую страницу" in words(html)


# The same list elsewhere.


@pytest.mark.parametrize("name", ["JSON", "таблица (CSV)", "JSON Lines", "RSS", "Atom"])
def test_the_same_list_is_there_in_every_format(client: FlaskClient, name: str) -> None:
    html = page(client, "/?q=сталь&source=ТАСС&sort=newest&per_page=5")
    answer = client.get(links(html)[name])
    assert answer.status_code == 200
    assert "Сталь дорожает" in answer.text
    assert "чугун" not in answer.text


def test_a_feed_is_announced_to_the_browser(client: FlaskClient) -> None:
    html = page(client, "/?q=сталь")
    for kind in ("rss", "atom"):
        assert re.search(rf'<link rel="alternate" type="application/{kind}\+xml" href="/api/search\?[^"]+">', html)
