"""The sources of expansion: dates, and what plain files say: synonyms, built in and the user's own, the user's names.

One entry a line; `#` and what follows is a comment. Synonyms: expressions that mean the same, parted by « = ». The
user's groups come beside those built in; after a line `!clear` only what follows counts. Names: the nominative, from
which the other cases are made, or the nominative, a colon, and the other forms.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib import resources
from pathlib import Path
from zlib import crc32

from search.config import Dictionaries
from search.errors import BadParameter
from search.query.daterun import Dates
from search.query.expansion import Source
from search.query.namelist import NameList
from search.query.thesaurus import Expression, Thesaurus
from search.russian.declension import declined
from search.russian.words import wholes

CLEAR = "!clear"
"""A line that drops every group before it, those built in too."""

Group = tuple[Expression, ...]


def sources(given: Dictionaries) -> tuple[Source, ...]:
    """The sources of expansion. Raises BadParameter, with file and line, for a file that cannot be used."""
    synonyms = Thesaurus(_groups(given.synonyms, _built_in().groups)) if given.synonyms else _built_in()
    found: list[Source] = [synonyms, Dates()]
    if given.names:
        found.append(NameList([_forms(line, where) for line, where in _lines("names", given.names)]))
    return tuple(found)


@cache
def digest(dictionaries: Dictionaries) -> str:
    """What tells these dictionaries from others: queries may find something else by those."""
    files = (path for path in (dictionaries.synonyms, dictionaries.names) if path)
    return f"{crc32(b'|'.join(path.read_bytes() for path in files)):08x}"


def _built_in() -> Thesaurus:
    with resources.as_file(resources.files("search.russian").joinpath("synonyms.txt")) as path:
        return Thesaurus(_groups(path, ()))


def _groups(path: Path, before: tuple[Group, ...]) -> list[Group]:
    groups = list(before)
    for line, where in _lines("synonyms", path):
        if line == CLEAR:
            groups.clear()
        else:
            groups.append(_group(line, where))
    return groups


def _group(line: str, where: str) -> Group:
    """`ООН = Организация Объединённых Наций` → ((«ООН»,), («Организация», «Объединённых», «Наций»))."""
    expressions = tuple(tuple(expression.split()) for expression in f" {line} ".split(" = "))
    if len(expressions) < 2 or not all(expressions):
        raise BadParameter("synonyms", f"{where}: write at least two expressions, with « = » between them: {line!r}")
    for word in (word for expression in expressions for word in expression):
        _check("synonyms", word, where)
    return expressions


def _forms(line: str, where: str) -> tuple[str, ...]:
    """`Милей: Милея, Милею` → («Милей», «Милея», «Милею»); `Милей` → all its cases."""
    name, colon, listed = (part.strip() for part in line.partition(":"))
    given = [form.strip() for form in listed.split(",")] if colon else []
    for form in (name, *given):
        _check("names", form, where)
    return tuple(dict.fromkeys((name, *(given if colon else declined(name)))))


def _check(parameter: str, word: str, where: str) -> None:
    """Raises BadParameter for what is not one whole word."""
    if wholes(word) != [word]:
        raise BadParameter(parameter, f"{where}: {word!r} is not one word of letters, digits and hyphens")


def _lines(parameter: str, path: Path) -> Iterator[tuple[str, str]]:
    """The lines of a file that say something, without comments, and where each stands: `names.txt:3`."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as problem:
        raise BadParameter(parameter, f"{path} cannot be read: {problem.strerror}") from problem
    except UnicodeDecodeError as problem:
        raise BadParameter(parameter, f"{path} is not in UTF-8: {problem}") from problem
    for number, line in enumerate(text.splitlines(), start=1):
        if said := line.partition("#")[0].strip():
            yield said, f"{path}:{number}"
