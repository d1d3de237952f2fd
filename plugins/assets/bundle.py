"""What a build takes from the theme and the components: one stylesheet, the modules, the fonts, the icon.

Names are those that templates and stylesheets know; `plugins.assets.graph` says under which path each is written.
"""

from __future__ import annotations

import re
from pathlib import Path

from plugins.documents.sources import is_passed_over

STYLESHEET = "theme/casebook.css"
SCRIPT = "theme/casebook.js"
ASKING_SCRIPT = "theme/asking.js"
SCHEME_SCRIPT = "theme/scheme.js"
SHARE_SCRIPT = "theme/share.js"
SEARCH_SCRIPT = "theme/search.js"
SHORTCUT_SCRIPT = "theme/shortcut.js"
GALLERY_STYLESHEET = "theme/gallery.css"
FEED_STYLESHEET = "theme/feed.css"
ICON = "theme/favicon.svg"
ASKING = "asking.js"
"""The script of the one component that posts have as well: a module of its own, which not every page needs."""

FONT = "theme/fonts/source-serif-4.woff2"
"""The one font that every page loads at once, unless the site's own tokens set its words in another."""

FONT_NAME = "Source Serif 4"
SERIF = re.compile(r"--cb-serif\s*:([^;}]*)")
TOKENS = "30-tokens.css"
"""The stylesheet that holds the colours, the type and the spaces of the theme."""

LOOSE_ENDINGS = (".js", ".svg", ".png", ".ico")
"""Files of these kinds are taken from the theme's folder itself: modules, each on its own, and icons."""


def find_assets(
    theme: Path, components: Path, tokens: Path | None = None, *, gallery: bool = False
) -> dict[str, tuple[Path, ...]]:
    """Return the files of theme and components by name, each with the files that it is joined from.

    The stylesheet is the theme's own in the order of their names, then one of each component; the order within a layer
    is the order of the files. The tokens of the site, if it has any, come after the theme's and before those of paper.
    The components' script is a module, joined in the same way; that of the form for answers is one of its own, and so
    is each script of the theme. The gallery has a stylesheet of its own, and so have feeds. Hidden files and what
    editors leave behind are no part of a theme.
    """
    loose = [path for path in sorted(theme.glob("*")) if path.suffix in LOOSE_ENDINGS]
    others = [*loose, *sorted((theme / "fonts").glob("*")), *([theme / "gallery.css"] if gallery else [])]
    sheets = _add_tokens(sorted((theme / "css").glob("*.css")), tokens)
    return {
        STYLESHEET: _keep([*sheets, *sorted(components.glob("*/*.css"))]),
        SCRIPT: _keep(sorted(path for path in components.glob("*/*.js") if path.name != ASKING)),
        ASKING_SCRIPT: _keep(sorted(components.glob(f"*/{ASKING}"))),
        **_find_feed_sheets(theme, sheets),
        **{f"theme/{path.relative_to(theme).as_posix()}": (path,) for path in _keep(others) if path.is_file()},
    }


def _find_feed_sheets(theme: Path, sheets: list[Path]) -> dict[str, tuple[Path, ...]]:
    """Return the stylesheet of feeds, if the theme has one: it begins with the tokens, those of the site too."""
    own = theme / "feed.css"
    tokens = [sheet for sheet in sheets if sheet.name == TOKENS or sheet.parent != theme / "css"]
    return {FEED_STYLESHEET: _keep([*tokens, own])} if own.is_file() else {}


def _add_tokens(sheets: list[Path], tokens: Path | None) -> list[Path]:
    first = [sheet for sheet in sheets if sheet.name <= TOKENS]
    return [*first, *([tokens] if tokens else []), *sheets[len(first) :]]


def wants_font(stylesheet: str) -> bool:
    """Tell whether a stylesheet sets words in the theme's own font: the last `--cb-serif` in it counts."""
    named = SERIF.findall(stylesheet)
    return bool(named) and FONT_NAME in named[-1]


def _keep(paths: list[Path]) -> tuple[Path, ...]:
    return tuple(path for path in paths if not is_passed_over(path.name))
