"""The commands that work on the releases: make one, go back, list, verify and send them."""

from __future__ import annotations

import argparse
import os
import sys

from commands.saying import complain, count_errors, load_settings, print_all
from commands.showing import show_progress
from plugins.diagnostics import Code
from plugins.publishing.public_folder import check_public, hold_public


def publish(arguments: argparse.Namespace) -> int:
    """Make a release and switch to it."""
    settings = load_settings(arguments)
    wishes = {Code.FEWER_PAGES: arguments.allow_shrink, Code.GONE_ADDRESS: arguments.allow_gone}
    with hold_public(settings, "publish"):
        # This takes its time to import, and whoever comes second is to be told at once.
        from plugins.publishing.releasing import publish_site

        with show_progress() as display:
            report = publish_site(settings, frozenset(code for code, is_meant in wishes.items() if is_meant))
            if report.live:
                display.summarize()
    print_all(report.diagnostics)
    current = os.path.relpath(settings.public / "current")
    if not report.live:
        print(f"{count_errors(report.diagnostics)}; {current} is as it was", file=sys.stderr)
        return 1
    done = f"nothing has changed, {report.live} stays live" if report.is_same else f"{report.live} is live"
    print(f"{done}: {report.pages} pages, {report.files} files in {current}")
    return 0


def rollback(arguments: argparse.Namespace) -> int:
    """Switch back to an older release."""
    from plugins.publishing.going_back import NoReleaseError, roll_back

    settings = load_settings(arguments)
    try:
        with hold_public(settings, "rollback"):
            release, problems = roll_back(settings, arguments.release)
    except NoReleaseError as error:
        return complain(str(error))
    print_all(problems)
    if problems:
        return 1
    print(f"{release.id} is live: {len(release.manifest.pages)} pages in {os.path.relpath(release.folder)}")
    return 0


def releases(arguments: argparse.Namespace) -> int:
    """Print a table of the releases."""
    from plugins.publishing.listing import format_releases

    settings = load_settings(arguments)
    if refusals := check_public(settings):
        print_all(refusals)
        return 1
    for line in format_releases(settings.public):
        print(line)
    return 0


def verify(arguments: argparse.Namespace) -> int:
    """Compare a release with the site as it is built now."""
    from plugins.publishing.verifying import VerifyError, format_report, verify_release

    try:
        report = verify_release(load_settings(arguments), arguments.release)
    except VerifyError as error:
        return complain(str(error))
    print_all(report.diagnostics)
    for line in format_report(report):
        print(line)
    return 0 if report.is_same else 1


def deploy(arguments: argparse.Namespace) -> int:
    """Send a release to where readers get it."""
    from plugins.publishing.deploying.deploy import DeployOptions, deploy_site
    from plugins.publishing.deploying.errors import DeployError

    settings = load_settings(arguments)
    options = DeployOptions(
        arguments.release, arguments.dry_run, arguments.allow_deletions, arguments.allow_foreign
    )  # fmt: skip
    try:
        with hold_public(settings, "deploy"):
            deploy_site(settings, arguments.target, options, lambda line: print(line, flush=True))
    except DeployError as error:
        return complain(str(error), error.code)
    except OSError as error:
        return complain(f"{error.filename or settings.public}: {error.strerror}", 1)
    return 0
