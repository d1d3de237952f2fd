"""What all commands have in common: how they read their settings, and how they say what is wrong."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TextIO

from plugins.diagnostics import Diagnostic, Severity, format_text
from plugins.locking import LockedError
from plugins.publishing.failures import RefusedError
from plugins.settings import SiteSettings, read_now, read_settings

PROGRAM = "tasks.py"


class StoppedError(Exception):
    """A command cannot do its work; holds what is to be said, and the exit code."""

    def __init__(self, diagnostics: Sequence[Diagnostic] = (), code: int = 1, message: str = "") -> None:
        super().__init__(message)
        self.diagnostics = list(diagnostics)
        self.code = code


def load_settings(
    arguments: argparse.Namespace, overrides: Mapping[str, object] | None = None, *, preview: bool = False
) -> SiteSettings:
    """Return the settings that a command was given; warnings are printed.

    `overrides` are settings by their upper-case names. Raises StoppedError where they cannot be read.
    """
    named = {
        "PATH": getattr(arguments, "content", None),
        "OUTPUT_PATH": getattr(arguments, "output", None),
        "PUBLISH_PATH": getattr(arguments, "public", None),
    }
    given = {name: path.absolute() for name, path in named.items() if path is not None}
    try:
        now = read_now(getattr(arguments, "now", None), os.environ)
    except ValueError as error:
        raise StoppedError(code=2, message=str(error)) from None
    gallery = getattr(arguments, "gallery", False)
    settings, diagnostics = read_settings(
        arguments.settings, now=now, overrides={**(overrides or {}), **given}, preview=preview, gallery=gallery
    )
    if settings is None:
        raise StoppedError(diagnostics)
    print_all(diagnostics)
    return settings


def print_all(
    diagnostics: Sequence[Diagnostic],
    form: Callable[[Diagnostic, Path], str] = format_text,
    file: TextIO | None = None,
) -> None:
    """Print a line for each diagnostic, to the standard error unless another `file` is named."""
    for diagnostic in diagnostics:
        print(form(diagnostic, Path.cwd()), file=file or sys.stderr)


def complain(message: str, code: int = 2) -> int:
    """Say why a command cannot do its work, and return the exit code."""
    print(f"{PROGRAM}: {message}", file=sys.stderr)
    return code


def run_command(run: Callable[[argparse.Namespace], int], arguments: argparse.Namespace) -> int:
    """Run a command, say what stops it, and return its exit code."""
    try:
        return run(arguments)
    except StoppedError as error:
        print_all(error.diagnostics)
        return complain(str(error), error.code) if str(error) else error.code
    except RefusedError as error:
        print_all(error.diagnostics)
        return 1
    except LockedError as error:
        return complain(str(error), 3)


def count_errors(diagnostics: Sequence[Diagnostic]) -> str:
    """Return how many errors there are, in words: "1 error"."""
    count = sum(diagnostic.severity is Severity.ERROR for diagnostic in diagnostics)
    return f"{count} {'error' if count == 1 else 'errors'}"
