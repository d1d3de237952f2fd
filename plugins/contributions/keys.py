"""One key of a terminal, as soon as it is pressed.

Source: https://docs.python.org/3/library/tty.html
"""

from __future__ import annotations

import sys

if sys.platform != "win32":
    import termios
    import tty


def read_key() -> str:
    """Return the next key; a whole line's first letter where keys cannot be had one by one; "" at the end of input."""
    if sys.platform == "win32" or not sys.stdin.isatty():
        return sys.stdin.readline()[:1]
    handle = sys.stdin.fileno()
    before = termios.tcgetattr(handle)
    try:
        # Keys that were pressed before are not thrown away, as they would be by default.
        tty.setcbreak(handle, termios.TCSADRAIN)
        return sys.stdin.read(1)
    finally:
        termios.tcsetattr(handle, termios.TCSADRAIN, before)
