"""Puts a site into the output, and ends at once where that holds it already.

Nothing of what makes a site is imported before it is known that there is something to make.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from plugins.collecting import pause_collection
from plugins.diagnostics import Diagnostic
from plugins.fast_build.unchanged import find_last, look_at_inputs
from plugins.publishing.failures import explain_failure
from plugins.publishing.keeping import use_records
from plugins.settings import SiteSettings


@dataclass(frozen=True)
class BuildReport:
    """What a build did: `pages` and `files` are counts; the site is in place if `done`."""

    done: bool
    diagnostics: list[Diagnostic] = field(default_factory=list)
    pages: int = 0
    files: int = 0


def build_site(settings: SiteSettings) -> BuildReport:
    """Build the site that the settings describe. Where anything is wrong the output stays as it was.

    What an earlier build has put there and would be the same again is not made anew.
    """
    try:
        with pause_collection(is_last=True), use_records(settings) as records:
            inputs = look_at_inputs(settings)
            last, diagnostics = find_last(inputs, records), list[Diagnostic]()
            if last is None:
                # Half a second, most of what a build takes that has nothing to do.
                from plugins.publishing.rebuilding import rebuild_output  # noqa: PLC0415

                last, diagnostics = rebuild_output(inputs, records)
    except OSError as error:
        return BuildReport(done=False, diagnostics=[explain_failure(settings, error, "CACHE_PATH")])
    if last is None:
        return BuildReport(done=False, diagnostics=diagnostics)
    return BuildReport(done=True, diagnostics=last.diagnostics, pages=last.pages, files=last.files)
