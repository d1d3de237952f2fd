"""The texts of a site as HTML: each rendered once for its place, or taken from what is kept of an earlier run.

What a text becomes depends on its words, its place on the page, the settings, and the files that it shows. The facts of
a text (links and mistakes) are kept apart from its HTML, which a run that does not write its page never reads.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from plugins.diagnostics import Diagnostic
from plugins.documents.known_texts import KnownTexts
from plugins.documents.links import Fragment, Link
from plugins.documents.looking import Witness
from plugins.documents.mapping import map_tasks
from plugins.documents.markdown_texts import MarkdownTexts
from plugins.documents.rendered_texts import Facts, RenderedText, TextTask, move_problem
from plugins.documents.typesetting import Typesetter
from plugins.documents.values import Prose
from plugins.records import make_key
from plugins.settings import SiteSettings

_Place = tuple[Path, int, int, str, str]
"""Where a text stands in its file, and what else was asked for."""


class Request(NamedTuple):
    """A text that is wanted as HTML: what `Renderer.render` takes."""

    prose: Prose
    top: int = 2
    prefix: str = ""
    lang: str | None = None


class Renderer:
    """Renders the Markdown texts of one state of the content.

    `diagnostics` gathers what is wrong with the texts that were asked for; one that Markdown cannot take renders as
    nothing, and no build goes on with it. Methods raise OSError where records cannot be read.
    """

    def __init__(self, settings: SiteSettings, texts: KnownTexts | None = None) -> None:
        self.diagnostics: set[Diagnostic] = set()
        self.texts = KnownTexts() if texts is None else texts
        self.settings = settings
        self._witness = Witness(settings.content)
        self._rules = _key_rules(settings)
        self._keys: dict[_Place, str] = {}
        self._fragments: dict[_Place, Fragment] = {}
        self._links: dict[_Place, tuple[Link, ...]] = {}
        self._current: set[str] = set()
        self._told: set[_Place] = set()
        typesetter = Typesetter(settings)
        self.render_title, self.typeset = typesetter.render_title, typesetter.typeset

    def render(self, prose: Prose, *, top: int = 2, prefix: str = "", lang: str | None = None) -> Fragment:
        """Return a text as HTML.

        `top` is the level that its highest heading gets; `prefix` begins the ids of headings and footnotes; `lang` is
        its language, where it is not the site's.
        """
        request = Request(prose, top, prefix, lang)
        place = _find_place(request)
        if place not in self._fragments:
            key = self._ask(request)
            fragment = self.texts.find_fragment(key)
            if fragment is None:  # it was lost since its facts were kept
                self._make({key: self._make_task(request)})
                fragment = self.texts.find_fragment(key)
            assert fragment is not None
            self._fragments[place] = fragment
        return self._fragments[place]

    def find_links(self, prose: Prose) -> tuple[Link, ...]:
        """Return the links of a text, without reading its HTML."""
        request = Request(prose)
        place = _find_place(request)
        if place not in self._links:
            self._links[place] = self.find_facts(request).links
        return self._links[place]

    def find_facts(self, request: Request) -> Facts:
        """Return what is known of a text besides its HTML: links, mistakes, and what it saw on the disk."""
        return self.texts.find_facts(self._ask(request))

    def forget(self, path: Path) -> None:
        """Forget where the texts of a file stood: others may stand there now. Their HTML stays known by its words."""
        known: tuple[dict[_Place, Any], ...] = (self._keys, self._links, self._fragments)
        for places in known:
            for place in [one for one in places if one[0] == path]:
                del places[place]
        self._told = {place for place in self._told if place[0] != path}

    def prepare(self, requests: Iterable[Request], *, html: bool = True) -> None:
        """Have texts ready: those that are kept are read at once, the others are rendered by who is there for it.

        Without `html` only the links and mistakes of those that are kept are read.
        """
        wanted = {key: request for request in requests if (key := self._find_key(request)) not in self._current}
        known = self.texts.find(wanted)
        new = {
            key: self._make_task(request)
            for key, request in wanted.items()
            if key not in known or not self._witness.confirms(_find_folder(request.prose), known[key].looks)
        }
        self._make(new)
        self._current.update(wanted)
        if html:
            self.texts.read_html(wanted)

    def claim(self, requests: Sequence[Request]) -> None:
        """Have texts kept for later runs, though this one may not ask for them."""
        self.texts.claim(len(requests), lambda: map(self._find_key, requests))

    def _ask(self, request: Request) -> str:
        """Return the key of a text that is known from now on, and take in what is wrong with it."""
        place = _find_place(request)
        key = self._find_key(request)
        if key not in self._current:
            self.prepare([request], html=False)
        if place not in self._told:
            self._told.add(place)
            problems = self.texts.find_facts(key).problems
            self.diagnostics.update(move_problem(problem, request.prose) for problem in problems)
        return key

    def _make(self, tasks: Mapping[str, TextTask]) -> None:
        begun = time.time_ns()
        results = map_tasks(render_tasks, [*tasks.values()], self.settings, self.texts.executor)
        made = dict(zip(tasks, results, strict=True))
        self.texts.add(made)
        for key in made:
            self._witness.take(self.texts.find_facts(key).looks, begun)

    def _find_key(self, request: Request) -> str:
        place = _find_place(request)
        if place not in self._keys:
            prose, top, prefix, lang = request
            written = _find_written(prose)
            words = (prose.text,) if prose.text == written else (prose.text, written)
            rules = (self._rules, _find_folder(prose), str(top), prefix, self._name_language(lang))
            self._keys[place] = make_key(*rules, *map(_encode, words))
        return self._keys[place]

    def _make_task(self, request: Request) -> TextTask:
        prose, top, prefix, lang = request
        folder, lang = _find_folder(prose), self._name_language(lang)
        return TextTask(prose.text, _find_written(prose), folder, top, prefix, lang)

    def _name_language(self, lang: str | None) -> str:
        return "" if lang is None or lang == self.settings.lang else lang


def render_tasks(settings: SiteSettings, tasks: Sequence[TextTask]) -> list[RenderedText]:
    """Return texts as HTML, as records. A pure function: what comes out depends on nothing else."""
    if not tasks:
        return []
    texts = _find_markdown(settings)
    return [texts.render(task) for task in tasks]


class _Memory(threading.local):
    """The Markdown instance of a thread, which takes long to make, and what it was made for."""

    settings: SiteSettings | None = None
    made_for: tuple[Path, str] | None = None
    texts: MarkdownTexts | None = None


_MEMORY = _Memory()


def _find_markdown(settings: SiteSettings) -> MarkdownTexts:
    """Return the thread's own for these settings. Of equal settings the site's words may be others than before."""
    if _MEMORY.texts is None or _MEMORY.settings is not settings:
        made_for = (settings.content, _key_rules(settings))
        if _MEMORY.texts is None or _MEMORY.made_for != made_for:
            _MEMORY.texts, _MEMORY.made_for = MarkdownTexts(settings), made_for
        _MEMORY.settings = settings
    return _MEMORY.texts


def _find_place(request: Request) -> _Place:
    prose, top, prefix, lang = request
    return prose.source.path, prose.start, top, prefix, lang or ""


def _find_folder(prose: Prose) -> str:
    return str(prose.source.name).rpartition("/")[0] or "."


def _find_written(prose: Prose) -> str:
    return prose.source.text[prose.start : prose.end]


def _encode(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _key_rules(settings: SiteSettings) -> str:
    """Return the key of all settings that texts depend on, and of the site's own words."""
    rules = (settings.typogrify, sorted(settings.typogrify_omit), settings.lang, settings.url)
    return make_key(repr(rules), *(part for catalogue in settings.wording.own for part in catalogue))
