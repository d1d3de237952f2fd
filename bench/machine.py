"""What the machine is that the figures are of, in a few words that anyone may read."""

from __future__ import annotations

import os
import platform
import re
import subprocess
from contextlib import suppress
from pathlib import Path


def describe_machine() -> dict[str, str]:
    """Return facts of this machine by their names: nothing that says whose it is or where."""
    processor = _find("/proc/cpuinfo", r"model name\s*: (.+)") or platform.machine()
    kibibytes = int(_find("/proc/meminfo", r"MemTotal:\s*(\d+)") or 0)
    return {
        "processor": f"{len(os.sched_getaffinity(0))} × {processor}",
        "memory": f"{kibibytes / 1024**2:.0f} GiB",
        "system": f"{platform.system()} {platform.release().partition('-')[0]}",
        "Python": platform.python_version(),
        "Node": _ask_node(),
        "load": describe_load(),
    }


def describe_load() -> str:
    """Return how busy the machine was in the last minute; what is timed should have it for itself."""
    return f"{os.getloadavg()[0]:.1f}"


def _find(path: str, pattern: str) -> str:
    """Return what the first group of a pattern finds in a file, or "" where there is no such file or line."""
    with suppress(OSError):
        if found := re.search(pattern, Path(path).read_text(encoding="utf-8")):
            return found[1].strip()
    return ""


def _ask_node() -> str:
    node = os.environ.get("CASEBOOK_NODE", "node")
    with suppress(OSError, subprocess.SubprocessError):
        said = subprocess.run([node, "--version"], capture_output=True, encoding="utf-8", timeout=60, check=True).stdout
        return said.strip().removeprefix("v")
    return "none"
