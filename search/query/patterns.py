"""What a leaf of a query asks of the slots of a text: the same for every engine and for snippets.

"чемпион мира"      →  slots (чемпион | #чемпион), (мир | мира | #мир) side by side
цена /3 "на сталь"  →  two such patterns, at most three slots apart
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from zoneinfo import ZoneInfo

from search.dates import EARLIEST, LATEST, Period, calendar_days, period
from search.query.fields import TextField
from search.query.tree import (
    Alternative,
    Cased,
    Dated,
    Exact,
    Expanded,
    Fuzzy,
    Lemma,
    Mention,
    Near,
    Phrase,
    Place,
    PlainWord,
    Prefix,
    Wildcard,
    Word,
    side_by_side,
)
from search.russian.analysis import query_terms, rare_terms
from search.russian.compounds import begins
from search.russian.datewords import day_number
from search.russian.spelling import fold, key
from search.russian.words import forms, wholes

SHORT_WORD = 5
"""Letters up to which `слово~` allows one slip; a longer word is allowed two."""


@dataclass(frozen=True, slots=True)
class AnyForm:
    """A form that has one of these terms: alternatives, of which a document's best counts."""

    terms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Spelt:
    """A form spelt so, in any letter case, or a compound that begins with it. ё counts where it was typed."""

    typed: str

    @property
    def key(self) -> str:
        """The folded key under which such forms are found."""
        return key(self.typed)


@dataclass(frozen=True, slots=True)
class Capitalised:
    """A form spelt as one of these, with a capital wherever that has one, or a compound that begins with it."""

    spellings: tuple[str, ...]

    @property
    def keys(self) -> tuple[str, ...]:
        """The folded keys under which such forms are found."""
        return tuple(dict.fromkeys(_keys(self.spellings)))

    def accepts(self, form: str) -> bool:
        """Is a form spelt so? «МИЛЕЯ» is as good as «Милея»."""
        its_key = key(form)
        return any(
            (its_key == wanted or begins(its_key, wanted)) and _has_capitals(form, spelling)
            for spelling, wanted in zip(self.spellings, _keys(self.spellings), strict=True)
        )


@dataclass(frozen=True, slots=True)
class Starting:
    """A form whose key starts so."""

    key: str


@dataclass(frozen=True, slots=True)
class Shaped:
    """A form whose whole key has this shape: `*` any signs, also none; `?` exactly one."""

    shape: str


@dataclass(frozen=True, slots=True)
class Similar:
    """A form whose key becomes this one by at most so many slips.

    A slip is a sign too many, too few or wrong, or two neighbours swapped; no sign is touched twice («optimal string
    alignment»).
    """

    key: str
    slips: int


Slot = AnyForm | Spelt | Capitalised | Starting | Shaped | Similar


@dataclass(frozen=True, slots=True)
class Pattern:
    """Slots that must stand in this order, with at most `slop` others among them; in one field, or in either."""

    slots: tuple[Slot, ...]
    field: TextField = ""
    slop: int = 0


@dataclass(frozen=True, slots=True)
class Together:
    """Patterns (without slop) in one field, in any order, each at most `reaches[i]` slots from the next one.

    Slots are counted from the end of the earlier to the start of the later: neighbours are one apart.
    """

    patterns: tuple[Pattern, ...]
    reaches: tuple[int, ...]

    @property
    def slots(self) -> tuple[Slot, ...]:
        """The slots of all patterns."""
        return tuple(slot for pattern in self.patterns for slot in pattern.slots)


@dataclass(frozen=True, slots=True)
class Days:
    """A date in the text that lies within these days, both included; in days since 1 January 1970."""

    first: int
    last: int


Wanted = Pattern | Together | Days
"""What a leaf asks of the text."""


def patterns(leaf: Alternative | Near | Expanded) -> tuple[Wanted, ...]:
    """What a leaf asks of the text, and behind it, for an expanded word, what stands for it as well."""
    if isinstance(leaf, Expanded):
        return tuple(wanted for part in (leaf.word, *leaf.others) for wanted in patterns(part))
    return (days_of(leaf) if isinstance(leaf, Mention) else pattern(leaf),)


def deciding(asked: tuple[Wanted, ...]) -> tuple[Wanted, ...]:
    """The same without phrases that go on where another one ends: that one stands wherever they do, as often.

    ("сша", "соединённые штаты", "соединённые штаты америки") → the first two
    """
    if len(asked) < 3:
        return asked
    return asked[:1] + tuple(its for its in asked[1:] if not any(_goes_on(its, other) for other in asked[1:]))


def _goes_on(its: Wanted, other: Wanted) -> bool:
    """Is it a phrase that begins with another phrase, and has more words?"""
    match its, other:
        case Pattern(slots, field, 0), Pattern(others, its_field, 0) if 1 < len(others) < len(slots):
            return field == its_field and slots[: len(others)] == others
    return False


@lru_cache(maxsize=4096)  # one leaf is asked of every hit of a page
def pattern(leaf: Place | Cased | Near) -> Pattern | Together:
    """What words at places ask of the text."""
    if isinstance(leaf, Near):
        return Together(tuple(place_pattern(child) for child in leaf.children), leaf.reaches)
    return place_pattern(leaf)


def place_pattern(leaf: Place | Cased) -> Pattern:
    """The pattern of one place.

    A compound as a word is asked for as a whole, in one slot; in a phrase it takes as many slots as it has parts.
    """
    match leaf:
        case Word(_, field):
            return Pattern((AnyForm(word_terms(leaf)),), field)
        case Phrase(words, field, slop):
            return Pattern(tuple(AnyForm(_phrase_terms(form)) for form in forms(side_by_side(words))), field, slop)
        case Exact((word,), field):
            return Pattern((Spelt(_first_form(word)),), field)
        case Exact(words, field, slop):
            return Pattern(tuple(Spelt(form) for form in forms(side_by_side(words))), field, slop)
        case Lemma(text, field):
            lemma = key(_first_form(text))
            return Pattern((AnyForm((lemma, *rare_terms((lemma,)))),), field)
        case Cased(spellings):
            return Pattern((Capitalised(spellings),))
        case Prefix(text, field):
            return Pattern((Starting(key(_first_form(text))),), field)
        case Wildcard(text, field):
            return Pattern((Shaped(fold(text)),), field)
        case Fuzzy(text, slips, field):
            folded = key(_first_form(text))
            return Pattern((Similar(folded, slips or (1 if len(folded) <= SHORT_WORD else 2)),), field)


def period_of(dated: Dated, zone: ZoneInfo) -> Period:
    """The stretch of time of a date in a query; an empty one where its ends are the wrong way round in this zone."""
    start = period(dated.since, zone).start if dated.since else EARLIEST
    end = period(dated.until, zone).end if dated.until else LATEST
    return Period(start, max(start, end))


@lru_cache(maxsize=4096)
def days_of(mention: Mention) -> Days:
    """The days of a leaf; none where its ends are the wrong way round."""
    first = calendar_days(mention.since)[0] if mention.since else date.min
    last = calendar_days(mention.until)[1] if mention.until else date.max
    return Days(day_number(first), day_number(last))


@lru_cache(maxsize=4096)
def word_terms(word: PlainWord) -> tuple[str, ...]:
    """The terms of a word: the alternatives of which the best counts."""
    return query_terms(_first_form(word.text))


def _phrase_terms(form: str) -> tuple[str, ...]:
    """The terms of a word in a phrase: its neighbour vouches for a rare reading too («нержавеющей стали»)."""
    terms = query_terms(form)
    return terms + rare_terms(terms)


@lru_cache(maxsize=4096)
def _keys(spellings: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(map(key, spellings))


def _has_capitals(form: str, spelling: str) -> bool:
    """Is the form, which begins like the spelling, a capital wherever that is one?"""
    return all(sign.isupper() for sign, wanted in zip(form, spelling, strict=False) if wanted.isupper())


def _first_form(text: str) -> str:
    return wholes(text)[0]


def _forms(words: tuple[str, ...]) -> list[str]:
    return forms(side_by_side(words))
