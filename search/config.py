"""The settings, and the only place that reads the environment."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

from search.errors import BadParameter

ENVIRONMENT = {
    "SLOVOFORM_INDEX": "directory of the index",
    "SLOVOFORM_ZONE": "zone in which day-only dates lie, fixed in an index when it is built",
    "SLOVOFORM_HOST": "address that the server listens on",
    "SLOVOFORM_PORT": "port that the server listens on",
    "XDG_CACHE_HOME": "where the demo keeps its index",
}
"""Every variable that is read, with what it sets: README lists the same, and a test holds it to that."""

LAST_PORT = 65_535


@dataclass(frozen=True, slots=True)
class Settings:
    """What can be set from outside, with its defaults."""

    index: Path = Path("slovoform-index")
    zone: str = "Europe/Moscow"
    host: str = "127.0.0.1"
    port: int = 8080
    cache: Path = Path("~/.cache/slovoform")


def from_environment() -> Settings:
    """Read the settings from the environment; an unset or empty variable means the default.

    Raises BadParameter, which names the variable, for a value that cannot be used.
    """
    default = Settings()
    cache = os.environ.get("XDG_CACHE_HOME")
    return Settings(
        index=Path(os.environ.get("SLOVOFORM_INDEX") or default.index),
        zone=os.environ.get("SLOVOFORM_ZONE") or default.zone,
        host=os.environ.get("SLOVOFORM_HOST") or default.host,
        port=_port(os.environ.get("SLOVOFORM_PORT") or str(default.port)),
        cache=(Path(cache) / "slovoform" if cache else default.cache.expanduser()),
    )


def _port(text: str) -> int:
    if not re.fullmatch("[0-9]{1,5}", text) or int(text) > LAST_PORT:
        raise BadParameter("SLOVOFORM_PORT", f"SLOVOFORM_PORT is {text!r}: set it to a number from 0 to {LAST_PORT}")
    return int(text)
