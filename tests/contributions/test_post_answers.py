"""Readers reply to a post by the same way: a letter is held, accepted, shown under the post, and taken back."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.publishing.building import build_site
from plugins.settings import read_now, read_settings
from tests.building.running import NOW, ROOT
from tests.contributions.editing import AnsweredSite, make_site

POST = """\
---
id: silence-9c8b7a
title: Who said nothing?
date: 2026-01-03
---
What would you have said?
"""
LETTER = """\
Where I stand (leader / professional / customer / elsewhere): customer
Name to print, or none: none
You may print this (yes / no): {consent}
Reference, to be left as it is: silence-9c8b7a

My words:
I said it on the stairs, where nobody else could hear it.
"""
WORDS = "I said it on the stairs"


@pytest.fixture
def site(tmp_path: Path) -> AnsweredSite:
    return make_site(tmp_path / "site", "POST_REPLIES = True\n", [("content/posts/silence.md", POST)])


def read_page(site: AnsweredSite, *, preview: bool = False) -> str:
    output = site.folder / ("preview" if preview else "output")
    overrides = {"OUTPUT_PATH": output, "THEME": ROOT / "theme"}
    settings, problems = read_settings(site.settings_file, now=read_now(NOW, {}), overrides=overrides, preview=preview)
    assert settings is not None, problems
    assert build_site(settings).done
    return (output / "posts" / "silence" / "index.html").read_text(encoding="utf-8")


def test_a_reply_to_a_post_is_held_accepted_shown_and_taken_back(site: AnsweredSite) -> None:
    (name,) = site.receive(LETTER.format(consent="yes"))
    held = site.held / "_posts" / "silence" / f"2026-05-01-{name}.yaml"
    assert held.is_file()
    assert WORDS not in read_page(site)
    waiting = read_page(site, preview=True)
    assert f'id="reader-{held.stem}"' in waiting
    assert WORDS in waiting
    assert "Held, not published" in waiting
    assert WORDS in site.run("list").out
    accepted = site.run("accept", name)
    published = Path("content", "replies", "silence", held.name)
    assert (accepted.code, accepted.err) == (0, "")
    assert str(published) in accepted.out
    assert not held.exists()
    page = read_page(site)
    assert f'id="reader-{held.stem}"' in page
    assert WORDS in page
    assert site.run("import", site.folder / "mail").out.endswith("0 held, 1 already there, 0 not held\n")
    assert site.run("withdraw", name).code == 0
    assert (site.folder / published).read_text(encoding="utf-8") == "status: withdrawn\n"
    assert WORDS not in read_page(site)
    assert site.run("import", site.folder / "mail").out.endswith("0 held, 1 already there, 0 not held\n")


def test_a_reply_to_a_post_needs_consent_as_well(site: AnsweredSite) -> None:
    (name,) = site.receive(LETTER.format(consent="no"))
    refused = site.run("accept", name)
    assert refused.code == 1
    assert "error[no-consent]" in refused.err
    assert not (site.folder / "content" / "replies").exists()


def test_where_posts_are_not_asked_about_none_is_held(tmp_path: Path) -> None:
    site = make_site(tmp_path / "site", "", [("content/posts/silence.md", POST)])
    site.write_mail("a", LETTER.format(consent="yes"), subject="Re: Who said nothing?")
    run = site.run("import", site.folder / "mail")
    assert run.code == 1
    assert run.out.splitlines()[0].startswith("mail/a.eml: not held: there is no case or post called silence-9c8b7a")
