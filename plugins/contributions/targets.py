"""What readers can answer to: the cases of the content, and its posts where the site takes replies to them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from plugins.blog.entries import make_post_or_page
from plugins.cases.held import find_held_folder
from plugins.cases.loading import READERS_FOLDER, load_cases
from plugins.cases.model import Case
from plugins.contributions.vocabulary import Vocabulary, simplify
from plugins.documents.loading import read_documents
from plugins.documents.models import Kind
from plugins.documents.reading import CASES_FOLDER, REPLIES_FOLDER, sort_files
from plugins.settings import SiteSettings


@dataclass(frozen=True)
class Target:
    """One case or post. `names` are what a reference may call it: its id, and its slug; `options` titles by id.

    `texts` are readers' words that are published with it, by the path of their file.
    """

    slug: str
    title: str
    lang: str
    names: tuple[str, ...]
    number: int | None = None
    options: Mapping[str, str] = field(default_factory=dict)
    is_post: bool = False
    texts: tuple[str, ...] = ()

    def find_held_folder(self, settings: SiteSettings) -> Path:
        """Return the folder in which what is sent to it waits."""
        return find_held_folder(settings, self.slug, is_post=self.is_post)

    def find_published_folder(self, settings: SiteSettings) -> Path:
        """Return the folder of what is published with it."""
        if self.is_post:
            return settings.content / REPLIES_FOLDER / self.slug
        return settings.content / CASES_FOLDER / self.slug / READERS_FOLDER


class Targets:
    """All that readers can answer to, by what letters call it."""

    def __init__(self, targets: Iterator[Target], vocabulary: Vocabulary) -> None:
        self.all = tuple(targets)
        self._by_name: dict[str, Target] = {}
        for target in self.all:
            for name in target.names:
                self._by_name.setdefault(name, target)
        for target in self.all:
            self._by_name[target.names[0]] = target  # a permanent id comes before another's slug
        self._by_subject = _list_subjects(self.all, vocabulary)

    def find(self, name: str) -> Target | None:
        """Return the target of an id or a slug."""
        return self._by_name.get(name)

    def find_by_subject(self, subject: str) -> tuple[Target, str] | None:
        """Return the target that the subject of a letter names, and the id or title of its option, or ""."""
        return self._by_subject.get(simplify_subject(subject))


def simplify_subject(subject: str) -> str:
    """Return a subject as it is compared: without what mail programs put before it."""
    plain = simplify(subject)
    for _ in range(5):
        head, colon, rest = plain.partition(":")
        if not colon or head.strip() not in ("re", "aw", "fw", "fwd", "wg", "antwort", "sv", "vs", "tr", "rif", "r"):
            break
        plain = rest.strip()
    return plain


def _list_subjects(targets: tuple[Target, ...], vocabulary: Vocabulary) -> dict[str, tuple[Target, str]]:
    """Return what the subjects of our letters mean. One that could mean two things means none."""
    found: dict[str, set[tuple[int, str]]] = defaultdict(set)
    for index, target in enumerate(targets):
        for name in _name(target, vocabulary):
            found[simplify(name)].add((index, ""))
            for words in vocabulary.languages:
                roads = {**target.options, "": words.plain("letter-own-road")}
                for option, title in roads.items():
                    said = words.plain("letter-subject", case=name, road=title)
                    found[simplify(said)].add((index, option))
    return {
        subject: (targets[index], option)
        for subject, meanings in found.items()
        if len(meanings) == 1
        for index, option in meanings
    }


def _name(target: Target, vocabulary: Vocabulary) -> set[str]:
    """Return what letters call a target in their subject."""
    if target.number is None:
        return {target.title}
    return {target.title, *(words.plain("case-number", number=target.number) for words in vocabulary.languages)}


def load_targets(settings: SiteSettings, vocabulary: Vocabulary) -> Targets:
    """Return all cases that are valid in themselves, and the posts where the settings take replies to them."""
    files, _ = sort_files(settings)
    cases, _ = load_cases(files.cases, settings)
    targets = [_make_case_target(case, settings) for case in cases.cases]
    if settings.post_replies:
        posts = [(kind, path) for kind, path in files.documents if kind is Kind.POST]
        targets += _make_post_targets(posts, settings)
    return Targets(iter(targets), vocabulary)


def _make_case_target(case: Case, settings: SiteSettings) -> Target:
    facts = case.facts
    return Target(
        slug=case.slug,
        title=facts.title,
        lang=facts.lang or settings.lang,
        names=(*((facts.id,) if facts.id else ()), case.slug, *((facts.slug,) if facts.slug else ())),
        number=facts.number,
        options={option.id: option.title for option in case.options()},
        texts=tuple(one.fields.text.text for one in case.reader_outcomes if one.fields.text),
    )


def _make_post_targets(posts: Sequence[tuple[Kind, Path]], settings: SiteSettings) -> Iterator[Target]:
    documents, _ = read_documents(posts, settings)
    for document in documents:
        if document.fields is not None:
            entry, _ = make_post_or_page(document, settings)
            fields = entry.fields
            names = (*((fields.id,) if fields.id else ()), entry.slug)
            yield Target(entry.slug, fields.title, fields.lang or settings.lang, names, is_post=True)
