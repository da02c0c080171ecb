"""Do all cases of a name find each other, and what does the name key bring together that is not one word?

    python -m benchmarks.names SHARED [--documents 3000] [--show 40]

SHARED is a folder with `data/lemma/*.conllu` and `data/news/newsru.jsonl.gz`. Prints the share of the pairs of forms
in tests/cases/paradigms.txt that find each other, for our analysis and its neighbours; the false merges of the name
key among words whose lemmas people have checked; and its commonest merges in the news, where two forms that the
dictionary knows are taken for different words if they share no lemma at all.
"""

from __future__ import annotations

import gzip
import json
from collections import Counter
from collections.abc import Iterable
from itertools import islice
from pathlib import Path

import click

from benchmarks.analyses import ANALYSES
from benchmarks.gold import agreement, pairs
from benchmarks.paradigms import Terms, paradigms, reach
from search.russian.lemmas import is_russian, morphology
from search.russian.names import is_name_key
from search.russian.tokens import cut

_TYPED = {"in lower case": str.lower, "as in a text": str, "in capitals": str.upper}


@click.command()
@click.argument("shared", type=click.Path(path_type=Path, exists=True))
@click.option("--documents", default=3000, show_default=True)
@click.option("--show", default=40, show_default=True)
def main(shared: Path, documents: int, show: int) -> None:
    """Print the tables."""
    click.echo(f"{len([*paradigms()])} paradigms\n")
    click.echo("| analysis | nominative → other forms | every form → every other |\n| --- | --: | --: |")
    for name, (query, index) in ANALYSES.items():
        found = reach(query, index)
        click.echo(f"| {name} | {found.nominative:.4f} | {found.all:.4f} |")
    query, index = ANALYSES["ours"]
    for name, spelt in _TYPED.items():
        found = reach(lambda typed, spelt=spelt: query(spelt(typed)), index)  # type: ignore[misc]
        click.echo(f"| ours, typed {name} | {found.nominative:.4f} | {found.all:.4f} |")
    click.echo("\nMissed: " + ", ".join(f"{one.lower()} → {other}" for one, other in reach(query, index).missed))
    for path in sorted((shared / "data" / "lemma").glob("*.conllu")):
        result = agreement(pairs(path), query, index)
        _echo_merges(path.stem, result.by_key, result.false_keys, show)
    _echo_merges("news", *_merges(_forms(shared, documents), query, index), show)


def _echo_merges(where: str, share: float, merges: Counter[tuple[str, str]], show: int) -> None:
    click.echo(f"\n{where}: {share:.2%} of what is found is another word that only a name key finds")
    click.echo(", ".join(f"{typed} → {form}" for (typed, form), _ in merges.most_common(show)))


def _forms(shared: Path, documents: int) -> Counter[str]:
    """How often each form stands in the first documents of a newspaper."""
    with gzip.open(shared / "data" / "news" / "newsru.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = (json.loads(line) for line in islice(lines, documents))
        return Counter(form for row in rows for form in cut(f"{row['title']}\n{row['text']}").forms())


def _merges(forms: Counter[str], query: Terms, index: Terms) -> tuple[float, Counter[tuple[str, str]]]:
    """Ask for every known form; what share of the tokens found only a key finds, though no lemma is shared."""
    with_term: dict[str, set[str]] = {}
    asked: Counter[str] = Counter()
    for form, count in forms.items():
        for term in index(form):
            with_term.setdefault(term, set()).add(form)
        if is_russian(form.lower()) and morphology(form.lower()).known:
            asked[form.lower()] += count
    found = 0
    merges: Counter[tuple[str, str]] = Counter()
    for typed, count in asked.items():
        terms = query(typed)
        by_lemma = _having(with_term, (term for term in terms if not is_name_key(term)))
        by_key = _having(with_term, filter(is_name_key, terms)) - by_lemma
        found += count * sum(forms[form] for form in by_lemma | by_key)
        for form in by_key:
            if morphology(form.lower()).known and _lemmas(typed).isdisjoint(_lemmas(form)):
                merges[typed, form] += count * forms[form]
    return merges.total() / found, merges


def _having(with_term: dict[str, set[str]], terms: Iterable[str]) -> set[str]:
    return set().union(*(with_term.get(term, set()) for term in terms))


def _lemmas(form: str) -> set[str]:
    readings = morphology(form.lower())
    return {lemma.text for lemma in readings.lemmas} | set(readings.junk)


if __name__ == "__main__":
    main()
