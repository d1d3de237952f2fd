"""The written site as the checks see it: every page read once, and an answer to where an address leads."""

from __future__ import annotations

import posixpath
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

from plugins.checks.origins import Origins
from plugins.checks.pages import ReadPage, read_page
from plugins.site.content import Content
from plugins.site.registry import FILES, Output, OutputKind

SCHEMES = ("http", "https")


@dataclass(frozen=True)
class WrittenSite:
    """A site in the folder that it was written into, and the content that it was made from.

    `known` are the paths that a link may lead to: all that is planned but packed copies, and what the server adds.
    """

    folder: Path
    content: Content
    known: frozenset[str]
    pages: Mapping[str, ReadPage]
    _found: dict[str, tuple[str | None, str]] = field(default_factory=dict, repr=False)

    @property
    def url(self) -> str:
        """The address of the site."""
        return self.content.settings.url

    @cached_property
    def outputs(self) -> tuple[Output, ...]:
        """The planned pages."""
        return tuple(output for output in self.content.registry if output.kind not in FILES)

    @cached_property
    def origins(self) -> Origins:
        """Where what stands in the site comes from."""
        return Origins(self.content)

    def list_files(self, *kinds: OutputKind) -> list[Output]:
        """Return the planned files of some kinds."""
        return [output for output in self.content.registry if output.kind in kinds]

    def read(self, output: Output) -> bytes:
        """Return what was written for an output."""
        return (self.folder / output.path).read_bytes()

    def find(self, target: str, base: str) -> tuple[str | None, str]:
        """Return the path that a link of the file at `base` leads to, and its fragment, as `find_output` says them."""
        if target.startswith("#"):
            return base, unquote(target[1:])
        # Most links are the same from wherever they are followed, and stand on every page.
        key = target if target.startswith(("/", "http:", "https:")) else f"{base} {target}"
        if key not in self._found:
            self._found[key] = find_output(target, base, self.url, self.known)
        return self._found[key]

    def has_part(self, path: str, fragment: str) -> bool:
        """Tell whether a file has what a fragment names: every file that is no page has.

        Source: https://html.spec.whatwg.org/#scroll-to-fid for `top`.
        """
        name = fragment.partition(":~:")[0]
        page = self.pages.get(path)
        return page is None or not name or name.lower() == "top" or name in page.anchors

    def explain_target(self, target: str, base: str) -> str:
        """Return what is wrong with a link of the file at `base`: "" where it leads to something that is there."""
        path, fragment = self.find(target, base)
        if path is None:
            return "leads to nothing"
        return "" if self.has_part(path, fragment) else "names no part of its page"


def read_written(folder: Path, content: Content, served: Iterable[str] = ()) -> WrittenSite:
    """Read all pages of a site that has been written; `served` are paths that its server adds."""
    outputs = [*content.registry]
    known = frozenset(output.path for output in outputs if output.kind is not OutputKind.PACKED).union(served)
    pages = {output.path: read_page(folder / output.path) for output in outputs if output.kind not in FILES}
    return WrittenSite(folder, content, known, pages)


def find_output(target: str, page: str, site_url: str, paths: Container[str]) -> tuple[str | None, str]:
    """Return the output path that a link on `page` leads to, and its fragment.

    The path is "" for a link that leaves the site, and None for one to a file that is not in `paths`.
    """
    try:
        address = urlsplit(urljoin(f"{site_url}/{page}", target))
    except ValueError:
        return None, ""
    site = urlsplit(site_url)
    if address.scheme not in SCHEMES or address.netloc != site.netloc:
        return "", ""
    path = unquote(address.path)
    if not path.startswith(f"{site.path}/"):
        return ("", "") if site.path else (None, "")
    relative = path.removeprefix(f"{site.path}/")
    file = posixpath.join(relative, "index.html") if not relative or relative.endswith("/") else relative
    return (file if file in paths else None), unquote(address.fragment)
