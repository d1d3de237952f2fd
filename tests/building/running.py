"""What the tests of whole builds share: the real command in a process of its own, and trees of files to compare."""

from __future__ import annotations

import difflib
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from plugins.publishing.building import BuildReport, build_site
from plugins.publishing.manifests import MANIFEST
from plugins.settings import SiteSettings, read_now, read_settings

ROOT = Path(__file__).resolve().parents[2]
SITES = ROOT / "tests" / "sites"
NOW = "2026-06-01T12:00+00:00"
"""The time that every test builds for."""

CACHE = ROOT / ".casebook" / "cache"
"""One store for all sites that the tests build."""

READABLE = {"MINIFY": False, "BROTLI_QUALITY": 0, "GZIP_LEVEL": 0}
"""Settings of a site whose files are to be read by people and tests."""

PASSED_ON = ("PATH", "HOME", "SYSTEMROOT")
"""All that a command gets of the environment; the rest would let the machine have a say."""

PLUGINS = [
    "plugins.documents.pelican_hooks",
    "plugins.cases.pelican_hooks",
    "plugins.site.pelican_hooks",
]


@dataclass(frozen=True)
class Run:
    """What a finished command said, and its exit code."""

    code: int
    out: str
    err: str


def run_python(*arguments: str | Path, cwd: Path = ROOT, env: Mapping[str, str] | None = None) -> Run:
    """Run Python, of this `.venv`, in a clean environment."""
    kept = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    environment = {**kept, "PYTHONDONTWRITEBYTECODE": "1", **(env or {})}
    command = [sys.executable, *map(str, arguments)]
    # What is printed may be in the locale's encoding, whatever that is: no test looks at more than ASCII.
    done = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, check=False, timeout=120)
    return Run(done.returncode, done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace"))


def run_build(
    settings: Path, output: Path, *more: str | Path, cwd: Path = ROOT, env: Mapping[str, str] | None = None
) -> Run:
    """Run `tasks.py build` for a settings file, for NOW unless `more` says otherwise."""
    named = ("--settings", settings, "--output", output, "--now", NOW)
    return run_python(ROOT / "tasks.py", "build", *named, *more, cwd=cwd, env=env)


def build_here(settings: Path, output: Path, overrides: Mapping[str, object] = READABLE) -> BuildReport:
    """Build a site in this process."""
    return build_site(load_settings(settings, output, overrides))


def load_settings(path: Path, output: Path, overrides: Mapping[str, object] = READABLE) -> SiteSettings:
    """Return the settings of a file for NOW."""
    settings, diagnostics = read_settings(
        path, now=read_now(NOW, {}), overrides={"CACHE_PATH": CACHE, **overrides, "OUTPUT_PATH": output}
    )
    assert diagnostics == []
    assert settings is not None
    return settings


def write_files(folder: Path, files: Mapping[str, str]) -> None:
    """Write texts by their paths in a folder."""
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")


def read_tree(folder: Path) -> dict[str, bytes]:
    """Return every file of a folder by its path in it."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def read_site(folder: Path) -> dict[str, bytes]:
    """Return every file of a built site but the manifest, which only repeats the others."""
    return {path: data for path, data in read_tree(folder).items() if path != MANIFEST}


def compare_trees(expected: Mapping[str, bytes], actual: Mapping[str, bytes]) -> str:
    """Return what differs, file by file, or "" where nothing does."""
    return "\n".join(_compare(expected, actual))


def _compare(expected: Mapping[str, bytes], actual: Mapping[str, bytes]) -> Iterator[str]:
    for path in sorted({*expected, *actual}):
        if path not in actual:
            yield f"{path}: is missing"
        elif path not in expected:
            yield f"{path}: is not expected"
        elif expected[path] != actual[path]:
            yield _compare_files(path, expected[path], actual[path])


def _compare_files(path: str, expected: bytes, actual: bytes) -> str:
    try:
        before, after = expected.decode("utf-8").splitlines(), actual.decode("utf-8").splitlines()
    except UnicodeDecodeError:
        return f"{path}: {len(expected)} bytes expected, {len(actual)} other ones found"
    lines = [*difflib.unified_diff(before, after, f"expected/{path}", f"actual/{path}", lineterm="", n=1)]
    return "\n".join(lines or [f"{path}: differs in line ends"])
