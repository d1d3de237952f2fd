"""The case: what case.yaml and readers/*.yaml may hold, and the `Case` that everything else is made from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from pydantic import Field, JsonValue

from plugins.documents.fields import Count, Date, Filled, Flag, Id, Lang, PlacedText, ProseText, Text
from plugins.documents.models import DatedHeader, Model
from plugins.documents.values import Prose, Tree


class Basis(StrEnum):
    """How much of a case happened."""

    TRUE = "true"
    COMPOSITE = "composite"
    FICTIONAL = "fictional"


class RoleKind(StrEnum):
    """Where a role, or a reader, stands."""

    LEADER = "leader"
    PROFESSIONAL = "professional"
    CUSTOMER = "customer"
    OTHER = "other"


class Likelihood(StrEnum):
    """How an outcome relates to what happened."""

    HAPPENED = "happened"
    LIKELY = "likely"
    POSSIBLE = "possible"


class Effect(StrEnum):
    """How a role fares."""

    BETTER = "better"
    SAME = "same"
    WORSE = "worse"
    MIXED = "mixed"


class Result(StrEnum):
    """How it came out for a reader."""

    BETTER = "better"
    SAME = "same"
    WORSE = "worse"
    MIXED = "mixed"
    UNKNOWN = "unknown"


class Account(StrEnum):
    """What a reader tells: an intention, a deed, an experience, or an objection."""

    WOULD_DO = "would-do"
    DID = "did"
    HAPPENED = "happened"
    DISAGREE = "disagree"


class Channel(StrEnum):
    """The way that a reader's message came."""

    EMAIL = "email"
    FORM = "form"
    ISSUE = "issue"


class Publication(StrEnum):
    """Whether a reader outcome is shown; a withdrawn one keeps its id and nothing else."""

    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


AT_LEAST_ONE: dict[str, JsonValue] = {"minItems": 1}


class Role(Model):
    """A person or party of the case."""

    id: Id = Field(description="What effects and deciders call the role.")
    kind: RoleKind = Field(description="Where the role stands.")
    name: Text = Field(description="The name that readers see.")
    text: ProseText = Field(description="Who this is.")
    wants: ProseText | None = Field(None, description="What the role wants.")
    did: ProseText | None = Field(None, description="What the role did in the end, told with the lessons.")


class Outcome(Model):
    """What may follow an option."""

    id: Id = Field(description="Permanent: it is in addresses.")
    title: Text = Field(description="What follows, in a few words.")
    likelihood: Likelihood | None = Field(None, description="Whether it happened, is likely, or is possible.")
    text: ProseText = Field(description="What follows.")
    effects: dict[str, Effect] = Field(default_factory=dict, description="How each role fares, by the role's id.")
    next: Id | None = Field(None, description="The decision that this leads on to.")


class Option(Model):
    """One way to decide."""

    id: Id = Field(description="Permanent: it is in addresses, feeds and reader outcomes.")
    title: Text = Field(description="What one would do, in a few words.")
    text: ProseText = Field(description="What one would do.")
    outcomes: tuple[Outcome, ...] = Field((), description="What may follow.")


class Decision(Model):
    """A point at which a role has to decide. The first of a case is where it starts."""

    id: Id = Field(description="What outcomes call the decision.")
    decider: Id = Field(description="The role that decides.")
    story: ProseText | None = Field(None, description="What happened meanwhile.")
    question: Text = Field(description="The question to the reader.")
    options: Annotated[tuple[Option, ...], Filled] = Field(
        json_schema_extra=AT_LEAST_ONE, description="The ways to decide."
    )


class CaseFile(DatedHeader):
    """A Casebook case: roles, decisions with options and outcomes, and what the author makes of it."""

    number: Count | None = Field(None, description="The number of the case in its series.")
    basis: Basis | None = Field(None, description="How much of the case happened.")
    overview: ProseText = Field(description="The case in one or two sentences.")
    roles: Annotated[tuple[Role, ...], Filled] = Field(
        json_schema_extra=AT_LEAST_ONE, description="The people and parties."
    )
    review: tuple[ProseText, ...] = Field((), description="So, what do we have? The facts before the choice.")
    decisions: Annotated[tuple[Decision, ...], Filled] = Field(
        json_schema_extra=AT_LEAST_ONE, description="The first is the start; outcomes lead on to others."
    )
    answer: tuple[Id, ...] = Field((), description="The options that answer.md argues for.")
    lessons: tuple[ProseText, ...] = Field((), description="What to do, and what not to do.")
    discuss: tuple[ProseText, ...] = Field((), description="Questions for a group.")


class ReaderFile(Model):
    """What a reader sent and an editor published: the keys that reader outcomes and replies to posts share."""

    text: ProseText | None = Field(None, description="The reader's words, in Markdown without HTML.")
    lang: Lang | None = Field(None, description="Their language, where it is not that of what they answer.")
    role: RoleKind | None = Field(None, description="Where the reader stands.")
    name: PlacedText | None = Field(None, description="The name to print, if any.")
    received: Date | None = Field(None, description="When it came.")
    via: Channel | None = Field(None, description="The way it came.")
    consent: Flag = Field(default=False, description="Whether the reader agreed to publication.")
    status: Publication = Field(Publication.PUBLISHED, description="Whether it is shown.")
    featured: Flag = Field(default=False, description="Whether it is shown before all others.")
    sample: Flag = Field(default=False, description="Whether it was written as an example.")
    edited: Flag = Field(default=False, description="Whether an editor changed the words.")
    editor_note: PlacedText | None = Field(None, description="What the editor says to it.")


class ReaderOutcomeFile(ReaderFile):
    """A published reader outcome: what a reader would do or did, and how it came out."""

    option: Id | None = Field(None, description="The option it is about.")
    own: PlacedText | None = Field(
        None, description="The option that the reader made up, where it is none of the case's."
    )
    account: Account | None = Field(
        None, description="Whether the reader would do it, did it, saw it happen, or disagrees."
    )
    result: Result = Field(Result.UNKNOWN, description="How it came out.")


class HeldFile(ReaderOutcomeFile):
    """A reader outcome that waits to be accepted: the same keys, and what an editor is to look at."""

    marks: tuple[Id, ...] = Field((), description="Why to look at it twice.")


@dataclass(frozen=True)
class ReaderOutcome:
    """One reader outcome; its id is the name of its file."""

    id: str
    fields: ReaderOutcomeFile
    tree: Tree


@dataclass(frozen=True)
class PostReply:
    """A reader's reply to a post; its id is the name of its file."""

    id: str
    fields: ReaderFile
    tree: Tree


@dataclass(frozen=True)
class HeldOutcome:
    """What a reader sent and nobody has accepted yet; `marks` say why to look at it twice."""

    id: str
    fields: ReaderOutcomeFile
    marks: tuple[str, ...]


@dataclass(frozen=True)
class Case:
    """A whole case, valid in itself: its facts, its prose, and what readers sent.

    `slug` is the name of its folder. `held` is what waits to be accepted; there is something in it in the preview only.
    """

    slug: str
    facts: CaseFile
    tree: Tree
    story: Prose
    answer: Prose | None
    reader_outcomes: tuple[ReaderOutcome, ...]
    held: tuple[HeldOutcome, ...] = ()

    def options(self) -> Iterator[Option]:
        """Go through the options of all decisions."""
        return (option for decision in self.facts.decisions for option in decision.options)

    def proses(self) -> Iterator[Prose]:
        """Go through every Markdown text that the author wrote."""
        facts = self.facts
        yield from _present(facts.overview, facts.summary, self.story, self.answer)
        for role in facts.roles:
            yield from _present(role.text, role.wants, role.did)
        for decision in facts.decisions:
            yield from _present(decision.story)
        for option in self.options():
            yield from _present(option.text, *(outcome.text for outcome in option.outcomes))
        yield from (*facts.review, *facts.lessons, *facts.discuss)


def _present(*proses: Prose | None) -> Iterator[Prose]:
    return (prose for prose in proses if prose is not None)
