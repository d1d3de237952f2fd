"""The headers of documents: which keys each kind may have, and what each key may hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field

from plugins.documents.fields import Date, Id, Lang, Names, ProseText, SitePaths, Slug, Status, Text
from plugins.documents.sources import Source
from plugins.documents.values import Prose, Tree, Value


class Kind(StrEnum):
    """What a Markdown file is, by the folder that it lies in."""

    POST = "post"
    PAGE = "page"
    AUTHOR = "author"


class Model(BaseModel):
    """A closed, frozen group of keys."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True, use_enum_values=False)


class EntryHeader(Model):
    """The keys that posts, pages and cases share."""

    id: Id | None = Field(None, description="Permanent; `check --fix` writes it. Feeds and replies refer to it.")
    title: Text = Field(description="The title, as plain text.")
    updated: Date | None = Field(None, description="When the text was last changed in earnest.")
    status: Status = Field(
        Status.PUBLISHED, description="draft: not built. hidden: built, but in no list, feed or search."
    )
    slug: Slug | None = Field(None, description="The last part of the address.")
    category: Text | None = Field(None, description="The one category it belongs to.")
    tags: Names = Field((), description="What it is about.")
    authors: Names = Field((), description="File names in content/authors, without the ending.")
    summary: ProseText | None = Field(None, description="One or two sentences for lists and feeds.")
    lang: Lang | None = Field(None, description="The language, where it is not the site's.")
    image: Text | None = Field(None, description="A picture that stands for it.")
    licence: Text | None = Field(None, description="The licence, where it is not the site's.")
    aliases: SitePaths = Field((), description="Older addresses that lead here.")


class DatedHeader(EntryHeader):
    """The keys of what stands in the stream: posts and cases."""

    date: Date = Field(description="When it is published; a later time is held back until then.")


class PostHeader(DatedHeader):
    """The header of a post."""


class PageHeader(EntryHeader):
    """The header of a page, which needs no date."""

    date: Date | None = Field(None, description="When it was written.")


class AuthorHeader(Model):
    """The header of an author's profile. The file's name is what documents call the author."""

    id: Id | None = Field(None, description="Permanent.")
    name: Text = Field(description="The name that readers see.")


MODELS: dict[Kind, type[Model]] = {Kind.POST: PostHeader, Kind.PAGE: PageHeader, Kind.AUTHOR: AuthorHeader}


@dataclass(frozen=True)
class Document:
    """One Markdown file: its header checked, its body still Markdown.

    `fields` is None where the header has mistakes: then nothing is made of the document, but its body is checked.
    `extra` holds a site's own keys as they were written.
    """

    kind: Kind
    source: Source
    tree: Tree
    fields: PostHeader | PageHeader | AuthorHeader | None
    body: Prose
    extra: Mapping[str, Value]


def split_extra_keys(tree: Tree, model: type[Model], extra_keys: tuple[str, ...]) -> tuple[Tree, dict[str, Value]]:
    """Return the tree without a site's own keys, and these keys with their values, which may be anything."""
    extra = {key: value for key, value in tree.data.items() if key in extra_keys and key not in model.model_fields}
    return replace(tree, data={key: value for key, value in tree.data.items() if key not in extra}), extra
