"""The environment of all templates: what is made once, and what that must not hide."""

from __future__ import annotations

import gc
import weakref
from dataclasses import dataclass
from pathlib import Path

import pytest
from jinja2 import Environment, UndefinedError

from plugins.kept_modules import KeptTemplate
from plugins.templating import make_environment

MACROS = """
{% macro greet(one, loud=False) %}{{ count() }}{{ words }}, {{ one.name }}{{ "!" if loud }}{% endmacro %}
{% macro peek() %}{{ page }}{% endmacro %}
"""
PAGE = '{% from "macros.html" import greet with context %}{{ greet(page) }}'
ONCE = '{% from "macros.html" import greet with context %}{{ once(greet, page, loud) }}'


@dataclass(frozen=True, eq=False)
class Shown:
    """A view."""

    name: str


class Counter:
    """Counts how often it is called, and says nothing."""

    called = 0

    def __call__(self) -> str:
        self.called += 1
        return ""


@pytest.fixture
def counter() -> Counter:
    return Counter()


@pytest.fixture
def environment(tmp_path: Path, counter: Counter) -> Environment:
    peeking = '{% from "macros.html" import peek with context %}{{ peek() }}'
    for name, text in {"macros": MACROS, "page": PAGE, "once": ONCE, "peek": peeking}.items():
        (tmp_path / f"{name}.html").write_text(text, encoding="utf-8")
    environment = make_environment(tmp_path)
    environment.globals["count"] = counter
    return environment


def test_macros_see_what_the_pages_have_in_common(environment: Environment) -> None:
    template = environment.get_template("page.html")
    assert template.render(words="Hello", page=Shown("Ann")) == "Hello, Ann"
    assert template.render(words="Hallo", page=Shown("Ben")) == "Hallo, Ben"
    assert template.render(words="Hello", page=Shown("Cleo")) == "Hello, Cleo"


def test_a_module_of_macros_is_made_once_for_each_language(environment: Environment) -> None:
    macros, spoken = environment.get_template("macros.html"), ("Hello", "Hallo", "Hello", "Hallo")
    assert isinstance(macros, KeptTemplate)
    contexts = [macros.new_context({"words": words, "page": Shown("Ann")}) for words in spoken]
    made = [macros.find_module(context) for context in contexts]
    assert made[0] is made[2]
    assert made[1] is made[3]
    assert made[0] is not made[1]


def test_macros_do_not_see_a_page_that_they_are_not_given(environment: Environment) -> None:
    with pytest.raises(UndefinedError, match="page"):
        environment.get_template("peek.html").render(words="Hello", page=Shown("Ann"))


def test_what_is_written_once_is_the_same_as_what_is_written_anew(environment: Environment, counter: Counter) -> None:
    template, view = environment.get_template("once.html"), Shown("<Ann>")
    for _ in range(3):
        assert template.render(words="Hello", page=view, loud=False) == "Hello, &lt;Ann&gt;"
    assert counter.called == 1
    assert template.render(words="Hello", page=view, loud=True) == "Hello, &lt;Ann&gt;!"
    assert template.render(words="Hallo", page=view, loud=False) == "Hallo, &lt;Ann&gt;"
    assert template.render(words="Hello", page=Shown("<Ann>"), loud=False) == "Hello, &lt;Ann&gt;"
    assert counter.called == 4


def test_what_was_written_of_a_view_goes_with_it(environment: Environment) -> None:
    view = Shown("Ann")
    environment.get_template("once.html").render(words="Hello", page=view, loud=False)
    gone = weakref.ref(view)
    del view
    gc.collect()
    assert gone() is None


def test_an_edited_template_is_seen_by_the_next_environment(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text("old", encoding="utf-8")
    first = make_environment(tmp_path)
    assert first.get_template("page.html").render() == "old"
    path.write_text("new", encoding="utf-8")
    assert make_environment(tmp_path).get_template("page.html").render() == "new"
