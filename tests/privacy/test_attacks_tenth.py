"""What an attacker found in a family's course, where one closes and the other does not: letters, facts, boxes and take-backs."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from roundtable.casework.cases.actions import start_case
from roundtable.casework.cowriting.models import Box
from roundtable.casework.cowriting.tests.scene import meeting
from roundtable.ground.access.context import through
from roundtable.ground.disclosure.actions import close_for, release_items
from roundtable.ground.disclosure.queries import ShareState, share
from roundtable.ground.notices.models import Notice
from roundtable.ground.seats.actions import end_seat, seat_person, write_words
from roundtable.ground.seats.models import Seat
from roundtable.ground.seats.rules import confidence
from tests.cast import Cast, account, build_cast, person
from tests.privacy.test_attacks_representative import seats
from tests.privacy.test_attacks_sql_more import ask

INVITES = "SELECT kind FROM guard.may_invite(%s)"


def signed_in(person_id: UUID, name: str, kind: str = "staff") -> Client:
    client = Client()
    client.force_login(account(person_id, name, kind=kind))
    return client


@pytest.fixture
def cast() -> Cast:
    """The course of Amal and Max: what one of them closes stays open for what is about the other."""
    found = build_cast(ida_seated=True)
    with through("loader"):
        Seat.objects.create(case_id=found.case_id, person_id=found.max_id, hat="citizen", ground="referral")
    start_case(actor=found.at_table(found.bo), case_id=found.case_id)
    return found


@pytest.fixture
def beside(cast: Cast) -> tuple[UUID, UUID]:
    """Hanne, who acts for Amal, and Finn, who comes with her."""
    hanne, finn = person("Hanne", "Test"), person("Finn", "Test")
    ask("web_citizen", cast.amal_id, "citizen", cast.case_id, "case", seats(cast, hanne, ("table", "team", "side")))
    seat_person(actor=cast.amal, case_id=cast.case_id, person_id=finn, hat="companion", ground="citizen")
    return hanne, finn


def may_give_a_letter(cast: Cast, to: UUID) -> bool:
    try:
        return bool(ask("web_care", cast.bo.person_id, "professional", cast.case_id, "case", (INVITES, to)))
    except Exception as problem:
        assert "refused:not_here" in str(problem)
        return False


def test_whom_amal_closed_for_prints_no_letter_to_sign_in_as_who_reads_for_her(cast: Cast, beside: tuple[UUID, UUID]) -> None:
    bo = signed_in(cast.bo.person_id, "Bo")
    for who in beside:
        assert may_give_a_letter(cast, who)
        assert bo.get(reverse("print_letter", args=[cast.case_id, who])).status_code == 200
    close_for(actor=cast.amal, case_id=cast.case_id, person_id=cast.bo.person_id)
    for who in (*beside, cast.amal_id):
        address = reverse("print_letter", args=[cast.case_id, who])
        assert not may_give_a_letter(cast, who)
        assert bo.get(address).status_code == 404 and bo.post(address).status_code == 404
    assert may_give_a_letter(cast, cast.max_id), "Max closed nothing"


def test_whom_amal_closed_for_has_no_page_of_it_though_max_closed_nothing(cast: Cast, beside: tuple[UUID, UUID]) -> None:
    for who, name in zip(beside, ("Hanne", "Finn"), strict=True):
        client = signed_in(who, name, "citizen")
        assert client.get(reverse("case_page", args=[cast.case_id])).status_code == 200
        close_for(actor=cast.amal, case_id=cast.case_id, person_id=who)
        for page in ("people", "plan", "roundtable", "time_line", "take_home"):
            assert client.get(reverse(page, args=[cast.case_id])).status_code in (403, 404), page
        for hat in ("representative", "companion"):
            assert ask("web_citizen", who, hat, cast.case_id, "case", ("SELECT count(*) FROM cases_phaseevent",)) == [(0,)]


def test_a_step_whose_id_is_something_hidden_is_made_like_any_other(cast: Cast) -> None:
    hidden = write_words(
        actor=cast.at_table(cast.bo), case_id=cast.case_id, place=confidence(about=[cast.amal_id]), kind="note", body="Zinnia"
    ).item_id
    found = meeting(cast)
    cleo, address = signed_in(cast.cleo.person_id, "Cleo"), reverse("one_more_step", args=[cast.case_id, found])
    answers = [cleo.post(address, {"once": str(once)}) for once in (hidden, uuid4(), hidden)]
    assert {(answer.status_code, answer.headers["Location"]) for answer in answers} == {
        (302, reverse("write_together", args=[cast.case_id, found]))
    }
    with through("loader"):
        made = set(Box.objects.filter(sheet__roundtable_id=found, kind="step").values_list("id", flat=True))
    assert len(made) >= 2 and hidden not in made


def test_what_is_over_is_not_taken_back_once_more(cast: Cast) -> None:
    item = write_words(
        actor=cast.at_table(cast.bo), case_id=cast.case_id, place=confidence(about=[cast.amal_id]), kind="note", body="Zinnia"
    ).item_id
    day = timezone.localdate() + timedelta(days=30)

    def given(to: str) -> UUID:
        place = {"case_id": cast.case_id, "item_ids": [item], "to_seat_id": cast.seats[to]}
        made: UUID = release_items(actor=cast.amal, purpose="work", until_on=day, once=uuid4(), **place).disclosure_id
        return made

    def news() -> int:
        with through("loader"):
            return Notice.objects.filter(person_id=cast.amal_id).count()

    bo, over, stands = signed_in(cast.bo.person_id, "Bo"), given("ida"), given("cleo")
    end_seat(actor=cast.at_table(cast.ida), seat_id=cast.seats["ida"])
    before = news()
    bo.post(reverse("withdraw_release", args=[cast.case_id, over]))
    left = share(actor=cast.amal, case_id=cast.case_id, disclosure_id=over)
    assert (left.state, left.back_noted_by, news()) == (ShareState.LEFT, "", before)
    for _pressed in range(3):
        bo.post(reverse("withdraw_release", args=[cast.case_id, stands]))
    taken = share(actor=cast.amal, case_id=cast.case_id, disclosure_id=stands)
    assert (taken.state, news()) == (ShareState.TAKEN_BACK, before + 1)
