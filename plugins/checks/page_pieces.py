"""A finished page cut into pieces, each of which says the same wherever it stands: 10,000 posts need that pace.

Most pieces are an opening tag. Headings, templates, and elements that hold nothing but text are a piece with what they
hold. Nearly all pieces have stood on another page before, and what one says is found out once. A page with something in
it that might be cut in the wrong place (a comment with a tag in it, a `>` in an attribute) cannot be cut.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import chain
from typing import NamedTuple

from plugins.checks.page_tags import HEADINGS, PageTag, Tag, is_wanted, read_tag, scan_all_tags
from plugins.checks.scanning import RAW, is_closed_in

KEPT_PIECES = 1 << 15
"""How many pieces are remembered. Those of menus stand on every page, those of a list on a few."""

LONGEST = 1000
"""Characters of the longest piece that is remembered: most JSON-LD is longer, and stands on one page only."""

ENCLOSING = RAW | HEADINGS | {"template"}
"""Elements that are one piece with what they hold."""

# Only single characters are repeated possessively: Python before 3.11.5 goes wrong where a group is (gh-106052).
_ELEMENTS = "|".join(rf"{name}(?=[\s/>])[^>]*+>(?:[^<]++|<(?!/{name}))*</{name}" for name in sorted(ENCLOSING))
# Most tags begin with none of the letters that those elements begin with: they are tried first.
_PIECE = re.compile(rf"<(?:[A-Za-gi-ru-z!?][^>]*+>|{_ELEMENTS}|[hst][^>]*+>)")
_PLAIN_TAG = re.compile(
    r"""([A-Za-z][^\s/>"'=]*+)(?=[\s/]|\Z)((?:[^>="']++|=\s*+(?:"[^"]*+"|'[^']*+'|[^\s"'>][^\s>"']*+|\Z))*)"""
)
"""A tag without its marks that can end nowhere else: no quote in it opens or closes anything but a value."""


class Piece(NamedTuple):
    """What a piece of a page says: the addresses in it, and its telling tags, each with what its element holds."""

    targets: tuple[str, ...]
    telling: tuple[tuple[Tag, str], ...]


_SILENT = Piece((), ())


class OddPageError(Exception):
    """The page cannot be cut."""


def make_piece(page_tag: PageTag) -> Piece:
    """Return one tag as a piece: of what is inert, only the links count."""
    tag, inner, is_inert = page_tag
    if is_inert:
        return Piece(tag.targets, ())
    targets = (*tag.targets, *tag.shared) if tag.shared else tag.targets
    return Piece(targets, ((tag, inner),) if tag.is_telling else ())


def cut_page(html: str) -> list[Piece]:
    """Return the pieces of a page that say something, in their order. Raises OddPageError."""
    if len(_known) > KEPT_PIECES:
        _known.clear()
    return [piece for piece in map(_known.__getitem__, _PIECE.findall(html)) if piece]


class _Known(dict[str, Piece | None]):
    """The pieces that were read before, by what is written; what is not known is read."""

    def __missing__(self, written: str) -> Piece | None:
        piece = _read_piece(written)
        if piece == _SILENT:
            piece = None
        if len(written) <= LONGEST:
            self[written] = piece
        return piece


_known = _Known()


def _read_piece(piece: str) -> Piece | None:
    """Return what a piece says, or None for what says nothing. Raises OddPageError for what may end elsewhere."""
    written, _, rest = piece[1:].partition(">")
    if written[0] in "!?":
        _pass_over(piece)
        return None
    match = _PLAIN_TAG.fullmatch(written)
    if match is None:
        raise OddPageError
    name = match[1].lower()
    if name in ENCLOSING:
        return _read_element(read_tag(name, match[2]), rest, piece)
    return make_piece(PageTag(read_tag(name, match[2]), "")) if is_wanted(name, match[2]) else None


def _pass_over(piece: str) -> None:
    """Raise OddPageError for a comment that goes on behind the piece."""
    if piece.startswith("<!--") and not piece.endswith("-->", len("<!--")):
        raise OddPageError


def _read_element(tag: Tag, rest: str, piece: str) -> Piece:
    """Return what an element says with all in it; `rest` is what is behind its opening tag."""
    closing = f"</{tag.name}"
    if not rest.endswith(closing):
        raise OddPageError
    inner = rest.removesuffix(closing)
    own = make_piece(PageTag(tag, inner))
    if tag.name in RAW:
        if "<" in inner and is_closed_in(tag.name, inner):
            raise OddPageError
        return own
    if inner.rfind("<") > inner.rfind(">"):  # a tag may end behind the element
        raise OddPageError
    within = cut_page(inner) if "<" in inner else []
    if tag.name == "template":  # all in it is inert
        _, *within = map(make_piece, scan_all_tags(piece, everything=False))
    return _join([own, *within]) if within else own


def _join(pieces: Sequence[Piece]) -> Piece:
    targets = chain.from_iterable(piece.targets for piece in pieces)
    return Piece(tuple(targets), tuple(chain.from_iterable(piece.telling for piece in pieces)))
