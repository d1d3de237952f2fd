"""How readers are asked: the setting, the links without a script, the policies, and the templates of issues."""

from __future__ import annotations

from argparse import Namespace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

import pytest
import yaml
from markupsafe import Markup, escape

from commands.asking import print_template
from plugins.cases.asking import make_ask_view
from plugins.cases.issue_templates import PATHS, make_issue_template
from plugins.cases.letters import Topic, make_letter, make_reply_address, write_letter
from plugins.cases.questions import FIELDS, OPTION, OWN_OPTION, POST_QUESTIONS, QUESTIONS, REFERENCE
from plugins.cases.renditions import render_asking
from plugins.reply_ways import TAKEN, Endpoint, Forge, ReplyWays, Tracker, read_reply_ways
from plugins.settings import SiteSettings, read_settings
from plugins.site.policy import make_policy
from plugins.site.registry import OutputKind
from plugins.wording.words import Wording, Words
from tests.building.running import build_here, write_files

ROOT = Path(__file__).resolve().parents[2]
PLUGINS = ["plugins.documents.pelican_hooks", "plugins.cases.pelican_hooks", "plugins.site.pelican_hooks"]
SITE = f'SITENAME = "Small"\nTHEME = {str(ROOT / "theme")!r}\nCARDS = False\nSEARCH = False\n'
TRACKER = Tracker(Forge.GITHUB, "https://github.com/ann/cases")
TOPIC = Topic("the-id", "Case 3", {"send": "Send & “go”", OWN_OPTION: "something else"})
FORM = "/cases/three/#case-reply-form"


@pytest.fixture(scope="module")
def words(tmp_path_factory: pytest.TempPathFactory) -> Words:
    return Wording("en", tmp_path_factory.mktemp("words")).speak("en")


def read(folder: Path, text: str) -> tuple[SiteSettings | None, list[str]]:
    """Return the settings of a small site, and what is wrong with them."""
    write_files(folder, {"content/posts/a.md": "", "settings.py": f"{SITE}{text}\n"})
    settings, diagnostics = read_settings(folder / "settings.py", now=datetime(2026, 6, 1, tzinfo=UTC))
    return settings, [diagnostic.message for diagnostic in diagnostics]


# The setting


@pytest.mark.parametrize(
    ("text", "ways"),
    [
        ("", ReplyWays()),
        ('CONTACT_EMAIL = "a@b.example"', ReplyWays("a@b.example")),
        ('CONTACT_EMAIL = "a@b.example"\nREPLY_BY = {}', ReplyWays()),
        ('CONTACT_EMAIL = "a@b.example"\nREPLY_BY = {"email": "c@d.example"}', ReplyWays("c@d.example")),
        ('REPLY_BY = {"issue": "https://github.com/ann/cases"}', ReplyWays(tracker=TRACKER)),
        ('REPLY_BY = {"issue": "https://github.com/ann/cases.git"}', ReplyWays(tracker=TRACKER)),
        (
            'REPLY_BY = {"issue": "https://gitlab.com/group/of/ann/cases/"}',
            ReplyWays(tracker=Tracker(Forge.GITLAB, "https://gitlab.com/group/of/ann/cases")),
        ),
        (
            'REPLY_BY = {"issue": "https://codeberg.org/ann/cases"}',
            ReplyWays(tracker=Tracker(Forge.FORGEJO, "https://codeberg.org/ann/cases")),
        ),
        (
            'REPLY_BY = {"issue": {"forge": "gitlab", "at": "https://git.example:8443/ann/cases"}}',
            ReplyWays(tracker=Tracker(Forge.GITLAB, "https://git.example:8443/ann/cases")),
        ),
        (
            'REPLY_BY = {"email": "a@b.example", "form": {"to": "https://f.example/7?x=1", "hidden": {"k": "v"}}}',
            ReplyWays("a@b.example", endpoint=Endpoint("https://f.example/7?x=1", (("k", "v"),))),
        ),
        (
            'REPLY_BY = {"form": {"to": "http://127.0.0.1:8080/"}}',
            ReplyWays(endpoint=Endpoint("http://127.0.0.1:8080/")),
        ),
    ],
)
def test_the_ways_are_those_of_the_setting_else_letters(text: str, ways: ReplyWays, tmp_path: Path) -> None:
    settings, problems = read(tmp_path, text)
    assert settings is not None, problems
    assert settings.reply_ways == ways


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("a@b.example", "must hold ways by their names"),
        ({"mail": "a@b.example"}, "must hold ways by their names"),
        ({"email": "nobody"}, "must have in email an e-mail address"),
        ({"email": True}, "must have in email an e-mail address"),
        ({"email": "a@b\0.example"}, "must have in email an e-mail address"),
        ({"issue": "ann/cases"}, "must have in issue the address of a repository"),
        ({"issue": "https://github.com/ann"}, "must have in issue the address of a repository"),
        ({"issue": "http://github.com/ann/cases"}, "must have in issue the address of a repository"),
        ({"issue": "https://github.com/ann/cases?x"}, "must have in issue the address of a repository"),
        ({"issue": "https://github.com/ann/{title}"}, "must have in issue the address of a repository"),
        ({"issue": 7}, "must have in issue the address of a repository"),
        ({"issue": "https://git.example/ann/cases"}, 'must have in issue {"forge": "…", "at": "https://git.example'),
        ({"issue": {"forge": "forgejo"}}, "must have in issue an address, or"),
        ({"issue": {"forge": "svn", "at": "https://a.example/b/c"}}, "must have in forge one of github, gitlab"),
        ({"issue": {"forge": [], "at": "https://a.example/b/c"}}, "must have in forge one of github, gitlab"),
        ({"form": "https://f.example"}, "must have a form of to and hidden"),
        ({"form": {"hidden": {}}}, "must have a form of to and hidden"),
        ({"form": {"to": "https://f.example", "x": 1}}, "must have a form of to and hidden"),
        ({"form": {"to": "/answers"}}, "must have in to a whole address"),
        ({"form": {"to": "http://f.example/"}}, "must have in to a whole address"),
        ({"form": {"to": "http://localhost.example/"}}, "must have in to a whole address"),
        ({"form": {"to": "https://u:p@f.example/"}}, "must have in to a whole address"),
        ({"form": {"to": "https://f.example; script-src *"}}, "must have in to a whole address"),
        ({"form": {"to": "https://[f"}}, "must have in to a whole address"),
        ({"form": {"to": "https://f.example", "hidden": {"a": 1}}}, "must have texts by their names in hidden"),
        ({"form": {"to": "https://f.example", "hidden": {"text": ""}}}, "must not have in hidden a field of the form"),
        ({"form": {"to": "https://f.example", "hidden": {"a": "\0"}}}, "must have in hidden only characters"),
    ],
)
def test_what_is_no_way_to_answer_is_said(value: object, reason: str, tmp_path: Path) -> None:
    settings, problems = read(tmp_path, f"REPLY_BY = {value!r}")
    assert settings is None
    assert [problem.startswith(f"REPLY_BY {reason}") for problem in problems] == [True]


def test_hidden_fields_may_not_be_those_of_the_form() -> None:
    assert {*TAKEN} == {*FIELDS, "own", "website"}


# Links without a script


def test_a_letter_comes_before_an_issue_and_an_issue_before_a_form(words: Words) -> None:
    endpoint = Endpoint("https://f.example/")
    letter = make_letter(TOPIC, "send", words)
    assert make_reply_address(ReplyWays("a@b.example", TRACKER, endpoint), letter, FORM).startswith("mailto:a@b.exam")
    assert make_reply_address(ReplyWays("", TRACKER, endpoint), letter, FORM).startswith("https://github.com/ann/")
    assert make_reply_address(ReplyWays(endpoint=endpoint), letter, FORM) == FORM


@pytest.mark.parametrize(
    ("forge", "path", "title", "body"),
    [
        ("github", "/ann/cases/issues/new", "title", "body"),
        ("gitlab", "/ann/cases/-/issues/new", "issue[title]", "issue[description]"),
        ("forgejo", "/ann/cases/issues/new", "title", "body"),
    ],
)
def test_a_link_begins_an_issue_that_is_laid_out_as_a_letter(
    forge: str, path: str, title: str, body: str, words: Words
) -> None:
    ways = ReplyWays(tracker=Tracker(Forge(forge), "https://forge.example/ann/cases"))
    parts = urlsplit(make_reply_address(ways, make_letter(TOPIC, "send", words), FORM))
    answers = {OPTION: "Send & “go”", REFERENCE: "the-id/send"}
    text = "\n".join(write_letter(QUESTIONS, answers, words))
    assert parts.path == path
    assert dict(parse_qsl(parts.query)) == {title: "Case 3: Send & “go”", body: text}


def test_a_letter_has_line_ends_as_mail_has(words: Words) -> None:
    address = make_reply_address(ReplyWays("a@b.example"), make_letter(TOPIC, "own", words), FORM)
    body = unquote(urlsplit(address).query.partition("&body=")[2])
    assert body.split("\r\n")[0] == "My road: something else"
    assert "\n" not in body.replace("\r\n", "")
    assert "the-id/own" in body


def test_a_post_is_asked_without_roads(words: Words) -> None:
    """The form needs no more of a post than its id, its title, and what it is asked."""
    topic = Topic("post-7", "Re: A bridge", {}, POST_QUESTIONS)
    ask = make_ask_view(topic, ReplyWays("a@b.example"), "post-reply", "/posts/a/", words)
    assert ask is not None
    assert (ask.roads, ask.subject, ask.reference) == ((), "Re: A bridge", "post-7")
    assert [question.name for question in ask.choices] == ["role"]
    assert ask.letter.endswith("My words:\n{text}")
    assert make_ask_view(topic, ReplyWays(), "post-reply", "/posts/a/", words) is None
    html = render_asking(ask, Markup("What do you say?"), words)
    assert "<form" not in html
    assert f'<a href="{escape(ask.href)}" data-ask="">' in html
    sent = make_ask_view(topic, ReplyWays(endpoint=Endpoint("https://b.example/f")), "post-reply", "/posts/a/", words)
    assert sent is not None
    html = render_asking(sent, Markup("What do you say?"), words)
    assert [name for name in FIELDS if f'name="{name}"' in html] == ["role", "name", "consent", "reference", "text"]
    assert words("form-public-post") in html


# Pages, feeds and policies

CASE = """id: small-000001
title: Small
date: 2026-01-02
overview: |
  Small.
roles:
  - {id: one, kind: other, name: One, text: Decides.}
decisions:
  - id: now
    decider: one
    question: And?
    options:
      - {id: go, title: Go, text: There.}
"""


def build(folder: Path, ways: object) -> tuple[str, str]:
    """Return the page of a case, and the feed."""
    text = f"{SITE}PLUGINS = {PLUGINS!r}\nREPLY_BY = {ways!r}\n"
    files = {"content/cases/small/case.yaml": CASE, "content/cases/small/story.md": "Once.\n", "settings.py": text}
    write_files(folder, files)
    report = build_here(folder / "settings.py", folder / "output")
    assert report.done, report.diagnostics
    pages = (folder / "output" / path for path in ("cases/small/index.html", "feeds/all.atom.xml"))
    page, feed = (path.read_text(encoding="utf-8") for path in pages)
    return page, feed


def test_where_only_a_form_is_sent_links_lead_to_it(tmp_path: Path) -> None:
    page, feed = build(tmp_path, {"form": {"to": "https://f.example/7"}})
    assert page.count('href="/cases/small/#case-reply-form"') == 2
    assert '<div id="case-reply-form">' in page
    assert "https://f.example" in page.partition("form-action ")[2].partition('"')[0]
    assert page.count("mailto:") == page.count("mailto:?")  # to send it to somebody
    assert "http://localhost:8000/cases/small/#case-reply-form" in feed
    assert "<form" not in feed


def test_who_is_not_asked_sees_nothing_of_it(tmp_path: Path) -> None:
    page, feed = build(tmp_path, {})
    for trace in ("cb-ask", "data-ask", "asking.", "case-reply", "My words"):
        assert trace not in page, trace
        assert trace not in feed, trace


@pytest.mark.parametrize("kind", list(OutputKind))
def test_only_pages_with_the_form_may_send_it(kind: OutputKind, tmp_path: Path) -> None:
    settings, _ = read(tmp_path, 'REPLY_BY = {"form": {"to": "https://F.example:8443/7"}}')
    assert settings is not None
    policy = make_policy(kind, form_origins=settings.form_origins)
    is_asked = kind is OutputKind.CASE
    assert ("form-action 'self' https://f.example:8443;" in policy) == is_asked
    assert ("f.example" in policy) == is_asked


# Templates of issues


@pytest.mark.parametrize(("forge", "about"), [("github", "description"), ("forgejo", "about")])
@pytest.mark.parametrize("lang", ["en", "de"])
def test_a_form_of_a_forge_asks_what_a_letter_asks(forge: str, about: str, lang: str, tmp_path: Path) -> None:
    words = Wording(lang, tmp_path).speak(lang)
    form = yaml.safe_load(make_issue_template(forge, words))
    assert form.keys() == {"name", about, "body"}
    intro, *fields = form["body"]
    assert intro["type"] == "markdown"
    assert [field["id"] for field in fields] == [question.name for question in QUESTIONS]
    for field, question in zip(fields, QUESTIONS, strict=True):
        assert field["attributes"]["label"] == words.plain(question.label)
        wanted = [words.plain(key) for key in question.choices.values()]
        assert field["attributes"].get("options", []) == wanted
        assert all(isinstance(option, str) for option in wanted)
    needed = {field["id"] for field in fields if field.get("validations") == {"required": True}}
    assert needed == {"option", "consent", "reference", "text"}


def test_a_template_without_a_form_has_a_heading_for_each_question(words: Words) -> None:
    lines = [line for line in make_issue_template("gitlab", words).split("\n") if line]
    assert lines == [f"### {question.write_label(words)}" for question in QUESTIONS]


def test_there_is_a_template_for_each_forge(words: Words) -> None:
    assert {*PATHS} == {*Forge}
    assert all(make_issue_template(forge, words) for forge in Forge)
    with pytest.raises(ValueError, match="svn"):
        make_issue_template("svn", words)


def test_a_value_that_was_read_stays_what_it_is() -> None:
    ways = ReplyWays("a@b.example")
    assert read_reply_ways(ways) is ways


def test_the_command_prints_the_template_and_says_where_it_goes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings, _ = read(tmp_path, 'DEFAULT_LANG = "de"')
    assert settings is not None
    assert print_template(Namespace(forge="github"), settings) == 0
    printed = capsys.readouterr()
    assert printed.out == make_issue_template("github", settings.wording.speak("de"))
    assert PATHS[Forge.GITHUB] in printed.err
