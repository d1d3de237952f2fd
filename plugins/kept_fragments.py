"""What a macro makes of a view that many pages show: an entry in lists is written once, not for each list.

    {{ once(entry, one, level, lang) }}      {{ entry(one, level, lang) }}, remembered

The macro is one that is imported: it makes the same of its arguments and of what its module sees, which is the same for
all pages (`kept_modules.py`). One of the page's own template is another for every page.
"""

from __future__ import annotations

from weakref import WeakKeyDictionary

from jinja2.runtime import Macro
from markupsafe import Markup


class KeptFragments:
    """The fragments of one environment. They are gone with their views, which are known by what they are."""

    def __init__(self) -> None:
        self._made: WeakKeyDictionary[object, dict[tuple[object, ...], tuple[Macro, Markup]]] = WeakKeyDictionary()

    def once(self, macro: Macro, view: object, *arguments: object) -> Markup:
        """Return what a macro makes of a view, and of further arguments that are plain values."""
        made = self._made.get(view)
        if made is None:
            made = self._made[view] = {}
        kept = made.get((id(macro), *arguments))
        if kept is None:
            # The macro is kept as well: one that is gone would leave its id to another.
            kept = made[id(macro), *arguments] = macro, Markup(macro(view, *arguments))
        return kept[1]
