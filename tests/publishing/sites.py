"""Two releases of a small site by hand: pages that really lead to each other, names that programs stumble over."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from plugins.publishing.manifests import FileFacts, Manifest, write_manifest
from plugins.publishing.placing import RELEASES
from plugins.publishing.releases import CURRENT, Release
from plugins.site.registry import OutputKind

ROOT = Path(__file__).resolve().parents[2]
LINK = re.compile(r'(?:href|src)="/([^"]*)"')


def make_page(*links: str) -> bytes:
    """Return a page that leads to paths of the site."""
    return "".join(f'<a href="/{link}">{link}</a>\n' for link in links).encode()


OLD = {
    "index.html": make_page("posts/a/", "posts/old/", "theme/x.11111111.css", "feeds/all.atom.xml"),
    "posts/a/index.html": make_page("theme/x.11111111.css", "tags/t/", "downloads/-a b#é.txt"),
    "posts/old/index.html": make_page("theme/x.11111111.css", "deep/er/pictures/old.png"),
    "posts/b/index.html": make_page(""),
    "posts/c/index.html": make_page(""),
    "posts/d/index.html": make_page(""),
    "posts/e/index.html": make_page(""),
    "posts/f/index.html": make_page(""),
    "tags/t/index.html": make_page("posts/a/"),
    "archives/index.html": make_page("posts/a/", "posts/old/"),
    "feeds/all.atom.xml": b'<feed><link href="/posts/a/"/><link href="/posts/old/"/></feed>',
    "sitemap.xml": b"<urlset/>",
    "theme/x.11111111.css": b"a{}",
    "downloads/-a b#é.txt": b"words",
    "deep/er/pictures/old.png": b"png",
    "pagefind/pagefind-entry.json": b"{}",
    "index.html.gz": b"packed",
}

NEW = {
    **{path: data for path, data in OLD.items() if "old" not in path and "11111111" not in path},
    "index.html": make_page("posts/new one/", "posts/a/", "theme/x.22222222.css", "feeds/all.atom.xml", "tags/new/"),
    "posts/a/index.html": make_page("theme/x.22222222.css", "tags/t/", "posts/new one/", "downloads/-a b#é.txt"),
    "posts/new one/index.html": make_page("posts/a/", "tags/new/", "pictures/#new.jpg", "theme/x.22222222.css"),
    "tags/new/index.html": make_page("posts/new one/", "feeds/tags/new.atom.xml"),
    "tags/t/index.html": make_page("posts/a/", "posts/new one/", "tags/new/"),
    "archives/index.html": make_page("posts/a/", "posts/new one/"),
    "feeds/all.atom.xml": b'<feed><link href="/posts/a/"/><link href="/posts/new one/"/></feed>',
    "feeds/tags/new.atom.xml": b'<feed><link href="/posts/new one/"/></feed>',
    "sitemap.xml": b"<urlset><url/></urlset>",
    "theme/x.22222222.css": b"b{}",
    "pictures/#new.jpg": b"jpeg" * 50_000,
    "pagefind/pagefind-entry.json": b'{"a":1}',
    "pagefind/fragment/en_1.pf_fragment": b"words",
    "index.html.gz": b"packed anew",
    "posts/new one/index.html.br": b"packed",
}

KINDS = {
    "posts": OutputKind.ARTICLE, "tags": OutputKind.TAG, "archives": OutputKind.ARCHIVES, "feeds": OutputKind.FEED,
    "theme": OutputKind.ASSET, "sitemap.xml": OutputKind.SITEMAP, "index.html": OutputKind.INDEX,
    "pagefind": OutputKind.SEARCH_INDEX,
}  # fmt: skip


@dataclass(frozen=True)
class Site:
    """A folder with the settings of a site and its releases."""

    folder: Path

    @property
    def settings(self) -> Path:
        return self.folder / "publishconf.py"

    @property
    def public(self) -> Path:
        return self.folder / "public"

    def set_targets(self, targets: Mapping[str, Mapping[str, str]]) -> None:
        """Write the settings."""
        (self.folder / "content").mkdir(parents=True, exist_ok=True)
        lines = ['SITENAME = "Test"', f"THEME = {str(ROOT / 'theme')!r}", f"DEPLOY = {targets!r}"]
        self.settings.write_text("\n".join(lines) + "\n", encoding="utf-8")

    def publish(self, number: int, files: Mapping[str, bytes]) -> Release:
        """Make a release and let it be the live one."""
        manifest = Manifest("2026-06-01T12:00:00+00:00", {path: describe_file(path, files[path]) for path in files})
        name = f"{number:04}-{manifest.digest[:8]}"
        folder = self.public / RELEASES / name
        for path, data in files.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(data)
        write_manifest(manifest, folder)
        current = self.public / CURRENT
        current.unlink(missing_ok=True)
        current.symlink_to(f"{RELEASES}/{name}")
        return Release(name, folder, manifest)


def describe_file(path: str, data: bytes) -> FileFacts:
    """Return what the manifest says of a file."""
    kind = OutputKind.PACKED if is_packed(path) else KINDS.get(path.partition("/")[0], OutputKind.STATIC)
    return FileFacts(len(data), hashlib.sha256(data).hexdigest(), kind, immutable=kind is OutputKind.ASSET)


def is_packed(path: str) -> bool:
    return path.endswith((".br", ".gz"))


def leave_out_packed(files: Mapping[str, bytes]) -> dict[str, bytes]:
    return {path: data for path, data in files.items() if not is_packed(path)}


def find_dead_link(files: Mapping[str, bytes]) -> str | None:
    """Return a link that leads nowhere, from what can be reached from the front page; None where there is none."""
    waiting, seen = ["index.html"] if "index.html" in files else [], set()
    while waiting:
        path = waiting.pop()
        seen.add(path)
        if not path.endswith((".html", ".xml")):
            continue
        for link in LINK.findall(files[path].decode()):
            target = unquote(link) + ("index.html" if link.endswith("/") or not link else "")
            if target not in files:
                return f"{path} leads to {target}"
            if target not in seen:
                waiting.append(target)
    return None
