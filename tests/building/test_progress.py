"""How far a build is: a bar and a table on a terminal, plain lines elsewhere; nothing else is said to programs."""

from __future__ import annotations

import io
import os
import pty
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

from commands import showing
from commands.showing import show_progress
from plugins.progress import StageName, enter
from tests.building.running import NOW, PASSED_ON, ROOT, SITES, build_here, run_build

SITE = SITES / "one_post" / "settings.py"
MOVES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
LINE = r"[a-z ]+: (\d+ made, \d+ kept, )?\d+\.\d s"
COLOURS = re.compile(r"\x1b\[[0-9;]*m")


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@contextmanager
def set_clock(monkeypatch: pytest.MonkeyPatch, pace: float) -> Iterator[None]:
    """Let each look at the clock be so many seconds after the last."""
    moments = iter(number * pace for number in range(10**6))
    with monkeypatch.context() as patch:
        patch.setattr("time.monotonic", lambda: next(moments))
        yield


def show(stream: io.StringIO, environment: Mapping[str, str]) -> str:
    """Render three pages, two of them kept, and return what was shown."""
    with show_progress(stream, environment) as display:
        with enter(StageName.READ):
            pass
        with enter(StageName.RENDER, 3) as stage:
            stage.advance(0, kept=2)
            stage.advance()
        display.summarize()
    return stream.getvalue()


def test_a_terminal_has_a_bar_and_then_a_table(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    with set_clock(monkeypatch, 0.5):
        shown = show(Terminal(), {"TERM": "xterm"})
    bar, _, table = MOVES.sub("", shown).rpartition("stage")
    assert "render pages" in bar
    assert "2/3" in bar
    assert "3/3" in bar
    rows = [line.split() for line in table.splitlines()]
    assert rows[0] == ["made", "kept", "seconds"]
    assert ["render", "pages", "1", "2"] in [row[:4] for row in rows]
    assert "\x1b[?25h" in shown, "the cursor is to be seen again"


def test_a_short_run_has_no_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    assert MOVES.sub("", show(Terminal(), {"TERM": "xterm"})).count("render pages") == 1, "in the table"


@pytest.mark.parametrize("environment", [{}, {"TERM": "dumb"}, {"TERM": "xterm", "CI": "true"}])
def test_a_terminal_that_cannot_and_a_log_have_plain_lines(
    environment: Mapping[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with set_clock(monkeypatch, 1.5):
        assert show(Terminal(), environment) == (
            "read and check the content: 1.5 s\nrender pages: 1 made, 2 kept, 1.5 s\n"
        )


def test_what_is_short_has_no_line() -> None:
    assert show(io.StringIO(), {"TERM": "xterm"}) == ""


def test_forks_count_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    with enter(StageName.RENDER) as stage:
        monkeypatch.setattr("os.getpid", lambda: -1)
        stage.advance()
    assert stage.made == 0


def test_each_stage_of_a_build_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(showing, "LONG", 0)
    stream = io.StringIO()
    with show_progress(stream):
        report = build_here(SITE, tmp_path / "output", {"CACHE_PATH": tmp_path / "cache"})
    lines = dict(line.split(": ") for line in stream.getvalue().splitlines())
    assert set(lines) == set(StageName)
    assert lines[StageName.RENDER].startswith(f"{report.pages} made, 0 kept, ")


def run_on_terminal(output: Path, **environment: str) -> tuple[str, str]:
    """Build with a terminal for the standard error; return what was on it, and what went to a pipe."""
    kept = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    ours, theirs = pty.openpty()
    command: list[str | Path] = [
        sys.executable,
        ROOT / "tasks.py",
        "build",
        "--settings",
        SITE,
        "--output",
        output,
        "--now",
        NOW,
    ]
    run = subprocess.Popen(command, env={**kept, **environment}, stdout=subprocess.PIPE, stderr=theirs, cwd=ROOT)
    os.close(theirs)
    said = b"".join(iter(lambda: _read(ours), b""))
    os.close(ours)
    out, _ = run.communicate(timeout=120)
    assert run.returncode == 0
    return said.decode(), out.decode()


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 4096)
    except OSError:  # Linux says so when the other end is closed
        return b""


@pytest.mark.parametrize("wish", [{}, {"NO_COLOR": "1"}])
def test_the_command_shows_it_on_a_terminal(wish: Mapping[str, str], tmp_path: Path) -> None:
    shown, out = run_on_terminal(tmp_path / "output", TERM="xterm-256color", **wish)
    assert re.search(r"render pages +\d+ +\d* +\d+\.\d", MOVES.sub("", shown))
    assert re.fullmatch(r"\d+ pages, \d+ files in .*output\n", out)
    assert bool(COLOURS.search(shown)) or "NO_COLOR" in wish
    assert "\x1b[3" not in shown or "NO_COLOR" not in wish


def test_the_command_says_nothing_new_to_a_pipe(tmp_path: Path) -> None:
    run = run_build(SITE, tmp_path / "output", env={"TERM": "xterm"})
    assert re.fullmatch(r"\d+ pages, \d+ files in .*output\n", run.out)
    assert all(": warning[" in line or re.fullmatch(LINE, line) for line in run.err.splitlines())
