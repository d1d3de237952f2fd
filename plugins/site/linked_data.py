"""The vocabulary of schema.org, as far as our pages use it: a class for each type, written as JSON-LD.

Sources: https://schema.org/ for types and properties, https://www.w3.org/TR/json-ld11/ for the form. A field is the
property of its name in camel case; `id` is `@id`, the name by which other nodes refer to one, and what is empty is left
out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, fields
from functools import lru_cache
from json.encoder import encode_basestring

from markupsafe import Markup

CONTEXT = "https://schema.org"

_UNSAFE = re.compile("[<>&\u2028\u2029]")
"""What could end a script element, begin a comment in it, or end a line of JavaScript."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Node:
    """A thing. Its class is its type. One is equal to itself alone, as what is written of some is kept."""

    id: str = ""


@dataclass(frozen=True)
class Ref:
    """A thing that is described elsewhere in the graph, or on another page."""

    id: str


@dataclass(frozen=True, kw_only=True, eq=False)
class ImageObject(Node):
    """A picture. Its sides are distances with a unit: `1200 px`."""

    url: str
    width: str
    height: str


@dataclass(frozen=True, kw_only=True, eq=False)
class Organization(Node):
    """Whoever publishes the site."""

    name: str
    url: str
    logo: ImageObject | None = None


@dataclass(frozen=True, kw_only=True, eq=False)
class Person(Node):
    """An author."""

    name: str
    url: str
    image: str = ""
    description: str = ""
    same_as: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, eq=False)
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


@dataclass(frozen=True, kw_only=True, eq=False)
class CorrectionComment(CreativeWork):
    """What was changed in a work, and when."""

    text: str


@dataclass(frozen=True, kw_only=True, eq=False)
class WebSite(CreativeWork):
    """The site as a whole."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Blog(CreativeWork):
    """The stream of posts and cases."""


@dataclass(frozen=True, kw_only=True, eq=False)
class CreativeWorkSeries(CreativeWork):
    """A column or a series."""


@dataclass(frozen=True, kw_only=True, eq=False)
class BlogPosting(CreativeWork):
    """A post."""

    article_section: str = ""
    word_count: int = 0


@dataclass(frozen=True, kw_only=True, eq=False)
class LearningResource(CreativeWork):
    """A case."""

    learning_resource_type: str = ""
    educational_use: tuple[str, ...] = ()
    time_required: str = ""
    position: int = 0
    about: tuple[str, ...] = ()
    has_part: tuple[Question, ...] = ()


@dataclass(frozen=True, kw_only=True, eq=False)
class Question(CreativeWork):
    """A decision of a case."""

    text: str
    answer_count: int = 0
    suggested_answer: tuple[Answer, ...] = ()


@dataclass(frozen=True, kw_only=True, eq=False)
class Answer(CreativeWork):
    """An option of a decision."""

    text: str
    position: int = 0


@dataclass(frozen=True, kw_only=True, eq=False)
class WebPage(CreativeWork):
    """A page; `breadcrumb` is the way to it."""

    breadcrumb: Ref | None = None
    main_entity: Ref | None = None
    primary_image_of_page: Ref | None = None


@dataclass(frozen=True, kw_only=True, eq=False)
class CollectionPage(WebPage):
    """A page that lists others."""


@dataclass(frozen=True, kw_only=True, eq=False)
class ProfilePage(WebPage):
    """The page of an author."""


@dataclass(frozen=True, kw_only=True, eq=False)
class BreadcrumbList(Node):
    """The way from the front page to a page.

    Source: https://developers.google.com/search/docs/appearance/structured-data/breadcrumb
    """

    item_list_element: tuple[ListItem, ...]


@dataclass(frozen=True, kw_only=True, eq=False)
class ListItem(Node):
    """One step of the way; the last has no `item`, as one is there."""

    position: int
    name: str
    item: str = ""


SHARED = (WebSite, Organization, Blog, Person, CreativeWorkSeries)
"""What many pages tell of in the same words, so that these are kept."""


def render_graph(nodes: Iterable[Node]) -> Markup:
    """Return a document of several nodes that refer to each other, as it may stand in a script element.

    It is JSON, in which no title can end the element.
    Source: https://html.spec.whatwg.org/multipage/scripting.html#restrictions-for-contents-of-script-elements
    """
    written = ",".join([_write_shared(node) if isinstance(node, SHARED) else _write_safely(node) for node in nodes])
    return Markup(f'{{"@context":"{CONTEXT}","@graph":[{written}]}}')


def _write_safely(node: Node) -> str:
    return _UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", write_node(node))


_write_shared = lru_cache(maxsize=1 << 10)(_write_safely)


def write_node(node: Node) -> str:
    """Return a node as JSON-LD: its type, and of its properties those that are not empty."""
    kind = type(node)
    pairs = zip(_find_keys(kind), vars(node).values(), strict=True)
    # What is found is a text, a number, a tuple or a thing, which is never empty.
    written = "".join([key + _write_value(value) for key, value in pairs if value])
    return f'{{"@type":"{kind.__name__}"{written}}}'


def _write_value(value: object) -> str:
    if isinstance(value, str):
        return encode_basestring(value)
    if isinstance(value, Ref):
        return f'{{"@id":{encode_basestring(value.id)}}}'
    if isinstance(value, tuple):
        return f"[{','.join(map(_write_value, value))}]"
    return write_node(value) if isinstance(value, Node) else str(value)


_KEYS: dict[type[Node], tuple[str, ...]] = {}


def _find_keys(kind: type[Node]) -> tuple[str, ...]:
    """Return what stands in front of the value of each field of a class, in their order; found once."""
    if kind not in _KEYS:
        _KEYS[kind] = tuple(f',"{_name(one.name)}":' for one in fields(kind))
    return _KEYS[kind]


def _name(field: str) -> str:
    if field == "id":
        return "@id"
    first, *others = field.split("_")
    return first + "".join(word.capitalize() for word in others)
