"""Makes any planned file of a site from its content: page, feed, copied file, picture, or what machines read."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

from plugins.cases import renditions
from plugins.feeds.opml import render_opml
from plugins.feeds.rendering import Feeds
from plugins.feeds.styles import render_style
from plugins.site.content import Content
from plugins.site.machine_files import make_file
from plugins.site.pages import Pages
from plugins.site.registry import MACHINE_FILES, Output, OutputKind
from plugins.site.rendering import PageRenderer
from plugins.site.server_files import RENDERERS
from plugins.site.serving import Serving, describe_serving

LATER = (OutputKind.PACKED, OutputKind.SEARCH_INDEX)
"""What is made of the written files, when all others are there."""


class Maker:
    """Makes the files of one site, in any order, each from the content alone.

    Raises BuildError where a template has a mistake. What is made is the same in another process.
    """

    def __init__(self, content: Content) -> None:
        self.content = content
        self.pages = Pages(content)
        self._renderer = PageRenderer(self.pages)
        self.feeds = Feeds(self.pages)
        self._assets = {asset.path: asset.data for asset in content.assets.files.values()}
        self._makers: dict[OutputKind, Callable[[Output], bytes]] = {
            OutputKind.FEED: self.feeds.render_output,
            OutputKind.FEED_LIST: lambda _: render_opml(content),
            OutputKind.FEED_STYLE: lambda _: render_style(content),
            OutputKind.ASSET: lambda output: self._assets[output.path],
            OutputKind.STATIC: content.shown.read,
            OutputKind.VARIANT: content.shown.read,
            OutputKind.REDIRECTS: self._make_server_file,
            OutputKind.SERVER: self._make_server_file,
            **dict.fromkeys(MACHINE_FILES, lambda output: make_file(output, content)),
        }

    def make(self, output: Output) -> bytes:
        """Return what is to be written. Raises BuildError, and OSError where a file of the content cannot be read.

        What is in LATER cannot be made here: it is no function of the content alone.
        """
        return self._makers.get(output.kind, self._renderer.render)(output)

    def prepare(self) -> None:
        """Make what every process would else make for itself, before any is forked: the code of the templates."""
        self._renderer.prepare()
        if self.content.cases:
            renditions.prepare()

    def _make_server_file(self, output: Output) -> bytes:
        return RENDERERS[output.path](self._serving).encode("utf-8")

    @cached_property
    def _serving(self) -> Serving:
        """What all files for servers are made of; to look at every page for each of them would take its time."""
        return describe_serving(self.content)
