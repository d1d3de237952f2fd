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
from markupsafe import Markup, escape

from plugins.cases.case_views import Surroundings, make_case_view
from plugins.cases.held import ReadHeld, parse_held, show_held
from plugins.cases.loading import ANSWER, FACTS, READERS_FOLDER, STORY, CaseFolder, CaseSource, parse_case
from plugins.cases.model import Case
from plugins.cases.renditions import COMPONENTS, render_snippet
from plugins.cases.views import CaseView, DecisionView, ExampleView, OptionView, OutcomeView, StillView
from plugins.documents.rendering import Renderer
from plugins.documents.sources import Source
from plugins.documents.views import LinkView
from plugins.reply_ways import ReplyWays, read_reply_ways
from plugins.settings import SiteSettings
from plugins.wording.locales import find_direction
from plugins.wording.words import Words

EXAMPLES = "examples.yaml"
PLAIN = COMPONENTS / "plain.yaml"

ALL, FIRST = -1, 1
STATES: Mapping[str, tuple[tuple[str, str, int], ...]] = {
    "open": (("<details", "<details open", ALL),),
    "chosen": (
        ("<details", "<details open", FIRST),
        ("data-option=", "data-chosen data-option=", FIRST),
        ('class="cb-mine" hidden', 'class="cb-mine"', FIRST),
        ('role="status">', 'role="status">{chose}', FIRST),
        (' data-do="all" hidden', ' data-do="all"', ALL),
        (' data-do="over" hidden', ' data-do="over"', ALL),
        ('class="cb-trail" hidden', 'class="cb-trail"', FIRST),
        ('<ol role="list"></ol>', '<ol role="list">{step}</ol>', FIRST),
    ),
    "walked": (
        ('class="cb-walked" hidden', 'class="cb-walked"', FIRST),
        ('class="cb-trail" hidden', 'class="cb-trail"', FIRST),
        ('<ol role="list"></ol>', '<ol role="list">{road}</ol>', FIRST),
    ),
}  # fmt: skip
"""What the script, or a press, changes in the HTML: from, to, and how often.

`open` has everything open; `chosen` is a case after its first option was chosen; `walked` is one whose reader has come
to its last decision. What stands in braces is said by `_Script`.
"""

LIVE = Markup('<cb-case data-case="{}"><div class="cb-case">\n{}\n</div>\n{}</cb-case>')
STILL = Markup('<div class="gallery-still"><div class="cb-case">\n{}\n</div></div>')
WORDS = '{% from "words/words.html" import script_words with context %}{{ script_words() }}'
TRAIL = '{% from "trail/trail.html" import trail with context %}{{ trail() }}'


class ExampleError(Exception):
    """Examples that are none; says which and why."""


def find_components() -> tuple[str, ...]:
    """Return the names of the components, sorted."""
    return tuple(sorted(path.parent.name for path in COMPONENTS.glob(f"*/{EXAMPLES}")))


def make_examples(component: str, settings: SiteSettings, renderer: Renderer) -> tuple[ExampleView, ...]:
    """Return the examples of a component, in the order of its file. Raises ExampleError where one is no valid case."""
    file = _read(COMPONENTS / component / EXAMPLES)
    return tuple(
        _make_example(f"{component.replace('_', '-')}-{number}", {**file, **example}, settings, renderer)
        for number, example in enumerate(file["examples"], 1)
    )


def _make_example(name: str, example: Mapping[str, Any], settings: SiteSettings, renderer: Renderer) -> ExampleView:
    case = load_example(name, example, settings)
    lang = case.facts.lang or settings.lang

    def view(state: str) -> CaseView:
        return _make_view(case, f"{name}-{state}-", example, renderer, settings.wording.speak(lang))

    def show(state: str) -> Markup:
        return render_snippet(example["show"], view(state))

    def finish(html: Markup, *states: str) -> Markup:
        return _tell_apart(_keep_links_inside(html, name), ", ".join((example["name"], *states)))

    def still(state: str) -> Markup:
        return STILL.format(finish(_put_into(state, show(state), view(state)), state))

    live = finish(show("live"))
    return ExampleView(
        id=name,
        title=example["name"],
        lang=lang,
        direction=find_direction(lang),
        html=live if "<cb-case" in live else LIVE.format(name, live, render_snippet(WORDS, view("live"))),
        stills=tuple(StillView(state, still(state)) for state in example["states"]),
    )


def _keep_links_inside(html: Markup, name: str) -> Markup:
    """Let links to parts of the case that are not shown lead to the example itself."""
    there = set(re.findall(r'\bid="([^"]+)"', html))
    return Markup(re.sub(r'(?<=href="#)[^"]+', lambda link: link[0] if link[0] in there else name, html))


def _tell_apart(html: Markup, example: str) -> Markup:
    """Add the name of the example to that of each landmark: a page of the gallery holds many of one name."""
    return Markup(re.sub(r'<nav [^>]*aria-label="[^"]*', lambda label: f"{label[0]} ({escape(example)})", html))


def _put_into(state: str, html: Markup, view: CaseView) -> Markup:
    """Return the HTML of a component as a press or the script would have changed it, and out of the script's reach."""
    text = re.sub("(</?)cb-(?:case|ask)\\b", r"\1div", str(html))
    said = _Script(view, text).say()
    for before, after, times in STATES[state]:
        text = text.replace(before, after.format_map(said), times)
    return Markup(text)


class _Script:
    """What the script would have to say of a case, in the words of its components. `html` is what is shown of it."""

    def __init__(self, view: CaseView, html: str) -> None:
        self.words = render_snippet(WORDS, view)
        self.trail = render_snippet(TRAIL, view)
        self.decisions = {f"#{decision.anchor}": decision for decision in view.decisions}
        self.start = view.decisions[0]
        options = [(decision, option) for decision in view.decisions for option in decision.options]
        self.first = next((one for one in options if f'id="{one[1].card}"' in html), options[0])

    def say(self) -> dict[str, Markup]:
        """Return what is said and written down after the first option shown, and on coming to the last decision."""
        _, option = self.first
        return {
            "chose": Markup(_find(r'data-word="chose">(.*?)</p>', self.words)).replace("{option}", option.title),
            "step": self.write(*self.first),
            "road": Markup("").join(self.write(*step) for step in self.walk(self.start)),
        }

    def walk(self, decision: DecisionView) -> Iterator[tuple[DecisionView, OptionView, OutcomeView]]:
        """Go on from a decision by the first outcome that leads on, as far as that goes."""
        ways = ((option, outcome) for option in decision.options for outcome in option.outcomes)
        for option, outcome in ways:
            if outcome.next:
                yield decision, option, outcome
                yield from self.walk(self.decisions[outcome.next.href])
                return

    def write(self, decision: DecisionView, option: OptionView, outcome: OutcomeView | None = None) -> Markup:
        """Write down one step of the road."""
        step = _find(r"<template>(.*?)</template>", self.trail)
        if outcome is None:
            step = re.sub(r" <span>.*</span>", "", step)
        texts = {"<a>": decision.question, "<b>": option.title, "<i>": outcome.title if outcome else ""}
        for tag, text in texts.items():
            step = step.replace(tag, f"{tag}{escape(text)}")
        return Markup(step.replace("<a>", f'<a href="#{decision.anchor}">'))


def _find(pattern: str, html: str) -> str:
    found = re.search(pattern, html, re.DOTALL)
    assert found is not None  # as long as the component has it
    return str(found[1])


def _make_view(case: Case, prefix: str, example: Mapping[str, Any], renderer: Renderer, words: Words) -> CaseView:
    around = Surroundings(
        words=words,
        url="",
        authors=tuple(LinkView(author, "#") for author in example.get("authors", ["The editor"])),
        reply_ways=_read_ways(example),
        renderer=renderer,
        make_html=lambda _, fragment: fragment.to_html(lambda link: link.written),
        link_reply=lambda *_: "",
        anchor_prefix=prefix,
    )
    return make_case_view(case, around)


def _read_ways(example: Mapping[str, Any]) -> ReplyWays:
    """Return the ways that readers of an example may answer: as its `reply_by` says, else by e-mail."""
    ways = read_reply_ways(example.get("reply_by", {"email": "editor@casebook.example"}))
    assert isinstance(ways, ReplyWays)
    return ways


def load_example(name: str, example: Mapping[str, Any], settings: SiteSettings) -> Case:
    """Return an example as a case. Raises ExampleError with all that is wrong with it."""
    facts = {**_read(PLAIN), **example.get("case", {})}
    story, answer = (facts.pop(key, None) for key in ("story", "answer_text"))
    readers, held = ([*_repeat(facts.pop(key, []))] for key in ("readers", "held"))
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
    return show_held(case, _read_held(name, held, settings))


def _read_held(name: str, held: list[dict[str, Any]], settings: SiteSettings) -> Iterator[ReadHeld]:
    """Go through what waits to be accepted. Raises ExampleError."""
    for number, one in enumerate(held, 1):
        read, problems = parse_held(_make_source(f"{name}/2026-02-01-{number:06}-held.yaml", one), settings)
        if read is None or problems:
            raise ExampleError("; ".join(f"{problem.path}: {problem.message}" for problem in problems))
        yield read


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
