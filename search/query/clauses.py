"""What one word or phrase of a query asks for, and what of it could not be used.

!стали → Exact      ст?ль → Wildcard      стали~ → Fuzzy      source:тасс → Filter
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from zoneinfo import ZoneInfo

from search.dates import date_range
from search.documents import DOCUMENT_FIELDS, DocumentField
from search.errors import BadParameter
from search.query.fields import NAMES, Field, TextField, nearest
from search.query.items import Item
from search.query.tree import Dated, Exact, Filter, Fuzzy, Leaf, Lemma, Mention, Phrase, Place, Prefix, Wildcard, Word
from search.results import ProblemKind
from search.russian.words import wholes

Report = Callable[[ProblemKind, Item, str], None]
"""Takes what is wrong with an item, and a hint."""

JOINING = {"и": "and", "and": "and", "или": "or", "or": "or", "не": "not", "not": "not"}
"""Words that join others where they are written in capitals."""

_DATES_ZONE = ZoneInfo("UTC")  # whether a text is a date is the same in every zone

_NAMED = re.compile(r"(?P<name>[^\W\d_]+):(?P<rest>.*)", re.DOTALL)
_VALUE = re.compile(r'[\w"“”„«(!*?]')  # what a field's value begins with: not the // of an address, nor a blank
_TILDE = re.compile(r"(?P<word>.*[^\W\d_].*)~(?P<slips>\d*)[^\w~]*", re.DOTALL)
_EDGES = re.compile(r"^(?:[^\w*?]|_)+|(?:[^\w*?]|_)+$")
_WILD = re.compile(r"[*?]")
# Letters that stand for `*` and `?` while a word is cut: they have to be parts of it.
_STAND_INS = {"*": "\ua66e", "?": "\ua66d"}


def leaf_of(item: Item, field: Field, report: Report) -> Leaf | None:
    """The leaf that a word or a phrase asks for in a field; None where it has no word in it."""
    named = item.fields
    field = named[-1] if named else field
    if len(set(named)) > 1:
        report("empty", item, "")
    if field == "date" or field == "mentions":
        return _days(item, Dated if field == "date" else Mention, report)
    if field in DOCUMENT_FIELDS:
        child = _place(item, "", report)
        return None if child is None else Filter(_document_field(field), child)
    return _place(item, _text_field(field), report)


def is_joining(item: Item) -> bool:
    """Is it И, ИЛИ or НЕ in capitals, by itself?"""
    return item.kind == "word" and not item.operators and item.text.isupper() and item.text.lower() in JOINING


def word_for(item: Item) -> Word:
    """A joining word taken for a word like any other; in lower case, so that it is read so again."""
    return Word(item.text.lower())


def plain_word(word: str, field: TextField = "") -> Word:
    """A word as it was typed, unless it may be read as a joining one."""
    return Word(word.lower() if word.lower() in JOINING else word, field)


def _document_field(field: Field) -> DocumentField:
    return next(name for name in DOCUMENT_FIELDS if name == field)


def _text_field(field: Field) -> TextField:
    return "title" if field == "title" else "text" if field == "text" else ""


def _days(item: Item, leaf: type[Dated] | type[Mention], report: Report) -> Dated | Mention | None:
    text = " ".join(item.text.split()).rstrip(",;")
    since, dots, until = text.partition("..")
    since, until = since.strip(), until.strip() if dots else since.strip()
    try:
        date_range(since, until, _DATES_ZONE)
    except BadParameter:
        report("date", item, "")
        return None
    if not since and not until:
        report("date", item, "")
        return None
    return leaf(since, until)


def _place(item: Item, field: TextField, report: Report) -> Place | None:
    words = words_of(item.text)
    if not words or _is_lone_name(item):
        if item.operators or item.kind == "phrase" or not _is_punctuation(item.text):
            report("empty", item, "")
        return None
    return _phrase(item, words, field, report) if item.kind == "phrase" else _word(item, words, field, report)


def _phrase(item: Item, words: tuple[str, ...], field: TextField, report: Report) -> Phrase | Exact:
    if "*" in item.text:
        report("star", item, "")
    if item.exact == 2:
        report("lemma", item, "")
    digits = item.tilde[1:]
    if item.tilde and not 1 <= len(digits) <= 3:
        report("tilde", item, "")
    slop = int(digits) if 1 <= len(digits) <= 3 else 0
    if item.exact == 1:
        return Exact(words, field, slop if len(words) > 1 else 0)
    return Phrase(words, field, slop)


def _word(item: Item, words: tuple[str, ...], field: TextField, report: Report) -> Place:
    if item.text.isalnum():  # nothing but a word, as nearly always
        return _plain(item, words, field, report)
    _look_for_field(item, report)
    if found := _TILDE.fullmatch(item.text):
        inner = words_of(found["word"])
        if len(inner) == 1 and "*" not in item.text:
            return _fuzzy(item, inner[0], found["slips"], field, report)
        report("tilde", item, "")
    return _shape(item, field, report) or _plain(item, words, field, report)


def _plain(item: Item, words: tuple[str, ...], field: TextField, report: Report) -> Place:
    if item.exact == 2 and len(words) == 1:
        return Lemma(words[0], field)
    if item.exact == 2:
        report("lemma", item, "")
    if item.exact == 1:
        return Exact(words, field)
    if len(words) > 1:
        return Phrase(words, field)
    return plain_word(words[0], field)


def _fuzzy(item: Item, word: str, slips: str, field: TextField, report: Report) -> Place:
    """`слово~`, `слово~2`; with any other number the tilde is left out."""
    if slips not in ("", "1", "2"):
        report("tilde", item, "")
        return _plain(item, (word,), field, report)
    if item.exact == 2:
        report("lemma", item, "")
    return Fuzzy(word, int(slips) if slips else None, field)


def _shape(item: Item, field: TextField, report: Report) -> Prefix | Wildcard | None:
    """`слово*`, `*слово`, `сл?во`; a star where no single word is, is a problem. `слово?` is a question."""
    text = _EDGES.sub("", item.text)
    if not _WILD.search(text.rstrip("?")) or ("/" in text and "?" in text):
        return None  # in an address the question mark is its own: tass.ru/search?q=1
    shape = _one_shape(re.sub(r"\*+", "*", text))
    if shape is None:
        if "*" in text:
            report("star", item, "")
        return None
    if item.exact == 2:
        report("lemma", item, "")
    beginning = shape.removesuffix("*")
    if _WILD.search(beginning) or not beginning[-1].isalnum():
        return Wildcard(shape, field)
    return Prefix(beginning, field)


def _one_shape(text: str) -> str | None:
    """A text with wildcards as the one word that it is, or None: `вице-*ер` is one, `т.е.*` is not."""
    if any(letter in text for letter in _STAND_INS.values()):
        return None
    alone = words_of(text.removesuffix("*"))
    if len(alone) == 1 and text.endswith("*") and not _WILD.search(text[:-1]) and text[-2].isalnum():
        return alone[0] + "*"  # 1 000*: with a letter behind it, it would be no number
    for sign, letter in _STAND_INS.items():
        text = text.replace(sign, letter)
    words = words_of(text)
    if len(words) != 1:
        return None
    (word,) = words
    for sign, letter in _STAND_INS.items():
        word = word.replace(letter, sign)
    return word if _WILD.search(word.rstrip("?")) and any(sign.isalnum() for sign in word) else None


def _look_for_field(item: Item, report: Report) -> None:
    """Report a name before a colon that is no field; «Путин: …», 12:30 and https://… are none."""
    found = _NAMED.match(item.text)
    if item.operators or not found or not _VALUE.match(found["rest"] or item.next):
        return
    name, meant = found["name"], nearest(found["name"])
    if name.islower() or meant:
        report("field", item, meant)


def _is_lone_name(item: Item) -> bool:
    """`title:` with nothing behind it; «Источник: …» begins many a headline, and is a word."""
    name = item.text.removesuffix(":")
    return item.kind == "word" and item.text.endswith(":") and name.islower() and name in NAMES


def _is_punctuation(text: str) -> bool:
    """A dash, a bullet, a smile: people paste such things along, and mean nothing by them."""
    return not any(sign in text for sign in "*!") and not any(sign.isalnum() for sign in text)


def words_of(text: str) -> tuple[str, ...]:
    """The forms of a text, each compound once: the further parts stay inside it.

    A query is composed as documents are when they are read: typed may be «и» and a breve for «й».
    """
    return tuple(wholes(unicodedata.normalize("NFC", text)))
