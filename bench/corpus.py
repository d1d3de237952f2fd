"""The corpus: posts and cases that are the same on every machine, whatever generator is to read them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from bench.prose import Prose

FIRST_DAY, DAYS = date(2006, 1, 1), 20 * 365
"""The posts are spread evenly over twenty years, the cases too."""

CATEGORIES = tuple(f"Category {number}" for number in range(1, 11))
TAGS = tuple(f"tag {number}" for number in range(1, 201))
AUTHORS = tuple(f"author-{number}" for number in range(1, 6))
TAGS_OF_A_POST = 3
POST_LENGTH = 2900
"""Characters of Markdown in a post."""

OPTIONS = ("stay", "ask", "leave")
SHORT, STORY, ANSWER = 2, 1500, 700
"""How many sentences a field of a case has, and how many characters its story and answer."""


@dataclass(frozen=True)
class Facts:
    """What posts and cases have in common."""

    name: str
    title: str
    day: date
    category: str
    tags: tuple[str, ...]
    author: str
    summary: str


@dataclass(frozen=True)
class Post:
    """A post. Its `text` is Markdown, and ends with a link to the post whose name is `link`."""

    facts: Facts
    text: str
    link: str


@dataclass(frozen=True)
class Option:
    """An option of a case, with the one outcome that it has."""

    id: str
    title: str
    text: str
    outcome: str


@dataclass(frozen=True)
class Case:
    """A case: three people, three options, a story, an answer, and what two readers sent."""

    facts: Facts
    people: tuple[str, ...]
    options: tuple[Option, ...]
    story: str
    answer: str
    lessons: tuple[str, ...]
    replies: tuple[str, ...]

    @property
    def text(self) -> str:
        """All words of the case as one Markdown text, for generators that know no cases."""
        roads = [f"## {one.title}\n\n{one.text}\n\n{one.outcome}" for one in self.options]
        lessons = "\n".join("- " + lesson.replace("\n", "\n  ") for lesson in self.lessons)
        replies = [f"### A reader\n\n{reply}" for reply in self.replies]
        return "\n\n".join([*self.people, self.story, *roads, self.answer, lessons, *replies])


@dataclass(frozen=True)
class Corpus:
    """All posts and cases, oldest first."""

    posts: tuple[Post, ...]
    cases: tuple[Case, ...]

    @property
    def stream(self) -> Iterator[tuple[Facts, str, str]]:
        """Facts, text and the name of the linked post ("" for none) of each post, then of each case."""
        yield from ((post.facts, post.text, post.link) for post in self.posts)
        yield from ((case.facts, case.text, "") for case in self.cases)


def make_corpus(posts: int, cases: int) -> Corpus:
    """Return a corpus of so many posts and cases. It depends on nothing but the two numbers."""
    return Corpus(
        tuple(_make_post(number, posts) for number in range(posts)),
        tuple(_make_case(number, cases) for number in range(cases)),
    )


def name_post(number: int) -> str:
    """Return the name of a post's file, without its ending, which is the end of its address as well."""
    return f"post-{number:05}"


def _make_post(number: int, count: int) -> Post:
    prose = Prose(f"post {number}")
    facts = _make_facts(prose, name_post(number), FIRST_DAY + timedelta(days=number * DAYS // count))
    return Post(facts, prose.make_text(POST_LENGTH), name_post(prose.draw(count)))


def _make_facts(prose: Prose, name: str, day: date) -> Facts:
    tags = dict.fromkeys(prose.choose(TAGS) for _ in range(TAGS_OF_A_POST))
    title = f"{prose.make_heading()}, {int(name.rpartition('-')[2]) + 1}"
    category, author = prose.choose(CATEGORIES), prose.choose(AUTHORS)
    return Facts(name, title, day, category, tuple(tags), author, prose.make_sentence())


def _make_case(number: int, count: int) -> Case:
    prose = Prose(f"case {number}")
    return Case(
        _make_facts(prose, f"case-{number:05}", FIRST_DAY + timedelta(days=number * DAYS // count)),
        tuple(prose.make_sentences(SHORT) for _ in range(3)),
        tuple(_make_option(prose, name) for name in OPTIONS),
        prose.make_text(STORY),
        prose.make_text(ANSWER),
        tuple(prose.make_sentence() for _ in range(3)),
        tuple(prose.make_sentences(SHORT) for _ in range(2)),
    )


def _make_option(prose: Prose, name: str) -> Option:
    return Option(name, prose.make_heading(), prose.make_sentences(SHORT), prose.make_sentences(SHORT))
