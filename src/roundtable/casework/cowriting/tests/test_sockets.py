"""The live channel with a real server and a real database: who is let in, what each may change, and that nothing typed is lost."""

import base64
import json
import re
from importlib import import_module
from time import monotonic, sleep
from uuid import uuid4

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from pycrdt import Text
from tests.bench.live import house
from tests.cast import Cast, build_cast
from tests.journeys.conftest import serving
from websockets.exceptions import InvalidStatus

from roundtable.casework.cowriting.tests.scene import Page, box, cookie, meeting, opened, page, text_of
from roundtable.casework.plans.queries import current_plan
from roundtable.casework.roundtables.actions import cancel_roundtable, take_pen, wish_for_meeting
from roundtable.casework.roundtables.rules import Why
from roundtable.ground.access.actor import Purpose
from roundtable.ground.disclosure.actions import close_for
from roundtable.ground.seats.actions import end_seat, write_words
from roundtable.ground.seats.rules import confidence, own, side


def test_three_write_in_one_box_and_all_read_the_same(live: str, cast: Cast) -> None:
    found = meeting(cast)
    goal = box(cast, found, "goal")
    with (
        page(live, cast, found, cast.amal_id, "Amal", "citizen") as amal,
        page(live, cast, found, cast.bo.person_id, "Bo") as bo,
        page(live, cast, found, cast.cleo.person_id, "Cleo") as cleo,
    ):
        amal.write(goal, "Mornings without fear æøå 🌿")
        bo.sees(goal, "🌿")
        cleo.sees(goal, "🌿")
        bo.write(goal, "Calm ", 0)
        cleo.write(goal, ", and work")
        for one in (amal, bo, cleo):
            one.sees(goal, "Calm ")
            one.sees(goal, ", and work")
            one.kept()
        assert {one.text(goal) for one in (amal, bo, cleo)} == {"Calm Mornings without fear æøå 🌿, and work"}
    assert text_of(cast, found, goal) == "Calm Mornings without fear æøå 🌿, and work"


def test_a_page_that_has_nothing_yet_says_hello_in_the_address_and_the_room_speaks_first(live: str, cast: Cast) -> None:
    found = meeting(cast)
    goal = str(box(cast, found, "goal"))
    with page(live, cast, found, cast.bo.person_id, "Bo") as bo:
        bo.write(goal, "Calm mornings")
        bo.kept()
    with opened(live, cast.case_id, found, cookie(cast.amal_id, "Amal", "citizen"), hello=True) as socket:
        said = json.loads(socket.recv(10))
        assert said["t"] == "all" and any(one["box"] == goal and len(one["u"]) > 20 for one in said["boxes"])
    with pytest.raises(InvalidStatus):
        opened(live, cast.case_id, found, cookie(cast.dag.person_id, "Dag"), hello=True)


def refused(live: str, case_id: object, meeting_id: object, cookies: str = "", origin: str | None = "") -> bool:
    """Refused at the knock: 403 and not a word."""
    with pytest.raises(InvalidStatus) as no:
        opened(live, case_id, meeting_id, cookies, origin).close()
    return no.value.response.status_code == 403 and not no.value.response.body


def test_dag_eve_the_leader_and_whoever_has_no_session_are_refused_alike(live: str, cast: Cast) -> None:
    found = meeting(cast)
    for member in (cast.dag, cast.eve, cast.gro, cast.jon):
        assert refused(live, cast.case_id, found, cookie(member.person_id, member.name))
    assert refused(live, cast.case_id, found)
    assert refused(live, cast.case_id, found, "session=forged")


def test_another_course_another_meeting_and_no_meeting_are_refused_alike(live: str, cast: Cast) -> None:
    found, other = meeting(cast), build_cast()
    bo = cookie(cast.bo.person_id, "Bo")
    elsewhere = meeting(other)
    assert refused(live, other.case_id, elsewhere, bo)
    assert refused(live, cast.case_id, elsewhere, bo)
    assert refused(live, other.case_id, found, bo)
    assert refused(live, cast.case_id, uuid4(), bo)
    assert refused(live, "x" * 36, found, bo)


def test_a_page_of_somebody_elses_house_is_refused(live: str, cast: Cast) -> None:
    found, bo = meeting(cast), cookie(cast.bo.person_id, "Bo")
    for origin in ("https://evil.example", "null", None, live.replace("localhost", "127.0.0.1"), live + ".evil.example"):
        assert refused(live, cast.case_id, found, bo, origin), origin


def test_who_has_not_set_up_the_second_step_is_refused(live: str, cast: Cast) -> None:
    found, bo = meeting(cast), cookie(cast.bo.person_id, "Bo")
    session = import_module(settings.SESSION_ENGINE).SessionStore(bo.partition("=")[2])
    session["must_set_up_second_step"] = True
    session.save()
    assert refused(live, cast.case_id, found, bo)


def test_own_words_are_the_persons_to_change_and_nobody_elses(live: str, cast: Cast) -> None:
    found = meeting(cast)
    own = box(cast, found, "own_words", cast.amal_id)
    with page(live, cast, found, cast.amal_id, "Amal", "citizen") as amal, page(live, cast, found, cast.bo.person_id, "Bo") as bo:
        amal.write(own, "I want to wake up without fear")
        bo.sees(own, "fear")
        amal.kept()
        bo.write(own, ", says Bo")
        assert bo.until("no")["box"] == str(own)
        assert amal.rest() == []
    assert text_of(cast, found, own) == "I want to wake up without fear"


def test_only_who_has_the_pen_notes_for_amal_and_never_amal_herself(live: str, cast: Cast) -> None:
    found = meeting(cast)
    noted = box(cast, found, "own_words", cast.amal_id, noted=True)
    with (
        page(live, cast, found, cast.amal_id, "Amal", "citizen") as amal,
        page(live, cast, found, cast.bo.person_id, "Bo") as bo,
        page(live, cast, found, cast.cleo.person_id, "Cleo") as cleo,
    ):
        bo.write(noted, "too early")
        bo.until("no")
        take_pen(actor=cast.at_table(cast.bo), case_id=cast.case_id, roundtable_id=found)
        bo.hello()
        bo.write(noted, "Amal says: calm")
        amal.sees(noted, "calm")
        bo.kept()
        for other in (cleo, amal):
            other.write(noted, "!")
            other.until("no")
    assert text_of(cast, found, noted).endswith("Amal says: calm")
    assert "!" not in text_of(cast, found, noted)


def test_after_amal_closes_her_course_for_cleo_the_open_line_ends_at_the_next_message(live: str, cast: Cast) -> None:
    found = meeting(cast)
    goal = box(cast, found, "goal")
    with page(live, cast, found, cast.amal_id, "Amal", "citizen") as amal, page(live, cast, found, cast.cleo.person_id, "Cleo") as cleo:
        cleo.write(goal, "Before")
        amal.sees(goal, "Before")
        cleo.kept()
        cleo.rest()
        close_for(actor=cast.amal, case_id=cast.case_id, person_id=cast.cleo.person_id)
        amal.write(goal, " CANARY-after")
        amal.kept()
        assert cleo.closed()
        assert "CANARY" not in str(cleo.frames)
    assert refused(live, cast.case_id, found, cookie(cast.cleo.person_id, "Cleo"))


def test_after_cleos_seat_ends_nothing_she_sends_arrives(live: str, cast: Cast) -> None:
    found = meeting(cast)
    goal = box(cast, found, "goal")
    with page(live, cast, found, cast.amal_id, "Amal", "citizen") as amal, page(live, cast, found, cast.cleo.person_id, "Cleo") as cleo:
        end_seat(actor=cast.at_table(cast.cleo), seat_id=cast.seats["cleo"])
        amal.rest()
        cleo.write(goal, "Still here?")
        assert cleo.closed()
        assert [frame for frame in amal.rest() if frame["t"] == "edit"] == []
    assert text_of(cast, found, goal) == ""


def test_signing_out_ends_the_open_line(live: str, cast: Cast) -> None:
    found = meeting(cast)
    goal, bos = box(cast, found, "goal"), cookie(cast.bo.person_id, "Bo")
    with opened(live, cast.case_id, found, bos) as socket, page(live, cast, found, cast.amal_id, "Amal", "citizen") as amal:
        bo = Page(socket)
        Session.objects.filter(session_key=bos.partition("=")[2]).delete()
        amal.write(goal, "CANARY")
        amal.kept()
        assert bo.closed() and "CANARY" not in str(bo.frames)


def test_a_cancelled_meeting_takes_no_more_words(live: str, cast: Cast) -> None:
    found = meeting(cast)
    goal = box(cast, found, "goal")
    with page(live, cast, found, cast.bo.person_id, "Bo") as bo:
        cancel_roundtable(actor=cast.at_table(cast.bo), case_id=cast.case_id, roundtable_id=found, version=1, why=Why.ASKED)
        bo.write(goal, "too late")
        bo.until("no")
    assert text_of(cast, found, goal) == ""


def test_a_pause_reaches_everybody_and_the_private_stop_only_who_looks_after_her(live: str, cast: Cast) -> None:
    found = meeting(cast)
    wish_for_meeting(actor=cast.amal, case_id=cast.case_id, looks_after_id=cast.bo.person_id)
    with (
        page(live, cast, found, cast.amal_id, "Amal", "citizen") as amal,
        page(live, cast, found, cast.bo.person_id, "Bo") as bo,
        page(live, cast, found, cast.cleo.person_id, "Cleo") as cleo,
    ):
        amal.say(t="private", id=str(uuid4()))
        assert amal.until("told")
        assert bo.until("private")["name"] == "Amal"
        cleo_heard = [frame for frame in cleo.rest() if frame["t"] != "here"]
        assert cleo_heard == []
        bo.say(t="signal", kind="pause")
        for one in (amal, bo, cleo):
            assert one.until("signal")["kind"] == "pause"
    with page(live, cast, found, cast.cleo.person_id, "Cleo") as late:
        assert next(frame for frame in late.frames if frame["t"] == "all")["signal"] == {"kind": "pause", "name": "Bo"}


def test_damaged_huge_and_hidden_edits_are_refused_and_disturb_nobody(live: str, cast: Cast) -> None:
    found = meeting(cast)
    goal = box(cast, found, "goal")
    with page(live, cast, found, cast.bo.person_id, "Bo") as bo, page(live, cast, found, cast.amal_id, "Amal", "citizen") as amal:
        amal.rest()
        for edit in (b"", b"\xff" * 40, b"garbage"):
            bo.say(t="edit", box=str(goal), u=base64.b64encode(edit).decode(), n=900)
            assert bo.until("no")
        for words in ("a\u202eb", "a\x07b", "a\x00b", "a\x0bb", "a\rb", "x" * 2001):
            with page(live, cast, found, cast.cleo.person_id, "Cleo") as cleo:
                cleo.write(goal, words)
                assert cleo.until("no")
        assert [frame for frame in amal.rest() if frame["t"] == "edit"] == []
        amal.write(goal, "Fine")
        amal.kept()
    assert text_of(cast, found, goal) == "Fine"


@pytest.mark.parametrize(
    "nonsense", ["", "{", "[]", "null", '{"t":"edit"}', '{"t":"hello","have":[1]}', '{"t":"step","box":"x"}', '{"t":1}']
)
def test_nonsense_ends_the_line_of_who_sent_it_and_of_nobody_else(live: str, cast: Cast, nonsense: str) -> None:
    found = meeting(cast)
    with page(live, cast, found, cast.bo.person_id, "Bo") as bo, page(live, cast, found, cast.amal_id, "Amal", "citizen") as amal:
        bo.socket.send(nonsense)
        bo.rest()
        amal.write(box(cast, found, "arrive"), "Good morning")
        amal.kept()


def test_five_minutes_without_a_network_and_a_reload_lose_no_letter(live: str, cast: Cast) -> None:
    found = meeting(cast)
    goal = box(cast, found, "goal")
    with page(live, cast, found, cast.cleo.person_id, "Cleo") as cleo:
        with page(live, cast, found, cast.amal_id, "Amal", "citizen") as amal:
            amal.write(goal, "One.")
            cleo.sees(goal, "One.")
            kept = amal.docs
        # gone: both go on writing
        doc = kept[str(goal)]
        doc.get("t", type=Text).insert(4, " Amal, offline.")
        cleo.write(goal, " Cleo, online.")
        cleo.kept()
        with page(live, cast, found, cast.amal_id, "Amal", "citizen", docs=kept) as back:
            back.sees(goal, "Cleo, online.")
            back.kept()
            cleo.sees(goal, "Amal, offline.")
            assert back.text(goal) == cleo.text(goal)
    whole = text_of(cast, found, goal)
    assert all(part in whole for part in ("One.", "Amal, offline.", "Cleo, online."))


def test_what_two_processes_serve_is_one_text(cast: Cast, live: str) -> None:
    found = meeting(cast)
    goal = box(cast, found, "goal")
    with (
        serving() as second,
        page(live, cast, found, cast.amal_id, "Amal", "citizen") as amal,
        page(second, cast, found, cast.bo.person_id, "Bo") as bo,
    ):
        amal.write(goal, "Here.")
        bo.sees(goal, "Here.")
        bo.write(goal, " And there.")
        amal.sees(goal, "And there.")
        bo.say(t="signal", kind="pause")
        assert amal.until("signal")["kind"] == "pause"


def test_a_step_somebody_adds_is_everybodys_and_stands_in_the_plan(live: str, cast: Cast) -> None:
    found, step = meeting(cast), uuid4()
    with page(live, cast, found, cast.amal_id, "Amal", "citizen") as amal, page(live, cast, found, cast.bo.person_id, "Bo") as bo:
        bo.say(t="step", box=str(step))
        assert amal.until("box")["kind"] == "step"
        amal.write(step, "Amal calls her boss on Tuesday")
        bo.sees(step, "Tuesday")
        amal.kept()
    until = monotonic() + 10
    plan = current_plan(actor=cast.at_table(cast.bo, Purpose.PLAN), case_id=cast.case_id)
    while not plan.steps and monotonic() < until:
        sleep(0.1)
        plan = current_plan(actor=cast.at_table(cast.bo, Purpose.PLAN), case_id=cast.case_id)
    assert [one.what for one in plan.steps] == ["Amal calls her boss on Tuesday"]


def _heard_by_cleo(live: str, secret: str) -> str:
    """What reaches Cleo while Amal and Bo write, with or without a secret between them; ids in the order they come."""
    cast = build_cast()
    found = meeting(cast)
    arrive = box(cast, found, "arrive")
    wish_for_meeting(actor=cast.amal, case_id=cast.case_id, looks_after_id=cast.bo.person_id)
    with (
        page(live, cast, found, cast.amal_id, "Amal", "citizen", client=11) as amal,
        page(live, cast, found, cast.bo.person_id, "Bo", client=12) as bo,
        page(live, cast, found, cast.cleo.person_id, "Cleo", client=13) as cleo,
    ):
        for one in (amal, bo, cleo):
            one.rest(0.3)
        amal.write(arrive, "Good morning. ")
        bo.sees(arrive, "morning")
        if secret:
            amal.say(t="private", id=str(uuid4()))
            bo.until("private")
            for place in (confidence(cast.bo.person_id), own()):
                write_words(actor=cast.amal, case_id=cast.case_id, place=place, kind="message", headline=secret, body=secret)
            write_words(actor=cast.at_table(cast.bo), case_id=cast.case_id, place=side(), kind="note", headline=secret, body=secret)
        bo.write(arrive, "Good morning, Amal.")
        cleo.sees(arrive, "Amal.")
        cleo.rest(0.6)
        ids: dict[str, str] = {}
        heard = [
            frame for frame in cleo.frames[1:] if frame["t"] != "stands"
        ]  # said a while after the last letter: how many depends on the hour
        return re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", lambda known: ids.setdefault(known[0], f"<{len(ids)}>"), json.dumps(heard))


def test_cleo_hears_the_same_bytes_whatever_stands_between_amal_and_bo(live: str) -> None:
    with_secret, without = _heard_by_cleo(live, "CANARY-between-two"), _heard_by_cleo(live, "")
    assert with_secret == without
    assert "CANARY" not in with_secret
    assert "Good" in with_secret or "edit" in with_secret


def test_the_killed_process_takes_no_word_along(cast: Cast) -> None:
    found = meeting(cast)
    goal = box(cast, found, "goal")
    with house() as made:
        address = f"http://localhost:{made.port}"
        with page(address, cast, found, cast.amal_id, "Amal", "citizen") as amal:
            amal.write(goal, "Kept. ")
            amal.kept()
            amal.write(goal, "On its way.")
            made.kill()
            docs = amal.docs
        made.start()
        with (
            page(address, cast, found, cast.amal_id, "Amal", "citizen", docs=docs) as back,
            page(address, cast, found, cast.bo.person_id, "Bo") as bo,
        ):
            back.kept()
            bo.sees(goal, "Kept. On its way.")
    assert text_of(cast, found, goal) == "Kept. On its way."
