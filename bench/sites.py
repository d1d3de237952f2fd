"""A corpus laid out for one generator: what is run there, what is edited, and what is in the way of a cold build."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bench.corpus import Corpus, name_post

Command = tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Site:
    """The folder of a site. `post` and `template` are edited; every path is absolute, every command runs in `folder`.

    `build` makes the whole site. `rebuild` is what its generator offers after an edit of `post`. `serve`, where it is
    timed, shows the site while it is written and holds `{port}`. `kept` is what `build` takes up from a run before.
    """

    name: str
    folder: Path
    build: Command
    rebuild: Command
    output: Path
    post: Path
    template: Path
    kept: tuple[Path, ...] = ()
    serve: Command | None = None

    def forget(self) -> None:
        """Remove the output and what is kept, so that the next build is a cold one."""
        for folder in (self.output, *self.kept):
            shutil.rmtree(folder, ignore_errors=True)

    def count_output(self) -> tuple[int, int, int]:
        """Return how many pages and how many files the output has, and its bytes. Hidden files do not count."""
        files = [path for path in self.output.rglob("[!.]*") if path.is_file()]
        return sum(path.suffix == ".html" for path in files), len(files), sum(path.stat().st_size for path in files)


@dataclass(frozen=True)
class Generator:
    """A generator that is there: its name and version, and how a corpus is laid out for it in an empty folder."""

    name: str
    version: str
    lay_out: Callable[[Corpus, Path], Site]


class MissingError(Exception):
    """A generator cannot be had. The message says why."""


def find_edited(corpus: Corpus) -> str:
    """Return the name of the post that is edited: of the middle, so that no list or feed begins with it."""
    return name_post(len(corpus.posts) // 2)
