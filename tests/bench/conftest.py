"""Where the short form of `make bench` measures: the server of the tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from domain.store.embedded import Server
from tests.bench.figures import Place
from tests.conftest import enterable_folder


@pytest.fixture(scope="package")
def here(postgres: Server) -> Iterator[Place]:
    """A place on the server of this session."""
    with enterable_folder() as folder:
        yield Place(postgres, folder)
