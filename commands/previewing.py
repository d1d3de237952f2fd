"""How the preview reads the site that it was given, and what it says of it in the terminal."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from commands.saying import StoppedError, count_errors, load_settings, print_all
from plugins.diagnostics import Diagnostic, has_errors
from plugins.settings import read_now

if TYPE_CHECKING:
    from plugins.preview.watching import Watched
    from plugins.records import Records
    from plugins.settings import SiteSettings
    from plugins.site.content import Content, ContentLoader

PASSING = ("now", "pelican")
"""Settings that make no difference to how a file is read."""


class Reader:
    """Reads the settings and the content, as often as it is asked to."""

    def __init__(self, arguments: argparse.Namespace) -> None:
        self.address = ""
        self._arguments = arguments
        self._settings: SiteSettings | None = None
        self._said: set[Diagnostic] = set()
        self._loader: tuple[dict[str, object], ContentLoader] | None = None
        self._records: dict[Path, Records] = {}
        self._began = time.monotonic()

    def begin(self) -> datetime:
        """Begin to read, and return the time that the site is to be shown as of."""
        self._began = time.monotonic()
        return read_now(getattr(self._arguments, "now", None), os.environ)

    def load(self) -> tuple[Content | None, list[Diagnostic]]:
        """Return the content, or None where there is none, and what is wrong with it or with the settings."""
        from plugins.publishing.failures import explain_failure

        problems = self._load_settings()
        if self._settings is None or problems:
            return None, problems
        try:
            return self._find_loader(self._settings).load(self._settings)
        except OSError as error:
            return None, [explain_failure(self._settings, error, "CACHE_PATH")]

    def _find_loader(self, settings: SiteSettings) -> ContentLoader:
        """Return what remembers all that it has read before: it does so for as long as the settings stay."""
        from plugins.site.cache_place import open_records
        from plugins.site.content import ContentLoader

        key = {name: getattr(settings, name) for name in type(settings).model_fields if name not in PASSING}
        if self._loader is None or self._loader[0] != key:
            # Earlier editions of the site go on asking the records that they were read with: none is closed.
            if settings.cache not in self._records:
                self._records[settings.cache] = open_records(settings)
            self._loader = key, ContentLoader(settings, self._records[settings.cache])
        return self._loader[1]

    def say_read(self, diagnostics: Sequence[Diagnostic]) -> None:
        """Print what is wrong, each mistake once for as long as it stays, and how long the reading took."""
        said, self._said = self._said, {*diagnostics}
        print_all([one for one in diagnostics if one not in said])
        if has_errors(diagnostics):
            print(f"{count_errors(diagnostics)}; the preview stays as it was", file=sys.stderr, flush=True)
        else:
            print(f"read in {time.monotonic() - self._began:.2f} s", flush=True)

    def say_found(self, diagnostics: Sequence[Diagnostic]) -> None:
        """Print what is wrong with a page, if nobody has said so yet."""
        print_all([one for one in diagnostics if one not in self._said])
        self._said.update(diagnostics)

    def find_watched(self) -> Watched:
        """Return what is to be watched, as the settings were last read."""
        from plugins.preview.watching import find_watched

        if self._settings is None:
            self._load_settings()
        if self._settings is not None:
            # What is held is shown as well; where there is nothing yet, something may come while the site is shown.
            with suppress(OSError):
                self._settings.held.mkdir(mode=0o700, parents=True, exist_ok=True)
        return find_watched(Path(self._arguments.settings), self._settings)

    def _load_settings(self) -> list[Diagnostic]:
        """Read the settings, and return what is wrong with them; those that were good before stay."""
        try:
            self._settings = load_settings(self._arguments, {"SITEURL": self.address}, preview=True)
        except StoppedError as error:
            if not error.diagnostics:
                raise
            return error.diagnostics
        return []
