"""`_headers` as Netlify and Cloudflare Pages read it.

Sources: https://docs.netlify.com/routing/headers/, https://developers.cloudflare.com/pages/configuration/headers/. All
rules that match a path count. Where two of them have one header, Cloudflare joins the values by a comma, and Netlify
does not say what it does; nor does it say whether more may stand behind a `*`. So no path has one header by two rules,
and `*` stands at the end of `/*` and nowhere else: one policy for all, and whole addresses of what never changes. What
is in no such list browsers are to ask for anew, which both hosts say by themselves.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from urllib.parse import quote

from plugins.site.policy import COMMON_HEADERS, FOR_EVER, make_loosest_policy
from plugins.site.registry import make_url
from plugins.site.serving import Serving

MOST_RULES = 100
"""Rules that Cloudflare reads; it reads 2,000 characters of a line."""

POLICY = "Content-Security-Policy"

Rule = tuple[str, list[str]]
"""A path, and the lines of its headers."""


def render_headers(serving: Serving) -> str:
    """Return `_headers`: what all files have in common, what may be framed, and what may be kept for ever.

    What each page may do beyond that stands in the page. The smaller pictures are not named: which there are would
    tell of hidden pages, and no pattern that both hosts are sure to read would match nothing else.
    """
    headers = {POLICY: make_loosest_policy(form_origins=serving.settings.form_origins), **COMMON_HEADERS}
    rules = [("/*", [f"{name}: {value}" for name, value in headers.items()])]
    rules += islice([*_make_framed(serving), *_make_immutable(serving)], MOST_RULES - 1)
    return "".join(_render_rules(rules))


def _make_framed(serving: Serving) -> Iterator[Rule]:
    """Go through rules of what others may frame. Cloudflare first takes the policy of all away.

    Netlify knows no such line, and passes it by; where it obeys both policies, what is framed is not shown.
    """
    for path, needs in serving.framed.items():
        yield (
            f"{serving.settings.base_path}/{quote(make_url(path))}",
            [
                f"! {POLICY}",
                f"{POLICY}: {serving.policies[needs]}",
            ],
        )


def _make_immutable(serving: Serving) -> Iterator[Rule]:
    """Go through rules of the theme's files; `:` and `*` would mean something in a path."""
    for path in serving.immutable:
        if path == quote(path):
            yield f"{serving.settings.base_path}/{path}", [f"Cache-Control: {FOR_EVER}"]


def _render_rules(rules: Iterable[Rule]) -> Iterator[str]:
    for path, lines in rules:
        yield f"{path}\n"
        yield from (f"  {line}\n" for line in lines)
