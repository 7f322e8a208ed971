"""Bo's post ends: from the next transaction on he reads nothing of his tables, also not what he wrote himself."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connections, transaction
from django.test import Client
from django.utils import timezone
from tests.cast import Cast, Member, account, build_cast, person

from roundtable.ground.access.acts import act
from roundtable.ground.access.context import acting, through
from roundtable.ground.access.hats import hats_of
from roundtable.ground.disclosure.actions import release_items
from roundtable.ground.programmes.models import Membership
from roundtable.ground.seats.actions import end_all_seats, end_seat, open_case, write_words
from roundtable.ground.seats.queries import rows, words
from roundtable.ground.seats.rules import Place, confidence, draft, own, side, table
from roundtable.kernel.refusal import Refusal


@pytest.fixture
def cast() -> Cast:
    return build_cast(ida_seated=True)


def _run(statement: str, *values: object) -> None:
    with transaction.atomic("loader"), connections["loader"].cursor() as cursor:
        cursor.execute(statement, list(values))


def leave(member: Member) -> None:
    _run("UPDATE programmes_membership SET until_at = now() WHERE person_id = %s", member.person_id)


@contextmanager
def another_post(cast: Cast, member: Member, organisation_id: UUID) -> Iterator[None]:
    _run("UPDATE programmes_membership SET organisation_id = %s WHERE person_id = %s", organisation_id, member.person_id)
    yield
    _run("UPDATE programmes_membership SET organisation_id = %s WHERE person_id = %s", member.organisation_id, member.person_id)


def write(cast: Cast, place: Place, by: Member | None = None) -> UUID:
    actor = cast.at_table(by) if by else cast.amal
    return write_words(actor=actor, case_id=cast.case_id, place=place, kind="note", headline="Words", body="Some words").item_id


def test_bo_whose_post_ended_reads_nothing_of_his_tables_also_not_his_own_words(cast: Cast) -> None:
    told = write(cast, confidence(cast.bo.person_id))
    items = [told, *(write(cast, place, cast.bo) for place in (side(), table(), draft()))]
    loose = write_words(actor=cast.bo.on(None), case_id=None, place=draft(), kind="note", body="On nobody yet").item_id
    notebook = write(cast, own())
    release_items(actor=cast.amal, case_id=cast.case_id, item_ids=[notebook], to_seat_id=cast.seats["bo"], purpose="meeting")
    bo = cast.bo.on(None)
    assert len(words(actor=bo, item_ids=[*items, loose, notebook])) == 6
    leave(cast.bo)
    assert words(actor=bo, item_ids=[*items, loose, notebook]) == ()
    assert words(actor=cast.at_table(cast.bo)) == ()
    with acting(bo):
        for table_name in ("seats_item", "seats_text", "seats_itemkey", "seats_scopekey", "seats_scope", "seats_case", "seats_disclosure"):
            assert rows(f"SELECT 1 FROM {table_name}") == [], table_name
    with pytest.raises(Refusal):
        write(cast, table(), cast.bo)
    assert len(words(actor=cast.at_table(cast.ida), item_ids=items)) == 2
    assert len(words(actor=cast.amal, item_ids=items)) == 3


def test_the_thirty_days_to_hand_over_are_for_who_still_works_there(cast: Cast) -> None:
    item = write(cast, side(), cast.bo)
    end_seat(actor=cast.at_table(cast.bo), seat_id=cast.seats["bo"])
    assert len(words(actor=cast.bo.on(None), item_ids=[item])) == 1
    leave(cast.bo)
    assert words(actor=cast.bo.on(None), item_ids=[item]) == ()


def test_a_post_in_another_organisation_does_not_carry_the_seat_along(cast: Cast) -> None:
    item = write(cast, table(), cast.bo)
    with another_post(cast, cast.bo, cast.eve.organisation_id):
        assert words(actor=cast.at_table(cast.bo), item_ids=[item]) == ()
        assert [row.case_id for row in hats_of(cast.bo.person_id)] == [None]
    assert len(words(actor=cast.at_table(cast.bo), item_ids=[item])) == 1


def test_a_leader_whose_post_ended_leads_nothing_and_answers_no_referral(cast: Cast) -> None:
    case_id = open_case(actor=cast.cleo.on(None), programme_id=cast.programme_id, citizen_ids=[person("Max")])
    with acting(cast.gro.leading()):
        assert (cast.case_id,) in rows("SELECT id FROM seats_case")
    with acting(cast.gro.intake(case_id)):
        assert rows("SELECT id FROM seats_case") == [(case_id,)]
    leave(cast.gro)
    for actor in (cast.gro.leading(), cast.gro.intake(case_id)):
        with acting(actor):
            assert rows("SELECT id FROM seats_case") == []
    assert hats_of(cast.gro.person_id) == ()


def test_who_left_finds_no_page_and_the_citizen_is_not_told_to_call_them(cast: Cast) -> None:
    client = Client()
    client.force_login(account(cast.bo.person_id, "Bo Test"))
    assert client.get(f"/course/{cast.case_id}/").status_code == 200
    assert {row.contact for row in hats_of(cast.amal_id)} == {"Bo Test"}
    leave(cast.bo)
    assert client.get(f"/course/{cast.case_id}/").status_code == 404
    assert {row.contact for row in hats_of(cast.amal_id)} == {"Ida Test"}


def test_whom_staff_and_a_citizen_whose_course_has_ended_call_leads_the_programme(cast: Cast) -> None:
    def calls(person_id: UUID) -> set[tuple[str, str]]:
        return {(row.contact, row.contact_phone) for row in hats_of(person_id)}

    gro = {("Gro Test", "70 12 34 56")}
    assert calls(cast.bo.person_id) == calls(cast.cleo.person_id) == calls(cast.dag.person_id) == gro
    assert calls(cast.gro.person_id) == gro, "nobody else leads: it is what everybody else reads"
    assert {row.contact_back for row in hats_of(cast.bo.person_id)} == {None}
    with through("loader"):
        lea, back = person("Lea", "Test", "70 65 43 21"), timezone.localdate() + timedelta(days=5)
        Membership.objects.create(
            programme_id=cast.programme_id, person_id=lea, organisation_id=cast.health_id, role_id=cast.gro.role_id, leads=True
        )
    assert calls(cast.gro.person_id) == {("Lea Test", "70 65 43 21")}, "another who leads, before oneself"
    assert calls(cast.bo.person_id) == gro, "the one who has led longer"
    with acting(cast.gro.on(None), write=True):
        act("say_away", [uuid4(), cast.gro.person_id, timezone.localdate(), back, None])
    assert calls(cast.bo.person_id) == {("Lea Test", "70 65 43 21")}, "who is here"
    leave(Member(lea, "Lea", False, cast.health_id, cast.gro.role_id))
    assert calls(cast.bo.person_id) == gro and {row.contact_back for row in hats_of(cast.bo.person_id)} == {back}
    end_all_seats(actor=cast.at_table(cast.bo), case_id=cast.case_id)
    assert calls(cast.amal_id) == gro and {row.contact_back for row in hats_of(cast.amal_id)} == {back}
