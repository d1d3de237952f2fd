"""Which of the copied files are pictures that pages show, and which are pictures that they only offer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from plugins.assets.positions import ENDINGS, has_position
from plugins.assets.stripping import STRIPPED
from plugins.diagnostics import Code, Diagnostic, Position, make_warning
from plugins.documents.links import parse_link, split_target
from plugins.documents.rendering import Renderer
from plugins.site.addresses import Addresses, Passage, find_links
from plugins.site.offered_files import OfferedFiles

Static = tuple[str, Path]
"""A copied file: its output path, and where it is."""


@dataclass(frozen=True)
class Shown:
    """The copied files that are shown: in texts, as authors' pictures, and where nothing can offer smaller ones.

    The last are posters of players and what the headers name as `image`.
    """

    texts: frozenset[Static]
    authors: frozenset[Static]
    others: frozenset[Static]

    @property
    def every(self) -> frozenset[Static]:
        """All of them."""
        return self.texts | self.authors | self.others


def find_shown(
    statics: Sequence[Static],
    passages: Iterable[Passage],
    offered: OfferedFiles,
    addresses: Addresses,
    renderer: Renderer,
) -> Shown:
    """Return which of the copied files public texts, authors' boxes and the headers of entries show."""
    by_address = {addresses.link(path): (path, origin) for path, origin in statics}
    found = [*_find_addresses(passages, addresses, renderer)]
    texts = {by_address[address] for address, element in found if element == "img" and address in by_address}
    others = {by_address[address] for address, element in found if element != "img" and address in by_address}
    images = _find_images(addresses)
    return Shown(
        texts=frozenset(texts),
        authors=frozenset((name, addresses.files[name]) for name in offered.pictures.values()) & frozenset(statics),
        others=frozenset({*others, *(static for static in statics if static[1] in images)}),
    )


def check_positions(statics: Iterable[Static], shown: Shown, content: Path) -> list[Diagnostic]:
    """Return a warning for each picture of the content that is published as it is and says where it was taken.

    Shown pictures lose what they say, but for those of formats that are never changed.
    """
    changed = {origin for _, origin in shown.every if origin.suffix.lower() in STRIPPED}
    origins = sorted({origin for _, origin in statics} - changed)
    pictures = (origin for origin in origins if origin.suffix.lower() in ENDINGS)
    return [_explain(origin) for origin in pictures if has_position(origin, content)]


def _find_addresses(passages: Iterable[Passage], addresses: Addresses, renderer: Renderer) -> Iterator[tuple[str, str]]:
    """Go through the addresses of what public texts show, each with the element that shows it."""
    for passage in passages:
        if passage.is_public:
            for _, links in find_links(passage, renderer):
                shown = (link for link in links if link.shown_by)
                resolved = ((addresses.resolve(passage.name, passage.path, link), link.shown_by) for link in shown)
                yield from ((_drop_query(address), element) for address, element in resolved)


def _find_images(addresses: Addresses) -> set[Path]:
    """Return the files that the headers of entries name as their `image`."""
    written = [(entry.name, entry.fields.image) for entry in addresses.entries.values() if entry.fields.image]
    targets = ((source, split_target(parse_link(image).target)[0]) for source, image in written)
    names = (addresses.find_file(source, target) for source, target in targets)
    return {addresses.files[name] for name in names if name in addresses.files}


def _drop_query(address: str) -> str:
    try:
        return urlsplit(address)._replace(query="", fragment="").geturl()
    except ValueError:  # an address of another site that is none, such as `http://[x`
        return address


def _explain(origin: Path) -> Diagnostic:
    message = "the picture says where it was taken, and readers get it as it is"
    hint = "Save it without its metadata; of a picture that a text shows, this is done for you."
    return make_warning(origin, Position(), Code.GPS_POSITION, message, hint=hint)
