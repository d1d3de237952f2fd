"""An e-mail address that a reader hides in their words is found by the check, is not printed, and gets nowhere."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from plugins.diagnostics import Code, Severity, format_text
from tests.building.running import PLUGINS, ROOT, SITES, build_here, read_tree, write_files

LOCAL, DOMAIN = "zqcanary", "zqmail"
ADDRESS = f"{LOCAL}@{DOMAIN}.example"

SETTINGS = f"""
SITENAME = "Canaries"
SITEURL = "https://example.org"
CONTACT_EMAIL = "cases@example.org"
POST_REPLIES = True
THEME = {str(SITES / "theme")!r}
PLUGINS = {PLUGINS!r}
"""

CASE = """id: open-1
title: An open case
date: 2026-01-01
overview: Overview.
roles: [{id: someone, kind: other, name: Someone, text: Is there.}]
decisions: [{id: now, decider: someone, question: What now?, options: [{id: go, title: Go, text: Going.}]}]
"""

PUBLISHED = "account: did\nreceived: 2026-01-01\nconsent: true\n"
SITE = {
    "settings.py": SETTINGS,
    "content/cases/open/case.yaml": CASE,
    "content/cases/open/story.md": "A story.\n",
    "content/posts/open.md": "---\nid: p-1\ntitle: A post\ndate: 2026-01-01\n---\nText.\n",
}

TEXTS = {
    "plainly": ADDRESS,
    "in a sentence": f"Write to me ({ADDRESS}).",
    "in capitals": ADDRESS.upper(),
    "in a letter's link": f"[me](mailto:{ADDRESS})",
    "in a link's address, as addresses write it": f"[me](mailto:{LOCAL}%40{DOMAIN}%2eexample)",
    "in a link's title": f"[me](https://a.example/ '{ADDRESS}')",
    "with a number for the sign": f"{LOCAL}&#64;{DOMAIN}.example",
    "with a number to the base of sixteen": f"{LOCAL}&#x40;{DOMAIN}&#x2e;example",
    "with names for the signs": f"{LOCAL}&commat;{DOMAIN}&period;example",
    "behind backslashes": f"{LOCAL}\\@{DOMAIN}\\.example",
    "with emphasis in it": f"{LOCAL}@*{DOMAIN}*.example",
    "with strong emphasis in it": f"**{LOCAL}**@{DOMAIN}.**example**",
    "in wide letters": f"{LOCAL}＠{DOMAIN}．example",
    "with a small sign": f"{LOCAL}﹫{DOMAIN}.example",
    "with another full stop": f"{LOCAL}@{DOMAIN}。example",
    "with a half-wide full stop": f"{LOCAL}@{DOMAIN}｡example",
    "with a leader for the full stop": f"{LOCAL}@{DOMAIN}\u2024example",
    "with a space of no width": f"{LOCAL}\u200b@\u200b{DOMAIN}.example",
    "with a joiner": f"{LOCAL}@{DOMAIN[:3]}\u2060{DOMAIN[3:]}.example",
    "with a soft hyphen": f"{LOCAL}@{DOMAIN[:3]}\u00ad{DOMAIN[3:]}.example",
    "with a joiner of marks": f"{LOCAL}@{DOMAIN[:3]}\u034f{DOMAIN[3:]}.example",
    "with a variation": f"{LOCAL}@{DOMAIN}\ufe0f.example",
    "with a direction": f"\u202d{LOCAL}@{DOMAIN}\u202c.example",
    "in quotes": f'"{LOCAL}"@{DOMAIN}.example',
    "in a list in a quote": f"> - {ADDRESS}",
}


def quote(text: str) -> str:
    """Return a text as YAML in double quotes."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def write_site(folder: Path, place: str, reader: str) -> None:
    write_files(folder, {**SITE, f"content/{place}/2026-01-01-aaaaaa.yaml": reader})


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_an_address_that_is_hidden_in_a_text_is_refused_and_not_printed(text: str, tmp_path: Path) -> None:
    write_site(tmp_path, "cases/open/readers", f"option: go\ntext: {quote(text)}\n{PUBLISHED}")
    assert_refused(tmp_path)


@pytest.mark.parametrize("field", ["name", "own", "editor_note"])
@pytest.mark.parametrize("way", ["plainly", "in wide letters", "with a joiner", "in a letter's link"])
def test_an_address_in_another_field_is_refused_and_not_printed(field: str, way: str, tmp_path: Path) -> None:
    option = "" if field == "own" else "option: go\n"
    reader = f"{option}text: Words.\n{field}: {quote(TEXTS[way])}\n{PUBLISHED}"
    write_site(tmp_path, "cases/open/readers", reader)
    assert_refused(tmp_path)


@pytest.mark.parametrize("field", ["text", "name", "editor_note"])
def test_an_address_in_a_reply_to_a_post_is_refused_and_not_printed(field: str, tmp_path: Path) -> None:
    fields = {"text": "Words.", field: TEXTS["with a space of no width"]}
    lines = "".join(f"{key}: {quote(value)}\n" for key, value in fields.items())
    write_site(tmp_path, "replies/open", f"{lines}received: 2026-01-01\nconsent: true\n")
    assert_refused(tmp_path)


def assert_refused(folder: Path) -> None:
    """Build a site, and look for the address in all that is printed and written."""
    report = build_here(folder / "settings.py", folder / "output")
    assert not report.done
    errors = [diagnostic for diagnostic in report.diagnostics if diagnostic.severity is Severity.ERROR]
    assert [error.code for error in errors] == [Code.PRIVATE_DATA]
    assert LOCAL not in format_text(errors[0], folder).casefold()
    assert not (folder / "output").exists()


def test_a_held_message_reaches_neither_git_nor_the_site(tmp_path: Path) -> None:
    held = f"# Held\noption: go\ntext: {ADDRESS}\nmarks: [no-consent]\n"
    write_files(tmp_path, SITE)
    write_files(tmp_path, {".held/open/2026-01-01-aaaaaa.yaml": held, ".held/_posts/open/2026-01-01-aaaaaa.yaml": held})
    assert build_here(tmp_path / "settings.py", tmp_path / "output").done
    (tmp_path / ".gitignore").write_bytes((ROOT / ".gitignore").read_bytes())
    assert list_tracked(tmp_path) >= {path for path in SITE if "zqcanary" not in path}
    files = {path: (tmp_path / path).read_bytes() for path in list_tracked(tmp_path)} | read_tree(tmp_path / "output")
    assert [path for path, data in files.items() if LOCAL.encode() in data] == []


def list_tracked(folder: Path) -> set[str]:
    """Return what `git add` takes of a folder."""
    git = ["git", "-C", str(folder)]
    subprocess.run([*git, "init", "-q"], check=True)
    subprocess.run([*git, "add", "-A"], check=True)
    done = subprocess.run([*git, "ls-files", "-z"], check=True, capture_output=True)
    return set(done.stdout.decode().split("\0")) - {""}
