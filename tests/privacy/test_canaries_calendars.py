"""What leaves the house for calendars, by mail and by feed: a word is only where its reader may read it, and chose to have it."""

import re
from collections.abc import Iterator

import pytest
from django.core import mail
from django.test import Client

from roundtable.casework.calendars import jobs
from roundtable.casework.calendars.actions import make_feed
from roundtable.ground.access.actor import Actor, Hat
from roundtable.ground.access.hats import hats_of
from roundtable.ground.people.models import Account
from tests.cast import account
from tests.privacy.world import World, build_world
from tests.worker import work_once

WHO = ("amal", "bo", "cleo", "ida", "finn")


@pytest.fixture(scope="module")
def world() -> World:
    return build_world()


def _account(world: World, name: str) -> Account:
    return account(world.people[name], name.title(), kind="citizen" if name in ("amal", "finn") else "staff")


def _unfolded(text: str) -> str:
    return re.sub(r"\r?\n[ \t]", "", text)


def _known(world: World, text: str) -> set[str]:
    return {word for word in world.canaries if word in _unfolded(text).lower()}


def _feeds(world: World) -> Iterator[tuple[str, str]]:
    """What each one's feed says, in each hat they have."""
    for name in WHO:
        hats = {(row.kind, row.authority) for row in hats_of(world.people[name]) if row.case_id}
        for kind, authority in sorted(hats):
            secret = make_feed(actor=Actor(world.people[name], Hat(kind), authority))
            yield name, Client().get(f"/calendar/{secret}.ics").content.decode()


def _mails(world: World) -> Iterator[tuple[str, str]]:
    """What each is mailed for their calendar, whole."""
    jobs.catch_up(timestamp=0)
    work_once()
    names = {_account(world, name).email: name for name in WHO}
    for sent in mail.outbox:
        if sent.to[0] in names:
            parts = [part.get_payload(decode=True) or b"" for part in sent.message().walk()]
            yield names[sent.to[0]], sent.message().as_string() + "\n".join(part.decode("utf-8", "replace") for part in parts)  # type: ignore[union-attr]


def _choose(world: World, calendar: str) -> None:
    for name in WHO:
        Account.objects.filter(id=_account(world, name).id).update(settings={"notices": {"calendar": calendar}})


def test_with_the_place_chosen_each_reads_in_mail_and_feed_what_they_may_read_and_no_other_word(world: World) -> None:
    _choose(world, "place")
    seen = [*_feeds(world), *_mails(world)]
    shown = {(name, word) for name, text in seen for word in _known(world, text)}
    wrong = {(name, world.canaries[word].what) for name, word in shown if name not in world.canaries[word].readers}
    assert wrong == set()
    assert {"amal", "bo", "cleo"} <= {name for name, _word in shown}
    assert all("place of the" in world.canaries[word].what for _name, word in shown)


def test_by_itself_no_word_leaves_the_house_for_a_calendar(world: World) -> None:
    _choose(world, "time")
    texts = list(_feeds(world))
    assert sum("BEGIN:VEVENT" in text for _name, text in texts) >= 3
    assert {word for _name, text in texts for word in _known(world, text)} == set()
