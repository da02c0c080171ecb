"""Documents that are gone: not found, not counted, and no trace of them in any score."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest

from search.dates import Period
from search.documents import Document
from search.engines.base import Quorum, Window
from search.engines.embedded import EmbeddedEngine
from search.engines.memory import MemoryEngine
from search.index.building.memory import ALONE
from search.index.changing.compaction import compact, first_to_join, join
from search.index.changing.lock import locked
from search.index.generations import Generation, open_current
from search.query.tree import Everything, Word
from search.request import MATCHES, SORTS, SearchRequest
from search.service import SearchService
from tests.conftest import MOSCOW, Publish, let_go
from tests.found import listed
from tests.trees import WORDS, random_documents, random_tree


@pytest.fixture(params=range(4))
def thinned(
    request: pytest.FixtureRequest, publish: Publish, tmp_path: Path
) -> tuple[random.Random, list[Document], Generation]:
    """Documents, and a generation that had a third more, in one segment or several."""
    rng = random.Random(request.param)
    documents = random_documents(rng, 120)
    strangers = [replace(each, id=f"gone {each.id}") for each in random_documents(rng, 60)]
    mixed = rng.sample([*documents, *strangers], 180)
    publish([mixed] if request.param % 2 else [mixed[:70], mixed[70:80], mixed[80:]])
    let_go(tmp_path / "index", [each.id for each in strangers[:40]])
    return rng, documents, let_go(tmp_path / "index", [each.id for each in strangers[40:]])


def same_answers(rng: random.Random, documents: list[Document], generation: Generation) -> None:
    plain, fast = MemoryEngine(documents, MOSCOW), EmbeddedEngine(generation.segments, MOSCOW)
    for _ in range(120):
        tree, start = random_tree(rng), rng.randrange(1577836800, 1603756800, 43200)
        period = rng.choice([None, Period(start, start + 86400 * rng.randint(1, 200))])
        asked = tree, period, Window(rng.choice(SORTS), 0, 1000, rng.choice([0, 0, 1, 30]))
        one, other = plain.find(*asked), fast.find(*asked)
        assert (one.total, listed(plain, one)) == (other.total, listed(fast, other)), tree
    for _ in range(80):
        words = tuple(Word(word) for word in rng.sample(WORDS, rng.randint(0, 5)))
        explicit = rng.choice([Everything(), random_tree(rng)])
        quorum = Quorum(words, explicit, rng.choice([0, 1, 20, 1000]), rng.choice([(0, 1), (1, 5), (3, 4)]), True)
        one, other = (engine.find_quorum(quorum, None, Window("relevance", 0, 1000)) for engine in (plain, fast))
        assert (one.total, one.complete, one.having) == (other.total, other.complete, other.having), quorum
        assert listed(plain, one) == listed(fast, other), quorum
        assert [plain.count(word) for word in words] == [fast.count(word) for word in words]


def test_what_is_left_is_found_and_scored_as_if_the_others_had_never_been_there(
    thinned: tuple[random.Random, list[Document], Generation],
) -> None:
    same_answers(*thinned)


def test_so_it_is_when_segments_were_joined(
    thinned: tuple[random.Random, list[Document], Generation], tmp_path: Path
) -> None:
    rng, documents, _ = thinned
    with locked(tmp_path / "index"):
        joined = compact(tmp_path / "index", open_current(tmp_path / "index"), whole=True)
    assert [segment.documents for segment in joined.segments] == [120]
    same_answers(rng, documents, joined)


def test_a_joined_segment_is_the_one_that_a_build_writes(
    publish: Publish, notes: list[Document], tmp_path: Path
) -> None:
    built = files_of(publish([notes[:6]]))
    publish([notes[4:], notes[:4]])
    let_go(tmp_path / "index", ["7", "8", "9"])
    with locked(tmp_path / "index"):
        joined = compact(tmp_path / "index", open_current(tmp_path / "index"), whole=True)
    assert files_of(joined) == built


def files_of(generation: Generation) -> dict[str, bytes]:
    return {path.name.partition(".")[2]: path.read_bytes() for path in generation.folder.glob("MAIN_*.*")}


def test_statistics_count_what_is_left(publish: Publish, notes: list[Document], tmp_path: Path) -> None:
    publish([notes])
    let_go(tmp_path / "index", ["4", "6", "2", "9"])
    stats = SearchService(tmp_path / "index").stats()
    assert (stats.documents, stats.undated) == (5, 0)
    assert (str(stats.first), str(stats.last)) == ("2023-12-31", "2024-03-15")


def test_where_all_are_gone_nothing_is_found_and_nothing_fails(
    publish: Publish, notes: list[Document], tmp_path: Path
) -> None:
    publish([notes])
    let_go(tmp_path / "index", [note.id for note in notes])
    assert SearchService(tmp_path / "index").stats().documents == 0
    for query, match in product(("мир", "мир чемпион сталь", "", '"чемпион мира"', "ми*", "мир -сталь"), MATCHES):
        page = SearchService(tmp_path / "index").search(SearchRequest(query, match=match))
        assert (page.total.value, page.hits) == (0, ())


def test_where_the_rules_of_analysis_have_changed_all_segments_are_joined(
    publish: Publish, notes: list[Document], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish([notes[:4], notes[4:]])
    for module in ("search.index.changing.publishing", "search.index.generations"):
        monkeypatch.setattr(f"{module}.fingerprint", lambda: "other rules")
    with locked(tmp_path / "index"):
        joined = join(tmp_path / "index", open_current(tmp_path / "index"), 1, map, ALONE, lambda stage: None)
    assert [segment.documents for segment in joined.segments] == [9]


@pytest.mark.parametrize(
    ("parts", "gone", "first"),
    [
        ([9], [], None),
        ([9], ["1", "2"], None),
        ([9], ["1", "2", "3"], 0),  # a quarter and more
        ([6, 3], [], 0),
        ([], [], None),
    ],
)
def test_what_is_small_or_has_lost_much_is_joined(
    publish: Publish, notes: list[Document], tmp_path: Path, parts: list[int], gone: list[str], first: int | None
) -> None:
    ends = [sum(parts[: place + 1]) for place in range(len(parts))]
    publish([notes[end - size : end] for size, end in zip(parts, ends, strict=True)])
    assert first_to_join(let_go(tmp_path / "index", gone).segments) == first
