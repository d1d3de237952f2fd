"""A file for Caddy to import into the block of a host.

Source: https://caddyserver.com/docs/caddyfile. Maps find the values of the headers by the path that was asked for,
decoded, where a page has the address of its folder. Headers are set before a file is looked for, so they are set once
more for the page that says that there is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from plugins.assets.search_index import SEARCH_FOLDER
from plugins.site.media_types import MEDIA_TYPES, UNKNOWN_TYPE, add_charset, find_content_type
from plugins.site.planning import NOT_FOUND, REDIRECTS, SERVER_FILES
from plugins.site.policy import COMMON_HEADERS, FILE, PAGE, SEARCH, TO_BE_ASKED
from plugins.site.registry import make_url
from plugins.site.serving import Serving

ASKED = "{http.request.orig_uri.path}"
SEND_FILES = ("file_server {", "\tprecompressed br gzip", "}")


def render_caddy(serving: Serving) -> str:
    """Return what is imported into the block of a host; `root` says there where the files are."""
    name = serving.variable
    headers = {
        "Content-Security-Policy": f"{{{name}_policy}}", **COMMON_HEADERS, "Cache-Control": f"{{{name}_cache}}",
        "Content-Type": f"{{{name}_type}}",
    }  # fmt: skip
    lines = [
        f"# How Caddy serves {serving.settings.url}: to be imported into the block of its host, which has a `root`.",
        *_render_maps(serving),
        f'@{name}_moved not vars {{{name}_moved}} ""',
        f"redir @{name}_moved {{{name}_moved}} 301",
        *_wrap(f'header "{serving.base}*"', _list_pairs(headers)),
        *_render_files(serving),
        *_wrap("handle_errors", _render_not_found(serving)),
    ]
    return "\n".join([*lines, ""])


def _render_maps(serving: Serving) -> Iterator[str]:
    """Go through the maps: of the first that matches the value counts."""
    maps = {
        "kind": (ASKED, _find_kinds(serving), FILE.name),
        "policy": (f"{{{serving.variable}_kind}}", serving.policies_by_name, serving.file_policy),
        "cache": (ASKED, serving.kept_for_ever, TO_BE_ASKED),
        "type": (ASKED, _find_types(), UNKNOWN_TYPE),
        "moved": (ASKED, serving.moved, ""),
    }
    for name, (source, values, default) in maps.items():
        lines = [*(f'"{key}" "{value}"' for key, value in values.items()), f'default "{default}"']
        yield from _wrap(f"map {source} {{{serving.variable}_{name}}}", lines)


def _find_kinds(serving: Serving) -> dict[str, str]:
    """Return the names of what paths need, by paths and patterns; the search index may hold files of any name."""
    base, pages = serving.base, serving.pages
    start, page = f"~^{re.escape(base)}", r"(?:/|\.html?)$"
    return {
        **{f"{base}{make_url(path)}": needs.name for path, needs in pages.exact.items()},
        f"{start}{re.escape(SEARCH_FOLDER)}/": SEARCH.name,
        **{f"{start}{re.escape(folder)}/(?:.*{page}|$)": needs.name for folder, needs in pages.folders.items()},
        f"~{page}": pages.usual.name,
    }


def _find_types() -> dict[str, str]:
    """Return the media types by patterns of endings; what ends with a slash is the page of a folder."""
    types = {rf"~\.(?:{'|'.join(endings)})$": add_charset(name) for name, endings in MEDIA_TYPES.items()}
    return {"~/$": find_content_type(NOT_FOUND), **types}


def _render_files(serving: Serving) -> Iterator[str]:
    """Go through what sends the files of the site, but for those that only servers read."""
    hidden, names = f"@{serving.variable}_hidden", "|".join(map(re.escape, (REDIRECTS, *SERVER_FILES)))
    conditions = [rf'path_regexp "^/(?:{names})$|/\."', "not path /.well-known/*"]
    lines = [*_wrap(hidden, conditions), f"error {hidden} 404", *SEND_FILES]
    if serving.base == "/":
        yield from lines
    else:
        yield f'redir "{serving.base.rstrip("/")}" "{serving.base}" 301'
        yield from _wrap(f'handle_path "{serving.base}*"', lines)


def _render_not_found(serving: Serving) -> Iterator[str]:
    """Go through what sends the page that says that there is nothing."""
    absent = f"@{serving.variable}_absent"
    headers = {
        "Content-Security-Policy": serving.policies[PAGE], "Cache-Control": TO_BE_ASKED,
        "Content-Type": find_content_type(NOT_FOUND),
    }  # fmt: skip
    yield from _wrap(absent, ["expression {http.error.status_code} == 404", f'path "{serving.base}*"'])
    lines = [*_wrap("header", _list_pairs(headers)), f"rewrite * /{NOT_FOUND}", *SEND_FILES]
    yield from _wrap(f"handle {absent}", lines)


def _list_pairs(values: Mapping[str, str]) -> list[str]:
    return [f'{name} "{value}"' for name, value in values.items()]


def _wrap(head: str, lines: Iterable[str]) -> Iterator[str]:
    yield f"{head} {{"
    yield from (f"\t{line}" for line in lines)
    yield "}"
