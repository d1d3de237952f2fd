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
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from plugins.blog.entries import Entry
    from plugins.diagnostics import Diagnostic
    from plugins.settings import SiteSettings
    from plugins.site.content import Content

ROOT = Path(__file__).resolve().parent
CACHES = frozenset(
    {"__pycache__", ".pytest_cache", ".mypy_cache", ".ruff_cache", ".hypothesis", ".import_linter_cache"}
)
PLAIN_COMMANDS = ("serve", "build", "check", "test", "publish")
PREVIEW_PATIENCE = 60
"""Seconds that a preview waits for another one's build into the same folder."""


def serve(arguments: argparse.Namespace) -> int:
    """Show the site while it is written; drafts too."""
    from plugins.preview.server import Preview, make_server
    from plugins.preview.serving import serve as serve_preview

    folder = arguments.output or ROOT / ".casebook" / "preview"
    preview = Preview(folder, Path.cwd())
    try:
        server = make_server(preview, arguments.port)
    except OSError as error:
        return _complain(f"cannot listen on port {arguments.port}: {error.strerror}. Choose another with --port")
    address = f"http://localhost:{server.server_port}"
    overrides = {"OUTPUT_PATH": folder, "SITEURL": address}
    settings, _ = _read_settings(arguments, overrides, preview=True)
    folders = [settings.content, settings.theme, settings.words_path] if settings else []
    folders += [settings.tokens] if settings and settings.tokens else []
    print(f"{address}/  (Ctrl+C ends the preview)", flush=True)
    watched = [arguments.settings, *folders, ROOT / "plugins" / "cases"]
    serve_preview(server, preview, lambda: _build(arguments, overrides, preview=True), watched)
    return 0


def build(arguments: argparse.Namespace) -> int:
    """Check the content, build the site, check the site."""
    return 1 if _build(arguments, {}) else 0


def publish(arguments: argparse.Namespace) -> int:
    """Build a release aside, check it, and switch to it in one step."""
    from plugins.diagnostics import Code
    from plugins.publishing.public_folder import hold_public

    settings, _ = _read_settings(arguments, {})
    if settings is None:
        return 1
    wishes = {Code.FEWER_PAGES: arguments.allow_shrink, Code.GONE_ADDRESS: arguments.allow_gone}
    with hold_public(settings, "publish"):
        # This takes its time to import, and whoever comes second is to be told at once.
        from plugins.publishing.releasing import publish_site

        report = publish_site(settings, frozenset(code for code, is_meant in wishes.items() if is_meant))
    _print(report.diagnostics)
    current = os.path.relpath(settings.public / "current")
    if not report.live:
        print(f"{_count_errors(report.diagnostics)}; {current} is as it was", file=sys.stderr)
        return 1
    done = f"nothing has changed, {report.live} stays live" if report.is_same else f"{report.live} is live"
    print(f"{done}: {report.pages} pages, {report.files} files in {current}")
    return 0


def rollback(arguments: argparse.Namespace) -> int:
    """Switch back to an older release: the one before the live one, or the one that is named."""
    from plugins.publishing.going_back import NoReleaseError, roll_back
    from plugins.publishing.public_folder import hold_public

    settings, _ = _read_settings(arguments, {})
    if settings is None:
        return 1
    try:
        with hold_public(settings, "rollback"):
            release, problems = roll_back(settings, arguments.release)
    except NoReleaseError as error:
        return _complain(str(error))
    _print(problems)
    if problems:
        return 1
    print(f"{release.id} is live: {len(release.manifest.pages)} pages in {os.path.relpath(release.folder)}")
    return 0


def releases(arguments: argparse.Namespace) -> int:
    """List the releases, oldest first, and say which is live."""
    from plugins.publishing.listing import format_releases
    from plugins.publishing.public_folder import check_public

    settings, _ = _read_settings(arguments, {})
    if settings is None:
        return 1
    if refusals := check_public(settings):
        _print(refusals)
        return 1
    for line in format_releases(settings.public):
        print(line)
    return 0


def verify(arguments: argparse.Namespace) -> int:
    """Build the live release anew, or another one, and name every path in which the two differ."""
    from plugins.publishing.verifying import VerifyError, format_report, verify_release

    settings, _ = _read_settings(arguments, {})
    if settings is None:
        return 1
    try:
        report = verify_release(settings, arguments.release)
    except VerifyError as error:
        return _complain(str(error))
    _print(report.diagnostics)
    for line in format_report(report):
        print(line)
    return 0 if report.is_same else 1


def check(arguments: argparse.Namespace) -> int:
    """Check the content only, and name every mistake in it."""
    from plugins.diagnostics import format_github, has_errors
    from plugins.site.content import load_content

    wanted = [file.resolve() for file in arguments.files]
    if missing := [file for file in arguments.files if not file.exists()]:
        return _complain(f"there is no {missing[0]} to check")
    settings, _ = _read_settings(arguments, {})
    if settings is None:
        return 1
    content, diagnostics = load_content(settings)
    if arguments.fix:
        _fix([entry for entry in content.entries if _is_wanted(entry.source.path, wanted)])
        content, diagnostics = load_content(settings)
    shown = [diagnostic for diagnostic in diagnostics if _is_wanted(diagnostic.path, wanted)]
    _print(shown, format_github if arguments.format == "github" else None, sys.stdout)
    if arguments.external:
        _check_external(content, wanted, arguments)
    if not shown:
        count = sum(_is_wanted(entry.source.path, wanted) for entry in content.entries)
        print(f"{count} {'document' if count == 1 else 'documents'}, no mistakes")
    return int(has_errors(shown))


def _check_external(content: Content, wanted: Sequence[Path], arguments: argparse.Namespace) -> None:
    """Ask for what the content links to on other sites, and print what is found; it changes no exit code."""
    from datetime import UTC

    from plugins.checks.asking import Asker
    from plugins.checks.external import check_external
    from plugins.diagnostics import format_github

    try:
        report = check_external(content, Asker(allow_private=arguments.private), datetime.now(UTC), wanted)
    except OSError as error:
        print(f"the answers of other sites cannot be kept: {error}", file=sys.stderr)
        return
    _print(report.diagnostics, format_github if arguments.format == "github" else None, sys.stdout)
    print(report.summary)


def new(arguments: argparse.Namespace) -> int:
    """Start a post, a page or a case."""
    from plugins.site.starting import StartError, start_document

    settings, _ = _read_settings(arguments, {})
    if settings is None:
        return 1
    try:
        files = start_document(arguments.kind, arguments.title, settings)
    except StartError as error:
        return _complain(str(error))
    for file in files:
        print(os.path.relpath(file))
    return 0


def schema(arguments: argparse.Namespace) -> int:
    """Write the JSON Schema of case.yaml for editors."""
    from plugins.cases.schema import write_schema

    del arguments
    print(os.path.relpath(write_schema()))
    return 0


def digest(arguments: argparse.Namespace) -> int:
    """Write a letter with what was published since a day, for those who subscribe by e-mail."""
    from plugins.diagnostics import has_errors
    from plugins.feeds.digesting import find_since, write_digest

    settings, _ = _read_settings(arguments, {})
    if settings is None:
        return 1
    since = find_since(arguments.since, settings)
    if since > settings.now:
        return _complain(f"--since {arguments.since} is later than now, {settings.now.isoformat()}")
    message, diagnostics = write_digest(settings, since, full=arguments.full)
    _print(diagnostics)
    if has_errors(diagnostics):
        return 1
    if message is None:
        print(f"Nothing was published since {arguments.since}: there is no letter to send", file=sys.stderr)
        return 0
    return _put(message, arguments.letter)


def deploy(arguments: argparse.Namespace) -> int:
    """Send the live release to where readers get it: GitHub Pages, a server, or storage."""
    from plugins.publishing.deploying.deploy import DeployOptions, deploy_site
    from plugins.publishing.deploying.errors import DeployError
    from plugins.publishing.public_folder import hold_public

    settings, _ = _read_settings(arguments, {})
    if settings is None:
        return 1
    options = DeployOptions(
        arguments.release, arguments.dry_run, arguments.allow_deletions, arguments.allow_foreign
    )  # fmt: skip
    try:
        with hold_public(settings, "deploy"):
            deploy_site(settings, arguments.target, options, lambda line: print(line, flush=True))
    except DeployError as error:
        return _complain(str(error), error.code)
    except OSError as error:
        return _complain(f"{error.filename or settings.public}: {error.strerror}", 1)
    return 0


def test(arguments: argparse.Namespace) -> int:
    """Run all checks of the code and all tests, and install what they need."""
    from tools.system import run_tests

    return run_tests(arguments.pytest_arguments)


def bench(arguments: argparse.Namespace) -> int:
    """Time the builds and the pages of the demo, as ratios and scores of one run."""
    from tools.system import run_bench

    return run_bench(["--rounds", str(arguments.rounds)])


def clean(arguments: argparse.Namespace) -> int:
    """Remove what can be made again: the output and the caches."""
    doomed = [ROOT / ".casebook", *_find_caches()]
    if (ROOT / "output" / ".casebook-manifest.json").is_file():
        doomed.append(ROOT / "output")
    if arguments.all:
        doomed += [ROOT / ".venv", ROOT / "node_modules"]
    for folder in doomed:
        # A link may lead to something that is not ours.
        if folder.is_dir() and not folder.is_symlink():
            shutil.rmtree(folder)
            print(f"removed {folder.relative_to(ROOT)}")
    return 0


def _put(data: bytes, path: Path | None) -> int:
    """Write a file, or to the standard output where none is named."""
    if path is None:
        sys.stdout.buffer.write(data)
        return 0
    try:
        path.write_bytes(data)
    except OSError as error:
        return _complain(f"{path} cannot be written: {error.strerror}")
    print(os.path.relpath(path))
    return 0


def _fix(entries: Sequence[Entry]) -> None:
    """Write the ids that are missing, and show the difference."""
    from plugins.site.fixing import apply_fix, find_fixes

    for fix in find_fixes(entries):
        try:
            apply_fix(fix)
        except OSError as error:
            print(f"{os.path.relpath(fix.path)} cannot be written: {error.strerror}", file=sys.stderr)
        else:
            print(fix.format(Path.cwd()), end="")


def _is_wanted(path: Path, wanted: Sequence[Path]) -> bool:
    """Tell whether a file is among those that were asked for, or in a folder that was; all are where none is named."""
    return not wanted or any(path.resolve().is_relative_to(one) for one in wanted)


def _build(arguments: argparse.Namespace, overrides: dict[str, object], *, preview: bool = False) -> list[Diagnostic]:
    """Build, print what was found and done, and return the errors. Raises LockedError."""
    from plugins.diagnostics import Severity
    from plugins.publishing.locking import RefusedError
    from plugins.publishing.placing import hold_output

    settings, diagnostics = _read_settings(arguments, overrides, preview=preview)
    if settings is None:
        return diagnostics
    try:
        # A preview builds after each change: it may wait for another one that shows the same folder.
        with hold_output(settings, arguments.command, patience=PREVIEW_PATIENCE if preview else 0):
            # This takes its time to import, and whoever comes second is to be told at once.
            from plugins.publishing.building import build_site

            report = build_site(settings)
    except RefusedError as error:
        _print(error.diagnostics)
        return error.diagnostics
    _print(report.diagnostics)
    errors = [diagnostic for diagnostic in report.diagnostics if diagnostic.severity is Severity.ERROR]
    if report.done:
        print(f"{report.pages} pages, {report.files} files in {os.path.relpath(settings.output)}")
    else:
        print(f"{_count_errors(errors)}; the output is as it was", file=sys.stderr)
    return errors


def _count_errors(diagnostics: Sequence[Diagnostic]) -> str:
    count = sum(diagnostic.severity == "error" for diagnostic in diagnostics)
    return f"{count} {'error' if count == 1 else 'errors'}"


def _read_settings(
    arguments: argparse.Namespace, overrides: dict[str, object], *, preview: bool = False
) -> tuple[SiteSettings | None, list[Diagnostic]]:
    """Return the settings of a command, or None and what is wrong with them, printed already."""
    from plugins.settings import read_now, read_settings

    named = {
        "PATH": getattr(arguments, "content", None),
        "OUTPUT_PATH": getattr(arguments, "output", None),
        "PUBLISH_PATH": getattr(arguments, "public", None),
    }
    given = {name: path.absolute() for name, path in named.items() if path is not None}
    try:
        now = read_now(getattr(arguments, "now", None), os.environ)
    except ValueError as error:
        raise SystemExit(_complain(str(error))) from None
    overrides = {**overrides, **given}
    gallery = getattr(arguments, "gallery", False)
    settings, diagnostics = read_settings(
        arguments.settings, now=now, overrides=overrides, preview=preview, gallery=gallery
    )
    _print(diagnostics)
    return settings, diagnostics


def _print(
    diagnostics: Sequence[Diagnostic],
    form: Callable[[Diagnostic, Path], str] | None = None,
    file: TextIO | None = None,
) -> None:
    from plugins.diagnostics import format_text

    for diagnostic in diagnostics:
        print((form or format_text)(diagnostic, Path.cwd()), file=file or sys.stderr)


def _find_caches() -> Iterator[Path]:
    """Yield the folders of caches, but none inside another or inside what others made."""
    passed_over = {*CACHES, ".git", ".venv", "node_modules", "output", "public"}
    for folder, names, _ in os.walk(ROOT):
        yield from (Path(folder, name) for name in names if name in CACHES)
        names[:] = [name for name in names if name not in passed_over]


def main(typed: Sequence[str] | None = None) -> int:
    """Run the command that was `typed` (default: on the command line) and return its exit code."""
    typed = list(sys.argv[1:] if typed is None else typed)
    if sys.version_info < (3, 11):  # noqa: UP036 - this is where an older Python gets its answer
        return _complain(f"Casebook needs Python 3.11 or newer; this is {sys.version.split()[0]} ({sys.executable})")
    from plugins.publishing.locking import LockedError, RefusedError
    from tools.bootstrap import RUNTIME_LOCKS, TEST_LOCKS, SetupError, enter

    arguments = parse_arguments(typed)
    try:
        if arguments.command in ("test", "bench"):
            enter(Path(__file__), typed, TEST_LOCKS)
        elif arguments.command != "clean":
            enter(Path(__file__), typed, RUNTIME_LOCKS, TEST_LOCKS)
        return int(arguments.run(arguments))
    except SetupError as error:
        return _complain(str(error))
    except RefusedError as error:
        _print(error.diagnostics)
        return 1
    except LockedError as error:
        return _complain(str(error), 3)
    except KeyboardInterrupt:
        return 130


def _complain(message: str, code: int = 2) -> int:
    print(f"tasks.py: {message}", file=sys.stderr)
    return code


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

    def add(run: Callable[[argparse.Namespace], int], *parents: argparse.ArgumentParser) -> argparse.ArgumentParser:
        command = commands.add_parser(run.__name__, help=run.__doc__, description=run.__doc__, parents=parents)
        command.set_defaults(run=run)
        return command

    add(serve, everywhere).add_argument("--port", type=int, default=8000, help="where to listen (default: 8000)")
    gallery = "build gallery/ too: every component of a case in every state"
    add(build, everywhere).add_argument("--gallery", action="store_true", help=gallery)
    _add_publish_options(add(publish, *published))
    _add_rollback_options(add(rollback, *published[1:]))
    add(releases, *published[1:])
    _add_verify_options(add(verify, *published[1:]))
    _add_check_options(add(check, everywhere))
    _add_new_options(add(new, everywhere))
    _add_digest_options(add(digest, reading))
    _add_deploy_options(add(deploy, *published[1:]))
    add(test).usage = "tasks.py test [-h] [-- PYTEST_ARGUMENT ...]"
    add(bench).add_argument("--rounds", type=int, default=3, help="how often each thing is timed (default: 3)")
    add(clean).add_argument("--all", action="store_true", help="remove .venv and node_modules, too")
    add(schema)
    return parser


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


if __name__ == "__main__":
    raise SystemExit(main())

try:
    from invoke.collection import Collection
    from invoke.tasks import Task
except ImportError:
    pass
else:

    def _make_task(name: str) -> Task[Callable[..., None]]:
        def run(_context: object) -> None:
            raise SystemExit(main([name]))

        run.__doc__ = globals()[name].__doc__
        return Task(run, name=name)

    namespace = Collection(*(_make_task(name) for name in PLAIN_COMMANDS))
