"""New documents: a scaffold that passes the check, in a file that does not exist yet."""

from __future__ import annotations

import os
from pathlib import Path

from plugins.blog.entries import slugify
from plugins.cases.scaffold import make_case
from plugins.cases.schema import SCHEMA_FILE
from plugins.characters import UNWANTED
from plugins.containment import is_inside
from plugins.documents.fields import LONGEST_TEXT, explain_slug
from plugins.documents.reading import CASES_FOLDER
from plugins.documents.scaffold import make_page, make_post
from plugins.settings import SiteSettings
from plugins.site.fixing import make_id


class StartError(Exception):
    """Why a document cannot be begun, as one sentence."""


def start_document(kind: str, title: str, settings: SiteSettings) -> list[Path]:
    """Write a new draft and return its files.

    `kind` is post, page or case. Raises StartError where the title gives no address, or the document exists already.
    """
    title = " ".join(title.split())
    if UNWANTED.search(title) or len(title) > LONGEST_TEXT:
        raise StartError(f"the title is longer than {LONGEST_TEXT} characters, or holds one that no page can carry.")
    slug = slugify(title)
    if problem := explain_slug(slug):
        raise StartError(f"the address made of the title {problem} (found {slug!r}). Choose other words.")
    files = _make_files(kind, title, slug, settings)
    for path in files:
        if path.exists():
            raise StartError(f"{path} exists already. Choose another title.")
    for path, text in files.items():
        if not is_inside(path, settings.content):
            raise StartError(f"{path} would lie outside the content. Replace the link that leads there.")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        except OSError as error:
            raise StartError(f"{path} cannot be written: {error.strerror}.") from error
    return list(files)


def _make_files(kind: str, title: str, slug: str, settings: SiteSettings) -> dict[Path, str]:
    name = make_id(slug, ())
    now = settings.now.astimezone(settings.zone)
    if kind == "case":
        folder = settings.content / CASES_FOLDER / slug
        schema = os.path.relpath(SCHEMA_FILE, folder)
        return {folder / file: text for file, text in make_case(title, name, now, schema).items()}
    folders = settings.post_paths if kind == "post" else settings.page_paths
    if not folders:
        raise StartError(
            f"the settings name no folder of {kind}s. Set {'ARTICLE' if kind == 'post' else 'PAGE'}_PATHS."
        )
    if kind == "post":
        return {settings.content / settings.post_paths[0] / f"{slug}.md": make_post(title, name, now)}
    return {settings.content / settings.page_paths[0] / f"{slug}.md": make_page(title, name)}
