"""The Writer that Pelican is given: it writes nothing itself, and lets nobody write what was not planned.

Every planned file is written by Casebook, once. What Pelican's generators and other plugins ask for besides is an
error of the build.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pelican.writers import Writer as PelicanWriter

from plugins.diagnostics import Code, Diagnostic, Position, make_error
from plugins.documents.pelican_hooks import HANDOVER
from plugins.site.content import Content
from plugins.site.errors import BuildError


class SiteWriter(PelicanWriter):  # type: ignore[misc]  # Pelican has no types
    """Knows what is planned for a checked site, which the settings hand over."""

    def __init__(self, output_path: str, settings: Mapping[str, Any]) -> None:
        super().__init__(output_path, settings)
        self.content: Content = settings[HANDOVER].content

    def write_file(self, name: str, *_: Any, **__: Any) -> None:
        """Refuse a page that nobody planned. Pelican's own template is not used."""
        if not self.content.registry.get_pages(name):
            raise BuildError(_explain_unplanned(self.content, name))

    def write_feed(self, *_: Any, **__: Any) -> None:
        """Write none of Pelican's feeds: plugins/feeds makes ours."""


def _explain_unplanned(content: Content, name: str) -> Diagnostic:
    hint = "Take the plugin or setting that adds it away."
    return make_error(
        content.settings.settings_file,
        Position(),
        Code.LOST_OUTPUT,
        "Pelican asks for a page that nothing planned",
        found=str(name),
        hint=hint,
    )
