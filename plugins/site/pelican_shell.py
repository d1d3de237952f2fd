"""Runs Pelican on checked content.

Pelican is the outer shell: it knows posts, pages and taxonomies and asks for each page; what was read, where it goes
and what stands on it is ours.
"""

from __future__ import annotations

import copy
import logging
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pelican.log
from pelican import Pelican
from pelican.contents import Author, Category, Tag
from pelican.settings import read_settings

from plugins.blog.entries import Entry, EntryKind
from plugins.blog.terms import TermKind
from plugins.cases.model import Case
from plugins.diagnostics import Code, Diagnostic, Position, make_error
from plugins.documents.pelican_hooks import HANDOVER
from plugins.site.content import Content
from plugins.site.errors import BuildError
from plugins.site.pelican_hooks import OURS
from plugins.site.pelican_plugins import HOOKS, list_own_plugins
from plugins.site.registry import make_url
from plugins.site.texts import Texts
from plugins.templating import CodeCache

ROOMS = Path(__file__).parents[1]

SWITCHED_OFF: dict[str, Any] = {
    # What is read, and what a document is, was decided before.
    "ARTICLE_EXCLUDES": [], "PAGE_EXCLUDES": [], "IGNORE_FILES": [], "DEFAULT_DATE": None, "DEFAULT_METADATA": {},
    "FILENAME_METADATA": "(?!)", "PATH_METADATA": "", "USE_FOLDER_AS_CATEGORY": False, "WITH_FUTURE_DATES": True,
    "ARTICLE_TRANSLATION_ID": None, "PAGE_TRANSLATION_ID": None, "TYPOGRIFY": False,
    # What is copied and written is the registry's to say.
    "STATIC_PATHS": [], "THEME_STATIC_PATHS": [], "EXTRA_PATH_METADATA": {}, "OUTPUT_SOURCES": False,
    "YEAR_ARCHIVE_SAVE_AS": "", "MONTH_ARCHIVE_SAVE_AS": "", "DAY_ARCHIVE_SAVE_AS": "",
    "DELETE_OUTPUT_DIRECTORY": False, "DIRECT_TEMPLATES": [],
    # Nothing depends on an earlier run or on the machine.
    "CACHE_CONTENT": False, "LOAD_CONTENT_CACHE": False, "LOCALE": ["C"],
}  # fmt: skip
"""What Pelican would do of its own accord, and must not."""

CODES = CodeCache()
"""Pelican compiles the theme as well, in another way than we do, and shows nothing of it."""

PELICAN_FEEDS = tuple(
    f"{kind}_{form}"
    for kind in ("FEED", "FEED_ALL", "CATEGORY_FEED", "AUTHOR_FEED", "TAG_FEED", "TRANSLATION_FEED")
    for form in ("ATOM", "RSS")
)


class Handover:
    """Checked content on its way through Pelican's settings to the hooks of each room; `write` writes the site."""

    def __init__(self, content: Content, write: Callable[[], None]) -> None:
        self.content = content
        self.write = write
        self._texts = Texts(content)
        self._listed = {entry.name for entry in content.stream}
        self._by_path = {entry.source.path: entry for entry in content.built}

    @property
    def is_watched(self) -> bool:
        """Whether a plugin that is not ours may ask for Pelican's articles and pages."""
        return bool(list_own_plugins(self.content.settings))

    def read_for_pelican(self, path: Path, settings: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
        """Return the HTML and metadata of a post or page."""
        entry = self._by_path[path]
        return str(self._texts.make_text(entry)), self._make_metadata(entry, settings)

    def iterate_cases(self, settings: Mapping[str, Any]) -> Iterator[tuple[Case, Path, str, dict[str, Any]]]:
        """Go through the cases that are built."""
        for entry in self.content.built:
            if entry.case is not None:
                html = self._texts.render_case(entry)
                yield entry.case, entry.source.path, str(html), self._make_metadata(entry, settings)

    def _make_metadata(self, entry: Entry, settings: Mapping[str, Any]) -> dict[str, Any]:
        """Return the metadata of an entry as Pelican names it; paths are set, so that Pelican derives none."""
        metadata: dict[str, Any] = {
            "title": entry.fields.title,
            "slug": entry.slug,
            "status": "published" if entry.name in self._listed else "hidden",
            "save_as": entry.path,
            "url": quote(make_url(entry.path)),
            "template": str(entry.kind),
            "lang": entry.fields.lang or self.content.settings.lang,
            "tags": [self._make_wrapper(Tag, TermKind.TAG, name, settings) for name in entry.fields.tags],
            "summary": str(self._texts.make_summary(entry)),
        }
        if entry.authors:
            metadata["authors"] = [
                self._make_wrapper(Author, TermKind.AUTHOR, name, settings) for name in entry.authors
            ]
        if entry.fields.category is not None:
            metadata["category"] = self._make_wrapper(Category, TermKind.CATEGORY, entry.fields.category, settings)
        if entry.date is not None:
            metadata["date"] = entry.date
        if entry.fields.changed is not None:
            metadata["modified"] = entry.fields.changed
        return metadata

    def _make_wrapper(self, wrapper: Any, kind: TermKind, name: str, settings: Mapping[str, Any]) -> Any:
        term = self.content.terms[kind].get(name)
        wrapped = wrapper(name, settings)
        wrapped.slug = term.slug if term else name
        return wrapped


class Shell(Pelican):  # type: ignore[misc]  # Pelican has no types
    """Pelican with our generators in the place of those that write pages."""

    def _get_generator_classes(self) -> list[type]:
        return [OURS.get(generator, generator) for generator in super()._get_generator_classes()]


def run_pelican(content: Content, output: Path, write: Callable[[], None]) -> None:
    """Run Pelican on checked content, and let `write` write the site when it comes to that.

    Raises BuildError with a diagnostic for all that goes wrong, and whatever `write` raises.
    """
    writing = _Once(write)
    handover = Handover(content, writing)
    with collect_errors() as errors:
        _run(content, output, handover)
    if errors or not writing.done:
        raise BuildError(*(_explain(content, message) for message in errors or ["our generator was not used"]))


class _Once:
    """Calls a function, and knows whether it has come to its end."""

    def __init__(self, call: Callable[[], None]) -> None:
        self._call = call
        self.done = False

    def __call__(self) -> None:
        self._call()
        self.done = True


def _run(content: Content, output: Path, handover: Handover) -> None:
    """Run Pelican; what a plugin or setting makes it raise is reported, what our rooms raise is our own fault."""
    try:
        shell = Shell(make_pelican_settings(content, output, handover))
        _check_plugins(content, shell)
        shell.run()
    except (BuildError, OSError):
        raise
    except (Exception, SystemExit) as error:  # who ends the program must not end it well
        frame = traceback.extract_tb(error.__traceback__)[-1]
        if Path(frame.filename).is_relative_to(ROOMS):
            raise
        path, position, found = Path(frame.filename), Position(frame.lineno or 1), f"{type(error).__name__}: {error}"
        message, hint = "Pelican fails on an exception", "Mend or remove the plugin or setting that it comes from."
        problem = make_error(path, position, Code.PELICAN_ERROR, message, found=found, hint=hint)
        raise BuildError(problem) from error


def make_pelican_settings(content: Content, output: Path, handover: Handover) -> dict[str, Any]:
    """Return Pelican's settings: the site's own, and over them all that the registry and the Writer decide."""
    ours = content.settings
    # Pelican looks at each file, which only plugins of the site's own make worth while.
    built = list(content.built) if handover.is_watched else []
    overrides: dict[str, Any] = {
        **ours.pelican,
        **copy.deepcopy(SWITCHED_OFF),
        **dict.fromkeys(PELICAN_FEEDS),
        HANDOVER: handover,
        "PLUGINS": [*HOOKS, *list_own_plugins(ours)],
        "PATH": str(ours.content),
        "OUTPUT_PATH": str(output),
        "THEME": str(ours.theme),
        "SITEURL": ours.url,
        "ARTICLE_PATHS": _list_names(built, EntryKind.POST),
        "PAGE_PATHS": _list_names(built, EntryKind.PAGE),
        "CATEGORY_SAVE_AS": ours.category_save_as,
        "TAG_SAVE_AS": ours.tag_save_as,
        "AUTHOR_SAVE_AS": ours.author_save_as,
        "JINJA_ENVIRONMENT": {**ours.pelican.get("JINJA_ENVIRONMENT", {}), "bytecode_cache": CODES},
    }
    for name in ("AUTHOR", "DEFAULT_CATEGORY"):
        overrides.pop(name, None)
    settings: dict[str, Any] = read_settings(override=overrides)
    del settings["DEFAULT_CATEGORY"]  # Pelican has one of its own, and would file every post without a category there
    return settings


@contextmanager
def collect_errors() -> Iterator[list[str]]:
    """Keep Pelican quiet and collect what it logs as an error: its exit code says nothing."""
    errors: list[str] = []
    handler = _Collector(errors)
    logger, quiet, level = logging.getLogger("pelican"), pelican.log.console.quiet, logging.getLogger("pelican").level
    pelican.log.console.quiet = True
    logger.addHandler(handler)
    logger.propagate, before = False, logger.propagate
    try:
        yield errors
    finally:
        logger.removeHandler(handler)
        logger.propagate, pelican.log.console.quiet = before, quiet
        logger.setLevel(level)


class _Collector(logging.Handler):
    def __init__(self, errors: list[str]) -> None:
        super().__init__(logging.ERROR)
        self.errors = errors

    def emit(self, record: logging.LogRecord) -> None:
        self.errors.append(record.getMessage())


def _list_names(entries: Iterable[Entry], kind: EntryKind) -> list[str]:
    return [str(entry.name) for entry in entries if entry.kind is kind]


def _check_plugins(content: Content, shell: Any) -> None:
    """Raise BuildError where a plugin of ours did not load; of others Pelican logs an error."""
    missing = [name for name in HOOKS if name not in shell.settings["PLUGINS"]]
    if missing:
        raise BuildError(*(_explain(content, f"the plugin {name} does not load") for name in missing))


def _explain(content: Content, message: str) -> Diagnostic:
    hint = "Mend the setting or plugin that it comes from."
    return make_error(
        content.settings.settings_file,
        Position(),
        Code.PELICAN_ERROR,
        "Pelican reports an error",
        found=message.splitlines()[0] if message else "?",
        hint=hint,
    )
