"""Gro leads the programme: she is never seated by her own hand, and a course she holds she does not lead."""

import pytest
from tests.cast import Cast, build_cast, person

from roundtable.ground.access.acts import ActRefused
from roundtable.ground.access.context import acting, through
from roundtable.ground.programmes.models import Membership
from roundtable.ground.seats.actions import end_intake, end_seat, open_case, seat_person, write_words
from roundtable.ground.seats.queries import rows, words
from roundtable.ground.seats.rules import table
from roundtable.kernel.refusal import Refusal


@pytest.fixture
def cast() -> Cast:
    return build_cast()


def _seats_of_gro(cast: Cast) -> list[tuple[str]]:
    with acting(cast.at_table(cast.bo)):
        return rows(
            "SELECT hat FROM seats_seat WHERE case_id = %s AND person_id = %s AND until_at IS NULL", [cast.case_id, cast.gro.person_id]
        )


def _ida_leads_too(cast: Cast) -> None:
    with through("loader"):
        Membership.objects.filter(person_id=cast.ida.person_id).update(leads=True)


def test_gro_does_not_seat_herself_neither_answering_a_referral_nor_as_the_leader(cast: Cast) -> None:
    case_id = open_case(actor=cast.cleo.on(None), programme_id=cast.programme_id, citizen_ids=[person("Max")])
    for actor, where in ((cast.gro.intake(case_id), case_id), (cast.gro.leading(cast.case_id), cast.case_id)):
        with pytest.raises(ActRefused) as no:
            seat_person(actor=actor, case_id=where, person_id=cast.gro.person_id)
        assert no.value.reason == "seats_herself"
    assert _seats_of_gro(cast) == []
    seat_person(actor=cast.gro.intake(case_id), case_id=case_id, person_id=cast.bo.person_id)
    end_intake(actor=cast.gro.intake(case_id), case_id=case_id, accepted=True)


def test_another_leader_seats_gro_and_from_then_on_she_holds_the_course_and_does_not_lead_it(cast: Cast) -> None:
    item = write_words(actor=cast.at_table(cast.bo), case_id=cast.case_id, place=table(), kind="note", body="Said").item_id
    _ida_leads_too(cast)
    with acting(cast.gro.leading()):
        assert (cast.case_id,) in rows("SELECT id FROM seats_case")
    seat_person(actor=cast.ida.leading(cast.case_id), case_id=cast.case_id, person_id=cast.gro.person_id)
    assert _seats_of_gro(cast) == [("professional",)]
    for leading in (cast.gro.leading(), cast.gro.leading(cast.case_id)):
        with acting(leading):
            assert rows("SELECT 1 FROM seats_case WHERE id = %s", [cast.case_id]) == []
            assert rows("SELECT 1 FROM seats_seat WHERE case_id = %s AND person_id <> %s", [cast.case_id, cast.gro.person_id]) == []
        assert words(actor=leading, item_ids=[item]) == ()
        with pytest.raises(Refusal):
            seat_person(actor=leading, case_id=cast.case_id, person_id=cast.jon.person_id)
        with pytest.raises(Refusal):
            end_seat(actor=leading, seat_id=cast.seats["cleo"])
    assert len(words(actor=cast.at_table(cast.gro), item_ids=[item])) == 1


def test_also_after_her_seat_ended_gro_does_not_lead_the_course_she_held(cast: Cast) -> None:
    _ida_leads_too(cast)
    seat_id = seat_person(actor=cast.ida.leading(cast.case_id), case_id=cast.case_id, person_id=cast.gro.person_id)
    end_seat(actor=cast.ida.leading(cast.case_id), seat_id=seat_id)
    with acting(cast.gro.leading()):
        assert rows("SELECT 1 FROM seats_case WHERE id = %s", [cast.case_id]) == []
