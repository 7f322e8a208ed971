"""The pages of the meeting: who gets them, what they show, how they refuse, and how little they ask of the database."""

import re
from datetime import UTC, datetime, time, timedelta
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse
from tests.cast import Cast, account, build_cast
from tests.statements import count_statements

from roundtable.casework.roundtables.actions import (
    NewLine,
    add_point,
    answer_invitation,
    call_roundtable,
    cancel_roundtable,
    hold_roundtable,
    invite_companion,
    keep_out_of_meeting,
    move_roundtable,
    wish_for_meeting,
    write_lines,
)
from roundtable.casework.roundtables.queries import meeting_page, preparation
from roundtable.casework.roundtables.rules import Answer, Channel, How, Pace, Section, State, Why

SOON = datetime.now(UTC).date() + timedelta(days=12)
HOSTILE = ("", " \n ", "x" * 1_000_000, "a\x00b\x1b", "a\u202eb", "<script>alert(1)</script>", "🌿" * 700)


@pytest.fixture
def cast() -> Cast:
    return build_cast()


def sign_in(person_id: UUID, name: str, kind: str = "staff") -> Client:
    client = Client()
    client.force_login(account(person_id, name, kind))
    return client


@pytest.fixture
def amal(cast: Cast) -> Client:
    return sign_in(cast.amal_id, "Amal", "citizen")


@pytest.fixture
def bo(cast: Cast) -> Client:
    return sign_in(cast.bo.person_id, "Bo")


def call(cast: Cast) -> UUID:
    return call_roundtable(
        actor=cast.at_table(cast.bo), case_id=cast.case_id, on=SOON, clock=time(10), minutes=60, channel=Channel.IN_PERSON, place="Room 2"
    ).roundtable_id


def url(name: str, cast: Cast, **more: object) -> str:
    return reverse(name, kwargs={"case_id": cast.case_id, **more})


def every_page(cast: Cast, meeting: UUID) -> list[str]:
    found = [
        url(name, cast)
        for name in (
            "roundtable",
            "call_roundtable",
            "prepare_roundtable",
            "wish_for_meeting",
            "keep_out_of_meeting",
            "add_point",
            "invite_companion",
            "what_i_may_do",
            "invitation",
            "confirm_lines",
        )
    ]
    found += [
        url(name, cast, roundtable_id=meeting)
        for name in (
            "past_roundtable",
            "answer_invitation",
            "move_roundtable",
            "cancel_roundtable",
            "hold_roundtable",
            "write_lines",
            "take_pen",
        )
    ]
    return [
        *found,
        url("correct_line", cast, item_id=uuid4()),
        url("take_topic_back", cast, item_id=uuid4()),
        url("remove_companion", cast, seat_id=uuid4()),
        url("give_meeting", cast, seat_id=uuid4()),
    ]


def test_dag_eve_and_max_get_the_page_for_what_does_not_exist_on_every_address(cast: Cast) -> None:
    meeting = call(cast)
    for person_id, name, kind in (
        (cast.dag.person_id, "Dag", "staff"),
        (cast.eve.person_id, "Eve", "staff"),
        (cast.max_id, "Max", "citizen"),
    ):
        client = sign_in(person_id, name, kind)
        for address in every_page(cast, meeting):
            assert client.get(address).status_code == 404, address
            assert client.post(address, {"once": str(uuid4())}).status_code == 404, address


def test_amal_bo_finn_and_gro_get_the_pages_that_are_theirs(cast: Cast, amal: Client, bo: Client) -> None:
    meeting = call(cast)
    seat = invite_companion(actor=cast.amal, case_id=cast.case_id, given_name="Finn")
    finn, gro = sign_in(seat.person_id, "Finn", "citizen"), sign_in(cast.gro.person_id, "Gro")
    theirs = {
        "roundtable": (amal, bo, finn, gro),
        "invitation": (amal, bo, finn, gro),
        "prepare_roundtable": (amal, bo, finn),
        "wish_for_meeting": (amal, bo),
        "keep_out_of_meeting": (amal, bo),
        "add_point": (amal, bo),
        "invite_companion": (amal,),
        "what_i_may_do": (finn,),
        "call_roundtable": (bo, gro),
    }
    with_meeting = {"answer_invitation": (amal, bo, finn), "write_lines": (amal, bo)}
    with_meeting |= dict.fromkeys(("move_roundtable", "cancel_roundtable", "hold_roundtable"), (bo, gro))
    for client in (amal, bo, finn, gro):
        for name, may in theirs.items():
            assert client.get(url(name, cast)).status_code == (200 if client in may else 404), name
        for name, may in with_meeting.items():
            assert client.get(url(name, cast, roundtable_id=meeting)).status_code == (200 if client in may else 404), name


def test_bo_calls_moves_and_cancels_on_the_pages_and_everyone_reads_what_became_of_it(cast: Cast, amal: Client, bo: Client) -> None:
    values = {"on": f"{SOON:%d.%m.%Y}", "clock": "kl. 10", "minutes": "60", "channel": "in_person", "pace": "slow"}
    done = bo.post(url("call_roundtable", cast), {**values, "place": "Room 2", "once": str(uuid4())}, follow=True)
    assert "The meeting is called" in done.content.decode()
    meeting = meeting_page(actor=cast.amal, case_id=cast.case_id).meeting
    assert meeting is not None
    text = amal.get(url("roundtable", cast)).content.decode()
    assert "Room 2" in text and "at 10:00" in text and "Answer the invitation" in text
    later = SOON + timedelta(days=7)
    moved = {**values, "on": later.isoformat(), "place": "Room 2", "text": "The room was taken", "version": "1", "once": str(uuid4())}
    bo.post(url("move_roundtable", cast, roundtable_id=meeting.id), moved)
    text = amal.get(url("roundtable", cast)).content.decode()
    assert "<s>" in text and "Moved by Bo" in text and "The room was taken" in text
    stale = bo.post(url("move_roundtable", cast, roundtable_id=meeting.id), {**moved, "text": "KEPT-WORDS", "once": str(uuid4())})
    assert stale.status_code == 200 and "Somebody changed this" in stale.content.decode() and "KEPT-WORDS" in stale.content.decode()
    bo.post(
        url("cancel_roundtable", cast, roundtable_id=meeting.id),
        {"why": "not_needed", "text": "We talked already", "version": "2", "once": str(uuid4())},
    )
    text = amal.get(url("roundtable", cast)).content.decode()
    assert "Cancelled by Bo" in text and "We talked already" in text


def test_amal_answers_on_her_phone_and_a_double_click_answers_once(cast: Cast, amal: Client) -> None:
    meeting = call(cast)
    values = {"answer": "comes", "version": "1", "once": str(uuid4())}
    for _ in range(2):
        assert amal.post(url("answer_invitation", cast, roundtable_id=meeting), values).status_code == 302
    assert "Your answer:" in amal.get(url("roundtable", cast)).content.decode()
    wrong = amal.post(url("answer_invitation", cast, roundtable_id=meeting), {"answer": "other_time", "version": "1", "once": str(uuid4())})
    assert wrong.status_code == 200 and "Write the day you would rather come" in wrong.content.decode()


def test_the_whole_meeting_with_amal_never_signing_in(cast: Cast, bo: Client) -> None:
    meeting = call(cast)
    by_phone = f"telephone:{cast.amal_id}"
    posts = (
        (
            url("answer_invitation", cast, roundtable_id=meeting),
            {"whose": by_phone, "answer": "comes", "version": "1"},
        ),
        (url("wish_for_meeting", cast), {"whose": by_phone, "pace": "slow", "breaks": "every_20", "text": "Her brother comes too"}),
        (url("add_point", cast), {"whose": f"paper:{cast.amal_id}", "text": "The mornings"}),
        (url("keep_out_of_meeting", cast), {"whose": by_phone, "text": "Her debts"}),
        (url("write_lines", cast, roundtable_id=meeting), {"how": "telephone", "matters_0": "To sleep", "home_0": "I rest on Fridays"}),
    )
    for address, values in posts:
        assert bo.post(address, {**values, "once": str(uuid4())}).status_code == 302, address
    page = meeting_page(actor=cast.at_table(cast.cleo), case_id=cast.case_id)
    assert page.answers[cast.amal_id].how == How.TELEPHONE and page.wishes[0].pace == Pace.SLOW
    assert {(line.words.body, line.said_by_id) for line in page.lines} == {
        (text, cast.amal_id) for text in ("The mornings", "To sleep", "I rest on Fridays")
    }
    text = bo.get(url("roundtable", cast)).content.decode()
    assert "by telephone, noted by Bo, read back" in text and "On paper, noted by Bo" in text
    assert "Amal has not said yes to this yet" in text
    assert "Her debts" not in text
    cleo = sign_in(cast.cleo.person_id, "Cleo")
    for address in every_page(cast, meeting):
        assert "Her debts" not in cleo.get(address).content.decode()


def test_what_is_kept_out_is_never_on_the_page_that_can_be_shown_in_the_room(cast: Cast, amal: Client, bo: Client) -> None:
    meeting = call(cast)
    keep_out_of_meeting(actor=cast.amal, case_id=cast.case_id, text="CANARY-TOPIC", chosen=[cast.bo.person_id])
    for client in (amal, bo):
        for address in (
            url("roundtable", cast),
            url("invitation", cast),
            url("write_lines", cast, roundtable_id=meeting),
            url("past_roundtable", cast, roundtable_id=meeting),
        ):
            assert "CANARY-TOPIC" not in client.get(address).content.decode()
        assert "CANARY-TOPIC" in client.get(url("prepare_roundtable", cast)).content.decode()


def test_amal_has_at_most_four_small_things_and_the_meeting_takes_place_anyway(cast: Cast, amal: Client) -> None:
    meeting = call(cast)
    text = amal.get(url("prepare_roundtable", cast)).content.decode()
    assert "0 of 3 small things are done. You can also do none of them: the meeting takes place anyway." in text
    answer_invitation(actor=cast.amal, case_id=cast.case_id, roundtable_id=meeting, version=1, answer=Answer.COMES)
    wish_for_meeting(actor=cast.amal, case_id=cast.case_id)
    assert "2 of 3 small things are done" in amal.get(url("prepare_roundtable", cast)).content.decode()


def test_amal_says_yes_to_what_bo_wrote_for_her(cast: Cast, amal: Client, bo: Client) -> None:
    meeting = call(cast)
    (line,) = write_lines(
        actor=cast.at_table(cast.bo),
        case_id=cast.case_id,
        roundtable_id=meeting,
        lines=[NewLine(Section.HOME, "I call my union", cast.amal_id)],
    )
    text = amal.get(url("roundtable", cast)).content.decode()
    assert "Yes, I said all of this" in text and str(line) in text
    assert "Yes, I said all of this" not in bo.get(url("roundtable", cast)).content.decode()
    assert bo.post(url("confirm_lines", cast), {"line": str(line)}).status_code == 404
    assert amal.post(url("confirm_lines", cast), {"line": [str(line), "no-id"]}).status_code == 302
    assert "Amal said yes to this" in bo.get(url("roundtable", cast)).content.decode()
    corrected = amal.post(url("correct_line", cast, item_id=line), {"text": "I think about it", "once": str(uuid4())}, follow=True)
    assert "I think about it" in corrected.content.decode() and "Amal says it differently" in corrected.content.decode()


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_refused_or_kept_as_written_and_never_breaks_a_page(cast: Cast, amal: Client, bo: Client, text: str) -> None:
    meeting = call(cast)
    once, short = str(uuid4()), text[:300]
    for client, address, values in (
        (amal, url("add_point", cast), {"text": text}),
        (amal, url("keep_out_of_meeting", cast), {"text": text, "chosen": str(cast.bo.person_id)}),
        (amal, url("wish_for_meeting", cast), {"pace": "slow", "breaks": "halfway", "text": text}),
        (amal, url("invite_companion", cast), {"given_name": "Finn", "family_name": text, "email": short}),
        (bo, url("write_lines", cast, roundtable_id=meeting), {"how": "noted", "home_0": text, "again_on": short}),
        (bo, url("cancel_roundtable", cast, roundtable_id=meeting), {"why": short, "text": text, "version": short}),
        (bo, url("move_roundtable", cast, roundtable_id=meeting), {"on": short, "clock": short, "minutes": short, "version": text}),
        (bo, url("answer_invitation", cast, roundtable_id=meeting), {"whose": short, "answer": short, "other_on": text, "version": short}),
        (bo, url("hold_roundtable", cast, roundtable_id=meeting), {"held_on": short, "present": text, "version": short}),
    ):
        response = client.post(address, {**values, "once": once})
        assert response.status_code in (200, 302), address
        assert "<script>alert" not in response.content.decode()
    for client in (amal, bo):
        for address in (url("roundtable", cast), url("prepare_roundtable", cast), url("invitation", cast)):
            response = client.get(address)
            assert response.status_code == 200 and "<script>alert" not in response.content.decode()


@pytest.mark.parametrize(
    ("on", "said"),
    [
        ("1.1.2020", "has passed already"),
        ("1.1.2099", "more than a year away"),
        ("1.1.9999", "too late"),
        ("31.2.2027", "could not read"),
        ("", "Write a date"),
    ],
)
def test_a_day_that_cannot_be_is_refused_at_its_field_and_what_was_typed_stays(cast: Cast, bo: Client, on: str, said: str) -> None:
    values = {
        "on": on,
        "clock": "10:00",
        "minutes": "60",
        "channel": "video",
        "pace": "usual",
        "place": "TYPED-PLACE",
        "once": str(uuid4()),
    }
    response = bo.post(url("call_roundtable", cast), {**values, "once": str(uuid4())})
    text = response.content.decode()
    assert response.status_code == 200 and said in text and "TYPED-PLACE" in text
    assert meeting_page(actor=cast.amal, case_id=cast.case_id).meeting is None


def test_forged_ids_are_answered_like_what_does_not_exist(cast: Cast, amal: Client, bo: Client) -> None:
    call(cast)
    other = build_cast()
    theirs = call(other)
    for meeting in (theirs, uuid4()):
        assert bo.get(url("move_roundtable", cast, roundtable_id=meeting)).status_code == 404
        values = {"answer": "comes", "version": "1", "once": str(uuid4())}
        assert amal.post(url("answer_invitation", cast, roundtable_id=meeting), values).status_code == 404
        assert amal.post(url("take_pen", cast, roundtable_id=meeting)).status_code == 404
    assert amal.post(url("confirm_lines", cast), {"line": str(uuid4())}).status_code == 404
    assert amal.post(url("remove_companion", cast, seat_id=other.seats["bo"])).status_code == 404
    assert amal.post(url("take_topic_back", cast, item_id=uuid4())).status_code == 404


def test_the_leader_sees_when_and_how_and_none_of_the_words(cast: Cast) -> None:
    call(cast)
    wish_for_meeting(actor=cast.amal, case_id=cast.case_id, text="CANARY-WISH")
    add_point(actor=cast.amal, case_id=cast.case_id, text="CANARY-POINT")
    gro = sign_in(cast.gro.person_id, "Gro")
    text = gro.get(url("roundtable", cast)).content.decode()
    assert "at 10:00" in text and "CANARY" not in text and "Room 2" not in text
    assert 'name="place"' not in gro.get(url("call_roundtable", cast)).content.decode()


def test_finn_reads_the_meeting_and_what_he_may_do_and_can_leave(cast: Cast, amal: Client) -> None:
    call(cast)
    (theirs,) = keep_out_of_meeting(actor=cast.amal, case_id=cast.case_id, text="My debts")
    amal.post(url("invite_companion", cast), {"given_name": "Finn", "family_name": "Test"})
    text = amal.get(url("prepare_roundtable", cast)).content.decode()
    assert "Finn Test" in text
    seat = next(seat for seat in meeting_page(actor=cast.amal, case_id=cast.case_id).seats if seat.hat == "companion")
    finn = sign_in(seat.person_id, "Finn", "citizen")
    text = finn.get(url("roundtable", cast)).content.decode()
    assert "at 10:00" in text and "Room 2" not in text and "They can give you this" in text
    give = url("give_meeting", cast, seat_id=seat.seat_id)
    assert "Room 2" in amal.get(give).content.decode()
    place = meeting_page(actor=cast.amal, case_id=cast.case_id).meeting.plan.place_item_id  # type: ignore[union-attr]
    for wrong in (uuid4(), theirs):
        assert amal.post(give, {"items": str(wrong), "once": str(uuid4())}).status_code == 200
    assert "Room 2" not in finn.get(url("roundtable", cast)).content.decode()
    once = str(uuid4())
    for _ in range(2):
        assert amal.post(give, {"items": str(place), "once": once}).status_code == 302
    assert "Room 2" in finn.get(url("roundtable", cast)).content.decode()
    assert finn.get(give).status_code == 404
    assert "Amal asked you to come along" in finn.get(url("what_i_may_do", cast)).content.decode()
    assert finn.post(url("remove_companion", cast, seat_id=seat.seat_id)).status_code == 302
    assert finn.get(url("roundtable", cast)).status_code == 404


NEVER = re.compile(r"\b(wall|side|authority|hat|disclosure|held back|vulnerability|mandate|ground)s?\b", re.IGNORECASE)


def test_a_citizens_pages_use_none_of_the_never_words(cast: Cast, amal: Client) -> None:
    meeting = call(cast)
    for address in every_page(cast, meeting):
        response = amal.get(address)
        if response.status_code == 200:
            words = re.sub(r"<(script|style|svg).*?</\1>|<[^>]*>", " ", response.content.decode(), flags=re.DOTALL)
            assert not NEVER.findall(words), address


def _fill(cast: Cast, meeting: UUID, count: int) -> None:
    for number in range(count):
        add_point(actor=cast.amal, case_id=cast.case_id, text=f"Point {number}")
        write_lines(
            actor=cast.at_table(cast.bo),
            case_id=cast.case_id,
            roundtable_id=meeting,
            lines=[NewLine(Section.HOME, f"Line {number}", cast.amal_id)],
        )
        keep_out_of_meeting(actor=cast.amal, case_id=cast.case_id, text=f"Topic {number}", chosen=[cast.bo.person_id])


def test_each_page_asks_at_most_twelve_statements_and_the_same_with_many_lines(cast: Cast, amal: Client, bo: Client) -> None:
    meeting = call(cast)
    answer_invitation(actor=cast.amal, case_id=cast.case_id, roundtable_id=meeting, version=1, answer=Answer.COMES, text="Gladly")
    wish_for_meeting(actor=cast.amal, case_id=cast.case_id, text="Slowly")
    _fill(cast, meeting, 1)
    addresses = [
        url("roundtable", cast),
        url("prepare_roundtable", cast),
        url("invitation", cast),
        url("wish_for_meeting", cast),
        url("add_point", cast),
        url("answer_invitation", cast, roundtable_id=meeting),
        url("write_lines", cast, roundtable_id=meeting),
    ]

    def asked() -> list[int]:
        found = []
        for client in (amal, bo):
            for address in addresses:
                with count_statements() as statements:
                    assert client.get(address).status_code == 200
                found.append(len([asked for asked in statements if "emergency::text" not in asked]))  # read once a minute by a process
        return found

    few = asked()
    _fill(cast, meeting, 12)
    move_roundtable(
        actor=cast.at_table(cast.bo),
        case_id=cast.case_id,
        roundtable_id=meeting,
        version=1,
        on=SOON + timedelta(days=1),
        clock=time(11),
        minutes=45,
        channel=Channel.VIDEO,
    )
    assert asked() == few and max(few) <= 12, few


def test_what_was_not_agreed_last_time_is_on_the_list_of_the_next_meeting(cast: Cast, amal: Client) -> None:
    first, actor = call(cast), cast.at_table(cast.bo)
    new = [NewLine(Section.DISAGREE, "The hours in March", None, SOON), NewLine(Section.HOME, "I rest on Fridays", cast.amal_id)]
    write_lines(actor=actor, case_id=cast.case_id, roundtable_id=first, lines=new)
    hold_roundtable(actor=actor, case_id=cast.case_id, roundtable_id=first, version=1)
    call(cast)
    text = amal.get(url("roundtable", cast)).content.decode()
    assert "Still open" in text and "The hours in March" in text and "we look at it again on" in text
    assert "I rest on Fridays" not in text


def test_a_held_and_a_cancelled_meeting_can_be_looked_at_again(cast: Cast, amal: Client) -> None:
    first = call(cast)
    cancel_roundtable(actor=cast.at_table(cast.bo), case_id=cast.case_id, roundtable_id=first, version=1, why=Why.ASKED)
    second = call(cast)
    hold_roundtable(
        actor=cast.at_table(cast.bo), case_id=cast.case_id, roundtable_id=second, version=1, present=[cast.amal_id], follow_up=True
    )
    text = amal.get(url("roundtable", cast)).content.decode()
    assert "Held on" in text and "with Amal" in text and "counts as the follow-up talk" in text and "Other meetings" in text
    assert "Cancelled by Bo" in amal.get(url("past_roundtable", cast, roundtable_id=first)).content.decode()
    page = preparation(actor=cast.amal, case_id=cast.case_id).page
    assert page.meeting is not None and page.meeting.state == State.HELD
