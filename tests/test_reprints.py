"""Copies of a text are found, whatever else came and went, and a form that is filled in is no copy."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from benchmarks.planting import plant
from indexer.workers import spreading
from search.documents import Document
from search.engines.base import Ranked
from search.engines.embedded import EmbeddedEngine
from search.errors import BadParameter
from search.index import files, generations
from search.index.building.draft import Draft
from search.index.changing import compaction, publishing
from search.index.changing.deleting import without
from search.index.changing.reprints import find, hold
from search.index.changing.sketched import Part
from search.index.copies import reprints
from search.index.generations import Generation
from search.request import SearchRequest
from search.service import SearchService
from tests.conftest import MOSCOW, Publish

ARTICLE = """
Президент Казахстана Касым-Жомарт Токаев прибыл в Женеву, где открылась конференция по разоружению. На ней выступят
министры сорока стран. Повестку согласовали ещё в декабре, однако два пункта остались открытыми: сроки вывоза ракет
и порядок проверок. По словам дипломатов, договориться о проверках будет труднее всего. «Мы готовы к любым условиям,
кроме невыполнимых», — сказал глава делегации. Переговоры продлятся до пятницы, итоговое заявление обещают к вечеру.
""".strip()
OTHER = """
В Нижнем Новгороде начали строить ледовую арену на двенадцать тысяч зрителей. Подрядчика выбрали осенью, первую сваю
забили во вторник на берегу Волги. Строители обещают закончить работу за три года, если не подведут поставки стали.
Болельщики спорят о названии: одни предлагают имя знаменитого вратаря, другие хотят назвать дворец просто «Стрелкой».
""".strip()


def families(generation: Generation) -> list[list[str]]:
    """The ids of each family, in the order in which they are told."""
    engine = EmbeddedEngine(generation.segments, generation.zone, families=generation.families)
    found = {
        engine.reprints(Ranked(place, number, 0))
        for place, segment in enumerate(generation.segments)
        for number in segment.live_numbers().tolist()
    }
    return sorted(list(ids) for ids in found if ids)


def test_a_copy_is_found_with_the_earliest_first_and_the_undated_last(publish: Publish) -> None:
    retold = ARTICLE.replace("Президент Казахстана Касым-Жомарт", "Как передаёт ТАСС, президент").replace(
        "ещё в", "в"
    )
    generation = publish(
        [
            [Document("позже", "Токаев в Женеве", ARTICLE, date(2024, 3, 2)), Document("иное", "Арена", OTHER)],
            [Document("без даты", "О разоружении", ARTICLE), Document("раньше", "Женева", retold, date(2024, 3, 1))],
        ]
    )
    assert families(generation) == [["раньше", "позже", "без даты"]]


def test_processes_that_share_the_work_find_what_one_finds(publish: Publish, monkeypatch: pytest.MonkeyPatch) -> None:
    for cut in ("grouping._GROUP_BITS", "grouping._TOGETHER", "proving._LOT", "pointing._LOT", "pointing._TOGETHER"):
        monkeypatch.setattr(f"search.index.changing.{cut}", 1)  # so that there is work for several
    monkeypatch.setattr("search.index.changing.pointing._FEW", 0)
    texts = [" ".join(words) for words in (ARTICLE.split(), ARTICLE.split()[3:], ARTICLE.split()[:-3])]
    documents = [Document(str(number), "", text) for number, text in enumerate([*texts, OTHER, OTHER + " Вот."])]
    generation = publish([documents[:2], documents[2:]])
    parts = [Part.of(segment, segment.deletions) for segment in generation.segments]
    with spreading(2) as spread:
        assert find(parts, spread=spread).equals(generation.pairs)
    assert families(generation) == [["0", "1", "2"], ["3", "4"]]


@pytest.mark.parametrize(
    ("one", "other", "are_copies"),
    [
        (ARTICLE, ARTICLE, True),
        (ARTICLE, OTHER, False),
        (ARTICLE, ". ".join(reversed(ARTICLE.split(". "))), True),  # the sentences in another order
        (ARTICLE, ARTICLE[: len(ARTICLE) * 7 // 10], True),
        (ARTICLE, ARTICLE[: len(ARTICLE) // 3], False),  # a quotation is no reprint
        (ARTICLE + " " + OTHER[:150], ARTICLE, True),
        (ARTICLE + "\n\n" + OTHER + "\n\n" + OTHER.upper(), ARTICLE, False),  # a digest is none, either
        ("Женева примет гостей из сорока стран", "Женева примет гостей из сорока стран", True),
        ("Доброе утро", "Доброе утро", False),  # too short to tell
        ("", "", False),
    ],
)
def test_what_is_a_copy(publish: Publish, one: str, other: str, are_copies: bool) -> None:
    found = families(publish([[Document("1", "", one), Document("2", "", other)]]))
    assert found == ([["1", "2"]] if are_copies else [])


def test_a_form_that_is_filled_in_with_other_numbers_is_no_copy(publish: Publish) -> None:
    form = (
        "Роспотребнадзор опубликовал данные за предыдущие сутки. В Пермском крае выявлено {} новых случаев, {} "
        "человек проходят лечение в больницах, {} дома. Всего с начала года заболели {} человек, выздоровели {}."
    )
    filled = [form.format(*range(start, start + 50, 10)) for start in (103, 214)]
    assert families(publish([[Document(text, "", text) for text in filled]])) == []


def test_what_stands_in_many_documents_makes_no_copies_of_them(publish: Publish) -> None:
    footer = "Подписывайтесь на наш канал, чтобы первыми узнавать новости города и области, и приводите друзей."
    words = [f"слово{letter}" for letter in "абвгдежзиклмнопрстуфхцчшщэюя"]
    posts = [
        Document(str(number), "", f"{' '.join(random.Random(number).choices(words, k=8))}. {footer}")
        for number in range(40)
    ]
    assert families(publish([posts])) == []


def test_a_form_is_no_copy_where_little_else_is_the_same(publish: Publish) -> None:
    rng = random.Random(3)
    quotation = "чиновники пообещали разобраться с причинами до конца недели и наказать"
    filled = [
        f"{ARTICLE[:400]} {' '.join(f'слово{_letters(rng)}' for _ in range(20))} {quotation if number < 2 else ''}"
        for number in range(40)
    ]
    assert families(publish([[Document(str(number), "", text) for number, text in enumerate(filled)]])) == []


def _letters(rng: random.Random) -> str:
    return "".join(rng.choices("абвгдежзик", k=9))


def test_a_chain_of_texts_each_a_little_like_the_next_is_not_one_family(publish: Publish) -> None:
    rng = random.Random(1)
    words = [_letters(rng) for _ in range(260)]
    chain = [Document(str(place), "", " ".join(words[20 * place : 20 * place + 60])) for place in range(10)]
    assert max(map(len, families(publish([chain])))) < len(chain)


def _articles(rng: random.Random, count: int) -> list[Document]:
    """Invented articles, and edited copies of some."""
    words = (ARTICLE + " " + OTHER).replace(".", "").split()
    rows = [
        {
            "id": f"о{number}",
            "date": None,
            "title": "Заголовок",
            "text": ". ".join(" ".join(rng.choices(words, k=9)).capitalize() for _ in range(7)),
        }
        for number in range(count)
    ]
    rows += [copy.row for copy in plant(rows, count // 3, rng.randrange(1000))]
    rng.shuffle(rows)
    day = date(2024, 1, 1)
    return [
        Document(row["id"], row["title"], row["text"], rng.choice((None, day + timedelta(rng.randrange(9)))))
        for row in rows
    ]


def _apart(generation: Generation) -> set[tuple[frozenset[str], int]]:
    """The pairs of a generation by the ids of their documents, and how alike they are."""
    firsts = reprints.firsts_of(generation.segments)
    ids = [ident for segment in generation.segments for ident in segment.ids_by_number()]
    assert len(ids) == firsts[-1]
    rows = zip(generation.pairs.firsts, generation.pairs.seconds, generation.pairs.likeness, strict=True)
    return {(frozenset((ids[one], ids[other])), int(alike)) for one, other, alike in rows}


def _written(index: Path, documents: Iterable[Document], live: Generation | None, gone: Iterable[str]) -> Generation:
    with publishing.writing(index) as folder:
        staying = without(live, gone)[0] if live else []
        with Draft(folder, MOSCOW) as draft:
            for document in documents:
                draft.add(document)
            written = [draft.write()]
        return publishing.publish(folder, written, MOSCOW, staying, live)


@settings(max_examples=6, phases=[Phase.generate], suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 10**6))
def test_after_any_updates_reprints_are_those_of_a_rebuilt_index(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    monkeypatch.setattr("search.index.changing.pointing.COMMON", 3)  # so that shingles become common, and rare again
    rng, index = random.Random(seed), tmp_path_factory.mktemp("updated")
    documents = {document.id: document for document in _articles(rng, 12)}
    waiting = list(documents.values())
    there: dict[str, Document] = {}
    live = None
    while waiting:
        came, waiting = waiting[: (size := rng.randint(3, 12))], waiting[size:]
        gone = rng.sample(sorted(there), min(len(there), rng.randrange(4)))
        came += [replace(there[ident], title="Иначе") for ident in gone[:1]]
        there = {ident: document for ident, document in there.items() if ident not in gone}
        there |= {document.id: document for document in came}
        live = _written(index, came, live, gone)
        if rng.random() < 0.3:
            with publishing.locked(index):
                live = compaction.compact(index, live, whole=rng.random() < 0.5)
        assert hold(live)
    rebuilt = _written(tmp_path_factory.mktemp("rebuilt"), there.values(), None, ())
    assert live is not None
    assert _apart(live) == _apart(rebuilt)
    assert families(live) == families(rebuilt)


def test_planted_copies_are_found_and_nothing_else(publish: Publish) -> None:
    rng = random.Random(7)
    vocabulary = [f"слово{''.join(rng.choices('абвгдежзиклмнопрст', k=5))}" for _ in range(2000)]
    rows = [
        {
            "id": str(number),
            "date": None,
            "title": "",
            "text": "\n\n".join(f"{' '.join(rng.choices(vocabulary, k=15)).capitalize()}." for _ in range(8)),
        }
        for number in range(60)
    ]
    copies = plant(rows, 20, 3)
    generation = publish([[Document(row["id"], "", row["text"]) for row in (*rows, *(copy.row for copy in copies))]])
    wanted: dict[str, list[str]] = {}
    for copy in copies:
        wanted.setdefault(copy.of, [copy.of]).append(copy.row["id"])
    found = {frozenset(family) for family in families(generation)}
    right = {frozenset(family) for family in wanted.values()}
    assert len(found & right) >= 0.9 * len(right)
    assert {ident.split("~")[0] for family in found for ident in family} <= set(wanted)
    assert find([Part.of(segment, None) for segment in generation.segments]).equals(generation.pairs)


def _without_pairs(generation: Generation) -> None:
    wrong = reprints.Pairs(*(getattr(generation.pairs, name)[:0] for name in ("firsts", "seconds", "likeness")))
    reprints.save(generation.folder, wrong, generation.segments)


def _in_another_family(generation: Generation) -> None:
    array = files.array_path(generation.folder / reprints.NAME, "members")
    array.write_bytes(array.read_bytes()[:-4] + (2).to_bytes(4, "little"))


@pytest.mark.parametrize("spoil", [_without_pairs, _in_another_family])
def test_reprints_that_are_not_those_of_the_texts_are_told_and_mended(
    publish: Publish, tmp_path: Path, spoil: Callable[[Generation], None]
) -> None:
    from indexer.repair import repair
    from search.finding.checking import check
    from search.index import manifest

    generation = publish([[Document("1", "", ARTICLE), Document("2", "", ARTICLE), Document("3", "", OTHER)]])
    index = generation.folder.parents[1]
    spoil(generation)
    names = list(generation.folder.glob("reprints.*"))
    told = replace(generation.manifest, files={**generation.manifest.files, **manifest.checked(names)})
    manifest.write(generation.folder, told)
    publishing.switch(index, generations.Current(generation.name, told.checksum))
    assert [damage.reason for damage in check(index, 10).damages] == ["reprints are not those of its texts"]
    assert repair(index)
    assert not check(index, 10).damages
    assert families(generations.open_current(index)) == [["1", "2"]]


@given(st.integers(0, 10**6))
def test_each_belongs_to_the_one_that_it_resembles_most(seed: int) -> None:
    rng = random.Random(seed)
    documents = rng.randint(1, 12)
    revisions = rng.sample(range(10**6), documents)
    alike = {
        (one, other): rng.randint(1, 4)
        for one in range(documents)
        for other in range(one + 1, documents)
        if rng.random() < 0.4
    }
    points: dict[int, int] = {}
    for one in range(documents):
        others = [(-alike[pair], revisions[sum(pair) - one], sum(pair) - one) for pair in alike if one in pair]
        points |= {one: min(others)[2]} if others else {}
    expected = []
    for one in range(documents):
        while one in points and points[points[one]] != one:
            one = points[one]
        expected.append(min(one, points[one]) if one in points else -1)
    firsts, seconds = ([pair[place] for pair in sorted(alike)] for place in (0, 1))
    rows = (np.array(row, dtype=np.int64) for row in (firsts, seconds, [alike[pair] for pair in sorted(alike)]))
    assert reprints.closest(reprints.Pairs.of(*rows), np.array(revisions, dtype=np.uint64)).tolist() == expected


def test_of_a_hit_its_other_copies_are_told_and_one_of_them_is_listed_where_they_are_grouped(
    publish: Publish,
) -> None:
    generation = publish(
        [[Document("1", "", ARTICLE, date(2024, 3, 1)), Document("2", "", ARTICLE), Document("3", "Женева", OTHER)]]
    )
    service = SearchService(generation.folder.parents[1])
    apart = service.search(SearchRequest("женева", sort="oldest"))
    assert [(hit.id, hit.reprints) for hit in apart.hits] == [("1", ("2",)), ("2", ("1",)), ("3", ())]
    assert (apart.total.value, apart.total.unit) == (3, "documents")
    grouped = service.search(SearchRequest("женева", sort="oldest", group="reprints"))
    assert [(hit.id, hit.reprints) for hit in grouped.hits] == [("1", ("2",)), ("3", ())]
    assert (grouped.total.value, grouped.total.unit) == (2, "families")


@pytest.mark.parametrize("request_", [SearchRequest(group="все"), SearchRequest(group="reprints", broaden=True)])  # type: ignore[arg-type]
def test_a_group_that_there_is_not_and_one_of_a_broadened_list_are_refused(
    archive_index: Path, request_: SearchRequest
) -> None:
    with pytest.raises(BadParameter, match="group"):
        SearchService(archive_index).search(request_)
