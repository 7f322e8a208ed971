"""A meeting is called, moved, answered, cancelled and held; what happened to it stays."""

import threading
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connections
from tests.cast import Cast, build_cast

from roundtable.casework.roundtables.actions import (
    Called,
    answer_invitation,
    call_roundtable,
    cancel_roundtable,
    hold_roundtable,
    move_roundtable,
)
from roundtable.casework.roundtables.queries import MeetingData, meeting_page, meetings, next_meeting
from roundtable.casework.roundtables.rules import (
    AlreadyCalled,
    Answer,
    Channel,
    HeldWhen,
    How,
    InThePast,
    LengthOutOfRange,
    NothingMoved,
    NotInThisState,
    NotYoursToDecide,
    NotYoursToSay,
    State,
    TooFarAhead,
    WhenElse,
    Why,
)
from roundtable.ground.access.actor import Actor, Hat
from roundtable.ground.notices.queries import my_notices
from roundtable.ground.notices.rules import NoticeKind
from roundtable.kernel.refusal import NotHere, Refusal, Stale
from roundtable.kernel.texts import HiddenDirection, TextTooLong, UnreadableCharacter

SOON = datetime.now(UTC).date() + timedelta(days=12)
LATER = SOON + timedelta(days=7)
TEN = time(10, 0)


@pytest.fixture
def cast() -> Cast:
    return build_cast()


def call(cast: Cast, actor: Actor, on: date = SOON, clock: time = TEN, minutes: int = 60, **more: object) -> Called:
    values = {"channel": Channel.IN_PERSON, "place": "Health house, the garden door", **more}
    return call_roundtable(actor=actor, case_id=cast.case_id, on=on, clock=clock, minutes=minutes, **values)


def move(cast: Cast, actor: Actor, called: Called, on: date = LATER, **more: object) -> Called:
    values = {"version": called.version, "clock": TEN, "minutes": 60, "channel": Channel.IN_PERSON, **more}
    return move_roundtable(actor=actor, case_id=cast.case_id, roundtable_id=called.roundtable_id, on=on, **values)


def look(cast: Cast, actor: Actor) -> MeetingData:
    return meeting_page(actor=actor, case_id=cast.case_id)


def told(actor: Actor) -> list[NoticeKind]:
    return [notice.kind for notice in my_notices(actor=actor)]


def test_bo_calls_a_meeting_and_everyone_at_the_table_sees_it_and_is_told(cast: Cast) -> None:
    bo = cast.at_table(cast.bo)
    called = call(cast, bo)
    for actor in (cast.amal, bo, cast.at_table(cast.cleo)):
        page = look(cast, actor)
        assert page.meeting is not None
        assert (page.meeting.id, page.meeting.state, page.meeting.plan.minutes) == (called.roundtable_id, State.CALLED, 60)
        place = page.meeting.plan.place_item_id
        assert place is not None and page.texts[place].body == "Health house, the garden door"
    assert told(cast.amal) == told(cast.at_table(cast.cleo)) == [NoticeKind.MEETING]
    assert told(bo) == []


def test_dag_eve_and_jon_do_not_see_that_there_is_a_meeting_and_cannot_call_one(cast: Cast) -> None:
    called = call(cast, cast.at_table(cast.bo))
    for stranger in (cast.dag, cast.eve, cast.jon):
        actor = cast.at_table(stranger)
        assert meetings(actor=actor, case_id=cast.case_id) == ()
        assert next_meeting(actor=stranger.on(None), case_ids=[cast.case_id]) == {}
        with pytest.raises(NotHere):
            meeting_page(actor=actor, case_id=cast.case_id, roundtable_id=called.roundtable_id)
        with pytest.raises(Refusal):
            call(cast, actor)
        with pytest.raises(NotHere):
            move(cast, actor, called)
        with pytest.raises(NotHere):
            answer_invitation(actor=actor, case_id=cast.case_id, roundtable_id=called.roundtable_id, version=1, answer=Answer.COMES)


def test_the_leader_calls_with_facts_only_and_reads_no_word(cast: Cast) -> None:
    gro = cast.gro.leading(cast.case_id)
    with pytest.raises(NotYoursToDecide):
        call(cast, gro)
    called = call(cast, gro, place="")
    page = look(cast, gro)
    assert page.meeting is not None and page.meeting.plan.by_hat == Hat.TEAM_LEADER
    assert look(cast, cast.amal).meeting is not None
    move(cast, cast.at_table(cast.bo), called, place="Room 2")
    page = look(cast, gro)
    assert page.meeting is not None and page.meeting.plan.place_item_id is not None
    assert page.texts == {} and page.lines == ()


def test_the_citizen_does_not_call_or_cancel_and_says_what_she_can_instead(cast: Cast) -> None:
    called = call(cast, cast.at_table(cast.bo))
    with pytest.raises(NotYoursToDecide):
        call(cast, cast.amal)
    with pytest.raises(NotYoursToDecide):
        cancel_roundtable(actor=cast.amal, case_id=cast.case_id, roundtable_id=called.roundtable_id, version=1, why=Why.ASKED)
    answer_invitation(
        actor=cast.amal,
        case_id=cast.case_id,
        roundtable_id=called.roundtable_id,
        version=1,
        answer=Answer.OTHER_TIME,
        other_on=LATER,
        text="Mornings are hard",
    )
    view = look(cast, cast.at_table(cast.cleo)).answers[cast.amal_id]
    assert (view.answer, view.other_on, view.how, view.by_id) == (Answer.OTHER_TIME, LATER, How.SELF, cast.amal_id)
    assert told(cast.at_table(cast.bo)) == [NoticeKind.MEETING]


def test_a_moved_meeting_keeps_what_it_was_and_asks_everyone_again(cast: Cast) -> None:
    bo = cast.at_table(cast.bo)
    called = call(cast, bo)
    answer_invitation(actor=cast.amal, case_id=cast.case_id, roundtable_id=called.roundtable_id, version=1, answer=Answer.COMES)
    moved = move(cast, cast.at_table(cast.cleo), called, text="The room was taken")
    meeting = look(cast, cast.amal).meeting
    assert meeting is not None
    assert [event.event for event in meeting.events] == ["called", "moved"]
    assert meeting.events[0].starts_at == called.starts_at and meeting.plan.starts_at == moved.starts_at
    assert look(cast, cast.amal).answers[cast.amal_id].number == 1 < meeting.appointed == moved.version
    assert next_meeting(actor=cast.amal, case_ids=[cast.case_id])[cast.case_id].my_answer is None
    with pytest.raises(Stale):
        answer_invitation(actor=cast.amal, case_id=cast.case_id, roundtable_id=called.roundtable_id, version=1, answer=Answer.COMES)


def test_who_moves_or_cancels_an_older_appointment_than_the_one_that_stands_is_told(cast: Cast) -> None:
    bo, cleo = cast.at_table(cast.bo), cast.at_table(cast.cleo)
    called = call(cast, bo)
    move(cast, cleo, called)
    with pytest.raises(Stale):
        move(cast, bo, called, on=LATER + timedelta(days=1))
    with pytest.raises(Stale):
        cancel_roundtable(actor=bo, case_id=cast.case_id, roundtable_id=called.roundtable_id, version=1, why=Why.OTHER)
    assert len(meetings(actor=bo, case_id=cast.case_id)[0].events) == 2


def test_only_one_meeting_is_open_at_a_time_and_a_new_one_follows_a_cancelled_one(cast: Cast) -> None:
    bo = cast.at_table(cast.bo)
    called = call(cast, bo)
    with pytest.raises(AlreadyCalled):
        call(cast, cast.at_table(cast.cleo))
    cancel_roundtable(
        actor=bo, case_id=cast.case_id, roundtable_id=called.roundtable_id, version=1, why=Why.SOMEBODY_CANNOT, text="Flu in the house"
    )
    page = look(cast, cast.amal)
    assert page.meeting is not None and page.meeting.state == State.CANCELLED
    reason = page.meeting.plan.reason_item_id
    assert reason is not None and page.texts[reason].body == "Flu in the house"
    assert next_meeting(actor=cast.amal, case_ids=[cast.case_id]) == {}
    with pytest.raises(NotInThisState):
        move(cast, bo, called)
    again = call(cast, bo)
    assert look(cast, cast.amal).meeting.id == again.roundtable_id  # type: ignore[union-attr]
    assert [meeting.id for meeting in look(cast, cast.amal).others] == [called.roundtable_id]


def test_a_double_click_calls_moves_and_cancels_once(cast: Cast) -> None:
    bo, once = cast.at_table(cast.bo), uuid4()
    first = call(cast, bo, roundtable_id=once)
    assert call(cast, bo, roundtable_id=once) == first
    token = uuid4()
    moved = move(cast, bo, first, event_id=token)
    assert move(cast, bo, first, event_id=token) == moved
    gone = uuid4()
    for _ in range(2):
        cancel_roundtable(actor=bo, case_id=cast.case_id, roundtable_id=once, version=moved.version, why=Why.NOT_NEEDED, event_id=gone)
    assert [event.event for event in meetings(actor=bo, case_id=cast.case_id)[0].events] == ["called", "moved", "cancelled"]
    assert len(told(cast.amal)) == 3


def test_an_id_of_another_meeting_as_token_is_refused_and_nothing_is_kept(cast: Cast) -> None:
    other = build_cast()
    theirs = call(other, other.at_table(other.bo))
    with pytest.raises(Stale):
        call(cast, cast.at_table(cast.bo), roundtable_id=theirs.roundtable_id)
    assert meetings(actor=cast.at_table(cast.bo), case_id=cast.case_id) == ()
    with pytest.raises(NotHere):
        move(cast, cast.at_table(cast.bo), theirs)


@pytest.mark.parametrize(
    ("on", "minutes", "refused"),
    [
        (date(2020, 1, 1), 60, InThePast),
        (date(1, 1, 1), 60, InThePast),
        (SOON + timedelta(days=400), 60, TooFarAhead),
        (date(9999, 12, 31), 60, TooFarAhead),
        (SOON, 0, LengthOutOfRange),
        (SOON, 30_000, LengthOutOfRange),
    ],
)
def test_a_day_or_length_out_of_range_is_refused_and_nothing_is_kept(cast: Cast, on: date, minutes: int, refused: type[Refusal]) -> None:
    with pytest.raises(refused):
        call(cast, cast.at_table(cast.bo), on=on, minutes=minutes)
    assert meetings(actor=cast.amal, case_id=cast.case_id) == ()
    assert told(cast.amal) == []


@pytest.mark.parametrize(
    ("place", "refused"),
    [("x" * 1_000_000, TextTooLong), ("Room\x00", UnreadableCharacter), ("Room\u202e2", HiddenDirection)],
)
def test_a_hostile_place_is_refused(cast: Cast, place: str, refused: type[Refusal]) -> None:
    with pytest.raises(refused):
        call(cast, cast.at_table(cast.bo), place=place)


def test_html_and_emoji_in_a_place_are_kept_as_they_were_written(cast: Cast) -> None:
    call(cast, cast.at_table(cast.bo), place="<b>Room</b> 2 🌿")
    page = look(cast, cast.amal)
    assert page.meeting is not None and page.meeting.plan.place_item_id is not None
    assert page.texts[page.meeting.plan.place_item_id].body == "<b>Room</b> 2 🌿"


def test_moving_to_the_same_time_and_place_tells_nobody(cast: Cast) -> None:
    called = call(cast, cast.at_table(cast.bo))
    with pytest.raises(NothingMoved):
        move(cast, cast.at_table(cast.bo), called, on=SOON)
    assert len(told(cast.amal)) == 1


def test_a_held_meeting_says_who_was_there_and_counts_as_the_follow_up_the_law_asks_for(cast: Cast) -> None:
    cleo = cast.at_table(cast.cleo)
    called = call(cast, cleo)
    with pytest.raises(HeldWhen):
        hold_roundtable(actor=cleo, case_id=cast.case_id, roundtable_id=called.roundtable_id, version=1, held_on=SOON + timedelta(days=1))
    with pytest.raises(NotHere):
        hold_roundtable(actor=cleo, case_id=cast.case_id, roundtable_id=called.roundtable_id, version=1, present=[cast.dag.person_id])
    hold_roundtable(
        actor=cleo,
        case_id=cast.case_id,
        roundtable_id=called.roundtable_id,
        version=1,
        present=[cast.amal_id, cast.cleo.person_id],
        follow_up=True,
    )
    meeting = look(cast, cast.amal).meeting
    assert meeting is not None and meeting.state == State.HELD
    assert (meeting.plan.follow_up, set(meeting.plan.present)) == (True, {cast.amal_id, cast.cleo.person_id})
    assert meeting.plan.held_on is not None and meeting.plan.held_on <= datetime.now(UTC).date() + timedelta(days=1)


def test_bo_notes_amals_answer_by_telephone_and_nobody_notes_a_colleagues(cast: Cast) -> None:
    bo = cast.at_table(cast.bo)
    called = call(cast, bo)
    answer_invitation(
        actor=bo,
        case_id=cast.case_id,
        roundtable_id=called.roundtable_id,
        version=1,
        answer=Answer.COMES,
        for_id=cast.amal_id,
        how=How.TELEPHONE,
    )
    view = look(cast, cast.at_table(cast.cleo)).answers[cast.amal_id]
    assert (view.answer, view.how, view.by_id) == (Answer.COMES, How.TELEPHONE, cast.bo.person_id)
    for actor, whose in ((bo, cast.cleo.person_id), (cast.amal, cast.bo.person_id), (bo, cast.max_id), (bo, uuid4())):
        with pytest.raises(NotYoursToSay):
            answer_invitation(
                actor=actor, case_id=cast.case_id, roundtable_id=called.roundtable_id, version=1, answer=Answer.CANNOT, for_id=whose
            )


def test_another_time_needs_a_day_that_is_still_to_come(cast: Cast) -> None:
    called = call(cast, cast.at_table(cast.bo))

    def ask(other_on: date | None) -> None:
        answer_invitation(
            actor=cast.amal,
            case_id=cast.case_id,
            roundtable_id=called.roundtable_id,
            version=1,
            answer=Answer.OTHER_TIME,
            other_on=other_on,
        )

    with pytest.raises(WhenElse):
        ask(None)
    with pytest.raises(InThePast):
        ask(date(2020, 1, 1))
    assert cast.amal_id not in look(cast, cast.amal).answers


def race(*acts: object) -> list[str]:
    """Runs them at once, each on its own connections; says how each ended."""
    ends: list[str] = ["" for _ in acts]
    gate = threading.Barrier(len(acts))

    def run(number: int, do: object) -> None:
        gate.wait()
        try:
            do()  # type: ignore[operator]
            ends[number] = "done"
        except Refusal as no:
            ends[number] = no.code
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(number, do)) for number, do in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return sorted(ends)


def test_of_two_who_move_at_once_one_wins_and_the_other_is_told(cast: Cast) -> None:
    bo, cleo = cast.at_table(cast.bo), cast.at_table(cast.cleo)
    called = call(cast, bo)
    ends = race(lambda: move(cast, bo, called), lambda: move(cast, cleo, called, on=LATER + timedelta(days=1)))
    assert ends == ["done", "stale"]
    assert len(meetings(actor=bo, case_id=cast.case_id)[0].events) == 2


def test_of_two_who_call_at_once_one_wins_and_the_other_is_told(cast: Cast) -> None:
    bo, cleo = cast.at_table(cast.bo), cast.at_table(cast.cleo)
    assert race(lambda: call(cast, bo), lambda: call(cast, cleo)) == ["done", "meeting_already_called"]
    assert len(meetings(actor=bo, case_id=cast.case_id)) == 1


def test_the_next_meetings_of_many_cases_are_one_question(cast: Cast) -> None:
    from tests.statements import count_statements

    call(cast, cast.at_table(cast.bo))
    with count_statements() as one:
        found = next_meeting(actor=cast.bo.on(None), case_ids=[cast.case_id])
    with count_statements() as many:
        next_meeting(actor=cast.bo.on(None), case_ids=[cast.case_id, *[uuid4() for _ in range(200)]])
    assert set(found) == {cast.case_id} and len(one) == len(many) == 2


def test_facts_forged_past_the_actions_are_refused_by_the_database(cast: Cast) -> None:
    from django.db import DatabaseError

    from roundtable.casework.roundtables.models import InvitationAnswer, Roundtable
    from roundtable.ground.access.context import acting

    called = call(cast, cast.at_table(cast.bo))

    def answer_as(actor: Actor, person_id: UUID, by_id: UUID, how: str) -> None:
        with acting(actor, write=True):
            InvitationAnswer.objects.create(
                roundtable_id=called.roundtable_id,
                case_id=cast.case_id,
                number=1,
                person_id=person_id,
                answer="cannot",
                how=how,
                by_id=by_id,
            )

    for actor, person_id, by_id, how in (
        (cast.at_table(cast.cleo), cast.amal_id, cast.amal_id, "self"),
        (cast.at_table(cast.cleo), cast.amal_id, cast.cleo.person_id, "self"),
        (cast.at_table(cast.cleo), cast.bo.person_id, cast.cleo.person_id, "telephone"),
        (cast.at_table(cast.dag), cast.amal_id, cast.dag.person_id, "telephone"),
        (cast.gro.leading(cast.case_id), cast.amal_id, cast.gro.person_id, "telephone"),
    ):
        with pytest.raises(DatabaseError):
            answer_as(actor, person_id, by_id, how)
    with pytest.raises(DatabaseError), acting(cast.amal, write=True):
        Roundtable.objects.create(case_id=cast.case_id, called_by_id=cast.amal_id)
    with pytest.raises(DatabaseError), acting(cast.at_table(cast.bo), write=True):
        Roundtable.objects.filter(id=called.roundtable_id).update(called_by_id=cast.cleo.person_id)
