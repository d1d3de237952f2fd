"""The server that editors check case files with, for the tests of a worker."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.editors.language_server import LanguageServer, run_server


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LanguageServer]:
    with run_server(tmp_path_factory.mktemp("editor")) as running:
        yield running
