"""By which rules and which dictionary forms are analysed: an analysis that was kept is used by the same ones only."""

from __future__ import annotations

import hashlib
import unicodedata
from functools import cache
from importlib import resources
from importlib.metadata import version
from importlib.resources.abc import Traversable

_PACKAGES = ("pymorphy3", "pymorphy3-dicts-ru")


@cache
def fingerprint() -> str:
    """A hash of all that the terms of a form depend on: the code and the lists of this room, dictionary, Unicode."""
    told = hashlib.sha256()
    for name in _PACKAGES:
        told.update(f"{name} {version(name)}\n".encode())
    told.update(unicodedata.unidata_version.encode())
    for file in sorted(_files(resources.files("search.russian")), key=lambda file: file.name):
        told.update(f"\n{file.name}\n".encode() + file.read_bytes())
    return told.hexdigest()


def _files(folder: Traversable) -> list[Traversable]:
    return [file for file in folder.iterdir() if file.name.endswith((".py", ".txt"))]
