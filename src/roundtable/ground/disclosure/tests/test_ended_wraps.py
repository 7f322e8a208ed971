"""A key that was laid out for somebody goes with what they were given."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, connections, transaction
from tests.cast import Cast, build_cast

from roundtable.ground.access.actor import Purpose
from roundtable.ground.disclosure import jobs
from roundtable.ground.disclosure.actions import countersign, disclose_on_ground, release_items, withdraw_release
from roundtable.ground.disclosure.actions.ended import drop_ended_keys
from roundtable.ground.disclosure.queries import days
from roundtable.ground.seats.actions import end_seat, write_words
from roundtable.ground.seats.queries import words
from roundtable.ground.seats.rules import confidence, draft


@pytest.fixture
def cast() -> Cast:
    return build_cast(ida_seated=True)


def told(cast: Cast) -> UUID:
    place = confidence()
    return write_words(actor=cast.at_table(cast.bo), case_id=cast.case_id, place=place, kind="note", body="told to Bo").item_id


def rings(item_id: UUID) -> set[str]:
    """For whose rings the item's key lies there, beside its scope's own."""
    with transaction.atomic("loader"), connections["loader"].cursor() as cursor:
        cursor.execute("SELECT ring FROM seats_itemkey WHERE item_id = %s AND ring <> ''", [item_id])
        return {row[0] for row in cursor.fetchall()}


def share(cast: Cast, item_id: UUID, seat: str) -> UUID:
    return release_items(
        actor=cast.amal, case_id=cast.case_id, item_ids=[item_id], to_seat_id=cast.seats[seat], purpose="work"
    ).disclosure_id


def by_law(cast: Cast, item_id: UUID, signer: UUID) -> UUID:
    return disclose_on_ground(
        actor=cast.at_table(cast.bo),
        case_id=cast.case_id,
        item_id=item_id,
        to_seat_id=cast.seats["cleo"],
        paragraph="§ 43",
        necessity="She cannot be asked in time",
        countersigner_id=signer,
        until_on=days(actor=cast.amal, case_id=cast.case_id).today + timedelta(days=30),
    ).disclosure_id


def run() -> int:
    dropped = drop_ended_keys()
    jobs.ended_keys(timestamp=0)  # safe to run again
    return dropped


def past(disclosure_id: UUID) -> None:
    """A year has gone by."""
    with transaction.atomic("loader"), connections["loader"].cursor() as cursor:
        cursor.execute(
            "UPDATE seats_disclosure SET from_at = from_at - interval '1 year', until_at = now() - interval '1 second' WHERE id = %s",
            [disclosure_id],
        )


def test_the_second_signers_no_takes_the_key_away(cast: Cast) -> None:
    item_id = told(cast)
    disclosure_id = by_law(cast, item_id, cast.jon.person_id)
    assert "authority" in rings(item_id)
    countersign(actor=cast.jon.on(None, Purpose.COUNTERSIGN), disclosure_id=disclosure_id, yes=False)
    assert rings(item_id) == set()


def test_a_yes_keeps_it_until_its_day_and_not_longer(cast: Cast) -> None:
    item_id = told(cast)
    disclosure_id = by_law(cast, item_id, cast.jon.person_id)
    countersign(actor=cast.jon.on(None, Purpose.COUNTERSIGN), disclosure_id=disclosure_id, yes=True)
    run()
    assert "authority" in rings(item_id)
    past(disclosure_id)
    assert run() >= 1
    assert rings(item_id) == set()


def test_what_is_given_to_two_stays_for_the_one_who_still_has_it(cast: Cast) -> None:
    item_id = told(cast)
    to_cleo, to_ida = share(cast, item_id, "cleo"), share(cast, item_id, "ida")
    assert rings(item_id) == {"authority", "care"}
    past(to_cleo)
    run()
    assert rings(item_id) == {"care"}
    (view,) = words(actor=cast.at_table(cast.ida), item_ids=[item_id])
    assert view.body == "told to Bo"
    withdraw_release(actor=cast.amal, case_id=cast.case_id, disclosure_id=to_ida)
    assert rings(item_id) == set()


def test_a_seat_that_ended_takes_its_key_along_and_a_new_yes_lays_it_out_again(cast: Cast) -> None:
    item_id = told(cast)
    share(cast, item_id, "cleo")
    share(cast, item_id, "ida")
    end_seat(actor=cast.gro.leading(cast.case_id), seat_id=cast.seats["ida"])
    run()
    assert rings(item_id) == {"authority"}
    past(share(cast, item_id, "cleo"))
    assert (run(), rings(item_id)) == (0, {"authority"}), "the earlier one still holds"
    (view,) = words(actor=cast.at_table(cast.cleo), item_ids=[item_id])
    assert view.body == "told to Bo"


def test_keys_of_what_was_never_given_stay(cast: Cast) -> None:
    kept, own_draft = told(cast), uuid4()
    write_words(actor=cast.at_table(cast.bo), case_id=cast.case_id, place=draft(), kind="draft", body="begun", item_id=own_draft)
    run()
    assert [view.body for view in words(actor=cast.at_table(cast.bo), item_ids=[kept, own_draft])] != ["", ""]
    assert len(words(actor=cast.at_table(cast.bo), item_ids=[kept, own_draft])) == 2


@pytest.mark.parametrize("login", ["web_citizen", "web_care", "web_authority", "recorder", "default"])
def test_nobody_else_orders_it(login: str) -> None:
    for call in ("drop_ended_wraps()", "drop_wraps_of('{}')"):
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic(login), connections[login].cursor() as cursor:
            cursor.execute(f"SELECT guard.{call}")
