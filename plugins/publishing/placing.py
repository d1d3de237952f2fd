"""Where a site may be put, and how: it is written aside, then takes its place whole.

Only what Casebook wrote is ever deleted: a folder that holds anything else is left alone.
"""

from __future__ import annotations

import glob
import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from plugins.diagnostics import Code, Diagnostic, make_error
from plugins.locking import hold_lock, is_running
from plugins.publishing.failures import RefusedError, explain_unwritable
from plugins.publishing.manifests import find_files, read_names
from plugins.publishing.swapping import exchange
from plugins.settings import SiteSettings
from plugins.settings_file import find_setting

RELEASES = "releases"
"""Where the releases lie in PUBLISH_PATH."""

Problem = tuple[str, str]
"""What is wrong with a folder, and what to do."""


def check_output(settings: SiteSettings) -> list[Diagnostic]:
    """Return why the output folder must not be written: it holds or lies in what is not ours, or has others' files."""
    output = settings.output
    try:
        problem = find_clash(settings, output, "OUTPUT_PATH") or _find_clash_with_release(settings)
        problem = problem or _find_no_folder(output) or _find_foreign_file(output)
    except OSError as error:
        problem = f"the output cannot be looked into: {error.strerror}", choose_another("OUTPUT_PATH")
    return explain_refusal(settings, "OUTPUT_PATH", problem)


def explain_refusal(settings: SiteSettings, name: str, problem: Problem | None) -> list[Diagnostic]:
    """Return a diagnostic for what is wrong with the folder of a setting."""
    if problem is None:
        return []
    message, hint = problem
    found = str(settings.output if name == "OUTPUT_PATH" else settings.public)
    position = find_setting(settings.settings_file, name)
    return [make_error(settings.settings_file, position, Code.FOREIGN_OUTPUT, message, found=found, hint=hint)]


def choose_another(name: str) -> str:
    """Return the hint for a folder that is refused; `name` is its setting."""
    return f"Choose another folder with --output or {name}."


def find_clash(settings: SiteSettings, folder: Path, name: str) -> Problem | None:
    """Return what is wrong with the place of a folder that Casebook writes; `name` is its setting.

    It may not be or hold what is the author's, nor lie in the content, the theme or git's own folder.
    """
    real, what = Path(os.path.realpath(folder)), "the output" if name == "OUTPUT_PATH" else "the releases"
    for part, path, may_lie_in in _find_protected(settings):
        protected = Path(os.path.realpath(path))
        if protected.is_relative_to(real):
            return f"{what} would replace {part}", choose_another(name)
        if not may_lie_in and real.is_relative_to(protected):
            return f"{what} would lie in {part}", choose_another(name)
    return None


def _find_protected(settings: SiteSettings) -> Iterator[tuple[str, Path, bool]]:
    """Go through what no output may replace: its name, where it is, and whether an output may lie in it."""
    yield "the content", settings.content, False
    yield "the theme", settings.theme, False
    yield "the settings", settings.settings_file, True
    yield "your home", Path.home(), True
    for folder in Path(os.path.realpath(settings.settings_file)).parents:
        if (folder / ".git").exists():
            # Whatever holds the repository holds the settings, too.
            yield "git's own folder", folder / ".git", False
            return


def _find_clash_with_release(settings: SiteSettings) -> Problem | None:
    """Return a complaint where the output is a release, which has a manifest of ours, too, and never changes."""
    releases = Path(os.path.realpath(settings.public / RELEASES))
    if Path(os.path.realpath(settings.output)).is_relative_to(releases):
        return "the output would lie in the releases", choose_another("OUTPUT_PATH")
    return None


def _find_no_folder(output: Path) -> Problem | None:
    """Return a complaint where the output is a file or a link: it is to be renamed."""
    if output.is_symlink() or (output.exists() and not output.is_dir()):
        return "the output is no folder", choose_another("OUTPUT_PATH")
    return None


def _find_foreign_file(output: Path) -> Problem | None:
    """Return a complaint where the output holds a file that no build of ours wrote: it would be deleted."""
    if not output.is_dir():
        return None
    foreign = sorted(set(find_files(output)) - read_names(output))
    if foreign:
        message = f"the output folder holds a file that Casebook did not write: {foreign[0]}"
        return message, "Move it out, or choose another folder with --output."
    return None


@contextmanager
def hold_output(settings: SiteSettings, command: str) -> Iterator[None]:
    """Keep other builds out of the output. Where that is refused nothing will be written, and no lock either.

    Raises LockedError where another build is at work, and RefusedError where the lock cannot be written.
    """
    output = settings.output
    with ExitStack() as stack:
        if not check_output(settings):
            try:
                stack.enter_context(hold_lock(output.parent, command, name=f".{output.name}.lock"))
            except OSError as error:
                raise RefusedError([explain_unwritable(settings, error, "OUTPUT_PATH")]) from error
        yield


@contextmanager
def write_aside(output: Path, spare: Path | None = None) -> Iterator[Path]:
    """Give a folder beside the output; what is in it at the end is taken away, be it the new site or the one before.

    With a `spare` it is moved there instead, and given the next time: of two sites that follow each other most files
    are the same, and need not be put there again. Nothing in it is to be trusted. Else the folder is empty.
    """
    aside = output.parent / f".{output.name}.{os.getpid()}.new"
    _sweep(output)
    shutil.rmtree(aside, ignore_errors=True)
    if spare is None or not _move(spare, aside):
        aside.mkdir(parents=True)
    try:
        yield aside
        if spare is not None:
            _move(aside, spare)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _move(folder: Path, place: Path) -> bool:
    """Move a folder to where nothing is, and tell whether that was possible: both may be on different disks."""
    with suppress(OSError):
        place.parent.mkdir(parents=True, exist_ok=True)
        if not folder.is_symlink() and folder.is_dir():
            folder.rename(place)
            return True
    return False


def _sweep(output: Path) -> None:
    """Remove what builds that were killed have left beside the output; an output without a successor is put back."""
    for path in output.parent.glob(f".{glob.escape(output.name)}.*.*"):
        pid, _, kind = path.name.removeprefix(f".{output.name}.").partition(".")
        if kind not in ("new", "old") or not pid.isdigit() or _is_another_run(int(pid)):
            continue
        if kind == "old" and not output.exists():
            path.rename(output)
        else:
            shutil.rmtree(path, ignore_errors=True)


def _is_another_run(pid: int) -> bool:
    """Tell whether a process is at work that is not this one; in a container numbers come again."""
    return pid != os.getpid() and is_running(pid)


def put_in_place(aside: Path, output: Path) -> None:
    """Let a finished folder take the place of the output; the old one is then aside, or gone.

    Where the system can exchange two folders there is an output at every moment. Elsewhere, and on file systems that
    cannot, there is none for some microseconds: two renames make the exchange, and where the second fails the first is
    taken back; a run that is killed between them leaves the old output beside, as `.NAME.PID.old`.
    """
    if not output.exists():
        aside.rename(output)
    elif not exchange(aside, output):
        _replace_in_two_steps(aside, output)


def _replace_in_two_steps(aside: Path, output: Path) -> None:
    old = output.parent / f".{output.name}.{os.getpid()}.old"
    output.rename(old)
    try:
        aside.rename(output)
    except OSError:
        old.rename(output)
        raise
    shutil.rmtree(old, ignore_errors=True)  # the new site stands; what is left of the old one harms nobody
