"""Letters that are refused after they were handed out, words that are sent before what they hang on, and a page that has not said hello."""

import base64
from time import sleep

import pytest
from pycrdt import Doc, Text
from tests.cast import Cast

from roundtable.casework.cowriting.models import Change
from roundtable.casework.cowriting.rules import Joint
from roundtable.casework.cowriting.sockets import room
from roundtable.casework.cowriting.tests.scene import box, cookie, meeting, opened, page, text_of
from roundtable.ground.access.context import through
from roundtable.ground.seats.actions import end_seat


def _ahead_of(known: bytes, number: int, letter: str, words: str) -> tuple[bytes, bytes]:
    """A true letter, and words hung on the next letter of another, `number`, who has not written it yet."""
    guess = Doc(client_id=number)
    guess.apply_update(known)
    theirs = guess.get("t", type=Text)
    theirs += "?"
    mine = Doc()
    mine.apply_update(known)
    text, before = mine.get("t", type=Text), mine.get_state()
    text.insert(0, letter)
    first = mine.get_update(before)
    mine.apply_update(guess.get_update())
    before = mine.get_state()
    text += words
    return first, mine.get_update(before)


def test_what_cleo_sent_too_early_does_not_come_in_with_what_bo_writes() -> None:
    sheet, bo = Joint(), Doc(client_id=111)
    words = bo.get("t", type=Text)
    words += "A"
    assert sheet.apply(bo.get_update())
    assert sheet.apply(Joint.merged(list(_ahead_of(sheet.whole(), 111, "c", " and stop all medicine"))))
    assert sheet.text == "cA"
    before = bo.get_state()
    words += "."
    assert sheet.apply(bo.get_update(before))
    assert sheet.text == "cA."


def test_what_cleo_takes_out_before_bo_has_written_it_stays() -> None:
    sheet, bo = Joint(), Doc(client_id=111)
    words = bo.get("t", type=Text)
    words += "A"
    assert sheet.apply(bo.get_update())
    guess, cleo = Doc(client_id=111), Doc()
    guess.apply_update(sheet.whole())
    theirs = guess.get("t", type=Text)
    theirs += "?"
    cleo.apply_update(sheet.whole())
    text, before = cleo.get("t", type=Text), cleo.get_state()
    text.insert(0, "c")
    first = cleo.get_update(before)
    cleo.apply_update(guess.get_update())
    before = cleo.get_state()
    del text[2:3]
    assert sheet.apply(Joint.merged([first, cleo.get_update(before)]))
    before = bo.get_state()
    words += "!"
    assert sheet.apply(bo.get_update(before))
    assert sheet.text == "cA!"


def test_an_honest_page_is_tried_on_the_same_copy_letter_by_letter() -> None:
    """A new copy for each letter would cost the house with each the whole text."""
    sheet, bo = Joint(), Doc()
    words = bo.get("t", type=Text)
    copies = set()
    for number in range(40):
        before = bo.get_state()
        if number % 7 == 6:
            del words[2:3]
        else:
            words.insert(number % 3 if number > 3 else 0, "x")
        assert sheet.apply(bo.get_update(before)) is not None
        copies.add(id(sheet._trial))
    assert copies == {id(sheet._trial)}


def test_cleos_words_never_come_in_under_bos_name_after_she_left(live: str, cast: Cast) -> None:
    found = meeting(cast)
    goal = box(cast, found, "goal")
    with page(live, cast, found, cast.bo.person_id, "Bo") as bo, page(live, cast, found, cast.cleo.person_id, "Cleo") as cleo:
        bo.write(goal, "We meet")
        cleo.sees(goal, "We meet")
        bo.kept()
        both = _ahead_of(bo.doc(goal).get_update(), bo.doc(goal).client_id, "c", " and stop all medicine")
        cleo.say(t="edit", box=str(goal), u=base64.b64encode(Joint.merged(list(both))).decode(), n=77)
        bo.sees(goal, "c")
        end_seat(actor=cast.gro.leading(cast.case_id), seat_id=cast.seats["cleo"])
        sleep(0.5)
        bo.write(goal, ".")
        bo.kept()
    with through("loader"):
        rows = [(row.by_id, b"medicine" in bytes(row.edit)) for row in Change.objects.filter(box_id=goal)]
    assert (cast.bo.person_id, True) not in rows
    assert "medicine" not in text_of(cast, found, goal)


def test_what_bo_writes_behind_a_letter_that_was_refused_is_kept(live: str, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """Cleo's seat ends between the moment her words went to Bo's page and the moment they were to be kept."""
    found = meeting(cast)
    goal = box(cast, found, "goal")
    with page(live, cast, found, cast.bo.person_id, "Bo") as bo:
        with page(live, cast, found, cast.cleo.person_id, "Cleo") as cleo:
            monkeypatch.setattr(room, "BATCH", 1.0)  # as with a hundred meetings
            cleo.write(goal, "Cleo's words. ")
            bo.sees(goal, "words. ")
            end_seat(actor=cast.gro.leading(cast.case_id), seat_id=cast.seats["cleo"])
            bo.until("again")
        monkeypatch.setattr(room, "BATCH", 0.1)
        with page(live, cast, found, cast.bo.person_id, "Bo", docs=bo.docs) as anew:
            anew.kept()
            anew.write(goal, "Bo's own.", at=len(anew.text(goal)))
            anew.kept()
            assert anew.text(goal) == text_of(cast, found, goal) == "Cleo's words. Bo's own."


def test_a_page_that_has_not_said_hello_hears_no_letter_and_then_all_of_them(live: str, cast: Cast) -> None:
    found = meeting(cast)
    goal = box(cast, found, "goal")
    with page(live, cast, found, cast.bo.person_id, "Bo") as bo:
        with opened(live, cast.case_id, found, cookie(cast.amal_id, "Amal", "citizen")) as line:
            bo.write(goal, "Hello")
            bo.kept()
            with pytest.raises(TimeoutError):
                line.recv(timeout=1)
        with page(live, cast, found, cast.amal_id, "Amal", "citizen") as amal:
            assert amal.text(goal) == "Hello"
