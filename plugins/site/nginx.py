"""Two files for nginx to include: maps of a site's paths, for `http`, and what is done with them, for `server`.

Source: https://nginx.org/en/docs/. A block with an `add_header` of its own inherits none, so all of them stand on one
level, with values that maps find. `$uri` is what is sent in the end: decoded, and with `index.html` where a folder is
asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from plugins.assets.search_index import SEARCH_FOLDER
from plugins.site.media_types import CHARSET, MEDIA_TYPES, UNKNOWN_TYPE
from plugins.site.planning import NOT_FOUND, REDIRECTS, SERVER_FILES
from plugins.site.policy import COMMON_HEADERS, FILE, SEARCH, TO_BE_ASKED
from plugins.site.serving import Serving

DOT_FILES = r"/\.(?!well-known/)"
"""Names with a dot before them, as the site's manifest has. Below /.well-known/ certificates are asked for."""


def render_nginx_maps(serving: Serving) -> str:
    """Return what is included inside of `http`: the policy of each path, how long it may be kept, where it has gone."""
    name = f"${serving.variable}"
    lines = [
        f"# What nginx is to know of the paths of {serving.settings.url}: to be included inside of http {{ … }}.",
        *_render_map("$uri", f"{name}_kind", FILE.name, _find_kinds(serving)),
        *_render_map(f"{name}_kind", f"{name}_policy", serving.file_policy, serving.policies_by_name),
        *_render_map("$uri", f"{name}_cache", TO_BE_ASKED, serving.kept_for_ever),
        *_render_map("$uri", f"{name}_moved", "", serving.moved),
    ]
    return "\n".join([*lines, ""])


def render_nginx_server(serving: Serving) -> str:
    """Return what is included inside of `server`, or inside of the `location` of a site that is below a path."""
    name = f"${serving.variable}"
    headers = {"Content-Security-Policy": f"{name}_policy", **COMMON_HEADERS, "Cache-Control": f"{name}_cache"}
    lines = [
        f"# How nginx serves {serving.settings.url}: to be included inside of server {{ … }}.",
        f"if ({name}_moved) {{ return 301 {name}_moved; }}",
        "absolute_redirect off;",
        f'error_page 403 404 =404 "{serving.base}{NOT_FOUND}";',
        "gzip_static on;",
        "gzip_vary on;",
        "# brotli_static on;  # where nginx has the module: on Debian libnginx-mod-http-brotli-static",
        *(f'add_header {header} "{value}" always;' for header, value in headers.items()),
        *_render_types(),
        *(f'location = "{serving.base}{path}" {{ return 404; }}' for path in (REDIRECTS, *SERVER_FILES)),
        f'location ~ "{DOT_FILES}" {{ return 404; }}',
    ]
    return "\n".join([*lines, ""])


def _render_map(source: str, variable: str, default: str, values: Mapping[str, str]) -> Iterator[str]:
    """Go through the lines of a map; what begins with `~` is a pattern, and the first that matches counts."""
    yield f"map {source} {variable} {{"
    yield f'    default "{default}";'
    yield from (f'    "{key}" "{value}";' for key, value in values.items())
    yield "}"


def _find_kinds(serving: Serving) -> dict[str, str]:
    """Return the names of what paths need; the search index may hold files of any name."""
    base, pages = serving.base, serving.pages
    start = f"~^{re.escape(base)}"
    return {
        **{f"{base}{path}": needs.name for path, needs in pages.exact.items()},
        f"{start}{re.escape(SEARCH_FOLDER)}/": SEARCH.name,
        **{rf"{start}{re.escape(folder)}/.*\.html?$": needs.name for folder, needs in pages.folders.items()},
        r"~\.html?$": pages.usual.name,
    }


def _render_types() -> Iterator[str]:
    """Go through the media types, which take the place of those that nginx has."""
    # HTML is always among those that get the charset.
    texts = [name for name in MEDIA_TYPES if name.startswith("text/") and name != "text/html"]
    yield f"charset {CHARSET};"
    yield f"charset_types {' '.join(texts)};"
    yield f"default_type {UNKNOWN_TYPE};"
    yield "types {"
    yield from (f"    {media_type} {' '.join(endings)};" for media_type, endings in MEDIA_TYPES.items())
    yield "}"
