"""A case is an article: it stands in Pelican's index, archives, categories, tags and authors like any other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Protocol

from pelican import signals
from pelican.contents import Article
from pelican.generators import ArticlesGenerator
from pelican.utils import order_content

from plugins.cases.model import Case
from plugins.documents.pelican_hooks import HANDOVER


class CaseHandover(Protocol):
    """What the build hands over: each case as a finished fragment with its metadata."""

    def iterate_cases(self, settings: Mapping[str, Any]) -> Iterable[tuple[Case, Path, str, dict[str, Any]]]:
        """Go through the cases: the case, its source, its HTML, its metadata."""
        ...


def add_cases(generator: ArticlesGenerator) -> None:
    """Add an article for each case and sort it in with the posts.

    `article.case` is the Case, `article.content` a finished fragment.
    """
    handover: CaseHandover = generator.settings[HANDOVER]
    for case, path, html, metadata in handover.iterate_cases(generator.settings):
        article = Article(html, metadata, generator.settings, str(path), generator.context)
        article.case = case
        (generator.articles if article.status == "published" else generator.hidden_articles).append(article)
    generator.articles = order_content(generator.articles, generator.settings["ARTICLE_ORDER_BY"])


def register() -> None:
    """Connect to Pelican."""
    signals.article_generator_pretaxonomy.connect(add_cases)
