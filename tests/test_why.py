"""Why a document is found, or is not; what each part of a query adds to the score that the list shows."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient

from search.cli import main
from search.errors import BadParameter, DocumentNotFound
from search.request import SearchRequest
from search.results import Why
from search.service import SearchService

FOLDER = Path(__file__).parent / "cases"
QUERIES = sorted({case["query"] for case in tomllib.loads((FOLDER / "searches.toml").read_text("utf-8"))["case"]})


@pytest.fixture(scope="module")
def service(archive_index: Path) -> SearchService:
    return SearchService(archive_index)


def cases() -> Iterator[tuple[str, ...]]:
    for line in (FOLDER / "why.txt").read_text(encoding="utf-8").splitlines():
        if found := re.fullmatch(r"([^#].*?) +\| (\S+) +\| (\S*) *→ (.+)", line):
            yield found.groups()


@pytest.mark.parametrize(("query", "ident", "days", "expected"), list(cases()))
def test_it_says_what_keeps_a_document_out(
    service: SearchService, query: str, ident: str, days: str, expected: str
) -> None:
    request = SearchRequest(query, days, days, per_page=100)
    found = service.why(request, ident)
    failures = ", ".join(f"{failure.kind} {failure.text}".strip() for failure in found.failures)
    assert (failures or "+") == expected
    assert found.listed == (expected == "+") == (ident in {hit.id for hit in service.search(request).hits})


@pytest.mark.parametrize("match", ["auto", "any"])
def test_what_it_adds_up_is_the_score_of_the_list(service: SearchService, match: str) -> None:
    compared = 0
    for query in QUERIES:
        request = SearchRequest(query, match=match, per_page=100)  # type: ignore[arg-type]
        for hit in service.search(request).hits[:4]:
            found = service.why(request, hit.id)
            parts = sum(clause.score for clause in found.clauses) + sum(gain for _, gain in found.families)
            assert found.listed
            assert found.score == parts + found.passage
            if hit.score is not None:
                compared += 1
                assert found.score == hit.score, (query, hit.id)
            for clause in found.clauses:
                assert clause.score == clause.weight * clause.idf * clause.times
    assert compared > 200


def test_a_document_that_is_not_listed_has_no_score(service: SearchService) -> None:
    found = service.why(SearchRequest("тлепов !хор"), "tlepov")
    assert (found.listed, found.score, [clause.times for clause in found.clauses]) == (False, 0, [0, 0])
    assert found.clauses[0].weight > 0


def test_a_clause_in_two_brackets_counts_twice(service: SearchService) -> None:
    found = service.why(SearchRequest("(тлепов | хор) (тлепов | мост)"), "tlepov")
    assert [clause.times for clause in found.clauses if clause.matched] == [2]
    assert found.score == service.search(SearchRequest("(тлепов | хор) (тлепов | мост)")).hits[0].score


def terms(found: Why) -> dict[str, tuple[tuple[str, str], ...]]:
    return {form.form: form.terms for clause in found.clauses for form in clause.forms}


@pytest.mark.parametrize(
    ("query", "ident", "form", "term"),
    [
        ("сталью", "vestnik-1004", "сталь", ("сталь", "lemma")),
        ("!!сталь", "hor", "стали", ("~сталь", "rare lemma")),
        ('"хладостойкая сталь"', "vestnik-1004", "стали", ("~сталь", "rare lemma")),
        ("тлепова", "tlepov", "Тлепов", ("#тлепов", "name key")),
    ],
)
def test_it_names_the_form_and_the_term_under_which_it_matched(
    service: SearchService, query: str, ident: str, form: str, term: tuple[str, str]
) -> None:
    assert term in terms(service.why(SearchRequest(query), ident))[form]


def test_a_form_that_is_asked_for_by_its_spelling_has_no_term(service: SearchService) -> None:
    assert terms(service.why(SearchRequest("!Женеве"), "tlepov")) == {"Женеве": ()}


def test_places_are_counted_and_the_first_ones_shown(service: SearchService) -> None:
    (clause,) = service.why(SearchRequest("чемпион"), "chempiony-boks").clauses
    assert (clause.places, len(clause.shown)) == (5, 3)
    assert [place.field for place in clause.shown] == ["title", "text", "text"]
    for place in clause.shown:
        (mark,) = place.excerpt.marks
        assert place.excerpt.text[mark.start : mark.end].lower().startswith("чемпион")


def test_the_second_look_is_told_apart(service: SearchService) -> None:
    found = service.why(SearchRequest("братья боксёры"), "chempiony-boks")
    assert found.passage > 0
    ((word, gain),) = service.why(SearchRequest("хор хористка"), "hor").families  # «хористами»
    assert (word, gain > 0) == ("хористка", True)
    assert service.why(SearchRequest("чемпион"), "chempiony-boks").passage == 0


def test_of_a_relaxed_list_it_says_how_much_of_the_words_is_asked_for(service: SearchService) -> None:
    found = service.why(SearchRequest("стали женева чемпион мира трактор"), "chempiony-boks")
    assert (found.relaxed, found.words, found.having) == (True, 5, 3)
    assert 0 < found.worth_needed <= found.worth_had < found.worth
    found = service.why(SearchRequest("тлепов хор", match="all"), "tlepov")
    assert (found.relaxed, found.words, found.having) == (False, 2, 1)
    assert found.worth_had < found.worth_needed == found.worth


def test_a_wrong_id_or_a_wrong_day_is_refused(service: SearchService) -> None:
    with pytest.raises(DocumentNotFound, match="нет такого"):
        service.why(SearchRequest("мир"), "нет такого")
    with pytest.raises(BadParameter):
        service.why(SearchRequest("мир", since="вчера"), "tlepov")


# The command and the address.


def run(index: Path, *arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["why", *arguments, "--index", str(index)])
    return result.exit_code, result.output


def test_the_command_shows_clauses_terms_and_scores(archive_index: Path) -> None:
    status, output = run(archive_index, "стали тлепов хор", "hor")
    assert status == 0
    assert "found, score " in output
    assert re.search(r"the list asks for \d+% of the words by their rarity; it has \d+%", output)
    assert re.search(r"^\+ стали \(word, optional\): 3 places, weight \d+ × idf \d+ = [\d,]+$", output, re.MULTILINE)
    assert "стали × 2: стать (lemma)" in output
    assert "- тлепов (word, optional): no match" in output
    assert "best passage: +" in output


def test_the_command_says_what_keeps_a_document_out(archive_index: Path) -> None:
    status, output = run(archive_index, "-хор source:вестник", "hor", "--from", "2026")
    assert status == 0
    assert "not found:\n  its date is out of the range asked for\n  it is not of source:вестник\n" in output
    assert "it has what is excluded: -хор" in output


def test_a_wrong_id_is_told_with_status_1(archive_index: Path) -> None:
    assert run(archive_index, "хор", "horr") == (1, "Error: no document has the id 'horr'\n")


def test_command_and_address_give_the_same_json(archive_index: Path, client: FlaskClient) -> None:
    _, output = run(archive_index, "стали тлепов", "hor", "--format", "json", "--match", "any")
    answer = client.get("/api/why?q=стали тлепов&id=hor&match=any")
    assert answer.status_code == 200
    assert json.loads(output) == answer.json
    assert list(answer.json)[:5] == ["id", "title", "date", "listed", "failures"]


@pytest.mark.parametrize(
    ("narrowed", "failures"),
    [
        ("source=Вестник Приволжья", ["filter"]),
        ("place=-", ["excluded"]),
        ("source=-ТАСС&place=&in=text", []),
        ("in=title", ["missing"]),
        ("from=2026&day=10-02", ["period", "date"]),
        ("day=10-01", []),
    ],
)
def test_the_address_takes_all_that_a_search_is_narrowed_by(
    client: FlaskClient, narrowed: str, failures: list[str]
) -> None:
    why = client.get(f"/api/why?q=хор&id=hor&match=all&{narrowed}").json
    found = client.get(f"/api/search?q=хор&match=all&{narrowed}").json
    assert [failure["kind"] for failure in why["failures"]] == failures
    assert why["listed"] == ("hor" in [hit["id"] for hit in found["hits"]]) == (not failures)


@pytest.mark.parametrize(
    ("address", "status"),
    [("q=мир", 400), ("q=мир&id=нет", 404), ("q=мир&id=hor&page=2", 400), ("q=мир&id=hor&from=вчера", 400)],
)
def test_what_cannot_be_explained_is_a_problem(client: FlaskClient, address: str, status: int) -> None:
    answer = client.get(f"/api/why?{address}")
    assert answer.status_code == status
    assert answer.content_type == "application/problem+json"
