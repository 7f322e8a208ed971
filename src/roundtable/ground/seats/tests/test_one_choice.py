"""Somebody with several posts: the one that is meant is chosen, and the same every time."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse
from tests.cast import Cast, account, build_cast, person

from roundtable.ground.access.actor import Actor, Hat, Purpose
from roundtable.ground.access.context import acting, through
from roundtable.ground.access.hats import actor_on, hats_of
from roundtable.ground.disclosure.actions import countersign, disclose_on_ground, give_mandate
from roundtable.ground.disclosure.queries import days
from roundtable.ground.organisations.models import Organisation
from roundtable.ground.programmes.models import Membership, Programme, Role
from roundtable.ground.seats.actions import end_seat, open_case, seat_person, write_words
from roundtable.ground.seats.queries import rows, seats_on
from roundtable.ground.seats.rules import side
from roundtable.kernel.refusal import NotHere

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


@pytest.fixture
def cast() -> Cast:
    return build_cast()


def works(cast: Cast, person_id: UUID, organisation_id: UUID, role_id: UUID, **more: object) -> UUID:
    """One more post, older than the others unless said otherwise. Returns its id."""
    values = {"programme_id": cast.programme_id, "from_at": LONG_AGO, **more}
    with through("loader"):
        return Membership.objects.create(person_id=person_id, organisation_id=organisation_id, role_id=role_id, **values).id


def organisation(kind: str = "health") -> UUID:
    mark = uuid4().hex[:8]
    with through("loader"):
        return Organisation.objects.create(code=f"c-{mark}", name="Third", short_name="Third", kind=kind, pattern="dash").id


def lead_role(cast: Cast, authority: bool) -> UUID:
    with through("loader"):
        role = Role.objects.create(programme_id=cast.programme_id, code=f"l-{uuid4().hex[:8]}", name="Team leader", authority=authority)
    return role.id


def programme_of(cast: Cast) -> UUID:
    """Another programme, and a role of an authority that leads it."""
    with through("loader"):
        return Programme.objects.create(code=f"q-{uuid4().hex[:8]}", name="Other", country="DK", consent_text="", if_no_text="").id


@pytest.mark.parametrize("authority", [False, True])
def test_who_leads_two_programmes_opens_a_course_through_the_login_of_the_one_it_belongs_to(cast: Cast, authority: bool) -> None:
    lea, elsewhere = person("Lea"), programme_of(cast)
    works(cast, lea, cast.jobcentre_id, lead_role(cast, authority), leads=True)
    works(cast, lea, cast.health_id, lead_role(cast, not authority), leads=True, programme_id=elsewhere)
    actor = actor_on(lea, hats_of(lea), cast.case_id, Purpose.TEAM)
    assert (actor.hat, actor.authority) == (Hat.TEAM_LEADER, authority)
    assert [seat.given_name for seat in seats_on(actor=actor, case_ids=[cast.case_id])][:1] == ["Amal"]


def test_who_leads_another_programme_meets_a_course_as_something_that_is_not_there(cast: Cast) -> None:
    lea = person("Lea")
    works(cast, lea, cast.health_id, lead_role(cast, False), leads=True, programme_id=programme_of(cast))
    gro, foreign = Client(), Client()
    gro.force_login(account(cast.gro.person_id, "Gro"))
    foreign.force_login(account(lea, "Lea"))
    for client, case_id, status in ((gro, cast.case_id, 200), (gro, uuid4(), 404), (foreign, cast.case_id, 404), (foreign, uuid4(), 404)):
        assert client.get(reverse("case_page", args=[case_id])).status_code == status
    with pytest.raises(NotHere):
        actor_on(lea, hats_of(lea), cast.case_id, Purpose.CASE)


def test_who_had_a_seat_does_not_lead_that_course(cast: Cast) -> None:
    works(cast, cast.bo.person_id, cast.health_id, lead_role(cast, False), leads=True)
    seat_person(actor=cast.gro.leading(cast.case_id), case_id=cast.case_id, person_id=cast.ida.person_id, ground="hand_over")
    end_seat(actor=cast.gro.leading(cast.case_id), seat_id=cast.seats["bo"])
    with pytest.raises(NotHere):
        actor_on(cast.bo.person_id, hats_of(cast.bo.person_id), cast.case_id, Purpose.CASE)


@pytest.mark.parametrize("older_leads", [True, False])
def test_who_leads_and_works_is_seated_and_refers_in_the_working_post(cast: Cast, older_leads: bool) -> None:
    lea, third = person("Lea"), organisation()
    lead, work = (LONG_AGO, LONG_AGO + timedelta(days=9)) if older_leads else (LONG_AGO + timedelta(days=9), LONG_AGO)
    works(cast, lea, cast.health_id, lead_role(cast, False), leads=True, from_at=lead)
    works(cast, lea, third, cast.bo.role_id, from_at=work)
    seat_person(actor=cast.gro.leading(cast.case_id), case_id=cast.case_id, person_id=lea, ground="hand_over")
    (seat,) = (seat for seat in seats_on(actor=cast.amal, case_ids=[cast.case_id]) if seat.person_id == lea)
    assert seat.organisation_id == third
    me = Actor(lea, Hat.PROFESSIONAL, False, None, Purpose.REFERRAL)
    case_id = open_case(actor=me, programme_id=cast.programme_id, citizen_ids=[person("Sol")])
    (referrer,) = (seat for seat in seats_on(actor=me, case_ids=[case_id]) if seat.hat == "professional")
    assert referrer.organisation_id == third


def test_of_two_working_posts_the_older_one_counts(cast: Cast) -> None:
    for turn in range(4):
        who, third = person(f"Two {turn}"), organisation()
        posts = [(third, LONG_AGO), (cast.health_id, LONG_AGO + timedelta(days=3))]
        for organisation_id, since in posts if turn % 2 else reversed(posts):
            works(cast, who, organisation_id, cast.bo.role_id, from_at=since)
        seat_person(actor=cast.gro.leading(cast.case_id), case_id=cast.case_id, person_id=who, ground="hand_over")
        (seat,) = (seat for seat in seats_on(actor=cast.amal, case_ids=[cast.case_id]) if seat.person_id == who)
        assert seat.organisation_id == third


def test_who_manages_two_organisations_gives_a_mandate_for_the_one_its_manager_manages(cast: Cast) -> None:
    """Nor does it hang on whose number comes first."""
    for _ in range(4):
        third, giver, manager, worker = organisation(), person("Mag"), person("Hal"), person("Wim")
        works(cast, worker, third, cast.bo.role_id)
        seat_person(actor=cast.gro.leading(cast.case_id), case_id=cast.case_id, person_id=worker, ground="hand_over")
        for organisation_id in (cast.health_id, third):
            works(cast, giver, organisation_id, cast.bo.role_id, manages=True)
        works(cast, manager, third, cast.bo.role_id, manages=True)
        mandate = give_mandate(
            actor=Actor(giver, Hat.LINE_MANAGER, False, cast.case_id, Purpose.TEAM),
            case_id=cast.case_id,
            person_id=manager,
            ground="complaint",
            until_at=datetime.now(UTC) + timedelta(days=9),
        )
        with acting(cast.amal):
            assert rows("SELECT organisation_id FROM seats_mandate WHERE id = %s", [mandate]) == [(third,)]


def test_a_request_to_sign_second_comes_with_the_post_of_the_side_that_asks(cast: Cast) -> None:
    until = days(actor=cast.amal, case_id=cast.case_id).today + timedelta(days=9)
    third = organisation("jobcentre")
    sides = ((cast.bo, cast.health_id, cast.bo.role_id, "cleo"), (cast.cleo, cast.jobcentre_id, cast.cleo.role_id, "bo"))
    for holder, own, role_id, receiver in sides:
        sue, other_role = person("Sue"), cast.cleo.role_id if holder == cast.bo else cast.bo.role_id
        works(cast, sue, own, role_id)
        works(cast, sue, third, other_role)
        actor = cast.at_table(holder)
        item = write_words(actor=actor, case_id=cast.case_id, place=side(), kind="note", body="Worried").item_id
        shared = disclose_on_ground(
            actor=actor,
            case_id=cast.case_id,
            item_id=item,
            to_seat_id=cast.seats[receiver],
            paragraph="§ 1",
            necessity="Needed",
            countersigner_id=sue,
            until_on=until,
        )
        asked = actor_on(sue, hats_of(sue), cast.case_id, Purpose.COUNTERSIGN)
        assert asked.authority is holder.authority
        countersign(actor=asked, disclosure_id=shared.disclosure_id, yes=True)
