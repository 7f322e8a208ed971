"""A pause, and a quiet word: from the phone, whether or not anybody writes together yet, and never on the screen the room looks at."""

from uuid import UUID, uuid4

import pytest
from django.db import connections
from django.urls import reverse
from tests.cast import Cast
from tests.statements import count_statements

from roundtable.casework.cowriting.actions import ask_all, ask_privately
from roundtable.casework.cowriting.queries import asked_of_all, sheet_of
from roundtable.casework.cowriting.rules import SignalKind
from roundtable.casework.cowriting.tests.scene import address, meeting, page, sheet
from roundtable.casework.roundtables.actions import hold_roundtable, take_pen
from roundtable.casework.roundtables.pages import build_meeting
from roundtable.casework.roundtables.queries import meeting_page, quiet_words
from roundtable.casework.roundtables.tests.addresses import call, sign_in
from roundtable.ground.access.context import through

PAUSE, QUIETLY = "A pause, please", "tell only the one who looks after me"
TOLD = "needs a break. Ask for it as your own"

pytestmark = pytest.mark.usefixtures("bo_looks_after_amal")


def asked(cast: Cast, found: UUID) -> tuple[bool, SignalKind | None, str]:
    answer: tuple[bool, SignalKind | None, str] = asked_of_all(actor=cast.at_table(cast.cleo), case_id=cast.case_id, roundtable_id=found)
    return answer


def test_amal_asks_for_a_pause_on_the_page_of_a_meeting_in_which_one_writes_for_all(cast: Cast) -> None:
    found, amal, cleo = call(cast), sign_in(cast.amal_id, "Amal", "citizen"), sign_in(cast.cleo.person_id, "Cleo")
    take_pen(actor=cast.at_table(cast.cleo), case_id=cast.case_id, roundtable_id=found)
    shown = amal.get(address(cast, found, "write_lines")).content.decode()
    assert PAUSE in shown and QUIETLY in shown
    assert asked(cast, found) == (False, None, "")
    answer = amal.post(address(cast, found, "ask_everybody"), {"kind": "pause"}, follow=True).content.decode()
    assert "Everyone at the table sees it." in answer and "Amal asks for a pause." in answer
    assert cleo.get(address(cast, found, "what_is_asked")).json() == {"begun": True, "said": "Amal asks for a pause."}
    back = cleo.post(address(cast, found, "ask_everybody"), {"kind": "go_on", "back": "write_lines"})
    assert back.headers["Location"] == address(cast, found, "write_lines")
    assert amal.get(address(cast, found, "what_is_asked")).json() == {"begun": True, "said": ""}


def test_who_writes_for_all_shows_no_button_of_one_alone(cast: Cast) -> None:
    found = call(cast)
    take_pen(actor=cast.amal, case_id=cast.case_id, roundtable_id=found)
    shown = sign_in(cast.amal_id, "Amal", "citizen").get(address(cast, found, "write_lines")).content.decode()
    assert PAUSE in shown and QUIETLY not in shown


def test_a_quiet_word_needs_no_sheet_and_stands_on_bos_page_alone(cast: Cast) -> None:
    found, amal, bo = call(cast), sign_in(cast.amal_id, "Amal", "citizen"), sign_in(cast.bo.person_id, "Bo")
    assert QUIETLY in amal.get(address(cast, found, "write_together")).content.decode()
    said = amal.post(address(cast, found, "ask_quietly"), follow=True).content.decode()
    assert "It waits for Bo. Nobody else sees it." in said
    bo.get(address(cast, found, "write_together"))
    with count_statements() as statements:
        assert f"Amal {TOLD}" in bo.get(address(cast, found, "write_together")).content.decode()
    assert len(statements) <= 12
    assert TOLD not in bo.get(address(cast, found, "write_together") + "?only=shared").content.decode()
    for other in (amal, sign_in(cast.cleo.person_id, "Cleo")):
        assert f"Amal {TOLD}" not in other.get(address(cast, found, "write_together")).content.decode()
    where = address(cast, found, "what_is_asked")
    assert bo.get(where).json() == {"begun": False, "said": ""}, "it begins no sheet"
    shown = bo.get(address(cast, found, "write_together")).content.decode()
    (word,) = quiet_words(actor=cast.amal, case_id=cast.case_id, roundtable_id=found)
    assert bo.get(f"{where}?own=").json() == {"begun": True, "said": ""}, "an open page that does not show it is loaded again"
    assert f"{where}?own={word.item_id}" in shown and bo.get(f"{where}?own={word.item_id}").json()["begun"] is False
    assert sign_in(cast.cleo.person_id, "Cleo").get(f"{where}?own=").json()["begun"] is False
    bo.post(address(cast, found, "answer_quietly", word.item_id))
    assert f"Amal {TOLD}" not in bo.get(address(cast, found, "write_together")).content.decode()


def test_who_does_not_sit_there_asks_for_nothing_and_begins_nothing(cast: Cast) -> None:
    found = call(cast)
    for member in (cast.dag, cast.eve, cast.gro):
        client = sign_in(member.person_id, member.name)
        for name in ("ask_everybody", "ask_quietly", "what_is_asked"):
            assert client.post(address(cast, found, name), {"kind": "pause"}).status_code == 404
    assert sheet_of(actor=cast.at_table(cast.bo), case_id=cast.case_id, roundtable_id=found) is None
    assert sign_in(cast.bo.person_id, "Bo").post(address(cast, found, "ask_quietly")).status_code == 404


def test_a_meeting_that_is_over_begins_no_sheet_for_a_pause(cast: Cast) -> None:
    found, amal = call(cast), sign_in(cast.amal_id, "Amal", "citizen")
    hold_roundtable(
        actor=cast.at_table(cast.bo), case_id=cast.case_id, roundtable_id=found, version=1, held_on=None, present=[], follow_up=False
    )
    assert amal.post(address(cast, found, "ask_everybody"), {"kind": "pause"}).status_code == 403
    assert asked(cast, found) == (False, None, "")


def test_the_buttons_stand_on_our_meeting_on_its_day_and_on_no_other(cast: Cast) -> None:
    found = call(cast)
    data = meeting_page(actor=cast.amal, case_id=cast.case_id, roundtable_id=found)
    assert not build_meeting(data, cast.amal).today
    assert PAUSE not in sign_in(cast.amal_id, "Amal", "citizen").get(reverse("roundtable", args=[cast.case_id])).content.decode()
    with through("loader"), connections["loader"].cursor() as cursor:
        cursor.execute("UPDATE roundtables_roundtableevent SET starts_at = now() WHERE roundtable_id = %s", [found])
    for client, quietly in ((sign_in(cast.amal_id, "Amal", "citizen"), True), (sign_in(cast.bo.person_id, "Bo"), False)):
        shown = client.get(reverse("roundtable", args=[cast.case_id])).content.decode()
        assert PAUSE in shown and (QUIETLY in shown) is quietly


def test_what_bo_is_told_alone_never_reaches_the_screen_the_room_looks_at(live: str, cast: Cast) -> None:
    found = meeting(cast)
    bo = (live, cast, found, cast.bo.person_id, "Bo")
    with (
        page(live, cast, found, cast.amal_id, "Amal", "citizen") as phone,
        page(live, cast, found, cast.amal_id, "Amal", "citizen", only="shared") as screen,
        page(*bo) as bos_phone,
        page(*bo, only="shared") as bos_screen,
    ):
        phone.say(t="private", id=str(uuid4()))
        assert phone.until("told")
        assert bos_phone.until("private")["name"] == "Amal"
        screen.say(t="private", id=str(uuid4()))  # a page that is looked at has no such word
        heard = [frame["t"] for one in (screen, bos_screen) for frame in [*one.frames, *one.rest()]]
        assert not {"private", "told", "refused"} & set(heard)
        assert "private" not in [frame["t"] for frame in bos_phone.rest()]
        bos_phone.say(t="signal", kind="pause")
        assert screen.until("signal")["name"] == bos_screen.until("signal")["name"] == "Bo"


def test_the_page_the_room_looks_at_has_no_word_of_a_quiet_stop(cast: Cast) -> None:
    found = meeting(cast)
    ask_all(actor=cast.amal, case_id=cast.case_id, sheet_id=sheet(cast, found).item_id, kind=SignalKind.GO_ON)
    here = {"actor": cast.amal, "case_id": cast.case_id, "roundtable_id": found}
    ask_privately(**here, sheet_id=sheet(cast, found).item_id)
    for client in (sign_in(cast.amal_id, "Amal", "citizen"), sign_in(cast.bo.person_id, "Bo")):
        whole = client.get(address(cast, found, "write_together")).content.decode()
        shared = client.get(address(cast, found, "write_together") + "?only=shared").content.decode()
        assert "needs a break" in whole or "It waits for Bo" in whole
        for words in ("needs a break", "It waits for", "looks after", QUIETLY, "ask_quietly", "/quietly/"):
            assert words not in shared
        assert f"/meeting/{found}/?only=shared" in shared
    kept = sign_in(cast.amal_id, "Amal", "citizen").post(address(cast, found, "ask_everybody") + "?only=shared", {"kind": "pause"})
    assert kept.headers["Location"].endswith("?only=shared")
