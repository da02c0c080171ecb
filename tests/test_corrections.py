"""Mistyped words are put right, right ones are left alone, and a query is corrected as far as its words go."""

from __future__ import annotations

import doctest
import random
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.documents import Document
from search.engines.embedded import EmbeddedEngine
from search.engines.memory import MemoryEngine
from search.engines.scanning import distance
from search.index.building.draft import Draft
from search.index.changing import publishing
from search.index.generations import open_current
from search.request import SearchRequest
from search.results import Suggestion
from search.russian import keyboard, slips, transliteration
from search.russian.keyboard import in_other_layout, is_above_or_below, is_beside
from search.russian.slips import WHOLE, cost
from search.russian.spelling import fold, key
from search.russian.transliteration import readings, romanised, single
from search.service import SearchService
from tests.conftest import MOSCOW, Publish, let_go

_CASES = (Path(__file__).parent / "cases" / "typos.txt").read_text(encoding="utf-8").splitlines()
TYPOS = [line.split(" → ") for line in _CASES if " → " in line]
RIGHT = [word for line in _CASES if line.startswith("— ") for word in line.removeprefix("— ").split()]


@pytest.fixture(scope="module")
def service(archive_index: Path, tmp_path_factory: pytest.TempPathFactory) -> SearchService:
    """The bundled notes, and sixty documents with all words that the cases mean."""
    notes = list(open_current(archive_index).segments[0].read_all())
    text = " ".join([right for _, right in TYPOS] + RIGHT + ["полиция"])
    slip = Document("slip", "", "поллция", date(2020, 1, 1))
    index = tmp_path_factory.mktemp("typos") / "index"
    with publishing.writing(index) as folder:
        with Draft(folder, MOSCOW) as draft:
            for document in (
                slip,
                *notes,
                *(Document(f"words-{number}", "", text, date(2019, 1, 1)) for number in range(60)),
            ):
                assert isinstance(document, Document)
                draft.add(document)
            written = draft.write()
        publishing.publish(folder, [written], MOSCOW)
    return SearchService(index)


def suggested(service: SearchService, query: str, **asked: object) -> tuple[Suggestion, ...]:
    return service.search(SearchRequest(query, **asked)).suggestions  # type: ignore[arg-type]


@pytest.mark.parametrize(("typed", "right"), TYPOS)
def test_a_mistyped_word_is_put_right(service: SearchService, typed: str, right: str) -> None:
    (first, *_) = suggested(service, typed)
    assert first.query.replace("ё", "е") == right.replace("ё", "е") or fold(first.query) == right
    assert first.hits == service.search(SearchRequest(first.query)).total.value >= 60


@pytest.mark.parametrize("word", RIGHT)
def test_a_right_word_is_left_alone(service: SearchService, word: str) -> None:
    assert suggested(service, word) == ()


def test_a_slip_that_a_document_has_is_suggested_for_but_not_where_dates_leave_nothing(
    service: SearchService,
) -> None:
    assert suggested(service, "поллция") == (Suggestion("spelling", "полиция", 60),)
    assert suggested(service, "поллция", until="2019") == ()
    assert suggested(service, "полиция", until="2019") == ()


# A query as a whole.


@pytest.fixture
def small(publish: Publish, tmp_path: Path) -> SearchService:
    texts = [
        ("1", "Президент подписал указ о министрах", date(2024, 3, 15)),
        ("2", "Президента встретили в Астане", date(2025, 1, 1)),
        ("3", "Полигон и полиция в Женеве", date(2024, 3, 15)),
        ("4", "Новая полиция", date(2024, 3, 16)),
        ("5", "Кот Васька", date(2024, 3, 17)),
        ("6", "Код доступа", date(2024, 3, 18)),
    ]
    publish([[Document(ident, text, text, when) for ident, text, when in texts]])
    return SearchService(tmp_path / "index")


def test_what_was_meant_is_answered_where_nothing_was_found_and_this_is_said(small: SearchService) -> None:
    page = small.search(SearchRequest("призедент"))
    assert page.suggestions == (Suggestion("spelling", "президент", 2, applied=True),)
    assert (page.request.q, page.answered, page.parsed) == ("призедент", "президент", "президент")
    assert {hit.id for hit in page.hits} == {"1", "2"}
    assert [reading.text for reading in page.interpretation] == ["президент"]


def test_it_is_only_suggested_where_that_was_switched_off(small: SearchService) -> None:
    page = small.search(SearchRequest("призедент", autocorrect=False))
    assert page.suggestions == (Suggestion("spelling", "президент", 2),)
    assert (page.total.value, page.answered) == (0, "призедент")


def test_it_is_only_suggested_where_something_was_found(small: SearchService) -> None:
    page = small.search(SearchRequest("призедент указ"))
    assert page.suggestions == (Suggestion("spelling", "президент указ", 1),)
    assert [hit.id for hit in page.hits] == ["1"]


def test_a_word_of_the_dictionary_is_never_replaced_by_itself(small: SearchService) -> None:
    page = small.search(SearchRequest("резидент"))  # no document has it
    assert page.suggestions == (Suggestion("spelling", "президент", 2),)
    assert page.total.value == 0


@pytest.mark.parametrize(
    "query",
    [
        "!призедент", "!!призедент", '"призедент"', "призедент*", "призе?дент", "призедент~1", "title:призедент",
        "source:призедент", "автор:призедент", "указ -призедент", "призедент /3 указ", '"указ призедент"~2',
        "!ghbdtn", '"ghbdtn"', "title:ghtpbltyn", "title:Astana", "-Astana", "упоминает:2024",
    ],
)  # fmt: skip
def test_what_has_an_operator_is_left_as_it_is(small: SearchService, query: str) -> None:
    assert suggested(small, query) == ()


def test_the_rest_of_a_query_stays_as_it_was_typed(small: SearchService) -> None:
    (found,) = suggested(small, "(призедент  | !ёлка) -Женева date:2024")
    assert found.query == "(президент  | !ёлка) -Женева date:2024"


def test_capitals_stay(small: SearchService) -> None:
    assert [suggested(small, typed)[0].query for typed in ("Призедент", "ПРИЗЕДЕНТ", "Ghtpbltyn")] == [
        "Президент", "ПРЕЗИДЕНТ", "Президент",
    ]  # fmt: skip


def test_hits_are_counted_under_the_same_dates_and_filters(small: SearchService) -> None:
    assert [found.hits for found in suggested(small, "призедент", since="2025")] == [1]
    assert suggested(small, "призедент", since="2026") == ()
    assert suggested(small, "призедент source:вестник") == ()


@pytest.mark.parametrize("asked", [{"since": "2026"}, {"until": "2020"}])
def test_a_zero_that_dates_caused_is_no_slip(small: SearchService, asked: dict[str, str]) -> None:
    assert suggested(small, "президент", **asked) == ()


def test_of_spellings_that_are_as_likely_the_other_words_decide(small: SearchService) -> None:
    assert suggested(small, "коц васька")[0].query == "кот васька"
    assert suggested(small, "кож доступа")[0].query == "код доступа"


def test_one_word_in_the_wrong_layout_vouches_for_the_others(publish: Publish, tmp_path: Path) -> None:
    publish([[Document("1", "", "Встреча в Москве. Снова в Москве."), Document("2", "", "витамин D")]])
    service = SearchService(tmp_path / "index")
    assert suggested(service, "d vjcrdt")[0].query == "в москве"
    assert suggested(service, "витамин d") == ()


def test_punctuation_that_is_a_letter_in_the_other_layout_is_one_where_that_makes_a_word(
    publish: Publish, tmp_path: Path
) -> None:
    publish([[Document("1", "", "Своих не бросают, свои дома. Юбки и привет.")]])
    service = SearchService(tmp_path / "index")
    for typed, meant in (("cdjb[", "своих"), ("cdjb", "свои"), (".,rb", "юбки"), ("ghbdtn,", "привет")):
        assert suggested(service, typed)[0].query.rstrip(",") == meant


def test_another_case_of_a_name_vouches_for_a_word_and_an_acronym_does_not(publish: Publish, tmp_path: Path) -> None:
    text = "Тлепова встретила НВО. " + "Новые тополевые аллеи. " * 60
    publish([[Document("1", "", text), *(Document(f"new-{number}", "", "Новые") for number in range(3))]])
    service = SearchService(tmp_path / "index")
    assert suggested(service, "нвоые")[0].query == "новые"
    assert suggested(service, "тлеповым") == ()


def test_what_several_texts_write_is_a_slip_only_if_something_explains_it(publish: Publish, tmp_path: Path) -> None:
    slips = [Document(f"slip-{number}", "", "батла карова", date(2020, 1, 1)) for number in range(3)]
    publish([[*slips, *(Document(f"{number}", "", "балла корова") for number in range(200))]])
    service = SearchService(tmp_path / "index")
    assert suggested(service, "батла") == ()
    assert suggested(service, "карова")[0].query == "корова"


def test_a_query_that_would_become_too_long_is_not_suggested(small: SearchService) -> None:
    query = "президнт" + " " * (small.limits.length - len("президнт"))
    assert len(query) == small.limits.length
    assert suggested(small, query) == ()


# The parts.


@given(st.text("абвстоие", max_size=6), st.text("абвстоие", max_size=6))
def test_slips_cost_at_most_what_a_slip_may_cost_and_nothing_costs_nothing(one: str, other: str) -> None:
    assert cost(one, one, 2) == 0
    apart = distance(one, other)
    if 0 < apart <= 2:
        assert 0 < cost(one, other, 2) <= apart * (WHOLE + 20)


@pytest.mark.parametrize(
    ("likelier", "than", "meant"),
    [
        ("президент", "прузидент", "президент"),  # у sounds otherwise, and lies elsewhere
        ("призидент", "прузидент", "президент"),
        ("прещидент", "прецидент", "президент"),  # neither
        ("програма", "прогамма", "программа"),
        ("агенство", "агетство", "агентство"),
        ("рпезидент", "рмезидент", "президент"),
    ],
)
def test_a_slip_that_something_explains_costs_less(likelier: str, than: str, meant: str) -> None:
    assert cost(likelier, meant, 2) <= cost(than, meant, 2)


@pytest.mark.parametrize("module", [keyboard, slips, transliteration])
def test_the_examples_in_the_docstrings_are_true(module: ModuleType) -> None:
    assert doctest.testmod(module).failed == 0


def test_layouts_are_each_others_other() -> None:
    for word in ("привет", "бобёр", "ЁЖ", "съезд, жюри."):
        assert in_other_layout(in_other_layout(word)) == word
    assert in_other_layout("vjcrdf") == "москва"
    assert is_beside("а", "п") and not is_beside("а", "с") and not is_beside("а", "а") and not is_beside("а", "f")
    assert is_above_or_below("а", "с") and is_above_or_below("а", "к") and not is_above_or_below("а", "ж")


@pytest.mark.parametrize(
    ("russian", "written"),
    [
        ("Юлия", "Yuliya Iuliia Julia Yulia"),
        ("Щукин", "Shchukin Shhukin Schukin"),
        ("Хрущёв", "Khrushchev Hrushchyov Xrushhyov Khrushchyov"),
        ("Объездной", "Obezdnoi Obieezdnoi Ob''ezdnoj Obyezdnoy"),
        ("Цой", "Tsoi Tsoy Coj"),
        ("Эйнштейн", "Einshtein E'jnshtejn Eynshteyn"),
        ("Васильев", "Vasilev Vasilyev Vasiliev"),
        ("Россия", "Rossiia Rossiya Rosija"),
    ],
)
def test_a_word_is_read_from_every_system(russian: str, written: str) -> None:
    for latin in written.split():
        if latin != "Obieezdnoi":  # ъ as «ie» is of no newspaper
            assert romanised(fold(russian)) in map(single, readings(latin)), latin


@pytest.mark.parametrize(
    ("latin", "meant", "other"),
    [
        ("situatsiy", "ситуаций", "ситуации"),
        ("sobytij", "событий", "события"),
        ("otvetstvennye", "ответственные", "ответственнее"),
    ],
)
def test_the_ending_of_a_word_in_latin_letters_tells_what_is_meant(
    publish: Publish, tmp_path: Path, latin: str, meant: str, other: str
) -> None:
    publish([[Document("1", "", f"{meant} {other} {other} {other}")]])
    assert suggested(SearchService(tmp_path / "index"), latin)[0].query == meant


# What engines tell of spellings.

_WORDS = (
    *("сталь", "Сталь", "стали", "сталью", "стай", "Токаев", "токаева", "Токаевым", "вице-премьер", "премьер"),
    *("Astana", "astana", "Астана", "ёлка", "елка", "Елка", "Россия", "1 000", "tass.ru"),
)


def _documents(draw: random.Random) -> Iterator[Document]:
    for number in range(30):
        title, text = (" ".join(draw.choices(_WORDS, k=draw.randint(0, size))) for size in (5, 20))
        yield Document(f"d{number}", title, text)


@pytest.mark.parametrize("seed", range(4))
def test_engines_agree_which_spellings_there_are(publish: Publish, tmp_path: Path, seed: int) -> None:
    documents = list(_documents(random.Random(seed)))
    publish([documents[:10], documents[10:12], documents[12:]])
    live = let_go(tmp_path / "index", ["d0", "d11", "d25"])
    plain = MemoryEngine([each for each in documents if each.id not in ("d0", "d11", "d25")], MOSCOW).lexicon
    fast = EmbeddedEngine(live.segments, MOSCOW).lexicon
    for word in {key(word) for word in _WORDS} | {"стал", "тока", "нет"}:
        assert fast.of(word) == plain.of(word)
        assert [fast.like(word, slips) for slips in (1, 2)] == [plain.like(word, slips) for slips in (1, 2)]
        assert fast.romanised(romanised(word)) == plain.romanised(romanised(word))
        for most in (1, 3, 100):
            for begun in (word, word[:2], ""):
                assert fast.beginning(begun, most) == plain.beginning(begun, most)
                assert fast.following(word, begun, most) == plain.following(word, begun, most)
    assert fast.sharing(("сталь", "#токаев", "нет")) == plain.sharing(("сталь", "#токаев", "нет"))
