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


def make_policy(kind: OutputKind, *, preview: bool = False) -> str:
    """Return the policy of a kind of page. In the preview a script may run on each, which reloads the page."""
    directives = {
        "default-src": "'none'", "style-src": "'self'", "font-src": "'self'", "img-src": "'self'", "base-uri": "'none'",
        "form-action": "'none'", "media-src": "'self'", "manifest-src": "'self'",
    }  # fmt: skip
    if preview or kind in SCRIPT_PAGES:
        directives["script-src"] = "'self'"
    if preview:
        directives["connect-src"] = "'self'"
    return "; ".join(f"{name} {value}" for name, value in directives.items())
