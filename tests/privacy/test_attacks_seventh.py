"""Attacks past the code on what came with the live meeting and with guests: lines that were said yes to, and another's guest."""

import re
from datetime import time
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, connections

from roundtable.casework.cowriting.actions import keep_changes, settle_box
from roundtable.casework.cowriting.models import Box
from roundtable.casework.cowriting.rules import Joint
from roundtable.casework.cowriting.tests.scene import box, meeting, sheet
from roundtable.casework.guests.actions import invite_guest
from roundtable.casework.guests.rules import Said, Who
from roundtable.casework.guests.tests.conftest import SOON
from roundtable.casework.plans.tests.scene import family
from roundtable.casework.roundtables.actions import NewLine, call_roundtable, confirm_lines, hold_roundtable, write_lines
from roundtable.casework.roundtables.models import MeetingLine
from roundtable.casework.roundtables.rules import Channel, How, Section
from roundtable.casework.roundtables.tests.addresses import call
from roundtable.ground.access.acts import ActRefused
from roundtable.ground.access.context import acting, through
from roundtable.ground.disclosure.actions import release_items
from roundtable.ground.notices.models import Notice
from roundtable.ground.seats.actions import seat_person, write_words
from roundtable.ground.seats.models import Seat
from roundtable.ground.seats.rules import confidence, draft, side, table
from roundtable.kernel.refusal import NotHere
from tests.cast import Cast, Member, build_cast
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


LINE = (
    "INSERT INTO roundtables_meetingline (item_id, scope_id, wall, roundtable_id, section, number, how, text)"
    " VALUES (%s, %s, %s, %s, %s, 0, %s, '') RETURNING section"
)


def _says(cast: Cast, member: Member | None = None) -> tuple[str, UUID, str, UUID, str]:
    if member is None:
        return ("web_citizen", cast.amal_id, "citizen", cast.case_id, "meeting")
    return ("web_authority" if member.authority else "web_care", member.person_id, "professional", cast.case_id, "meeting")


def _writes(cast: Cast, found: UUID, box_id: UUID, member: Member, text: str) -> str:
    """What stands in the minutes once this person has written in that box of the sheet."""
    actor = cast.at_table(member)
    changes = [(uuid4(), box_id, Joint().write(text))]
    keep_changes(actor=actor, case_id=cast.case_id, sheet_id=sheet(cast, found).item_id, changes=changes)
    settle_box(actor=actor, case_id=cast.case_id, box_id=box_id)
    with acting(actor):
        return str(MeetingLine.objects.get(item_id=box_id).text)


@pytest.mark.parametrize(("kind", "mine"), [("home", True), ("arrive", False)])
def test_nobody_takes_the_id_of_a_box_with_a_text_of_their_own_and_what_cleo_writes_reaches_the_minutes(kind: str, *, mine: bool) -> None:
    """Amal, Bo and Dag try, by a note, a confidence, a draft, and a line that never stands in the minutes; then Cleo writes."""
    cast = build_cast()
    found = meeting(cast)
    taken = box(cast, found, kind, cast.cleo.person_id if mine else None)
    for actor in (cast.amal, cast.at_table(cast.bo), cast.at_table(cast.cleo)):
        places = [table(), draft(), *([confidence(cast.bo.person_id)] if actor is cast.amal else [side(), confidence()])]
        for place, item_kind in ((place, item_kind) for place in places for item_kind in ("note", "meeting_line")):
            with pytest.raises((ActRefused, DatabaseError)):
                write_words(actor=actor, case_id=cast.case_id, place=place, kind=item_kind, body="Mine", item_id=taken)
    with pytest.raises((NotHere, ActRefused, DatabaseError)):
        write_words(actor=cast.at_table(cast.dag), case_id=cast.case_id, place=table(), kind="meeting_line", body="Mine", item_id=taken)
    assert _writes(cast, found, taken, cast.cleo, "We call on Monday") == "We call on Monday"


def test_a_line_under_a_boxs_id_is_of_that_meeting_and_that_part() -> None:
    """Who may change the box writes its line by hand, and would lay it where no box would find it."""
    cast = build_cast()
    found = meeting(cast)
    taken, as_cleo = box(cast, found, "arrive"), _says(cast, cast.cleo)
    with acting(cast.at_table(cast.cleo)):
        of = Box.objects.get(id=taken)
    item = (
        "INSERT INTO seats_item (id, case_id, scope_id, wall, scope_kind, kind, about, author_id, author_hat, author_seat_id, held)"
        " VALUES (%s, %s, %s, %s, 'table', 'meeting_line', %s, %s, 'professional', %s, false)"
    )
    stands = (item, taken, cast.case_id, of.scope_id, of.wall, [cast.amal_id], cast.cleo.person_id, cast.seats["cleo"])
    assert refused(*as_cleo, stands, ("SELECT 1",)) == "this id is a box's"
    assert refused(*as_cleo, stands, (LINE, taken, of.scope_id, of.wall, found, "agree", "together")) == "this id is a box's"
    assert ask(*as_cleo, stands, (LINE, taken, of.scope_id, of.wall, found, "arrive", "together")) == [("arrive",)]


def test_a_line_has_a_part_of_the_meeting_and_a_way_it_came_that_the_house_knows() -> None:
    cast = build_cast()
    found = meeting(cast)
    made = write_words(actor=cast.at_table(cast.cleo), case_id=cast.case_id, place=table(), kind="meeting_line", body="Mine")
    as_cleo = _says(cast, cast.cleo)
    assert "line_section" in refused(*as_cleo, (LINE, made.item_id, made.scope_id, made.wall, found, "take_home", "self"))
    assert "line_how" in refused(*as_cleo, (LINE, made.item_id, made.scope_id, made.wall, found, "home", "shouted"))
    for section in Section:
        more = write_words(actor=cast.at_table(cast.cleo), case_id=cast.case_id, place=table(), kind="meeting_line", body="Mine")
        for_all = (LINE, more.item_id, more.scope_id, more.wall, found, str(section), "self")
        assert ask(*as_cleo, for_all) == [(str(section),)]
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = 'line_how'")
        (known,) = cursor.fetchone()
    assert set(re.findall(r"'(\w+)'", known)) == {str(how) for how in How}
