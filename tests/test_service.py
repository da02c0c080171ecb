"""What a request comes to: relaxation, dates, marks, counts; on the notes that every engine test uses."""

from __future__ import annotations

import gc
from dataclasses import replace
from pathlib import Path

import pytest

from search.config import DEFAULT_LIMITS, Dictionaries
from search.documents import Document
from search.errors import BadParameter, DocumentNotFound, IndexUnavailable, QueryLimit
from search.request import SearchRequest
from search.results import Page
from search.service import SearchService
from tests.conftest import Publish


@pytest.fixture
def service(publish: Publish, notes: list[Document], tmp_path: Path) -> SearchService:
    publish([notes])
    return SearchService(tmp_path / "index")


def test_a_generation_that_nobody_searches_any_more_is_closed_at_once(
    service: SearchService, publish: Publish, notes: list[Document]
) -> None:
    gc.disable()  # it is not to wait for that
    try:
        opened = []
        for _ in range(3):
            for query in ("сталь", "стал*", "ст?ль", "токаев~", '"чемпионами мира"', "!стали", "абракадабра", ""):
                service.search(SearchRequest(query, forms=True))
            service.why(SearchRequest("сталь"), "1")
            opened.append(len([*Path("/proc/self/fd").iterdir()]))
            publish([notes])
        assert len(set(opened)) == 1
    finally:
        gc.enable()


def ids(page: Page) -> list[str]:
    return [hit.id for hit in page.hits]


def test_all_words_must_match_while_some_document_has_them_all(service: SearchService) -> None:
    page = service.search(SearchRequest("токаев министр"))
    assert ids(page) == ["4"]
    assert not page.relaxed
    assert page.dropped == ()


def test_the_same_word_in_other_letter_case_counts_once(service: SearchService) -> None:
    once, twice = (service.search(SearchRequest(query)) for query in ("сталь мир", "сталь Мир Сталь МИР"))
    assert [(hit.id, hit.score) for hit in twice.hits] == [(hit.id, hit.score) for hit in once.hits]
    assert [reading.text for reading in twice.interpretation] == ["сталь", "Мир"]


def test_a_word_that_no_document_has_is_dropped_and_said_so(service: SearchService) -> None:
    page = service.search(SearchRequest("токаев министр абракадабра"))
    assert ids(page) == ["4", "7"]  # both of the other words, then one of them
    assert page.relaxed
    assert page.dropped == ("министр", "абракадабра")
    assert page.total.value == 2


def test_words_that_never_meet_are_each_optional(service: SearchService) -> None:
    page = service.search(SearchRequest("ёлка токаев"))
    assert set(ids(page)) == {"4", "5", "7"}
    assert set(page.dropped) == {"ёлка", "токаев"}


@pytest.mark.parametrize(
    "explicit", ['"мира чемпион"', "!ёлку", "title:ёлка", "разоруж*", "-сталь", "ёлка | разоружение"]
)
def test_relaxation_never_drops_what_was_asked_explicitly(service: SearchService, explicit: str) -> None:
    alone = service.search(SearchRequest(explicit))
    relaxed = service.search(SearchRequest(f"абракадабра {explicit} белиберда рублей"))
    assert relaxed.relaxed
    assert set(ids(relaxed)) <= set(ids(alone))


def test_a_query_of_explicit_parts_alone_is_not_relaxed(service: SearchService) -> None:
    page = service.search(SearchRequest('"чемпион мира" !ёлку'))
    assert page.total.value == 0
    assert not page.relaxed


def test_relaxation_stays_inside_the_dates(service: SearchService) -> None:
    page = service.search(SearchRequest("токаев чемпион", since="2024-03-01"))
    assert ids(page) == ["2"]
    assert page.dropped == ("токаев",)


def test_match_all_never_relaxes_and_match_any_asks_for_one_word(service: SearchService) -> None:
    assert service.search(SearchRequest("ёлка токаев", match="all")).total.value == 0
    page = service.search(SearchRequest("ёлка токаев", match="any"))
    assert page.total.value == 3
    assert not page.relaxed


def test_stop_words_are_ignored_while_other_words_are_left(service: SearchService) -> None:
    page = service.search(SearchRequest("и в на ёлка"))
    assert ids(page) == ["5"]
    assert [reading.role for reading in page.interpretation] == ["ignored", "ignored", "ignored", "required"]
    assert set(ids(service.search(SearchRequest("на")))) == {"1", "5"}


def test_total_counts_the_whole_list_on_every_page(service: SearchService) -> None:
    pages = [service.search(SearchRequest("", page=page, per_page=4)) for page in (1, 2, 3, 4)]
    assert [page.total.value for page in pages] == [9, 9, 9, 9]
    assert [len(page.hits) for page in pages] == [4, 4, 1, 0]


def test_an_empty_query_lists_the_range_newest_first_without_scores(service: SearchService) -> None:
    page = service.search(SearchRequest("  ", since="2024-03-15", until="16.03.2024"))
    assert ids(page) == ["9", "2", "8", "1"]
    assert {hit.score for hit in page.hits} == {None}
    assert ids(service.search(SearchRequest("", sort="oldest")))[0] == "4"


def test_scores_are_integers_by_relevance_and_absent_by_date(service: SearchService) -> None:
    scores = [hit.score for hit in service.search(SearchRequest("мир")).hits]
    assert all(isinstance(score, int) and score > 0 for score in scores)
    assert scores == sorted(scores, key=lambda score: -(score or 0))
    assert {hit.score for hit in service.search(SearchRequest("мир", sort="newest")).hits} == {None}


def test_the_matched_forms_are_marked_in_title_and_text(service: SearchService) -> None:
    (hit,) = service.search(SearchRequest('"чемпион мира"')).hits
    assert [hit.title.text[span.start : span.end] for span in hit.title.marks] == ["чемпионами мира"]
    (snippet,) = hit.snippets
    assert [snippet.text[span.start : span.end] for span in snippet.marks] == ["чемпионами мира"]


def test_only_true_occurrences_of_a_phrase_are_marked(service: SearchService) -> None:
    (hit,) = service.search(SearchRequest('"мира чемпион"')).hits
    (snippet,) = hit.snippets
    assert [snippet.text[span.start : span.end] for span in snippet.marks] == ["мира чемпион"]
    assert hit.title.marks == ()


def test_excluded_words_are_not_marked(service: SearchService) -> None:
    page = service.search(SearchRequest("мир -чемпионат"))
    assert all(
        snippet.text[span.start : span.end] != "чемпионат"
        for hit in page.hits
        for snippet in hit.snippets
        for span in snippet.marks
    )


def test_interpretation_tells_kind_lemmas_and_documents(service: SearchService) -> None:
    page = service.search(SearchRequest('стали "чемпион мира" -ёлка'))
    assert [(reading.text, reading.kind, reading.role) for reading in page.interpretation] == [
        ("стали", "word", "required"),
        ('"чемпион мира"', "phrase", "required"),
        ("ёлка", "word", "excluded"),
    ]
    assert [(lemma.text, lemma.part) for lemma in page.interpretation[0].lemmas] == [
        ("стать", "verb"),
        ("сталь", "noun"),
    ]
    assert [reading.documents for reading in page.interpretation] == [3, 1, 1]


def test_a_document_is_shown_whole_with_marks(service: SearchService) -> None:
    found = service.document("1", "сталь")
    marks = [found.text.text[span.start : span.end] for span in found.text.marks]
    assert marks == ["сталь", "сталь"]
    with pytest.raises(DocumentNotFound, match="нет такого"):
        service.document("нет такого")


@pytest.mark.parametrize(
    ("request_", "parameter"),
    [
        (SearchRequest("мир", since="2024-13-01"), "from"),
        (SearchRequest("мир", until="вчера"), "to"),
        (SearchRequest("мир", since="2024-02-01", until="2024-01-01"), "from"),
        (SearchRequest("мир", sort="лучшие"), "sort"),  # type: ignore[arg-type]
        (SearchRequest("мир", match="none"), "match"),  # type: ignore[arg-type]
        (SearchRequest("мир", page=0), "page"),
        (SearchRequest("мир", per_page=101), "per_page"),
    ],
)
def test_what_cannot_be_understood_is_refused_by_name(
    service: SearchService, request_: SearchRequest, parameter: str
) -> None:
    with pytest.raises(BadParameter) as refused:
        service.search(request_)
    assert refused.value.parameter == parameter


@pytest.mark.parametrize(
    ("query", "limit"),
    [
        ("а" * (DEFAULT_LIMITS.length + 1), "length"),
        (" ".join(f"с{number}" for number in range(DEFAULT_LIMITS.clauses + 1)), "clauses"),
        ("с /3 " * DEFAULT_LIMITS.clauses + "с", "clauses"),
        ("(мир | (" * DEFAULT_LIMITS.depth + "мир", "depth"),
        ("(" * 150 + "мир" + ")" * 150, "depth"),
    ],
)
def test_a_query_over_a_limit_is_refused_by_the_name_of_the_limit(
    service: SearchService, query: str, limit: str
) -> None:
    for ask in (lambda: service.search(SearchRequest(query)), lambda: service.document("1", query)):
        with pytest.raises(QueryLimit) as refused:
            ask()
        assert refused.value.limit == limit


@pytest.mark.parametrize(
    ("query", "limit"), [("мирмир", "length"), ("a b", "clauses"), ("((мир))", "depth"), ("*и*", "expansions")]
)
def test_limits_are_set_by_whoever_runs_the_service(
    service: SearchService, tmp_path: Path, query: str, limit: str
) -> None:
    service.search(SearchRequest(query))
    narrow = replace(DEFAULT_LIMITS, **{limit: 5 if limit == "length" else 1})
    with pytest.raises(QueryLimit) as refused:
        SearchService(tmp_path / "index", narrow).search(SearchRequest(query))
    assert (refused.value.limit, refused.value.most) == (limit, getattr(narrow, limit))


def test_a_strict_search_refuses_what_cannot_be_used(service: SearchService) -> None:
    with pytest.raises(BadParameter, match="at 4: this bracket has no pair") as refused:
        service.search(SearchRequest("мир (сталь |", strict=True))
    assert [flaw.position for flaw in refused.value.flaws] == [4, 11]
    assert service.search(SearchRequest("мир (сталь | чемпион)", strict=True)).hits


def test_a_filter_gives_no_score_and_is_not_given_up(service: SearchService) -> None:
    (hit,) = service.search(SearchRequest("date:2024-02")).hits
    assert (hit.id, hit.score) == ("3", 0)
    page = service.search(SearchRequest("мир абракадабра date:2024-02"))
    assert (page.relaxed, page.dropped, [hit.id for hit in page.hits]) == (True, ("абракадабра",), ["3"])
    assert not service.search(SearchRequest("абракадабра date:2024-02")).total.value


@pytest.mark.parametrize(
    ("query", "marked"),
    [
        ("сталь /2 цены", ["Цены", "сталь"]),  # not «стали» at the end, nor the last «сталь»
        ('"заводы сталь"~2', ["Заводы", "стали", "сталь"]),
        ("*упать", ["закупать"]),
        ("завади~", ["Заводы"]),
        ("!!стать", ["стали"]),
        ("цены -(мир | чемпион) date:2024", ["Цены"]),
    ],
)
def test_each_word_that_takes_part_in_a_match_is_marked(
    service: SearchService, query: str, marked: list[str]
) -> None:
    text = service.document("1", query).text
    assert [text.text[mark.start : mark.end] for mark in text.marks] == marked


def test_without_an_index_the_error_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(IndexUnavailable, match="slovoform build"):
        SearchService(tmp_path).search(SearchRequest("мир"))


def test_a_new_generation_is_picked_up_without_a_restart(
    service: SearchService, publish: Publish, notes: list[Document]
) -> None:
    assert service.stats().documents == 9
    publish([notes[:2]])
    assert service.stats().documents == 2
    assert service.search(SearchRequest("")).total.value == 2


def test_stats_tell_dates_and_counts(service: SearchService) -> None:
    stats = service.stats()
    assert (stats.documents, stats.undated) == (9, 1)
    assert (str(stats.first), str(stats.last)) == ("2019-01-01", "2024-03-16")


def test_a_long_query_that_few_documents_have_whole_lists_those_with_most_of_it_too(service: SearchService) -> None:
    page = service.search(SearchRequest("борцы стали чемпионами мира"))
    assert (page.relaxed, page.complete) == (True, 1)
    assert ids(page)[0] == "2"
    assert set(ids(page)) == {
        "1",
        "2",
        "3",
        "6",
        "9",
    }  # the others have «стали» or «мир», a sixth of the whole at least
    assert page.dropped == ("борцы", "стали", "чемпионами", "мира")


def test_by_date_a_long_query_lists_only_what_has_three_quarters_of_it(service: SearchService) -> None:
    page = service.search(SearchRequest("борцы стали чемпионами мира", sort="newest"))
    assert (page.relaxed, page.complete, ids(page)) == (False, 1, ["2"])


UN = "Организация Объединённых Наций"


@pytest.fixture
def united(publish: Publish, tmp_path: Path) -> SearchService:
    texts = ["ООН о мире", f"Речь в {UN}", "Организация досуга", "Речь Милея", "Речь, милее всех"]
    publish([[Document(str(number), "", text) for number, text in enumerate(texts)]])
    names = tmp_path / "names.txt"
    names.write_text("Милей: Милея, Милею, Милее", encoding="utf-8")
    return SearchService(tmp_path / "index", dictionaries=Dictionaries(names=names))


def test_a_word_finds_its_synonyms_too_unless_that_is_switched_off(united: SearchService) -> None:
    assert ids(united.search(SearchRequest("оон"))) == ["0", "1"]
    assert ids(united.search(SearchRequest("оон", expand=False))) == ["0"]
    assert set(ids(united.search(SearchRequest(UN.lower(), match="all")))) == {"0", "1"}
    assert ids(united.search(SearchRequest("милею"))) == ["3"]


def test_what_stands_for_a_word_is_told_and_counted_and_marked(united: SearchService) -> None:
    page = united.search(SearchRequest("оон"))
    (reading,) = page.interpretation
    assert (reading.kind, reading.expanded, reading.documents, page.parsed) == ("word", (UN,), 2, "оон")
    (snippet,) = page.hits[1].snippets
    assert [snippet.text[mark.start : mark.end] for mark in snippet.marks] == [UN]
    assert united.search(SearchRequest("оон", expand=False)).interpretation[0].expanded == ()


def test_a_document_is_marked_by_what_stands_for_a_word_unless_that_is_switched_off(united: SearchService) -> None:
    assert len(united.document("1", "оон").text.marks) == 1
    assert united.document("1", "оон", expand=False).text.marks == ()


def test_an_expanded_word_is_given_up_by_the_name_that_was_typed(united: SearchService) -> None:
    page = united.search(SearchRequest("абракадабра оон НАТО"))
    assert (page.relaxed, page.dropped) == (True, ("абракадабра", "НАТО"))
    assert ids(page) == ["0", "1"]


def test_a_dictionary_that_cannot_be_used_is_refused_at_once(tmp_path: Path) -> None:
    (tmp_path / "own.txt").write_text("ММК", encoding="utf-8")
    with pytest.raises(BadParameter, match=r"own\.txt:1: "):
        SearchService(tmp_path, dictionaries=Dictionaries(synonyms=tmp_path / "own.txt"))
