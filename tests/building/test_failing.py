"""A build that fails names every mistake with its place, in one run, and leaves the output as it was."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.building.running import PLUGINS, ROOT, Run, compare_trees, read_site, run_build, run_python

SETTINGS = ROOT / "pelicanconf.py"


@dataclass(frozen=True)
class Bad:
    """A file of the content with one mistake: its place and code, and what makes it.

    `text` is the file as it is, or bytes, or the path that it links to.
    """

    path: str
    position: str
    code: str
    text: str | bytes | Path


def write_post(*lines: str, body: str = "Text.") -> str:
    """Return a post with a title and a date unless a line gives them."""
    keys = {line.split(":")[0] for line in lines}
    given = [line for line in ("title: A title", "date: 2026-01-01") if line.split(":")[0] not in keys]
    return "\n".join(["---", *lines, *given, "---", body, ""])


ROLES = """\
title: A case
date: 2026-01-01
overview: |
  O.
roles:
  - id: seller
    kind: other
    name: The seller
    text: |
      Sells.
"""


OUTCOME = """\
        outcomes:
          - id: gone
            title: Gone
            text: |
              Away.
"""
NO_ROLES = ROLES[: ROLES.index("\n  - id")] + " []\n"
LATER = """\
  - id: later
    decider: seller
    question: And?
    options:
      - {id: a, title: A, text: B}
"""
SUMMARY = "---\nsummary: |\n  See [a]({filename}gone.md)\ntitle: A title\n---\nText.\n"


def write_case(
    option: str, *, roles: str = ROLES, decider: str = "seller", decision: str = "now", more: str = ""
) -> str:
    """Return a case with one decision and one option, whose further lines begin with line 20."""
    return f"""{roles}decisions:
  - id: {decision}
    decider: {decider}
    question: What now?
    options:
      - id: go
        title: Go
        text: |
          Going.
{option}{more}"""


def write_outcome(*lines: str) -> str:
    """Return the outcome of an option; the first of `lines` is line 25 of the case."""
    return OUTCOME + "".join(f"            {line}\n" for line in lines)


def write_reader(*lines: str) -> str:
    """Return a reader outcome of the demonstration case that is right but for `lines`."""
    facts = {"option": "step-sideways", "account": "did", "text": "Words.", "received": "2026-01-01", "consent": "true"}
    for line in lines:
        facts.pop(line.split(":")[0], None)
    return "".join([*(f"{line}\n" for line in lines), *(f"{key}: {value}\n" for key, value in facts.items())])


STORY = {"story.md": "It was so.\n"}
DEMO = "cases/disobey-to-delight"

BAD_FILES = [
    # Files
    Bad("posts/latin.md", "2:11", "bad-encoding", "---\ntitle: Caf\u00e9\n---\n".encode("latin-1")),
    Bad("posts/zero.md", "5:3", "control-character", write_post(body="A \0.")),
    Bad("posts/hidden-mark.md", "2:9", "control-character", write_post("title: A\ufefftitle")),
    Bad("posts/out.md", "1:1", "outside-content", Path("/etc/hostname")),
    Bad("posts/folder", "1:1", "folder-link", Path("../images")),
    Bad("posts/dangling.md", "1:1", "unreadable-file", Path("gone.md")),
    Bad("posts/old.rst", "1:1", "unknown-file", "Title\n=====\n"),
    Bad("stray.md", "1:1", "unknown-file", write_post()),
    Bad(f"{DEMO}/notes.md", "1:1", "unknown-file", "To do.\n"),
    # Headers
    Bad("posts/no-header.md", "1:1", "missing-header", "Once upon a time.\n"),
    Bad("posts/empty.md", "1:1", "missing-header", ""),
    Bad("posts/unclosed.md", "1:1", "unclosed-header", "---\ntitle: A title\n\nText.\n"),
    Bad("posts/no-key.md", "3:1", "bad-header-line", "Title: A title\nDate: 2026-01-01\nText at once.\n\nMore.\n"),
    Bad("posts/tab.md", "3:1", "yaml-syntax", write_post("tags:", "\t- a")),
    Bad("posts/colon.md", "2:12", "yaml-syntax", write_post("title: Case: one")),
    Bad("posts/alias.md", "2:8", "yaml-alias", write_post("title: *other")),
    Bad("posts/tag.md", "2:8", "yaml-tag", write_post("title: !important")),
    Bad("posts/lost.md", "2:8", "lost-text", write_post("title: Case #1 - x")),
    Bad("posts/twice.md", "3:1", "duplicate-key", write_post("title: One", "title: Two")),
    Bad("posts/typo.md", "2:1", "unknown-key", write_post("catgory: Notes")),
    Bad("posts/no-title.md", "2:1", "missing-key", "---\ndate: 2026-01-01\n---\nText.\n"),
    Bad("posts/no-date.md", "1:1", "missing-key", "Title: A title\n\nText.\n"),
    Bad("posts/no-word.md", "2:7", "empty-value", write_post("title:")),
    Bad("posts/list.md", "2:8", "wrong-type", write_post("title: [a, b]")),
    Bad("posts/status.md", "2:9", "bad-value", write_post("status: publishd")),
    Bad("posts/date.md", "2:7", "bad-date", write_post("date: 2026-02-30")),
    Bad("posts/id.md", "2:5", "bad-id", write_post("id: Not this one")),
    Bad("posts/slug.md", "2:7", "bad-slug", write_post("slug: ../up")),
    Bad("posts/device.md", "2:7", "bad-slug", write_post("slug: con")),
    Bad("posts/\u2026.md", "1:1", "bad-slug", write_post()),
    Bad("posts/same-id.md", "2:5", "duplicate-id", write_post("id: closed-4b91e2")),
    Bad("posts/same-path.md", "2:7", "same-path", write_post("slug: closed-is-not-solved")),
    Bad("posts/spelling.md", "2:8", "two-spellings", write_post("tags: [CRM]")),
    Bad("posts/no-address.md", "2:8", "bad-slug", write_post("tags: ['?']")),
    Bad("posts/language.md", "2:7", "bad-value", write_post("lang: plain English")),
    Bad("authors/nobody.md", "2:1", "missing-key", "---\nid: nobody\n---\n"),
    # Text and links
    Bad("posts/deep.md", "5:1", "bad-markdown", write_post(body="- " * 3000 + "deep")),
    Bad("posts/reference.md", "5:3", "control-character", write_post(body="A &#7; bell.")),
    Bad("posts/link.md", "5:5", "broken-link", write_post(body="[a]({filename}gone.md)")),
    Bad("posts/picture.md", "5:6", "broken-link", write_post(body="![a]({static}/images/gone.png)")),
    Bad("posts/attached.md", "5:5", "broken-link", write_post(body="[a]({attach}gone.pdf)")),
    Bad("posts/leaving.md", "5:5", "outside-content", write_post(body="[a]({static}../../pelicanconf.py)")),
    Bad("posts/kind.md", "5:5", "unknown-link-kind", write_post(body="[a]({file}gone.md)")),
    Bad("posts/no-tag.md", "5:5", "unknown-term", write_post(body="[a]({tag}nothing)")),
    Bad("posts/no-category.md", "5:5", "unknown-term", write_post(body="[a]({category}nothing)")),
    Bad("posts/no-author.md", "5:5", "unknown-term", write_post(body="[a]({author}nobody-at-all)")),
    Bad("posts/early.md", "5:5", "unpublished-link", write_post(body="[a]({filename}draft.md)")),
    Bad("pages/summary.md", "3:11", "broken-link", SUMMARY),
    Bad("authors/linker.md", "4:5", "broken-link", "---\nname: Linker\n---\n[a]({filename}gone.md)\n"),
    # Cases
    Bad("cases/no-story/case.yaml/../story.md", "1:1", "missing-file", ""),
    Bad("cases/Bad_Name/case.yaml", "1:1", "bad-slug", write_case("")),
    Bad("cases/no-roles/case.yaml", "5:8", "empty-value", write_case("", roles=NO_ROLES)),
    Bad("cases/same/case.yaml", "12:9", "duplicate-id", write_case("", decision="seller")),
    Bad("cases/reserved/case.yaml", "12:9", "reserved-id", write_case("", decision="case-one")),
    Bad("cases/decider/case.yaml", "13:14", "unknown-role", write_case("", decider="buyer")),
    Bad("cases/effects/case.yaml", "26:15", "unknown-role", write_case(write_outcome("effects:", "  buyer: better"))),
    Bad("cases/effect/case.yaml", "26:23", "bad-value", write_case(write_outcome("effects:", "  seller: good"))),
    Bad("cases/next/case.yaml", "25:19", "unknown-decision", write_case(write_outcome("next: later"))),
    Bad("cases/cycle/case.yaml", "25:19", "decision-cycle", write_case(write_outcome("next: now"))),
    Bad(
        "cases/alone/case.yaml",
        "20:9",
        "unreachable-decision",
        write_case("", more=LATER),
    ),
    Bad("cases/answer/case.yaml", "20:10", "unknown-option", write_case("", more="answer: [stay]\n")),
    Bad("cases/no-answer/case.yaml", "20:1", "missing-file", write_case("", more="answer: [go]\n")),
    Bad("cases/no-options/case.yaml", "15:14", "empty-value", write_case("").split("\n      - id: go")[0] + " []\n"),
    # Readers
    Bad(f"{DEMO}/readers/2026-01-01-no.yaml", "1:10", "no-consent", write_reader("consent: false")),
    Bad(f"{DEMO}/readers/2026-01-01-address.yaml", "1:7", "private-data", write_reader("name: ann@example.org")),
    Bad(f"{DEMO}/readers/2026-01-01-option.yaml", "1:9", "unknown-option", write_reader("option: step-asid")),
    Bad(f"{DEMO}/readers/2026-01-01-date.yaml", "1:11", "bad-date", write_reader("received: yesterday")),
    Bad(f"{DEMO}/readers/2026-01-01-ip.yaml", "1:1", "unknown-key", write_reader("ip: 192.0.2.1")),
    Bad(f"{DEMO}/readers/Name.yaml", "1:1", "unknown-file", write_reader()),
    # The site as a whole
    Bad("downloads/a.csv", "1:1", "same-path", "1\n"),
]


@dataclass(frozen=True)
class Failure:
    """A build that failed, and the output before and after it."""

    run: Run
    before: dict[str, tuple[int, int, bytes]]
    after: dict[str, tuple[int, int, bytes]]
    left_over: list[str]


@pytest.fixture(scope="module")
def failure(tmp_path_factory: pytest.TempPathFactory) -> Failure:
    """Build a copy of the content, then add every bad file to it and build again."""
    folder = tmp_path_factory.mktemp("failing")
    shutil.copytree(ROOT / "content", folder / "content")
    (folder / "content" / "downloads").mkdir(exist_ok=True)
    (folder / "content" / "downloads" / "A.csv").write_text("0\n", encoding="utf-8")
    (folder / "content" / "posts" / "draft.md").write_text(write_post("id: draft-1", "status: draft"), encoding="utf-8")
    assert run_build(SETTINGS, folder / "output", "--content", "content", cwd=folder).code == 0
    before = describe_tree(folder / "output")
    for bad in BAD_FILES:
        write_bad_file(folder / "content", bad)
    names = {path.name for path in folder.iterdir()}
    run = run_build(SETTINGS, folder / "output", "--content", "content", cwd=folder)
    return Failure(
        run, before, describe_tree(folder / "output"), sorted({path.name for path in folder.iterdir()} - names)
    )


def write_bad_file(content: Path, bad: Bad) -> None:
    path = Path(os.path.normpath(content / bad.path))
    if bad.path.startswith("cases/") and not bad.path.startswith(DEMO):
        path.parent.mkdir()
        (path.parent / "story.md").write_text("It was so.\n", encoding="utf-8")
        if "answer:" in str(bad.text) and bad.code != "missing-file":
            (path.parent / "answer.md").write_text("Go.\n", encoding="utf-8")
    if bad.path.startswith("cases/no-story/"):
        path.with_name("case.yaml").write_text(write_case(""), encoding="utf-8")
        path.unlink()
    elif isinstance(bad.text, Path):
        path.symlink_to(bad.text)
    else:
        path.write_bytes(bad.text.encode("utf-8") if isinstance(bad.text, str) else bad.text)


def describe_tree(folder: Path) -> dict[str, tuple[int, int, bytes]]:
    """Return for each file which one it is, when it was written, and its bytes."""
    paths = (path for path in folder.rglob("*") if path.is_file())
    return {
        str(path.relative_to(folder)): (path.stat().st_ino, path.stat().st_mtime_ns, path.read_bytes())
        for path in paths
    }


@pytest.mark.parametrize("bad", BAD_FILES, ids=lambda bad: f"{bad.code} in {bad.path}")
def test_each_bad_file_is_named_with_line_column_and_code_and_for_nothing_else(bad: Bad, failure: Failure) -> None:
    path = os.path.normpath(f"content/{bad.path}")
    lines = [line for line in failure.run.err.splitlines() if line.startswith(f"{path}:") and ": error[" in line]
    assert [f"{path}:{bad.position}: error[{bad.code}]"] == [line.split("]: ")[0] + "]" for line in lines]


def test_no_other_file_is_said_to_be_wrong(failure: Failure) -> None:
    bad = {os.path.normpath(f"content/{bad.path}") for bad in BAD_FILES}
    lines = [line for line in failure.run.err.splitlines() if ": error[" in line]
    assert [line for line in lines if line.split(":")[0] not in bad] == []


def test_the_exit_code_says_that_the_content_has_errors(failure: Failure) -> None:
    assert failure.run.code == 1
    assert "Traceback" not in failure.run.err
    assert failure.run.err.splitlines()[-1].endswith(" errors; the output is as it was")


def test_a_failed_build_leaves_the_output_untouched(failure: Failure) -> None:
    assert failure.before == failure.after


def test_a_failed_build_leaves_nothing_beside_the_output(failure: Failure) -> None:
    assert failure.left_over == []


def test_a_file_name_in_no_encoding_is_named_readably(tmp_path: Path) -> None:
    write_site(tmp_path)
    path = os.fsencode(tmp_path / "content" / "posts" / "caf") + b"\xe9.md"
    Path(os.fsdecode(path)).write_text(write_post(), encoding="utf-8")
    run = run_build(tmp_path / "settings.py", tmp_path / "output", cwd=tmp_path)
    assert "content/posts/caf\\udce9.md:1:1: error[bad-encoding]:" in run.err
    assert_clear_failure(run, tmp_path)


@pytest.mark.parametrize(
    "address",
    [
        "http://[x",
        "https://[::1",
        "//[x]/",
        "http://a]b",
        "{static}//[x",
        "http://example.org:port/",
        "http://example.org:99999/",
    ],
)
@pytest.mark.parametrize(
    "body", ["[words](<{}>)", "![words](<{}>)", '<a href="{}">words</a>'], ids=["link", "picture", "HTML"]
)
def test_an_address_that_cannot_be_read_is_no_crash(body: str, address: str, tmp_path: Path) -> None:
    write_site(tmp_path, write_post("id: a-1", "category: Notes", body=body.format(address)))
    run = run_build(tmp_path / "settings.py", tmp_path / "output", cwd=tmp_path)
    assert "Traceback" not in run.err
    assert run.code == 0 or "content/posts/post.md:7:" in run.err


def test_a_fault_of_a_template_is_named_with_its_line(tmp_path: Path) -> None:
    write_site(tmp_path)
    shutil.copytree(ROOT / "tests" / "sites" / "theme", tmp_path / "theme")
    template = tmp_path / "theme" / "templates" / "article.html"
    text = template.read_text(encoding="utf-8").replace("{{ page.text_html }}", "\n\n{{ page.text_htm }}")
    template.write_text(text, encoding="utf-8")
    line = 1 + text[: text.index("{{ page.text_htm }}")].count("\n")
    run = run_build(tmp_path / "settings.py", tmp_path / "output", cwd=tmp_path)
    assert f"theme/templates/article.html:{line}:1: error[bad-template]: " in run.err
    assert "text_htm" in run.err
    assert_clear_failure(run, tmp_path)


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        pytest.param("{% block main %}", "{% block main", "bad-template", id="that is no Jinja"),
        pytest.param(
            "{% block main %}", '{% include "gone.html" %}{% block main %}', "bad-template", id="that is not there"
        ),
        pytest.param(
            "{{ page.minutes }}", "{{ page.minutes + 'm' }}", "bad-template", id="that adds up the wrong things"
        ),
        pytest.param("{{ page.minutes }}", "{{ 1 / 0 }}", "bad-template", id="that divides by zero"),
        pytest.param("{{ page.minutes }}", '<a href="/gone/">x</a>', "broken-output-link", id="with a link to nothing"),
    ],
)
def test_a_template_is_no_crash(old: str, new: str, code: str, tmp_path: Path) -> None:
    write_site(tmp_path)
    shutil.copytree(ROOT / "tests" / "sites" / "theme", tmp_path / "theme")
    template = tmp_path / "theme" / "templates" / "article.html"
    template.write_text(template.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    run = run_build(tmp_path / "settings.py", tmp_path / "output", cwd=tmp_path)
    assert f" error[{code}]: " in run.err
    assert_clear_failure(run, tmp_path)


@pytest.mark.parametrize("name", ["article.html", "base.html"])
def test_a_template_that_is_no_utf_8_is_named_with_its_line(name: str, tmp_path: Path) -> None:
    write_site(tmp_path)
    shutil.copytree(ROOT / "tests" / "sites" / "theme", tmp_path / "theme")
    template = tmp_path / "theme" / "templates" / name
    template.write_bytes(b"<!--\n-->\n\xe4" + template.read_bytes())
    run = run_build(tmp_path / "settings.py", tmp_path / "output", cwd=tmp_path)
    assert f"theme/templates/{name}:3:1: error[bad-template]: " in run.err
    assert "the file is not UTF-8" in run.err
    assert_clear_failure(run, tmp_path)


@pytest.mark.parametrize(
    "plugins",
    [
        pytest.param([*PLUGINS, "nope"], id="is not there"),
        pytest.param([*PLUGINS, "broken"], id="fails on import"),
        pytest.param([*PLUGINS, "failing"], id="fails on the way"),
    ],
)
def test_a_plugin_that_is_missing_or_fails_ends_the_build(plugins: list[str], tmp_path: Path) -> None:
    write_site(tmp_path, plugins=plugins)
    (tmp_path / "broken.py").write_text("import no_such_module\n", encoding="utf-8")
    (tmp_path / "failing.py").write_text(FAILING_PLUGIN, encoding="utf-8")
    run = run_build(tmp_path / "settings.py", tmp_path / "output", cwd=tmp_path, env={"PYTHONPATH": str(tmp_path)})
    assert " error[" in run.err
    assert_clear_failure(run, tmp_path)


FAILING_PLUGIN = """
from pelican import signals


def fail(generators):
    raise RuntimeError("on purpose")


def register():
    signals.all_generators_finalized.connect(fail)
"""


@pytest.mark.parametrize("plugins", [[], PLUGINS[1:], PLUGINS[::-1]], ids=["no", "some", "the last first"])
def test_our_own_plugins_need_not_be_named(plugins: list[str], tmp_path: Path) -> None:
    """Without one of them Pelican would publish something else."""
    sites = []
    for folder, given in {tmp_path / "one": PLUGINS, tmp_path / "other": plugins}.items():
        write_site(folder, plugins=given)
        shutil.copytree(ROOT / "tests" / "sites" / "one_case" / "content" / "cases", folder / "content" / "cases")
        run = run_build(folder / "settings.py", folder / "output", cwd=folder)
        assert run.code == 0, run.err
        sites.append(read_site(folder / "output"))
    assert not compare_trees(*sites)


def test_plain_pelican_refuses_what_was_not_checked(tmp_path: Path) -> None:
    run = run_python("-m", "pelican", "-s", SETTINGS, "-o", tmp_path / "output", ROOT / "content")
    assert run.code != 0
    assert (
        "error[unchecked]: plain `pelican` does not check the content. Run `python3 tasks.py build`."
        in run.err + run.out
    )
    assert len((run.err + run.out).splitlines()) == 1
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("now", ["yesterday", "2026-13-01", "", "12:00", "2026-01-05T25:00"])
def test_a_now_that_is_no_time_is_wrong_usage(now: str, tmp_path: Path) -> None:
    run = run_python(ROOT / "tasks.py", "build", "--output", tmp_path / "output", "--now", now)
    assert run.code == 2
    assert f"{now!r} is no ISO time" in run.err
    assert "Traceback" not in run.err


@pytest.mark.parametrize("epoch", ["soon", "1.5", "-", "99999999999999999999"])
def test_an_epoch_that_is_no_time_is_wrong_usage(epoch: str, tmp_path: Path) -> None:
    command = (ROOT / "tasks.py", "build", "--output", tmp_path / "output")
    run = run_python(*command, env={"SOURCE_DATE_EPOCH": epoch})
    assert run.code == 2
    assert "SOURCE_DATE_EPOCH" in run.err
    assert "Traceback" not in run.err


@pytest.mark.parametrize("command", ["build", "check"])
def test_a_settings_file_that_is_not_there_is_one_clear_line(command: str, tmp_path: Path) -> None:
    run = run_python(ROOT / "tasks.py", command, "--settings", "gone.py", cwd=tmp_path)
    assert run.code in (1, 2)
    assert run.err.startswith("gone.py:1:1: error[bad-setting]: there is no such settings file.")
    assert len(run.err.splitlines()) == 1
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("line", "position"),
    [
        ("SITEURL = 'ftp://example.org'", "1:1"),
        ("\nTIMEZONE = 'Europe/Nowhere'", "2:1"),
        ("DEFAULT_PAGINATION = 0", "1:1"),
        ("PATH = 'gone'", "1:1"),
        ("THEME = 3", "1:1"),
        ("POST = \n", "1:8"),
        ("\n1 / 0", "2:1"),
        ("raise SystemExit(3)", "1:1"),
        ("SITENAME = ''", "1:1"),
        ("MENUITEMS = (('Home',),)", "1:1"),
        ("CASE_SAVE_AS = 'cases/{number}.html'", "1:1"),
    ],
)
def test_a_mistake_in_the_settings_is_named_with_its_line(line: str, position: str, tmp_path: Path) -> None:
    write_site(tmp_path)
    settings = tmp_path / "settings.py"
    kept = [
        old
        for old in settings.read_text(encoding="utf-8").splitlines()
        if old.split(" ")[0] != line.strip().split(" ")[0]
    ]
    settings.write_text("\n".join([line, *kept]) + "\n", encoding="utf-8")
    run = run_build(settings, tmp_path / "output", cwd=tmp_path)
    assert f"settings.py:{position.split(':', 1)[0]}:" in run.err
    assert " error[bad-setting]: " in run.err
    assert_clear_failure(run, tmp_path)


@pytest.mark.parametrize("name", ["content", ".", "content/posts", "theme"])
def test_an_output_that_would_replace_the_source_is_refused(name: str, tmp_path: Path) -> None:
    write_site(tmp_path)
    shutil.copytree(ROOT / "tests" / "sites" / "theme", tmp_path / "theme")
    before = read_site(tmp_path)
    run = run_build(tmp_path / "settings.py", Path(name), cwd=tmp_path)
    shutil.rmtree(tmp_path / ".casebook")  # what the build has learnt
    assert run.code == 1
    assert " error[foreign-output]: " in run.err
    assert before == read_site(tmp_path)


def test_an_output_with_files_of_somebody_else_is_refused(tmp_path: Path) -> None:
    write_site(tmp_path)
    (tmp_path / "output").mkdir()
    (tmp_path / "output" / "thesis.txt").write_text("Years of work.", encoding="utf-8")
    run = run_build(tmp_path / "settings.py", tmp_path / "output", cwd=tmp_path)
    assert run.code == 1
    assert " error[foreign-output]: " in run.err
    assert [path.name for path in (tmp_path / "output").iterdir()] == ["thesis.txt"]


def test_a_scheduled_post_may_link_to_its_own_new_tag(tmp_path: Path) -> None:
    """It will have a page by the time that the post is published."""
    write_site(
        tmp_path, write_post("id: a-1", "category: Notes", "date: 2030-01-01", "tags: [new]", body="[new]({tag}new)")
    )
    run = run_build(tmp_path / "settings.py", tmp_path / "output", cwd=tmp_path)
    assert run.code == 0, run.err


@pytest.mark.parametrize("missing", ["category", "author", "category and author"])
@pytest.mark.parametrize(
    "header", ["---\nid: a-1\ntitle: A\ndate: 2026-01-01\n{}---\n", "Id: a-1\nTitle: A\nDate: 2026-01-01\n{}\n"]
)
def test_a_post_needs_neither_category_nor_author(header: str, missing: str, tmp_path: Path) -> None:
    given = "".join(f"{key}: Some\n" for key in ("category", "author") if key not in missing)
    write_site(tmp_path, header.format(given) + "Text.\n", author=False)
    run = run_build(tmp_path / "settings.py", tmp_path / "output", cwd=tmp_path)
    assert run.code == 0, run.err


def test_a_page_needs_no_author(tmp_path: Path) -> None:
    write_site(tmp_path, author=False)
    (tmp_path / "content" / "pages").mkdir()
    (tmp_path / "content" / "posts" / "post.md").rename(tmp_path / "content" / "pages" / "page.md")
    run = run_build(tmp_path / "settings.py", tmp_path / "output", cwd=tmp_path)
    assert run.code == 0, run.err


@pytest.mark.parametrize("status", ["published", "hidden"])
def test_an_author_may_have_written_a_page_only(status: str, tmp_path: Path) -> None:
    write_site(tmp_path)
    (tmp_path / "content" / "pages").mkdir()
    page = f"---\nid: page-1\ntitle: A page\nstatus: {status}\nauthors: [bob]\n---\nText.\n"
    (tmp_path / "content" / "pages" / "page.md").write_text(page, encoding="utf-8")
    run = run_build(tmp_path / "settings.py", tmp_path / "output", cwd=tmp_path)
    assert run.code == 0, run.err


def test_an_author_may_have_written_a_hidden_post_only(tmp_path: Path) -> None:
    write_site(tmp_path, write_post("id: a-1", "category: Notes", "status: hidden"))
    run = run_build(tmp_path / "settings.py", tmp_path / "output", cwd=tmp_path)
    assert run.code == 0, run.err


def test_the_profile_of_an_author_may_show_a_picture(tmp_path: Path) -> None:
    write_site(tmp_path)
    profile = "---\nname: Ada\n---\n![Ada]({static}/images/ada.svg)\n"
    drawing = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"></svg>'
    for name, text in {"authors/ada.md": profile, "images/ada.svg": drawing}.items():
        (tmp_path / "content" / name).parent.mkdir()
        (tmp_path / "content" / name).write_text(text, encoding="utf-8")
    run = run_build(tmp_path / "settings.py", tmp_path / "output", cwd=tmp_path)
    assert run.code == 0, run.err
    assert (tmp_path / "output" / "images" / "ada.svg").is_file()


def write_site(folder: Path, post: str = "", *, plugins: list[str] = PLUGINS, author: bool = True) -> None:
    """Write a site of one post. Its theme is the tests', unless the folder gets one of its own."""
    lines = [
        "from pathlib import Path",
        "SITENAME = 'Failing'",
        "SITEURL = 'https://example.org'",
        *(["AUTHOR = 'ada'"] if author else []),
        f"PLUGINS = {plugins!r}",
        f"THEME = 'theme' if Path('theme').exists() else {str(ROOT / 'tests' / 'sites' / 'theme')!r}",
    ]
    folder.mkdir(exist_ok=True)
    (folder / "settings.py").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (folder / "content" / "posts").mkdir(parents=True)
    text = post or write_post("id: a-1", "category: Notes")
    (folder / "content" / "posts" / "post.md").write_text(text, encoding="utf-8")


def assert_clear_failure(run: Run, folder: Path) -> None:
    """A failed build exits with 1, says why in whole lines without a traceback, and writes nothing."""
    assert run.code == 1, run.err
    assert "Traceback" not in run.err
    assert not (folder / "output").exists()
    assert list(find_left_over(folder)) == []


def find_left_over(folder: Path) -> Iterator[str]:
    return (path.name for path in folder.iterdir() if path.name.startswith(".output"))
