"""Places that a site is deployed to, on this machine: a bare repository, an rsync daemon, WebDAV and S3 for rclone."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from plugins.publishing.deploying.gh_pages import NO_JEKYLL
from plugins.publishing.deploying.records import PENDING, RECORD
from tests.publishing.s3_server import BUCKET, Bucket, serve_bucket
from tests.publishing.sites import leave_out_packed
from tools.system import PROGRAMS, find_program

PATIENCE = 20  # seconds
RECORDS = (RECORD, PENDING)

RSYNC_SETTINGS = """
port = {port}
address = 127.0.0.1
use chroot = no
uid = {uid}
gid = {gid}
log file = {folder}/log
transfer logging = yes
log format = %o %f
[site]
path = {folder}/www
read only = no
"""

Files = dict[str, bytes]


@dataclass(frozen=True)
class Place:
    """A place to deploy to.

    `name` is the target's, `settings` what DEPLOY says of it, `read` returns its files but the records, `put` lays a
    file there as somebody else would, and `environment` is what the programs need. `list_events` says what was put and
    deleted there, in its order, and `headers` what S3 was told with each object.
    """

    name: str
    settings: Mapping[str, str]
    read: Callable[[], Files]
    put: Callable[[str, bytes], None]
    environment: Mapping[str, str] = field(default_factory=dict)
    list_events: Callable[[], list[tuple[str, str]]] | None = None
    headers: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def expect(self, files: Mapping[str, bytes]) -> Files:
        """Return what is to lie there when a release with these files has been deployed."""
        if self.name == "rsync":
            return dict(files)
        return leave_out_packed(files) | ({NO_JEKYLL: b""} if self.name == "gh-pages" else {})


def get_program(name: str) -> str:
    """Return where a program is."""
    path = find_program(next(program for program in PROGRAMS if name in program.names))
    assert path is not None, name
    return path


@contextmanager
def open_place(kind: str, folder: Path) -> Iterator[Place]:
    """Give an empty place of a kind: one of KINDS."""
    programs = {str(Path(get_program(name)).parent) for name in ("rsync", "rclone")}
    path = os.pathsep.join([*sorted(programs), os.environ.get("PATH", os.defpath)])
    folder.mkdir(parents=True)
    with KINDS[kind](folder) as place:
        environment = {**place.environment, "PATH": path}
        yield replace(place, environment=environment)


@contextmanager
def _open_repository(folder: Path) -> Iterator[Place]:
    bare = folder / "bare.git"
    _git("init", "--quiet", "--bare", str(bare))

    def put(path: str, data: bytes) -> None:
        clone = folder / "clone"
        if _list_branch(bare):
            _git("clone", "--quiet", "--branch=gh-pages", str(bare), str(clone))
        else:
            _git("init", "--quiet", "--initial-branch=gh-pages", str(clone))
        _write(clone / path, data)
        _git("add", "--all", cwd=clone)
        _git("-c", "user.name=Somebody", "-c", "user.email=a@b.example", "commit", "--quiet", "-m", "Change", cwd=clone)
        _git("push", "--quiet", str(bare), "gh-pages", cwd=clone)
        shutil.rmtree(clone)

    yield Place("gh-pages", {"remote": str(bare)}, lambda: _read_branch(bare), put)


def _read_branch(bare: Path) -> Files:
    """Return the files of the branch as a clone has them."""
    clone = bare.parent / "read"
    if not _list_branch(bare):
        return {}
    _git("-c", "core.autocrlf=false", "clone", "--quiet", "--branch=gh-pages", str(bare), str(clone))
    shutil.rmtree(clone / ".git")
    files = _read_folder(clone)
    shutil.rmtree(clone)
    return files


def _list_branch(bare: Path) -> str:
    return _git("for-each-ref", "refs/heads/gh-pages", cwd=bare)


@contextmanager
def _open_daemon(folder: Path) -> Iterator[Place]:
    port, www = find_free_port(), folder / "www"
    www.mkdir()
    settings = folder / "rsyncd.conf"
    settings.write_text(RSYNC_SETTINGS.format(port=port, uid=os.getuid(), gid=os.getgid(), folder=folder))
    command = [get_program("rsync"), "--daemon", "--no-detach", f"--config={settings}"]
    with _serve(command, port):
        to = {"to": f"rsync://127.0.0.1:{port}/site/"}
        yield Place("rsync", to, lambda: _read_folder(www), _write_into(www), {}, lambda: _read_log(folder / "log"))


def _read_log(log: Path) -> list[tuple[str, str]]:
    """Return what the daemon received and deleted, in its order."""
    words = {"recv": "put", "del.": "delete"}
    lines = (line.split("] ", 1)[1].partition(" ") for line in log.read_text(encoding="utf-8").splitlines())
    return [(words[word], path) for word, _, path in lines if word in words and not path.endswith("/")]


@contextmanager
def _open_webdav(folder: Path) -> Iterator[Place]:
    port, www = find_free_port(), folder / "www"
    www.mkdir()
    command = [get_program("rclone"), "serve", "webdav", f"--addr=127.0.0.1:{port}", "--config=", "--", str(www)]
    with _serve(command, port):
        remote = {"TYPE": "webdav", "URL": f"http://127.0.0.1:{port}", "VENDOR": "other"}
        site = www / "sub" / "site"
        yield Place(
            "rclone", {"to": "test:sub/site"}, lambda: _read_folder(site), _write_into(site), _configure(remote)
        )


@contextmanager
def _open_bucket(folder: Path) -> Iterator[Place]:
    with serve_bucket() as (bucket, port):
        remote = {
            "TYPE": "s3", "PROVIDER": "Other", "ACCESS_KEY_ID": "a", "SECRET_ACCESS_KEY": "b", "REGION": "us-east-1",
            "ENDPOINT": f"http://127.0.0.1:{port}", "NO_CHECK_BUCKET": "true", "FORCE_PATH_STYLE": "true",
        }  # fmt: skip
        prefix = "site/"

        def put(path: str, data: bytes) -> None:
            bucket.put(prefix + path, data, {})

        def list_events() -> list[tuple[str, str]]:
            return [(word, key.removeprefix(prefix)) for word, key in bucket.events]

        to, environment = {"to": f"test:{BUCKET}/site"}, _configure(remote)
        yield Place("rclone", to, lambda: _read_bucket(bucket, prefix), put, environment, list_events, bucket.headers)


def _read_bucket(bucket: Bucket, prefix: str) -> Files:
    files = {key.removeprefix(prefix): data for key, data in bucket.objects.items()}
    return {path: data for path, data in files.items() if path not in RECORDS}


KINDS: Mapping[str, Callable[[Path], AbstractContextManager[Place]]] = {
    "gh-pages": _open_repository, "rsync": _open_daemon, "webdav": _open_webdav, "s3": _open_bucket,
}  # fmt: skip


def _configure(remote: Mapping[str, str]) -> dict[str, str]:
    """Return rclone's settings of the remote `test` as variables. Source: https://rclone.org/docs/#config-file."""
    return {
        **{f"RCLONE_CONFIG_TEST_{key}": value for key, value in remote.items()},
        "RCLONE_CONFIG": "",
        "NO_PROXY": "127.0.0.1",
        "AWS_CA_BUNDLE": "",
    }


@contextmanager
def _serve(command: list[str], port: int) -> Iterator[None]:
    """Run a server until the end; it listens when this begins."""
    with ExitStack() as stack:
        server = stack.enter_context(subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))
        stack.callback(server.kill)
        deadline = time.monotonic() + PATIENCE
        while not _listens(port):
            assert server.poll() is None, f"{command[0]} has ended"
            assert time.monotonic() < deadline, f"{command[0]} does not listen"
            time.sleep(0.01)
        yield


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def find_free_port() -> int:
    """Return a port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _read_folder(folder: Path) -> Files:
    paths = (path for path in folder.rglob("*") if path.is_file() and path.name not in RECORDS)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def _write_into(folder: Path) -> Callable[[str, bytes], None]:
    return lambda path, data: _write(folder / path, data)


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def _git(*arguments: str, cwd: Path | None = None) -> str:
    done = subprocess.run(["git", *arguments], cwd=cwd, capture_output=True, check=True, encoding="utf-8")
    return done.stdout
