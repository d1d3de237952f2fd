"""Addresses in files that only machines read: each that lies in the site leads to something that is there."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.checks.list_reading import LISTS, STYLE
from plugins.checks.written import WrittenSite
from plugins.diagnostics import Code, Diagnostic, make_error
from plugins.site.registry import Output, OutputKind

HINT = "If you have not changed what writes this file, it is a fault of Casebook; please report it."
CSS_HINT = "Correct the path, or put the file into the theme."


def check_addresses(site: WrittenSite) -> Iterator[Diagnostic]:
    """Go through the addresses of the sitemap, OPML, the manifest, the redirects and stylesheets that lead nowhere."""
    for output in site.list_files(*LISTS):
        targets = site.list_targets(output)
        if not site.lead_all(targets):
            for target in targets:
                if wrong := site.explain_target(target, output.path):
                    yield from _explain(site, output, f"an address in {output.path} {wrong}", target, HINT)
    yield from _check_sitemap(site)
    yield from _check_stylesheets(site)


def _check_sitemap(site: WrittenSite) -> Iterator[Diagnostic]:
    """Go through the pages that the sitemap names although they ask search engines to pass by."""
    for output in site.list_files(OutputKind.SITEMAP):
        for target in site.list_targets(output):
            path, _ = site.find(target, output.path)
            listed = site.content.registry.get(path) if path in site.unindexed else None
            if listed is not None:
                message = "the page says `noindex`, and the sitemap names it"
                yield make_error(listed.origin, listed.position, Code.BAD_PAGE, message, found=listed.path, hint=HINT)


def _check_stylesheets(site: WrittenSite) -> Iterator[Diagnostic]:
    for output in site.list_files(OutputKind.ASSET):
        if output.path.endswith(STYLE):
            for target in site.list_targets(output):
                if site.find(target, output.path)[0] is None:
                    message = "an address in the stylesheet leads to nothing"
                    yield from _explain(site, output, message, target, CSS_HINT)


def _explain(site: WrittenSite, output: Output, message: str, found: str, hint: str) -> Iterator[Diagnostic]:
    for origin in site.origins.locate(output, found):
        yield make_error(origin.path, origin.position, Code.BROKEN_OUTPUT_LINK, message, found=found, hint=hint)
