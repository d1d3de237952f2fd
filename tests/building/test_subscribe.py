"""Where one subscribes by e-mail: off by default, a link or a form, and a policy that lets it go to one origin."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from html import unescape
from pathlib import Path

import pytest

from plugins.setting_types import FormOrigins
from plugins.settings import read_settings
from plugins.site.policy import make_policy
from plugins.site.registry import OutputKind
from tests.building.running import build_here, write_files

ROOT = Path(__file__).resolve().parents[2]
SITE = f"""
SITENAME = "Small"
SITEURL = "https://small.example"
THEME = {str(ROOT / "theme")!r}
CARDS = False
PLUGINS = [
    "plugins.documents.pelican_hooks", "plugins.cases.pelican_hooks", "plugins.site.pelican_hooks",
]
"""
POST = "---\nid: post-a\ntitle: A\ndate: 2026-01-05\ncategory: Notes\n---\nText.\n"
FORM = {"form": {"action": "https://Letters.example:8443/join?list=1&x=2", "field": "EMAIL", "hidden": {"l": '"<7>"'}}}
POLICY = re.compile(r"form-action ([^;\"]*)")


def build(folder: Path, subscribe: object) -> dict[str, str]:
    """Return the front page and a post of a site, as `home` and `post`."""
    write_files(folder, {"content/posts/a.md": POST, "settings.py": f"{SITE}SUBSCRIBE = {subscribe!r}\n"})
    report = build_here(folder / "settings.py", folder / "output")
    assert report.done, report.diagnostics
    pages = {"home": "index.html", "post": "posts/a/index.html"}
    return {name: unescape((folder / "output" / path).read_text(encoding="utf-8")) for name, path in pages.items()}


def test_nothing_is_offered_by_default(tmp_path: Path) -> None:
    pages = build(tmp_path, None)
    assert "subscribe" not in pages["post"]
    assert POLICY.findall(pages["post"]) == ["'none'"]


def test_a_link_leads_to_the_provider_and_loosens_no_policy(tmp_path: Path) -> None:
    post = build(tmp_path, {"link": "https://letters.example/small?a=1&b=2"})["post"]
    assert 'href="https://letters.example/small?a=1&b=2">Subscribe at letters.example</a>' in post
    assert "<form" not in post.partition('class="subscribe"')[2].partition("</section>")[0]
    assert POLICY.findall(post) == ["'none'"]


def test_a_form_is_sent_to_the_provider_and_nowhere_else(tmp_path: Path) -> None:
    pages = build(tmp_path, FORM)
    form = pages["post"].partition('class="subscribe"')[2].partition("</section>")[0]
    assert 'action="https://Letters.example:8443/join?list=1&x=2" method="post"' in form
    assert '<input type="hidden" name="l" value=""<7>"">' in form
    assert 'type="email" name="EMAIL" autocomplete="email" required' in form
    assert "Your address goes to letters.example" in form
    assert POLICY.findall(pages["post"]) == ["https://letters.example:8443"]
    assert POLICY.findall(pages["home"]) == ["'none'"]


@pytest.mark.parametrize("kind", list(OutputKind))
def test_only_pages_with_the_form_may_send_it(kind: OutputKind) -> None:
    origin = "https://letters.example"
    assert (origin in make_policy(kind, form_origins=FormOrigins(subscribing=origin))) == (
        kind in (OutputKind.ARTICLE, OutputKind.CASE, OutputKind.FEEDS)
    )
    assert origin not in make_policy(kind)


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("https://a.example", 'must be {"link"'),
        ({}, 'must be {"link"'),
        ({"link": "https://a.example", "form": {}}, 'must be {"link"'),
        ({"link": "http://a.example"}, "must have in link a whole address"),
        ({"link": 7}, "must have in link a whole address"),
        ({"link": "https://a.example/ b"}, "must have in link a whole address"),
        ({"link": "https://[a"}, "must have in link a whole address"),
        ({"link": "https://user@a.example"}, "must have in link a whole address"),
        ({"form": {}}, "must have a form of action, field, hidden"),
        ({"form": "https://a.example"}, "must have a form of action, field, hidden"),
        ({"form": {"action": "https://a.example", "feild": "x"}}, "must have a form of action, field, hidden"),
        ({"form": {"action": "https://a.example; script-src *"}}, "must have in action a whole address"),
        ({"form": {"action": "/join"}}, "must have in action a whole address"),
        ({"form": {"action": "https://a.example", "field": ""}}, "must have in field"),
        ({"form": {"action": "https://a.example", "field": "x", "hidden": {"x": "1"}}}, "must have in field"),
        ({"form": {"action": "https://a.example", "hidden": {"x": 1}}}, "must have texts by their names in hidden"),
        ({"form": {"action": "https://a.example", "hidden": {"x": "\0"}}}, "holds a character"),
    ],
)
def test_what_is_no_way_to_subscribe_is_said(value: object, reason: str, tmp_path: Path) -> None:
    write_files(tmp_path, {"content/posts/a.md": POST, "settings.py": f"{SITE}SUBSCRIBE = {value!r}\n"})
    settings, diagnostics = read_settings(tmp_path / "settings.py", now=datetime(2026, 6, 1, tzinfo=UTC))
    assert settings is None
    assert [diagnostic.message.startswith(f"SUBSCRIBE {reason}") for diagnostic in diagnostics] == [True]
