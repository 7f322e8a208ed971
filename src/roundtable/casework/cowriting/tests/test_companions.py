"""Who sits beside the citizen reads along by her yes, on the page and on the socket; and writes, asks and hears nothing else."""

from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse
from tests.cast import Cast
from tests.statements import count_statements

from roundtable.casework.cowriting.actions import add_step, ask_all, let_read_along, write_box
from roundtable.casework.cowriting.queries import sheet_of
from roundtable.casework.cowriting.rules import NotYourBox, SignalKind
from roundtable.casework.cowriting.tests.scene import Page, box, cookie, meeting, opened, page, sheet, text_of
from roundtable.casework.cowriting.tests.test_sockets import refused
from roundtable.casework.roundtables.actions import Invited, invite_companion, remove_companion, wish_for_meeting
from roundtable.casework.roundtables.tests.addresses import sign_in
from roundtable.ground.access.actor import Actor, Hat, Purpose
from roundtable.ground.disclosure.actions import withdraw_release
from roundtable.kernel.refusal import NotHere, Refusal


def beside(cast: Cast, name: str = "Finn") -> Invited:
    return invite_companion(actor=cast.amal, case_id=cast.case_id, given_name=name)


def as_companion(cast: Cast, finn: Invited) -> Actor:
    return Actor(finn.person_id, Hat.COMPANION, authority=False, case_id=cast.case_id, purpose=Purpose.MEETING)


def let(cast: Cast, found: UUID, finn: Invited) -> UUID:
    return let_read_along(actor=cast.amal, case_id=cast.case_id, roundtable_id=found, seat_id=finn.seat_id)


def test_finn_reads_along_by_amals_yes_and_writes_nothing(live: str, cast: Cast) -> None:
    found, finn = meeting(cast), beside(cast)
    goal, finns = box(cast, found, "goal"), cookie(finn.person_id, "Finn", "citizen")
    assert refused(live, cast.case_id, found, finns), "her yes comes first"
    assert let(cast, found, finn) == let(cast, found, finn), "twice is once"
    with page(live, cast, found, cast.amal_id, "Amal", "citizen") as amal, opened(live, cast.case_id, found, finns) as socket:
        reads = Page(socket)
        amal.write(goal, "Mornings without fear")
        reads.sees(goal, "without fear")
        amal.until("here")
        reads.write(goal, ", says Finn")
        assert reads.until("no")["box"] == str(goal)
        for act in ({"t": "signal", "kind": "stop"}, {"t": "step", "box": str(uuid4())}, {"t": "private", "id": str(uuid4())}):
            reads.say(**act)
            assert reads.until("refused")["code"] == NotYourBox.code
        assert [frame for frame in amal.rest() if frame["t"] in ("edit", "signal", "box", "private")] == []
        amal.kept()
    assert text_of(cast, found, goal) == "Mornings without fear"


def test_when_amal_takes_it_back_or_his_place_ends_the_open_line_ends_with_nothing_more_on_it(live: str, cast: Cast) -> None:
    found, finn = meeting(cast), beside(cast)
    goal, finns = box(cast, found, "goal"), cookie(finn.person_id, "Finn", "citizen")
    for end in ("taken back", "place ended"):
        given = let(cast, found, finn)
        with page(live, cast, found, cast.amal_id, "Amal", "citizen") as amal, opened(live, cast.case_id, found, finns) as socket:
            reads = Page(socket)
            if end == "taken back":
                withdraw_release(actor=cast.amal, case_id=cast.case_id, disclosure_id=given)
            else:
                remove_companion(actor=cast.amal, case_id=cast.case_id, seat_id=finn.seat_id)
            amal.write(goal, "CANARY-after ")
            amal.kept()
            assert reads.closed()
            assert "CANARY" not in str(reads.frames[-1])
        assert refused(live, cast.case_id, found, finns)


def test_the_quiet_word_and_what_stands_between_two_never_reach_him(live: str, cast: Cast) -> None:
    found, finn = meeting(cast), beside(cast)
    wish_for_meeting(actor=cast.amal, case_id=cast.case_id, looks_after_id=cast.bo.person_id)
    let(cast, found, finn)
    with (
        page(live, cast, found, cast.amal_id, "Amal", "citizen") as amal,
        page(live, cast, found, cast.bo.person_id, "Bo") as bo,
        opened(live, cast.case_id, found, cookie(finn.person_id, "Finn", "citizen")) as socket,
    ):
        reads = Page(socket)
        reads.rest()
        amal.say(t="private", id=str(uuid4()))
        assert bo.until("private")["name"] == "Amal"
        assert [frame for frame in reads.rest() if frame["t"] != "here"] == []


def test_her_yes_is_for_one_sheet_and_one_person_and_nobody_else_gives_it(cast: Cast) -> None:
    found, finn, other = meeting(cast), beside(cast), beside(cast, "Nina")
    for actor in (cast.at_table(cast.bo), cast.at_table(cast.cleo), as_companion(cast, finn)):
        with pytest.raises(NotYourBox):
            let_read_along(actor=actor, case_id=cast.case_id, roundtable_id=found, seat_id=finn.seat_id)
    for wrong in (cast.seats["cleo"], uuid4()):
        with pytest.raises(NotHere):
            let_read_along(actor=cast.amal, case_id=cast.case_id, roundtable_id=found, seat_id=wrong)
    let(cast, found, finn)
    where = {"case_id": cast.case_id, "roundtable_id": found}
    assert sheet_of(actor=as_companion(cast, finn), **where) is not None
    assert sheet_of(actor=as_companion(cast, other), **where) is None


def test_past_the_pages_too_he_writes_nothing(cast: Cast) -> None:
    found, finn = meeting(cast), beside(cast)
    let(cast, found, finn)
    him, known = as_companion(cast, finn), sheet(cast, found)
    with pytest.raises(Refusal):
        write_box(actor=him, case_id=cast.case_id, box_id=box(cast, found, "goal"), seen=known.seen, text="Mine now")
    with pytest.raises(Refusal):
        add_step(actor=him, case_id=cast.case_id, sheet_id=known.item_id, box_id=uuid4())
    with pytest.raises(Refusal):
        ask_all(actor=him, case_id=cast.case_id, sheet_id=known.item_id, kind=SignalKind.STOP)
    assert text_of(cast, found, box(cast, found, "goal")) == ""


def test_amal_gives_it_on_the_page_finn_finds_nothing_to_write_in_and_she_reads_that_he_opened_it(cast: Cast) -> None:
    found, finn = meeting(cast), beside(cast)
    amal, his = sign_in(cast.amal_id, "Amal", "citizen"), sign_in(finn.person_id, "Finn", "citizen")
    where = {"case_id": cast.case_id, "roundtable_id": found}
    address = reverse("write_together", kwargs=where)
    assert "has given it to you" in _text(his, address) and "data-live" not in _text(his, address)
    assert "also what is still to be written" in _text(amal, address)
    give = reverse("read_along", kwargs={**where, "seat_id": finn.seat_id})
    assert his.post(give).status_code == 404
    assert amal.post(give).status_code == 302
    assert "Finn reads along here." in _text(amal, address)
    shown = _text(his, address)
    assert "Our shared goal" in shown and "Keep what I wrote" not in shown and "A pause, please" not in shown
    assert his.post(address, {}).status_code == 404
    assert "What we write together at a meeting" in _text(amal, reverse("sharing", args=[cast.case_id]))
    opened_what = _text(amal, reverse("who_opened_what", args=[cast.case_id]))
    assert "Finn" in opened_what and "what we write together at a meeting" in opened_what


def test_the_page_keeps_the_budget_with_somebody_beside_her(cast: Cast) -> None:
    found, finn = meeting(cast), beside(cast)
    let(cast, found, finn)
    address = reverse("write_together", kwargs={"case_id": cast.case_id, "roundtable_id": found})
    for client in (sign_in(cast.amal_id, "Amal", "citizen"), sign_in(finn.person_id, "Finn", "citizen")):
        client.get(address)
        with count_statements() as asked:
            assert client.get(address).status_code == 200
        assert len(asked) <= 12, [str(one)[:90] for one in asked]


def _text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())
