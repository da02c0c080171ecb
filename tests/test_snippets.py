"""Pieces of a text that show why it was found, and the marks in them."""

from __future__ import annotations

import html
import re
import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.answer import marked
from search.documents import Document
from search.engines.base import Ranked
from search.engines.memory import MemoryEngine
from search.query.parse import parse
from search.query.patterns import pattern
from search.query.plan import leaves
from search.results import Excerpt, Span
from search.russian.tokens import cut
from search.snippets import MOST_SNIPPETS, SNIPPET_LENGTH, CutText, mark, snippets
from tests.conftest import MOSCOW

FILLER = "Другие слова идут одно за другим, и ни одного из них никто не искал. "
WORDS = ["сталь", "Вице-премьер", "чемпион", "мира", "вода́", "1 000", "3.5", "К. Ж.", "а" * 300, FILLER]
BETWEEN = [" ", ", ", ". ", "\n", "\n\n", "", "-", "…", "  ", " & <b>", "\xa0", "! "]
TEXTS = st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(BETWEEN)), max_size=30).map(
    lambda pieces: "".join(word + between for word, between in pieces)
)
QUERIES = st.sampled_from(
    ['сталь вода "чемпион мира"', "вице-премьер премьер мира", '"мира мира" чемпион ааа*', "1000"]
)


def matches_of(text, query):
    """What the query matches in the text: first slot, number of slots, clause."""
    engine = MemoryEngine([Document("1", "", text)], MOSCOW)
    asked = [pattern(leaf) for leaf, _ in leaves(parse(query).tree)]
    return [
        (found.slot, len(one.slots), clause)
        for clause, one in enumerate(asked)
        for found in engine.occurrences([Ranked(0, 0, 0)], [one])[0][0]
    ]


def spans_of(text, query):
    tokens = cut(text)
    starts, ends = tokens.starts.tolist(), tokens.form_ends.tolist()
    return [(starts[first], ends[first + count - 1], clause) for first, count, clause in matches_of(text, query)]


def snippets_of(text, query):
    return snippets(CutText(text), matches_of(text, query))


def shown(excerpt):
    """The excerpt with its marks as asterisks."""
    return re.sub("</?mark>", "*", html.unescape(marked(excerpt)))


def clauses(excerpt, query):
    marks = excerpt.marks
    spans = spans_of(excerpt.text, query)
    return {clause for start, end, clause in spans if any(mark.start <= start and end <= mark.end for mark in marks)}


@given(TEXTS, QUERIES)
def test_marks_lie_inside_their_text_in_order_and_apart(text, query):
    for excerpt in (mark(CutText(text), matches_of(text, query)), *snippets_of(text, query)):
        assert all(0 <= span.start < span.end <= len(excerpt.text) for span in excerpt.marks)
        assert all(one.end <= other.start for one, other in pairwise(excerpt.marks))


@given(TEXTS, QUERIES)
def test_in_a_whole_text_exactly_the_matches_are_marked(text, query):
    excerpt = mark(CutText(text), matches_of(text, query))
    covered = {place for span in excerpt.marks for place in range(span.start, span.end)}
    assert covered == {place for start, end, _ in spans_of(text, query) for place in range(start, end)}
    assert excerpt.text == text


@given(TEXTS, QUERIES)
def test_every_piece_of_a_found_text_shows_a_match(text, query):
    if matches_of(text, query):
        found = snippets_of(text, query)
        assert 0 < len(found) <= MOST_SNIPPETS
        assert all(excerpt.marks for excerpt in found)


@given(TEXTS, QUERIES)
def test_some_piece_shows_as_many_clauses_as_stand_close_together_anywhere(text, query):
    spans = spans_of(text, query)
    close = [{c for a, b, c in spans if start <= a and b <= start + SNIPPET_LENGTH * 3 // 4} for start, _, _ in spans]
    most = max((len(together) for together in close), default=0)
    assert max(len(clauses(excerpt, query)) for excerpt in (*snippets_of(text, query), Excerpt(""))) >= most


@given(TEXTS, QUERIES)
def test_a_piece_is_the_text_itself_with_ellipses_only_where_some_was_left_out(text, query):
    flat = on_one_line(text)
    for excerpt in snippets_of(text, query):
        assert len(excerpt.text) <= MOST_SNIPPETS * SNIPPET_LENGTH + 2 + 2 * excerpt.text.count(" · ")
        assert any(
            bool(flat[: found.start()].strip()) is bool(before) and bool(flat[found.end() :].strip()) is bool(after)
            for before, piece, after in readings(excerpt.text.replace(" · ", " "))
            for found in re.finditer(f"(?={re.escape(piece)})(?s:.{{{len(piece)}}})", flat)
        )


def on_one_line(text):
    return re.sub(r"\s+", " ", text)


@given(TEXTS, QUERIES)
def test_blanks_of_a_piece_are_single_ones(text, query):
    for excerpt in snippets_of(text, query):
        assert re.findall(r"\s+", excerpt.text) == [" "] * excerpt.text.count(" ")


@given(TEXTS, QUERIES)
def test_marks_of_a_piece_slice_to_the_forms_that_matched(text, query):
    spans = spans_of(text, query)
    matched = {on_one_line(text[start:end]) for start, _, _ in spans for _, end, _ in spans if start < end}
    for excerpt in snippets_of(text, query):
        for span in excerpt.marks:
            marked_text = excerpt.text[span.start : span.end].replace(" · ", " ")
            assert marked_text in matched or any(
                len(form) > SNIPPET_LENGTH // 2 and form.startswith(marked_text) for form in matched
            )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Больше не будут\n\nУльяновск. 31 октября. Сталь", "Больше не будут · Ульяновск. 31 октября. *Сталь*"),
        ("Больше не будут\nУльяновск. Сталь", "Больше не будут · Ульяновск. *Сталь*"),
        ("Больше не будут.\n\nУльяновск. Сталь", "Больше не будут. Ульяновск. *Сталь*"),
        ("«Больше не будут!»\n\nУльяновск. Сталь", "«Больше не будут!» Ульяновск. *Сталь*"),
        ("Комбинат «Заря»\n\nУльяновск. Сталь", "Комбинат «Заря» · Ульяновск. *Сталь*"),
        ("Больше не будут:\n\nУльяновск. Сталь", "Больше не будут: Ульяновск. *Сталь*"),
        ("Ульяновск \n \n\n Сталь \n\n 2026", "Ульяновск · *Сталь* · 2026"),
        ("Комбинат варит\nсталь", "Комбинат варит *сталь*"),
        ("Завод в\nУльяновске.\n\nСталь", "Завод в Ульяновске. *Сталь*"),
        ("Варят  сталь,\tмного", "Варят *сталь*, много"),
    ],
)
def test_paragraphs_do_not_run_together_in_a_piece(text, expected):
    assert [shown(excerpt) for excerpt in snippets_of(text, "сталь")] == [expected]


def test_a_phrase_over_the_end_of_a_paragraph_is_marked_with_the_dot_in_it():
    text = "Нет чемпион\n\nМира нет. Сталь"
    assert [shown(excerpt) for excerpt in snippets_of(text, '"чемпион мира" сталь')] == [
        "Нет *чемпион · Мира* нет. *Сталь*"
    ]


def readings(shown):
    """An ellipsis at an end may be ours or the text's."""
    for before in ("…", "") if shown.startswith("…") else ("",):
        for after in ("…", "") if shown.endswith("…") else ("",):
            yield before, shown[len(before) : len(shown) - len(after)], after


@given(st.text(max_size=40), st.lists(st.integers(0, 39), max_size=6))
def test_taking_marks_and_escapes_away_gives_the_excerpt_back(text, places):
    edges = sorted(place for place in set(places) if place <= len(text))
    excerpt = Excerpt(text, tuple(Span(*pair) for pair in zip(edges[::2], edges[1::2], strict=False)))
    pieces = re.split("</?mark>", marked(excerpt))
    assert html.unescape("".join(pieces)) == text
    assert [html.unescape(piece) for piece in pieces[1::2]] == [text[a.start : a.end] for a in excerpt.marks]


@pytest.mark.parametrize(
    ("text", "query", "expected"),
    [
        ("Сталью торгуют", "сталь", "*Сталью* торгуют"),
        ("Чемпион мира. Мира нет", '"чемпион мира"', "*Чемпион мира*. Мира нет"),
        ("Чемпион мира. Мира нет", '"чемпион мира" мира', "*Чемпион мира*. *Мира* нет"),
        ("Вице-премьер сказал", "вице-премьер", "*Вице-премьер* сказал"),
        ("Вице-премьер сказал", "премьер", "Вице-*премьер* сказал"),
        ("Вице-премьер сказал", "премьер вице-премьер", "*Вице-премьер* сказал"),
        ("Питьевая вода́, и за́мок", "вода замок", "Питьевая *вода́*, и *за́мок*"),
        ("Собрали 1 000 000 рублей", "1000000", "Собрали *1 000 000* рублей"),
        ("а б в г", '"а б" "б в"', "*а б в* г"),
    ],
)
def test_marked_are_the_forms_that_matched(text, query, expected):
    assert shown(mark(CutText(text), matches_of(text, query))) == expected
    assert [shown(excerpt) for excerpt in snippets_of(text, query)] == [expected]


def test_a_short_text_is_shown_whole_without_the_blanks_at_its_edges():
    text = "\n\n Сталь дорожает.\nВода дешевеет. \n"
    assert [shown(excerpt) for excerpt in snippets_of(text, "вода")] == ["Сталь дорожает. *Вода* дешевеет."]


@pytest.mark.parametrize("text", ["", " \n "])
def test_a_text_without_words_has_no_snippet(text):
    assert snippets(CutText(text), []) == ()


def test_without_matches_the_beginning_is_shown_up_to_the_end_of_a_word():
    (excerpt,) = snippets(CutText("\n" + FILLER * 10), [])
    assert excerpt.marks == ()
    assert (FILLER * 10).startswith(excerpt.text.removesuffix("…") + " ")
    assert len(excerpt.text) > SNIPPET_LENGTH - 20


@pytest.mark.parametrize("before", ["Конец. ", "«Конец!» ", "Конец…\n", "Заголовок\n\n"])
def test_a_piece_begins_with_the_sentence(before):
    (excerpt,) = snippets_of(FILLER * 5 + before + "Здесь варят сталь. " + FILLER * 5, "сталь")
    assert shown(excerpt).startswith("…Здесь варят *сталь*. Другие")


@pytest.mark.parametrize("before", ["К. Ж. Иванов о ", "рост на 3.5 и ", "в 2026 г. Омск и "])
def test_a_point_inside_a_number_or_after_an_initial_ends_no_sentence(before):
    (excerpt,) = snippets_of(FILLER * 5 + before + "сталь " + FILLER * 5, "сталь")
    assert before in excerpt.text


@pytest.mark.parametrize("words", ["слово ", "сто слов ", "длинное слово\n", "ещё\xa0слово "])
def test_a_piece_is_not_cut_inside_a_word(words):
    (excerpt,) = snippets_of(words * 100 + "сталь " + words * 100, "сталь")
    assert set(excerpt.text.strip("…").split()) == {*words.split(), "сталь"}


def test_the_piece_is_where_most_words_of_the_query_stand():
    text = "Сталь. " + FILLER * 5 + "Сталь. " + FILLER * 5 + "Вода и сталь. " + FILLER * 5
    (excerpt,) = snippets_of(text, "сталь вода")
    assert shown(excerpt).startswith("…*Вода* и *сталь*. Другие")


def test_where_not_all_words_can_be_shown_those_that_stand_together_are():
    text = "Сталь, вода. " + FILLER * 5 + "Чемпион. " + FILLER * 5 + "Мира. " + FILLER * 5
    first, last = snippets_of(text, "сталь вода чемпион мира")
    assert shown(first).startswith("*Сталь*, *вода*. Другие")
    assert shown(last).startswith("…*Чемпион*. Другие")


def test_matches_at_both_ends_are_both_shown():
    first, last = snippets_of("Сталь. " + FILLER * 10 + "Вода", "сталь вода")
    assert first.text.endswith("…")
    assert shown(first).startswith("*Сталь*. Другие")
    assert last.text.startswith("…")
    assert shown(last).endswith("искал. *Вода*")


def test_pieces_that_overlap_become_one():
    (excerpt,) = snippets_of(
        "Сталь. " + FILLER * 2 + "Потом долго и упорно ищут: где вода? " + FILLER * 3, "сталь вода"
    )
    assert shown(excerpt).startswith("*Сталь*. Другие")
    assert "где *вода*? Другие" in shown(excerpt)


def test_a_word_longer_than_a_piece_is_marked_as_far_as_it_is_shown():
    (excerpt,) = snippets_of("Ключ " + "а" * 1000 + " подошёл", "ааа*")
    assert shown(excerpt) == f"Ключ *{'а' * (SNIPPET_LENGTH - 5)}*…"


def test_ten_thousand_matches_take_no_time():
    text, matches = "сталь " * 10_000, [(slot, 1, slot % 3) for slot in range(10_000)]
    started = time.process_time()
    snippets(CutText(text), matches)
    assert time.process_time() - started < 1
