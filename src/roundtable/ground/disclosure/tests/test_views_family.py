"""A family of three at one table: what Jo says is Jo's, and a mother's no is no no of Jo's."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse
from tests.cast import Cast, account, build_cast, person

from roundtable.ground.access.actor import Actor, Hat, Purpose
from roundtable.ground.access.acts import ActRefused
from roundtable.ground.access.context import acting
from roundtable.ground.disclosure.actions import answer_may_i, ask_to_share, close_for, disclose_on_ground, release_items
from roundtable.ground.disclosure.queries import days, questions, shareable, shares, waiting_questions, who_saw
from roundtable.ground.seats.actions import end_intake, open_case, seat_person, write_words
from roundtable.ground.seats.queries import rows, words
from roundtable.ground.seats.rules import confidence
from roundtable.kernel.refusal import NotHere


@dataclass(frozen=True)
class Family:
    """Mia and Jo with Bo and Cleo; the case is theirs together."""

    cast: Cast
    case_id: UUID
    mia: Actor
    jo: Actor
    cleo_seat: UUID

    def staff(self, name: str) -> Actor:
        member = getattr(self.cast, name)
        return Actor(member.person_id, Hat.PROFESSIONAL, member.authority, self.case_id, Purpose.CASE)


@pytest.fixture
def family() -> Family:
    cast = build_cast()
    mia, jo = person("Mia"), person("Jo")
    case_id = open_case(actor=cast.cleo.on(None, Purpose.REFERRAL), programme_id=cast.programme_id, citizen_ids=[mia, jo])
    intake = cast.gro.intake(case_id)
    seat_person(actor=intake, case_id=case_id, person_id=cast.bo.person_id)
    cleo_seat = seat_person(actor=intake, case_id=case_id, person_id=cast.cleo.person_id)
    end_intake(actor=intake, case_id=case_id, accepted=True)
    return Family(cast, case_id, Actor(mia, Hat.CITIZEN, False, case_id), Actor(jo, Hat.CITIZEN, False, case_id), cleo_seat)


def told_bo(family: Family) -> UUID:
    place = confidence(family.cast.bo.person_id)
    return write_words(actor=family.jo, case_id=family.case_id, place=place, kind="message", body="They quarrel about me").item_id


def test_mia_neither_shares_nor_learns_of_what_jo_told_bo_nor_who_read_it(family: Family) -> None:
    item = told_bo(family)
    assert shareable(actor=family.mia, case_id=family.case_id) == ()
    with pytest.raises(ActRefused):
        release_items(actor=family.mia, case_id=family.case_id, item_ids=[item], to_seat_id=family.cleo_seat, purpose="meeting")
    release_items(actor=family.jo, case_id=family.case_id, item_ids=[item], to_seat_id=family.cleo_seat, purpose="meeting")
    assert len(words(actor=family.staff("cleo"), item_ids=[item])) == 1
    assert shares(actor=family.mia, case_id=family.case_id) == ()
    assert who_saw(actor=family.mia, case_id=family.case_id).sums == ()
    assert len(who_saw(actor=family.jo, case_id=family.case_id).readings) == 1


def test_a_question_is_put_to_the_one_it_is_about_and_the_other_has_nothing_to_answer(family: Family) -> None:
    item = ask_to_share(
        actor=family.staff("bo"), case_id=family.case_id, to_seat_id=family.cleo_seat, headline="Quarrels", about=(family.jo.person_id,)
    )
    assert waiting_questions(actor=family.mia) == questions(actor=family.mia, case_id=family.case_id) == ()
    with pytest.raises(NotHere):
        answer_may_i(actor=family.mia, case_id=family.case_id, item_id=item, answer="no")
    assert [asked.item_id for asked in waiting_questions(actor=family.jo)] == [item]
    with pytest.raises(ActRefused) as whom:
        ask_to_share(actor=family.staff("bo"), case_id=family.case_id, to_seat_id=family.cleo_seat, headline="Quarrels")
    assert whom.value.reason == "about_whom"


def test_mia_closes_for_cleo_and_what_jo_shared_stays_open(family: Family) -> None:
    item = told_bo(family)
    release_items(actor=family.jo, case_id=family.case_id, item_ids=[item], to_seat_id=family.cleo_seat, purpose="meeting")
    close_for(actor=family.mia, case_id=family.case_id, person_id=family.cast.cleo.person_id)
    assert len(words(actor=family.staff("cleo"), item_ids=[item])) == 1


def test_what_cleo_reads_by_law_beside_a_yes_that_jo_closed_is_shown_to_jo_on_its_day_and_not_before(family: Family) -> None:
    item, bo = told_bo(family), family.staff("bo")
    release_items(actor=family.jo, case_id=family.case_id, item_ids=[item], to_seat_id=family.cleo_seat, purpose="meeting")
    close_for(actor=family.jo, case_id=family.case_id, person_id=family.cast.cleo.person_id)
    assert words(actor=family.staff("cleo"), item_ids=[item]) == ()
    assert shares(actor=family.staff("cleo"), case_id=family.case_id) == (), "a yes that opens nothing is not known to Cleo"
    today = days(actor=family.jo, case_id=family.case_id).today
    shared = disclose_on_ground(
        actor=bo,
        case_id=family.case_id,
        item_id=item,
        to_seat_id=family.cleo_seat,
        paragraph="Health act § 43(2)",
        necessity="A child is at risk",
        countersigner_id=family.cast.jon.person_id,
        until_on=today + timedelta(days=30),
        urgent=True,
        tell_on=today + timedelta(days=20),
        deferral_ground="Data act § 22(2)",
    )
    (read,) = words(actor=family.staff("cleo"), item_ids=[item])
    assert read.basis == "law"
    assert [known.disclosure_id for known in shares(actor=family.staff("cleo"), case_id=family.case_id)] == [shared.disclosure_id]
    assert {seen.person_id for seen in who_saw(actor=family.jo, case_id=family.case_id).readings} == {bo.person_id}
    jo = Client()
    jo.force_login(account(family.jo.person_id, "Jo", "citizen"))
    assert "Cleo Test has read" not in jo.get(reverse("who_opened_what", args=[family.case_id])).content.decode()
    with acting(bo):
        (recorded,) = rows(
            "SELECT basis, show_from > now() FROM access_accessevent WHERE item_id = %s AND person_id <> %s", [item, bo.person_id]
        )
    assert recorded == ("law", True), "it is recorded at once"


def test_bo_says_on_the_page_whom_he_asks_and_it_says_what_closing_leaves(family: Family) -> None:
    bo, mia = Client(), Client()
    bo.force_login(account(family.cast.bo.person_id, "Bo"))
    mia.force_login(account(family.mia.person_id, "Mia", "citizen"))
    assert "Whom do you ask?" in bo.get(reverse("may_i", args=[family.case_id])).content.decode()
    page = mia.get(reverse("close_for", args=[family.case_id, family.cast.cleo.person_id])).content.decode()
    assert "What is only about the others in your family." in page
    assert mia.get(reverse("close_for", args=[family.case_id, family.jo.person_id])).status_code == 404
