"""Builds a site into the output, from what it is made from and what is known of the site that lies there."""

from __future__ import annotations

from plugins.diagnostics import Diagnostic
from plugins.fast_build.unchanged import Inputs, Last, remember_last
from plugins.fast_build.writing import SiteFiles
from plugins.progress import StageName, enter
from plugins.publishing.checking import SiteCheck
from plugins.publishing.failures import explain_failure
from plugins.publishing.keeping import keep_if_possible
from plugins.publishing.manifests import MANIFEST, Manifest, count_files
from plugins.publishing.placing import check_output, put_in_place, write_aside
from plugins.publishing.stages import prepare_site, write_site
from plugins.records import Records
from plugins.site.cache_place import find_spare
from plugins.site.site_folder import SiteFolder


def rebuild_output(inputs: Inputs, records: Records) -> tuple[Last | None, list[Diagnostic]]:
    """Build the site; return what that came to, or None where the output is as it was, and what was said.

    Raises OSError where the records cannot be read or written.
    """
    files, diagnostics = prepare_site(inputs.settings, check_output, records=records, is_kept=True)
    if files is None:
        return None, diagnostics
    manifest, problems = _build_into_output(files, records)
    diagnostics = sorted({*diagnostics, *problems})
    if manifest is None:
        return None, diagnostics
    last = Last(diagnostics, len(manifest.pages), count_files(manifest))
    with keep_if_possible():
        remember_last(inputs, last, files.content.due, records)
    return last, diagnostics


def _build_into_output(files: SiteFiles, records: Records) -> tuple[Manifest | None, list[Diagnostic]]:
    """Write the site aside and put it in place."""
    settings, check = files.content.settings, SiteCheck(files.content, records)
    try:
        with write_aside(settings.output, find_spare(settings)) as aside, SiteFolder(aside) as site:
            manifest, problems = write_site(files, site, check)
            # Somebody may have put a file there meanwhile.
            if manifest is not None and (clashes := check_output(settings)):
                return None, [*problems, *clashes]
            if manifest is not None:
                with enter(StageName.WRITE):
                    put_in_place(aside, settings.output)
    except OSError as error:
        return None, [explain_failure(settings, error, "OUTPUT_PATH")]
    if manifest is not None:
        # Only now are the last names of the earlier site's files gone, and nothing more changes about those kept.
        with keep_if_possible():
            files.remember(site, MANIFEST)
            check.remember(files, site)
    return manifest, problems
