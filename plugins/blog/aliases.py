"""Older addresses that lead to where a document is now: as pages, and in the forms that web servers read."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import quote, unquote

PAGE_ENDINGS = (".html", ".htm")

Redirect = tuple[str, str]
"""The old path and the new address, both from the root of the host and encoded as in a URL."""


def find_alias_path(alias: str) -> str:
    """Return the output path of the page that stands at an old address.

    `/old/` and `/old` are `old/index.html`; `/old.html` is itself; anything else, such as `/old.php`, is a folder, to
    which servers lead on from the address without a slash.
    """
    path = "/".join(part for part in unquote(alias).split("/") if part)
    if path.endswith(PAGE_ENDINGS) and not alias.endswith("/"):
        return path
    return f"{path}/index.html" if path else "index.html"


def find_spellings(alias: str) -> tuple[str, ...]:
    """Return the paths under which an old address may be asked for: a folder with and without its slash."""
    path = quote(unquote(alias))
    if path.endswith(PAGE_ENDINGS):
        return (path,)
    bare = path.rstrip("/")
    return (bare, f"{bare}/")


def render_redirects(redirects: Iterable[Redirect]) -> str:
    """Return `_redirects` as Netlify and Cloudflare Pages read it.

    Source: https://docs.netlify.com/routing/redirects/
    """
    return "".join(f"{old} {new} 301\n" for old, new in redirects)
