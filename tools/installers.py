"""Fill a new `.venv` from a lock with whatever installer there is: uv, or pip from one of four places.

A Python may come without pip, without ensurepip and closed to `pip install` (PEP 668). So pip is only ever told to
install into the `.venv`, and where there is none it is fetched into the `.venv` first.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from http.client import HTTPException
from pathlib import Path
from urllib.parse import urljoin
from urllib.request import Request, urlopen

from tools.bootstrap import SetupError, find_python

PIP_WHEEL = "pip-26.3-py3-none-any.whl"
PIP_SHA256 = "f3b60b20ffaadd4415ed7957212a38ac63fa4c5fa375bd0f4a797777940fad13"

_INDEX_VARIABLES = ("PIP_INDEX_URL", "UV_DEFAULT_INDEX", "UV_INDEX_URL")
_INDEX_FORMS = "application/vnd.pypi.simple.v1+json, text/html;q=0.5"
_INDEX_LINK = re.compile(r"""(?:"url":\s*|href=)["']([^"'#]+)""")
_TIMEOUT = 30  # seconds


def fill_venv(venv: Path, lock: Path) -> None:
    """Make `venv` anew with exactly what `lock` names. Every file must have one of the hashes that it names.

    `venv` is a folder or not there, and no link: `bootstrap.make` has seen to that.
    """
    print(f"Preparing {venv.name} from {lock.name}: the first time may take a minute.", file=sys.stderr, flush=True)
    if _fill_with_uv(venv, lock):
        return
    shutil.rmtree(venv, ignore_errors=True)
    _run("make .venv", [sys.executable, "-m", "venv", "--without-pip", str(venv)])
    options = ["--quiet", "--no-input", "--disable-pip-version-check", "--retries=2", "--require-hashes"]
    _run(f"install {lock.name}", [*_find_pip(venv), "install", *options, f"--requirement={lock}"])


def _fill_with_uv(venv: Path, lock: Path) -> bool:
    """Use uv if it is there. It may fail where pip does not: it knows neither pip's settings nor the system's CAs."""
    uv = shutil.which("uv")
    if uv is None:
        return False
    shutil.rmtree(venv, ignore_errors=True)
    install = ["pip", "install", "--quiet", f"--python={find_python(venv)}", "--require-hashes"]
    commands = (
        [uv, "venv", "--quiet", "--no-project", f"--python={sys.executable}", str(venv)],
        [uv, *install, f"--requirement={lock}"],
    )
    return all(_call(command).returncode == 0 for command in commands)


def _find_pip(venv: Path) -> list[str]:
    """Return the command line of a pip that installs into `venv`."""
    for find in (_pip_of_python, _pip_of_ensurepip, _pip_of_index, _pip_of_debian):
        if command := find(venv):
            return command
    raise SetupError(
        f"{sys.executable} has no pip and no ensurepip, and none could be fetched: install python3-venv or uv,"
        " or set PIP_INDEX_URL to a package index"
    )


def _pip_of_python(venv: Path) -> list[str] | None:
    if importlib.util.find_spec("pip") is None:
        return None
    return [sys.executable, "-m", "pip", f"--python={find_python(venv)}"]


def _pip_of_ensurepip(venv: Path) -> list[str] | None:
    python = str(find_python(venv))
    return [python, "-m", "pip"] if _call([python, "-m", "ensurepip"]).returncode == 0 else None


def _pip_of_index(venv: Path) -> list[str] | None:
    """Fetch the one pip whose hash we know from the index that the user has set."""
    index = next((os.environ[name] for name in _INDEX_VARIABLES if os.environ.get(name)), None)
    if index is None:
        return None
    try:
        content = _fetch_pip(index)
    except (OSError, ValueError, HTTPException) as error:
        raise SetupError(f"cannot fetch {PIP_WHEEL} from the package index: {error}; is the network up?") from error
    if hashlib.sha256(content).hexdigest() != PIP_SHA256:
        raise SetupError(f"the package index has another {PIP_WHEEL} than the one with the hash we know")
    wheel = venv / PIP_WHEEL
    wheel.write_bytes(content)
    return _start_wheel(venv, wheel)


def _fetch_pip(index: str) -> bytes:
    """Return the content of our pip wheel. An index answers in JSON (PEP 691) or, if it is older, in HTML."""
    page = f"{index.rstrip('/')}/pip/"
    with urlopen(Request(page, headers={"Accept": _INDEX_FORMS}), timeout=_TIMEOUT) as answer:  # noqa: S310
        links = _INDEX_LINK.findall(answer.read().decode("utf-8", "replace"))
    link = next((link for link in links if link.rpartition("/")[2] == PIP_WHEEL), None)
    if link is None:
        raise ValueError("it does not list that file")
    with urlopen(urljoin(page, link), timeout=_TIMEOUT) as answer:  # noqa: S310
        return bytes(answer.read())


def _pip_of_debian(venv: Path) -> list[str] | None:
    """Debian and its like keep pip's wheel in a package, which anyone may download; apt checks its signature."""
    if not (shutil.which("apt-get") and shutil.which("dpkg-deb")):
        return None
    download = ["apt-get", "download", "python3-pip-whl"]
    if _call(download, venv).returncode != 0 and os.geteuid() == 0:
        _call(["apt-get", "update"])
        _call(download, venv)
    for package in venv.glob("python3-pip-whl*.deb"):
        _call(["dpkg-deb", "--extract", str(package), str(venv / "debian")])
    wheel = next(venv.glob("debian/usr/share/python-wheels/pip-*.whl"), None)
    return _start_wheel(venv, wheel) if wheel else None


def _start_wheel(venv: Path, wheel: Path) -> list[str]:
    """Return the command line that runs pip out of its `wheel`, uninstalled."""
    return [str(find_python(venv)), str(wheel / "pip")]


def _run(what: str, command: Sequence[str]) -> None:
    result = _call(command)
    if result.returncode != 0:
        reason = find_reason(result.stdout)
        raise SetupError(f"cannot {what}: {reason}. If the network was down, run this again when it is up.")


def _call(command: Sequence[str], folder: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run `command` in `folder` without a word on the screen; the result's `stdout` holds all that it said."""
    # A user's setting of `--user` would make pip miss the `.venv`. The descriptors hold the lock of the bootstrap.
    return subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, "PIP_USER": "0"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        check=False,
        close_fds=False,
    )


def find_reason(output: str) -> str:
    """Return the line of an installer's `output` that says why it failed: its first error, else its last line."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    errors = [line for line in lines if line.lower().startswith("error:")]
    reason = (errors or lines[-1:] or ["it did not say why"])[0]
    return re.sub(r"^error:\s*", "", reason, flags=re.IGNORECASE).rstrip(".")
