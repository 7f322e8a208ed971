"""Who does what after a meeting, and who does not; what nobody else ever learns."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connections
from django.utils import timezone
from tests.cast import Cast

from roundtable.casework.afterwards.actions import NewTask, answer_after, note_call, write_tasks
from roundtable.casework.afterwards.queries import CallView, after_meeting, calls_after, day_after
from roundtable.casework.afterwards.rules import (
    AlreadyTakesHome,
    ByWhen,
    CalledWhen,
    CallEvent,
    CallIsNoted,
    NobodyToCall,
    NoMoreQuestions,
    NothingTaken,
    Reply,
)
from roundtable.casework.afterwards.tests.conftest import days_ago
from roundtable.casework.roundtables.actions import confirm_lines, stand_line, wish_for_meeting
from roundtable.casework.roundtables.queries import meeting_page
from roundtable.casework.roundtables.rules import NotInThisState, NotYoursToDecide, Section, SomebodyElseWrites
from roundtable.casework.roundtables.tests.addresses import SOON, call
from roundtable.ground.access.actor import Actor
from roundtable.ground.access.context import through
from roundtable.ground.notices.queries import my_notices
from roundtable.ground.seats.queries import seats_on, words
from roundtable.kernel.ids import new_id
from roundtable.kernel.refusal import NotHere


def one_each(cast: Cast, actor: Actor, meeting: UUID, *tasks: NewTask, once: UUID | None = None) -> None:
    write_tasks(actor=actor, case_id=cast.case_id, roundtable_id=meeting, tasks=tasks, once=once)


def the_call(cast: Cast, actor: Actor) -> CallView:
    (view,) = calls_after(actor=actor, case_ids=[cast.case_id], seats=seats_on(actor=actor, case_ids=[cast.case_id]))
    return view


def note(cast: Cast, actor: Actor, meeting: UUID, event: CallEvent = CallEvent.DONE, **more: object) -> None:
    note_call(actor=actor, case_id=cast.case_id, roundtable_id=meeting, citizen_id=cast.amal_id, event=event, **more)  # type: ignore[arg-type]


def test_each_takes_one_thing_home_and_amal_says_yes_to_hers(cast: Cast) -> None:
    meeting, bo, once = call(cast), cast.at_table(cast.bo), uuid4()
    tasks = [NewTask(cast.amal_id, "I call the union", SOON), NewTask(cast.bo.person_id, "I write to the doctor", SOON)]
    for _ in range(2):
        one_each(cast, bo, meeting, *tasks, NewTask(cast.cleo.person_id, " ", None), once=once)
    found = after_meeting(actor=cast.at_table(cast.cleo), case_id=cast.case_id, roundtable_id=meeting)
    assert {who: line.words.body for who, line in found.tasks.items()} == {
        cast.amal_id: "I call the union",
        cast.bo.person_id: "I write to the doctor",
    }
    hers = found.tasks[cast.amal_id]
    assert (hers.look_again_on, hers.quoted, hers.check) == (SOON, True, None)
    confirm_lines(actor=cast.amal, case_id=cast.case_id, item_ids=[hers.item_id])
    found = after_meeting(actor=bo, case_id=cast.case_id, roundtable_id=meeting)
    check = found.tasks[cast.amal_id].check
    assert check is not None and check.said_so
    with pytest.raises(AlreadyTakesHome):
        one_each(cast, bo, meeting, NewTask(cast.amal_id, "And the doctor", SOON))
    with pytest.raises(SomebodyElseWrites):
        one_each(cast, cast.at_table(cast.cleo), meeting, NewTask(cast.cleo.person_id, "Mine", SOON))


def test_the_day_a_line_of_the_sheet_is_given_stands_in_the_minutes_too(cast: Cast) -> None:
    meeting, line_id = call(cast), new_id()
    cleo = {"actor": cast.at_table(cast.cleo), "case_id": cast.case_id, "roundtable_id": meeting}
    stand_line(**cleo, line_id=line_id, section=Section.HOME, text="I ask two workplaces", person_id=cast.cleo.person_id)
    one_each(cast, cast.at_table(cast.bo), meeting, NewTask(cast.cleo.person_id, "I ask two workplaces", SOON))
    for actor in (cast.at_table(cast.cleo), cast.at_table(cast.bo), cast.amal):
        (line,) = meeting_page(actor=actor, case_id=cast.case_id, roundtable_id=meeting).lines
        assert (line.item_id, line.look_again_on) == (line_id, SOON)


def test_a_thing_to_take_home_has_a_day_and_somebody_at_this_table(cast: Cast) -> None:
    meeting, bo = call(cast), cast.at_table(cast.bo)
    for task, refused in (
        (NewTask(cast.amal_id, "  ", SOON), NothingTaken),
        (NewTask(cast.amal_id, "I rest", None), ByWhen),
        (NewTask(cast.amal_id, "I rest", SOON - timedelta(days=400)), ByWhen),
        (NewTask(cast.max_id, "I rest", SOON), NotHere),
    ):
        with pytest.raises(refused):
            one_each(cast, bo, meeting, task)
    for stranger in (cast.at_table(cast.dag), cast.at_table(cast.eve)):
        with pytest.raises(NotHere):
            one_each(cast, stranger, meeting, NewTask(cast.amal_id, "Mine", SOON))
    assert not after_meeting(actor=bo, case_id=cast.case_id, roundtable_id=meeting).tasks


def test_bo_calls_unless_amal_named_cleo_to_look_after_her(cast: Cast, held: UUID) -> None:
    assert the_call(cast, cast.amal).call.caller_id == cast.bo.person_id
    wish_for_meeting(actor=cast.amal, case_id=cast.case_id, looks_after_id=cast.cleo.person_id)
    assert the_call(cast, cast.at_table(cast.bo)).call.caller_id == cast.cleo.person_id


def test_a_call_is_tried_moved_given_to_cleo_and_made(cast: Cast, held: UUID) -> None:
    bo, cleo, today = cast.at_table(cast.bo), cast.at_table(cast.cleo), timezone.localdate()
    note(cast, bo, held, CallEvent.NOT_REACHED)
    note(cast, bo, held, CallEvent.MOVED, on=today + timedelta(days=5))
    before = len(my_notices(actor=cleo))
    note(cast, bo, held, CallEvent.GIVEN, caller_id=cast.cleo.person_id)
    assert len(my_notices(actor=cleo)) == before + 1
    view = the_call(cast, cast.amal)
    assert (view.call.caller_id, view.call.due_on, view.call.tried) == (cast.cleo.person_id, today + timedelta(days=5), 1)
    once = uuid4()
    for _ in range(2):
        note(cast, cleo, held, note_id=once)
    assert the_call(cast, cast.amal).call.done_on == today
    assert [view.kind for view in words(actor=cast.amal, case_id=cast.case_id, kinds=["meeting_called_after"])] == ["meeting_called_after"]
    with pytest.raises(CallIsNoted):
        note(cast, bo, held)


def test_a_call_is_noted_by_professionals_of_the_table_after_a_meeting_that_was_held(cast: Cast, held: UUID) -> None:
    bo = cast.at_table(cast.bo)
    for other in (cast.amal, cast.gro.leading(cast.case_id)):
        with pytest.raises(NotYoursToDecide):
            note(cast, other, held)
    for stranger in (cast.at_table(cast.dag), cast.at_table(cast.eve)):
        with pytest.raises(NotHere):
            note(cast, stranger, held)
    with pytest.raises(NobodyToCall):
        note(cast, bo, held, CallEvent.GIVEN, caller_id=cast.dag.person_id)
    with pytest.raises(CalledWhen):
        note(cast, bo, held, on=timezone.localdate() + timedelta(days=1))
    with pytest.raises(NotHere):
        note_call(actor=bo, case_id=cast.case_id, roundtable_id=held, citizen_id=cast.max_id, event=CallEvent.DONE)
    coming = call(cast)
    with pytest.raises(NotInThisState):
        note(cast, bo, coming)


def answer(cast: Cast, actor: Actor, meeting: UUID, number: int, reply: Reply = Reply.MOSTLY) -> None:
    answer_after(actor=actor, case_id=cast.case_id, roundtable_id=meeting, number=number, reply=reply, said=f"Question {number} {reply}")


def test_the_questions_are_asked_the_day_after_one_by_one_and_she_stops_where_she_likes(cast: Cast, held: UUID) -> None:
    with pytest.raises(NoMoreQuestions):
        answer(cast, cast.amal, held, 1)
    days_ago(held, 1)
    found = day_after(actor=cast.amal, case_id=cast.case_id)
    assert found is not None and found.offered and found.number == 1
    answer(cast, cast.amal, held, 1)
    answer(cast, cast.amal, held, 1, Reply.FULLY)
    with pytest.raises(NoMoreQuestions):
        answer(cast, cast.amal, held, 3)
    answer(cast, cast.amal, held, 2, Reply.STOP)
    found = day_after(actor=cast.amal, case_id=cast.case_id)
    assert found is not None and (found.number, found.offered) == (None, False)
    with pytest.raises(NoMoreQuestions):
        answer(cast, cast.amal, held, 2)


def test_her_answers_are_hers_alone_and_sealed(cast: Cast, held: UUID) -> None:
    days_ago(held, 1)
    answer(cast, cast.amal, held, 1, Reply.A_LITTLE)
    (hers,) = words(actor=cast.amal, case_id=cast.case_id, kinds=["day_after"])
    assert (hers.body, str(hers.scope_kind)) == ("a_little", "own")
    others = (cast.at_table(cast.bo), cast.at_table(cast.cleo), cast.gro.leading(cast.case_id))
    for other in others:
        assert words(actor=other, item_ids=[hers.item_id]) == ()
        with pytest.raises(NotYoursToDecide):
            answer(cast, other, held, 2)
        found = day_after(actor=other, case_id=cast.case_id)
        assert found is None or not found.said
    with through("loader"), connections["loader"].cursor() as cursor:
        cursor.execute("SELECT body, headline, sealed IS NOT NULL FROM seats_text WHERE item_id = %s", [hers.item_id])
        assert cursor.fetchall() == [("", "", True)]
