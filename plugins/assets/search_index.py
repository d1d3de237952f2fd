"""The search index: Pagefind's command-line program, run on documents that are written for it and for nobody else.

Pagefind reads HTML from a folder and writes what a browser loads to search it. It is not given the pages of the site:
where none of them is marked it would index all, hidden ones too. Source: https://pagefind.app/docs/.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from pagefind_bin import get_executable

SEARCH_FOLDER = "pagefind"
"""Where the index lies in the output. Pagefind's script finds the root of the site by this name."""

SEARCH_ENTRY = "pagefind.js"
"""The module that a page imports to search."""

INTERFACES = ("pagefind-ui.", "pagefind-modular-ui.", "pagefind-component-ui.", "pagefind-highlight.")
"""How the names of Pagefind's own interfaces begin, which no page of ours loads."""

TIMEOUT = 600
"""Seconds after which the program is taken to hang."""


@dataclass(frozen=True)
class SearchDocument:
    """What can be found: a whole HTML document in Pagefind's marks, at the output path of the page that is found."""

    path: str
    html: str


class SearchIndexError(Exception):
    """The index could not be made; says why."""


def make_search_index(documents: Iterable[SearchDocument], lang: str) -> dict[str, bytes]:
    """Return the files of an index by their paths in its folder: the same for the same documents.

    All documents are read as being in one language, `lang`: Pagefind would otherwise make an index for each language,
    and a page would only find what is in its own. Raises SearchIndexError where the program fails.
    """
    try:
        with tempfile.TemporaryDirectory(prefix="casebook-search-") as name:
            site, index, workplace = (Path(name) / part for part in ("site", "index", "workplace"))
            workplace.mkdir()
            _write_documents(documents, site)
            _run_pagefind(
                ["--site", site, "--output-path", index, "--force-language", lang.lower(), "--silent"], workplace
            )
            return _read_index(index)
    except OSError as error:
        raise SearchIndexError(f"{error.strerror}: {error.filename}" if error.strerror else str(error)) from error


def _write_documents(documents: Iterable[SearchDocument], site: Path) -> None:
    site.mkdir()
    for document in documents:
        path = site / document.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(document.html, encoding="utf-8")


def _run_pagefind(options: Iterable[str | Path], workplace: Path) -> None:
    """Run the program of the locked package, whatever else is on PATH.

    It looks for a configuration file where it is run, so that is an empty folder. Raises SearchIndexError.
    """
    command = [str(part) for part in (get_executable(), *options)]
    try:
        subprocess.run(
            command, cwd=workplace, env=_clean(os.environ), stdin=subprocess.DEVNULL, capture_output=True, check=True,
            timeout=TIMEOUT,
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise SearchIndexError(f"no answer after {TIMEOUT} seconds") from error
    except subprocess.CalledProcessError as error:
        said = (error.stderr or error.stdout).decode("utf-8", "replace").strip()
        raise SearchIndexError(f"exit code {error.returncode}: {said.partition(chr(10))[0]}") from error


def _clean(environment: Mapping[str, str]) -> dict[str, str]:
    """Return the environment without what Pagefind reads as its options."""
    return {name: value for name, value in environment.items() if not name.upper().startswith("PAGEFIND_")}


def _read_index(index: Path) -> dict[str, bytes]:
    """Return the files that our own interface needs. Raises SearchIndexError where there are none."""
    files = {path.relative_to(index).as_posix(): path for path in sorted(index.rglob("*")) if path.is_file()}
    if SEARCH_ENTRY not in files:
        raise SearchIndexError(f"{SEARCH_ENTRY} was not written")
    return {name: path.read_bytes() for name, path in files.items() if not name.startswith(INTERFACES)}
