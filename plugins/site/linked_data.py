"""The vocabulary of schema.org, as far as our pages use it: a class for each type, written as JSON-LD.

Sources: https://schema.org/ for types and properties, https://www.w3.org/TR/json-ld11/ for the form. A field is the
property of its name in camel case; `id` is `@id`, the name by which other nodes refer to one, and what is empty is left
out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Any

from markupsafe import Markup

CONTEXT = "https://schema.org"

_UNSAFE = re.compile("[<>&\u2028\u2029]")
"""What could end a script element, begin a comment in it, or end a line of JavaScript."""


@dataclass(frozen=True, kw_only=True)
class Node:
    """A thing. Its class is its type."""

    id: str = ""


@dataclass(frozen=True)
class Ref:
    """A thing that is described elsewhere in the graph, or on another page."""

    id: str


@dataclass(frozen=True, kw_only=True)
class ImageObject(Node):
    """A picture. Its sides are distances with a unit: `1200 px`."""

    url: str
    width: str
    height: str


@dataclass(frozen=True, kw_only=True)
class Organization(Node):
    """Whoever publishes the site."""

    name: str
    url: str
    logo: ImageObject | None = None


@dataclass(frozen=True, kw_only=True)
class Person(Node):
    """An author."""

    name: str
    url: str
    image: str = ""
    description: str = ""
    same_as: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class CreativeWork(Node):
    """What works of all kinds have in common."""

    name: str = ""
    headline: str = ""
    url: str = ""
    description: str = ""
    in_language: str = ""
    date_published: str = ""
    date_modified: str = ""
    author: tuple[Ref, ...] = ()
    publisher: Ref | None = None
    image: ImageObject | None = None
    license: str | CreativeWork = ""
    is_part_of: tuple[Ref, ...] = ()
    main_entity_of_page: Ref | None = None
    correction: tuple[CorrectionComment, ...] = ()
    keywords: tuple[str, ...] = ()
    work_translation: tuple[Ref, ...] = ()
    translation_of_work: Ref | None = None


@dataclass(frozen=True, kw_only=True)
class CorrectionComment(CreativeWork):
    """What was changed in a work, and when."""

    text: str


@dataclass(frozen=True, kw_only=True)
class WebSite(CreativeWork):
    """The site as a whole."""


@dataclass(frozen=True, kw_only=True)
class Blog(CreativeWork):
    """The stream of posts and cases."""


@dataclass(frozen=True, kw_only=True)
class CreativeWorkSeries(CreativeWork):
    """A column or a series."""


@dataclass(frozen=True, kw_only=True)
class BlogPosting(CreativeWork):
    """A post."""

    article_section: str = ""
    word_count: int = 0


@dataclass(frozen=True, kw_only=True)
class LearningResource(CreativeWork):
    """A case."""

    learning_resource_type: str = ""
    educational_use: tuple[str, ...] = ()
    time_required: str = ""
    position: int = 0
    about: tuple[str, ...] = ()
    has_part: tuple[Question, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Question(CreativeWork):
    """A decision of a case."""

    text: str
    answer_count: int = 0
    suggested_answer: tuple[Answer, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Answer(CreativeWork):
    """An option of a decision."""

    text: str
    position: int = 0


@dataclass(frozen=True, kw_only=True)
class WebPage(CreativeWork):
    """A page; `breadcrumb` is the way to it."""

    breadcrumb: Ref | None = None
    main_entity: Ref | None = None
    primary_image_of_page: Ref | None = None


@dataclass(frozen=True, kw_only=True)
class CollectionPage(WebPage):
    """A page that lists others."""


@dataclass(frozen=True, kw_only=True)
class ProfilePage(WebPage):
    """The page of an author."""


@dataclass(frozen=True, kw_only=True)
class BreadcrumbList(Node):
    """The way from the front page to a page.

    Source: https://developers.google.com/search/docs/appearance/structured-data/breadcrumb
    """

    item_list_element: tuple[ListItem, ...]


@dataclass(frozen=True, kw_only=True)
class ListItem(Node):
    """One step of the way; the last has no `item`, as one is there."""

    position: int
    name: str
    item: str = ""


def make_data(value: Any) -> Any:
    """Return a node as JSON-LD; other values as they are."""
    if isinstance(value, Ref):
        return {"@id": value.id}
    if isinstance(value, tuple):
        return [make_data(one) for one in value]
    if not isinstance(value, Node):
        return value
    kind = {"@type": type(value).__name__}
    properties = {_name(one.name): getattr(value, one.name) for one in fields(value)}
    return kind | {name: make_data(found) for name, found in properties.items() if found not in ("", 0, (), None)}


def make_graph(nodes: Iterable[Node]) -> dict[str, Any]:
    """Return a document of several nodes that refer to each other."""
    return {"@context": CONTEXT, "@graph": [make_data(node) for node in nodes]}


def render_graph(nodes: Iterable[Node]) -> Markup:
    """Return a document as it may stand in a script element: as JSON, in which no title can end the element.

    Source: https://html.spec.whatwg.org/multipage/scripting.html#restrictions-for-contents-of-script-elements
    """
    text = json.dumps(make_graph(nodes), ensure_ascii=False, separators=(",", ":"))
    return Markup(_UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", text))


def _name(field: str) -> str:
    if field == "id":
        return "@id"
    first, *others = field.split("_")
    return first + "".join(word.capitalize() for word in others)
