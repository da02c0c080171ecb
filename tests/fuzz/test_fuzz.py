"""A bounded number of the inputs of the full run, driven by hypothesis, which makes those that fail small."""

from __future__ import annotations

import faulthandler
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fuzz.queries import Queries
from tests.fuzz.readers import Readers

randoms = st.randoms(use_true_random=False) | st.integers(0).map(Random)
bounded = settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.fixture(autouse=True)
def _no_hang() -> Iterator[None]:
    faulthandler.dump_traceback_later(300, exit=True)
    yield
    faulthandler.cancel_dump_traceback_later()


@pytest.fixture(scope="module")
def readers(tmp_path_factory: pytest.TempPathFactory) -> Readers:
    return Readers(tmp_path_factory.mktemp("readers"))


@pytest.fixture(scope="module")
def queries(archive_index: Path) -> Queries:
    return Queries(archive_index)


@bounded
@given(random=randoms)
def test_no_file_stops_the_reading(readers: Readers, random: Random) -> None:
    readers.try_one(random)


@bounded
@given(random=randoms)
def test_no_query_stops_the_search(queries: Queries, random: Random) -> None:
    queries.try_one(random)
