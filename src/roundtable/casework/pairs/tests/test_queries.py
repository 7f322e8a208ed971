"""Load and pairs are numbers for the leader, and for nobody else."""

import pytest
from tests.cast import Cast, build_cast, person

from roundtable.casework.pairs.pages import team_page
from roundtable.casework.pairs.queries import load, pairs
from roundtable.ground.access.actor import Purpose
from roundtable.ground.access.context import through
from roundtable.ground.programmes.models import Membership
from roundtable.ground.seats.actions import end_intake, open_case, seat_person


@pytest.fixture(scope="module")
def cast() -> Cast:
    return build_cast()


def test_gro_sees_how_many_courses_each_holds_also_her_own(cast: Cast) -> None:
    with through("loader"):
        Membership.objects.filter(person_id=cast.ida.person_id).update(leads=True)
    own = open_case(actor=cast.cleo.on(None, Purpose.REFERRAL), programme_id=cast.programme_id, citizen_ids=[person("Noa")])
    seat_person(actor=cast.gro.intake(own), case_id=own, person_id=cast.bo.person_id)
    seat_person(actor=cast.ida.intake(own), case_id=own, person_id=cast.gro.person_id)  # nobody is seated by their own hand
    end_intake(actor=cast.gro.intake(own), case_id=own, accepted=True)
    with through("loader"):
        Membership.objects.filter(person_id=cast.ida.person_id).update(leads=False)
    found = {member.given_name: member.open_courses for member in load(actor=cast.gro.leading())}
    assert found == {"Bo": 2, "Cleo": 1, "Dag": 0, "Eve": 0, "Gro": 1, "Ida": 0, "Jon": 0}


def test_a_course_with_bo_and_cleo_is_one_course() -> None:
    cast = build_cast()
    found = {member.given_name: member for member in load(actor=cast.gro.leading())}
    assert [found[name].open_courses for name in ("Bo", "Cleo")] == [1, 1]
    assert {member.courses_led for member in found.values()} == {1}
    assert (found["Bo"].courses_of_section, found["Cleo"].courses_of_role, found["Gro"].courses_of_section) == (1, 1, 0)
    page = team_page(tuple(found.values()), ())
    assert page.courses == 1 and sum(section.courses for section in page.sections) == 2


def test_intake_sees_the_same_and_the_pairs_across_organisations(cast: Cast) -> None:
    waiting = open_case(actor=cast.cleo.on(None, Purpose.REFERRAL), programme_id=cast.programme_id, citizen_ids=[person("Max")])
    intake = cast.gro.intake(waiting)
    assert {member.given_name for member in load(actor=intake)} == {"Bo", "Cleo", "Dag", "Eve", "Gro", "Ida", "Jon"}
    assert {frozenset((pair.one_id, pair.other_id)): pair.shared for pair in pairs(actor=intake)} == {
        frozenset((cast.bo.person_id, cast.cleo.person_id)): 1
    }


def test_bo_cleo_dag_and_amal_see_nobodys_load(cast: Cast) -> None:
    for actor in (cast.at_table(cast.bo), cast.cleo.on(None), cast.dag.leading(), cast.eve.on(None)):
        assert load(actor=actor) == ()
        assert pairs(actor=actor) == ()
    with pytest.raises(Exception, match="permission denied"):
        load(actor=cast.amal)
