"""Does a form find the other forms of its word, and is what it finds that word?

    python -m benchmarks.lemmas SHARED

SHARED is a folder with `data/lemma/*.conllu`. Prints a table of both shares for our analysis, its neighbours and the
stemmer of other engines; `benchmarks/gold.py` says what is counted.
"""

from __future__ import annotations

from pathlib import Path

import click

from benchmarks.analyses import ANALYSES
from benchmarks.gold import agreement, pairs


@click.command()
@click.argument("shared", type=click.Path(path_type=Path, exists=True))
def main(shared: Path) -> None:
    """Print a table for each set."""
    for path in sorted((shared / "data" / "lemma").glob("*.conllu")):
        tokens = pairs(path)
        click.echo(f"\n{path.stem}: {tokens.total():,} words\n")
        click.echo("| analysis | join | precision | of other spellings |\n| --- | --: | --: | --: |")
        for name, (query, index) in ANALYSES.items():
            found = agreement(tokens, query, index)
            click.echo(f"| {name} | {found.join:.4f} | {found.precision:.4f} | {found.others:.4f} |")


if __name__ == "__main__":
    main()
