"""What is published is a whole release; the live tree is at every moment the whole old site or the whole new one."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from plugins.diagnostics import Code
from plugins.publishing import manifests, stages, switching
from plugins.publishing.going_back import NoReleaseError, roll_back
from plugins.publishing.manifests import MANIFEST, Manifest, read_manifest, write_manifest
from plugins.publishing.releases import NEXT, find_releases
from plugins.site.site_folder import SiteFolder
from tests.building.running import read_site, read_tree
from tests.publishing.tiny import TinySite, find_damages, make_tiny_site, print_all

EMPTY_MANIFEST = '{"version": 1, "now": "", "files": {}}'


@pytest.fixture
def site(tmp_path: Path) -> TinySite:
    return make_tiny_site(tmp_path / "site")


@pytest.fixture(scope="module")
def once_published(tmp_path_factory: pytest.TempPathFactory) -> TinySite:
    site = make_tiny_site(tmp_path_factory.mktemp("once") / "site")
    assert site.publish().live
    return site


@pytest.fixture
def published(once_published: TinySite, tmp_path: Path) -> TinySite:
    """A site with one release."""
    shutil.copytree(once_published.folder, tmp_path / "site", symlinks=True)
    return TinySite(tmp_path / "site")


def publish_editions(site: TinySite, numbers: range, **overrides: object) -> list[str]:
    """Publish a release for each number; return their ids."""
    ids = []
    for number in numbers:
        site.write_edition(number)
        ids.append(site.publish(**overrides).live)
    return ids


def read_edition(site: TinySite) -> str:
    text = (site.public / "current" / "posts" / "edition" / "index.html").read_text(encoding="utf-8")
    return text.partition("This is edition ")[2].partition(".")[0]


def test_the_command_publishes_lists_and_goes_back(site: TinySite) -> None:
    run = site.run_apart("publish")
    assert (run.code, run.err) == (0, "")
    first = site.live
    assert run.out.startswith(f"{first} is live: ")
    assert str((site.public / "current").readlink()) == f"releases/{first}"
    site.write_edition(2)
    assert site.run("publish").code == 0
    second = site.live
    assert (read_edition(site), first) != ("1", second)
    listed = site.run_apart("releases").out.splitlines()
    assert [line.split()[0] for line in listed] == ["id", first, second]
    assert [line.endswith("live") for line in listed] == [False, False, True]
    run = site.run_apart("rollback")
    assert (run.code, run.err) == (0, "")
    assert (site.live, read_edition(site)) == (first, "1")
    assert site.run("rollback", "2").code == 0
    assert site.live == second
    assert site.run("rollback", str(first)).code == 0
    assert site.live == first


def test_a_release_is_the_site_that_build_makes(published: TinySite) -> None:
    assert published.run("build").code == 0
    assert read_tree(published.folder / "output") == read_tree(published.public / "current")


def test_an_id_sorts_and_says_what_is_in_it(published: TinySite) -> None:
    manifest = read_manifest(published.public / "current")
    assert manifest is not None
    assert published.live == f"0001-{manifest.digest[:8]}"


def test_nothing_but_releases_and_a_link_is_left(published: TinySite) -> None:
    assert published.list_public() == ["current", "releases", f"releases/{published.live}"]


def test_the_same_bytes_make_no_release(published: TinySite) -> None:
    before = published.list_public()
    run = published.run("publish")
    assert run.code == 0
    assert run.out.startswith(f"nothing has changed, {published.live} stays live: ")
    assert before == published.list_public()


def test_a_live_tree_that_somebody_changed_is_published_anew(published: TinySite) -> None:
    (published.public / "current" / "index.html").write_text("Hacked.", encoding="utf-8")
    assert published.publish().live.startswith("0002-")
    assert find_damages(published.public) == []


def test_a_release_may_be_moved_with_its_folder(published: TinySite, tmp_path: Path) -> None:
    before = read_tree(published.public / "current")
    published.public.rename(tmp_path / "moved")
    assert before == read_tree(tmp_path / "moved" / "current")


def test_another_folder_can_be_named(site: TinySite, tmp_path: Path) -> None:
    assert site.run("publish", "--output", tmp_path / "elsewhere").code == 0
    assert (tmp_path / "elsewhere" / "current" / "index.html").is_file()
    assert not site.public.exists()
    run = site.run("releases", "--output", tmp_path / "elsewhere")
    assert run.out.count("live") == 1


def test_a_missing_id_stops_a_publish_and_only_warns_of_it_in_a_build(published: TinySite) -> None:
    published.write("content/posts/new.md", "---\ntitle: New\ndate: 2026-01-01\n---\nText.\n")
    before = published.list_public()
    run = published.run("publish")
    assert run.code == 1
    assert "content/posts/new.md:2:8: error[missing-id]: there is no permanent `id`." in run.err
    assert run.err.splitlines()[-1] == "1 error; public/current is as it was"
    assert before == published.list_public()
    run = published.run("build")
    assert (run.code, "warning[missing-id]" in run.err) == (0, True)


def test_a_mistake_in_the_content_leaves_everything_as_it_was(published: TinySite) -> None:
    before = read_tree(published.public)
    published.write_post("one", "[x]({filename}gone.md)")
    report = published.publish()
    assert not report.live
    assert [diagnostic.code for diagnostic in report.diagnostics] == [Code.BROKEN_LINK]
    assert before == read_tree(published.public)


# What readers would lose


def test_an_address_that_is_gone_is_named(published: TinySite) -> None:
    published.remove_post("one")
    report = published.publish()
    lines = print_all(report.diagnostics, published.folder)
    assert (
        "publishconf.py:1:1: error[gone-address]: an address of the live release leads nowhere in the new one "
        "(found /posts/one/). Give the document that takes its place this alias, or publish with --allow-gone."
    ) in lines
    assert published.live == "0001" + str(published.live)[4:]
    assert published.run("publish", "--allow-gone").code == 0
    assert str(published.live).startswith("0002-")


def test_a_post_that_becomes_a_draft_is_gone_and_only_then_taken_away(published: TinySite) -> None:
    published.write_post("one", more="status: draft\n")
    assert {diagnostic.code for diagnostic in published.publish().diagnostics} == {Code.GONE_ADDRESS}
    assert (published.public / "current" / "posts" / "one" / "index.html").is_file()
    assert published.publish(Code.GONE_ADDRESS).live
    assert not (published.public / "current" / "posts" / "one").exists()


def test_an_alias_keeps_an_address(published: TinySite) -> None:
    published.remove_post("one")
    published.write_post("other", more="aliases: [/posts/one/]\n")
    assert published.publish().live.startswith("0002-")


def test_an_alias_keeps_the_address_of_a_file(site: TinySite) -> None:
    site.write("content/downloads/list.csv", "a,b\n")
    site.publish()
    (site.folder / "content" / "downloads" / "list.csv").unlink()
    report = site.publish()
    assert [(one.code, one.found) for one in report.diagnostics] == [(Code.GONE_ADDRESS, "/downloads/list.csv")]
    site.write_post("one", more="aliases: [/downloads/list.csv]\n")
    assert site.publish().live.startswith("0002-")


def test_a_feed_is_an_address_too(site: TinySite) -> None:
    site.write_post("one", more="category: Notes\n")
    site.publish()
    site.write_post("one")
    found = {diagnostic.found for diagnostic in site.publish().diagnostics}
    assert {"/categories/notes/", "/feeds/categories/notes.atom.xml"} <= found, found


def test_names_that_come_and_go_with_their_contents_are_no_loss(site: TinySite) -> None:
    """Packed copies, and files of the theme with a hash of their content in their name."""
    site.publish(GZIP_LEVEL=9)
    before = {*read_tree(site.public / "current")}
    shutil.copytree(site.load().theme, site.folder / "theme")
    for style in (site.folder / "theme").rglob("*.css"):
        style.write_text(f"{style.read_text(encoding='utf-8')}\np {{ color: red; }}\n", encoding="utf-8")
    report = site.publish(THEME=site.folder / "theme")
    assert (report.diagnostics, report.live[:5]) == ([], "0002-")
    gone = before - {*read_tree(site.public / "current")}
    assert {Path(name).suffix for name in gone} == {".gz", ".css"}


def test_far_fewer_pages_stop_a_publish(tmp_path: Path) -> None:
    site = make_tiny_site(tmp_path, [f"post-{number}" for number in range(20)])
    site.publish()
    for number in range(5):
        site.remove_post(f"post-{number}")
    report = site.publish(Code.GONE_ADDRESS)
    (line,) = print_all(report.diagnostics, site.folder)
    assert "error[fewer-pages]: the live release has " in line
    assert "pages, and the new one more than 10% fewer (found " in line
    assert site.run("publish", "--allow-gone").code == 1
    assert site.run("publish", "--allow-shrink").code == 1
    assert site.run("publish", "--allow-gone", "--allow-shrink").code == 0


def test_a_few_pages_fewer_are_told_by_their_addresses_only(tmp_path: Path) -> None:
    site = make_tiny_site(tmp_path, [f"post-{number}" for number in range(20)])
    site.publish()
    site.remove_post("post-0")
    assert {diagnostic.code for diagnostic in site.publish().diagnostics} == {Code.GONE_ADDRESS}


@pytest.mark.parametrize("harm", [Path.unlink, lambda path: path.write_text(path.read_text().replace("a", "b"))])
def test_without_the_live_manifest_nobody_can_tell_what_is_lost(
    harm: Callable[[Path], object], published: TinySite
) -> None:
    harm(published.public / "current" / MANIFEST)
    published.write_edition(2)
    report = published.publish(Code.GONE_ADDRESS)
    assert [diagnostic.code for diagnostic in report.diagnostics] == [Code.DAMAGED_RELEASE]
    assert published.publish(Code.GONE_ADDRESS, Code.FEWER_PAGES).live.startswith("0002-")


# Older releases


def test_as_many_releases_are_kept_as_the_settings_say(published: TinySite) -> None:
    ids = publish_editions(published, range(2, 6), KEEP_RELEASES=3)
    assert published.list_public() == ["current", "releases", *(f"releases/{name}" for name in ids[-3:])]


def test_the_live_release_and_the_one_before_are_always_kept(published: TinySite) -> None:
    ids = publish_editions(published, range(2, 5), KEEP_RELEASES=1)
    assert published.list_public() == ["current", "releases", *(f"releases/{name}" for name in ids[-2:])]


def test_the_release_that_was_live_until_now_is_kept_however_old_it_is(published: TinySite) -> None:
    first = str(published.live)
    publish_editions(published, range(2, 5))
    roll_back(published.load(), first)
    (last,) = publish_editions(published, range(5, 6), KEEP_RELEASES=1)
    assert published.live == last
    assert f"releases/{first}" in published.list_public()


def test_where_the_link_is_lost_the_newest_release_is_compared_with(published: TinySite) -> None:
    """A copy or a cache may not keep links."""
    (published.public / "current").unlink()
    published.remove_post("one")
    report = published.publish()
    assert (report.live, published.live) == ("", None)
    assert [problem.found for problem in report.diagnostics if problem.code is Code.GONE_ADDRESS] == ["/posts/one/"]
    published.write_post("one")
    report = published.publish()
    assert not report.is_same
    assert published.live == report.live


def test_a_release_with_a_file_of_somebody_else_is_not_removed(published: TinySite) -> None:
    first = published.live
    (published.public / "current" / "CNAME").write_text("tiny.example", encoding="utf-8")
    publish_editions(published, range(2, 6), KEEP_RELEASES=1)
    assert (published.public / "releases" / str(first) / "CNAME").is_file()


def test_what_is_no_release_of_ours_is_never_touched(published: TinySite, tmp_path: Path) -> None:
    """A folder without a manifest, a link out of the folder, a file, and things beside the releases."""
    releases = published.public / "releases"
    for path in (releases / "0000-00000000", releases / "mine", published.public / "shared", tmp_path / "outside"):
        path.mkdir()
        (path / "thesis.txt").write_text("Years of work.", encoding="utf-8")
    shutil.copytree(releases / str(published.live), tmp_path / "0000-11111111")
    (releases / "0000-11111111").symlink_to(tmp_path / "0000-11111111")
    (releases / "0000-22222222").write_text("x", encoding="utf-8")
    before = read_tree(tmp_path / "outside"), read_tree(tmp_path / "0000-11111111")
    assert [release.id for release in find_releases(published.public)] == [published.live]
    publish_editions(published, range(2, 5), KEEP_RELEASES=1)
    assert before == (read_tree(tmp_path / "outside"), read_tree(tmp_path / "0000-11111111"))
    kept = {"releases/0000-00000000", "releases/0000-11111111", "releases/0000-22222222", "releases/mine", "shared"}
    assert kept <= {*published.list_public()}
    assert len(list(published.public.rglob("thesis.txt"))) == 3


def test_a_number_is_never_given_twice(published: TinySite) -> None:
    """Also where the release that had it is no release any more."""
    (published.public / "releases" / "0007-00000000").mkdir()
    published.write_edition(2)
    assert published.publish().live.startswith("0008-")


def test_one_goes_back_by_order_and_then_forward_by_number(published: TinySite) -> None:
    first = str(published.live)
    second, third = publish_editions(published, range(2, 4))
    settings = published.load()
    for expected in (second, first):
        release, problems = roll_back(settings, None)
        assert (problems, release.id, published.live) == ([], expected, expected)
    with pytest.raises(NoReleaseError, match="there is no release before number 1"):
        roll_back(settings, None)
    assert roll_back(settings, "3")[0].id == third == published.live


def test_a_release_that_cannot_be_read_is_no_crash(published: TinySite, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path) -> tuple[int, str]:
        raise PermissionError(13, "Permission denied", str(path))

    first = str(published.live)
    publish_editions(published, range(2, 3))
    monkeypatch.setattr(manifests, "measure_file", refuse)
    run = published.run("rollback", first)
    assert run.code == 1
    assert "error[damaged-release]" in run.err
    assert "cannot be read: Permission denied" in run.err
    assert published.live != first


@pytest.mark.parametrize("wanted", ["9", "0009-00000000", "..", "", "²"])
def test_a_release_that_is_not_there_is_named(wanted: str, published: TinySite) -> None:
    run = published.run("rollback", wanted)
    assert (run.code, run.out) == (2, "")
    assert run.err.strip().endswith(f"only {published.live}")


def test_before_the_first_release_there_is_nothing_to_go_back_to(site: TinySite) -> None:
    run = site.run("rollback")
    assert (run.code, run.err) == (2, "tasks.py: nothing has been published yet\n")
    assert site.run("releases").out == "nothing has been published into public yet\n"


@pytest.mark.parametrize(
    ("harm", "found"),
    [
        (lambda folder: (folder / "index.html").write_text("x"), "index.html has changed"),
        (lambda folder: (folder / "index.html").unlink(), "index.html is missing"),
        (lambda folder: (folder / "new.html").write_text("x"), "new.html is not in the manifest"),
        (lambda folder: os.truncate(folder / "index.html", 7), "index.html has changed"),
        (lambda folder: (folder / MANIFEST).write_text(EMPTY_MANIFEST), "the manifest has changed"),
    ],
)
def test_a_damaged_release_is_not_gone_back_to(harm: Callable[[Path], object], found: str, published: TinySite) -> None:
    first = str(published.live)
    (second,) = publish_editions(published, range(2, 3))
    harm(published.public / "releases" / first)
    run = published.run("rollback")
    assert run.code == 1
    line = f"publishconf.py:1:1: error[damaged-release]: the release {first} is not what was published (found {found}"
    assert run.err.startswith(line)
    assert published.live == second


# Folders that are not ours


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("content", "the releases would replace the content"),
        ("content/public", "the releases would lie in the content"),
        ("content/../content/posts/x", "the releases would lie in the content"),
        (".", "the releases would replace the content"),
        ("..", "the releases would replace the content"),
        ("/", "the releases would replace the content"),
        ("publishconf.py", "the releases would replace the settings"),
        (".git", "the releases would replace git's own folder"),
        (".git/public", "the releases would lie in git's own folder"),
        ("repository", "the folder of the releases holds something that Casebook did not write: thesis.txt"),
        ("file", "the folder of the releases is none"),
        ("dangling", "the folder of the releases is none"),
        ("shortcut/public", "the releases would lie in the content"),
    ],
)
def test_a_folder_that_is_not_for_releases_is_refused(name: str, reason: str, site: TinySite) -> None:
    site.write(".git/HEAD", "ref: refs/heads/main\n")
    site.write("repository/thesis.txt", "Years of work.")
    site.write("file", "x")
    (site.folder / "dangling").symlink_to("nowhere")
    (site.folder / "shortcut").symlink_to("content")
    before = read_tree(site.folder)
    run = site.run("publish", "--output", name)
    assert run.code == 1
    assert f" error[foreign-output]: {reason} (found " in run.err
    assert "Traceback" not in run.err
    assert before == read_tree(site.folder)
    for command in ("rollback", "releases"):
        assert site.run(command, "--output", name).err == run.err


@pytest.mark.parametrize("kind", ["folder", "file", "link out", "link to no release", "link by another name"])
def test_a_current_that_is_not_ours_is_refused(kind: str, published: TinySite, tmp_path: Path) -> None:
    current = published.public / "current"
    live = str(published.live)
    current.unlink()
    if kind == "folder":
        current.mkdir()
    elif kind == "file":
        current.write_text("x", encoding="utf-8")
    else:
        shutil.copytree(published.public / "releases" / live, published.public / "releases" / "main")
        targets = {"link out": tmp_path, "link to no release": Path("releases/main")}
        current.symlink_to(targets.get(kind, Path("releases") / ".." / "releases" / live))
    published.write_edition(2)
    report = published.publish()
    assert [one.message for one in report.diagnostics] == ["`current` is there, and no link that Casebook made"]


def test_no_build_goes_into_a_release(published: TinySite) -> None:
    before = read_tree(published.public)
    for name in (f"public/releases/{published.live}", "public/releases", "public/current", "public"):
        run = published.run("build", "--output", name)
        assert (run.code, "error[foreign-output]" in run.err) == (1, True)
    assert before == read_tree(published.public)


def test_a_folder_of_releases_may_be_a_link_and_lie_in_the_repository(site: TinySite, tmp_path: Path) -> None:
    site.write(".git/HEAD", "ref: refs/heads/main\n")
    (tmp_path / "elsewhere").mkdir()
    site.public.symlink_to(tmp_path / "elsewhere")
    assert site.publish().live
    assert (tmp_path / "elsewhere" / "current" / "index.html").is_file()


# What goes wrong underneath


def test_a_truncated_copy_is_seen(published: TinySite, monkeypatch: pytest.MonkeyPatch) -> None:
    write = SiteFolder.write

    def truncate(folder: SiteFolder, name: str, data: bytes) -> None:
        write(folder, name, data)
        if name == "posts/one/index.html":
            os.truncate(folder.path / name, len(data) - 1)

    monkeypatch.setattr(SiteFolder, "write", truncate)
    published.write_edition(2)
    before = read_tree(published.public)
    report = published.publish()
    (line,) = print_all(report.diagnostics, published.folder)
    assert line == (
        "publishconf.py:1:1: error[damaged-output]: what lies on the disk is not what was written (found "
        "posts/one/index.html has changed). Look whether the disk is full or failing, or a plugin writes there, and "
        "try again."
    )
    assert before == read_tree(published.public)


def test_a_truncated_manifest_is_seen(published: TinySite, monkeypatch: pytest.MonkeyPatch) -> None:
    write = write_manifest

    def truncate(manifest: Manifest, folder: Path) -> None:
        write(manifest, folder)
        os.truncate(folder / MANIFEST, 100)

    monkeypatch.setattr(stages, "write_manifest", truncate)
    published.write_edition(2)
    assert [one.found for one in published.publish().diagnostics] == [f"{MANIFEST} has changed"]


def test_a_file_that_a_plugin_adds_is_seen(published: TinySite, monkeypatch: pytest.MonkeyPatch) -> None:
    write = SiteFolder.write

    def add(folder: SiteFolder, name: str, data: bytes) -> None:
        write(folder, name, data)
        (folder.path / "added.txt").write_text("x", encoding="utf-8")

    monkeypatch.setattr(SiteFolder, "write", add)
    published.write_edition(2)
    assert [one.found for one in published.publish().diagnostics] == ["added.txt is not in the manifest"]


@pytest.mark.parametrize("step", ["sync_tree", "_make_link", "sync", "rename", "replace"])
def test_a_disk_that_says_no_changes_nothing(step: str, published: TinySite, monkeypatch: pytest.MonkeyPatch) -> None:
    """At each step of the switch."""

    def fail(*_: object, **__: object) -> None:
        raise OSError(errno.EIO, "Input/output error")

    published.write_edition(2)
    before = read_tree(published.public), published.list_public()
    monkeypatch.setattr(Path if step in ("rename", "replace") else switching, step, fail)
    report = published.publish()
    monkeypatch.undo()
    assert [(one.code, one.found) for one in report.diagnostics] == [
        (Code.UNWRITABLE_OUTPUT, f"Input/output error: {published.public}")
    ]
    assert before == (read_tree(published.public), published.list_public())


def test_everything_is_on_the_disk_before_the_switch(published: TinySite, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[Path] = []
    monkeypatch.setattr(switching, "sync", synced.append)
    published.write_edition(2)
    folder = published.public / "releases" / published.publish().live
    aside = folder.parent / ".casebook-new"
    paths = {aside, *(aside / path.relative_to(folder) for path in folder.rglob("*"))}
    assert paths <= {*synced}
    assert synced[-3:] == [published.public, folder.parent, published.public]


def test_what_killed_runs_have_left_is_swept(published: TinySite) -> None:
    """Half a release, a release that was never live, one half taken away, and links."""
    releases, live = published.public / "releases", str(published.live)
    for name in (".casebook-new", ".casebook-old-0000-00000000"):
        (releases / name).mkdir()
        (releases / name / "index.html").write_text("x", encoding="utf-8")
    shutil.copytree(releases / live, releases / f"0002-{live[5:]}")
    (published.public / NEXT).symlink_to(f"releases/0002-{live[5:]}")
    (published.public / ".current.back").symlink_to("releases/0001-00000000")
    assert [line.split()[0] for line in published.run("releases").out.splitlines()[1:]] == [live]
    published.write_edition(2)
    new = published.publish().live
    assert published.list_public() == ["current", "releases", f"releases/{live}", f"releases/{new}"]


def test_a_first_run_that_was_killed_before_the_switch_is_no_foreign_folder(site: TinySite) -> None:
    name = site.publish().live
    (site.public / "current").rename(site.public / NEXT)
    assert site.publish().live == name
    assert site.list_public() == ["current", "releases", f"releases/{name}"]


def test_the_manifest_is_no_page_of_the_site(published: TinySite) -> None:
    manifest = read_manifest(published.public / "current")
    assert manifest is not None
    assert {*manifest.files} == {*read_site(published.public / "current")}
