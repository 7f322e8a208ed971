"""Sharing, from the citizen's yes to its end: the one who may, the colleague who may not, the other organisation, the citizen."""

from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from tests.cast import Cast, build_cast

from roundtable.ground.access.actor import Actor, Hat, Purpose
from roundtable.ground.access.acts import ActRefused
from roundtable.ground.disclosure.actions import (
    NothingSaid,
    Released,
    UntilOutOfRange,
    answer_may_i,
    ask_for_something,
    ask_to_share,
    close_for,
    countersign_withholding,
    note_yes_aloud,
    open_again,
    release_items,
    reply_to_request,
    withdraw_release,
    withhold_item,
)
from roundtable.ground.disclosure.queries import (
    ShareState,
    closed_for,
    days,
    question,
    questions,
    requests,
    shareable,
    shares,
    waiting_questions,
    who_has_read,
    who_saw,
)
from roundtable.ground.people.actions import enrol_person
from roundtable.ground.seats.actions import move_words, seat_person, write_words
from roundtable.ground.seats.queries import words
from roundtable.ground.seats.rules import confidence, own, side, table, team
from roundtable.kernel.refusal import NotHere, Refusal


@pytest.fixture
def cast() -> Cast:
    return build_cast(ida_seated=True)


def told_bo(cast: Cast, body: str = "I lie awake") -> UUID:
    """Something Amal told Bo in confidence."""
    return write_words(
        actor=cast.amal, case_id=cast.case_id, place=confidence(cast.bo.person_id), kind="message", headline="At night", body=body
    ).item_id


def reads(actor: Actor, item_id: UUID) -> list[str]:
    """What somebody reads of one item."""
    return [view.body for view in words(actor=actor, item_ids=[item_id])]


def share_with_cleo(cast: Cast, item_id: UUID, **more: object) -> Released:
    return release_items(
        actor=cast.amal, case_id=cast.case_id, item_ids=[item_id], to_seat_id=cast.seats["cleo"], purpose="meeting", **more
    )


def strangers(cast: Cast) -> list[Actor]:
    return [cast.at_table(member) for member in (cast.dag, cast.eve, cast.jon)]


def test_what_amal_shares_with_cleo_opens_for_cleo_with_its_sealed_words_and_for_nobody_else(cast: Cast) -> None:
    item, other = told_bo(cast), told_bo(cast, "Another night")
    assert reads(cast.at_table(cast.cleo), item) == []
    share_with_cleo(cast, item)
    assert reads(cast.at_table(cast.cleo), item) == ["I lie awake"]
    assert reads(cast.at_table(cast.cleo), other) == []
    for stranger in [*strangers(cast), cast.at_table(cast.ida)]:
        assert reads(stranger, item) == []
        assert shares(actor=stranger, case_id=cast.case_id) == ()


def test_a_share_with_somebody_of_the_same_kind_opens_too(cast: Cast) -> None:
    item = told_bo(cast)
    notebook = write_words(actor=cast.amal, case_id=cast.case_id, place=own(), kind="note", body="My own").item_id
    release_items(actor=cast.amal, case_id=cast.case_id, item_ids=[item, notebook], to_seat_id=cast.seats["ida"], purpose="treatment")
    assert reads(cast.at_table(cast.ida), item) == ["I lie awake"]
    assert reads(cast.at_table(cast.ida), notebook) == ["My own"]
    finn = enrol_person(actor=cast.amal, given_name="Finn")
    seat = seat_person(actor=cast.amal, case_id=cast.case_id, person_id=finn, hat="companion", ground="citizen")
    release_items(actor=cast.amal, case_id=cast.case_id, item_ids=[notebook], to_seat_id=seat, purpose="support")
    assert reads(Actor(finn, Hat.COMPANION, False, cast.case_id), notebook) == ["My own"]


def test_what_is_taken_back_is_gone_from_that_moment_and_stands_as_taken_back_for_amal_alone(cast: Cast) -> None:
    item = told_bo(cast)
    released = share_with_cleo(cast, item)
    cleo = cast.at_table(cast.cleo)
    assert [share.state for share in shares(actor=cleo, case_id=cast.case_id)] == [ShareState.LIVE]
    withdraw_release(actor=cast.amal, case_id=cast.case_id, disclosure_id=released.disclosure_id)
    withdraw_release(actor=cast.amal, case_id=cast.case_id, disclosure_id=released.disclosure_id)
    assert reads(cleo, item) == []
    assert shares(actor=cleo, case_id=cast.case_id) == ()
    (ended,) = shares(actor=cast.amal, case_id=cast.case_id)
    assert (ended.state, ended.to_name, ended.item_ids) == (ShareState.TAKEN_BACK, "Cleo Test", (item,))
    assert reads(cast.at_table(cast.bo), item) == ["I lie awake"]


def test_taking_one_share_back_leaves_the_same_words_open_for_whom_another_names(cast: Cast) -> None:
    item = told_bo(cast)
    first = share_with_cleo(cast, item)
    release_items(actor=cast.amal, case_id=cast.case_id, item_ids=[item], to_seat_id=cast.seats["ida"], purpose="treatment")
    withdraw_release(actor=cast.amal, case_id=cast.case_id, disclosure_id=first.disclosure_id)
    assert reads(cast.at_table(cast.cleo), item) == []
    assert reads(cast.at_table(cast.ida), item) == ["I lie awake"]


def test_nobody_takes_back_or_learns_of_a_share_that_is_not_theirs(cast: Cast) -> None:
    released = share_with_cleo(cast, told_bo(cast))
    other = build_cast()
    for actor in [*strangers(cast), cast.at_table(cast.ida), cast.at_table(cast.cleo)]:
        with pytest.raises(Refusal):
            withdraw_release(actor=actor, case_id=cast.case_id, disclosure_id=released.disclosure_id)
    for disclosure_id in (released.disclosure_id, uuid4()):
        with pytest.raises(NotHere):
            withdraw_release(actor=other.amal, case_id=other.case_id, disclosure_id=disclosure_id)
    assert shares(actor=cast.amal, case_id=cast.case_id)[0].live


def test_nobody_but_amal_shares_what_is_hers(cast: Cast) -> None:
    item = told_bo(cast)
    for actor in [*strangers(cast), cast.at_table(cast.cleo), cast.at_table(cast.ida)]:
        with pytest.raises(Refusal):
            release_items(actor=actor, case_id=cast.case_id, item_ids=[item], to_seat_id=cast.seats["cleo"], purpose="meeting")
    assert reads(cast.at_table(cast.cleo), item) == []


def test_forged_texts_and_seats_are_refused_alike(cast: Cast) -> None:
    other = build_cast()
    theirs = told_bo(other)
    for item in (theirs, uuid4()):
        with pytest.raises(ActRefused) as no:
            share_with_cleo(cast, item)
        assert no.value.reason == "not_yours"
    for seat in (other.seats["cleo"], uuid4()):
        with pytest.raises(Refusal) as wrong:
            release_items(actor=cast.amal, case_id=cast.case_id, item_ids=[told_bo(cast)], to_seat_id=seat, purpose="meeting")
        assert wrong.value.code == "not_somebody_else"
    with pytest.raises(Refusal) as purpose:
        release_items(actor=cast.amal, case_id=cast.case_id, item_ids=[told_bo(cast)], to_seat_id=cast.seats["cleo"], purpose="gossip")
    assert purpose.value.code == "unknown_purpose"
    with pytest.raises(ActRefused):
        release_items(actor=cast.amal, case_id=cast.case_id, item_ids=[], to_seat_id=cast.seats["cleo"], purpose="meeting")


def test_a_yes_lasts_from_today_for_a_year_at_most_and_six_months_unless_said_otherwise(cast: Cast) -> None:
    span = days(actor=cast.amal, case_id=cast.case_id)
    assert span.usual - span.today == timedelta(days=183)
    item = told_bo(cast)
    for day in (span.today - timedelta(days=1), span.latest + timedelta(days=1), date(2100, 12, 31), date(1900, 1, 1)):
        with pytest.raises(UntilOutOfRange):
            share_with_cleo(cast, item, until_on=day)
    assert share_with_cleo(cast, item, until_on=span.latest).until_at == span.end_of(span.latest)
    assert share_with_cleo(cast, item).until_at == span.end_of(span.usual)


def test_a_double_click_shares_once(cast: Cast) -> None:
    item, once = told_bo(cast), uuid4()
    assert share_with_cleo(cast, item, once=once) == share_with_cleo(cast, item, once=once)
    assert len(shares(actor=cast.amal, case_id=cast.case_id)) == 1


def test_amal_can_share_what_few_read_and_nobody_is_offered_hers(cast: Cast) -> None:
    item = told_bo(cast)
    write_words(actor=cast.at_table(cast.bo), case_id=cast.case_id, place=table(), kind="note", body="For all")
    assert [view.item_id for view in shareable(actor=cast.amal, case_id=cast.case_id)] == [item]
    for stranger in strangers(cast):
        assert shareable(actor=stranger, case_id=cast.case_id) == ()


def asked(cast: Cast, headline: str = "Sleeps badly", **more: object) -> UUID:
    return ask_to_share(
        actor=cast.at_table(cast.bo),
        case_id=cast.case_id,
        to_seat_id=cast.seats["cleo"],
        headline=headline,
        body="Mornings are hard",
        **more,
    )


def test_a_question_is_read_by_bo_and_amal_until_she_says_yes_and_then_cleo_reads_exactly_those_words(cast: Cast) -> None:
    item, cleo = asked(cast), cast.at_table(cast.cleo)
    for actor in [cleo, cast.at_table(cast.ida), *strangers(cast)]:
        assert reads(actor, item) == []
        assert questions(actor=actor, case_id=cast.case_id) == ()
        with pytest.raises(NotHere):
            answer_may_i(actor=actor, case_id=cast.case_id, item_id=item, answer="yes")
    assert [view.item_id for view in waiting_questions(actor=cast.amal)] == [item]
    released = answer_may_i(actor=cast.amal, case_id=cast.case_id, item_id=item, answer="yes")
    assert released is not None
    (view,) = words(actor=cleo, item_ids=[item])
    assert (view.headline, view.body, view.author_id, view.basis) == ("Sleeps badly", "Mornings are hard", cast.bo.person_id, "disclosed")
    assert waiting_questions(actor=cast.amal) == ()
    seen = question(actor=cast.at_table(cast.bo), case_id=cast.case_id, item_id=item)
    assert (seen.answer, seen.how, seen.disclosure_id) == ("yes", "signed", released.disclosure_id)


def test_yes_in_other_words_shares_hers_and_never_the_ones_proposed(cast: Cast) -> None:
    item, cleo = asked(cast), cast.at_table(cast.cleo)
    with pytest.raises(NothingSaid):
        answer_may_i(actor=cast.amal, case_id=cast.case_id, item_id=item, answer="other_words", body="  ")
    answer_may_i(actor=cast.amal, case_id=cast.case_id, item_id=item, answer="other_words", headline="Mornings", body="After ten is better")
    (share,) = shares(actor=cleo, case_id=cast.case_id)
    (view,) = words(actor=cleo, item_ids=list(share.item_ids))
    assert (view.headline, view.body, view.author_id) == ("Mornings", "After ten is better", cast.amal_id)
    assert reads(cleo, item) == []


@pytest.mark.parametrize("answer", ["no", "self"])
def test_no_and_i_will_say_it_myself_share_nothing_and_cleo_never_learns_there_was_a_question(cast: Cast, answer: str) -> None:
    item, cleo = asked(cast), cast.at_table(cast.cleo)
    assert answer_may_i(actor=cast.amal, case_id=cast.case_id, item_id=item, answer=answer) is None
    assert reads(cleo, item) == [] and questions(actor=cleo, case_id=cast.case_id) == () and shares(actor=cleo, case_id=cast.case_id) == ()


def test_a_question_has_one_answer(cast: Cast) -> None:
    item = asked(cast)
    answer_may_i(actor=cast.amal, case_id=cast.case_id, item_id=item, answer="no")
    for act in (
        lambda: answer_may_i(actor=cast.amal, case_id=cast.case_id, item_id=item, answer="yes"),
        lambda: note_yes_aloud(actor=cast.at_table(cast.bo), case_id=cast.case_id, item_id=item),
    ):
        with pytest.raises(Refusal) as no:
            act()
        assert no.value.code == "question_answered"
    assert reads(cast.at_table(cast.cleo), item) == []


def test_a_yes_said_aloud_is_noted_by_bo_alone_shown_so_and_taken_back_by_amal(cast: Cast) -> None:
    item = asked(cast)
    for actor in [cast.amal, cast.at_table(cast.cleo), cast.at_table(cast.ida), *strangers(cast)]:
        with pytest.raises(NotHere):
            note_yes_aloud(actor=actor, case_id=cast.case_id, item_id=item)
    released = note_yes_aloud(actor=cast.at_table(cast.bo), case_id=cast.case_id, item_id=item)
    assert reads(cast.at_table(cast.cleo), item) == ["Mornings are hard"]
    (seen,) = questions(actor=cast.amal, case_id=cast.case_id)
    assert (seen.answer, seen.how) == ("yes", "aloud")
    (share,) = shares(actor=cast.amal, case_id=cast.case_id)
    assert (share.how, share.given_by) == ("orally", "Bo Test")
    withdraw_release(actor=cast.amal, case_id=cast.case_id, disclosure_id=released.disclosure_id)
    assert reads(cast.at_table(cast.cleo), item) == []


def test_a_question_needs_words_and_somebody_else_and_is_asked_once(cast: Cast) -> None:
    bo, once = cast.at_table(cast.bo), uuid4()
    with pytest.raises(NothingSaid) as no:
        ask_to_share(actor=bo, case_id=cast.case_id, to_seat_id=cast.seats["cleo"], headline=" ", body=" ")
    assert no.value.code == "nothing_said"
    for seat in (cast.seats["bo"], uuid4()):
        with pytest.raises(Refusal):
            ask_to_share(actor=bo, case_id=cast.case_id, to_seat_id=seat, headline="Sleeps badly")
    assert asked(cast, once=once) == asked(cast, once=once)
    for stranger in strangers(cast):
        with pytest.raises(Refusal):
            ask_to_share(actor=stranger, case_id=cast.case_id, to_seat_id=cast.seats["cleo"], headline="Sleeps badly")


def test_a_request_is_a_message_all_at_the_table_read_and_opens_nothing(cast: Cast) -> None:
    item, cleo = told_bo(cast), cast.at_table(cast.cleo)
    request = ask_for_something(
        actor=cleo, case_id=cast.case_id, to_person_id=cast.bo.person_id, headline="What she told you about nights", once=uuid4()
    )
    assert reads(cleo, item) == []
    for actor in (cast.amal, cast.at_table(cast.bo), cleo, cast.at_table(cast.ida)):
        (view,) = requests(actor=actor, case_id=cast.case_id)
        assert view.item_id == request and view.waiting
    for stranger in strangers(cast):
        assert requests(actor=stranger, case_id=cast.case_id) == ()
        with pytest.raises(NotHere):
            reply_to_request(actor=stranger, case_id=cast.case_id, item_id=request, body="Well")
    for not_asked in (cleo, cast.at_table(cast.ida), cast.amal):
        with pytest.raises(NotHere):
            reply_to_request(actor=not_asked, case_id=cast.case_id, item_id=request, body="Well")
    once = uuid4()
    first = reply_to_request(actor=cast.at_table(cast.bo), case_id=cast.case_id, item_id=request, body="Ask her", once=once)
    assert reply_to_request(actor=cast.at_table(cast.bo), case_id=cast.case_id, item_id=request, body="Ask her", once=once) == first
    with pytest.raises(Refusal) as no:
        reply_to_request(actor=cast.at_table(cast.bo), case_id=cast.case_id, item_id=request, body="Again")
    assert no.value.code == "replied_already"
    (view,) = requests(actor=cleo, case_id=cast.case_id)
    assert view.reply is not None and view.reply.body == "Ask her"
    assert reads(cleo, item) == []


def test_amal_is_nobodys_requester_and_nobody_asks_themselves_or_a_stranger(cast: Cast) -> None:
    with pytest.raises(NotHere):
        ask_for_something(actor=cast.amal, case_id=cast.case_id, to_person_id=cast.bo.person_id, headline="Please")
    for person_id in (cast.cleo.person_id, cast.dag.person_id, cast.amal_id, uuid4()):
        with pytest.raises(Refusal):
            ask_for_something(actor=cast.at_table(cast.cleo), case_id=cast.case_id, to_person_id=person_id, headline="Please")


def test_closing_for_cleo_binds_at_once_and_opens_again_with_everything_as_it_stood(cast: Cast) -> None:
    item = told_bo(cast)
    share_with_cleo(cast, item)
    plan = write_words(actor=cast.at_table(cast.bo), case_id=cast.case_id, place=table(), kind="note", body="For all").item_id
    cleo = cast.at_table(cast.cleo)
    assert reads(cleo, plan) == ["For all"]
    close_for(actor=cast.amal, case_id=cast.case_id, person_id=cast.cleo.person_id)
    close_for(actor=cast.amal, case_id=cast.case_id, person_id=cast.cleo.person_id)
    assert reads(cleo, plan) == reads(cleo, item) == []
    assert shares(actor=cleo, case_id=cast.case_id) == ()
    assert list(closed_for(actor=cast.amal, case_id=cast.case_id)) == [cast.cleo.person_id]
    assert reads(cast.at_table(cast.bo), plan) == ["For all"]
    open_again(actor=cast.amal, case_id=cast.case_id, person_id=cast.cleo.person_id)
    assert reads(cleo, plan) == ["For all"] and reads(cleo, item) == ["I lie awake"]
    assert closed_for(actor=cast.amal, case_id=cast.case_id) == {}


def test_nobody_but_amal_closes_her_course_and_she_not_for_herself_or_a_stranger(cast: Cast) -> None:
    for actor in [*strangers(cast), cast.at_table(cast.bo), cast.at_table(cast.cleo)]:
        for act in (close_for, open_again):
            with pytest.raises(Refusal):
                act(actor=actor, case_id=cast.case_id, person_id=cast.cleo.person_id)
    for person_id in (cast.amal_id, cast.dag.person_id, uuid4()):
        with pytest.raises(ActRefused):
            close_for(actor=cast.amal, case_id=cast.case_id, person_id=person_id)


def test_amal_sees_who_opened_what_at_once_and_nobody_else_sees_her_log(cast: Cast) -> None:
    item = told_bo(cast)
    share_with_cleo(cast, item)
    assert who_saw(actor=cast.amal, case_id=cast.case_id).readings == ()
    reads(cast.at_table(cast.cleo), item)
    reads(cast.at_table(cast.bo, Purpose.MESSAGES), item)
    seen = who_saw(actor=cast.amal, case_id=cast.case_id)
    assert [(r.name, r.role, r.organisation, r.purpose, r.basis) for r in seen.readings] == [
        ("Bo Test", "Care manager", "Mental Health", "messages", "scope"),
        ("Cleo Test", "Employment consultant", "Jobcentre", "case", "disclosed"),
    ]
    assert all(r.words is not None and r.words.headline == "At night" for r in seen.readings)
    assert {(s.name, s.kind, s.times) for s in seen.sums} == {("Bo Test", "message", 1), ("Cleo Test", "message", 1)}
    for actor in [cast.at_table(cast.cleo), cast.at_table(cast.ida), *strangers(cast), cast.gro.leading(cast.case_id)]:
        assert who_saw(actor=actor, case_id=cast.case_id).readings == ()


def test_a_writer_sees_who_has_read_their_text_and_nobody_sees_that_of_others(cast: Cast) -> None:
    bo, cleo = cast.at_table(cast.bo), cast.at_table(cast.cleo)
    item = write_words(actor=bo, case_id=cast.case_id, place=team(), kind="note", body="For all of us").item_id
    reads(cleo, item)
    reads(cleo, item)
    assert [(r.name, r.times) for r in who_has_read(actor=bo, item_id=item)] == [("Cleo Test", 2)]
    for actor in [cleo, *strangers(cast)]:
        assert who_has_read(actor=actor, item_id=item) == ()


def test_a_withheld_entry_needs_two_people_of_bos_organisation_and_is_gone_for_amal_until_its_day(cast: Cast) -> None:
    bo = cast.at_table(cast.bo)
    item = write_words(actor=bo, case_id=cast.case_id, place=side(), kind="note", body="Worried").item_id
    until = days(actor=bo, case_id=cast.case_id).end_of(days(actor=bo, case_id=cast.case_id).today + timedelta(days=10))
    wrong: list[Callable[[], object]] = [
        lambda: withhold_item(actor=bo, item_id=item, paragraph="§ 37", countersigner_id=cast.bo.person_id, until_at=until),
        lambda: withhold_item(actor=bo, item_id=item, paragraph="§ 37", countersigner_id=cast.cleo.person_id, until_at=until),
        lambda: withhold_item(actor=bo, item_id=item, paragraph="", countersigner_id=cast.jon.person_id, until_at=until),
        lambda: withhold_item(
            actor=bo, item_id=item, paragraph="§ 37", countersigner_id=cast.jon.person_id, until_at=until + timedelta(days=400)
        ),
        lambda: withhold_item(
            actor=cast.at_table(cast.ida), item_id=item, paragraph="§ 37", countersigner_id=cast.jon.person_id, until_at=until
        ),
    ]
    for attempt in wrong:
        with pytest.raises(ActRefused):
            attempt()
    withheld = withhold_item(actor=bo, item_id=item, paragraph="§ 37", countersigner_id=cast.jon.person_id, until_at=until)
    assert reads(cast.amal, item) == ["Worried"]
    for actor in (bo, cast.at_table(cast.cleo), cast.at_table(cast.dag)):
        with pytest.raises(NotHere):
            countersign_withholding(actor=actor, withholding_id=withheld)
    countersign_withholding(actor=cast.jon.on(None, Purpose.COUNTERSIGN), withholding_id=withheld)
    assert reads(cast.amal, item) == []
    assert reads(bo, item) == ["Worried"]
    with pytest.raises(ActRefused):
        share_with_cleo(cast, item)


def test_amal_widens_what_is_hers_and_bo_does_not(cast: Cast) -> None:
    item = told_bo(cast)
    with pytest.raises(Refusal):
        move_words(actor=cast.at_table(cast.bo), item_id=item, place=team())
    move_words(actor=cast.amal, item_id=item, place=team())
    assert reads(cast.at_table(cast.cleo), item) == ["I lie awake"]
    for stranger in strangers(cast):
        assert reads(stranger, item) == []
