"""What a page's template is made of: its own text and that of all that it extends, includes and imports."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jinja2 import Environment, TemplateError

from plugins.fast_build.digests import digest

_TAG = re.compile(r"\{%[-+]?\s*(?:extends|include|import|from)\b(.*?)%\}", re.DOTALL)
"""A tag that takes in other templates; those in comments and in what is shown as it stands are taken for some, too."""

_NAME = re.compile(r"""\s*(?:"([^"\\]*)"|'([^'\\]*)')\s*[-+]?(?:$|ignore\b|with\b|without\b|as\b|import\b)""")
"""The one name, written out, of what is taken in. Whatever else stands in such a tag may lead anywhere."""


class Closures:
    """The digests of the templates of one environment, each with all that it takes in, as they are when it is made."""

    def __init__(self, environment: Environment) -> None:
        self._environment = environment
        self._found = {name: self._look(name) for name in environment.list_templates(extensions=["html"])}

    def find(self, name: str) -> str:
        """Return the digest of a template and all that it leads to."""
        names, waiting = set[str](), [name]
        while waiting:
            one = waiting.pop()
            if one not in names:
                names.add(one)
                waiting += self._read(one)[1]
        return digest(*((one, self._read(one)[0]) for one in sorted(names)))

    def _read(self, name: str) -> tuple[str, frozenset[str]]:
        """Return the text of a template, and the names of those that it refers to; "" where there is none."""
        if name not in self._found:
            self._found[name] = self._look(name)
        return self._found[name]

    def _look(self, name: str) -> tuple[str, frozenset[str]]:
        assert self._environment.loader is not None
        try:
            text, _, _ = self._environment.loader.get_source(self._environment, name)
        except (TemplateError, OSError):  # `include … ignore missing`; where it is needed, rendering says so
            return "", frozenset()
        names = set(find_names(text))
        # A name that is made while the page is: whichever template may be meant.
        every = self._environment.list_templates() if None in names else ()
        return text, frozenset({*every, *(one for one in names if one)})


def find_names(text: str) -> Iterator[str | None]:
    """Go through the names of the templates that one takes in, None for each that it does not write out.

    Jinja2 can tell them, too, but has to parse the template, which takes twenty times as long. What is found besides
    does no harm: a page is made anew when it need not be. Source: https://jinja.palletsprojects.com/en/stable/templates/
    """
    for tag in _TAG.finditer(text):
        name = _NAME.match(tag.group(1))
        yield name and (name.group(1) or name.group(2))
