"""The commands of authors: see the site, build it, check and start documents, write the letter."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from commands.saying import complain, count_errors, load_settings, print_all
from commands.showing import show_progress
from plugins.diagnostics import format_github, format_text, has_errors
from plugins.publishing.placing import hold_output

if TYPE_CHECKING:
    from plugins.blog.entries import Entry
    from plugins.site.content import Content


def serve(arguments: argparse.Namespace) -> int:
    """Show the site while it is written, until it is interrupted."""
    from commands.previewing import Reader
    from plugins.preview.live_site import LiveSite
    from plugins.preview.server import make_server
    from plugins.preview.serving import serve as serve_preview

    reader = Reader(arguments)
    site = LiveSite(reader, Path.cwd())
    try:
        server = make_server(site, arguments.port)
    except OSError as error:
        return complain(f"cannot listen on port {arguments.port}: {error.strerror}. Choose another with --port")
    reader.address = f"http://localhost:{server.server_port}"
    print(f"{reader.address}/  (Ctrl+C ends the preview)", flush=True)
    serve_preview(server, site, reader.find_watched, complain)
    return 0


def build(arguments: argparse.Namespace) -> int:
    """Put a checked site into the output."""
    settings = load_settings(arguments)
    with hold_output(settings, arguments.command):
        # This takes its time to import, and whoever comes second is to be told at once.
        from plugins.publishing.building import build_site

        with show_progress() as display:
            report = build_site(settings)
            if report.done:
                display.summarize()
    print_all(report.diagnostics)
    if not report.done:
        print(f"{count_errors(report.diagnostics)}; the output is as it was", file=sys.stderr)
        return 1
    print(f"{report.pages} pages, {report.files} files in {os.path.relpath(settings.output)}")
    return 0


def check(arguments: argparse.Namespace) -> int:
    """Name every mistake in the content, or in some files of it."""
    from plugins.site.content import load_content

    wanted = [file.resolve() for file in arguments.files]
    if missing := [file for file in arguments.files if not file.exists()]:
        return complain(f"there is no {missing[0]} to check")
    settings = load_settings(arguments)
    content, diagnostics = load_content(settings)
    if arguments.fix:
        _fix([entry for entry in content.entries if _is_wanted(entry.source.path, wanted)])
        content, diagnostics = load_content(settings)
    shown = [diagnostic for diagnostic in diagnostics if _is_wanted(diagnostic.path, wanted)]
    print_all(shown, FORMS[arguments.format], sys.stdout)
    if arguments.external:
        _check_external(content, wanted, arguments)
    if not shown:
        count = sum(_is_wanted(entry.source.path, wanted) for entry in content.entries)
        print(f"{count} {'document' if count == 1 else 'documents'}, no mistakes")
    return int(has_errors(shown))


FORMS = {"text": format_text, "github": format_github}
"""How diagnostics are printed, by the value of --format."""


def _check_external(content: Content, wanted: Sequence[Path], arguments: argparse.Namespace) -> None:
    """Ask for what the content links to on other sites, and print what is found; it changes no exit code."""
    from plugins.checks.asking import Asker
    from plugins.checks.external import check_external

    try:
        report = check_external(content, Asker(allow_private=arguments.private), datetime.now(UTC), wanted)
    except OSError as error:
        print(f"the answers of other sites cannot be kept: {error}", file=sys.stderr)
        return
    print_all(report.diagnostics, FORMS[arguments.format], sys.stdout)
    print(report.summary)


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


def new(arguments: argparse.Namespace) -> int:
    """Write the files of a new document, and print their paths."""
    from plugins.site.starting import StartError, start_document

    try:
        files = start_document(arguments.kind, arguments.title, load_settings(arguments))
    except StartError as error:
        return complain(str(error))
    for file in files:
        print(os.path.relpath(file))
    return 0


def schema(arguments: argparse.Namespace) -> int:
    """Write the JSON Schema of case.yaml, and print its path."""
    from plugins.cases.schema import write_schema

    del arguments
    print(os.path.relpath(write_schema()))
    return 0


def digest(arguments: argparse.Namespace) -> int:
    """Write the letter with what is new."""
    from plugins.feeds.digesting import find_since, write_digest

    settings = load_settings(arguments)
    since = find_since(arguments.since, settings)
    if since > settings.now:
        return complain(f"--since {arguments.since} is later than now, {settings.now.isoformat()}")
    message, diagnostics = write_digest(settings, since, full=arguments.full)
    print_all(diagnostics)
    if has_errors(diagnostics):
        return 1
    if message is None:
        print(f"Nothing was published since {arguments.since}: there is no letter to send", file=sys.stderr)
        return 0
    return _put(message, arguments.letter)


def _put(data: bytes, path: Path | None) -> int:
    """Write a file, or to the standard output where none is named."""
    if path is None:
        sys.stdout.buffer.write(data)
        return 0
    try:
        path.write_bytes(data)
    except OSError as error:
        return complain(f"{path} cannot be written: {error.strerror}")
    print(os.path.relpath(path))
    return 0
