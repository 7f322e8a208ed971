"""Addresses of the room's pages, and who opens them."""

from datetime import UTC, datetime, time, timedelta
from uuid import UUID, uuid4

from django.test import Client
from django.urls import reverse
from tests.cast import Cast, account

from roundtable.casework.roundtables.actions import (
    call_roundtable,
)
from roundtable.casework.roundtables.rules import Channel

SOON = datetime.now(UTC).date() + timedelta(days=12)

HOSTILE = ("", " \n ", "x" * 1_000_000, "a\x00b\x1b", "a\u202eb", "<script>alert(1)</script>", "🌿" * 700)


def sign_in(person_id: UUID, name: str, kind: str = "staff") -> Client:
    client = Client()
    client.force_login(account(person_id, name, kind))
    return client


def call(cast: Cast) -> UUID:
    return call_roundtable(
        actor=cast.at_table(cast.bo), case_id=cast.case_id, on=SOON, clock=time(10), minutes=60, channel=Channel.IN_PERSON, place="Room 2"
    ).roundtable_id


def url(name: str, cast: Cast, **more: object) -> str:
    return reverse(name, kwargs={"case_id": cast.case_id, **more})


def every_page(cast: Cast, meeting: UUID) -> list[str]:
    found = [
        url(name, cast)
        for name in (
            "roundtable",
            "call_roundtable",
            "prepare_roundtable",
            "wish_for_meeting",
            "keep_out_of_meeting",
            "add_point",
            "invite_companion",
            "what_i_may_do",
            "invitation",
            "confirm_lines",
        )
    ]
    found += [
        url(name, cast, roundtable_id=meeting)
        for name in (
            "past_roundtable",
            "answer_invitation",
            "move_roundtable",
            "take_other_time",
            "cancel_roundtable",
            "hold_roundtable",
            "write_lines",
            "take_pen",
            "correct_minutes",
        )
    ]
    return [
        *found,
        url("correct_line", cast, item_id=uuid4()),
        url("take_topic_back", cast, item_id=uuid4()),
        url("remove_companion", cast, seat_id=uuid4()),
        url("give_meeting", cast, seat_id=uuid4()),
    ]
