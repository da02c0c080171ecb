"""Caches that go with the object whose answers they keep."""

from __future__ import annotations

import weakref
from collections.abc import Callable
from functools import lru_cache
from typing import Any, TypeVar, cast

Method = TypeVar("Method", bound=Callable[..., Any])


def own_cache(method: Method, size: int | None) -> Method:
    """The last answers of a method, to be kept by its object: `self.place = own_cache(self._place, 1024)`.

    An `lru_cache` there would hold the object that holds it: a generation that nobody searches any more would stay
    mapped, with all of its files open, until the garbage is collected. Who asks has to hold the object.
    """
    weak = weakref.WeakMethod(method)

    @lru_cache(size)
    def answer(*asked: Any) -> Any:
        return cast(Method, weak())(*asked)

    return cast(Method, answer)
