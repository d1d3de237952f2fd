"""What a new release takes away from readers: pages that the live one has, and addresses that lead somewhere now."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from plugins.diagnostics import Code, Diagnostic, make_error
from plugins.publishing.manifests import FileFacts, Manifest
from plugins.settings import SiteSettings
from plugins.settings_file import find_setting
from plugins.site.registry import FILES, OutputKind, make_url

MOST_LOST = 0.1
"""The share of the live release's pages that a new one may lack without a word."""

LINKED_FILES = (OutputKind.FEED, OutputKind.FEED_LIST, OutputKind.STATIC)
"""Files that people link to or subscribe to. The names of all others come and go with what is in them."""


def find_losses(settings: SiteSettings, live: Manifest, new: Manifest) -> list[Diagnostic]:
    """Return a diagnostic where a new release has far fewer pages than the live one, and one for each lost address."""
    return [*_check_count(settings, live, new), *_check_addresses(settings, live, new)]


def _check_count(settings: SiteSettings, live: Manifest, new: Manifest) -> Iterator[Diagnostic]:
    if len(new.pages) < len(live.pages) * (1 - MOST_LOST):
        message = f"the live release has {len(live.pages)} pages, and the new one more than {MOST_LOST:.0%} fewer"
        hint = "Look what is missing; if it is meant, publish with --allow-shrink."
        yield _explain(settings, Code.FEWER_PAGES, message, str(len(new.pages)), hint)


def _check_addresses(settings: SiteSettings, live: Manifest, new: Manifest) -> Iterator[Diagnostic]:
    message = "an address of the live release leads nowhere in the new one"
    hint = "Give the document that takes its place this alias, or publish with --allow-gone."
    for path, facts in sorted(live.files.items()):
        if _is_linked(facts) and path not in new.files and not _is_alias(path, new):
            yield _explain(settings, Code.GONE_ADDRESS, message, f"{settings.base_path}/{make_url(path)}", hint)


def _is_linked(facts: FileFacts) -> bool:
    """Tell whether people keep an address: of a reply they keep that on its case's page, not that of the list."""
    if facts.kind is OutputKind.REPLIES:
        return False
    return facts.kind not in FILES or facts.kind in LINKED_FILES


def _is_alias(path: str, new: Manifest) -> bool:
    """Tell whether a path leads on: the alias `/a.pdf` is written as a folder of this name."""
    page = new.files.get(str(PurePosixPath(path, "index.html")))
    return page is not None and page.kind is OutputKind.ALIAS


def _explain(settings: SiteSettings, code: Code, message: str, found: str, hint: str) -> Diagnostic:
    position = find_setting(settings.settings_file, "PUBLISH_PATH")
    return make_error(settings.settings_file, position, code, message, found=found, hint=hint)
