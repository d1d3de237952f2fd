"""What a page says to those who do not see it: its language, its title, its headings, words for its pictures.

The texts of authors are checked for this when they are read; here it is about what the theme and HTML in a text make.
"""

from __future__ import annotations

from collections.abc import Iterator

from plugins.checks.facts import PageFacts, Strings, pair
from plugins.checks.headings import HeadingFault, find_faults
from plugins.checks.pages import Heading
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


def check_meaning(site: WrittenSite, output: Output, page: PageFacts) -> Iterator[Diagnostic]:
    """Go through what a page leaves unsaid. Only pictures without words are errors, as they are in the content."""
    for address in page.bare_pictures:
        message = f"the picture has no words for those who do not see it ({output.path})"
        place = site.origins.locate(output, address)[0] if address else site.origins.find_template(output)
        code, severity = Code.MISSING_ALT, Severity.ERROR
        yield Diagnostic(place.path, place.position, severity, code, message, address or "<img", ALT_HINT)
    if page.lacks:
        yield from _check_lacks(site, output, page.lacks)
    if page.headings:
        yield from _check_headings(site, output, page.headings)


def _check_lacks(site: WrittenSite, output: Output, lacks: Strings) -> Iterator[Diagnostic]:
    """Go through what a page does not say of itself. Without a summary there may be nothing to describe it by."""
    if "lang" in lacks:
        yield _warn(site, output, Code.BAD_PAGE, f"the page has no language ({output.path})", "<html>", LANG_HINT)
    if "title" in lacks:
        yield _warn(site, output, Code.BAD_PAGE, f"the page has no title ({output.path})", "<title>", TITLE_HINT)
    entry = site.content.by_name.get(output.subject)
    is_described = entry is not None and (entry.case is not None or entry.fields.summary is not None)
    if "description" in lacks and is_described and output.kind in ENTRY_KINDS:
        message = f"the page has no description, and its document has a summary ({output.path})"
        yield _warn(site, output, Code.BAD_PAGE, message, "<meta name=description>", DESCRIPTION_HINT)
    if "h1" in lacks:
        yield _warn(site, output, Code.BAD_HEADING, f"the page has no <h1> ({output.path})", "<h1>", ONE_HINT)


def _check_headings(site: WrittenSite, output: Output, headings: Strings) -> Iterator[Diagnostic]:
    for fault, heading, above in find_faults([Heading(int(level), text, "") for level, text in pair(headings)]):
        message, hint = _word_fault(fault, heading, above)
        yield _warn_of_heading(site, output, heading, f"{message} ({output.path})", hint)


def _word_fault(fault: HeadingFault, heading: Heading, above: int) -> tuple[str, str]:
    """Return what is wrong with a heading, and what to do."""
    if fault is HeadingFault.SECOND_TITLE:
        return "the page has another heading <h1>", ONE_HINT
    if fault is HeadingFault.EMPTY:
        return f"the heading <h{heading.level}> is empty", EMPTY_HINT
    if above == 0:
        return f"the first heading of the page is <h{heading.level}>", LEVEL_HINT
    return f"the heading <h{heading.level}> follows <h{above}>", LEVEL_HINT


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
