"""The gallery shows every component, and every branch of each; it stands beside a site and is no part of it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import html5lib
import pytest
import yaml
from jinja2 import Environment, nodes
from markupsafe import escape

from plugins.cases import renditions
from plugins.cases.gallery import EXAMPLES, STATES, ExampleError, find_components, load_example, make_examples
from plugins.cases.renditions import COMPONENTS
from plugins.documents.rendering import Renderer
from plugins.settings import SiteSettings, read_settings
from plugins.site.content import load_content
from plugins.site.planning import SERVER_FILES
from plugins.templating import CODES
from tests.browser.building import BARE, NOW
from tests.building.running import read_site, run_build

FOLDERS = sorted(path.name for path in COMPONENTS.iterdir() if path.is_dir() and not path.name.startswith("__"))

LIVE = re.compile(r'class="cb-case">(.*)</(?:div|article)>\n<template data-words', re.DOTALL)
LARGEST_PAGE = 400_000

ALWAYS = [
    "case/case.html: {% if case.story_html %}",  # without a story a link on the cover is broken: that is never built
    "cover/cover.html: {% if case.contents %}",  # people, story and decision are in every case
    'asking/asking.html: <p class="cb-public">{{ words("form-public" if ask.roads else "form-public-post") }}</p>',
    "asking/asking.html: {% elif ask.roads %}",  # only a post has none
    "reply_form/reply_form.html: {% if ask.roads %}",
    "reply/reply.html: {% if replies %}",  # whoever calls this has replies
]
"""Conditions that are true of every case."""


@pytest.fixture(scope="module")
def settings() -> SiteSettings:
    read, problems = read_settings(BARE, now=NOW, overrides={})
    assert read is not None, problems
    return read


@pytest.fixture(scope="module")
def renderer(settings: SiteSettings) -> Renderer:
    return load_content(settings)[0].renderer


def read_examples(component: str) -> list[dict[str, Any]]:
    """Return the examples of a component with what its file says for all of them."""
    file = yaml.safe_load((COMPONENTS / component / EXAMPLES).read_text(encoding="utf-8"))
    return [{**file, **example} for example in file["examples"]]


def test_every_folder_is_a_component_with_examples() -> None:
    assert len(FOLDERS) > 20
    assert list(find_components()) == FOLDERS
    assert [name for name in FOLDERS if not (COMPONENTS / name / f"{name}.html").is_file()] == []


@pytest.mark.parametrize("component", FOLDERS)
def test_examples_have_names_of_their_own_and_states_that_exist(component: str) -> None:
    examples = read_examples(component)
    names = [example["name"] for example in examples]
    assert len(names) == len(set(names))
    for example in examples:
        assert f'from "{component}/{component}.html"' in example["show"]
        assert set(example["states"]) <= set(STATES)


@pytest.mark.parametrize("component", FOLDERS)
def test_every_example_is_shown_by_its_name_and_in_every_state(
    component: str, built: dict[str, bytes], settings: SiteSettings, renderer: Renderer
) -> None:
    page = built[f"gallery/{component}/index.html"].decode()
    shown = page.split('<section class="gallery-example"')[1:]
    views = make_examples(component, settings, renderer)
    for example, view, html in zip(read_examples(component), views, shown, strict=True):
        assert f'<h3 id="{view.id}-title">{escape(example["name"])}</h3>' in html
        assert re.findall('data-state="(.*)"', html) == ["live", *example["states"]]
        live = re.search(
            r'class="cb-case">(.*)</(div|article)>\n<template data-words', make_bare(view.html, view.id), re.DOTALL
        )
        assert live is not None
        assert not [still.state for still in view.stills if live[1] in make_bare(still.html, view.id)]


@pytest.mark.parametrize("component", ["", *FOLDERS])
def test_the_outline_skips_no_level_and_no_id_is_used_twice(component: str, built: dict[str, bytes]) -> None:
    page = html5lib.parse(built[f"gallery/{component}/index.html".replace("//", "/")], namespaceHTMLElements=False)
    headings = [one for one in page.iter() if re.fullmatch("h[1-6]", str(one.tag))]
    outline = [(int(one.tag[1]), "".join(one.itertext())) for one in headings]
    assert outline[0] == (1, "The components of a case")
    assert not [(upper, lower) for upper, lower in pairwise(outline) if lower[0] > upper[0] + 1]
    assert all(text.strip() for _, text in outline)
    ids = Counter(one.get("id") for one in page.iter() if one.get("id"))
    assert not [name for name, times in ids.items() if times > 1]


def make_bare(html: str, example: str) -> str:
    """Return HTML without what tells a state from another by name: in ids, and in the labels of landmarks."""
    return re.sub(rf' \([^)]*\)"|(?<="|#){example}-[a-z]+-', "", html)


def test_every_state_changes_what_is_there() -> None:
    html = "\n".join(path.read_text(encoding="utf-8") for path in COMPONENTS.glob("*/*.html"))
    changes = [(state, before) for state in STATES for before, _, _ in STATES[state]]
    assert not [(state, before) for state, before in changes if before not in html]


@pytest.fixture
def conditions(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, set[bool]]]:
    """Return how each condition of each template has turned out, from now on."""
    found: dict[str, set[bool]] = {}
    parse = Environment._parse

    def note(condition: str, value: object) -> object:
        found[condition].add(bool(value))
        return value

    def parse_watched(self: Environment, source: str, name: str | None, filename: str | None) -> nodes.Template:
        template = parse(self, source, name, filename)
        self.globals["note"] = note
        lines = source.splitlines()
        branching: list[nodes.If | nodes.CondExpr] = [*template.find_all(nodes.If), *template.find_all(nodes.CondExpr)]
        for condition in branching if name else ():
            told = f"{name}: {lines[condition.lineno - 1].strip()}"
            while told in found:
                told += " (again)"
            found[told] = set()
            watched = nodes.Call(nodes.Name("note", "load"), [nodes.Const(told), condition.test], [], None, None)
            condition.test = watched.set_environment(self)
        return template

    monkeypatch.setattr(Environment, "_parse", parse_watched)
    monkeypatch.setattr(CODES, "_codes", {})  # what is compiled here is of no use to anybody else
    renditions._make_environment.cache_clear()
    yield found
    renditions._make_environment.cache_clear()


def test_every_branch_of_every_component_is_shown(
    conditions: dict[str, set[bool]], settings: SiteSettings, renderer: Renderer
) -> None:
    for component in FOLDERS:
        make_examples(component, settings, renderer)
    assert len(conditions) > 50
    one_sided = {condition: turned for condition, turned in conditions.items() if turned != {True, False}}
    assert one_sided == {condition: {True} for condition in ALWAYS}


# Mistakes


@pytest.mark.parametrize(
    ("case", "said"),
    [
        pytest.param({"title": ""}, "option-1/case.yaml: `title` is empty", id="an empty title"),
        pytest.param({"titel": "x"}, "option-1/case.yaml: unknown key (titel)", id="an unknown key"),
        pytest.param({"answer": ["gone"]}, "option-1/case.yaml: no option has this id (gone)", id="an unknown option"),
        pytest.param(
            {"readers": [{"option": "gone", "text": "x"}]}, "-000001.yaml: no option of the case", id="a reply"
        ),
        pytest.param({"story": " "}, "option-1/story.md: the file is empty", id="an empty story"),
    ],
)
def test_an_example_with_a_mistake_is_none(case: dict[str, Any], said: str, settings: SiteSettings) -> None:
    with pytest.raises(ExampleError, match=re.escape(said)):
        load_example("option-1", {"case": case}, settings)


def test_an_example_is_laid_over_the_plain_case(settings: SiteSettings) -> None:
    plain = load_example("plain-1", {}, settings)
    other = load_example("plain-2", {"case": {"title": "Another"}}, settings)
    assert other.facts.title == "Another"
    assert [role.name for role in other.facts.roles] == [role.name for role in plain.facts.roles]
    assert (plain.answer, plain.reader_outcomes) == (None, ())


def test_one_reply_stands_for_many(settings: SiteSettings) -> None:
    readers = [{"option": "send", "text": "x", "times": "60"}, {"option": "wait", "text": "y"}]
    case = load_example("plain-1", {"case": {"readers": readers}}, settings)
    assert Counter(reply.fields.option for reply in case.reader_outcomes) == {"send": 60, "wait": 1}
    assert len({reply.id for reply in case.reader_outcomes}) == 61


# The site


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Return every file of a site that was built with the gallery by the real command."""
    return build(tmp_path_factory.mktemp("gallery"), "--gallery")


def build(folder: Path, *options: str) -> dict[str, bytes]:
    run = run_build(BARE, folder / "output", *options)
    assert run.code == 0, run.err
    return read_site(folder / "output")


def test_the_gallery_is_built_only_when_it_is_asked_for(built: dict[str, bytes], tmp_path: Path) -> None:
    (stylesheet,) = (path for path in built if path.startswith("theme/gallery."))
    own = {path for path in built if path.startswith("gallery/") or path == stylesheet}
    assert own == {stylesheet, "gallery/index.html", *(f"gallery/{component}/index.html" for component in FOLDERS)}
    # Everything else is the same to the byte: no list, no feed and no page knows of the gallery. What servers are told
    # names its stylesheet, which may be kept.
    apart = {*own, *SERVER_FILES}
    without = build(tmp_path)
    assert without.keys() == built.keys() - own
    assert {path: without[path] for path in without.keys() - apart} == {
        path: built[path] for path in built.keys() - apart
    }


def test_no_page_of_the_gallery_is_for_search_engines_or_too_large(built: dict[str, bytes]) -> None:
    pages = {path: data for path, data in built.items() if path.startswith("gallery/")}
    assert not [path for path, data in pages.items() if b'<meta name="robots" content="noindex">' not in data]
    assert not [path for path, data in pages.items() if len(data) > LARGEST_PAGE]
