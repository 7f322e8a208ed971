"""Attacks past the code on what came with the live meeting and with guests: lines that were said yes to, and another's guest."""

from datetime import time
from uuid import UUID

import pytest
from django.db import DatabaseError

from roundtable.casework.cowriting.tests.scene import meeting, sheet
from roundtable.casework.guests.actions import invite_guest
from roundtable.casework.guests.rules import Said, Who
from roundtable.casework.guests.tests.conftest import SOON
from roundtable.casework.plans.tests.scene import family
from roundtable.casework.roundtables.actions import NewLine, call_roundtable, confirm_lines, hold_roundtable, write_lines
from roundtable.casework.roundtables.models import MeetingLine
from roundtable.casework.roundtables.rules import Channel, Section
from roundtable.casework.roundtables.tests.addresses import call
from roundtable.ground.access.acts import ActRefused
from roundtable.ground.access.context import acting, through
from roundtable.ground.disclosure.actions import release_items
from roundtable.ground.notices.models import Notice
from roundtable.ground.seats.actions import seat_person, write_words
from roundtable.ground.seats.models import Seat
from roundtable.ground.seats.rules import confidence
from tests.cast import Cast, build_cast
from tests.privacy.test_attacks_sql_more import ask, refused


def _box_under(cast: Cast, found: UUID, line: UUID) -> tuple[object, ...]:
    """Cleo makes a box of this meeting's sheet under the id of something that stands already."""
    with acting(cast.at_table(cast.cleo)):
        stands = MeetingLine.objects.get(item_id=line)
    makes = (
        "INSERT INTO cowriting_box (id, sheet_id, scope_id, wall, kind, noted, place, whole, text, settled)"
        " VALUES (%s, %s, %s, %s, 'step', false, 9, '', '', '') RETURNING id"
    )
    return (makes, line, sheet(cast, found).item_id, stands.scope_id, stands.wall)


def test_a_line_amal_said_yes_to_is_not_made_a_box_and_reworded() -> None:
    cast = build_cast()
    earlier = call(cast)
    said = [NewLine(Section.MATTERS, "I want quiet mornings", cast.amal_id)]
    (line,) = write_lines(actor=cast.at_table(cast.bo), case_id=cast.case_id, roundtable_id=earlier, lines=said)
    confirm_lines(actor=cast.amal, case_id=cast.case_id, item_ids=[line])
    hold_roundtable(actor=cast.at_table(cast.bo), case_id=cast.case_id, roundtable_id=earlier, version=1)
    as_cleo = ("web_authority", cast.cleo.person_id, "professional", cast.case_id, "meeting")
    assert refused(*as_cleo, _box_under(cast, meeting(cast), line)) == "a box is new"
    assert ask(*as_cleo, ("UPDATE roundtables_meetingline SET text = 'Mine' WHERE item_id = %s RETURNING item_id", line)) == []


def test_nobody_notes_a_day_together_that_has_not_come() -> None:
    cast = build_cast()
    note = (
        "INSERT INTO roundtables_donebefore (id, case_id, what, done, with_person_id, done_on, channel, by_id)"
        " VALUES (gen_random_uuid(), %s, 'dates', true, %s, current_date + %s, '', %s) RETURNING 1"
    )
    as_bo = ("web_care", cast.bo.person_id, "professional", cast.case_id, "meeting")
    assert "row-level security" in refused(*as_bo, (note, cast.case_id, cast.amal_id, 30, cast.bo.person_id))
    assert ask(*as_bo, (note, cast.case_id, cast.amal_id, 0, cast.bo.person_id)) == [(1,)]


def test_mia_takes_no_guest_of_pers_for_her_own_companion() -> None:
    cast = build_cast()
    case_id, (mia, per, *_others) = family(cast)
    bo = cast.bo.on(case_id)
    found = call_roundtable(actor=bo, case_id=case_id, on=SOON, clock=time(10), minutes=60, channel=Channel.IN_PERSON, place="Room 2")
    invite_guest(actor=per, case_id=case_id, name="Doctor Test", who=Who.DOCTOR, text="Please come", roundtable_id=found.roundtable_id)
    with through("loader"):
        guest = Seat.objects.get(case_id=case_id, hat="guest").person_id
    with pytest.raises((ActRefused, DatabaseError)):
        seat_person(actor=mia, case_id=case_id, person_id=guest, hat="companion", ground="citizen")


def test_a_confidence_is_told_to_no_guest_by_telephone_and_amal_hears_who_was_asked_in_her_name() -> None:
    cast = build_cast()
    found, bo = call(cast), cast.at_table(cast.bo)
    told = write_words(
        actor=cast.amal, case_id=cast.case_id, place=confidence(cast.bo.person_id), kind="message", body="Only for Bo"
    ).item_id
    asked = {"name": "Employer Test", "who": Who.EMPLOYER, "text": "Please come", "roundtable_id": found}
    invite_guest(actor=bo, case_id=cast.case_id, for_id=cast.amal_id, said=Said.TELEPHONE, **asked)
    with through("loader"):
        guest = Seat.objects.get(case_id=cast.case_id, hat="guest").id
        assert Notice.objects.filter(case_id=cast.case_id, person_id=cast.amal_id, sender_id=cast.bo.person_id).exists()
    with pytest.raises((ActRefused, DatabaseError)):
        release_items(actor=bo, case_id=cast.case_id, item_ids=[told], to_seat_id=guest, purpose="meeting", how="orally")
