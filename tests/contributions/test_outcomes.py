"""The `outcomes` command as editors use it: import, look, accept, edit, decline, withdraw."""

from __future__ import annotations

import json
import os
import pty
import re
import select
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from plugins.locking import hold_lock
from plugins.publishing.building import build_site
from tests.building.running import NOW, ROOT, load_settings, read_tree
from tests.contributions.editing import LETTER, AnsweredSite

WORDS = "I asked her for one week, and got two of them, with a letter from the mayor."
HIDDEN = "ada@sender.example"


def test_a_message_is_held_and_a_second_import_adds_nothing(site: AnsweredSite) -> None:
    site.write_mail("one", LETTER.format(words=WORDS))
    run = site.run("import", site.folder / "mail")
    assert (run.code, run.err) == (0, "")
    assert re.fullmatch(
        r"mail/one\.eml: held as [0-9a-f]{12} for bridge\n1 held, 0 already there, 0 not held\n", run.out
    ), run.out
    before = read_tree(site.held)
    again = site.run("import", site.folder / "mail")
    assert re.fullmatch(
        r"mail/one\.eml: already there, [0-9a-f]{12} for bridge\n0 held, 1 already there, 0 not held\n", again.out
    ), again.out
    assert again.code == 0
    assert read_tree(site.held) == before
    assert [name for name in before if name.startswith("bridge/")] == [f"bridge/2026-05-01-{site.list_ids()[0]}.yaml"]


def test_what_is_held_is_for_its_owner_only_and_not_for_git(site: AnsweredSite) -> None:
    (name,) = site.receive(LETTER.format(words=WORDS))
    made = (site.held, site.held / "bridge", site.find_held(name))
    assert [stat.S_IMODE(path.stat().st_mode) for path in made] == [0o700, 0o700, 0o600]
    subprocess.run(["git", "init", "-q"], cwd=site.folder, check=True)
    status = subprocess.run(
        ["git", "status", "--porcelain", "-uall"], cwd=site.folder, check=True, capture_output=True, text=True
    )
    assert "held" not in status.stdout
    assert "content/cases/bridge/case.yaml" in status.stdout


def test_what_cannot_be_understood_is_named_and_does_not_stop_the_others(site: AnsweredSite) -> None:
    site.write_mail("a", "I liked it.", subject="Hello")
    site.write_mail("b", LETTER.format(words=WORDS))
    site.write_mail("c", LETTER.format(words="").replace("bridge-1a2b3c", "gone-000000"))
    run = site.run("import", site.folder / "mail")
    assert run.code == 1
    assert run.out.splitlines()[0] == "mail/a.eml: not held: it does not say which case it is about"
    assert "mail/b.eml: held as " in run.out
    assert "mail/c.eml: not held: there is no case or post called gone-000000/step-up, or it has mistakes\n" in run.out
    assert run.out.endswith("\n1 held, 0 already there, 2 not held\n")
    assert len(read_tree(site.folder / "mail")) == 3


def test_nothing_of_the_sender_is_kept_or_said(site: AnsweredSite) -> None:
    site.write_mail("one", LETTER.format(words=f"Mail {HIDDEN}. {WORDS}"))
    said = site.run("import", site.folder / "mail")
    (name,) = site.list_ids()
    said_more = [site.run(*typed) for typed in (["list"], ["list", "--json"], ["show", name], ["accept", name])]
    texts = [said.out, said.err, *(run.out + run.err for run in said_more)]
    files = {path: data for path, data in read_tree(site.folder).items() if not path.startswith("mail/")}
    assert any(b"Mail [\xe2\x80\xa6]" in data for data in files.values())
    for word in (HIDDEN, "sender.example"):
        assert not [text for text in texts if word in text]
        assert not [path for path, data in files.items() if word.encode() in data]


def test_the_list_says_what_waits(site: AnsweredSite, monkeypatch: pytest.MonkeyPatch) -> None:
    assert site.run("list").out == "nothing is held\n"
    monkeypatch.setenv("COLUMNS", "80")
    site.receive(LETTER.format(words=WORDS), LETTER.format(words="No.").replace("(yes / no): yes", ":"))
    run = site.run("list")
    lines = run.out.splitlines()
    assert re.fullmatch(r"id +age +case +option +marks +words", lines[0])
    assert all(len(line) <= 80 for line in lines)
    assert {re.sub("[0-9a-f]{12}", "ID", " ".join(line.split())) for line in lines[1:]} == {
        "ID 31 d bridge step-up - I asked her for one week, and…",
        "ID 31 d bridge step-up no-consent No.",
    }
    listed = json.loads(site.run("list", "--json").out)
    assert {one["id"] for one in listed} == set(site.list_ids())
    assert {(one["for"], one["state"], one["option"]) for one in listed} == {("bridge", "held", "step-up")}


def test_show_explains_the_marks_and_shows_the_file_that_it_would_be(site: AnsweredSite) -> None:
    (name,) = site.receive(LETTER.format(words=f"\u0007{WORDS}").replace("(yes / no): yes", ": maybe"))
    run = site.run("show", name[:4])
    assert run.code == 0
    assert run.out == (
        f"{name}: held, for bridge, .held/bridge/2026-05-01-{name}.yaml\n"
        "  no-consent: the reader does not say that it may be printed\n"
        "  unclear-answer: an answer is none of those that one may give\n"
        "  hidden-characters: invisible characters were taken out\n"
        "# consent is not clear; it says: maybe\n\n"
        f"option: step-up\naccount: did\ntext: |\n  {WORDS}\n"
        'result: better\nrole: professional\nname: "Ada L."\nreceived: 2026-05-01\nvia: email\nconsent: false\n'
        "status: published\n"
    )


def test_an_accepted_one_is_on_the_page_and_in_no_held_folder(site: AnsweredSite) -> None:
    (name,) = site.receive(LETTER.format(words=WORDS))
    run = site.run("accept", name)
    path = site.readers / f"2026-05-01-{name}.yaml"
    assert (run.code, run.out, run.err) == (0, f"content/cases/bridge/readers/{path.name}\n", "")
    assert path.read_text(encoding="utf-8") == (
        f"option: step-up\naccount: did\ntext: |\n  {WORDS}\n"
        'result: better\nrole: professional\nname: "Ada L."\nreceived: 2026-05-01\nvia: email\nconsent: true\n'
        "status: published\n"
    )
    assert site.list_ids() == []
    assert site.run_command("check").code == 0
    assert build_site(load_settings(site.settings_file, site.folder / "output")).done
    page = (site.folder / "output" / "cases" / "bridge" / "index.html").read_text(encoding="utf-8")
    assert WORDS in page
    assert f'id="reader-2026-05-01-{name}"' in page
    assert site.run("import", site.folder / "mail").out.startswith("mail/m0.eml: already there, ")


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        ("(yes / no): yes", ": no", "no-consent"),
        ("My road: Step up", "My road: Blow it up", "missing-key"),
        ("what I did\n", "\n", "missing-key"),
    ],
    ids=["no consent", "no option", "no account"],
)
def test_what_the_check_would_refuse_is_not_accepted(before: str, after: str, code: str, site: AnsweredSite) -> None:
    (name,) = site.receive(LETTER.format(words=WORDS).replace(before, after))
    files = read_tree(site.folder)
    run = site.run("accept", name)
    assert run.code == 1
    line = rf"^\.held/bridge/2026-05-01-{name}\.yaml:\d+:\d+: error\[{code}\]: "
    assert re.search(line, run.err, re.MULTILINE), run.err
    assert run.err.endswith(f"tasks.py: {name} is not accepted\n")
    assert read_tree(site.folder) == files


def test_one_that_is_refused_does_not_stop_the_others(site: AnsweredSite) -> None:
    good = LETTER.format(words=WORDS)
    site.receive(good, LETTER.format(words="No.").replace("(yes / no): yes", ": no"))
    run = site.run("accept", *site.list_ids())
    assert run.code == 1
    assert len(site.list_ids()) == 1
    assert len(list(site.readers.iterdir())) == 2


def test_ids_are_told_apart_by_their_beginnings(site: AnsweredSite) -> None:
    for name in ("abcdef000001", "abcdef000002", "abd000000000"):
        path = site.held / "bridge" / f"2026-05-01-{name}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("option: close\ntext: |\n  No.\n", encoding="utf-8")
    run = site.run("decline", "abcdef")
    assert (run.code, run.out) == (2, "")
    assert run.err == ("tasks.py: more than one id begins with abcdef: abcdef000001 (bridge), abcdef000002 (bridge)\n")
    run = site.run("show", "abcdef000012")
    assert run.err == "tasks.py: there is nothing of the id abcdef000012; did you mean abcdef000002?\n", run.err
    assert site.run("show", "zz").err == "tasks.py: there is nothing of the id zz\n"
    assert site.run("decline", "abcdef000002", "abd").out.count("is declined") == 2


def test_a_declined_one_is_never_brought_back(site: AnsweredSite) -> None:
    (name,) = site.receive(LETTER.format(words=WORDS))
    run = site.run("decline", name)
    assert (run.code, run.out) == (0, f"{name} is declined; its words are deleted\n")
    assert site.find_held(name).read_text(encoding="utf-8") == "status: declined\n"
    assert site.run("import", site.folder / "mail").out.endswith("0 held, 1 already there, 0 not held\n")
    assert site.run("list").out == "nothing is held\n"
    assert site.run("accept", name).err == f"tasks.py: {name} is declined, and not held\n"


def test_a_withdrawn_one_is_gone_from_the_page_and_never_brought_back(site: AnsweredSite) -> None:
    (name,) = site.receive(LETTER.format(words=WORDS))
    assert site.run("withdraw", name).err == f"tasks.py: {name} is not published; decline it\n"
    site.run("accept", name)
    assert site.run("decline", name).err == f"tasks.py: {name} is published; withdraw it\n"
    run = site.run("withdraw", name)
    assert run.code == 0
    assert run.out.startswith(f"content/cases/bridge/readers/2026-05-01-{name}.yaml: the words are deleted here")
    path = site.readers / f"2026-05-01-{name}.yaml"
    assert path.read_text(encoding="utf-8") == "status: withdrawn\n"
    assert site.run_command("check").code == 0
    assert site.run("import", site.folder / "mail").out.endswith("0 held, 1 already there, 0 not held\n")
    assert path.read_text(encoding="utf-8") == "status: withdrawn\n"


@contextmanager
def edit_by(code: str, folder: Path) -> Iterator[None]:
    """Let the editor be a program: `text` is what stands in the file."""
    script = folder / "editor.py"
    lines = ["import sys", "path = sys.argv[1]", "text = open(path).read()", code, "open(path, 'w').write(text)"]
    script.write_text("\n".join(lines), encoding="utf-8")
    before = os.environ.get("VISUAL")
    os.environ["VISUAL"] = f"{sys.executable} {script}"
    try:
        yield
    finally:
        os.environ.pop("VISUAL")
        if before is not None:
            os.environ["VISUAL"] = before


def test_edited_words_say_so_and_an_edited_option_does_not(site: AnsweredSite) -> None:
    (name,) = site.receive(LETTER.format(words=WORDS))
    with edit_by("text = text.replace('option: step-up', 'option: close')", site.folder):
        assert site.run("edit", name).out == f".held/bridge/2026-05-01-{name}.yaml: written\n"
    assert "edited" not in site.find_held(name).read_text(encoding="utf-8")
    with edit_by("text = text.replace('two of them', 'two')", site.folder):
        site.run("edit", name)
    assert site.run("accept", name).code == 0
    with edit_by("pass", site.folder):
        assert site.run("edit", name).out == f"{name} is as it was\n"
    with edit_by("text = text.replace('Ada L.', 'A. L.')", site.folder):
        assert site.run("edit", name).code == 0
    published = (site.readers / f"2026-05-01-{name}.yaml").read_text(encoding="utf-8")
    assert "option: close\n" in published
    assert "got two, with" in published
    assert 'name: "A. L."\n' in published
    assert published.endswith("status: published\nedited: true\n")


def test_what_an_editor_wrote_wrong_is_refused_and_not_lost(site: AnsweredSite) -> None:
    (name,) = site.receive(LETTER.format(words=WORDS))
    site.run("accept", name)
    files = read_tree(site.readers)
    with edit_by("text = text.replace('consent: true', 'consent: false').replace('two', 'three')", site.folder):
        run = site.run("edit", name)
    assert run.code == 1
    assert "error[no-consent]" in run.err
    assert read_tree(site.readers) == files
    with edit_by("text = text.replace('consent: false', 'consent: true')", site.folder):
        assert site.run("edit", name).code == 0
    assert "got three" in (site.readers / f"2026-05-01-{name}.yaml").read_text(encoding="utf-8")
    assert not [path for path in site.held.rglob("*") if "edit" in path.name]


def test_an_editor_that_is_not_there_is_named(site: AnsweredSite, monkeypatch: pytest.MonkeyPatch) -> None:
    (name,) = site.receive(LETTER.format(words=WORDS))
    monkeypatch.setenv("VISUAL", "no-such-editor --wait")
    run = site.run("edit", name)
    assert (run.code, run.err) == (1, "tasks.py: the editor no-such-editor --wait cannot be started; set EDITOR\n")


def test_review_says_that_it_needs_a_terminal(site: AnsweredSite) -> None:
    run = site.run("review")
    assert run.code == 2
    assert "needs a terminal" in run.err


def test_review_goes_through_what_is_held_by_single_keys(site: AnsweredSite) -> None:
    letters = [LETTER.format(words=f"{word}: {WORDS[:20]}") for word in ("First", "Second", "Third")]
    first, second, third = site.receive(*letters)
    said = press(site, "sadq")
    assert "1 of 3" in said
    assert "nothing more is held" in said
    assert site.find_held(first).read_text(encoding="utf-8").startswith("# A reader's")
    assert (site.readers / f"2026-05-01-{second}.yaml").exists()
    assert site.find_held(third).read_text(encoding="utf-8") == "status: declined\n"


def press(site: AnsweredSite, keys: str) -> str:
    """Run `outcomes review` in a terminal, and press a key at each question."""
    command = [sys.executable, str(ROOT / "tasks.py"), "outcomes", "review"]
    command += ["--settings", str(site.settings_file), "--now", NOW]
    master, slave = pty.openpty()
    waiting, said = list(keys), ""
    with subprocess.Popen(command, cwd=site.folder, stdin=slave, stdout=slave, stderr=slave, close_fds=True) as process:
        os.close(slave)
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            if not select.select([master], [], [], 0.2)[0]:
                if process.poll() is not None:
                    break
                continue
            try:
                said += os.read(master, 4096).decode("utf-8", "replace")
            except OSError:
                break
            if waiting and said.count("[q]uit? ") > len(keys) - len(waiting):
                os.write(master, waiting.pop(0).encode())
        process.kill()
    os.close(master)
    return said


def test_two_runs_do_not_clash(site: AnsweredSite, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("plugins.contributions.holding.PATIENCE", 0)
    site.write_mail("one", LETTER.format(words=WORDS))
    site.held.mkdir(mode=0o700)
    with hold_lock(site.held, "outcomes import"):
        run = site.run("import", site.folder / "mail")
    assert run.code == 3
    assert "outcomes runs already" in run.err


@pytest.mark.parametrize("place", ["content/held", "content/.held", "output/held", "public/held"])
def test_what_is_held_lies_in_nothing_that_is_published(place: str, site: AnsweredSite) -> None:
    with site.settings_file.open("a", encoding="utf-8") as file:
        file.write(f'HELD_PATH = "{place}"\n')
    for command in (["list"], ["import", "x.eml"]):
        run = site.run(*command)
        assert run.code == 1
        assert "error[bad-setting]: HELD_PATH lies in the " in run.err


def test_a_held_file_that_is_broken_is_listed_and_can_be_declined(site: AnsweredSite) -> None:
    (name,) = site.receive(LETTER.format(words=WORDS))
    site.find_held(name).write_text("text: [", encoding="utf-8")
    assert "cannot be read" in site.run("list").out
    run = site.run("accept", name)
    assert run.code == 1
    assert "error[yaml-syntax]" in run.err
    assert site.run("decline", name).code == 0
