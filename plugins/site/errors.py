"""What ends a build."""

from __future__ import annotations

from plugins.diagnostics import Diagnostic


class BuildError(Exception):
    """A build that cannot go on; holds what is to be said."""

    def __init__(self, *diagnostics: Diagnostic) -> None:
        super().__init__("; ".join(diagnostic.message for diagnostic in diagnostics))
        self.diagnostics = list(diagnostics)
