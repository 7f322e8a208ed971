"""Whoever is offered a link may open it: every link of every page, followed by everybody who reads that page."""

import re
from collections import deque
from html import unescape
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest

from tests.privacy.walk import body_of
from tests.privacy.world import World, build_world

WALKERS = ("amal", "finn", "hanne", "bo", "cleo", "ida", "gro", "dag", "jon", "tea", "rae")
LINK = re.compile(r"<a\b[^>]*?\bhref=\"([^\"]*)\"")
SHUT = ("/static/", "/quick-exit/", "/sign-out/")
"""What is no page of ours, and what ends the sign-in."""
MOST = 700


@pytest.fixture(scope="module")
def world() -> World:
    return build_world()


def links_on(page: str, path: str) -> list[str]:
    """The same-site addresses a page offers, without their fragments."""
    found = []
    for raw in LINK.findall(page):
        there = urljoin(path, unescape(raw))
        parts = urlsplit(there)
        if not parts.scheme and not parts.netloc and parts.path.startswith("/") and not parts.path.startswith(SHUT):
            found.append(there.split("#")[0])
    return found


@pytest.mark.parametrize("who", WALKERS)
def test_every_link_a_page_offers_opens_for_who_reads_the_page(world: World, who: str) -> None:
    client, offered, shut, opened = world.client(who), deque([("/", "")]), [], {"/"}
    while offered and len(opened) < MOST:
        path, source = offered.popleft()
        answer: Any = client.get(path, follow=True)
        body = body_of(answer)
        assert not (answer.redirect_chain and "/sign-in/" in answer.redirect_chain[-1][0]), f"{path} ended the sign-in"
        if answer.status_code >= 400:
            shut.append(f"{who}: {path} is {answer.status_code}, offered on {source}")
            continue
        if not answer.headers.get("Content-Type", "").startswith("text/html"):
            continue
        for link in links_on(body.decode(), path):
            if link not in opened:
                opened.add(link)
                offered.append((link, path))
    assert "\n".join(shut) == ""
    assert len(opened) < MOST, "the pages lead on without end"
    assert len(opened) > 5
