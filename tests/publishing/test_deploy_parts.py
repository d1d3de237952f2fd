"""The parts of a deploy: what is sent when, what is refused, what is tried again, what storage is told."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from plugins.publishing.deploying.errors import DeployError, MissingProgramError
from plugins.publishing.deploying.plans import Plan, Remote, check_plan, format_plan, make_plan
from plugins.publishing.deploying.programs import PAUSES, Programs, show_path
from plugins.publishing.deploying.records import hash_name, make_record, read_record, write_record
from plugins.publishing.deploying.rsync import RsyncRemote
from plugins.publishing.deploying.shipping import Shipment, choose_release, load_shipment
from plugins.publishing.deploying.stages import Stage, sort_deletions, sort_uploads
from plugins.publishing.deploying.web_headers import find_cache_control, find_content_type
from plugins.publishing.manifests import FileFacts
from plugins.site.registry import OutputKind
from tests.publishing.places import get_program
from tests.publishing.sites import NEW, OLD, Site

OTHERS = Remote(frozenset(), frozenset({"posts/a/index.html"}), frozenset({"x"}))


@pytest.fixture
def shipment(tmp_path: Path) -> Shipment:
    return load_shipment(Site(tmp_path).publish(2, NEW))


@pytest.fixture
def old(tmp_path: Path) -> Shipment:
    return load_shipment(Site(tmp_path).publish(1, OLD))


def plan_from(old: Shipment, shipment: Shipment, foreign: str = "theirs.txt") -> Plan:
    """Return the plan for a place where the old release lies, and a file of somebody else's."""
    both = shipment.files.keys() & old.files.keys()
    remote = Remote(
        missing=frozenset(shipment.files.keys() - old.files.keys()),
        changed=frozenset(path for path in both if shipment.files[path] != old.files[path]),
        extra=frozenset((old.files.keys() - shipment.files.keys()) | {foreign}),
        folders=frozenset(old.folders - shipment.folders),
        record=write_record(make_record(old)),
    )
    return make_plan(shipment, remote)


def test_what_is_new_goes_first_and_entrances_last(old: Shipment, shipment: Shipment) -> None:
    plan = plan_from(old, shipment)
    assert dict(sort_uploads(shipment, plan.new, plan.changed)) == {
        Stage.RESOURCES: ["pagefind/fragment/en_1.pf_fragment", "pictures/#new.jpg", "theme/x.22222222.css"],
        Stage.NEW_TEXTS: ["posts/new one/index.html", "posts/new one/index.html.br"],
        Stage.NEW_FEEDS: ["feeds/tags/new.atom.xml"],
        Stage.NEW_LISTS: ["tags/new/index.html"],
        Stage.CHANGED_TEXTS: ["posts/a/index.html"],
        Stage.CHANGED_LISTS: ["archives/index.html", "tags/t/index.html"],
        Stage.CHANGED_FEEDS: ["feeds/all.atom.xml"],
        Stage.ENTRANCES: ["pagefind/pagefind-entry.json", "sitemap.xml"],
        Stage.FRONT_PAGE: ["index.html", "index.html.gz"],
    }
    assert [stage for stage, _ in sort_uploads(shipment, plan.new, plan.changed)] == list(Stage)


def test_pages_are_deleted_before_what_they_show(old: Shipment, shipment: Shipment) -> None:
    assert sort_deletions(plan_from(old, shipment).gone) == [
        ["posts/old/index.html"],
        ["deep/er/pictures/old.png", "theme/x.11111111.css"],
    ]
    assert sort_deletions(["a.png", "a/index.html.br", "a/index.html"]) == [
        ["a/index.html", "a/index.html.br"],
        ["a.png"],
    ]


def test_only_what_the_record_names_goes_and_folders_from_within(old: Shipment, shipment: Shipment) -> None:
    plan = plan_from(old, shipment)
    assert plan.foreign == ("theirs.txt",)
    assert plan.folders == ("deep/er/pictures", "deep/er", "posts/old", "deep")
    assert plan_from(old, shipment, "deep/er/theirs.txt").folders == ("deep/er/pictures", "posts/old")


def test_a_file_where_a_folder_was_is_made_room_for(old: Shipment, shipment: Shipment) -> None:
    assert plan_from(old, shipment).blocking == []
    files = {**shipment.files, "posts/old": FileFacts(1, "0", OutputKind.STATIC)}
    assert plan_from(old, Shipment(shipment.folder, "2", "", files)).blocking == ["posts/old/index.html"]


def test_the_record_holds_no_name(old: Shipment) -> None:
    data = write_record(make_record(old))
    assert not [path for path in old.files if path.encode() in data or path.rpartition("/")[2].encode() in data]
    assert read_record(data) == make_record(old)
    assert set(json.loads(data)["passing"]) == {
        hash_name(path) for path in ("theme/x.11111111.css", "pagefind/pagefind-entry.json", "index.html.gz")
    }


@pytest.mark.parametrize(
    "data", [None, b"", b"[]", b"{}", b"\xff", b'{"version":2,"lasting":[],"passing":[],"folders":[]}']
)
def test_without_a_record_that_can_be_read_nothing_is_ours(data: bytes | None, shipment: Shipment) -> None:
    plan = make_plan(shipment, Remote(OTHERS.missing, OTHERS.changed, OTHERS.extra, record=data))
    assert (plan.gone, plan.foreign, plan.overwritten) == ((), ("x",), ("posts/a/index.html",))
    with pytest.raises(DeployError, match=r"posts/a/index\.html.*--allow-foreign"):
        check_plan(plan, allow_deletions=True, allow_foreign=False, takes_all=False)
    check_plan(plan, allow_deletions=False, allow_foreign=True, takes_all=False)


def test_styles_and_packed_copies_do_not_count_as_deletions(old: Shipment, shipment: Shipment) -> None:
    """Of OLD two of fifteen addresses go, and a style with a hash in its name, which nobody keeps."""
    plan = plan_from(old, shipment)
    assert (plan.vanishing, plan.lasting) == (2, 14)
    with pytest.raises(DeployError, match=r"2 of 14 addresses \(14%\)"):
        check_plan(plan, allow_deletions=False, allow_foreign=False, takes_all=False)
    check_plan(plan, allow_deletions=True, allow_foreign=False, takes_all=False)


def test_the_list_ends_with_counts_and_sizes(old: Shipment, shipment: Shipment) -> None:
    *lines, counts = format_plan(plan_from(old, shipment), takes_all=False)
    assert lines[0] == "new      feeds/tags/new.atom.xml  43 B"
    assert "new      pictures/#new.jpg  200.0 kB" in lines
    assert lines[-1] == "foreign  theirs.txt"
    assert counts == "7 new (200.3 kB), 8 changed (714 B), 3 gone, 6 the same, 1 not ours and left alone"


def test_a_release_that_is_not_what_was_published_is_not_sent(tmp_path: Path) -> None:
    release = Site(tmp_path).publish(1, OLD)
    (release.folder / "index.html").write_bytes(b"torn")
    (release.folder / "more.txt").write_bytes(b"")
    with pytest.raises(DeployError, match=rf"{release.id} .*index\.html has changed, more\.txt is not in the manifest"):
        load_shipment(release)


def test_a_name_that_no_list_can_hold_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DeployError, match=r"a\\nb\.html cannot be sent"):
        load_shipment(Site(tmp_path).publish(1, {"a\nb.html": b""}))


def test_a_release_is_found_by_id_or_number(tmp_path: Path) -> None:
    site = Site(tmp_path)
    wanted = site.publish(2, OLD)
    live = site.publish(3, NEW)
    for name in ("2", "0002", wanted.id):
        assert choose_release(site.public, name).id == wanted.id
    assert choose_release(site.public, None).id == live.id


@pytest.mark.parametrize("name", ["4", "..", "", "0002", "/"])
def test_another_release_is_not_found(name: str, tmp_path: Path) -> None:
    site = Site(tmp_path)
    with pytest.raises(DeployError, match=r"tasks\.py publish"):
        choose_release(site.public, None)
    site.publish(1, OLD)
    with pytest.raises(DeployError, match=r"tasks\.py releases"):
        choose_release(site.public, name)


def test_a_step_that_fails_is_tried_again_and_then_says_why(tmp_path: Path) -> None:
    """The program fails until it has been called a third time."""
    program = (
        "import pathlib, sys; file = pathlib.Path('calls'); text = file.read_text() + 'x' if file.exists() else 'x'; "
        "file.write_text(text); print(sys.stdin.read()); sys.exit(f'because of \x1b{text}') if len(text) < 3 else None"
    )
    slept: list[float] = []
    said: list[str] = []
    programs = Programs(said.append, slept.append)
    assert programs.run([sys.executable, "-c", program], fed=b"fed", folder=tmp_path) == b"fed\n"
    assert slept == list(PAUSES[:2])
    assert r"because of \x1bx" in said[0]
    with pytest.raises(DeployError, match="exit code 7: it did not say why"):
        programs.run([sys.executable, "-c", "raise SystemExit(7)"])
    assert slept == [*PAUSES[:2], *PAUSES]
    with pytest.raises(DeployError):
        programs.run([sys.executable, "-c", "raise SystemExit(7)"], hopeless=(7,))
    assert len(slept) == 2 + len(PAUSES)


def test_a_program_that_is_not_there_is_named_with_what_to_type(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(
        MissingProgramError, match=r"rclone is not installed here\. Type: sudo apt-get install rclone"
    ) as found:
        Programs(print, print).run(["rclone"])
    assert found.value.code == 2


@pytest.mark.parametrize(
    ("to", "expected"), [("host:", "host:"), ("host:www", "host:www/"), ("/srv/www/", "/srv/www/"), ("/", "/")]
)
def test_rsync_goes_where_it_is_told(to: str, expected: str) -> None:
    assert RsyncRemote(to, Programs(print, print)).to == expected


def test_rsync_tells_every_name_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Names are given and listed so that none is taken for an option, a comment, two names, or what it is not."""
    names = ["-v", "#a", ";b", " c ", "d\\#040e", "f/--delete", "g*", "h?[i]", "ü/ß €.txt", "*deleting  x"]
    monkeypatch.setenv("PATH", str(Path(get_program("rsync")).parent))
    shipment = load_shipment(Site(tmp_path / "site").publish(1, dict.fromkeys(names, b"1")))
    remote = RsyncRemote(str(tmp_path / "www"), Programs(print, lambda seconds: None))
    assert remote.read(shipment).missing == set(names)
    remote.upload(shipment, names[::2])
    assert remote.read(shipment).missing == set(names[1::2])
    remote.upload(shipment, names)
    strange = tmp_path / "www" / "two\nlines \x1b[31m"
    strange.write_bytes(b"theirs")
    assert remote.read(shipment).extra == {strange.name}
    empty = load_shipment(Site(tmp_path / "empty").publish(1, {"one": b"1"}))
    remote.delete(names)
    left = remote.read(empty)
    assert left.extra | left.folders == {strange.name, "f", "ü"}
    remote.delete_folders(["f", "ü"])
    assert remote.read(empty).folders == frozenset()
    assert strange.read_bytes() == b"theirs"


def test_nothing_reaches_the_terminal_that_it_would_obey() -> None:
    assert show_path("a\x1b[31m é\u202e\udcff b") == r"a\x1b[31m é\u202e\udcff b"


@pytest.mark.parametrize(
    ("path", "kind", "expected"),
    [
        ("a/index.html", OutputKind.ARTICLE, "text/html; charset=utf-8"),
        ("theme/x.1.css", OutputKind.ASSET, "text/css; charset=utf-8"),
        ("theme/x.1.js", OutputKind.ASSET, "text/javascript; charset=utf-8"),
        ("feeds/all.atom.xml", OutputKind.FEED, "text/xml; charset=utf-8"),
        ("feeds/all.json", OutputKind.FEED, "application/feed+json"),
        ("cases/x/case.json", OutputKind.STATIC, "application/json"),
        ("manifest.webmanifest", OutputKind.MANIFEST, "application/manifest+json"),
        ("x.avif", OutputKind.VARIANT, "image/avif"),
        ("x.SVG", OutputKind.STATIC, "image/svg+xml"),
        ("_redirects", OutputKind.REDIRECTS, "application/octet-stream"),
        ("pagefind/a.pf_meta", OutputKind.SEARCH_INDEX, "application/octet-stream"),
    ],
)
def test_types_do_not_depend_on_the_machine(path: str, kind: OutputKind, expected: str) -> None:
    assert find_content_type(path, kind) == expected


def test_only_what_has_a_hash_in_its_name_is_kept_for_ever() -> None:
    facts = FileFacts(1, "", OutputKind.ASSET, immutable=True)
    assert find_cache_control(facts) == "public, max-age=31536000, immutable"
    assert find_cache_control(FileFacts(1, "", OutputKind.ARTICLE)) == "public, max-age=0, must-revalidate"
