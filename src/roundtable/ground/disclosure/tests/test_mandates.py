"""Hal, a line manager of Bo's organisation, reads one named course by a mandate; a confidence never by it alone."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import psycopg
import pytest
from django.db import DatabaseError, IntegrityError, connections, transaction
from django.test import Client
from tests.cast import Cast, account, build_cast, person

from roundtable.ground.access.actor import Actor, Hat, Purpose
from roundtable.ground.access.acts import ActRefused
from roundtable.ground.access.context import acting, through
from roundtable.ground.access.lint import findings
from roundtable.ground.disclosure.actions import close_for, end_mandate, give_mandate
from roundtable.ground.notices.models import Notice
from roundtable.ground.programmes.models import Membership
from roundtable.ground.seats.actions import write_words
from roundtable.ground.seats.queries import rows, words
from roundtable.ground.seats.rules import Place, confidence, draft, own, side, table, team
from roundtable.kernel.refusal import NotHere, Refusal


@pytest.fixture
def cast() -> Cast:
    return build_cast(ida_seated=True)


@contextmanager
def refused(reason: str) -> Iterator[None]:
    """The database's own rule says no, and why."""
    with pytest.raises(ActRefused) as no:
        yield
    assert no.value.reason == reason


def manager(cast: Cast, name: str, *, organisation_id: UUID | None = None, authority: bool = False) -> Actor:
    """A line manager, of Bo's organisation unless said otherwise, acting on all cases."""
    person_id = person(name, "Test")
    with through("loader"):
        Membership.objects.create(
            programme_id=cast.programme_id,
            person_id=person_id,
            organisation_id=organisation_id or cast.health_id,
            role_id=cast.cleo.role_id if authority else cast.bo.role_id,
            manages=True,
        )
    return Actor(person_id, Hat.LINE_MANAGER, authority, None, Purpose.TEAM)


def later(days: int = 30) -> datetime:
    with through("loader"):
        at: datetime = connections["loader"].cursor().execute("SELECT now()").fetchone()[0]
    return at + timedelta(days=days)


def given(cast: Cast, hal: Actor, **more: object) -> UUID:
    """Gro, who leads the programme from Bo's organisation, names Amal's course to Hal."""
    values = {"case_id": cast.case_id, "person_id": hal.person_id, "ground": "complaint", "until_at": later(), **more}
    mandate_id: UUID = give_mandate(**{"actor": cast.gro.leading(cast.case_id), **values})
    return mandate_id


def write(cast: Cast, by: Actor, place: Place) -> UUID:
    return write_words(actor=by, case_id=cast.case_id, place=place, kind="note", headline="Words", body="Some words").item_id


def reads(actor: Actor, item_id: UUID) -> bool:
    return bool(words(actor=actor, item_ids=[item_id]))


def test_hal_reads_what_his_organisation_the_team_and_the_table_read_and_nothing_before(cast: Cast) -> None:
    bo, hal = cast.at_table(cast.bo), manager(cast, "Hal")
    items = [write(cast, bo, place) for place in (side(), team(), table())]
    assert not any(reads(hal, item) for item in items)
    given(cast, hal)
    for item in items:
        (seen,) = words(actor=hal, item_ids=[item])
        assert (seen.body, seen.basis) == ("Some words", "mandate")
        assert reads(hal.on(cast.case_id), item)


def test_no_mandate_opens_a_confidence_a_notebook_a_draft_or_another_organisations_entries_nor_their_keys(cast: Cast) -> None:
    bo, cleo, hal = cast.at_table(cast.bo), cast.at_table(cast.cleo), manager(cast, "Hal")
    told = write(cast, cast.amal, confidence(cast.bo.person_id))
    closed = [told, write(cast, cast.amal, own()), write(cast, bo, draft()), write(cast, cleo, side()), write(cast, bo, confidence())]
    given(cast, hal)
    assert words(actor=hal, item_ids=closed) == ()
    with acting(hal):
        assert rows("SELECT 1 FROM seats_itemkey") == []
        assert rows("SELECT 1 FROM seats_scopekey") == []
        assert rows("SELECT 1 FROM seats_text WHERE sealed IS NOT NULL") == []


def test_hal_writes_nothing_and_shares_nothing_on_a_course_he_was_named(cast: Cast) -> None:
    hal = manager(cast, "Hal")
    item = write(cast, cast.at_table(cast.bo), side())
    given(cast, hal)
    for place in (table(), team(), side(), confidence()):
        with pytest.raises(Refusal):
            write(cast, hal, place)
    made = (uuid4(), cast.case_id, hal.person_id, cast.health_id, "complaint", cast.bo.person_id, later(1))
    columns = "(id, case_id, person_id, organisation_id, ground, given_by_id, until_at)"
    attacks: tuple[tuple[str, tuple[object, ...]], ...] = (
        ("SELECT guard.disclose(%s, %s, %s, 'share', '1', %s, 'orally')", (uuid4(), [item], cast.seats["cleo"], later(1))),
        ("SELECT guard.end_all_seats(%s)", (cast.case_id,)),
        (f"INSERT INTO seats_mandate {columns} VALUES (%s, %s, %s, %s, %s, %s, %s)", made),
        ("UPDATE seats_mandate SET until_at = %s", (later(300),)),
    )
    for statement, values in attacks:
        with pytest.raises(DatabaseError, match=r"refused|permission denied"), acting(hal, write=True):
            rows(statement, values)


def test_nobody_gives_a_mandate_to_themselves_and_only_the_organisation_at_the_table_gives_one(cast: Cast) -> None:
    hal, hans = manager(cast, "Hal"), manager(cast, "Hans")
    other = manager(cast, "Olga", organisation_id=cast.eve.organisation_id)
    until = later()
    values = {"case_id": cast.case_id, "ground": "complaint", "until_at": until}
    with refused("second_person"):
        give_mandate(actor=hal, person_id=hal.person_id, **values)
    give_mandate(actor=hans, person_id=hal.person_id, **values)
    for stranger in (other, cast.at_table(cast.bo), cast.at_table(cast.cleo), cast.amal):
        with pytest.raises(NotHere):
            give_mandate(actor=stranger, person_id=hal.person_id, **values)
    jens = manager(cast, "Jens", organisation_id=cast.jobcentre_id, authority=True)
    with refused("line_manager"):  # whose own people Hal does not manage
        give_mandate(actor=jens, person_id=hal.person_id, **values)
    with refused("line_manager"):
        give_mandate(actor=hans, person_id=other.person_id, **values)
    with refused("line_manager"):
        give_mandate(actor=hans, person_id=cast.jon.person_id, **values)
    with pytest.raises(NotHere):
        give_mandate(actor=hans, person_id=hal.person_id, **{**values, "case_id": uuid4()})


def test_nobody_who_has_or_had_a_seat_supervises_the_course(cast: Cast) -> None:
    with through("loader"):
        Membership.objects.filter(person_id=cast.bo.person_id).update(manages=True)
    with refused("holds_case"):
        given(cast, Actor(cast.bo.person_id, Hat.LINE_MANAGER, False, None, Purpose.TEAM))
    with pytest.raises(NotHere):
        give_mandate(
            actor=Actor(cast.bo.person_id, Hat.LINE_MANAGER, False, None, Purpose.TEAM),
            case_id=cast.case_id,
            person_id=manager(cast, "Hal").person_id,
            ground="complaint",
            until_at=later(),
        )


def test_a_mandate_has_a_ground_and_an_end_within_a_year_also_for_the_database(cast: Cast) -> None:
    hal = manager(cast, "Hal")
    with refused("mandate_ground"):
        given(cast, hal, ground="curiosity")
    for days in (-1, 0, 370):
        with refused("until"):
            given(cast, hal, until_at=later(days))
    columns = "(id, case_id, person_id, organisation_id, ground, given_by_id, until_at)"
    sound = [uuid4(), cast.case_id, hal.person_id, cast.health_id, "complaint", cast.gro.person_id, later(5)]
    for place, wrong in ((6, later(367)), (6, None), (5, hal.person_id), (4, "curiosity")):
        with pytest.raises(IntegrityError, match=r"mandate_|null value"), transaction.atomic("loader"):
            row = [*sound[:place], wrong, *sound[place + 1 :]]
            connections["loader"].cursor().execute(f"INSERT INTO seats_mandate {columns} VALUES (%s, %s, %s, %s, %s, %s, %s)", row)


def test_it_ends_by_the_day_by_an_act_by_the_citizens_closing_and_when_hal_leaves(cast: Cast) -> None:
    item = write(cast, cast.at_table(cast.bo), side())
    hal = manager(cast, "Hal")
    mandate_id = given(cast, hal)
    for stranger in (cast.at_table(cast.bo), cast.amal, manager(cast, "Olga", organisation_id=cast.eve.organisation_id)):
        with pytest.raises(NotHere):
            end_mandate(actor=stranger, mandate_id=mandate_id)
    end_mandate(actor=cast.gro.leading(), mandate_id=mandate_id)
    assert not reads(hal, item)
    end_mandate(actor=hal, mandate_id=given(cast, hal))
    assert not reads(hal, item)
    mandate_id = given(cast, hal)
    with transaction.atomic("loader"):
        connections["loader"].cursor().execute(
            "UPDATE seats_mandate SET from_at = now() - interval '2 days', until_at = now() WHERE id = %s", [mandate_id]
        )
    assert not reads(hal, item)
    given(cast, hal)
    assert reads(hal, item)
    close_for(actor=cast.amal, case_id=cast.case_id, person_id=hal.person_id)
    assert not reads(hal, item)
    hans = manager(cast, "Hans")
    given(cast, hans)
    assert reads(hans, item)
    with through("loader"):
        Membership.objects.filter(person_id=hans.person_id).update(until_at=later(0))
    assert not reads(hans, item)


def test_amal_is_told_of_it_and_sees_what_hal_opened(cast: Cast) -> None:
    item = write(cast, cast.at_table(cast.bo), side())
    hal = manager(cast, "Hal")
    with acting(cast.amal):
        before = Notice.objects.filter(person_id=cast.amal_id).count()
    given(cast, hal)
    with acting(cast.amal):
        assert Notice.objects.filter(person_id=cast.amal_id).count() == before + 1
        assert rows("SELECT person_id, ground FROM seats_mandate") == [(hal.person_id, "complaint")]
    assert reads(hal, item)
    client = Client()
    client.force_login(account(cast.amal_id, "Amal Test", "citizen"))
    shown = client.get(f"/course/{cast.case_id}/who-opened-what/").content.decode()
    assert "Hal Test" in shown
    assert "Line manager, Mental Health" in shown
    assert "asked them to look at your course, for a limited time" in shown
    for stranger in (cast.at_table(cast.bo), cast.at_table(cast.cleo), cast.at_table(cast.dag)):
        with acting(stranger):
            assert rows("SELECT 1 FROM seats_mandate") == []


def test_through_the_other_organisations_login_a_mandate_opens_nothing(cast: Cast) -> None:
    item = write(cast, cast.at_table(cast.bo), table())
    hal = manager(cast, "Hal")
    given(cast, hal)
    assert not reads(Actor(hal.person_id, Hat.LINE_MANAGER, True, None, Purpose.TEAM), item)
    assert not reads(Actor(hal.person_id, Hat.TEAM_LEADER, False, None, Purpose.TEAM), item)
    assert not reads(Actor(hal.person_id, Hat.PROFESSIONAL, False, cast.case_id, Purpose.CASE), item)


def test_the_catalogue_knows_the_grant_table(cast: Cast) -> None:
    assert findings() == []
    with pytest.raises(psycopg.errors.InsufficientPrivilege), connections["web_care"].cursor() as cursor:
        cursor.connection.execute("DELETE FROM seats_mandate")
