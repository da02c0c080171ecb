"""The settings, and the only place that reads the environment."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from search.errors import BadParameter

ENVIRONMENT = {
    "SLOVOFORM_INDEX": "directory of the index",
    "SLOVOFORM_ZONE": "zone in which day-only dates lie, fixed in an index when it is built",
    "SLOVOFORM_KEEP": "generations of an index that are kept, the live one among them",
    "SLOVOFORM_HOST": "address that the server listens on",
    "SLOVOFORM_PORT": "port that the server listens on",
    "SLOVOFORM_MAX_LENGTH": "characters that a query may have",
    "SLOVOFORM_MAX_CLAUSES": "words and phrases that a query may have",
    "SLOVOFORM_MAX_DEPTH": "brackets inside brackets that a query may have, up to 100",
    "SLOVOFORM_MAX_EXPANSIONS": "forms that one word with wildcards or a `~` may stand for",
    "SLOVOFORM_SYNONYMS": "file of expressions that mean the same, beside those built in",
    "SLOVOFORM_NAMES": "file of names that are found in all their cases",
    "SLOVOFORM_CURSOR_MINUTES": "minutes for which the server holds a generation open for cursors",
    "SLOVOFORM_CURSOR_GENERATIONS": "generations that it holds open for them at most",
    "XDG_CACHE_HOME": "where the demo keeps its index",
}
"""Every variable that is read, with what it sets: README lists the same, and a test holds it to that."""

LAST_PORT = 65_535
MOST_KEPT = 1000
MOST_HELD = 10_000

_LARGEST = 999_999_999


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a query may be; one over a limit is refused, and told which limit it is."""

    length: int = 2000  # code points: a pasted headline passes, a pasted article does not
    clauses: int = 200
    depth: int = 20
    expansions: int = 2000  # of one word, in a segment


DEFAULT_LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Dictionaries:
    """Files of the user's own by which the words of a query are expanded."""

    synonyms: Path | None = None
    names: Path | None = None


NO_DICTIONARIES = Dictionaries()


@dataclass(frozen=True, slots=True)
class Holding:
    """How long a service holds a generation open since a cursor of it was given out or followed, and how many."""

    minutes: int = 15
    generations: int = 8


DEFAULT_HOLDING = Holding()


@dataclass(frozen=True, slots=True)
class Settings:
    """What can be set from outside, with its defaults."""

    index: Path = Path("slovoform-index")
    zone: str = "Europe/Moscow"
    keep: int = 2
    host: str = "127.0.0.1"
    port: int = 8080
    cache: Path = Path("~/.cache/slovoform")
    limits: Limits = DEFAULT_LIMITS
    dictionaries: Dictionaries = NO_DICTIONARIES
    holding: Holding = DEFAULT_HOLDING


def from_environment() -> Settings:
    """Read the settings from the environment; an unset or empty variable means the default.

    Raises BadParameter, which names the variable, for a value that cannot be used.
    """
    default = Settings()
    cache = os.environ.get("XDG_CACHE_HOME")
    return Settings(
        index=Path(os.environ.get("SLOVOFORM_INDEX") or default.index),
        zone=os.environ.get("SLOVOFORM_ZONE") or default.zone,
        keep=_keep(os.environ.get("SLOVOFORM_KEEP") or str(default.keep)),
        host=os.environ.get("SLOVOFORM_HOST") or default.host,
        port=_port(os.environ.get("SLOVOFORM_PORT") or str(default.port)),
        cache=(Path(cache) / "slovoform" if cache else default.cache.expanduser()),
        limits=_limits(default.limits),
        dictionaries=Dictionaries(_file("SLOVOFORM_SYNONYMS"), _file("SLOVOFORM_NAMES")),
        holding=_holding(default.holding),
    )


def _file(variable: str) -> Path | None:
    value = os.environ.get(variable)
    return Path(value) if value else None


def _keep(text: str) -> int:
    return _number("SLOVOFORM_KEEP", text, MOST_KEPT, least=1)


def _port(text: str) -> int:
    return _number("SLOVOFORM_PORT", text, LAST_PORT)


def _limits(default: Limits) -> Limits:
    return replace(default, **_numbers("SLOVOFORM_MAX_", asdict(default), _LARGEST))


def _holding(default: Holding) -> Holding:
    return replace(default, **_numbers("SLOVOFORM_CURSOR_", asdict(default), MOST_HELD))


def _numbers(prefix: str, names: Iterable[str], largest: int) -> dict[str, int]:
    """The numbers that variables with a prefix set, by the names behind it."""
    variables = {name: f"{prefix}{name.upper()}" for name in names}
    values = {name: os.environ.get(variable) for name, variable in variables.items()}
    return {name: _number(variables[name], value, largest) for name, value in values.items() if value}


def _number(variable: str, text: str, largest: int, least: int = 0) -> int:
    if not re.fullmatch("[0-9]{1,9}", text) or not least <= int(text) <= largest:
        raise BadParameter(variable, f"{variable} is {text!r}: set it to a number from {least} to {largest}")
    return int(text)
