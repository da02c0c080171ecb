"""What a list of the API is made of: cursors, fields, counts, formats, and what spares work and bytes."""

from __future__ import annotations

import csv
import gzip
import io
import json
import shutil
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient

from indexer.build import build
from indexer.reading.sources import ReadOptions
from search.config import Holding
from search.documents import Document
from search.finding import archive
from search.request import SearchRequest
from search.service import SearchService
from tests.conftest import MOSCOW, Publish
from web.api.export import JSONL_FIELDS, cell
from web.app import create_app

ATOM = "{http://www.w3.org/2005/Atom}"


def answer(client: FlaskClient, **parameters: Any) -> dict[str, Any]:
    """A page of results; `since` stands for `from`."""
    if "since" in parameters:
        parameters["from"] = parameters.pop("since")
    got = client.get("/api/search", query_string=parameters)
    assert got.status_code == 200, got.text
    body: dict[str, Any] = got.json
    return body


def ids(body: dict[str, Any]) -> list[str]:
    return [hit["id"] for hit in body["hits"]]


def many(count: int, word: str = "сталь") -> list[Document]:
    """Documents of which many have one score, and many one day."""
    return [
        Document(
            f"{word}/{number:03}", f"Мир {number % 5}", f"{word} " * (number % 7), date(2024, 1, 1 + number % 9)
        )
        for number in range(count)
    ]  # fmt: skip


# Cursors.


@pytest.mark.parametrize("sort", ["relevance", "newest", "oldest"])
def test_a_cursor_walks_a_whole_list_exactly_once_while_updates_land(
    publish: Publish, tmp_path: Path, sort: str
) -> None:
    documents = many(100)
    publish([documents[:40], documents[40:]])
    client = create_app(tmp_path / "index").test_client()
    asked = {"q": "сталь | мир", "sort": sort, "per_page": 7}
    body = answer(client, **asked)
    walked = ids(body)
    whole = ids(answer(client, **asked | {"per_page": 100}))
    while body["next_cursor"]:
        if len(walked) == 49:
            publish([many(50), many(30, "чугун")])
            assert answer(client, **asked)["total"]["value"] == 80
        body = answer(client, **asked, cursor=body["next_cursor"])
        assert body["generation"] == "000001"
        walked += ids(body)
    assert walked == whole
    assert len(set(walked)) == 100


def walk_begun(publish: Publish, client: FlaskClient) -> str:
    """A cursor of a generation that was published now."""
    publish([many(9)])
    return str(answer(client, q="сталь", per_page=2)["next_cursor"])


@pytest.mark.parametrize("holding", [Holding(minutes=0), Holding(generations=0)])
def test_a_cursor_ends_with_its_generation_where_none_is_held(
    publish: Publish, tmp_path: Path, holding: Holding
) -> None:
    client = create_app(tmp_path / "index", holding=holding).test_client()
    cursor = walk_begun(publish, client)
    for _ in range(2):
        publish([many(9)])
    assert_gone(client, cursor)


def test_of_more_generations_than_are_held_the_ones_asked_lately_go_on(publish: Publish, tmp_path: Path) -> None:
    client = create_app(tmp_path / "index", holding=Holding(generations=2)).test_client()
    cursors = [walk_begun(publish, client) for _ in range(2)]
    answer(client, q="сталь", per_page=2, cursor=cursors[0])
    cursors.append(walk_begun(publish, client))
    for _ in range(2):
        publish([many(9)])
    assert_gone(client, cursors[1])
    for cursor in (cursors[0], cursors[2]):
        assert len(answer(client, q="сталь", per_page=100, cursor=cursor)["hits"]) == 5


def test_a_page_that_no_list_goes_on_behind_holds_nothing_open(publish: Publish, tmp_path: Path) -> None:
    client = create_app(tmp_path / "index").test_client()
    cursor = walk_begun(publish, create_app(tmp_path / "index").test_client())
    assert answer(client, q="сталь")["next_cursor"] is None
    for _ in range(2):
        publish([many(9)])
    assert_gone(client, cursor)


def test_a_cursor_ends_with_the_server_and_is_of_no_other_index(publish: Publish, tmp_path: Path) -> None:
    client = create_app(tmp_path / "index").test_client()
    cursor = walk_begun(publish, client)
    shutil.rmtree(tmp_path / "index")
    publish([many(8)])
    assert answer(client, q="сталь", per_page=100, cursor=cursor)["total"]["value"] == 7
    assert_gone(create_app(tmp_path / "index").test_client(), cursor)


def assert_gone(client: FlaskClient, cursor: str) -> None:
    gone = client.get("/api/search", query_string={"q": "сталь", "per_page": 2, "cursor": cursor})
    assert gone.status_code == 410
    assert gone.json["type"] == "urn:slovoform:problem:generation-gone"


@pytest.mark.parametrize(
    "changed", [{"q": "мир"}, {"cursor": "начало"}, {"page": "2"}, {"sort": "newest"}, {"source": "ТАСС"}]
)
def test_a_cursor_goes_on_with_its_own_search_only(client: FlaskClient, changed: dict[str, str]) -> None:
    cursor = answer(client, q="стали", per_page=2)["next_cursor"]
    refused = client.get("/api/search", query_string={"q": "стали", "cursor": cursor} | changed)
    assert refused.status_code == 400
    assert refused.json["errors"][0]["parameter"] in ("cursor", "page")


def test_a_cursor_goes_on_in_larger_pages_and_with_other_fields(client: FlaskClient) -> None:
    whole = ids(answer(client, q="стали"))
    cursor = answer(client, q="стали", per_page=2)["next_cursor"]
    rest = answer(client, q="стали", per_page=100, cursor=cursor, fields="id", facets="source")
    assert ids(rest) == whole[2:]
    assert rest["next_cursor"] is None


def test_the_links_of_an_answer_lead_through_the_whole_list_and_stand_in_its_header(client: FlaskClient) -> None:
    whole, walked, address = ids(answer(client, q="стали", per_page=100)), [], "/api/search?q=стали&per_page=4&page=1"
    while address:
        got = client.get(address)
        walked += ids(got.json)
        for relation in ("first", "prev", "next"):
            linked = f'<{got.json["links"][relation]}>; rel="{relation}"'
            assert (linked in got.headers["Link"]) == bool(got.json["links"][relation])
        address = got.json["links"]["next"]
    assert walked == whole
    beyond = client.get("/api/search?q=стали&per_page=4&page=99").json["links"]
    assert (beyond["next"], beyond["prev"]) == (None, got.json["links"]["self"])


# What is told of each document.


def test_fields_are_those_asked_for(client: FlaskClient) -> None:
    (hit, *_) = answer(client, q="тлепов", fields="agency,place,id")["hits"]
    assert hit == {"id": "tlepov", "place": "Астана", "agency": "ТАСС"}
    assert "highlight" not in answer(client, q="тлепов", highlight=0)["hits"][0]


def test_matches_are_told_in_code_points_with_the_lemma_that_is_shared(client: FlaskClient) -> None:
    hits = answer(client, q='сталью | "генеральная ассамблея" | !хор', fields="title,text,matches")["hits"]
    assert len(hits) == 5
    for hit in hits:
        assert hit["matches"]
        for match in hit["matches"]:
            assert hit[match["field"]][match["start"] : match["end"]] == match["form"]
    told = {(match["clause"], match["lemma"]) for hit in hits for match in hit["matches"]}
    assert ("сталью", "сталь") in told
    assert {lemma for clause, lemma in told if clause != "сталью"} == {""}


def test_explained_is_each_document_by_its_score(client: FlaskClient) -> None:
    hits = answer(client, q="хор хористка", explain=1)["hits"]
    assert hits
    assert [hit["explain"]["score"] for hit in hits] == [hit["score"] for hit in hits]


# Counts.


def test_filters_are_any_of_a_field_all_of_several_and_none_of_those_with_a_minus(client: FlaskClient) -> None:
    places = {place: answer(client, place=place)["total"]["value"] for place in ("Астана", "Женева")}
    assert answer(client, place=list(places))["total"]["value"] == sum(places.values()) > 0
    assert ids(answer(client, place="Астана", agency="ТАСС")) == ["tlepov"]
    assert "tlepov" not in ids(answer(client, place="Астана", agency="-ТАСС"))
    assert "tlepov" not in ids(answer(client, place="", per_page=100))


def test_facets_and_histogram_stand_in_the_answer(client: FlaskClient) -> None:
    body = answer(client, q="тлепов", facets="agency,source", agency="ТАСС", histogram="month", since="2026")
    agency, source = body["facets"]
    assert agency["field"] == "agency"
    assert {"value": "ТАСС", "count": 1, "selected": True} in agency["values"]
    assert sum(each["count"] for each in source["values"]) == body["total"]["value"]
    assert body["histogram"] == {
        "interval": "month",
        "zone": "Europe/Moscow",
        "buckets": [{"from": "2026-01-01", "to": "2026-01-31", "count": 1}],
        "undated": 0,
    }


def test_a_value_that_nothing_has_is_warned_of(client: FlaskClient) -> None:
    warned = answer(client, agency="тасс")["warnings"]
    assert warned == [{"kind": "unknown_value", "parameter": "agency", "value": "тасс", "suggestion": "ТАСС"}]


# Whole lists.


def lines(client: FlaskClient, **parameters: Any) -> list[dict[str, Any]]:
    got = client.get("/api/search", query_string={"format": "jsonl"} | parameters)
    assert (got.status_code, got.mimetype) == (200, "application/jsonl")
    return [json.loads(line) for line in got.text.splitlines()]


def test_an_export_is_the_whole_list_in_its_order_however_it_is_walked(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = ids(answer(client, q="стали", per_page=100))
    assert [line["id"] for line in lines(client, q="стали")] == whole
    monkeypatch.setattr(archive, "_WALKED", 3)
    assert [line["id"] for line in lines(client, q="стали", fields="id")] == whole
    assert lines(client, q="абракадабра") == []


def test_exported_lines_are_built_to_the_same_documents(client: FlaskClient, tmp_path: Path) -> None:
    (tmp_path / "list.jsonl").write_bytes(client.get("/api/search?q=стали&format=jsonl").data)
    report = build([tmp_path / "list.jsonl"], tmp_path / "again", ReadOptions(zone=MOSCOW))
    assert not report.skipped
    again = create_app(tmp_path / "again").test_client()
    assert lines(again, q="стали", sort="newest") == lines(client, q="стали", sort="newest")


def test_a_table_opens_in_excel(publish: Publish, tmp_path: Path) -> None:
    publish([[Document("1", "«Ёлка»; 5 %", 'Строка "раз"\nи два', date(2024, 1, 5), keywords=("визит", "ООН"))]])
    client = create_app(tmp_path / "index").test_client()
    got = client.get("/api/search?format=csv&fields=id,title,text,date,keywords,url")
    assert got.mimetype == "text/csv"
    assert got.data.startswith(b"\xef\xbb\xbfid;title;")
    assert b"\r\n" in got.data
    header, row = csv.reader(io.StringIO(got.data.decode("utf-8-sig"), newline=""), delimiter=";")
    assert dict(zip(header, row, strict=True)) == {
        "id": "1", "title": "«Ёлка»; 5 %", "text": 'Строка "раз"\nи два', "date": "2024-01-05",
        "keywords": "визит, ООН", "url": "",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ('=HYPERLINK("http://x")', '\'=HYPERLINK("http://x")'), ("+7 495", "'+7 495"), ("-1", "'-1"), ("@a", "'@a"),
        ("\t=1", "'\t=1"), ("— тире", "— тире"), (["=1", "а"], "'=1, а"), (12, "12"), (None, ""),
    ],
)  # fmt: skip
def test_no_cell_is_a_formula(value: object, shown: str) -> None:
    assert cell(value) == shown


def test_what_a_format_cannot_tell_is_refused(client: FlaskClient) -> None:
    for address in (
        "format=csv&fields=id,matches", "format=csv&page=2", "format=jsonl&facets=source", "format=rss&fields=id",
        "format=xml", "fields=nonsense", "fields=", "facets=titel", "in=", "in=agency", "histogram=hour",
    ):  # fmt: skip
        refused = client.get(f"/api/search?{address}")
        assert refused.status_code == 400, address
        assert refused.json["errors"][0]["parameter"] in address


def test_what_is_refused_is_refused_before_a_list_begins(client: FlaskClient) -> None:
    assert client.get("/api/search?format=csv&strict=1&q=(сталь").status_code == 400


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("text/csv", "text/csv"), ("application/atom+xml, */*;q=0.1", "application/atom+xml"),
        ("application/jsonl", "application/jsonl"), ("text/html", "application/json"), ("*/*", "application/json"),
    ],
)  # fmt: skip
def test_a_format_may_be_asked_for_by_accept(client: FlaskClient, accept: str, kind: str) -> None:
    got = client.get("/api/search?q=сталь", headers={"Accept": accept})
    assert got.mimetype == kind
    assert "Accept" in got.vary


# Feeds.

WHEN = datetime(2024, 2, 29, 22, 30, tzinfo=UTC)


@pytest.fixture
def feeding(publish: Publish, tmp_path: Path) -> FlaskClient:
    publish([[
        Document("a/1", "Сталь & <чугун>\x0b", "Сталь", date(2024, 1, 5), url="https://example.org/1"),
        Document("б", "Сталь", "Сталь", WHEN, url="javascript:alert(1)", source="ТАСС"),
        Document("в", "Сталь", "Сталь"),
    ]])  # fmt: skip
    return create_app(tmp_path / "index").test_client()


def test_an_atom_feed_has_what_readers_need(feeding: FlaskClient) -> None:
    got = feeding.get("/api/search?q=сталь&format=atom&per_page=2")
    feed = ElementTree.fromstring(got.data)
    links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
    assert feed.findtext(f"{ATOM}id") == links["self"]
    assert links["next"].startswith("http://localhost/api/search?")
    assert feed.findtext(f"{ATOM}title") == "Slovoform: сталь"
    assert datetime.fromisoformat(feed.findtext(f"{ATOM}updated") or "").tzinfo
    newest, other = feed.findall(f"{ATOM}entry")
    assert newest.findtext(f"{ATOM}id") == "urn:slovoform:document:%D0%B1"
    assert newest.findtext(f"{ATOM}updated") == WHEN.isoformat()
    assert newest.find(f"{ATOM}link").get("href") == "http://localhost/documents/%D0%B1"
    assert newest.findtext(f"{ATOM}author/{ATOM}name") == "ТАСС"
    assert other.find(f"{ATOM}link").get("href") == "https://example.org/1"
    assert other.findtext(f"{ATOM}title") == "Сталь & <чугун>\ufffd"
    assert other.findtext(f"{ATOM}updated") == "2024-01-05T00:00:00+03:00"
    assert "<mark>Сталь</mark>" in (other.findtext(f"{ATOM}summary") or "")


def test_an_rss_feed_has_what_readers_need(feeding: FlaskClient) -> None:
    channel = ElementTree.fromstring(feeding.get("/api/search?q=сталь&format=rss").data).find("channel")
    assert channel is not None
    assert channel.find(f"{ATOM}link").get("rel") == "self"
    items = channel.findall("item")
    assert [item.findtext("pubDate") for item in items] == [
        "Thu, 29 Feb 2024 22:30:00 +0000", "Fri, 05 Jan 2024 00:00:00 +0300", None,
    ]  # fmt: skip
    assert items[0].find("guid").get("isPermaLink") == "false"
    assert all(item.findtext(name) for item in items for name in ("title", "link", "guid", "description"))


# What spares work and bytes.


@pytest.mark.parametrize(
    "address", ["/api/search?q=сталь", "/api/documents/1", "/api/stats", "/api/analyze?text=мир"]
)
def test_an_answer_is_not_sent_twice_until_the_index_changes(publish: Publish, tmp_path: Path, address: str) -> None:
    client = create_app(tmp_path / "index").test_client()
    documents = [Document("1", "Сталь", "")]
    publish([documents])
    first = client.get(address)
    known = {"If-None-Match": first.headers["ETag"]}
    assert first.headers["Cache-Control"] == "no-cache"
    again = client.get(address, headers=known)
    assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", first.headers["ETag"])
    assert client.get("/api/documents/1?q=сталь", headers=known).status_code == 200
    publish([[replace(documents[0], text="Чугун")]])
    assert client.get(address, headers=known).status_code == 200


def test_a_format_has_a_tag_of_its_own(client: FlaskClient) -> None:
    tags = {
        client.get("/api/search?q=сталь", headers={"Accept": kind}).headers["ETag"]
        for kind in ("application/json", "text/csv", "application/rss+xml")
    }
    assert len(tags) == 3


def test_a_refusal_has_no_tag(client: FlaskClient) -> None:
    assert "ETag" not in client.get("/api/search?sort=best").headers
    assert "ETag" not in client.get("/api/documents/nobody").headers


@pytest.mark.parametrize("address", ["/api/search?q=стали", "/api/search?q=стали&format=csv", "/api/openapi.json"])
def test_answers_are_packed_for_who_takes_them_packed(client: FlaskClient, address: str) -> None:
    plain, packed = client.get(address), client.get(address, headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in plain.headers
    assert len(packed.data) < len(plain.data)
    assert _untimed(gzip.decompress(packed.data)) == _untimed(plain.data)


def _untimed(body: bytes) -> bytes:
    return b"".join(part for part in body.split(b",") if b"took_ms" not in part)


# What else there is to ask.


def test_stats_tell_from_when_to_when_and_where_nothing_is(publish: Publish, tmp_path: Path) -> None:
    days = [date(2023, 11, 30), date(2024, 1, 1), date(2024, 1, 31), date(2024, 5, 1), None]
    publish([[Document(str(number), "Сталь", "", day) for number, day in enumerate(days)]])
    body = create_app(tmp_path / "index").test_client().get("/api/stats").json
    assert (body["documents"], body["undated"], body["first"], body["last"]) == (5, 1, "2023-11-30", "2024-05-01")
    assert body["gaps"] == [
        {"from": "2023-12-01", "to": "2023-12-31", "months": 1},
        {"from": "2024-02-01", "to": "2024-04-30", "months": 3},
    ]


def test_a_text_is_analysed_word_by_word(client: FlaskClient) -> None:
    first, second = client.get("/api/analyze?text=Токаев стали").json["tokens"]
    assert (first["name_keys"], second["start"]) == (["#токаев"], 7)
    assert [lemma["text"] for lemma in second["lemmas"]] == ["стать", "сталь"]
    assert second["documents"] == 12


def test_a_whole_list_is_told_the_same_by_the_service(archive_index: Path, client: FlaskClient) -> None:
    walked = [hit.id for hit in SearchService(archive_index).walk(SearchRequest("стали"))]
    assert walked == [line["id"] for line in lines(client, q="стали")]
    assert set(lines(client, q="стали")[0]) == set(JSONL_FIELDS)
