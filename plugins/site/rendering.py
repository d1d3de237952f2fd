"""From a planned page to its HTML: the view, the template, and what is done to the whole page."""

from __future__ import annotations

import traceback
from functools import cached_property
from pathlib import Path

from jinja2 import TemplateError, TemplateNotFound, TemplateSyntaxError

from plugins.assets.minifying import minify_html
from plugins.diagnostics import Code, Diagnostic, Position, make_error
from plugins.site.content import Content
from plugins.site.errors import BuildError
from plugins.site.pages import Pages
from plugins.site.picture_markup import PictureMarkup
from plugins.site.registry import FILES, Output, OutputKind
from plugins.templating import compile_templates, make_environment

PAGE_ENDING = ".html"


class PageRenderer:
    """Renders the pages of one site. Raises BuildError where a template that is needed cannot be compiled."""

    def __init__(self, pages: Pages) -> None:
        self.pages = pages
        self.content = pages.content
        self._environment = make_environment(self.content.settings.theme / "templates")
        self._pictures = PictureMarkup(self.content.shown, self.content.addresses.link)
        self._check_templates()

    def render(self, output: Output) -> bytes:
        """Return a page, made small where the settings say so. Raises BuildError where its template fails."""
        html = self._pictures.complete(self._fill_template(output))
        return (minify_html(html) if self.content.settings.is_minified else html).encode("utf-8")

    def _fill_template(self, output: Output) -> str:
        name = f"{output.kind}{PAGE_ENDING}"
        try:
            page = self.pages.make_page(output)
            words = self.content.settings.wording.speak(page.lang)
            return self._environment.get_template(name).render(site=self.pages.site, page=page, words=words)
        except Exception as error:
            # A template can fail in any way that Python can; what fails elsewhere is a fault of ours, and not hidden.
            place = _find_template(error)
            if place is None and not isinstance(error, TemplateError):
                raise
            raise BuildError(_explain_template(self.content, name, place, error)) from error

    def prepare(self) -> None:
        """Compile all that the pages are made with, before the process is forked: each copy would else do so again."""
        others = {f"{kind}{PAGE_ENDING}" for kind in OutputKind} - {f"{kind}{PAGE_ENDING}" for kind in self._kinds}
        compile_templates(self._environment, others)

    @cached_property
    def _kinds(self) -> list[OutputKind]:
        """The kinds of pages that the site has."""
        return sorted({output.kind for output in self.content.registry if output.kind not in FILES})

    def _check_templates(self) -> None:
        """Compile every template that is needed, so that each mistake in their syntax is named in one run."""
        problems: list[Diagnostic] = []
        for kind in self._kinds:
            try:
                self._environment.get_template(f"{kind}{PAGE_ENDING}")
            except TemplateNotFound:
                continue
            except TemplateError as error:
                problems.append(_explain_template(self.content, f"{kind}{PAGE_ENDING}", None, error))
        if problems:
            raise BuildError(*sorted(set(problems)))


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
