"""The files that tell web servers what to send with what; docs/hosting.md says how each is put to use."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from plugins.blog.aliases import render_redirects
from plugins.site.caddy import render_caddy
from plugins.site.content import Content
from plugins.site.headers_file import render_headers
from plugins.site.nginx import render_nginx_maps, render_nginx_server
from plugins.site.planning import CADDY, HEADERS, NGINX_MAPS, NGINX_SERVER, REDIRECTS
from plugins.site.serving import Serving, describe_serving

RENDERERS: Mapping[str, Callable[[Serving], str]] = {
    HEADERS: render_headers,
    NGINX_MAPS: render_nginx_maps,
    NGINX_SERVER: render_nginx_server,
    CADDY: render_caddy,
    REDIRECTS: lambda serving: render_redirects(serving.redirects),
}


def render_server_file(path: str, content: Content) -> str:
    """Return one of the files, given by its output path. All outputs must be planned."""
    return RENDERERS[path](describe_serving(content))
