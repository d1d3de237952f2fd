"""The one Jinja2 environment: text is escaped, a name that does not exist is an error, white space is kept small.

Templates are trusted, the values are not: only `Markup` goes out as it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from jinja2 import BaseLoader, ChoiceLoader, Environment, FileSystemLoader, PrefixLoader, StrictUndefined


def make_environment(*folders: Path, prefixes: Mapping[str, Path] | None = None) -> Environment:
    """Return a strict environment.

    `folders` are searched in order for a bare template name; a name `prefix/rest` is looked up in `prefixes`.
    """
    loaders: list[BaseLoader] = [FileSystemLoader(folder) for folder in folders]
    loaders.append(PrefixLoader({prefix: FileSystemLoader(folder) for prefix, folder in (prefixes or {}).items()}))
    return Environment(
        loader=ChoiceLoader(loaders),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
