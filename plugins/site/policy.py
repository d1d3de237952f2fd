"""What a host is to say of each file: the content security policy of each kind of page, and what may be kept how long.

Source: https://www.w3.org/TR/CSP3/. A page may load what the site itself serves and nothing else; it
holds no inline script or style, so none is allowed.
"""

from __future__ import annotations

from plugins.site.registry import Output, OutputKind

PREVIEW_SCRIPT = "/_preview/reload.js"
"""The one script of the preview, which its server adds to every site."""

FOR_EVER = "public, max-age=31536000, immutable"
"""For what has a hash of its content in its name. Source: RFC 8246."""

TO_BE_ASKED = "public, max-age=0, must-revalidate"

SCRIPTLESS = (OutputKind.ALIAS,)
"""Pages without a script of the site's own. All others let their reader choose between light and dark."""

SEARCHING = (OutputKind.SEARCH, OutputKind.SEARCH_INDEX)
"""What searches: the page, and the folder with the worker that it starts, which has the policy that it is sent with."""


SUBSCRIBING = (OutputKind.ARTICLE, OutputKind.CASE, OutputKind.FEEDS)
"""Pages that show where one subscribes by e-mail."""


def make_policy(kind: OutputKind, *, preview: bool = False, form_origin: str = "") -> str:
    """Return the policy of a kind of page. `form_origin` is where one subscribes, if that is by a form.

    In the preview a script may run on each, which reloads the page. The search is WebAssembly, which runs in a worker
    or on the page. Source: https://www.w3.org/TR/CSP3/#directive-script-src.
    """
    directives = {
        "default-src": "'none'", "style-src": "'self'", "font-src": "'self'", "img-src": "'self'", "base-uri": "'none'",
        "form-action": "'none'", "media-src": "'self'", "manifest-src": "'self'",
        # Lighthouse asks for robots.txt from within the page; no script of ours connects to anything.
        "connect-src": "'self'",
    }  # fmt: skip
    if preview or kind not in SCRIPTLESS:
        directives["script-src"] = "'self'"
    if form_origin and kind in SUBSCRIBING:
        directives["form-action"] = form_origin
    if kind in SEARCHING:
        directives |= {
            "script-src": "'self' 'wasm-unsafe-eval'", "worker-src": "'self'", "form-action": "'self'",
        }  # fmt: skip
    return "; ".join(f"{name} {value}" for name, value in directives.items())


def is_immutable(output: Output) -> bool:
    """Tell whether a file never changes under its address: its name holds a hash of what is in it."""
    return output.kind is OutputKind.VARIANT or (output.kind is OutputKind.ASSET and output.path != output.subject)


def make_cache_control(output: Output) -> str:
    """Return how long a browser may keep a file without asking, as the header `Cache-Control` says it."""
    return FOR_EVER if is_immutable(output) else TO_BE_ASKED
