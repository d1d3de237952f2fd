"""What the templates of the theme take in, told without parsing them."""

from __future__ import annotations

from pathlib import Path

import pytest
from jinja2 import meta

from plugins.fast_build.closures import Closures, find_names
from plugins.templating import make_environment
from tests.unit.pairs import ROOT, write_files

THEME = ROOT / "theme" / "templates"


@pytest.mark.parametrize("path", sorted(THEME.rglob("*.html")), ids=lambda path: path.relative_to(THEME).as_posix())
def test_what_the_theme_takes_in_is_what_jinja_says(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    environment = make_environment(THEME)
    assert set(find_names(text)) == set(meta.find_referenced_templates(environment.parse(text)))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("{% extends 'a.html' %}", ["a.html"]),
        ('{%- include "a.html" -%} {%+ include "b.html" ignore missing %}', ["a.html", "b.html"]),
        ('{%\n  import "a.html"\n  as a\n%}', ["a.html"]),
        ('{% from "a.html" import a as b, c without context %}', ["a.html"]),
        ('{% include ["a.html", "b.html"] %}', [None]),
        ('{% extends "a.html" if x else "b.html" %}', [None]),
        ('{% include "a" ~ x %}', [None]),
        ('{% include "a\\x2ehtml" %}', [None]),
        ('{% include "a%}b.html" %}', [None]),
        ("{% include name %}", [None]),
        ("{% set include = 1 %}{{ 'a.html' }} {% block from %}{% endblock %}", []),
    ],
)
def test_a_name_that_is_not_written_out_may_be_any(text: str, names: list[str | None]) -> None:
    assert [*find_names(text)] == names


@pytest.mark.parametrize(
    ("page", "edited"),
    [
        ('{% extends "base.html" %}', "base.html"),
        ('{% extends "base.html" %}', "part.html"),
        ("{% include which %}", "other.html"),
        ('{% include "later.html" ignore missing %}', "later.html"),
    ],
)
def test_a_closure_is_another_when_anything_in_it_is(tmp_path: Path, page: str, edited: str) -> None:
    folder = tmp_path / "templates"
    files = {"page.html": page, "base.html": '{% include "part.html" %}', "part.html": "1", "other.html": "2"}
    write_files(folder, files)
    before = Closures(make_environment(folder)).find("page.html")
    assert Closures(make_environment(folder)).find("page.html") == before
    (folder / edited).write_text("3")
    assert Closures(make_environment(folder)).find("page.html") != before


def test_what_a_template_does_not_take_in_is_nothing_to_it(tmp_path: Path) -> None:
    folder = tmp_path / "templates"
    write_files(folder, {"page.html": "1", "other.html": "2"})
    before = Closures(make_environment(folder)).find("page.html")
    (folder / "other.html").write_text("3")
    assert Closures(make_environment(folder)).find("page.html") == before
