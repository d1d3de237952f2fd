"""The ways in which a site asks its readers to answer: a letter, an issue at a forge, a form that is sent somewhere."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated
from urllib.parse import quote, urlsplit

from pydantic import BeforeValidator

from plugins.characters import UNWANTED
from plugins.setting_types import SERVER_NAME

LOCAL_HOSTS = ("localhost", "127.0.0.1")
"""Hosts to try a form with: what is sent to them does not leave the machine, and so needs no https."""

TAKEN = ("option", "own", "account", "result", "role", "name", "consent", "reference", "text", "website")
"""The names of the fields of the form itself."""

ADDRESS = re.compile(r"[^@\s<>\"]+@[^@\s<>\"]+")
UNQUOTED = re.compile(r"[\s<>\"]")


class Forge(StrEnum):
    """The software that a tracker of issues runs on."""

    GITHUB = "github"
    GITLAB = "gitlab"
    FORGEJO = "forgejo"


HOSTS: Mapping[str, Forge] = {
    "github.com": Forge.GITHUB,
    "gitlab.com": Forge.GITLAB,
    "codeberg.org": Forge.FORGEJO,
}
"""Hosts that everybody knows the forge of."""

NEW_ISSUE: Mapping[Forge, str] = {
    Forge.GITHUB: "{at}/issues/new?title={title}&body={body}",
    Forge.GITLAB: "{at}/-/issues/new?issue%5Btitle%5D={title}&issue%5Bdescription%5D={body}",
    Forge.FORGEJO: "{at}/issues/new?title={title}&body={body}",
}
"""Where an issue with a title and a text is begun.

The text is laid out as a letter: of the forms that forges know, none lets a link fill in what is chosen from a list,
and a text needs no template in the repository.
Sources: https://docs.github.com/en/issues/tracking-your-work-with-issues/creating-an-issue,
https://docs.gitlab.com/user/project/issues/create_issues/#using-a-url-with-prefilled-values,
https://forgejo.org/docs/latest/user/issue-pull-request-templates/.
"""


@dataclass(frozen=True)
class Tracker:
    """A repository whose issues are open to readers; `at` is its address."""

    forge: Forge
    at: str

    @property
    def host(self) -> str:
        """Where the reader needs an account, in words for people."""
        return urlsplit(self.at).hostname or ""

    def make_address(self, title: str, body: str) -> str:
        """Return the address at which an issue is begun with this title and text."""
        return NEW_ISSUE[self.forge].format(at=self.at, title=quote(title, safe=""), body=quote(body, safe=""))

    @property
    def pattern(self) -> str:
        """That address with {title} and {body} in it, for a script to fill in."""
        return NEW_ISSUE[self.forge].format(at=self.at, title="{title}", body="{body}")


@dataclass(frozen=True)
class Endpoint:
    """What takes a form by a POST, with `hidden` fields of its own."""

    to: str
    hidden: tuple[tuple[str, str], ...] = ()

    @property
    def origin(self) -> str:
        """The scheme, host and port: what a policy allows a form to be sent to."""
        parts = urlsplit(self.to)
        return f"{parts.scheme}://{parts.netloc.lower()}"

    @property
    def host(self) -> str:
        """Who gets what is sent, in words for people."""
        return urlsplit(self.to).hostname or ""


@dataclass(frozen=True)
class ReplyWays:
    """The ways that are open, each empty or None where it is not."""

    email: str = ""
    tracker: Tracker | None = None
    endpoint: Endpoint | None = None

    def __bool__(self) -> bool:
        """Tell whether readers are asked at all."""
        return bool(self.email or self.tracker or self.endpoint)


def read_reply_ways(value: object) -> object:
    """Return {"email": …, "issue": …, "form": {"to": …, "hidden": {…}}}, or some of them, as a value of its own.

    Raises ValueError where it is something else.
    """
    if value is None or isinstance(value, ReplyWays):
        return value
    if not isinstance(value, dict) or value.keys() - {"email", "issue", "form"}:
        raise ValueError('must hold ways by their names, "email", "issue" and "form"; each may be left out')
    return ReplyWays(
        email=_read_email(value["email"]) if "email" in value else "",
        tracker=_read_tracker(value["issue"]) if "issue" in value else None,
        endpoint=_read_endpoint(value["form"]) if "form" in value else None,
    )


def _read_email(value: object) -> str:
    if not isinstance(value, str) or not ADDRESS.fullmatch(value) or UNWANTED.search(value):
        raise ValueError("must have in email an e-mail address")
    return value


def _read_tracker(value: object) -> Tracker:
    """Return a repository, of which its host or `forge` says what it runs on."""
    if not isinstance(value, dict):
        at = _check_repository(value)
        return Tracker(_find_forge(at), at)
    if value.keys() != {"forge", "at"}:
        raise ValueError('must have in issue an address, or {"forge": "forgejo", "at": "https://…"}')
    if value["forge"] not in [*Forge]:
        raise ValueError(f"must have in forge one of {', '.join(Forge)}")
    return Tracker(Forge(value["forge"]), _check_repository(value["at"]))


def _find_forge(at: str) -> Forge:
    host = urlsplit(at).hostname or ""
    if host not in HOSTS:
        raise ValueError(f'must have in issue {{"forge": "…", "at": "{at}"}}, as {host} does not tell what it runs on')
    return HOSTS[host]


def _check_repository(value: object) -> str:
    """Return the address of a repository without what may stand behind it."""
    at = str(value).removesuffix("/").removesuffix(".git")
    is_whole = _is_address(value) and urlsplit(at).path.strip("/").count("/") >= 1
    if not is_whole or re.search("[?#{}]", at):
        raise ValueError("must have in issue the address of a repository, such as https://codeberg.org/ann/cases")
    return at


def _read_endpoint(value: object) -> Endpoint:
    if not isinstance(value, dict) or "to" not in value or value.keys() - {"to", "hidden"}:
        raise ValueError("must have a form of to and hidden, of which to is needed")
    if not _is_address(value["to"], LOCAL_HOSTS):
        raise ValueError("must have in to a whole address that begins with https://")
    return Endpoint(value["to"], _read_hidden(value.get("hidden", {})))


def _read_hidden(value: object) -> tuple[tuple[str, str], ...]:
    if not isinstance(value, dict) or not all(isinstance(one, str) for pair in value.items() for one in pair):
        raise ValueError("must have texts by their names in hidden")
    if taken := [name for name in value if name in TAKEN]:
        raise ValueError(f"must not have in hidden a field of the form itself, such as {taken[0]}")
    if any(UNWANTED.search(one) for pair in value.items() for one in pair):
        raise ValueError("must have in hidden only characters that a page can carry")
    return tuple(value.items())


def _is_address(value: object, plain_hosts: tuple[str, ...] = ()) -> bool:
    """Tell whether a value is a whole address. What is in it ends up in a policy, so its host is plain."""
    try:
        parts = urlsplit(value) if isinstance(value, str) else None
        is_safe = parts is not None and (
            parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in plain_hosts)
        )
    except ValueError:
        return False
    return is_safe and bool(parts and SERVER_NAME.fullmatch(parts.netloc)) and not UNQUOTED.search(str(value))


ReplyBy = Annotated[ReplyWays | None, BeforeValidator(read_reply_ways)]
