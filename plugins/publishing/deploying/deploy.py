"""One deploy: the release is checked, compared with what the target holds, shown, sent, and read back."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from plugins.publishing.deploying.errors import DeployError, MissingProgramError
from plugins.publishing.deploying.gh_pages import PagesBranch
from plugins.publishing.deploying.plans import Plan, Remote, check_plan, format_plan, make_plan
from plugins.publishing.deploying.programs import Programs
from plugins.publishing.deploying.rclone import RcloneRemote
from plugins.publishing.deploying.rsync import RsyncRemote
from plugins.publishing.deploying.shipping import Shipment, choose_release, load_shipment
from plugins.publishing.deploying.staged import StagedRemote, send_in_stages
from plugins.setting_types import CopyTarget
from plugins.settings import SiteSettings
from plugins.site.registry import OutputKind

TARGETS = ("gh-pages", "rsync", "rclone")
AGAIN = "Nothing is lost: type the same again, and it goes on from there."


@dataclass(frozen=True)
class DeployOptions:
    """What was asked for: `release` by name or number, or the live one; and what may happen without a further word."""

    release: str | None = None
    dry_run: bool = False
    allow_deletions: bool = False
    allow_foreign: bool = False


class Target(Protocol):
    """A place that a release can be sent to."""

    def read(self, shipment: Shipment) -> Remote:
        """Compare what is there with a release."""

    def carry_out(self, plan: Plan) -> None:
        """Make what is there equal to the release, and read it back. Raises DeployError where it is not."""


@dataclass(frozen=True)
class StagedTarget:
    """A place that is written file by file, so that the order of files counts."""

    remote: StagedRemote
    say: Callable[[str], None]

    def read(self, shipment: Shipment) -> Remote:
        """Compare what is there with a release."""
        return self.remote.read(shipment)

    def carry_out(self, plan: Plan) -> None:
        """Make what is there equal to the release, stage by stage."""
        send_in_stages(self.remote, plan, self.say)


def deploy_site(
    settings: SiteSettings,
    name: str,
    options: DeployOptions,
    say: Callable[[str], None],
    sleep: Callable[[float], None] = time.sleep,
) -> None:
    """Send a release to one of the TARGETS; `say` takes lines for people.

    Nothing is done where the target holds it already. Raises DeployError where the release is damaged, where something
    would be lost that nobody allowed, and where a step failed; MissingProgramError where the machine lacks a program.
    """
    target = _open_target(settings, name, Programs(say, sleep))
    # Servers of one's own send packed copies; GitHub packs by itself, and storage does not ask what a browser accepts.
    left_out = () if name == "rsync" else (OutputKind.PACKED,)
    shipment = load_shipment(choose_release(settings.public, options.release), left_out)
    plan = make_plan(shipment, target.read(shipment))
    takes_all = name == "gh-pages"
    say(f"{shipment.release} to {_describe(settings, name)}")
    for line in format_plan(plan, takes_all=takes_all):
        say(line)
    check_plan(
        plan, allow_deletions=options.allow_deletions, allow_foreign=options.allow_foreign, takes_all=takes_all
    )  # fmt: skip
    if plan.is_done:
        say("Nothing to do: it is there already.")
    elif not options.dry_run:
        _send(target, plan)
        say(f"Done. All {len(shipment.files)} files were read back and are those of the release.")


def _send(target: Target, plan: Plan) -> None:
    try:
        target.carry_out(plan)
    except MissingProgramError:
        raise
    except DeployError as error:
        raise DeployError(f"{error}\n{AGAIN}") from error


def _open_target(settings: SiteSettings, name: str, programs: Programs) -> Target:
    if name == "gh-pages":
        outbox = settings.cache / "outbox"
        return PagesBranch(settings.targets.gh_pages, settings.settings_file.parent.absolute(), outbox, programs)
    to = _get_place(settings, name).to
    remote = RsyncRemote(to, programs) if name == "rsync" else RcloneRemote(to, programs)
    return StagedTarget(remote, programs.say)


def _get_place(settings: SiteSettings, name: str) -> CopyTarget:
    place = settings.targets.rsync if name == "rsync" else settings.targets.rclone
    if place is None:
        example = "host:/srv/www/" if name == "rsync" else "remote:bucket"
        raise DeployError(
            f'{settings.settings_file.name} does not say where to: add DEPLOY = {{"{name}": {{"to": "{example}"}}}}'
        )
    return place


def _describe(settings: SiteSettings, name: str) -> str:
    if name == "gh-pages":
        return f"{settings.targets.gh_pages.branch} of {settings.targets.gh_pages.remote}"
    return _get_place(settings, name).to
