"""What a page says to those who do not see it: its language, its title, its headings, words for its pictures.

The texts of authors are checked for this when they are read; here it is about what the theme and HTML in a text make.
"""

from __future__ import annotations

from collections.abc import Iterator

from plugins.checks.pages import Heading, ReadPage
from plugins.checks.written import WrittenSite
from plugins.diagnostics import Code, Diagnostic, Severity
from plugins.site.indexing import ENTRY_KINDS
from plugins.site.registry import Output

ALT_HINT = 'Write what it shows: alt="…", or alt="" where it is only ornament.'
LEVEL_HINT = "Use the level that follows: <h2> below <h1>, <h3> below <h2>."
ONE_HINT = "Let the title of the page be its only <h1>, and what stands below it <h2>."
EMPTY_HINT = "Write what follows, or remove it."
LANG_HINT = "Write <html lang=…> in the template."
TITLE_HINT = "Write <title> in the template."
DESCRIPTION_HINT = "Write it in the template."


def check_meaning(site: WrittenSite) -> Iterator[Diagnostic]:
    """Go through what pages leave unsaid. Only pictures without words are errors, as they are in the content."""
    for output in site.outputs:
        page = site.pages[output.path]
        for address in dict.fromkeys(page.bare_pictures):
            message = f"the picture has no words for those who do not see it ({output.path})"
            place = site.origins.locate(output, address)[0] if address else site.origins.find_template(output)
            code, severity = Code.MISSING_ALT, Severity.ERROR
            yield Diagnostic(place.path, place.position, severity, code, message, address or "<img", ALT_HINT)
        yield from _check_facts(site, output, page)
        yield from _check_headings(site, output, page)


def _check_facts(site: WrittenSite, output: Output, page: ReadPage) -> Iterator[Diagnostic]:
    """Go through what a page does not say of itself. Without a summary there may be nothing to describe it by."""
    if not page.lang:
        yield _warn(site, output, Code.BAD_PAGE, f"the page has no language ({output.path})", "<html>", LANG_HINT)
    if not page.title:
        yield _warn(site, output, Code.BAD_PAGE, f"the page has no title ({output.path})", "<title>", TITLE_HINT)
    entry = site.content.by_name.get(output.subject)
    is_described = entry is not None and (entry.case is not None or entry.fields.summary is not None)
    if not page.description and is_described and output.kind in ENTRY_KINDS:
        message = f"the page has no description, and its document has a summary ({output.path})"
        yield _warn(site, output, Code.BAD_PAGE, message, "<meta name=description>", DESCRIPTION_HINT)


def _check_headings(site: WrittenSite, output: Output, page: ReadPage) -> Iterator[Diagnostic]:
    first = [heading for heading in page.headings if heading.level == 1]
    if not first:
        yield _warn(site, output, Code.BAD_HEADING, f"the page has no <h1> ({output.path})", "<h1>", ONE_HINT)
    for heading in first[1:]:
        message = f"the page has another heading <h1> ({output.path})"
        yield _warn_of_heading(site, output, heading, message, ONE_HINT)
    yield from _check_levels(site, output, page.headings)


def _check_levels(site: WrittenSite, output: Output, headings: list[Heading]) -> Iterator[Diagnostic]:
    above = 0
    for heading in headings:
        if heading.level > above + 1:
            message = f"the heading <h{heading.level}> follows <h{above}> ({output.path})"
            if above == 0:
                message = f"the first heading of the page is <h{heading.level}> ({output.path})"
            yield _warn_of_heading(site, output, heading, message, LEVEL_HINT)
        if not heading.text:
            message = f"the heading <h{heading.level}> is empty ({output.path})"
            yield _warn_of_heading(site, output, heading, message, EMPTY_HINT)
        above = heading.level


def _warn_of_heading(site: WrittenSite, output: Output, heading: Heading, message: str, hint: str) -> Diagnostic:
    own = site.origins.locate_in(output.subject, heading.text) or site.origins.locate_in(
        output.subject, f"<h{heading.level}"
    )
    place = own or site.origins.find_template(output)
    found = heading.text or f"<h{heading.level}>"
    return Diagnostic(place.path, place.position, Severity.WARNING, Code.BAD_HEADING, message, found, hint)


def _warn(site: WrittenSite, output: Output, code: Code, message: str, found: str, hint: str) -> Diagnostic:
    """Return what a page lacks, at its template: no line of the content could be named."""
    place = site.origins.find_template(output)
    return Diagnostic(place.path, place.position, Severity.WARNING, code, message, found, hint)
