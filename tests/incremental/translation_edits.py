"""Edits of posts and pages in several languages: each has a state of its own, and all know of each other."""

from __future__ import annotations

from random import Random

from tests.incremental.edits import edit
from tests.incremental.texts import make_body
from tests.incremental.tiny_site import TinySite, read_document, write_document


@edit("add translation", 5)
def add_translation(site: TinySite, random: Random) -> str | None:
    """Write a post or page in one language more, in any state."""
    path = random.choice([one for one in site.find_documents("post", "page") if "-in-" not in one.stem])
    lang, (header, _) = random.choice(("de", "fr", "ar", "en")), read_document(path)
    new = path.with_name(f"{path.stem}-in-{lang}.md")
    if header.get("lang") == lang or new.exists():
        return None
    gone = ("aliases", "reprints", "part", "series", "status")
    header = {key: value for key, value in header.items() if key not in gone}
    header |= {"id": f"in-{random.randrange(10**6)}", "lang": lang, "slug": header.get("slug", path.stem)}
    state = random.choice(("published", "published", "hidden", "draft"))
    write_document(new, {**header, "status": state}, make_body(site, random))
    return f"{site.name(new)}: {state}"


@edit("set state of translation", 4)
def set_state_of_translation(site: TinySite, random: Random) -> str | None:
    """Hide or show one of the languages of a text, the original too."""
    documents = site.find_documents("post", "page")
    stems = {path.stem.partition("-in-")[0] for path in documents if "-in-" in path.stem}
    found = [path for path in documents if path.stem.partition("-in-")[0] in stems]
    if not found:
        return None
    path, state = random.choice(found), random.choice(("published", "published", "hidden", "draft"))
    header, body = read_document(path)
    write_document(path, {**header, "status": state}, body)
    return f"{site.name(path)}: {state}"
