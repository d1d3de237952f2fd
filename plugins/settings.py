"""The settings of a site, read once into one frozen value.

A settings file is Python, as Pelican's own is, and everything in it that Pelican knows goes on to Pelican. What
Casebook itself reads is declared here: name, type, default and meaning, each once. The clock is a setting too: one
`now` decides what lies in the future.
"""

from __future__ import annotations

import hashlib
import os
import zoneinfo
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails

from plugins.containment import is_inside
from plugins.diagnostics import Code, Diagnostic, Position, make_error
from plugins.reply_ways import ReplyBy, ReplyWays
from plugins.setting_types import (
    FEEDS,
    REASONS,
    AliasPatterns,
    BrotliQuality,
    Budgets,
    Contact,
    DatedSaveAs,
    DeployTo,
    ExecutorName,
    ExtraKeys,
    FeedKinds,
    FeedPath,
    FilledText,
    Filters,
    Folder,
    Folders,
    FontFile,
    FormOrigins,
    FullLists,
    GzipLevel,
    Lang,
    Links,
    MonthSaveAs,
    Names,
    OutputFolder,
    PageSize,
    PlainText,
    SaveAs,
    SiteUrl,
    SubscribeBy,
    Targets,
    TermFeedPath,
    TimeZone,
    Widths,
    YearSaveAs,
    hide_secrets,
)
from plugins.settings_file import find_setting, run_settings_file
from plugins.wording.words import Wording


class SiteSettings(BaseModel):
    """Everything that Casebook reads from a settings file or the command line. Immutable."""

    model_config = ConfigDict(frozen=True, extra="ignore", strict=False, arbitrary_types_allowed=True)

    settings_file: Path = Field(description="The settings file that this was read from.")
    now: datetime = Field(description="What is dated later than this is held back.")
    preview: bool = Field(
        default=False, description="Drafts and future documents are built too; pages reload themselves."
    )
    gallery: bool = Field(default=False, description="The gallery of the components is built too.")
    pelican: Mapping[str, Any] = Field(description="Every upper-case name of the file, as Pelican is to receive it.")

    content: Folder = Field(alias="PATH", description="The folder that holds the words and pictures.")
    output: Folder = Field(alias="OUTPUT_PATH", description="The folder that the site is put into.")
    public: Folder = Field(
        alias="PUBLISH_PATH", description="The folder of the releases, with `current`, the one that is live."
    )
    keep_releases: int = Field(
        default=5,
        alias="KEEP_RELEASES",
        ge=1,
        description="How many releases are kept, the newest, and 2 at least.",
    )
    targets: DeployTo = Field(
        default=Targets(),
        alias="DEPLOY",
        description="Where `deploy` sends the site, by target; deploying.md says more.",
    )
    held: Folder = Field(
        alias="HELD_PATH",
        description="The folder of readers' messages that nobody has accepted yet; no build reads it.",
    )
    block_list: Folder = Field(
        alias="BLOCK_LIST",
        description="A file of words, domains and phrases, one a line: readers' messages with one of them are marked.",
    )
    theme: Folder = Field(alias="THEME", description="The folder of templates, styles and fonts.")
    tokens: Folder | None = Field(
        default=None, alias="TOKENS", description="A stylesheet with tokens of the site's own: docs/looks.md."
    )
    cache: Folder = Field(
        alias="CACHE_PATH", description="The folder that keeps what is costly to make. It may be deleted at any time."
    )
    executor: ExecutorName = Field(
        default="",
        alias="EXECUTOR",
        description="Who reads many texts: the processors of this computer, or [others](#executor).",
    )
    words_path: Folder = Field(
        alias="WORDS_PATH", description="The folder of the site's own catalogues of words; docs/wording.md says more."
    )
    name: PlainText = Field(alias="SITENAME", min_length=1, description="The name of the site.")
    tagline: PlainText = Field(
        default="", alias="SITESUBTITLE", description="One line that says what the site is about."
    )
    url: SiteUrl = Field(default="", alias="SITEURL", validate_default=True, description="The address of the site.")
    timezone: TimeZone = Field(default="UTC", alias="TIMEZONE", description="The zone of dates that name none.")
    lang: Lang = Field(
        default="en",
        alias="DEFAULT_LANG",
        description="The language of texts that name none.",
    )
    author: PlainText = Field(default="", alias="AUTHOR", description="The author of documents that name none.")
    contact: Contact = Field(
        default="",
        alias="CONTACT_EMAIL",
        description="Where letters go; without it nobody is asked for any, unless REPLY_BY says so.",
    )
    reply_by: ReplyBy = Field(
        default=None,
        alias="REPLY_BY",
        description="How readers answer a case: by e-mail, issue or form; [asking](#asking-readers) says more.",
    )
    licence: tuple[FilledText, PlainText] | None = Field(
        default=None, alias="LICENCE", description="Name and address of the licence of the texts."
    )
    menu: Links = Field(default=(), alias="MENUITEMS", description="The navigation: pairs of words and path.")
    footer: Links = Field(
        default=(), alias="FOOTER_LINKS", description="Links at the foot of every page: pairs of words and path."
    )

    post_paths: Folders = Field(
        default=("posts",), alias="ARTICLE_PATHS", description="Folders of the content that hold posts."
    )
    page_paths: Folders = Field(
        default=("pages",), alias="PAGE_PATHS", description="Folders of the content that hold pages."
    )
    static_paths: Folders = Field(
        default=("downloads",),
        alias="STATIC_PATHS",
        description="Folders that are copied whole. Other files are copied when a document refers to them.",
    )
    extra_keys: ExtraKeys = Field(
        default=(), alias="EXTRA_KEYS", description="Header keys that are allowed besides Casebook's own."
    )
    folder_is_category: bool = Field(
        default=False,
        alias="USE_FOLDER_AS_CATEGORY",
        description="Whether a post that names no category is filed under the name of its folder.",
    )
    slug_source: Literal["basename", "title"] = Field(
        default="basename", alias="SLUGIFY_SOURCE", description="What a slug is made of where none is given."
    )
    page_size: PageSize = Field(default=10, alias="DEFAULT_PAGINATION", description="Entries on one page of a list.")
    full_posts: FullLists = Field(
        default=(),
        alias="FULL_POSTS",
        description="Lists that show whole posts: index, month, category, tag, author, column, series.",
    )
    picture_widths: Widths = Field(
        default=(720, 1080, 1280),
        alias="PICTURE_WIDTHS",
        description="Widths in pixels of the smaller pictures that pages offer; () makes none.",
    )
    picture_quality: int = Field(
        default=80, alias="PICTURE_QUALITY", ge=1, le=100, description="Their quality from 1 to 100, as JPEG counts it."
    )
    boxes: Names = Field(
        default=(), alias="BOXES", description="Boxes at the foot of every page: file names in content/boxes."
    )
    typogrify: bool = Field(
        default=True, alias="TYPOGRIFY", description="Whether quotes and dashes become typographic."
    )
    typogrify_omit: Filters = Field(
        default=("amp", "caps", "initial_quotes", "widont"),
        alias="TYPOGRIFY_OMIT_FILTERS",
        description="Typogrify's filters that are left out.",
    )

    post_save_as: DatedSaveAs = Field(
        default="posts/{slug}/index.html", alias="ARTICLE_SAVE_AS", description="Where a post is written."
    )
    page_save_as: SaveAs = Field(
        default="{slug}/index.html", alias="PAGE_SAVE_AS", description="Where a page is written."
    )
    case_save_as: DatedSaveAs = Field(
        default="cases/{slug}/index.html", alias="CASE_SAVE_AS", description="Where a case is written."
    )
    post_aliases: AliasPatterns = Field(
        default=(),
        alias="ARTICLE_ALIASES",
        description="Older addresses of every post, such as /{slug}.html; {date:%Y}, %m and %d may be in it.",
    )
    page_aliases: AliasPatterns = Field(
        default=(), alias="PAGE_ALIASES", description="Older addresses of every page, such as /pages/{slug}.html."
    )
    category_save_as: SaveAs = Field(
        default="categories/{slug}/index.html", alias="CATEGORY_SAVE_AS", description="Where a category is written."
    )
    tag_save_as: SaveAs = Field(
        default="tags/{slug}/index.html", alias="TAG_SAVE_AS", description="Where a tag is written."
    )
    author_save_as: SaveAs = Field(
        default="authors/{slug}/index.html", alias="AUTHOR_SAVE_AS", description="Where an author is written."
    )
    column_save_as: SaveAs = Field(
        default="columns/{slug}/index.html", alias="COLUMN_SAVE_AS", description="Where a column is written."
    )
    series_save_as: SaveAs = Field(
        default="series/{slug}/index.html", alias="SERIES_SAVE_AS", description="Where a series is written."
    )
    year_save_as: YearSaveAs = Field(
        default="archives/{date:%Y}/index.html",
        alias="YEAR_ARCHIVE_SAVE_AS",
        description="Where the archive of a year is written.",
    )
    month_save_as: MonthSaveAs = Field(
        default="archives/{date:%Y}/{date:%m}/index.html",
        alias="MONTH_ARCHIVE_SAVE_AS",
        description="Where the archive of a month is written.",
    )
    post_replies: bool = Field(
        default=False,
        alias="POST_REPLIES",
        description="Whether readers are asked to reply to posts, and their replies are shown there.",
    )
    search: bool = Field(
        default=True, alias="SEARCH", description="Whether the site can be searched: a page, its link and its index."
    )
    feed_folder: OutputFolder = Field(default="feeds", alias="FEED_FOLDER", description="The folder of all feeds.")
    feed_size: int = Field(
        default=20, alias="FEED_MAX_ITEMS", ge=1, description="Entries in a feed; older ones are in its archives."
    )
    feed_archives: FeedKinds = Field(
        default=FEEDS,
        alias="FEED_ARCHIVES",
        description="Kinds of feeds that have archives of their older entries; all of them.",
    )
    feed_all_atom: FeedPath = Field(
        default=None, alias="FEED_ALL_ATOM", description="Where the site's Atom feed is, if not in that folder."
    )
    feed_all_rss: FeedPath = Field(
        default=None, alias="FEED_ALL_RSS", description="Where the site's RSS feed is, if not in that folder."
    )
    category_feed_atom: TermFeedPath = Field(
        default=None, alias="CATEGORY_FEED_ATOM", description="Where the Atom feed of a category is; {slug} is in it."
    )
    category_feed_rss: TermFeedPath = Field(
        default=None, alias="CATEGORY_FEED_RSS", description="Where the RSS feed of a category is."
    )
    tag_feed_atom: TermFeedPath = Field(
        default=None, alias="TAG_FEED_ATOM", description="Where the Atom feed of a tag is."
    )
    tag_feed_rss: TermFeedPath = Field(
        default=None, alias="TAG_FEED_RSS", description="Where the RSS feed of a tag is."
    )
    author_feed_atom: TermFeedPath = Field(
        default=None, alias="AUTHOR_FEED_ATOM", description="Where the Atom feed of an author is."
    )
    author_feed_rss: TermFeedPath = Field(
        default=None, alias="AUTHOR_FEED_RSS", description="Where the RSS feed of an author is."
    )
    subscribe: SubscribeBy = Field(
        default=None,
        alias="SUBSCRIBE",
        description="Where one subscribes by e-mail: a page or a form of a provider, see feeds.md.",
    )
    check_html: bool = Field(
        default=True,
        alias="CHECK_HTML",
        description="Whether `publish` gives the pages to the HTML checker, where it and Java are there: checks.md.",
    )
    minify: bool = Field(
        default=True,
        alias="MINIFY",
        description="Whether pages, styles and scripts are made small; the preview's never are.",
    )
    brotli_quality: BrotliQuality = Field(
        default=10, alias="BROTLI_QUALITY", description="How hard text is packed for `.br` files: 1 to 11, 0 for none."
    )
    gzip_level: GzipLevel = Field(
        default=9, alias="GZIP_LEVEL", description="How hard text is packed for `.gz` files: 1 to 9, 0 for none."
    )
    budgets: Budgets = Field(
        default=(("post", 20 * 1024), ("case", 30 * 1024)),
        alias="PAGE_BUDGETS",
        description="Bytes that a post, page or case may weigh with its styles and scripts, packed; {} for no limit.",
    )
    cards: bool = Field(
        default=True,
        alias="CARDS",
        description="Whether each post and case gets a card, a picture for where it is shared.",
    )
    card_font: FontFile = Field(
        default=None,
        alias="CARD_FONT",
        description="A font file for the cards, tried before the theme's: for scripts that the theme's lacks.",
    )
    plugins: Names = Field(default=(), alias="PLUGINS", description="Pelican plugins, by module name.")

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        """The time zone of dates that name none."""
        return zoneinfo.ZoneInfo(self.timezone)

    @property
    def portable(self) -> SiteSettings:
        """The same settings without what is for Pelican, which may be anything: fit to be sent to another process."""
        return SiteSettings.model_construct(
            **{name: getattr(self, name) for name in SiteSettings.model_fields if name != "pelican"}, pelican={}
        )

    @cached_property
    def zone_rules(self) -> str:
        """A digest of what the computer knows of the time zone: its rules change with laws."""
        folders = (Path(folder) for folder in zoneinfo.TZPATH)
        files = (path for folder in folders if (path := folder / self.timezone).is_file())
        # Without a file of the system's the rules are those of the library tzdata.
        return next((hashlib.sha256(path.read_bytes()).hexdigest() for path in files), "")

    @cached_property
    def wording(self) -> Wording:
        """The words of the site that are no author's, in every language; read when they are first asked for."""
        return Wording(self.lang, self.words_path)

    @property
    def is_minified(self) -> bool:
        """Whether what is written is made small: never in the preview, where authors read it."""
        return self.minify and not self.preview

    @property
    def packing(self) -> Mapping[str, int]:
        """How hard text is packed, by the ending of the packed copies; the preview has none."""
        qualities = {".br": self.brotli_quality, ".gz": self.gzip_level}
        return {} if self.preview else {ending: quality for ending, quality in qualities.items() if quality}

    @property
    def reply_ways(self) -> ReplyWays:
        """How readers answer: as REPLY_BY says, else by a letter to the address of the site, if it has one."""
        return ReplyWays(email=self.contact) if self.reply_by is None else self.reply_by

    @property
    def form_origins(self) -> FormOrigins:
        """Where the forms of the site may be sent, for the policies of its pages."""
        subscribe, endpoint = self.subscribe, self.reply_ways.endpoint
        return FormOrigins(
            subscribing=subscribe.origin if subscribe and subscribe.is_form else "",
            replying=endpoint.origin if endpoint else "",
            replying_to_posts=endpoint.origin if endpoint and self.post_replies else "",
        )

    @property
    def feed_path(self) -> str:
        """Where the Atom feed of the whole site is written."""
        return self.feed_all_atom or f"{self.feed_folder}/all.atom.xml"

    @property
    def feed_paths(self) -> Mapping[str, str | None]:
        """Where feeds are written that are not in the folder of feeds, by the name of the setting."""
        return {
            "FEED_ALL_ATOM": self.feed_all_atom, "FEED_ALL_RSS": self.feed_all_rss,
            "CATEGORY_FEED_ATOM": self.category_feed_atom, "CATEGORY_FEED_RSS": self.category_feed_rss,
            "TAG_FEED_ATOM": self.tag_feed_atom, "TAG_FEED_RSS": self.tag_feed_rss,
            "AUTHOR_FEED_ATOM": self.author_feed_atom, "AUTHOR_FEED_RSS": self.author_feed_rss,
        }  # fmt: skip

    @property
    def base_path(self) -> str:
        """The path of the site's address without a closing slash: "" for a site at the root of its host."""
        return urlsplit(self.url).path


def read_settings(
    path: Path,
    *,
    now: datetime,
    overrides: Mapping[str, object] | None = None,
    preview: bool = False,
    gallery: bool = False,
) -> tuple[SiteSettings | None, list[Diagnostic]]:
    """Return the settings of a file, or None and one diagnostic for each mistake in it.

    `overrides` are settings by their upper-case names; they come before the file. Paths in the file are relative to it.
    """
    values, diagnostics = run_settings_file(path)
    if diagnostics:
        return None, diagnostics
    defaults = {
        "PATH": "content", "OUTPUT_PATH": "output", "PUBLISH_PATH": "public", "THEME": "theme",
        "CACHE_PATH": ".casebook/cache", "WORDS_PATH": "words", "HELD_PATH": ".held", "BLOCK_LIST": "blocked.txt",
    }  # fmt: skip
    named = {**defaults, **values, **(overrides or {})}
    for key in (*defaults, "TOKENS", "CARD_FONT"):
        if isinstance(named.get(key), (str, Path)):
            named[key] = path.parent.absolute() / named[key]
    try:
        settings = SiteSettings(settings_file=path, now=now, preview=preview, gallery=gallery, pelican=named, **named)
    except ValidationError as error:
        return None, sorted({_explain(path, problem, named) for problem in error.errors()})
    problems = [*_check_that_paths_exist(settings), *_check_held_place(settings)]
    return (None if problems else settings), problems


def read_now(text: str | None, environment: Mapping[str, str]) -> datetime:
    """Return the one `now` of a run: `text` in ISO 8601, else SOURCE_DATE_EPOCH in seconds, else the clock.

    A time without a zone is in UTC. Raises ValueError where the text is no time. Source of the variable:
    https://reproducible-builds.org/specs/source-date-epoch/
    """
    if text is not None:
        moment = datetime.fromisoformat(text)
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    if epoch := environment.get("SOURCE_DATE_EPOCH"):
        try:
            return datetime.fromtimestamp(int(epoch), UTC)
        except (ValueError, OverflowError, OSError) as error:
            raise ValueError(f"SOURCE_DATE_EPOCH must be a time in seconds (found {epoch!r})") from error
    return datetime.now(UTC)


def _explain(path: Path, problem: ErrorDetails, named: Mapping[str, object]) -> Diagnostic:
    name = str(problem["loc"][0])
    if problem["type"] == "missing" and len(problem["loc"]) == 1:
        return make_error(path, Position(), Code.BAD_SETTING, f"{name} is missing", hint=f"Add a line {name} = ….")
    own = problem.get("ctx", {}).get("error")
    reason = str(own) if own else REASONS.get(problem["type"], str(problem["msg"]))
    position, found = find_setting(path, name), hide_secrets(repr(named.get(name)))
    hint = "docs/settings.md says what it may be."
    return make_error(path, position, Code.BAD_SETTING, f"{name} {reason}", found=found, hint=hint)


def _check_held_place(settings: SiteSettings) -> list[Diagnostic]:
    """Return a mistake where readers' messages would wait in what is read, written or published."""
    folders = {"the content": settings.content}
    outputs = {"the output": settings.output, "the folder of the releases": settings.public}
    # An output that holds the content as well is refused for that.
    folders |= {name: folder for name, folder in outputs.items() if not is_inside(settings.content, folder)}
    holder = next((name for name, folder in folders.items() if is_inside(settings.held, folder)), None)
    if holder is None:
        return []
    position, found = find_setting(settings.settings_file, "HELD_PATH"), os.fspath(settings.held)
    message, hint = f"HELD_PATH lies in {holder}", "Name a folder outside of it, or leave the line out."
    return [make_error(settings.settings_file, position, Code.BAD_SETTING, message, found=found, hint=hint)]


def _check_that_paths_exist(settings: SiteSettings) -> list[Diagnostic]:
    folders = {"PATH": settings.content, "THEME": settings.theme}
    missing = [(name, "folder", folder) for name, folder in folders.items() if not folder.is_dir()]
    if settings.tokens and not settings.tokens.is_file():
        missing.append(("TOKENS", "file", settings.tokens))
    return [
        make_error(
            settings.settings_file, find_setting(settings.settings_file, name), Code.BAD_SETTING,
            f"{name} is no {what}", found=os.fspath(path), hint=f"Name a {what} that exists.",
        )
        for name, what, path in missing
    ]  # fmt: skip
