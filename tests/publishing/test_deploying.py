"""A release is sent to each kind of place as it is, once, and nothing is lost there that is not ours."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest

from plugins.locking import hold_lock
from plugins.publishing.deploying.deploy import DeployOptions, deploy_site
from plugins.publishing.deploying.errors import DeployError
from plugins.publishing.deploying.records import PENDING, RECORD
from plugins.settings import read_now, read_settings
from tests.publishing.places import KINDS, Place, open_place
from tests.publishing.sites import NEW, OLD, ROOT, Site, find_dead_link

PLAIN = DeployOptions()
ALL = DeployOptions(allow_deletions=True)
FOREIGN = DeployOptions(allow_foreign=True)
CHANGES = (
    f"new      posts/new one/index.html  {len(NEW['posts/new one/index.html'])} B",
    f"changed  posts/a/index.html  {len(NEW['posts/a/index.html'])} B",
    "gone     deep/er/pictures/old.png",
    "gone     posts/old/index.html",
    "gone     theme/x.11111111.css",
)


@pytest.fixture(params=KINDS)  # "webdav" says no hashes, "s3" MD5
def place(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Place]:
    with open_place(request.param, tmp_path / "place") as opened:
        for name, value in opened.environment.items():
            monkeypatch.setenv(name, value)
        yield opened


@pytest.fixture
def site(place: Place, tmp_path: Path) -> Site:
    return make_site(place, tmp_path)


def make_site(place: Place, folder: Path) -> Site:
    """Return a site that deploys to a place, in a repository of its own."""
    site = Site(folder / "site")
    site.set_targets({place.name: place.settings})
    if place.name == "gh-pages":
        subprocess.run(["git", "init", "--quiet", str(site.folder)], check=True)
    return site


def deploy(site: Site, place: Place, options: DeployOptions = PLAIN) -> list[str]:
    """Deploy in this process, and return the lines that were said."""
    settings, diagnostics = read_settings(site.settings, now=read_now("2026-06-01", {}))
    assert settings is not None, diagnostics
    lines: list[str] = []
    deploy_site(settings, place.name, options, lines.append, lambda seconds: None)
    return lines


def list_events(place: Place) -> list[tuple[str, str]]:
    return place.list_events() if place.list_events else []


def test_a_release_arrives_whole_in_an_order_without_dead_links_and_only_once(site: Site, place: Place) -> None:
    site.publish(1, OLD)
    assert deploy(site, place)[-1].startswith("Done. ")
    assert place.read() == place.expect(OLD)
    before = list_events(place)
    site.publish(2, NEW)
    lines = deploy(site, place, ALL)
    for line in CHANGES:
        assert line in lines
    assert place.read() == place.expect(NEW)
    events = list_events(place)
    assert deploy(site, place)[-1] == "Nothing to do: it is there already."
    assert list_events(place) == events
    check_every_moment({}, before, OLD)
    check_every_moment(OLD, events[len(before) :], NEW)


def check_every_moment(old: Mapping[str, bytes], events: Sequence[tuple[str, str]], new: Mapping[str, bytes]) -> None:
    """Play back what happened at a place: from no page that can be reached a link ever leads nowhere."""
    there = dict(old)
    for word, path in events:
        if word == "put":
            there[path] = new.get(path, b"")
        else:
            there.pop(path, None)
        assert find_dead_link(there) is None, (word, path)


@pytest.mark.parametrize("place", ["s3"], indirect=True)
def test_storage_is_told_what_to_say_of_each_file(site: Site, place: Place) -> None:
    site.publish(1, NEW)
    deploy(site, place)
    told = {key.removeprefix("site/"): headers for key, headers in place.headers.items()}
    assert told.keys() == {*place.expect(NEW), RECORD, PENDING}
    for path, headers in told.items():
        is_for_ever = path == "theme/x.22222222.css"
        expected = "public, max-age=31536000, immutable" if is_for_ever else "public, max-age=0, must-revalidate"
        assert headers["Cache-Control"] == expected, path
    for path, expected in {
        "index.html": "text/html; charset=utf-8",
        "theme/x.22222222.css": "text/css; charset=utf-8",
        "feeds/all.atom.xml": "text/xml; charset=utf-8",
        "pictures/#new.jpg": "image/jpeg",
        "downloads/-a b#é.txt": "text/plain; charset=utf-8",
    }.items():
        assert told[path]["Content-Type"] == expected
        assert "Content-Encoding" not in told[path]


@pytest.mark.parametrize("place", ["gh-pages"], indirect=True)
def test_a_domain_that_was_set_at_github_stays_and_one_in_the_settings_comes_first(site: Site, place: Place) -> None:
    site.publish(1, OLD)
    place.put("CNAME", b"www.example.org")
    deploy(site, place)
    assert place.read() == {**place.expect(OLD), "CNAME": b"www.example.org"}
    site.set_targets({place.name: {**place.settings, "cname": "blog.example.org"}})
    deploy(site, place)
    assert place.read() == {**place.expect(OLD), "CNAME": b"blog.example.org\n"}
    assert deploy(site, place)[-1] == "Nothing to do: it is there already."


@pytest.mark.parametrize("place", ["gh-pages"], indirect=True)
def test_the_repository_of_the_author_stays_as_it_was(site: Site, place: Place) -> None:
    git = ["git", "-C", str(site.folder)]
    subprocess.run([*git, "add", "publishconf.py"], check=True)
    as_author = ["-c", "user.name=A", "-c", "user.email=a@b.example"]
    subprocess.run([*git, *as_author, "commit", "--quiet", "-m", "Begin"], check=True)
    subprocess.run([*git, "branch", "gh-pages"], check=True)
    (site.folder / "staged.txt").write_text("work")
    subprocess.run([*git, "add", "staged.txt"], check=True)
    site.publish(1, OLD)
    asked = [*git, "for-each-ref", "refs/heads"], [*git, "status", "--porcelain"], [*git, "symbolic-ref", "HEAD"]
    before = [subprocess.run(command, capture_output=True, check=True).stdout for command in asked]
    deploy(site, place)
    assert [subprocess.run(command, capture_output=True, check=True).stdout for command in asked] == before


@pytest.mark.parametrize("place", ["rsync"], indirect=True)
def test_the_command_says_what_it_did_and_its_exit_code_what_came_of_it(
    site: Site, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = run_command(site, "rsync")
    assert (done.returncode, done.stdout) == (1, "")
    assert re.fullmatch(r"tasks\.py: there is no release in .*/public\. Type: tasks\.py publish\n", done.stderr)
    site.publish(1, OLD)
    done = run_command(site, "rclone")
    assert done.returncode == 1
    assert 'add DEPLOY = {"rclone": {"to": "remote:bucket"}}' in done.stderr
    done = run_command(site, "rsync", "--dry-run")
    assert done.returncode == 0
    assert place.read() == {}
    done = run_command(site, "rsync")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[-1] == "Done. All 17 files were read back and are those of the release."
    assert place.read() == OLD
    with hold_lock(site.public, "publish"):
        done = run_command(site, "rsync")
    assert (done.returncode, done.stdout) == (3, "")
    assert "publish runs already" in done.stderr
    monkeypatch.setenv("PATH", "/nowhere")
    done = run_command(site, "rsync")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "tasks.py: rsync is not installed here. Type: sudo apt-get install rsync\n"


def run_command(site: Site, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "tasks.py"), "deploy", *arguments, "--settings", str(site.settings)]
    return subprocess.run(command, capture_output=True, check=False, encoding="utf-8")


@pytest.mark.parametrize("place", ["gh-pages", "rsync", "s3"], indirect=True)
def test_what_is_not_ours_is_named_and_never_lost(site: Site, place: Place) -> None:
    others = {"google123.html": b"theirs", "posts/old/notes é.txt": b"theirs"}
    for path, data in others.items():
        place.put(path, data)
    place.put("posts/a/index.html", b"theirs")
    site.publish(1, OLD)
    with pytest.raises(DeployError, match=r"posts/a/index\.html"):
        deploy(site, place)
    assert place.read() == {**others, "posts/a/index.html": b"theirs"}
    lines = deploy(site, place, FOREIGN)
    assert "foreign  posts/old/notes é.txt" in lines
    kept = {} if place.name == "gh-pages" else others
    assert place.read() == {**place.expect(OLD), **kept}
    site.publish(2, NEW)
    deploy(site, place, ALL)
    assert place.read() == {**place.expect(NEW), **kept}


@pytest.mark.parametrize("place", ["rsync"], indirect=True)
def test_a_file_where_a_folder_was_and_a_folder_where_a_file_was(site: Site, place: Place) -> None:
    flat, deep = {**OLD, "a.pdf": b"flat"}, {**OLD, "a.pdf/index.html": b"deep"}
    for number, files in enumerate((flat, deep, flat, deep), 1):
        site.publish(number, files)
        deploy(site, place)
        assert place.read() == place.expect(files)


@pytest.mark.parametrize("name", ["about", "posts", "index.html"])
def test_what_is_in_the_way_and_not_ours_is_named(name: str, tmp_path: Path) -> None:
    """A file where a folder comes, or a link where a file comes: rsync makes room without a word."""
    with open_place("rsync", tmp_path / "place") as place:
        site = make_site(place, tmp_path)
        site.publish(1, {"about/index.html": b"1", "posts/a/index.html": b"1", "index.html": b"1"})
        place.put("theirs.txt", b"theirs")
        (folder,) = {path.parent for path in (tmp_path / "place").rglob("theirs.txt")}
        (folder / name).symlink_to("theirs.txt")
        with pytest.raises(DeployError, match=rf"did not write would be replaced: {name}\. "):
            deploy(site, place)
        assert (folder / name).is_symlink()
        deploy(site, place, FOREIGN)
        assert (folder / "about" / "index.html").read_bytes() == (folder / "index.html").read_bytes() == b"1"
        assert (folder / "theirs.txt").read_bytes() == b"theirs"


@pytest.mark.parametrize("place", ["gh-pages", "rsync"], indirect=True)
def test_more_than_a_tenth_gone_needs_a_word_and_a_dry_run_does_nothing(site: Site, place: Place) -> None:
    site.publish(1, OLD)
    deploy(site, place)
    fewer = {path: data for path, data in OLD.items() if path not in ("posts/e/index.html", "posts/f/index.html")}
    site.publish(2, fewer)
    with pytest.raises(DeployError, match=r"2 of 14 addresses \(14%\) would go.*--allow-deletions"):
        deploy(site, place)
    lines = deploy(site, place, DeployOptions(dry_run=True, allow_deletions=True))
    assert "gone     posts/f/index.html" in lines
    assert place.read() == place.expect(OLD)
    deploy(site, place, ALL)
    assert place.read() == place.expect(fewer)
    lines = deploy(site, place, DeployOptions(release="1"))
    assert lines[0].startswith("0001-")
    assert place.read() == place.expect(OLD)
