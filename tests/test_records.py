"""Records: all that is kept of a document comes back, from one share or several, to many threads at once."""

from __future__ import annotations

import random
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.documents import DETAILS, About, Document
from search.errors import IndexUnavailable
from search.index.texts.between import Between
from search.index.texts.records import PutAside, Records, RecordWriter, from_bytes, to_bytes, write_records

OFFSETS = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
TEXT = st.text() | st.text('Ёё\n"\\\0 👍')
DOCUMENTS = st.builds(
    Document,
    id=TEXT,
    title=TEXT,
    text=TEXT,
    date=st.none() | st.dates() | st.datetimes(timezones=OFFSETS),
    keywords=st.lists(TEXT, max_size=3).map(tuple),
    **dict.fromkeys(DETAILS, TEXT),
)
FULL = Document(
    id="2026/toqayev",
    title="Токаев прибыл в Нур-Султан",
    text="АСТАНА, 5 января. /ТАСС/. «Ёлка»\n\nпобежал — 👍",
    date=datetime(2026, 1, 5, 12, 30, 15, tzinfo=timezone(timedelta(hours=5))),
    source="ТАСС",
    section="политика",
    author="Иван Петров",
    place="Астана",
    agency="ТАСС",
    url="https://example.org/1?a=б",
    keywords=("визит", "Казахстан"),
)


def kept(document: Document) -> Between:
    """What stands between the words of a document, as far as records care: bytes, and some slots."""
    return Between(document.text.encode() + b"\xfd\n\xff", {3: document.title, 70_000: "вода́"})


def read(document: Document) -> tuple[About, Between]:
    """What reading the document's record gives."""
    return About.of(document), kept(document)


def share(documents: Sequence[Document], scratch: Path) -> PutAside:
    writer = RecordWriter(scratch)
    for document in documents:
        writer.add(document, kept(document))
    return writer.close()


def written(documents: Sequence[Document], order: Sequence[int], folder: Path) -> Records:
    one = share(documents, folder / "scratch")
    write_records(folder / "records", [one], [(0, place) for place in order])
    return Records(folder / "records")


@pytest.mark.parametrize("trained", [False, True])
def test_a_record_that_is_damaged_makes_the_index_unavailable_and_leaves_the_others(
    tmp_path: Path, trained: bool
) -> None:
    documents = notes(1200) if trained else notes(3)
    written(documents, range(len(documents)), tmp_path)
    bytes_ = bytearray((tmp_path / "records").read_bytes())
    bytes_[-20:] = bytes(20)
    (tmp_path / "records").write_bytes(bytes_)
    records = Records(tmp_path / "records")
    with pytest.raises(IndexUnavailable, match=f"records, record {len(documents) - 1}: .*slovoform build"):
        records.read(len(documents) - 1)
    assert records.read(0) == read(documents[0])


@pytest.mark.parametrize(
    "record",
    [b"", b"{", b"\xff", b"7", b"[]", b'["1", "", 5]', b"[1,2,3,4,5,6,7,8,9,10]", b"[1,null,3,4,5,6,7,8,[],7]"],
)
def test_a_record_that_holds_no_document_makes_the_index_unavailable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, record: bytes
) -> None:
    monkeypatch.setattr("search.index.texts.records.to_bytes", lambda document, kept: record)
    with pytest.raises(IndexUnavailable):
        written([FULL], [0], tmp_path).read(0)


def notes(count: int) -> list[Document]:
    """Documents enough alike for a dictionary to be of use."""
    chance = random.Random(1)
    words = "Токаев прибыл в Астану завод выплавил сталь чемпион мира вернулся домой вице-премьер сообщил"
    return [
        Document(
            str(number),
            f"Новость {number}",
            " ".join(chance.choices(words.split(), k=40)),
            date(2026, 1, 1 + number % 28),
        )
        for number in range(count)
    ]


@given(DOCUMENTS)
def test_every_field_of_a_document_comes_back(document):
    back, between = from_bytes(to_bytes(document, kept(document)))
    assert back.document(document.title, document.text) == document
    assert between == kept(document)
    assert type(back.date) is type(document.date)
    if isinstance(document.date, datetime):
        assert back.date.utcoffset() == document.date.utcoffset()


@pytest.mark.parametrize("count", [1, 999, 1000, 1500])
def test_documents_come_back_by_number_with_a_dictionary_and_without(count, tmp_path):
    documents = [*notes(count - 1), FULL]
    records = written(documents, range(count), tmp_path)
    assert len(records) == count
    assert [records.read(number) for number in range(count)] == [read(document) for document in documents]


def test_a_dictionary_is_trained_as_soon_as_there_are_records_enough(tmp_path):
    few, many = tmp_path / "few", tmp_path / "many"
    few.mkdir()
    many.mkdir()
    written(notes(900), range(900), few)
    written(notes(1800), range(1800), many)
    assert (many / "records").stat().st_size < 1.5 * (few / "records").stat().st_size


@pytest.mark.parametrize("count", [3, 1200])
def test_records_are_written_in_the_order_asked_for_and_others_left_out(count, tmp_path):
    documents = notes(count)
    order = [*range(0, count, 2)][::-1]
    records = written(documents, order, tmp_path)
    assert [records.read(number) for number in range(len(records))] == [read(documents[added]) for added in order]


@pytest.mark.parametrize("text", ["", "же " * 5000])
def test_a_thousand_records_that_teach_nothing_are_kept_all_the_same(text, tmp_path):
    documents = [Document(str(number), "", text) for number in range(1000)]
    records = written(documents, range(1000), tmp_path)
    assert [records.read(number) for number in (0, 999)] == [read(documents[0]), read(documents[999])]


@pytest.mark.parametrize("counts", [(1100, 1300), (1100, 5), (0, 3), (2, 0, 2)])
def test_shares_of_several_writers_make_one_file(counts, tmp_path):
    documents = notes(sum(counts))
    ends = [sum(counts[: place + 1]) for place in range(len(counts))]
    shares = [
        share(documents[end - count : end], tmp_path / str(number))
        for number, (end, count) in enumerate(zip(ends, counts, strict=True), start=1)
    ]
    order = [(number, place) for number, count in enumerate(counts) for place in range(count)][::-1]
    write_records(tmp_path / "records", shares, order)
    records = Records(tmp_path / "records")
    assert [records.read(number) for number in range(len(records))] == [read(each) for each in documents[::-1]]


def test_two_dictionaries_with_one_number_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("search.index.texts.records.zlib.crc32", lambda sample, number: 0)
    some = notes(2000)
    shares = [share(some[:1000], tmp_path / "a"), share(some[1000:], tmp_path / "b")]
    with pytest.raises(ValueError, match="number"):
        write_records(tmp_path / "records", shares, [(number, 0) for number in (0, 1)])


def test_no_documents_make_no_records(tmp_path):
    assert len(written([], [], tmp_path)) == 0


def test_many_threads_read_at_once(tmp_path):
    documents = notes(1100)
    records = written(documents, range(1100), tmp_path)
    with ThreadPoolExecutor(8) as threads:
        for _ in range(3):
            assert list(threads.map(records.read, range(1100))) == [read(document) for document in documents]


def test_an_instant_in_universal_time_comes_back():
    document = Document("1", "", "", datetime(2026, 1, 5, tzinfo=UTC))
    assert from_bytes(to_bytes(document, kept(document)))[0].date == document.date
