"""Time alone ends what is shared, brings the day of telling, and lets a second signature lapse: each is told once, in fixed words."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.core import mail
from django.db import DatabaseError, connections, transaction
from tests.cast import Cast, account, build_cast

from roundtable.ground.access.actor import Actor, Purpose
from roundtable.ground.access.context import acting, current
from roundtable.ground.disclosure import jobs
from roundtable.ground.disclosure.actions import close_for, countersign, release_items
from roundtable.ground.disclosure.queries import days
from roundtable.ground.disclosure.tests.test_by_law import by_law, note, reads
from roundtable.ground.notices import actions
from roundtable.ground.notices import jobs as mails
from roundtable.ground.notices.queries import my_notices
from roundtable.ground.notices.rules import Cause
from roundtable.ground.seats.actions import write_words
from roundtable.ground.seats.rules import confidence


@pytest.fixture
def cast() -> Cast:
    return build_cast(ida_seated=True)


def move(disclosure_id: UUID, **moments: str) -> None:
    """Time passes: the moments of one share are set by the loader, who alone may."""
    sets = ", ".join(f"{column} = {moment}" for column, moment in moments.items())
    with transaction.atomic("loader"), connections["loader"].cursor() as cursor:
        cursor.execute(f"UPDATE seats_disclosure SET {sets} WHERE id = %s", [disclosure_id])


def told(actor: Actor) -> list[str]:
    return [notice.cause for notice in my_notices(actor=actor) if notice.cause]


def consent(cast: Cast) -> UUID:
    item = write_words(actor=cast.amal, case_id=cast.case_id, place=confidence(cast.bo.person_id), kind="message", body="I sleep badly")
    until = days(actor=cast.amal, case_id=cast.case_id).today + timedelta(days=60)
    shared = release_items(
        actor=cast.amal, case_id=cast.case_id, item_ids=[item.item_id], to_seat_id=cast.seats["cleo"], purpose="plan", until_on=until
    )
    found: UUID = shared.disclosure_id
    return found


def twice(job: Any) -> None:
    for _ in range(2):
        job(timestamp=0)


def test_amal_and_cleo_hear_once_that_something_shared_ends_within_the_week(cast: Cast) -> None:
    share = consent(cast)
    twice(jobs.sharing_ends)
    assert told(cast.amal) == told(cast.at_table(cast.cleo)) == []
    move(share, until_at="now() + interval '6 days'", from_at="now() - interval '54 days'")
    twice(jobs.sharing_ends)
    assert told(cast.amal) == told(cast.at_table(cast.cleo)) == ["sharing_ends"]
    for nobody in (cast.bo, cast.ida, cast.dag, cast.eve):
        assert told(cast.at_table(nobody)) == []


def test_what_is_shared_for_three_days_is_not_told_to_end_on_the_first(cast: Cast) -> None:
    share = consent(cast)
    move(share, until_at="now() + interval '3 days'")
    jobs.sharing_ends(timestamp=0)
    assert told(cast.amal) == []
    move(share, until_at="now() + interval '12 hours'", from_at="now() - interval '60 hours'")
    jobs.sharing_ends(timestamp=0)
    assert told(cast.amal) == ["sharing_ends"]


def test_for_whom_it_is_closed_hears_nothing_of_its_end(cast: Cast) -> None:
    share = consent(cast)
    close_for(actor=cast.amal, case_id=cast.case_id, person_id=cast.cleo.person_id)
    move(share, until_at="now() + interval '2 days'", from_at="now() - interval '58 days'")
    jobs.sharing_ends(timestamp=0)
    assert told(cast.cleo.on(None)) == [] and told(cast.amal) == ["sharing_ends"]


def test_the_mail_about_an_end_says_only_that_there_is_something(cast: Cast) -> None:
    amal = account(cast.amal_id, "Amal", kind="citizen")
    share = consent(cast)
    move(share, until_at="now() + interval '2 days'", from_at="now() - interval '58 days'")
    jobs.sharing_ends(timestamp=0)
    (notice,) = [notice for notice in my_notices(actor=cast.amal) if notice.cause]
    mails.mail_notice(notice=str(notice.id))
    (message,) = [message for message in mail.outbox if message.to == [amal.email]]
    assert str(message.body).startswith("There is something new for you. It is not urgent.\n")
    for telling in ("shar", "ends", "Cleo", "Bo", "Jobcentre", "sleep", str(cast.case_id)):
        assert telling not in str(message.body).removesuffix(str(message.body).splitlines()[-1])


def test_an_urgent_one_nobody_signs_is_reminded_then_closes_by_itself_and_both_hear_it(cast: Cast) -> None:
    item = note(cast)
    shared = by_law(cast, item, urgent=True)
    jon = cast.jon.on(None, Purpose.COUNTERSIGN)
    twice(jobs.unsigned)
    assert told(jon) == told(cast.at_table(cast.bo)) == []
    move(shared.disclosure_id, from_at="now() - interval '5 hours'", countersign_by="now() + interval '3 hours'")
    twice(jobs.unsigned)
    assert told(jon) == told(cast.at_table(cast.bo)) == ["unsigned"]
    assert reads(cast.at_table(cast.cleo), item) == ["A child is at risk"]
    move(shared.disclosure_id, countersign_by="now() - interval '1 second'")
    assert reads(cast.at_table(cast.cleo), item) == [], "it closes by the clock of the database, whether a job runs or not"
    twice(jobs.unsigned)
    assert told(jon) == told(cast.at_table(cast.bo)) == ["lapsed", "unsigned"]
    for nobody in (cast.amal, cast.at_table(cast.cleo), cast.at_table(cast.ida), cast.at_table(cast.eve)):
        assert told(nobody) == []


def test_one_that_is_signed_is_not_reminded_and_does_not_lapse(cast: Cast) -> None:
    item = note(cast)
    shared = by_law(cast, item, urgent=True)
    countersign(actor=cast.jon.on(cast.case_id, Purpose.COUNTERSIGN), disclosure_id=shared.disclosure_id, yes=True)
    move(shared.disclosure_id, from_at="now() - interval '2 days'", countersign_by="now() - interval '1 day'")
    jobs.unsigned(timestamp=0)
    assert told(cast.at_table(cast.bo)) == []
    assert reads(cast.at_table(cast.cleo), item) == ["A child is at risk"]


def test_amal_is_told_on_the_day_her_telling_was_put_off_to_and_not_before(cast: Cast) -> None:
    today = days(actor=cast.amal, case_id=cast.case_id).today
    later = {
        "tell_later": True,
        "tell_on": today + timedelta(days=20),
        "deferral_ground": "Health act § 43(3): a child in danger",
    }
    shared = by_law(cast, note(cast), urgent=True, **later)
    jobs.shared_by_law(timestamp=0)
    assert my_notices(actor=cast.amal) == ()
    move(shared.disclosure_id, told_from="now() - interval '1 minute'")
    twice(jobs.shared_by_law)
    assert told(cast.amal) == ["shared_by_law"]
    assert told(cast.at_table(cast.cleo)) == []


def test_one_that_never_was_in_force_is_not_told_as_if_it_had_been(cast: Cast) -> None:
    today = days(actor=cast.amal, case_id=cast.case_id).today
    later = {
        "tell_later": True,
        "tell_on": today + timedelta(days=20),
        "deferral_ground": "Health act § 43(3): a child in danger",
    }
    shared = by_law(cast, note(cast), **later)
    move(shared.disclosure_id, told_from="now() - interval '1 minute'")
    jobs.shared_by_law(timestamp=0)
    assert told(cast.amal) == []


def test_one_who_cannot_be_told_holds_up_nobody_else_and_the_job_counts_as_failed(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    share = consent(cast)
    move(share, until_at="now() + interval '2 days'", from_at="now() - interval '58 days'")
    tell = actions.remind

    def not_amal(*, actor: Actor, **said: Any) -> bool:
        if actor.person_id == cast.amal_id:
            raise DatabaseError("away")
        return tell(actor=actor, **said)

    with monkeypatch.context() as patch:
        patch.setattr(actions, "remind", not_amal)
        with pytest.raises(actions.NotAllTold):
            jobs.sharing_ends(timestamp=0)
    assert told(cast.at_table(cast.cleo)) == ["sharing_ends"] and told(cast.amal) == []
    jobs.sharing_ends(timestamp=0)
    assert told(cast.at_table(cast.cleo)) == told(cast.amal) == ["sharing_ends"]


@pytest.mark.parametrize("cause", list(Cause))
def test_no_hat_asks_whom_time_has_something_to_tell(cause: Cause) -> None:
    for alias in ("web_citizen", "web_care", "web_authority", "default", "recorder", "sealer"):
        with pytest.raises(DatabaseError, match="permission denied"), connections[alias].cursor() as cursor:
            cursor.execute(f"SELECT * FROM guard.due_{cause}()")


def test_nobody_puts_a_reminder_before_another(cast: Cast) -> None:
    with pytest.raises(DatabaseError, match="row-level security"), acting(cast.at_table(cast.cleo), write=True):
        with connections[current().alias].cursor() as cursor:
            cursor.execute(
                "INSERT INTO notices_notice (id, person_id, kind, cause, about, made_at)"
                " VALUES (gen_random_uuid(), %s, 'news', 'lapsed', gen_random_uuid(), now())",
                [cast.amal_id],
            )
