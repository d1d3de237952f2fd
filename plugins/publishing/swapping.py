"""Two folders change places in one step, where the system can."""

from __future__ import annotations

import ctypes
import errno
import os
import sys
from pathlib import Path

AT_FDCWD = -100
RENAME_EXCHANGE = 2
"""Both from Linux' fcntl.h and fs.h. Source: https://man7.org/linux/man-pages/man2/renameat2.2.html"""

UNABLE = (errno.EINVAL, errno.ENOSYS, errno.ENOTSUP)
"""What the call says where the kernel or the file system does not know how."""


def exchange(one: Path, other: Path) -> bool:
    """Let two folders of one file system change places: at every moment both names lead to one of them.

    Return False, with nothing done, where this system or file system cannot. Raises OSError where it may not.
    """
    rename = _find_call()
    if rename is None:
        return False
    if rename(AT_FDCWD, os.fsencode(one), AT_FDCWD, os.fsencode(other), RENAME_EXCHANGE) == 0:
        return True
    number = ctypes.get_errno()
    if number in UNABLE:
        return False
    raise OSError(number, os.strerror(number), str(one), None, str(other))


def _find_call() -> ctypes._NamedFuncPointer | None:
    """Return renameat2 of the C library: glibc has it since 2.28, and no other system does."""
    if not sys.platform.startswith("linux"):
        return None
    call = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if call is not None:
        call.argtypes = (ctypes.c_int, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p, ctypes.c_uint)
    return call
