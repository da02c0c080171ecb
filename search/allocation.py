"""Memory that is freed stays with the process, for what is allocated next.

Builds and searches make and drop arrays of megabytes, a build thousands of times. The allocator of glibc gives each
of them back to the system, which hands it out again a page at a time, cleared: up to a third of the processor time of
a build, and a quarter of that of a search among half a million documents. Other allocators are left as they are.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager

_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3  # the names of glibc's mallopt, from malloc.h
_KEEPING = {_TRIM_THRESHOLD: 1 << 30, _MMAP_THRESHOLD: 32 << 20}  # the most that it takes: larger arrays go back
_USUAL = {_TRIM_THRESHOLD: 64 << 20, _MMAP_THRESHOLD: 32 << 20}  # what glibc comes to by itself over large arrays


@contextmanager
def keeping_freed_memory() -> Iterator[None]:
    """Keep what is freed, in this process and those that it forks, until the end, or until it is given back."""
    _set(_KEEPING)
    try:
        yield
    finally:
        _set(_USUAL)
        give_back()


def expect_large_arrays() -> None:
    """Keep of what is freed as much as the allocator comes to by itself, once it has seen large arrays."""
    _set(_USUAL)


def give_back() -> None:
    """Give the system all memory that is free."""
    if trim := getattr(_libc(), "malloc_trim", None):
        trim(0)


def _set(options: dict[int, int]) -> None:
    if choose := getattr(_libc(), "mallopt", None):
        for name, value in options.items():
            choose(name, value)


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None)
