"""What else may stand for a plain word: synonyms and listed names, in the query and in what it finds."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.config import NO_DICTIONARIES, Dictionaries
from search.documents import Document
from search.engines.base import Engine, Window
from search.engines.memory import MemoryEngine
from search.errors import BadParameter
from search.query.dictionaries import sources
from search.query.expansion import Run, Source, expand
from search.query.namelist import NameList
from search.query.parse import parse
from search.query.plan import leaves, plan
from search.query.thesaurus import Thesaurus
from search.query.tree import Cased, Expanded, Node, Phrase, Word
from tests.conftest import MOSCOW
from tests.found import asked, cases, engines_over

FOLDER = Path(__file__).parent / "cases"
CASES = cases("expanded.txt")
BUILT_IN = sources(NO_DICTIONARIES)
ALL = sources(Dictionaries(FOLDER / "synonyms.txt", FOLDER / "names.txt"))
UN = Cased(("ООН", "ООНа", "ООНу", "ООНом", "ООНе"))
NATIONS = Phrase(("Организация", "Объединённых", "Наций"))
PIECES = [
    "оон",
    "организация",
    "объединённых",
    "наций",
    "ЦБ",
    "банк",
    "россии",
    "милее",
    "и",
    "по",
    "-",
    "|",
    "(",
    ")",
]
PIECES += ['"', "title:", "!", "министерство", "чрезвычайным", "ситуациям", "/3", "воз", "сша -ес", "штаты", "ёлка"]
QUERIES = st.lists(st.sampled_from(PIECES), max_size=9).map(" ".join)


def expanded(query: str, known: Sequence[Source] = ALL) -> Node:
    return expand(parse(query).tree, known)


def read(query: str) -> dict[str, tuple[str, ...]]:
    """The expanded words of a query, and what stands for each."""
    tree = expanded(query)
    return {leaf.text: tuple(map(str, leaf.others)) for leaf, _ in leaves(tree) if isinstance(leaf, Expanded)}


# Sentence by sentence.


@pytest.fixture(scope="module")
def engines(tmp_path_factory: pytest.TempPathFactory) -> Sequence[Engine]:
    return engines_over(((ident, text) for ident, (text, _, _) in CASES.items()), tmp_path_factory.mktemp("expanded"))


def found(engine: Engine, query: str, known: Sequence[Source] = ALL) -> set[str]:
    tree = plan(expanded(query, known)).tree()
    return {engine.document(ranked).id for ranked in engine.find(tree, None, Window("newest", 0, 1000)).ranked}


@pytest.mark.parametrize(("ident", "query"), [*asked(CASES, 1)])
def test_a_text_is_found_by(engines: Sequence[Engine], ident: str, query: str) -> None:
    assert all(ident in found(engine, query) for engine in engines)


@pytest.mark.parametrize(("ident", "query"), [*asked(CASES, 2)])
def test_a_text_is_not_found_by(engines: Sequence[Engine], ident: str, query: str) -> None:
    assert not any(ident in found(engine, query) for engine in engines)


@given(QUERIES)
def test_an_expanded_query_finds_all_that_the_plain_one_finds(engines: Sequence[Engine], query: str) -> None:
    for engine in engines:
        assert found(engine, query, ()) <= found(engine, query)


# In the tree.


@given(st.text() | QUERIES)
def test_any_text_can_be_expanded_and_reads_as_it_was_typed(query: str) -> None:
    tree = parse(query).tree
    assert str(expand(tree, ALL)) == str(tree)
    assert parse(str(expand(tree, ALL))).tree == parse(str(tree)).tree


def test_an_acronym_stands_for_every_word_of_what_it_is_short_for() -> None:
    assert expanded("оон") == Expanded(Word("оон"), (NATIONS,))
    assert expanded("организация объединенных наций") == parse("организация объединенных наций").tree.__class__(
        tuple(Expanded(Word(word), (UN,)) for word in ("организация", "объединенных", "наций"))
    )


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("доклад оон", {"оон"}),
        ("оон | чугун", {"оон"}),
        ("(оон | чугун) доклад", {"оон"}),
        ("доклад | (организация объединённых наций)", {"организация", "объединённых", "наций"}),
        ("организация -чугун объединённых наций", {"организация", "объединённых", "наций"}),
        ("организация !чугун объединённых наций", set()),  # an operator parts them
        ("организация | объединённых наций", set()),
        ("-оон", set()),
        ("-(оон | чугун)", set()),
        ('"оон"', set()),
        ("!оон", set()),
        ("!!оон", set()),
        ("оон*", set()),
        ("оон~", set()),
        ("title:оон", set()),
        ("source:оон", set()),
        ("оон /3 чугун", set()),
    ],
)
def test_only_plain_words_are_expanded(query: str, words: set[str]) -> None:
    assert read(query).keys() == words


def test_a_word_takes_what_every_source_knows_of_it() -> None:
    names, synonyms = NameList([("Милей", "Милея")]), Thesaurus([(("милей",), ("El", "Loco"))])
    tree = expanded("милей", [names, synonyms])
    assert tree == Expanded(Word("милей"), (Cased(("Милей", "Милея")), Phrase(("El", "Loco"))))


# The thesaurus.


def runs(groups: str, words: str) -> list[tuple[int, int, tuple[str, ...]]]:
    listed = [[tuple(expression.split()) for expression in group.split(" = ")] for group in groups.split("; ")]
    found: list[Run] = list(Thesaurus(listed).runs(words.split()))
    return [(run.start, run.end, tuple(map(str, run.others))) for run in found]


def test_of_expressions_that_overlap_the_longest_wins_then_the_first() -> None:
    groups = "Россия = РФ; Банк России = ЦБ; России слава = ура"
    assert runs(groups, "слава банку россии") == [(1, 3, ("ЦБ",))]
    assert runs(groups, "россии") == [(0, 1, ("РФ",))]
    assert runs(groups, "банк россии слава") == [(0, 2, ("ЦБ",))]


def test_an_expression_in_two_groups_takes_both() -> None:
    assert runs("завод = ЗД; завод = фабрика", "завода") == [(0, 1, ("ЗД",)), (0, 1, ("фабрика",))]


def test_an_expression_is_found_wherever_it_stands_and_as_often() -> None:
    assert runs("США = Соединённые Штаты", "сша и соединённых штатах и сша") == [
        (2, 4, ("США",)),
        (0, 1, ('"Соединённые Штаты"',)),
        (5, 6, ('"Соединённые Штаты"',)),
    ]


@pytest.mark.parametrize(
    "typed", ["росгвардии", "росгвардией", "Росгвардию", "совфеде", "минздравом", "вузов", "вуза"]
)
def test_a_word_of_the_thesaurus_is_known_in_any_form(typed: str) -> None:
    assert read(typed)


@pytest.mark.parametrize("typed", ["вуаль", "миди", "оона", "ран", "раны", "циклон", "чмо"])
def test_other_words_are_not_taken_for_acronyms(typed: str) -> None:
    assert set(read(typed)) <= {"оона", "ран"}  # a case of an acronym, and one as it is typed


@pytest.mark.parametrize("group", BUILT_IN[0].groups, ids=lambda group: " ".join(group[0]))  # type: ignore[attr-defined]
def test_every_expression_of_a_built_in_group_stands_for_the_others(group: tuple[tuple[str, ...], ...]) -> None:
    for expression in group:
        words = " ".join(expression).lower()
        others = {" ".join(other) for other in group if other != expression}
        for leaf, _ in leaves(expanded(words, BUILT_IN)):
            assert isinstance(leaf, Expanded), words
            assert others <= {str(other).strip('"') for other in leaf.others}


def test_there_are_enough_built_in_groups() -> None:
    assert len(BUILT_IN[0].groups) >= 150  # type: ignore[attr-defined]


# What it means for the plan and for scores.


def test_an_expanded_word_may_be_given_up_like_any_plain_one() -> None:
    planned = plan(expanded("оон !доклад министерство по чрезвычайным ситуациям"))
    assert [str(word) for word in planned.words] == ["оон", "министерство", "чрезвычайным", "ситуациям"]
    assert [str(word) for word in planned.ignored] == ["по"]
    assert [str(node) for node in planned.explicit] == ["!доклад"]


def scores(query: str, *texts: str, known: Sequence[Source] = ALL) -> list[int]:
    """The scores of texts that stand in one archive."""
    engine = MemoryEngine([Document(str(number), "", text) for number, text in enumerate(texts)], MOSCOW)
    ranked = engine.find(plan(expanded(query, known)).tree(), None, Window("relevance", 0, 10)).ranked
    by_id = {engine.document(found).id: found.score for found in ranked}
    return [by_id[str(number)] for number in range(len(texts))]


def test_the_best_alternative_counts_and_never_the_sum() -> None:
    both = "ООН: Организация Объединённых Наций"
    assert scores("оон", both) == scores("оон", both, known=())


def test_what_was_typed_comes_before_what_stands_for_it() -> None:
    typed, other = scores("оон", "ООН о мире", "Организация Объединённых Наций")
    assert 0 < other < typed


def test_what_stands_for_words_counts_as_their_passage() -> None:
    query, peace = "доклад организации объединённых наций", "Мир. " * 100
    near, far = scores(query, f"Доклад ООН. {peace} Конец.", f"Доклад. {peace} ООН.")
    assert near > far


# Files.


def thesaurus(path: Path, text: str) -> Thesaurus:
    path.write_text(text, encoding="utf-8")
    source, _ = sources(Dictionaries(synonyms=path))
    assert isinstance(source, Thesaurus)
    return source


def test_a_users_groups_come_beside_those_built_in(tmp_path: Path) -> None:
    groups = thesaurus(tmp_path / "own.txt", "\ufeff# заводы\n\nММК = Магнитка # прозвище\n").groups
    assert groups[-1] == (("ММК",), ("Магнитка",))
    assert len(groups) == len(BUILT_IN[0].groups) + 1  # type: ignore[attr-defined]


def test_after_clear_only_what_follows_counts(tmp_path: Path) -> None:
    groups = thesaurus(tmp_path / "own.txt", "а = б\n!clear\nММК = Магнитка\n").groups
    assert groups == ((("ММК",), ("Магнитка",)),)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("Магнитка", "at least two"),
        ("ММК =", "at least two"),
        ("ММК = = Магнитка", "'='"),
        ("ММК=Магнитка", "at least two"),
        ("ММК = «Магнитка»", "«Магнитка»"),
        ("ММК = т.е.", "т.е."),
        ("ММК = —", "—"),
    ],
)
def test_a_bad_line_of_synonyms_is_named_with_file_and_line(tmp_path: Path, line: str, said: str) -> None:
    with pytest.raises(BadParameter, match=rf"own\.txt:2: .*{said}"):
        thesaurus(tmp_path / "own.txt", f"США = Америка\n{line}\n")


@pytest.mark.parametrize(
    "line", ["Хавьер Милей", "Милей: Милея Милею", "Милей:", "Милей: Милея,", ": Милея", "«Милей»"]
)
def test_a_bad_line_of_names_is_named_with_file_and_line(tmp_path: Path, line: str) -> None:
    path = tmp_path / "names.txt"
    path.write_text(f"# люди\n{line}\n", encoding="utf-8")
    with pytest.raises(BadParameter, match=r"names\.txt:2: "):
        sources(Dictionaries(names=path))


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadParameter, match=r"nowhere\.txt cannot be read"):
        sources(Dictionaries(names=tmp_path / "nowhere.txt"))
    (tmp_path / "old.txt").write_bytes("США = Америка".encode("cp1251"))
    with pytest.raises(BadParameter, match=r"old\.txt is not in UTF-8"):
        sources(Dictionaries(synonyms=tmp_path / "old.txt"))


def test_a_name_alone_is_declined(tmp_path: Path) -> None:
    path = tmp_path / "names.txt"
    path.write_text("Гройсман\n", encoding="utf-8")
    tree = expanded("гройсман", sources(Dictionaries(names=path)))
    assert isinstance(tree, Expanded)
    (name,) = tree.others
    assert isinstance(name, Cased) and name.spellings[0] == "Гройсман"
