"""The real command `serve` in a process of its own, on a copy of the demonstration's content or on a site given."""

from __future__ import annotations

import os
import queue
import re
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parents[2]
PASSED_ON = ("PATH", "HOME", "LANG")
AT_ONCE = {"PYTHONUNBUFFERED": "1"}
PATIENCE = 60  # seconds
READ = re.compile(r"^read in \d")
ADDRESS = re.compile(r"http://localhost:(\d+)/")


@dataclass
class Answer:
    """What the server says to one request."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass
class Preview:
    """A running preview; `folder` holds its content."""

    folder: Path
    process: subprocess.Popen[str]
    lines: queue.Queue[str] = field(default_factory=queue.Queue)
    port: int = 0

    @property
    def content(self) -> Path:
        return self.folder / "content"

    @property
    def address(self) -> str:
        return f"http://localhost:{self.port}"

    def wait_for_address(self, seconds: float = PATIENCE) -> None:
        """Wait until the command says on its standard output where it listens."""
        self.port = int(self._wait_for_line(ADDRESS, seconds)[1])

    def wait_for_reading(self) -> None:
        """Wait until the command says that the content has been read without a mistake."""
        self._wait_for_line(READ, PATIENCE)

    def _wait_for_line(self, wanted: re.Pattern[str], seconds: float) -> re.Match[str]:
        while True:
            try:
                line = self.lines.get(timeout=seconds)
            except queue.Empty:
                raise AssertionError(f"`serve` has said no {wanted.pattern} within {seconds} s") from None
            if match := wanted.search(line):
                return match

    def ask(self, path: str, host: str = "", method: str = "GET", **headers: str) -> Answer:
        """Send one request with the path as it is, which no browser would do."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        connection.putrequest(method, path, skip_host=True)
        connection.putheader("Host", host or f"localhost:{self.port}")
        for name, value in headers.items():
            connection.putheader(name.replace("_", "-"), value)
        connection.endheaders()
        answer = connection.getresponse()
        found = Answer(answer.status, dict(answer.getheaders()), answer.read())
        connection.close()
        return found

    def interrupt(self) -> tuple[int, str]:
        """End the preview as Ctrl+C does; return its exit code and what it complained of."""
        self.process.send_signal(signal.SIGINT)
        code = self.process.wait(timeout=PATIENCE)
        assert self.process.stderr is not None
        return code, self.process.stderr.read()


@contextmanager
def run_preview(folder: Path, *options: str) -> Iterator[Preview]:
    """Start a preview, and give it when it shows the site."""
    with start_preview(folder, AT_ONCE, *options) as preview:
        preview.wait_for_address()
        preview.wait_for_reading()
        yield preview


@contextmanager
def start_preview(folder: Path, env: Mapping[str, str] = AT_ONCE, *options: str) -> Iterator[Preview]:
    """Start a preview on any free port; it has said nothing yet."""
    if not (folder / "content").exists():
        shutil.copytree(ROOT / "content", folder / "content")
    # In the background of a shell Ctrl+C is switched off for all that is started there: here it has to work.
    before = signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        process = subprocess.Popen(
            make_command("--port", "0", *options),
            cwd=folder,
            env=make_environment(env),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )
    finally:
        signal.signal(signal.SIGINT, before)
    preview = Preview(folder, process)
    assert process.stdout is not None
    assert process.stderr is not None
    reader = threading.Thread(target=_pass_on, args=(process.stdout, preview.lines))
    reader.start()
    try:
        yield preview
    finally:
        process.kill()
        process.wait()
        reader.join()
        process.stdout.close()
        process.stderr.close()


def make_command(*more: str) -> list[str]:
    """Return the command line of `serve`, for a folder that holds the content."""
    return [sys.executable, str(ROOT / "tasks.py"), "serve", "--content", "content", *more]


def make_environment(more: Mapping[str, str]) -> dict[str, str]:
    """Return a clean environment."""
    return {**{name: os.environ[name] for name in PASSED_ON if name in os.environ}, **more}


def _pass_on(stream: IO[str], lines: queue.Queue[str]) -> None:
    for line in stream:
        lines.put(line)
