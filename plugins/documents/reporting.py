"""Where the steps of rendering say what is wrong: they see one text at a time, and not what becomes of their words."""

from __future__ import annotations

from plugins.diagnostics import Code, Diagnostic
from plugins.documents.values import Prose
from plugins.wording.words import Words


class Reporter:
    """Gathers what is wrong with texts; `prose` is the one that is being rendered, `words` those of its language."""

    def __init__(self, words: Words) -> None:
        self.diagnostics: set[Diagnostic] = set()
        self.prose: Prose | None = None
        self.words = words

    def begin(self, prose: Prose, words: Words) -> None:
        """Turn to a text and its language; of those before nothing is known any more."""
        self.prose, self.words, self.diagnostics = prose, words, set()

    def report(self, target: str, occurrence: int, code: Code, message: str, hint: str) -> None:
        """Add an error at the n-th `target` (from 0) of the text."""
        if self.prose is not None:
            self.diagnostics.add(self.prose.report(target, occurrence, code, message, hint))

    def report_at(self, index: int, code: Code, message: str, hint: str, found: str) -> None:
        """Add an error at a character of the text as it stands in its file."""
        if self.prose is not None:
            self.diagnostics.add(self.prose.source.report(self.prose.start + index, code, message, hint, found))

    @property
    def written(self) -> str:
        """The text as it stands in its file."""
        return "" if self.prose is None else self.prose.source.text[self.prose.start : self.prose.end]
