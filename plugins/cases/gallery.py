"""The gallery: each component of a case, in every state, from the examples that stand beside it.

`components/<name>/examples.yaml` says how the component is called (`show`, a piece of template that sees `case`), in
which states it is to be seen besides the one it comes in (`states`), and for which cases (`examples`). An example is
laid over `components/plain.yaml`, key by key, and goes the way that every case goes: what the format does not allow
is no example.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

import yaml
from markupsafe import Markup

from plugins.cases.case_views import Surroundings, make_case_view
from plugins.cases.loading import ANSWER, FACTS, READERS_FOLDER, STORY, CaseFolder, CaseSource, parse_case
from plugins.cases.model import Case
from plugins.cases.renditions import COMPONENTS, render_snippet
from plugins.cases.views import CaseView, ExampleView, StillView
from plugins.documents.rendering import Renderer
from plugins.documents.sources import Source
from plugins.documents.views import LinkView, find_direction
from plugins.settings import SiteSettings

EXAMPLES = "examples.yaml"
PLAIN = COMPONENTS / "plain.yaml"

OPEN = ("<details", "<details open")
STATES: Mapping[str, tuple[tuple[str, str], ...]] = {
    "open": (OPEN,),
    "chosen": (
        OPEN,
        ("data-option=", "data-chosen data-option="),
        ('class="cb-mine" hidden', 'class="cb-mine"'),
        ('class="cb-walked" hidden', 'class="cb-walked"'),
        ('role="status">', 'role="status">You chose “Send it”. What may follow comes next.'),
        (' data-do="all" hidden', ' data-do="all" data-open'),
        (' data-do="over" hidden', ' data-do="over"'),
    ),
}  # fmt: skip
"""What the script, or a press, changes in the HTML: from, to."""

LIVE = Markup('<cb-case data-case="{}"><div class="cb-case">\n{}\n</div>\n{}</cb-case>')
STILL = Markup('<div class="gallery-still"><div class="cb-case">\n{}\n</div></div>')
WORDS = '{% from "words/words.html" import words %}{{ words() }}'


class ExampleError(Exception):
    """Examples that are none; says which and why."""


def find_components() -> tuple[str, ...]:
    """Return the names of the components, sorted."""
    return tuple(sorted(path.parent.name for path in COMPONENTS.glob(f"*/{EXAMPLES}")))


def make_examples(component: str, settings: SiteSettings, renderer: Renderer) -> tuple[ExampleView, ...]:
    """Return the examples of a component, in the order of its file. Raises ExampleError where one is no valid case."""
    file = _read(COMPONENTS / component / EXAMPLES)
    return tuple(
        _make_example(f"{component}-{number}", {**file, **example}, settings, renderer)
        for number, example in enumerate(file["examples"], 1)
    )


def _make_example(name: str, example: Mapping[str, Any], settings: SiteSettings, renderer: Renderer) -> ExampleView:
    case = load_example(name, example, settings)

    def show(state: str) -> Markup:
        html = render_snippet(example["show"], _make_view(case, f"{name}-{state}-", example, renderer))
        return _keep_links_inside(html, name)

    lang = case.facts.lang or settings.lang
    words = render_snippet(WORDS, _make_view(case, "", example, renderer))
    is_whole = "<cb-case" in (live := show("live"))
    return ExampleView(
        id=name,
        title=example["name"],
        lang=lang,
        direction=find_direction(lang),
        html=live if is_whole else LIVE.format(name, live, words),
        stills=tuple(StillView(state, STILL.format(_put_into(state, show(state)))) for state in example["states"]),
    )


def _keep_links_inside(html: Markup, name: str) -> Markup:
    """Let links to parts of the case that are not shown lead to the example itself."""
    there = set(re.findall(r'\bid="([^"]+)"', html))
    return Markup(re.sub(r'(?<=href="#)[^"]+', lambda link: link[0] if link[0] in there else name, html))


def _put_into(state: str, html: Markup) -> Markup:
    """Return the HTML of a component as a press or the script would have changed it."""
    text = str(html)
    for before, after in STATES[state]:
        text = text.replace(before, after)
    return Markup(text)


def _make_view(case: Case, prefix: str, example: Mapping[str, Any], renderer: Renderer) -> CaseView:
    around = Surroundings(
        url="",
        authors=(LinkView("The editor", "#"),),
        contact=example.get("contact", "editor@casebook.example"),
        renderer=renderer,
        make_html=lambda _, fragment: fragment.to_html(lambda link: link.written),
        anchor_prefix=prefix,
    )
    return make_case_view(case, around)


def load_example(name: str, example: Mapping[str, Any], settings: SiteSettings) -> Case:
    """Return an example as a case. Raises ExampleError with all that is wrong with it."""
    facts = {**_read(PLAIN), **example.get("case", {})}
    story, answer = (facts.pop(key, None) for key in ("story", "answer_text"))
    readers = [*_repeat(facts.pop("readers", []))]
    folder = CaseFolder(Path(name), {}, ())
    source = CaseSource(
        folder,
        _make_source(f"{name}/{FACTS}", facts),
        Source(Path(name, STORY), PurePosixPath(name, STORY), story),
        Source(Path(name, ANSWER), PurePosixPath(name, ANSWER), answer) if answer else None,
        tuple(
            _make_source(f"{name}/{READERS_FOLDER}/2026-02-01-{number:06}.yaml", reader)
            for number, reader in enumerate(readers, 1)
        ),
    )
    case, problems = parse_case(source, settings)
    if case is None or problems:
        raise ExampleError("; ".join(f"{problem.path}: {problem.message} ({problem.found})" for problem in problems))
    return case


def _repeat(readers: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Go through reader outcomes; one that says `times` stands for as many."""
    plain = {"account": "did", "received": "2026-02-01", "via": "email", "consent": "true", "sample": "true"}
    for reader in readers:
        told = {key: value for key, value in reader.items() if key != "times"}
        yield from [{**plain, **told}] * int(reader.get("times", 1))


def _make_source(name: str, facts: object) -> Source:
    """Return facts as the text of a file: all JSON is YAML."""
    return Source(Path(name), PurePosixPath(name), json.dumps(facts, ensure_ascii=False, indent=1))


def _read(path: Path) -> dict[str, Any]:
    # Texts stay texts, as in a case.
    loaded: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506
    return loaded
