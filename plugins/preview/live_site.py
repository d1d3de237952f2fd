"""The site in memory: read anew after each edit, each file made when it is asked for and kept until then."""

from __future__ import annotations

import time
import traceback
from collections import deque
from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import suppress
from datetime import datetime
from http import HTTPStatus
from itertools import chain, islice
from pathlib import Path
from threading import Condition
from typing import Protocol
from urllib.parse import quote

from plugins.diagnostics import Diagnostic, Severity, has_errors
from plugins.preview.answers import HTML, Answer, Body
from plugins.preview.editions import Edition
from plugins.preview.exchanging import TextExchange
from plugins.preview.kept import Kept, Made
from plugins.preview.missing import render_missing
from plugins.preview.mistakes import render_mistakes_page, render_own_page
from plugins.preview.one_thread import OneThread
from plugins.site.content import Content
from plugins.site.errors import BuildError
from plugins.site.media_types import find_content_type
from plugins.site.planning import NOT_FOUND
from plugins.site.registry import Output

OWN_POLICY = "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; base-uri 'none'"
"""What the preview's own pages may do, which are no pages of the site."""

PATIENCE = 2.0
"""Seconds that a request waits for the first reading before it is answered that there is one going on."""

MOST_LOOKED_AT = 20
"""Pages that are made and checked after an edit although nobody has asked for them."""

REMEMBERED = 200
"""Editions of which it is known what they changed: a page that is older is loaded anew."""


class Reading(Protocol):
    """How the site is read, and where it is said what is wrong with it."""

    def begin(self) -> datetime:
        """Begin to read, and return the time that the site is to be shown as of."""

    def load(self) -> tuple[Content | None, list[Diagnostic]]:
        """Return the content, or None where there is none, and what is wrong with it or with the settings."""

    def say_read(self, diagnostics: Sequence[Diagnostic]) -> None:
        """Say what was found in the whole content."""

    def say_found(self, diagnostics: Sequence[Diagnostic]) -> None:
        """Say what was found on one page of it."""


Tell = Callable[[], bool]
"""Tells whether something is so."""


def never() -> bool:
    """Tell that it is not."""
    return False


class LiveSite:
    """The site as it is while it is written. May be used by several threads; one of them calls `refresh`.

    `version` is another after each change of what is shown: of the site, or of the mistakes in it.
    """

    def __init__(self, reading: Reading, base: Path) -> None:
        self.base = base
        self._reading = reading
        self._edition: Edition | None = None
        self._kept = Kept()
        self._states: dict[str, object] = {}
        self._errors: tuple[Diagnostic, ...] = ()
        self._found: dict[str, tuple[Diagnostic, ...]] = {}
        self._earlier: Edition | None = None
        self._doubtful: dict[str, None] = {}
        self._diagnostics: list[Diagnostic] = []
        self._worker = OneThread()
        self._changed = Condition()
        # A page from before the preview was started anew is older than all that this one knows of.
        self.version = self._first_version = time.time_ns() // 1_000_000
        self._changes: deque[tuple[int, frozenset[str]]] = deque(maxlen=REMEMBERED)

    # Reading

    def refresh(self, changed: Collection[Path] | None = None, is_late: Tell = never, pause: Tell = never) -> bool:
        """Read the content anew and show it, or its mistakes. Tell whether all of it was read.

        `changed` are the files that are others since the last time, where that is known: it is quick where only their
        texts are. Nothing is shown where it `is_late`: something has changed meanwhile. Mistakes are read twice, with a
        `pause` between that tells whether something has changed: an editor may be about to save.
        """
        now = self._reading.begin()
        if changed and (quick := self._worker.run(lambda: self._exchange(changed, now))):
            self._reading.say_read(self._diagnostics)
            self._show(quick)
            return False
        edition, diagnostics = self._worker.run(self._read)
        if edition is None and not is_late() and not pause():
            edition, diagnostics = self._worker.run(self._read)
        if is_late():
            return True
        self._diagnostics = diagnostics
        self._reading.say_read(diagnostics)
        if edition is None:
            self._announce(_keep_errors(diagnostics), frozenset())
        else:
            self._earlier = self._earlier or self._edition
            self._show(edition)
        return True

    def _exchange(self, changed: Collection[Path], now: datetime) -> Edition | None:
        """Return the site with other texts, or None where it has to be read, as after mistakes."""
        edition = self._edition
        if edition is None or self._errors or not _is_still(edition.content, now):
            return None
        try:
            return edition.exchange(changed, self.version + 1)
        except (BuildError, OSError):  # the reading says what is wrong
            return None

    def _read(self) -> tuple[Edition | None, list[Diagnostic]]:
        """Read everything; return None where there is a mistake in it, and what was found."""
        content, diagnostics = self._reading.load()
        if content is None or has_errors(diagnostics):
            return None, diagnostics
        try:
            texts = TextExchange(content, diagnostics)
            return Edition(content, self.version + 1, self._worker, texts), diagnostics
        except BuildError as error:
            return None, [*diagnostics, *error.diagnostics]

    def _show(self, edition: Edition) -> None:
        """Put a new edition in the place of the old one."""
        self._edition = edition
        self._doubtful |= dict.fromkeys([*self._found, *(entry.path for entry in edition.exchanged)])
        self._found = {}
        self._announce((), self._find_changed_files(edition))

    def look_closer(self) -> None:
        """Look for mistakes on pages that the last edit has changed, and on those that had some before it.

        Nobody need have asked for them. That takes a while, and comes after what is looked at.
        """
        edition, earlier, self._earlier = self._edition, self._earlier, None
        doubtful, self._doubtful = self._doubtful, {}
        if edition is None:
            return
        pages = [output for path in doubtful if (output := edition.content.registry.get(path))]
        changed = edition.find_changed_pages(earlier) if earlier else ()
        for output in islice(chain(pages, changed), MOST_LOOKED_AT):
            self._check(edition, output)
        with suppress(OSError):  # the next reading says so
            edition.keep_texts()

    def _find_changed_files(self, edition: Edition) -> frozenset[str]:
        """Return which of the files that were asked for are others now, or gone: styles, scripts, pictures."""
        find = edition.content.registry.get
        with self._changed:
            before = self._states
            now = {path: edition.find_state(output) if (output := find(path)) else None for path in before}
            self._states = now
        return frozenset(path for path, state in now.items() if state != before[path])

    def _announce(self, errors: tuple[Diagnostic, ...], files: frozenset[str]) -> None:
        """Wake whoever waits for a change."""
        with self._changed:
            self._errors = errors
            self._bump(files)

    def _bump(self, files: frozenset[str] = frozenset()) -> None:
        self.version += 1
        self._changes.append((self.version, files))
        self._changed.notify_all()

    # Answering

    def get(self, path: str) -> Answer:
        """Return the answer to a request for a path of the address, with every `%` of it read."""
        edition = self._edition or self._wait_for_edition()
        try:
            return self._answer_without_site() if edition is None else self._answer(edition, path)
        except Exception:  # a fault of ours: it is told in the terminal, and the other pages stay
            traceback.print_exc()
            page = render_own_page("failed.html").encode()
            return Answer(HTTPStatus.INTERNAL_SERVER_ERROR, HTML, Body(page), policy=OWN_POLICY)

    def _wait_for_edition(self) -> Edition | None:
        """Wait a moment for the first reading, which mostly takes no longer."""
        with self._changed:
            self._changed.wait_for(lambda: self._edition or self._errors, PATIENCE)
            return self._edition

    def _answer(self, edition: Edition, path: str) -> Answer:
        output = edition.find(path)
        if output is None:
            return self._answer_elsewhere(edition, path)
        self._watch_file(edition, output)
        try:
            if large := edition.find_large(output):
                return Answer(HTTPStatus.OK, find_content_type(output.path), large)
            made = self._make(edition, output)
        except FileNotFoundError:  # deleted a moment ago
            return self._answer_missing(edition, path)
        except BuildError as error:
            return self._answer_mistakes(error.diagnostics)
        status = HTTPStatus.NOT_FOUND if output.path == NOT_FOUND else HTTPStatus.OK
        return Answer(status, find_content_type(output.path), Body(made.data))

    def list_mistakes(self) -> tuple[Diagnostic, ...]:
        """Return every mistake that keeps the site from being built, as far as it is known."""
        with self._changed:
            found = {one for problems in self._found.values() for one in problems}
            return self._errors or tuple(sorted(found))

    def check(self, path: str) -> None:
        """Look for mistakes on the page at a path, if there is one; whoever waits is told of new ones."""
        edition = self._edition
        if edition is not None and (output := edition.find(path)) is not None:
            self._check(edition, output)

    def wait_for_change(self, version: int, seconds: float) -> int:
        """Return the version as soon as it is another than `version`, or after some seconds."""
        with self._changed:
            self._changed.wait_for(lambda: self.version != version, seconds)
            return self.version

    def list_changed_files(self, since: int) -> frozenset[str] | None:
        """Return the paths of files that have changed since a version; None where that is too long ago to know."""
        with self._changed:
            if since < self._first_version or (self._changes and since < self._changes[0][0] - 1):
                return None
            return frozenset(path for version, files in self._changes if version > since for path in files)

    def _make(self, edition: Edition, output: Output) -> Made:
        """Return a file as it is in an edition, or as it last was where that cannot make it. Raises BuildError."""
        made = self._kept.get(output.path)
        if made is None or made.edition < edition.number:
            return self._worker.run(lambda: self._make_once(edition, output))
        return made

    def _make_once(self, edition: Edition, output: Output) -> Made:
        made = self._kept.get(output.path)  # perhaps somebody else has asked for it meanwhile
        if made is None or made.edition < edition.number:
            made = self._make_anew(edition, output, made)
            self._kept.put(output.path, made)
        return made

    def _make_anew(self, edition: Edition, output: Output, old: Made | None) -> Made:
        key = edition.find_key(output)
        if old is not None and key is not None and key == old.key:
            return Made(edition.number, old.data, key)
        try:
            return Made(edition.number, edition.make(output), key)
        except BuildError as error:
            self._note(edition, output, error.diagnostics)
            if old is None:
                raise
            return Made(edition.number, old.data, is_last_good=True)

    def _check(self, edition: Edition, output: Output) -> None:
        try:
            made = self._make(edition, output)
            problems = [] if made.is_last_good else edition.check(output, made.data)
        except (BuildError, OSError):
            return
        except Exception:  # as in `get`
            traceback.print_exc()
            return
        if not made.is_last_good:
            self._note(edition, output, problems)

    def _note(self, edition: Edition, output: Output, problems: list[Diagnostic]) -> None:
        """Keep what is wrong with a file, and let everybody know where that is new."""
        errors = _keep_errors(problems)
        with self._changed:
            if edition is not self._edition or self._found.get(output.path, ()) == errors:
                return
            self._found[output.path] = errors
            self._bump()
        self._reading.say_found(problems)

    def _watch_file(self, edition: Edition, output: Output) -> None:
        state = edition.find_state(output)
        if state is not None:
            with self._changed:
                self._states.setdefault(output.path, state)

    def _answer_elsewhere(self, edition: Edition, path: str) -> Answer:
        """Answer to a path at which nothing is planned: a file of the search index, a folder without its slash."""
        folder = edition.find(f"{path}/")
        if folder is not None:
            return Answer(HTTPStatus.MOVED_PERMANENTLY, location=quote(f"/{folder.url}"))
        try:
            data = edition.find_index_file(path)
        except BuildError as error:
            self._reading.say_found(error.diagnostics)
            return self._answer_mistakes(error.diagnostics)
        if data is not None:
            return Answer(HTTPStatus.OK, find_content_type(path), Body(data))
        return self._answer_missing(edition, path)

    def _answer_missing(self, edition: Edition, path: str) -> Answer:
        page, output = None, edition.content.registry.get(NOT_FOUND)
        if output is not None:
            try:
                page = self._make(edition, output).data
            except BuildError:
                page = None
        data, policy = render_missing(path, edition.content, page), "" if page else OWN_POLICY
        return Answer(HTTPStatus.NOT_FOUND, HTML, Body(data), policy=policy)

    def _answer_without_site(self) -> Answer:
        errors = self.list_mistakes()
        if errors:
            return self._answer_mistakes(errors)
        page = render_own_page("waiting.html").encode()
        return Answer(HTTPStatus.SERVICE_UNAVAILABLE, HTML, Body(page), policy=OWN_POLICY)

    def _answer_mistakes(self, errors: Iterable[Diagnostic]) -> Answer:
        page = render_mistakes_page([*errors], self.base).encode()
        return Answer(HTTPStatus.INTERNAL_SERVER_ERROR, HTML, Body(page), policy=OWN_POLICY)


def _is_still(content: Content, now: datetime) -> bool:
    """Tell whether the clock alone has changed nothing since the content was read. It may have been put back."""
    return content.settings.now <= now and (content.due is None or now < content.due)


def _keep_errors(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    return tuple(one for one in diagnostics if one.severity is Severity.ERROR)
