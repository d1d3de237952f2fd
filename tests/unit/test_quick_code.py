"""What templates compile to is quicker than what Jinja2 makes of them, and writes the same."""

from __future__ import annotations

from pathlib import Path

import pytest
from jinja2 import DictLoader, Environment, StrictUndefined, TemplateError
from markupsafe import Markup

from plugins.quick_code import QuickMacro
from plugins.templating import compile_templates, make_environment


class Written:
    """What knows itself how it is written."""

    def __html__(self) -> str:
        return "<i>written</i>"


class Loud(str):
    """A text of a kind of its own."""

    __slots__ = ()


def join(*values: object, **named: object) -> str:
    """Return all that a function was called with."""
    return "; ".join([*map(str, values), *(f"{name}={value}" for name, value in named.items())])


VALUES = {
    "text": '<b>"it\'s" & more</b>',
    "html": Markup("<b>&amp;</b>"),
    "number": 3,
    "nothing": None,
    "several": ["<", Markup("<br>")],
    "written": Written(),
    "loud": Loud("<loud>"),
    "names": {"one": 1, "class": "<c>"},
    "join": join,
}

MACROS = """
{%- macro plain(one, two="second", three=one) %}[{{ one }}|{{ two }}|{{ three }}]{% endmacro %}
{%- macro many(one) %}[{{ one }}|{{ varargs | join(",") }}|{{ kwargs }}]{% endmacro %}
{%- macro around(one) %}[{{ one }}|{{ caller() }}]{% endmacro %}
{%- macro giving(one) %}[{{ caller(one) }}]{% endmacro %}
"""

TEMPLATES = [
    "{{ text }}{{ html }}{{ number }}{{ nothing }}{{ several }}{{ written }}{{ loud }}{{ 1.5 }}{{ true }}",
    "{{ text | upper }}{{ html ~ text }}{{ text | safe }}{{ text | e }}{{ html | e }}",
    "{% set kept %}{{ text }}{{ html }}{% endset %}{{ kept }}{{ join(kept) }}",
    "{{ join() }}{{ join(text) }}{{ join(html, number, a=text) }}{{ join(*several, **names) }}",
    "{{ join(class=text) }}{{ join(join(text), b=join(html)) }}{{ names.get('one') }}{{ text.replace('b', 'i') }}",
    "{% for one in several %}{{ loop.index }}{{ join(one) }}{{ loop.cycle('a', 'b') }}{% endfor %}",
    "{{ plain(text) }}{{ plain(html, text) }}{{ plain(html, two=text) }}{{ plain(one=text, three=html) }}",
    "{{ plain(1, 2, 3) }}{{ plain(*several) }}{{ plain(**{'one': text}) }}{{ join(plain(text)) }}",
    "{{ many(text) }}{{ many(text, html, 3) }}{{ many(text, other=html) }}",
    "{% call around(text) %}inside {{ html }}{% endcall %}{% call(one) giving(html) %}{{ one }}{% endcall %}",
    "{% autoescape false %}{{ text }}{{ plain(text) }}{{ join(text) }}{% endautoescape %}{{ text }}",
    "{% block a %}{{ join(text) }}{{ plain(html) }}{% endblock %}{{ self.a() }}",
    "{{ missing is defined }}{{ names.missing is defined }}{{ missing | default(text) }}",
]
MISTAKES = [
    "{{ missing }}", "{{ missing() }}", "{{ names.missing }}", "{{ join(missing) }}", "{{ plain() }}", "{{ number() }}",
    "{{ plain(1, 2, 3, 4) }}", "{{ plain(1, four=4) }}", "{{ plain(1, one=2) }}", "{{ around(1) }}",
    "{% call plain(1) %}{% endcall %}", "{{ join(a=missing.b) }}",
]  # fmt: skip
IMPORT = '{% from "macros.html" import plain, many, around, giving with context %}'


def render(environment: Environment, name: str) -> str:
    """Return what a template makes, or the mistake that it ends in."""
    try:
        return environment.get_template(name).render(**VALUES)
    except (TemplateError, TypeError) as error:
        return f"{type(error).__name__}: {error}"


@pytest.mark.parametrize("template", [*TEMPLATES, *MISTAKES])
def test_a_template_writes_what_it_would_with_jinja_alone(template: str, tmp_path: Path) -> None:
    texts = {"macros.html": MACROS, "page.html": IMPORT + template}
    for name, text in texts.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    plain = Environment(
        loader=DictLoader(texts), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
        keep_trailing_newline=True,
    )  # fmt: skip
    found = render(make_environment(tmp_path), "page.html")
    assert found == render(plain, "page.html")
    assert found.startswith(("UndefinedError", "TypeError")) is (template in MISTAKES)


def test_our_macros_take_the_quick_way(tmp_path: Path) -> None:
    (tmp_path / "macros.html").write_text(MACROS, encoding="utf-8")
    module = make_environment(tmp_path).get_template("macros.html").module
    assert isinstance(vars(module)["plain"], QuickMacro)


def test_what_is_compiled_before_a_fork_is_not_compiled_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "page.html").write_text("{{ 1 }} before the fork", encoding="utf-8")
    (tmp_path / "broken.html").write_text("{% if %}", encoding="utf-8")
    (tmp_path / "latin.html").write_bytes(b"caf\xe9")
    environment = make_environment(tmp_path)
    compile_templates(environment)  # mistakes are for those who render a template
    monkeypatch.setattr(Environment, "compile", lambda *_: pytest.fail("compiled again"))
    assert environment.get_template("page.html").render() == "1 before the fork"
