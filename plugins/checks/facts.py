"""What the checks need to know of one written file, gathered once from its bytes: plain, small, and kept by its hash.

Nothing here depends on where the file lies, on other files, or on when it was looked at; what is wrong with a file
compared with others is found later, from the facts of all. Nothing is kept that can be wrong by itself and is right.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from sys import intern
from typing import Any, NamedTuple

Strings = tuple[str, ...]


class PageFacts(NamedTuple):
    """What a page links to, what it offers to link to, and what is wrong with it.

    `targets` are the addresses that it leads to, each once, in their order, and `again` those that it has more than
    once, as often as they stand there again. Left out are those that lead to a part of the page that is there, or
    to no page at all (`mailto:`). `repeated` are ids that it has twice, `unread` links into the content that nothing
    has read, `loads` the stylesheets and scripts that it loads, `bare_pictures` the addresses of those without `alt`.

    `headings` are level and words of all headings, where something is wrong with one, `lacks` what it does not say of
    itself. `is_unindexed` tells whether it asks search engines to pass by.

    Of its JSON-LD: `unreadable` are blocks that are no JSON, each with what is wrong; `wrong_data` messages and what
    each was said of; `described` the ids of its things, each as an address and what is behind its mark; `referred`
    ids that it does not describe itself; `addresses` all other addresses.
    """

    targets: Strings = ()
    again: Strings = ()
    anchors: Strings = ()
    repeated: Strings = ()
    unread: Strings = ()
    loads: Strings = ()
    bare_pictures: Strings = ()
    headings: Strings = ()
    lacks: Strings = ()
    is_unindexed: bool = False
    unreadable: Strings = ()
    wrong_data: Strings = ()
    described: Strings = ()
    referred: Strings = ()
    addresses: Strings = ()


class ItemFacts(NamedTuple):
    """What a feed says of one thing. `text` stands for its address and text, which other feeds may have too.

    `targets` are its address and what its text links to, as far as they are whole; `odd` those that are not, and are
    no parts of the text either.
    """

    id: str
    has_title: bool
    updated: str
    text: str
    url: str
    targets: Strings
    odd: Strings


class FeedFacts(NamedTuple):
    """What one file of a feed says: its items, all other addresses in it, and when it was changed.

    `broken` says why it cannot be read.
    """

    broken: str = ""
    has_title: bool = True
    updated: str | None = None
    addresses: Strings = ()
    items: tuple[ItemFacts, ...] = ()


class ListFacts(NamedTuple):
    """The addresses in a file that only machines read, each once."""

    targets: Strings = ()


Told = PageFacts | FeedFacts | ListFacts


class Facts(NamedTuple):
    """What a file tells, and which canaries were found in it; `sought` stands for all that it was searched for."""

    told: Told
    sought: str = ""
    leaks: Strings = ()


_KINDS: dict[str, type[Told]] = {"page": PageFacts, "feed": FeedFacts, "list": ListFacts}
_NAMES = {kind: name for name, kind in _KINDS.items()}
_ENCODER = json.JSONEncoder(separators=(",", ":"))


def dump_facts(facts: Facts) -> bytes:
    """Return facts as bytes, for keeping or for another process."""
    name = _NAMES[type(facts.told)]
    return _ENCODER.encode([name, facts.sought, facts.leaks, facts.told]).encode("ascii")


def load_facts(data: bytes) -> Facts:
    """Return the facts that `dump_facts` was given. What many pages say is held in memory once."""
    name, sought, leaks, told = json.loads(data)
    fields = [_freeze(one) for one in told]
    if name == "feed":
        fields[-1] = tuple(ItemFacts(*map(_freeze, item)) for item in told[-1])
    return Facts(_KINDS[name](*fields), intern(sought), tuple(leaks))


def _freeze(value: Any) -> Any:
    """Return a value of JSON as it was: lists were tuples of strings, or of something that is read in another way."""
    if type(value) is list:
        return tuple(map(intern, value)) if not value or type(value[0]) is str else ()
    return intern(value) if type(value) is str else value


def pair(flat: Strings) -> Iterator[tuple[str, str]]:
    """Go through what is kept two by two."""
    return zip(flat[::2], flat[1::2], strict=True)
