"""What is similar to a document is found by what it is about; its copies are told apart."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from search.documents import Document
from search.engines.embedded import EmbeddedEngine
from search.engines.memory import MemoryEngine
from search.errors import BadParameter, DocumentNotFound
from search.finding.similar import similar
from search.service import SearchService
from tests.conftest import MOSCOW, Publish
from tests.trees import random_documents, with_copies


def test_similar_documents_are_of_the_same_subject_and_copies_stand_apart(archive_index: Path) -> None:
    found = SearchService(archive_index).similar("stal-kombinat")
    assert {"сталь", "ледокол"} <= set(found.lemmas)
    assert [hit.id for hit in found.reprints] == ["vestnik-1004"]
    assert found.hits
    assert not {"stal-kombinat", "vestnik-1004"} & {hit.id for hit in found.hits}


def test_a_document_of_which_nothing_tells_has_nothing_similar(publish: Publish) -> None:
    generation = publish([[Document("1", "", "и в на"), Document("2", "", "и в на")]])
    found = SearchService(generation.folder.parents[1]).similar("1")
    assert (found.lemmas, found.hits) == ((), ())


def test_as_many_are_listed_as_are_asked_for(archive_index: Path) -> None:
    service = SearchService(archive_index)
    assert [len(service.similar("stal-kombinat", limit).hits) for limit in (0, 1, 2)] == [0, 1, 2]
    with pytest.raises(BadParameter, match="limit"):
        service.similar("stal-kombinat", 101)
    with pytest.raises(DocumentNotFound):
        service.similar("нет такого")


def test_engines_agree_what_is_similar(publish: Publish) -> None:
    rng = random.Random(2)
    rare = ["вулкана", "вулканы", "лава", "лаве", "пепел", "кратером", "извергаться"]
    documents = [
        replace(each, title=f"{each.title} {' '.join(rng.choices(rare, k=3) * (number % 9 == 0))}")
        for number, each in enumerate(random_documents(rng, 60))
    ]
    documents = with_copies(rng, documents)
    generation = publish([documents[:30], documents[30:]])
    fast = EmbeddedEngine(generation.segments, MOSCOW, families=generation.families)
    found = [fast.lookup(document.id) for document in documents]
    plain = MemoryEngine(documents, MOSCOW, families={fast.reprints(each) for each in found if each} - {()})
    told = 0
    for document in rng.sample(documents, 30):
        one, other = (similar(engine, _found(engine, document.id), 5) for engine in (plain, fast))
        assert one == other, document.id
        told += bool(one.hits)
    assert told


def _found(engine: MemoryEngine | EmbeddedEngine, ident: str):  # type: ignore[no-untyped-def]
    return engine.lookup(ident)


def test_the_page_of_a_document_lists_its_copies_and_a_list_leads_there(client: FlaskClient) -> None:
    page = client.get("/documents/stal-kombinat").text
    assert "Перепечатки" in page
    assert "Похожие" in page
    assert '/documents/vestnik-1004"' in page
    results = client.get("/?q=ледокол").text
    assert "ещё 1\N{NO-BREAK SPACE}публикация" in results
    assert "/documents/stal-kombinat?q=ледокол#reprints" in results


def test_the_api_tells_what_is_similar(client: FlaskClient) -> None:
    answer = client.get("/api/documents/stal-kombinat/similar?limit=1").json
    assert answer is not None
    assert [hit["id"] for hit in answer["reprints"]] == ["vestnik-1004"]
    assert len(answer["hits"]) == 1
    assert client.get("/api/documents/stal-kombinat/similar?q=1").status_code == 400


def test_a_document_with_a_date_and_its_undated_copy_are_similar_to_nothing_of_each_other(publish: Publish) -> None:
    text = "В Женеве открылась конференция по разоружению, на ней выступят министры сорока стран"
    generation = publish([[Document("1", "", text, date(2024, 1, 1)), Document("2", "", text)]])
    found = SearchService(generation.folder.parents[1]).similar("2")
    assert [hit.id for hit in found.reprints] == ["1"]
    assert not found.hits
