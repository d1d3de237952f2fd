"""A settings file, which is Python: what it assigns, in which line, and why it cannot be run."""

from __future__ import annotations

import ast
import importlib
import os
import runpy
import sys
import traceback
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from plugins.diagnostics import Code, Diagnostic, Position, make_error


def run_settings_file(path: Path) -> tuple[dict[str, Any], list[Diagnostic]]:
    """Return the upper-case names of a settings file, or what is wrong with it.

    It is run as Pelican does; it can import from its folder, as publishconf.py does from pelicanconf.py.
    """
    folder, before, writes = path.parent.absolute(), {*sys.modules}, sys.dont_write_bytecode
    sys.path.insert(0, os.fspath(folder))
    # What Python keeps of a module it knows by its second and size: too little for a preview, in which it changes.
    sys.dont_write_bytecode = True
    importlib.invalidate_caches()
    try:
        values = runpy.run_path(os.fspath(path))
    except (Exception, SystemExit) as error:  # the file is Python and may fail in any way
        return {}, [_explain_failure(path, error)]
    finally:
        sys.dont_write_bytecode = writes
        sys.path.remove(os.fspath(folder))
        _forget_modules(folder, {*sys.modules} - before)
    return {name: value for name, value in values.items() if name.isupper()}, []


def _forget_modules(folder: Path, names: Iterable[str]) -> None:
    """Let the files that a settings file builds on be read anew: they may change, and another site has its own."""
    for name in names:
        file = getattr(sys.modules[name], "__file__", None)
        if file is not None and Path(file).parent == folder:
            del sys.modules[name]


def _explain_failure(path: Path, error: BaseException) -> Diagnostic:
    if isinstance(error, FileNotFoundError) and not path.exists():
        return make_error(
            path, Position(), Code.BAD_SETTING, "there is no such settings file", hint="Give its path with --settings."
        )
    line = error.lineno if isinstance(error, SyntaxError) else _find_failing_line(path, error)
    return make_error(
        path, Position(line or 1, 1), Code.BAD_SETTING, "the settings file cannot be run",
        found=f"{type(error).__name__}: {error}", hint="Mend this line.",
    )  # fmt: skip


def _find_failing_line(path: Path, error: BaseException) -> int | None:
    frames = traceback.extract_tb(error.__traceback__)
    return next((frame.lineno for frame in reversed(frames) if Path(frame.filename) == path), None)


def find_setting(path: Path, name: str) -> Position:
    """Return where a setting is last assigned in its file, or the file's beginning where it is not."""
    try:
        tree = ast.parse(path.read_text(encoding="utf-8"))
    except (OSError, SyntaxError, ValueError):
        return Position()
    lines = [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Name) and node.id == name and isinstance(node.ctx, ast.Store)
    ]
    return Position(max(lines, default=1), 1)
