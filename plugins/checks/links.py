"""Links within the built site: each leads to a file that is there, and each fragment to an id on its page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from plugins.checks.facts import PageFacts
from plugins.checks.written import WrittenSite
from plugins.diagnostics import Code, Diagnostic, make_error
from plugins.site.registry import Output

LINK_HINT = "Link to documents with {filename} and to other files with {static}."
PART_HINT = "Link to a heading or an id that is there."
READ_HINT = "Write it as a link, a picture, or in `href`, `src`, `srcset`, `poster`, `cite` or `data`."


def check_links(site: WrittenSite, output: Output, page: PageFacts) -> Iterator[Diagnostic]:
    """Go through the links of a page that lead to no file or no id of the site; those to other sites are not followed.

    Links into the content that nothing has read, and ids that a page has twice, are told too.
    """
    if not site.lead_all(page.targets):
        yield from _check_targets(site, output, page)
    for target in page.unread:
        message = f"a link into the content stands where none is read ({output.path})"
        yield from _explain(site, output, Code.BROKEN_OUTPUT_LINK, message, target, READ_HINT)
    for anchor in page.repeated:
        message, hint = f"the id is on the page twice ({output.path})", "Give the heading or element another id."
        yield from _explain(site, output, Code.DUPLICATE_ANCHOR, message, anchor, hint)


def _check_targets(site: WrittenSite, output: Output, page: PageFacts) -> Iterator[Diagnostic]:
    for target, count in Counter((*page.targets, *page.again)).items():
        path, fragment = site.find(target, output.path)
        if target in page.unread:
            continue
        if path is None:
            message = f"a link on the built page leads to nothing ({output.path})"
            yield from _explain(site, output, Code.BROKEN_OUTPUT_LINK, message, target, LINK_HINT, count)
        elif fragment and not site.has_part(path, fragment):
            message = f"no part of the page has this id ({output.path})"
            yield from _explain(site, output, Code.BROKEN_OUTPUT_LINK, message, target, PART_HINT, count)


def _explain(
    site: WrittenSite, output: Output, code: Code, message: str, found: str, hint: str, count: int = 1
) -> Iterator[Diagnostic]:
    for origin in site.origins.locate(output, found, count):
        yield make_error(origin.path, origin.position, code, message, found=found, hint=hint)
