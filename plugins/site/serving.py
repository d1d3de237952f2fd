"""What the files for web servers are written from: the redirects, and which of a site's paths get which headers.

A site of ten thousand pages has five policies, so a file for a server names what is usual: for the site, and for each
folder where most pages are of another sort. What is left is named one by one. Of what is hidden no address stands in
any list, and so not here: it gets what is usual where it lies.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from plugins.blog.aliases import Redirect
from plugins.blog.entries import State
from plugins.setting_types import FormOrigins
from plugins.settings import SiteSettings
from plugins.site.content import Content
from plugins.site.indexing import TERM_KINDS, find_shown
from plugins.site.planning import find_redirects
from plugins.site.policy import (
    FILE,
    FOR_EVER,
    NEEDS,
    PAGE,
    Needs,
    find_needs,
    is_html,
    is_immutable,
    make_header_policy,
)
from plugins.site.registry import FILES, Output, OutputKind

LEAST = 10
"""Pages that make a folder worth a pattern: servers try patterns one after the other, and look names up at once."""

VARIANT_PATTERN = r"-[0-9a-f]{8}-[0-9]+w\.(?:avif|webp)$"
"""How the names of smaller pictures end."""

SPECIAL = re.compile(r'[\x00-\x1f\x7f"\\`{}$]')
"""Characters that mean something in the files of servers."""


@dataclass(frozen=True)
class KindsOfPages:
    """What pages need: what `exact` says of their path, else `folders` of the first folder in it, else the `usual`."""

    usual: Needs
    folders: Mapping[str, Needs]
    exact: Mapping[str, Needs]


@dataclass(frozen=True)
class Serving:
    """All that a server has to know of a site.

    `policies` are the headers of pages, each by the one need that has it. What is `framed` may be shown in a frame by
    others. `immutable` are paths that never change, as is what has a name like a smaller picture if `has_variants`.
    """

    settings: SiteSettings
    pages: KindsOfPages
    policies: Mapping[Needs, str]
    framed: Mapping[str, Needs]
    immutable: Sequence[str]
    has_variants: bool
    redirects: Sequence[Redirect]

    @property
    def base(self) -> str:
        """The path of the site on its host, decoded and with slashes around it: "/" for the root."""
        return unquote(f"{self.settings.base_path}/")

    @property
    def variable(self) -> str:
        """How the names of variables of this site begin: a server may have several sites."""
        parts = urlsplit(self.settings.url)
        return f"site_{re.sub('[^a-z0-9]+', '_', f'{parts.netloc}{parts.path}'.lower())}"

    @property
    def file_policy(self) -> str:
        """The header of what is no page."""
        return make_header_policy(FILE)

    @property
    def policies_by_name(self) -> dict[str, str]:
        """The headers of pages by the names of needs."""
        return {needs.name: policy for needs, policy in self.policies.items()}

    @property
    def kept_for_ever(self) -> dict[str, str]:
        """How long what never changes may be kept, by paths and by a pattern, which begins with `~`."""
        patterns = [f"~{VARIANT_PATTERN}"] if self.has_variants else []
        return dict.fromkeys([*(f"{self.base}{path}" for path in self.immutable), *patterns], FOR_EVER)

    @property
    def moved(self) -> dict[str, str]:
        """The new addresses, encoded, by the old paths, decoded. Of paths that cannot be written the pages lead on."""
        return {unquote(old): new for old, new in self.redirects if is_plain(unquote(old))}


def describe_serving(content: Content) -> Serving:
    """Return what a server has to know of a site, all of whose outputs are planned."""
    outputs, form_origins = [*content.registry], content.settings.form_origins
    pages = [output for output in outputs if is_html(output.path)]
    public = {output.path for output in pages if is_public(output, content)}
    ones = merge_needs(form_origins)
    needs = {output.path: ones[find_needs(output)] for output in pages}
    return Serving(
        content.settings,
        find_kinds_of_pages(needs, public),
        {one: make_header_policy(one, form_origins=form_origins) for one in ones.values()},
        {path: one for path, one in needs.items() if one.framed and path in public},
        [output.path for output in outputs if output.kind is OutputKind.ASSET and is_immutable(output)],
        has_only_variants(outputs),
        find_redirects(content.built, content.addresses.link),
    )


def merge_needs(form_origins: FormOrigins) -> dict[Needs, Needs]:
    """Return the needs of pages, each with the first that has the same policy."""
    every = [needs for needs in dict.fromkeys([PAGE, *NEEDS.values()]) if needs is not FILE]
    first: dict[str, Needs] = {}
    return {needs: first.setdefault(make_header_policy(needs, form_origins=form_origins), needs) for needs in every}


def is_public(output: Output, content: Content) -> bool:
    """Tell whether the address of a page may be named: it is not hidden, and shows not only what is."""
    entry = content.by_name.get(output.document)
    is_hidden = entry is not None and entry.state is State.HIDDEN
    is_empty = output.kind in TERM_KINDS and not find_shown(output, content)
    return output.kind not in FILES and not is_hidden and not is_empty


def find_kinds_of_pages(pages: Mapping[str, Needs], named: Container[str]) -> KindsOfPages:
    """Return the shortest description of what pages need, given by their paths, of which only some may be `named`."""
    by_folder: dict[str, list[Needs]] = {}
    for path, needs in pages.items():
        if path in named:
            by_folder.setdefault(find_folder(path), []).append(needs)
    usual = _find_usual(pages.values())
    most = {folder: _find_usual(those) for folder, those in by_folder.items() if folder and len(those) >= LEAST}
    folders = {folder: needs for folder, needs in sorted(most.items()) if needs is not usual and is_plain(folder)}
    exact = {
        path: needs
        for path, needs in pages.items()
        if needs is not folders.get(find_folder(path), usual) and path in named and is_plain(path)
    }
    return KindsOfPages(usual, folders, exact)


def find_folder(path: str) -> str:
    """Return the first folder of a path, or "" for what lies at the root."""
    return path.partition("/")[0] if "/" in path else ""


def is_plain(path: str) -> bool:
    """Tell whether a path can be written into the file of a server as it is."""
    return not SPECIAL.search(path)


def has_only_variants(outputs: Iterable[Output]) -> bool:
    """Tell whether whatever is named like a smaller picture is one, and so never changes."""
    named = [output for output in outputs if re.search(VARIANT_PATTERN, output.path)]
    return bool(named) and all(map(is_immutable, named))


def _find_usual(every: Iterable[Needs]) -> Needs:
    """Return what most need; of two as frequent, the first by name."""
    counted = Counter(every)
    return max(sorted(counted, key=lambda needs: needs.name), key=counted.__getitem__, default=PAGE)
