"""yaml-language-server in a process of its own, spoken to as an editor does: over its standard input and output.

The protocol: https://microsoft.github.io/language-server-protocol/specifications/lsp/3.17/specification/
"""

from __future__ import annotations

import json
import os
import queue
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from time import monotonic
from typing import IO, Any, NamedTuple, TypeAlias, TypeVar

ROOT = Path(__file__).resolve().parents[2]
NODE = os.environ.get("CASEBOOK_NODE") or "node"
SERVER = ROOT / "node_modules/yaml-language-server/bin/yaml-language-server"
PATIENCE = 60  # seconds

SETTINGS = {
    "yaml": {
        "validate": True,
        "completion": True,
        "hover": True,
        # Schemas come from the first line of a file and from nowhere else.
        "schemaStore": {"enable": False},
        "kubernetesCRDStore": {"enable": False},
    },
    # Nothing listens there: what the server would fetch all the same fails at once, and the tests with it.
    "http": {"proxy": "http://127.0.0.1:9"},
}
CAPABILITIES = {
    "workspace": {"configuration": True},
    "textDocument": {
        "completion": {"completionItem": {"snippetSupport": True, "documentationFormat": ["plaintext"]}},
        "hover": {"contentFormat": ["markdown"]},
    },
}

Message: TypeAlias = dict[str, Any]
Found = TypeVar("Found")


class Place(NamedTuple):
    """A place in a file as the protocol counts: from 0, between two characters."""

    line: int
    character: int


class Problem(NamedTuple):
    """What the server has against a file, at a line that counts from 1."""

    line: int
    message: str


class Suggestion(NamedTuple):
    """What the server offers to write: the text has `$1` and the like where the author goes on."""

    label: str
    text: str
    documentation: str


@dataclass
class LanguageServer:
    """A running server. Each file is opened once and never changed, so that what is said of it is said of its text."""

    process: subprocess.Popen[bytes]
    complaints: IO[bytes]
    messages: queue.Queue[Message | None] = field(default_factory=queue.Queue)
    answers: dict[int, Message] = field(default_factory=dict)
    problems: dict[str, list[Problem]] = field(default_factory=dict)
    asked: int = 0
    is_configured: bool = False

    def start(self, folder: Path) -> None:
        """Shake hands, and wait until the server has fetched its settings."""
        parameters = {"processId": os.getpid(), "rootUri": folder.as_uri(), "capabilities": CAPABILITIES}
        self._ask("initialize", parameters)
        self._tell("initialized", {})
        self._wait_for(lambda: self.is_configured or None, "fetch its settings")

    def check(self, *files: Path) -> list[list[Problem]]:
        """Return what the server has against each file, by line."""
        # They are all opened first: the server lets each rest a moment before it looks at it.
        addresses = [self._open(file) for file in files]
        return [self._wait_for(partial(self.problems.get, address), f"judge {address}") for address in addresses]

    def complete(self, file: Path, place: Place) -> list[Suggestion]:
        """Return what the server offers at a place of a file."""
        answer = self._ask("textDocument/completion", _locate(self._open(file), place))
        return [
            Suggestion(item["label"], item["insertText"], item.get("documentation") or "") for item in answer["items"]
        ]

    def hover(self, file: Path, *places: Place) -> list[str]:
        """Return what the server explains at each place of a file, in Markdown."""
        address = self._open(file)
        answers = [self._ask("textDocument/hover", _locate(address, place)) for place in places]
        return [answer["contents"]["value"] if answer else "" for answer in answers]

    def stop(self) -> int:
        """End the server as editors do, and return its exit code."""
        self._ask("shutdown", None)
        self._tell("exit", None)
        return self.process.wait(PATIENCE)

    def read_complaints(self) -> str:
        """Return what the server has written to its standard error."""
        self.complaints.seek(0)
        return self.complaints.read().decode("utf-8", "replace")

    def _open(self, file: Path) -> str:
        document = {"languageId": "yaml", "version": 1, "text": file.read_text(encoding="utf-8")}
        address = file.as_uri()
        self._tell("textDocument/didOpen", {"textDocument": {"uri": address, **document}})
        return address

    def _ask(self, method: str, parameters: object) -> Any:
        self.asked += 1
        number = self.asked
        self._send({"id": number, "method": method, "params": parameters})
        answer = self._wait_for(lambda: self.answers.pop(number, None), f"answer {method}")
        assert "error" not in answer, f"{method}: {answer['error']}"
        return answer["result"]

    def _tell(self, method: str, parameters: object) -> None:
        self._send({"method": method, "params": parameters})

    def _send(self, message: Message) -> None:
        assert self.process.stdin is not None
        content = json.dumps({"jsonrpc": "2.0", **message}).encode()
        try:
            self.process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(content), content))
            self.process.stdin.flush()
        except BrokenPipeError:
            raise AssertionError(f"the server has ended: {self.read_complaints()}") from None

    def _wait_for(self, find: Callable[[], Found | None], deed: str) -> Found:
        """Take in messages until one of them has brought what is to be found."""
        end = monotonic() + PATIENCE
        while (found := find()) is None:
            self._take_in(self._receive(end - monotonic(), deed))
        return found

    def _receive(self, seconds: float, deed: str) -> Message:
        try:
            message = self.messages.get(timeout=max(seconds, 0))
        except queue.Empty:
            raise AssertionError(f"the server did not {deed} within {PATIENCE} s: {self.read_complaints()}") from None
        assert message is not None, f"the server ended and did not {deed}: {self.read_complaints()}"
        return message

    def _take_in(self, message: Message) -> None:
        match message:
            case {"method": "workspace/configuration", "id": number, "params": {"items": items}}:
                self._send({"id": number, "result": [SETTINGS.get(item["section"]) for item in items]})
                self.is_configured = True
            case {"method": _, "id": number}:
                self._send({"id": number, "result": None})
            case {"method": "textDocument/publishDiagnostics", "params": {"uri": address, "diagnostics": found}}:
                problems = (Problem(item["range"]["start"]["line"] + 1, item["message"]) for item in found)
                self.problems[address] = sorted(problems)
            case {"id": number}:
                self.answers[number] = message


@contextmanager
def run_server(folder: Path) -> Iterator[LanguageServer]:
    """Start a server for a folder, and end it whatever happens."""
    with tempfile.TemporaryFile() as complaints, _start_process(complaints) as process:
        server = LanguageServer(process, complaints)
        reader = threading.Thread(target=_pass_on, args=(process.stdout, server.messages))
        reader.start()
        try:
            server.start(folder)
            yield server
        finally:
            process.kill()
            process.wait()
            reader.join()


def _start_process(complaints: IO[bytes]) -> subprocess.Popen[bytes]:
    node = shutil.which(NODE)
    assert node is not None, f"{NODE} is not there; `python3 tasks.py test` installs it or says how"
    assert SERVER.is_file(), f"{SERVER} is not there; `python3 tasks.py test` installs it"
    return subprocess.Popen([node, SERVER, "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=complaints)


def _locate(address: str, place: Place) -> Message:
    return {"textDocument": {"uri": address}, "position": place._asdict()}


def _pass_on(stream: IO[bytes], messages: queue.Queue[Message | None]) -> None:
    """Read messages until the stream ends, which is told as None."""
    while length := _read_length(stream):
        messages.put(json.loads(stream.read(length)))
    messages.put(None)


def _read_length(stream: IO[bytes]) -> int:
    """Return the length of the next message, which its header says; 0 at the end of the stream."""
    length = 0
    while line := stream.readline().strip():
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            length = int(value)
    return length
