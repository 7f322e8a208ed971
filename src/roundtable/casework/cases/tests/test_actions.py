"""A course goes on, changes hands and ends; each act by who may, and by nobody else."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone
from tests.cast import Cast, Member, build_cast, person

from roundtable.casework.cases.actions import (
    CourseClosed,
    NobodyChosen,
    NotAColleague,
    add_professional,
    change_phase,
    close_case,
    move_caseload,
    reopen_case,
    replace_professional,
    start_case,
    write_read_first,
)
from roundtable.casework.cases.queries import case_phase, case_phases, closings, hand_overs, open_shares
from roundtable.casework.cases.rules import NotThatPhase, Outcome, Phase, Told
from roundtable.ground.access.actor import Purpose
from roundtable.ground.access.acts import act
from roundtable.ground.access.context import acting
from roundtable.ground.disclosure.actions import release_items
from roundtable.ground.notices.queries import my_notices
from roundtable.ground.seats.actions import end_intake, open_case, seat_person, write_words
from roundtable.ground.seats.queries import seats_on, took_over, words
from roundtable.ground.seats.rules import confidence, side, table
from roundtable.kernel.refusal import NotHere, Refusal, Stale


@pytest.fixture
def cast() -> Cast:
    made = build_cast()
    start_case(actor=made.gro.leading(made.case_id), case_id=made.case_id)
    return made


def live(cast: Cast) -> set[str]:
    return {seat.given_name for seat in seats_on(actor=cast.amal, case_ids=[cast.case_id]) if seat.live}


def test_bo_takes_the_course_on_and_everyone_at_the_table_sees_where_it_stands(cast: Cast) -> None:
    bo = cast.at_table(cast.bo)
    change_phase(actor=bo, case_id=cast.case_id, phase=Phase.PLAN, seen=1)
    for actor in (bo, cast.amal, cast.at_table(cast.cleo), cast.gro.leading(cast.case_id)):
        view = case_phase(actor=actor, case_id=cast.case_id)
        assert (view.phase, view.number, view.history) == (Phase.PLAN, 2, (Phase.START, Phase.PLAN))
    for stranger in (cast.at_table(cast.dag), cast.at_table(cast.eve)):
        assert case_phases(actor=stranger, case_ids=[cast.case_id]) == {}
        with pytest.raises(NotHere):
            change_phase(actor=stranger, case_id=cast.case_id, phase=Phase.ACTION, seen=2)


def test_amal_cannot_change_the_phase_herself(cast: Cast) -> None:
    with pytest.raises(Exception, match="row-level security"):
        change_phase(actor=cast.amal, case_id=cast.case_id, phase=Phase.PLAN, seen=1)


def test_of_two_who_change_the_phase_one_is_told_that_the_other_was_quicker(cast: Cast) -> None:
    change_phase(actor=cast.at_table(cast.bo), case_id=cast.case_id, phase=Phase.PLAN, seen=1)
    with pytest.raises(Stale):
        change_phase(actor=cast.at_table(cast.cleo), case_id=cast.case_id, phase=Phase.ACTION, seen=1)
    with pytest.raises(Stale):
        start_case(actor=cast.gro.leading(cast.case_id), case_id=cast.case_id)


def test_jon_takes_over_from_bo_and_reads_the_table_but_nothing_told_to_bo_in_confidence(cast: Cast) -> None:
    told = write_words(actor=cast.amal, case_id=cast.case_id, place=confidence(cast.bo.person_id), kind="message", body="I lie awake")
    shared = write_words(actor=cast.at_table(cast.bo), case_id=cast.case_id, place=table(), kind="note", body="Mornings are best")
    replace_professional(
        actor=cast.gro.leading(cast.case_id),
        case_id=cast.case_id,
        leaving_id=cast.bo.person_id,
        coming_id=cast.jon.person_id,
        told=Told.BY_LEAVING,
    )
    jon = cast.at_table(cast.jon)
    assert live(cast) == {"Amal", "Cleo", "Jon"}
    assert [view.body for view in words(actor=jon, item_ids=[told.item_id, shared.item_id])] == ["Mornings are best"]
    assert [(view.leaving, view.coming, view.told) for view in hand_overs(actor=cast.amal, case_id=cast.case_id)] == [
        ("Bo", "Jon", Told.BY_LEAVING)
    ]
    for who in (cast.amal, cast.bo.on(None), cast.jon.on(None), cast.cleo.on(None)):
        assert [notice.sender for notice in my_notices(actor=who)] == ["Gro"]
    first = write_read_first(actor=cast.amal, case_id=cast.case_id, coming_id=cast.jon.person_id, body="Call after ten, please")
    assert [view.body for view in words(actor=jon, item_ids=[first])] == ["Call after ten, please"]
    assert words(actor=cast.at_table(cast.cleo), item_ids=[first]) == ()


def test_eve_of_a_third_organisation_sits_down_later_and_reads_the_table_and_nobodys_confidences(cast: Cast) -> None:
    amal, bo = cast.amal, cast.at_table(cast.bo)
    told = write_words(actor=amal, case_id=cast.case_id, place=confidence(cast.bo.person_id), kind="message", body="I lie awake")
    given = write_words(actor=amal, case_id=cast.case_id, place=confidence(cast.bo.person_id), kind="message", body="Only the mornings")
    release_items(
        actor=amal,
        case_id=cast.case_id,
        item_ids=[given.item_id],
        to_seat_id=cast.seats["cleo"],
        purpose="plan",
        until_on=timezone.localdate() + timedelta(days=30),
    )
    health = write_words(actor=bo, case_id=cast.case_id, place=side(), kind="note", body="For us at Mental Health")
    shared = write_words(actor=bo, case_id=cast.case_id, place=table(), kind="note", body="Mornings are best")
    everything = [one.item_id for one in (told, given, health, shared)]
    assert {view.body for view in words(actor=cast.at_table(cast.cleo), item_ids=everything)} == {"Only the mornings", "Mornings are best"}

    eve, leader = cast.at_table(cast.eve), cast.gro.leading(cast.case_id)
    assert words(actor=eve, item_ids=everything) == ()
    seat_id = add_professional(actor=leader, case_id=cast.case_id, coming_id=cast.eve.person_id)
    assert live(cast) == {"Amal", "Bo", "Cleo", "Eve"}
    assert [view.body for view in words(actor=eve, item_ids=everything)] == ["Mornings are best"]
    assert {view.body for view in words(actor=cast.at_table(cast.cleo), item_ids=everything)} == {"Only the mornings", "Mornings are best"}
    assert words(actor=cast.at_table(cast.dag), item_ids=everything) == ()
    for who in (amal, cast.bo.on(None), cast.cleo.on(None), cast.eve.on(None)):
        assert [notice.sender for notice in my_notices(actor=who)][:1] == ["Gro"]
    told_before = len(my_notices(actor=amal))
    assert add_professional(actor=leader, case_id=cast.case_id, coming_id=cast.eve.person_id) == seat_id, "twice is once"
    assert len(my_notices(actor=amal)) == told_before


def test_one_more_of_the_same_organisation_reads_what_it_keeps_for_itself_too(cast: Cast) -> None:
    health = write_words(actor=cast.at_table(cast.bo), case_id=cast.case_id, place=side(), kind="note", body="For us at Mental Health")
    add_professional(actor=cast.gro.leading(cast.case_id), case_id=cast.case_id, coming_id=cast.ida.person_id)
    assert [view.body for view in words(actor=cast.at_table(cast.ida), item_ids=[health.item_id])] == ["For us at Mental Health"]


def test_only_the_team_leader_adds_somebody_only_of_the_programme_and_only_to_a_course_that_goes_on(cast: Cast) -> None:
    for actor in (cast.at_table(cast.bo), cast.at_table(cast.cleo), cast.at_table(cast.dag), cast.amal):
        with pytest.raises(Refusal):
            add_professional(actor=actor, case_id=cast.case_id, coming_id=cast.eve.person_id)
    leader = cast.gro.leading(cast.case_id)
    for nobody in (cast.max_id, cast.amal_id, cast.gro.person_id, person("Somebody", "Else"), uuid4()):
        with pytest.raises(Refusal):
            add_professional(actor=leader, case_id=cast.case_id, coming_id=nobody)
    other = build_cast()
    with pytest.raises(Refusal):
        add_professional(actor=leader, case_id=cast.case_id, coming_id=other.bo.person_id)
    with pytest.raises(NotHere):
        add_professional(actor=other.gro.leading(cast.case_id), case_id=cast.case_id, coming_id=other.bo.person_id)
    close_case(actor=leader, case_id=cast.case_id, outcome=Outcome.MOVED, seen=1)
    with pytest.raises(CourseClosed):
        add_professional(actor=leader, case_id=cast.case_id, coming_id=cast.eve.person_id)
    assert live(cast) == {"Amal"}


def test_only_the_team_leader_replaces_a_professional_and_only_by_somebody_else(cast: Cast) -> None:
    seats = {"leaving_id": cast.bo.person_id, "coming_id": cast.jon.person_id, "told": Told.NOT_YET}
    for actor in (cast.at_table(cast.bo), cast.at_table(cast.cleo), cast.at_table(cast.dag), cast.amal):
        with pytest.raises(Refusal):
            replace_professional(actor=actor, case_id=cast.case_id, **seats)
    leader = cast.gro.leading(cast.case_id)
    with pytest.raises(NotAColleague):
        replace_professional(actor=leader, case_id=cast.case_id, **{**seats, "coming_id": cast.bo.person_id})
    with pytest.raises(NotHere):
        replace_professional(actor=leader, case_id=cast.case_id, **{**seats, "leaving_id": cast.dag.person_id})
    assert live(cast) == {"Amal", "Bo", "Cleo"}


def test_a_whole_caseload_moves_with_a_record_each_or_not_at_all(cast: Cast) -> None:
    other = open_case(actor=cast.cleo.on(None, Purpose.REFERRAL), programme_id=cast.programme_id, citizen_ids=[person("Max")])
    seat_person(actor=cast.gro.intake(other), case_id=other, person_id=cast.bo.person_id)
    end_intake(actor=cast.gro.intake(other), case_id=other, accepted=True)
    leader = cast.gro.leading()
    moving = {"leaving_id": cast.bo.person_id, "coming_id": cast.jon.person_id}
    with pytest.raises(NobodyChosen):
        move_caseload(actor=leader, case_ids=[], **moving)
    never = open_case(actor=cast.cleo.on(None, Purpose.REFERRAL), programme_id=cast.programme_id, citizen_ids=[person("Noa")])
    with pytest.raises(NotHere):
        move_caseload(actor=leader, case_ids=[cast.case_id, other, never], **moving)
    assert "Bo" in live(cast)
    made = move_caseload(actor=leader, case_ids=[cast.case_id, other], **moving)
    assert len(made) == 2
    for case_id in (cast.case_id, other):
        (view,) = hand_overs(actor=leader, case_id=case_id)
        assert (view.leaving, view.coming) == ("Bo", "Jon")


def test_bo_closes_the_course_with_amals_own_words_and_only_amal_stays(cast: Cast) -> None:
    bo = cast.at_table(cast.bo)
    close_case(
        actor=bo,
        case_id=cast.case_id,
        outcome=Outcome.WORK_IN_PART,
        seen=1,
        her_words="Three mornings a week. Good.",
        said_by_id=cast.amal_id,
    )
    assert live(cast) == {"Amal"}
    (closing,) = closings(actor=cast.amal, case_id=cast.case_id)
    assert closing.outcome == Outcome.WORK_IN_PART
    (said,) = words(actor=cast.amal, item_ids=[closing.item_id])
    assert (said.body, said.said_by_id) == ("Three mornings a week. Good.", cast.amal_id)
    assert case_phase(actor=cast.amal, case_id=cast.case_id).phase == Phase.END
    with pytest.raises(NotHere):
        change_phase(actor=cast.at_table(cast.cleo), case_id=cast.case_id, phase=Phase.PLAN, seen=2)
    with pytest.raises(NotThatPhase):
        change_phase(actor=cast.gro.leading(cast.case_id), case_id=cast.case_id, phase=Phase.PLAN, seen=2)


def test_a_reopened_course_keeps_its_history_and_goes_on_where_it_ended(cast: Cast) -> None:
    change_phase(actor=cast.at_table(cast.bo), case_id=cast.case_id, phase=Phase.ACTION, seen=1)
    leader = cast.gro.leading(cast.case_id)
    with pytest.raises(NotThatPhase):
        reopen_case(actor=leader, case_id=cast.case_id, person_ids=[cast.jon.person_id], seen=2)
    close_case(actor=leader, case_id=cast.case_id, outcome=Outcome.MOVED, seen=2)
    with pytest.raises(NobodyChosen):
        reopen_case(actor=leader, case_id=cast.case_id, person_ids=[], seen=3)
    reopen_case(actor=leader, case_id=cast.case_id, person_ids=[cast.jon.person_id, cast.cleo.person_id], seen=3)
    assert live(cast) == {"Amal", "Jon", "Cleo"}
    view = case_phase(actor=cast.at_table(cast.jon), case_id=cast.case_id)
    assert view.history == (Phase.START, Phase.ACTION, Phase.END, Phase.ACTION)
    assert len(closings(actor=cast.at_table(cast.jon), case_id=cast.case_id)) == 1


def test_nobody_from_elsewhere_closes_or_reopens(cast: Cast) -> None:
    for actor in (cast.at_table(cast.dag), cast.at_table(cast.eve), cast.dag.leading(cast.case_id)):
        with pytest.raises(Refusal):
            close_case(actor=actor, case_id=cast.case_id, outcome=Outcome.OTHER, seen=1)
    assert live(cast) == {"Amal", "Bo", "Cleo"}


def test_what_is_shared_is_listed_until_it_ends_and_counted_when_the_course_is_closed(cast: Cast) -> None:
    bo = cast.at_table(cast.bo)
    for number, text in enumerate(("Sleeps badly", "Mornings are hard"), start=1):
        item = write_words(actor=bo, case_id=cast.case_id, place=side(), kind="note", body=text)
        with acting(bo, write=True) as here:
            arguments = [uuid4(), [item.item_id], cast.seats["cleo"], "to plan the hours", "1", here.at + timedelta(days=30), "orally"]
            act("disclose", arguments)
        assert len(open_shares(actor=bo, case_id=cast.case_id)) == number
        assert {share.to_name for share in open_shares(actor=cast.amal, case_id=cast.case_id)} == {"Cleo"}
    with acting(cast.amal, write=True):
        act("withdraw", [open_shares(actor=cast.amal, case_id=cast.case_id)[0].disclosure_id])
    assert len(open_shares(actor=bo, case_id=cast.case_id)) == 1
    close_case(actor=bo, case_id=cast.case_id, outcome=Outcome.WORK, seen=1)
    assert closings(actor=cast.amal, case_id=cast.case_id)[0].shares_ended == 1


def hands_over(cast: Cast, leaving: Member, coming: Member) -> None:
    leader = cast.gro.leading(cast.case_id)
    replace_professional(actor=leader, case_id=cast.case_id, leaving_id=leaving.person_id, coming_id=coming.person_id, told=Told.BY_LEADER)


def in_place(cast: Cast) -> dict[str, str]:
    """Who left, and who sits there now, as Amal reads it."""
    seats = seats_on(actor=cast.amal, case_ids=[cast.case_id])
    names = {seat.person_id: seat.given_name for seat in seats}
    return {names[left]: came.given_name for left, came in took_over(seats).items()}


def test_what_was_taken_on_in_a_role_passes_along_to_whoever_sits_there_now_and_comes_back_with_who_comes_back(cast: Cast) -> None:
    assert in_place(cast) == {}
    hands_over(cast, cast.bo, cast.jon)
    assert in_place(cast) == {"Bo": "Jon"}
    hands_over(cast, cast.jon, cast.ida)
    assert in_place(cast) == {"Bo": "Ida", "Jon": "Ida"}
    hands_over(cast, cast.ida, cast.bo)
    assert in_place(cast) == {"Jon": "Bo", "Ida": "Bo"}
