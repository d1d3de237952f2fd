"""The one Jinja2 environment: text is escaped, a name that does not exist is an error, white space is kept small.

Templates are trusted, the values are not: only `Markup` goes out as it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import CodeType

from jinja2 import BaseLoader, ChoiceLoader, Environment, FileSystemLoader, PrefixLoader, StrictUndefined
from jinja2.bccache import Bucket, BytecodeCache


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
        bytecode_cache=CODES,
    )
