#!/usr/bin/env python3
"""Casebook's commands: `python3 tasks.py NAME`, from nothing but Python 3.11 (`--help` lists them).

The first run makes `.venv` from the lock; every command then runs inside it. With Invoke installed the plain commands
are its tasks as well: `inv build`. A command puts the rooms together and returns its exit code: 0 done, 1 the content
or the site has errors and nothing was changed, 2 wrong usage or a machine that lacks something, 3 another run is at
work on the same folder.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent
Command = Callable[[argparse.Namespace], int]
PLAIN_COMMANDS = ("serve", "build", "check", "test", "publish")
WRITING, PUBLISHING, DEVELOPING = "commands.writing", "commands.publishing", "commands.developing"
ANSWERING = "commands.answering"
COMMANDS = {
    "serve": (WRITING, "Show the site while it is written; drafts too."),
    "build": (WRITING, "Check the content, build the site, check the site."),
    "publish": (PUBLISHING, "Build a release aside, check it, and switch to it in one step."),
    "rollback": (PUBLISHING, "Switch back to an older release: the one before the live one, or the one that is named."),
    "releases": (PUBLISHING, "List the releases, oldest first, and say which is live."),
    "verify": (PUBLISHING, "Build the live release anew, or another one, and name every path in which the two differ."),
    "deploy": (PUBLISHING, "Send the live release to where readers get it: GitHub Pages, a server, or storage."),
    "check": (WRITING, "Check the content only, and name every mistake in it."),
    "new": (WRITING, "Start a post, a page or a case."),
    "digest": (WRITING, "Write a letter with what was published since a day, for those who subscribe by e-mail."),
    "outcomes": (ANSWERING, "Bring in what readers send, look through it, and publish it."),
    "test": (DEVELOPING, "Run all checks of the code and all tests, and install what they need."),
    "bench": (DEVELOPING, "Time builds, pages and the preview, of the demo or of a generated site."),
    "clean": (DEVELOPING, "Remove what can be made again: the output and the caches."),
    "schema": (WRITING, "Write the JSON Schema of case.yaml for editors."),
}
"""Each command: the module whose function of its name it is, and what it does. A module is imported when its command
runs: most of what they need is there only in `.venv`."""


def main(typed: Sequence[str] | None = None) -> int:
    """Run the command that was `typed` (default: on the command line) and return its exit code."""
    typed = list(sys.argv[1:] if typed is None else typed)
    if sys.version_info < (3, 11):  # noqa: UP036 - this is where an older Python gets its answer
        return _complain(f"Casebook needs Python 3.11 or newer; this is {sys.version.split()[0]} ({sys.executable})")
    from tools.bootstrap import RUNTIME_LOCKS, TEST_LOCKS, SetupError, enter

    arguments = parse_arguments(typed)
    try:
        if arguments.command in ("test", "bench"):
            enter(Path(__file__), typed, TEST_LOCKS)
        elif arguments.command != "clean":
            enter(Path(__file__), typed, RUNTIME_LOCKS, TEST_LOCKS)
        return _run(arguments)
    except SetupError as error:
        return _complain(str(error))
    except KeyboardInterrupt:
        return 130


def _run(arguments: argparse.Namespace) -> int:
    module, _ = COMMANDS[arguments.command]
    run: Command = getattr(import_module(module), arguments.command)
    if module == DEVELOPING:
        return run(arguments)
    from commands.saying import run_command

    return run_command(run, arguments)


def _complain(message: str) -> int:
    """Say why nothing can be done, before there is a `.venv`."""
    print(f"tasks.py: {message}", file=sys.stderr)
    return 2


def parse_arguments(typed: Sequence[str]) -> argparse.Namespace:
    """Return the options of the command in `typed`; on wrong usage print why and exit with 2."""
    # What follows -- is pytest's; argparse has treated the two dashes differently from one Python to the next.
    end = typed.index("--") if typed[:1] == ["test"] and "--" in typed else len(typed)
    arguments = _make_parser().parse_args(typed[:end])
    arguments.pytest_arguments = list(typed[end + 1 :])
    return arguments


def _make_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="tasks.py", description="Casebook: a blog and its case studies.")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    reading = _make_common_options()
    everywhere = _make_output_option(reading)
    published = _make_publish_parents()

    def add(name: str, *parents: argparse.ArgumentParser) -> argparse.ArgumentParser:
        _, says = COMMANDS[name]
        return commands.add_parser(name, help=says, description=says, parents=parents)

    add("serve", reading).add_argument("--port", type=int, default=8000, help="where to listen (default: 8000)")
    gallery = "build gallery/ too: every component of a case in every state"
    add("build", everywhere).add_argument("--gallery", action="store_true", help=gallery)
    _add_publish_options(add("publish", *published))
    _add_rollback_options(add("rollback", *published[1:]))
    add("releases", *published[1:])
    _add_verify_options(add("verify", *published[1:]))
    _add_deploy_options(add("deploy", *published[1:]))
    _add_check_options(add("check", everywhere))
    _add_new_options(add("new", everywhere))
    _add_digest_options(add("digest", reading))
    _add_outcomes_parts(add("outcomes"), reading)
    add("test").usage = "tasks.py test [-h] [-- PYTEST_ARGUMENT ...]"
    _add_bench_options(add("bench"))
    add("clean").add_argument("--all", action="store_true", help="remove .venv and node_modules, too")
    add("schema")
    return parser


def _add_bench_options(command: argparse.ArgumentParser) -> None:
    posts = "time a generated site of so many posts, and not the demo (10 at least; without it the demo and 100 posts)"
    command.add_argument("--posts", type=int, metavar="N", help=posts)
    command.add_argument("--cases", type=int, metavar="N", help="its cases (default: one for 20 posts)")
    command.add_argument("--peers", action="store_true", help="time Pelican, Hugo and Eleventy on the same texts")
    command.add_argument("--core", action="store_true", help="without cards, search and the like, timed for themselves")
    command.add_argument("--rounds", type=int, default=3, help="how often each thing is timed (default: 3)")


def _make_common_options() -> argparse.ArgumentParser:
    return argparse.ArgumentParser(add_help=False, parents=[_make_content_options(), _make_settings_option()])


def _make_content_options() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(add_help=False)
    options.add_argument("--content", type=Path, metavar="DIR", help="instead of the content that the settings name")
    options.add_argument("--now", type=_parse_time, metavar="TIME", help="the time to build for, as 2026-01-05T12:00Z")
    return options


def _make_settings_option(name: str = "pelicanconf.py") -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(add_help=False)
    options.add_argument("--settings", type=Path, default=ROOT / name, metavar="FILE", help=f"default: {name}")
    return options


def _make_output_option(reading: argparse.ArgumentParser) -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(add_help=False, parents=[reading])
    options.add_argument("--output", type=Path, metavar="DIR", help="instead of the output that the settings name")
    return options


def _make_publish_parents() -> tuple[argparse.ArgumentParser, ...]:
    """Return the options of content, and those of all commands that work on the releases."""
    options = argparse.ArgumentParser(add_help=False)
    where = "the folder of the releases, instead of the one that the settings name"
    options.add_argument("--output", type=Path, dest="public", metavar="DIR", help=where)
    return _make_content_options(), _make_settings_option("publishconf.py"), options


def _add_publish_options(command: argparse.ArgumentParser) -> None:
    shrink = "publish although the site has far fewer pages than the live release"
    command.add_argument("--allow-shrink", action="store_true", help=shrink)
    gone = "publish although addresses of the live release lead nowhere any more"
    command.add_argument("--allow-gone", action="store_true", help=gone)


def _add_rollback_options(command: argparse.ArgumentParser) -> None:
    which = "a release by its id or number, as `releases` lists them (default: the one before the live one)"
    command.add_argument("release", nargs="?", metavar="ID", help=which)


def _add_verify_options(command: argparse.ArgumentParser) -> None:
    command.add_argument("--content", type=Path, metavar="DIR", help="instead of the content that the settings name")
    which = "a release by its id or number (default: the live one)"
    command.add_argument("release", nargs="?", metavar="ID", help=which)


def _add_check_options(command: argparse.ArgumentParser) -> None:
    command.add_argument("--fix", action="store_true", help="write the ids that are missing, and show the difference")
    command.add_argument("--external", action="store_true", help="ask for what is linked to on other sites, too")
    command.add_argument("--private", action="store_true", help="with --external: ask machines of this network, too")
    command.add_argument("--format", choices=("text", "github"), default="text", help="how to print what is wrong")
    command.add_argument(
        "files", nargs="*", type=Path, metavar="FILE", help="files or folders to report on (default: all)"
    )


def _add_new_options(command: argparse.ArgumentParser) -> None:
    command.add_argument("kind", choices=("post", "page", "case"))
    command.add_argument("title", metavar="TITLE")


def _add_digest_options(command: argparse.ArgumentParser) -> None:
    since = "when the last letter was made: a day, or a time as 2026-01-05T12:00Z; what is newer comes into this one"
    command.add_argument("--since", type=_parse_time, metavar="DATE", required=True, help=since)
    command.add_argument("--full", action="store_true", help="posts whole; else their summaries and links")
    command.add_argument("--output", type=Path, dest="letter", metavar="FILE", help="default: what is printed")


OUTCOMES_PARTS = {
    "import": "Hold every message of files, mailboxes and folders; none is held twice.",
    "list": "List what is held: age, case, option, marks, first words.",
    "show": "Show one whole, what its marks mean, and the file that it would be.",
    "accept": "Move some into the content, to be committed; the check of the content has to pass them.",
    "edit": "Open one in the editor, held or published.",
    "decline": "Delete what some held ones say; they are not brought back.",
    "withdraw": "Delete what some published ones say; they are not brought back.",
    "review": "Go through what is held, one by one.",
    "template": "Print the template with which a forge asks for an outcome.",
}


def _add_outcomes_parts(command: argparse.ArgumentParser, reading: argparse.ArgumentParser) -> None:
    parts = command.add_subparsers(dest="part", metavar="PART", required=True)
    which = "the id, or its beginning"
    for name, says in OUTCOMES_PARTS.items():
        part = parts.add_parser(name, help=says, description=says, parents=[reading])
        if name == "import":
            part.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="a file or folder with messages")
        elif name == "list":
            part.add_argument("--json", action="store_true", help="for programs")
        elif name in ("show", "edit"):
            part.add_argument("id", metavar="ID", help=which)
        elif name == "template":
            part.add_argument("forge", choices=("github", "gitlab", "forgejo"))
        elif name != "review":
            part.add_argument("ids", nargs="+", metavar="ID", help=which)


def _add_deploy_options(command: argparse.ArgumentParser) -> None:
    command.add_argument("target", choices=("gh-pages", "rsync", "rclone"))
    command.add_argument("--release", metavar="ID", help="another release than the live one, by its name or number")
    command.add_argument("--dry-run", action="store_true", help="only show what would change and go")
    command.add_argument("--allow-deletions", action="store_true", help="more than a tenth of the addresses may go")
    command.add_argument("--allow-foreign", action="store_true", help="replace files that something else wrote there")


def _parse_time(text: str) -> str:
    """Return `text` if it says a time in ISO 8601."""
    try:
        datetime.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no ISO time such as 2026-01-05T12:00Z") from None
    return text


def _end(code: int) -> NoReturn:
    """End this process, without freeing one by one all values that it has made: that is a second at 10,000 posts.

    mypy ends so, too. Source: https://github.com/python/mypy/blob/master/mypy/util.py (`hard_exit`)
    """
    with suppress(OSError):  # nobody reads on: Python has its own way to say so
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
    raise SystemExit(code)


if __name__ == "__main__":
    _end(main())

try:
    from invoke.collection import Collection
    from invoke.tasks import Task
except ImportError:
    pass
else:

    def _make_task(name: str) -> Task[Callable[..., None]]:
        def run(_context: object) -> None:
            raise SystemExit(main([name]))

        _, run.__doc__ = COMMANDS[name]
        return Task(run, name=name)

    namespace = Collection(*(_make_task(name) for name in PLAIN_COMMANDS))
