"""Amal, who never signs in, names Finn by telephone; Bo notes it. It is shown so, it ends as it came, and nobody else notes it."""

from uuid import UUID

import pytest
from django.test import Client
from django.utils import timezone
from tests.cast import Cast, account, build_cast, build_family

from roundtable.casework.roundtables.actions import Invited, invite_companion, remove_companion
from roundtable.casework.roundtables.rules import MOST_COMPANIONS, How, NotYoursToDecide, TooManyCompanions
from roundtable.casework.roundtables.rules.companions import SignsInHerself
from roundtable.ground.access.actor import Actor
from roundtable.ground.access.acts import ActRefused
from roundtable.ground.access.context import through
from roundtable.ground.disclosure.actions import ask_to_share, close_for, note_yes_aloud
from roundtable.ground.notices.models import Notice
from roundtable.ground.seats.actions import end_seat
from roundtable.ground.seats.queries import seats_on
from roundtable.kernel.refusal import NotHere

BY_PHONE = "by telephone, noted by Bo, read back"


@pytest.fixture
def cast() -> Cast:
    return build_cast(ida_seated=True)


def named(cast: Cast, by: Actor | None = None, how: How = How.TELEPHONE, name: str = "Finn") -> Invited:
    return invite_companion(
        actor=by or cast.at_table(cast.bo), case_id=cast.case_id, given_name=name, family_name="Test", for_id=cast.amal_id, how=how
    )


def client(person_id: UUID, name: str, kind: str = "staff") -> Client:
    found = Client()
    found.force_login(account(person_id, name, kind))
    return found


def told(person_id: UUID) -> int:
    with through("loader"):
        return Notice.objects.filter(person_id=person_id).count()


def beside(cast: Cast) -> list[tuple[UUID, UUID | None, UUID | None]]:
    seats = seats_on(actor=cast.amal, case_ids=[cast.case_id])
    return [(seat.person_id, seat.for_person_id, seat.noted_by_id) for seat in seats if seat.hat == "companion" and seat.live]


def test_bo_notes_who_comes_with_amal_once_and_she_and_the_leader_are_told(cast: Cast) -> None:
    before = told(cast.amal_id), told(cast.gro.person_id)
    first = named(cast)
    assert named(cast) == first, "pressed twice"
    assert beside(cast) == [(first.person_id, cast.amal_id, cast.bo.person_id)]
    assert (told(cast.amal_id) > before[0], told(cast.gro.person_id) > before[1]) == (True, True)
    assert [seat.noted_by_id for seat in seats_on(actor=cast.at_table(cast.cleo), case_ids=[cast.case_id]) if seat.hat == "companion"] == [
        cast.bo.person_id
    ], "everyone at the table sees who noted it"


def test_nobody_notes_it_through_an_authoritys_login_from_elsewhere_or_after_she_closed_it_for_them(cast: Cast) -> None:
    for other in (cast.at_table(cast.cleo), cast.gro.leading(cast.case_id), cast.at_table(cast.dag)):
        with pytest.raises(NotYoursToDecide):
            named(cast, other)
    for stranger in (cast.at_table(cast.eve), cast.at_table(cast.jon)):
        with pytest.raises(NotHere):
            named(cast, stranger)
    close_for(actor=cast.amal, case_id=cast.case_id, person_id=cast.ida.person_id)
    with pytest.raises((NotHere, ActRefused)):
        named(cast, cast.at_table(cast.ida))
    assert beside(cast) == []


def test_who_signs_in_does_it_herself(cast: Cast) -> None:
    hers = account(cast.amal_id, "Amal", "citizen")
    named(cast)
    hers.last_login = timezone.now()
    hers.save()
    with pytest.raises(SignsInHerself):
        named(cast, name="Nils")


def test_it_is_noted_for_a_citizen_of_this_course_alone_and_for_a_few(cast: Cast) -> None:
    family = build_family(cast)
    for other in (cast.max_id, cast.cleo.person_id, family.citizens["Mia"].person_id):
        with pytest.raises(ActRefused):
            invite_companion(actor=cast.at_table(cast.bo), case_id=cast.case_id, given_name="Finn", for_id=other)
    for number in range(MOST_COMPANIONS):
        named(cast, name=f"Friend {number}")
    with pytest.raises(TooManyCompanions):
        named(cast, name="One more")


def test_what_came_by_a_note_goes_by_a_note_of_the_same_organisation_and_by_her_own_act(cast: Cast) -> None:
    noted = named(cast)
    for other in (cast.at_table(cast.cleo), cast.at_table(cast.dag), cast.at_table(cast.eve)):
        with pytest.raises(NotHere):
            remove_companion(actor=other, case_id=cast.case_id, seat_id=noted.seat_id)
        with pytest.raises((NotHere, ActRefused)):
            end_seat(actor=other, seat_id=noted.seat_id)
    before = told(cast.amal_id)
    remove_companion(actor=cast.at_table(cast.ida), case_id=cast.case_id, seat_id=noted.seat_id)
    assert beside(cast) == [] and told(cast.amal_id) > before
    again = named(cast)
    remove_companion(actor=cast.amal, case_id=cast.case_id, seat_id=again.seat_id)
    assert beside(cast) == []


def test_whom_she_gave_a_place_herself_is_sent_away_by_no_note(cast: Cast) -> None:
    hers = invite_companion(actor=cast.amal, case_id=cast.case_id, given_name="Finn")
    for bo in (cast.at_table(cast.bo),):
        with pytest.raises(NotHere):
            remove_companion(actor=bo, case_id=cast.case_id, seat_id=hers.seat_id)
        with pytest.raises(ActRefused):
            end_seat(actor=bo, seat_id=hers.seat_id)
    assert beside(cast) == [(hers.person_id, cast.amal_id, None)]


def test_the_pages_say_how_it_came_to_everybody_and_finn_reads_what_she_gives_by_telephone(cast: Cast) -> None:
    bo = client(cast.bo.person_id, "Bo")
    place = f"/course/{cast.case_id}/meeting/companion/"
    form = bo.get(place)
    assert "Only for somebody who does not sign in here" in form.text
    sent = {"whose": f"paper:{cast.amal_id}", "given_name": "Finn", "family_name": "Test"}
    for wrong in ({"given_name": ""}, {"whose": f"telephone:{cast.max_id}"}, {"whose": ""}):
        assert "error-summary" in bo.post(place, {**sent, **wrong}).text and beside(cast) == []
    assert bo.post(place, sent, follow=True).redirect_chain[-1][0].endswith("/meeting/prepare/")
    ((finn_id, _whose, _by),) = beside(cast)
    shown = bo.get(f"/course/{cast.case_id}/meeting/prepare/").text
    assert "Finn Test" in shown and "Amal said so on paper, noted by Bo" in shown and "Note it: end the place of Finn Test" in shown
    seen = client(cast.cleo.person_id, "Cleo").get(f"/course/{cast.case_id}/people/").text
    assert "Amal gave this place on paper, noted by Bo" in seen
    theirs = client(cast.cleo.person_id, "Cleo").get(f"/course/{cast.case_id}/meeting/prepare/").text
    assert "Finn Test" in theirs and "Note it: end" not in theirs and "Note who comes with" not in theirs
    assert client(cast.cleo.person_id, "Cleo").get(place).status_code == 404
    seat_id = next(seat.seat_id for seat in seats_on(actor=cast.amal, case_ids=[cast.case_id]) if seat.person_id == finn_id)
    assert client(cast.cleo.person_id, "Cleo").get(f"/course/{cast.case_id}/meeting/companion/{seat_id}/give/").status_code == 404
    asked = ask_to_share(actor=cast.at_table(cast.bo), case_id=cast.case_id, to_seat_id=seat_id, headline="A door that closes")
    finn = client(finn_id, "Finn", "citizen")
    assert "A door that closes" not in finn.get(f"/course/{cast.case_id}/sharing/").text
    note_yes_aloud(actor=cast.at_table(cast.bo), case_id=cast.case_id, item_id=asked)
    assert "A door that closes" in finn.get(f"/course/{cast.case_id}/sharing/").text
    assert "Amal said so on paper, noted by Bo." in finn.get(f"/course/{cast.case_id}/meeting/what-i-may-do/").text
    end = f"/course/{cast.case_id}/meeting/companion/{seat_id}/end/"
    assert client(cast.cleo.person_id, "Cleo").post(end).status_code == 404
    assert bo.post(end).status_code == 302 and beside(cast) == []
    assert finn.get(f"/course/{cast.case_id}/sharing/").status_code == 404
    hers = client(cast.amal_id, "Amal", "citizen").get(f"/course/{cast.case_id}/meeting/prepare/")
    assert hers.status_code == 200 and "Note who comes with" not in hers.text
