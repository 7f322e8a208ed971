"""Attacks past the code on what everybody at the table reads: days that never come, nonsense on the sheet, locks, things moved away."""

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID, uuid4

import psycopg
import pytest
from django.db import DatabaseError, IntegrityError, connections
from django.test import Client
from django.urls import reverse

from roundtable.casework.cowriting.actions import open_sheet, write_box
from roundtable.casework.cowriting.models import Box
from roundtable.casework.cowriting.rules import Joint
from roundtable.casework.cowriting.sockets.keeper import Keeper, Row
from roundtable.casework.cowriting.tests.scene import box, meeting, sheet, text_of
from roundtable.casework.guests.actions import invite_guest
from roundtable.casework.guests.rules import Who
from roundtable.casework.plans.tests.scene import write_plan
from roundtable.casework.roundtables.tests.addresses import call
from roundtable.ground.access.context import acting, through
from roundtable.ground.access.streams import Streams
from roundtable.ground.seats.actions import write_words
from roundtable.ground.seats.models import Seat
from roundtable.ground.seats.rules import own, side
from tests.cast import Cast, account, build_cast
from tests.privacy.test_attacks_sql_more import ask

NEVER = ("infinity", "-infinity", "20000-01-01", "0044-03-15 BC")
MOVED = (
    "WITH l AS (SELECT * FROM roundtables_roundtableevent WHERE roundtable_id = %s ORDER BY number DESC LIMIT 1)"
    " INSERT INTO roundtables_roundtableevent (id, roundtable_id, case_id, number, event, starts_at, minutes, channel, pace, why,"
    " follow_up, present, by_id, by_hat)"
    " SELECT gen_random_uuid(), roundtable_id, case_id, number + 1, 'moved', %s, minutes, channel, pace, '', false,"
    " '{}', %s, 'professional' FROM l RETURNING number"
)


def as_cleo(cast: Cast, *statement: object) -> list[tuple[object, ...]]:
    """What Cleo gets by SQL of her own, on her own login."""
    return ask("web_authority", cast.cleo.person_id, "professional", cast.case_id, "meeting", statement)


def amals_pages(cast: Cast, found: UUID) -> set[int]:
    """How Amal's first page, her course, her plan and the sheet of the meeting answer."""
    amal = Client(raise_request_exception=False)
    amal.force_login(account(cast.amal_id, "Amal", "citizen"))
    names = {"write_together": [cast.case_id, found], "plan": [cast.case_id], "case_page": [cast.case_id]}
    return {amal.get(reverse(name, args=args)).status_code for name, args in names.items()} | {amal.get("/", follow=True).status_code}


@pytest.mark.parametrize("never", NEVER)
def test_cleo_writes_no_day_that_never_comes_and_amals_pages_open(never: str) -> None:
    cast = build_cast()
    write_plan(cast)
    found = meeting(cast)
    for statement in (
        ("UPDATE cowriting_box SET day = %s WHERE id = %s RETURNING 1", never, box(cast, found, "disagree")),
        ("UPDATE plans_plan SET return_on = %s RETURNING 1", never),
        ("UPDATE plans_step SET by_on = %s RETURNING 1", never),
        (MOVED, found, never, cast.cleo.person_id),
    ):
        with pytest.raises(IntegrityError, match="day_"):
            as_cleo(cast, *statement)
    assert amals_pages(cast, found) == {200}


def test_a_guests_seat_lasts_a_year_at_most_when_cleo_moves_the_meeting_to_never() -> None:
    cast = build_cast()
    found = meeting(cast)
    amal = cast.amal.on(cast.case_id)
    invite_guest(actor=amal, case_id=cast.case_id, name="Employer Test", who=Who.EMPLOYER, text="Please come", roundtable_id=found)
    assert as_cleo(cast, MOVED, found, "2150-01-01", cast.cleo.person_id)
    with through("loader"):
        seat = Seat.objects.get(case_id=cast.case_id, hat="guest")
    assert seat.until_at is not None
    assert (seat.until_at - seat.from_at).days <= 366


def made(
    cast: Cast, found: UUID, kind: str, whose: UUID | None = None, noted: bool = False, whole: bytes = b""
) -> list[tuple[object, ...]]:
    """Cleo makes a box of the meeting's sheet by SQL of her own."""
    one = box(cast, found, "disagree")
    with acting(cast.at_table(cast.cleo)):
        known = Box.objects.get(id=one)
    return as_cleo(
        cast,
        "INSERT INTO cowriting_box (id, sheet_id, scope_id, wall, kind, whose_id, noted, place, whole, text, settled)"
        " VALUES (%s, %s, %s, %s, %s, %s, %s, 0, %s, '', '') RETURNING 1",
        *(uuid4(), known.sheet_id, known.scope_id, known.wall, kind, whose, noted, whole),
    )


def test_cleo_makes_no_box_with_words_in_it_nor_of_a_kind_nobody_knows_nor_of_dags() -> None:
    cast = build_cast()
    found = meeting(cast)
    words = Joint()
    words.apply(words.write("I want sanctions if I stay away") or b"")
    odd = [("step", None, False, words.whole()), ("nonsense", None, False, b""), ("own_goal", cast.amal_id, True, b"")]
    odd += [("goal", cast.amal_id, False, b""), ("own_words", None, False, b""), ("own_words", cast.dag.person_id, False, b"")]
    for kind, whose, noted, whole in odd:
        with pytest.raises(DatabaseError, match="row-level security"):
            made(cast, found, kind, whose, noted, whole)
    assert made(cast, found, "step") == [(1,)]
    assert amals_pages(cast, found) == {200}


def test_amal_has_one_box_of_each_kind_and_the_sheet_makes_no_second_one() -> None:
    cast = build_cast()
    found = meeting(cast)
    for kind, whose in (("own_words", cast.amal_id), ("disagree", None)):
        with pytest.raises(IntegrityError, match="one_box_of_each"):
            made(cast, found, kind, whose)
    before = len(sheet(cast, found).boxes)
    open_sheet(actor=cast.amal.on(cast.case_id), case_id=cast.case_id, roundtable_id=found)
    assert len(sheet(cast, found).boxes) == before


def change(cast: Cast, found: UUID, edit: bytes) -> UUID:
    """Cleo lays an edit of her own making under the box of what you do not agree on."""
    one = box(cast, found, "disagree")
    with acting(cast.at_table(cast.cleo)):
        known = Box.objects.get(id=one)
    assert as_cleo(
        cast,
        "INSERT INTO cowriting_change (id, box_id, sheet_id, scope_id, wall, edit, by_id) VALUES (%s, %s, %s, %s, %s, %s, %s) RETURNING 1",
        *(uuid4(), one, known.sheet_id, known.scope_id, known.wall, edit, cast.cleo.person_id),
    )
    return one


def test_an_edit_of_nonsense_closes_the_sheet_for_nobody_and_the_rest_of_the_box_is_written_on() -> None:
    cast = build_cast()
    found = meeting(cast)
    bo = cast.at_table(cast.bo)
    one = box(cast, found, "disagree")
    write_box(actor=bo, case_id=cast.case_id, box_id=one, seen=sheet(cast, found).seen, text="Ten hours")
    change(cast, found, b"\x01\x02garbage")
    assert amals_pages(cast, found) == {200}
    assert text_of(cast, found, one) == "Ten hours"
    write_box(actor=bo, case_id=cast.case_id, box_id=one, seen=sheet(cast, found).seen, text="Ten hours a week")
    assert text_of(cast, found, one) == "Ten hours a week"


@pytest.mark.parametrize(("column", "value"), [("whole", b"garbage"), ("settled", "garbage"), ("settled", "1:9999999999999:")])
def test_a_box_cleo_spoils_closes_no_page_of_amals(column: str, value: object) -> None:
    cast = build_cast()
    found = meeting(cast)
    one = change(cast, found, Joint().write("Ten hours") or b"")
    spoils = (f"UPDATE cowriting_box SET {column} = %s, last_by_id = %s WHERE id = %s RETURNING 1", value, cast.cleo.person_id, one)
    if column == "settled":
        with pytest.raises(DatabaseError, match=r"pg_snapshot|a box has settled"):
            as_cleo(cast, *spoils)
    else:
        assert as_cleo(cast, *spoils)
    assert amals_pages(cast, found) == {200}
    assert text_of(cast, found, one) == "Ten hours"


@pytest.mark.parametrize(
    "change", ["last_by_id = '{amal}'", "text = 'CANARY'", "text = 'CANARY', last_by_id = '{amal}'", "last_by_id = NULL"]
)
def test_a_box_never_reads_as_cleo_says_it_does_in_somebody_elses_name(change: str) -> None:
    cast = build_cast()
    found = meeting(cast)
    one = box(cast, found, "disagree")
    write_box(actor=cast.at_table(cast.bo), case_id=cast.case_id, box_id=one, seen=sheet(cast, found).seen, text="Ten hours")
    with pytest.raises(DatabaseError, match="in the name of who does it"):
        as_cleo(cast, f"UPDATE cowriting_box SET {change.format(amal=cast.amal_id)} WHERE id = %s RETURNING 1", one)
    assert as_cleo(cast, "SELECT last_by_id, text FROM cowriting_box WHERE id = %s", one) == [(cast.bo.person_id, "Ten hours")]


def test_a_box_cleo_locks_holds_up_no_other_meeting_and_what_is_written_in_it_stands_later() -> None:
    mine, other = build_cast(), build_cast()
    here, there = meeting(mine), meeting(other)
    locked, free = box(mine, here, "disagree"), box(other, there, "disagree")
    at = connections["web_authority"].get_connection_params()
    login = {key: value for key, value in at.items() if key in ("dbname", "user", "password", "host", "port")}

    def row(cast: Cast, found: UUID, box_id: UUID) -> Row:
        return Row(cast.at_table(cast.cleo), sheet(cast, found).item_id, box_id, uuid4(), Joint().write("hello") or b"")

    rows = [row(mine, here, locked), row(mine, here, locked), row(other, there, free)]

    async def work(held: "psycopg.Connection[tuple[object, ...]]") -> tuple[float, list[list[bool]]]:
        streams = Streams()
        keeper = Keeper(streams)
        try:
            waiting = asyncio.create_task(keeper.keep(rows[:2]))
            began = time.monotonic()
            free_rows = await keeper.keep(rows[2:])
            took = time.monotonic() - began
            assert not waiting.done()
            held.rollback()
            return took, [free_rows, await waiting]
        finally:
            await streams.close()

    with psycopg.connect(**login) as held:
        entered = {"person": mine.cleo.person_id, "hat": "professional", "case": mine.case_id, "purpose": "meeting"}
        for name, value in entered.items():
            held.execute("SELECT set_config(%s, %s, true)", [f"rt.{name}", str(value)])
        assert held.execute("SELECT id FROM cowriting_box WHERE id = %s FOR UPDATE", [locked]).fetchall()
        with ThreadPoolExecutor(1) as aside:  # a browser's loop may already run in this thread
            took, answers = aside.submit(asyncio.run, work(held)).result()
    assert answers == [[True], [True, True]]
    assert took < 3


def test_bo_who_opened_the_sheet_does_not_move_it_to_the_own_side_nor_a_citizen_to_the_notebook() -> None:
    cast = build_cast()
    found = meeting(cast)
    item = sheet(cast, found).item_id
    bo = ("web_care", cast.bo.person_id, "professional", cast.case_id, "case")
    aside = write_words(actor=cast.at_table(cast.bo), case_id=cast.case_id, place=side(), kind="note", body="x").scope_id
    with pytest.raises(DatabaseError, match="not_yours"):
        ask(*bo, ("SELECT guard.move_item(%s, %s, '', '', NULL)", item, aside))
    late = build_cast()
    called = meeting_by_amal(late)
    book = write_words(actor=late.amal, case_id=late.case_id, place=own(), kind="note", body="x").scope_id
    with pytest.raises(DatabaseError, match="not_yours"):
        ask("web_citizen", late.amal_id, "citizen", late.case_id, "case", ("SELECT guard.move_item(%s, %s, '', '', NULL)", called, book))


def meeting_by_amal(cast: Cast) -> UUID:
    """Bo calls it, Amal opens its sheet. Its item."""
    opened: UUID = open_sheet(actor=cast.amal.on(cast.case_id), case_id=cast.case_id, roundtable_id=call(cast))
    return opened
