"""What a host is to say of each file: what it may load and do, who may frame it, and how long it may be kept.

Source: https://www.w3.org/TR/CSP3/. A page may load what the site itself serves and nothing else; it
holds no inline script or style, so none is allowed. All that a `<meta>` can say stands in the page too: a site is
locked down on a host that sends no headers of ours. `plugins/site/server_files.py` tells the other hosts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from plugins.setting_types import FormOrigins
from plugins.site.registry import FILES, Output, OutputKind

PREVIEW_SCRIPT = "/_preview/preview.js"
"""The one script of the preview, which its server adds to every site."""

FOR_EVER = "public, max-age=31536000, immutable"
"""For what has a hash of its content in its name. Source: RFC 8246."""

TO_BE_ASKED = "public, max-age=0, must-revalidate"

REFERRER_POLICY = "no-referrer"
"""Nobody learns from us what somebody reads; pages say it by a `<meta>` as well."""

UNUSED_FEATURES = (
    "accelerometer", "camera", "display-capture", "geolocation", "gyroscope", "hid", "magnetometer", "microphone",
    "midi", "payment", "publickey-credentials-get", "screen-wake-lock", "serial", "usb", "xr-spatial-tracking",
)  # fmt: skip
"""What a browser can do and no page of ours needs. Only names that Chromium knows: of others it complains.

Source: https://www.w3.org/TR/permissions-policy/, https://github.com/w3c/webappsec-permissions-policy.
"""

COMMON_HEADERS: Mapping[str, str] = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": REFERRER_POLICY,
    "Permissions-Policy": ", ".join(f"{feature}=()" for feature in UNUSED_FEATURES),
    "Cross-Origin-Opener-Policy": "same-origin",
}
"""What is the same for all. Pictures may be shown elsewhere, as feed readers do: no Cross-Origin-Resource-Policy."""

NOWHERE = FormOrigins()
"""Of a site without forms."""

Directives = Mapping[str, str]
"""A policy by the names of its directives."""


@dataclass(frozen=True)
class Needs:
    """What the outputs of a kind need beyond what every page may do. `name` is what the files for servers call it.

    `has_script` is for a script of the site's own, `searches` for WebAssembly and its worker, `subscribes` for a form
    that may go to where one subscribes, `replies` for one that may go to where readers answer a case,
    `replies_to_posts` for one where they answer a post. What is `framed` may be shown in a frame by any other site.
    """

    name: str
    has_script: bool = True
    searches: bool = False
    subscribes: bool = False
    replies: bool = False
    replies_to_posts: bool = False
    framed: bool = False


PAGE = Needs("page")
"""All pages let their reader choose between light and dark, by a script."""

SEARCH = Needs("search", searches=True)
"""What searches: the page, and the folder with the worker that it starts, which has the policy that it is sent with."""

SUBSCRIBING = Needs("subscribing", subscribes=True)
"""Pages that show where one subscribes by e-mail."""

REPLYING = Needs("replying", subscribes=True, replies=True)
"""Cases, with the form by which readers answer."""

REPLYING_TO_POSTS = Needs("replying-to-posts", subscribes=True, replies_to_posts=True)
"""Posts, which have such a form where the settings want it."""

FILE = Needs("file", has_script=False)
"""What is no page: pictures, feeds, downloads."""

NEEDS: Mapping[OutputKind, Needs] = {
    **dict.fromkeys(OutputKind, PAGE),
    **dict.fromkeys(FILES, FILE),
    OutputKind.ALIAS: Needs("alias", has_script=False),
    **dict.fromkeys((OutputKind.SEARCH, OutputKind.SEARCH_INDEX), SEARCH),
    OutputKind.FEEDS: SUBSCRIBING,
    OutputKind.CASE: REPLYING,
    OutputKind.ARTICLE: REPLYING_TO_POSTS,
}

FILE_DIRECTIVES: Directives = {
    "default-src": "'self' data:", "script-src": "'none'", "style-src": "'self' 'unsafe-inline'", "base-uri": "'none'",
    "form-action": "'none'",
}  # fmt: skip
"""A drawing that is opened runs no script, whoever drew it, and keeps the styles and pictures that are inside of it.

Nothing here keeps a browser from showing a PDF, a recording or a feed with its stylesheet.
"""


def make_policy(kind: OutputKind, *, preview: bool = False, form_origins: FormOrigins = NOWHERE) -> str:
    """Return the policy of a kind as a page's `<meta>` says it. `form_origins` are where its forms may go.

    In the preview a script may run on each page, which reloads it.
    """
    return _join(_make_directives(NEEDS[kind], preview=preview, form_origins=form_origins))


def make_header_policy(needs: Needs, *, form_origins: FormOrigins = NOWHERE) -> str:
    """Return the policy as a header says it: with who may frame what is sent, which a `<meta>` cannot say.

    Source: https://www.w3.org/TR/CSP3/#meta-element.
    """
    return _join({**_make_directives(needs, form_origins=form_origins), **_make_framing(needs)})


def make_loosest_policy(*, form_origins: FormOrigins = NOWHERE) -> str:
    """Return one header for all kinds, which forbids what none of them needs. Each page's own `<meta>` is narrower.

    It is for hosts that add up the headers of all rules that match: of two policies both are obeyed, so that a second
    one can only forbid more. Source: https://www.w3.org/TR/CSP3/#multiple-policies.
    """
    every = [_make_directives(needs, form_origins=form_origins) for needs in dict.fromkeys(NEEDS.values())]
    names = dict.fromkeys(name for directives in every for name in directives)
    joined = {name: _unite(_find_sources(directives, name) for directives in every) for name in names}
    return _join({**joined, **_make_framing(PAGE)})


def make_headers(output: Output, *, form_origins: FormOrigins = NOWHERE) -> dict[str, str]:
    """Return what is sent with a file, by the names of the headers."""
    return {
        "Content-Security-Policy": make_header_policy(find_needs(output), form_origins=form_origins),
        **COMMON_HEADERS,
        "Cache-Control": make_cache_control(output),
    }


def find_needs(output: Output) -> Needs:
    """Return what an output needs. HTML that an author copies in may do what a page may, no more."""
    needs = NEEDS[output.kind]
    return PAGE if needs is FILE and is_html(output.path) else needs


def is_html(path: str) -> bool:
    """Tell whether servers send a file as a page."""
    return path.endswith((".html", ".htm"))


def is_immutable(output: Output) -> bool:
    """Tell whether a file never changes under its address: its name holds a hash of what is in it."""
    return output.kind is OutputKind.VARIANT or (output.kind is OutputKind.ASSET and output.path != output.subject)


def make_cache_control(output: Output) -> str:
    """Return how long a browser may keep a file without asking, as the header `Cache-Control` says it."""
    return FOR_EVER if is_immutable(output) else TO_BE_ASKED


def _make_directives(needs: Needs, *, preview: bool = False, form_origins: FormOrigins = NOWHERE) -> Directives:
    """Return the policy of what has these needs.

    The search is WebAssembly, which runs in a worker or on the page. Source:
    https://www.w3.org/TR/CSP3/#directive-script-src.
    """
    if needs is FILE:
        return FILE_DIRECTIVES
    directives = {
        "default-src": "'none'", "style-src": "'self'", "font-src": "'self'", "img-src": "'self'", "base-uri": "'none'",
        "form-action": "'none'", "media-src": "'self'", "manifest-src": "'self'",
        # Lighthouse asks for robots.txt from within the page; no script of ours connects to anything.
        "connect-src": "'self'",
    }  # fmt: skip
    if preview or needs.has_script:
        directives["script-src"] = "'self'"
    if targets := _find_form_targets(needs, form_origins):
        directives["form-action"] = " ".join(targets)
    if needs.searches:
        directives |= {
            "script-src": "'self' 'wasm-unsafe-eval'", "worker-src": "'self'", "form-action": "'self'",
        }  # fmt: skip
    return directives


def _find_form_targets(needs: Needs, form_origins: FormOrigins) -> list[str]:
    """Return where the forms of a page may go.

    What takes an answer may lead back to the site, and a browser holds that against the policy too. Source:
    https://www.w3.org/TR/CSP3/#directive-form-action.
    """
    origins = dict.fromkeys((
        form_origins.replying if needs.replies else "",
        form_origins.replying_to_posts if needs.replies_to_posts else "",
    ))  # fmt: skip
    replying = [origin for origin in origins if origin]
    subscribing = [form_origins.subscribing] if needs.subscribes and form_origins.subscribing else []
    return [*dict.fromkeys([*(["'self'"] if replying else []), *replying, *subscribing])]


def _make_framing(needs: Needs) -> Directives:
    return {"frame-ancestors": "*" if needs.framed else "'none'"}


def _join(directives: Directives) -> str:
    return "; ".join(f"{name} {value}" for name, value in directives.items())


def _find_sources(directives: Directives, name: str) -> str:
    """Return what a policy allows for a directive that it may leave to another one.

    Source: https://www.w3.org/TR/CSP3/#directive-fallback-list.
    """
    fallbacks = ("script-src", "default-src") if name == "worker-src" else ("default-src",)
    return next(directives[one] for one in (name, *fallbacks) if one in directives)


def _unite(values: Iterable[str]) -> str:
    sources = dict.fromkeys(source for value in values for source in value.split())
    return " ".join(source for source in sources if source != "'none'") or "'none'"
