"""Modules of macros that are made once, and not again for each page.

Jinja2 runs a template that is imported `with context` anew for every template that imports it, because its macros see
the names around the import. Ours see what all pages of a language have in common and nothing else, so that one module
serves all of them. Source: https://jinja.palletsprojects.com/en/stable/templates/#import-context-behavior.
"""

from __future__ import annotations

from jinja2 import Template
from jinja2.environment import TemplateModule
from jinja2.runtime import Context
from jinja2.utils import missing

MOST = 64
"""How many modules of one template are kept; a site needs one for each of its languages."""


class KeptTemplate(Template):
    """A template whose modules are kept, by the objects that they see: `site` and `words`.

    Of the page macros see what they are called with.
    """

    _modules: dict[tuple[int, int], tuple[dict[str, object], TemplateModule]] | None = None

    def find_module(self, context: Context) -> TemplateModule:
        """Return the module for a context: the same for all contexts that have the common objects in common."""
        site, words = context.resolve_or_missing("site"), context.resolve_or_missing("words")
        if self._modules is None or len(self._modules) >= MOST:
            self._modules = {}
        kept = self._modules.get((id(site), id(words)))
        if kept is None:
            # What is seen is kept as well: an object that is gone would leave its id to another.
            seen = {name: value for name, value in {"site": site, "words": words}.items() if value is not missing}
            kept = self._modules[id(site), id(words)] = seen, self.make_module(seen)
        return kept[1]
