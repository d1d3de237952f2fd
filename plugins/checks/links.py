"""Links within the built site: each leads to a file that is there, and each fragment to an id on its page."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

from plugins.diagnostics import Code, Diagnostic, Position, make_error
from plugins.site.registry import FILES, Output, OutputKind, Registry

CONTENT_LINK = re.compile(r"[{|](?:filename|static|attach|category|tag|author|index)[}|]", re.IGNORECASE)
WORDS = {"alt", "aria-label", "content", "title"}
"""Attributes that hold words for people, which may be about links."""

LINK_ATTRIBUTES = {"href", "src", "poster", "data", "srcset"}


@dataclass
class PageLinks:
    """What a page offers to link to, and what it links to."""

    anchors: set[str] = field(default_factory=set)
    targets: set[str] = field(default_factory=set)
    repeated: set[str] = field(default_factory=set)
    unread: set[str] = field(default_factory=set)


class _Collector(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.links = PageLinks()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if value is None:
                continue
            if name not in WORDS and CONTENT_LINK.search(value):
                self.links.unread.add(value)
            if name == "id":
                if value in self.links.anchors:
                    self.links.repeated.add(value)
                self.links.anchors.add(value)
            elif name == "name" and tag == "a":
                self.links.anchors.add(value)
            elif name in LINK_ATTRIBUTES and not (tag == "link" and ("rel", "canonical") in attrs):
                self.links.targets.update(_split_srcset(value) if name == "srcset" else [value.strip()])


def check_site(folder: Path, registry: Registry, site_url: str, served: Iterable[str] = ()) -> list[Diagnostic]:
    """Return a diagnostic for each link of a built page that leads to no file or no id of the site.

    `folder` holds the built site, `site_url` is its address; `served` are paths that the server adds to it. Links to
    other sites are not followed.
    """
    known = {output.path for output in registry if output.kind is not OutputKind.PACKED}.union(served)
    pages: dict[str, PageLinks] = {}
    problems: dict[tuple[Path, Position, str], Diagnostic] = {}
    outputs = [output for output in registry if output.kind not in FILES]
    for output in outputs:
        try:
            pages[output.path] = read_links(folder / output.path)
        except AssertionError as error:  # how html.parser says that it is lost
            problem = _explain(
                output, f"the HTML of the page cannot be read ({output.path})", str(error), "Mend the HTML."
            )
            problems[(output.origin, problem.position, "")] = problem
    for output in outputs:
        for problem in _check_page(output, pages, known, site_url):
            problems.setdefault((problem.path, problem.position, problem.found), problem)
    return list(problems.values())


def read_links(path: Path) -> PageLinks:
    """Return the ids and link targets of one page."""
    collector = _Collector()
    collector.feed(path.read_text(encoding="utf-8"))
    collector.close()
    return collector.links


def find_output(target: str, page: str, site_url: str, paths: Container[str]) -> tuple[str | None, str]:
    """Return the output path that a link on `page` leads to, and its fragment.

    The path is "" for a link that leaves the site, and None for one to a file that is not in `paths`.
    """
    try:
        address = urlsplit(urljoin(f"{site_url}/{page}", target))
    except ValueError:
        return None, ""
    site = urlsplit(site_url)
    if address.scheme not in ("http", "https") or address.netloc != site.netloc:
        return "", ""
    path = unquote(address.path)
    if not path.startswith(f"{site.path}/"):
        return ("", "") if site.path else (None, "")
    relative = path.removeprefix(f"{site.path}/")
    file = posixpath.join(relative, "index.html") if not relative or relative.endswith("/") else relative
    return (file if file in paths else None), unquote(address.fragment)


def _check_page(
    output: Output, pages: dict[str, PageLinks], known: Container[str], site_url: str
) -> Iterator[Diagnostic]:
    links = pages.get(output.path, PageLinks())
    for target in sorted(links.targets - links.unread):
        path, fragment = find_output(target, output.path, site_url, known)
        if path is None:
            hint = "Link to documents with {filename} and to other files with {static}."
            yield _explain(output, f"a link on the built page leads to nothing ({output.path})", target, hint)
        elif path in pages and not _has_part(pages[path], fragment):
            hint = "Link to a heading or an id that is there."
            yield _explain(output, f"no part of the page has this id ({output.path})", target, hint)
    for target in sorted(links.unread):
        hint = "Write it as a link, a picture, or in `href`, `src`, `srcset`, `poster`, `cite` or `data`."
        yield _explain(output, f"a link into the content stands where none is read ({output.path})", target, hint)
    for anchor in sorted(links.repeated):
        message, hint = f"the id is on the page twice ({output.path})", "Give the heading or element another id."
        yield _explain(output, message, anchor, hint, Code.DUPLICATE_ANCHOR)


def _has_part(links: PageLinks, fragment: str) -> bool:
    """Tell whether a page has what a fragment names. Source: https://html.spec.whatwg.org/#scroll-to-fid for `top`."""
    name = fragment.partition(":~:")[0]
    return not name or name.lower() == "top" or name in links.anchors


def _explain(output: Output, message: str, found: str, hint: str, code: Code = Code.BROKEN_OUTPUT_LINK) -> Diagnostic:
    return make_error(output.origin, _find_position(output, found), code, message, found=found, hint=hint)


def _find_position(output: Output, target: str) -> Position:
    """Return where the source has the target, or where the output comes from."""
    try:
        text = output.origin.read_text(encoding="utf-8")
    except (OSError, UnicodeError):
        return output.position
    index = text.find(target)
    if index < 0:
        return output.position
    return Position(text.count("\n", 0, index) + 1, index - (text.rfind("\n", 0, index) + 1) + 1)


def _split_srcset(value: str) -> list[str]:
    return [candidate.split()[0] for candidate in value.split(",") if candidate.split()]
