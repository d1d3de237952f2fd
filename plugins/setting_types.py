"""The types of settings: what each may be, and what is said where it is something else."""

from __future__ import annotations

import re
import zoneinfo
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field

from plugins.characters import UNWANTED
from plugins.wording.locales import LANGUAGE

ENDLESS = 1_000_000
LONGEST_PATH = 1000
FILTERS = ("amp", "caps", "initial_quotes", "smartypants", "widont")
FULL_LISTS = ("index", "month", "category", "tag", "author", "column", "series")
"""Lists that can show whole posts."""

FEEDS = ("all", "cases", "category", "tag", "author", "column", "series", "outcomes", "case-outcomes")
"""Kinds of feeds."""

BUDGETS = ("post", "page", "case")
"""Kinds of pages whose weight can be limited."""

MOST_WIDTHS = 5
SMALLEST_WIDTH, WIDEST = 100, 4000
"""What pictures may be made in, in pixels. Each width is two files more for every picture."""

LOCAL_SITE = "http://localhost:8000"
"""Where links of a site without an address lead: the live preview."""

DATE_PART = re.compile(r"\{date:%[Ymd]\}")
BRANCH = r"(?!.*(?:\.\.|//|\.lock$))[A-Za-z0-9][A-Za-z0-9._/-]*(?<![/.])"
DOMAIN = r"[a-z0-9-]+(\.[a-z0-9-]+)+"
EXECUTOR = r"dask:[a-z]+://\S+|[A-Za-z_][\w.]*:[A-Za-z_]\w*"
"""The scheduler of a Dask cluster, or a function of a module."""

SECRET = re.compile(
    r"https?://(?P<token>[^/@\s'\"]+)@|://[^/@:\s]*:(?P<password>[^/@\s]+)@"
    r"|(?:pass|password|secret|secret_access_key|key|token|bearer_token)=(?P<key>[^,:\s'\"]+)",
    re.IGNORECASE,
)
"""A password, token or key in an address, or in what rclone is told of a remote on its command line."""

SERVER_NAME = re.compile(r"[a-z0-9.-]+(:[0-9]+)?|\[[0-9a-f:]+\](:[0-9]+)?", re.IGNORECASE)


@dataclass(frozen=True)
class Subscription:
    """Where one subscribes by e-mail: a page, or the form of a provider, which sends the address in `field`."""

    address: str
    is_form: bool = False
    field: str = "email"
    hidden: tuple[tuple[str, str], ...] = ()

    @property
    def origin(self) -> str:
        """The scheme, host and port: what a policy allows a form to be sent to."""
        return "https://" + urlsplit(self.address).netloc.lower()

    @property
    def host(self) -> str:
        """Who gets the address, in words for people."""
        return urlsplit(self.address).hostname or ""


@dataclass(frozen=True)
class FormOrigins:
    """Where forms go, by what they are for: a scheme, host and port each, or "" where no such form goes anywhere."""

    subscribing: str = ""
    replying: str = ""
    replying_to_posts: str = ""


@dataclass(frozen=True)
class PagesTarget:
    """A branch that GitHub Pages serves: `remote` as git knows it; `cname` is a domain of one's own, or ""."""

    remote: str = "origin"
    branch: str = "gh-pages"
    cname: str = ""


@dataclass(frozen=True)
class CopyTarget:
    """A place that a program copies to, as rsync or rclone calls it."""

    to: str


@dataclass(frozen=True)
class Targets:
    """Where the site can be deployed to."""

    gh_pages: PagesTarget = PagesTarget()
    rsync: CopyTarget | None = None
    rclone: CopyTarget | None = None


def _check_site_url(value: str) -> str:
    url = (value or LOCAL_SITE).rstrip("/")
    parts = urlsplit(url)
    if (
        parts.scheme not in ("http", "https")
        or not SERVER_NAME.fullmatch(parts.netloc)
        or parts.query
        or parts.fragment
    ):
        raise ValueError("must be an address such as https://example.org or https://example.org/blog")
    return url


def _check_timezone(value: str) -> str:
    try:
        zoneinfo.ZoneInfo(value)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError("must be the name of a time zone such as Europe/Berlin or UTC") from error
    return value


def _check_save_as(value: str) -> str:
    if not _ends_in_slug(value):
        raise ValueError("must end in {slug}/index.html and stay inside the output")
    return value


def _check_dated_save_as(value: str) -> str:
    if not _ends_in_slug(DATE_PART.sub("0", value)):
        raise ValueError("must end in {slug}/index.html and stay inside the output; {date:%Y}, %m and %d may be in it")
    return value


def _ends_in_slug(value: str) -> bool:
    return value.endswith("{slug}/index.html") and _is_inside(value) and value.count("{") == 1


def _check_year_save_as(value: str) -> str:
    return _check_period(value, {"{date:%Y}"}, "{date:%Y}")


def _check_month_save_as(value: str) -> str:
    return _check_period(value, {"{date:%Y}", "{date:%m}"}, "{date:%Y} and {date:%m}")


def _check_period(value: str, parts: set[str], named: str) -> str:
    plain = DATE_PART.sub("0", value)
    if set(DATE_PART.findall(value)) != parts or not value.endswith("/index.html") or not _is_plain(plain):
        raise ValueError(f"must hold {named}, end in /index.html and stay inside the output")
    return value


def _check_feed_path(value: str | None) -> str | None:
    if value is not None and not (_is_plain(value) and _is_file(value)):
        raise ValueError("must be the path of a file inside the output, such as feeds/all.atom.xml")
    return value


def _check_term_feed_path(value: str | None) -> str | None:
    if value is not None and not (
        value.count("{slug}") == 1 and _is_plain(value.replace("{slug}", "x")) and _is_file(value)
    ):
        raise ValueError("must be the path of a file inside the output and hold {slug}: feeds/{slug}.atom.xml")
    return value


def _check_output_folder(value: str) -> str:
    if not _is_plain(value):
        raise ValueError("must be the path of a folder inside the output")
    return value.rstrip("/")


def _is_file(path: str) -> bool:
    return "." in path.rpartition("/")[2].strip(".")


def _is_inside(path: str) -> bool:
    """Tell whether an output path is plain: relative, without `..`, and without characters that systems disagree on."""
    parts = path.rstrip("/").split("/")
    return re.fullmatch(r"[A-Za-z0-9{][A-Za-z0-9._{}/-]*", path) is not None and {"", ".", ".."}.isdisjoint(parts)


def _is_plain(path: str) -> bool:
    return _is_inside(path) and "{" not in path


def _check_lang(value: str) -> str:
    if not re.fullmatch(LANGUAGE, value):
        raise ValueError("must be the code of a language such as en or pt-BR")
    return value


def _check_executor(value: str) -> str:
    if value and not re.fullmatch(EXECUTOR, value):
        raise ValueError("must be dask:tcp://host:port, or module:function")
    return value


def _check_contact(value: str) -> str:
    if value and not re.fullmatch(r"[^@\s<>\"]+@[^@\s<>\"]+", value):
        raise ValueError("must be an e-mail address")
    return value


def _check_extra_keys(value: tuple[str, ...]) -> tuple[str, ...]:
    if wrong := [key for key in value if not re.fullmatch("[a-z][a-z0-9_-]*", key)]:
        raise ValueError(f"must be words in lower case, and `{wrong[0]}` is none")
    return value


def _check_folders(value: tuple[str, ...]) -> tuple[str, ...]:
    if wrong := [name for name in value if name.startswith("/") or ".." in PurePosixPath(name).parts]:
        raise ValueError(f"must be folders of the content, and `{wrong[0]}` is none")
    return value


def _check_links(value: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    if wrong := [target for _, target in value if not re.match(r"/(?!/)|https?://|mailto:", target)]:
        raise ValueError(
            f"must lead to paths that begin with a slash or to whole addresses, and `{wrong[0]}` is neither"
        )
    return value


def _check_text(value: str) -> str:
    if match := UNWANTED.search(value):
        raise ValueError(f"holds a character that no page can carry, U+{ord(match.group()):04X}")
    return value


def _check_full_lists(value: tuple[str, ...]) -> tuple[str, ...]:
    if wrong := [name for name in value if name not in FULL_LISTS]:
        raise ValueError(f"must be kinds of list ({', '.join(FULL_LISTS)}), and `{wrong[0]}` is none")
    return value


def _check_feeds(value: tuple[str, ...]) -> tuple[str, ...]:
    if wrong := [name for name in value if name not in FEEDS]:
        raise ValueError(f"must be kinds of feeds ({', '.join(FEEDS)}), and `{wrong[0]}` is none")
    return value


def _check_alias_patterns(value: tuple[str, ...]) -> tuple[str, ...]:
    for pattern in value:
        plain = DATE_PART.sub("0", pattern).replace("{slug}", "x", 1)
        if not pattern.startswith("/") or "{slug}" not in pattern or not _is_plain(plain.strip("/")):
            raise ValueError(f"must be paths such as /{{slug}}.html, and `{pattern}` is none")
    return value


def _check_widths(value: tuple[int, ...]) -> tuple[int, ...]:
    if len(value) > MOST_WIDTHS or not all(SMALLEST_WIDTH <= width <= WIDEST for width in value):
        raise ValueError(f"must be at most {MOST_WIDTHS} widths from {SMALLEST_WIDTH} to {WIDEST} pixels")
    return tuple(sorted(set(value)))


def _check_filters(value: tuple[str, ...]) -> tuple[str, ...]:
    if wrong := [name for name in value if name not in FILTERS]:
        raise ValueError(f"must be filters of Typogrify ({', '.join(FILTERS)}), and `{wrong[0]}` is none")
    return value


def _check_path(value: Path) -> Path:
    if "\0" in str(value) or len(str(value)) > LONGEST_PATH:
        raise ValueError("must be the path of a folder")
    return value


def _as_tuple(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value


def _as_page_size(value: object) -> object:
    """Read Pelican's False as one page without end."""
    return ENDLESS if value is False else value


def _as_quality(value: object) -> object:
    """Read None as no packing."""
    return 0 if value is None else value


def _check_brotli_quality(value: int) -> int:
    return _check_between(value, 11)


def _check_gzip_level(value: int) -> int:
    return _check_between(value, 9)


def _check_between(value: int, most: int) -> int:
    if not 0 <= value <= most:
        raise ValueError(f"must be a whole number from 1 to {most}, or 0 for none")
    return value


def _check_font(value: Path | None) -> Path | None:
    if value is not None and not value.is_file():
        raise ValueError("must be the path of a font file")
    return value


def _read_budgets(value: object) -> object:
    """Return {"post": 20480, "case": 30720} as pairs; None is no budget at all."""
    if value is None or isinstance(value, tuple):
        return value or ()
    if not isinstance(value, dict) or value.keys() - {*BUDGETS}:
        raise ValueError(f"must be bytes by the kind of page: {', '.join(BUDGETS)}")
    if not all(type(most) is int and most > 0 for most in value.values()):
        raise ValueError("must have a whole number of bytes for each kind of page")
    return tuple(value.items())


def _read_subscription(value: object) -> object:
    """Return {"link": address}, or {"form": {"action": …, "field": …, "hidden": {…}}}, as a value of its own."""
    if value is None:
        return None
    if not isinstance(value, dict) or len(value) != 1 or not {"link", "form"} & value.keys():
        raise ValueError('must be {"link": "https://…"} or {"form": {"action": "https://…"}}')
    if "link" in value:
        return Subscription(_check_provider(value["link"], "link"))
    return _read_form(value["form"])


def _read_form(form: object) -> Subscription:
    names = ("action", "field", "hidden")
    if not isinstance(form, dict) or "action" not in form or form.keys() - {*names}:
        raise ValueError(f"must have a form of {', '.join(names)}, of which action is needed")
    field, hidden = form.get("field", "email"), form.get("hidden", {})
    if not isinstance(hidden, dict) or not all(isinstance(one, str) for pair in hidden.items() for one in pair):
        raise ValueError("must have texts by their names in hidden")
    for text in (*hidden, *hidden.values()):
        _check_text(text)
    if not isinstance(field, str) or not _check_text(field) or field in hidden:
        raise ValueError("must have in field the name that the provider gives the address, which is not in hidden")
    address = _check_provider(form["action"], "action")
    return Subscription(address, is_form=True, field=field, hidden=tuple(hidden.items()))


def _check_provider(value: object, name: str) -> str:
    """Return an address of a provider. What is in it ends up in a policy, so its host is plain."""
    try:
        parts = urlsplit(value) if isinstance(value, str) else None
        is_good = parts is not None and parts.scheme == "https" and SERVER_NAME.fullmatch(parts.netloc) is not None
    except ValueError:
        is_good = False
    if not is_good or re.search(r"[\s<>\"]", str(value)):
        raise ValueError(f"must have in {name} a whole address that begins with https://")
    return str(value)


def _read_targets(value: object) -> object:
    """Return {"gh-pages": {…}, "rsync": {"to": …}, "rclone": {"to": …}} as a value of its own."""
    keys = {"gh-pages": {"remote", "branch", "cname"}, "rsync": {"to"}, "rclone": {"to"}}
    if isinstance(value, Targets):
        return value
    if not isinstance(value, dict) or value.keys() - keys.keys():
        raise ValueError(f"must have targets by their names, which are {', '.join(keys)}")
    for name, target in value.items():
        _check_target(name, target, keys[name])
    pages = PagesTarget(**value.get("gh-pages", {}))
    if not re.fullmatch(BRANCH, pages.branch):
        raise ValueError("must have in branch the name of a branch, such as gh-pages")
    if pages.cname and not re.fullmatch(DOMAIN, pages.cname):
        raise ValueError("must have in cname a domain, such as www.example.org")
    if ":" not in value.get("rclone", {"to": ":"})["to"]:
        raise ValueError("must have in rclone's to a remote and a path, such as remote:bucket/path")
    if not re.match("/|.*:", value.get("rsync", {"to": "/"})["to"]):
        raise ValueError("must have in rsync's to a host and a path, such as host:/srv/www/")
    copies = {name: CopyTarget(value[name]["to"]) for name in ("rsync", "rclone") if name in value}
    return Targets(pages, **copies)


def _check_target(name: str, target: object, keys: set[str]) -> None:
    is_whole = isinstance(target, dict) and {"to"} & keys <= target.keys() <= keys
    if not isinstance(target, dict) or not is_whole or not all(map(_is_word, target.values())):
        raise ValueError(f"must have in {name} texts by the names {', '.join(sorted(keys))}")
    if any(SECRET.search(text) for text in target.values()):
        raise ValueError("must not hold a password or key; ssh, git and rclone keep them in settings of their own")


def _is_word(text: object) -> bool:
    """Tell whether a text can be an argument of a program: it is none of its options, and has nothing invisible."""
    return isinstance(text, str) and text != "" and text.isprintable() and not text.startswith("-")


def hide_secrets(text: str) -> str:
    """Return a text with what may be a password or key in an address replaced by ***."""
    return SECRET.sub(lambda match: match[0].replace(next(filter(None, match.groups())), "***"), text)


PlainText = Annotated[str, AfterValidator(_check_text)]
FilledText = Annotated[PlainText, Field(min_length=1)]
Folder = Annotated[Path, AfterValidator(_check_path)]
FontFile = Annotated[Path | None, AfterValidator(_check_font)]
SiteUrl = Annotated[str, AfterValidator(_check_site_url)]
TimeZone = Annotated[str, AfterValidator(_check_timezone)]
SaveAs = Annotated[str, AfterValidator(_check_save_as)]
DatedSaveAs = Annotated[str, AfterValidator(_check_dated_save_as)]
YearSaveAs = Annotated[str, AfterValidator(_check_year_save_as)]
MonthSaveAs = Annotated[str, AfterValidator(_check_month_save_as)]
FeedPath = Annotated[str | None, AfterValidator(_check_feed_path)]
TermFeedPath = Annotated[str | None, AfterValidator(_check_term_feed_path)]
OutputFolder = Annotated[str, AfterValidator(_check_output_folder)]
Lang = Annotated[str, AfterValidator(_check_lang)]
ExecutorName = Annotated[PlainText, AfterValidator(_check_executor)]
Contact = Annotated[PlainText, AfterValidator(_check_contact)]
Names = Annotated[tuple[PlainText, ...], BeforeValidator(_as_tuple)]
Filters = Annotated[Names, AfterValidator(_check_filters)]
AliasPatterns = Annotated[Names, AfterValidator(_check_alias_patterns)]
FullLists = Annotated[Names, AfterValidator(_check_full_lists)]
FeedKinds = Annotated[Names, AfterValidator(_check_feeds)]
Folders = Annotated[Names, AfterValidator(_check_folders)]
ExtraKeys = Annotated[Names, AfterValidator(_check_extra_keys)]
DeployTo = Annotated[Targets, BeforeValidator(_read_targets)]
SubscribeBy = Annotated[Subscription | None, BeforeValidator(_read_subscription)]
Links = Annotated[tuple[tuple[PlainText, PlainText], ...], BeforeValidator(_as_tuple), AfterValidator(_check_links)]
Widths = Annotated[tuple[int, ...], BeforeValidator(_as_tuple), AfterValidator(_check_widths)]
PageSize = Annotated[int, BeforeValidator(_as_page_size), Field(ge=1)]
BrotliQuality = Annotated[int, BeforeValidator(_as_quality), AfterValidator(_check_brotli_quality)]
Budgets = Annotated[tuple[tuple[str, int], ...], BeforeValidator(_read_budgets)]
GzipLevel = Annotated[int, BeforeValidator(_as_quality), AfterValidator(_check_gzip_level)]

REASONS = {
    "string_type": "must be a text",
    "string_too_short": "must not be empty",
    "tuple_type": "must be a list",
    "missing": "must hold pairs of words and path",
    "too_long": "must hold pairs of words and path",
    "int_type": "must be a whole number",
    "int_parsing": "must be a whole number",
    "bool_type": "must be True or False",
    "bool_parsing": "must be True or False",
    "literal_error": "must be 'basename' or 'title'",
    "greater_than_equal": "must be 1 or more",
    "path_type": "must be a path",
    "less_than_equal": "must be 100 or less",
}
"""What pydantic finds wrong with a setting, in our words."""
