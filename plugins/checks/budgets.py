"""The weight of pages: what a reader downloads with a post or case, packed with brotli, within the site's budgets.

Pictures and fonts are not counted: they come when the words are there. Where no packed copies are made, nothing is
weighed.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from plugins.assets.packing import BROTLI
from plugins.checks.facts import PageFacts
from plugins.checks.list_reading import SCRIPT, find_in_script
from plugins.checks.written import WrittenSite
from plugins.diagnostics import Code, Diagnostic, make_warning
from plugins.site.registry import Output, OutputKind

KINDS = {"post": OutputKind.ARTICLE, "page": OutputKind.PAGE, "case": OutputKind.CASE}
"""The kinds of pages by what the settings call them."""

HINT = "Make the text shorter or two of it, or give pages of its kind more with PAGE_BUDGETS."


class Weight(NamedTuple):
    """What a page weighs in bytes: itself, and the styles and scripts that it loads."""

    page: int
    loaded: int


class Budgets:
    """Weighs pages; of what many pages load, each file is looked at once."""

    def __init__(self, site: WrittenSite) -> None:
        self._site = site
        self._kept: dict[frozenset[str], int] = {}
        settings = site.content.settings
        self._most = {KINDS[name]: most for name, most in settings.budgets} if BROTLI in settings.packing else {}

    def check(self, output: Output, page: PageFacts) -> Iterator[Diagnostic]:
        """Go through what is wrong with the weight of a page: that it weighs more than its budget."""
        most = self._most.get(output.kind)
        if most is not None and sum(weight := self._weigh(output, page)) > most:
            yield _explain(output, weight, most)

    def _weigh(self, output: Output, page: PageFacts) -> Weight:
        found = (self._site.find(target, output.path)[0] for target in page.loads)
        loaded = frozenset(path for path in found if path)
        if loaded not in self._kept:
            self._kept[loaded] = sum(map(self._measure, self._follow_imports(sorted(loaded))))
        return Weight(self._measure(output.path), self._kept[loaded])

    def _follow_imports(self, paths: list[str]) -> list[str]:
        """Return files and all that the scripts among them import, each once."""
        found = [*paths]
        for path in found:
            found += [one for one in self._find_imports(path) if one not in found]
        return found

    def _find_imports(self, path: str) -> list[str]:
        output = self._site.content.registry.get(path)
        if output is None or not path.endswith(SCRIPT):
            return []
        is_ours = output.kind is OutputKind.ASSET
        written = self._site.list_targets(output) if is_ours else find_in_script(self._site.read(output))
        targets = (self._site.find(target, path)[0] for target in written)
        return list(dict.fromkeys(target for target in targets if target))

    def _measure(self, path: str) -> int:
        """Return how many bytes a host sends for a file: those of its packed copy, where it has one."""
        packed = self._site.folder / f"{path}{BROTLI}"
        return (packed if packed.exists() else self._site.folder / path).stat().st_size


def _explain(output: Output, weight: Weight, most: int) -> Diagnostic:
    message = f"the page weighs {sum(weight)} bytes, and its budget is {most} ({output.path})"
    found = f"{weight.page} of its own, {weight.loaded} of styles and scripts"
    return make_warning(output.origin, output.position, Code.HEAVY_PAGE, message, found=found, hint=HINT)
