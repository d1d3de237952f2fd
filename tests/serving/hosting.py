"""Real web servers of the system on a free port, configured as docs/hosting.md tells authors to."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

from tools.system import PROGRAMS, find_program

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs" / "hosting.md"
DOCUMENTED = "/srv/casebook/public/current"
"""Where the site is in the examples of the documentation."""

PATIENCE = 30  # seconds
LANGUAGES = {"nginx": "nginx", "caddy": "caddyfile"}
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)

NGINX = """
daemon off;
master_process off;
pid {here}/nginx.pid;
error_log {here}/error.log;
events {{}}
http {{
    access_log off;
    client_body_temp_path {here}/body;
    proxy_temp_path {here}/proxy;
    fastcgi_temp_path {here}/fastcgi;
    uwsgi_temp_path {here}/uwsgi;
    scgi_temp_path {here}/scgi;
    # As in Debian's own nginx.conf.
    include /etc/nginx/mime.types;
    default_type application/octet-stream;
    gzip on;
    include {here}/site.conf;
}}
"""
CADDY = """{
	admin off
	auto_https off
}
"""


@dataclass(frozen=True)
class Answer:
    """What a server says to one request; the names of headers are in small letters."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True)
class Host:
    """A running server."""

    port: int

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def ask(self, path: str, headers: Mapping[str, str] | None = None, method: str = "GET") -> Answer:
        """Send one request with the path as it is; what is packed stays packed."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request(method, path, headers=dict(headers or {}))
            answer = connection.getresponse()
            named = {name.lower(): value for name, value in answer.getheaders()}
            assert len(named) == len(answer.getheaders()), "a header is sent twice"
            return Answer(answer.status, named, answer.read())
        finally:
            connection.close()


def read_example(server: str, *, below: str = "") -> str:
    """Return the example of the documentation for a server: the one for a site below a path, or the other."""
    texts = [text for language, text in BLOCK.findall(DOCS.read_text(encoding="utf-8")) if language == server]
    (found,) = [text for text in texts if (below in text if below else "/a/blog" not in text)]
    return str(found)


@contextmanager
def run_nginx(site: Path, here: Path, *, below: str = "") -> Iterator[Host]:
    """Serve a built site with nginx, whose files are in the folder `here`."""
    port = find_free_port()
    here.mkdir(parents=True)
    text = read_example("nginx", below=below).replace("listen 80;", f"listen 127.0.0.1:{port};")
    (here / "site.conf").write_text(text.replace(DOCUMENTED, str(site)), encoding="utf-8")
    (here / "nginx.conf").write_text(NGINX.format(here=here), encoding="utf-8")
    command = [find("nginx"), "-p", str(here), "-c", str(here / "nginx.conf"), "-e", str(here / "error.log")]
    with _run(command, here, port):
        yield Host(port)
    assert "[warn]" not in (here / "error.log").read_text(encoding="utf-8")


@contextmanager
def run_caddy(site: Path, here: Path, *, below: str = "") -> Iterator[Host]:
    """Serve a built site with Caddy, whose files are in the folder `here`."""
    port = find_free_port()
    here.mkdir(parents=True)
    text = re.sub(r"^\S+ \{", f"http://127.0.0.1:{port} {{\n\tbind 127.0.0.1", read_example("caddyfile", below=below))
    (here / "Caddyfile").write_text(CADDY + text.replace(DOCUMENTED, str(site)), encoding="utf-8")
    command = [find("caddy"), "run", "--config", str(here / "Caddyfile"), "--adapter", "caddyfile"]
    with _run(command, here, port):
        yield Host(port)


RUNNERS = {"nginx": run_nginx, "caddy": run_caddy}


def find(name: str) -> str:
    """Return where a program is that the tests are promised."""
    program = next(program for program in PROGRAMS if program.names[0] == name)
    path = find_program(program)
    assert path is not None, f"{name} is missing: apt-get install {program.package}"
    return path


def find_free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextmanager
def _run(command: Sequence[str], here: Path, port: int) -> Iterator[None]:
    """Run a server in the foreground until the end, without a word to the system."""
    folders = {name: str(here) for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME")}
    with (here / "said.log").open("wb") as said:
        process = subprocess.Popen(command, env={**os.environ, **folders}, stdout=said, stderr=said)
    try:
        _wait(process, port, here)
        yield
    finally:
        process.terminate()
        process.wait(PATIENCE)


def _wait(process: subprocess.Popen[bytes], port: int, here: Path) -> None:
    """Wait until a server answers; nothing else can tell that it listens."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and process.poll() is None:
        with socket.socket() as one:
            if one.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)
    logs = (path.read_text(encoding="utf-8") for path in sorted(here.glob("*.log")))
    raise AssertionError("the server does not answer:\n" + "\n".join(logs))
