"""Letters that readers are invited to write: mail links with everything laid out, so that an answer is a few words."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

from plugins.cases.model import Case
from plugins.documents.views import LinkView

OWN_ROAD = "something else"
LETTER = (
    "Road: {road}",
    "I would do this / I did this / this happened / I disagree: ",
    "It came out better / the same / worse / mixed: ",
    "Name to print (or none): ",
    "You may print this (yes / no): ",
    "",
    "(Case {reference})",
    "",
)
"""The lines of a reply by e-mail; a person can read them, and so can the import of reader outcomes."""


def make_mailto(address: str, subject: str, body: str) -> str:
    """Return a link that opens a letter. Source: RFC 6068; its section 5 wants line ends of CR and LF."""
    return f"mailto:{quote(address, safe='@')}?subject={quote(subject)}&body={quote(body)}"


def make_reply_link(case: Case, address: str, option: str | None) -> LinkView:
    """Return the link for replies to one option, or to what is none of them."""
    title = next((one.title for one in case.options() if one.id == option), OWN_ROAD)
    name = f"Case {case.facts.number}" if case.facts.number else case.facts.title
    reference = f"{case.facts.id or case.slug}/{option or 'own'}"
    body = "\r\n".join(LETTER).format(road=title, reference=reference)
    return LinkView(title, make_mailto(address, f"{name}: {title}", body))


def make_reply_links(case: Case, address: str) -> Iterator[LinkView]:
    """Go through the links for every option of a case, and for what is none of them."""
    for option in case.options():
        yield make_reply_link(case, address, option.id)
    yield make_reply_link(case, address, None)
