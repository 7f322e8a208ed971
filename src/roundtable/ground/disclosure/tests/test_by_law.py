"""Sharing on a rule of law: two people of the holder's organisation, never the receiver's, and Amal is told."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse
from tests.cast import Cast, account, build_cast

from roundtable.ground.access.actor import Purpose
from roundtable.ground.access.acts import ActRefused
from roundtable.ground.access.context import acting
from roundtable.ground.disclosure.actions import SharedByLaw, close_for, countersign, disclose_on_ground, withdraw_release
from roundtable.ground.disclosure.actions.by_law import end_of_next_working_day
from roundtable.ground.disclosure.queries import (
    ShareState,
    countersigner_choices,
    days,
    law_disclosures,
    shares,
    to_countersign,
    waits_for_me,
    who_saw,
)
from roundtable.ground.notices.queries import my_notices
from roundtable.ground.seats.actions import write_words
from roundtable.ground.seats.queries import rows, words
from roundtable.ground.seats.rules import confidence, side
from roundtable.kernel.calendar import holidays_of
from roundtable.kernel.refusal import NotHere, Refusal


@pytest.fixture
def cast() -> Cast:
    return build_cast(ida_seated=True)


def note(cast: Cast, place: Any = None) -> UUID:
    return write_words(
        actor=cast.at_table(cast.bo),
        case_id=cast.case_id,
        place=place or side(),
        kind="note",
        headline="Worried",
        body="A child is at risk",
    ).item_id


def by_law(cast: Cast, item_id: UUID, **more: Any) -> SharedByLaw:
    actor = more.pop("actor", cast.at_table(cast.bo))
    said = {
        "to_seat_id": cast.seats["cleo"],
        "paragraph": "Health act § 43(2)",
        "necessity": "She cannot be asked in time",
        "countersigner_id": cast.jon.person_id,
        "until_on": days(actor=cast.amal, case_id=cast.case_id).today + timedelta(days=30),
        **more,
    }
    return disclose_on_ground(actor=actor, case_id=cast.case_id, item_id=item_id, **said)


def reads(actor: Any, item_id: UUID) -> list[str]:
    return [view.body for view in words(actor=actor, item_ids=[item_id])]


def jon(cast: Cast) -> Any:
    return cast.jon.on(cast.case_id, Purpose.COUNTERSIGN)


def test_it_opens_when_jon_has_signed_and_amal_is_told_from_the_first_moment(cast: Cast) -> None:
    item = note(cast, confidence())
    shared = by_law(cast, item)
    cleo = cast.at_table(cast.cleo)
    assert reads(cleo, item) == []
    (told,) = law_disclosures(actor=cast.amal, case_id=cast.case_id)
    assert (told.state, told.signer, told.signer_role, told.paragraph) == (
        ShareState.WAITING,
        "Jon Test",
        "Care manager",
        "Health act § 43(2)",
    )
    assert "She cannot be asked in time" in reads(cast.amal, told.reason_item_id or uuid4())
    assert [notice.sender for notice in my_notices(actor=cast.amal)] == ["Bo"]
    assert [waiting.disclosure_id for waiting in waits_for_me(actor=cast.jon.on(None)).signatures] == [shared.disclosure_id]
    countersign(actor=jon(cast), disclosure_id=shared.disclosure_id, yes=True)
    assert reads(cleo, item) == ["A child is at risk"]
    assert law_disclosures(actor=cast.amal, case_id=cast.case_id)[0].state == ShareState.LIVE
    assert waits_for_me(actor=cast.jon.on(None)).signatures == ()
    assert [notice.sender for notice in my_notices(actor=cleo)] == ["Jon"]


def test_jon_reads_the_one_item_and_its_reason_to_sign_and_nothing_more_and_it_is_logged_so(cast: Cast) -> None:
    item, other = note(cast), note(cast)
    shared = by_law(cast, item)
    asked = to_countersign(actor=jon(cast), disclosure_id=shared.disclosure_id)
    assert [view.body for view in asked.items] == ["A child is at risk"]
    assert (asked.asked_by, asked.to_name, asked.to_organisation, asked.citizens) == (
        "Bo Test",
        "Cleo Test",
        "Jobcentre North",
        "Amal Test",
    )
    assert asked.reason is not None and asked.reason.body == "She cannot be asked in time"
    assert reads(jon(cast), other) == []
    assert reads(cast.at_table(cast.jon), item) == []
    seen = who_saw(actor=cast.amal, case_id=cast.case_id)
    assert {(r.name, r.role, r.organisation, r.basis, r.purpose) for r in seen.readings} == {
        ("Jon Test", "Care manager", "Mental Health", "countersign", "countersign")
    }
    countersign(actor=jon(cast), disclosure_id=shared.disclosure_id, yes=True)
    assert reads(jon(cast), item) == []
    with pytest.raises(NotHere):
        to_countersign(actor=jon(cast), disclosure_id=shared.disclosure_id)


def test_a_no_of_jon_keeps_it_closed_for_good(cast: Cast) -> None:
    item = note(cast)
    shared = by_law(cast, item, urgent=True)
    assert reads(cast.at_table(cast.cleo), item) == ["A child is at risk"]
    countersign(actor=jon(cast), disclosure_id=shared.disclosure_id, yes=False)
    assert reads(cast.at_table(cast.cleo), item) == []
    assert law_disclosures(actor=cast.amal, case_id=cast.case_id)[0].state == ShareState.NOT_SIGNED
    with pytest.raises(ActRefused) as again:
        countersign(actor=jon(cast), disclosure_id=shared.disclosure_id, yes=True)
    assert again.value.reason == "already_answered"


def test_nobody_but_the_one_named_signs(cast: Cast) -> None:
    shared = by_law(cast, note(cast))
    for member in (cast.bo, cast.cleo, cast.dag, cast.eve, cast.ida):
        actor = member.on(cast.case_id, Purpose.COUNTERSIGN)
        with pytest.raises(NotHere):
            countersign(actor=actor, disclosure_id=shared.disclosure_id, yes=True)
        with pytest.raises(NotHere):
            to_countersign(actor=actor, disclosure_id=shared.disclosure_id)
        assert waits_for_me(actor=member.on(None)).signatures == ()
    with pytest.raises(NotHere):
        countersign(actor=cast.jon.on(cast.case_id), disclosure_id=shared.disclosure_id, yes=True)
    with pytest.raises(NotHere):
        countersign(actor=jon(cast), disclosure_id=uuid4(), yes=True)


def test_an_urgent_one_opens_at_once_and_waits_for_the_signature_until_the_next_working_day_ends(cast: Cast) -> None:
    item = note(cast)
    shared = by_law(cast, item, urgent=True)
    assert reads(cast.at_table(cast.cleo), item) == ["A child is at risk"]
    span = days(actor=cast.amal, case_id=cast.case_id)
    assert shared.sign_by is not None and shared.sign_by > span.end_of(span.today)
    assert shared.sign_by.hour == 0 or shared.sign_by <= span.end_of(span.today + timedelta(days=6))


def test_the_countersigner_is_of_bos_organisation_and_not_bo_and_not_of_the_receivers(cast: Cast) -> None:
    offered = {name for _, name, _ in countersigner_choices(actor=cast.at_table(cast.bo), case_id=cast.case_id)}
    assert offered == {"Ida Test", "Jon Test"}, "Gro leads: nothing on her first page would ask her"
    item = note(cast)
    for wrong in (cast.bo.person_id, cast.cleo.person_id, cast.dag.person_id, cast.eve.person_id, cast.amal_id, uuid4()):
        with pytest.raises(ActRefused) as no:
            by_law(cast, item, countersigner_id=wrong)
        assert no.value.reason == "countersigner"
    for stranger in (cast.dag, cast.eve, cast.jon):
        assert countersigner_choices(actor=cast.at_table(stranger), case_id=cast.case_id) == ()


def test_only_who_holds_it_decides_and_only_towards_another_organisation(cast: Cast) -> None:
    private = note(cast, confidence())
    for actor in [cast.at_table(member) for member in (cast.cleo, cast.ida, cast.dag, cast.eve, cast.jon)] + [cast.amal]:
        with pytest.raises(Refusal):
            by_law(cast, private, actor=actor)
    with pytest.raises(ActRefused) as no:
        by_law(cast, private, to_seat_id=cast.seats["ida"])
    assert no.value.reason == "own_side"
    for item in (uuid4(), note(build_cast())):
        with pytest.raises(NotHere):
            by_law(cast, item)
    assert law_disclosures(actor=cast.amal, case_id=cast.case_id) == ()


def test_it_needs_a_paragraph_a_reason_in_own_words_and_days_that_can_be(cast: Cast) -> None:
    item, today = note(cast), days(actor=cast.amal, case_id=cast.case_id).today
    for field, more in (
        ("necessity", {"necessity": " "}),
        ("until", {"until_on": today - timedelta(days=1)}),
        ("until", {"until_on": today + timedelta(days=365)}),
        ("tell_on", {"tell_on": today + timedelta(days=5)}),
        ("tell_on", {"deferral_ground": "§ 12"}),
        ("tell_on", {"tell_on": today, "deferral_ground": "§ 12"}),
        ("tell_on", {"tell_on": today + timedelta(days=91), "deferral_ground": "§ 12"}),
    ):
        with pytest.raises(Refusal) as no:
            by_law(cast, item, **more)
        assert (no.value.field, no.value.code) in {
            ("necessity", "necessity_missing"),
            ("until", "until_out_of_range"),
            ("tell_on", "deferral_incomplete"),
        }
        assert no.value.field == field
    with pytest.raises(ActRefused) as unnamed:
        by_law(cast, item, paragraph="")
    assert unnamed.value.reason == "no_paragraph"


def test_where_telling_waits_amal_learns_nothing_from_list_notice_reason_or_log_and_cleo_reads_logged(cast: Cast) -> None:
    item = note(cast)
    span = days(actor=cast.amal, case_id=cast.case_id)
    shared = by_law(cast, item, tell_on=span.today + timedelta(days=20), deferral_ground="Data act § 22(2)")
    to_countersign(actor=jon(cast), disclosure_id=shared.disclosure_id)
    countersign(actor=jon(cast), disclosure_id=shared.disclosure_id, yes=True)
    assert reads(cast.at_table(cast.cleo), item) == ["A child is at risk"]
    reason = shares(actor=cast.at_table(cast.bo), case_id=cast.case_id)[0].reason_item_id
    assert reason is not None and reads(cast.at_table(cast.ida), reason) == ["She cannot be asked in time"]
    assert law_disclosures(actor=cast.amal, case_id=cast.case_id) == shares(actor=cast.amal, case_id=cast.case_id) == ()
    assert [notice.sender for notice in my_notices(actor=cast.amal)] == []
    assert reads(cast.amal, reason) == []
    assert who_saw(actor=cast.amal, case_id=cast.case_id).readings == ()
    with acting(cast.at_table(cast.bo)):
        (recorded,) = rows("SELECT count(*) FROM access_accessevent WHERE item_id = ANY (%s)", [[item, reason]])
    assert recorded[0] == 4
    assert reads(cast.amal, item) == ["A child is at risk"]


def test_amal_cannot_take_it_back_and_closing_for_cleo_does_not_end_it(cast: Cast) -> None:
    item = note(cast)
    shared = by_law(cast, item, urgent=True)
    with pytest.raises(ActRefused) as no:
        withdraw_release(actor=cast.amal, case_id=cast.case_id, disclosure_id=shared.disclosure_id)
    assert no.value.reason == "by_law"
    close_for(actor=cast.amal, case_id=cast.case_id, person_id=cast.cleo.person_id)
    assert reads(cast.at_table(cast.cleo), item) == ["A child is at risk"]


def test_a_double_click_shares_once(cast: Cast) -> None:
    item, once = note(cast), uuid4()
    assert by_law(cast, item, once=once) == by_law(cast, item, once=once)
    assert len(law_disclosures(actor=cast.amal, case_id=cast.case_id)) == 1


def test_the_next_working_day_steps_over_weekends_and_the_countrys_holidays() -> None:
    danish = holidays_of("DK")
    friday = datetime(2026, 11, 20, 15, tzinfo=UTC)
    assert end_of_next_working_day(friday, "Europe/Copenhagen", danish).date() == date(2026, 11, 24)
    before_easter = datetime(2027, 3, 24, 7, tzinfo=UTC)
    assert end_of_next_working_day(before_easter, "Europe/Copenhagen", danish) == before_easter + timedelta(days=6)
    assert not holidays_of("XX")(date(2026, 12, 25))
    assert danish(date(2026, 12, 25)) and not danish(date(2026, 12, 28))


def test_what_holds_no_words_is_not_offered_for_sharing_by_law_and_is_refused(cast: Cast) -> None:
    """Where Bo says how far a treatment step is, an item stands on the health side without a word in it."""
    said = note(cast)
    empty = write_words(actor=cast.at_table(cast.bo), case_id=cast.case_id, place=side(), kind="plan_progress").item_id
    client = Client()
    client.force_login(account(cast.bo.person_id, "Bo"))
    offered = client.get(reverse("share_by_law", args=[cast.case_id])).text
    assert str(said) in offered and str(empty) not in offered and "How far a treatment step is" not in offered
    assert client.get(reverse("disclose_on_ground", args=[cast.case_id, said])).status_code == 200
    assert client.get(reverse("disclose_on_ground", args=[cast.case_id, empty])).status_code == 404
    with pytest.raises(NotHere):
        by_law(cast, empty)
    assert law_disclosures(actor=cast.amal, case_id=cast.case_id) == ()
