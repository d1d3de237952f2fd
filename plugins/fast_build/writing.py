"""Writes every planned file of a site into a folder, each once; what an earlier build made is taken over.

A file is taken over where its key is the one that it was made by, and the file is still the one that was left.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from plugins.assets.keeping import Store
from plugins.assets.packing import pack_all
from plugins.assets.search_index import SEARCH_FOLDER
from plugins.diagnostics import Code, Diagnostic, make_error
from plugins.fast_build.closures import Closures
from plugins.fast_build.digests import digest
from plugins.fast_build.keys import UNKNOWN, Keys
from plugins.fast_build.making import LATER, Maker
from plugins.fast_build.states import Left, describe_file, measure, read_state, write_state
from plugins.fast_build.workers import Inspect, Job, make_files
from plugins.progress import StageName, enter
from plugins.records import Records
from plugins.site.content import Content
from plugins.site.errors import BuildError
from plugins.site.indexing import ENTRY_KINDS
from plugins.site.page_texts import prepare_texts
from plugins.site.registry import FILES, Output, OutputKind
from plugins.site.search import is_findable
from plugins.site.site_folder import SiteFolder
from plugins.templating import make_environment


@dataclass(frozen=True)
class Earlier:
    """The site that an earlier build has left in a folder, as far as it is known."""

    folder: Path
    files: Mapping[str, Left] = field(default_factory=dict)

    def find(self, path: str, key: str) -> Left | None:
        """Return a file that was made by a key and is still there."""
        left = self.files.get(path)
        return left if left and key != UNKNOWN and left.key == key and left.is_at(f"{self.folder}/{path}") else None


class SiteFiles:
    """The files of one site, which are first planned, then written into a folder.

    `kept` are those that were taken over from an earlier build. Without `records` nothing is known of any, and
    everything is made. Raises BuildError where a template has a mistake.
    """

    def __init__(self, content: Content, records: Records | None = None) -> None:
        self.content = content
        self.kept: set[str] = set()
        self._records = records
        # The keys are found before anything is made, and templates read for them before any is compiled: what changes
        # meanwhile is then made anew by the next build.
        closures = Closures(make_environment(content.settings.theme / "templates"))
        self._maker = Maker(content)
        self._outputs = self._list_outputs()
        folder = content.settings.output
        self._earlier = Earlier(folder, {} if records is None else read_state(records, folder))
        self._keys = {} if records is None else self._find_keys(closures, records)
        self._left = {output.path: self._find_left(output.path) for output in self._outputs}

    def _list_outputs(self) -> list[Output]:
        """Return what is to be made in the order that takes the least: what shares an item of a feed comes together."""
        outputs = [output for output in self.content.registry if output.kind not in LATER]
        feeds = (output for output in outputs if output.kind is OutputKind.FEED)
        others = (output for output in outputs if output.kind is not OutputKind.FEED)
        return [*others, *sorted(feeds, key=self._maker.feeds.find_place)]

    def prepare(self) -> None:
        """Have ready what many of the files that are to be made share. Raises OSError."""
        wanted = [output for output in self._outputs if self._left[output.path] is None]
        names = {output.document for output in wanted if output.kind in (*ENTRY_KINDS, OutputKind.REPLIES)}
        prepare_texts(self.content, (entry for entry in self.content.built if str(entry.name) in names))
        if len(wanted) > len(self._outputs) / 2:
            self._maker.pages.prepare()

    def write(self, site: SiteFolder, inspect: Inspect, take: Callable[[str, bytes], None]) -> None:
        """Write all that is planned, but the search index.

        `inspect` says what is to be known of each file, in the process that makes it; `take` gets that here, with the
        path, while others are made. Raises BuildError with all that goes wrong, and OSError.
        """
        site.clear(self._may_be_kept)
        wanted = [output for output in self._outputs if not self._take_over(site, output.path, self._left[output.path])]
        count = sum(map(_is_page, self._outputs))
        with enter(StageName.RENDER, count) as stage:
            stage.advance(0, kept=count - sum(map(_is_page, wanted)))
            for made, output in zip(make_files(Job(self._maker, site, inspect), wanted), wanted, strict=True):
                take(made.path, made.facts)
                stage.advance(int(_is_page(output)))
        with enter(StageName.PACK):
            spared = self._pack(site)
        check_whole(self.content, site.written.keys() | spared)

    def _find_keys(self, closures: Closures, records: Records) -> dict[str, str]:
        """Return the keys of all files by path, that of the search index by its folder."""
        keys, content = Keys(self._maker.pages, self._maker.feeds, closures, records), self.content
        findable = (keys.facets.whole(one) for one in content.built if is_findable(one, content))
        return {**{output.path: keys.find(output) for output in self._outputs}, SEARCH_FOLDER: digest(*findable)}

    def take_search_index(self, site: SiteFolder) -> bool:
        """Take the search index of an earlier build over, and tell whether it is there: for the same texts it is."""
        paths = [path for path in self._earlier.files if path.startswith(f"{SEARCH_FOLDER}/")]
        left = {path: self._find_left(path) for path in paths}
        if not left or None in left.values():
            return False
        return all(self._take_over(site, path, one) for path, one in left.items())

    def remember(self, site: SiteFolder, *others: str) -> None:
        """Keep what has been written for the next build, when it is in the output; `others` lie there, too.

        Raises OSError.
        """
        if self._records is not None:
            self.content.renderer.texts.keep()
            folder = self.content.settings.output
            files = {path: self._describe(site, path) for path in site.written}
            files |= {path: describe_file(f"{folder}/{path}", UNKNOWN, *measure(folder / path)) for path in others}
            write_state(self._records, folder, files)

    def _describe(self, site: SiteFolder, path: str) -> Left:
        """Return what is known of a file in the output; of one that was not touched that is what was known before."""
        if path in self.kept and path not in site.linked:
            return self._earlier.files[path]
        return describe_file(f"{self.content.settings.output}/{path}", self._find_key(path), *site.written[path])

    def _find_key(self, path: str) -> str:
        """Return the key of a file: that of itself, or of the folder that is made as a whole."""
        return self._keys.get(path) or self._keys.get(path.partition("/")[0], UNKNOWN)

    def _find_left(self, path: str) -> Left | None:
        """Return what an earlier build has left of a file, where this one would make the same."""
        return self._earlier.find(path, self._find_key(path)) if path in self._earlier.files else None

    def _take_over(self, site: SiteFolder, path: str, left: Left | None) -> bool:
        if left is None:
            return False
        site.adopt(path, f"{self._earlier.folder}/{path}", left.number, left.size, left.sha256)
        self.kept.add(path)
        return True

    def _may_be_kept(self, path: str) -> bool:
        """Tell whether a file of an earlier site may be one of this, which plans single files, and the search whole."""
        return any(planned in self.content.registry for planned in (path, path.partition("/")[0]))

    def _pack(self, site: SiteFolder) -> set[str]:
        """Write packed copies of what is written; return those that would gain nothing, and are not there."""
        packed = [output for output in self.content.registry if output.kind is OutputKind.PACKED]
        self._keys.update((one.path, self._find_key(one.subject)) for one in packed)
        spared = {output.path for output in packed if self._is_spared(output, site)}
        wanted = [one.path for one in packed if one.path not in spared and not self._take_packed(one, site)]
        settings = self.content.settings
        for path, data in pack_all(site.path, wanted, settings.packing, Store(settings.cache)):
            if data is None:
                spared.add(path)
            else:
                site.write(path, data)
        return spared

    def _is_spared(self, output: Output, site: SiteFolder) -> bool:
        """Tell whether a packed copy is not wanted, as far as that is known before it is made."""
        # What was not written is told as such; of its copies nothing needs to be said.
        is_lost = output.subject not in site.written
        return is_lost or (output.subject in self.kept and output.path not in self._earlier.files)

    def _take_packed(self, output: Output, site: SiteFolder) -> bool:
        left = self._find_left(output.path) if output.subject in self.kept else None
        return self._take_over(site, output.path, left)


def check_whole(content: Content, done: Container[str]) -> None:
    """Raise BuildError where something planned was not written; the search index is made when the site is whole."""
    planned = (output for output in content.registry if output.kind is not OutputKind.SEARCH_INDEX)
    lost = [output for output in planned if output.path not in done]
    if lost:
        raise BuildError(*map(_explain_lost, lost))


def _is_page(output: Output) -> bool:
    return output.kind not in FILES


def _explain_lost(output: Output) -> Diagnostic:
    what = "the file" if output.kind in FILES else "the page"
    message, hint = f"{what} was planned and not written", "This is a fault of Casebook; please report it."
    return make_error(output.origin, output.position, Code.LOST_OUTPUT, message, found=output.path, hint=hint)
