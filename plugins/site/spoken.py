"""The languages of a site: whether it has words for each, and what is wrong with catalogues of its own."""

from __future__ import annotations

from collections.abc import Iterable

from plugins.blog.entries import Entry
from plugins.diagnostics import Code, Diagnostic, make_warning
from plugins.settings import SiteSettings
from plugins.settings_file import find_setting

_MESSAGE = "there is no catalogue of words for this language, so the site says its own in another"


def check_languages(entries: Iterable[Entry], settings: SiteSettings) -> list[Diagnostic]:
    """Return the mistakes in the site's catalogues, and a warning for each language that has none.

    It stands at the setting, or at the first document in that language.
    """
    diagnostics = list(settings.wording.diagnostics)
    said: set[str] = set()
    if not settings.wording.knows(settings.lang):
        said.add(settings.lang.lower())
        path, position = settings.settings_file, find_setting(settings.settings_file, "DEFAULT_LANG")
        hint = _make_hint(settings.lang)
        diagnostics.append(make_warning(path, position, Code.MISSING_WORDS, _MESSAGE, found=settings.lang, hint=hint))
    for entry in sorted(entries, key=lambda entry: str(entry.name)):
        lang = entry.fields.lang
        if lang and lang.lower() not in said and not settings.wording.knows(lang):
            said.add(lang.lower())
            diagnostics.append(_warn(entry, lang))
    return diagnostics


def _warn(entry: Entry, lang: str) -> Diagnostic:
    problem = entry.tree.report(("lang",), Code.MISSING_WORDS, _MESSAGE, _make_hint(lang), lang)
    return make_warning(
        problem.path, problem.position, problem.code, problem.message, found=problem.found, hint=problem.hint
    )


def _make_hint(lang: str) -> str:
    return f"Write {lang}.yaml; docs/wording.md says how."
