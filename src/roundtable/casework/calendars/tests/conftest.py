"""Amal, Bo and Cleo with addresses, and a way to let their messages go out."""

from datetime import UTC, datetime, time, timedelta
from email.message import Message
from uuid import UUID

import pytest
from django.core import mail
from tests.cast import Cast, account, build_cast
from tests.worker import work_once

from roundtable.casework.roundtables.actions import call_roundtable
from roundtable.casework.roundtables.rules import Channel
from roundtable.ground.people.models import Account

SOON = datetime.now(UTC).date() + timedelta(days=12)


@pytest.fixture
def cast() -> Cast:
    return build_cast()


@pytest.fixture
def accounts(cast: Cast) -> dict[str, Account]:
    return {
        "amal": account(cast.amal_id, "Amal", kind="citizen"),
        "bo": account(cast.bo.person_id, "Bo"),
        "cleo": account(cast.cleo.person_id, "Cleo"),
        "dag": account(cast.dag.person_id, "Dag"),
    }


def call(cast: Cast, place: str = "Room 2, Jobcentre North") -> UUID:
    return call_roundtable(
        actor=cast.at_table(cast.bo), case_id=cast.case_id, on=SOON, clock=time(10), minutes=60, channel=Channel.IN_PERSON, place=place
    ).roundtable_id


def prefer(found: Account, *, bare: bool = False, **chosen: object) -> None:
    Account.objects.filter(id=found.id).update(settings={"bare": bare, "notices": chosen})


def letters_to(found: Account) -> list[Message]:
    """The mails to this person that went out in this test, as they leave the house."""
    return [sent.message() for sent in mail.outbox if sent.to == [found.email]]


def calendars_of(found: Account) -> list[str]:
    """The calendar parts of the mails to this person, oldest first."""
    return [part_of(letter, "text/calendar") for letter in letters_to(found) if part_of(letter, "text/calendar")]


def part_of(letter: Message, kind: str) -> str:
    for part in letter.walk():
        if part.get_content_type() == kind:
            written = part.get_payload(decode=True)
            assert isinstance(written, bytes)
            return written.decode()
    return ""


def post() -> None:
    """All that waits goes out: first who is to be told, then the mails that this made."""
    work_once()
    work_once()
