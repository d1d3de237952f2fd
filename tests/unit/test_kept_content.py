"""What is kept of an earlier run changes nothing: the same content comes out, with the same mistakes at their places.

So it is with records that are damaged in every way, with several processes at work, and with a loader that has loaded
what was there before.
"""

from __future__ import annotations

import multiprocessing
import os
import re
import shutil
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, Executor, ProcessPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from plugins.diagnostics import Code, Diagnostic
from plugins.documents import mapping, remembering
from plugins.documents.measuring import (
    MEASURED,
    HugePictureError,
    Measured,
    PictureError,
    Size,
    describe_measured,
    read_measured,
)
from plugins.records import Records
from plugins.settings import SiteSettings, read_settings
from plugins.site.content import Content, ContentLoader, load_content
from tests.unit.pairs import FOLDER, NOW, ROOT, Pair, draw_png, load_settings, print_text, read_pairs, write_files

SITES = ("blog", "replied", "stock_headers")
"""Sites with everything that posts, pages, profiles and cases can hold."""


def choose_pairs() -> Iterator[Pair]:
    """Go through the pairs that show a mistake which none before them shows."""
    shown: set[str] = set()
    for file in sorted(FOLDER.glob("*.md")):
        for pair in read_pairs(file) if file.stem not in ("building", "publishing", "settings", "wording") else ():
            codes = set(re.findall(r"(?:error|warning)\[([a-z-]+)\]:", pair.expected))
            if codes - shown:
                shown |= codes
                yield pair


PAIRS = [*choose_pairs()]
"""One for each kind of mistake that the check finds in content."""

REREAD = ("links", "mixed", "writing")
"""The files of pairs whose mistakes stand in texts: most others are in headers, and what has a mistake is not kept."""


@pytest.fixture(params=SITES)
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> SiteSettings:
    shutil.copytree(ROOT / "tests" / "sites" / request.param, tmp_path / request.param)
    (tmp_path / "theme").symlink_to(ROOT / "tests" / "sites" / "theme")
    return load(tmp_path / request.param / "settings.py")


@pytest.fixture
def records(tmp_path: Path) -> Iterator[Records]:
    opened = Records(tmp_path / "records.sqlite", "1")
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def executor() -> Iterator[Executor]:
    with ProcessPoolExecutor(2, multiprocessing.get_context("fork")) as pool:
        yield pool


def load(file: Path) -> SiteSettings:
    settings, problems = read_settings(file, now=NOW, overrides={})
    assert settings is not None, problems
    return settings


def describe(loaded: tuple[Content, list[Diagnostic]]) -> dict[str, Any]:
    """Return all that was loaded in a form that can be compared."""
    content, diagnostics = loaded
    return {
        "diagnostics": diagnostics,
        "outputs": [*content.registry],
        "texts": [
            (prose.text, prose.start, prose.end, str(prose.source.name), content.renderer.render(prose, lang=lang))
            for entry in content.entries
            for lang in (None, entry.fields.lang)
            for prose in entry.proses()
        ],
        "more": content.renderer.diagnostics,
        "headers": [
            (entry.path, entry.fields, entry.state, entry.aliases, entry.tree.find("title"), entry.tree.find("tags", 0))
            for entry in content.entries
        ],
        "trees": [(entry.tree.data, entry.tree.keys, entry.tree.values) for entry in content.entries],
        "replies": [
            (one.id, one.fields) for entry in content.entries if entry.case for one in entry.case.reader_outcomes
        ],
    }


def test_what_is_kept_comes_out_as_it_was_read(settings: SiteSettings, records: Records) -> None:
    plain = describe(load_content(settings))
    assert plain["texts"]
    first = load_content(settings, records)
    assert describe(first) == plain
    first[0].renderer.texts.keep()
    assert describe(load_content(settings, records)) == plain


def flip(data: bytes) -> bytes:
    middle = len(data) // 2
    return data[:middle] + bytes([data[middle] ^ 0xFF]) + data[middle + 1 :]


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "a flipped byte": flip,
    "cut off": lambda data: data[: len(data) // 2],
    "empty": lambda data: b"",
    "no JSON": lambda data: b"\xff\xfe",
    "other JSON": lambda data: b'[{"Nobody": 1}, 7]',
    "JSON of another shape": lambda data: b'[1, [["x", 2]], [["title", null], ["nothing", {"date": ["x", 0]}]]]',
}


@pytest.mark.parametrize(
    ("damage", "is_summed"),
    [
        pytest.param(damage, is_summed, id=f"{name}, {'with its checksum' if is_summed else 'found by the checksum'}")
        for name, damage in DAMAGES.items()
        for is_summed in (False, True)
        if damage is not flip or not is_summed  # a record with another word is a record
    ],
)
def test_records_that_are_damaged_count_as_none(
    damage: Callable[[bytes], bytes], is_summed: bool, settings: SiteSettings, tmp_path: Path
) -> None:
    plain = describe(load_content(settings))
    keep_all(settings, tmp_path)
    connection = sqlite3.connect(tmp_path / "records.sqlite")
    rows = connection.execute("SELECT kind, key, data FROM records").fetchall()
    assert {kind for kind, _, _ in rows} >= {"document", "text facts", "text html"}
    if not is_summed:
        connection.executemany(
            "UPDATE records SET data = ? WHERE kind = ? AND key = ?",
            [(damage(data), kind, key) for kind, key, data in rows],
        )
    connection.commit()
    connection.close()
    records = Records(tmp_path / "records.sqlite", "1")
    if is_summed:
        for kind, key, data in rows:
            records.put(kind, {key: damage(data)})
    assert describe(load_content(settings, records)) == plain
    mended = [(kind, key, data) for kind, key, data in rows if kind in ("document", "case")]
    assert [records.get(kind, [key]) for kind, key, _ in mended] == [{key: data} for _, key, data in mended]
    records.close()


def test_a_record_under_the_key_of_another_counts_as_none(settings: SiteSettings, tmp_path: Path) -> None:
    plain = describe(load_content(settings))
    keep_all(settings, tmp_path)
    with sqlite3.connect(tmp_path / "records.sqlite") as connection:
        for kind in ("document", "case", "text facts", "text html"):
            rows = connection.execute("SELECT key, digest, data FROM records WHERE kind = ?", (kind,)).fetchall()
            for (key, _, _), (_, digest, data) in zip(rows, rows[1:] + rows[:1], strict=True):
                set_both = "UPDATE records SET digest = ?, data = ? WHERE kind = ? AND key = ?"
                connection.execute(set_both, (digest, data, kind, key))
    connection.close()
    records = Records(tmp_path / "records.sqlite", "1")
    assert describe(load_content(settings, records)) == plain
    records.close()


def test_records_of_another_version_count_as_none(settings: SiteSettings, tmp_path: Path) -> None:
    plain = describe(load_content(settings))
    keep_all(settings, tmp_path)
    records = Records(tmp_path / "records.sqlite", "2")
    assert describe(load_content(settings, records)) == plain
    records.close()


def keep_all(settings: SiteSettings, folder: Path) -> None:
    """Keep the whole content in a file of records."""
    records = Records(folder / "records.sqlite", "1")
    loaded = load_content(settings, records)
    describe(loaded)
    loaded[0].renderer.texts.keep()
    records.close()


def test_every_mistake_is_named_alike_whoever_reads(
    executor: Executor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every kind of mistake, read by two processes, and by one that has records of them."""
    monkeypatch.setattr(mapping, "FEWEST", 1)
    monkeypatch.setattr(mapping, "CHUNK", 2)
    records = Records(None, "1")
    for number, pair in enumerate(PAIRS):
        content = tmp_path / str(number) / "content"
        write_files(content, pair.files)
        settings, problems = read_settings(content.parent / "settings.py", now=NOW)
        if settings is None or problems:
            continue
        # What is expected is what one process finds: tests/unit/test_diagnostics.py.
        assert print_text(load_content(settings, records, executor)[1], content) == pair.expected, pair.title
        if pair.file.stem in REREAD:
            assert print_text(load_content(settings, records)[1], content) == pair.expected, pair.title


def test_a_site_that_several_processes_read_is_the_same(
    settings: SiteSettings, records: Records, executor: Executor, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = describe(load_content(settings))
    monkeypatch.setattr(mapping, "FEWEST", 1)
    monkeypatch.setattr(mapping, "CHUNK", 3)
    assert describe(load_content(settings, records, executor)) == plain
    assert describe(load_content(settings, None, executor)) == plain


class BrokenPool(ProcessPoolExecutor):
    """Does some of the work, and breaks then."""

    def map(
        self, fn: Callable[..., Any], *iterables: Iterable[Any], timeout: float | None = None, chunksize: int = 1
    ) -> Iterator[Any]:
        yield fn(next(iter(iterables[0])))
        raise BrokenExecutor


def test_where_other_processes_break_the_rest_is_read_here(
    settings: SiteSettings, records: Records, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = describe(load_content(settings))
    monkeypatch.setattr(mapping, "FEWEST", 1)
    monkeypatch.setattr(mapping, "CHUNK", 1)
    assert describe(load_content(settings, records, BrokenPool(1))) == plain


HEADER = "Id: a-1\nTitle: A\nDate: 2026-01-05\nAuthor: me\nCategory: Notes\n\n"
PICTURED = {
    "authors/me.md": "Name: Me\n",
    "posts/a.md": f"{HEADER}![Words]({{static}}/images/a.png)\n\n[A talk]({{static}}/media/talk.mp4)\n",
    "images/a.png": r"\png{30x20}",
    "media/talk.mp4": "x",
}


def show(settings: SiteSettings, loader: ContentLoader | None, records: Records) -> tuple[str, list[Code]]:
    """Return the text of the one post, and what is wrong; it is the same without all that is known."""
    content, diagnostics = loader.load() if loader else load_content(settings, records)
    fresh, expected = load_content(settings)
    (entry,), (other,) = content.entries, fresh.entries
    assert entry.body is not None
    assert other.body is not None
    fragment = content.renderer.render(entry.body)
    assert fragment == fresh.renderer.render(other.body)
    assert diagnostics == expected
    content.renderer.texts.keep()
    return "".join(piece for piece in fragment.pieces if isinstance(piece, str)), [one.code for one in diagnostics]


@pytest.mark.parametrize("remembers", [False, True], ids=["another process", "the same process"])
def test_a_file_that_a_text_shows_is_looked_at_again(remembers: bool, tmp_path: Path, records: Records) -> None:
    content = tmp_path / "site" / "content"
    write_files(content, PICTURED)
    settings = load_settings(content)
    loader = ContentLoader(settings, records) if remembers else None
    picture, captions = content / "images" / "a.png", content / "media" / "talk.vtt"

    assert 'width="30" height="20"' in show(settings, loader, records)[0]
    picture.write_bytes(draw_png(40, 10))
    assert 'width="40" height="10"' in show(settings, loader, records)[0]
    picture.write_bytes(b"no picture")
    assert show(settings, loader, records)[1] == [Code.BAD_PICTURE]
    picture.unlink()
    assert show(settings, loader, records)[1] == [Code.BROKEN_LINK]
    picture.write_bytes(draw_png(30, 20))
    assert show(settings, loader, records)[1] == []
    captions.write_text("WEBVTT\n")
    assert "<track " in show(settings, loader, records)[0]
    captions.unlink()
    assert "<track " not in show(settings, loader, records)[0]


def test_a_picture_that_is_replaced_with_its_times_is_looked_at_again(tmp_path: Path, records: Records) -> None:
    content = tmp_path / "site" / "content"
    write_files(content, PICTURED)
    settings, picture = load_settings(content), content / "images" / "a.png"
    assert 'width="30"' in show(settings, None, records)[0]
    times, size = picture.stat(), len(draw_png(30, 20))
    picture.write_bytes(draw_png(31, 20)[:size].ljust(size, b"\0"))
    os.utime(picture, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert 'width="31"' in show(settings, None, records)[0]


def test_a_loader_sees_everything_that_changes(settings: SiteSettings, records: Records) -> None:
    loader = ContentLoader(settings, records)
    assert describe(loader.load()) == describe(load_content(settings))
    first = min((settings.content / "posts").glob("*.md"), default=settings.content / "posts" / "new.md")
    first.parent.mkdir(exist_ok=True)
    first.touch()
    changes: list[Callable[[], object]] = [
        lambda: first.write_text(f"{first.read_text()}\nMore words.\n"),
        lambda: first.rename(first.with_name("renamed.md")),
        lambda: first.with_name("broken.md").write_text("---\ntitle: [\n---\n"),
        lambda: first.with_name("broken.md").unlink(),
        lambda: first.with_name("renamed.md").unlink(),
    ]
    for change in changes:
        change()
        assert describe(loader.load()) == describe(load_content(settings))


def test_words_of_the_site_are_part_of_what_is_made_with_them(tmp_path: Path, records: Records) -> None:
    content = tmp_path / "site" / "content"
    write_files(content, PICTURED | {"posts/a.md": f"{HEADER}> [!NOTE]\n> Words.\n"})
    settings = load_settings(content)
    assert "Hear, hear" not in show(settings, None, records)[0]
    settings.words_path.mkdir()
    (settings.words_path / "en.yaml").write_text("callout-note: Hear, hear\n")
    assert "Hear, hear" in show(load_settings(content), None, records)[0]


def test_pictures_are_not_measured_again_while_they_look_alike(
    tmp_path: Path, records: Records, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = tmp_path / "site" / "content"
    write_files(content, PICTURED)
    picture = content / "images" / "a.png"
    monkeypatch.setattr(remembering, "YOUNG", 0)
    show(load_settings(content), None, records)
    monkeypatch.setattr(MEASURED, "_known", {})
    monkeypatch.setattr(MEASURED, "_read", lambda *_: pytest.fail("it was measured again"))
    assert 'width="30"' in show(load_settings(content), None, records)[0]
    monkeypatch.undo()
    picture.write_bytes(draw_png(31, 20))
    assert 'width="31"' in show(load_settings(content), None, records)[0]


@pytest.mark.parametrize("outcome", [Size(3, 4), None, PictureError("a: b"), HugePictureError("large")])
def test_what_a_picture_was_found_to_be_is_said_and_read(outcome: Measured) -> None:
    read = read_measured(describe_measured(outcome))
    assert (type(read), str(read)) == (type(outcome), str(outcome))


def test_texts_that_a_run_does_not_ask_for_are_not_swept_out(settings: SiteSettings, tmp_path: Path) -> None:
    keep_all(settings, tmp_path)
    records = Records(tmp_path / "records.sqlite", "1")
    before = list_texts(records)
    load_content(settings, records)
    records.sweep()
    assert list_texts(records) == before
    records.put("text html", {f"old-{number}": b"" for number in range(5 * len(before))})
    records._used["text html"] = {"old-1"}
    records.sweep()
    assert 0 < len(list_texts(records)) <= len(before) + 1
    records.close()


def list_texts(records: Records) -> list[str]:
    found = records._connection.execute("SELECT key FROM records WHERE kind = 'text html' ORDER BY key").fetchall()
    return [key for (key,) in found]
