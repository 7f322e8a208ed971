"""The invented people and stories: consistent, believable, nobody real."""

import re
from datetime import date, timedelta

import pytest
from django.conf import settings

from roundtable.demo.rules.days import moment, working_day
from roundtable.demo.rules.people import CITIZENS, ORGANISATIONS, ROLES, WORKERS, email_of, names_of
from roundtable.demo.rules.programmes import PROGRAMMES, ProgrammeOf
from roundtable.demo.rules.script import Event, Story
from roundtable.demo.rules.stories import STORIES


def test_a_story_never_happens_on_a_weekend() -> None:

    for day in range(14):
        today = date(2026, 11, 16) + timedelta(days=day)
        for ago in range(-15, 15):
            assert working_day(today, ago).weekday() < 5
        assert working_day(today, 1) < today < working_day(today, -1)


def test_a_moment_keeps_the_clock_of_its_place_through_summer_time() -> None:

    assert moment(date(2026, 11, 20), 60, "09:30", "Europe/Copenhagen").isoformat() == "2026-08-28T09:30:00+02:00"


def test_every_key_is_somebody_and_every_role_and_organisation_is_there() -> None:
    codes = {organisation.code for organisation in ORGANISATIONS}
    keys = [who.key for who in (*WORKERS, *CITIZENS)]
    assert len(keys) == len(set(keys))
    for worker in WORKERS:
        assert worker.organisation in codes
        assert worker.role in {role.code for role in ROLES[worker.programme]}
        assert len(worker.about) == 5
        assert all(len(line) <= 300 for line in worker.about)
    assert {programme.code for programme in PROGRAMMES} == set(ROLES)
    assert email_of("amal").endswith("@example.org")
    assert all(names_of(who.name)[1] for who in (*WORKERS, *CITIZENS))


def test_phone_numbers_are_of_invented_ranges() -> None:
    phones = [who.phone for who in (*WORKERS, *CITIZENS)] + [organisation.phone for organisation in ORGANISATIONS]
    for phone in filter(None, phones):
        assert re.fullmatch(r"70 00 \d\d \d\d|085 000 00 \d\d", phone), phone


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.key)
def test_a_story_begins_with_its_referral_and_names_only_its_own_people(story: Story) -> None:
    known = {who.key for who in (*WORKERS, *CITIZENS)}
    assert set(story.citizens) <= known
    assert story.referrer in known
    for event in story.events:
        assert isinstance(event, Event)
        assert event.ago < story.ago or (event.ago == story.ago and event.clock > story.clock), event
        assert event.by in known, event
        assert re.fullmatch(r"[0-2]\d:[0-5]\d", event.clock), event


def test_the_citizens_one_can_be_are_those_of_the_cast_and_one_newcomer() -> None:
    assert len(STORIES) == 21
    signed_in = {who.key for who in CITIZENS if who.who}
    assert {"amal", "finn", "max", "runa", "noor", "mia", "per", "jo", "liv"} == signed_in


@pytest.mark.parametrize("programme", PROGRAMMES, ids=lambda programme: programme.code)
def test_every_programme_says_the_same_numbers_in_every_language_of_the_pages(programme: ProgrammeOf) -> None:
    assert set(programme.emergency) == {code for code, _ in settings.LANGUAGES}
    assert len({tuple(line.rpartition(": ")[2] for line in lines) for lines in programme.emergency.values()}) == 1
