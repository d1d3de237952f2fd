"""How a long command shows how far it is: a bar on a terminal, plain lines elsewhere, and a table at the end.

All of it goes to the standard error. What lasts less than a second is not worth a line.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, TextIO

from plugins.progress import Stage, StageName, Watcher, watch

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress, TaskID

LONG = 1.0
"""Seconds from which a stage has a line in a log."""

GLANCE = 0.1
"""Seconds between two pictures of the bar."""

PATIENCE = 0.3
"""Seconds that a run takes before there is a bar at all."""


@dataclass
class Tally:
    """All that one kind of stage did, however often it was entered."""

    made: int = 0
    kept: int = 0
    seconds: float = 0


class Display(Watcher):
    """Adds up what the stages of a run do."""

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream
        self.tallies: dict[StageName, Tally] = {}
        self.begun = time.monotonic()

    def end(self, stage: Stage) -> None:
        """Add up what the stage did."""
        tally = self.tallies.setdefault(stage.name, Tally())
        tally.made += stage.made
        tally.kept += stage.kept
        tally.seconds += stage.seconds

    def close(self) -> None:
        """Leave the stream as it was."""

    def summarize(self) -> None:
        """Say at the end of a run that went well what it did."""


class Lines(Display):
    """For logs and pipes: one line for each long stage, when it is over."""

    def end(self, stage: Stage) -> None:
        """Say what the stage did, if it was long."""
        super().end(stage)
        if stage.seconds >= LONG:
            counts = f"{stage.made} made, {stage.kept} kept, " if stage.made or stage.kept else ""
            print(f"{stage.name}: {counts}{stage.seconds:.1f} s", file=self.stream, flush=True)


class Bar(Display):
    """For terminals: a bar that is gone when the run is over, and a table of the stages.

    rich must not refresh it from a thread of its own, as other programs do: processes are forked meanwhile.
    """

    def __init__(self, stream: TextIO) -> None:
        super().__init__(stream)
        self._progress: Progress | None = None
        self._task: TaskID | None = None
        self._shown = 0.0

    def begin(self, stage: Stage) -> None:
        """Show the stage as one that has done nothing yet."""
        self._task = None
        self._draw(stage)

    def show(self, stage: Stage) -> None:
        """Draw the bar anew, but not for each file."""
        if time.monotonic() - self._shown >= GLANCE:
            self._draw(stage)

    def _draw(self, stage: Stage) -> None:
        if time.monotonic() - self.begun < PATIENCE:
            return
        self._shown = time.monotonic()
        progress = self._progress = self._progress or _make_progress(self.stream)
        if self._task is None:
            self._task = progress.add_task(str(stage.name), total=stage.total, count="")
        done = stage.made + stage.kept
        progress.update(self._task, completed=done, count="" if stage.total is None else f"{done}/{stage.total}")
        progress.refresh()

    def end(self, stage: Stage) -> None:
        """Take the stage out of the picture."""
        super().end(stage)
        if self._progress and self._task is not None:
            self._progress.remove_task(self._task)
        self._task = None

    def close(self) -> None:
        """Take the bar away, and let the cursor be seen again."""
        if self._progress:
            self._progress.stop()

    def summarize(self) -> None:
        """Print the table, in the place of the bar."""
        self.close()
        from rich.table import Table

        table = Table(box=None, header_style="bold", pad_edge=False)
        table.add_column("stage")
        for heading in ("made", "kept", "seconds"):
            table.add_column(heading, justify="right")
        for name, tally in self.tallies.items():
            table.add_row(name, str(tally.made or ""), str(tally.kept or ""), f"{tally.seconds:.1f}")
        table.add_row("in all", "", "", f"{time.monotonic() - self.begun:.1f}", style="bold")
        _make_console(self.stream).print(table)


def _make_progress(stream: TextIO) -> Progress:
    # rich is imported only where something is to be drawn: it takes a tenth of a second.
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[count]}"), TimeElapsedColumn())
    progress = Progress(*columns, console=_make_console(stream), auto_refresh=False, transient=True)
    progress.start()
    return progress


def _make_console(stream: TextIO) -> Console:
    from rich.console import Console

    return Console(file=stream, highlight=False)


@contextmanager
def show_progress(stream: TextIO | None = None, environment: Mapping[str, str] = os.environ) -> Iterator[Display]:
    """Show the progress of what is done inside, on the standard error; whether by a bar the terminal decides."""
    stream = stream or sys.stderr
    display = (Bar if _is_terminal(stream, environment) else Lines)(stream)
    try:
        with watch(display):
            yield display
    finally:
        display.close()


def _is_terminal(stream: TextIO, environment: Mapping[str, str]) -> bool:
    """Tell whether a bar can be drawn: on a terminal that can move its cursor, and whose output is no log."""
    return stream.isatty() and environment.get("TERM", "dumb") not in ("dumb", "unknown") and "CI" not in environment
