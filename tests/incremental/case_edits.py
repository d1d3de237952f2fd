"""Edits of cases: the case itself, its roles, options and outcomes, and its other files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

from tests.incremental.edits import edit
from tests.incremental.texts import make_body, make_date, make_sentence, make_title
from tests.incremental.tiny_site import TinySite, read_document, write_document

Document = dict[str, Any]
CaseChange = Callable[[Document, Random], str | None]

EFFECTS = ("better", "same", "worse", "mixed")


def edit_case(name: str, weight: float) -> Callable[[CaseChange], CaseChange]:
    """Let a function that changes a case, and says what it changed, be an edit of any case of a site."""

    def add(change: CaseChange) -> CaseChange:
        @edit(name, weight)
        def change_case(site: TinySite, random: Random) -> str | None:
            opened = open_case(site, random)
            if opened is None or (done := change(opened[1], random)) is None:
                return None
            write_document(*opened)
            return f"{site.name(opened[0])}: {done}"

        return change

    return add


def open_case(site: TinySite, random: Random) -> tuple[Path, Document] | None:
    """Return the path and content of a random case, if there is any."""
    cases = site.find_documents("case")
    path = random.choice(cases) if cases else None
    return (path, read_document(path)[0]) if path else None


def list_options(case: Document) -> list[Document]:
    """Return the options of all decisions of a case."""
    return [option for decision in case["decisions"] for option in decision["options"]]


@edit("add case", 3)
def add_case(site: TinySite, random: Random) -> str:
    """Write a case."""
    path = site.content / "cases" / f"c{random.randrange(10**3)}" / "case.yaml"
    options = [{"id": name, "title": make_title(random), "text": make_sentence(random)} for name in ("go", "stay")]
    case = {
        "id": f"case-{random.randrange(10**6)}",
        "title": make_title(random),
        "date": make_date(random),
        "overview": make_sentence(random),
        "roles": [{"id": "one", "kind": "leader", "name": "The one", "text": make_sentence(random)}],
        "decisions": [{"id": "now", "decider": "one", "question": "And?", "options": options}],
    }
    write_document(path, case)
    path.with_name("story.md").write_text(make_body(site, random), encoding="utf-8")
    return site.name(path)


@edit("delete case", 1)
def delete_case(site: TinySite, random: Random) -> str | None:
    """Delete a case with all its files, mostly one that nothing links to."""
    cases = site.find_documents("case")
    if random.random() < 0.8:
        cases = [path for path in cases if not site.is_mentioned(f"/{path.parent.name}/")]
    if not cases:
        return None
    folder = random.choice(cases).parent
    for path in sorted(folder.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    folder.rmdir()
    return site.name(folder)


@edit("rename case", 1)
def rename_case(site: TinySite, random: Random) -> str | None:
    """Give the folder of a case another name, where it is mentioned, too."""
    opened = open_case(site, random)
    if opened is None:
        return None
    folder = opened[0].parent
    new = folder.with_name(f"k{random.randrange(10**3)}")
    if new.exists():
        return None
    folder.rename(new)
    site.replace_everywhere(f"/cases/{folder.name}/", f"/cases/{new.name}/")
    return f"{site.name(folder)} becomes {new.name}"


@edit_case("edit option", 4)
def edit_option(case: Document, random: Random) -> str:
    """Say an option in other words."""
    option = random.choice(list_options(case))
    option[random.choice(("title", "text"))] = make_title(random)
    return str(option["id"])


@edit_case("add option", 2)
def add_option(case: Document, random: Random) -> str:
    """Add an option."""
    new = {"id": f"o{random.randrange(10**4)}", "title": make_title(random), "text": make_sentence(random)}
    case["decisions"][-1]["options"].append(new)
    return str(new["id"])


@edit_case("delete option", 1)
def delete_option(case: Document, random: Random) -> str | None:
    """Take an option out, with no regard to what readers say of it."""
    options = max((decision["options"] for decision in case["decisions"]), key=len)
    if len(options) < 3:
        return None
    gone = options.pop(random.randrange(len(options)))
    return str(gone["id"])


@edit_case("add scenario", 3)
def add_scenario(case: Document, random: Random) -> str:
    """Say what may follow an option."""
    option = random.choice(list_options(case))
    effects = {role["id"]: random.choice(EFFECTS) for role in case["roles"] if random.random() < 0.5}
    outcome = {"id": f"s{random.randrange(10**4)}", "title": make_title(random), "text": make_sentence(random)}
    option["outcomes"] = [*option.get("outcomes", []), {**outcome, "effects": effects}][-3:]
    return f"{option['id']}: {outcome['id']}"


@edit_case("add decision", 1)
def add_decision(case: Document, random: Random) -> str | None:
    """Let a scenario lead to a further decision."""
    leading = [
        outcome for option in list_options(case) for outcome in option.get("outcomes", []) if "next" not in outcome
    ]
    if not leading or len(case["decisions"]) > 2:
        return None
    name = f"d{random.randrange(10**4)}"
    random.choice(leading)["next"] = name
    options = [{"id": f"{name}-{end}", "title": make_title(random), "text": "So."} for end in ("a", "b")]
    decision = {"id": name, "decider": case["roles"][0]["id"], "story": make_sentence(random), "question": "Now?"}
    case["decisions"].append({**decision, "options": options})
    return name


@edit_case("edit role", 3)
def edit_role(case: Document, random: Random) -> str:
    """Say something else about a role."""
    role = random.choice(case["roles"])
    role[random.choice(("name", "text", "wants", "did"))] = make_title(random)
    return str(role["id"])


@edit_case("change role", 2)
def change_role(case: Document, random: Random) -> str:
    """Let a role be of another kind."""
    kind = random.choice(case["roles"])["kind"] = random.choice(("leader", "professional", "customer", "other"))
    return f"a role is {kind}"


@edit_case("change decision", 3)
def change_decision(case: Document, random: Random) -> str:
    """Let somebody else decide, and ask in other words."""
    decision = random.choice(case["decisions"])
    decision |= {"decider": random.choice(case["roles"])["id"], "question": make_title(random)}
    return f"{decision['decider']} decides"


@edit_case("add or delete role", 1)
def add_role(case: Document, random: Random) -> str:
    """Add a role, or take the last one out."""
    if len(case["roles"]) > 2:
        case["roles"].pop()
    else:
        case["roles"].append({"id": f"r{random.randrange(99)}", "kind": "other", "name": "Who", "text": "Waits."})
    return f"{len(case['roles'])} roles"


@edit("write or delete answer", 1)
def write_answer(site: TinySite, random: Random) -> str | None:
    """Write the answer of a case, or delete it."""
    opened = open_case(site, random)
    if opened is None:
        return None
    path, case = opened
    answer = path.with_name("answer.md")
    if answer.exists():
        answer.unlink()
        case.pop("answer", None)
    else:
        answer.write_text(make_body(site, random), encoding="utf-8")
        case["answer"] = [list_options(case)[0]["id"]]
    write_document(path, case)
    return site.name(answer)
