"""What Atom and RSS share: XML from trees, each entry made into text once for all the feeds that carry it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from email.utils import format_datetime
from html import escape
from xml.etree.ElementTree import Element, SubElement

NAMESPACES = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "fh": "http://purl.org/syndication/history/1.0",
    "thr": "http://purl.org/syndication/thread/1.0",
}
"""The names of what feeds are made of, by prefix. Sources: RFC 4287, 5005 and 4685; RSS 1.0's content module."""

XML_LANG = "xml:lang"
DECLARATION = '<?xml version="1.0" encoding="utf-8"?>\n'


def declare(*prefixes: str) -> dict[str, str]:
    """Return the attributes that declare namespaces."""
    return {f"xmlns:{prefix}": NAMESPACES[prefix] for prefix in prefixes}


def add(parent: Element, name: str, text: str, attributes: Mapping[str, str] | None = None) -> None:
    """Add an element that holds text."""
    SubElement(parent, name, dict(attributes or {})).text = str(text)


def add_links(parent: Element, name: str, links: Mapping[str, str | None], media_type: str) -> None:
    """Add a link for each relation that leads somewhere."""
    for relation, address in links.items():
        if address is not None:
            SubElement(parent, name, {"rel": relation, "type": media_type, "href": address})


def write_part(element: Element, level: int) -> bytes:
    """Return an element in UTF-8, indented as it stands in its feed. It names prefixes that the feed declares."""
    return f"{'  ' * level}{_write(element, level)}\n".encode()


def write_feed(root: Element, entries: Iterable[bytes], closing: str, style: str | None) -> bytes:
    """Return a feed as a document in UTF-8: its own elements, and its finished entries before the `closing` tags.

    `style` is the address of the stylesheet that a browser shows it with. Source: https://www.w3.org/TR/xml-stylesheet/.
    """
    text = _write(root)
    assert text.endswith(closing)
    named = f'<?xml-stylesheet type="text/css" href="{escape(style)}"?>\n' if style else ""
    head = f"{DECLARATION}{named}{text.removesuffix(closing)}"
    return b"".join((head.encode(), *entries, f"{closing}\n".encode()))


def write_document(root: Element) -> bytes:
    """Return a whole document in UTF-8."""
    return f"{DECLARATION}{_write(root)}\n".encode()


def format_time(moment: datetime) -> str:
    """Return a time as Atom and JSON Feed want it, in UTC. Source: RFC 3339."""
    return f"{moment.astimezone(UTC).isoformat(timespec='seconds').removesuffix('+00:00')}Z"


def format_mail_time(moment: datetime) -> str:
    """Return a time as RSS wants it, in UTC. Source: RFC 5322, section 3.3."""
    return format_datetime(moment.astimezone(UTC).replace(microsecond=0), usegmt=True)


def _write(element: Element, level: int = 0) -> str:
    """Return an element as XML, what is in it indented below it; it holds text or elements.

    It is what ElementTree writes, which asks more of each element and takes twice as long.
    """
    tag, pairs = element.tag, element.items()
    written = "".join([f' {name}="{_escape_value(value)}"' for name, value in pairs]) if pairs else ""
    if len(element):
        gap = f"\n{'  ' * level}"
        inside = "".join([f"{gap}  {_write(child, level + 1)}" for child in element])
        return f"<{tag}{written}>{inside}{gap}</{tag}>"
    return f"<{tag}{written}>{_escape_text(element.text)}</{tag}>" if element.text else f"<{tag}{written} />"


def _escape_text(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _escape_value(text: str) -> str:
    """Return the value of an attribute; a line end in it would be read as a space."""
    text = _escape_text(text).replace('"', "&quot;")
    return text.replace("\r", "&#13;").replace("\n", "&#10;").replace("\t", "&#09;")
