"""A referral from Cleo's draft to Gro's answer, and Amal's own yes and no."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError
from tests.cast import Cast, Member, build_cast

from roundtable.casework.cases.queries import case_phase
from roundtable.casework.cases.rules import Phase
from roundtable.casework.referrals.actions import (
    NobodySeated,
    OneSide,
    SameReferral,
    SentReferral,
    accept_referral,
    confirm_referral,
    decline_referral,
    discard_referral_draft,
    link_referrals,
    return_referral,
    say_no,
    send_again,
    send_referral,
    withdraw_referral,
    write_referral,
)
from roundtable.casework.referrals.actions.recording import record_consent, record_event
from roundtable.casework.referrals.actions.writing import NoSuchProgramme
from roundtable.casework.referrals.models import Referral, ReferralConsent, ReferralEvent
from roundtable.casework.referrals.queries import inbox, my_drafts, my_referrals, referral_of
from roundtable.casework.referrals.rules.draft import (
    CheckAnswer,
    CheckedTooLate,
    CitizenMissing,
    ConsentHow,
    ConsentMissing,
    ConsentTooLate,
    NewCitizen,
    NotAsked,
    ReferralDraft,
    TextNotWritten,
    TooManyCitizens,
)
from roundtable.casework.referrals.rules.states import NotThatState, NotYours, ReasonMissing, ReferralAct, ReferralState
from roundtable.ground.access.actor import Actor, Hat, Purpose
from roundtable.ground.access.acts import act
from roundtable.ground.access.context import acting, through
from roundtable.ground.notices.queries import my_notices
from roundtable.ground.people.models import ContactDetails, Person
from roundtable.ground.seats.models import Seat
from roundtable.ground.seats.queries import seats_on
from roundtable.kernel.refusal import NotHere, Refusal, Stale

TODAY = date(2026, 11, 21)


@pytest.fixture(scope="module")
def cast() -> Cast:
    return build_cast()


def today(cast: Cast) -> date:
    with acting(cast.amal) as here:
        return here.at.date()


def home(member: Member) -> Actor:
    return member.on(None, Purpose.REFERRAL)


def send(cast: Cast, name: str = "Noa", *, family: str = "", actor: Actor | None = None, **changed: Any) -> SentReferral:
    consent = {"consent_how": ConsentHow.ORALLY, "consent_on": today(cast)}
    consent |= {key: changed.pop(key) for key in tuple(consent) if key in changed}
    given: dict[str, Any] = {
        "referral_id": uuid4(),
        "programme_id": cast.programme_id,
        "citizens": [NewCitizen(name, family or uuid4().hex[:6], date(1990, 2, 1), "20304050", "noa@example.org", **consent)],
        "text": "Stress at work since August",
        **changed,
    }
    return send_referral(actor=actor or home(cast.cleo), **given)


def said_yes(name: str) -> NewCitizen:
    """Somebody whose yes is recorded."""
    return NewCitizen(name, consent_how=ConsentHow.ORALLY, consent_on=TODAY)


def citizen(sent: SentReferral) -> Actor:
    return Actor(sent.citizen_ids[0], Hat.CITIZEN, False, sent.case_id, Purpose.REFERRAL)


def gro(cast: Cast, sent: SentReferral) -> Actor:
    return cast.gro.intake(sent.case_id)


def state(actor: Actor, sent: SentReferral) -> ReferralState:
    return referral_of(actor=actor, case_id=sent.case_id).state


def test_cleo_keeps_a_draft_nobody_else_sees_and_nobody_it_names_is_stored(cast: Cast) -> None:
    draft = ReferralDraft(cast.programme_id, (NewCitizen("Zebulon", "Quist"),), "Not yet", (CheckAnswer("sick", True, TODAY),))
    first = write_referral(actor=home(cast.cleo), draft=draft, item_id=uuid4())
    assert write_referral(actor=home(cast.cleo), draft=draft, item_id=first) == first
    second = write_referral(actor=home(cast.cleo), draft=draft, item_id=uuid4(), replaces=first)
    (kept,) = my_drafts(actor=home(cast.cleo))
    assert (kept.item_id, kept.draft) == (second, draft)
    for other in (cast.dag, cast.bo, cast.eve):
        assert my_drafts(actor=home(other)) == ()
    assert inbox(actor=cast.gro.leading()) == () or all("Zebulon" not in row.names for row in inbox(actor=cast.gro.leading()))
    with through("loader"):
        assert not Person.objects.filter(given_name="Zebulon").exists()
    discard_referral_draft(actor=home(cast.cleo), item_id=second)
    assert my_drafts(actor=home(cast.cleo)) == ()


def test_the_exact_text_reaches_intake_and_the_citizen_with_what_a_no_would_mean(cast: Cast) -> None:
    draft_id = write_referral(actor=home(cast.cleo), draft=ReferralDraft(cast.programme_id), item_id=uuid4())
    sent = send(cast, checks=[CheckAnswer("sick", True, TODAY)], draft_id=draft_id)
    assert my_drafts(actor=home(cast.cleo), item_id=draft_id) == ()
    for reader in (gro(cast, sent), citizen(sent), home(cast.cleo).on(sent.case_id)):
        view = referral_of(actor=reader, case_id=sent.case_id)
        assert (view.state, view.text, view.referrer) == (ReferralState.SENT, "Stress at work since August", "Cleo Test")
        assert "A no changes nothing about your sickness benefit." in view.shown
        assert (view.consents[0].how, view.consents[0].recorded_by) == (ConsentHow.ORALLY, "Cleo")
        assert view.checks == (CheckAnswer("sick", True, TODAY),)
    for stranger in (home(cast.dag), home(cast.bo), home(cast.eve), cast.gro.leading()):
        if stranger.hat == Hat.TEAM_LEADER:
            view = referral_of(actor=stranger, case_id=sent.case_id)
            assert (view.text, view.shown) == ("", "")
        else:
            with pytest.raises(NotHere):
                referral_of(actor=stranger.on(sent.case_id), case_id=sent.case_id)


def test_contact_details_are_for_intake_and_the_referrer_not_for_the_leader(cast: Cast) -> None:
    sent = send(cast)
    assert referral_of(actor=gro(cast, sent), case_id=sent.case_id).citizens[0].phone == "20304050"
    assert referral_of(actor=cast.gro.leading(), case_id=sent.case_id).citizens[0].phone == ""


def test_a_double_click_sends_once(cast: Cast) -> None:
    once = uuid4()
    first, second = send(cast, referral_id=once), send(cast, referral_id=once)
    assert first == second
    with through("loader"):
        assert ContactDetails.objects.filter(person_id__in=first.citizen_ids).count() == 1


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"consent_how": None}, ConsentMissing),
        ({"consent_on": None}, ConsentMissing),
        ({"consent_how": ConsentHow.CONFIRMED}, ConsentMissing),
        ({"consent_how": ConsentHow.TO_ASK}, ConsentMissing),
        ({"consent_on": date(2100, 1, 1)}, ConsentTooLate),
        ({"consent_on": date(2001, 1, 1)}, ConsentTooLate),
        ({"citizens": []}, CitizenMissing),
        ({"citizens": [NewCitizen(" ")]}, CitizenMissing),
        ({"citizens": [said_yes("Mia"), NewCitizen("Jo")]}, NotAsked),
        ({"citizens": [said_yes("Mia"), NewCitizen("Jo", consent_how=ConsentHow.TO_ASK, consent_on=TODAY)]}, NotAsked),
        ({"citizens": [said_yes(f"C{number}") for number in range(9)]}, TooManyCitizens),
        ({"text": "  "}, TextNotWritten),
        ({"checks": [CheckAnswer("adult", True, date(2100, 1, 1))]}, CheckedTooLate),
        ({"programme_id": uuid4()}, NoSuchProgramme),
    ],
)
def test_nothing_leaves_without_a_recorded_yes_somebody_and_a_text(cast: Cast, changed: dict[str, Any], refusal: type[Refusal]) -> None:
    before = len(my_referrals(actor=home(cast.cleo))[0])
    with pytest.raises(refusal):
        send(cast, **changed)
    assert len(my_referrals(actor=home(cast.cleo))[0]) == before


def test_amal_or_a_leader_cannot_refer(cast: Cast) -> None:
    for actor in (cast.amal, cast.gro.leading()):
        with pytest.raises(NotYours):
            send(cast, actor=actor)


def test_gro_accepts_seats_bo_and_cleo_and_the_course_begins(cast: Cast) -> None:
    sent = send(cast)
    accept_referral(actor=gro(cast, sent), case_id=sent.case_id, person_ids=[cast.bo.person_id, cast.cleo.person_id], seen=1)
    live = [(seat.given_name, seat.hat, seat.ground) for seat in seats_on(actor=citizen(sent), case_ids=[sent.case_id]) if seat.live]
    assert sorted(live)[:2] == [("Bo", "professional", "programme"), ("Cleo", "professional", "programme")]
    assert len(live) == 3
    assert case_phase(actor=cast.bo.on(sent.case_id), case_id=sent.case_id).phase == Phase.START
    for reader in (citizen(sent), cast.bo.on(sent.case_id), cast.cleo.on(sent.case_id)):
        assert state(reader, sent) == ReferralState.ACCEPTED
    assert {notice.sender for notice in my_notices(actor=citizen(sent))} == {"Cleo", "Gro"}
    with pytest.raises(NotHere):
        referral_of(actor=gro(cast, sent), case_id=sent.case_id)


def test_a_referral_is_accepted_with_somebody_at_the_table_and_once_only(cast: Cast) -> None:
    sent = send(cast)
    with pytest.raises(NobodySeated):
        accept_referral(actor=gro(cast, sent), case_id=sent.case_id, person_ids=[], seen=1)
    with pytest.raises(Refusal):
        accept_referral(actor=gro(cast, sent), case_id=sent.case_id, person_ids=[cast.max_id], seen=1)
    with pytest.raises(Stale):
        accept_referral(actor=gro(cast, sent), case_id=sent.case_id, person_ids=[cast.bo.person_id], seen=7)
    for other in (cast.dag.intake(sent.case_id), cast.eve.intake(sent.case_id), home(cast.cleo).on(sent.case_id), citizen(sent)):
        with pytest.raises(Refusal):
            accept_referral(actor=other, case_id=sent.case_id, person_ids=[cast.bo.person_id, cast.cleo.person_id], seen=1)
    accept_referral(actor=gro(cast, sent), case_id=sent.case_id, person_ids=[cast.bo.person_id, cast.cleo.person_id], seen=1)
    with pytest.raises(Refusal):
        decline_referral(actor=gro(cast, sent), case_id=sent.case_id, seen=2, reason="No")


def test_one_organisation_alone_sits_down_only_where_gro_says_who_is_still_to_come_and_everybody_there_reads_it(cast: Cast) -> None:
    sent = send(cast)
    for alone in ([cast.bo.person_id], [cast.bo.person_id, cast.ida.person_id]):
        for said in ("", "   "):
            with pytest.raises(OneSide):
                accept_referral(actor=gro(cast, sent), case_id=sent.case_id, person_ids=alone, seen=1, to_come=said)
    assert state(citizen(sent), sent) == ReferralState.SENT, "nobody has sat down"
    assert {seat.given_name for seat in seats_on(actor=citizen(sent), case_ids=[sent.case_id]) if seat.live} == {"Noa", "Cleo", "Gro"}
    accept_referral(
        actor=gro(cast, sent),
        case_id=sent.case_id,
        person_ids=[cast.bo.person_id],
        seen=1,
        to_come="Somebody of the jobcentre, in December",
    )
    for reader in (citizen(sent), cast.bo.on(sent.case_id)):
        assert referral_of(actor=reader, case_id=sent.case_id).events[-1].words == "Somebody of the jobcentre, in December"


def test_who_refers_and_is_not_seated_still_sees_decision_and_date_but_not_whose(cast: Cast) -> None:
    sent = send(cast, "Ylva", actor=home(cast.dag))
    accept_referral(actor=gro(cast, sent), case_id=sent.case_id, person_ids=[cast.bo.person_id, cast.cleo.person_id], seen=1)
    (own,), count = my_referrals(actor=home(cast.dag))
    assert (own.state, count) == (ReferralState.ACCEPTED, 1)
    assert own.changed_at >= own.sent_at
    with through("loader"):
        past = own.sent_at - timedelta(days=40)
        Seat.objects.filter(case_id=sent.case_id, person_id=cast.dag.person_id).update(from_at=past, until_at=past + timedelta(days=1))
    (own,), _ = my_referrals(actor=home(cast.dag))
    assert (own.state, own.names, own.reason) == (ReferralState.ACCEPTED, "", "")
    assert my_referrals(actor=home(cast.eve)) == ((), 0)
    with pytest.raises(NotHere):
        withdraw_referral(actor=home(cast.eve).on(sent.case_id), case_id=sent.case_id, seen=2)


def test_a_referral_is_declined_with_a_reason_that_cleo_and_the_citizen_read(cast: Cast) -> None:
    sent = send(cast)
    with pytest.raises(ReasonMissing):
        decline_referral(actor=gro(cast, sent), case_id=sent.case_id, seen=1, reason=" ")
    decline_referral(actor=gro(cast, sent), case_id=sent.case_id, seen=1, reason="The programme is for people on sick leave")
    own = next(row for row in my_referrals(actor=home(cast.cleo))[0] if row.case_id == sent.case_id)
    assert (own.state, own.reason) == (ReferralState.DECLINED, "The programme is for people on sick leave")
    assert referral_of(actor=citizen(sent), case_id=sent.case_id).events[-1].words == own.reason
    assert case_phase(actor=citizen(sent), case_id=sent.case_id) is None


def test_a_referral_is_returned_for_what_is_missing_and_sent_again_with_a_new_yes(cast: Cast) -> None:
    sent, cleo = send(cast), home(cast.cleo)
    return_referral(actor=gro(cast, sent), case_id=sent.case_id, seen=1, reason="Since when?")
    confirm = {"case_id": sent.case_id, "text_item_id": referral_of(actor=citizen(sent), case_id=sent.case_id).text_item_id}
    confirm_referral(actor=citizen(sent), **confirm)
    again = {"case_id": sent.case_id, "text": "Stress since 3 August", "consents": [(ConsentHow.IN_WRITING, today(cast))]}
    with pytest.raises(Stale):
        send_again(actor=cleo.on(sent.case_id), seen=1, **again)
    with pytest.raises(ConsentMissing):
        send_again(actor=cleo.on(sent.case_id), seen=2, **{**again, "consents": []})
    send_again(actor=cleo.on(sent.case_id), seen=2, **again)
    view = referral_of(actor=citizen(sent), case_id=sent.case_id)
    assert (view.state, view.text, view.number) == (ReferralState.SENT, "Stress since 3 August", 3)
    assert view.consent_of(sent.citizen_ids[0]).how == ConsentHow.IN_WRITING
    with pytest.raises(Stale):
        confirm_referral(actor=citizen(sent), **confirm)


def test_cleo_withdraws_before_an_answer_and_dag_cannot(cast: Cast) -> None:
    sent = send(cast)
    for other in (home(cast.dag).on(sent.case_id), citizen(sent), gro(cast, sent)):
        with pytest.raises(Refusal):
            withdraw_referral(actor=other, case_id=sent.case_id, seen=1)
    withdraw_referral(actor=home(cast.cleo).on(sent.case_id), case_id=sent.case_id, seen=1, reason="She found another way")
    assert state(citizen(sent), sent) == ReferralState.WITHDRAWN
    assert all(row.case_id != sent.case_id for row in inbox(actor=cast.gro.leading()))


def test_the_citizen_confirms_by_herself_what_was_recorded_for_her(cast: Cast) -> None:
    sent = send(cast)
    view = referral_of(actor=citizen(sent), case_id=sent.case_id)
    for other in (gro(cast, sent), home(cast.cleo).on(sent.case_id)):
        with pytest.raises(NotYours):
            confirm_referral(actor=other, case_id=sent.case_id, text_item_id=view.text_item_id)
    for _twice in range(2):
        confirm_referral(actor=citizen(sent), case_id=sent.case_id, text_item_id=view.text_item_id)
    view = referral_of(actor=gro(cast, sent), case_id=sent.case_id)
    assert [consent.how for consent in view.consents] == [ConsentHow.CONFIRMED, ConsentHow.ORALLY]
    with pytest.raises(NotHere):
        confirm_referral(actor=cast.amal, case_id=sent.case_id, text_item_id=view.text_item_id)


def test_a_no_ends_a_referral_that_waits(cast: Cast) -> None:
    sent = send(cast)
    say_no(actor=citizen(sent), case_id=sent.case_id, seen=1, words="Not now")
    view = referral_of(actor=citizen(sent), case_id=sent.case_id)
    assert (view.state, view.events[-1].by_hat, view.events[-1].words) == (ReferralState.WITHDRAWN, "citizen", "Not now")
    with pytest.raises(NotHere):
        referral_of(actor=gro(cast, sent), case_id=sent.case_id)


def test_a_no_after_acceptance_reaches_everyone_at_the_table(cast: Cast) -> None:
    sent = send(cast)
    accept_referral(actor=gro(cast, sent), case_id=sent.case_id, person_ids=[cast.bo.person_id, cast.cleo.person_id], seen=1)
    with pytest.raises(Stale):
        say_no(actor=citizen(sent), case_id=sent.case_id, seen=1)
    before = {member.name: len(my_notices(actor=member.on(None), limit=200)) for member in (cast.bo, cast.cleo)}
    say_no(actor=citizen(sent), case_id=sent.case_id, seen=2)
    for member in (cast.bo, cast.cleo):
        assert state(member.on(sent.case_id), sent) == ReferralState.WITHDRAWN
        assert len(my_notices(actor=member.on(None), limit=200)) == before[member.name] + 1
    with pytest.raises(NotThatState):
        say_no(actor=citizen(sent), case_id=sent.case_id, seen=3)
    with pytest.raises(NotYours):
        say_no(actor=cast.bo.on(sent.case_id), case_id=sent.case_id, seen=3)


def test_the_inbox_is_the_leaders_oldest_first_with_age_and_namesakes(cast: Cast) -> None:
    sent = send(cast, "Åse", family="Ødegård")
    twin = send(cast, "åse", family="ØDEGÅRD")
    rows = [row for row in inbox(actor=cast.gro.leading()) if row.case_id in (sent.case_id, twin.case_id)]
    assert [row.names for row in rows] == ["Åse Ødegård", "åse ØDEGÅRD"]
    assert [[other.case_id for other in row.twins] for row in rows] == [[twin.case_id], [sent.case_id]]
    assert {row.age_days for row in rows} == {0}
    for other in (home(cast.bo), home(cast.dag), cast.dag.leading(), cast.amal):
        assert all(row.case_id not in (sent.case_id, twin.case_id) or other.person_id == cast.cleo.person_id for row in inbox(actor=other))
    leader = cast.gro.leading()
    link_referrals(actor=leader, case_id=twin.case_id, other_case_id=sent.case_id, linked=True)
    row = next(row for row in inbox(actor=leader) if row.case_id == sent.case_id)
    assert row.links == (twin.case_id,)
    link_referrals(actor=leader, case_id=sent.case_id, other_case_id=twin.case_id, linked=False)
    assert next(row for row in inbox(actor=leader) if row.case_id == sent.case_id).links == ()
    with pytest.raises(SameReferral):
        link_referrals(actor=leader, case_id=sent.case_id, other_case_id=sent.case_id, linked=True)
    with pytest.raises(NotHere):
        link_referrals(actor=leader, case_id=sent.case_id, other_case_id=uuid4(), linked=True)


def test_a_family_is_referred_as_one_and_each_answers_alone(cast: Cast) -> None:
    sent = send(cast, citizens=[said_yes("Mia"), replace(said_yes("Jo"), consent_how=ConsentHow.IN_WRITING)])
    assert len(sent.citizen_ids) == 2
    view = referral_of(actor=gro(cast, sent), case_id=sent.case_id)
    assert {consent.citizen_id for consent in view.consents} == set(sent.citizen_ids)
    confirm_referral(actor=citizen(sent), case_id=sent.case_id, text_item_id=view.text_item_id)
    view = referral_of(actor=gro(cast, sent), case_id=sent.case_id)
    assert [view.consent_of(person).how for person in sent.citizen_ids] == [ConsentHow.CONFIRMED, ConsentHow.IN_WRITING]


def test_cleo_loses_sight_of_a_referral_once_the_citizen_closes_it_for_her(cast: Cast) -> None:
    sent = send(cast)
    with acting(citizen(sent), write=True):
        act("block", [uuid4(), sent.case_id, cast.cleo.person_id])
    rows: tuple[UUID, ...] = tuple(row.case_id for row in my_referrals(actor=home(cast.cleo), per_page=200)[0])
    assert sent.case_id not in rows


def test_the_database_itself_refuses_an_answer_from_who_may_not_give_it(cast: Cast) -> None:
    sent = send(cast)
    for actor, act_, state_ in (
        (home(cast.cleo).on(sent.case_id), ReferralAct.ACCEPT, ReferralState.ACCEPTED),
        (citizen(sent), ReferralAct.ACCEPT, ReferralState.ACCEPTED),
        (gro(cast, sent), ReferralAct.SAY_NO, ReferralState.WITHDRAWN),
        (cast.gro.leading(sent.case_id), ReferralAct.ACCEPT, ReferralState.ACCEPTED),
        (home(cast.dag).on(sent.case_id), ReferralAct.WITHDRAW, ReferralState.WITHDRAWN),
    ):
        with pytest.raises(DatabaseError, match="row-level security"), acting(actor, write=True) as here:
            record_event(actor, here.at, sent.referral_id, sent.case_id, 2, act_, state_)
    assert state(citizen(sent), sent) == ReferralState.SENT


def test_nobody_can_say_yes_for_the_citizen_and_no_row_is_ever_changed(cast: Cast) -> None:
    sent = send(cast)
    item_id = referral_of(actor=citizen(sent), case_id=sent.case_id).text_item_id
    for actor in (home(cast.cleo).on(sent.case_id), gro(cast, sent), home(cast.dag).on(sent.case_id)):
        with pytest.raises(DatabaseError, match="row-level security"), acting(actor, write=True) as here:
            how = ConsentHow.CONFIRMED
            record_consent(actor, here.at, sent.referral_id, sent.case_id, sent.citizen_ids[0], how, TODAY, item_id, "1")
    for table in (Referral, ReferralEvent, ReferralConsent):
        for change in (lambda rows: rows.update(case_id=sent.case_id), lambda rows: rows._raw_delete(rows.db)):
            with pytest.raises(DatabaseError, match="permission denied"), acting(citizen(sent), write=True):
                change(table.objects.filter(case_id=sent.case_id))


@pytest.mark.parametrize("name", ["load_referral", "load_draft_scope", "load_draft"])
def test_lists_come_in_through_the_loader_only(cast: Cast, name: str) -> None:
    arguments = {"load_referral": ["{}"], "load_draft_scope": [uuid4(), True], "load_draft": [uuid4(), 1, uuid4(), "care", b"", b""]}[name]
    for actor in (home(cast.cleo), cast.gro.leading(), cast.amal):
        with pytest.raises(DatabaseError, match="permission denied"), acting(actor, write=True):
            act(name, arguments)
