"""All feeds of a site in one file, for feed readers. Source: OPML 2.0, http://opml.org/spec2.opml.

The specification speaks of RSS only, so that is the format that is listed: each feed once, because who takes the
whole list in must not get everything three times.
"""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement

from plugins.feeds.xml import add, write_document
from plugins.site.content import Content
from plugins.site.feed_lists import group_feeds
from plugins.site.feed_planning import Feed, FeedFormat


def render_opml(content: Content) -> bytes:
    """Return the list, in the groups of the page that lists them for people. It has no date: no entry changes it."""
    words = content.settings.wording.speak(content.settings.lang)
    opml = Element("opml", {"version": "2.0"})
    head = SubElement(opml, "head")
    add(head, "title", content.settings.name)
    body = SubElement(opml, "body")
    for heading, group in group_feeds(content.feeds).items():
        parent = SubElement(body, "outline", {"text": words.plain(heading)})
        for feed in (one for formats in group for one in formats if one.format is FeedFormat.RSS):
            SubElement(parent, "outline", _describe(feed, content))
    return write_document(opml)


def _describe(feed: Feed, content: Content) -> dict[str, str]:
    return {
        "type": "rss",
        "version": "RSS2",
        "text": feed.title,
        "title": feed.title,
        "description": feed.holds,
        "language": content.settings.lang,
        "htmlUrl": content.addresses.make_absolute(feed.page),
        "xmlUrl": feed.address,
    }
