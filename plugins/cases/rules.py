"""What must hold within a case beyond the type of each value.

Each rule yields its diagnostics; its docstring is the rule.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from html import unescape
from urllib.parse import unquote

from plugins.cases.model import Case, Decision, Outcome, Publication, ReaderOutcome
from plugins.cases.reader_text import render_reader_text
from plugins.diagnostics import Code, Diagnostic, suggest
from plugins.documents.values import Place

RESERVED_PREFIXES = ("case-", "role-", "option-", "outcome-", "reader-", "story-", "answer-", "cb-")
"""Beginnings of ids that the page gives its own parts; an option's id stands bare in addresses."""

ADDRESS = re.compile(r"(?<![^\s<>()\[\],;:\"'])[^\s@<>()\[\],;:\"]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+")
LONGEST_REPLY = 20_000

Rule = Callable[[Case], Iterator[Diagnostic]]


def check_case(case: Case) -> list[Diagnostic]:
    """Return every breach of a rule."""
    return [diagnostic for rule in RULES for diagnostic in rule(case)]


def check_ids_once(case: Case) -> Iterator[Diagnostic]:
    """Each id of a role, decision, option or outcome is used once in a case."""
    seen: dict[str, Place] = {}
    for place, name in _iterate_ids(case):
        if name in seen:
            message = f"the id is used twice in the case; it is first on line {case.tree.locate(*seen[name]).line}"
            yield case.tree.report(place, Code.DUPLICATE_ID, message, "Choose another.", name)
        seen.setdefault(name, place)


def check_ids_free(case: Case) -> Iterator[Diagnostic]:
    """No option, role, decision or outcome has an id that begins as the page's own ids do."""
    for place, name in _iterate_ids(case):
        if name.startswith(RESERVED_PREFIXES):
            hint = f"Do not begin it with {', '.join(RESERVED_PREFIXES)}."
            yield case.tree.report(place, Code.RESERVED_ID, "the id begins as the page's own ids do", hint, name)


def check_deciders(case: Case) -> Iterator[Diagnostic]:
    """Each decision is made by one of the roles."""
    roles = [role.id for role in case.facts.roles]
    for number, decision in enumerate(case.facts.decisions):
        if decision.decider not in roles:
            place, hint = ("decisions", number, "decider"), suggest(decision.decider, roles)
            yield case.tree.report(place, Code.UNKNOWN_ROLE, "no role has this id", hint, decision.decider)


def check_effects(case: Case) -> Iterator[Diagnostic]:
    """Effects are on roles of the case."""
    roles = [role.id for role in case.facts.roles]
    for place, outcome in _iterate_outcomes(case):
        for role in outcome.effects:
            if role not in roles:
                where, hint = (*place, "effects", role), suggest(role, roles)
                yield case.tree.report_key(where, Code.UNKNOWN_ROLE, "no role has this id", hint, role)


def check_next(case: Case) -> Iterator[Diagnostic]:
    """An outcome leads on to a decision of the case."""
    decisions = [decision.id for decision in case.facts.decisions]
    for place, outcome in _iterate_outcomes(case):
        if outcome.next is not None and outcome.next not in decisions:
            where, hint = (*place, "next"), suggest(outcome.next, decisions)
            yield case.tree.report(where, Code.UNKNOWN_DECISION, "no decision has this id", hint, outcome.next)


def check_reachable(case: Case) -> Iterator[Diagnostic]:
    """Each decision but the first is led to by an outcome of one that can be reached."""
    following = {decision.id: _find_following(decision) for decision in case.facts.decisions}
    reached = _reach(case.facts.decisions[0].id, following)
    for number, decision in enumerate(case.facts.decisions):
        if decision.id not in reached:
            place, hint = ("decisions", number, "id"), f"Add `next: {decision.id}` to an outcome."
            message = "no outcome leads to this decision"
            yield case.tree.report(place, Code.UNREACHABLE_DECISION, message, hint, decision.id)


def check_no_cycle(case: Case) -> Iterator[Diagnostic]:
    """No decision leads back to itself."""
    following = {decision.id: _find_following(decision) for decision in case.facts.decisions}
    for place, outcome in _iterate_outcomes(case):
        decision = case.facts.decisions[int(place[1])].id
        if outcome.next is not None and decision in _reach(outcome.next, following):
            where, hint = (*place, "next"), "Lead on to a later decision, or end here."
            message = f"this leads back to the decision `{decision}`"
            yield case.tree.report(where, Code.DECISION_CYCLE, message, hint, outcome.next)


def check_answer(case: Case) -> Iterator[Diagnostic]:
    """The answer argues for options of the case, and stands in answer.md."""
    options = [option.id for option in case.options()]
    for number, option in enumerate(case.facts.answer):
        if option not in options:
            hint = suggest(option, options)
            yield case.tree.report(("answer", number), Code.UNKNOWN_OPTION, "no option has this id", hint, option)
    if case.facts.answer and case.answer is None:
        message, hint = "there is no answer.md that argues for these options", "Write it, or remove `answer`."
        yield case.tree.report_key(("answer",), Code.MISSING_FILE, message, hint)


def check_readers(case: Case) -> Iterator[Diagnostic]:
    """A reader outcome names an option of the case or its own, is whole and agreed to, and holds nobody's address."""
    options = [option.id for option in case.options()]
    for reader in case.reader_outcomes:
        yield from _check_reader_option(reader, options)
        if reader.fields.status is Publication.PUBLISHED:
            yield from _check_reader_whole(reader)
        yield from _check_reader_privacy(reader)


def _check_reader_option(reader: ReaderOutcome, options: list[str]) -> Iterator[Diagnostic]:
    option = reader.fields.option
    if option is not None and option not in options:
        message, hint = "no option of the case has this id", suggest(option, options)
        yield reader.tree.report(("option",), Code.UNKNOWN_OPTION, message, hint, option)


def _check_reader_whole(reader: ReaderOutcome) -> Iterator[Diagnostic]:
    fields, tree = reader.fields, reader.tree
    if (fields.option is None) == (fields.own is None):
        hint = "Write one of the two: the option's id, or the reader's own idea in a few words."
        yield tree.report(("option",), Code.MISSING_KEY, "either `option` or `own` is to be given", hint)
    for key in ("account", "text", "received"):
        if getattr(fields, key) is None:
            yield tree.report((key,), Code.MISSING_KEY, f"`{key}` is missing", f"Add a line `{key}: …`.")
    if fields.text is not None and len(fields.text.text) > LONGEST_REPLY:
        message = f"`text` is longer than {LONGEST_REPLY} characters"
        yield tree.report(("text",), Code.BAD_VALUE, message, "Shorten it, and say so with `edited: true`.")
    if not fields.consent:
        message, hint = "the reader did not agree to publication", "Move it out of the content until the reader agrees."
        yield tree.report(("consent",), Code.NO_CONSENT, message, hint, "false" if "consent" in tree.data else "")


def _check_reader_privacy(reader: ReaderOutcome) -> Iterator[Diagnostic]:
    fields = reader.fields
    texts = {
        "text": find_address(fields.text.text if fields.text else ""),
        "name": _find_plain_address(fields.name or ""),
        "own": _find_plain_address(fields.own or ""),
        "editor_note": _find_plain_address(fields.editor_note or ""),
    }
    for key, address in texts.items():
        if address is not None:
            masked, hint = re.sub(r"[^@.]", "*", address), "Take it out; addresses are never published."
            yield reader.tree.report((key,), Code.PRIVATE_DATA, f"`{key}` holds an e-mail address", hint, masked)


def find_address(text: str) -> str | None:
    """Return an e-mail address that a reader's Markdown holds as it stands, or as the page shows it."""
    return _find_plain_address(text + _spell_out(text))


def _find_plain_address(text: str) -> str | None:
    match = ADDRESS.search(plain) if "@" in (plain := flatten_text(text)) else None
    return match.group() if match else None


def flatten_text(text: str) -> str:
    """Return a text without the disguises of letters: wide forms, invisible characters, other full stops."""
    plain = unicodedata.normalize("NFKC", text).replace("\u3002", ".")
    return "".join(char for char in plain if unicodedata.category(char) != "Cf") if not plain.isascii() else plain


def _spell_out(text: str) -> str:
    """Return what a reader's text comes to on the page, where it can hold an address that its source does not show."""
    if not {"@", "&", "%"} & set(text) or len(text) > LONGEST_REPLY:
        return ""
    html = render_reader_text(text)
    bare = re.sub(r"[*_`\\]", "", text)
    return f" {html.striptags()} {unquote(unescape(html))} {bare}"


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


RULES: tuple[Rule, ...] = (
    check_ids_once, check_ids_free, check_deciders, check_effects, check_next, check_reachable, check_no_cycle,
    check_answer, check_readers,
)  # fmt: skip
