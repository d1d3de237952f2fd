"""A corpus laid out for one generator: what is run there, what is edited, and what is in the way of a cold build."""

from __future__ import annotations

import shutil
import tempfile
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

    @property
    def aside(self) -> Path:
        """Where outputs lie that are done with: beside the folder, which a preview may watch."""
        return self.folder.with_name(f"{self.folder.name}-aside")

    def forget(self) -> None:
        """Set the output and what is kept aside, so that the next build is a cold one.

        To delete it here would slow that build down: where ext4 has no journal it makes no file in the place of one
        that was deleted in the last minutes, and looks at each of these places in turn, which took a quarter of the
        time of a build. Source: `recently_deleted` in https://github.com/torvalds/linux/blob/master/fs/ext4/ialloc.c
        """
        self.aside.mkdir(exist_ok=True)
        for folder in (self.output, *self.kept):
            if folder.exists():
                folder.rename(Path(tempfile.mkdtemp(dir=self.aside), folder.name))

    def clear(self) -> None:
        """Delete what was set aside, when nothing is timed any more."""
        shutil.rmtree(self.aside, ignore_errors=True)

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
