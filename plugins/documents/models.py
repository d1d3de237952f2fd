"""The headers of documents: which keys each kind may have, and what each key may hold."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field

from plugins.documents.fields import (
    Count,
    Date,
    Email,
    Flag,
    Id,
    Lang,
    Mark,
    Names,
    ProseText,
    SitePaths,
    Slug,
    Status,
    Text,
    Url,
)
from plugins.documents.sources import Source
from plugins.documents.values import Prose, Tree


class Kind(StrEnum):
    """What a Markdown file is, by the folder that it lies in."""

    POST = "post"
    PAGE = "page"
    AUTHOR = "author"
    CATEGORY = "category"
    TAG = "tag"
    COLUMN = "column"
    SERIES = "series"
    BOX = "box"
    DOWNLOAD = "download"


PROFILES = (Kind.AUTHOR, Kind.CATEGORY, Kind.TAG, Kind.COLUMN, Kind.SERIES)
"""Documents that say something about what posts and cases are grouped by."""


class Model(BaseModel):
    """A closed, frozen group of keys."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True, use_enum_values=False)


class Correction(Model):
    """What was changed in a published text, and when."""

    date: Date = Field(description="When it was changed.")
    text: ProseText = Field(description="What was changed, and why.")


class EntryHeader(Model):
    """The keys that posts, pages and cases share."""

    id: Id | None = Field(None, description="Permanent; `check --fix` writes it. Feeds and replies refer to it.")
    title: Text = Field(description="The title, as plain text.")
    updated: Date | None = Field(
        None, description="When the text was last changed in earnest; without it, the date of the last correction."
    )
    corrections: tuple[Correction, ...] = Field((), description="What was changed since it was published.")
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

    @property
    def changed(self) -> datetime | None:
        """When the text was last changed in earnest, as the header says, or by its corrections."""
        return self.updated or max((correction.date for correction in self.corrections), default=None)


class DatedHeader(EntryHeader):
    """The keys of what stands in the stream: posts and cases."""

    date: Date = Field(description="When it is published; a later time is held back until then.")
    column: Text | None = Field(None, description="The recurring column that it belongs to.")
    series: Text | None = Field(None, description="The series that it belongs to.")


class PostHeader(DatedHeader):
    """The header of a post."""

    part: Count | None = Field(None, description="Its place in the series: 1, 2, 3.")
    reprints: Names = Field((), description="Older posts that are shown whole in this one, by path.")
    contents: Flag | None = Field(None, description="Whether it has a table of contents; long posts have one.")


class PageHeader(EntryHeader):
    """The header of a page, which needs no date."""

    date: Date | None = Field(None, description="When it was written.")
    contents: Flag | None = Field(None, description="Whether it has a table of contents; long pages have one.")


class ProfileHeader(Model):
    """What the profiles of authors, categories, tags, columns and series share."""

    id: Id | None = Field(None, description="Permanent.")
    name: Text = Field(description="The name that readers see; but for authors, exactly what documents write.")


class WebLink(Model):
    """A link of an author to a place elsewhere."""

    text: Text = Field(description="What readers see.")
    url: Url = Field(description="The whole address.")


class AuthorHeader(ProfileHeader):
    """The header of an author's profile. The file's name is what documents call the author."""

    picture: Text | None = Field(None, description="A picture, by path.")
    credentials: Text | None = Field(None, description="One line: what the author is or has done.")
    links: tuple[WebLink, ...] = Field((), description="Where else the author is found.")
    email: Email | None = Field(None, description="An address that readers may write to.")
    summary: ProseText | None = Field(None, description="What stands under each post; without it, the whole text.")


class TermHeader(ProfileHeader):
    """The header of what is said about a category, tag or series."""


class ColumnHeader(ProfileHeader):
    """The header of what is said about a column."""

    mark: Mark | None = Field(None, description="One to three characters that stand beside its titles.")


class BoxHeader(Model):
    """The header of a box: a short text that stands on every page."""

    id: Id | None = Field(None, description="Permanent.")
    title: Text = Field(description="The heading of the box.")


class DownloadHeader(Model):
    """The header of what is said about a file to download."""

    id: Id | None = Field(None, description="Permanent.")
    title: Text = Field(description="What the file is.")
    date: Date | None = Field(None, description="When it was made or last changed.")
    file: Text = Field(description="The name of the file, which lies beside this one.")


MODELS: dict[Kind, type[Model]] = {
    Kind.POST: PostHeader, Kind.PAGE: PageHeader, Kind.AUTHOR: AuthorHeader, Kind.CATEGORY: TermHeader,
    Kind.TAG: TermHeader, Kind.COLUMN: ColumnHeader, Kind.SERIES: TermHeader, Kind.BOX: BoxHeader,
    Kind.DOWNLOAD: DownloadHeader,
}  # fmt: skip


@dataclass(frozen=True)
class Document:
    """One Markdown file: its header checked, its body still Markdown.

    `fields` is None where the header has mistakes: then nothing is made of the document, but its body is checked.
    """

    kind: Kind
    source: Source
    tree: Tree
    fields: Model | None
    body: Prose


def drop_extra_keys(tree: Tree, model: type[Model], extra_keys: tuple[str, ...]) -> Tree:
    """Return the tree without a site's own keys, which may hold anything."""
    extra = [key for key in tree.data if key in extra_keys and key not in model.model_fields]
    return replace(tree, data={key: value for key, value in tree.data.items() if key not in extra}) if extra else tree
