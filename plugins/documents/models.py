"""The headers of documents: which keys each kind may have, and what each key may hold."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, create_model

from plugins.documents.fields import Date, Id, Names, ProseText, SitePath, Slug, Status, Text
from plugins.documents.headers import Header
from plugins.documents.sources import Source
from plugins.documents.values import Prose


class Kind(StrEnum):
    """What a document is, by the folder that it lies in."""

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
    lang: Text | None = Field(None, description="The language, where it is not the site's.")
    image: Text | None = Field(None, description="A picture that stands for it.")
    licence: Text | None = Field(None, description="The licence, where it is not the site's.")
    aliases: tuple[SitePath, ...] = Field((), description="Older addresses that lead here.")


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


@dataclass(frozen=True)
class Document:
    """One Markdown file: its header checked, its body still Markdown."""

    kind: Kind
    source: Source
    header: Header
    fields: PostHeader | PageHeader | AuthorHeader
    body: Prose


MODELS: dict[Kind, type[Model]] = {Kind.POST: PostHeader, Kind.PAGE: PageHeader, Kind.AUTHOR: AuthorHeader}


def make_model(kind: Kind, extra_keys: tuple[str, ...]) -> type[Model]:
    """Return the header model of a kind, opened for a site's own keys, which hold any value."""
    fields: dict[str, Any] = dict.fromkeys(extra_keys, (Any, None))
    return create_model(MODELS[kind].__name__, __base__=MODELS[kind], **fields) if fields else MODELS[kind]
