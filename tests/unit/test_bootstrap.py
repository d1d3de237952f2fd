"""The stamp that tells a whole `.venv` from a half-made one, and what is said when the machine lacks something."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from tools import installers, system
from tools.bootstrap import Locks, SetupError, find_python, is_whole, make, make_stamp
from tools.installers import find_reason
from tools.system import Program


@pytest.fixture
def locks(tmp_path: Path) -> Locks:
    lock = tmp_path / "requirements.lock"
    lock.write_text("a==1\n", encoding="utf-8")
    return (lock,)


@pytest.fixture
def venv(tmp_path: Path, locks: Locks) -> Path:
    """Return a stand-in for a whole `.venv`: an interpreter and a stamp."""
    folder = tmp_path / ".venv"
    find_python(folder).parent.mkdir(parents=True)
    find_python(folder).touch()
    (folder / "casebook.stamp").write_text(make_stamp(folder, locks), encoding="utf-8")
    return folder


def test_a_stamped_venv_is_whole(venv: Path, locks: Locks) -> None:
    assert is_whole(venv, [locks])


def test_a_venv_is_whole_if_it_was_made_from_any_of_the_choices(venv: Path, locks: Locks, tmp_path: Path) -> None:
    (tmp_path / "requirements-test.lock").write_text("a==1\nb==1\n", encoding="utf-8")
    more = (*locks, tmp_path / "requirements-test.lock")
    assert is_whole(venv, [more, locks])
    assert not is_whole(venv, [more])


def test_a_changed_lock_makes_it_stale(venv: Path, locks: Locks) -> None:
    locks[0].write_text("a==2\n", encoding="utf-8")
    assert not is_whole(venv, [locks])


def test_without_a_stamp_it_is_half_made(venv: Path, locks: Locks) -> None:
    (venv / "casebook.stamp").unlink()
    assert not is_whole(venv, [locks])


def test_half_a_stamp_is_none(venv: Path, locks: Locks) -> None:
    (venv / "casebook.stamp").write_text(make_stamp(venv, locks)[:-9], encoding="utf-8")
    assert not is_whole(venv, [locks])


def test_without_its_interpreter_it_is_not_whole(venv: Path, locks: Locks) -> None:
    find_python(venv).unlink()
    assert not is_whole(venv, [locks])


def test_a_copy_in_another_folder_is_not_whole(venv: Path, locks: Locks, tmp_path: Path) -> None:
    assert not is_whole(venv.rename(tmp_path / "copy"), [locks])


def test_a_link_is_refused_and_what_lies_behind_it_stays_whole(venv: Path, locks: Locks, tmp_path: Path) -> None:
    link = tmp_path / "elsewhere" / ".venv"
    link.parent.mkdir()
    link.symlink_to(venv)
    with pytest.raises(SetupError, match="is not a folder: remove it"):
        make(link, [locks])
    assert is_whole(venv, [locks])


def test_a_missing_lock_is_named(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match=r"cannot read .*gone\.lock: No such file or directory"):
        make_stamp(tmp_path, (tmp_path / "gone.lock",))


@pytest.mark.parametrize(
    ("output", "reason"),
    [
        ("WARNING: slow\nERROR: No versions of a.\nERROR: and so on", "No versions of a"),
        ("something\nelse\n\n", "else"),
        ("", "it did not say why"),
    ],
)
def test_the_reason_is_the_first_error_or_the_last_line(output: str, reason: str) -> None:
    assert find_reason(output) == reason


@pytest.fixture
def index(tmp_path: Path) -> Iterator[str]:
    """Serve `tmp_path/index`, with a wheel in its `files`, as a package index; return its address."""
    files = tmp_path / "index" / "files"
    files.mkdir(parents=True)
    (files / installers.PIP_WHEEL).write_bytes(b"a wheel")
    handler = partial(QuietHandler, directory=str(files.parent))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


class QuietHandler(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the base class's
        pass


def _write_page(folder: Path, page: str) -> None:
    (folder / "index" / "pip").mkdir()
    (folder / "index" / "pip" / "index.html").write_text(page.format(name=installers.PIP_WHEEL), encoding="utf-8")


JSON_PAGE = '{{"files": [{{"filename": "{name}", "url": "../files/{name}"}}]}}'
HTML_PAGE = '<a href="../files/other.whl">other</a> <a href="../files/{name}#sha256=0">{name}</a>'


@pytest.mark.parametrize("page", [JSON_PAGE, HTML_PAGE])
def test_pip_is_fetched_from_an_index_in_either_form(
    page: str, index: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    _write_page(tmp_path, page)
    monkeypatch.setenv("PIP_INDEX_URL", index)
    monkeypatch.setattr(installers, "PIP_SHA256", hashlib.sha256(b"a wheel").hexdigest())
    wheel = tmp_path / installers.PIP_WHEEL
    assert installers._pip_of_index(tmp_path) == [str(find_python(tmp_path)), str(wheel / "pip")]
    assert wheel.read_bytes() == b"a wheel"


def test_a_pip_with_another_hash_is_refused(index: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    _write_page(tmp_path, JSON_PAGE)
    monkeypatch.setenv("PIP_INDEX_URL", index)
    with pytest.raises(SetupError, match="another pip-"):
        installers._pip_of_index(tmp_path)
    assert not (tmp_path / installers.PIP_WHEEL).exists()


def test_an_index_without_our_pip_is_a_clear_line(index: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    _write_page(tmp_path, "")
    monkeypatch.setenv("PIP_INDEX_URL", index)
    with pytest.raises(SetupError, match=r"cannot fetch pip-.*\.whl .*: it does not list that file"):
        installers._pip_of_index(tmp_path)


NOWHERE = Program(("no-such-program",), "CASEBOOK_NOWHERE", "no-such-package")
NEITHER = Program(("neither",), "CASEBOOK_NEITHER", "neither-package")


def test_missing_programs_are_named_with_the_one_line_to_type(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system, "PROGRAMS", (NOWHERE, NEITHER))
    monkeypatch.setattr(system, "_find_apt_prefix", lambda: None)
    with pytest.raises(SetupError) as caught:
        system.provide_programs()
    assert str(caught.value) == (
        "the tests need no-such-program and neither."
        " Type: sudo apt-get install -y --no-install-recommends no-such-package neither-package"
    )


def test_a_variable_says_where_a_program_is(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program = tmp_path / "browser"
    program.touch(mode=0o755)
    monkeypatch.setenv("CASEBOOK_NOWHERE", str(program))
    assert system.find_program(NOWHERE) == str(program)
    monkeypatch.setenv("CASEBOOK_NOWHERE", str(tmp_path / "gone"))
    assert system.find_program(NOWHERE) is None
