"""How much memory processes have together: their proportional set sizes, in which shared pages count once.

Source: https://www.kernel.org/doc/html/latest/filesystems/proc.html#process-specific-subdirectories (smaps_rollup);
`VmRSS` would count a page that a fork shares with its parent twice.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

PROC = Path("/proc")


def read_session_pss(session: int) -> int:
    """Return the bytes of all processes of a session. One that ends meanwhile counts nothing."""
    return sum(map(read_pss, list_session(session)))


def list_session(session: int) -> Iterator[int]:
    """Yield the ids of the processes of a session: those of a leader and whatever it starts, orphans too."""
    for folder in PROC.iterdir():
        if folder.name.isdigit():
            with suppress(OSError):
                # The name in brackets may hold spaces; behind it come state, parent, group and session.
                fields = (folder / "stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
                if int(fields[3]) == session:
                    yield int(folder.name)


def read_pss(process: int) -> int:
    """Return the bytes of one process, 0 where it has ended."""
    with suppress(OSError):
        for line in (PROC / str(process) / "smaps_rollup").read_text(encoding="utf-8").splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    return 0
