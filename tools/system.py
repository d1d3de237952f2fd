"""What the tests need beyond Python: programs of the system, the parts from npm, and the run itself."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from tools.bootstrap import ROOT, SetupError


class Program(NamedTuple):
    """A program of the system: its names, the variable that may say where it is, the Debian package that has it."""

    names: tuple[str, ...]
    variable: str
    package: str


PROGRAMS = (
    Program(
        ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"),
        "CASEBOOK_CHROMIUM",
        "chromium-headless-shell",
    ),
    Program(("java",), "CASEBOOK_JAVA", "default-jre-headless"),
    Program(("node",), "CASEBOOK_NODE", "nodejs"),
    Program(("npm",), "CASEBOOK_NPM", "npm"),
    Program(("nginx",), "CASEBOOK_NGINX", "nginx-light"),
    Program(("caddy",), "CASEBOOK_CADDY", "caddy"),
    Program(("rsync",), "CASEBOOK_RSYNC", "rsync"),
    Program(("rclone",), "CASEBOOK_RCLONE", "rclone"),
)
APT_INSTALL = ("apt-get", "install", "-y", "--no-install-recommends")

CHECKS = (
    ("ruff", "check", "."),
    ("ruff", "format", "--check", "."),
    ("mypy",),
    ("lint-imports",),
)


def run_bench(arguments: Sequence[str]) -> int:
    """Prepare what the benchmark needs, run it, and return its exit code."""
    programs = provide_programs()
    if "--posts" not in arguments:
        # Lighthouse, which looks at the demonstration, is one of them.
        install_npm_parts(programs)
    command = [sys.executable, "-m", "bench", *arguments]
    return subprocess.run(command, cwd=ROOT, env={**os.environ, **programs}, check=False).returncode


def run_tests(pytest_arguments: Sequence[str]) -> int:
    """Prepare everything, run every check and the tests, name those that failed. Return 0 if none did, else 1."""
    programs = provide_programs()
    environment = {**programs, "CASEBOOK_VNU": str(install_npm_parts(programs))}
    # pytest comes last, so that its own summary is what one sees.
    commands = (*CHECKS, ("pytest", "-n", "2", *pytest_arguments))
    failed = [command for command in commands if not _passes(command, environment)]
    for command in failed:
        print(f"Failed: {' '.join(command)}", file=sys.stderr)
    return 1 if failed else 0


def _passes(command: Sequence[str], environment: Mapping[str, str]) -> bool:
    print(f"\n$ {' '.join(command)}", flush=True)
    program = Path(sys.executable).with_name(command[0])
    result = subprocess.run([program, *command[1:]], cwd=ROOT, env={**os.environ, **environment}, check=False)
    return result.returncode == 0


def provide_programs() -> dict[str, str]:
    """Return the path of every program by its variable, after apt has installed what was missing where it may."""
    if missing := [program for program in PROGRAMS if find_program(program) is None]:
        _install_with_apt(missing)
    found = {program.variable: find_program(program) for program in PROGRAMS}
    if absent := [program for program in PROGRAMS if found[program.variable] is None]:
        raise SetupError(describe_missing(absent))
    return {variable: path for variable, path in found.items() if path is not None}


def find_program(program: Program) -> str | None:
    """Return where `program` is: where its variable says, else on PATH or in the system's own folder."""
    if chosen := os.environ.get(program.variable):
        return shutil.which(chosen)
    folders = os.pathsep.join([os.environ.get("PATH", os.defpath), "/usr/bin", "/usr/sbin"])
    return next((path for name in program.names if (path := shutil.which(name, path=folders))), None)


def describe_missing(programs: Iterable[Program]) -> str:
    """Return the message that names the `programs` and the one line to type."""
    programs = tuple(programs)
    names = " and ".join(program.names[0] for program in programs)
    packages = (program.package for program in programs)
    return f"the tests need {names}. Type: sudo {' '.join((*APT_INSTALL, *packages))}"


def _install_with_apt(programs: Iterable[Program]) -> None:
    """Install `programs` if there is apt and we may use it; what it says goes to the screen."""
    prefix = _find_apt_prefix()
    if prefix is None:
        return
    # The tests start their own servers: RUNLEVEL tells Debian's packages not to start one for the whole machine.
    apt = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "RUNLEVEL=1"]
    subprocess.run([*apt, "apt-get", "update", "-q"], stdin=subprocess.DEVNULL, check=False)
    packages = [program.package for program in programs]
    subprocess.run([*apt, *APT_INSTALL, *packages], stdin=subprocess.DEVNULL, check=False)


def _find_apt_prefix() -> list[str] | None:
    """Return what makes apt-get run as root: nothing for root, sudo if it asks no password, None if neither."""
    if shutil.which("apt-get") is None:
        return None
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") is None:
        return None
    allowed = subprocess.run(["sudo", "-n", "true"], stderr=subprocess.DEVNULL, check=False).returncode == 0
    return ["sudo", "-n"] if allowed else None


def install_npm_parts(programs: Mapping[str, str]) -> Path:
    """Return the jar of the HTML checker, after `npm ci` if the lock has changed since the last one."""
    modules = ROOT / "node_modules"
    # `npm ci` begins by emptying the folder, so a stamp that is there was written after a whole install.
    stamp = modules / ".casebook.stamp"
    wanted = "".join(_hash(ROOT / name) for name in ("package.json", "package-lock.json"))
    if not (stamp.is_file() and stamp.read_text(encoding="utf-8") == wanted):
        _run_npm(programs)
        stamp.write_text(wanted, encoding="utf-8")
    return modules / "vnu-jar" / "build" / "dist" / "vnu.jar"


def _run_npm(programs: Mapping[str, str]) -> None:
    # npm starts node by its name.
    folders = [str(Path(programs["CASEBOOK_NODE"]).parent), os.environ.get("PATH", os.defpath)]
    result = subprocess.run(
        [programs["CASEBOOK_NPM"], "ci", "--loglevel=error"],
        cwd=ROOT,
        env={**os.environ, "PATH": os.pathsep.join(folders)},
        stdin=subprocess.DEVNULL,
        check=False,
    )
    if result.returncode != 0:
        raise SetupError("npm ci failed (see above). If the network was down, run this again when it is up.")


def _hash(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()
