"""What a reader downloads with a page, as a good host sends it: packed with brotli at the quality that is the default.

Pictures and fonts are not counted. To see the heaviest page of each kind, of the demonstration and the stress site:

    .venv/bin/python -m tests.building.budgets
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from plugins.assets.references import IMPORT, URL
from plugins.checks.budgets import KINDS
from plugins.checks.resolving import find_output
from plugins.settings import SiteSettings
from plugins.site.registry import Output
from tests.browser.building import DEMO, STRESS, BuiltSite, build

KIBIBYTE = 1024
LIMITS = {KINDS[name]: most for name, most in SiteSettings.model_fields["budgets"].default}
"""What a site allows its pages that says nothing else."""

MOST_OF_FONTS = 70 * KIBIBYTE
MOST_OF_A_BLOCKING_SCRIPT = KIBIBYTE
SITES = {"demo": DEMO, "stress": STRESS}

LOADING_LINKS = {
    "stylesheet",
    "preload",
    "modulepreload",
    "icon",
    "apple-touch-icon",
    "manifest",
    "prefetch",
    "preconnect",
}
LOADING_ATTRIBUTES = {"src", "srcset", "poster", "data"}


class Loads(HTMLParser):
    """Collects what a page has a browser load."""

    def __init__(self) -> None:
        super().__init__()
        self.styles: list[str] = []
        self.scripts: list[str] = []
        self.blocking: list[str] = []
        self.others: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        kinds = set(given.get("rel", "").split())
        if tag == "link" and kinds & LOADING_LINKS:
            (self.styles if "stylesheet" in kinds else self.others).append(given["href"])
        elif tag == "script" and "src" in given:
            waits = given.get("type") == "module" or "defer" in given or "async" in given
            self.scripts.append(given["src"])
            self.blocking += [] if waits else [given["src"]]
        else:
            self.others += _list_addresses(given)


def find_loads(html: str) -> Loads:
    """Return what a page has a browser load, as it is written."""
    loads = Loads()
    loads.feed(html)
    return loads


def _list_addresses(given: dict[str, str]) -> Iterator[str]:
    for name in sorted(LOADING_ATTRIBUTES & given.keys()):
        candidates = given[name].split(",") if name == "srcset" else [given[name]]
        yield from (candidate.split()[0] for candidate in candidates if candidate.strip())


@dataclass(frozen=True)
class Weight:
    """What a page weighs in bytes, and the addresses that it loads from other hosts."""

    output: Output
    html: int
    css: int
    js: int
    styles: tuple[str, ...]
    blocking: tuple[str, ...]
    foreign: tuple[str, ...]

    @property
    def total(self) -> int:
        return self.html + self.css + self.js


def measure_page(site: BuiltSite, output: Output) -> Weight:
    """Weigh a page of a published site."""
    loads = find_loads(site.read(output.path))
    styles = [_find_file(site, output.path, address) for address in loads.styles]
    scripts = _follow_imports(site, [_find_file(site, output.path, address) for address in loads.scripts])
    within = [urljoin(f"/{path}", match["target"]) for path in styles for match in URL.finditer(site.read(path))]
    loaded = [*loads.styles, *loads.scripts, *loads.others, *within]
    return Weight(
        output,
        html=pack(site, output.path),
        css=sum(pack(site, path) for path in styles),
        js=sum(pack(site, path) for path in scripts),
        styles=tuple(styles),
        blocking=tuple(_find_file(site, output.path, address) for address in loads.blocking),
        foreign=tuple(address for address in loaded if _is_foreign(site, output.path, address)),
    )


def pack(site: BuiltSite, path: str) -> int:
    """Return how many bytes a host sends for a file: those of its packed copy, where it has one."""
    packed = site.folder / f"{path}.br"
    return (packed if packed.exists() else site.folder / path).stat().st_size


def measure_fonts(site: BuiltSite) -> int:
    """Return how many bytes all fonts of the theme are."""
    return sum(path.stat().st_size for path in (site.folder / "theme" / "fonts").glob("*.woff2"))


def _follow_imports(site: BuiltSite, scripts: list[str]) -> list[str]:
    """Return scripts and all that they import, each once."""
    found = list(dict.fromkeys(scripts))
    for path in found:
        targets = [match["target"] for match in IMPORT.finditer(site.read(path))]
        found += [one for target in targets if (one := _find_file(site, path, target)) not in found]
    return found


def _find_file(site: BuiltSite, page: str, address: str) -> str:
    path, _ = find_output(address, page, site.settings.url, site.outputs)
    assert path, f"{page} loads {address}, which is not a file of the site"
    return path


def _is_foreign(site: BuiltSite, page: str, address: str) -> bool:
    whole = urlsplit(urljoin(f"{site.settings.url}/{page}", address))
    return bool(whole.netloc) and whole.netloc != urlsplit(site.settings.url).netloc


def make_table(sites: Iterable[tuple[str, BuiltSite]]) -> Iterator[str]:
    """Go through the lines of a table: the heaviest page of each kind of each site."""
    yield f"{'site':8}{'kind':14}{'HTML':>8}{'CSS':>8}{'JS':>8}{'sum':>8}{'limit':>8}  the heaviest of its kind\n"
    for name, site in sites:
        weights = sorted((measure_page(site, output) for output in site.pages), key=lambda weight: weight.total)
        for kind, weight in sorted({weight.output.kind: weight for weight in weights}.items()):
            parts = (weight.html, weight.css, weight.js, weight.total, LIMITS.get(kind, 0))
            yield f"{name:8}{kind:14}" + "".join(f"{part or '–':>8}" for part in parts) + f"  {weight.output.path}\n"
        yield f"{name:8}{'fonts':14}{'':24}{measure_fonts(site):>8}{MOST_OF_FONTS:>8}\n"


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        built = ((name, build(file, Path(place) / name, published=True)) for name, file in SITES.items())
        sys.stdout.writelines(make_table(built))
