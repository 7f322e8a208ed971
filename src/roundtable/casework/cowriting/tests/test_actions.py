"""What the write door and the database behind it refuse, also past the live channel; and agreed words never change while somebody types."""

import os
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, connections
from django.db.models.functions import Now
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.cast import Cast, Member, build_cast
from tests.clones import as_keeper

from roundtable.casework.cowriting.actions import add_step, ask_all, ask_privately, keep_changes, open_sheet, write_box
from roundtable.casework.cowriting.models import Box, Change
from roundtable.casework.cowriting.queries import sheet_of
from roundtable.casework.cowriting.rules import MOST_STEPS, Joint, NobodyLooksAfter, NotYourBox, SheetFull, SignalKind
from roundtable.casework.cowriting.sockets.turnstile import ASK, AT_THE_DOOR
from roundtable.casework.cowriting.tests.scene import box, meeting, sheet, text_of
from roundtable.casework.plans.actions import answer_plan, call_for_answers
from roundtable.casework.plans.queries import current_plan, plan_version
from roundtable.casework.plans.rules.agreement import AnswerKind
from roundtable.casework.roundtables.actions import confirm_lines, hold_roundtable, take_pen
from roundtable.casework.roundtables.queries import LineView, MeetingData, meeting_page, said_lines
from roundtable.casework.roundtables.rules import How, Section
from roundtable.casework.roundtables.tests.addresses import call
from roundtable.ground.access.actor import Actor, Purpose
from roundtable.ground.access.context import acting, through
from roundtable.ground.disclosure.actions import close_for, open_again
from roundtable.ground.programmes.models import Membership
from roundtable.ground.seats.actions import end_seat, seat_person
from roundtable.kernel.refusal import Refusal


def write(actor: Actor, cast: Cast, found: UUID, box_id: UUID, words: str) -> None:
    edit = Joint().write(words)
    assert edit
    keep_changes(actor=actor, case_id=cast.case_id, sheet_id=sheet(cast, found).item_id, changes=[(uuid4(), box_id, edit)])


def test_dag_and_eve_read_nothing_and_write_nothing(cast: Cast) -> None:
    found = meeting(cast)
    for member in (cast.dag, cast.eve, cast.jon):
        actor = member.on(cast.case_id)
        assert sheet_of(actor=actor, case_id=cast.case_id, roundtable_id=found) is None
        with pytest.raises(Refusal):
            write(actor, cast, found, box(cast, found, "goal"), "Mine now")
        with pytest.raises(Refusal):
            add_step(actor=actor, case_id=cast.case_id, sheet_id=sheet(cast, found).item_id, box_id=uuid4())
        with pytest.raises(Refusal):
            ask_all(actor=actor, case_id=cast.case_id, sheet_id=sheet(cast, found).item_id, kind=SignalKind.STOP)


def test_nobody_writes_amals_words_or_signs_with_her_name_past_the_code_either(cast: Cast) -> None:
    found = meeting(cast)
    own, goal = box(cast, found, "own_words", cast.amal_id), sheet(cast, found)
    bo = cast.at_table(cast.bo)
    with pytest.raises(NotYourBox):
        write(bo, cast, found, own, "She wants what I want")
    for statement, values in (
        ("UPDATE cowriting_box SET text = 'hers' WHERE id = %s", [own]),
        ("UPDATE cowriting_box SET whose_id = NULL WHERE id = %s", [box(cast, found, "goal")]),
    ):
        with acting(bo, write=True), connections["web_care"].cursor() as cursor:
            try:
                cursor.execute(statement, values)
                changed = cursor.rowcount if "text" in statement else 0
            except DatabaseError:
                changed = 0
                connections["web_care"].set_rollback(True)
            assert changed == 0
    shared = box(cast, found, "goal")
    with pytest.raises(DatabaseError), acting(bo, write=True):
        Change.objects.create(
            box_id=shared, sheet_id=goal.item_id, scope_id=_scope(cast, found), wall=0, edit=b"\x00\x00", by_id=cast.amal_id
        )


def _scope(cast: Cast, found: UUID) -> int:
    with acting(cast.at_table(cast.bo)):
        return Box.objects.filter(id=box(cast, found, "goal")).values_list("scope_id", flat=True).get()


def test_after_the_meeting_only_own_words_are_changed_and_what_bo_noted_by_bo(cast: Cast) -> None:
    found = meeting(cast)
    take_pen(actor=cast.at_table(cast.bo), case_id=cast.case_id, roundtable_id=found)
    hold_roundtable(actor=cast.at_table(cast.bo), case_id=cast.case_id, roundtable_id=found, version=1)
    with pytest.raises(NotYourBox):
        write(cast.at_table(cast.cleo), cast, found, box(cast, found, "goal"), "Afterwards")
    write(cast.amal, cast, found, box(cast, found, "home", cast.amal_id), "I call Bo")
    write(cast.at_table(cast.bo), cast, found, box(cast, found, "home", cast.amal_id, noted=True), "Amal calls Bo")
    with pytest.raises(NotYourBox):
        add_step(actor=cast.amal, case_id=cast.case_id, sheet_id=sheet(cast, found).item_id, box_id=uuid4())


def test_a_version_stays_as_it_was_fixed_while_bo_goes_on_typing(cast: Cast) -> None:
    found = meeting(cast)
    goal = box(cast, found, "goal")
    bo = cast.at_table(cast.bo)
    write_box(actor=bo, case_id=cast.case_id, box_id=goal, seen=sheet(cast, found).seen, text="Mornings without fear")
    call_id = call_for_answers(actor=bo, case_id=cast.case_id, call_id=uuid4())
    write_box(actor=bo, case_id=cast.case_id, box_id=goal, seen=sheet(cast, found).seen, text="Mornings without fear, says Bo")
    for actor in (cast.amal, bo, cast.at_table(cast.cleo)):
        answer_plan(
            actor=actor, case_id=cast.case_id, call_id=call_id, answer_id=uuid4(), answer=AnswerKind.YES, own_words=f"As {actor.person_id}"
        )
    write_box(actor=bo, case_id=cast.case_id, box_id=goal, seen=sheet(cast, found).seen, text="Something else")
    fixed = plan_version(actor=cast.at_table(cast.bo, Purpose.PLAN), case_id=cast.case_id, number=1)
    assert fixed.proposal.shared_goal is not None and fixed.proposal.shared_goal.text == "Mornings without fear"
    now = current_plan(actor=cast.at_table(cast.bo, Purpose.PLAN), case_id=cast.case_id)
    assert now.shared_goal is not None and now.shared_goal.text == "Something else"


def test_a_quiet_word_needs_somebody_who_looks_after_her_and_is_hers_to_say(cast: Cast) -> None:
    found = meeting(cast)
    with pytest.raises(NobodyLooksAfter):
        ask_privately(actor=cast.amal, case_id=cast.case_id, sheet_id=sheet(cast, found).item_id, roundtable_id=found)
    with pytest.raises(NotYourBox):
        ask_privately(actor=cast.at_table(cast.cleo), case_id=cast.case_id, sheet_id=sheet(cast, found).item_id, roundtable_id=found)


def test_who_opens_the_sheet_is_in_the_read_log_once_and_the_citizen_it_is_about_is_not(cast: Cast) -> None:
    found = meeting(cast)
    item_id = sheet(cast, found, cast.amal).item_id
    sheet_of(actor=cast.at_table(cast.cleo), case_id=cast.case_id, roundtable_id=found)
    with as_keeper(os.environ["ROUNDTABLE_DATABASE"]) as keeper:
        rows = keeper.execute("SELECT person_id, purpose FROM access_accessevent WHERE item_id = %s", [item_id]).fetchall()
    assert rows == [(cast.cleo.person_id, "meeting")]


def test_begun_twice_it_is_one_sheet_with_room_for_thirty_steps(cast: Cast) -> None:
    found = call(cast)
    first = open_sheet(actor=cast.amal, case_id=cast.case_id, roundtable_id=found)
    assert open_sheet(actor=cast.at_table(cast.cleo), case_id=cast.case_id, roundtable_id=found) == first
    assert len(sheet(cast, found).boxes) == len({(one.kind, one.whose_id, one.noted) for one in sheet(cast, found).boxes})
    for _ in range(MOST_STEPS):
        add_step(actor=cast.amal, case_id=cast.case_id, sheet_id=first, box_id=uuid4())
    with pytest.raises(SheetFull):
        add_step(actor=cast.amal, case_id=cast.case_id, sheet_id=first, box_id=uuid4())
    with pytest.raises(Refusal):
        open_sheet(actor=cast.gro.leading(cast.case_id), case_id=cast.case_id, roundtable_id=found)


ACTS = ("close", "open", "end", "seat", "leave", "pen", "nothing")


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(ACTS), min_size=1, max_size=5))
def test_whenever_an_answer_changes_its_standing_has_changed(acts: list[str]) -> None:
    cast = build_cast()
    found = meeting(cast)
    one, goal = sheet(cast, found), box(cast, found, "goal")
    noted = box(cast, found, "own_words", cast.amal_id, noted=True)
    people = {"bo": cast.bo, "cleo": cast.cleo, "ida": cast.ida}

    def answers() -> list[tuple[bool, bool]]:
        said = []
        for member in people.values():
            for box_id in (goal, noted):
                with connections["web_authority" if member.authority else "web_care"].cursor() as cursor:
                    cursor.execute(
                        f"SELECT * FROM guard.{ASK}", [[member.person_id], ["professional"], [cast.case_id], [one.item_id], [box_id]]
                    )
                    said.append(tuple(cursor.fetchone()[1:]))
        return said

    def asked(member: Member, box_id: UUID) -> list[list[object]]:
        return [[member.person_id], ["professional"], [cast.case_id], [one.item_id], [box_id]]

    def standing() -> str:
        with connections["default"].cursor() as cursor:
            cursor.execute(f"SELECT * FROM guard.{AT_THE_DOOR}", [[], [one.item_id]])
            return str(cursor.fetchone()[1])

    before, word = answers(), standing()
    for act in acts:
        try:
            _do(act, cast, found)
        except Refusal:
            continue
        after, now = answers(), standing()
        assert after == before or now != word, act
        before, word = after, now


def _do(act: str, cast: Cast, found: UUID) -> None:
    if act == "close":
        close_for(actor=cast.amal, case_id=cast.case_id, person_id=cast.cleo.person_id)
    elif act == "open":
        open_again(actor=cast.amal, case_id=cast.case_id, person_id=cast.cleo.person_id)
    elif act == "end":
        end_seat(actor=cast.at_table(cast.bo), seat_id=cast.seats["bo"])
    elif act == "seat":
        seat_person(actor=cast.gro.leading(cast.case_id), case_id=cast.case_id, person_id=cast.ida.person_id)
    elif act == "leave":
        with through("loader"):
            Membership.objects.filter(person_id=cast.cleo.person_id).update(until_at=Now())
    elif act == "pen":
        take_pen(actor=cast.at_table(cast.cleo), case_id=cast.case_id, roundtable_id=found)


def test_the_turnstile_says_what_the_tables_own_policies_say(cast: Cast) -> None:
    found = meeting(cast)
    one, goal = sheet(cast, found), box(cast, found, "goal")
    for member in (cast.bo, cast.cleo, cast.dag, cast.eve, cast.ida, cast.jon):
        actor = member.on(cast.case_id)
        reads = sheet_of(actor=actor, case_id=cast.case_id, roundtable_id=found, log=False) is not None
        with connections[str(actor.login)].cursor() as cursor:
            cursor.execute(f"SELECT * FROM guard.{ASK}", [[member.person_id], ["professional"], [cast.case_id], [one.item_id], [goal]])
            assert cursor.fetchone() == (1, reads, reads), member.name
        with connections[str(actor.login)].cursor() as cursor:  # it leaves no actor behind
            cursor.execute("SELECT count(*) FROM cowriting_sheet")
            assert cursor.fetchone() == (0,)
    assert text_of(cast, found, goal) == ""


def lines(cast: Cast, found: UUID, actor: Actor) -> dict[str, LineView]:
    data: MeetingData = meeting_page(actor=actor, case_id=cast.case_id, roundtable_id=found)
    return {line.words.body: line for line in data.lines}


def fill(cast: Cast, found: UUID, actor: Actor, box_id: UUID, text: str) -> None:
    """The box reads so, and has been quiet."""
    write_box(actor=actor, case_id=cast.case_id, box_id=box_id, seen=sheet(cast, found, actor).seen, text=text)


def test_what_is_written_together_stands_in_the_minutes_as_whose_words_it_is(cast: Cast) -> None:
    found = meeting(cast)
    bo, cleo = cast.at_table(cast.bo), cast.at_table(cast.cleo)
    matters, arrive = box(cast, found, "matters", cast.amal_id), box(cast, found, "arrive")
    fill(cast, found, cast.amal, matters, "Sleep")
    fill(cast, found, cast.amal, matters, "Sleep, and calm mornings")
    fill(cast, found, bo, arrive, "Tired.")
    fill(cast, found, cleo, arrive, "Tired. And glad to be here.")
    stands = lines(cast, found, cleo)
    assert list(stands) == ["Sleep, and calm mornings", "Tired. And glad to be here."]
    hers, ours = stands.values()
    assert (hers.section, hers.how, hers.said_by_id, hers.quoted) == (Section.MATTERS, How.SELF, cast.amal_id, False)
    assert (ours.section, ours.how, ours.quoted) == (Section.ARRIVE, How.TOGETHER, False)
    assert [line.words.body for line in said_lines(actor=cast.amal, case_id=cast.case_id)] == ["Sleep, and calm mornings"]
    fill(cast, found, cleo, arrive, "")
    assert list(lines(cast, found, bo)) == ["Sleep, and calm mornings"]


def test_what_bo_notes_for_amal_is_hers_to_confirm_and_stays_as_she_said_yes_to_it(cast: Cast) -> None:
    found, bo = meeting(cast), cast.at_table(cast.bo)
    take_pen(actor=bo, case_id=cast.case_id, roundtable_id=found)
    noted = box(cast, found, "matters", cast.amal_id, noted=True)
    fill(cast, found, bo, noted, "Sleep")
    (line,) = lines(cast, found, bo).values()
    assert line.quoted and line.how == How.NOTED
    confirm_lines(actor=cast.amal, case_id=cast.case_id, item_ids=[line.item_id])
    fill(cast, found, bo, noted, "Work, says Bo")
    assert list(lines(cast, found, cast.amal)) == ["Sleep"]


@pytest.mark.parametrize("name", ["cleo", "dag", "eve"])
def test_nobody_else_changes_how_amals_line_reads_past_the_code_either(cast: Cast, name: str) -> None:
    found = meeting(cast)
    fill(cast, found, cast.amal, box(cast, found, "matters", cast.amal_id), "Sleep")
    member: Member = getattr(cast, name)
    login = "web_authority" if member.authority else "web_care"
    for statement in ("UPDATE roundtables_meetingline SET text = 'Work'", "UPDATE roundtables_meetingline SET section = 'home'"):
        try:
            with acting(member.on(cast.case_id), write=True), connections[login].cursor() as cursor:
                cursor.execute(statement)
                assert cursor.rowcount == 0
        except DatabaseError as problem:
            assert "permission denied" in str(problem)
    assert list(lines(cast, found, cast.amal)) == ["Sleep"]
