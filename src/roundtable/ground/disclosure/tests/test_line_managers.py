"""Hal knows who of his people sits where and how much they wrote; of a confidence he reads what Amal opens to him, and no more."""

from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, connections, transaction
from django.test import Client
from tests.cast import Cast, account, build_cast, build_family, person

from roundtable.ground.access.actor import Actor, Hat, Purpose
from roundtable.ground.access.acts import ActRefused
from roundtable.ground.access.context import acting, through
from roundtable.ground.disclosure.actions import (
    close_for,
    close_to_manager,
    end_mandate,
    open_again,
    open_to_manager,
    release_items,
    withdraw_release,
)
from roundtable.ground.disclosure.actions.ended import drop_ended_keys
from roundtable.ground.disclosure.queries import own_cases, own_peoples_work, what_can_be_opened
from roundtable.ground.disclosure.tests.test_mandates import given, manager, reads, refused, write
from roundtable.ground.notices.models import Notice
from roundtable.ground.programmes.models import Membership
from roundtable.ground.seats.actions import end_all_seats, end_seat, move_words, open_case, seat_person, write_words
from roundtable.ground.seats.queries import rows, words
from roundtable.ground.seats.rules import confidence, draft, own, side, table, team
from roundtable.kernel.refusal import NotHere


@pytest.fixture
def cast() -> Cast:
    return build_cast(ida_seated=True)


def wraps(item_id: UUID) -> set[str]:
    """For whose rings the item's key lies there, beside its scope's own."""
    with transaction.atomic("loader"), connections["loader"].cursor() as cursor:
        cursor.execute("SELECT ring FROM seats_itemkey WHERE item_id = %s AND ring <> ''", [item_id])
        return {row[0] for row in cursor.fetchall()}


def entries(hal: Actor, case_id: UUID) -> dict[str, dict[str, int]]:
    """For each of Hal's people at a table, how many entries in each kind of place."""
    found = own_peoples_work(actor=hal, case_ids=[case_id])
    return {row.name: {kind: count for kind, (count, _) in row.entries.items()} for row in found}


# -- what he knows without a mandate ------------------------------------------------------------------------------------------


def test_hal_knows_who_of_his_people_sits_where_since_when_and_how_much_they_wrote_but_not_what(cast: Cast) -> None:
    bo, hal = cast.at_table(cast.bo), manager(cast, "Hal")
    for place in (confidence(), confidence(), side(), team(), table(), draft()):
        write(cast, bo, place)
    for place in (confidence(cast.bo.person_id), own(), team(), table()):
        write(cast, cast.amal, place)
    write(cast, cast.at_table(cast.ida), side())
    for place in (side(), team(), table()):
        write(cast, cast.at_table(cast.cleo), place)
    (case,) = own_cases(actor=hal)
    assert case.case_id == cast.case_id
    assert entries(hal, cast.case_id) == {
        "Bo Test": {"confidence": 2, "side": 1, "team": 1, "table": 1},
        "Ida Test": {"confidence": 0, "side": 1, "team": 0, "table": 0},
    }
    bos, idas = own_peoples_work(actor=hal, case_ids=[cast.case_id])
    assert bos.entries["side"][1] is not None
    assert idas.entries["team"] == (0, None)
    with acting(hal):
        for table_name in ("seats_item", "seats_text", "seats_itemkey", "seats_scope", "seats_case"):
            assert rows(f"SELECT 1 FROM {table_name}") == [], table_name
        assert rows("SELECT 1 FROM people_person WHERE id = %s", [cast.amal_id]) == []


def test_only_the_own_organisations_manager_knows_through_the_own_login_and_of_their_own_people(cast: Cast) -> None:
    write(cast, cast.at_table(cast.bo), side())
    hal = manager(cast, "Hal")
    olga = manager(cast, "Olga", organisation_id=cast.eve.organisation_id)
    jens = manager(cast, "Jens", organisation_id=cast.jobcentre_id, authority=True)
    assert set(entries(jens, cast.case_id)) == {"Cleo Test"}
    wrong_login = Actor(hal.person_id, Hat.LINE_MANAGER, True, None, Purpose.TEAM)
    jens_through_care = Actor(jens.person_id, Hat.LINE_MANAGER, False, None, Purpose.TEAM)
    other_hat = Actor(hal.person_id, Hat.TEAM_LEADER, False, None, Purpose.TEAM)
    for actor in (olga, wrong_login, jens_through_care, other_hat, cast.at_table(cast.bo), cast.gro.leading(), cast.jon.on(None)):
        assert own_peoples_work(actor=actor, case_ids=[cast.case_id]) == ()
        assert own_cases(actor=actor) == ()
    with pytest.raises(DatabaseError, match="permission denied"), acting(cast.amal):
        rows("SELECT * FROM guard.managed_work(%s)", [[cast.case_id]])


def test_nothing_is_known_of_a_course_hal_sits_or_sat_at_or_is_the_citizen_of_or_that_was_closed_for_him(cast: Cast) -> None:
    hal = manager(cast, "Hal")
    assert entries(hal, cast.case_id)
    with through("loader"):
        Membership.objects.filter(person_id=cast.ida.person_id).update(manages=True)
    ida = Actor(cast.ida.person_id, Hat.LINE_MANAGER, False, None, Purpose.TEAM)
    assert entries(ida, cast.case_id) == {}
    end_seat(actor=cast.gro.leading(cast.case_id), seat_id=cast.seats["ida"])
    assert entries(ida, cast.case_id) == {}
    own_case = open_case(actor=cast.bo.on(None), programme_id=cast.programme_id, citizen_ids=[hal.person_id])
    assert entries(hal, own_case) == {}
    given(cast, hal)  # so that she can name him
    close_for(actor=cast.amal, case_id=cast.case_id, person_id=hal.person_id)
    assert entries(hal, cast.case_id) == {} and own_cases(actor=hal) == ()
    open_again(actor=cast.amal, case_id=cast.case_id, person_id=hal.person_id)
    end_seat(actor=cast.gro.leading(cast.case_id), seat_id=cast.seats["bo"])
    assert entries(hal, cast.case_id) == {}, "nobody of his people sits there any more"


def test_what_bo_wrote_for_another_organisation_before_is_not_counted_and_what_is_brought_only_once_it_is_open(cast: Cast) -> None:
    hal, bo = manager(cast, "Hal"), cast.at_table(cast.bo)
    item = write(cast, bo, team())
    with transaction.atomic("loader"), connections["loader"].cursor() as cursor:
        cursor.execute("UPDATE seats_item SET held = true WHERE id = %s", [item])
    assert entries(hal, cast.case_id)["Bo Test"]["team"] == 0
    with transaction.atomic("loader"), connections["loader"].cursor() as cursor:
        cursor.execute(
            "INSERT INTO seats_opening (id, case_id, by_id, early) VALUES (%s, %s, %s, false)", [uuid4(), cast.case_id, cast.bo.person_id]
        )
    assert entries(hal, cast.case_id)["Bo Test"]["team"] == 1
    with transaction.atomic("loader"), connections["loader"].cursor() as cursor:
        before = uuid4()
        cursor.execute(
            "INSERT INTO seats_seat (id, case_id, person_id, hat, organisation_id, authority, powers, power_kinds, ground, from_at,"
            " until_at) VALUES (%s, %s, %s, 'professional', %s, false, '{}', '{}', 'programme', now() - interval '9 days',"
            " now() - interval '8 days')",
            [before, cast.case_id, cast.bo.person_id, cast.eve.organisation_id],
        )
        cursor.execute("UPDATE seats_item SET author_seat_id = %s WHERE id = %s", [before, item])
    assert entries(hal, cast.case_id)["Bo Test"]["team"] == 0


def test_at_most_two_hundred_courses_at_a_time_in_one_statement_however_many(cast: Cast) -> None:
    hal = manager(cast, "Hal")
    family = build_family(cast)
    ids = sorted([cast.case_id, family.case_id], key=lambda each: each.int)
    assert [case.case_id for case in own_cases(actor=hal)] == ids
    assert [case.case_id for case in own_cases(actor=hal, limit=1)] == ids[:1]
    assert [case.case_id for case in own_cases(actor=hal, after=ids[0])] == ids[1:]
    with refused("too_many_at_once"):
        own_peoples_work(actor=hal, case_ids=[uuid4() for _ in range(201)])


# -- a confidence -------------------------------------------------------------------------------------------------------------


def test_amal_opens_what_she_told_bo_to_hal_and_takes_it_back_at_once(cast: Cast) -> None:
    hal = manager(cast, "Hal")
    told = write(cast, cast.amal, confidence(cast.bo.person_id))
    answer = write(cast, cast.at_table(cast.bo), confidence())
    kept = write(cast, cast.amal, confidence(cast.bo.person_id))
    mandate_id = given(cast, hal)
    assert not reads(hal, told)
    assert {view.item_id for view in what_can_be_opened(actor=cast.amal, mandate_id=mandate_id)} == {told, answer, kept}
    before = _notices(hal.person_id)
    assert open_to_manager(actor=cast.amal, mandate_id=mandate_id, item_ids=[told, answer])
    assert _notices(hal.person_id) == before + 1
    seen = words(actor=hal, item_ids=[told, answer, kept])
    assert {view.item_id for view in seen} == {told, answer}
    assert {(view.body, view.basis) for view in seen} == {("Some words", "mandate_consent")}
    assert wraps(told) == {"care"}
    later_one = write(cast, cast.amal, confidence(cast.bo.person_id))
    assert not reads(hal, later_one), "what comes later is not covered"
    close_to_manager(actor=cast.amal, mandate_id=mandate_id, item_ids=[told])
    assert not reads(hal, told) and reads(hal, answer)
    close_to_manager(actor=cast.amal, mandate_id=mandate_id)
    assert not reads(hal, answer)
    assert wraps(told) == wraps(answer) == set()
    with acting(hal):
        assert rows("SELECT 1 FROM seats_itemkey") == rows("SELECT 1 FROM seats_scopekey") == []
    assert open_to_manager(actor=cast.amal, mandate_id=mandate_id, item_ids=[told]), "she may say yes again"
    assert reads(hal, told)


def _notices(person_id: UUID) -> int:
    with through("loader"):
        return Notice.objects.filter(person_id=person_id).count()


def test_nothing_but_a_confidence_with_hals_own_people_can_be_opened_and_by_nobody_but_amal(cast: Cast) -> None:
    hal = manager(cast, "Hal")
    bo = cast.at_table(cast.bo)
    told = write(cast, cast.amal, confidence(cast.bo.person_id))
    closed = {
        "cleo's": write(cast, cast.amal, confidence(cast.cleo.person_id)),
        "notebook": write(cast, cast.amal, own()),
        "her draft": write(cast, cast.amal, draft()),
        "bo's draft": write(cast, bo, draft()),
        "cleo's side": write(cast, cast.at_table(cast.cleo), side()),
        "nobody's": uuid4(),
    }
    mandate_id = given(cast, hal)
    for what, item in closed.items():
        with refused("not_yours"):
            open_to_manager(actor=cast.amal, mandate_id=mandate_id, item_ids=[told, item])
        assert not reads(hal, item), what
    assert not reads(hal, told), "all or nothing"
    family = build_family(cast)
    for stranger in (hal, bo, cast.at_table(cast.cleo), cast.gro.leading(), cast.dag.on(None), family.citizens["Mia"]):
        with pytest.raises((NotHere, ActRefused, DatabaseError)):
            open_to_manager(actor=stranger, mandate_id=mandate_id, item_ids=[told])
        with pytest.raises((NotHere, ActRefused, DatabaseError)):
            close_to_manager(actor=stranger, mandate_id=mandate_id)
    with pytest.raises(NotHere):
        open_to_manager(actor=cast.amal, mandate_id=uuid4(), item_ids=[told])
    with refused("nothing_chosen"):
        open_to_manager(actor=cast.amal, mandate_id=mandate_id, item_ids=[])
    columns = "(case_id, mandate_id, item_id, person_id, by_id, by_hat)"
    made = (cast.case_id, mandate_id, told, cast.amal_id, hal.person_id, "line_manager")
    for actor in (hal, bo, cast.amal):
        with pytest.raises(DatabaseError, match="permission denied"), acting(actor, write=True):
            rows(f"INSERT INTO seats_mandateyes {columns} VALUES (%s, %s, %s, %s, %s, %s)", made)
    assert not reads(hal, told)


def test_it_is_open_to_that_manager_alone_and_only_while_the_mandate_runs(cast: Cast) -> None:
    hal, hans = manager(cast, "Hal"), manager(cast, "Hans")
    told = write(cast, cast.amal, confidence(cast.bo.person_id))
    mandate_id, others = given(cast, hal), given(cast, hans)
    open_to_manager(actor=cast.amal, mandate_id=mandate_id, item_ids=[told])
    assert reads(hal, told) and not reads(hans, told)
    for actor in (
        Actor(hal.person_id, Hat.LINE_MANAGER, True, None, Purpose.TEAM),
        Actor(hal.person_id, Hat.PROFESSIONAL, False, cast.case_id, Purpose.CASE),
        cast.at_table(cast.ida),
        cast.at_table(cast.cleo),
        cast.gro.leading(),
    ):
        assert not reads(actor, told)
    close_for(actor=cast.amal, case_id=cast.case_id, person_id=hal.person_id)
    assert not reads(hal, told), "what she closes for him is closed, whatever she opened"
    open_again(actor=cast.amal, case_id=cast.case_id, person_id=hal.person_id)
    assert reads(hal, told)
    end_mandate(actor=hal, mandate_id=mandate_id)
    assert not reads(hal, told) and wraps(told) == set()
    with refused("mandate_over"):
        open_to_manager(actor=cast.amal, mandate_id=mandate_id, item_ids=[told])
    given(cast, hal)
    assert not reads(hal, told), "a yes to one mandate is none to the next"
    open_to_manager(actor=cast.amal, mandate_id=others, item_ids=[told])
    assert reads(hans, told) and wraps(told) == {"care"}
    with transaction.atomic("loader"), connections["loader"].cursor() as cursor:
        cursor.execute("UPDATE seats_mandate SET from_at = now() - interval '2 days', until_at = now() WHERE id = %s", [others])
    assert not reads(hans, told)
    drop_ended_keys()
    assert wraps(told) == set()


def test_a_text_that_was_moved_since_is_closed_until_she_says_yes_to_it_again(cast: Cast) -> None:
    hal = manager(cast, "Hal")
    told = write(cast, cast.amal, own())
    mandate_id = given(cast, hal)
    move_words(actor=cast.amal, item_id=told, place=confidence(cast.bo.person_id))
    open_to_manager(actor=cast.amal, mandate_id=mandate_id, item_ids=[told])
    assert reads(hal, told)
    move_words(actor=cast.amal, item_id=told, place=own())
    assert not reads(hal, told)
    move_words(actor=cast.amal, item_id=told, place=confidence(cast.bo.person_id))
    assert not reads(hal, told)
    open_to_manager(actor=cast.amal, mandate_id=mandate_id, item_ids=[told])
    assert [view.body for view in words(actor=hal, item_ids=[told])] == ["Some words"]


def test_the_key_for_hal_and_the_key_for_ida_go_each_with_its_own_yes(cast: Cast) -> None:
    hal = manager(cast, "Hal")
    told = write(cast, cast.amal, confidence(cast.bo.person_id))
    mandate_id = given(cast, hal)
    released = {"actor": cast.amal, "case_id": cast.case_id, "item_ids": [told], "to_seat_id": cast.seats["ida"], "purpose": "treatment"}
    share = release_items(**released).disclosure_id
    open_to_manager(actor=cast.amal, mandate_id=mandate_id, item_ids=[told])
    withdraw_release(actor=cast.amal, case_id=cast.case_id, disclosure_id=share)
    assert [view.body for view in words(actor=hal, item_ids=[told])] == ["Some words"]
    release_items(**released)
    close_to_manager(actor=cast.amal, mandate_id=mandate_id)
    assert [view.body for view in words(actor=cast.at_table(cast.ida), item_ids=[told])] == ["Some words"]
    assert not reads(hal, told)


def test_who_acts_for_her_with_consent_opens_what_they_see_and_she_takes_it_back(cast: Cast) -> None:
    hal, rep, other = manager(cast, "Hal"), person("Rep", "Test"), person("Other", "Test")
    told = write(cast, cast.amal, confidence(cast.bo.person_id))
    mandate_id = given(cast, hal)
    with transaction.atomic("loader"), connections["loader"].cursor() as cursor:
        for who, powers in ((rep, ["see", "consent"]), (other, ["see", "write"])):
            cursor.execute(
                "INSERT INTO seats_seat (id, case_id, person_id, hat, for_person_id, powers, power_kinds, ground, authority)"
                " VALUES (%s, %s, %s, 'representative', %s, %s, %s, 'law', false)",
                [uuid4(), cast.case_id, who, cast.amal_id, powers, ["confidence"]],
            )
    with refused("not_yours"):
        open_to_manager(actor=Actor(other, Hat.REPRESENTATIVE, False, cast.case_id), mandate_id=mandate_id, item_ids=[told])
    assert open_to_manager(actor=Actor(rep, Hat.REPRESENTATIVE, False, cast.case_id), mandate_id=mandate_id, item_ids=[told])
    assert reads(hal, told)
    with acting(cast.amal):
        assert rows("SELECT by_id, by_hat FROM seats_mandateyes") == [(rep, "representative")]
    close_to_manager(actor=cast.amal, mandate_id=mandate_id)
    assert not reads(hal, told)


def test_what_is_about_several_opens_when_each_has_said_yes_and_closes_when_one_takes_it_back(cast: Cast) -> None:
    family, hal = build_family(cast), manager(cast, "Hal")
    mia, per = family.citizens["Mia"], family.citizens["Per"]
    told = write_in(family.case_id, mia, cast.bo.person_id)
    with transaction.atomic("loader"), connections["loader"].cursor() as cursor:
        both = sorted([mia.person_id, per.person_id])
        cursor.execute("UPDATE seats_scope SET about = %s WHERE id = (SELECT scope_id FROM seats_item WHERE id = %s)", [both, told])
        cursor.execute("UPDATE seats_item SET about = %s WHERE id = %s", [both, told])
    mandate_id = given(cast, hal, case_id=family.case_id, actor=cast.gro.leading(family.case_id))
    assert not open_to_manager(actor=mia, mandate_id=mandate_id, item_ids=[told])
    assert not reads(hal, told)
    with acting(family.citizens["Jo"]):
        assert rows("SELECT 1 FROM seats_mandateyes") == []
    with acting(per):
        assert rows("SELECT 1 FROM seats_mandateyes") == []
    with refused("not_yours"):
        open_to_manager(actor=family.citizens["Jo"], mandate_id=mandate_id, item_ids=[told])
    assert open_to_manager(actor=per, mandate_id=mandate_id, item_ids=[told])
    assert reads(hal, told)
    close_to_manager(actor=mia, mandate_id=mandate_id)
    assert not reads(hal, told)


def write_in(case_id: UUID, by: Actor, holder_id: UUID) -> UUID:
    place = confidence(holder_id)
    item_id: UUID = write_words(actor=by, case_id=case_id, place=place, kind="note", headline="Words", body="Some words").item_id
    return item_id


def test_amal_sees_that_hal_opened_it_and_that_it_was_her_yes(cast: Cast) -> None:
    hal = manager(cast, "Hal")
    told = write(cast, cast.amal, confidence(cast.bo.person_id))
    open_to_manager(actor=cast.amal, mandate_id=given(cast, hal), item_ids=[told])
    assert reads(hal, told)
    client = Client()
    client.force_login(account(cast.amal_id, "Amal Test", "citizen"))
    shown = client.get(f"/course/{cast.case_id}/who-opened-what/").content.decode()
    assert "Hal Test" in shown and "You opened it to them" in shown


# -- the organisation at the table --------------------------------------------------------------------------------------------


def test_a_mandate_counts_while_the_organisation_sits_at_the_table_and_again_when_it_returns(cast: Cast) -> None:
    jens = manager(cast, "Jens", organisation_id=cast.jobcentre_id, authority=True)
    judith = manager(cast, "Judith", organisation_id=cast.jobcentre_id, authority=True)
    item, told = write(cast, cast.at_table(cast.bo), table()), write(cast, cast.amal, confidence(cast.cleo.person_id))
    mandate_id = given(cast, jens, actor=judith)
    open_to_manager(actor=cast.amal, mandate_id=mandate_id, item_ids=[told])
    assert reads(jens, item) and reads(jens, told)
    end_seat(actor=cast.gro.leading(cast.case_id), seat_id=cast.seats["cleo"])
    assert not reads(jens, item) and not reads(jens, told), "not for 30 days either: handing over is for who wrote it"
    with acting(jens):
        assert rows("SELECT 1 FROM guard.my_mandates()") == []
    with pytest.raises(NotHere):
        given(cast, jens, actor=judith)
    seat_person(actor=cast.gro.leading(cast.case_id), case_id=cast.case_id, person_id=cast.dag.person_id)
    assert reads(jens, item) and reads(jens, told)


def test_after_the_course_is_closed_a_mandate_of_who_sat_there_to_the_end_counts(cast: Cast) -> None:
    hal, hans = manager(cast, "Hal"), manager(cast, "Hans")
    jens = manager(cast, "Jens", organisation_id=cast.jobcentre_id, authority=True)
    judith = manager(cast, "Judith", organisation_id=cast.jobcentre_id, authority=True)
    item = write(cast, cast.at_table(cast.bo), team())
    given(cast, jens, actor=judith)
    end_seat(actor=cast.gro.leading(cast.case_id), seat_id=cast.seats["cleo"])
    end_all_seats(actor=cast.at_table(cast.bo), case_id=cast.case_id)
    given(cast, hal, actor=hans)
    assert reads(hal, item)
    assert not reads(jens, item), "the jobcentre had left before"
    with pytest.raises(NotHere):
        given(cast, jens, actor=judith)
