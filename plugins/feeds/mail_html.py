"""HTML for inboxes: every style stands in its element, as many programs drop style sheets and classes.

No colour is set but a grey that is seen on white and on black, so that a program that shows letters dark has nothing to
turn round. No table lays anything out; those of a text stay.
"""

from __future__ import annotations

from copy import deepcopy
from xml.etree.ElementTree import Element, tostring

from markupsafe import Markup

from plugins.wording.locales import find_direction

LINE = "1px solid #808080"
STYLES = {
    "h1": "font-size:1.75em;line-height:1.2;margin:0 0 1em",
    "h2": f"font-size:1.4em;line-height:1.25;margin:2em 0 .5em;padding-top:1em;border-top:{LINE}",
    "h3": "font-size:1.15em;line-height:1.3;margin:1.5em 0 .5em",
    "p": "margin:0 0 1em",
    "ul": "margin:0 0 1em;padding-inline-start:1.5em",
    "ol": "margin:0 0 1em;padding-inline-start:1.5em",
    "blockquote": "margin:0 0 1em;padding-inline-start:1em;border-inline-start:3px solid #808080",
    "figure": "margin:0 0 1em",
    "figcaption": "font-size:.9em",
    "img": "max-width:100%;height:auto",
    "pre": "white-space:pre-wrap;margin:0 0 1em",
    "hr": f"border:0;border-top:{LINE};margin:1.5em 0",
    "table": "border-collapse:collapse;margin:0 0 1em",
    "th": f"border:{LINE};padding:.25em .5em;text-align:start",
    "td": f"border:{LINE};padding:.25em .5em;text-align:start",
}
"""How elements look; all others look as the program of the reader has them."""

PAGE = Markup(
    '<!DOCTYPE html>\n<html lang="{lang}" dir="{direction}">\n<head>\n<meta charset="utf-8">\n'
    '<meta name="viewport" content="width=device-width">\n<meta name="color-scheme" content="light dark">\n'
    '<title>{title}</title>\n</head>\n<body style="margin:0;padding:1em">\n'
    '<div style="max-width:38em;margin:0 auto;font:1em/1.5 Georgia,serif">\n{body}\n</div>\n</body>\n</html>\n'
)


def write_html(root: Element, title: str, lang: str) -> str:
    """Return what a tree of clean HTML holds as a document for inboxes. The tree stays as it is."""
    styled = deepcopy(root)
    for element in styled.iter():
        if style := STYLES.get(element.tag):
            element.set("style", style)
    body = tostring(styled, "unicode", method="html").removeprefix("<div>").removesuffix("</div>")
    return str(PAGE.format(lang=lang, direction=find_direction(lang), title=title, body=Markup(body)))
