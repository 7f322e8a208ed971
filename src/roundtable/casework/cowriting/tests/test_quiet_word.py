"""The quiet word stands until it is answered or taken back; the two it is between read it wherever they are, and nobody else does."""

import os
import re
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse
from tests.cast import Cast
from tests.clones import as_keeper
from tests.statements import count_statements

from roundtable.casework.cowriting.actions import ask_privately, end_quiet
from roundtable.casework.cowriting.tests.scene import address, meeting, page, sheet
from roundtable.casework.roundtables.actions import cancel_roundtable
from roundtable.casework.roundtables.queries import quiet_words
from roundtable.casework.roundtables.rules import Why
from roundtable.casework.roundtables.rules.quiet import QUIET, quiet_id
from roundtable.casework.roundtables.tests.addresses import call, sign_in
from roundtable.ground.seats.actions import write_words
from roundtable.ground.seats.rules import table

NEEDS = "Amal needs a break. Ask for it as your own."
WAITS = "It waits for Bo. Nobody else sees it. You can also say: pause."
TOLD = "Bo has been told."

pytestmark = pytest.mark.usefixtures("bo_looks_after_amal")


def says(cast: Cast, found: UUID) -> UUID:
    """Amal says it; the word that stands."""
    place = {"case_id": cast.case_id, "roundtable_id": found}
    ask_privately(actor=cast.amal, sheet_id=sheet(cast, found).item_id, **place)
    (word,) = quiet_words(actor=cast.amal, **place)
    return UUID(str(word.item_id))


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    shown = re.sub(r"<[^>]*>", " ", answer.content.decode())
    return " ".join(shown.split())


def clients(cast: Cast) -> tuple[Client, Client, Client]:
    return sign_in(cast.amal_id, "Amal", "citizen"), sign_in(cast.bo.person_id, "Bo"), sign_in(cast.cleo.person_id, "Cleo")


def test_it_waits_for_bo_on_the_sheet_on_the_page_he_writes_on_and_on_his_first_page(cast: Cast) -> None:
    found = meeting(cast)
    amal, bo, cleo = clients(cast)
    together = address(cast, found, "write_together")
    assert amal.post(address(cast, found, "ask_quietly")).status_code == 302
    assert WAITS in text(amal, together) and TOLD not in text(amal, together)
    for where in (together, address(cast, found, "write_lines"), "/"):
        assert NEEDS in text(bo, where) and NEEDS in text(bo, where), "and it is still there the second time"
        assert "needs a break" not in text(cleo, where)
    assert TOLD in text(amal, together) and WAITS not in text(amal, together)
    assert NEEDS not in text(bo, f"{together}?only=shared")
    assert "Bo has been told" not in text(amal, f"{together}?only=shared")


@pytest.mark.parametrize("where", ["write_together", "write_lines", "home"])
def test_each_page_it_is_shown_on_makes_it_told_and_a_shared_page_does_not(cast: Cast, where: str) -> None:
    found = meeting(cast)
    amal, bo, cleo = clients(cast)
    says(cast, found)
    together = address(cast, found, "write_together")
    text(bo, f"{together}?only=shared")
    text(cleo, "/" if where == "home" else address(cast, found, where))
    assert WAITS in text(amal, together)
    text(bo, "/" if where == "home" else address(cast, found, where))
    assert TOLD in text(amal, together)


def test_he_has_seen_it_and_it_stands_nowhere_any_more(cast: Cast) -> None:
    found = meeting(cast)
    amal, bo, cleo = clients(cast)
    word = says(cast, found)
    assert says(cast, found) == word, "said twice it is one word"
    end = address(cast, found, "answer_quietly", word)
    assert cleo.post(end).status_code == 302
    assert NEEDS in text(bo, "/"), "Cleo answers nothing that she does not know of"
    for _ in range(2):
        assert bo.post(end).status_code == 302
    for where in (address(cast, found, "write_together"), address(cast, found, "write_lines"), "/"):
        assert "needs a break" not in text(bo, where)
    shown = text(amal, address(cast, found, "write_together"))
    assert TOLD not in shown and "It waits for" not in shown
    assert says(cast, found) != word, "she can say it again"


def test_she_takes_it_back_before_he_saw_it(cast: Cast) -> None:
    found = meeting(cast)
    amal, bo, _cleo = clients(cast)
    assert amal.post(address(cast, found, "answer_quietly", says(cast, found))).status_code == 302
    assert "needs a break" not in text(bo, address(cast, found, "write_together"))
    assert "It waits for" not in text(amal, address(cast, found, "write_together"))


def test_on_the_page_he_writes_on_what_is_typed_stays_when_he_has_seen_it(cast: Cast) -> None:
    found = meeting(cast)
    _amal, bo, _cleo = clients(cast)
    word, where = says(cast, found), address(cast, found, "write_lines")
    name = re.search(r'<textarea name="([^"]+)"', bo.get(where).content.decode())
    assert name is not None
    answer = bo.post(where, {name[1]: "Half a sentence", "quiet": str(word)})
    assert answer.status_code == 200
    assert "Half a sentence" in answer.content.decode() and "needs a break" not in answer.content.decode()
    assert "Half a sentence" not in text(bo, address(cast, found, "past_roundtable")), "nothing was written down by it"


def test_it_is_of_this_meeting_only_and_of_the_two_only(cast: Cast) -> None:
    found = meeting(cast)
    word = says(cast, found)
    for actor in (cast.at_table(cast.cleo), cast.gro.leading(cast.case_id)):
        assert quiet_words(actor=actor, case_id=cast.case_id, roundtable_id=found) == ()
        end_quiet_quietly(cast, found, word)
    with as_keeper(os.environ["ROUNDTABLE_DATABASE"]) as keeper:
        rows = keeper.execute("SELECT scope_kind, kind FROM seats_item WHERE id = %s", [word]).fetchall()
    assert rows == [("confidence", QUIET)]
    cancel_roundtable(actor=cast.at_table(cast.bo), case_id=cast.case_id, roundtable_id=found, version=1, why=Why.ASKED)
    bo = sign_in(cast.bo.person_id, "Bo")
    assert "needs a break" not in text(bo, "/")
    later = meeting(cast)
    assert quiet_words(actor=cast.amal, case_id=cast.case_id, roundtable_id=later) == ()
    assert "needs a break" not in text(bo, address(cast, later, "write_together"))


def end_quiet_quietly(cast: Cast, found: UUID, word: UUID) -> None:
    """Cleo ends it: nothing happens."""
    end_quiet(actor=cast.at_table(cast.cleo), case_id=cast.case_id, sheet_id=sheet(cast, found).item_id, word_id=word)
    assert len(quiet_words(actor=cast.amal, case_id=cast.case_id, roundtable_id=found)) == 1


def test_nobody_else_forges_a_word_or_the_end_of_one(cast: Cast) -> None:
    found = meeting(cast)
    write_words(actor=cast.at_table(cast.cleo), case_id=cast.case_id, place=table(), kind=QUIET, item_id=quiet_id(found))
    assert quiet_words(actor=cast.at_table(cast.bo), case_id=cast.case_id, roundtable_id=found) == ()
    bo = sign_in(cast.bo.person_id, "Bo")
    assert "needs a break" not in text(bo, address(cast, found, "write_together"))


def test_the_pages_keep_the_budget_while_a_word_stands(cast: Cast) -> None:
    found = meeting(cast)
    says(cast, found)
    amal, bo, _cleo = clients(cast)
    for client, where in (
        (bo, address(cast, found, "write_together")),
        (bo, address(cast, found, "write_lines")),
        (bo, "/"),
        (amal, address(cast, found, "write_together")),
    ):
        client.get(where)
        with count_statements() as asked:
            assert client.get(where).status_code == 200
        assert len(asked) <= 12, [where, *(str(one)[:110] for one in asked)]


def test_live_he_reads_it_when_he_comes_and_after_a_reload_and_she_hears_that_he_was_told(live: str, cast: Cast) -> None:
    found = meeting(cast)
    with page(live, cast, found, cast.amal_id, "Amal", "citizen") as amal:
        amal.say(t="private")
        waits = amal.until("told")
        assert (waits["name"], waits["seen"]) == ("Bo", False)
        for _ in range(2):
            with page(live, cast, found, cast.bo.person_id, "Bo") as bo:
                assert welcome(bo)["name"] == "Amal"
        assert amal.until("told")["seen"] is True
        with page(live, cast, found, cast.cleo.person_id, "Cleo") as cleo:
            assert welcome(cleo)["name"] == ""
        with page(live, cast, found, cast.amal_id, "Amal", "citizen") as again:
            assert welcome(again) == {"t": "told", "name": "Bo", "id": waits["id"], "seen": True}
        with page(live, cast, found, cast.bo.person_id, "Bo") as bo:
            bo.say(t="seen", id=welcome(bo)["id"])
            assert bo.until("private")["name"] == ""
            assert amal.until("told")["name"] == ""


def test_live_she_learns_that_it_was_shown_on_another_page_and_takes_it_back(live: str, cast: Cast) -> None:
    found = meeting(cast)
    with page(live, cast, found, cast.amal_id, "Amal", "citizen") as amal:
        amal.say(t="private")
        word = amal.until("told")
        assert NEEDS in text(sign_in(cast.bo.person_id, "Bo"), "/")
        amal.say(t="quiet")
        assert amal.until("told")["seen"] is True
        with page(live, cast, found, cast.bo.person_id, "Bo") as bo:
            amal.say(t="seen", id=word["id"])
            assert bo.until("private")["name"] == ""


def welcome(one: object) -> dict[str, object]:
    """What the welcome frame of a page says of the quiet word."""
    frames = one.frames  # type: ignore[attr-defined]
    found: dict[str, object] = next(frame for frame in frames if frame["t"] == "all")["quiet"]
    return found


def test_a_quiet_word_before_anybody_writes_begins_no_sheet_and_leaves_no_trace_for_others(cast: Cast) -> None:
    found = call(cast)
    amal, bo, cleo = (sign_in(who, name, kind) for who, name, kind in (
        (cast.amal_id, "Amal", "citizen"), (cast.bo.person_id, "Bo", "staff"), (cast.cleo.person_id, "Cleo", "staff")))  # fmt: skip
    traces = [reverse(name, args=[cast.case_id]) for name in ("case_page", "time_line")] + [address(cast, found, "write_together")]
    before = [text(cleo, trace) for trace in traces]
    amal.post(address(cast, found, "ask_quietly"))
    assert WAITS in text(amal, address(cast, found, "write_together"))
    assert [text(cleo, trace) for trace in traces] == before
    assert cleo.get(address(cast, found, "what_is_asked")).json()["begun"] is False
    assert NEEDS in text(bo, address(cast, found, "write_together")) and TOLD in text(amal, address(cast, found, "write_together"))
    (word,) = quiet_words(actor=cast.amal, case_id=cast.case_id, roundtable_id=found)
    bo.post(address(cast, found, "answer_quietly", word.item_id))
    assert NEEDS not in text(bo, address(cast, found, "write_together"))
    assert not quiet_words(actor=cast.amal, case_id=cast.case_id, roundtable_id=found)
