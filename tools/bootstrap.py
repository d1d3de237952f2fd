"""Make `.venv` from a lock, and go on inside it: nothing but the standard library is needed.

A stamp, written last, says what a `.venv` holds. One that was made for another lock, by another Python, in another
folder or only half is made anew.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"

Locks = tuple[Path, ...]  # the last one is installed, a change in any of them counts
RUNTIME_LOCKS: Locks = (ROOT / "requirements.lock",)
TEST_LOCKS: Locks = (*RUNTIME_LOCKS, ROOT / "requirements-test.lock")

_ENTERED = "CASEBOOK_ENTERED_VENV"


class SetupError(Exception):
    """The machine lacks something. The message says in one line what, and what to do."""


def enter(script: Path, arguments: Sequence[str], *choices: Locks) -> None:
    """Return when this process runs in a `.venv` made from one of `choices`, the first if it has to be made.

    Otherwise this process becomes `script` with `arguments`, running there.
    """
    inside = Path(sys.prefix).resolve() == VENV.resolve()
    whole = is_whole(VENV, choices)
    entered = os.environ.pop(_ENTERED, None) == str(VENV)
    if inside and whole:
        return
    if entered:
        raise SetupError(f"{VENV} cannot be used: remove it and run this again")
    if inside:
        # A `.venv` cannot be made anew by the Python that runs in it.
        _become(Path(sys._base_executable), script, arguments)  # type: ignore[attr-defined]
    if not whole:
        make(VENV, choices)
    os.environ[_ENTERED] = str(VENV)
    _become(find_python(VENV), script, arguments)


def is_whole(venv: Path, choices: Sequence[Locks]) -> bool:
    """Tell whether `venv` was made to its end, from one of `choices` as they are now."""
    try:
        stamp = _stamp_file(venv).read_text(encoding="utf-8")
    except OSError:
        return False
    return find_python(venv).exists() and any(stamp == make_stamp(venv, locks) for locks in choices)


def make_stamp(venv: Path, locks: Locks) -> str:
    """Return the line that says which Python made `venv`, where, and from what `locks`."""
    digest = hashlib.sha256()
    for lock in locks:
        try:
            digest.update(hashlib.sha256(lock.read_bytes()).digest())
        except OSError as error:
            raise SetupError(f"cannot read {lock}: {error.strerror}") from error
    # The place counts, because the scripts of a copied `.venv` would start the Python of the other one.
    return f"{sys.implementation.cache_tag} {sys.platform} {digest.hexdigest()} {venv.absolute()}\n"


def make(venv: Path, choices: Sequence[Locks]) -> None:
    """Make `venv` anew from the first of `choices`, unless another process has just done so."""
    # Seldom needed, and slow to import.
    from tools.installers import fill_venv

    with _one_at_a_time(venv):
        if is_whole(venv, choices):
            return
        # Before anything is touched: behind a link is the `.venv` of another folder.
        if venv.is_symlink() or venv.is_file():
            raise SetupError(f"{venv} is not a folder: remove it and run this again")
        locks = choices[0]
        stamp = make_stamp(venv, locks)
        _stamp_file(venv).unlink(missing_ok=True)
        fill_venv(venv, locks[-1])
        _stamp_file(venv).write_text(stamp, encoding="utf-8")


def find_python(venv: Path) -> Path:
    """Return the path of the interpreter in `venv`."""
    return venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def _stamp_file(venv: Path) -> Path:
    return venv / "casebook.stamp"


@contextmanager
def _one_at_a_time(venv: Path) -> Iterator[None]:
    """Hold a file lock: whoever comes second waits, and then finds the `venv` whole."""
    folder = venv.parent / ".casebook"
    folder.mkdir(exist_ok=True)
    with (folder / "venv.lock").open("w") as lock:
        if os.name != "nt":
            import fcntl

            # An installer that outlives its killed parent has inherited the lock, and so keeps others waiting.
            os.set_inheritable(lock.fileno(), True)  # noqa: FBT003
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _become(python: Path, script: Path, arguments: Sequence[str]) -> NoReturn:
    command = [str(python), str(script), *arguments]
    sys.stdout.flush()
    sys.stderr.flush()
    if os.name == "nt":
        # exec on Windows gives the prompt back before the new process ends.
        raise SystemExit(subprocess.call(command))
    os.execv(python, command)
