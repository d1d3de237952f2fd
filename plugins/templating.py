"""The one Jinja2 environment: text is escaped, a name that does not exist is an error, white space is kept small.

Templates are trusted, the values are not: only `Markup` goes out as it is.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Container, Mapping, MutableMapping
from contextlib import suppress
from pathlib import Path
from types import CodeType
from typing import Any

from jinja2 import (
    BaseLoader,
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    PrefixLoader,
    StrictUndefined,
    Template,
    TemplateError,
    TemplateSyntaxError,
)
from jinja2.bccache import Bucket, BytecodeCache

from plugins.kept_fragments import KeptFragments
from plugins.kept_modules import KeptTemplate
from plugins.linked_folders import list_files
from plugins.quick_code import QuickCode


class CodeCache(BytecodeCache):
    """Keeps compiled templates for as long as the process lives: a preview builds often, and edits few of them.

    They are known by their name, their file and a hash of their text. Source:
    https://jinja.palletsprojects.com/en/stable/api/#bytecode-cache.
    """

    def __init__(self) -> None:
        self._codes: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill a bucket with what is kept for it, if anything is."""
        bucket.code = self._codes.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled."""
        assert bucket.code is not None  # Jinja2 dumps what it has just compiled
        self._codes[bucket.key, bucket.checksum] = bucket.code


CODES = CodeCache()


class TextLoader(FileSystemLoader):
    """Finds templates in a folder; of one that is no text it says so, as Jinja2 does of other mistakes."""

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        """Return the text of a template, its path, and what tells whether it is the same still.

        Raises TemplateSyntaxError and TemplateNotFound.
        """
        try:
            return super().get_source(environment, template)
        except UnicodeDecodeError as error:
            line = error.object[: error.start].count(b"\n") + 1
            path = posixpath.join(self.searchpath[0], template)
            raise TemplateSyntaxError("the file is not UTF-8; save it as such", line, template, path) from error

    def list_templates(self) -> list[str]:
        """Return the names of all templates, also in folders that are links: any of them can be asked for."""
        folder = Path(self.searchpath[0])
        return sorted(Path(path).relative_to(folder).as_posix() for path in list_files(folder))


class QuickEnvironment(Environment):
    """An environment that remembers each template, and does not look again whether it is still the one on the disk."""

    code_generator_class = QuickCode
    template_class = KeptTemplate

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._found: dict[str | Template, Template] = {}

    def get_template(
        self,
        name: str | Template,
        parent: str | None = None,
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002 - the names are Jinja2's
    ) -> Template:
        """Return a template. Raises jinja2.TemplateError. A page asks for twenty, Jinja2 takes its time for each."""
        found = self._found.get(name)
        if found is None or globals:
            found = self._found[name] = super().get_template(name, parent, globals)
        return found


def make_environment(*folders: Path, prefixes: Mapping[str, Path] | None = None) -> Environment:
    """Return a strict environment.

    `folders` are searched in order for a bare template name; a name `prefix/rest` is looked up in `prefixes`. A
    template stays as it was when it was first asked for: who wants to see it edited makes another environment.
    """
    loaders: list[BaseLoader] = [TextLoader(folder) for folder in folders]
    loaders.append(PrefixLoader({prefix: TextLoader(folder) for prefix, folder in (prefixes or {}).items()}))
    environment = QuickEnvironment(
        loader=ChoiceLoader(loaders),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        bytecode_cache=CODES,
        auto_reload=False,
    )
    environment.globals["once"] = KeptFragments().once
    return environment


def compile_templates(environment: Environment, left_out: Container[str] = ()) -> None:
    """Compile all templates of an environment. Of mistakes in one those hear that render it."""
    for name in environment.list_templates(extensions=["html"]):
        if name not in left_out:
            with suppress(TemplateError, OSError):
                environment.get_template(name)
