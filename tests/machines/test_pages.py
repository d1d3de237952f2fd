"""What machines read of the pages of the demonstration and the stress site."""

from __future__ import annotations

import json
from urllib.parse import urljoin

import pytest

from plugins.cases.model import Case
from plugins.site.registry import OutputKind
from tests.browser.building import BuiltSite
from tests.machines.reading import Head, read_head, read_heads

CASE = "cases/disobey-to-delight/index.html"
PASSED_BY = (OutputKind.NOT_FOUND, OutputKind.ALIAS, OutputKind.GALLERY, OutputKind.SEARCH)


@pytest.fixture(scope="module")
def case_head(demo: BuiltSite) -> Head:
    return read_head(demo, CASE)


def find_case(site: BuiltSite, path: str) -> Case:
    case = site.content.by_name[site.outputs[path].subject].case
    assert case is not None
    return case


def test_every_address_is_whole_and_of_a_file_that_is_there(sites: dict[str, BuiltSite]) -> None:
    for site in sites.values():
        for path, head in read_heads(site):
            names = ("og:url", "og:image", "article:author")
            addresses = [address for name in names for address in head.read_properties(name)]
            addresses += [address for node in head.nodes for address in list_addresses(node)]
            for address in addresses:
                if not address.startswith(site.settings.url):
                    continue
                file = address.removeprefix(f"{site.settings.url}/").partition("#")[0]
                output = f"{file}index.html" if not file or file.endswith("/") else file
                assert output in site.outputs, (path, address)


def list_addresses(value: object) -> list[str]:
    """Return everything in a node that is an address."""
    if isinstance(value, dict):
        return [address for one in value.values() for address in list_addresses(one)]
    if isinstance(value, list):
        return [address for one in value for address in list_addresses(one)]
    return [value] if isinstance(value, str) and value.startswith("http") else []


def test_every_node_that_is_referred_to_is_there_or_on_another_page(sites: dict[str, BuiltSite]) -> None:
    for site in sites.values():
        pages = dict(read_heads(site))
        known = {node["@id"] for head in pages.values() for node in head.nodes}
        for path, head in pages.items():
            named = [node["@id"] for node in head.nodes]
            assert len(named) == len({*named}), path
            assert find_references(head.nodes) <= known, path


def find_references(value: object) -> set[str]:
    if isinstance(value, dict):
        own = {value["@id"]} if set(value) == {"@id"} else set()
        return own.union(*(find_references(one) for one in value.values()))
    return set().union(*(find_references(one) for one in value)) if isinstance(value, list) else set()


def test_a_node_tells_the_same_on_every_page(demo: BuiltSite) -> None:
    told: dict[str, set[str]] = {}
    for _, head in read_heads(demo):
        for node in head.nodes:
            told.setdefault(node["@id"], set()).add(json.dumps(node))
    assert not {name for name, texts in told.items() if len(texts) > 1}


def test_every_indexed_page_has_a_graph_a_title_and_a_description_of_its_own(sites: dict[str, BuiltSite]) -> None:
    for site in sites.values():
        descriptions: dict[str, str] = {}
        for path, head in read_heads(site):
            if site.outputs[path].kind in PASSED_BY:
                assert not head.graphs
                assert not head.find("meta", property="og:title")
                continue
            is_indexed = head.read_name("robots") is None
            assert bool(head.graphs) == is_indexed, path
            assert head.read_property("og:url") == head.find("link", rel="canonical")[0]["href"]
            assert head.read_property("og:title")
            description = head.read_name("description") or ""
            assert head.read_property("og:description") == (description or None)
            assert 0 < len(description) <= 200 or site.settings.name == "Empty", path
            if is_indexed and description and not site.outputs[path].subject.startswith(("pages", "posts", "cases")):
                assert descriptions.setdefault(description, path) == path


def test_further_pages_of_a_list_are_pages_of_their_own(stress: BuiltSite) -> None:
    head = read_head(stress, "page/2/index.html")
    own = "https://stress.example/blog/page/2/"
    assert head.find("link", rel="canonical")[0]["href"] == own
    assert head.read_property("og:url") == own
    assert "2" in str(next(one.text for one in head.elements if one.tag == "title"))
    assert head.read_name("description") != read_head(stress, "index.html").read_name("description")


def test_a_case_is_an_article_for_those_who_pass_it_on(case_head: Head) -> None:
    assert case_head.read_property("og:type") == "article"
    assert case_head.read_property("og:locale") == "en_US"
    assert case_head.read_property("og:site_name") == "Casebook"
    assert case_head.read_property("article:published_time") == "2026-01-05T00:00:00+01:00"
    assert case_head.read_property("article:section") == "Customer experience"
    assert case_head.read_properties("article:tag") == ["consulting", "crm", "data", "training"]
    assert case_head.read_properties("article:author") == ["https://casebook.example/authors/editor/"]
    assert case_head.read_name("twitter:card") == "summary_large_image"
    assert (case_head.read_property("og:image:width"), case_head.read_property("og:image:height")) == ("1200", "630")


def test_a_case_is_a_learning_resource_with_its_questions_and_options(demo: BuiltSite, stress: BuiltSite) -> None:
    for site, path in ((demo, CASE), (stress, "cases/verzweigung/index.html")):
        case, html = find_case(site, path), site.read(path)
        work = read_head(site, path).find_node("LearningResource")
        assert (work["learningResourceType"], work["position"]) == ("case study", case.facts.number)
        decisions = case.facts.decisions
        assert len(work["hasPart"]) == len(decisions)
        for question, decision in zip(work["hasPart"], decisions, strict=True):
            assert question["answerCount"] == len(decision.options) == len(question["suggestedAnswer"])
            for answer, option in zip(question["suggestedAnswer"], decision.options, strict=True):
                assert answer["url"].endswith(f"/#option-{option.id}")
                assert f'id="option-{option.id}"' in html
                assert answer["text"]
            assert f'id="{question["url"].partition("#")[2]}"' in html


def test_what_is_sealed_on_the_page_is_sealed_for_machines(demo: BuiltSite, case_head: Head) -> None:
    case = find_case(demo, CASE)
    told = json.dumps(case_head.graphs, ensure_ascii=False)
    assert "acceptedAnswer" not in told
    for option in case.options():
        assert not [outcome.title for outcome in option.outcomes if outcome.title in told]


def test_a_post_tells_its_author_its_licence_its_words_and_where_it_belongs(demo: BuiltSite) -> None:
    head = read_head(demo, "posts/the-grateful-spreadsheet/index.html")
    post, person = head.find_node("BlogPosting"), head.find_node("Person")
    assert post["author"] == [{"@id": person["@id"]}]
    assert person["url"].startswith("https://casebook.example/authors/")
    assert post["license"].startswith("https://creativecommons.org/")
    assert post["datePublished"].endswith(("+01:00", "+02:00"))
    assert post["wordCount"] > 50
    assert post["isPartOf"][0] == {"@id": "https://casebook.example/#cb-blog"}
    assert urljoin(post["url"], post["image"]["url"]) in (demo.settings.url + f"/{path}" for path in demo.outputs)


def test_what_was_corrected_is_told(demo: BuiltSite) -> None:
    corrected = [entry for entry in demo.content.stream if entry.fields.corrections]
    assert corrected
    for entry in corrected:
        head = read_head(demo, entry.path)
        work = next(node for node in head.nodes if node["@id"].endswith("#cb-work"))
        assert len(work["correction"]) == len(entry.fields.corrections)
        assert work["dateModified"] == head.read_property("article:modified_time")


def test_an_author_has_a_profile(demo: BuiltSite) -> None:
    head = read_head(demo, "authors/editor/index.html")
    page, person = head.find_node("ProfilePage"), head.find_node("Person")
    assert page["mainEntity"] == {"@id": person["@id"]}
    assert person["sameAs"]
    assert person["description"]
    assert person["image"].startswith("https://casebook.example/")


def test_every_page_below_the_front_page_has_the_way_to_it(sites: dict[str, BuiltSite]) -> None:
    for site in sites.values():
        for path, head in read_heads(site):
            lists = [node for node in head.nodes if node["@type"] == "BreadcrumbList"]
            if not head.nodes or site.outputs[path].kind is OutputKind.INDEX:
                assert not lists
                continue
            steps = lists[0]["itemListElement"]
            assert [step["position"] for step in steps] == [*range(1, len(steps) + 1)]
            assert steps[0]["item"] == f"{site.settings.url}/"
            assert all("item" in step for step in steps[:-1])
            assert "item" not in steps[-1]


def test_no_page_has_a_script_that_runs_in_its_place(demo: BuiltSite) -> None:
    for page in demo.pages:
        assert "manifest-src &#39;self&#39;" in demo.read(page.path)
