"""Random trees of every operator, and random documents over the same few words, for engines to agree on."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta

from search.documents import DOCUMENT_FIELDS, Document
from search.query.tree import (
    Alternative,
    And,
    Cased,
    Dated,
    Exact,
    Expanded,
    Filter,
    Fuzzy,
    Leaf,
    Lemma,
    Mention,
    Most,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Place,
    PlainWord,
    Prefix,
    Valued,
    Wildcard,
    Word,
)

WORDS = """
сталь стали стать мир мира чемпион чемпионами премьер вице-премьер токаев токаевым ёлка елка разоружение о в и на
женева министр 1 000 площадь нур-султан абракадабра текст рублей
""".split()  # noqa: SIM905  # words read better as a text

LABELS = ["", "", "ТАСС", "РИА Новости", "Степные вести", "Новости стали", "Мир новостей", "Вице-премьер", "ёлка"]
LABEL_WORDS = ["тасс", "новость", "вести", "степной", "сталь", "мир", "премьер", "елка", "ёлка", "риа"]
DATES = (
    """
5 января 2020 года ; 05.01.2020 г. ; 2020-02-15 ; 15.02.20 ; 15 февраля ; 29 февраля ; 31 февраля 2020 ; 5–7 мая
30-31 декабря ; с 5 по 7 мая 2020 г. ; 5 и 9 мая ; 22:30 31 декабря ; в мае 2020 года ; в мае прошлого года
9 мая этого года ; 2020 год ; в 1812 году ; 15 января 1399 ; в мае ; 5 ; 31.02.2020 ; 3.13.1 ; января ; 2020
""".strip()
    .replace("\n", " ; ")
    .split(" ; ")
)
DAYS = ["", "2020", "2020-01", "2020-02-15", "2020-03-01T12:00:00+03:00", "01.05.2020", "2020-07"]


def random_place(rng: random.Random, words: list[str] = WORDS) -> Place:
    field = rng.choice(["", "", "", "title", "text"])
    word = rng.choice(words)
    match rng.randrange(10):
        case 0:
            return Phrase(tuple(rng.choices(words, k=rng.randint(1, 3))), field)
        case 1:
            return Phrase(tuple(rng.choices(words, k=rng.randint(1, 4))), field, rng.randint(1, 6))
        case 2:
            some = tuple(rng.choices(words, k=rng.randint(1, 2)))
            return Exact(some, field, rng.randint(0, 3) if len(some) > 1 else 0)
        case 3:
            return Prefix(word[: rng.randint(1, 5)].rstrip("-"), field)
        case 4:
            return Wildcard(_holed(rng, word), field)
        case 5:
            return Fuzzy(word, rng.choice([None, 1, 2]), field)
        case 6:
            return Lemma(word, field)
        case _:
            return Word(word, field)


def random_leaf(rng: random.Random) -> Leaf:
    match rng.randrange(11):
        case 10:
            return Valued(rng.choice(DOCUMENT_FIELDS), tuple(rng.sample(LABELS, rng.randint(1, 3))))
        case 9:
            return Mention(rng.choice(DAYS), rng.choice(DAYS))
        case 0 | 1:
            return random_near(rng)
        case 8:
            return random_expanded(rng, rng.choice(WORDS))
        case 2:
            child = random_place(rng, LABEL_WORDS)
            while child.field:
                child = random_place(rng, LABEL_WORDS)
            return Filter(rng.choice(DOCUMENT_FIELDS), child)
        case 3:
            return Dated(rng.choice(DAYS), rng.choice(DAYS))
        case _:
            return random_place(rng)


def random_near(rng: random.Random) -> Near:
    children: list[Place] = []
    while len(children) < rng.choice([2, 2, 2, 3]):
        child = random_place(rng)
        if not getattr(child, "slop", 0):
            children.append(child)
    return Near(tuple(children), tuple(rng.randint(1, 8) for _ in children[1:]))


def random_expanded(rng: random.Random, word: str) -> Expanded:
    return Expanded(Word(word), tuple(random_alternative(rng) for _ in range(rng.randint(1, 3))))


def random_alternative(rng: random.Random) -> Alternative:
    spelt = [rng.choice([str.upper, str.lower, str.capitalize])(word) for word in rng.choices(WORDS, k=2)]
    return Cased(tuple(spelt)) if rng.random() < 0.4 else random_place(rng)


def random_tree(rng: random.Random, depth: int = 0) -> Node:
    kind = rng.randrange(7 if depth < 3 else 1)
    if kind == 1:
        return And(tuple(random_tree(rng, depth + 1) for _ in range(rng.randint(1, 3))))
    if kind == 2:
        return Or(tuple(random_tree(rng, depth + 1) for _ in range(rng.randint(0, 3))))
    if kind == 3:
        return And((random_tree(rng, depth + 1), Not(random_tree(rng, depth + 1))))
    if kind == 4:
        return And((Not(random_tree(rng, depth + 1)),))
    if kind == 5:
        words = tuple(random_plain(rng, word) for word in rng.sample(WORDS, 3))
        return Most(words, rng.randint(0, 3))
    return random_leaf(rng)


def random_plain(rng: random.Random, word: str) -> PlainWord:
    return random_expanded(rng, word) if rng.random() < 0.3 else Word(word)


def random_documents(rng: random.Random, count: int) -> list[Document]:
    spellings = [*WORDS, "Стали", "СТАЛЬЮ", "Токаева", "Мира", "премьер-министр", "ёлки", "разоружаться", "—", "."]
    documents = []
    for number in range(count):
        title = " ".join([*rng.choices(spellings, k=rng.randint(0, 6)), *rng.choices(DATES, k=rng.choice([0, 0, 1]))])
        text = " ".join(rng.choices(spellings, k=rng.randint(0, 60)) + rng.choices(DATES, k=rng.randint(0, 3)))
        day = None if rng.random() < 0.1 else date(2020, 1, 1) + timedelta(days=rng.randrange(300))
        labels = {field: rng.choice(LABELS) for field in DOCUMENT_FIELDS}
        documents.append(Document(f"id{number % 90}/{number}", title, text, day, **labels))
    return documents


def with_copies(rng: random.Random, documents: list[Document]) -> list[Document]:
    """The same documents, and copies of a third of them, one to three of each, some cut at the end."""
    copies = [
        replace(each, id=f"{each.id}~{number}", text=each.text[: len(each.text) * rng.randint(80, 100) // 100])
        for each in rng.sample(documents, len(documents) // 3)
        for number in range(rng.randint(1, 3))
    ]
    days = (date(2020, 1, 1) + timedelta(days=rng.randrange(300)) for _ in copies)
    return documents + [replace(copy, date=rng.choice((None, day))) for copy, day in zip(copies, days, strict=True)]


def _holed(rng: random.Random, word: str) -> str:
    """A word with a few signs made wild; at least one stays."""
    signs = list(word)
    for place in rng.sample(range(len(signs)), min(len(signs) - 1, rng.randint(1, 3))):
        signs[place] = rng.choice("*?")
    return rng.choice(["", "*"]) + "".join(signs) + rng.choice(["", "*"])
