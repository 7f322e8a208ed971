"""The pages of the meeting under bad input; what they never show; how little they ask of the database."""

import re
from datetime import time, timedelta
from uuid import UUID, uuid4

import pytest
from django.test import Client
from tests.cast import Cast, build_cast
from tests.statements import count_statements

from roundtable.casework.roundtables.actions import (
    NewLine,
    add_point,
    answer_invitation,
    keep_out_of_meeting,
    move_roundtable,
    wish_for_meeting,
    write_lines,
)
from roundtable.casework.roundtables.queries import meeting_page
from roundtable.casework.roundtables.rules import Answer, Channel, How, Pace, Section
from roundtable.casework.roundtables.tests.addresses import HOSTILE, SOON, call, every_page, sign_in, url


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
        (
            url("write_lines", cast, roundtable_id=meeting),
            {"how": "telephone", f"matters_{cast.amal_id}": "To sleep", f"home_{cast.amal_id}": "I rest on Fridays"},
        ),
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


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_refused_or_kept_as_written_and_never_breaks_a_page(cast: Cast, amal: Client, bo: Client, text: str) -> None:
    meeting = call(cast)
    once, short = str(uuid4()), text[:300]
    for client, address, values in (
        (amal, url("add_point", cast), {"text": text}),
        (amal, url("keep_out_of_meeting", cast), {"text": text, "chosen": str(cast.bo.person_id)}),
        (amal, url("wish_for_meeting", cast), {"pace": "slow", "breaks": "halfway", "text": text}),
        (amal, url("invite_companion", cast), {"given_name": "Finn", "family_name": text, "email": short}),
        (bo, url("write_lines", cast, roundtable_id=meeting), {"how": "noted", f"home_{cast.amal_id}": text, "again_on": short}),
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
