from __future__ import annotations

import pytest

from indexer.reading.assembling.fields import FIELDS, absent, match

KNOWN = """
    id          id guid uuid GUID
    title       title headline заголовок name Title ЗАГОЛОВОК
    text        text body content текст статья
    date        date published pubdate pubDate pub_date datetime created_at дата published-at
    source      source источник publisher
    section     section topic category rubric рубрика раздел
    author      author автор byline
    place       place
    agency      agency
    url         url link ссылка URL
    keywords    keywords tags теги ключевые_слова
"""


@pytest.mark.parametrize(
    ("field", "column"),
    [(field, column) for field, *columns in map(str.split, KNOWN.strip().splitlines()) for column in columns],
)
def test_a_column_is_known_by_its_usual_names(field: str, column: str) -> None:
    found = match((column,))
    assert [name for name in FIELDS if found[name]] == [field]
    assert found[field] == (column,)


def test_the_table_of_usual_names_has_every_field() -> None:
    assert {line.split()[0] for line in KNOWN.strip().splitlines()} == set(FIELDS)


def test_blanks_in_a_name_do_not_matter() -> None:
    assert match((" Ключевые слова",))["keywords"] == (" Ключевые слова",)


def test_the_columns_of_lenta_ru_need_no_mapping() -> None:
    found = match(("url", "title", "text", "topic", "tags", "date"))
    assert {field: columns[0] for field, columns in found.items() if columns} == {
        "url": "url", "title": "title", "text": "text", "section": "topic", "keywords": "tags", "date": "date",
    }  # fmt: skip


def test_of_several_columns_for_a_field_the_nearest_name_comes_first() -> None:
    assert match(("category", "topic", "section"))["section"] == ("section", "topic", "category")


def test_a_mapped_column_wins_and_serves_nothing_else() -> None:
    found = match(("title", "Name", "text"), (("author", "name"), ("title", "title")))
    assert found["author"] == ("Name",)
    assert found["title"] == ("title",)
    assert match(("name", "text"), (("author", "name"),))["title"] == ()
    assert match(("title", "seo_title", "text"), (("title", "seo_title"),))["title"] == ("seo_title",)


def test_columns_that_no_field_knows_are_left_alone() -> None:
    assert not any(match(("comments", "шум", "")).values())


def test_a_mapped_column_that_is_absent_is_told() -> None:
    assert absent(("title", "text"), (("author", "byln"), ("text", "Text"))) == {"byln"}
