"""The Writer that Pelican is given: it renders our views in our environment and writes each planned file once.

Pelican says which page is to be written; what stands on it is the registry's and the views' to say. A page that is not
planned, or planned and not written, is an error of the build.
"""

from __future__ import annotations

import traceback
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol

from jinja2 import TemplateError, TemplateNotFound, TemplateSyntaxError
from pelican.writers import Writer as PelicanWriter

from plugins.assets.keeping import Store
from plugins.assets.minifying import minify_html
from plugins.assets.packing import pack_all
from plugins.diagnostics import Code, Diagnostic, Position, make_error
from plugins.documents.pelican_hooks import HANDOVER
from plugins.site.content import Content
from plugins.site.machine_files import make_file
from plugins.site.pages import Pages
from plugins.site.picture_markup import PictureMarkup
from plugins.site.registry import FILES, MACHINE_FILES, Output, OutputKind
from plugins.site.server_files import render_server_file
from plugins.site.site_folder import SiteFolder
from plugins.templating import make_environment

PAGE_ENDING = ".html"
OURS = (
    OutputKind.COLUMN, OutputKind.COLUMNS, OutputKind.SERIES, OutputKind.ALL_SERIES, OutputKind.YEAR, OutputKind.MONTH,
    OutputKind.DOWNLOADS, OutputKind.FEEDS, OutputKind.ALIAS, OutputKind.GALLERY, OutputKind.SEARCH,
    OutputKind.REPLIES,
)  # fmt: skip
"""Pages that Pelican knows nothing of."""


class BuildError(Exception):
    """A build that cannot go on; holds what is to be said."""

    def __init__(self, *diagnostics: Diagnostic) -> None:
        super().__init__("; ".join(diagnostic.message for diagnostic in diagnostics))
        self.diagnostics = list(diagnostics)


class SiteHandover(Protocol):
    """What the build hands over: the views, and a place for the Writer that Pelican makes."""

    pages: Pages
    writer: SiteWriter | None


class SiteWriter(PelicanWriter):  # type: ignore[misc]  # Pelican has no types
    """Writes a checked site, which the settings hand over, into an empty folder."""

    def __init__(self, output_path: str, settings: Mapping[str, Any]) -> None:
        super().__init__(output_path, settings)
        handover: SiteHandover = settings[HANDOVER]
        handover.writer = self
        self.pages = handover.pages
        self.content = self.pages.content
        self.folder = Path(output_path)
        self.site = SiteFolder(self.folder)
        self.spared: set[str] = set()
        self._assets = {asset.path: asset.data for asset in self.content.assets.files.values()}
        self._environment = make_environment(self.content.settings.theme / "templates")
        self._pictures = PictureMarkup(self.content.shown, self.content.addresses.link)
        self._check_templates()

    def write_file(self, name: str, template: object, context: object, *_: Any, **__: Any) -> None:
        """Render the page that Pelican asks for; for a list, all its pages. Pelican's own template is not used."""
        del template, context
        outputs = self.content.registry.get_pages(name)
        if not outputs:
            raise BuildError(_explain_unplanned(self.content, name))
        for output in outputs:
            self._write_page(output)

    def write_feed(self, *_: Any, **__: Any) -> None:
        """Write none of Pelican's feeds: plugins/feeds writes ours."""

    def render(self, output: Output) -> str:
        """Return a page as HTML. Raises BuildError where its template fails."""
        name = f"{output.kind}{PAGE_ENDING}"
        try:
            page = self.pages.make_page(output)
            words = self.content.settings.wording.speak(page.lang)
            html = self._environment.get_template(name).render(site=self.pages.site, page=page, words=words)
        except Exception as error:
            # A template can fail in any way that Python can; what fails elsewhere is a fault of ours, and not hidden.
            place = _find_template(error)
            if place is None and not isinstance(error, TemplateError):
                raise
            raise BuildError(_explain_template(self.content, name, place, error)) from error
        return self._pictures.complete(html)

    def _check_templates(self) -> None:
        """Compile every template that is needed: Pelican does too, and would fail on its syntax with a traceback."""
        kinds = sorted({output.kind for output in self.content.registry if output.kind not in FILES})
        problems: list[Diagnostic] = []
        for kind in kinds:
            try:
                self._environment.get_template(f"{kind}{PAGE_ENDING}")
            except TemplateNotFound:
                continue
            except TemplateError as error:
                problems.append(_explain_template(self.content, f"{kind}{PAGE_ENDING}", None, error))
        if problems:
            raise BuildError(*sorted(set(problems)))

    def write_bytes(self, output: Output, data: bytes) -> None:
        """Write one planned file, which must not exist yet."""
        self.site.write(output.path, data)

    def write_files(self) -> None:
        """Write what Pelican knows nothing of: the theme's files, copies from the content, and many pages."""
        for output in self.content.registry:
            if output.kind is OutputKind.ASSET:
                self.write_bytes(output, self._assets[output.path])
            elif output.kind in (OutputKind.STATIC, OutputKind.VARIANT):
                self.write_bytes(output, self.content.shown.read(output))
            elif output.kind in MACHINE_FILES:
                self.write_bytes(output, make_file(output, self.content))
            elif output.kind in (OutputKind.REDIRECTS, OutputKind.SERVER):
                self.write_bytes(output, render_server_file(output.path, self.content).encode("utf-8"))
            elif output.kind in OURS or (output.subject and output.kind is OutputKind.CASES):
                self._write_page(output)

    def pack_files(self) -> None:
        """Write packed copies of what is written; of a file that gains nothing there is none."""
        packed = [output for output in self.content.registry if output.kind is OutputKind.PACKED]
        # What was not written is told as such; of its copies nothing needs to be said.
        self.spared.update(output.path for output in packed if not (self.folder / output.subject).is_file())
        planned = {output.path: output for output in packed if output.path not in self.spared}
        settings = self.content.settings
        for path, data in pack_all(self.folder, planned, settings.packing, Store(settings.cache)):
            if data is None:
                self.spared.add(path)
            else:
                self.write_bytes(planned[path], data)

    def _write_page(self, output: Output) -> None:
        html = self.render(output)
        self.write_bytes(output, (minify_html(html) if self.content.settings.is_minified else html).encode("utf-8"))

    def check_whole(self) -> None:
        """Raise BuildError where something planned was not written; the search index is made when the site is whole."""
        done = self.site.written.keys() | self.spared
        planned = (output for output in self.content.registry if output.kind is not OutputKind.SEARCH_INDEX)
        lost = [output for output in planned if output.path not in done]
        if lost:
            raise BuildError(*(_explain_lost(output) for output in lost))


def _explain_lost(output: Output) -> Diagnostic:
    what = "the file" if output.kind in FILES else "the page"
    hint = "This is a fault of Casebook or of a plugin, not of yours; please report it."
    return make_error(
        output.origin,
        output.position,
        Code.LOST_OUTPUT,
        f"{what} was planned and not written",
        found=output.path,
        hint=hint,
    )


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


def _find_template(error: Exception) -> tuple[Path, int] | None:
    """Return the file and line of the innermost template that an exception came through."""
    frames = traceback.extract_tb(error.__traceback__)
    places = [(Path(frame.filename), frame.lineno or 1) for frame in frames if frame.filename.endswith(PAGE_ENDING)]
    return places[-1] if places else None


def _explain_template(content: Content, name: str, place: tuple[Path, int] | None, error: Exception) -> Diagnostic:
    path, line = place or (content.settings.theme / "templates" / name, 1)
    if isinstance(error, TemplateSyntaxError):
        path, line = Path(error.filename or path), error.lineno
    found = f"{type(error).__name__}: {error.message if isinstance(error, TemplateSyntaxError) else error}"
    message, hint = "the template cannot be rendered", "Mend the template."
    return make_error(path, Position(line, 1), Code.BAD_TEMPLATE, message, found=found, hint=hint)
