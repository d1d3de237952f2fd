"""The check of a site that is being built: by what its files were found to say when they were made, now or earlier."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress

from plugins.checks.built import CheckReport, check_changed, check_site
from plugins.checks.checked import Checked, dump_checked, find_needed, load_checked
from plugins.checks.facts import Facts, dump_facts, load_facts
from plugins.checks.inspecting import Inspector
from plugins.diagnostics import Diagnostic
from plugins.fast_build.states import name_folder
from plugins.fast_build.writing import SiteFiles
from plugins.records import Records
from plugins.site.content import Content
from plugins.site.registry import Output
from plugins.site.site_folder import SiteFolder

FACTS, CHECKED = "facts of a file", "checked"
"""The kinds of records."""

DAMAGED = (ValueError, TypeError, KeyError, IndexError, AttributeError)
"""What reading a record raises that is none."""


class SiteCheck:
    """Checks one site. With `records` what is known of files that did not change is not found out again."""

    def __init__(self, content: Content, records: Records | None = None) -> None:
        self._content = content
        self._records = records
        self._inspector = Inspector(content)
        self._told: dict[str, bytes] = {}
        self._made: dict[str, Facts] = {}
        self._checked: Checked | None = None

    def inspect(self, output: Output, data: bytes) -> bytes:
        """Return in plain bytes what the checks need to know of a file; nothing where they need nothing.

        What cannot be read is left to the check of the whole, which says so.
        """
        try:
            facts = self._inspector.inspect(output, data)
        except (SyntaxError, ValueError, LookupError):  # SyntaxError: ElementTree's ParseError is one
            return b""
        return b"" if facts is None else dump_facts(facts)

    def take(self, path: str, facts: bytes) -> None:
        """Take in what `inspect` has said of a file, here or in another process."""
        if facts:
            self._told[path], self._made[path] = facts, load_facts(facts)

    def check(self, files: SiteFiles, site: SiteFolder, *, thorough: bool) -> list[Diagnostic]:
        """Return everything that is wrong with what was written. Raises OSError."""
        report = self._check_changed(files, site, thorough=thorough) or self._check_all(files, site, thorough=thorough)
        self._made.update(report.made)
        self._checked = report.checked
        return report.diagnostics

    def remember(self, files: SiteFiles, site: SiteFolder) -> None:
        """Keep what was found, when the site is in the output. Raises OSError."""
        if self._records is not None and self._checked is not None:
            found = {path: dump_facts(facts) for path, facts in self._made.items() if path not in self._told}
            told = {**self._told, **found}
            self._records.put(FACTS, {_name_facts(files, site, path): told[path] for path in self._made})
            self._records.put(CHECKED, {name_folder(self._content.settings.output): dump_checked(self._checked)})
            # A small edit asks for the facts of few files; those of the others are worth as much.
            written = site.written
            self._records.claim(FACTS, len(written), lambda: (_name_facts(files, site, path) for path in written))

    def _check_changed(self, files: SiteFiles, site: SiteFolder, *, thorough: bool) -> CheckReport | None:
        """Check what has changed since the last build, or return None where that does not tell enough."""
        before = self._find_checked() if files.kept else None
        if before is None:
            return None
        changed = site.written.keys() - files.kept
        known = self._find_facts(files, site, find_needed(self._inspector, changed, before))
        return check_changed(
            site.path, self._content, known, changed, before, inspector=self._inspector, thorough=thorough
        )

    def _check_all(self, files: SiteFiles, site: SiteFolder, *, thorough: bool) -> CheckReport:
        known = self._find_facts(files, site, files.kept)
        return check_site(site.path, self._content, known, inspector=self._inspector, thorough=thorough)

    def _find_facts(self, files: SiteFiles, site: SiteFolder, wanted: Iterable[str]) -> Mapping[str, Facts]:
        """Return what is known of the files that were made, and of others that are wanted."""
        if self._records is None:
            return self._made
        names = {path: _name_facts(files, site, path) for path in wanted if path in files.kept}
        kept = self._records.get(FACTS, names.values())
        found = {path: _load(kept[name]) for path, name in names.items() if name in kept}
        return {**{path: facts for path, facts in found.items() if facts is not None}, **self._made}

    def _find_checked(self) -> Checked | None:
        if self._records is None:
            return None
        name = name_folder(self._content.settings.output)
        with suppress(*DAMAGED):
            return load_checked(self._records.get(CHECKED, [name])[name])
        return None


def _load(data: bytes) -> Facts | None:
    with suppress(*DAMAGED):
        return load_facts(data)
    return None


def _name_facts(files: SiteFiles, site: SiteFolder, path: str) -> str:
    """Return the name of a file's facts: two files of one kind with the same bytes have the same."""
    output = files.content.registry.get(path)
    return f"{output.kind if output else ''} {site.written[path][1]}"
