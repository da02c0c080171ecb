"""Why a document answers a query, or does not: clause by clause, down to the score that the list shows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from zoneinfo import ZoneInfo

from search.dates import Period, instant
from search.documents import Document
from search.engines.base import Engine, Occurrence, Ranked, Shown, Weight
from search.finding.answering import Answer
from search.finding.interpretation import Asked, interpretation
from search.query.patterns import AnyForm, Pattern, Slot, Together, patterns
from search.query.plan import Plan, leaves
from search.query.tree import And, Dated, Everything, Filter, Leaf, Most, Narrowing, Node, Not, Or, PlainWord, Valued
from search.results import Clause, Failure, FailureKind, FormMatch, MatchPlace, TermKind, Why
from search.russian.analysis import index_terms, is_lemma
from search.russian.names import is_name_key
from search.russian.tokens import Tokens, cut
from search.snippets import mark, snippets

PLACES_SHOWN = 3
"""Of each clause the first few places are shown with the text around them; the others are counted."""

Weights = Mapping[Leaf, Weight | None]
"""How each leaf of a query counts in the document; None where it does not match."""


def why(engine: Engine, asked: Asked, answered: Answer, period: Period | None, zone: ZoneInfo, found: Ranked) -> Why:
    """Explain one document: what of the query matches it, what that adds to its score, and what keeps it out.

    The score is that of the list by relevance: of its clauses, of the best passage, and of the families of words.
    """
    document = engine.document(found)
    asked_for = [leaf for node in (asked.tree, *asked.planned.explicit) for leaf, _ in leaves(node)]
    weights: Weights = {leaf: engine.weight(found, leaf) for leaf in asked_for}
    in_period = _is_within(document, period, zone)
    had = {word: weight for word in asked.planned.words if (weight := weights[word]) is not None}
    worth_had = sum(weight.idf for weight in had.values())
    enough = worth_had >= answered.least
    counted = _counted_in_all(asked.planned, had, weights) if in_period and enough else None
    clauses = tuple(_clauses(engine, asked, found, weights, Counter(counted or ())))
    gains = engine.gains(found, answered.quorum, period)
    return Why(
        id=document.id,
        title=document.title,
        date=document.date,
        listed=counted is not None,
        failures=() if counted is not None else tuple(_failures(asked.planned, answered, weights, in_period, enough)),
        relaxed=answered.relaxed,
        words=len(asked.planned.words),
        having=len(had),
        worth=answered.whole,
        worth_had=worth_had,
        worth_needed=answered.least,
        clauses=clauses,
        passage=gains.passage,
        families=tuple((str(word), gain) for word, gain in gains.families.items()),
        score=sum(clause.score for clause in clauses) + gains.passage + sum(gains.families.values()),
    )


def _is_within(document: Document, period: Period | None, zone: ZoneInfo) -> bool:
    if period is None:
        return True
    return document.date is not None and period.start <= instant(document.date, zone) < period.end


# The score: which leaves add to it.


def _counted_in_all(planned: Plan, had: Iterable[PlainWord], weights: Weights) -> list[Leaf] | None:
    """The leaves that count in a document that has enough of the words; None where something explicit fails."""
    explicit = _at_least(planned.explicit, len(planned.explicit), weights)
    return None if explicit is None else [*had, *explicit]


def _counted(node: Node, weights: Weights) -> list[Leaf] | None:
    """The leaves whose scores add up to that of a node, each as often as it counts; None where it does not match."""
    match node:
        case Everything():
            return []
        case Not(child):
            return [] if _counted(child, weights) is None else None
        case And(children):
            return _at_least(children, len(children), weights)
        case Or(children):
            return _at_least(children, 1, weights)
        case Most(words, need):
            return _at_least(words, need, weights)
        case _:
            return None if weights[node] is None else [node]


def _at_least(children: Sequence[Node], need: int, weights: Weights) -> list[Leaf] | None:
    matched = [counted for child in children if (counted := _counted(child, weights)) is not None]
    return [leaf for counted in matched for leaf in counted] if len(matched) >= need else None


# What keeps a document out.


def _failures(planned: Plan, answered: Answer, weights: Weights, in_period: bool, enough: bool) -> Iterator[Failure]:
    """What of a query the document does not keep to, as the query is answered."""
    if not in_period:
        yield Failure("period", "")
    if not enough:
        kind: FailureKind = "missing" if answered.least == answered.whole else "few"
        yield from (Failure(kind, str(word)) for word in planned.words if weights[word] is None)
    for node in planned.explicit:
        if _counted(node, weights) is None:
            yield Failure(_kind_of_failure(node), str(node))


def _kind_of_failure(node: Node) -> FailureKind:
    match node:
        case Not():
            return "excluded"
        case Filter() | Valued():
            return "filter"
        case Dated():
            return "date"
        case Or(children) if children and all(isinstance(child, Dated) for child in children):
            return "date"
        case Or() | And():
            return "alternatives"
    return "missing"


# Where a clause matches, and by which forms.


def _clauses(
    engine: Engine, asked: Asked, found: Ranked, weights: Weights, times: Mapping[Leaf, int]
) -> Iterator[Clause]:
    document, (shown,) = engine.document(found), engine.shown([found])
    for (leaf, _), reading in zip(asked.clauses, interpretation(engine, asked), strict=True):
        looked_for = () if isinstance(leaf, Narrowing) else patterns(leaf)
        places = sorted(
            {place for (places,) in engine.occurrences([found], looked_for) for place in places},
            key=lambda place: (not place.in_title, place.slot, place.length),
        )
        slots = [slot for wanted in looked_for if isinstance(wanted, Pattern | Together) for slot in wanted.slots]
        weight = weights[leaf] or Weight(0, 0, 0)
        yield Clause(
            reading=reading,
            matched=weights[leaf] is not None,
            places=len(places),
            shown=tuple(_shown(shown, place) for place in places[:PLACES_SHOWN]),
            forms=tuple(_forms(document, places, slots)),
            weight=weight.weight,
            idf=weight.idf,
            times=times.get(leaf, 0),
            score=weight.score * times.get(leaf, 0),
        )


def _shown(shown: Shown, place: Occurrence) -> MatchPlace:
    match = (place.slot, place.length, 0)
    if place.in_title:
        return MatchPlace("title", mark(shown.title, [match]))
    return MatchPlace("text", snippets(shown.text, [match])[0])


def _forms(document: Document, places: Sequence[Occurrence], slots: Sequence[Slot]) -> Iterator[FormMatch]:
    """Which forms match, under which term each, and how often; the most frequent first."""
    fields = {True: cut(document.title), False: cut(document.text)}
    standing = Counter(form for place in places for form in _standing(fields[place.in_title], place))
    terms = dict.fromkeys(term for slot in slots if isinstance(slot, AnyForm) for term in slot.terms)
    for form, count in sorted(standing.items(), key=lambda pair: (-pair[1], pair[0])):
        of_form = index_terms(form)
        matching = [term for term in terms if term in of_form]
        yield FormMatch(form, tuple((term, _term_kind(term)) for term in matching), count)


def _standing(tokens: Tokens, place: Occurrence) -> list[str]:
    return [tokens.form(slot) for slot in range(place.slot, place.slot + place.length)]


def _term_kind(term: str) -> TermKind:
    return "name key" if is_name_key(term) else "lemma" if is_lemma(term) else "rare lemma"
