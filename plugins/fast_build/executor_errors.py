"""Why nobody reads for us."""

from __future__ import annotations

import errno


class ExecutorError(OSError):
    """What the settings name gives no executor, or one that must not be used, for a reason."""

    def __init__(self, reason: str) -> None:
        super().__init__(errno.EHOSTUNREACH, reason)
        self.reason = reason

    def __reduce__(self) -> tuple[type[ExecutorError], tuple[str]]:
        """Return how it is made anew in another process."""
        return type(self), (self.reason,)
