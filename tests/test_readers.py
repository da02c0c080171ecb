from __future__ import annotations

import gzip
import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from indexer.reading.plain import table
from indexer.reading.sources import Found, Refused
from tests.reading import read_all

TOKAYEV = """ date 2026-01-05 Токаев не стремится вернуться на работу в ООН

Президент Казахстана принимает участие в консультациях

АСТАНА, 5 января. /ТАСС/. Президент Казахстана заявил…
"""
BODY = """Президент Казахстана принимает участие в консультациях

АСТАНА, 5 января. /ТАСС/. Президент Казахстана заявил…"""


def found(path: Path, content: str | bytes, **options: object) -> list[Found]:
    items = read_all(path, content, **options)
    assert not [item for item in items if isinstance(item, Refused)]
    return [item for item in items if isinstance(item, Found)]


def line(**values: object) -> str:
    return json.dumps({"title": "Заголовок", "text": "Текст."} | values, ensure_ascii=False) + "\n"


# --- plain text ---


@pytest.mark.parametrize(
    "content",
    [
        TOKAYEV.encode(),
        TOKAYEV.lstrip().encode(),
        TOKAYEV.encode("utf-8-sig"),
        TOKAYEV.replace("\n", "\r\n").encode(),
        TOKAYEV.replace("\n", "\r").encode(),
        TOKAYEV.encode("cp1251"),
        TOKAYEV.encode("utf-16"),
        ("\n\n" + TOKAYEV + "\n \n").encode(),
        TOKAYEV.replace("date 2026-01-05", "Date  05.01.2026").encode(),
        TOKAYEV.replace("2026-01-05", "20260105").encode(),
    ],
    ids=["as-it-came", "no-blank", "BOM", "CRLF", "CR", "cp1251", "UTF-16", "blank-lines", "dotted", "compact"],
)
def test_a_text_in_the_seed_layout_is_read(tmp_path: Path, content: bytes) -> None:
    (item,) = found(tmp_path / "токаев.txt", content)
    assert item.document.id == "токаев"
    assert item.document.title == "Токаев не стремится вернуться на работу в ООН"
    assert item.document.date == date(2026, 1, 5)
    assert item.document.text == BODY
    assert item.format == "text"
    assert item.where == str(tmp_path / "токаев.txt")


def test_the_first_line_may_hold_an_instant(tmp_path: Path) -> None:
    (item,) = found(tmp_path / "a.txt", "date 2026-01-05T12:30:00+03:00 Заголовок\n\nТекст.")
    assert item.document.date == datetime(2026, 1, 5, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "first", ["Date-палм растёт в Крыму", "date с судьбой", "Выборы 2026-01-05", "5 января 2026"]
)
def test_a_first_line_without_a_date_is_the_title(tmp_path: Path, first: str) -> None:
    (item,) = found(tmp_path / "a.txt", f"{first}\n\nТекст.")
    assert (item.document.title, item.document.date) == (first, None)


def test_a_title_has_single_blanks(tmp_path: Path) -> None:
    (item,) = found(tmp_path / "a.txt", "date 2026-01-05  Токаев \u00a0прибыл\t в Астану \n\nТекст.")
    assert item.document.title == "Токаев прибыл в Астану"


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("2022-06-15_x.txt", date(2022, 6, 15)),
        ("x-20220615.txt", date(2022, 6, 15)),
        ("15.06.2022 x.txt", date(2022, 6, 15)),
        ("2022_06_15.txt", date(2022, 6, 15)),
        ("20220615_2022-06-15.txt.gz", date(2022, 6, 15)),
        ("2022-06-31.txt", None),
        ("2022-06-15_2022-06-16.txt", None),
        ("000_35e720220615.txt", None),
        ("120220615.txt", None),
        ("202206150.txt", None),
        ("2022.txt", None),
    ],
)
def test_without_a_date_in_the_text_the_name_of_the_file_gives_it(
    tmp_path: Path, name: str, day: date | None
) -> None:
    content = "Заголовок\n\nТекст.".encode()
    (item,) = found(tmp_path / name, gzip.compress(content) if name.endswith("gz") else content)
    assert item.document.date == day


def test_a_date_in_the_text_wins_over_the_name_of_the_file(tmp_path: Path) -> None:
    (item,) = found(tmp_path / "2022-06-15.txt", TOKAYEV)
    assert item.document.date == date(2026, 1, 5)


def test_an_impossible_date_is_noted_and_the_document_kept_without_one(tmp_path: Path) -> None:
    (item,) = found(tmp_path / "a.txt", "date 2026-02-31 Заголовок\n\nТекст.")
    assert (item.document.title, item.document.date) == ("Заголовок", None)
    assert item.notes == ("date: unreadable date '2026-02-31', kept without a date",)


@pytest.mark.parametrize("content", ["date 2026-01-05 Заголовок\n", "Только заголовок", " \n\n", "\ufeff"])
def test_a_text_file_without_a_text_is_refused(tmp_path: Path, content: str) -> None:
    (item,) = read_all(tmp_path / "a.txt", content)
    assert isinstance(item, Refused)
    assert item.where == str(tmp_path / "a.txt")
    assert "no text" in item.reason


def test_a_mapping_is_about_columns_and_leaves_texts_alone(tmp_path: Path) -> None:
    (item,) = found(tmp_path / "a.txt", TOKAYEV, mapping={"title": "headline", "text": "body"})
    assert item.document.text == BODY


def test_an_undecodable_byte_in_a_text_is_refused_by_its_line(tmp_path: Path) -> None:
    (item,) = read_all(tmp_path / "a.txt", TOKAYEV.encode() + b"\xff\n")
    assert item.where == f"{tmp_path / 'a.txt'}:6"
    assert isinstance(item, Refused)
    assert item.reason == "byte 0xFF in column 1 is not utf-8"


# --- JSON lines ---


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_lines_end_in_any_usual_way(tmp_path: Path, end: str, encoding: str) -> None:
    content = line(id=1) + line(id=2)
    items = found(tmp_path / "a.jsonl", content.replace("\n", end).encode(encoding))
    assert [item.where.rpartition(":")[2] for item in items] == ["1", "2"]


def test_a_broken_line_is_refused_by_its_number_and_the_rest_goes_on(tmp_path: Path) -> None:
    content = line(id=1) + "{broken\n" + "\n" + '["список"]\n' + line(id=2) + '{"text": "обрыв'
    items = read_all(tmp_path / "a.jsonl", content)
    told = [(item.where.rpartition(":")[2], getattr(item, "reason", "")[:13]) for item in items]
    assert told == [("1", ""), ("2", "not JSON: Exp"), ("4", "not a JSON ob"), ("5", ""), ("6", "not JSON: Unt")]


@pytest.mark.parametrize("content", ["[" * 100_000, '{"id": ' + "1" * 5000 + "}", "NaN", "\x00\x01"])
def test_no_line_of_json_breaks_the_reading(tmp_path: Path, content: str) -> None:
    first, *rest = read_all(tmp_path / "a.jsonl", f"{content}\n" + line() * 9)
    assert isinstance(first, Refused)
    assert [type(item) for item in rest] == [Found] * 9


def test_every_field_is_read_under_its_own_name(tmp_path: Path) -> None:
    row = {
        "id": "tass-1", "title": "Токаев прибыл", "text": "Текст.", "date": "2026-01-05", "source": "ТАСС",
        "section": "Мир", "author": "И. Петров", "place": "Астана", "agency": "ТАСС", "url": "https://tass.ru/1",
        "keywords": ["ООН", "Казахстан"],
    }  # fmt: skip
    (item,) = found(tmp_path / "a.ndjson", line(**row))
    document = item.document
    got = {name: getattr(document, name) for name in row}
    assert got == row | {"date": date(2026, 1, 5), "keywords": ("ООН", "Казахстан")}
    assert item.format == "jsonl"


@pytest.mark.parametrize(
    ("values", "field", "kept"),
    [
        ({"id": 455367}, "id", "455367"),
        ({"id": 0}, "id", "0"),
        ({"title": 2026}, "title", "2026"),
        ({"title": None}, "title", ""),
        ({"title": float("nan")}, "title", ""),
        ({"author": False}, "author", ""),
        ({"section": ["Мир", None, "СНГ"]}, "section", "Мир, СНГ"),
        ({"section": None, "category": "СНГ"}, "section", "СНГ"),
        ({"keywords": "ООН, Казахстан;ООН; ;Токаев "}, "keywords", ("ООН", "Казахстан", "Токаев")),
        ({"tags": ["Иванов, Пётр", 2026]}, "keywords", ("Иванов, Пётр", "2026")),
        ({"keywords": None}, "keywords", ()),
        ({"text": ["Первый абзац.", "Второй."]}, "text", "Первый абзац.\n\nВторой."),
        ({"text": "  Первый.\r\n\r\nВтор\x00ой.\n"}, "text", "Первый.\n\nВторой."),
        ({"text": "Андреи\u0306"}, "text", "Андре\u0439"),
        ({"title": "Песков\n заявил"}, "title", "Песков заявил"),
        ({"date": "2026-01-05"}, "date", date(2026, 1, 5)),
        ({"date": 20260105}, "date", date(2026, 1, 5)),
        ({"date": 1767605400}, "date", datetime(2026, 1, 5, 9, 30, tzinfo=UTC)),
        ({"date": None}, "date", None),
        ({"date": ""}, "date", None),
    ],
)  # fmt: skip
def test_a_value_of_any_usual_type_becomes_what_the_field_holds(
    tmp_path: Path, values: dict[str, object], field: str, kept: object
) -> None:
    (item,) = found(tmp_path / "a.jsonl", line(**values))
    assert getattr(item.document, field) == kept
    assert not item.notes


def test_half_of_a_surrogate_pair_is_replaced(tmp_path: Path) -> None:
    (item,) = found(tmp_path / "a.jsonl", r'{"id": "\udc80", "title": "\ud83d\ude00", "text": "да \ud83d нет"}')
    assert (item.document.id, item.document.title, item.document.text) == ("\ufffd", "😀", "да \ufffd нет")


@pytest.mark.parametrize(
    ("values", "note"),
    [
        ({"date": "31.02.2020"}, "date: unreadable date '31.02.2020', kept without a date"),
        ({"published": "вчера"}, "published: unreadable date 'вчера', kept without a date"),
        (
            {"date": "5 января" + " " * 99 + "2026"},
            f"date: unreadable date '5 января{' ' * 48}…, kept without a date",
        ),
        ({"date": {"$date": 1}}, "date: {'$date': 1} is no text"),
        ({"author": {"name": "Пётр"}}, "author: {'name': 'Пётр'} is no text"),
        ({"tags": [{"id": 5}]}, "tags: {'id': 5} is no text"),
        ({"section": True}, "section: True is no text"),
    ],
)
def test_a_value_that_cannot_be_kept_is_noted_and_the_document_kept(
    tmp_path: Path, values: dict[str, object], note: str
) -> None:
    (item,) = found(tmp_path / "a.jsonl", line(**values))
    assert item.notes == (note,)


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"text": ""}, "there is no text"),
        ({"text": None}, "there is no text"),
        ({"text": " \n\x00 "}, "there is no text"),
        ({"text": {"html": "x"}}, "there is no text; text: {'html': 'x'} is no text"),
    ],
)
def test_a_row_with_no_text_is_refused(tmp_path: Path, values: dict[str, object], reason: str) -> None:
    (item,) = read_all(tmp_path / "a.jsonl", line(**values))
    assert item == Refused(f"{tmp_path / 'a.jsonl'}:1", reason, (tmp_path / "a.jsonl").stat().st_size)


def test_a_row_whose_text_has_an_unknown_name_shows_the_columns_and_the_option(tmp_path: Path) -> None:
    (item,) = read_all(tmp_path / "a.jsonl", '{"title": "Заголовок", "contents": "Текст."}')
    assert isinstance(item, Refused)
    assert "--map text=COLUMN" in item.reason
    assert "title, contents" in item.reason


# --- tables ---


@pytest.mark.parametrize(
    ("name", "delimiter"), [("a.csv", ","), ("a.csv", ";"), ("a.csv", "\t"), ("a.tsv", "\t"), ("a.tsv", ",")]
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251", "utf-16"])
def test_the_separator_is_read_off_the_header(tmp_path: Path, name: str, delimiter: str, encoding: str) -> None:
    rows = [['"title"', "url", "text", "date"], ["Токаев в Астане", "u1", '"Да, нет; или"', "05.01.2026"]]
    content = "\r\n".join(delimiter.join(row) for row in rows)
    (item,) = found(tmp_path / name, content.encode(encoding))
    assert (item.document.title, item.document.text) == ("Токаев в Астане", "Да, нет; или")
    assert item.document.date == date(2026, 1, 5)
    assert item.format == name[2:]


def test_a_file_of_lenta_ru_is_read_without_a_mapping(tmp_path: Path) -> None:
    header = "url,title,text,topic,tags,date"
    row = "https://lenta.ru/news/2018/12/14/cancer/,Названы регионы,В РФ…,Россия,Общество,2018/12/14"
    (item,) = found(tmp_path / "lenta-ru-news.csv", f"{header}\n{row}\n")
    document = item.document
    assert document.id == document.url == "https://lenta.ru/news/2018/12/14/cancer/"
    assert (document.section, document.keywords) == ("Россия", ("Общество",))
    assert document.date == date(2018, 12, 14)


TABLE = """id,title,text
1,Первый,"Абзац.

Второй «""да""», абзац."
2,Второй,Текст

3,Третий,Текст,лишнее
4,Четвёртый
,,
5,Пятый,"Текст"
"""  # lines 2–4, 5, 7, 8, 9, 10


def test_a_row_is_named_by_the_line_where_it_begins(tmp_path: Path) -> None:
    items = read_all(tmp_path / "a.csv", TABLE)
    assert [int(item.where.rpartition(":")[2]) for item in items] == [2, 5, 7, 8, 10]
    first, _, longer, shorter, last = items
    assert isinstance(first, Found)
    assert first.document.text == 'Абзац.\n\nВторой «"да"», абзац.'
    assert isinstance(longer, Refused)
    assert longer.reason == "4 values where the header has 3 columns"
    assert isinstance(shorter, Refused)
    assert shorter.reason == "2 values where the header has 3 columns"
    assert isinstance(last, Found)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ('2,"Зенит" победил,Текст', "closing quote"),
        ('2,"Зенит победил,Текст', "not closed"),
    ],
)
def test_quotes_that_do_not_match_cost_one_row_and_no_more(tmp_path: Path, row: str, reason: str) -> None:
    content = f"id,title,text\n1,Первый,Текст\n{row}\n3,Третий,Текст\n4,Четвёртый,Текст\n"
    items = read_all(tmp_path / "a.csv", content)
    assert [item.where.rpartition(":")[2] for item in items] == ["2", "3", "4", "5"]
    assert [item.document.id for item in items if isinstance(item, Found)] == ["1", "3", "4"]
    assert isinstance(items[1], Refused)
    assert reason in items[1].reason


def test_a_tab_separated_file_may_use_quotes_as_letters(tmp_path: Path) -> None:
    content = 'title\ttext\n"Зенит" победил\tТекст\n"Спартак проиграл\tТекст\n'
    assert [item.document.title for item in found(tmp_path / "a.tsv", content)] == [
        '"Зенит" победил',
        '"Спартак проиграл',
    ]


def test_a_whole_book_fits_into_a_value_and_no_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book = "Война и мир. " * 20_000  # twice what the csv module takes by itself
    (item,) = found(tmp_path / "a.csv", f"title,text\nРоман,{book}\n")
    assert len(item.document.text) == len(book.strip())
    monkeypatch.setattr(table, "LONGEST", 1000)
    refused, after = read_all(tmp_path / "a.csv", f"title,text\nРоман,{book}\nРассказ,Текст\n")
    assert isinstance(refused, Refused)
    assert "longer than 1000 characters" in refused.reason
    assert isinstance(after, Found)


def test_a_header_without_a_column_for_the_text_refuses_the_file_once(tmp_path: Path) -> None:
    (item,) = read_all(tmp_path / "a.csv", "id,title,contents\n1,Первый,Текст\n2,Второй,Текст\n")
    assert isinstance(item, Refused)
    assert item.where == str(tmp_path / "a.csv")
    assert "--map text=COLUMN" in item.reason
    assert "id, title, contents" in item.reason


def test_an_undecodable_byte_costs_its_row_and_is_named_by_its_line(tmp_path: Path) -> None:
    head = "id,title,text\n1,Первый,Текст\n".encode("cp1251")
    content = head + b'2,x,"\xc0\n\xc1\x98"\n' + "3,Третий,Текст\n".encode("cp1251")
    first, second, third = read_all(tmp_path / "a.csv", content)
    assert isinstance(second, Refused)
    assert second.where.endswith(":4")
    assert second.reason == "byte 0x98 in column 2 is not cp1251"
    assert isinstance(first, Found)
    assert isinstance(third, Found)
