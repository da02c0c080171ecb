"""All engines find the same documents with the same integer scores, in the same order."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from search import ranking
from search.dates import Period, date_range
from search.documents import DOCUMENT_FIELDS, Document
from search.engines import matching, spelling_counts, uninflected, weighing
from search.engines.base import Engine, Quorum, Ranked, Selection, Window
from search.engines.embedded import EmbeddedEngine
from search.engines.memory import MemoryEngine
from search.index import files, segment
from search.index.building import beginnings, packing
from search.query.parse import parse
from search.query.patterns import pattern
from search.query.plan import leaves, plan
from search.query.tree import And, Cased, Everything, Exact, Expanded, Node, Or, Phrase, Prefix, Word
from search.request import SORTS, Sort
from tests.conftest import MOSCOW, Publish
from tests.found import listed
from tests.trees import WORDS, random_documents, random_leaf, random_near, random_place, random_tree, with_copies


@pytest.fixture(params=["memory", "one segment", "three segments"])
def engine(request: pytest.FixtureRequest, publish: Publish, notes: list[Document]) -> Engine:
    if request.param == "memory":
        return MemoryEngine(notes, MOSCOW)
    parts = [notes] if request.param == "one segment" else [notes[0::3], notes[1::3], notes[2::3]]
    return EmbeddedEngine(publish(parts).segments, MOSCOW)


def ids(engine: Engine, query: str, since: str = "", until: str = "", sort: Sort = "relevance") -> list[str]:
    period = date_range(since, until, MOSCOW) if since or until else None
    found = engine.find(plan(parse(query).tree).tree(), period, Window(sort, 0, 100))
    assert found.total == len(found.ranked)
    return [engine.document(ranked).id for ranked in found.ranked]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("стали", {"1", "2", "6"}),  # forms of «сталь» and of «стать»
        ("сталью", {"1"}),  # «стали» is first of all a form of «стать»
        ("токаев", {"4", "7"}),
        ("токаевым", {"4", "7"}),
        ('"чемпион мира"', {"2"}),  # not «чемпионат мира», nor «мира чемпион»
        ('"мира чемпион"', {"3"}),
        ("премьер", {"4"}),
        ("вице-премьер", {"4"}),
        ('"премьер министр"', {"4"}),
        ("!СТАЛИ", {"1", "2", "6"}),
        ("!стать", set()),
        ("!ёлку", {"5"}),
        ("!вице", {"4"}),
        ('!"чемпионами мира"', {"2"}),
        ('!"чемпиона мира"', set()),
        ("разоруж*", {"6", "7"}),
        ("title:чемпион", {"2"}),
        ("title:мир", {"2", "3", "9"}),
        ("title:женева", set()),
        ('title:"чемпион мира"', {"2"}),
        ("title:чемп*", {"2", "3"}),
        ("мир -чемпионат", {"2", "9"}),
        ("-мир", {"1", "4", "5", "6", "7", "8"}),
        ("ёлка | разоружение", {"5", "6", "7"}),
        ("1000000", {"8"}),
        ("1 000 000", {"8"}),
        ("3.5", {"8"}),
        ("iphone", {"8"}),
        ("", {"1", "2", "3", "4", "5", "6", "7", "8", "9"}),
        ('""', set()),
    ],
)
def test_a_query_finds_exactly_its_documents(engine: Engine, query: str, expected: set[str]) -> None:
    assert set(ids(engine, query)) == expected


def test_days_are_inclusive_at_both_ends(engine: Engine) -> None:
    assert set(ids(engine, "", "2024-01-01", "2024-02-29")) == {"7", "3"}


def test_an_undated_document_is_found_but_never_by_a_date_filter(engine: Engine) -> None:
    assert "6" in ids(engine, "записка")
    assert "6" not in ids(engine, "", since="0001")
    assert "6" not in ids(engine, "", until="9999")


def test_newest_and_oldest_go_by_date_then_id_and_leave_the_undated_for_the_end(engine: Engine) -> None:
    assert ids(engine, "", sort="newest") == ["9", "2", "8", "1", "3", "7", "5", "4", "6"]
    assert ids(engine, "", sort="oldest") == ["4", "5", "7", "3", "1", "8", "2", "9", "6"]


def test_lists_by_date_have_no_scores(engine: Engine) -> None:
    for query in ("сталь", '"сталь"', "ст*"):
        found = engine.find(parse(query).tree, None, Window("newest", 0, 10))
        assert found.ranked
        assert {ranked.score for ranked in found.ranked} == {0}


def test_equal_scores_are_ordered_by_date_then_id(publish: Publish) -> None:
    days = [date(2024, 1, 1), date(2024, 1, 2), date(2024, 1, 2), None]
    same = [Document(str(number), "Мир", "Мир", day) for number, day in enumerate(days)]
    for engine in (MemoryEngine(same, MOSCOW), EmbeddedEngine(publish([same[:2], same[2:]]).segments, MOSCOW)):
        assert ids(engine, "мир") == ["2", "1", "0", "3"]


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("query", ["!вобла", "вобл*", "!вобла | !лещ"])
@pytest.mark.parametrize("others", [0, 60])
def test_spellings_of_a_word_stand_in_documents_in_any_order(
    publish: Publish, others: int, query: str, sort: Sort
) -> None:
    texts = ["вобла и лещ", "Вобла, вобла и воблы", "вобла", "Вобла", "ВОБЛА: вобла"] + ["Мир"] * others
    documents = [
        Document(str(number), "Вобла" * (number == 3), text, date(2024, 1, 1 + number % 28))
        for number, text in enumerate(texts)
    ]
    plain, fast = MemoryEngine(documents, MOSCOW), EmbeddedEngine(publish([documents]).segments, MOSCOW)
    tree = parse(query).tree
    assert answers(fast, tree, None, sort) == answers(plain, tree, None, sort)


def test_pages_side_by_side_are_the_whole_list(engine: Engine) -> None:
    tree = Everything()
    whole = engine.find(tree, None, Window("newest", 0, 100)).ranked
    pages = [engine.find(tree, None, Window("newest", offset, 2)).ranked for offset in range(0, 12, 2)]
    assert [ranked for page in pages for ranked in page] == list(whole)


def test_a_document_is_found_again_by_its_id(engine: Engine, notes: list[Document]) -> None:
    for note in notes:
        found = engine.lookup(note.id)
        assert found is not None
        assert engine.document(found) == note
    assert engine.lookup("10") is None


def quorum_ids(engine: Engine, quorum: Quorum) -> set[str]:
    found = engine.find_quorum(quorum, None, Window("newest", 0, 100))
    assert found.total == len(found.ranked)
    return {engine.document(ranked).id for ranked in found.ranked}


def test_a_quorum_lists_documents_with_every_word_while_enough_have_them(engine: Engine) -> None:
    words = (Word("мир"), Word("чемпион"))
    assert quorum_ids(engine, Quorum(words, Everything(), enough=2)) == {"2", "3"}
    assert quorum_ids(engine, Quorum(words, Everything(), enough=3)) == {"2", "3", "9"}


def test_a_quorum_by_share_leaves_out_documents_with_the_commonest_words_alone(engine: Engine) -> None:
    words = (Word("мир"), Word("чемпион"))  # 3 documents have «мир», 2 «чемпион»
    assert quorum_ids(engine, Quorum(words, Everything(), enough=3, share=(3, 4))) == {"2", "3"}


def test_a_quorum_counts_who_has_every_word_and_who_has_each(engine: Engine) -> None:
    found = engine.find_quorum(
        Quorum((Word("мир"), Word("чемпион")), Everything(), enough=3), None, Window("newest", 0, 1)
    )
    assert (found.complete, found.having) == (2, (3, 2))


def test_words_that_nobody_has_leave_nothing_unless_something_else_was_asked_for(engine: Engine) -> None:
    words, phrase = (Word("абракадабра"),), Phrase(("чемпион", "мира"))
    assert quorum_ids(engine, Quorum(words, phrase, enough=1)) == set()
    assert quorum_ids(engine, Quorum(words, phrase, enough=1, needless=True)) == {"2"}


def test_engines_agree_with_the_scanning_one_on_random_quorums(publish: Publish) -> None:
    rng = random.Random(11)
    documents = random_documents(rng, 120)
    plain = MemoryEngine(documents, MOSCOW)
    fast = EmbeddedEngine(publish([documents[:50], documents[50:60], documents[60:]]).segments, MOSCOW)
    for _ in range(200):
        words = tuple(Word(word) for word in rng.sample(WORDS, rng.randint(0, 5)))
        explicit = rng.choice([Everything(), random_tree(rng)])
        share = rng.choice([(0, 1), (1, 5), (3, 4)])
        quorum = Quorum(words, explicit, rng.choice([0, 1, 20, 1000]), share, rng.random() < 0.3)
        asked = quorum, None, Window(rng.choice(SORTS), 0, 1000, rng.choice([0, 30]))
        one, other = (engine.find_quorum(*asked) for engine in (plain, fast))
        assert (one.total, one.complete, one.having) == (other.total, other.complete, other.having), quorum
        assert listed(plain, one) == listed(fast, other), quorum


def test_of_two_equal_documents_the_newer_stands_higher_where_age_counts_and_by_half_a_half_life(
    publish: Publish,
) -> None:
    days = [date(2024, 1, 31), date(2024, 1, 1), None]
    same = [Document(str(number), "Мир", "Мир", day) for number, day in enumerate(days)]
    for engine in (MemoryEngine(same, MOSCOW), EmbeddedEngine(publish([same[:2], same[2:]]).segments, MOSCOW)):
        plain = engine.find(Word("мир"), None, Window("relevance", 0, 3))
        fading = engine.find(Word("мир"), None, Window("relevance", 0, 3, recency=30))
        score = plain.ranked[0].score
        assert [ranked.score for ranked in plain.ranked] == [score] * 3
        assert listed(engine, fading) == [("0", score), ("1", score // 2), ("2", score // 2)]


def test_age_counts_from_the_end_of_the_period_asked_for(publish: Publish) -> None:
    days = [date(2024, 1, 1), date(2025, 1, 1)]
    documents = [Document(str(number), "Мир", "Мир", day) for number, day in enumerate(days)]
    period = date_range("", "2024-01-30", MOSCOW)
    for engine in (MemoryEngine(documents, MOSCOW), EmbeddedEngine(publish([documents]).segments, MOSCOW)):
        (whole,) = engine.find(Word("мир"), period, Window("relevance", 0, 3)).ranked
        (faded,) = engine.find(Word("мир"), period, Window("relevance", 0, 3, recency=30)).ranked
        assert faded.score == whole.score // 2


def answers(engine: Engine, tree: Node, period: Period | None, sort: Sort, recency: int = 0) -> list[tuple[str, int]]:
    return listed(engine, engine.find(tree, period, Window(sort, 0, 1000, recency)))


@pytest.mark.parametrize("seed", range(6))
def test_engines_agree_with_the_scanning_one_on_random_trees(publish: Publish, seed: int) -> None:
    rng = random.Random(seed)
    documents = random_documents(rng, 120)
    plain = MemoryEngine(documents, MOSCOW)
    parts = [documents] if seed % 2 else [documents[:50], documents[50:60], documents[60:]]
    fast = EmbeddedEngine(publish(parts).segments, MOSCOW)
    for _ in range(200):
        tree = random_tree(rng)
        start = rng.randrange(1577836800, 1603756800, 43200)
        period = rng.choice([None, Period(start, start + 86400 * rng.randint(1, 200))])
        sort = rng.choice(SORTS)
        recency = rng.choice([0, 0, 1, 30, 36_500])
        assert answers(fast, tree, period, sort, recency) == answers(plain, tree, period, sort, recency), tree


@pytest.mark.parametrize("seed", range(2))
def test_engines_agree_on_lists_in_which_one_of_each_family_of_reprints_stands(publish: Publish, seed: int) -> None:
    rng = random.Random(seed)
    documents = with_copies(rng, random_documents(rng, 75))
    generation = publish([documents] if seed % 2 else [documents[:50], documents[50:60], documents[60:]])
    fast = EmbeddedEngine(generation.segments, MOSCOW, families=generation.families)
    families = {family for document in documents if (family := fast.reprints(_found(fast, document.id)))}
    assert len(families) > 10
    plain = MemoryEngine(documents, MOSCOW, families=families)
    for _ in range(150):
        tree, recency = random_tree(rng), rng.choice([0, 0, 30])
        words = tuple(Word(word) for word in rng.sample(WORDS, rng.randint(0, 3)))
        asked = None, Window(rng.choice(SORTS), rng.choice([0, 3]), rng.choice([5, 1000]), recency, True)
        one, other = (engine.find(tree, *asked) for engine in (plain, fast))
        assert (one.total, one.places, listed(plain, one)) == (other.total, other.places, listed(fast, other)), tree
        one, other = (engine.find_quorum(Quorum(words, tree, enough=20), *asked) for engine in (plain, fast))
        assert (one.total, one.places, listed(plain, one)) == (other.total, other.places, listed(fast, other)), tree


def test_of_reprints_the_first_of_the_list_stands_for_all(publish: Publish) -> None:
    text = "В Женеве открылась конференция по разоружению, на ней выступят министры сорока стран"
    documents = [
        Document("поздняя", "Разоружение", text, date(2024, 1, 3)),
        Document("ранняя", "", text, date(2024, 1, 1)),
        Document("иное", "", "Разоружение", date(2024, 1, 2)),
        Document("без даты", "", f"{text} мира", None),
    ]
    generation = publish([documents[:2], documents[2:]])
    engine = EmbeddedEngine(generation.segments, MOSCOW, families=generation.families)
    for sort, expected in (("newest", ["поздняя", "иное"]), ("oldest", ["ранняя", "иное"])):
        found = engine.find(Word("разоружение"), None, Window(sort, 0, 10, group=True))
        assert [engine.document(one).id for one in found.ranked] == expected
        assert (found.total, found.places) == (4, 2)
    best = engine.find(Word("разоружение"), None, Window("relevance", 0, 10, group=True)).ranked
    assert {engine.document(one).id for one in best} == {"поздняя", "иное"}
    assert engine.reprints(_found(engine, "ранняя")) == ("ранняя", "поздняя", "без даты")


@pytest.mark.parametrize("seed", range(4))
def test_engines_agree_on_pages_where_few_documents_get_a_second_look_at_their_beginnings(
    publish: Publish, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    monkeypatch.setattr(ranking, "RESCORED", 12)
    monkeypatch.setattr(ranking, "LOOKED_AT", 9)
    rng = random.Random(seed)
    documents = random_documents(rng, 120)
    plain = MemoryEngine(documents, MOSCOW)
    fast = EmbeddedEngine(publish([documents] if seed % 2 else [documents[:50], documents[50:]]).segments, MOSCOW)
    for _ in range(150):
        tree = rng.choice([Or, And])(tuple(random_leaf(rng) for _ in range(rng.randint(2, 4))))
        page = rng.choice([(0, 3), (0, 11), (2, 5), (8, 3), (9, 9), (40, 5)])
        one, other = (engine.find(tree, None, Window("relevance", *page)) for engine in (plain, fast))
        assert (one.total, listed(plain, one)) == (other.total, listed(fast, other)), tree


def test_engines_agree_on_phrases_of_words_whose_pairs_are_written_down_and_of_others(
    publish: Publish, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(matching, "_MANY", 0)
    for room in (files, packing, segment):
        monkeypatch.setattr(room, "PAIRED", 16)
    rng = random.Random(5)
    documents = random_documents(rng, 120)
    plain, fast = MemoryEngine(documents, MOSCOW), EmbeddedEngine(publish([documents]).segments, MOSCOW)
    for _ in range(300):
        words = tuple(rng.choices(WORDS, k=rng.randint(2, 4)))
        tree = rng.choice([Phrase(words), Exact(words)])
        assert answers(fast, tree, None, "relevance") == answers(plain, tree, None, "relevance"), tree


def test_engines_agree_on_beginnings_that_are_weighed_and_on_others(
    publish: Publish, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(beginnings, "QUICK", 1)
    documents = random_documents(random.Random(6), 120)
    generation = publish([documents[:50], documents[50:]])
    plain, fast = MemoryEngine(documents, MOSCOW), EmbeddedEngine(generation.segments, MOSCOW)
    begun = sorted({word[:length].lower() for word in WORDS for length in (1, 2, 3)})
    weighed = [begin for begin in begun if generation.segments[1].beginnings.find(begin) is not None]
    assert 1 < len(weighed) < len(begun)
    for tree in map(Prefix, begun):
        assert answers(fast, tree, None, "relevance") == answers(plain, tree, None, "relevance"), tree


@pytest.mark.parametrize("rows", [0, 1000])
def test_engines_agree_whether_slots_are_merged_or_counted_for_all_documents(
    publish: Publish, monkeypatch: pytest.MonkeyPatch, rows: int
) -> None:
    monkeypatch.setattr(weighing, "_FEW_ROWS", rows)
    monkeypatch.setattr(weighing, "_SPARSE", 1000)
    documents = random_documents(random.Random(10), 120)
    plain, fast = MemoryEngine(documents, MOSCOW), EmbeddedEngine(publish([documents]).segments, MOSCOW)
    for word in WORDS:
        for tree in (Exact((word,)), Prefix(word[:2]), Word(word, "title"), Phrase((word, word))):
            assert answers(fast, tree, None, "relevance") == answers(plain, tree, None, "relevance"), tree


def test_engines_agree_on_spellings_that_have_the_weights_of_a_word_but_for_some_documents(
    publish: Publish, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uninflected, "_HARDLY", 0)  # however many documents
    rng = random.Random(8)
    documents = random_documents(rng, 120)
    plain = MemoryEngine(documents, MOSCOW)
    fast = EmbeddedEngine(publish([documents[:50], documents[50:]]).segments, MOSCOW)
    for word in WORDS:
        for tree in (Exact((word,)), Expanded(Word("площадь"), (Cased((word.capitalize(), word.upper())),))):
            for period in (None, date_range("2020-02", "2020-04", MOSCOW)):
                assert answers(fast, tree, period, "relevance") == answers(plain, tree, period, "relevance"), tree


def test_engines_agree_on_phrases_of_which_one_goes_on_where_another_ends(publish: Publish) -> None:
    rng = random.Random(9)
    documents = random_documents(rng, 120)
    plain, fast = MemoryEngine(documents, MOSCOW), EmbeddedEngine(publish([documents]).segments, MOSCOW)
    for _ in range(300):
        words = tuple(rng.choices(WORDS, k=4))
        phrases = tuple(
            Phrase(words[:length], rng.choice(["", "", "title"])) for length in rng.sample([1, 2, 3, 4], 3)
        )
        tree = Expanded(Word(rng.choice(WORDS)), phrases)
        assert answers(fast, tree, None, "relevance") == answers(plain, tree, None, "relevance"), tree


def test_engines_agree_where_a_pattern_stands_in_a_document(publish: Publish) -> None:
    rng = random.Random(7)
    documents = random_documents(rng, 40)
    plain, fast = (
        MemoryEngine(documents, MOSCOW),
        EmbeddedEngine(publish([documents[:15], documents[15:]]).segments, MOSCOW),
    )
    for _ in range(200):
        asked = [pattern(rng.choice([random_place, random_near])(rng)) for _ in range(rng.randint(0, 3))]
        idents = [document.id for document in rng.sample(documents, rng.randint(0, 5))]
        places = [engine.occurrences([_found(engine, ident) for ident in idents], asked) for engine in (plain, fast)]
        assert places[0] == places[1], asked


@pytest.mark.parametrize("dear", [-(1 << 40), 1 << 40], ids=["documents are looked up", "places are gone through"])
def test_spellings_are_counted_alike_from_documents_and_from_places(
    publish: Publish, monkeypatch: pytest.MonkeyPatch, dear: int
) -> None:
    monkeypatch.setattr(spelling_counts, "_LOOK", dear)
    rng = random.Random(11)
    documents = random_documents(rng, 60)
    plain = MemoryEngine(documents, MOSCOW)
    fast = EmbeddedEngine(publish([documents[:20], documents[20:]]).segments, MOSCOW)
    for _ in range(100):
        asked = [pattern(random_place(rng)), pattern(Word(rng.choice(WORDS)))]
        quorum = Quorum((Word(rng.choice(WORDS)),), random_tree(rng), enough=rng.choice([0, 20]))
        assert fast.spellings(asked, quorum, None) == plain.spellings(asked, quorum, None), (asked, quorum)


@pytest.mark.parametrize("seed", range(3))
def test_engines_agree_why_a_document_is_found(publish: Publish, seed: int) -> None:
    rng = random.Random(seed)
    documents = random_documents(rng, 130)
    plain = MemoryEngine(documents, MOSCOW)
    fast = EmbeddedEngine(publish([documents] if seed % 2 else [documents[:50], documents[50:]]).segments, MOSCOW)
    for _ in range(100):
        tree, leaf = random_tree(rng), random_leaf(rng)
        period = rng.choice([None, Period(1577836800, 1577836800 + 86400 * rng.randint(1, 200))])
        asked = [pattern(rng.choice([random_place, random_near])(rng)) for _ in range(2)]
        quorum = Quorum(tuple(map(Word, rng.sample(WORDS, rng.randint(0, 3)))), tree, enough=rng.choice([0, 1, 20]))
        assert fast.spellings(asked, quorum, period) == plain.spellings(asked, quorum, period), (asked, quorum)
        assert fast.count(leaf) == plain.count(leaf), leaf
        for ident in rng.sample([document.id for document in documents], 3):
            in_plain, in_fast = _found(plain, ident), _found(fast, ident)
            assert fast.weight(in_fast, leaf) == plain.weight(in_plain, leaf), leaf
            assert fast.gains(in_fast, quorum, period) == plain.gains(in_plain, quorum, period), quorum


def test_engines_count_the_documents_of_a_list_alike(publish: Publish) -> None:
    rng = random.Random(13)
    documents = random_documents(rng, 120)
    plain = MemoryEngine(documents, MOSCOW)
    fast = EmbeddedEngine(publish([documents[:50], documents[50:60], documents[60:]]).segments, MOSCOW)
    for _ in range(200):
        words = tuple(map(Word, rng.sample(WORDS, rng.randint(0, 3))))
        quorum = Quorum(words, rng.choice([Everything(), random_tree(rng)]), enough=rng.choice([0, 1, 20]))
        lemmas = rng.choice([(), ("сталь", "мир")])
        window = Window(rng.choice(SORTS), 0, 5)
        period = rng.choice([None, Period(1577836800, 1577836800 + 86400 * rng.randint(1, 200))])
        one, other = (_all(engine, quorum, lemmas, period, window) for engine in (plain, fast))
        edges = sorted(rng.sample(range(1577836800, 1603756800, 43200), rng.randint(0, 9)))
        assert one.between(edges) == other.between(edges), quorum
        assert one.span() == other.span(), quorum
        for field in DOCUMENT_FIELDS:
            assert one.values(field) == other.values(field), quorum
            assert plain.values(field) == fast.values(field)


def _all(engine: Engine, quorum: Quorum, lemmas: Sequence[str], period: Period | None, window: Window) -> Selection:
    """All documents of a list, those beyond a quorum among them where lemmas are given."""
    found = engine.find_quorum(quorum, period, window).matching
    return found.followed_by(engine.find_beyond(quorum, lemmas, period, window).matching) if lemmas else found


def test_engines_agree_what_tells_about_documents_and_what_lies_beyond_a_quorum(publish: Publish) -> None:
    rng = random.Random(3)
    rare = ["вулкана", "вулканы", "лава", "лаве", "пепел", "кратером", "извергаться"]  # the others stand everywhere
    documents = [
        replace(each, text=f"{each.text} {' '.join(rng.choices(rare, k=5) * (number % 12 == 0))}")
        for number, each in enumerate(random_documents(rng, 120))
    ]
    plain = MemoryEngine(documents, MOSCOW)
    fast = EmbeddedEngine(publish([documents[:50], documents[50:]]).segments, MOSCOW)
    told = 0
    for _ in range(100):
        words = tuple(Word(word) for word in rng.sample([*WORDS, *rare[:4]], rng.randint(1, 3)))
        quorum = Quorum(words, rng.choice([Everything(), random_tree(rng)]), enough=1)
        best = [engine.find_quorum(quorum, None, Window("relevance", 0, 5)).ranked for engine in (plain, fast)]
        lemmas, again = (engine.telling(found, words) for engine, found in zip((plain, fast), best, strict=True))
        assert lemmas == again, quorum
        asked = (
            quorum,
            lemmas or ("сталь", "мир", "абракадабра"),
            None,
            Window("relevance", 0, 1000, rng.choice([0, 30])),
        )
        one, other = (engine.find_beyond(*asked) for engine in (plain, fast))
        assert (one.total, listed(plain, one)) == (other.total, listed(fast, other)), quorum
        told += bool(lemmas)
    assert told


def test_adding_an_id_again_replaces_the_document(publish: Publish) -> None:
    first, second = Document("а", "Первый", "Сталь"), Document("а", "Второй", "Стекло", date(2024, 1, 1))
    engine = EmbeddedEngine(publish([[first, Document("б", "", "Мир"), second]]).segments, MOSCOW)
    assert ids(engine, "") == ["а", "б"]
    assert ids(engine, "сталь") == []
    assert ids(engine, "стекло") == ["а"]


def _found(engine: Engine, ident: str) -> Ranked:
    found = engine.lookup(ident)
    assert found is not None
    return found


def test_every_leaf_of_a_tree_is_counted() -> None:
    tree = parse('стали "чемпион мира" -!ёлка а | б*').tree
    assert [str(leaf) for leaf, _ in leaves(tree)] == ["стали", '"чемпион мира"', "а", "б*", "!ёлка"]
