"""JSON-LD on the pages: it can be read, everything in it has a type, and every address is whole and leads somewhere.

Source: https://www.w3.org/TR/json-ld11/
"""

from __future__ import annotations

from collections.abc import Iterator

from plugins.checks.facts import PageFacts, pair
from plugins.checks.origins import Origin
from plugins.checks.resolving import WHOLE, cut_id
from plugins.checks.written import WrittenSite
from plugins.diagnostics import Code, Diagnostic, make_error
from plugins.site.registry import Output

HINT = "Mend the template or plugin that writes it; what Casebook itself writes wrong, please report."


def check_linked_data(site: WrittenSite, output: Output, page: PageFacts) -> Iterator[Diagnostic]:
    """Go through what is wrong with the JSON-LD of a page."""
    for text, error in pair(page.unreadable):
        place = site.origins.locate_in(output.subject, text)
        yield _explain(site, output, "the page has JSON-LD that is no JSON", error, place)
    for message, found in pair(page.wrong_data):
        yield _explain(site, output, message, found)
    for name in page.referred:
        if name.startswith(f"{site.url}/") and name not in site.described:
            yield _explain(site, output, "the page's JSON-LD refers to what no page describes", name)
    if not (site.lead_all(list_pages(page)) and site.lead_all(page.addresses)):
        for found, address in _list_addresses(page):
            if wrong := site.explain_target(address, output.path):
                yield _explain(site, output, f"an address in the page's JSON-LD {wrong}", found)


def list_pages(page: PageFacts) -> set[str]:
    """Return the addresses of the pages that the ids in the JSON-LD of a page are of."""
    named = (cut_id(name)[0] for name in page.referred)
    return {address for address in (*page.described[::2], *named) if address.startswith(WHOLE)}


def _list_addresses(page: PageFacts) -> Iterator[tuple[str, str]]:
    """Go through the addresses in the JSON-LD of a page, each with what it stands in."""
    described = (address + part for address, part in pair(page.described))
    named = ((name, cut_id(name)[0]) for name in (*described, *page.referred))
    yield from ((name, address) for name, address in named if address.startswith(WHOLE))
    yield from ((address, address) for address in page.addresses)


def _explain(site: WrittenSite, output: Output, message: str, found: str, place: Origin | None = None) -> Diagnostic:
    """Return a mistake at `place`, or at the line that has what is wrong, else at the page's own origin."""
    path, position = place or site.origins.locate(output, found)[0]
    return make_error(path, position, Code.BAD_LINKED_DATA, f"{message} ({output.path})", found=found, hint=HINT)
