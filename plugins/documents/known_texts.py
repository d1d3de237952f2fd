"""The texts that have been rendered, in this run or in an earlier one, by all that they were made of."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Executor

from plugins.documents.links import Fragment
from plugins.documents.rendered_texts import Facts, RenderedText, read_facts, read_fragment
from plugins.records import Records

FACTS, HTML = "text facts", "text html"
"""The kinds of records."""

DAMAGED = (ValueError, TypeError, KeyError, IndexError)
"""What reading a record raises that is none."""


class KnownTexts:
    """Rendered texts by key, shared by the renderers of one process, and kept in records if there are any.

    What raises OSError does so where the records cannot be read or written. A process that was forked
    from the one that made this hands over what it makes by `take_made`.
    """

    def __init__(self, records: Records | None = None, executor: Executor | None = None) -> None:
        self.executor = executor
        self._records = records
        self._facts: dict[str, Facts] = {}
        self._html: dict[str, bytes] = {}
        self._fragments: dict[str, Fragment] = {}
        self._made: dict[str, RenderedText] = {}

    def find(self, keys: Iterable[str]) -> dict[str, Facts]:
        """Return the facts of texts that are known; what is damaged is not. Raises OSError."""
        wanted = [*keys]
        for key, record in self._ask(FACTS, [key for key in wanted if key not in self._facts]).items():
            try:
                self._facts[key] = read_facts(record)
            except DAMAGED:
                continue
        return {key: self._facts[key] for key in wanted if key in self._facts}

    def find_facts(self, key: str) -> Facts:
        """Return the facts of a text that is known."""
        return self._facts[key]

    def read_html(self, keys: Iterable[str]) -> None:
        """Have the HTML of texts at hand, as far as it is kept. Raises OSError."""
        self._html.update(
            self._ask(HTML, [key for key in keys if key not in self._html and key not in self._fragments])
        )

    def find_fragment(self, key: str) -> Fragment | None:
        """Return the HTML of a text, or None where it is not known or damaged. Raises OSError."""
        if key not in self._fragments:
            self.read_html([key])
            try:
                self._fragments[key] = read_fragment(self._html.pop(key))
            except DAMAGED:
                return None
        return self._fragments[key]

    def add(self, made: Mapping[str, RenderedText]) -> None:
        """Take what was rendered, here or in another process."""
        for key, (facts, html) in made.items():
            self._facts[key], self._html[key] = read_facts(facts), html
            self._fragments.pop(key, None)
        self._made.update(made)

    def take_made(self) -> dict[str, RenderedText]:
        """Return what was added and is not kept yet."""
        made, self._made = self._made, {}
        return made

    def keep(self) -> None:
        """Keep what was added. Raises OSError."""
        made = self.take_made()
        if self._records is not None and made:
            self._records.put(FACTS, {key: facts for key, (facts, _) in made.items()})
            self._records.put(HTML, {key: html for key, (_, html) in made.items()})

    def claim(self, count: int, list_keys: Callable[[], Iterable[str]]) -> None:
        """Say how many texts the site has and by what keys: what is not written in this run is worth keeping too."""
        if self._records is not None:
            for kind in (FACTS, HTML):
                self._records.claim(kind, count, list_keys)

    def _ask(self, kind: str, keys: Sequence[str]) -> dict[str, bytes]:
        if self._records is None or not keys:
            return {}
        return self._records.get(kind, keys)
