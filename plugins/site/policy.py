"""The content security policy of each kind of page, computed in one place.

Source: https://www.w3.org/TR/CSP3/. A page may load what the site itself serves and nothing else; it
holds no inline script or style, so none is allowed.
"""

from __future__ import annotations

from plugins.site.registry import OutputKind

PREVIEW_SCRIPT = "/_preview/reload.js"
"""The one script of the preview, which its server adds to every site."""

SCRIPT_PAGES = (OutputKind.ARTICLE, OutputKind.CASE, OutputKind.GALLERY)
"""Pages that have a script of the site's own."""


SEARCHING = (OutputKind.SEARCH, OutputKind.SEARCH_INDEX)
"""What searches: the page, and the folder with the worker that it starts, which has the policy that it is sent with."""


def make_policy(kind: OutputKind, *, preview: bool = False, search: bool = False) -> str:
    """Return the policy of a kind of page.

    In the preview a script may run on each, which reloads the page; so it may where the site can be searched, for the
    key that leads to the search. The search itself is WebAssembly, which runs in a worker or on the page.
    Source: https://www.w3.org/TR/CSP3/#directive-script-src.
    """
    directives = {
        "default-src": "'none'", "style-src": "'self'", "font-src": "'self'", "img-src": "'self'", "base-uri": "'none'",
        "form-action": "'none'", "media-src": "'self'",
    }  # fmt: skip
    if preview or search or kind in SCRIPT_PAGES:
        directives["script-src"] = "'self'"
    if preview:
        directives["connect-src"] = "'self'"
    if kind in SEARCHING:
        directives |= {
            "script-src": "'self' 'wasm-unsafe-eval'", "worker-src": "'self'", "connect-src": "'self'",
            "form-action": "'self'",
        }  # fmt: skip
    return "; ".join(f"{name} {value}" for name, value in directives.items())
