"""What is said before and at the meeting: who reads it, whose words it is, and what Bo notes for Amal who never signs in."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID, uuid4

import pytest
from tests.cast import Cast, build_cast

from roundtable.casework.roundtables.actions import (
    NewLine,
    add_point,
    answer_invitation,
    call_roundtable,
    confirm_lines,
    correct_line,
    hold_roundtable,
    invite_companion,
    keep_out_of_meeting,
    remove_companion,
    take_pen,
    take_topic_back,
    wish_for_meeting,
    write_lines,
)
from roundtable.casework.roundtables.queries import LineView, meeting_page, preparation
from roundtable.casework.roundtables.rules import (
    MOST_COMPANIONS,
    Answer,
    Breaks,
    Channel,
    How,
    InThePast,
    NoMeetingCalled,
    NothingWritten,
    NotYoursToDecide,
    NotYoursToSay,
    Pace,
    Section,
    SomebodyElseWrites,
    TooFarAhead,
    TooManyCompanions,
)
from roundtable.ground.access.actor import Actor, Hat, Purpose
from roundtable.ground.access.acts import ActRefused
from roundtable.ground.seats.queries import words
from roundtable.kernel.refusal import NotHere, Refusal, Stale
from roundtable.kernel.texts import TextMissing, TextTooLong

SOON = datetime.now(UTC).date() + timedelta(days=12)


@pytest.fixture
def cast() -> Cast:
    return build_cast()


def called(cast: Cast) -> UUID:
    return call_roundtable(
        actor=cast.at_table(cast.bo), case_id=cast.case_id, on=SOON, clock=time(10), minutes=60, channel=Channel.IN_PERSON, place="Room 2"
    ).roundtable_id


def lines(cast: Cast, actor: Actor) -> tuple[LineView, ...]:
    return meeting_page(actor=actor, case_id=cast.case_id).lines


def write(cast: Cast, actor: Actor, roundtable_id: UUID, *new: NewLine, **more: object) -> tuple[UUID, ...]:
    return write_lines(actor=actor, case_id=cast.case_id, roundtable_id=roundtable_id, lines=list(new), **more)  # type: ignore[arg-type]


def test_how_amal_wants_the_meeting_is_read_by_the_table_and_not_by_the_leader(cast: Cast) -> None:
    wish_for_meeting(
        actor=cast.amal,
        case_id=cast.case_id,
        pace=Pace.SLOW,
        breaks=Breaks.EVERY_20,
        looks_after_id=cast.bo.person_id,
        text="Please not in the big room",
    )
    for actor in (cast.at_table(cast.bo), cast.at_table(cast.cleo)):
        (view,) = meeting_page(actor=actor, case_id=cast.case_id).wishes
        assert (view.pace, view.breaks, view.looks_after_id) == (Pace.SLOW, Breaks.EVERY_20, cast.bo.person_id)
        assert view.words is not None and view.words.body == "Please not in the big room"
    assert meeting_page(actor=cast.gro.leading(cast.case_id), case_id=cast.case_id).wishes == ()
    assert meeting_page(actor=cast.at_table(cast.dag), case_id=cast.case_id).wishes == ()


def test_bo_notes_amals_wishes_by_telephone_and_has_none_of_his_own(cast: Cast) -> None:
    bo = cast.at_table(cast.bo)
    wish_for_meeting(actor=bo, case_id=cast.case_id, pace=Pace.SLOW, for_id=cast.amal_id, how=How.TELEPHONE)
    (view,) = meeting_page(actor=cast.amal, case_id=cast.case_id).wishes
    assert view.person_id == cast.amal_id and view.how == How.TELEPHONE
    assert view.words is not None and (view.words.author_id, view.words.said_by_id) == (cast.bo.person_id, cast.amal_id)
    with pytest.raises(NotYoursToDecide):
        wish_for_meeting(actor=bo, case_id=cast.case_id, pace=Pace.SLOW)
    for stranger in (cast.max_id, cast.dag.person_id, uuid4()):
        with pytest.raises(NotHere):
            wish_for_meeting(actor=cast.amal, case_id=cast.case_id, looks_after_id=stranger)


def test_topics_for_not_this_meeting_are_read_only_by_whom_amal_chose(cast: Cast) -> None:
    keep_out_of_meeting(actor=cast.amal, case_id=cast.case_id, text="My brother's illness", chosen=[cast.bo.person_id])
    (view,) = preparation(actor=cast.at_table(cast.bo), case_id=cast.case_id).topics
    assert view.body == "My brother's illness"
    for actor in (cast.at_table(cast.cleo), cast.at_table(cast.dag), cast.at_table(cast.eve), cast.gro.leading(cast.case_id)):
        assert preparation(actor=actor, case_id=cast.case_id).topics == ()
        assert words(actor=actor, item_ids=[view.item_id]) == ()
    (only,) = keep_out_of_meeting(actor=cast.amal, case_id=cast.case_id, text="The money I owe")
    assert words(actor=cast.at_table(cast.bo), item_ids=[only]) == ()
    assert len(preparation(actor=cast.amal, case_id=cast.case_id).topics) == 2


def test_what_shall_not_come_up_is_never_among_what_the_meeting_page_fetches(cast: Cast) -> None:
    called(cast)
    keep_out_of_meeting(actor=cast.amal, case_id=cast.case_id, text="CANARY-TOPIC", chosen=[cast.bo.person_id])
    for actor in (cast.amal, cast.at_table(cast.bo)):
        assert "CANARY-TOPIC" not in repr(meeting_page(actor=actor, case_id=cast.case_id))


def test_amal_takes_a_topic_back_and_bo_reads_it_no_more(cast: Cast) -> None:
    (topic,) = keep_out_of_meeting(actor=cast.amal, case_id=cast.case_id, text="The move", chosen=[cast.bo.person_id])
    with pytest.raises(NotHere):
        take_topic_back(actor=cast.at_table(cast.bo), case_id=cast.case_id, item_id=topic)
    take_topic_back(actor=cast.amal, case_id=cast.case_id, item_id=topic)
    assert preparation(actor=cast.at_table(cast.bo), case_id=cast.case_id).topics == ()
    assert [view.body for view in preparation(actor=cast.amal, case_id=cast.case_id).topics] == ["The move"]


def test_bo_notes_a_topic_amal_told_him_between_the_two_of_them(cast: Cast) -> None:
    bo = cast.at_table(cast.bo)
    keep_out_of_meeting(actor=bo, case_id=cast.case_id, text="Her sister", for_id=cast.amal_id)
    assert [view.body for view in preparation(actor=cast.amal, case_id=cast.case_id).topics] == ["Her sister"]
    assert preparation(actor=cast.at_table(cast.cleo), case_id=cast.case_id).topics == ()
    with pytest.raises(NotYoursToDecide):
        keep_out_of_meeting(actor=bo, case_id=cast.case_id, text="Mine")
    with pytest.raises(ActRefused):
        keep_out_of_meeting(actor=cast.amal, case_id=cast.case_id, text="To a stranger", chosen=[cast.dag.person_id])


def test_points_are_written_before_the_meeting_by_amal_or_noted_for_her(cast: Cast) -> None:
    with pytest.raises(NoMeetingCalled):
        add_point(actor=cast.amal, case_id=cast.case_id, text="My sleep")
    called(cast)
    once = uuid4()
    for _ in range(2):
        add_point(actor=cast.amal, case_id=cast.case_id, text="My sleep", item_id=once)
    add_point(actor=cast.at_table(cast.bo), case_id=cast.case_id, text="The hours", for_id=cast.amal_id, how=How.PAPER)
    found = [(view.words.body, view.said_by_id, view.how) for view in lines(cast, cast.at_table(cast.cleo))]
    assert found == [("My sleep", cast.amal_id, How.SELF), ("The hours", cast.amal_id, How.PAPER)]
    with pytest.raises(NotYoursToSay):
        add_point(actor=cast.amal, case_id=cast.case_id, text="For Cleo", for_id=cast.cleo.person_id)
    for text, refused in (("", NothingWritten), (" \n ", NothingWritten), ("x" * 1_000_000, TextTooLong)):
        with pytest.raises(refused):
            add_point(actor=cast.amal, case_id=cast.case_id, text=text)


def test_what_bo_writes_for_amal_is_not_her_yes_until_she_says_so_herself(cast: Cast) -> None:
    meeting = called(cast)
    bo = cast.at_table(cast.bo)
    (line,) = write(cast, bo, meeting, NewLine(Section.HOME, "I call the union", cast.amal_id), how=How.READ_ALOUD)
    (view,) = lines(cast, cast.at_table(cast.cleo))
    assert (view.said_by_id, view.words.author_id, view.quoted, view.check) == (cast.amal_id, cast.bo.person_id, True, None)
    for other in (bo, cast.at_table(cast.cleo), cast.at_table(cast.dag)):
        with pytest.raises(NotHere):
            confirm_lines(actor=other, case_id=cast.case_id, item_ids=[line])
        with pytest.raises(NotHere):
            correct_line(actor=other, case_id=cast.case_id, item_id=line, text="No")
    confirm_lines(actor=cast.amal, case_id=cast.case_id, item_ids=[line])
    confirm_lines(actor=cast.amal, case_id=cast.case_id, item_ids=[line])
    (view,) = lines(cast, cast.at_table(cast.cleo))
    assert view.check is not None and view.check.said_so


def test_amal_says_a_line_differently_beside_what_was_written(cast: Cast) -> None:
    meeting = called(cast)
    (line,) = write(cast, cast.at_table(cast.bo), meeting, NewLine(Section.MATTERS, "She wants to work", cast.amal_id))
    once = uuid4()
    for _ in range(2):
        correct_line(actor=cast.amal, case_id=cast.case_id, item_id=line, text="I want to be able to", words_id=once)
    (view,) = lines(cast, cast.at_table(cast.cleo))
    assert view.words.body == "She wants to work" and view.check is not None
    assert not view.check.said_so and view.check.words is not None and view.check.words.body == "I want to be able to"
    with pytest.raises(NothingWritten):
        correct_line(actor=cast.amal, case_id=cast.case_id, item_id=line, text=" ")


def test_one_writes_for_all_and_another_takes_the_pen_first(cast: Cast) -> None:
    meeting = called(cast)
    bo, cleo = cast.at_table(cast.bo), cast.at_table(cast.cleo)
    write(cast, bo, meeting, NewLine(Section.ARRIVE, "All are here"))
    with pytest.raises(SomebodyElseWrites):
        write(cast, cleo, meeting, NewLine(Section.ARRIVE, "I also write"))
    take_pen(actor=cleo, case_id=cast.case_id, roundtable_id=meeting)
    write(cast, cleo, meeting, NewLine(Section.HOME, "I send the letter", cast.cleo.person_id))
    with pytest.raises(SomebodyElseWrites):
        write(cast, bo, meeting, NewLine(Section.ARRIVE, "Again"))
    assert [view.words.body for view in lines(cast, cast.amal)] == ["All are here", "I send the letter"]
    for stranger in (cast.at_table(cast.dag), cast.at_table(cast.eve)):
        with pytest.raises(Refusal):
            write(cast, stranger, meeting, NewLine(Section.ARRIVE, "Me too"))
    with pytest.raises(NotYoursToDecide):
        take_pen(actor=cast.gro.leading(cast.case_id), case_id=cast.case_id, roundtable_id=meeting)


def test_lines_of_one_form_are_kept_once_and_hostile_ones_not_at_all(cast: Cast) -> None:
    meeting = called(cast)
    bo, once = cast.at_table(cast.bo), uuid4()
    new = (NewLine(Section.MATTERS, "<script>x</script> 🌿", cast.amal_id), NewLine(Section.HOME, "", cast.bo.person_id))
    for _ in range(2):
        write(cast, bo, meeting, *new, once=once)
    assert [view.words.body for view in lines(cast, cast.amal)] == ["<script>x</script> 🌿"]
    for line, refused in (
        (NewLine(Section.HOME, ""), NothingWritten),
        (NewLine(Section.HOME, "x" * 1_000_000), TextTooLong),
        (NewLine(Section.HOME, "Hers", cast.max_id), NotHere),
        (NewLine(Section.DISAGREE, "Hours", None, date(2020, 1, 1)), InThePast),
        (NewLine(Section.DISAGREE, "Hours", None, date(9000, 1, 1)), TooFarAhead),
    ):
        with pytest.raises(refused):
            write(cast, bo, meeting, line)
    item = lines(cast, cast.amal)[0].item_id
    with pytest.raises(Stale):
        wish_for_meeting(actor=cast.amal, case_id=cast.case_id, item_id=item)
    assert len(lines(cast, cast.amal)) == 1


def test_after_the_meeting_lines_can_still_be_written_for_seven_days(cast: Cast) -> None:
    meeting = called(cast)
    bo = cast.at_table(cast.bo)
    hold_roundtable(actor=bo, case_id=cast.case_id, roundtable_id=meeting, version=1, present=[cast.amal_id])
    write(cast, bo, meeting, NewLine(Section.HOME, "I rest on Fridays", cast.amal_id))
    assert len(lines(cast, cast.amal)) == 1


def finn(cast: Cast) -> tuple[Actor, UUID]:
    seat = invite_companion(actor=cast.amal, case_id=cast.case_id, given_name="Finn", family_name="Test", phone="20 20 20 20")
    return Actor(seat.person_id, Hat.COMPANION, False, cast.case_id, Purpose.MEETING), seat.seat_id


def test_finn_answers_and_reads_the_meeting_and_writes_nothing(cast: Cast) -> None:
    meeting = called(cast)
    actor, _seat = finn(cast)
    answer_invitation(actor=actor, case_id=cast.case_id, roundtable_id=meeting, version=1, answer=Answer.COMES)
    page = meeting_page(actor=actor, case_id=cast.case_id)
    assert page.answers[actor.person_id].answer == Answer.COMES
    keep_out_of_meeting(actor=cast.amal, case_id=cast.case_id, text="The money", chosen=[cast.bo.person_id])
    assert preparation(actor=actor, case_id=cast.case_id).topics == ()
    for forbidden in (
        lambda: add_point(actor=actor, case_id=cast.case_id, text="Mine"),
        lambda: write(cast, actor, meeting, NewLine(Section.HOME, "Mine")),
        lambda: wish_for_meeting(actor=actor, case_id=cast.case_id),
        lambda: call_roundtable(actor=actor, case_id=cast.case_id, on=SOON, clock=time(9), minutes=30, channel=Channel.VIDEO),
    ):
        with pytest.raises(NotYoursToDecide):
            forbidden()
    with pytest.raises(NotYoursToSay):
        answer_invitation(actor=actor, case_id=cast.case_id, roundtable_id=meeting, version=1, answer=Answer.CANNOT, for_id=cast.amal_id)


def test_amal_invites_finn_once_and_can_end_his_place_at_once(cast: Cast) -> None:
    called(cast)
    actor, seat = finn(cast)
    assert finn(cast) == (actor, seat)
    with pytest.raises(NotHere):
        remove_companion(actor=cast.amal, case_id=cast.case_id, seat_id=cast.seats["bo"])
    remove_companion(actor=cast.amal, case_id=cast.case_id, seat_id=seat)
    assert meeting_page(actor=actor, case_id=cast.case_id).meeting is None


def test_only_the_citizen_invites_and_only_a_few(cast: Cast) -> None:
    for other in (cast.at_table(cast.bo), cast.at_table(cast.dag), cast.gro.leading(cast.case_id)):
        with pytest.raises(NotYoursToDecide):
            invite_companion(actor=other, case_id=cast.case_id, given_name="Finn")
    with pytest.raises(TextMissing):
        invite_companion(actor=cast.amal, case_id=cast.case_id, given_name="  ")
    with pytest.raises(TextTooLong):
        invite_companion(actor=cast.amal, case_id=cast.case_id, given_name="F" * 1_000_000)
    for number in range(MOST_COMPANIONS):
        invite_companion(actor=cast.amal, case_id=cast.case_id, given_name=f"Friend {number}")
    with pytest.raises(TooManyCompanions):
        invite_companion(actor=cast.amal, case_id=cast.case_id, given_name="One more")
