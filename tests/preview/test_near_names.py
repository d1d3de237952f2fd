"""What a wrong address may have meant."""

from __future__ import annotations

import pytest

from plugins.preview.near_names import find_near

KNOWN = ["/", "/about/", "/posts/closed-is-not-solved/", "/posts/two-on-silence/", "/cases/bridge/", "/tags/bridges/"]


@pytest.mark.parametrize(
    ("path", "nearest"),
    [
        ("/abuot/", "/about/"),
        ("/about.html", "/about/"),
        ("/posts/closed-is-not-slved/", "/posts/closed-is-not-solved/"),
        ("/Posts/Two-On-Silence", "/posts/two-on-silence/"),
        ("/bridge/", "/cases/bridge/"),
        ("/posts/closed-is-not-solved/x/", "/posts/closed-is-not-solved/"),
        ("/2024/01/two-on-silence/", "/posts/two-on-silence/"),
    ],
)
def test_the_nearest_comes_first(path: str, nearest: str) -> None:
    assert find_near(path, KNOWN)[0] == nearest


@pytest.mark.parametrize("path", ["/zzzzzzz/", "/wp-login.php", "", "\x00"])
def test_nothing_is_near(path: str) -> None:
    assert find_near(path, KNOWN) == []


def test_many_addresses_give_a_few() -> None:
    known = [f"/posts/post-{number}/" for number in range(20_000)]
    near = find_near("/posts/post-77777/", known)
    assert len(near) == 5
    assert all("777" in one for one in near)


def test_of_very_many_that_share_the_same_letters_those_of_about_its_length_are_compared() -> None:
    known = [f"/{'ab' * times}/" for times in range(1, 200) if times != 150]
    assert find_near(f"/{'ab' * 150}/", known)[0] in (f"/{'ab' * 149}/", f"/{'ab' * 151}/")
