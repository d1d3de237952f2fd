"""What must hold within a case beyond the type of each value.

Each rule yields its diagnostics; its docstring is the rule.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from plugins.cases.model import Case, Decision, Outcome, Publication, ReaderOutcome
from plugins.diagnostics import Code, Diagnostic, make_error, suggest
from plugins.documents.values import Place, Tree

RESERVED_PREFIXES = ("case-", "role-", "option-", "outcome-", "reader-", "story-", "answer-", "cb-", "fn")
"""Beginnings of ids that the page gives its own parts; an option's id stands bare in addresses."""

ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")

Rule = Callable[[Case], Iterator[Diagnostic]]


def check_case(case: Case) -> list[Diagnostic]:
    """Return every breach of a rule."""
    return [diagnostic for rule in RULES for diagnostic in rule(case)]


def check_ids_once(case: Case) -> Iterator[Diagnostic]:
    """Each id of a role, decision, option or outcome is used once in a case."""
    seen: dict[str, Place] = {}
    for place, name in _iterate_ids(case):
        if name in seen:
            first = case.tree.locate(*seen[name]).line
            yield _error(
                case.tree,
                place,
                Code.DUPLICATE_ID,
                f"the id is used twice in the case; it is first on line {first}",
                name,
                "Choose another.",
            )
        seen.setdefault(name, place)


def check_ids_free(case: Case) -> Iterator[Diagnostic]:
    """No option, role, decision or outcome has an id that begins as the page's own ids do."""
    for place, name in _iterate_ids(case):
        if name.startswith(RESERVED_PREFIXES):
            yield _error(
                case.tree,
                place,
                Code.RESERVED_ID,
                "the id begins as the page's own ids do",
                name,
                f"Do not begin it with {', '.join(RESERVED_PREFIXES)}.",
            )


def check_deciders(case: Case) -> Iterator[Diagnostic]:
    """Each decision is made by one of the roles."""
    roles = [role.id for role in case.facts.roles]
    for number, decision in enumerate(case.facts.decisions):
        if decision.decider not in roles:
            place = ("decisions", number, "decider")
            yield _error(
                case.tree,
                place,
                Code.UNKNOWN_ROLE,
                "no role has this id",
                decision.decider,
                suggest(decision.decider, roles),
            )


def check_effects(case: Case) -> Iterator[Diagnostic]:
    """Effects are on roles of the case."""
    roles = [role.id for role in case.facts.roles]
    for place, outcome in _iterate_outcomes(case):
        for role in outcome.effects:
            if role not in roles:
                yield _error(
                    case.tree,
                    (*place, "effects", role),
                    Code.UNKNOWN_ROLE,
                    "no role has this id",
                    role,
                    suggest(role, roles),
                    at_key=True,
                )


def check_next(case: Case) -> Iterator[Diagnostic]:
    """An outcome leads on to a decision of the case."""
    decisions = [decision.id for decision in case.facts.decisions]
    for place, outcome in _iterate_outcomes(case):
        if outcome.next is not None and outcome.next not in decisions:
            yield _error(
                case.tree,
                (*place, "next"),
                Code.UNKNOWN_DECISION,
                "no decision has this id",
                outcome.next,
                suggest(outcome.next, decisions),
            )


def check_reachable(case: Case) -> Iterator[Diagnostic]:
    """Each decision but the first is led to by an outcome of one that can be reached."""
    following = {decision.id: _find_following(decision) for decision in case.facts.decisions}
    reached = _reach(case.facts.decisions[0].id, following)
    for number, decision in enumerate(case.facts.decisions):
        if decision.id not in reached:
            place = ("decisions", number, "id")
            yield _error(
                case.tree,
                place,
                Code.UNREACHABLE_DECISION,
                "no outcome leads to this decision",
                decision.id,
                f"Add `next: {decision.id}` to an outcome.",
            )


def check_no_cycle(case: Case) -> Iterator[Diagnostic]:
    """No decision leads back to itself."""
    following = {decision.id: _find_following(decision) for decision in case.facts.decisions}
    for place, outcome in _iterate_outcomes(case):
        decision = case.facts.decisions[int(place[1])].id
        if outcome.next is not None and decision in _reach(outcome.next, following):
            hint = "Lead on to a later decision, or end here."
            yield _error(
                case.tree,
                (*place, "next"),
                Code.DECISION_CYCLE,
                f"this leads back to the decision `{decision}`",
                outcome.next,
                hint,
            )


def check_answer(case: Case) -> Iterator[Diagnostic]:
    """The answer argues for options of the case, and stands in answer.md."""
    options = [option.id for option in case.options()]
    for number, option in enumerate(case.facts.answer):
        if option not in options:
            yield _error(
                case.tree,
                ("answer", number),
                Code.UNKNOWN_OPTION,
                "no option has this id",
                option,
                suggest(option, options),
            )
    if case.facts.answer and case.answer is None:
        hint = "Write answer.md beside case.yaml, or remove `answer`."
        yield _error(
            case.tree,
            ("answer",),
            Code.MISSING_FILE,
            "there is no answer.md that argues for these options",
            "",
            hint,
            at_key=True,
        )


def check_readers(case: Case) -> Iterator[Diagnostic]:
    """A reader outcome names an option of the case or its own, is agreed to, and holds nobody's address."""
    for reader in case.reader_outcomes:
        yield from _check_reader_option(case, reader)
        if reader.fields.status is Publication.WITHDRAWN:
            continue
        if not reader.fields.consent:
            hint = "Move it out of the content until the reader agrees."
            yield _error(
                reader.tree, ("consent",), Code.NO_CONSENT, "the reader did not agree to publication", "false", hint
            )
        for key in ("account", "text", "received"):
            if getattr(reader.fields, key) is None:
                yield _error(
                    reader.tree, (key,), Code.MISSING_KEY, f"`{key}` is missing", "", f"Add a line `{key}: …`."
                )
        yield from _check_reader_privacy(reader)


def _check_reader_option(case: Case, reader: ReaderOutcome) -> Iterator[Diagnostic]:
    options = [option.id for option in case.options()]
    fields = reader.fields
    if fields.option is not None and fields.option not in options:
        yield _error(
            reader.tree,
            ("option",),
            Code.UNKNOWN_OPTION,
            "no option of the case has this id",
            fields.option,
            suggest(fields.option, options),
        )
    if fields.status is Publication.PUBLISHED and (fields.option is None) == (fields.own is None):
        hint = "Write one of the two: the option's id, or the reader's own idea in a few words."
        yield _error(reader.tree, ("option",), Code.MISSING_KEY, "either `option` or `own` is to be given", "", hint)


def _check_reader_privacy(reader: ReaderOutcome) -> Iterator[Diagnostic]:
    fields = reader.fields
    texts = {
        "text": fields.text.text if fields.text else "",
        "name": fields.name,
        "own": fields.own or "",
        "editor_note": fields.editor_note or "",
    }
    for key, text in texts.items():
        if match := ADDRESS.search(text):
            masked = re.sub(r"[^@.]", "*", match.group())
            yield _error(
                reader.tree,
                (key,),
                Code.PRIVATE_DATA,
                f"`{key}` holds an e-mail address",
                masked,
                "Take it out; addresses are never published.",
            )


def _iterate_ids(case: Case) -> Iterator[tuple[Place, str]]:
    for number, role in enumerate(case.facts.roles):
        yield ("roles", number, "id"), role.id
    for number, decision in enumerate(case.facts.decisions):
        yield ("decisions", number, "id"), decision.id
        for index, option in enumerate(decision.options):
            yield ("decisions", number, "options", index, "id"), option.id
    for place, outcome in _iterate_outcomes(case):
        yield (*place, "id"), outcome.id


def _iterate_outcomes(case: Case) -> Iterator[tuple[Place, Outcome]]:
    for number, decision in enumerate(case.facts.decisions):
        for index, option in enumerate(decision.options):
            for last, outcome in enumerate(option.outcomes):
                yield ("decisions", number, "options", index, "outcomes", last), outcome


def _find_following(decision: Decision) -> list[str]:
    return [outcome.next for option in decision.options for outcome in option.outcomes if outcome.next is not None]


def _reach(start: str, following: Mapping[str, list[str]]) -> set[str]:
    """Return the decisions that can be come to from `start`, itself included."""
    reached: set[str] = set()
    waiting = [start]
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            waiting += following.get(name, [])
    return reached


def _error(
    tree: Tree, place: Place, code: Code, message: str, found: str, hint: str, *, at_key: bool = False
) -> Diagnostic:
    position = tree.locate_key(*place) if at_key else tree.locate(*place)
    return make_error(tree.source.path, position, code, message, found=found, hint=hint)


RULES: tuple[Rule, ...] = (
    check_ids_once, check_ids_free, check_deciders, check_effects, check_next, check_reachable, check_no_cycle,
    check_answer, check_readers,
)  # fmt: skip
