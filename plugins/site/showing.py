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
from plugins.site.addresses import Addresses, Passage, render_linking
from plugins.site.offered_files import OfferedFiles

Static = tuple[str, Path]
"""A copied file: its output path, and where it is."""


@dataclass(frozen=True)
class Shown:
    """The copied files that are shown: by texts, as pictures of authors, and as what stands for an entry elsewhere."""

    texts: frozenset[Static]
    authors: frozenset[Static]
    images: frozenset[Static]

    @property
    def every(self) -> frozenset[Static]:
        """All of them."""
        return self.texts | self.authors | self.images


def find_shown(
    statics: Sequence[Static],
    passages: Iterable[Passage],
    offered: OfferedFiles,
    addresses: Addresses,
    renderer: Renderer,
) -> Shown:
    """Return which of the copied files public texts and authors' boxes show, and which the headers name as `image`."""
    by_address = {addresses.link(path): (path, origin) for path, origin in statics}
    texts = (by_address.get(address) for address in _find_addresses(passages, addresses, renderer))
    images = _find_images(addresses)
    return Shown(
        texts=frozenset(static for static in texts if static is not None),
        authors=frozenset((name, addresses.files[name]) for name in offered.pictures.values()) & frozenset(statics),
        images=frozenset(static for static in statics if static[1] in images),
    )


def check_positions(statics: Iterable[Static], shown: Shown) -> list[Diagnostic]:
    """Return a warning for each picture that is published as it is and says where it was taken.

    Shown pictures lose what they say, but for those of formats that are never changed.
    """
    changed = {origin for _, origin in shown.every if origin.suffix.lower() in STRIPPED}
    origins = sorted({origin for _, origin in statics} - changed)
    return [_explain(origin) for origin in origins if origin.suffix.lower() in ENDINGS and has_position(origin)]


def _find_addresses(passages: Iterable[Passage], addresses: Addresses, renderer: Renderer) -> Iterator[str]:
    for passage in passages:
        if passage.is_public:
            for _, fragment in render_linking(passage, renderer):
                links = (link for link in fragment.links if link.is_shown)
                yield from (_drop_query(addresses.resolve(passage.name, passage.path, link)) for link in links)


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
